"""A line that is a share of the median or mean of the whole file, with its own sampling error.

The influence of a row on the line enters that of every poverty measure, also from outside the domain
(Deville 1999, Survey Methodology 25, 193-203; Berger and Skinner 2003, https://doi.org/10.1111/1467-9876.00417).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from kaltim_poverty.measures.constants import DomainConstants, LineInfluence
from kaltim_poverty.measures.feature import (
    AT_LINE,
    GAP,
    LINE,
    ONE,
    POOR,
    POOR_DEVIATION,
    POOR_PAIR,
    RATIO,
    SEN,
    SHORTFALL,
    SST,
    TILT_AT_LINE,
    WATTS,
    Feature,
)
from kaltim_poverty.measures.linear import Array, dot
from kaltim_poverty.survey.moments.counts import count
from kaltim_poverty.survey.moments.densities import QUARTILES, density, with_bandwidth
from kaltim_poverty.survey.moments.fold_slices import fold_slices
from kaltim_poverty.survey.moments.plan import Plan
from kaltim_poverty.survey.moments.quantiles import quantiles_at, with_quantiles
from kaltim_poverty.survey.sample import Breakdown, Sample, Slices, Weights, breakdown, slices, summed

MEDIAN = 50.0


class RelativeLine(NamedTuple):
    """A line estimated from the sample.

    Attributes:
        line: share × median or mean.
        influence: of a row on the line.
        psu: Σ w·influence of each PSU; nothing where these are not listed.
        bandwidth: of the density at the median; 0 for the mean.
    """

    line: float
    influence: LineInfluence
    psu: Array
    bandwidth: float

    def slopes(self, totals: Mapping[Feature, Array], constants: DomainConstants) -> dict[Feature, Array]:
        """∂(total)/∂line of every total about the poor; people at the line become poor.

        Raises:
            ValueError: if the constants have no density at the line.
        """
        if constants.density_at_line is None:
            raise ValueError("the constants have no density at the line")
        entering = totals[ONE] * constants.density_at_line
        return {
            feature: slope_in_line(feature, totals, constants.of_poor.centre, self.line, entering)
            for feature in totals
            if feature.moves_with_line and has_slope(feature, totals)
        }


def has_slope(feature: Feature, totals: Mapping[Feature, Array]) -> bool:
    """Whether all is there that the slope of a total is made of; helpers of others need none."""
    if feature.family != "fgt":
        return True
    return feature == POOR or Feature("fgt", feature.number - 1) in totals


def slope_in_line(
    feature: Feature, totals: Mapping[Feature, Array], poor_centre: Array, line: float, entering: Array
) -> Array:
    """∂(total)/∂line of one total, of shape (domains,).

    Args:
        feature: of the poor.
        totals: all totals.
        poor_centre: the mean of welfare of the poor.
        line: z.
        entering: N·f(z), the people that a higher line makes poor.
    """
    if feature == POOR:
        return entering
    if feature in (RATIO, AT_LINE):
        return -totals[RATIO] / line if feature == RATIO else totals[TILT_AT_LINE] / line
    if feature.family == "fgt":
        alpha = feature.number
        return alpha / line * (totals[Feature("fgt", alpha - 1)] - totals[feature])
    people, poor, gaps = totals[ONE], totals[POOR], totals[GAP]
    if feature == SST:
        pairs = totals[SST] + people * gaps
        return (people**2 - (people - poor) ** 2 - pairs) / line
    if feature == SEN:
        return -totals[SEN] / line + 2.0 * entering * gaps
    return {
        WATTS: poor / line,
        SHORTFALL: poor,
        POOR_PAIR: 2.0 * entering * totals[SHORTFALL],
        POOR_DEVIATION: entering * (line - poor_centre),
    }[feature]


def relative_line(sample: Sample, share: float, to: str) -> RelativeLine:
    """The line as a share of the ``median`` or ``mean`` of the whole file."""
    over = breakdown(sample, (), everybody=True)
    parts = slices(sample, over)
    constants = count(parts, len(over), poverty=False)
    if to == "mean":
        line = share_of_mean(share, constants)
        return line._replace(psu=psu_sums(sample, over, parts, constants, line.influence))
    step = sample.sizes.rows_of_step
    constants = with_quantiles(constants, parts, [MEDIAN, *QUARTILES], rows_of_step=step)
    constants = with_bandwidth(constants, parts)
    at_median = density(constants, parts, constants.quantiles[MEDIAN])
    line = share_of_median(share, constants, float(at_median[0]))
    return line._replace(psu=psu_sums(sample, over, parts, constants, line.influence))


def share_of_mean(share: float, constants: DomainConstants) -> RelativeLine:
    """The line as a share of the mean of the only domain, without its PSUs."""
    mean, people = float(constants.centre[0]), float(constants.people[0])
    influence = LineInfluence(0.0, share / people if people > 0 else 0.0, 0.0, mean, mean)
    return RelativeLine(share * mean, influence, np.empty(0), 0.0)


def share_of_median(share: float, constants: DomainConstants, at_median: float) -> RelativeLine:
    """The line as a share of the median of the only domain, without its PSUs.

    Args:
        share: of the median.
        constants: of everybody, with the median and the bandwidth of densities.
        at_median: the density there.
    """
    jump = -share / (float(constants.people[0]) * at_median) if at_median > 0 else 0.0
    point, mean = float(constants.quantiles[MEDIAN][0]), float(constants.centre[0])
    influence = LineInfluence(-0.5 * jump, 0.0, jump, point, mean)
    assert constants.bandwidth is not None  # noqa: S101 - the caller made it
    return RelativeLine(share * point, influence, np.empty(0), float(constants.bandwidth[0]))


def psu_sums(
    sample: Sample, over: Breakdown, parts: Slices, constants: DomainConstants, influence: LineInfluence
) -> Array:
    """Σ w·(influence on the line) of each PSU, (PSUs,)."""
    plan = Plan((LINE,), ())
    moments = fold_slices(sample, over, plan, replace(constants, line=influence), parts)
    return summed(over.psu, moments.cell_sums[LINE], sample.psus)


class LineRule(NamedTuple):
    """A line that is a share of the ``median`` or ``mean`` of everybody, under whatever weights there are."""

    share: float
    to: str


def line_under(sample: Sample, rule: LineRule, weights: Weights) -> float:
    """The line under other weights, such as those of a replicate; NaN if all are 0."""
    over = breakdown(sample, (), everybody=True)
    parts = slices(sample, over)
    people = sum(float(weights(part).sum()) for part in parts())
    if not people > 0:
        return np.nan
    if rule.to == "mean":
        return rule.share * sum(dot(weights(part), part.welfare) for part in parts()) / people
    half, step = np.array([[0.5]]), sample.sizes.rows_of_step
    found = quantiles_at(parts, np.array([people]), half, weights=weights, rows_of_step=step)
    return rule.share * float(found[0, 0])
