"""Where the poverty line of each row comes from."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.errors import InputError, UsageError, share_meant
from kaltim_poverty.inputs.amounts import parse_amount, read_amount
from kaltim_poverty.inputs.choices import choice
from kaltim_poverty.inputs.numbers import POINT, Fault, within
from kaltim_poverty.inputs.tables import Row, open_table
from kaltim_poverty.records import Note, Source, note
from kaltim_poverty.survey.read.table import find_column
from kaltim_poverty.survey.read.text_cells import why_not_a_number
from kaltim_poverty.words.numbers import rounded_to

if TYPE_CHECKING:
    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.published.periods import Period
    from kaltim_poverty.survey.read.roles import Roles
    from kaltim_poverty.survey.read.table import Table

LOCALITIES = {"1": "urban", "2": "rural"}
TO = ("median", "mean")
PROVINCE_DIGITS = 2
LARGEST_SHARE = 10


class LineSpec(NamedTuple):
    """What was asked for; one of them at most.

    Attributes:
        amount: one line for all.
        column: a column with the line of each row.
        table: a file of lines.
        published: a period.
        locality: ``total`` where the published line of everybody is wanted in town and country.
        share: of the median or mean.
        to: which of both.
    """

    amount: float | None = None
    column: str | None = None
    table: str | None = None
    published: str | None = None
    locality: str | None = None
    share: float | None = None
    to: str | None = None

    @property
    def given(self) -> bool:
        """Whether there is a line."""
        return any(
            each is not None for each in (self.amount, self.column, self.table, self.published, self.share)
        )


class LineKeys(NamedTuple):
    """Lines by the groups of columns of the survey.

    Attributes:
        columns: the columns of the survey.
        lines: the line by the values of these columns, as written.
        source: what messages call the lines.
        sources: the published sources that they rest on.
        note: where the line comes from.
    """

    columns: tuple[str, ...]
    lines: Mapping[tuple[str, ...], float]
    source: str | Period
    sources: tuple[Source, ...]
    note: Note


def line_spec(
    *,
    line: object = None,
    line_column: str | None = None,
    line_table: str | None = None,
    published_line: object = None,
    line_locality: str | None = None,
    relative_line: object = None,
    relative_to: str | None = None,
) -> LineSpec:
    """The line that options ask for.

    Raises:
        UsageError: for two lines, an option without the one that it belongs to, or a number out of range.
    """
    options = {
        "--line": line,
        "--line-column": line_column,
        "--line-table": line_table,
        "--published-line": published_line,
        "--relative-line": relative_line,
    }
    given = [option for option, value in options.items() if value is not None]
    if len(given) > 1:
        raise UsageError("conflict", one=given[0], other=given[1])
    if line_locality is not None:
        line_locality = beside(
            "--line-locality", line_locality, ("total",), "--published-line", published_line
        )
    if relative_to is not None:
        relative_to = beside("--relative-to", relative_to, TO, "--relative-line", relative_line)
    return LineSpec(
        None if line is None else float(parse_amount("--line", line)),
        line_column,
        line_table,
        None if published_line is None else str(published_line),
        line_locality,
        None if relative_line is None else share_of(relative_line),
        relative_to or ("median" if relative_line is not None else None),
    )


def share_of(given: object) -> float:
    """The share of the median or mean that a relative line is: 0.6, not 60.

    Raises:
        UsageError: if it is no number, or out of bounds.
    """
    try:
        return float(within("--relative-line", given, above=0, at_most=LARGEST_SHARE))
    except UsageError as error:
        if error.key == "too_large":
            error.hint = share_meant(float(str(given)))
        raise


def beside(option: str, given: str, choices: Sequence[str], other: str, there: object) -> str:
    """The choice of an option that belongs to another one.

    Raises:
        UsageError: with the option.
    """
    chosen = choice(option, given, choices)
    if there is None:
        raise UsageError("needs_option", option=option, needed=other)
    return chosen


def line_keys(spec: LineSpec, table: Table, roles: Roles) -> LineKeys | None:
    """The lines that hang on columns of the survey, or None if all rows have one or their own."""
    if spec.table is not None:
        return table_lines(spec.table, table)
    return None if spec.published is None else published_lines(spec, table, roles)


def table_lines(file: str, table: Table) -> LineKeys:
    """Lines from a file, joined on the columns that it shares with the survey.

    Raises:
        InputError: if it shares none, has no line column, a bad number, or a group twice.
    """
    small = open_table(file)
    header = [heading for heading in small.headings if heading]
    folded = {column.casefold(): column for column in table.columns}
    shared = [column for column in header if column.casefold() in folded]
    rest = [column for column in header if column not in shared]
    named = [column for column in header if column.casefold() == "line"]
    if len(rest) != 1 and named:
        shared, rest = [column for column in shared if column not in named], named
    if not rest:
        raise InputError("line_table_no_line", file=file, survey=table.shown)
    if len(rest) != 1:
        raise InputError("line_table_columns", file=file, rest=", ".join(rest), survey=table.shown)
    if not shared:
        raise InputError("line_table_unjoined", file=file, columns=", ".join(header), survey=table.shown)
    if table.marks.certain:
        small = small._replace(marks=table.marks)
    lines: dict[tuple[str, ...], float] = {}
    for row in small.rows([heading or None for heading in small.headings]):
        key = tuple(plain(row.cells[column]) for column in shared)
        if key in lines:
            raise InputError("line_table_twice", file=small.file, line=str(row.line), group=", ".join(key))
        lines[key] = line_cell(row, rest[0])
    columns = tuple(folded[column.casefold()] for column in shared)
    return LineKeys(columns, lines, file, (), table_note(file, columns, header, [*shared, *rest]))


def table_note(file: str, columns: Sequence[str], header: Sequence[str], used: Sequence[str]) -> Note:
    """Where the lines come from, and which columns of their file were left."""
    unused = [column for column in header if column not in used]
    if unused:
        return note("line_table_beside", file=file, columns=list(columns), unused=unused)
    return note("line_table", file=file, columns=list(columns))


def line_cell(row: Row, column: str) -> float:
    """The line in a cell.

    Raises:
        InputError: if it is no number above 0, or one that may be read in two ways.
    """
    text, marks = row.cells[column], row.marks_of(column)
    value = read_amount(text, marks)
    if isinstance(value, Fault):
        if value.kind == "grouped":
            raise row.refuse("grouped_line", column, meant=value.meant, other=value.other)
        marks = marks if marks.certain else POINT
        raise row.refuse(why_not_a_number(text, marks) if text else "empty_cell", column)
    if value <= 0:
        raise row.refuse("line_cell", column)
    return float(value)


def plain(cell: str) -> str:
    """A value as groups are compared: whole numbers without leading zeros."""
    shown = cell.strip()
    return shown.lstrip("0") or "0" if shown.isascii() and shown.isdigit() else shown


def published_lines(spec: LineSpec, table: Table, roles: Roles) -> LineKeys:
    """The bundled lines of every province, by locality unless the total is asked for.

    Raises:
        InputError: if no column tells the province or the locality.
        NotFoundError: if there are no lines for the period.
    """
    from kaltim_poverty.published.catalogue import areas
    from kaltim_poverty.published.figures import Figures, lacking_of, missing_period, resolve

    figures = Figures()
    columns = [place_column(table, roles.province, "--province", "province")]
    if spec.locality is None:
        columns.append(place_column(table, roles.urban, "--urban", "urban"))
    home = areas()["64"]
    period = resolve(figures, home, spec.published, localities=["urban", "rural"], needed=["poverty_line"])
    wanted = {"": "total"} if spec.locality else LOCALITIES
    lines = {}
    for code in areas():
        for key, locality in wanted.items() if len(code) == PROVINCE_DIGITS else ():
            if figures.has(code, period, locality, "poverty_line"):
                lines[tuple(filter(None, (plain(code), key)))] = (code, locality)
    if not lines:
        lacking = lacking_of(figures, [home], period, ["poverty_line"])
        raise missing_period(period, [home], figures.periods("64", indicators=["poverty_line"]), lacking)
    return LineKeys(
        tuple(columns),
        LazyLines(figures, period, lines),
        period,
        (),
        note("line_published_total" if spec.locality else "line_published", period=period, columns=columns),
    )


class LazyLines(dict[tuple[str, ...], float]):
    """Published lines, looked up when a row needs one, so that only their sources are named."""

    def __init__(
        self, figures: object, period: Period, places: Mapping[tuple[str, ...], tuple[str, str]]
    ) -> None:
        super().__init__()
        self.figures, self.period, self.places = figures, period, places

    def __missing__(self, key: tuple[str, ...]) -> float:
        code = key[0][:PROVINCE_DIGITS] if len(key[0]) == 2 * PROVINCE_DIGITS else key[0]
        area, locality = self.places[(code, *key[1:])]
        value = self.figures.value(area, self.period, locality, "poverty_line")  # type: ignore[attr-defined]
        self[key] = float(value)
        return self[key]


def place_column(table: Table, given: str | None, option: str, usual: str) -> str:
    """The column that tells a row's province or locality.

    Raises:
        InputError: if none was named and none has the usual name.
    """
    if given is not None:
        return find_column(table, given, option)
    names = (usual, "district") if usual == "province" else (usual,)
    for column in table.columns:
        if column.casefold() in names:
            return column
    raise InputError("no_place_column", file=table.shown, option=option, usual=", ".join(names))


def lines_of_cells(keys: LineKeys, groups: Sequence[Sequence[str]], table: Table) -> Array:
    """The line of each combination of groups.

    Args:
        keys: the lines.
        groups: the values of the columns of *keys*, one list a cell.
        table: the survey, for messages.

    Raises:
        InputError: for a group without a line.
    """
    found = np.empty(len(groups))
    known: dict[tuple[str, ...], float] = {}
    for place, group in enumerate(groups):
        key = tuple(map(plain, group))
        if key not in known:
            try:
                known[key] = keys.lines[key]
            except KeyError:
                raise without_line(keys, group, table) from None
        found[place] = known[key]
    return found


def without_line(keys: LineKeys, group: Sequence[str], table: Table) -> InputError:
    """What to say of a group that has no line; for a published one town and country have their codes."""
    said = ", ".join(f"{column} {value}" for column, value in zip(keys.columns, group, strict=True))
    by_locality = isinstance(keys.lines, LazyLines) and len(keys.columns) > 1
    if by_locality and plain(group[-1]) not in LOCALITIES:
        return InputError("urban_code", file=table.shown, group=said, column=keys.columns[-1])
    return InputError("group_without_line", file=table.shown, group=said, source=keys.source)


def sources_of(keys: LineKeys | None) -> tuple[Source, ...]:
    """The published sources that the lines rest on."""
    lines = keys.lines if keys is not None else None
    return lines.figures.sources() if isinstance(lines, LazyLines) else ()  # type: ignore[attr-defined]


def line_note(spec: LineSpec, keys: LineKeys | None, value: float | None) -> Note | None:
    """Where the line comes from."""
    if keys is not None:
        return keys.note
    if spec.amount is not None:
        return note("line_amount", line=decimal(spec.amount))
    if spec.column is not None:
        return note("line_column", column=spec.column)
    if spec.share is None or value is None:
        return None
    return note(f"line_relative_{spec.to}", share=decimal(100 * spec.share), line=decimal(value))


def decimal(value: float) -> Decimal:
    """A number for a sentence, with two decimals where it has more."""
    exact = Decimal(repr(value))
    return rounded_to(exact, 0 if value == math.floor(value) else 2)


__all__ = ["LineKeys", "LineSpec", "line_keys", "line_spec", "lines_of_cells", "sources_of"]
