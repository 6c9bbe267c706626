"""What is wrong in a survey file: the first row that cannot be right, with column, value and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.read.conditions import columns_in, computation_error
from kaltim_poverty.survey.read.first_row import Row, first_row
from kaltim_poverty.survey.read.malformed import malformed_table
from kaltim_poverty.survey.read.sql import INTEGER, NUMBER, identifier, literal
from kaltim_poverty.survey.read.text_cells import as_number, why_not_a_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.survey.read.columns import Columns
    from kaltim_poverty.survey.read.engine import Engine
    from kaltim_poverty.survey.read.table import Table


class RetypeColumnError(InputError):
    """A column that seemed to hold numbers holds text further on: it must be read once more, as text."""


class Faults:
    """Looks for the first fault; the file is read once more for that, as text.

    Args:
        engine: what reads it.
        table: the survey.
        columns: the columns by their role.
        link: the column that links the rows of a panel.
    """

    def __init__(self, engine: Engine, table: Table, columns: Columns, link: str | None = None) -> None:
        self.engine, self.table, self.columns, self.link = engine, table, columns, link

    def number(self, column: str) -> str:
        """SQL: the number in a cell, missing where there is none."""
        return as_number(column, self.table.decimal)

    def first(self, columns: Sequence[str], condition: str) -> Row | None:
        """The first row with a condition over some columns."""
        return first_row(self.engine, self.table, columns, condition)

    def unreadable(self, error: Exception, conditions: Sequence[str]) -> InputError:
        """What the engine could not read: text in a column of numbers, a malformed line, a condition."""
        try:
            fault = self.text_for_number() or self.column_to_retype(conditions)
        except self.engine.errors as error_of_text:
            return self.malformed(error_of_text)
        if fault is not None:
            return fault
        if conditions:
            expressions = " / ".join(conditions)
            return InputError("where_failed", given=expressions, reason=computation_error(error))
        return self.malformed(error)

    def malformed(self, error: Exception) -> InputError:
        """A file that is not a table."""
        return malformed_table(self.engine, self.table, self.columns.welfare, error)

    def text_for_number(self) -> InputError | None:
        """The first cell of a column of numbers that is not a number."""
        for column in self.columns.numbers():
            row = self.first([column], f"{self.number(column)} IS NULL AND {identifier(column)} IS NOT NULL")
            if row is not None:
                cell = str(row.cells[0])
                reason = why_not_a_number(cell, self.table.decimal)
                return InputError(reason, where=row.place(column), value=cell)
        return None

    def column_to_retype(self, conditions: Sequence[str]) -> InputError | None:
        """Mark columns of groups and conditions that hold text where no sample looked, to be read as text."""
        in_conditions = [
            column for expression in conditions for column in columns_in(self.engine, self.table, expression)
        ]
        codes = [*self.columns.keys(), *([self.link] if self.link else []), *in_conditions]
        for column in dict.fromkeys(codes):
            read_as = self.table.type_of(column)
            if read_as in (INTEGER, NUMBER):
                fails = f"TRY_CAST({self.number(column)} AS {read_as}) IS NULL"
                if self.first([column], f"{fails} AND {identifier(column)} IS NOT NULL") is not None:
                    self.table.retyped.add(column)
        if not self.table.retyped:
            return None
        columns = ", ".join(sorted(self.table.retyped))
        return RetypeColumnError("column_mixed", file=self.table.shown, columns=columns)

    def impossible(self) -> InputError:
        """What no row may hold: an answer that is neither yes nor no, a negative benefit or weight."""
        return self.invalid_answer() or self.invalid_benefit() or self.invalid_weight()

    def invalid_answer(self) -> InputError | None:
        """An answer to who receives that is neither yes nor no."""
        column = self.columns.received
        if column is None:
            return None
        answer = f"lower(trim({identifier(column)}))"
        row = self.first([column], f"{answer} NOT IN ('0', '1', '0.0', '1.0', 'true', 'false')")
        if row is None:
            return None
        return InputError("receipt_cell", where=row.place(column), value=str(row.cells[0]))

    def invalid_benefit(self) -> InputError | None:
        """A negative benefit, or one of a row that does not receive."""
        column = self.columns.extra.get("benefit")
        if column is None:
            return None
        row = self.first([column], f"{self.number(column)} < 0")
        if row is not None:
            return InputError("negative_benefit", where=row.place(column), value=str(row.cells[0]))
        return self.benefit_not_received(column, self.columns.received) if self.columns.received else None

    def benefit_not_received(self, benefit: str, received: str) -> InputError | None:
        """A benefit above 0 of a row that does not receive."""
        without = f"lower(trim({identifier(received)})) IN ('0', '0.0', 'false')"
        row = self.first([benefit, received], f"{self.number(benefit)} > 0 AND {without}")
        if row is None:
            return None
        where = row.place(benefit)
        return InputError("benefit_unreceived", where=where, value=str(row.cells[0]), column=received)

    def invalid_weight(self) -> InputError:
        """A negative weight, or a household size that is not a whole number above 0."""
        for weight in filter(None, (self.columns.weight, *self.columns.replicates)):
            row = self.first([weight], f"{self.number(weight)} < 0")
            if row is not None:
                return InputError("negative_weight", where=row.place(weight), value=str(row.cells[0]))
        size = self.columns.size or self.columns.extra.get("members")
        assert size is not None  # noqa: S101 - nothing else can be invalid
        number = self.number(size)
        row = self.first([size], f"{number} < 1 OR {number} <> floor({number})")
        assert row is not None  # noqa: S101 - the engine has seen one
        return InputError("household_size", where=row.place(size), value=str(row.cells[0]))

    def missing(self, count: int) -> InputError:
        """The first row without a value that is needed.

        Args:
            count: how many there are.
        """
        others = [column for column in (self.columns.received, self.link) if column]
        files = [reader.file for reader in self.table.readers]
        rows = []
        for column in dict.fromkeys([*self.columns.numbers(), *self.columns.keys(), *others]):
            row = self.first([column], self.is_missing(column))
            if row is not None:
                rows.append((row, column))
        assert rows  # noqa: S101 - the engine has seen one
        row, column = min(rows, key=lambda found: (files.index(found[0].file), found[0].number))
        if row.cells[0]:
            where = row.place(column)
            return InputError("survey_not_finite", where=where, value=row.cells[0], count=str(count))
        return InputError("survey_missing", where=row.place(column), count=str(count))

    def is_missing(self, column: str) -> str:
        """SQL: whether a cell is empty, or not finite where it should be a number."""
        empty = f"{identifier(column)} IS NULL"
        if column not in self.columns.numbers():
            return empty
        return f"{empty} OR NOT coalesce(isfinite({self.number(column)}), false)"

    def psu_in_two_strata(self, count: int) -> InputError:
        """The first row of a PSU in another stratum than the first row of that PSU.

        Args:
            count: how many PSUs are in two strata.
        """
        rows = self.design_of_rows()
        firsts = f"SELECT psu, arg_min(stratum, place) AS first FROM ({rows}) GROUP BY psu"
        file, number, psu, stratum, first = self.engine.one(
            f"SELECT file, row, psu, stratum, first FROM ({rows}) JOIN ({firsts}) "
            f"USING (psu) WHERE stratum <> first ORDER BY place LIMIT 1"
        )
        where = Row(file, number, ()).place(", ".join(self.columns.psu))
        return InputError(
            "psu_in_another_stratum", where=where, psu=psu, stratum=stratum, first=first, count=str(count)
        )

    def design_of_rows(self) -> str:
        """SQL: the PSU and stratum of each row of all files, with its place."""
        psu, stratum = joined(self.columns.psu), joined(self.columns.stratum)
        columns = list(dict.fromkeys([*self.columns.psu, *self.columns.stratum]))
        return " UNION ALL ".join(
            f"SELECT {literal(file)} AS file, row, {number << 40} + row AS place, psu, stratum FROM ("
            f"SELECT row_number() OVER () AS row, {psu} AS psu, {stratum} AS stratum FROM {rows}) "
            f"WHERE psu IS NOT NULL AND stratum IS NOT NULL"
            for number, (file, rows) in enumerate(self.table.files_as_text(columns))
        )

    def line_not_above_zero(self) -> InputError:
        """A line at or below 0."""
        column = str(self.columns.line)
        row = self.first([column], f"{self.number(column)} <= 0")
        assert row is not None  # noqa: S101 - the engine has seen one
        return InputError("line_cell", where=row.place(column), value=str(row.cells[0]))


def joined(columns: Sequence[str]) -> str:
    """SQL: the values of several columns as sentences name them; missing where one is."""
    return " || ' / ' || ".join(map(identifier, columns))
