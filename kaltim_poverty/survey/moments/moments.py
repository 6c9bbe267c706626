"""Rows to moments: sums of w·feature by domain and PSU, and of w·feature·feature by domain.

Everything that follows, values and standard errors, is a function of these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures.constants import DomainConstants
from kaltim_poverty.measures.evaluate import Rows, evaluate
from kaltim_poverty.measures.feature import ONE, Feature
from kaltim_poverty.measures.linear import Array, dot
from kaltim_poverty.measures.poverty import poor
from kaltim_poverty.survey.moments.cuts import Cuts, first_moment
from kaltim_poverty.survey.sample.blocks import Slice, Slices, Whole, add_to_cells
from kaltim_poverty.survey.sample.threads import in_threads

if TYPE_CHECKING:
    from kaltim_poverty.measures.catalogue import Measure
    from kaltim_poverty.survey.sample.blocks import Breakdown, Sample
    from kaltim_poverty.survey.sample.chunks import Chunk, Chunks

CellSums = Callable[["Chunk"], Mapping[Feature, Array]]
PIECE = 2**15  # rows


class Plan(NamedTuple):
    """What is asked of the rows.

    Attributes:
        features: the totals that are wanted.
        products: the pairs of features of which Σ w·feature·feature is wanted.
        late: whether the poor must all be there before they can be ranked.
    """

    features: tuple[Feature, ...]
    products: tuple[tuple[Feature, Feature], ...]
    late: bool

    @property
    def poverty(self) -> bool:
        """Whether any feature is about the poor."""
        return any(feature.of_the_poor for feature in self.features)

    def part(self, belongs: Callable[[Feature], bool]) -> Plan:
        """The features that belong to a part, with the products that none but they are needed for."""
        features = tuple(filter(belongs, self.features))
        others = {feature for feature in self.features if feature not in features}
        products = tuple(pair for pair in self.products if not others & set(pair))
        return Plan(features, products, self.late and any_ranked_by_gap(features))

    def rest(self, part: Plan) -> Plan:
        """What is left without a part."""
        features = tuple(feature for feature in self.features if feature not in part.features)
        products = tuple(pair for pair in self.products if pair not in part.products)
        return Plan(features, products, self.late and any_ranked_by_gap(features))


class Moments(NamedTuple):
    """Sums of w·feature.

    Attributes:
        cells: by feature, one number for each own cell of a chunk; nothing if they were not asked for.
        totals: by feature, one number a domain.
        products: Σ w·feature·feature by pair, one number a domain; pairs with `ONE` are totals.
    """

    cells: CellSums
    totals: Mapping[Feature, Array]
    products: Mapping[tuple[Feature, Feature], Array]

    def product(self, one: Feature, two: Feature) -> Array:
        """Σ w·feature·feature of a pair in either order."""
        if ONE in (one, two):
            return self.totals[two if one == ONE else one]
        return self.products[(one, two) if (one, two) in self.products else (two, one)]

    def joined(self, other: Moments) -> Moments:
        """With the sums of other features."""
        return Moments(
            lambda chunk: {**self.cells(chunk), **other.cells(chunk)},
            {**self.totals, **other.totals},
            {**self.products, **other.products},
        )


def plan_of(measures: Iterable[Measure], extra: Iterable[Feature] = (), *, late: bool) -> Plan:
    """The features of all measures, each once, with *extra* ones that go with every measure of poverty."""
    found: dict[Feature, None] = {ONE: None}
    pairs: dict[tuple[Feature, Feature], None] = {}
    for measure in measures:
        features = list(dict.fromkeys([*measure.features, *(extra if measure.of_poverty else ())]))
        found.update(dict.fromkeys(features))
        rest = [feature for feature in features if feature != ONE]
        pairs.update({(one, two): None for k, one in enumerate(rest) for two in rest[k:]})
    return Plan(tuple(found), tuple(pairs), late and any_ranked_by_gap(found))


def any_ranked_by_gap(features: Iterable[Feature]) -> bool:
    """Whether a feature ranks the poor by welfare over line."""
    return any(feature.ranked_by_gap for feature in features)


class Fold:
    """Adds up the features of slices as they come."""

    def __init__(
        self, sample: Sample, over: Breakdown, plan: Plan, constants: DomainConstants, within: Chunks | None
    ) -> None:
        self.sample, self.over, self.plan = sample, over, plan
        cells = within is not None
        self.constants, self.with_cells = constants, cells
        cut = [feature for feature in plan.features if feature.of_a_cut]
        self.cuts = Cuts(sample, over, cut, constants, within) if cut else None
        summed = [feature for feature in plan.features if feature not in cut]
        pairs = [pair for pair in plan.products if not has_a_cut(pair)] if cells else []
        evaluated = list(dict.fromkeys([*summed, *(feature for pair in pairs for feature in pair)]))
        self.poor = [feature for feature in evaluated if feature.of_the_poor]
        self.general = [feature for feature in evaluated if not feature.of_the_poor]
        table = np.zeros((len(summed), len(over.domain) if cells else 0))  # one, so that its pages are large
        self.cells = dict(zip(summed, table, strict=True))
        self.totals = {feature: np.zeros(len(over)) for feature in summed}
        self.products = {pair: np.zeros(len(over)) for pair in pairs}
        self.carried: list[dict[Feature, tuple[float, float]]] = [{} for _ in over.labels]
        self.waiting: dict[int, list[tuple[Array, Array, Array, Whole]]] = {}
        self.of_domain = [constants.of(domain) for domain in range(len(over))]

    def take(self, parts: Iterable[Slice], reweigh: Callable[[Slice], Array] | None) -> None:
        """Slices, under their own or other weights."""
        own = reweigh or own_weight
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):  # where a measure is undefined
            for part in parts:
                self.add_cuts(part, own(part))
                for piece in pieces(part, self.rows_of_piece(part.domain)) if self.totals else ():
                    self.add(piece, own(piece))

    def rows_of_piece(self, domain: int) -> int:
        """As many rows as stay in the processor's cache, but not fewer than own cells to add them to."""
        own = self.over.own(domain)
        return max(PIECE, own.stop - own.start if self.with_cells else 0)

    def add_cuts(self, part: Slice, weight: Array) -> None:
        """What hangs on quantiles, of the rows of one domain in one block."""
        if self.cuts is not None:
            self.cuts.add(part, weight)

    def add(self, part: Slice, weight: Array) -> None:
        """All else, of the rows of one domain in one block or a piece of it."""
        rows = Rows(part.welfare, weight, 0.0, self.of_domain[part.domain], self.carried[part.domain])
        everybody = {feature: evaluate(feature, rows) for feature in self.general}
        self.sum(part.domain, weight, part.cell, everybody, {})
        if not self.poor:
            return
        chosen, line = poor_rows(self.sample, part)
        welfare, some, cell = part.welfare[chosen], weight[chosen], part.cell[chosen]
        if self.plan.late:
            lines = np.broadcast_to(np.asarray(line, dtype=np.float64), welfare.shape)
            self.waiting.setdefault(part.domain, []).append((welfare, some, lines, cell))
        else:
            beside = {feature: values[chosen] for feature, values in everybody.items()}
            self.add_poor(part.domain, welfare, some, line, cell, beside)

    def add_poor(
        self,
        domain: int,
        welfare: Array,
        weight: Array,
        line: Array | float,
        cell: Whole,
        beside: Mapping[Feature, Array],
    ) -> None:
        """The poor of one domain, with what is known of them as members of everybody."""
        rows = Rows(welfare, weight, line, self.of_domain[domain], self.carried[domain])
        values = {feature: evaluate(feature, rows) for feature in self.poor if not feature.ranked_by_gap}
        ranked = [feature for feature in self.poor if feature.ranked_by_gap]
        if ranked:
            values.update(in_order_of_gap(ranked, rows))
        self.sum(domain, weight, cell, values, beside)

    def finish(self) -> Moments:
        """The poor that waited to be ranked, then all sums."""
        for domain, parts in self.waiting.items():
            welfare, weight, line, cell = (np.concatenate(column) for column in zip(*parts, strict=True))
            rows = Rows(welfare, weight, line, self.of_domain[domain], {})
            needed = [feature for feature in self.general if not feature.over_pairs]
            beside = {feature: evaluate(feature, rows) for feature in needed}
            self.add_poor(domain, welfare, weight, line, cell, beside)
        moments = Moments(in_tables(self.cells), self.totals, self.products)
        return moments if self.cuts is None else moments.joined(self.of_cuts(self.cuts))

    def of_cuts(self, cuts: Cuts) -> Moments:
        """The sums of what hangs on quantiles."""
        sums = cuts.by_domain()
        totals = {feature: first_moment(feature, each) for feature, each in sums.items()}
        pairs = [pair for pair in self.plan.products if has_a_cut(pair)] if self.with_cells else []
        products = {pair: cuts.product(*pair, sums, self.constants.centre) for pair in pairs}
        return Moments(cuts.of_cells, totals, products)

    def sum(
        self,
        domain: int,
        weight: Array,
        cell: Whole,
        values: Mapping[Feature, Array],
        beside: Mapping[Feature, Array],
    ) -> None:
        """Add w·feature to the totals and the cells, w·feature·feature to the products."""
        weighted = {feature: weight * value for feature, value in values.items()}
        summed = [feature for feature in self.totals if feature in values]
        for feature in summed:
            self.totals[feature][domain] += weighted[feature].sum()
        if self.with_cells:
            of_domain = self.over.own(domain)
            place = self.over.cell_of.take(cell) - of_domain.start
            for feature in summed:
                add_to_cells(self.cells[feature][of_domain], place, weighted[feature])
        known = {**beside, **values}
        for one, two in self.products:
            if one in weighted and two in known:
                self.products[one, two][domain] += dot(weighted[one], known[two])
            elif two in weighted and one in known:
                self.products[one, two][domain] += dot(weighted[two], known[one])


def has_a_cut(pair: tuple[Feature, Feature]) -> bool:
    """Whether a product has to do with a quantile."""
    return pair[0].of_a_cut or pair[1].of_a_cut


def in_order_of_gap(features: list[Feature], rows: Rows) -> dict[Feature, Array]:
    """Features that rank the poor by welfare over line, returned in the order of the rows."""
    if not isinstance(rows.line, np.ndarray):
        return {feature: evaluate(feature, rows) for feature in features}
    order = np.argsort(rows.welfare / rows.line, kind="stable")
    ranked = Rows(rows.welfare[order], rows.weight[order], rows.line[order], rows.constants, rows.carried)
    values = {}
    for feature in features:
        values[feature] = np.empty_like(rows.welfare)
        values[feature][order] = evaluate(feature, ranked)
    return values


def poor_rows(sample: Sample, part: Slice) -> tuple[slice | Whole, Array | float]:
    """Which rows of a slice are poor, and their lines (one number where all have the same)."""
    lines = sample.cells.line
    if part.block.line is None and not isinstance(lines, np.ndarray):
        assert lines is not None  # noqa: S101 - a poverty measure was refused without a line
        near = part.welfare[: np.searchsorted(part.welfare, lines)]
        return slice(int(np.count_nonzero(poor(near, lines)))), lines
    own = part.block.line[part.place] if part.block.line is not None else None
    highest = float(own.max()) if own is not None else float(np.max(lines))  # type: ignore[arg-type]
    near = part.welfare[: np.searchsorted(part.welfare, highest)]
    line = own[: len(near)] if own is not None else lines[part.cell[: len(near)]]  # type: ignore[index]
    chosen = np.flatnonzero(poor(near, line))
    return chosen, single(line[chosen])


def single(lines: Array) -> Array | float:
    """One number where all lines agree, so that the order of welfare is that of the gaps."""
    if len(lines) and bool((lines == lines[0]).all()):
        return float(lines[0])
    return lines


def fold(
    sample: Sample,
    over: Breakdown,
    plan: Plan,
    constants: DomainConstants,
    parts: Slices,
    *,
    within: Chunks | None = None,
    reweigh: Callable[[Slice], Array] | None = None,
    halves: bool = False,
) -> Moments:
    """The moments of a breakdown.

    Args:
        sample: the survey.
        over: the breakdown.
        plan: what is wanted.
        constants: of the domains.
        parts: the rows.
        within: the own cells, if their sums are wanted.
        reweigh: other weights.
        halves: whether two halves of the domains are taken at the same time.
    """
    folded = Fold(sample, over, plan, constants, within)
    if halves and len(over) > 1:
        in_threads([partial(folded.take, half(parts, side), reweigh) for side in (0, 1)])
    else:
        folded.take(parts(), reweigh)
    return folded.finish()


def in_tables(tables: Mapping[Feature, Array]) -> CellSums:
    """The sums of cells from tables of all of them."""
    return lambda chunk: {name: chunk.of(table) for name, table in tables.items()}


def whole(cells: CellSums, within: Chunks, features: Sequence[Feature]) -> list[Array]:
    """The sums of all own cells, of some features."""
    found = list(np.empty((len(features), len(within.place))))
    for chunk in within.every.values():
        own = cells(chunk)
        for sums, feature in zip(found, features, strict=True):
            sums[chunk.cells] = own[feature]
    return found


def own_weight(part: Slice) -> Array:
    """The weight as it is."""
    return part.weight


def half(parts: Slices, side: int) -> Iterator[Slice]:
    """The slices of every other domain."""
    return (part for part in parts() if part.domain % 2 == side)


def pieces(part: Slice, rows: int) -> Iterator[Slice]:
    """A slice in pieces of some rows."""
    if len(part.weight) <= rows:
        yield part
        return
    for start in range(0, len(part.weight), rows):
        own = slice(start, min(start + rows, len(part.weight)))
        place = own if isinstance(part.place, slice) else part.place[own]
        yield Slice(part.domain, part.block, place, part.welfare[own], part.weight[own], part.cell[own])
