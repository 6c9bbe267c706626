"""What statistics rest on: the designs of samples, and sums over them by domain and PSU."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

import numpy as np

from kaltim_poverty.measures.feature import LINE, Feature
from kaltim_poverty.survey.infer.replicates import Replicates
from kaltim_poverty.survey.sample import Breakdown, Chunks, Design, IntArray, chunks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.infer.domain_strata import DomainStrata
    from kaltim_poverty.survey.infer.statistic import Key
    from kaltim_poverty.survey.moments import CellSums
    from kaltim_poverty.survey.sample import Chunk

Inverse: TypeAlias = "Callable[[Array], Array]"


@dataclass(frozen=True)
class SampleDesign:
    """The design of a sample, or the replicates that are used in its place.

    Attributes:
        design: strata and PSUs; two waves of a panel have one.
        replicates: how variances come from replicates; None for linearisation.
    """

    design: Design
    replicates: Replicates | None = None

    @property
    def knows_psus(self) -> bool:
        """Whether its PSUs are known; with the replicate weights of a file they are not."""
        return self.replicates is None or self.replicates.weights is not None


class DistributedTotals(Protocol):
    """The PSU totals of a subsample whose PSUs are not listed, as its rows are distributed."""

    def strata(self) -> DomainStrata:
        """The strata in which each domain has rows."""

    def variances(self, slopes: Sequence[Mapping[Key, Array]]) -> list[Array]:
        """The variance of Σ slope·(Σ w·feature) of each of some slopes (domains,), each (domains,)."""


@dataclass(frozen=True)
class Subsample:
    """A sample reduced to moments, and the domain of it that each row of a statistic refers to.

    Two domains of one survey are two subsamples that differ in `domain` alone; everybody against groups is a
    subsample whose `domain` is 0 in all rows.

    Attributes:
        sample: the number of its sample in the evidence.
        over: its domains and own cells (a domain and a PSU).
        within: the own cells by runs of PSUs.
        sums: Σ w·feature of the own cells of a run, by feature.
        domain: of each row, (rows,); -1 where it has none here.
        people: Σ w of each domain, (domains,); with `rows` for design effects.
        rows: rows with a weight above 0 of each domain, (domains,).
        inverse: from shares of people (domains, points) to quantiles of the same shape.
        distributed: the PSU totals, where rows are on a cluster; `over` then has domains but no own cells.
    """

    sample: int
    over: Breakdown
    within: Chunks
    sums: CellSums
    domain: IntArray
    people: Array | None = None
    rows: Array | None = None
    inverse: Inverse | None = None
    distributed: DistributedTotals | None = None


@dataclass(frozen=True)
class Evidence:
    """Independent samples, and the subsamples that statistics name by their number.

    Attributes:
        designs: of each sample.
        subsamples: over these samples.
    """

    designs: tuple[SampleDesign, ...]
    subsamples: tuple[Subsample, ...]

    def samples(self, subsamples: tuple[int, ...]) -> tuple[int, ...]:
        """The numbers of the samples of some subsamples, each once."""
        return tuple(dict.fromkeys(self.subsamples[each].sample for each in subsamples))


def subsample_of_line(sample: int, by_psu: Array, rows: int) -> Subsample:
    """A line that was estimated from a whole file, as one more subsample.

    Args:
        sample: the number of the sample.
        by_psu: Σ w·(influence on the line) of each PSU of the design, (psus,).
        rows: how many rows the statistics have.
    """
    over = whole_design(len(by_psu))

    def sums(chunk: Chunk) -> Mapping[Feature, Array]:
        return {LINE: chunk.of(by_psu)}

    return Subsample(sample, over, chunks(over), sums, np.zeros(rows, dtype=np.intp))


def subsample_of_totals(sample: int, over: Breakdown) -> Subsample:
    """The domains of a breakdown in their order, for statistics that are given as PSU totals."""

    def sums(_: Chunk) -> Mapping[Feature, Array]:
        return {}

    return Subsample(sample, over, chunks(over), sums, np.arange(len(over)))


def whole_design(psus: int) -> Breakdown:
    """One domain with an own cell in every PSU."""
    places = np.arange(psus)
    return Breakdown((), [()], places, np.zeros(psus, dtype=np.intp), places, np.array([0, psus]))
