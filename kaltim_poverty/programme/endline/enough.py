"""Was it enough? The gap that was closed, the return that was earned, who was lifted and at what cost."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.programme.endline.asked import RDD
from kaltim_poverty.programme.endline.cutoff import at_cutoff
from kaltim_poverty.programme.endline.domains import Domain, breakdowns
from kaltim_poverty.programme.endline.estimates import (
    jump_of,
    mean_of_comparison,
    regression_of,
    regression_on,
)
from kaltim_poverty.programme.evaluation.effects import Effect, Regression, effects, fitted, tested
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from kaltim_poverty.programme.endline.asked import Asked
    from kaltim_poverty.programme.endline.rows import Rows

    Array = NDArray[np.float64]

ENOUGH, NOT_ENOUGH, UNDECIDED = "enough", "not_enough", "undecided"
LEAST_POOR = 1


class Quantity(NamedTuple):
    """One number that says whether it was enough, with its interval where it is an estimate.

    Attributes:
        groups: of the domain.
        outcome: the column.
        arm: its place among the arms.
        name: of the quantity.
        value: None where it does not exist.
        low: of the interval.
        high: of the interval.
        unit: of all three.
        verdict: ``enough``, ``not_enough``, ``undecided``, or empty.
        basis: the formula in words.
    """

    groups: Mapping[str, str]
    outcome: str
    arm: int
    name: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    verdict: str
    basis: Message


class Subject(NamedTuple):
    """The subject of a quantity."""

    asked: Asked
    rows: Rows
    domain: Domain
    outcome: str
    arm: int

    @property
    def amount(self) -> Decimal | None:
        """Rupiah that one of this arm got."""
        return self.rows.amounts[self.arm]

    def quantity(
        self, name: str, unit: str, effect: Effect, factor: float | None, verdict: str = "", **numbers: object
    ) -> Quantity:
        """A multiple of an effect with its interval."""
        basis = message(f"basis.enough_{name}", **numbers)
        if factor is None or effect.value is None:
            basis = message("basis.plan_none", formula=basis)
            return Quantity(
                self.domain.groups, self.outcome, self.arm, name, None, None, None, unit, "", basis
            )
        ends = [None if end is None else factor * end for end in (effect.low, effect.high)]
        low, high = ends if factor >= 0 else ends[::-1]
        return Quantity(
            self.domain.groups,
            self.outcome,
            self.arm,
            name,
            factor * effect.value + 0.0,  # no effect is no negative number either
            low,
            high,
            unit,
            verdict,
            basis,
        )


def enough(asked: Asked, rows: Rows) -> Iterator[Quantity]:
    """All quantities: everybody first, then group by group, in each by outcome and arm."""
    for domains in breakdowns(asked.by, rows):
        for domain in domains:
            for outcome in asked.outcomes:
                for arm in range(1, len(rows.arms)):
                    yield from of_arm(Subject(asked, rows, domain, outcome, arm))
                yield from marginal_returns(asked, rows, domain, outcome)


def of_arm(subject: Subject) -> Iterator[Quantity]:
    """The quantities of one arm."""
    if subject.asked.has_line:
        yield gap_closed(subject)
    if subject.amount is not None:
        yield from returns(subject)
    if subject.asked.has_line:
        yield from lifted(subject)


def effect_of(subject: Subject, measure: str) -> tuple[Effect, float | None]:
    """The effect of the arm on a measure, and the measure of the comparison."""
    asked, rows, domain, outcome, arm = subject
    if asked.design == RDD:
        found = jump_of(asked, rows, domain, outcome, measure)
        return found.effect, found.beside
    regression, used = regression_of(asked, rows, domain, outcome, measure)
    return effects(regression, asked.level)[arm - 1], mean_of_comparison(rows, outcome, measure, used)


def gap_closed(subject: Subject) -> Quantity:
    """−100 · effect on P1 ÷ P1 of the comparison, which is taken as known."""
    effect, comparison = effect_of(subject, "p1")
    factor = -100.0 / comparison if comparison else None
    return subject.quantity(
        "gap_closed_share",
        "percent",
        effect,
        factor,
        estimate=shown(negative(effect.value)),
        comparison=shown(comparison),
    )


def returns(subject: Subject) -> Iterator[Quantity]:
    """The return that the amount earned, against that which closes the average gap."""
    amount = subject.amount
    assert amount is not None  # noqa: S101 - the caller asked
    effect = household_effect(subject)
    needed = return_needed(subject)
    found = subject.quantity(
        "return_found", "percent", effect, 100.0 / float(amount), estimate=shown(effect.value), amount=amount
    )
    yield found._replace(verdict=verdict_of(found, needed))
    if subject.asked.has_line:
        gap = mean_gap(subject)
        yield subject.quantity(
            "return_needed",
            "percent",
            Effect(needed),
            None if needed is None else 1.0,
            gap=shown(gap),
            amount=amount,
        )


def verdict_of(found: Quantity, needed: float | None) -> str:
    """``enough`` where the low end reaches what is needed, ``not_enough`` where the high end does not."""
    if needed is None or found.low is None or found.high is None:
        return ""
    if found.low >= needed:
        return ENOUGH
    return NOT_ENOUGH if found.high < needed else UNDECIDED


def household_effect(subject: Subject) -> Effect:
    """The effect of the arm on a household's month."""
    asked, rows, domain, _, arm = subject
    after, start = household_month(subject)
    if asked.design == RDD:
        used = np.flatnonzero(domain.rows & ~np.isnan(after))
        return at_cutoff(asked, rows, used, after, start, rows.weight).effect
    return effects(household_regression(subject), asked.level)[arm - 1]


def household_regression(subject: Subject) -> Regression:
    """The regression of a household's month."""
    asked, rows, domain, _, _ = subject
    return regression_on(asked, rows, domain, *household_month(subject), rows.weight)[0]


def household_month(subject: Subject) -> tuple[Array, Array | None]:
    """The outcome of a household and its baseline: of all members together, where there are any."""
    rows = subject.rows
    members = np.ones(rows.used) if rows.size is None else rows.size
    before = rows.baselines.get(subject.outcome)
    return rows.outcomes[subject.outcome] * members, None if before is None else before * members


def mean_gap(subject: Subject) -> float | None:
    """The mean gap of poor households of the comparison, rupiah a year; None if none is poor."""
    _, rows, domain, outcome, _ = subject
    if rows.line is None:
        return None
    values = rows.outcomes[outcome]
    poor = domain.rows & (rows.arm == 0) & (values < rows.line)
    if poor.sum() < LEAST_POOR:
        return None
    members = np.ones(rows.used) if rows.size is None else rows.size
    weight = None if rows.weight is None else rows.weight[poor]
    return float(np.average((rows.line - values)[poor] * members[poor], weights=weight))


def return_needed(subject: Subject) -> float | None:
    """Percent a month that the amount must earn to close that gap."""
    gap, amount = mean_gap(subject), subject.amount
    return None if gap is None or amount is None else 100.0 * gap / float(amount)


def lifted(subject: Subject) -> Iterator[Quantity]:
    """How many of the arm are no longer poor because of it, and what one of them cost."""
    rows, domain = subject.rows, subject.domain
    own = domain.rows & (rows.arm == subject.arm)
    households = total(rows.weight, own)
    units = total(rows.person_weight, own)
    unit = "households" if rows.size is None else "people"
    count = shown(units)
    effect = Effect(None) if subject.asked.design == RDD else effect_of(subject, "p0")[0]
    found = subject.quantity(
        "lifted", unit, effect, -units / 100.0, estimate=shown(negative(effect.value)), count=count
    )
    yield found
    if subject.amount is not None:
        yield cost_of_each(found, float(subject.amount) * households)


def total(weight: Array | None, chosen: NDArray[np.bool_]) -> float:
    """The weight of some rows; their number where there is none."""
    return float(chosen.sum() if weight is None else weight[chosen].sum())


def cost_of_each(found: Quantity, cost: float) -> Quantity:
    """Cost ÷ lifted; None where the interval holds 0: then nobody may have been."""
    basis = message("basis.enough_cost_per_lifted", cost=shown(cost), lifted=shown(found.value))
    empty = found._replace(name="cost_per_lifted", unit="idr", value=None, low=None, high=None, basis=basis)
    if found.value is None or found.low is None or found.high is None or found.low <= 0:
        return empty._replace(basis=message("basis.enough_nobody_surely", formula=basis))
    return empty._replace(value=cost / found.value, low=cost / found.high, high=cost / found.low)


def marginal_returns(asked: Asked, rows: Rows, domain: Domain, outcome: str) -> Iterator[Quantity]:
    """The extra earnings of the larger of two amounts, over the extra amount."""
    known = [(amount, arm) for arm, amount in enumerate(rows.amounts) if amount is not None]
    for (less, smaller), (more, larger) in pairwise(sorted(known)):
        subject = Subject(asked, rows, domain, outcome, larger)
        effect = contrast(household_regression(subject), smaller, larger, asked.level)
        factor = 100.0 / float(more - less) if more > less else None
        yield subject.quantity(
            "marginal_return",
            "percent",
            effect,
            factor,
            estimate=shown(effect.value),
            more=more,
            less=less,
            other=rows.arms[smaller],
        )


def contrast(regression: Regression, smaller: int, larger: int, level: float) -> Effect:
    """The effect of one arm less that of another."""
    if not len(regression.outcome):
        return Effect(None, reason="nobody_found")
    fit, columns = fitted(regression)
    if fit is None or smaller not in columns or larger not in columns:
        return Effect(None, reason="not_told_apart")
    weights = np.zeros(fit.design.shape[1])
    weights[columns[larger]], weights[columns[smaller]] = 1.0, -1.0
    size = float(np.abs(regression.outcome).max())
    few = min(regression.units(arm) for arm in (smaller, larger)) < 2  # noqa: PLR2004 - one has no spread
    return tested(fit, regression.clusters, weights, level, size, few=few)


def negative(value: float | None) -> float | None:
    """A fall as a number above 0."""
    return None if value is None else 0.0 - value


def shown(value: float | None) -> Decimal | Message:
    """A number inside a formula."""
    if value is None:
        return message("basis.nothing")
    return Decimal(f"{value:.0f}") if abs(value) >= 1000 else Decimal(f"{value:.4g}")  # noqa: PLR2004


__all__ = ["Quantity", "enough", "shown"]
