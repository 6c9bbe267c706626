"""What is wrong in a survey file: the first row that cannot be right, with column, value and what to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.read.engine import name, text
from kaltim_poverty.survey.read.kinds import NUMBER, WHOLE, with_point
from kaltim_poverty.survey.read.malformed import malformed
from kaltim_poverty.survey.read.where import columns_in, uncomputed
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.survey.read.columns import Columns
    from kaltim_poverty.survey.read.engine import Engine
    from kaltim_poverty.survey.read.table import Table

ROW = '"number of the row in its file"'
MISREAD = {
    "survey_dots": re.compile(r"[+-]?\d{1,3}(\.\d{3}){2,}", re.ASCII),
    "survey_commas": re.compile(r"[+-]?\d{1,3}((,\d{3}){2,}(\.\d*)?|,\d{3}\.\d*)", re.ASCII),
    "survey_comma": re.compile(r"[+-]?\d[\d.]*,\d+", re.ASCII),
}
POINT = re.compile(r"[+-]?\d+\.\d+|[+-]?\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII)


class DoubtedError(InputError):
    """A column that seemed to hold numbers holds text further on: reading once more, as text, mends it."""


class Faults:
    """Looks for the first fault; the file is read once more for that, as text."""

    def __init__(self, engine: Engine, table: Table, columns: Columns, link: str | None = None) -> None:
        self.engine, self.table, self.columns, self.link = engine, table, columns, link
        self.decimal = table.decimal

    def number(self, column: str) -> str:
        """A cell as a number, missing where it is none."""
        return f"TRY_CAST({with_point(column, self.decimal)} AS DOUBLE)"

    def first(self, columns: Sequence[str], condition: str) -> tuple[str, int, tuple[str | None, ...]] | None:
        """File, row in that file (the header not counted) and cells of the first row with a condition."""
        chosen = list(dict.fromkeys(columns))
        for file, source in self.table.each_as_written(chosen):
            rows = f"SELECT *, row_number() OVER () AS {ROW} FROM {source}"
            found = self.engine.rows(
                f"SELECT {ROW}, {', '.join(map(name, chosen))} FROM ({rows}) "
                f"WHERE {condition} ORDER BY {ROW} LIMIT 1"
            )
            if found:
                return file, int(found[0][0]), tuple(found[0][1:])
        return None

    def where(self, file: str, row: int, column: str) -> Message:
        """The place of a cell in words."""
        return message("error.survey_cell", file=file, row=str(row), column=column)

    def explain(self, error: Exception, conditions: Sequence[str]) -> InputError:
        """What the engine could not read: text in a column of numbers, a malformed line, a condition."""
        try:
            for column in self.columns.numbers():
                found = self.first([column], f"{self.number(column)} IS NULL AND {name(column)} IS NOT NULL")
                if found is not None:
                    return self.text_cell(*found, column)
            if self.doubted(conditions):
                return DoubtedError(
                    "column_mixed", file=self.table.shown, columns=", ".join(sorted(self.table.doubtful))
                )
        except self.engine.errors as again:
            return self.malformed(again)
        if conditions:
            given = " / ".join(conditions)
            return InputError("where_failed", given=given, reason=uncomputed(error))
        return self.malformed(error)

    def doubted(self, conditions: Sequence[str]) -> bool:
        """Mark columns of groups and conditions that hold text further on than anybody looked."""
        looked_at = [column for given in conditions for column in columns_in(self.engine, self.table, given)]
        keys = [*self.columns.keys(), *([self.link] if self.link else []), *looked_at]
        for column in dict.fromkeys(keys):
            kind = self.table.kind(column)
            if kind in (WHOLE, NUMBER):
                unlike = f"TRY_CAST({self.number(column)} AS {kind}) IS NULL AND {name(column)} IS NOT NULL"
                if self.first([column], unlike) is not None:
                    self.table.doubtful.add(column)
        return bool(self.table.doubtful)

    def malformed(self, error: Exception) -> InputError:
        """A file that is no table."""
        return malformed(*(self.unreadable() or (self.table.shown, error)))

    def unreadable(self) -> tuple[str, Exception] | None:
        """The first file that cannot be read, and what the engine says."""
        column = self.columns.welfare
        for file, source in self.table.each_as_written([column]):
            try:
                self.engine.run(f"SELECT count({name(column)}) FROM {source}")
            except self.engine.errors as error:
                return file, error
        return None

    def text_cell(self, file: str, row: int, cells: tuple[str | None, ...], column: str) -> InputError:
        """Text where a number should be."""
        value = str(cells[0])
        return InputError(misread(value, self.decimal), where=self.where(file, row, column), value=value)

    def impossible(self) -> InputError:
        """What no row may be: an answer that is none, a negative benefit or weight."""
        return self.wrong_receipt() or self.wrong_benefit() or self.invalid_weight()

    def wrong_receipt(self) -> InputError | None:
        """An answer to who receives that is neither yes nor no."""
        column = self.columns.received
        if column is None:
            return None
        cell = f"lower(trim({name(column)}))"
        found = self.first([column], f"{cell} NOT IN ('0', '1', '0.0', '1.0', 'true', 'false')")
        if found is None:
            return None
        return InputError("receipt_cell", where=self.where(*found[:2], column), value=str(found[2][0]))

    def wrong_benefit(self) -> InputError | None:
        """A negative benefit, or one of a row that does not receive."""
        column, received = self.columns.beside.get("benefit"), self.columns.received
        if column is None:
            return None
        found = self.first([column], f"{self.number(column)} < 0")
        if found is not None:
            where = self.where(*found[:2], column)
            return InputError("negative_benefit", where=where, value=str(found[2][0]))
        if received is None:
            return None
        without = f"lower(trim({name(received)})) IN ('0', '0.0', 'false')"
        found = self.first([column, received], f"{self.number(column)} > 0 AND {without}")
        if found is None:
            return None
        where = self.where(*found[:2], column)
        return InputError("benefit_unreceived", where=where, value=str(found[2][0]), column=received)

    def invalid_weight(self) -> InputError:
        """A negative weight, or a household size that is no whole number above 0."""
        size = self.columns.size or self.columns.beside.get("members")
        for weight in filter(None, (self.columns.weight, *self.columns.replicates)):
            found = self.first([weight], f"{self.number(weight)} < 0")
            if found is not None:
                return InputError(
                    "negative_weight", where=self.where(*found[:2], weight), value=str(found[2][0])
                )
        assert size is not None  # noqa: S101 - nothing else can be invalid
        number = self.number(size)
        found = self.first([size], f"{number} < 1 OR {number} <> floor({number})")
        assert found is not None  # noqa: S101 - the engine has seen one
        return InputError("household_size", where=self.where(*found[:2], size), value=str(found[2][0]))

    def missing(self, count: int) -> InputError:
        """The first row without a value that is needed."""
        numbers = self.columns.numbers()
        named = [each for each in (self.columns.received, self.link) if each]
        found = []
        for column in dict.fromkeys([*numbers, *self.columns.keys(), *named]):
            lacking = f"{name(column)} IS NULL"
            if column in numbers:
                lacking += f" OR NOT coalesce(isfinite({self.number(column)}), false)"
            first = self.first([column], lacking)
            if first is not None:
                found.append((*first, column))
        assert found  # noqa: S101 - the engine has seen one
        files = [part.file for part in self.table.parts]
        file, row, cells, column = min(found, key=lambda each: (files.index(each[0]), each[1]))
        value = cells[0]
        where = self.where(file, row, column)
        if value:
            return InputError("survey_not_finite", where=where, value=value, count=str(count))
        return InputError("survey_missing", where=where, count=str(count))

    def two_strata(self, count: int) -> InputError:
        """The first row of a PSU that lies in another stratum than the rows of it before."""
        psu, stratum = (joined(columns) for columns in (self.columns.psu, self.columns.stratum))
        firsts = (
            f"SELECT psu, arg_min(stratum, place) AS first FROM ({self.places(psu, stratum)}) GROUP BY psu"
        )
        file, row, of, own, first = self.engine.one(
            f"SELECT file, row, psu, stratum, first FROM ({self.places(psu, stratum)}) JOIN ({firsts}) "
            f"USING (psu) WHERE stratum <> first ORDER BY place LIMIT 1"
        )
        where = self.where(file, row, ", ".join(self.columns.psu))
        return InputError(
            "psu_in_another_stratum", where=where, psu=of, stratum=own, first=first, count=str(count)
        )

    def places(self, psu: str, stratum: str) -> str:
        """The PSU and stratum of each row of all files, with its place."""
        columns = list(dict.fromkeys([*self.columns.psu, *self.columns.stratum]))
        return " UNION ALL ".join(
            f"SELECT {text(file)} AS file, row, {number << 40} + row AS place, psu, stratum FROM ("
            f"SELECT row_number() OVER () AS row, {psu} AS psu, {stratum} AS stratum FROM {source}) "
            f"WHERE psu IS NOT NULL AND stratum IS NOT NULL"
            for number, (file, source) in enumerate(self.table.each_as_written(columns))
        )

    def line_not_above(self) -> InputError:
        """A line at or below 0."""
        column = str(self.columns.line)
        found = self.first([column], f"{self.number(column)} <= 0")
        assert found is not None  # noqa: S101 - the engine has seen one
        return InputError("line_cell", where=self.where(*found[:2], column), value=str(found[2][0]))


def joined(columns: Sequence[str]) -> str:
    """The values of several columns in SQL, as they are named in sentences; missing where one is."""
    return " || ' / ' || ".join(map(name, columns))


def misread(value: str, decimal: str) -> str:
    """Which sentence tells why a cell is no number."""
    if not value.strip():
        return "survey_blank"
    if decimal == ".":
        found = (key for key, pattern in MISREAD.items() if pattern.fullmatch(value.strip()))
        return next(found, "survey_text")
    return "survey_point" if POINT.fullmatch(value.strip()) else "survey_text"
