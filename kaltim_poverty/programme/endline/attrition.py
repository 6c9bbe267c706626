"""Who was found again, in each arm, and how far the others can move a mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.programme.endline.domains import Domain, breakdowns
from kaltim_poverty.programme.evaluation.effects import Regression, effects
from kaltim_poverty.programme.evaluation.lee_bounds import Bounds, lee_bounds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from kaltim_poverty.programme.endline.asked import Asked
    from kaltim_poverty.programme.endline.rows import Rows


class Attrited(NamedTuple):
    """Shares of those found, in percent, and Lee's bounds; None where nobody was found on a side."""

    groups: Mapping[str, str]
    outcome: str
    arm: int
    found: float | None
    comparison: float | None
    p_value: float | None
    bounds: Bounds | None


def attrition(asked: Asked, rows: Rows) -> Iterator[Attrited]:
    """All outcomes and arms: everybody first, then group by group."""
    for domains in breakdowns(asked.by, rows):
        for domain in domains:
            for outcome in asked.outcomes:
                yield from of_outcome(asked, rows, domain, outcome)


def of_outcome(asked: Asked, rows: Rows, domain: Domain, outcome: str) -> Iterator[Attrited]:
    """One outcome in each arm."""
    used = np.flatnonzero(domain.rows)
    found = 100.0 * ~np.isnan(rows.outcomes[outcome][used])
    cluster = None if rows.cluster is None else rows.cluster[used]
    arms = rows.arm[used]
    regression = Regression(found, arms, len(rows.arms) - 1, np.ones((len(used), 1)), None, cluster)
    for arm, effect in enumerate(effects(regression, asked.level), 1):
        shares = [float(found[arms == each].mean()) if (arms == each).any() else None for each in (arm, 0)]
        bounds = bounds_of(rows, outcome, used, arm, shares[0], shares[1])
        yield Attrited(domain.groups, outcome, arm, shares[0], shares[1], effect.p_value, bounds)


def bounds_of(
    rows: Rows, outcome: str, used: NDArray[np.intp], arm: int, found: float | None, comparison: float | None
) -> Bounds | None:
    """Lee's bounds on the mean of an outcome; None where nobody was found on a side."""
    if not found or not comparison:
        return None
    values, weight = rows.outcomes[outcome], rows.person_weight
    sides = [used[(rows.arm[used] == each) & ~np.isnan(values[used])] for each in (arm, 0)]
    weights = None if weight is None else (weight[sides[0]], weight[sides[1]])
    return lee_bounds(values[sides[0]], values[sides[1]], found, comparison, weights)


__all__ = ["Attrited", "attrition"]
