"""What is wrong in a survey file: the first row that cannot be right, with column, value and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.read.column_types import INTEGER, NUMBER, TEXT, kind_of
from kaltim_poverty.survey.read.condition_errors import reason_of
from kaltim_poverty.survey.read.first_row import Row, first_row, row_at
from kaltim_poverty.survey.read.malformed import malformed_table
from kaltim_poverty.survey.read.prices import DEFLATOR
from kaltim_poverty.survey.read.sql import AS_CODE, IN_CONDITION, identifier, literal
from kaltim_poverty.survey.read.text_cells import as_number, as_whole_number, why_not_a_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.survey.read.columns import Columns
    from kaltim_poverty.survey.read.engine import Engine
    from kaltim_poverty.survey.read.rows.expressions import RowExpressions
    from kaltim_poverty.survey.read.score_table import ScoreTable
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
        number = as_number(identifier(column), self.table.marks).or_null()
        codes = self.table.missing(column).in_number(number)
        return f"(CASE WHEN NOT ({codes}) THEN {number} END)" if codes else f"({number})"

    def missing_mark(self, column: str) -> str:
        """SQL: whether a cell is empty or holds a code for missing."""
        missing, cell = self.table.missing(column), identifier(column)
        codes = missing.in_number(as_number(cell, self.table.marks).or_null())
        by_value = f" OR coalesce({codes}, false)" if codes else ""
        return f"({cell} IS NULL OR {missing.in_text(cell)}{by_value})"

    def first(self, columns: Sequence[str], condition: str) -> Row | None:
        """The first row with a condition over some columns."""
        return first_row(self.engine, self.table, columns, condition)

    def unreadable(
        self, error: Exception, expressions: RowExpressions, conditions: Sequence[str]
    ) -> InputError:
        """The error for what the engine could not read: text in a column of numbers, a condition."""
        try:
            fault = self.text_for_number() or self.column_to_retype(expressions)
        except self.engine.errors as error_of_text:
            return self.malformed(error_of_text)
        if fault is not None:
            return fault
        if conditions:
            given = " / ".join(conditions)
            return InputError("where_failed", given=given, reason=reason_of(error))
        return self.malformed(error)

    def malformed(self, error: Exception) -> InputError:
        """A file that is not a table."""
        return malformed_table(self.engine, self.table, self.columns.welfare, error)

    def text_for_number(self) -> InputError | None:
        """The first cell of a column of numbers that is not a number."""
        for column in self.columns.numbers():
            row = self.first([column], f"{self.number(column)} IS NULL AND NOT {self.missing_mark(column)}")
            if row is not None:
                cell = str(row.cells[0])
                reason = why_not_a_number(cell, self.table.marks)
                return InputError(reason, where=row.place(column), value=cell)
        return None

    def column_to_retype(self, expressions: RowExpressions) -> InputError | None:
        """Find the column of codes or of a condition whose later cells have another type than its first."""
        before = dict(self.table.retyped)
        for column in expressions.codes():
            if self.table.code_type(column, AS_CODE) == INTEGER and not self.all_whole(column):
                self.table.retyped[column, AS_CODE] = TEXT
        for column in expressions.in_conditions(self.engine, self.table):
            if kind_of(self.table.type_of(column, IN_CONDITION)) in (INTEGER, NUMBER):
                self.table.retyped[column, IN_CONDITION] = self.type_of_all(column)
        if self.table.retyped == before:
            return None
        columns = ", ".join(sorted({column for column, _ in self.table.retyped}))
        return RetypeColumnError("column_mixed", file=self.table.display_name, columns=columns)

    def all_whole(self, column: str) -> bool:
        """Whether every cell of a column that is not missing is a whole number without another spelling."""
        number = as_whole_number(identifier(column)).or_null()
        return self.first([column], f"({number}) IS NULL AND NOT {self.missing_mark(column)}") is None

    def type_of_all(self, column: str) -> str:
        """The type of a column in a condition: a number where every cell is one, and there is one."""
        filled = f"NOT {self.missing_mark(column)}"
        other = self.first([column], f"{self.number(column)} IS NULL AND {filled}")
        if other is not None or self.first([column], filled) is None:
            return TEXT
        return INTEGER if self.all_whole(column) else NUMBER

    def impossible(self) -> InputError:
        """The first impossible value: an answer that is neither yes nor no, a number out of range."""
        return (
            self.invalid_answer()
            or self.invalid_benefit()
            or self.invalid_deflator()
            or self.too_large()
            or self.invalid_weight()
        )

    def unscored(self, scores: ScoreTable, place: int) -> InputError:
        """A cell for which a table of coefficients has no model, or no level of its model.

        Args:
            scores: the table.
            place: of the row among those of all files.
        """
        columns = scores.texts()
        row = row_at(self.engine, self.table, columns, place)
        cells = {column: cell or "" for column, cell in zip(columns, row.cells, strict=True)}
        model = tuple(cells[column] for column in scores.choosers)
        if model not in scores.models:
            where = row.place(", ".join(scores.choosers))
            return InputError("score_model", where=where, value=", ".join(model))
        for term in scores.terms:
            known = [level for chosen, level in term.coefficients if chosen == model]
            if term.by_level and known and cells[term.column] not in known:
                value, levels = cells[term.column], ", ".join(known)
                return InputError("score_level", where=row.place(term.column), value=value, levels=levels)
        raise AssertionError(place)  # the engine has seen one

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

    def invalid_deflator(self) -> InputError | None:
        """A deflator that is not above 0."""
        column = self.columns.extra.get(DEFLATOR)
        row = self.first([column], f"{self.number(column)} <= 0") if column is not None else None
        if column is None or row is None:
            return None
        return InputError("deflator_cell", where=row.place(column), value=str(row.cells[0]))

    def too_large(self) -> InputError | None:
        """An amount that is beyond all numbers once it is deflated."""
        column = self.columns.extra.get(DEFLATOR)
        if column is None and self.columns.deflator is None:
            return None
        deflator = f"{self.columns.deflator!r}::DOUBLE" if column is None else self.number(column)
        for amount in filter(None, (self.columns.welfare, self.columns.line)):
            condition = f"isinf({self.number(amount)} / {deflator})"
            row = self.first([amount, *([column] if column else [])], condition)
            if row is not None:
                return InputError("deflated_too_large", where=row.place(amount), value=str(row.cells[0]))
        return None

    def benefit_not_received(self, benefit: str, received: str) -> InputError | None:
        """A benefit above 0 of a row that does not receive."""
        without = f"lower(trim({identifier(received)})) IN ('0', '0.0', 'false')"
        row = self.first([benefit, received], f"{self.number(benefit)} > 0 AND {without}")
        if row is None:
            return None
        where = row.place(benefit)
        return InputError("benefit_unreceived", where=where, value=str(row.cells[0]), column=received)

    def invalid_weight(self) -> InputError:
        """A negative weight, one that counts no units, or a household size that is no whole number."""
        for weight in filter(None, (self.columns.weight, *self.columns.replicates)):
            row = self.first([weight], f"{self.number(weight)} < 0")
            if row is not None:
                return InputError("negative_weight", where=row.place(weight), value=str(row.cells[0]))
        if self.columns.is_full_count and self.columns.weight is not None:
            weight = self.columns.weight
            row = self.first([weight], f"{self.number(weight)} <> floor({self.number(weight)})")
            if row is not None:
                return InputError("weight_no_count", where=row.place(weight), value=str(row.cells[0]))
        size = self.columns.size or self.columns.extra.get("members")
        assert size is not None  # noqa: S101 - nothing else can be invalid
        number = self.number(size)
        row = self.first([size], f"{number} < 1 OR {number} <> floor({number})")
        assert row is not None  # noqa: S101 - the engine has seen one
        return InputError("household_size", where=row.place(size), value=str(row.cells[0]))

    def missing(self, place: int, count: int, *, inside: bool, welfare: bool) -> InputError:
        """A row without a value that is needed.

        Args:
            place: of the row among those of all files.
            count: how many there are.
            inside: whether the row is in the subpopulation, where all columns are needed.
            welfare: whether its welfare is needed.
        """
        columns = self.needed_columns(inside=inside, welfare=welfare)
        row = row_at(self.engine, self.table, columns, place)
        cells = ", ".join(
            f"CAST({'NULL' if cell is None else literal(cell)} AS VARCHAR) AS {identifier(column)}"
            for column, cell in zip(columns, row.cells, strict=True)
        )
        gone = self.engine.one(f"SELECT {', '.join(map(self.is_missing, columns))} FROM (SELECT {cells})")
        column, cell = next(
            (column, cell) for column, cell, lacks in zip(columns, row.cells, gone, strict=True) if lacks
        )
        if cell is None or not cell.strip():
            return InputError("survey_missing", where=row.place(column), count=str(count))
        key = "survey_missing_mark" if self.is_mark(cell, column) else "survey_not_finite"
        return InputError(key, where=row.place(column), value=cell, count=str(count))

    def needed_columns(self, *, inside: bool, welfare: bool) -> list[str]:
        """The columns that a row must have a value in."""
        columns = self.columns
        weights = [column for column in (columns.weight, columns.size, columns.fpc) if column]
        design = [*weights, *columns.replicates, *columns.psu, *columns.stratum]
        link = [self.link] if self.link else []
        if not inside:
            deflator = [columns.extra[DEFLATOR]] if DEFLATOR in columns.extra else []
            return list(dict.fromkeys([*([columns.welfare, *deflator] if welfare else []), *design, *link]))
        received = [columns.received] if columns.received else []
        chosen = [*columns.numbers(), *columns.keys(), *received, *link, *columns.score_texts()]
        return list(dict.fromkeys(chosen))

    def is_mark(self, cell: str, column: str) -> bool:
        """Whether a cell says that it is missing."""
        row = f"SELECT {literal(cell)} AS {identifier(column)}"
        return bool(self.engine.one(f"SELECT {self.missing_mark(column)} FROM ({row})")[0])

    def is_missing(self, column: str) -> str:
        """SQL: whether a cell is empty, or not finite where it should be a number."""
        empty = self.missing_mark(column)
        if column not in self.columns.numbers():
            return empty
        return f"({empty} OR {self.number(column)} IS NULL)"

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
            for number, (file, rows) in enumerate(self.table.files_as_written(columns))
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
