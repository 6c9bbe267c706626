"""The numbers of a chart as a table, from whose cells Excel draws it: what marks are called, then series."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.records import cell as cell_of
from kaltim_poverty.render.cells import cell_text, field_word
from kaltim_poverty.render.charts import steps
from kaltim_poverty.render.charts.indexed import BASE, DECIMALS, indexed
from kaltim_poverty.render.charts.levels import level_text, levels_of_panel
from kaltim_poverty.render.charts.look import Look
from kaltim_poverty.render.charts.rows import faceted
from kaltim_poverty.render.charts.series import key_of, places_of
from kaltim_poverty.render.charts.series import series_of as series_of_chart
from kaltim_poverty.render.layout import Column, Table
from kaltim_poverty.render.sections import varies
from kaltim_poverty.words import lookup, say
from kaltim_poverty.words.numbers import MARKS, exact, number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.charts import Chart
    from kaltim_poverty.render import Style
    from kaltim_poverty.render.charts.series import Series
    from kaltim_poverty.render.charts.theme import Role
    from kaltim_poverty.words import Language

STEP_COLUMNS = ("document.step_base", "document.step_total", "document.step_better", "document.step_worse")


class Drawn(NamedTuple):
    """A column that is drawn.

    Attributes:
        column: its place in the table.
        role: what decides how it is drawn.
        is_dashed: whether its numbers are not observed.
        is_level: whether it is one number that stands across the chart.
        continues: whether it is the same line as the one before, behind a break.
    """

    column: int
    role: Role = "focus"
    is_dashed: bool = False
    is_level: bool = False
    continues: bool = False


class Numbers(NamedTuple):
    """The numbers of a chart as a table.

    Attributes:
        table: what labels the marks, then columns of numbers.
        drawn: the columns that are drawn.
        broken: of each series the rows that are not joined to those before.
        focus: the rows that the chart is about.
        levels: the rows that hold larger areas, beside the marks.
    """

    table: Table
    drawn: tuple[Drawn, ...]
    broken: tuple[frozenset[int], ...] = ()
    focus: frozenset[int] = frozenset()
    levels: frozenset[int] = frozenset()


def numbers_of(answer: Answer[Any], chart: Chart, style: Style) -> Numbers:
    """The data of a chart, a row a mark and a column a series; for lines and steps the first panel."""
    if chart.mark == "scatter":
        columns = columns_of(answer, (chart.x, chart.y), style)
        return Numbers(Table("", [*labels(answer, chart, style), *columns]), (Drawn(1),))
    if chart.mark in ("pair", "dot") and chart.low and chart.high:
        fields = (chart.low, chart.high) if chart.mark == "pair" else (chart.y, chart.low, chart.high)
        drawn = (Drawn(1), Drawn(2, "peer")) if chart.mark == "pair" else (Drawn(1),)
        return Numbers(Table("", [*labels(answer, chart, style), *columns_of(answer, fields, style)]), drawn)
    if chart.mark == "steps":
        return steps_of(answer, chart, style)
    if chart.mark == "line":
        return lines_of(answer, chart, style)
    return with_larger_areas(answer, chart, pivoted(answer, chart, style), style)


def labels(answer: Answer[Any], chart: Chart, style: Style) -> list[Column]:
    """The column of what a mark is called: all that tells rows apart."""
    fields = [chart.facet, *chart.series, *([] if chart.mark == "scatter" else [chart.x])]
    named = [field for field in dict.fromkeys(fields) if field and varies(answer, field)] or [chart.x]
    texts = [", ".join(cell_text(answer, row, field, style) for field in named) for row in answer]
    return [Column(field_word(answer.question, named[-1], style.language), numeric=False, cells=texts)]


def columns_of(answer: Answer[Any], fields: Sequence[str], style: Style) -> list[Column]:
    """A column of numbers for each field."""
    return [
        Column(
            field_word(answer.question, field, style.language),
            numeric=True,
            cells=[cell_text(answer, row, field, style) for row in answer],
            values=tuple(cell_of(row, field) for row in answer),
        )
        for field in fields
    ]


class Pivoted(NamedTuple):
    """The rows of each series by the place at which they stand, the places in order."""

    places: list[str]
    rows: Mapping[tuple[str, str], Mapping[str, object]]


def pivot_of(answer: Answer[Any], chart: Chart, style: Style) -> Pivoted:
    """The series of each panel by their names and the fields of their numbers."""
    telling = [field for field in (chart.facet, *chart.series) if field and varies(answer, field)]
    places = list(dict.fromkeys(str(cell_of(row, chart.x)) for row in answer))
    found: dict[tuple[str, str], dict[str, object]] = {}
    for drawn in (chart.y, *chart.more):
        for row in answer:
            own_name = [field_word(answer.question, drawn, style.language)] if chart.more else []
            name = ", ".join([*(cell_text(answer, row, field, style) for field in telling), *own_name])
            found.setdefault((name, drawn), {})[str(cell_of(row, chart.x))] = row
    return Pivoted(places, found)


def pivoted(answer: Answer[Any], chart: Chart, style: Style) -> Numbers:
    """A row for each value of x, a column for each series of each panel."""
    pivot = pivot_of(answer, chart, style)
    focus = frozenset(number for number, place in enumerate(pivot.places) if place in answer.focus)
    columns = list(table_columns(answer, chart, pivot, style))
    return Numbers(Table("", columns), tuple(map(Drawn, range(1, len(columns)))), focus=focus)


def table_columns(answer: Answer[Any], chart: Chart, pivot: Pivoted, style: Style) -> Iterator[Column]:
    """The labels of the marks, then a column a series."""
    called = {str(cell_of(row, chart.x)): cell_text(answer, row, chart.x, style) for row in answer}
    yield Column(
        field_word(answer.question, chart.x, style.language),
        numeric=False,
        cells=[called[place] for place in pivot.places],
    )
    for (name, field), rows in pivot.rows.items():
        there = [rows.get(place) for place in pivot.places]
        yield Column(
            name or field_word(answer.question, field, style.language),
            numeric=True,
            cells=["" if row is None else cell_text(answer, row, field, style) for row in there],
            values=tuple(None if row is None else cell_of(row, field) for row in there),
        )


def with_larger_areas(answer: Answer[Any], chart: Chart, numbers: Numbers, style: Style) -> Numbers:
    """Bars, and below them those of larger areas or a target, to be compared with them."""
    first, *columns = numbers.table.columns
    if len(columns) != 1 or not answer.levels:
        return numbers
    [column] = columns
    named = [
        level_text(answer, chart, level, Look(style.language, digits=style.digits)) for level in answer.levels
    ]
    count = len(first.cells)
    names = first._replace(cells=[*first.cells, *(name for name, _ in named)])
    values = column._replace(
        cells=[*column.cells, *(text for _, text in named)],
        values=(*column.values, *(level.value for level in answer.levels)),
    )
    rows = frozenset(range(count, count + len(named)))
    return numbers._replace(table=Table("", [names, values]), levels=rows)


def lines_of(answer: Answer[Any], chart: Chart, style: Style) -> Numbers:
    """The lines of the first panel, as an index if pictures show one, and levels across them.

    A line that stops is drawn from a column for each of its parts: not every program can leave out a stretch.
    """
    rows = faceted(answer, chart)[0]
    panel = replace(answer, rows=tuple(rows), levels=levels_of_panel(answer, chart, rows))
    pivot = pivot_of(panel, chart, style)
    order = {str(value): place for value, place in places_of(panel, chart).items()}
    pivot.places.sort(key=order.__getitem__)
    first, *columns = table_columns(panel, chart, pivot, style)
    series = series_of_columns(panel, chart, pivot, style)
    stops = [stops_of(each, [order[place] for place in pivot.places]) for each in series]
    shown = as_index(first, columns, stops, style) if is_index(panel, chart, style) else columns
    table = [first, *columns, *(column for column in shown if column not in columns)]
    drawn: list[Drawn] = []
    for column, each, rows_of_stops in zip(shown, series, stops, strict=True):
        parts = parts_of(column, first, rows_of_stops)
        table += [part for part in parts if part is not column]
        role: Role = each.role if each else "peer"
        dashed = bool(each and each.is_dashed)
        drawn += [
            Drawn(place_in(table, part), role, dashed, continues=turn > 0) for turn, part in enumerate(parts)
        ]
    if shown is columns:
        for column in level_columns(panel, chart, pivot, style):
            table.append(column)
            drawn.append(Drawn(len(table) - 1, is_level=True))
    return Numbers(Table("", table), tuple(drawn), tuple(map(frozenset, stops)))


def place_in(table: Sequence[Column], column: Column) -> int:
    """Where a column stands, which another of the same numbers may do as well."""
    return next(place for place, each in enumerate(table) if each is column)


def series_of_columns(answer: Answer[Any], chart: Chart, pivot: Pivoted, style: Style) -> list[Series | None]:
    """The series of each column, as pictures have it; None for one without a number."""
    known = {(each.key, each.field): each for each in series_of_chart(answer, chart, style)}
    return [
        known.get((key_of(next(iter(rows.values())), chart), field))
        for (_, field), rows in pivot.rows.items()
    ]


def stops_of(series: Series | None, places: Sequence[float]) -> list[int]:
    """The rows that are not joined to those before: behind a break, or behind what is missing."""
    points = series.points if series else ()
    return sorted(places.index(point.place) for point in points if point.broken or point.skipped)


def parts_of(column: Column, first: Column, stops: Sequence[int]) -> list[Column]:
    """A column for each part of a line, named by the places that it covers; a whole line is its own."""
    if not stops:
        return [column]
    edges = [0, *stops, len(column.cells)]
    return [part_of(column, first, start, end) for start, end in pairwise(edges)]


def part_of(column: Column, first: Column, start: int, end: int) -> Column:
    """The cells of a column from one row to before another, the rest empty."""
    there = [row for row in range(start, end) if column.values[row] is not None]
    span = f"{first.cells[there[0]]}–{first.cells[there[-1]]}" if len(there) > 1 else first.cells[there[0]]
    return column._replace(
        heading=f"{column.heading}, {span}",
        cells=[cell if start <= row < end else "" for row, cell in enumerate(column.cells)],
        values=tuple(value if start <= row < end else None for row, value in enumerate(column.values)),
    )


def level_columns(answer: Answer[Any], chart: Chart, pivot: Pivoted, style: Style) -> Iterator[Column]:
    """A column of one number for each level; of another straight line the numbers on it."""
    places = [float(place) if level_has_ends(answer) else 0.0 for place in pivot.places]
    for level in answer.levels:
        name, text = level_text(answer, chart, level, Look(style.language, digits=style.digits))
        if not level.ends:
            values: tuple[Any, ...] = (level.value,) * len(places)
            yield Column(f"{name} {text}", numeric=True, cells=[text] * len(places), values=values)
            continue
        (start, low), (end, high) = level.ends
        found = [low + (high - low) * (place - start) / (end - start) for place in places]
        texts = [number(exact(round(value, 2)), style.language) for value in found]
        yield Column(name, numeric=True, cells=texts, values=tuple(found))


def level_has_ends(answer: Answer[Any]) -> bool:
    """Whether a straight line that is not level leads across, over numbers."""
    return any(level.ends for level in answer.levels)


def is_index(answer: Answer[Any], chart: Chart, style: Style) -> bool:
    """Whether pictures show the series as an index."""
    return indexed(series_of_chart(answer, chart, style), style.language).base is not None


def as_index(
    first: Column, columns: Sequence[Column], stops: Sequence[Sequence[int]], style: Style
) -> Sequence[Column]:
    """The numbers as an index: 100 in the first row of all series after the last break."""
    since = max((row for rows in stops for row in rows), default=0)
    rows = range(since, len(first.cells))
    base = next((row for row in rows if all(column.values[row] for column in columns)), None)
    if base is None:
        return columns
    return [index_of(column, base, first.cells[base], style) for column in columns]


def index_of(column: Column, base: int, named: str, style: Style) -> Column:
    """A series relative to one of its rows, which is 100."""
    whole = exact(column.values[base])
    values = [None if value is None else exact(value) / whole * BASE for value in column.values]
    heading = say(style.language, "document.index", series=column.heading, base=named)
    texts = ["" if value is None else number(value, style.language, DECIMALS) for value in values]
    return Column(heading, numeric=True, cells=texts, values=tuple(values))


def steps_of(answer: Answer[Any], chart: Chart, style: Style) -> Numbers:
    """The contributions of the first panel, then the columns that Excel stacks.

    On a base that nobody sees, which leads to where a contribution begins, stand the totals, contributions
    for the better or neither, and those for the worse.
    """
    look = Look(style.language, digits=style.digits)
    entries = steps.groups_of(answer, chart, look)[0].rows
    language = style.language
    names = Column(
        field_word(answer.question, chart.x, language), numeric=False, cells=[each.name for each in entries]
    )
    signed = [each.values[0] if each.bold else each.values[1] - each.values[0] for each in entries]
    shown = Column(
        field_word(answer.question, chart.y, language),
        numeric=True,
        cells=[each.after for each in entries],
        values=tuple(signed),
    )
    stacked = [
        [None if each.bold else min(each.values) for each in entries],
        [each.values[0] if each.bold else None for each in entries],
        [
            None if each.bold or each.worse else abs(value)
            for each, value in zip(entries, signed, strict=True)
        ],
        [abs(value) if each.worse else None for each, value in zip(entries, signed, strict=True)],
    ]
    decimals = max(decimals_of_text(each.after, language) for each in entries)
    columns = [
        Column(
            lookup(language, key),
            numeric=True,
            cells=["" if value is None else number(value, language, decimals) for value in values],
            values=tuple(values),
        )
        for key, values in zip(STEP_COLUMNS, stacked, strict=True)
    ]
    places = range(2, 2 + len(columns))
    return Numbers(Table("", [names, shown, *columns]), tuple(map(Drawn, places)))


def decimals_of_text(text: str, language: Language) -> int:
    """How many decimals a number has as it is written."""
    return len(text.partition(MARKS[language][1])[2])
