"""The variance of each statistic in each of its samples, by replicates or linearisation."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.survey.infer.degrees import degrees_of_freedom, too_few_psus
from kaltim_poverty.survey.infer.full_count import sampled
from kaltim_poverty.survey.infer.influence import influence_in
from kaltim_poverty.survey.infer.linearisation import linearised_variances
from kaltim_poverty.survey.infer.replicates import Spread, spread_over_replicates
from kaltim_poverty.survey.infer.rounding import without_rounding
from kaltim_poverty.survey.infer.statistic import rows_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.infer.evidence import Evidence
    from kaltim_poverty.survey.infer.statistic import Mask, Quantile, Statistic


class InSample(NamedTuple):
    """The part of a statistic that one sample contributes.

    Attributes:
        variance: NaN where it cannot be measured; of the share of people where the statistic is made of a
            quantile, (rows,).
        freedom: degrees of freedom, (rows,).
        few: whether the domains have rows in fewer than two PSUs, (rows,).
        quantile: the quantile of the sample that the statistic is made of.
        undefined: in how many replicates it does not exist, over all rows.
    """

    variance: Array
    freedom: Array
    few: Mask
    quantile: Quantile | None
    undefined: int


class WithSpreads(NamedTuple):
    """A statistic whose values under replicates have become variances, by sample."""

    statistic: Statistic
    spreads: dict[int, Spread]


def without_replicates(statistics: Iterable[Statistic], evidence: Evidence) -> list[WithSpreads]:
    """The statistics; values under replicates become variances at once, as there may be many of them."""
    found = []
    for statistic in statistics:
        spreads = {}
        for sample, values in statistic.replicates.items():
            quantile = quantile_in(statistic, evidence, sample)
            value = statistic.value if quantile is None else quantile.share
            replicates = evidence.designs[sample].replicates
            assert replicates is not None  # noqa: S101 - without them there are no such values
            spreads[sample] = spread_over_replicates(values, value, replicates)
        found.append(WithSpreads(statistic.without_replicates(), spreads))
    return found


def quantile_in(statistic: Statistic, evidence: Evidence, sample: int) -> Quantile | None:
    """The quantile of a sample that a statistic is made of.

    Raises:
        ValueError: if the statistic names more of that sample: inversion knows no covariance.
    """
    own = [each for each in statistic.quantiles if evidence.subsamples[each.subsample].sample == sample]
    if own and len(subsamples_in(statistic, evidence, sample)) > 1:
        raise ValueError(f"{statistic.name}: inversion of a quantile knows no covariance; give its influence")
    return own[0] if own else None


def subsamples_in(statistic: Statistic, evidence: Evidence, sample: int) -> tuple[int, ...]:
    """The subsamples in a sample of which a statistic names a domain."""
    return tuple(each for each in statistic.subsamples if evidence.subsamples[each].sample == sample)


def in_samples(given: Sequence[WithSpreads], evidence: Evidence) -> list[list[InSample]]:
    """The contribution of each sample to each statistic; what several share is computed once.

    Full counts are left out: they contribute nothing.
    """
    variances = [{sample: own.variance for sample, own in each.spreads.items()} for each in given]
    for sample in sampled(evidence):
        places = [
            place
            for place, (statistic, spreads) in enumerate(given)
            if subsamples_in(statistic, evidence, sample) and sample not in spreads
        ]
        influences = [influence_in(given[place].statistic, evidence, sample) for place in places]
        found = linearised_variances(influences, evidence, sample)
        for place, variance in zip(places, found, strict=True):
            variances[place][sample] = variance
    shared = Freedom(evidence)
    return [
        [in_sample(each, sample, variance, shared) for sample, variance in sorted(own.items())]
        for each, own in zip(given, variances, strict=True)
    ]


def in_sample(given: WithSpreads, sample: int, variance: Array, shared: Freedom) -> InSample:
    """The contribution of one sample to a statistic."""
    statistic, evidence = given.statistic, shared.evidence
    quantile = quantile_in(statistic, evidence, sample)
    freedom, few = shared.of(sample, subsamples_in(statistic, evidence, sample))
    variance = without_rounding(variance, statistic.size if quantile is None else quantile.share)
    spread = given.spreads.get(sample)
    undefined = 0 if spread is None else int(spread.undefined.sum())
    unknown = few | (freedom < 1) | rows_in(statistic.unmeasured, len(few))
    return InSample(np.where(unknown, np.nan, variance), freedom, few, quantile, undefined)


class Freedom:
    """A cache of degrees of freedom, and of whether PSUs are too few, by the domains they depend on."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.cache: dict[tuple[int, tuple[int, ...]], tuple[Array, Mask]] = {}

    def of(self, sample: int, subsamples: tuple[int, ...]) -> tuple[Array, Mask]:
        """Degrees of freedom and whether PSUs are too few for the domains of each row, both (rows,)."""
        key = (sample, subsamples)
        if key not in self.cache:
            freedom = degrees_of_freedom(self.evidence, sample, subsamples)
            self.cache[key] = (freedom, too_few_psus(self.evidence, sample, subsamples))
        return self.cache[key]
