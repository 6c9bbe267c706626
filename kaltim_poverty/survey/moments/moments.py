"""Moments: sums of w·feature by domain and own cell, and of w·feature·feature by domain.

Everything that follows, values and standard errors, is a function of these. They hold arrays alone, so those
of some rows can be made anywhere and added to those of others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from typing import TypeAlias

import numpy as np

from kaltim_poverty.measures.feature import ONE, Feature
from kaltim_poverty.measures.linear import Array
from kaltim_poverty.survey.moments.cuts import RunSums, product_follows_from_runs
from kaltim_poverty.survey.moments.plan import Pair
from kaltim_poverty.survey.sample import Chunk, Chunks

CellSums: TypeAlias = Callable[[Chunk], Mapping[Feature, Array]]


@dataclass(frozen=True, eq=False)
class Moments:
    """Sums over some rows of a breakdown.

    Attributes:
        sums: Σ w·feature by feature, (domains,), but for features of a cut.
        cross: Σ w·feature·feature by pair, (domains,), but for pairs with `ONE` and those that follow from
            `runs`.
        cell_sums: Σ w·feature of the own cells by feature, (own cells,); nothing if they were not asked for.
        runs: sums of the rows between cuts, that features of a cut are made of.
    """

    sums: Mapping[Feature, Array]
    cross: Mapping[Pair, Array]
    cell_sums: Mapping[Feature, Array]
    runs: RunSums | None = None

    def added(self, other: Moments) -> Moments:
        """With those of other rows of the same breakdown, for the same features and constants."""
        return Moments(
            {feature: sums + other.sums[feature] for feature, sums in self.sums.items()},
            {pair: sums + other.cross[pair] for pair, sums in self.cross.items()},
            {feature: sums + other.cell_sums[feature] for feature, sums in self.cell_sums.items()},
            None if self.runs is None or other.runs is None else self.runs.added(other.runs),
        )

    def with_features_of(self, other: Moments) -> Moments:
        """With those of other features over the same rows."""
        return Moments(
            {**self.sums, **other.sums},
            {**self.cross, **other.cross},
            {**self.cell_sums, **other.cell_sums},
            self.runs or other.runs,
        )

    @cached_property
    def totals(self) -> Mapping[Feature, Array]:
        """Σ w·feature of every feature, (domains,)."""
        return {**self.sums, **({} if self.runs is None else self.runs.totals)}

    def product(self, one: Feature, two: Feature) -> Array:
        """Σ w·feature·feature of a pair in either order, (domains,)."""
        if ONE in (one, two):
            return self.totals[two if one == ONE else one]
        if self.runs is not None and product_follows_from_runs(one, two):
            return self.runs.product(one, two)
        return self.cross[(one, two) if (one, two) in self.cross else (two, one)]

    def cells(self, chunk: Chunk) -> Mapping[Feature, Array]:
        """Σ w·feature of the own cells of a chunk, of every feature."""
        own = {feature: chunk.of(sums) for feature, sums in self.cell_sums.items()}
        return {**own, **({} if self.runs is None else self.runs.cells_of(chunk))}

    def without_cells(self) -> Moments:
        """Without what is as large as the survey."""
        runs = None if self.runs is None else replace(self.runs, cells=None)
        return replace(self, cell_sums={}, runs=runs)


def added_up(moments: Iterable[Moments]) -> Moments:
    """The moments of all blocks, added in the order given; at least one block."""
    return reduce(Moments.added, moments)


def all_cell_sums(cells: CellSums, within: Chunks, features: Sequence[Feature]) -> list[Array]:
    """The sums of all own cells, of some features, chunk by chunk."""
    found = list(np.empty((len(features), len(within.place))))
    for chunk in within.every.values():
        own = cells(chunk)
        for sums, feature in zip(found, features, strict=True):
            sums[chunk.cells] = own[feature]
    return found
