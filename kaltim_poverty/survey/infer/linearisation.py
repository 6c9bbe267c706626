"""Variances by linearisation: of statistics with their influence in one sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kaltim_poverty.survey.infer.influence import (
    Influence,
    batches,
    by_domain,
    is_one_to_one,
    psu_union,
    sums_of_cells,
    totals_of_chunk,
    totals_of_union,
)
from kaltim_poverty.survey.infer.variance import Variance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.infer.evidence import Evidence, Subsample

CELLS_OF_BATCH = 2**20  # that several subsamples are joined over at a time: 8 MB for each estimate


def linearised_variances(influences: Sequence[Influence], evidence: Evidence, sample: int) -> list[Array]:
    """The variance of Σ w·(influence value) over the PSUs of one sample, each (rows,).

    Those with equal slopes, but for their sign, are computed once: many shares of a distribution are one.
    """
    identities = [influence.identity for influence in influences]
    distinct = dict(zip(identities, influences, strict=True))
    distributed = [
        each for each in evidence.subsamples if each.sample == sample and each.distributed is not None
    ]
    if distributed:
        values = distributed_variances(distributed[0], list(distinct.values()))
        known = dict(zip(distinct, values, strict=True))
        return [known[identity] for identity in identities]
    by_sources: dict[tuple[int, ...], list[frozenset[object]]] = {}
    for identity, influence in distinct.items():
        by_sources.setdefault(influence.subsamples, []).append(identity)
    found: dict[frozenset[object], Array] = {}
    for subsamples, own in by_sources.items():
        values = variances_over(subsamples, [distinct[each] for each in own], evidence, sample)
        found.update(zip(own, values, strict=True))
    return [found[identity] for identity in identities]


def distributed_variances(subsample: Subsample, influences: Sequence[Influence]) -> list[Array]:
    """The variances where each row is a domain of one subsample whose rows are distributed, in one pass."""
    assert subsample.distributed is not None  # noqa: S101 - the caller looked
    found = subsample.distributed.variances([by_domain(each, subsample).slopes for each in influences])
    return [np.append(each, np.nan)[subsample.domain] for each in found]


def variances_over(
    subsamples: tuple[int, ...], influences: Sequence[Influence], evidence: Evidence, sample: int
) -> list[Array]:
    """The variances of statistics that rest on the same subsamples."""
    if not subsamples:
        rows = len(evidence.subsamples[0].domain)
        return [np.zeros(rows) for _ in influences]
    if len(subsamples) == 1 and is_one_to_one(evidence.subsamples[subsamples[0]]):
        return variances_of_domains(subsamples[0], influences, evidence, sample)
    return variances_of_rows(subsamples, influences, evidence, sample)


def variances_of_domains(
    number: int, influences: Sequence[Influence], evidence: Evidence, sample: int
) -> list[Array]:
    """The variances where each row is a domain of one subsample, from a run of PSUs at a time."""
    subsample = evidence.subsamples[number]
    slopes = [by_domain(influence, subsample) for influence in influences]
    variance = Variance(evidence.designs[sample].design, subsample.over, subsample.within)
    found = variance.of_each(lambda chunk: totals_of_chunk(chunk, subsample, slopes), len(slopes))
    return [np.append(each, np.nan)[subsample.domain] for each in found]  # the last for rows without a domain


def variances_of_rows(
    subsamples: tuple[int, ...],
    influences: Sequence[Influence],
    evidence: Evidence,
    sample: int,
    cells_of_batch: int = CELLS_OF_BATCH,
) -> list[Array]:
    """The variances where rows join domains of several subsamples, whose PSU totals are added first."""
    design = evidence.designs[sample].design
    sums = sums_of_cells(evidence, influences)
    found = [np.full(len(evidence.subsamples[subsamples[0]].domain), np.nan) for _ in influences]
    for rows in batches(evidence, subsamples, cells_of_batch):
        union = psu_union(evidence, subsamples, rows, len(design.stratum))
        variance = Variance(design, union.over)
        for values, influence in zip(found, influences, strict=True):
            values[rows] = variance.of(totals_of_union(union, subsamples, influence, sums))
    return found
