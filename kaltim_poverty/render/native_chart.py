"""A chart that Excel draws from the cells of a sheet, after the same declaration as every picture."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.render.charts.scale import close_scale
from kaltim_poverty.render.charts.theme import BAR, FOCUS, GRID, GROUND, LABEL_COLOURS, NATION, STROKES, TEXT
from kaltim_poverty.render.native_numbers import Numbers, numbers_of
from kaltim_poverty.words.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaltim_poverty.records.charts import Chart
    from kaltim_poverty.render.charts.theme import Role
    from kaltim_poverty.render.native_numbers import Drawn
    from kaltim_poverty.render.print_sheet import Placed

DASHES: Mapping[Role, str] = {"focus": "solid", "nation": "dash", "third": "round_dot", "peer": "solid"}
PROJECTED, LEVEL = "long_dash", "square_dot"  # dashes of what is not observed, and of what stands across
POINTS = 0.75  # of a unit of the pictures
WIDE, HIGH, LINE = 680, 380, 20  # pixels
SIDEWAYS = ("bar", "pair")  # marks whose rows stand under each other
STACK = (
    {"fill": {"none": True}, "border": {"none": True}},
    {"fill": {"color": TEXT}},
    {"fill": {"color": FOCUS}},
    {"fill": {"color": GROUND}, "border": {"color": NATION, "width": 1.5}},
)
"""The columns of steps: what lies below a contribution, totals, for the better or neither, for the worse."""


class Kind(NamedTuple):
    """The Excel chart type of a mark.

    Attributes:
        name: its type.
        stacked: whether its columns stand on one another.
        line: whether points are joined.
        points: whether points are marked.
    """

    name: str
    stacked: bool = False
    line: bool = False
    points: bool = False


KINDS = {
    "line": Kind("line", line=True, points=True),
    "bar": Kind("bar"),
    "pair": Kind("bar"),
    "steps": Kind("column", stacked=True),
    "dot": Kind("line", points=True),
    "scatter": Kind("scatter", points=True),
}


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
    made = book.add_chart({"type": kind.name, **({"subtype": "stacked"} if kind.stacked else {})})
    for turn, drawn in enumerate(numbers.drawn):
        made.add_series(series_of(sheet, chart, kind, numbers, placed, drawn, turn))
    dress(made, chart, numbers)
    made.set_size({"width": WIDE, "height": LINE * lines_of(chart, numbers)})
    (on or sheet).insert_chart(*at, made, {"description": alternative, "object_position": 3})


def lines_of(chart: Chart, numbers: Numbers) -> int:
    """How many lines of a sheet a chart covers: of bars about one for each."""
    rows = len(numbers.table.columns[0].cells) if chart.mark in SIDEWAYS else 0
    return max(HIGH // LINE, rows + 2)


def series_of(
    sheet: Any, chart: Chart, kind: Kind, numbers: Numbers, placed: Placed, drawn: Drawn, turn: int
) -> dict[str, Any]:
    """A series of Excel: its cells and its look."""
    made = cells_of(sheet, chart, placed, drawn.column)
    if kind.stacked:
        return {**made, **STACK[turn], "gap": 40, **labels_of_steps(numbers, drawn, turn)}
    if kind.name == "bar":
        return {**made, **bars_of(chart, numbers, drawn)}
    made.update(line_of(kind, drawn))
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
        made["data_labels"] = {"value": True, "custom": names_of_marks(sheet, placed), "position": "right"}
    return made


def names_of_marks(sheet: Any, placed: Placed) -> list[dict[str, str]]:
    """The cells that name the marks, as their labels."""
    rows = range(placed.line + 2, placed.line + placed.rows + 2)
    return [{"value": f"='{sheet.get_name()}'!$A${row}"} for row in rows]


def labels_of_steps(numbers: Numbers, drawn: Drawn, turn: int) -> dict[str, Any]:
    """The signed contributions below their columns, at the upper end of the base; totals in theirs."""
    if turn > 1:
        return {}
    own = numbers.table.columns[drawn.column].values
    texts = numbers.table.columns[1].cells
    custom = [
        {"delete": True} if value is None else {"value": text} for text, value in zip(texts, own, strict=True)
    ]
    colour = GROUND if turn else TEXT
    return {
        "data_labels": {
            "value": True,
            "custom": custom,
            "position": "inside_end",
            "font": {"color": colour, "size": 9},
        }
    }


def bars_of(chart: Chart, numbers: Numbers, drawn: Drawn) -> dict[str, Any]:
    """The look of bars: of a ranking quiet, but for those that it is about; larger areas as outlines."""
    quiet = drawn.role == "peer" or chart.mark == "bar"
    look: dict[str, Any] = {
        "fill": {"color": BAR if quiet else FOCUS},
        "gap": 60,
        "data_labels": {"value": True},
    }
    special = {row: {"fill": {"color": FOCUS}} for row in numbers.focus} | {
        row: {"fill": {"color": GROUND}, "border": {"color": NATION, "width": 1.5}} for row in numbers.levels
    }
    if special:
        look["points"] = [special.get(row) for row in range(max(special) + 1)]
    return look


def line_of(kind: Kind, drawn: Drawn) -> dict[str, Any]:
    """The look of a line or of points, as pictures have it; of a level across a line without points."""
    if drawn.is_level:
        line = {"color": TEXT, "width": 1, "dash_type": LEVEL}
        return {"line": line, "marker": {"type": "none"}}
    colour = LABEL_COLOURS[drawn.role] if drawn.role != "peer" else STROKES["peer"].colour
    dash = PROJECTED if drawn.is_dashed else DASHES[drawn.role]
    line = {"color": colour, "width": STROKES[drawn.role].width * POINTS, "dash_type": dash}
    size = 6 if drawn.role == "focus" else 4
    return {
        "line": line if kind.line else {"none": True},
        "marker": {"type": "circle", "size": size, "fill": {"color": colour}, "border": {"color": colour}},
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


def dress(made: Any, chart: Chart, numbers: Numbers) -> None:
    """The look of the house: no frame, quiet lines, a legend only where there are several series."""
    font = {"color": TEXT, "size": 9}
    grid = {"visible": True, "line": {"color": GRID}}
    sideways = chart.mark in SIDEWAYS
    made.set_y_axis(
        {
            "num_font": font,
            "major_gridlines": {"visible": False} if sideways else grid,
            "line": {"none": True},
            **({"min": lowest_of_steps(numbers)} if KINDS[chart.mark].stacked else {}),
            **({"reverse": True, "label_position": "low"} if sideways else {}),
        }
    )
    made.set_x_axis(
        {
            "num_font": font,
            "major_gridlines": grid if sideways else {"visible": False},
            "line": {"color": BAR},
            **({} if sideways else {"label_position": "low"}),
        }
    )
    made.set_legend(legend_of(chart, numbers, font))
    made.set_title({"none": True})
    made.set_chartarea({"border": {"none": True}})
    made.show_blanks_as("gap")


def lowest_of_steps(numbers: Numbers) -> float:
    """Where the axis of steps begins: near to them, as they would be too small to be seen from 0."""
    base, totals = (numbers.table.columns[drawn.column].values for drawn in numbers.drawn[:2])
    ends = [exact(value) for value in (*base, *totals) if value is not None]
    return float(close_scale(ends, 1).low)


def legend_of(chart: Chart, numbers: Numbers, font: dict[str, Any]) -> dict[str, Any]:
    """The names of the series, of a line in parts the last; of the base of steps none."""
    hidden = [turn - 1 for turn, drawn in enumerate(numbers.drawn) if drawn.continues]
    hidden += [0] if KINDS[chart.mark].stacked else []
    if len(numbers.drawn) == 1:
        return {"none": True}
    return {"position": "top", "font": font, **({"delete_series": hidden} if hidden else {})}


__all__ = ["Numbers", "insert_chart", "lines_of", "numbers_of"]
