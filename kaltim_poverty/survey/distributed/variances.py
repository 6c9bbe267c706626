"""Variances where rows are elsewhere: one pass over PSUs for all influences of all breakdowns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kaltim_poverty.measures.feature import LINE
from kaltim_poverty.survey.distributed.psu_totals import OF_LINE, Emission, emitted
from kaltim_poverty.survey.distributed.stratum_sums import StratumSums, all_buckets, gathered
from kaltim_poverty.survey.infer import DomainStrata, Influence, StratumVariance

if TYPE_CHECKING:
    from kaltim_poverty.measures.constants import DomainConstants
    from kaltim_poverty.measures.feature import Feature
    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.distributed.reduction import Ranked, Reduction
    from kaltim_poverty.survey.distributed.rows import BlockRows
    from kaltim_poverty.survey.distributed.views import View
    from kaltim_poverty.survey.infer.statistic import Key, Mask
    from kaltim_poverty.survey.sample import Design, DistributedRows

LEAST_PSUS = 2  # are needed for a difference
PAIRS_OF_BATCH = 1_000_000  # of a domain and a stratum, whose sums with a line are made at a time
OWN, OF_A_LINE = 0, 1  # the subsamples that influences are keyed by here


class Domains(NamedTuple):
    """What errors are of: the domains of all breakdowns, one after the other.

    Attributes:
        reduction: the moments.
        design: of the sample.
        psus_span_blocks: whether PSUs must be brought together from several blocks.
        line: everybody, and the constants of that domain, where the line was estimated.
        with_poor: whether it matters in how many PSUs the poor are.
    """

    reduction: Reduction
    design: Design
    psus_span_blocks: bool
    line: tuple[View, DomainConstants] | None
    with_poor: bool

    @property
    def number(self) -> int:
        """How many domains there are."""
        return sum(len(view.domains) for view in self.reduction.views)


class DistributedTotals:
    """PSU totals of a sample whose rows are elsewhere.

    Args:
        domains: what errors are of.
    """

    def __init__(self, domains: Domains) -> None:
        self.domains = domains
        self.known: dict[frozenset[Any], Array] = {}
        self.sums: StratumSums | None = None

    def prepare(self, slopes: Sequence[Mapping[Key, Array]]) -> None:
        """Measure the variances of some influences with slopes (domains,), in one pass over the PSUs."""
        wanted = {own.identity: own for own in map(keyed, slopes)}
        new = {identity: own for identity, own in wanted.items() if identity not in self.known}
        if not new and self.sums is not None:
            return
        gap_ranked = {identity: own for identity, own in new.items() if is_ranked_by_gap(own, self.ranked)}
        in_order = {identity: own for identity, own in new.items() if identity not in gap_ranked}
        if in_order or self.sums is None:
            self.measure(in_order, self.ranked[0])
        if gap_ranked:
            self.measure(gap_ranked, self.ranked[1])

    @property
    def ranked(self) -> list[Ranked]:
        """How the features were folded."""
        return self.domains.reduction.ranked

    def measure(self, influences: dict[frozenset[Any], Influence], ranked: Ranked) -> None:
        """Measure the variances of influences whose features are in one order of rows."""
        sums = totals_pass(self.domains, list(influences.values()), ranked)
        self.sums = self.sums or sums
        values = variances_of(self.domains, sums, list(influences.values()))
        self.known.update(zip(influences, values, strict=True))

    def strata(self) -> DomainStrata:
        """The strata in which each domain has rows."""
        return strata_of_domains(self.all_sums)

    @property
    def all_sums(self) -> StratumSums:
        """Sums by domain and stratum, whichever pass made them."""
        if self.sums is None:
            self.prepare(())
        assert self.sums is not None  # noqa: S101 - made above
        return self.sums

    def poor_in_few_psus(self) -> Mask:
        """Whether the poor of each domain are in fewer than two PSUs, (domains,)."""
        sums = self.all_sums
        own = sums.domain != OF_LINE
        psus = np.bincount(sums.domain[own], sums.with_poor[own], self.domains.number)
        return np.asarray(psus < LEAST_PSUS)

    def variances(self, slopes: Sequence[Mapping[Key, Array]]) -> list[Array]:
        """The variance of Σ slope·(Σ w·feature) of each of some slopes (domains,), each (domains,)."""
        self.prepare(slopes)
        return [self.known[keyed(own).identity] for own in slopes]


def keyed(slopes: Mapping[Key, Array]) -> Influence:
    """The influence with slopes keyed by whether they are of the own sums or in the line."""
    found = {
        (OF_A_LINE if feature == LINE else OWN, feature): slope for (_, feature), slope in slopes.items()
    }
    return Influence(found, {})


def features_of(influence: Influence) -> list[Feature]:
    """The features that an influence is made of, but for a line."""
    return [feature for subsample, feature in influence.slopes if subsample == OWN]


def is_ranked_by_gap(influence: Influence, ranked: Sequence[Ranked]) -> bool:
    """Whether an influence needs rows in order of welfare over line, where that differs from that of welfare.

    Raises:
        ValueError: if it needs both orders.
    """
    if len(ranked) == 1 or not any(feature.ranked_by_gap for feature in features_of(influence)):
        return False
    others = [feature for feature in features_of(influence) if not feature.ranked_by_gap]
    if any(feature.over_pairs or feature.of_a_cut for feature in others):
        raise ValueError("an influence needs rows in two orders")
    return True


def totals_pass(domains: Domains, influences: Sequence[Influence], ranked: Ranked) -> StratumSums:
    """The sums by domain and stratum of some influences."""
    reduction = domains.reduction
    own = [
        Influence({key: slope for key, slope in each.slopes.items() if key[0] == OWN}, {})
        for each in influences
    ]
    if domains.line is not None and not own:
        own = [Influence({}, {})]
    emission = Emission(
        reduction.views,
        tuple(each.constants for each in reduction.reduced),
        tuple(own),
        ranked.starts,
        by_ratio=ranked.folding.of_poor,
        with_poor=domains.with_poor,
        line=domains.line,
    )
    return all_buckets(buckets_of(ranked.rows, emission, domains), len(own))


def buckets_of(rows: DistributedRows, emission: Emission, domains: Domains) -> list[StratumSums]:
    """The sums of each bucket of PSUs; where no PSU has rows in two blocks a block is one."""
    if domains.psus_span_blocks:
        return rows.by_psu(partial(emitted, emission), gathered)
    return rows.each(partial(sums_of_block, emission))


def sums_of_block(emission: Emission, block: BlockRows) -> StratumSums:
    """The sums over the PSUs of a block."""
    return gathered(emitted(emission, block))


def strata_of_domains(sums: StratumSums) -> DomainStrata:
    """The strata in which each domain has rows."""
    own = sums.domain != OF_LINE
    return DomainStrata(sums.cells[own].astype(np.intp), sums.domain[own], sums.stratum[own])


def variances_of(domains: Domains, sums: StratumSums, influences: Sequence[Influence]) -> Iterator[Array]:
    """The variance of each influence, (domains,)."""
    own = sums.domain != OF_LINE
    variance = StratumVariance(domains.design, strata_of_domains(sums), domains.number)
    for place, influence in enumerate(influences):
        slope = influence.slopes.get((OF_A_LINE, LINE))
        if slope is not None:
            yield with_line(domains, sums, place, slope)
        elif influence.slopes:
            yield variance.with_empty(sums.sums[place][own], sums.squares[place][own])
        else:
            yield np.zeros(domains.number)


def with_line(domains: Domains, sums: StratumSums, place: int, slope: Array) -> Array:
    """The variance of t + a·l, l the influence of a PSU on the line and a the slope of each domain.

    Every PSU has an influence on the line, so that all strata count in every domain.

    Args:
        domains: what errors are of.
        sums: by domain and stratum.
        place: of the influence among these.
        slope: a, (domains,).
    """
    strata, found = len(domains.design.psus), np.full(domains.number, np.nan)
    size = max(1, PAIRS_OF_BATCH // strata)
    for start in range(0, domains.number, size):
        some = slice(start, min(start + size, domains.number))
        found[some] = with_line_in(domains, sums, place, slope, some)
    return found


def with_line_in(domains: Domains, sums: StratumSums, place: int, slope: Array, some: slice) -> Array:
    """The same of some domains that follow each other."""
    design = domains.design
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
