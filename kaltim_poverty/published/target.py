"""What pace does a target need, against the pace so far?"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from kaltim_poverty.errors import NotFoundError, UsageError
from kaltim_poverty.inputs.numbers import within
from kaltim_poverty.published import catalogue
from kaltim_poverty.published.breaks import breaks_crossed
from kaltim_poverty.published.exact import EXACT, difference, product
from kaltim_poverty.published.figures import missing_period
from kaltim_poverty.published.periods import MARCH, Period, Span, parse_period
from kaltim_poverty.published.selection import Names, select
from kaltim_poverty.published.trend import pace, series
from kaltim_poverty.records import Answer, Note, note
from kaltim_poverty.words import message

if TYPE_CHECKING:
    from kaltim_poverty.published.catalogue import Area

Point = tuple[Period, Decimal]

RATE = "p0"
WINDOW = 5
LAST_YEAR = 9999


@dataclass(frozen=True)
class Pace:
    """A pace in percentage points a year, and the period at which the target falls due at that pace.

    `basis` is ``needed`` (to reach it in time), ``so_far`` or ``best_five_years``.
    """

    label: ClassVar[str] = "basis"

    area: str
    indicator: str
    basis: str
    from_period: Period | None
    to_period: Period | None
    pace: Decimal | None
    reached: Period | None


def target(
    rate: object,
    year: object,
    *,
    since: object = None,
    area: Names = catalogue.HOME,
    locality: str = "total",
    figures: Names = (),
    areas: Names | None = None,
) -> Answer[Pace]:
    """What pace a target poverty rate needs, against the pace so far. On the command line: ``kpov target``.

    Args:
        rate: the poverty rate (P0) to reach, in percent.
        year: the year (its March round) or the period in which to reach it.
        since: the period from which the pace so far counts; the first after the last break if None.
        area: codes or names, or ``all``, ``provinces``, ``districts``.
        locality: ``total``, ``urban`` or ``rural``.
        figures: files of one's own figures.
        areas: a file that names areas of one's own.

    Raises:
        UsageError: for a rate outside 0–100, a malformed or past year, or an unknown choice.
        NotFoundError: for an unknown area, or without P0.
        InputError: if a file is refused.
    """
    goal = within(message("help.placeholder.RATE"), rate, at_least=0, at_most=100)
    due = parse_period(year)
    start = None if since is None else parse_period(since)
    selection = select(area=area, locality=locality, indicator=RATE, figures=figures, areas=areas)
    if len(selection.localities) != 1:
        raise UsageError("one_locality")
    rows: list[Pace] = []
    notes: list[Note] = []
    for place in selection.areas:
        points = series(selection.figures, place.area, selection.localities[0], RATE, Span(None, None, None))
        if not points:
            notes.append(note("area_without", area=place))
            continue
        found, said = paces(place, points, goal, due, checked_start(place, points, start))
        rows += found
        notes += said
    if not rows:
        raise NotFoundError("no_figures", area=selection.areas[0])
    arguments = selection.arguments(rate=goal, year=due, since=start)
    del arguments["indicator"]
    return selection.figures.answer("target", Pace, rows, arguments=arguments, notes=notes)


def checked_start(area: Area, points: list[Point], start: Period | None) -> Point:
    """The point from which the pace so far counts.

    Raises:
        NotFoundError: if there is no figure for the period asked for.
        UsageError: if it is the last one.
    """
    if start is None:
        return after_last_break(area, points)
    found = [point for point in points if point[0] == start]
    if not found:
        raise missing_period(start, [area], [period for period, _ in points])
    if start == points[-1][0]:
        raise UsageError("from_latest", given=str(start))
    return found[0]


def after_last_break(area: Area, points: list[Point]) -> Point:
    """The first point of the series behind its last break."""
    start = points[0]
    for before, after in pairwise(points):
        if catalogue.break_between(area.area, RATE, before[0], after[0]):
            start = after
    return start


def paces(
    area: Area, points: list[Point], goal: Decimal, due: Period, start: Point
) -> tuple[list[Pace], list[Note]]:
    """The three rows of an area and what must be said of them.

    Raises:
        UsageError: if the target lies in the past.
    """
    latest = points[-1]
    if due <= latest[0]:
        raise UsageError("past_year", given=str(due), latest=str(latest[0]))
    needed = Pace(area.area, RATE, "needed", latest[0], due, pace(latest, (due, goal)), due)
    best = best_window(area, points)
    so_far = at_pace(area, "so_far", start, latest, latest, goal)
    first, last = best or (None, None)
    best_row = at_pace(area, "best_five_years", first, last, latest, goal)
    rows = [needed, so_far, best_row]
    return rows, [*notes_of(area, rows, latest, goal), *(crossed_notes(area, start[0], latest[0]))]


def at_pace(
    area: Area, basis: str, start: Point | None, end: Point | None, latest: Point, goal: Decimal
) -> Pace:
    """The pace between two points, and when it reaches the goal from the latest point."""
    if start is None or end is None:
        return Pace(area.area, RATE, basis, None, None, None, None)
    return Pace(area.area, RATE, basis, start[0], end[0], pace(start, end), reached(start, end, latest, goal))


def reached(start: Point, end: Point, latest: Point, goal: Decimal) -> Period | None:
    """The first month in which the pace from *start* to *end*, kept up from *latest*, meets the goal.

    The latest period if it meets the goal already; None if the pace never does.
    """
    if latest[1] <= goal:
        return latest[0]
    fall = difference(start[1], end[1])
    if fall <= 0:
        return None
    months = EXACT.divide(
        product(difference(latest[1], goal), Decimal(end[0].months - start[0].months)), fall
    )
    return after_months(latest[0], int(months.to_integral_value(ROUND_CEILING)))


def after_months(period: Period, months: int) -> Period | None:
    """The period so many months later; None beyond the calendar."""
    year, month = divmod(period.months + months - 1, 12)
    return Period(year, month + 1) if year <= LAST_YEAR else None


def best_window(area: Area, points: list[Point]) -> tuple[Point, Point] | None:
    """The five years, March to March and without a break, in which the rate fell most."""
    known = dict(points)
    windows = [
        ((period.earlier(WINDOW), known[period.earlier(WINDOW)]), (period, value))
        for period, value in points
        if period.month == MARCH
        and period.earlier(WINDOW) in known
        and catalogue.break_between(area.area, RATE, period.earlier(WINDOW), period) is None
    ]
    return min(windows, key=lambda window: difference(window[1][1], window[0][1]), default=None)


def notes_of(area: Area, rows: list[Pace], latest: Point, goal: Decimal) -> list[Note]:
    """Whether the target is reached already, at which pace it never is, and what is missing."""
    notes = []
    if latest[1] <= goal:
        notes.append(note("already_reached", area=area, rate=latest[1], period=latest[0]))
    for row in rows:
        basis = message(f"value.basis.{row.basis}")
        if row.from_period is None or row.to_period is None:
            notes.append(note("no_window", area=area))
            continue
        if row.pace is None:
            notes.append(note("no_pace", area=area))
            continue
        if row.basis == "best_five_years":
            notes += old_window(area, row.to_period, latest[0])
        if row.reached is None:
            notes.append(note("never_reached", area=area, basis=basis))
    return notes


def old_window(area: Area, end: Period, latest: Period) -> list[Note]:
    """That the best five years lie before a break."""
    crossed = catalogue.break_between(area.area, RATE, end, latest)
    return [] if crossed is None else [note("window_before_break", area=area, reason=crossed)]


def crossed_notes(area: Area, start: Period, end: Period) -> list[Note]:
    """The breaks that the pace so far crosses, if somebody asked for that."""
    return breaks_crossed(area.area, RATE, start, end)
