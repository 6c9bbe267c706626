"""How did an indicator move, and how fast?"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from kaltim_poverty.errors import NotFoundError
from kaltim_poverty.inputs.lists import split_list
from kaltim_poverty.published import catalogue
from kaltim_poverty.published.breaks import breaks_crossed
from kaltim_poverty.published.catalogue import Mentioned
from kaltim_poverty.published.exact import difference, percent, product, quotient
from kaltim_poverty.published.heads import PACE_DECIMALS, Point, movement, single
from kaltim_poverty.published.periods import Period, PeriodLike, Span, parse_span
from kaltim_poverty.published.selection import Names, Selection, places_of, select
from kaltim_poverty.records import Answer, Note, note
from kaltim_poverty.records.charts import Chart
from kaltim_poverty.records.fields import AREA, INDICATOR, LOCALITY, PERIOD, ROW_UNIT, column, record
from kaltim_poverty.words import Message, Quantity, message
from kaltim_poverty.words.numbers import rounded_to

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kaltim_poverty.published.catalogue import Area
    from kaltim_poverty.published.figures import Figures

MONTHS = Decimal(12)
FEW = 4  # series whose means one note lists


@record
class Step:
    """One round of a series: its change from the round before, and the average yearly change so far.

    `pace` counts from the start of the series or its last break; a row behind a break has the kind of the
    break in `series_break`, no change and no pace.
    """

    charts: ClassVar[tuple[Chart, ...]] = (
        Chart("line", x="period", y="value", series=("area", "locality"), breaks="series_break"),
    )

    area: str = column(AREA)
    locality: str = column(LOCALITY)
    indicator: str = column(INDICATOR)
    unit: str = column(ROW_UNIT)
    period: Period = column(PERIOD)
    value: Decimal = column("value")
    change: Decimal | None = column("change")
    change_percent: Decimal | None = column("share", decimals=2)
    pace: Decimal | None = column("change", decimals=PACE_DECIMALS)
    series_break: str = column("code")


def trend(
    indicator: str,
    period: PeriodLike | None = None,
    *,
    area: Names = catalogue.HOME,
    locality: Names = "total",
    figures: Names = (),
    areas: Names | None = None,
    round: str | None = None,  # noqa: A002 - the option's name
) -> Answer[Step]:
    """How an indicator moved, and how fast. On the command line: ``kpov trend``.

    Args:
        indicator: its name or abbreviation.
        period: a range such as ``2015..2024``; the whole series of March rounds if None.
        area: codes, names or groups: ``kalimantan``, ``provinces``, ``districts``, ``all``.
        locality: ``total``, ``urban``, ``rural`` or ``all``.
        figures: files of one's own figures.
        areas: a file that names areas of one's own.
        round: ``march``, ``september`` or ``all`` rounds.

    Returns:
        a row for each round, by area and locality.

    Raises:
        UsageError: for a malformed range, an unknown indicator or choice.
        NotFoundError: for an unknown area, or a range without figures.
        InputError: if a file is refused.
    """
    name = catalogue.find_indicator(indicator).indicator
    selection = select(area=area, locality=locality, indicator=name, figures=figures, areas=areas)
    span = parse_span(as_range(period), round_name=round)
    rows: list[Step] = []
    notes: list[Note] = []
    for chosen_area in selection.areas:
        for chosen_locality in selection.localities:
            steps = list(
                steps_of(selection.figures, chosen_area, chosen_locality, selection.indicators[0], span)
            )
            rows += steps
            notes += notes_of(steps) if steps else [left_out(chosen_area, chosen_locality)]
    notes += mean_notes(selection, rows)
    if not rows:
        raise NotFoundError("no_series", area=selection.areas[0], indicator=Mentioned(name), span=str(span))
    arguments = selection.arguments(period=str(span), round=round)
    answer = selection.figures.answer("trend", Step, rows, arguments=arguments, notes=notes)
    focus = focus_among(area, [row.area for row in rows], selection.figures.areas)
    return replace(answer, focus=(focus,), head=head_of_trend(rows, focus, selection.figures.areas))


def focus_among(given: Names, having: Sequence[str], areas: Mapping[str, Area]) -> str:
    """The area that a chart of several is about: the first that was named, home, else the first of all.

    A country is it only if there is no other.
    """
    named = [areas[code].area for code in (code_of(name, areas) for name in split_list(given)) if code]
    smaller = [code for code in [*named, catalogue.HOME, *having] if not areas[code].is_nation]
    return next(code for code in [*smaller, *having] if code in having)


def code_of(name: str, areas: Mapping[str, Area]) -> str:
    """The code of an area that was named; empty for a group."""
    try:
        return catalogue.find_area(name, areas).area
    except NotFoundError:
        return ""


def as_range(period: object) -> object:
    """The range as written; a single period is the range of that period alone."""
    return period if period is None or ".." in str(period) else f"{period}..{period}"


def left_out(area: Area, locality: str) -> Note:
    """The note on an area without figures in the range."""
    return note("area_left_out", area=area, locality=message(f"value.locality.{locality}"))


def series(
    figures: Figures, area: str, locality: str, indicator: str, span: Span
) -> list[tuple[Period, Decimal]]:
    """The values of an indicator in a range, in time order."""
    periods = figures.periods(area, localities=[locality], indicators=[indicator])
    found = [
        (period, figures.value(area, period, locality, indicator)) for period in periods if period in span
    ]
    return [(period, value) for period, value in found if value is not None]


def steps_of(
    figures: Figures, area: Area, locality: str, indicator: catalogue.Indicator, span: Span
) -> list[Step]:
    """The rows of one series."""
    rows: list[Step] = []
    start: tuple[Period, Decimal] | None = None
    previous: tuple[Period, Decimal] | None = None
    for period, value in series(figures, area.area, locality, indicator.indicator, span):
        crossed = previous and catalogue.break_between(area.area, indicator.indicator, previous[0], period)
        if crossed or start is None:
            start = (period, value)
        change = None if previous is None or crossed else difference(value, previous[1])
        rows.append(
            Step(
                area.area,
                locality,
                indicator.indicator,
                indicator.unit,
                period,
                value,
                change,
                None if change is None or previous is None else percent(change, previous[1]),
                pace(start, (period, value)),
                crossed.kind if crossed else "",
            )
        )
        previous = (period, value)
    return rows


def mean_notes(selection: Selection, rows: list[Step]) -> list[Note]:
    """The mean change a year up to the last round, by the round that it counts from."""
    by_series: dict[tuple[str, str], list[Step]] = {}
    for row in rows:
        by_series.setdefault((row.area, row.locality), []).append(row)
    by_start: dict[Period, list[Step]] = {}
    for steps in by_series.values():
        if steps[-1].pace is not None:
            by_start.setdefault(start_of(steps), []).append(steps[-1])
    if sum(map(len, by_start.values())) > FEW:
        starts: list[object] = [*sorted(by_start)]
        return [note("means_since", starts=starts)]
    return [
        note("mean_since", start=start, parts=[mean_of(selection, row) for row in last])
        for start, last in sorted(by_start.items())
    ]


def start_of(steps: list[Step]) -> Period:
    """The first period of a series, or after its last break."""
    return [step.period for step in steps if step.series_break or step is steps[0]][-1]


def mean_of(selection: Selection, row: Step) -> Message:
    """The mean change a year of one series in words."""
    unit = "point" if row.unit == "percent" else row.unit
    digits = PACE_DECIMALS.get(row.unit, 0)
    [place] = places_of(selection, [(selection.figures.areas[row.area], row.locality)])
    assert row.pace is not None  # noqa: S101 - asked by the caller
    return message("value.mean_change", area=place, change=Quantity(rounded_to(row.pace, digits), unit))


def pace(start: tuple[Period, Decimal], end: tuple[Period, Decimal]) -> Decimal | None:
    """The average change a year between two points of a series; None for a single point."""
    months = Decimal(end[0].months - start[0].months)
    return quotient(product(difference(end[1], start[1]), MONTHS), months)


def notes_of(steps: list[Step]) -> list[Note]:
    """The breaks of a series."""
    return [
        crossed
        for before, after in pairwise(steps)
        for crossed in breaks_crossed(after.area, after.indicator, before.period, after.period)
    ]


def head_of_trend(rows: Sequence[Step], focus: str, areas: Mapping[str, Area]) -> Message:
    """How the series in focus moved since its last break."""
    own = [row for row in rows if row.area == focus]
    own = [row for row in own if row.locality == own[0].locality]
    start = max(place for place, row in enumerate(own) if row.series_break or place == 0)
    first, last = own[start], own[-1]
    if first is last:
        return single(first.indicator, areas[focus], Point(last.period, last.value))
    ends = (Point(row.period, row.value) for row in (first, last))
    return movement(first.indicator, areas[focus], *ends)
