"""Degrees of freedom, and whether there are PSUs enough to measure an error at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kaltim_poverty.measures.student import t_quantile
from kaltim_poverty.survey.infer.domain_strata import DomainStrata, strata_of
from kaltim_poverty.survey.sample import IntArray, summed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.infer.evidence import Evidence, Subsample
    from kaltim_poverty.survey.infer.statistic import Mask
    from kaltim_poverty.survey.sample import Design

LEAST_PSUS = 2  # are needed for a difference


def strata_of_subsample(design: Design, subsample: Subsample) -> DomainStrata:
    """The strata in which each of its domains has rows."""
    if subsample.distributed is None:
        return strata_of(design, subsample.over)
    return subsample.distributed.strata()


def degrees_of_freedom(evidence: Evidence, sample: int, subsamples: Sequence[int]) -> Array:
    """All PSUs of the strata in which a domain of a row has a row of the survey, minus those strata.

    Replicate weights bring their own: the rank of their matrix less 1.

    Args:
        evidence: what the statistic rests on.
        sample: the number of one of its samples.
        subsamples: the subsamples in this sample of which the statistic names a domain.

    Returns:
        (rows,); 0 where no subsample has the row.
    """
    drawn = evidence.designs[sample]
    rows = len(evidence.subsamples[subsamples[0]].domain)
    if drawn.replicates is not None and drawn.replicates.freedom is not None:
        return np.full(rows, drawn.replicates.freedom)
    pairs = [strata_of_rows(drawn.design, evidence.subsamples[each]) for each in subsamples]
    every = pairs[0] if len(pairs) == 1 else np.unique(np.concatenate(pairs))
    row, stratum = np.divmod(every, max(len(drawn.design.psus), 1))
    freedom: Array = drawn.design.psus[stratum] - np.float64(1.0)
    return summed(row, freedom, rows)


def strata_of_rows(design: Design, subsample: Subsample) -> IntArray:
    """The rows and the strata in which their domains have rows of the survey: row · strata + stratum."""
    strata = strata_of_subsample(design, subsample)
    counts = np.bincount(strata.domain, minlength=len(subsample.over))
    first = np.cumsum(counts) - counts
    rows = np.flatnonzero(subsample.domain >= 0)
    here = subsample.domain[rows]
    place = runs(first[here], counts[here])
    return np.asarray(np.repeat(rows, counts[here]) * max(len(design.psus), 1) + strata.stratum[place])


def runs(first: IntArray, counts: IntArray) -> IntArray:
    """The whole numbers of several runs one after the other, each from its first on."""
    ends = np.cumsum(counts)
    return np.asarray(np.arange(ends[-1] if len(ends) else 0) + np.repeat(first - (ends - counts), counts))


def too_few_psus(evidence: Evidence, sample: int, subsamples: Sequence[int]) -> Mask:
    """Whether a domain of a row has rows in fewer than two PSUs of the sample, (rows,)."""
    few = np.zeros(len(evidence.subsamples[subsamples[0]].domain), dtype=bool)
    for subsample in (evidence.subsamples[each] for each in subsamples):
        psus = np.append(psus_of_domains(subsample), LEAST_PSUS)  # the last for rows without a domain
        few |= psus[subsample.domain] < LEAST_PSUS
    return few & evidence.designs[sample].knows_psus


def psus_of_domains(subsample: Subsample) -> IntArray:
    """In how many PSUs each domain has rows, (domains,)."""
    if subsample.distributed is None:
        return np.diff(subsample.over.starts)
    strata = subsample.distributed.strata()
    return np.asarray(np.bincount(strata.domain, strata.cells, len(subsample.over)).astype(np.intp))


def satterthwaite(variances: Sequence[Array], freedom: Sequence[Array]) -> Array:
    """(Σv)²/Σ(v²/d): the degrees of freedom of a sum of independent variances.

    Satterthwaite (1946), https://doi.org/10.2307/3002019.

    Args:
        variances: of each sample, (rows,).
        freedom: of each sample, (rows,).

    Returns:
        (rows,); of one sample its own, of several NaN where no variance is above 0.
    """
    if len(variances) == 1:
        return freedom[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = [np.where(d > 0, v * v / d, 0.0 * v) for v, d in zip(variances, freedom, strict=True)]
        below = sum(terms[1:], terms[0])
        return np.where(below > 0, sum(variances[1:], variances[0]) ** 2 / below, np.nan)


def t_values(level: float, freedom: Array) -> Array:
    """The factor of an interval of some level, (rows,); NaN without a degree of freedom."""
    known = {df: t_quantile(0.5 + level / 2.0, df) for df in set(freedom.tolist()) if df >= 1}
    return np.array([known.get(df, np.nan) for df in freedom.tolist()])
