"""The series of an answer as a line chart shows them, whatever draws them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.records import cell as cell_of
from kaltim_poverty.records.fields import GROUPS
from kaltim_poverty.render.cells import field_word, name_of
from kaltim_poverty.render.charts.quantities import number_of, spoken_quantity, text_of, unit_of_field
from kaltim_poverty.render.charts.rows import labelled
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
        interval: both ends as people read them; empty without an interval.
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
    interval: tuple[str, ...] = ()


class Series(NamedTuple):
    """Numbers in order, what they are called, and what part they play.

    Attributes:
        name: at the end of the line; empty where a series alone needs none.
        role: what decides how it is drawn.
        key: the values of the fields that tell series apart.
        field: that holds its numbers.
        unit: of the numbers.
        points: the numbers.
        is_timed: whether they are of periods.
        is_dashed: whether they are not observed.
    """

    name: str
    role: Role
    key: tuple[object, ...]
    field: str
    unit: str
    points: tuple[Point, ...]
    is_timed: bool = True
    is_dashed: bool = False

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
        rows.setdefault(key_of(row, chart), []).append(row)
    places = places_of(answer, chart)
    timed = any(is_period(value) for value in places)
    found = [
        (key, field, points)
        for key, group in rows.items()
        for field in (chart.y, *chart.more)
        if (points := tuple(points_of(answer, chart, field, group, places, style)))
    ]
    roles = roles_of(answer, chart, [key for key, _, _ in found])
    return [
        Series(
            name_of_series(answer, chart, rows[key][0], field, style),
            role,
            key,
            field,
            unit_of_field(answer, rows[key][0], field),
            points,
            timed,
            not set(chart.dashed).isdisjoint(map(str, key)),
        )
        for (key, field, points), role in zip(found, roles, strict=True)
    ]


def key_of(row: object, chart: Chart) -> tuple[object, ...]:
    """The key that identifies the series of a row."""
    values = (cell_of(row, field) for field in chart.series)
    return tuple(tuple(value.items()) if isinstance(value, Mapping) else value for value in values)


def places_of(answer: Answer[Any], chart: Chart) -> dict[object, float]:
    """Where each value of the axis stands: periods in years, numbers where they are, words in order."""
    values = list(dict.fromkeys(cell_of(row, chart.x) for row in answer))
    return {value: place_of(value, order) for order, value in enumerate(values)}


def is_period(value: object) -> bool:
    """Whether a value of the axis is a period."""
    return hasattr(value, "months")


def is_number(value: object) -> bool:
    """Whether a value of the axis is a number."""
    return isinstance(value, (int, float, Decimal))


def place_of(value: Any, order: int) -> float:
    """The place of one value."""
    if is_period(value):
        return float(value.months / YEAR)
    return float(value) if is_number(value) else float(order)


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
        far = is_period(x) and previous is not None and places[x] - previous > APART + 1 / YEAR
        code = str(cell_of(row, chart.breaks)) if chart.breaks else ""
        broken = name_of(answer, chart.breaks, code, style.language) if code else ""
        point = point_of(answer, chart, field, row, places[x], style)
        yield point._replace(broken=broken, skipped=(far or lacking) and not code)
        previous, lacking = places[x], False


def point_of(answer: Answer[Any], chart: Chart, field: str, row: object, place: float, style: Style) -> Point:
    """One number of a series; only the first of a row has an interval."""
    x, value = cell_of(row, chart.x), number_of(row, field)
    assert value is not None  # noqa: S101 - asked by the caller
    when = word_of_place(answer, chart, row, style)
    point = Point(
        place,
        when,
        str(x.year) if is_period(x) else when,
        value,
        text_of(answer, row, field, style),
        spoken_quantity(answer, row, field, style),
    )
    low, high = (number_of(row, end) if end else None for end in (chart.low, chart.high))
    if low is None or high is None or field != chart.y:
        return point
    interval = tuple(text_of(answer, row, end, style) for end in (chart.low, chart.high))
    return point._replace(low=low, high=high, interval=interval)


def word_of_place(answer: Answer[Any], chart: Chart, row: object, style: Style) -> str:
    """The label of a place on the axis: a number with its unit, a period, a name."""
    value = cell_of(row, chart.x)
    if is_number(value):
        return spoken_quantity(answer, row, chart.x, style._replace(digits=None))
    if isinstance(value, Spoken):
        return value.spoken(style.language)
    return name_of(answer, chart.x, str(value), style.language)


def name_of_series(answer: Answer[Any], chart: Chart, row: object, field: str, style: Style) -> str:
    """The name of a series: the fields that distinguish it, else the first one.

    One that only a panel or the number itself is about has no name.
    """
    telling = [name for name in chart.series if varies(answer, name)]
    if not telling and not chart.more:
        telling = [name for name in chart.series[:1] if name != GROUPS]
    words = [labelled(answer, row, name, style._replace(digits=None)) for name in telling]
    return ", ".join([*words, *([field_word(answer.question, field, style.language)] if chart.more else [])])


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
    """The description of a mark for a screen reader."""
    where = ", ".join(filter(None, (series.name, point.when)))
    if point.interval:
        low, high = point.interval
        return say(language, "chart.interval_mark", name=where, quantity=point.quantity, low=low, high=high)
    return say(language, "chart.bar_mark", name=where, quantity=point.quantity)
