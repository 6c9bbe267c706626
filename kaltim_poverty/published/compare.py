"""What changed between two periods, and is it real?"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from kaltim_poverty.errors import NotFoundError, UsageError
from kaltim_poverty.inputs.numbers import within
from kaltim_poverty.published import catalogue
from kaltim_poverty.published.breaks import break_notes
from kaltim_poverty.published.exact import difference, percent, within_rounding
from kaltim_poverty.published.figures import named_list
from kaltim_poverty.published.periods import require_written
from kaltim_poverty.published.selection import Names, Selection, nothing_in_common, select
from kaltim_poverty.published.significance import DOUBTED, Doubt, Sample, doubt_of, parse_households
from kaltim_poverty.records import Answer, Note, note
from kaltim_poverty.words import Quantity, message
from kaltim_poverty.words.numbers import rounded_to

if TYPE_CHECKING:
    from kaltim_poverty.published.catalogue import Area, Indicator
    from kaltim_poverty.published.periods import Period

ROUNDED = ("p1", "p2", "gini")  # printed with two decimals by some sources and three by others


@dataclass(frozen=True)
class Comparison:
    """One indicator in two periods; of P0 and poor_count also how sure the change is.

    A change of a percent is in percentage points. `se`, `p_value` and `verdict` are about the change.
    """

    area: str
    locality: str
    indicator: str
    unit: str
    before_period: Period
    after_period: Period
    before: Decimal
    after: Decimal
    change: Decimal
    change_percent: Decimal | None
    direction: str
    se: Decimal | None
    p_value: Decimal | None
    verdict: str
    largest_se: Decimal | None


def compare(
    before: object,
    after: object,
    *,
    area: Names = catalogue.HOME,
    locality: Names = "total",
    indicator: Names | None = None,
    figures: Names = (),
    areas: Names | None = None,
    households: object = None,
    deff: object = None,
) -> Answer[Comparison]:
    """What changed between two periods. On the command line: ``kpov compare``.

    Args:
        before: a period such as ``2023``, ``2024-09`` or ``latest``.
        after: another; the order decides the sign.
        area: codes or names, or ``all``, ``provinces``, ``districts``.
        locality: ``total``, ``urban``, ``rural`` or ``all``.
        indicator: names; all that both periods have if None.
        figures: files of one's own figures.
        areas: a file that names areas of one's own.
        households: sampled households in both periods, ``"11000,11200"`` or two numbers; needs *deff* and
            one area and locality.
        deff: the design effect that is assumed for P0, above 0.

    Raises:
        UsageError: for a malformed period, an unknown choice, or options in conflict.
        NotFoundError: for an unknown area, a period without figures, or nothing in common.
        InputError: if a file is refused.
    """
    require_written(before, after)
    names = [each.indicator for each in catalogue.chosen_indicators(indicator)]
    sample = assumed_sample(names, households, deff)
    selection = select(area=area, locality=locality, indicator=indicator, figures=figures, areas=areas)
    if sample is not None and len(selection.areas) * len(selection.localities) > 1:
        raise UsageError("one_area_one_locality", option="--households" if households else "--deff")
    for period in (before, after):
        selection.require(period)
    rows, notes = [], []
    for place in selection.areas:
        pair = pair_of(selection, place, before, after)
        if pair is None:
            notes.append(note("area_without", area=place))
            continue
        for found in selection.localities:
            some, left_out = compare_one(selection, place, found, *pair, sample)
            rows += some
            notes += left_out
    if not rows:
        raise nothing_in_common(selection, before, after)
    arguments = selection.arguments(
        before=rows[0].before_period,
        after=rows[0].after_period,
        households=list(sample.households) if sample and sample.households else None,
        deff=sample.deff if sample else None,
    )
    notes += [
        *significance_notes(selection, rows, sample),
        *rounding_notes(selection, rows),
        *break_notes(crossed_by(rows)),
    ]
    return selection.figures.answer("compare", Comparison, rows, arguments=arguments, notes=notes)


def assumed_sample(names: list[str], households: object, deff: object) -> Sample | None:
    """The sample sizes and design effect that standard errors shall be computed from, or None.

    Raises:
        UsageError: if they are no positive numbers, one stands without the other, or no indicator among
            *names* could have a standard error.
    """
    if households is None and deff is None:
        return None
    if deff is None:
        raise UsageError("needs_option", option="--households", needed="--deff")
    if not set(DOUBTED) & set(names):
        raise UsageError("needs_option", option="--deff", needed="--indicator p0,poor_count")
    factor = within("--deff", deff, above=0)
    return Sample(None if households is None else parse_households(households), factor)


def pair_of(selection: Selection, area: Area, before: object, after: object) -> tuple[Period, Period] | None:
    """Both periods for an area; None if it is one of several and lacks what ``latest`` needs.

    Raises:
        NotFoundError: if the only area lacks it.
    """
    try:
        return selection.period(area, before), selection.period(area, after)
    except NotFoundError:
        if len(selection.areas) == 1:
            raise
        return None


def compare_one(
    selection: Selection, area: Area, locality: str, before: Period, after: Period, sample: Sample | None
) -> tuple[list[Comparison], list[Note]]:
    """The comparisons of one area and locality, and what had to be left out."""
    periods = (before, after)
    rows: list[Comparison] = []
    missing: list[str] = []
    nowhere: list[str] = []
    for indicator in selection.indicators:
        place = (area.area, locality, indicator.indicator)
        having = [selection.figures.has(place[0], period, *place[1:]) for period in periods]
        if all(having):
            rows.append(compare_figure(selection, area, locality, indicator, periods, sample))
        else:
            (missing if any(having) else nowhere).append(indicator.indicator)
    if not selection.named:
        nowhere = []
    return rows, left_out(area, locality, missing, nowhere, empty=not rows)


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
    broken = catalogue.break_between(area.area, indicator.indicator, *periods) is not None
    comparable = indicator.indicator in DOUBTED and not broken
    doubt = doubt_of(selection.figures, *place, periods, sample) if comparable else Doubt()
    change = difference(new, old)
    return Comparison(
        *place,
        indicator.unit,
        *periods,
        old,
        new,
        change,
        percent(change, old),
        "" if broken else direction(change, indicator.better),
        doubt.se,
        doubt.p_value,
        doubt.verdict,
        doubt.largest_se,
    )


def direction(change: Decimal, better: str) -> str:
    """``better``, ``worse`` or ``same``; empty where neither direction is better."""
    if not better:
        return ""
    if not change:
        return "same"
    return "better" if (change > 0) == (better == "up") else "worse"


def left_out(area: Area, locality: str, missing: list[str], nowhere: list[str], *, empty: bool) -> list[Note]:
    """What only one of the periods has, what neither has though it was named, or that nothing is left."""
    place = message(f"value.locality.{locality}")
    found = {"one_period_only": missing, "in_neither_period": nowhere}
    notes = [
        note(code, area=area, locality=place, indicators=named_list(names))
        for code, names in found.items()
        if names
    ]
    return notes or ([note("area_left_out", area=area, locality=place)] if empty else [])


def significance_notes(selection: Selection, rows: list[Comparison], sample: Sample | None) -> list[Note]:
    """What the verdicts rest on, or what standard error the changes could bear."""
    known = [row for row in rows if row.se is not None]
    unknown = [row for row in rows if row.verdict == "unknown"]
    notes = []
    if known and sample:
        notes.append(assumption(selection, known[0], sample))
    if len({(row.area, row.locality) for row in unknown}) > 1:
        notes.append(note("no_se_many"))
    else:
        notes += [bearable(row) for row in unknown if row.largest_se]
    return notes


def assumption(selection: Selection, row: Comparison, sample: Sample) -> Note:
    """What the standard errors were computed from."""
    periods = (row.before_period, row.after_period)
    before, after = sample.sizes(selection.figures, row.area, row.locality, periods)
    return note("assumed_se", before=Decimal(before), after=Decimal(after), deff=sample.deff)


def bearable(row: Comparison) -> Note:
    """The standard error up to which a change would be significant."""
    assert row.largest_se is not None  # noqa: S101 - asked by the caller
    unit = "point" if row.unit == "percent" else row.unit
    return note(
        "no_se",
        indicator=catalogue.indicators()[row.indicator],
        change=Quantity(row.change, unit),
        largest=Quantity(rounded_to(row.largest_se, 3), unit),
    )


def rounding_notes(selection: Selection, rows: list[Comparison]) -> list[Note]:
    """The indices that are printed with different decimals and changed by no more than their rounding.

    Headcounts are left out: where their last digit is missing it is a zero that somebody dropped.
    """
    return [
        note(
            "within_rounding",
            area=selection.figures.areas[row.area],
            locality=message(f"value.locality.{row.locality}"),
            indicator=catalogue.indicators()[row.indicator],
            before=row.before,
            after=row.after,
        )
        for row in rows
        if row.indicator in ROUNDED and within_rounding(row.before, row.after)
    ]


def crossed_by(rows: list[Comparison]) -> list[catalogue.Break]:
    """The known breaks that the rows cross."""
    return [
        each
        for row in rows
        for each in catalogue.breaks_between(row.area, row.indicator, row.before_period, row.after_period)
    ]
