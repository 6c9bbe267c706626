"""What is added up once, over the smallest domains that are asked for, and rolled up from there to others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from kaltim_poverty.measures.constants import Centres, DomainConstants
from kaltim_poverty.measures.feature import Feature
from kaltim_poverty.measures.linear import Array
from kaltim_poverty.measures.recentre import recentred
from kaltim_poverty.survey.moments.counts import count
from kaltim_poverty.survey.moments.fold_slices import fold_slices
from kaltim_poverty.survey.moments.moments import Moments
from kaltim_poverty.survey.moments.plan import Plan
from kaltim_poverty.survey.moments.relative import RelativeLine
from kaltim_poverty.survey.sample import Breakdown, IntArray, Sample, Slices, slices, summed


class FinestSums(NamedTuple):
    """Sums over small domains.

    Attributes:
        over: the breakdown.
        parts: its rows.
        constants: of its domains.
        plan: the features that add up.
        moments: their sums.
    """

    over: Breakdown
    parts: Slices
    constants: DomainConstants
    plan: Plan
    moments: Moments


def is_additive(feature: Feature) -> bool:
    """Whether the feature of a row depends on its domain by nothing but a centre.

    A kernel depends on the bandwidth, which each domain has of its own.
    """
    moves = feature.moves_with_its_domain or feature.of_a_ratio_density
    return not (feature.over_pairs or feature.of_a_cut or moves)


def finest_sums(
    sample: Sample,
    over: Breakdown,
    plan: Plan,
    *,
    floor: float | None = None,
    relative: RelativeLine | None = None,
) -> FinestSums:
    """The sums over the domains of a breakdown, of the features that add up."""
    parts = slices(sample, over)
    counted = count(parts, len(over), poverty=plan.poverty, lines=sample.cells.line)
    constants = replace(counted, floor=floor, line=relative.influence if relative else None)
    own = plan.restricted_to(is_additive)
    moments = fold_slices(sample, over, own, constants, parts, with_cells=not sample.is_full_count)
    return FinestSums(over, parts, constants, own, moments)


class Rollup(NamedTuple):
    """How a breakdown is made of the domains of a finer one.

    Attributes:
        domain: the domain of each finer domain, (finer domains,).
        cell: the own cell of each finer own cell, (finer own cells,).
        domains: how many domains there are.
        cells: how many own cells.
    """

    domain: IntArray
    cell: IntArray
    domains: int
    cells: int

    def of_domains(self, values: Array) -> Array:
        """Sums of finer domains added up, (domains,)."""
        return summed(self.domain, values, self.domains)

    def of_cells(self, values: Array) -> Array:
        """Sums of finer own cells added up, (own cells,)."""
        return summed(self.cell, values, self.cells)


def rollup(finer: Breakdown, over: Breakdown) -> Rollup:
    """Where the domains and own cells of a finer breakdown belong."""
    cell = np.empty(len(finer.domain), dtype=np.intp)
    used = finer.cell_of >= 0
    cell[finer.cell_of[used]] = over.cell_of[used]
    domain = np.empty(len(finer), dtype=np.intp)
    domain[finer.domain] = over.domain[cell]
    return Rollup(domain, cell, len(over), len(over.domain))


def rolled_up_moments(finest: FinestSums, place: Rollup, constants: DomainConstants) -> Moments:
    """The sums over larger domains, centred as these are."""
    after = Centres(*(centre[place.domain] for centre in constants.centres))
    before, moments = finest.constants.centres, finest.moments
    factors = {feature: recentred(feature, before, after) for feature in finest.plan.features}
    return Moments(
        {feature: place.of_domains(total(moments, own)) for feature, own in factors.items()},
        {
            (one, two): place.of_domains(product(moments, factors[one], factors[two]))
            for one, two in finest.plan.products
        },
        {feature: place.of_cells(cell_sums(finest, factors[feature])) for feature in moments.cell_sums},
    )


def total(moments: Moments, factors: Mapping[Feature, Array]) -> Array:
    """Σ w·f of each finer domain, f a sum of features times factors."""
    return np.asarray(sum(factor * moments.totals[feature] for feature, factor in factors.items()))


def product(moments: Moments, one: Mapping[Feature, Array], two: Mapping[Feature, Array]) -> Array:
    """Σ w·f·g of each finer domain, f and g sums of features times factors."""
    terms = (
        factor * times * moments.product(feature, other)
        for feature, factor in one.items()
        for other, times in two.items()
    )
    return np.asarray(sum(terms))


def cell_sums(finest: FinestSums, factors: Mapping[Feature, Array]) -> Array:
    """Σ w·f of each finer own cell, f a sum of features times factors of the domain."""
    sums = finest.moments.cell_sums
    if len(factors) == 1:  # a feature that is the same from everywhere
        return sums[next(iter(factors))]
    cells = np.diff(finest.over.starts)
    return np.asarray(sum(np.repeat(factor, cells) * sums[feature] for feature, factor in factors.items()))
