"""From sums over PSUs by domain and stratum to variances, also with the influence of an estimated line."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.survey.distributed.psu_totals import OF_LINE
from kaltim_poverty.survey.infer import DomainStrata, StratumVariance

if TYPE_CHECKING:
    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.distributed.stratum_sums import StratumSums
    from kaltim_poverty.survey.sample import Design

PAIRS_OF_BATCH = 1_000_000  # of a domain and a stratum, whose sums with a line are made at a time


class StratumErrors(NamedTuple):
    """The sums by stratum from which the variances of some influences follow.

    Attributes:
        design: of the sample.
        domains: how many there are.
        sums: over PSUs, by domain and stratum.
    """

    design: Design
    domains: int
    sums: StratumSums

    @property
    def strata(self) -> DomainStrata:
        """The strata in which each domain has rows."""
        own, sums = self.sums.domain != OF_LINE, self.sums
        return DomainStrata(sums.cells[own].astype(np.intp), sums.domain[own], sums.stratum[own])

    @np.errstate(invalid="ignore", over="ignore")  # where a measure does not exist
    def variance(self, place: int, line: Array | None = None) -> Array:
        """The variance of one influence, (domains,).

        Args:
            place: of the influence among the sums.
            line: its slope in a line that was estimated, (domains,).
        """
        if line is not None:
            return with_line(self, place, line)
        own = self.sums.domain != OF_LINE
        variance = StratumVariance(self.design, self.strata, self.domains)
        return variance.with_empty(self.sums.sums[place][own], self.sums.squares[place][own])


def with_line(errors: StratumErrors, place: int, slope: Array) -> Array:
    """The variance of t + a·l, l the influence of a PSU on the line and a the slope of each domain.

    Every PSU has an influence on the line, so that all strata count in every domain.

    Args:
        errors: sums by domain and stratum.
        place: of the influence among these.
        slope: a, (domains,).
    """
    found = np.full(errors.domains, np.nan)
    size = max(1, PAIRS_OF_BATCH // len(errors.design.psus))
    for start in range(0, errors.domains, size):
        some = slice(start, min(start + size, errors.domains))
        found[some] = with_line_in(errors, place, slope, some)
    return found


def with_line_in(errors: StratumErrors, place: int, slope: Array, some: slice) -> Array:
    """The variance of t + a·l in some consecutive domains."""
    design, sums = errors.design, errors.sums
    shape = some.stop - some.start, len(design.psus)
    own = (sums.domain >= some.start) & (sums.domain < some.stop)
    where = sums.domain[own] - some.start, sums.stratum[own]
    n, cells = design.psus.astype(np.float64), sums.cells[own]
    line_sums, line_squares = sums_of_line(sums, n)
    totals, squares, products = np.zeros((3, *shape))
    totals[where] = t = sums.sums[place][own]
    of_own = n[where[1]]
    squares[where] = sums.squares[place][own] + t * t * (1.0 / cells - 1.0 / of_own)
    products[where] = sums.products[place][own] + t * (
        sums.line_sums[own] / cells - line_sums[where[1]] / of_own
    )
    a = slope[some][:, None]
    every = DomainStrata(
        np.tile(design.psus, shape[0]),
        np.repeat(np.arange(shape[0]), shape[1]),
        np.tile(np.arange(shape[1]), shape[0]),
    )
    both = squares + 2.0 * a * products + a * a * line_squares
    return StratumVariance(design, every, shape[0]).with_empty(
        (totals + a * line_sums).ravel(), np.maximum(both, 0.0).ravel()
    )


def sums_of_line(sums: StratumSums, psus: Array) -> tuple[Array, Array]:
    """Σ l and Σ (l − mean)² of all PSUs of each stratum, l their influence on the line, both (strata,)."""
    own = sums.domain == OF_LINE
    stratum, cells = sums.stratum[own], sums.cells[own]
    totals, squares = np.zeros((2, len(psus)))
    totals[stratum] = t = sums.sums[0][own]
    squares[stratum] = sums.squares[0][own] + t * t * (1.0 / cells - 1.0 / psus[stratum])
    return totals, squares
