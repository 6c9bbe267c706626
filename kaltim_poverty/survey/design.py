"""The sampling design: strata, PSUs, and what a stratum with one PSU adds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures.linear import Array
from kaltim_poverty.survey.blocks import Whole, chunks, summed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kaltim_poverty.survey.blocks import Breakdown, Chunk

LONELY = ("fail", "remove", "certainty", "adjust", "average")


class Design(NamedTuple):
    """Every PSU of the file, with those that have no row in a domain or only rows of weight 0.

    Attributes:
        stratum: the stratum of each PSU, ascending: PSUs are numbered by stratum.
        psus: n_h, the PSUs of each stratum.
        fraction_left: 1 − n_h/N_h of each stratum; 1 without a finite population correction.
        names: the strata as written.
        rule: what a stratum with one PSU adds, one of `LONELY`.
    """

    stratum: Whole
    psus: Whole
    fraction_left: Array
    names: Sequence[str]
    rule: str

    @property
    def lonely(self) -> Whole:
        """The strata with one PSU, unless that is the whole stratum."""
        return np.flatnonzero((self.psus == 1) & (self.fraction_left > 0))

    @property
    def factor(self) -> Array:
        """(1 − n_h/N_h)·n_h/(n_h − 1) of each stratum; 0 with one PSU."""
        several = self.psus > 1
        return np.where(several, self.fraction_left * self.psus / np.where(several, self.psus - 1, 1), 0.0)


def degrees(design: Design, over: Breakdown) -> Array:
    """All PSUs of the strata in which each domain has a row, minus those strata."""
    strata = strata_of(design, over)
    freedom = np.zeros(len(over))
    np.add.at(freedom, strata.domain, design.psus[strata.stratum] - 1.0)
    return freedom


class DomainStrata(NamedTuple):
    """The strata in which each domain has rows: runs of own cells, as these are in order of domain and PSU.

    Attributes:
        starts: the first own cell of each.
        cells: how many own cells each has.
        domain: of each.
        stratum: of each.
    """

    starts: Whole
    cells: Whole
    domain: Whole
    stratum: Whole


def strata_of(design: Design, over: Breakdown) -> DomainStrata:
    """The domain and stratum of the own cells, each pair once."""
    stratum = design.stratum[over.psu]
    new = np.ones(len(stratum), dtype=bool)
    new[1:] = (np.diff(stratum) != 0) | (np.diff(over.domain) != 0)
    starts = np.flatnonzero(new)
    return DomainStrata(
        starts, np.diff(np.append(starts, len(stratum))), over.domain[starts], stratum[starts]
    )


class Variance:
    """Variances of totals over PSUs, for all domains of a breakdown at once."""

    def __init__(self, design: Design, over: Breakdown) -> None:
        self.design, self.over = design, over
        self.strata = strata_of(design, over)
        self.number = design.psus[self.strata.stratum].astype(np.float64)
        self.chunks = list(chunks(over, self.strata.starts + self.strata.cells))

    def of(self, totals: Array) -> Array:
        """The variance of Σ w·(influence value), of which the sum of each own cell is given."""
        return self.in_chunks(lambda chunk: totals[chunk.cells])

    def in_chunks(self, totals: Callable[[Chunk], Array]) -> Array:
        """Σ_h (1 − n_h/N_h)·n_h/(n_h − 1)·Σ_i (t_hi − t̄_h)², first stage with replacement.

        Args:
            totals: Σ w·(influence value) of the own cells of a chunk; PSUs without a cell have 0 and count.

        Returns:
            one variance a domain; NaN where every stratum has one PSU and the rule is *average*.
        """
        strata, number = self.strata, self.number
        sums, squares = np.zeros(len(number)), np.zeros(len(number))
        for chunk in self.chunks:
            self.add_chunk(chunk, totals(chunk), sums, squares)
        means = sums / number
        squares += (number - strata.cells) * means * means
        squares *= self.design.factor[strata.stratum]
        return self.with_lonely(summed(strata.domain, squares, len(self.over)), sums)

    def add_chunk(self, chunk: Chunk, totals: Array, sums: Array, squares: Array) -> None:
        """Σ t and Σ (t − t̄)² of the strata of a chunk."""
        first, last = np.searchsorted(self.strata.starts, (chunk.cells.start, chunk.cells.stop))
        own, starts = slice(first, last), self.strata.starts[first:last] - chunk.cells.start
        sums[own] = np.add.reduceat(totals, starts)
        away = totals - np.repeat(sums[own] / self.number[own], self.strata.cells[own])
        squares[own] = np.add.reduceat(away * away, starts)

    def with_lonely(self, variance: Array, sums: Array) -> Array:
        """Add what strata with one PSU add by the rule of the design."""
        lonely = self.design.lonely
        if not len(lonely) or self.design.rule in ("remove", "certainty", "fail"):
            return variance
        if self.design.rule == "average":
            others = len(self.design.psus) - len(lonely)
            return variance * (len(self.design.psus) / others) if others else np.full_like(variance, np.nan)
        return variance + self.adjusted(sums, lonely)

    def adjusted(self, sums: Array, lonely: Whole) -> Array:
        """Σ over strata with one PSU of (t − mean of all PSU totals)², PSUs without a cell included."""
        left, strata = self.design.fraction_left, self.strata
        mean = summed(strata.domain, sums, len(self.over)) / len(self.design.stratum)
        alone = np.zeros(len(self.design.psus), dtype=bool)
        alone[lonely] = True
        here = alone[strata.stratum]
        base = mean[strata.domain[here]]
        changed = left[strata.stratum[here]] * ((sums[here] - base) ** 2 - base**2)
        return np.asarray(
            mean * mean * left[lonely].sum() + summed(strata.domain[here], changed, len(self.over))
        )
