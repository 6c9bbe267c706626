"""What pace does a target need, against the pace so far?"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from kaltim_poverty.errors import NotFoundError, UsageError
from kaltim_poverty.inputs.numbers import Number, within
from kaltim_poverty.published import catalogue
from kaltim_poverty.published.breaks import breaks_crossed
from kaltim_poverty.published.catalogue import Mentioned
from kaltim_poverty.published.exact import EXACT, difference, product, quotient, total
from kaltim_poverty.published.figures import missing_period
from kaltim_poverty.published.heads import PACE_DECIMALS
from kaltim_poverty.published.periods import MARCH, Period, PeriodLike, Span, parse_period
from kaltim_poverty.published.selection import Names, Selection, rounds_note, select
from kaltim_poverty.published.trend import pace, series
from kaltim_poverty.records import Answer, Note, note
from kaltim_poverty.records.charts import Chart, Level
from kaltim_poverty.records.fields import AREA, INDICATOR, PERIOD, ROW_UNIT, column, record
from kaltim_poverty.words import Printed, Quantity, message
from kaltim_poverty.words.numbers import rounded_to

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kaltim_poverty.published.catalogue import Area, Indicator
    from kaltim_poverty.words import Message, Spoken

Point = tuple[Period, Decimal]

WINDOW = 5
YEAR = 12  # months
OBSERVED, PROJECTED = "observed", ("needed", "so_far")  # what a chart shows
LAST_YEAR = 2100  # a date beyond this century is not an answer
LARGEST = {"percent": 100, "ratio": 1}  # of an indicator, by its unit
RANGE = re.compile(r"([\d.,]+) ?[-\N{EN DASH}] ?([\d.,]+)", re.ASCII)


@record
class Pace:
    """A pace in percentage points (of a ratio or count, in its unit) a year, and when it meets the target.

    `basis` is ``needed`` (to reach it in time), ``so_far`` or ``best_five_years``. `reached` is the period at
    which the target falls due at that pace; of a target that is met already, the period since which it is.
    """

    charts: ClassVar[tuple[Chart, ...]] = (
        Chart("dot", x="basis", y="pace", series=("area",), facet="indicator"),
    )

    area: str = column(AREA)
    indicator: str = column(INDICATOR)
    basis: str = column("group")
    from_period: Period | None = column("code")
    to_period: Period | None = column("code")
    pace: Decimal | None = column("change", decimals=PACE_DECIMALS)
    reached: Period | None = column("code")

    @property
    def unit(self) -> str:
        """The unit of the indicator."""
        return catalogue.indicators()[self.indicator].unit


@record
class Path:
    """The value of the indicator in a year at the pace needed, so far, and of the best five years."""

    charts: ClassVar[tuple[Chart, ...]] = (
        Chart("line", x="period", y="needed", series=("area",), more=("so_far", "best_five_years")),
    )

    area: str = column(AREA)
    indicator: str = column(INDICATOR)
    period: Period = column(PERIOD)
    needed: Decimal | None = column("value", decimals=PACE_DECIMALS)
    so_far: Decimal | None = column("value", decimals=PACE_DECIMALS)
    best_five_years: Decimal | None = column("value", decimals=PACE_DECIMALS)

    @property
    def unit(self) -> str:
        """The unit of the indicator."""
        return catalogue.indicators()[self.indicator].unit


@record
class Course:
    """A number on the way to the target: as published, or as the pace that is needed, or so far, leads on."""

    charts: ClassVar[tuple[Chart, ...]] = (
        Chart(
            "line",
            x="period",
            y="value",
            series=("area", "basis"),
            breaks="series_break",
            dashed=PROJECTED,
        ),
    )

    area: str = column(AREA)
    indicator: str = column(INDICATOR)
    unit: str = column(ROW_UNIT)
    basis: str = column("group")
    period: Period = column(PERIOD)
    value: Decimal = column("value")
    series_break: str = column("code")


class Goal(NamedTuple):
    """The value to reach of an indicator, both ends the same unless it is a range, and when."""

    indicator: Indicator
    low: Decimal
    high: Decimal
    due: Period

    @property
    def is_range(self) -> bool:
        """Whether it has two ends."""
        return self.low != self.high

    @property
    def aim(self) -> Spoken:
        """The value or range with its unit."""
        high = Quantity(self.high, self.indicator.unit)
        low = Printed(self.low, self.indicator.unit)
        return message("value.target_range", low=low, high=high) if self.is_range else high

    @property
    def value(self) -> Decimal:
        """The end of the range that is met first."""
        return self.high if self.indicator.direction == "down" else self.low

    def is_met(self, value: Decimal) -> bool:
        """Whether a value is as good as the goal or better."""
        return value <= self.value if self.indicator.direction == "down" else value >= self.value


class History(NamedTuple):
    """The series of an area in time order, and the point from which the pace so far counts."""

    area: Area
    points: list[Point]
    start: Point

    @property
    def latest(self) -> Point:
        """The last point."""
        return self.points[-1]


def target(
    rate: Number,
    year: PeriodLike,
    *,
    indicator: str = "p0",
    since: PeriodLike | None = None,
    path: bool = False,
    area: Names = catalogue.HOME,
    locality: str = "total",
    figures: Names = (),
    areas: Names | None = None,
) -> Answer[Pace] | Answer[Path]:
    """What pace a target needs, against the pace so far. On the command line: ``kpov target``.

    Args:
        rate: the value to reach, of a percentage in percent, or a range such as ``4.5-5.0``, of which the end
            nearer to now counts.
        year: the year (its March round) or the period in which to reach it.
        indicator: its name or abbreviation; one of which a direction is better.
        since: the period from which the pace so far counts; the first after the last break if None.
        path: a row a year instead, with the value at each pace.
        area: codes, names or groups: ``kalimantan``, ``provinces``, ``districts``, ``all``.
        locality: ``total``, ``urban`` or ``rural``.
        figures: files of one's own figures.
        areas: a file that names areas of one's own.

    Returns:
        a row for each area and basis (`needed`, `so_far`, `best_five_years`), or with *path* for each year.

    Raises:
        UsageError: for a target out of range, a malformed or past year, or an unknown choice.
        NotFoundError: for an unknown area, or without the indicator.
        InputError: if a file is refused.
    """
    goal = parse_goal(rate, year, indicator)
    start = None if since is None else parse_period(since)
    name = goal.indicator.indicator
    selection = select(area=area, locality=locality, indicator=name, figures=figures, areas=areas)
    if len(selection.localities) != 1:
        raise UsageError("one_locality")
    rows: list[Pace] = []
    paths: list[Path] = []
    course: list[Course] = []
    notes: list[Note] = []
    for chosen_area in selection.areas:
        history = history_of(selection, chosen_area, start)
        if history is None:
            notes.append(note("area_without", area=chosen_area))
            continue
        found = paces(history, goal)
        rows += found
        paths += path_of(history, goal, found) if path else []
        course += course_of(history, goal, found)
        notes += notes_of(history, goal, found)
    if not rows:
        raise NotFoundError("no_figures", area=selection.areas[0])
    notes += rounds_note(row.from_period for row in rows if row.basis == "needed" and row.from_period)
    if goal.is_range:
        counted = Quantity(goal.value, goal.indicator.unit)
        notes.append(note("target_range", target=goal.aim, counted=counted))
    arguments = selection.arguments(
        rate=[goal.low, goal.high] if goal.is_range else goal.low, year=goal.due, since=start, path=path
    )
    answer = partial(
        selection.figures.answer,
        "target",
        arguments=arguments,
        notes=notes,
        title=message("caption.target_of", target=goal.aim, due=goal.due),
    )
    rising = goal.indicator.direction == "up"
    names = {"basis": {"best_five_years": message("value.basis_up.best_five_years")}} if rising else {}
    level = Level(message("chart.target", due=goal.due), goal.value, "target")
    head = head_of_target(rows, goal.aim, selection.figures.areas)
    drawn = replace(
        answer(kind=Course, rows=course), head=head, levels=(level,), focus=(OBSERVED,), title=None
    )
    if path:
        return replace(answer(kind=Path, rows=paths), drawn=drawn)
    return replace(answer(kind=Pace, rows=rows, names=names), drawn=drawn)


def course_of(history: History, goal: Goal, rows: list[Pace]) -> list[Course]:
    """The published numbers, and where the pace that is needed and the pace so far lead from the last."""
    place = (history.area.area, goal.indicator.indicator, goal.indicator.unit)
    found = []
    before: Period | None = None
    for period, value in history.points:
        crossed = before and catalogue.break_between(place[0], place[1], before, period)
        found.append(Course(*place, OBSERVED, period, value, crossed.kind if crossed else ""))
        before = period
    digits = max(PACE_DECIMALS.get(goal.indicator.unit, 0) - 1, 0)
    steps = path_of(history, goal, rows)
    for basis in PROJECTED:
        found += [
            Course(*place, basis, step.period, rounded_to(value, digits), "")
            for step in steps
            if (value := getattr(step, basis)) is not None
        ]
    return found


def parse_goal(rate: object, year: object, indicator: str) -> Goal:
    """The goal that was set.

    Raises:
        UsageError: for an unknown indicator, one without a better direction, or a value out of range.
    """
    known = catalogue.find_indicator(indicator)
    if not known.direction:
        raise UsageError("no_direction", indicator=Mentioned(known.indicator))
    match = RANGE.fullmatch(str(rate).strip())
    name, most = message("help.placeholder.RATE"), LARGEST.get(known.unit)
    ends = [within(name, end, at_least=0, at_most=most) for end in (match.groups() if match else (rate,))]
    return Goal(known, min(ends), max(ends), parse_period(year))


def history_of(selection: Selection, area: Area, since: Period | None) -> History | None:
    """The series of an area, or None if there is none.

    Raises:
        NotFoundError: if there is no figure for the period from which the pace counts.
        UsageError: if that is the last one.
    """
    [locality], [name] = selection.localities, selection.names
    points = series(selection.figures, area.area, locality, name, Span(None, None, None))
    if not points:
        return None
    history = History(area, points, after_last_break(area, points, name)[0])
    if since is None:
        return history
    found = [point for point in points if point[0] == since]
    if not found:
        periods = [period for period, _ in points]
        raise missing_period(since, [area], periods, selection.lacking(since))
    if since == history.latest[0]:
        raise UsageError("from_latest", given=str(since))
    return history._replace(start=found[0])


def after_last_break(area: Area, points: list[Point], indicator: str) -> list[Point]:
    """The points of the series behind its last break."""
    start = 0
    for place, (before, after) in enumerate(pairwise(points), 1):
        if catalogue.break_between(area.area, indicator, before[0], after[0]):
            start = place
    return points[start:]


def paces(history: History, goal: Goal) -> list[Pace]:
    """The three rows of an area.

    Raises:
        UsageError: if the target is in the past.
    """
    latest, name = history.latest, goal.indicator.indicator
    if goal.due <= latest[0]:
        raise UsageError("past_year", given=str(goal.due), latest=str(latest[0]))
    since = met_since(history, goal)
    due = goal.due if goal.due.year <= LAST_YEAR else None
    needed = Decimal(0) if since else pace(latest, (goal.due, goal.value))
    windows = {"so_far": (history.start, latest), "best_five_years": best_window(history, goal.indicator)}
    return [
        Pace(history.area.area, name, "needed", latest[0], goal.due, needed, since or due),
        *(at_pace(history, goal, basis, window, since) for basis, window in windows.items()),
    ]


def met_since(history: History, goal: Goal) -> Period | None:
    """The first of the unbroken rounds up to the last that all meet the goal; None if the last does not."""
    unbroken = after_last_break(history.area, history.points, goal.indicator.indicator)
    since = None
    for period, value in reversed(unbroken):
        if not goal.is_met(value):
            break
        since = period
    return since


def at_pace(
    history: History, goal: Goal, basis: str, window: tuple[Point, Point] | None, since: Period | None
) -> Pace:
    """The pace between two points, and when it reaches the goal from the latest point."""
    name = goal.indicator.indicator
    if window is None:
        return Pace(history.area.area, name, basis, None, None, None, since)
    start, end = window
    due = since or reached(start, end, history.latest, goal)
    return Pace(history.area.area, name, basis, start[0], end[0], pace(start, end), due)


def reached(start: Point, end: Point, latest: Point, goal: Goal) -> Period | None:
    """The first month in which the pace from *start* to *end*, kept up from *latest*, meets the goal.

    None if the pace never does, or not within this century.
    """
    moved, left = difference(end[1], start[1]), difference(goal.value, latest[1])
    if not moved or (moved > 0) != (left > 0):
        return None
    months = EXACT.divide(product(left, Decimal(end[0].months - start[0].months)), moved)
    return after_months(latest[0], int(months.to_integral_value(ROUND_CEILING)))


def after_months(period: Period, months: int) -> Period | None:
    """The period so many months later; None beyond this century."""
    year, month = divmod(period.months + months - 1, YEAR)
    return Period(year, month + 1) if year <= LAST_YEAR else None


def best_window(history: History, indicator: Indicator) -> tuple[Point, Point] | None:
    """The five years after the last break, March to March, in which the indicator moved best."""
    points = after_last_break(history.area, history.points, indicator.indicator)
    known = dict(points)
    windows = [
        ((period.earlier(WINDOW), known[period.earlier(WINDOW)]), (period, value))
        for period, value in points
        if period.month == MARCH and period.earlier(WINDOW) in known
    ]
    best = min if indicator.direction == "down" else max
    return best(windows, key=lambda window: difference(window[1][1], window[0][1]), default=None)


def path_of(history: History, goal: Goal, rows: list[Pace]) -> list[Path]:
    """The value at each pace, a row a year from the latest round to the one in which the target is due."""
    latest = history.latest
    periods = [latest[0]]
    while (following := periods[-1].earlier(-1)) < goal.due:
        periods.append(following)
    place = (history.area.area, goal.indicator.indicator)
    return [
        Path(*place, period, *(value_at(latest, row, period, goal) for row in rows))
        for period in [*periods, goal.due]
    ]


def value_at(latest: Point, row: Pace, period: Period, goal: Goal) -> Decimal | None:
    """The value that a pace from the latest round leads to, within what the indicator can be."""
    if row.pace is None:
        return None
    if (row.basis, period) == ("needed", goal.due) and row.pace:
        return goal.value
    gone = quotient(product(row.pace, Decimal(period.months - latest[0].months)), Decimal(YEAR))
    value = total(latest[1], gone or Decimal(0))
    most = LARGEST.get(goal.indicator.unit)
    return max(value if most is None else min(value, Decimal(most)), Decimal(0))


def notes_of(history: History, goal: Goal, rows: list[Pace]) -> list[Note]:
    """Whether the target is met already, which pace never meets it, what is missing, breaks crossed."""
    area, (period, value) = history.area, history.latest
    unit = goal.indicator.unit
    notes = []
    since = met_since(history, goal)
    if since is not None:
        now, aim = Quantity(value, unit), Quantity(goal.value, unit)
        notes.append(note("already_reached", area=area, since=since, value=now, period=period, goal=aim))
    for row in rows:
        basis = message(f"value.basis.{row.basis}")
        if row.from_period is None:
            notes.append(note("no_window", area=area))
        elif row.pace is None:
            notes.append(note("no_pace", area=area))
        elif row.reached is None:
            key = "not_this_century" if moves_towards(row.pace, value, goal) else "never_reached"
            notes.append(note(key, area=area, basis=basis))
    return [*notes, *breaks_crossed(area.area, goal.indicator.indicator, history.start[0], period)]


def moves_towards(yearly: Decimal, value: Decimal, goal: Goal) -> bool:
    """Whether a pace moves towards the goal."""
    return bool(yearly) and (yearly > 0) == (difference(goal.value, value) > 0)


def head_of_target(rows: Sequence[Pace], aim: Spoken, areas: Mapping[str, Area]) -> Message:
    """The headline: the pace that the first area needs and has had, or that it is there."""
    needed, so_far = rows[0], rows[1]
    area = areas[needed.area]
    if not needed.pace:
        return message("chart.head.target_met", area=area, aim=aim)
    unit = "point" if needed.unit == "percent" else needed.unit
    digits = PACE_DECIMALS.get(needed.unit, 0)
    paces = [
        None if row.pace is None else Quantity(rounded_to(row.pace, digits), unit) for row in (needed, so_far)
    ]
    key = "chart.head.target" if paces[1] is not None else "chart.head.target_alone"
    return message(key, area=area, needed=paces[0], aim=aim, due=needed.to_period, so_far=paces[1] or "")
