"""How fast the welfare of the same households grew, by tenth or fifth of people at first, as statistics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures.incidence import (
    Linearized,
    RankedRows,
    benefit_between,
    fraction_below,
    rank_rows,
    total,
)
from kaltim_poverty.measures.poverty import ON_LINE
from kaltim_poverty.survey.benefit_incidence.receipts import GROUPS
from kaltim_poverty.survey.growth_incidence.statistics import MEAN_GROWTH, RAVALLION_CHEN, WHOLE
from kaltim_poverty.survey.infer import Statistic
from kaltim_poverty.survey.sample import summed
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.growth_incidence.linked_households import LinkedHouseholds


class GrowthOfGroup(NamedTuple):
    """The mean welfare of a group before and after, and the growth of that with its PSU totals.

    Attributes:
        before: the mean at first.
        after: that of the same people later.
        rate: the growth of the mean, percent; NaN where it is undefined.
        totals: Σ w·influence of each own cell of the domain, (cells,).
    """

    before: float
    after: float
    rate: float
    totals: Array


def growth_of_groups(
    households: LinkedHouseholds, kind: str, years: float
) -> tuple[list[Statistic], list[tuple[Array, Array]]]:
    """The growth of the mean of every tenth or fifth, with the means before and after, each (domains,)."""
    count = GROUPS[kind]
    by_domain = [
        [
            growth_between(households, domain, (place / count, (place + 1) / count), years)
            for place in range(count)
        ]
        for domain in range(len(households.people.over))
    ]
    groups = list(zip(*by_domain, strict=True))
    statistics = [statistic_of(f"{100 * (place + 1) // count}", own) for place, own in enumerate(groups)]
    means = [
        (np.array([each.before for each in own]), np.array([each.after for each in own])) for own in groups
    ]
    return statistics, means


def rows_of_groups(households: LinkedHouseholds, kind: str) -> Array:
    """How many rows each tenth or fifth has a part of, (domains, groups)."""
    count = GROUPS[kind]
    return np.array(
        [
            [
                np.count_nonzero(
                    fraction_below(rows, (place + 1) / count) - fraction_below(rows, place / count)
                )
                for place in range(count)
            ]
            for rows, _, _ in (rows_of(households, domain) for domain in range(len(households.people.over)))
        ]
    )


def growth_between(
    households: LinkedHouseholds, domain: int, shares: tuple[float, float], years: float
) -> GrowthOfGroup:
    """The growth of the mean of the people between two shares in order of welfare at first.

    Rows of equal welfare are pooled, and the boundary moves with the weights, as in targeting.
    """
    rows, before, after = rows_of(households, domain)
    sums = [benefit_between(rows, *shares, value) for value in (before, after)]
    people = benefit_between(rows, *shares, np.ones_like(before))
    return growth_of_group(households, domain, rows, (sums[0], sums[1], people), years)


def rows_of(households: LinkedHouseholds, domain: int) -> tuple[RankedRows, Array, Array]:
    """The rows of a domain in order of welfare at first, with their welfare before and after."""
    people, own = households.people, households.people.domain(domain)
    before = people.welfare[own]
    return rank_rows(before, people.weight[own]), before, households.after[own]


def growth_of_group(
    households: LinkedHouseholds,
    domain: int,
    rows: RankedRows,
    sums: tuple[Linearized, Linearized, Linearized],
    years: float,
) -> GrowthOfGroup:
    """The growth of a mean, of the sums of welfare before and after and the number of people."""
    before, after, people = sums
    ratio = after / before
    exists = before.value > 0 and after.value > 0
    factor = ratio.value ** (1.0 / years) if exists else np.nan
    influence = (
        WHOLE / years * factor / ratio.value * ratio.influence if exists else np.zeros_like(rows.weight)
    )
    return GrowthOfGroup(
        before.value / people.value,
        after.value / people.value,
        WHOLE * (factor - 1.0),
        totals_of(households, domain, rows.weight * influence),
    )


def totals_of(households: LinkedHouseholds, domain: int, weighted: Array) -> Array:
    """Sums over the own cells of a domain, of numbers of its rows."""
    people, cells = households.people, households.people.over.own(domain)
    return summed(people.own[people.domain(domain)] - cells.start, weighted, cells.stop - cells.start)


def statistic_of(name: str, own: Sequence[GrowthOfGroup], why: Message | None = None) -> Statistic:
    """One rate of growth in all domains."""
    value = np.array([each.rate for each in own])
    undefined = why or message("reason.growth_undefined")
    return Statistic(
        name=name,
        unit="percent",
        value=value,
        exists=np.isfinite(value),
        totals={0: np.concatenate([each.totals for each in own])},
        scale=np.abs(np.nan_to_num(value)) + WHOLE,
        undefined=dict.fromkeys(np.flatnonzero(~np.isfinite(value)).tolist(), undefined),
        constant=dict.fromkeys(range(len(value)), message("reason.nothing_varies")),
    )


def summary_of_households(households: LinkedHouseholds, years: float, *, in_lines: bool) -> list[Statistic]:
    """The growth of the mean of all linked people, and the mean growth of those who were poor at first."""
    domains = range(len(households.people.over))
    found = [statistic_of(MEAN_GROWTH, [growth_of_mean(households, each, years) for each in domains])]
    if in_lines:
        why = message("reason.poor_growth_undefined")
        own = [mean_growth_of_poor(households, each, years) for each in domains]
        found.append(statistic_of(RAVALLION_CHEN, own, why))
    return found


def growth_of_mean(households: LinkedHouseholds, domain: int, years: float) -> GrowthOfGroup:
    """The growth of the mean of everybody in a domain."""
    rows, before, after = rows_of(households, domain)
    sums = total(rows, before), total(rows, after), total(rows, np.ones_like(before))
    return growth_of_group(households, domain, rows, sums, years)


def mean_growth_of_poor(households: LinkedHouseholds, domain: int, years: float) -> GrowthOfGroup:
    """The mean over those poor at first of (u₂/u₁)^(1/years) − 1, in percent; NaN where one has u₁ ≤ 0.

    Grimm (2007), https://doi.org/10.1007/s10888-006-9038-x.
    """
    rows, before, after = rows_of(households, domain)
    poor = 1.0 - before > ON_LINE
    nothing = totals_of(households, domain, np.zeros_like(before))
    if not poor.any() or (before[poor] <= 0).any() or (years != 1 and (after[poor] < 0).any()):
        return GrowthOfGroup(np.nan, np.nan, np.nan, nothing)
    ratio = np.where(poor, after, 1.0) / np.where(poor, before, 1.0)
    rate = WHOLE * ((ratio if years == 1 else ratio ** (1.0 / years)) - 1.0)
    people = float(rows.weight[poor].sum())
    value = float(np.dot(rows.weight[poor], rate[poor])) / people
    influence = np.where(poor, (rate - value) / people, 0.0)
    return GrowthOfGroup(np.nan, np.nan, value, totals_of(households, domain, rows.weight * influence))
