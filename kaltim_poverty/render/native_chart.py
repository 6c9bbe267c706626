"""A chart that Excel draws from the cells of a sheet, after the same declaration as every picture."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.records import cell as cell_of
from kaltim_poverty.render.cells import cell_text, field_word
from kaltim_poverty.render.charts.indexed import BASE, DECIMALS, indexed
from kaltim_poverty.render.charts.series import series_of as series_of_chart
from kaltim_poverty.render.layout import Column, Table
from kaltim_poverty.render.sections import varies
from kaltim_poverty.words import say
from kaltim_poverty.words.numbers import exact, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.charts import Chart
    from kaltim_poverty.render import Style
    from kaltim_poverty.render.print_sheet import Placed

FOCUS, OTHERS = "#0B4F8A", ("#B8470B", "#2F7D5B", "#98A2AC")
DASHES = ("solid", "dash", "round_dot", "solid")
TEXT, GRID, FAINT = "#1F2933", "#DDE3E8", "#C3CCD5"
WIDE, HIGH, LINE = 680, 380, 20  # pixels
SIDEWAYS = ("bar", "pair")  # marks whose rows stand under each other


class Drawn(NamedTuple):
    """What the chart of a mark is in Excel.

    Attributes:
        kind: its type.
        line: whether points are joined.
        points: whether points are marked.
    """

    kind: str
    line: bool = False
    points: bool = False


KINDS = {
    "line": Drawn("line", line=True, points=True),
    "bar": Drawn("bar"),
    "pair": Drawn("bar"),
    "steps": Drawn("column"),
    "dot": Drawn("line", points=True),
    "scatter": Drawn("scatter", points=True),
}


class Numbers(NamedTuple):
    """The numbers of a chart as a table: what labels the marks, then a column a series."""

    table: Table
    broken: tuple[frozenset[int], ...] = ()  # of each series the rows that are not joined to those before
    focus: frozenset[int] = frozenset()  # the rows that the chart is about
    first: int = 1  # the column of the first series that is drawn: of an index, behind the numbers themselves


def numbers_of(answer: Answer[Any], chart: Chart, style: Style) -> Numbers:
    """What a chart shows, a row a mark and a column a series."""
    if chart.mark == "scatter":
        return Numbers(
            Table("", [*labels(answer, chart, style), *columns_of(answer, (chart.x, chart.y), style)])
        )
    if chart.mark in ("pair", "dot") and chart.low and chart.high:
        fields = (chart.low, chart.high) if chart.mark == "pair" else (chart.y, chart.low, chart.high)
        return Numbers(Table("", [*labels(answer, chart, style), *columns_of(answer, fields, style)]))
    return pivoted(answer, chart, style)


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


def pivoted(answer: Answer[Any], chart: Chart, style: Style) -> Numbers:
    """A row for each value of x, a column for each series of each panel."""
    telling = [field for field in (chart.facet, *chart.series) if field and varies(answer, field)]
    places = list(dict.fromkeys(str(cell_of(row, chart.x)) for row in answer))
    called = {str(cell_of(row, chart.x)): cell_text(answer, row, chart.x, style) for row in answer}
    series: dict[tuple[str, str], dict[str, object]] = {}
    for drawn in (chart.y, *chart.more):
        for row in answer:
            own_name = [field_word(answer.question, drawn, style.language)] if chart.more else []
            name = ", ".join([*(cell_text(answer, row, field, style) for field in telling), *own_name])
            series.setdefault((name, drawn), {})[str(cell_of(row, chart.x))] = row
    if chart.mark == "line":
        places.sort()
    first = Column(
        field_word(answer.question, chart.x, style.language),
        numeric=False,
        cells=[called[place] for place in places],
    )
    columns = [
        series_column(
            answer, (name or field_word(answer.question, number, style.language), number), rows, places, style
        )
        for (name, number), rows in series.items()
    ]
    broken = tuple(
        frozenset(
            number
            for number, place in enumerate(places)
            if chart.breaks and place in rows and cell_of(rows[place], chart.breaks)
        )
        for rows in series.values()
    )
    focus = frozenset(number for number, place in enumerate(places) if place in answer.focus)
    plain = Numbers(Table("", [first, *columns]), broken, focus)
    return as_index(plain, style) if is_index(answer, chart, style) else plain


def is_index(answer: Answer[Any], chart: Chart, style: Style) -> bool:
    """Whether pictures show the series as an index."""
    return (
        chart.mark == "line"
        and indexed(series_of_chart(answer, chart, style), style.language).base is not None
    )


def as_index(numbers: Numbers, style: Style) -> Numbers:
    """The numbers, and behind them an index: 100 in the first row of all series after the last break."""
    first, *columns = numbers.table.columns
    since = max((row for rows in numbers.broken for row in rows), default=0)
    rows = range(since, len(first.cells))
    base = next((row for row in rows if all(column.values[row] for column in columns)), None)
    if base is None:
        return numbers
    behind = [index_of(column, base, first.cells[base], style) for column in columns]
    table = Table("", [first, *columns, *behind])
    return numbers._replace(table=table, first=1 + len(columns))


def index_of(column: Column, base: int, named: str, style: Style) -> Column:
    """A series relative to one of its rows, which is 100."""
    whole = exact(column.values[base])
    values = [None if value is None else exact(value) / whole * BASE for value in column.values]
    heading = say(style.language, "document.index", series=column.heading, base=named)
    texts = ["" if value is None else number(value, style.language, DECIMALS) for value in values]
    return Column(heading, numeric=True, cells=texts, values=tuple(values))


def series_column(
    answer: Answer[Any],
    named: tuple[str, str],
    rows: dict[str, object],
    places: Sequence[str],
    style: Style,
) -> Column:
    """The numbers of a series in the order of the places: its name, and the field that they stand in."""
    name, field = named
    there = [rows.get(place) for place in places]
    return Column(
        name,
        numeric=True,
        cells=["" if row is None else cell_text(answer, row, field, style) for row in there],
        values=tuple(None if row is None else cell_of(row, field) for row in there),
    )


def insert_chart(
    book: Any,
    sheet: Any,
    chart: Chart,
    numbers: Numbers,
    placed: Placed,
    at: tuple[int, int],
    alternative: str,
    *,
    on: Any = None,
) -> None:
    """Put a chart on a sheet, drawn from the cells of a table that stands there, or on a sheet of its own.

    Args:
        book: the workbook.
        sheet: on which the numbers stand.
        chart: what is drawn.
        numbers: the table of its numbers.
        placed: where they stand.
        at: the line and column of the chart.
        alternative: what it shows, for who cannot see it.
        on: the sheet of the chart, if another.
    """
    kind = KINDS[chart.mark]
    drawn = book.add_chart({"type": kind.kind})
    places = range(numbers.first, drawn_columns(chart, placed))
    for place in places:
        drawn.add_series(series_of(sheet, chart, kind, numbers, placed, place))
    dress(drawn, chart, several=len(places) > 1)
    drawn.set_size({"width": WIDE, "height": LINE * lines_of(chart, numbers)})
    (on or sheet).insert_chart(*at, drawn, {"description": alternative, "object_position": 3})


def lines_of(chart: Chart, numbers: Numbers) -> int:
    """How many lines of a sheet a chart covers: of bars about one for each."""
    rows = len(numbers.table.columns[0].cells) if chart.mark in SIDEWAYS else 0
    return max(HIGH // LINE, rows + 2)


def drawn_columns(chart: Chart, placed: Placed) -> int:
    """The columns of labels and series; of an interval and of two numbers one is a series alone."""
    return 2 if chart.mark in ("dot", "scatter") else placed.columns


def series_of(
    sheet: Any, chart: Chart, kind: Drawn, numbers: Numbers, placed: Placed, column: int
) -> dict[str, Any]:
    """A series of Excel: its cells and its look."""
    made = cells_of(sheet, chart, placed, column)
    turn = column - numbers.first
    if kind.kind in ("bar", "column"):
        return {**made, **bars_of(chart, numbers, turn)}
    made.update(line_of(kind, turn))
    broken = numbers.broken[turn] if numbers.broken else ()
    if broken:
        made["points"] = [{"line": {"none": True}} if row in broken else None for row in range(placed.rows)]
    if chart.mark == "dot" and placed.columns > 2:  # noqa: PLR2004 - the ends of an interval stand behind it
        made["y_error_bars"] = interval_of(numbers)
    return made


def cells_of(sheet: Any, chart: Chart, placed: Placed, column: int) -> dict[str, Any]:
    """Where the name, the labels and the numbers of a series stand; of a scatter two numbers and names."""
    name, first, last = sheet.get_name(), placed.line + 1, placed.line + placed.rows
    place = placed.column + column
    numbers = [name, first, place, last, place]
    made: dict[str, Any] = {
        "name": [name, placed.line, place],
        "categories": [name, first, placed.column, last, placed.column],
        "values": numbers,
    }
    if chart.mark == "scatter":
        made["categories"], made["values"] = numbers, [name, first, place + 1, last, place + 1]
        custom = [{"value": f"='{name}'!$A${row + 1}"} for row in range(first, last + 1)]
        made["data_labels"] = {"value": True, "custom": custom, "position": "right"}
    return made


def bars_of(chart: Chart, numbers: Numbers, turn: int) -> dict[str, Any]:
    """The look of bars: of a ranking quiet, but for those that it is about."""
    quiet = turn > 0 or (chart.mark == "bar" and bool(numbers.focus))
    look = {"fill": {"color": FAINT if quiet else FOCUS}, "gap": 60, "data_labels": {"value": True}}
    if turn == 0 and numbers.focus and chart.mark == "bar":
        rows = range(max(numbers.focus) + 1)
        look["points"] = [{"fill": {"color": FOCUS}} if row in numbers.focus else None for row in rows]
    return look


def line_of(kind: Drawn, turn: int) -> dict[str, Any]:
    """The look of a line or of points: the first solid and heavy, all with a dash of their own."""
    colour = FOCUS if turn == 0 else OTHERS[min(turn - 1, 2)]
    line = {"color": colour, "width": 2.25 if turn == 0 else 1.5, "dash_type": DASHES[min(turn, 3)]}
    return {
        "line": line if kind.line else {"none": True},
        "marker": {"type": "circle", "size": 6, "fill": {"color": colour}, "border": {"color": colour}},
    }


def interval_of(numbers: Numbers) -> dict[str, Any]:
    """Error bars from both ends of an interval."""
    middle, low, high = (
        [as_float(value) for value in column.values] for column in numbers.table.columns[1:4]
    )
    return {
        "type": "custom",
        "plus_values": [end - value for end, value in zip(high, middle, strict=True)],
        "minus_values": [value - end for end, value in zip(low, middle, strict=True)],
        "line": {"color": FOCUS},
    }


def as_float(value: object) -> float:
    """A number as Excel stores it; 0 for none."""
    return float(value) if isinstance(value, (Decimal, int, float)) else 0.0


def dress(drawn: Any, chart: Chart, *, several: bool) -> None:
    """The look of the house: no frame, quiet lines, a legend only where there are several series."""
    font = {"color": TEXT, "size": 9}
    grid = {"visible": True, "line": {"color": GRID}}
    across, along = drawn.set_x_axis, drawn.set_y_axis
    sideways = chart.mark in SIDEWAYS
    along(
        {
            "num_font": font,
            "major_gridlines": {"visible": False} if sideways else grid,
            "line": {"none": True},
            **({"reverse": True, "label_position": "low"} if sideways else {}),
        }
    )
    across(
        {
            "num_font": font,
            "major_gridlines": grid if sideways else {"visible": False},
            "line": {"color": FAINT},
            **({} if sideways else {"label_position": "low"}),
        }
    )
    drawn.set_legend({"position": "top", "font": font} if several else {"none": True})
    drawn.set_title({"none": True})
    drawn.set_chartarea({"border": {"none": True}})
    drawn.show_blanks_as("gap")
