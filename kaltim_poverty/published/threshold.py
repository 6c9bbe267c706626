"""What does a person, or a household, need to be above the poverty line?"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from kaltim_poverty.errors import NotFoundError
from kaltim_poverty.inputs.amounts import Numbers
from kaltim_poverty.inputs.lists import numbers_and_ranges
from kaltim_poverty.published import catalogue
from kaltim_poverty.published.exact import difference, half_up, percent, product, quotient
from kaltim_poverty.published.figures import missing_period, named_list
from kaltim_poverty.published.periods import LATEST, PeriodLike, is_latest, require_written
from kaltim_poverty.published.selection import Names, Selection, rounds_note, select
from kaltim_poverty.records import Answer, Note, note
from kaltim_poverty.records.fields import AREA, LOCALITY, PERIOD, column, record
from kaltim_poverty.words import message

if TYPE_CHECKING:
    from kaltim_poverty.published.catalogue import Area
    from kaltim_poverty.published.periods import Period

LARGEST_HOUSEHOLD = 30


@record
class Threshold:
    """The poverty line of a person: rupiah a month, a day (× 12 / 365) and a year, and its parts a month."""

    area: str = column(AREA)
    period: Period = column(PERIOD)
    locality: str = column(LOCALITY)
    per_month: Decimal = column("value")
    per_day: Decimal | None = column("value", decimals=0)
    per_year: Decimal = column("value")
    food: Decimal | None = column("value")
    nonfood: Decimal | None = column("value")
    food_share: Decimal | None = column("share", decimals=2)


@record
class HouseholdThreshold:
    """The line of a household: line × size, rounded half up to the rupiah, with the published figure."""

    area: str = column(AREA)
    period: Period = column(PERIOD)
    locality: str = column(LOCALITY)
    poverty_line: Decimal = column("value")
    household_size: Decimal = column("group")
    household_line: Decimal = column("value")
    published: Decimal | None = column("value")
    difference: Decimal | None = column("change")


@record
class SizedThreshold(HouseholdThreshold):
    """The line of a household of a size that was asked for; nothing is published for it."""

    household_size: Decimal = column("group", heading="members")


def threshold(
    period: PeriodLike = "latest",
    *,
    area: Names = catalogue.HOME,
    locality: Names = "total",
    household: bool = False,
    size: Numbers | None = None,
    figures: Names = (),
    areas: Names | None = None,
) -> Answer[Threshold] | Answer[HouseholdThreshold] | Answer[SizedThreshold]:
    """What a person or a household needs to be above the line. On the command line: ``kpov threshold``.

    Args:
        period: ``2024``, ``2024-09`` or ``latest``: the last that has the numbers.
        area: codes, names or groups: ``kalimantan``, ``provinces``, ``districts``, ``all``.
        locality: ``total``, ``urban``, ``rural`` or ``all``.
        household: for a household of the published average size of a poor one.
        size: for households of these sizes, above 0 and at most 30; ranges such as ``1-8``.
        figures: files of one's own figures.
        areas: a file that names areas of one's own.

    Returns:
        a row for each area and locality; with *household* or *size* one for each size of a household.

    Raises:
        UsageError: for a malformed period, an unknown choice or a size out of range.
        NotFoundError: for an unknown area, or a period without the numbers.
        InputError: if a file is refused.
    """
    require_written(period)
    sizes = numbers_and_ranges("--size", size, above=0, at_most=LARGEST_HOUSEHOLD)
    needed = ["poverty_line", *(["poor_household_size"] if household and not sizes else [])]
    selection = select(area=area, locality=locality, indicator=needed, figures=figures, areas=areas)
    selection.require(period)
    rows: list[Threshold] | list[HouseholdThreshold]
    found, notes = complete_places(selection, period, needed)
    kind = SizedThreshold if sizes else HouseholdThreshold if household else Threshold
    if kind is Threshold:
        rows = [threshold_of(selection, *place) for place in found]
    else:
        rows = [row for place in found for row in household_rows(selection, *place, sizes)]
    notes += rounds_note(when for _, when, _ in found)
    arguments = selection.arguments(period=found[0][1], household=kind is not Threshold, size=sizes or None)
    del arguments["indicator"]
    return selection.figures.answer("threshold", kind, rows, arguments=arguments, notes=notes)  # type: ignore[return-value]


def complete_places(
    selection: Selection, given: object, needed: list[str]
) -> tuple[list[tuple[Area, Period, str]], list[Note]]:
    """The areas and localities that have the numbers in the period, and notes on the others.

    Raises:
        NotFoundError: if none has, naming the nearest periods.
    """
    found: list[tuple[Area, Period, str]] = []
    notes: list[Note] = []
    for area in selection.areas:
        for locality in selection.localities:
            period = period_of(selection, area, locality, given, needed)
            if period is None:
                name = message(f"value.locality.{locality}")
                notes.append(note("lacks_figures", area=area, locality=name, figures=named_list(needed)))
            else:
                found.append((area, period, locality))
    if not found:
        raise incomplete(selection, given, needed)
    return found, notes


def period_of(
    selection: Selection, area: Area, locality: str, given: object, needed: list[str]
) -> Period | None:
    """The period that *given* means, if the area has the needed figures in it."""
    complete = selection.figures.complete_periods(area.area, [locality], needed)
    if is_latest(given):
        return latest_of(selection, area, complete, needed)
    period = selection.period(area, given)
    return period if period in complete else None


def latest_of(selection: Selection, area: Area, complete: list[Period], needed: list[str]) -> Period | None:
    """The last round that has all localities, else the last of those that are *complete* in one of them."""
    try:
        period = selection.period(area, LATEST, needed)
    except NotFoundError:
        period = None
    return period if period in complete else next(reversed(selection.figures.past_periods(complete)), None)


def incomplete(selection: Selection, given: object, needed: list[str]) -> NotFoundError:
    """The error for a period without the numbers, with the nearest that has them."""
    complete = [
        period
        for area in selection.areas
        for locality in selection.localities
        for period in selection.figures.complete_periods(area.area, [locality], needed)
    ]
    area = selection.areas[0]
    if not complete or is_latest(given):
        hint = message("error.try_size") if len(needed) > 1 else None
        return NotFoundError("never_complete", area=area, figures=named_list(needed), hint=hint)
    period = selection.period(area, given)
    error = missing_period(period, selection.areas, complete, selection.lacking(period, needed))
    if len(needed) > 1:
        error.hint = message("error.try_size")
    return error


def threshold_of(selection: Selection, area: Area, period: Period, locality: str) -> Threshold:
    """The line of a person."""
    line, food, nonfood = (
        selection.figures.value(area.area, period, locality, name)
        for name in ("poverty_line", "poverty_line_food", "poverty_line_nonfood")
    )
    assert line is not None  # noqa: S101 - the place is complete
    year = product(line, Decimal(12))
    share = None if food is None else percent(food, line)
    return Threshold(
        area.area, period, locality, line, quotient(year, Decimal(365)), year, food, nonfood, share
    )


def household_rows(
    selection: Selection, area: Area, period: Period, locality: str, sizes: list[Decimal]
) -> list[HouseholdThreshold]:
    """The line of a household of the published size, or of each of *sizes*."""
    look = selection.figures.value
    line = look(area.area, period, locality, "poverty_line")
    assert line is not None  # noqa: S101 - the place is complete
    if sizes:
        return [household_line(area, period, locality, line, size, None, SizedThreshold) for size in sizes]
    size = look(area.area, period, locality, "poor_household_size")
    assert size is not None  # noqa: S101 - the place is complete
    published = look(area.area, period, locality, "poverty_line_household")
    return [household_line(area, period, locality, line, size, published)]


def household_line(
    area: Area,
    period: Period,
    locality: str,
    line: Decimal,
    size: Decimal,
    published: Decimal | None,
    kind: type[HouseholdThreshold] = HouseholdThreshold,
) -> HouseholdThreshold:
    """One row."""
    computed = half_up(product(line, size))
    off = None if published is None else difference(computed, published)
    return kind(area.area, period, locality, line, size, computed, published, off)
