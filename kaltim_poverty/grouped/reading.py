"""Reading groups from a table: which of the five forms it has, by its columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from kaltim_poverty.errors import InputError
from kaltim_poverty.grouped.figures import Cell, read_cell
from kaltim_poverty.inputs.headings import named
from kaltim_poverty.inputs.lists import split_commas
from kaltim_poverty.inputs.numbers import Marks, excerpt
from kaltim_poverty.inputs.table_options import TableOptions
from kaltim_poverty.inputs.tables import Row, SmallTable, open_table
from kaltim_poverty.words import message

COLUMNS = ("share", "population", "p", "l", "mean", "lower", "upper")
FORMS: tuple[tuple[str, ...], ...] = (
    ("share",),
    ("share", "population"),
    ("p", "l"),
    ("population", "mean"),
    ("lower", "upper", "population"),
    ("lower", "upper", "population", "mean"),
)
ALIASES = {
    "pangsa": "share",
    "porsi": "share",
    "income share": "share",
    "expenditure share": "share",
    "pangsa pengeluaran": "share",
    "porsi pengeluaran": "share",
    "penduduk": "population",
    "jumlah penduduk": "population",
    "weight": "population",
    "rata-rata": "mean",
    "rerata": "mean",
    "average": "mean",
    "batas bawah": "lower",
    "batas atas": "upper",
    "from": "lower",
    "to": "upper",
    "lorenz": "l",
}
UNIT = re.compile(r"\s*[,(]?\s*(%|\(%\)|percent|persen)\s*\)?$", re.IGNORECASE)
NUMBER_ALONE = re.compile(r"-?[\d.,]+ ?%?")


class Table(NamedTuple):
    """Groups of one distribution, as they stand in a file.

    Attributes:
        form: the columns that it has, in the order of `COLUMNS`.
        rows: the rows, one a group.
        columns: the numbers, by column; an empty last `upper` is left out.
        by: the values of the breakdown, by column.
    """

    form: tuple[str, ...]
    rows: list[Row]
    columns: Mapping[str, list[Cell]]
    by: Mapping[str, str]


def read_tables(file: str, by: str | None, options: TableOptions) -> list[Table]:
    """The distributions of a file in the order in which they first appear.

    Args:
        file: a path; ``-`` is stdin.
        by: columns that tell distributions apart, with commas between.
        options: what the user says of the table.

    Raises:
        InputError: if the file or a cell is refused, with line and column.
    """
    table = open_table(file, FORMS[0], (), options)
    groups = [] if by is None else [column for column in split_commas(by) if column]
    columns = columns_of(table, groups)
    form = form_of(table, [column for column in columns if column in COLUMNS and column not in groups])
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in rows_below(table, columns):
        found.setdefault(tuple(group_cell(row, column) for column in groups), []).append(row)
    if not found:
        raise InputError("no_groups", file=table.file, forms=forms())
    return [table_of(form, rows, dict(zip(groups, key, strict=True))) for key, rows in found.items()]


def rows_below(table: SmallTable, columns: Sequence[str]) -> Iterator[Row]:
    """The rows; one column in more cells than one has decimal commas.

    Raises:
        InputError: if a row has more or fewer cells than there are headings.
    """
    try:
        yield from table.rows(columns)
    except InputError as error:
        if error.key == "wrong_width" and len(table.headings) == 1:
            error.hint = message("error.hint_decimal_comma")
        raise


def columns_of(table: SmallTable, groups: Sequence[str]) -> list[str]:
    """The role that each heading names.

    Raises:
        InputError: if one is unknown or there twice, or a column of the breakdown is missing.
    """
    check_header(table)
    folded = {group.casefold(): group for group in groups}
    meant = [folded.get(heading.casefold()) or column_named(heading) for heading in table.headings]
    for group in groups:
        if group not in meant:
            raise InputError(
                "no_column",
                file=table.file,
                column=excerpt(group),
                option="--by",
                columns=", ".join(table.headings),
            )
    for heading, column in zip(table.headings, meant, strict=True):
        if column and column not in (*COLUMNS, *groups):
            raise InputError(
                "grouped_extra_column", file=table.file, line=str(table.line), column=excerpt(heading)
            )
        if column and meant.count(column) > 1:
            raise InputError("repeated_column", file=table.file, line=str(table.line), column=column)
    return meant


def check_header(table: SmallTable) -> None:
    """Refuse a table whose first line has numbers where names of columns should be.

    Raises:
        InputError: with the names.
    """
    if all(NUMBER_ALONE.fullmatch(heading) for heading in table.headings if heading):
        raise InputError("grouped_no_header", file=table.file, line=str(table.line), forms=forms())


def column_named(heading: str) -> str:
    """The column that a heading names in either language, with or without a unit."""
    folded = UNIT.sub("", heading.strip().casefold()).strip()
    return ALIASES.get(folded) or named([folded], COLUMNS)[0]


def form_of(table: SmallTable, columns: Sequence[str]) -> tuple[str, ...]:
    """The form that the columns make.

    Raises:
        InputError: if they make none, with those that there are.
    """
    for form in FORMS:
        if set(form) == set(columns):
            return form
    raise InputError(
        "grouped_columns",
        file=table.file,
        line=str(table.line),
        columns=", ".join(columns) or ", ".join(table.headings),
        forms=forms(),
    )


def forms() -> str:
    """The forms as a sentence lists them."""
    return "; ".join(",".join(form) for form in FORMS)


def group_cell(row: Row, column: str) -> str:
    """The value of a breakdown.

    Raises:
        InputError: if it is empty.
    """
    if not row.cells[column]:
        raise row.refuse("empty_cell", column)
    return row.cells[column]


def table_of(form: tuple[str, ...], rows: list[Row], by: Mapping[str, str]) -> Table:
    """The numbers of one distribution.

    Raises:
        InputError: if a cell is refused, or there are fewer than two groups.
    """
    columns = {
        column: [read_cell(row, column) for row in rows if not is_open(row, column, rows)] for column in form
    }
    return Table(form, rows, columns, by)


def is_open(row: Row, column: str, rows: Sequence[Row]) -> bool:
    """Whether a cell is the empty upper limit of the last class."""
    return column == "upper" and row is rows[-1] and not row.cells[column]


def table_of_columns(data: Mapping[str, Sequence[object]], marks: Marks) -> Table:
    """The numbers of one distribution that Python hands over as columns.

    Raises:
        InputError: if the columns make no form or are of different lengths, or a number is refused.
    """
    name = "data"
    columns = {str(column): [text_of(value) for value in values] for column, values in data.items()}
    if len({len(values) for values in columns.values()}) != 1:
        lengths = ", ".join(f"{column} {len(values)}" for column, values in columns.items())
        raise InputError("lengths", lengths=lengths)
    headings = list(columns)
    small = SmallTable(name, 0, headings, iter(()), marks)
    meant = columns_of(small, [])
    form = form_of(small, meant)
    cells = zip(*columns.values(), strict=True)
    rows = [Row(name, place, dict(zip(meant, row, strict=True)), marks) for place, row in enumerate(cells, 1)]
    if not rows:
        raise InputError("no_groups", file=name, forms=forms())
    return table_of(form, rows, {})


def text_of(value: object) -> str:
    """A number of Python as text; nothing for None and an infinite limit."""
    return "" if value is None or str(value) in ("inf", "nan") else str(value)


__all__ = ["COLUMNS", "FORMS", "Table", "read_tables", "table_of_columns"]
