"""Variances where rows are distributed: one pass over PSUs for all influences of all breakdowns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kaltim_poverty.measures.feature import LINE
from kaltim_poverty.survey.distributed.psu_totals import OF_LINE, Emission, emitted
from kaltim_poverty.survey.distributed.stratum_errors import StratumErrors
from kaltim_poverty.survey.distributed.stratum_sums import StratumSums, sums_of_psus
from kaltim_poverty.survey.infer import DomainStrata, Influence

if TYPE_CHECKING:
    from kaltim_poverty.measures.constants import DomainConstants
    from kaltim_poverty.measures.feature import Feature
    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.distributed.reduction import Ranked
    from kaltim_poverty.survey.distributed.views import View
    from kaltim_poverty.survey.infer.statistic import Key, Mask
    from kaltim_poverty.survey.sample import Design

LEAST_PSUS = 2  # are needed for a difference
OWN, OF_A_LINE = 0, 1  # the subsamples that influences are keyed by here


class Domains(NamedTuple):
    """The domains of all breakdowns, one after the other.

    Attributes:
        views: of the breakdowns.
        constants: of the domains of each view.
        ranked: how features were folded.
        design: of the sample.
        psus_span_blocks: whether PSUs must be brought together from several blocks.
        line: everybody, and the constants of that domain, where the line was estimated.
        with_poor: whether it matters in how many PSUs the poor are.
        line_sums: those over all PSUs of the survey, where a line was estimated and not all rows are here.
    """

    views: tuple[View, ...]
    constants: tuple[DomainConstants, ...]
    ranked: Sequence[Ranked]
    design: Design
    psus_span_blocks: bool
    line: tuple[View, DomainConstants] | None
    with_poor: bool
    line_sums: StratumSums | None = None

    @property
    def of_no_view(self) -> Domains:
        """The same of no domain yet."""
        return self._replace(views=(), constants=(), ranked=(), psus_span_blocks=False)

    @property
    def number(self) -> int:
        """How many domains there are."""
        return sum(len(view.domains) for view in self.views)


class DistributedTotals:
    """PSU totals of a sample whose rows are distributed.

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
    def ranked(self) -> Sequence[Ranked]:
        """How the features were folded."""
        return self.domains.ranked

    def measure(self, influences: dict[frozenset[Any], Influence], ranked: Ranked) -> None:
        """Measure the variances of influences whose features are in one order of rows."""
        sums = totals_pass(self.domains, list(influences.values()), ranked)
        self.sums = self.sums or sums
        errors = StratumErrors(self.domains.design, self.domains.number, sums)
        for place, (identity, influence) in enumerate(influences.items()):
            slope = influence.slopes.get((OF_A_LINE, LINE))
            constant = np.zeros(errors.domains)  # where it has no influence at all
            self.known[identity] = errors.variance(place, slope) if influence.slopes else constant

    def strata(self) -> DomainStrata:
        """The strata in which each domain has rows."""
        return StratumErrors(self.domains.design, self.domains.number, self.all_sums).strata

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
    own = [
        Influence({key: slope for key, slope in each.slopes.items() if key[0] == OWN}, {})
        for each in influences
    ]
    if domains.line is not None and not own:
        own = [Influence({}, {})]
    emission = Emission(
        domains.views,
        domains.constants,
        tuple(own),
        ranked.starts,
        by_ratio=ranked.folding.of_poor,
        with_poor=domains.with_poor,
        line=domains.line,
    )
    emit = partial(emitted, emission)
    sums = sums_of_psus(ranked.rows, emit, len(own), psus_span_blocks=domains.psus_span_blocks)
    return sums if domains.line_sums is None else sums.with_line_of(domains.line_sums)
