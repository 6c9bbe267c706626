"""Which part of a change is urban, rural, or people moving between them?

Sectoral decomposition of Ravallion and Huppi (1991), https://doi.org/10.1093/wber/5.1.57, on published
figures: the population behind each rate is count ÷ rate of the same release.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from kaltim_poverty.errors import NotFoundError, UsageError
from kaltim_poverty.inputs.choices import choice
from kaltim_poverty.published import catalogue
from kaltim_poverty.published.breaks import break_note
from kaltim_poverty.published.exact import QUOTIENT, difference, percent, total
from kaltim_poverty.published.figures import named_list
from kaltim_poverty.published.groups import group_named
from kaltim_poverty.published.periods import PeriodLike, ends_of, is_range, require_written
from kaltim_poverty.published.selection import Names, Selection, rounds_note, select
from kaltim_poverty.records import Answer, Note, note
from kaltim_poverty.records.charts import Chart
from kaltim_poverty.records.fields import AREA, INDICATOR, ROW_UNIT, column, record
from kaltim_poverty.words import Quantity, message
from kaltim_poverty.words.numbers import rounded_to

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kaltim_poverty.published.catalogue import Area
    from kaltim_poverty.published.periods import Period
    from kaltim_poverty.words import Message, Spoken

MEASURES = ("p0", "p1", "p2")
LOCALITIES = ("urban", "rural")
HEAD_DECIMALS = 3  # of a contribution in a sentence


@record
class Contribution:
    """One component of a change in percentage points, and its share of the change in percent.

    `before` and `after` are the rates of the part; shift, interaction and rounding have none.
    """

    charts: ClassVar[tuple[Chart, ...]] = (
        Chart(
            "steps",
            x="component",
            y="contribution",
            low="before",
            high="after",
            series=("area",),
            facet="indicator",
        ),
    )

    area: str = column(AREA)
    indicator: str = column(INDICATOR)
    unit: str = column(ROW_UNIT)
    before_period: Period = column("code", subject=True)
    after_period: Period = column("code", subject=True)
    component: str = column("group", names="area")
    before: Decimal | None = column("value", headed_by="before_period")
    after: Decimal | None = column("value", headed_by="after_period")
    contribution: Decimal = column("change", unit="point")
    share: Decimal | None = column("share", decimals=1)


class Group(NamedTuple):
    """A part of the population: its rates before and after, and its numbers of people behind them."""

    component: str
    before: Decimal
    after: Decimal
    people_before: Fraction
    people_after: Fraction

    @property
    def change(self) -> Fraction:
        """The change of its rate."""
        return Fraction(self.after) - Fraction(self.before)


def decompose(
    before: PeriodLike,
    after: PeriodLike | None = None,
    *,
    area: Names = catalogue.HOME,
    indicator: Names = "p0",
    over: str | None = None,
    figures: Names = (),
    areas: Names | None = None,
) -> Answer[Contribution]:
    """Which part of a change comes from where. On the command line: ``kpov decompose``.

    Args:
        before: a period such as ``2023``, or both as ``2019..2024``.
        after: another.
        area: codes, names or groups: ``kalimantan``, ``provinces``, ``districts``, ``all``.
        indicator: ``p0``, ``p1``, ``p2``.
        over: ``districts`` instead of urban and rural (P0 only).
        figures: files of one's own figures.
        areas: a file that names areas of one's own.

    Returns:
        a row for each component of each change, the published change last.

    Raises:
        UsageError: for a malformed period, or an indicator that does not decompose.
        NotFoundError: for an unknown area, a period without figures, or a missing part.
        InputError: if a file is refused.
    """
    measures = checked(indicator, over)
    periods = both_periods(before, after)
    selection = select(area=area, locality="all", indicator=measures, figures=figures, areas=areas)
    for period in periods:
        selection.require(period)
    rows: list[Contribution] = []
    notes: list[Note] = []
    for chosen_area in selection.areas:
        found, area_notes = decompose_area(selection, chosen_area, periods, over)
        rows += found
        notes += area_notes
    if not rows:
        missing = "no_district_parts" if over else "no_parts"
        raise NotFoundError(missing, area=selection.areas[0], periods=[*map(str, periods)])
    arguments = selection.arguments(before=rows[0].before_period, after=rows[0].after_period, over=over)
    del arguments["locality"]
    notes += [*rounds_note(row.after_period for row in rows), note("decomposition")]
    components: dict[str, Spoken] = {**selection.figures.areas}
    if over:
        components["shift"] = message("value.shift_between_districts")
    names = {"area": components}
    answer = selection.figures.answer(
        "decompose", Contribution, rows, arguments=arguments, notes=notes, names=names
    )
    parts = [code for row in rows if (code := row.component) in (*LOCALITIES, *selection.figures.areas)]
    return replace(answer, head=head_of_decompose(rows, parts, selection.figures.areas))


def both_periods(before: object, after: object) -> tuple[object, object]:
    """The two periods that are asked for, one by one or as a range.

    Raises:
        UsageError: if one is malformed or missing, or a range is reversed.
    """
    if after is None:
        if not is_range(before):
            raise UsageError("second_period")
        return ends_of(before)
    require_written(before, after)
    return before, after


def checked(indicator: Names, over: str | None) -> list[str]:
    """The measures to decompose.

    Raises:
        UsageError: if one does not decompose.
    """
    names = [each.indicator for each in catalogue.chosen_indicators(indicator)]
    if over is not None:
        choice("--over", group_named(over), ("districts",))
    allowed = MEASURES[:1] if over else MEASURES
    for name in names:
        if name not in allowed:
            raise UsageError("not_decomposable", given=name, choices=", ".join(allowed))
    return names


def decompose_area(
    selection: Selection, area: Area, asked: tuple[object, object], over: str | None
) -> tuple[list[Contribution], list[Note]]:
    """The components of every chosen measure of an area."""
    try:
        periods = [selection_period(selection, area, given, over) for given in asked]
    except NotFoundError:
        periods = []
    rows: list[Contribution] = []
    notes: list[Note] = []
    for indicator in selection.names if periods else ():
        found = parts_of(selection, area, indicator, (periods[0], periods[1]), over)
        rows += found
        crossed = crossed_breaks(selection, area, indicator, periods, over)
        if found and crossed:
            notes += [*(break_note(each) for each in crossed), note("shares_break", area=area)]
    if not rows:
        notes.append(note("not_decomposed", area=area, indicators=named_list(selection.names)))
    return rows, notes


def selection_period(selection: Selection, area: Area, given: object, over: str | None) -> Period:
    """The period that *given* means; ``latest`` needs the rates and the counts that they rest on."""
    totals_only = selection._replace(localities=["total"]) if over else selection
    return totals_only.period(area, given, [*selection.names, "p0", "poor_count"])


def crossed_breaks(
    selection: Selection, area: Area, indicator: str, periods: list[Period], over: str | None
) -> list[catalogue.Break]:
    """The breaks of the rates, and of the counts that the population shares rest on."""
    places = [area, *(districts(selection, area) if over else ())]
    found = [
        known
        for place in places
        for name in (indicator, "poor_count")
        for known in catalogue.breaks_between(place.area, name, periods[0], periods[1])
    ]
    return list(dict.fromkeys(found))


def parts_of(
    selection: Selection, area: Area, indicator: str, periods: tuple[Period, Period], over: str | None
) -> list[Contribution]:
    """The components of one measure, nothing if a part of the population lacks a figure."""
    look = selection.figures.value
    published = [look(area.area, period, "total", indicator) for period in periods]
    if over:
        places = [(place.area, "total", place.area) for place in districts(selection, area)]
    else:
        places = [(area.area, locality, locality) for locality in LOCALITIES]
    groups = [
        group for place in places if (group := group_of(selection, *place, indicator, periods)) is not None
    ]
    if published[0] is None or published[1] is None or len(groups) < max(len(places), 1):
        return []
    change = difference(published[1], published[0])
    parts = [*components(groups), *((name, None, None, value) for name, value in movements(groups).items())]
    rest = difference(change, total(*(contribution for *_, contribution in parts)))
    parts += [("rounding", None, None, rest), ("total", published[0], published[1], change)]
    return [
        Contribution(area.area, indicator, "percent", *periods, name, old, new, value, percent(value, change))
        for name, old, new, value in parts
    ]


def districts(selection: Selection, area: Area) -> list[Area]:
    """The districts of an area."""
    return [
        other
        for other in selection.figures.areas.values()
        if other.parent == area.area and other.level == "district"
    ]


def group_of(
    selection: Selection,
    area: str,
    locality: str,
    component: str,
    indicator: str,
    periods: tuple[Period, Period],
) -> Group | None:
    """A part of the population, or None if one of its figures is missing or its rate is 0."""
    look = selection.figures.value
    rates = [look(area, period, locality, indicator) for period in periods]
    people = [implied_population(selection, area, locality, period) for period in periods]
    if rates[0] is None or rates[1] is None or people[0] is None or people[1] is None:
        return None
    return Group(component, rates[0], rates[1], people[0], people[1])


def implied_population(selection: Selection, area: str, locality: str, period: Period) -> Fraction | None:
    """The population behind a rate, count ÷ rate, in hundreds of the unit of the count."""
    count = selection.figures.value(area, period, locality, "poor_count")
    rate = selection.figures.value(area, period, locality, "p0")
    if count is None or not rate:
        return None
    return Fraction(count) / Fraction(rate)


def components(groups: Sequence[Group]) -> list[tuple[str, Decimal | None, Decimal | None, Decimal]]:
    """The contribution of each part's own change: s¹·Δr."""
    return [
        (group.component, group.before, group.after, decimal(share * group.change))
        for group, share in zip(groups, shares(groups)[0], strict=True)
    ]


def movements(groups: Sequence[Group]) -> dict[str, Decimal]:
    """The contribution of moving people: the shift ΣΔs·r¹ and the interaction ΣΔs·Δr."""
    moved = [new - old for old, new in zip(*shares(groups), strict=True)]
    pairs = list(zip(moved, groups, strict=True))
    return {
        "shift": decimal(sum((move * Fraction(group.before) for move, group in pairs), Fraction())),
        "interaction": decimal(sum((move * group.change for move, group in pairs), Fraction())),
    }


def shares(groups: Sequence[Group]) -> tuple[list[Fraction], list[Fraction]]:
    """The parts' shares of the population before and after."""
    before = sum(group.people_before for group in groups)
    after = sum(group.people_after for group in groups)
    return [group.people_before / before for group in groups], [
        group.people_after / after for group in groups
    ]


def decimal(exact: Fraction) -> Decimal:
    """A fraction to 15 significant digits; exactly 0 if it is 0."""
    return QUOTIENT.divide(Decimal(exact.numerator), Decimal(exact.denominator))


def head_of_decompose(
    rows: Sequence[Contribution], parts: Sequence[str], areas: Mapping[str, Area]
) -> Message:
    """The change, and the part that contributed most to it."""
    total = next(row for row in rows if row.after is not None and row.component not in parts)
    own = [row for row in rows if (row.area, row.indicator) == (total.area, total.indicator)]
    largest = max((row for row in own if row.component in parts), key=lambda row: abs(row.contribution))
    named = areas.get(largest.component) or message(f"value.component.{largest.component}")
    return message(
        "chart.head.contribution",
        indicator=catalogue.indicators()[total.indicator],
        area=areas[total.area],
        change=Quantity(total.contribution, "point"),
        component=named,
        contribution=Quantity(rounded_to(largest.contribution, HEAD_DECIMALS), "point"),
    )
