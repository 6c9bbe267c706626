"""Variances of totals over PSUs, in all domains of a breakdown at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures.linear import Array
from kaltim_poverty.survey.infer.domain_strata import strata_of
from kaltim_poverty.survey.sample import IntArray, chunks, run_lengths, summed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kaltim_poverty.survey.infer.domain_strata import DomainStrata
    from kaltim_poverty.survey.sample import Breakdown, Chunk, Chunks, Design


class StrataOfChunk(NamedTuple):
    """The strata that domains have in a chunk of own cells, as runs of these.

    Attributes:
        chunk: the own cells.
        strata: the strata of domains that have some of them.
        starts: where these begin in the chunk.
        counts: how many each has.
    """

    chunk: Chunk
    strata: IntArray
    starts: IntArray
    counts: IntArray

    def add(self, totals: Array, before: Array, sums: Array, squares: Array) -> None:
        """Add Σ t and Σ (t − mean)² to those of *before* so many cells of the same strata.

        Chan, Golub and LeVeque (1983), https://doi.org/10.1080/00031305.1983.10483115.
        """
        own, spread = sums_of_runs(totals, self.starts, self.counts)
        seen = before[self.strata]
        if seen.any():
            spread += squares_between(seen, sums[self.strata], self.counts, own)
        sums[self.strata] += own
        squares[self.strata] += spread


def sums_of_runs(totals: Array, starts: IntArray, counts: IntArray) -> tuple[Array, Array]:
    """Σ t and Σ (t − mean)² of each run of totals, both (runs,).

    Args:
        totals: one run after the other.
        starts: the place of the first of each run.
        counts: how many each has.
    """
    sums = np.add.reduceat(totals, starts)
    away = totals - np.repeat(sums / counts, counts)
    away *= away
    return sums, np.add.reduceat(away, starts)


def squares_between(one: Array, sums: Array, two: Array | IntArray, other_sums: Array) -> Array:
    """The between-group part of Σ (t − mean)² when two groups are merged.

    Args:
        one: how many the first has, perhaps none.
        sums: Σ t of these.
        two: how many the other has, one at least.
        other_sums: Σ t of those.
    """
    step = other_sums / two - sums / np.maximum(one, 1.0)
    return np.asarray(step * step * (one * two / (one + two)))


class StratumVariance:
    """Variances of totals over PSUs from their sums by domain and stratum.

    Args:
        design: of the sample.
        strata: in which each domain has rows.
        domains: how many there are.
    """

    def __init__(self, design: Design, strata: DomainStrata, domains: int) -> None:
        self.design, self.strata, self.domains = design, strata, domains
        self.number = design.psus[strata.stratum].astype(np.float64)
        self.lonely = np.isin(strata.stratum, design.lonely)

    def with_empty(self, sums: Array, squares: Array) -> Array:
        """The variance from Σ t and Σ (t − mean)² of PSUs with a cell; PSUs without one count as zeros."""
        cells, mean = self.strata.cells, sums / self.number
        squares = squares + cells * (sums / cells - mean) ** 2 + (self.number - cells) * mean * mean
        squares *= self.design.factor[self.strata.stratum]
        return self.with_lonely(summed(self.strata.domain, squares, self.domains), sums)

    def with_lonely(self, variance: Array, sums: Array) -> Array:
        """Add the contribution of strata with one PSU, by the rule of the design."""
        if not self.lonely.any() or self.design.rule in ("remove", "certainty", "fail"):
            return variance
        if self.design.rule == "average":
            strata = np.bincount(self.strata.domain, minlength=self.domains)
            lonely = np.bincount(self.strata.domain[self.lonely], minlength=self.domains)
            others = strata - lonely
            return np.where(others > 0, variance * (strata / np.maximum(others, 1)), np.nan)
        return variance + self.adjusted(sums)

    def adjusted(self, sums: Array) -> Array:
        """Σ over strata with one PSU of (t − mean)², the mean of all PSUs in the strata of the domain."""
        strata, domains = self.strata, self.domains
        with np.errstate(invalid="ignore"):
            mean = summed(strata.domain, sums, domains) / summed(strata.domain, self.number, domains)
        away = (sums - mean[strata.domain]) ** 2 * self.design.fraction_left[strata.stratum]
        return summed(strata.domain, np.where(self.lonely, away, 0.0), domains)


class Variance(StratumVariance):
    """Variances of totals over PSUs, for all domains of a breakdown at once."""

    def __init__(self, design: Design, over: Breakdown, within: Chunks | None = None) -> None:
        super().__init__(design, strata_of(design, over), len(over))
        stratum_of_cell = np.repeat(np.arange(len(self.number)), self.strata.cells)
        self.parts = [
            strata_of_chunk(chunk, stratum_of_cell) for chunk in (within or chunks(over)).every.values()
        ]

    def of(self, totals: Array) -> Array:
        """The variance of Σ w·(influence value), of which the sum of each own cell is given."""
        return self.of_each(lambda chunk: [chunk.of(totals)], 1)[0]

    def of_each(self, totals: Callable[[Chunk], Iterable[Array]], number: int) -> list[Array]:
        """Σ_h (1 − n_h/N_h)·n_h/(n_h − 1)·Σ_i (t_hi − t̄_h)², first stage with replacement.

        Args:
            totals: Σ w·(influence value) of the own cells of a chunk, of each of some estimates; PSUs without
                a cell have 0 and count.
            number: how many estimates there are.

        Returns:
            for each one variance a domain; NaN where every stratum has one PSU and the rule is *average*.
        """
        sums, squares = np.zeros((2, number, len(self.number)))
        before = np.zeros(len(self.number))
        for part in self.parts:
            for place, each in enumerate(totals(part.chunk)):
                part.add(each, before, sums[place], squares[place])
            before[part.strata] += part.counts
        return [self.with_empty(*each) for each in zip(sums, squares, strict=True)]


def strata_of_chunk(chunk: Chunk, stratum_of_cell: IntArray) -> StrataOfChunk:
    """The strata that domains have in a chunk of own cells."""
    own = stratum_of_cell[chunk.cells]
    starts, counts = run_lengths(own)
    return StrataOfChunk(chunk, own[starts], starts, counts)
