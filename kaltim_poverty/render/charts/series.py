"""The series of an answer as a line chart shows them, whatever draws them."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.records import cell as cell_of
from kaltim_poverty.render.cells import field_word, name_of
from kaltim_poverty.render.charts.quantities import number_of, spoken_quantity, text_of, unit_of_field
from kaltim_poverty.render.sections import varies
from kaltim_poverty.words import Spoken, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.charts import Chart
    from kaltim_poverty.render import Style
    from kaltim_poverty.render.charts.theme import Role
    from kaltim_poverty.words import Language

YEAR = 12  # months
APART = 1.0  # years between neighbours of a series that lacks none


class Point(NamedTuple):
    """One number of a series.

    Attributes:
        place: where it stands along the axis, of a period in years.
        when: what that is called.
        tick: the same, as short as at an axis.
        value: the number that is drawn.
        text: the number as people read it.
        quantity: with its unit, as a sentence has it.
        broken: what parts it from the number before, in two words; empty if nothing does.
        skipped: whether a number is missing between it and the one before.
        low: the lower end of its interval.
        high: the upper end.
    """

    place: float
    when: str
    tick: str
    value: Decimal
    text: str
    quantity: str
    broken: str = ""
    skipped: bool = False
    low: Decimal | None = None
    high: Decimal | None = None


class Series(NamedTuple):
    """Numbers in time order, what they are called, and what part they play."""

    name: str
    role: Role
    key: tuple[object, ...]
    unit: str
    points: tuple[Point, ...]

    @property
    def runs(self) -> Iterator[list[Point]]:
        """The points that are joined by a line, from gap to gap."""
        run: list[Point] = []
        for point in self.points:
            if run and (point.broken or point.skipped):
                yield run
                run = []
            run.append(point)
        yield run

    @property
    def gaps(self) -> Iterator[tuple[Point, Point]]:
        """The neighbours of what is missing."""
        return ((before, after) for before, after in pairwise(self.points) if after.skipped)

    @property
    def breaks(self) -> Iterator[tuple[float, str]]:
        """Where it must not be joined, half-way between the neighbours, and why."""
        for before, after in pairwise(self.points):
            if after.broken:
                yield (before.place + after.place) / 2, after.broken


def series_of(answer: Answer[Any], chart: Chart, style: Style) -> list[Series]:
    """The series of an answer, those without a number left out."""
    rows: dict[tuple[object, ...], list[object]] = {}
    for row in answer:
        rows.setdefault(tuple(cell_of(row, field) for field in chart.series), []).append(row)
    places = places_of(answer, chart)
    found = [
        (key, field, points)
        for key, group in rows.items()
        for field in (chart.y, *chart.more)
        if (points := tuple(points_of(answer, chart, field, group, places, style)))
    ]
    roles = roles_of(answer, chart, [key for key, _, _ in found])
    return [
        Series(
            name_of_series(answer, chart, key, field, style.language),
            role,
            key,
            unit_of_field(answer, rows[key][0], field),
            points,
        )
        for (key, field, points), role in zip(found, roles, strict=True)
    ]


def places_of(answer: Answer[Any], chart: Chart) -> dict[object, float]:
    """Where each value of the axis stands: periods in years, numbers where they are, words in order."""
    values = list(dict.fromkeys(cell_of(row, chart.x) for row in answer))
    return {value: place_of(value, order) for order, value in enumerate(values)}


def place_of(value: Any, order: int) -> float:
    """The place of one value."""
    if hasattr(value, "months"):
        return float(value.months / YEAR)
    return float(value) if isinstance(value, (int, float, Decimal)) else float(order)


def points_of(
    answer: Answer[Any],
    chart: Chart,
    field: str,
    rows: Sequence[object],
    places: dict[object, float],
    style: Style,
) -> Iterator[Point]:
    """The numbers of one series, in order; before one far from its neighbour something is missing."""
    previous: float | None = None
    lacking = False
    for row in sorted(rows, key=lambda row: places[cell_of(row, chart.x)]):
        x, value = cell_of(row, chart.x), number_of(row, field)
        if value is None:
            lacking = previous is not None
            continue
        far = hasattr(x, "months") and previous is not None and places[x] - previous > APART + 1 / YEAR
        code = str(cell_of(row, chart.breaks)) if chart.breaks else ""
        yield Point(
            places[x],
            word_of_place(answer, chart.x, x, style.language),
            str(x.year) if hasattr(x, "months") else word_of_place(answer, chart.x, x, style.language),
            value,
            text_of(answer, row, field, style),
            spoken_quantity(answer, row, field, style),
            name_of(answer, chart.breaks, code, style.language) if code else "",
            (far or lacking) and not code,
            number_of(row, chart.low) if chart.low else None,
            number_of(row, chart.high) if chart.high else None,
        )
        previous, lacking = places[x], False


def word_of_place(answer: Answer[Any], field: str, value: object, language: Language) -> str:
    """What a value of the axis is called."""
    return (
        value.spoken(language) if isinstance(value, Spoken) else name_of(answer, field, str(value), language)
    )


def name_of_series(
    answer: Answer[Any], chart: Chart, key: tuple[object, ...], field: str, language: Language
) -> str:
    """What a series is called: by what tells it apart, else by the first that it is about."""
    telling = [name for name in chart.series if varies(answer, name)]
    if not telling and not chart.more:
        telling = list(chart.series[:1])
    words = [
        name_of(answer, name, str(code), language)
        for name, code in zip(chart.series, key, strict=True)
        if name in telling
    ]
    return ", ".join([*words, *([field_word(answer.question, field, language)] if chart.more else [])])


def roles_of(answer: Answer[Any], chart: Chart, keys: Sequence[tuple[object, ...]]) -> list[Role]:
    """The part that each series plays: the focus, Indonesia, one or two beside them, peers."""
    nations = [is_nation(answer, chart, key) for key in keys]
    focus = focus_of(answer, keys, nations)
    others = [place for place, nation in enumerate(nations) if place != focus and not nation]
    beside: list[Role] = ["third"] if any(nations) and nations != [True] * len(keys) else ["nation", "third"]
    roles: list[Role] = ["nation" if nation else "peer" for nation in nations]
    roles[focus] = "focus"
    if len(others) <= len(beside):
        for place, role in zip(others, beside, strict=False):
            roles[place] = role
    return roles


def focus_of(answer: Answer[Any], keys: Sequence[tuple[object, ...]], nations: Sequence[bool]) -> int:
    """Which series the chart is about: what the answer says, else the first that is not the nation's."""
    named = (place for place, key in enumerate(keys) if set(answer.focus) & set(map(str, key)))
    first = next((place for place, nation in enumerate(nations) if not nation), 0)
    return next(named, first)


def is_nation(answer: Answer[Any], chart: Chart, key: tuple[object, ...]) -> bool:
    """Whether a series is that of a whole country."""
    return any(
        getattr(answer.names_of(field).get(str(code)), "is_nation", False)
        for field, code in zip(chart.series, key, strict=True)
    )


def described(series: Series, point: Point, language: Language) -> str:
    """What a mark says to who cannot see it."""
    return say(language, "chart.mark", name=series.name, when=point.when, quantity=point.quantity)
