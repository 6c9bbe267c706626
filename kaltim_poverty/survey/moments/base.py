"""What is added up once, over the smallest domains that are asked for, and from there over all others."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures.constants import Centres, DomainConstants
from kaltim_poverty.measures.feature import Feature
from kaltim_poverty.measures.recentre import recentred
from kaltim_poverty.survey.moments.constants import count, of_question
from kaltim_poverty.survey.moments.moments import Moments, fold
from kaltim_poverty.survey.sample.blocks import summed
from kaltim_poverty.survey.sample.chunks import chunks
from kaltim_poverty.survey.sample.partition import slices

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.moments.moments import CellSums, Plan
    from kaltim_poverty.survey.moments.relative import RelativeLine
    from kaltim_poverty.survey.sample.blocks import Breakdown, Sample, Slices, Whole
    from kaltim_poverty.survey.sample.chunks import Chunk, Chunks


class Base(NamedTuple):
    """Sums over small domains.

    Attributes:
        over: the breakdown.
        within: its own cells.
        parts: its rows.
        constants: of the domains.
        plan: the features that add up.
        moments: their sums.
    """

    over: Breakdown
    within: Chunks
    parts: Slices
    constants: DomainConstants
    plan: Plan
    moments: Moments


def adds_up(feature: Feature) -> bool:
    """Whether the feature of a row hangs on its domain by nothing but a centre."""
    return not feature.over_pairs and not feature.of_a_cut


def base_of(
    sample: Sample,
    over: Breakdown,
    plan: Plan,
    *,
    floor: float | None = None,
    relative: RelativeLine | None = None,
) -> Base:
    """The sums over the domains of a breakdown."""
    parts = slices(sample, over)
    counted = count(sample, over, parts, poverty=plan.poverty)
    constants = of_question(counted, floor, relative.influence if relative else None)
    simple, cells = plan.part(adds_up), chunks(over)
    moments = fold(sample, over, simple, constants, parts, within=cells, halves=sample.kept)
    return Base(over, cells, parts, constants, simple, moments)


class Within(NamedTuple):
    """How a breakdown is made of the domains of a base.

    Attributes:
        domain: the domain of each domain of the base.
        cell: the own cell of each own cell of the base.
    """

    domain: Whole
    cell: Whole


def within(base: Breakdown, over: Breakdown) -> Within:
    """Where the domains and own cells of the base belong."""
    cell = np.empty(len(base.domain), dtype=np.intp)
    used = base.cell_of >= 0
    cell[base.cell_of[used]] = over.cell_of[used]
    domain = np.empty(len(base), dtype=np.intp)
    domain[base.domain] = over.domain[cell]
    return Within(domain, cell)


def moments_within(
    base: Base, place: Within, over: Breakdown, constants: DomainConstants, within: Chunks
) -> Moments:
    """The sums over larger domains, centred as these are."""
    after = Centres(*(centre[place.domain] for centre in constants.centres))
    factors = {feature: recentred(feature, base.constants.centres, after) for feature in base.plan.features}
    totals = {}
    for feature, own in factors.items():
        total = sum(factor * base.moments.totals[name] for name, factor in own.items())
        totals[feature] = summed(place.domain, np.asarray(total), len(over))
    products = {
        (one, two): summed(place.domain, product(base, factors[one], factors[two]), len(over))
        for one, two in base.plan.products
    }
    return Moments(cells_within(base, place, factors, within), totals, products)


def cells_within(
    base: Base, place: Within, factors: Mapping[Feature, Mapping[Feature, Array]], within: Chunks
) -> CellSums:
    """The sums of the own cells of larger domains."""

    def of_cells(chunk: Chunk) -> dict[Feature, Array]:
        small = base.within.every[chunk.number]
        sums, to = base.moments.cells(small), within.place[place.cell[small.cells]]
        return {
            feature: put_together(combined(small, sums, own), to, chunk.size)
            for feature, own in factors.items()
        }

    return of_cells


def put_together(values: Array, place: Whole, size: int) -> Array:
    """The sums of cells that are of one PSU and domain; where none are, the values in another order."""
    if len(values) != size:
        return summed(place, values, size)
    found = np.empty(size)
    found[place] = values
    return found


def combined(chunk: Chunk, sums: Mapping[Feature, Array], factors: Mapping[Feature, Array]) -> Array:
    """The sum of features times factors, of each own cell of a chunk of the base."""
    if len(factors) == 1:  # a feature that is the same from everywhere
        return sums[next(iter(factors))]
    found = np.zeros(chunk.size)
    for feature, factor in factors.items():
        found += chunk.spread(factor) * sums[feature]
    return found


def product(base: Base, one: Mapping[Feature, Array], two: Mapping[Feature, Array]) -> Array:
    """Σ w·f·g of each domain of the base, of two sums of features."""
    found = np.zeros(len(base.over))
    for feature, factor in one.items():
        for other, times in two.items():
            found += factor * times * base.moments.product(feature, other)
    return found
