"""A line that is a share of the median or mean of the whole file, with its own sampling error.

The influence of a row on the line enters that of every poverty measure, also from outside the domain
(Deville 1999, Survey Methodology 25, 193-203; Berger and Skinner 2003, https://doi.org/10.1111/1467-9876.00417).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.measures.constants import DomainConstants, LineInfluence
from kaltim_poverty.measures.feature import (
    GAP,
    LINE,
    ONE,
    POOR,
    POOR_DEVIATION,
    POOR_PAIR,
    SEN,
    SHORTFALL,
    SST,
    WATTS,
    Feature,
)
from kaltim_poverty.survey.moments.constants import count, density, with_shape
from kaltim_poverty.survey.moments.moments import Plan, fold, whole
from kaltim_poverty.survey.sample.blocks import breakdown, summed
from kaltim_poverty.survey.sample.chunks import chunks
from kaltim_poverty.survey.sample.partition import slices

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.sample.blocks import Breakdown, Sample, Slices

MEDIAN = 50.0


class RelativeLine(NamedTuple):
    """A line estimated from the sample.

    Attributes:
        line: share × median or mean.
        influence: of a row on the line.
        psu: Σ w·influence of each PSU.
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
            raise ValueError
        entering = totals[ONE] * constants.density_at_line
        return {
            feature: slope_in_line(feature, totals, constants.the_poor.centre, self.line, entering)
            for feature in totals
            if feature.of_the_poor and has_slope(feature, totals)
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
    constants = count(sample, over, parts, poverty=False)
    people, mean = float(constants.people[0]), float(constants.centre[0])
    if to == "mean":
        influence = LineInfluence(0.0, share / people, 0.0, mean, mean)
        return RelativeLine(share * mean, influence, psu_sums(sample, over, parts, constants, influence), 0.0)
    constants = with_shape(constants, over, parts, [MEDIAN], spread=True)
    point = constants.quantiles[MEDIAN]
    at_median = float(density(constants, over, parts, point)[0])
    step = -share / (people * at_median) if at_median > 0 else 0.0
    influence = LineInfluence(-0.5 * step, 0.0, step, float(point[0]), mean)
    assert constants.bandwidth is not None  # noqa: S101 - made above
    psu = psu_sums(sample, over, parts, constants, influence)
    return RelativeLine(share * influence.point, influence, psu, float(constants.bandwidth[0]))


def psu_sums(
    sample: Sample, over: Breakdown, parts: Slices, constants: DomainConstants, influence: LineInfluence
) -> Array:
    """Σ w·(influence on the line) of each PSU, of shape (PSUs,)."""
    plan, within = Plan((LINE,), (), late=False), chunks(over)
    moments = fold(sample, over, plan, replace(constants, line=influence), parts, within=within)
    (cells,) = whole(moments.cells, within, plan.features)
    return summed(over.psu, cells, sample.psus)
