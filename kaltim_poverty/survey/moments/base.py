"""What is added up once, over the smallest domains that are asked for, and from there over all others."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures.features import OVER_PAIRS
from kaltim_poverty.measures.shift import shifted
from kaltim_poverty.survey.moments import facts as known
from kaltim_poverty.survey.moments.cuts import of_a_cut
from kaltim_poverty.survey.moments.moments import Moments, fold
from kaltim_poverty.survey.sample.blocks import summed
from kaltim_poverty.survey.sample.chunks import chunks
from kaltim_poverty.survey.sample.partition import slices

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.moments.moments import CellSums, Facts, Plan
    from kaltim_poverty.survey.moments.relative import RelativeLine
    from kaltim_poverty.survey.sample.blocks import Breakdown, Sample, Slices, Whole
    from kaltim_poverty.survey.sample.chunks import Chunk, Chunks


class Base(NamedTuple):
    """Sums over small domains.

    Attributes:
        over: the breakdown.
        within: its own cells.
        parts: its rows.
        counted: numbers of each domain that add up.
        facts: those and what follows from them.
        plan: the features that add up.
        moments: their sums.
    """

    over: Breakdown
    within: Chunks
    parts: Slices
    counted: Facts
    facts: Facts
    plan: Plan
    moments: Moments


def adds_up(feature: str) -> bool:
    """Whether the feature of a row hangs on its domain by nothing but a centre."""
    return feature not in OVER_PAIRS and not of_a_cut(feature)


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
    counted = known.counted(sample, over, parts, poverty=plan.poverty)
    facts = complete(counted, len(over), floor, relative)
    simple, cells = plan.part(adds_up), chunks(over)
    moments = fold(sample, over, simple, facts, parts, within=cells, halves=sample.kept)
    return Base(over, cells, parts, counted, facts, simple, moments)


def complete(counted: Facts, domains: int, floor: float | None, relative: RelativeLine | None) -> Facts:
    """What follows from the counts and the question."""
    facts = known.with_centres(counted)
    if floor is not None:
        facts["floor"] = np.full(domains, floor)
    if relative is not None:
        facts.update(relative.facts(facts))
    return facts


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


def counted_within(base: Base, place: Within, domains: int) -> Facts:
    """The counts of larger domains."""
    found = {}
    for name, values in base.counted.items():
        if name.endswith(("smallest", "largest")):
            ends, start = (np.minimum, np.inf) if name.endswith("smallest") else (np.maximum, -np.inf)
            found[name] = np.full(domains, start)
            ends.at(found[name], place.domain, values)
        else:
            found[name] = summed(place.domain, values, domains)
    return found


def moments_within(base: Base, place: Within, over: Breakdown, facts: Facts, within: Chunks) -> Moments:
    """The sums over larger domains, centred as these are."""
    after: Facts = {name: facts[name][place.domain] for name in ("centre", "poor_centre") if name in facts}
    factors = {feature: shifted(feature, base.facts, after) for feature in base.plan.features}
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
    base: Base, place: Within, factors: Mapping[str, Mapping[str, Array]], within: Chunks
) -> CellSums:
    """The sums of the own cells of larger domains."""

    def of_cells(chunk: Chunk) -> dict[str, Array]:
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


def combined(chunk: Chunk, sums: Mapping[str, Array], factors: Mapping[str, Array]) -> Array:
    """The sum of features times factors, of each own cell of a chunk of the base."""
    if len(factors) == 1:  # a feature that is the same from everywhere
        return sums[next(iter(factors))]
    found = np.zeros(chunk.size)
    for feature, factor in factors.items():
        found += chunk.spread(factor) * sums[feature]
    return found


def product(base: Base, one: Mapping[str, Array], two: Mapping[str, Array]) -> Array:
    """Σ w·f·g of each domain of the base, of two sums of features."""
    found = np.zeros(len(base.over))
    for feature, factor in one.items():
        for other, times in two.items():
            found += factor * times * base.moments.product(feature, other)
    return found
