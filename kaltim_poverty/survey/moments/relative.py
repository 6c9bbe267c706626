"""A line that is a share of the median or mean of the whole file, with its own sampling error.

The influence of a row on the line enters that of every poverty measure, also from outside the domain
(Deville 1999, Survey Methodology 25, 193-203; Berger and Skinner 2003, https://doi.org/10.1111/1467-9876.00417).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures.catalogue import quantile, simple
from kaltim_poverty.measures.features import kind, of_the_poor
from kaltim_poverty.survey.moments import facts as known
from kaltim_poverty.survey.moments.moments import Facts, fold, plan_of, whole
from kaltim_poverty.survey.sample.blocks import breakdown, summed
from kaltim_poverty.survey.sample.chunks import chunks
from kaltim_poverty.survey.sample.partition import slices

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.sample.blocks import Sample

MEDIAN = "50"


class RelativeLine(NamedTuple):
    """A line estimated from the sample.

    Attributes:
        line: share × median or mean.
        base: the influence of a row on the line is base + slope·(y − mean) + step·[y ≤ point].
        slope: see base.
        step: see base.
        point: the median.
        mean: of the whole file.
        psu: Σ w·influence of each PSU.
        bandwidth: of the density at the median; 0 for the mean.
    """

    line: float
    base: float
    slope: float
    step: float
    point: float
    mean: float
    psu: Array
    bandwidth: float

    def influence(self, welfare: Array) -> Array:
        """The influence of rows on the line."""
        return self.base + self.slope * (welfare - self.mean) + self.step * (welfare <= self.point)

    def facts(self, facts: Facts) -> Facts:
        """What the feature ``line`` of each domain needs, whose rows are centred at another mean."""
        shape = np.ones_like(facts["centre"])
        base = self.base + self.slope * (facts["centre"] - self.mean)
        return {
            "line_base": base,
            "line_slope": self.slope * shape,
            "line_step": self.step * shape,
            "line_point": self.point * shape,
        }

    def slopes(self, totals: Mapping[str, Array], facts: Facts) -> dict[str, Array]:
        """∂(total)/∂line of every total about the poor; people at the line become poor."""
        entering = totals["one"] * facts["density_line"]
        return {
            name: slope_in_line(name, totals, facts, self.line, entering)
            for name in totals
            if of_the_poor(name) and sloped(name, totals)
        }


def sloped(name: str, totals: Mapping[str, Array]) -> bool:
    """Whether all is there that the slope of a total is made of; helpers of others need none."""
    family, alpha = kind(name)
    return family != "fgt" or float(alpha) == 0 or f"fgt_{float(alpha) - 1:g}" in totals


def slope_in_line(
    name: str, totals: Mapping[str, Array], facts: Facts, line: float, entering: Array
) -> Array:
    """∂(total)/∂line of one total.

    Args:
        name: the feature.
        totals: all totals of the domain.
        facts: ``people`` and ``poor_centre``.
        line: z.
        entering: N·f(z), the people that a higher line makes poor.
    """
    family, alpha = kind(name)
    if family == "fgt":
        order = float(alpha)
        if order == 0:
            return entering
        return order / line * (totals[f"fgt_{order - 1:g}"] - totals[name])
    people, poor, gaps = totals["one"], totals["fgt_0"], totals["fgt_1"]
    if family == "sst":
        pairs = totals["sst"] + people * gaps
        return (people**2 - (people - poor) ** 2 - pairs) / line
    if family == "sen":
        return -totals["sen"] / line + 2.0 * entering * gaps
    return {
        "watts": poor / line,
        "shortfall": poor,
        "poor_pair": 2.0 * entering * totals["shortfall"],
        "poor_deviation": entering * (line - facts["poor_centre"]),
    }[family]


def relative_line(sample: Sample, share: float, to: str) -> RelativeLine:
    """The line as a share of the ``median`` or ``mean`` of the whole file."""
    over = breakdown(sample, (), everybody=True)
    parts = slices(sample, over)
    facts = known.count(sample, over, parts, poverty=False)
    if to == "mean":
        measures = [simple("mean")]
    else:
        measures = [quantile("median", MEDIAN)]
        known.add_quantiles(facts, over, parts, ["25", MEDIAN, "75"])
        known.add_spread(facts, over, parts)
    plan, within = plan_of(measures, late=False), chunks(over)
    moments = fold(sample, over, plan, facts, parts, within=within)
    sums = dict(zip(plan.features, whole(moments.cells, within, plan.features), strict=True))
    people, mean = float(facts["people"][0]), float(facts["centre"][0])
    if to == "mean":
        base, slope, step, point = 0.0, share / people, 0.0, mean
        cells = slope * sums["deviation"]
        line = share * mean
    else:
        density = float(known.density(facts, over, parts, facts[f"quantile_{MEDIAN}"])[0])
        step = -share / (people * density) if density > 0 else 0.0
        base, slope, point = -0.5 * step, 0.0, float(facts[f"quantile_{MEDIAN}"][0])
        cells = base * sums["one"] + step * sums[f"upto_{MEDIAN}"]
        line = share * point
    psu = summed(over.psu, cells, sample.psus)
    return RelativeLine(
        line, base, slope, step, point, mean, psu, float(facts.get("bandwidth", np.zeros(1))[0])
    )
