"""The rules that published figures obey, each a function from an area to what was found.

A tolerance follows from the printed decimals: a number printed with two decimals may be off by 0.005.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.published import catalogue
from kaltim_poverty.published.exact import (
    EXACT,
    difference,
    half_up,
    product,
    significant,
    total,
    unit_in_last_place,
)
from kaltim_poverty.published.figures import Figures, Key
from kaltim_poverty.published.periods import is_over

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kaltim_poverty.published.catalogue import Area
    from kaltim_poverty.published.figures import Figure
    from kaltim_poverty.published.periods import Period

HALF = Decimal("0.5")
DRIFT = Decimal("0.05")  # how far the population behind the figures may move between rounds
AMOUNTS = ("poverty_line", "poverty_line_food", "poverty_line_nonfood", "mean_expenditure")  # a person
STEPS = {
    **dict.fromkeys(("p0", "poor_count"), (Decimal("0.7"), Decimal("1.5"))),
    **dict.fromkeys(AMOUNTS[:3], (Decimal("0.97"), Decimal("1.25"))),
    "mean_expenditure": (Decimal("0.85"), Decimal("1.4")),
    "gini": (Decimal("0.8"), Decimal("1.2")),
}  # of a figure to that of the round before: all 4,300 steps of the bundle without a break lie inside
MEANS = ("p0", "p1", "p2", "poverty_line", "poverty_line_food", "poverty_line_nonfood", "mean_expenditure")


class Finding(NamedTuple):
    """One rule held against the figures of an area."""

    rule: str
    area: str
    period: Period
    locality: str
    unit: str
    expected: Decimal | None
    found: Decimal | None
    holds: bool
    keys: tuple[Key, ...]

    @property
    def difference(self) -> Decimal | None:
        """Found − expected."""
        if self.found is None or self.expected is None:
            return None
        return difference(self.found, self.expected)


def slack(*figures: Figure) -> Decimal:
    """How far a sum of these figures may be off for their rounding alone."""
    return product(HALF, total(*(unit_in_last_place(figure.value) for figure in figures)))


def sum_rule(rule: str, parts: list[Figure], overall: Figure) -> Finding:
    """The parts add up to the whole."""
    expected = total(*(part.value for part in parts))
    holds = abs(difference(overall.value, expected)) <= slack(overall, *parts)
    unit = catalogue.indicators()[overall.indicator].unit
    keys = tuple(figure.key for figure in (*parts, overall))
    return Finding(
        rule, overall.area, overall.period, overall.locality, unit, expected, overall.value, holds, keys
    )


def rounds_and_localities(figures: Figures, area: Area) -> Iterator[tuple[Period, str]]:
    """Every period and locality of an area."""
    for period in figures.periods(area.area):
        for locality in catalogue.LOCALITIES:
            yield period, locality


def all_of(figures: Figures, keys: list[Key]) -> list[Figure]:
    """The figures of all keys, or nothing if one is missing."""
    found = [figures.of(key.area).get((key.period, key.locality, key.indicator)) for key in keys]
    known = [figure for figure in found if figure is not None]
    return known if len(known) == len(keys) else []


def urban_plus_rural(figures: Figures, area: Area) -> Iterator[Finding]:
    """Urban and rural counts add up to the total."""
    counts = [indicator.indicator for indicator in catalogue.indicators().values() if indicator.is_count]
    for period in figures.periods(area.area):
        for name in counts:
            keys = [Key(area.area, period, locality, name) for locality in ("urban", "rural", "total")]
            if found := all_of(figures, keys):
                yield sum_rule("urban_plus_rural", found[:2], found[2])


def food_plus_nonfood(figures: Figures, area: Area) -> Iterator[Finding]:
    """The food and the non-food line add up to the poverty line."""
    names = ("poverty_line_food", "poverty_line_nonfood", "poverty_line")
    for period, locality in rounds_and_localities(figures, area):
        if found := all_of(figures, [Key(area.area, period, locality, name) for name in names]):
            yield sum_rule("food_plus_nonfood", found[:2], found[2])


def household_line(figures: Figures, area: Area) -> Iterator[Finding]:
    """Line × size, rounded half up to the rupiah, is the line of a poor household."""
    names = ("poverty_line", "poor_household_size", "poverty_line_household")
    for period, locality in rounds_and_localities(figures, area):
        found = all_of(figures, [Key(area.area, period, locality, name) for name in names])
        if not found:
            continue
        line, size, published = found
        expected = half_up(product(line.value, size.value))
        step = unit_in_last_place(published.value)
        holds = abs(difference(published.value, expected)) <= (HALF * step if step > 1 else 0)
        keys = tuple(figure.key for figure in found)
        unit = catalogue.indicators()["poverty_line_household"].unit
        yield Finding(
            "household_line", area.area, period, locality, unit, expected, published.value, holds, keys
        )


def order_p(figures: Figures, area: Area) -> Iterator[Finding]:
    """P2 ≤ P1 ≤ P0: the greater index is the most that the smaller may be."""
    for period, locality in rounds_and_localities(figures, area):
        for greater, smaller in (("p0", "p1"), ("p1", "p2")):
            found = all_of(figures, [Key(area.area, period, locality, name) for name in (greater, smaller)])
            if found:
                bound, value = found
                holds = difference(value.value, bound.value) <= slack(*found)
                keys = tuple(figure.key for figure in found)
                yield Finding(
                    "order_p", area.area, period, locality, "percent", bound.value, value.value, holds, keys
                )


def total_between(figures: Figures, area: Area) -> Iterator[Finding]:
    """A mean over everybody is between the urban and the rural one; if not, the nearer is expected."""
    for period in figures.periods(area.area):
        for name in MEANS:
            keys = [Key(area.area, period, locality, name) for locality in ("urban", "rural", "total")]
            if found := all_of(figures, keys):
                yield between(found[0], found[1], found[2])


def between(urban: Figure, rural: Figure, overall: Figure) -> Finding:
    """The finding on one mean."""
    low, high = sorted((urban, rural), key=lambda figure: figure.value)
    nearer = low if overall.value < low.value else high
    outside = not low.value <= overall.value <= high.value
    expected = nearer.value if outside else overall.value
    holds = abs(difference(overall.value, expected)) <= slack(overall, nearer)
    unit = catalogue.indicators()[overall.indicator].unit
    keys = (urban.key, rural.key, overall.key)
    return Finding(
        "total_between", overall.area, overall.period, "total", unit, expected, overall.value, holds, keys
    )


def districts_sum(figures: Figures, area: Area) -> Iterator[Finding]:
    """The poor of all districts add up to those of the province."""
    districts = [
        other for other in figures.areas.values() if other.parent == area.area and other.level == "district"
    ]
    if not districts:
        return
    for period in figures.periods(area.area):
        keys = [Key(place.area, period, "total", "poor_count") for place in (*districts, area)]
        if found := all_of(figures, keys):
            yield sum_rule("districts_sum", found[:-1], found[-1])


def implied_population(figures: Figures, area: Area) -> Iterator[Finding]:
    """Count ÷ rate of everybody moves by no more than 5 % between rounds unless a break is known.

    Urban and rural are left out: areas become urban from one round to the next, which is not a contradiction.
    """
    names = ("poor_count", "p0")
    bases = [
        (period, found)
        for period in figures.periods(area.area, localities=["total"], indicators=["p0"])
        if (found := all_of(figures, [Key(area.area, period, "total", name) for name in names]))
        and found[1].value
    ]
    for (before, old), (after, new) in pairwise(bases):
        if catalogue.break_between(area.area, "poor_count", before, after) is None:
            yield drift(area.area, after, "total", old, new)


def drift(area: str, period: Period, locality: str, old: list[Figure], new: list[Figure]) -> Finding:
    """The finding on one step of the population, with what the rounding of all four figures allows."""
    before, after = base(*old), base(*new)
    allowed = EXACT.multiply(before, DRIFT) + rounding_of_base(*old) + rounding_of_base(*new)
    holds = abs(difference(after, before)) <= allowed
    keys = tuple(figure.key for figure in (*old, *new))
    unit = "thousand_people"
    return Finding(
        "implied_population",
        area,
        period,
        locality,
        unit,
        significant(before),
        significant(after),
        holds,
        keys,
    )


def base(count: Figure, rate: Figure) -> Decimal:
    """The population behind a rate."""
    return EXACT.divide(product(count.value, Decimal(100)), rate.value)


def rounding_of_base(count: Figure, rate: Figure) -> Decimal:
    """How far the population may be off for the rounding of count and rate."""
    relative = EXACT.divide(slack(rate), rate.value)
    if count.value:
        relative += EXACT.divide(slack(count), count.value)
    return EXACT.multiply(base(count, rate), relative)


def unknown_key(figures: Figures, area: Area) -> Iterator[Finding]:
    """The figures of every period and locality belong to an area that the catalogue names."""
    known = bool(area.level) or area.name != area.area
    keys: dict[tuple[Period, str], list[Key]] = {}
    for (period, locality, _), figure in figures.of(area.area).items():
        keys.setdefault((period, locality), []).append(figure.key)
    for (period, locality), of_both in sorted(keys.items()):
        yield Finding("unknown_key", area.area, period, locality, "", None, None, known, tuple(of_both))


def step_from_before(figures: Figures, area: Area) -> Iterator[Finding]:
    """A total moves from one round to the next within bounds that it has kept, unless a break is known."""
    for name, bounds in STEPS.items():
        series = [
            figure
            for period in figures.periods(area.area, localities=["total"], indicators=[name])
            if (figure := figures.of(area.area).get((period, "total", name))) is not None
        ]
        for before, after in pairwise(series):
            if catalogue.break_between(area.area, name, before.period, after.period) is None:
                yield step(before, after, bounds)


def step(before: Figure, after: Figure, bounds: tuple[Decimal, Decimal]) -> Finding:
    """The finding on one step; what is expected of one that is too long is the bound that it crosses."""
    low, high = (product(before.value, bound) for bound in bounds)
    expected = min(max(after.value, low), high)
    unit = catalogue.indicators()[after.indicator].unit
    return Finding(
        "step_from_before",
        after.area,
        after.period,
        "total",
        unit,
        significant(expected),
        after.value,
        expected == after.value,
        (before.key, after.key),
    )


def urban_not_rural(figures: Figures, area: Area) -> Iterator[Finding]:
    """An amount of money is not the same to the rupiah in town and country."""
    for period in figures.periods(area.area):
        for name in AMOUNTS:
            keys = [Key(area.area, period, locality, name) for locality in ("urban", "rural")]
            if found := all_of(figures, keys):
                unit, differ = catalogue.indicators()[name].unit, found[0].value != found[1].value
                yield Finding(
                    "urban_not_rural",
                    area.area,
                    period,
                    "rural",
                    unit,
                    None,
                    found[1].value,
                    differ,
                    tuple(keys),
                )


def round_is_over(figures: Figures, area: Area) -> Iterator[Finding]:
    """There are no figures of a round whose month is not over."""
    for period in figures.periods(area.area):
        keys = tuple(figure.key for key, figure in figures.of(area.area).items() if key[0] == period)
        yield Finding("round_is_over", area.area, period, "", "", None, None, is_over(period), keys)


DOUBTS = ("step_from_before", "urban_not_rural")  # rules that a figure may break and be right
RULES: tuple[Callable[[Figures, Area], Iterator[Finding]], ...] = (
    urban_plus_rural,
    food_plus_nonfood,
    household_line,
    order_p,
    total_between,
    districts_sum,
    implied_population,
    unknown_key,
    step_from_before,
    urban_not_rural,
    round_is_over,
)
