"""What changed between two periods, and is it real?"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from kaltim_poverty.errors import NotFoundError, UsageError
from kaltim_poverty.inputs.amounts import Numbers
from kaltim_poverty.inputs.numbers import Number, within
from kaltim_poverty.published import catalogue
from kaltim_poverty.published.breaks import break_notes
from kaltim_poverty.published.catalogue import Area
from kaltim_poverty.published.compare_notes import (
    Missing,
    left_out,
    nominal_notes,
    rounding_notes,
    significance_notes,
)
from kaltim_poverty.published.exact import difference, percent, within_rounding
from kaltim_poverty.published.heads import MAIN, Point, movement
from kaltim_poverty.published.periods import LATEST, PeriodLike, ends_of, is_range, require_written
from kaltim_poverty.published.selection import (
    Names,
    Selection,
    nothing_in_common,
    rounds_note,
    select,
)
from kaltim_poverty.published.significance import (
    ROUNDING,
    WITH_SAMPLE_ERROR,
    Sample,
    Uncertainty,
    parse_households,
    uncertainty_of,
)
from kaltim_poverty.records import Answer, Note, note
from kaltim_poverty.records.charts import Chart
from kaltim_poverty.records.fields import AREA, INDICATOR, LOCALITY, ROW_UNIT, column, record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kaltim_poverty.published.catalogue import Indicator
    from kaltim_poverty.published.periods import Period
    from kaltim_poverty.words import Message

ERROR_DECIMALS = {"percent": 3, "ratio": 4, "thousand_people": 3}


class Asked(NamedTuple):
    """The periods as they were asked for; *before* is None where it follows from *after*."""

    before: object
    after: object


@record
class Comparison:
    """One indicator in two periods, and how sure its change is.

    A change of a percent is in percentage points. `se`, `p_value`, `verdict` and `largest_se` are about the
    change. Across a break, and for an amount of money, there is no direction and no verdict; where the
    change is within the rounding of printed decimals, the verdict is ``rounding`` and there is no direction.
    """

    charts: ClassVar[tuple[Chart, ...]] = (
        Chart(
            "pair",
            x="",
            y="change",
            low="before",
            high="after",
            series=("area", "locality"),
            facet="indicator",
        ),
    )

    area: str = column(AREA)
    locality: str = column(LOCALITY)
    indicator: str = column(INDICATOR)
    unit: str = column(ROW_UNIT)
    before_period: Period = column("code", subject=True)
    after_period: Period = column("code", subject=True)
    before: Decimal = column("value", headed_by="before_period")
    after: Decimal = column("value", headed_by="after_period")
    change: Decimal = column("change")
    change_percent: Decimal | None = column("share", decimals=2)
    direction: str = column("code")
    se: Decimal | None = column("error", decimals=ERROR_DECIMALS)
    p_value: Decimal | None = column("p_value", decimals=3)
    verdict: str = column("code")
    largest_se: Decimal | None = column("error", decimals=ERROR_DECIMALS)


def compare(
    before: PeriodLike | None = None,
    after: PeriodLike | None = None,
    *,
    area: Names = catalogue.HOME,
    locality: Names = "total",
    indicator: Names | None = None,
    figures: Names = (),
    areas: Names | None = None,
    households: Numbers | None = None,
    deff: Number | None = None,
) -> Answer[Comparison]:
    """What changed between two periods. On the command line: ``kpov compare``.

    Args:
        before: a period such as ``2023``, ``2024-09`` or ``latest``, or both periods as ``2019..2024``; if it
            is given alone, it is compared with the same round a year before, or else the round before.
        after: another; the order decides the sign. Without both, the latest round with P0.
        area: codes, names or groups: ``kalimantan``, ``provinces``, ``districts``, ``all``.
        locality: ``total``, ``urban``, ``rural`` or ``all``.
        indicator: names; all that both periods have if None.
        figures: files of one's own figures.
        areas: a file that names areas of one's own.
        households: sampled households in both periods, ``"11000,11200"`` or two numbers; needs *deff* and
            one area and locality.
        deff: the design effect that is assumed for P0, above 0.

    Returns:
        a row for each area, locality and indicator that both periods have.

    Raises:
        UsageError: for a malformed period, an unknown choice, or options in conflict.
        NotFoundError: for an unknown area, a period without figures, or nothing in common.
        InputError: if a file is refused.
    """
    asked = asked_periods(before, after)
    names = [each.indicator for each in catalogue.chosen_indicators(indicator)]
    sample = assumed_sample(names, households, deff)
    selection = select(area=area, locality=locality, indicator=indicator, figures=figures, areas=areas)
    if sample is not None and len(selection.areas) * len(selection.localities) > 1:
        raise UsageError("one_area_one_locality", option="--households" if households else "--deff")
    for period in asked:
        if period is not None:
            selection.require(period)
    rows, missing, notes = compared(selection, asked, sample)
    arguments = selection.arguments(
        before=rows[0].before_period,
        after=rows[0].after_period,
        households=list(sample.households) if sample and sample.households else None,
        deff=sample.deff if sample else None,
    )
    notes += [
        *rounds_note(row.after_period for row in rows),
        *left_out(selection, missing),
        *significance_notes(selection, rows, sample),
        *rounding_notes(selection, rows),
        *nominal_notes(selection, rows),
        *break_notes(crossed_by(rows)),
    ]
    answer = selection.figures.answer("compare", Comparison, rows, arguments=arguments, notes=notes)
    return replace(answer, head=head_of_compare(rows, selection.figures.areas))


class Compared(NamedTuple):
    """The rows of all areas, what could not be compared, and the areas without figures."""

    rows: list[Comparison]
    missing: list[Missing]
    notes: list[Note]


def compared(selection: Selection, asked: Asked, sample: Sample | None) -> Compared:
    """Every chosen area and locality compared.

    Raises:
        NotFoundError: if there is not one row.
    """
    found = Compared([], [], [])
    pair = None
    for area in selection.areas:
        pair = pair_of(selection, area, asked)
        if pair is None:
            found.notes.append(note("area_without", area=area))
            continue
        for locality in selection.localities:
            rows, missing = compare_one(selection, area, locality, *pair, sample)
            found.rows.extend(rows)
            found.missing.extend(missing)
    if not found.rows:
        raise nothing_in_common(selection, *(pair or (period for period in asked if period is not None)))
    return found


def asked_periods(before: object, after: object) -> Asked:
    """The periods as they were asked for; the earlier is None where it follows from the later.

    Raises:
        UsageError: if one is malformed, or a range is reversed.
    """
    if after is None and before is not None and is_range(before):
        return Asked(*ends_of(before))
    asked = Asked(before, after) if after is not None else Asked(None, LATEST if before is None else before)
    require_written(*(period for period in asked if period is not None))
    return asked


def assumed_sample(names: list[str], households: object, deff: object) -> Sample | None:
    """The sample sizes and design effect that standard errors shall be computed from, or None.

    Raises:
        UsageError: if they are not positive numbers, one is given without the other, or no indicator among
            *names* could have a standard error.
    """
    if households is None and deff is None:
        return None
    if deff is None:
        raise UsageError("needs_option", option="--households", needed="--deff")
    if not set(WITH_SAMPLE_ERROR) & set(names):
        raise UsageError("needs_option", option="--deff", needed="--indicator p0,poor_count")
    factor = within("--deff", deff, above=0)
    return Sample(None if households is None else parse_households(households), factor)


def pair_of(selection: Selection, area: Area, asked: Asked) -> tuple[Period, Period] | None:
    """Both periods for an area; None if it is one of several and lacks what is needed of one.

    Raises:
        NotFoundError: if the only area lacks it.
    """
    try:
        if asked.before is not None:
            return selection.period(area, asked.before), selection.period(area, asked.after)
        after = selection.period(area, asked.after, None if selection.named else ["p0"])
        before = year_before(selection, area, after)
    except NotFoundError:
        if len(selection.areas) == 1:
            raise
        return None
    return before, after


def year_before(selection: Selection, area: Area, period: Period) -> Period:
    """The same round a year before, else the round before.

    Raises:
        NotFoundError: if there is none.
    """
    before = selection.year_before(area, period)
    if before is None:
        raise NotFoundError("no_earlier", area=area, period=period)
    return before


def compare_one(
    selection: Selection, area: Area, locality: str, before: Period, after: Period, sample: Sample | None
) -> tuple[list[Comparison], list[Missing]]:
    """The comparisons of one area and locality, and what is missing there."""
    rows: list[Comparison] = []
    missing: list[Missing] = []
    for indicator in selection.indicators:
        place = (locality, indicator.indicator)
        having = [selection.figures.has(area.area, period, *place) for period in (before, after)]
        if all(having):
            rows.append(compare_figure(selection, area, locality, indicator, (before, after), sample))
        elif any(having) or selection.named:
            code = "one_period_only" if any(having) else "in_neither_period"
            missing.append(Missing(code, indicator.indicator, area, locality))
    return rows, missing or ([] if rows else [Missing("left_out", "", area, locality)])


def compare_figure(
    selection: Selection,
    area: Area,
    locality: str,
    indicator: Indicator,
    periods: tuple[Period, Period],
    sample: Sample | None,
) -> Comparison:
    """One row; without direction and verdict across a break."""
    place = (area.area, locality, indicator.indicator)
    old, new = (
        selection.figures.value(area.area, period, locality, indicator.indicator) for period in periods
    )
    assert old is not None  # noqa: S101 - asked for by the caller
    assert new is not None  # noqa: S101 - asked for by the caller
    change = difference(new, old)
    way = direction(change, indicator.direction)
    if catalogue.break_between(area.area, indicator.indicator, *periods) is not None:
        way = ""
    uncertainty = uncertainty_of(selection.figures, *place, periods, sample) if way else Uncertainty()
    if way and within_rounding(old, new, indicator.step):
        way, uncertainty = "", uncertainty._replace(verdict=ROUNDING, largest_se=None)
    return Comparison(
        *place,
        indicator.unit,
        *periods,
        old,
        new,
        change,
        percent(change, old),
        way,
        uncertainty.se,
        uncertainty.p_value,
        uncertainty.verdict,
        uncertainty.largest_se,
    )


def direction(change: Decimal, better: str) -> str:
    """``better``, ``worse`` or ``same``; empty where neither direction is better."""
    if not better:
        return ""
    if not change:
        return "same"
    return "better" if (change > 0) == (better == "up") else "worse"


def crossed_by(rows: list[Comparison]) -> list[catalogue.Break]:
    """The known breaks that the rows cross."""
    return [
        each
        for row in rows
        for each in catalogue.breaks_between(row.area, row.indicator, row.before_period, row.after_period)
    ]


def head_of_compare(rows: Sequence[Comparison], areas: Mapping[str, Area]) -> Message:
    """How the main indicator moved; across a break, or within rounding, only both numbers."""
    row = next((each for each in rows if each.indicator == MAIN), rows[0])
    before, after = Point(row.before_period, row.before), Point(row.after_period, row.after)
    found = movement(row.indicator, areas[row.area], before, after)
    known = catalogue.indicators()[row.indicator]
    sure = bool(row.direction) or not known.direction
    return found if sure else found._replace(key="chart.head.both")
