"""The effects of all arms on all outcomes, of everybody and by group, with p-values for many tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.programme.endline.asked import DID, LOTTERY, RDD, Asked
from kaltim_poverty.programme.endline.cutoff import AtCutoff, at_cutoff
from kaltim_poverty.programme.endline.domains import Domain, breakdowns
from kaltim_poverty.programme.evaluation.design_matrix import controls
from kaltim_poverty.programme.evaluation.effects import (
    Effect,
    Regression,
    difference,
    effects,
    randomisation_p_values,
    wild_p_values,
)
from kaltim_poverty.programme.evaluation.measures_of_rows import MEASURES, measure_of_rows
from kaltim_poverty.programme.evaluation.randomisation import Draws, redraws
from kaltim_poverty.survey.infer.holm import holm

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from kaltim_poverty.programme.endline.rows import Rows

    Array = NDArray[np.float64]
    IntArray = NDArray[np.intp]

DIFFERENCE = "difference"  # the last group of a breakdown less its first
WHOLE = ("mean",)


class Estimated(NamedTuple):
    """The effect of one arm on one measure of one outcome in one domain.

    Attributes:
        groups: of the domain.
        arm: its place among the arms.
        outcome: the column.
        measure: ``mean``, ``p0`` or ``p1``.
        comparison: the measure of the comparison group.
        effect: with its error.
        p_holm: adjusted for arms and values of the breakdown.
        p_randomisation: of other draws.
        p_wild: of the wild cluster bootstrap.
        n: rows.
        clusters: where there are any.
    """

    groups: Mapping[str, str]
    arm: int
    outcome: str
    measure: str
    comparison: float | None
    effect: Effect
    p_holm: float | None
    p_randomisation: float | None
    p_wild: float | None
    n: int
    clusters: int | None


class Drawn(NamedTuple):
    """Re-randomisations of a lottery.

    Attributes:
        draws: of its units.
        unit: of each row, (rows,).
    """

    draws: Draws
    unit: IntArray


def drawn_again(asked: Asked, rows: Rows) -> Drawn | None:
    """Re-randomisations of a lottery, shared by all outcomes; None for other designs."""
    if asked.design != LOTTERY:
        return None
    unit = np.arange(rows.used) if rows.cluster is None else np.unique(rows.cluster, return_inverse=True)[1]
    first = np.unique(unit, return_index=True)[1]
    stratum = np.zeros(rows.used, dtype=np.intp) if rows.stratum is None else rows.stratum
    random = np.random.default_rng([asked.seed, 1])
    return Drawn(redraws(rows.arm[first], stratum[first], asked.draws, random), unit.reshape(-1))


def measures_asked(asked: Asked) -> Sequence[str]:
    """The measures of each outcome."""
    return MEASURES if asked.has_line else WHOLE


def estimated(asked: Asked, rows: Rows) -> Iterator[Estimated]:
    """All effects: everybody first, then group by group, in each by arm, outcome and measure."""
    drawn = drawn_again(asked, rows)
    for domains in breakdowns(asked.by, rows):
        found = {
            (outcome, measure): of_breakdown(asked, rows, domains, outcome, measure, drawn)
            for outcome in asked.outcomes
            for measure in measures_asked(asked)
        }
        groups = list(dict.fromkeys(tuple(each.groups.items()) for own in found.values() for each in own))
        for group in groups:
            for arm in range(1, len(rows.arms)):
                for own in found.values():
                    yield from (
                        each for each in own if each.arm == arm and tuple(each.groups.items()) == group
                    )


def of_breakdown(
    asked: Asked, rows: Rows, domains: Sequence[Domain], outcome: str, measure: str, drawn: Drawn | None
) -> list[Estimated]:
    """The effects of all arms in the domains of one breakdown, and their difference."""
    regressions = [regression_of(asked, rows, domain, outcome, measure) for domain in domains]
    found = [
        each
        for domain, (regression, used) in zip(domains, regressions, strict=True)
        for each in of_domain(asked, rows, domain, outcome, measure, regression, used, drawn)
    ]
    adjusted = holm([each.effect.p_value for each in found])
    found = [each._replace(p_holm=p) for each, p in zip(found, adjusted, strict=True)]
    if len(domains) > 1 and asked.design != RDD:
        found += differences(asked, rows, domains, outcome, measure, [each for each, _ in regressions])
    return found


def differences(
    asked: Asked,
    rows: Rows,
    domains: Sequence[Domain],
    outcome: str,
    measure: str,
    regressions: Sequence[Regression],
) -> list[Estimated]:
    """The effect of each arm in the last group less that in the first."""
    first, last = regressions[0], regressions[-1]
    groups = dict.fromkeys(domains[0].groups, DIFFERENCE)
    found = []
    for arm in range(1, len(rows.arms)):
        effect = difference(first, last, arm, asked.level)
        sizes = (len(first.outcome) + len(last.outcome), clusters_of(first, last))
        found.append(Estimated(groups, arm, outcome, measure, None, effect, None, None, None, *sizes))
    adjusted = holm([each.effect.p_value for each in found])
    return [each._replace(p_holm=p) for each, p in zip(found, adjusted, strict=True)]


def clusters_of(*regressions: Regression) -> int | None:
    """How many clusters there are in all of them; None where none were named."""
    own = [each.cluster for each in regressions if each.cluster is not None]
    return len(np.unique(np.concatenate(own))) if own else None


def of_domain(
    asked: Asked,
    rows: Rows,
    domain: Domain,
    outcome: str,
    measure: str,
    regression: Regression,
    used: IntArray,
    drawn: Drawn | None,
) -> Iterator[Estimated]:
    """The effect of each arm in one domain."""
    if asked.design == RDD:
        found = jump_of(asked, rows, domain, outcome, measure)
        nothing = (None, None, None)
        yield Estimated(
            domain.groups,
            1,
            outcome,
            measure,
            found.beside,
            found.effect,
            *nothing,
            found.n,
            clusters_of(regression),
        )
        return
    own = effects(regression, asked.level)
    wild = wild_p_values(regression, asked.draws, np.random.default_rng([asked.seed, 2]))
    again: list[float | None] = [None] * len(own)
    if drawn is not None:
        again = randomisation_p_values(regression, drawn.draws, drawn.unit[used])
    comparison = mean_of_comparison(rows, outcome, measure, used)
    for place, effect in enumerate(own):
        tested = effect.p_value is not None
        p_values = (None, again[place] if tested else None, wild[place] if tested else None)
        sizes = (len(used), clusters_of(regression))
        yield Estimated(domain.groups, place + 1, outcome, measure, comparison, effect, *p_values, *sizes)


def jump_of(asked: Asked, rows: Rows, domain: Domain, outcome: str, measure: str) -> AtCutoff:
    """The jump of a measure of an outcome in a domain."""
    after = measure_of_rows(measure, rows.outcomes[outcome], rows.line)
    before = rows.baselines.get(outcome)
    start = None if before is None else measure_of_rows(measure, before, rows.line)
    used = np.flatnonzero(domain.rows & ~np.isnan(after))
    return at_cutoff(asked, rows, used, after, start, rows.person_weight)


def mean_of_comparison(rows: Rows, outcome: str, measure: str, used: IntArray) -> float | None:
    """The measure of the comparison group after the programme."""
    own = used[rows.arm[used] == 0]
    if not len(own):
        return None
    values = measure_of_rows(measure, rows.outcomes[outcome], rows.line)[own]
    weight = rows.person_weight
    return float(np.average(values, weights=None if weight is None else weight[own]))


def regression_of(
    asked: Asked, rows: Rows, domain: Domain, outcome: str, measure: str
) -> tuple[Regression, IntArray]:
    """The regression of a measure of an outcome in a domain, and the rows that it uses."""
    after = measure_of_rows(measure, rows.outcomes[outcome], rows.line)
    before = rows.baselines.get(outcome)
    start = None if before is None else measure_of_rows(measure, before, rows.line)
    return regression_on(asked, rows, domain, after, start, rows.person_weight)


def regression_on(
    asked: Asked, rows: Rows, domain: Domain, after: Array, start: Array | None, weight: Array | None
) -> tuple[Regression, IntArray]:
    """The regression of any outcome with its baseline, and the rows that it uses."""
    in_did = asked.design == DID and start is not None
    values = after - start if in_did and start is not None else after
    used = np.flatnonzero(domain.rows & ~np.isnan(values))
    own = None if weight is None else weight[used] / weight[used].mean() if len(used) else weight[used]
    start_alone = [] if start is None or in_did else [start]
    explaining = [each[used] for each in (*start_alone, *rows.covariates.values())] if not in_did else []
    strata = None if rows.stratum is None else rows.stratum[used]
    columns = controls(len(used), strata, explaining, own) if len(used) else np.empty((0, 1))
    cluster = None if rows.cluster is None else rows.cluster[used]
    return Regression(values[used], rows.arm[used], len(rows.arms) - 1, columns, own, cluster), used


__all__ = [
    "DIFFERENCE",
    "Estimated",
    "estimated",
    "jump_of",
    "mean_of_comparison",
    "measures_asked",
    "regression_of",
    "regression_on",
]
