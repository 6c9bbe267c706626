"""The sums of one slice: its features computed piece by piece, with what passes on to the next slice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from kaltim_poverty.measures.constants import Constants
from kaltim_poverty.measures.evaluate import NOTHING, Prefix, Rows, evaluate, prefix
from kaltim_poverty.measures.feature import Feature
from kaltim_poverty.measures.linear import Array
from kaltim_poverty.survey.moments.cell_sums import CellsOfSlice
from kaltim_poverty.survey.moments.cuts import product_follows_from_runs
from kaltim_poverty.survey.moments.leading_rows import dot_of_leading, leading_rows
from kaltim_poverty.survey.moments.plan import Pair, Plan
from kaltim_poverty.survey.moments.poor import Lines, line_of_rows, poor_rows
from kaltim_poverty.survey.sample import IntArray, Slice


class Features(NamedTuple):
    """The features of a plan by when they are computed.

    Attributes:
        summed: of which sums are wanted.
        pairs: of which products are wanted.
        general: that everybody has.
        poor: that the poor have.
        shared: that everybody has and that are in a product with one of the poor.
        columns: names of columns that they need.
    """

    summed: tuple[Feature, ...]
    pairs: tuple[Pair, ...]
    general: tuple[Feature, ...]
    poor: tuple[Feature, ...]
    shared: tuple[Feature, ...]
    columns: tuple[str, ...]

    @property
    def evaluated(self) -> tuple[Feature, ...]:
        """The values of all features that are computed."""
        return (*self.general, *self.poor)


def features_of(plan: Plan, *, with_cells: bool) -> Features:
    """The features of a plan, but for sums and products that follow from those between cuts.

    Products are wanted with cells alone.
    """
    summed = tuple(feature for feature in plan.features if not feature.of_a_cut)
    pairs = [pair for pair in plan.products if with_cells and not product_follows_from_runs(*pair)]
    evaluated = dict.fromkeys([*summed, *(feature for pair in pairs for feature in pair)])
    with_poor = [pair for pair in pairs if pair[0].of_the_poor != pair[1].of_the_poor]
    return Features(
        summed,
        tuple(pairs),
        tuple(feature for feature in evaluated if not feature.of_the_poor),
        tuple(feature for feature in evaluated if feature.of_the_poor),
        tuple({one if two.of_the_poor else two: None for one, two in with_poor}),
        tuple(dict.fromkeys(feature.column for feature in evaluated if feature.column is not None)),
    )


class SliceSums:
    """The sums of one slice."""

    def __init__(self, features: Features, cells: CellsOfSlice | None, table: Array) -> None:
        self.features, self.cells, self.table = features, cells, table
        self.sums = dict.fromkeys(features.summed, 0.0)
        self.cross = dict.fromkeys(features.pairs, 0.0)
        self.passed: dict[Feature, Prefix] = {}

    def add(
        self,
        part: Slice,
        weight: Array,
        place: IntArray | None,
        constants: Constants,
        start: Mapping[Feature, Prefix],
        lines: Lines,
    ) -> None:
        """A piece of the slice.

        Args:
            part: the piece.
            weight: of its rows.
            place: of each among the own cells; None where these are not wanted.
            constants: of the domain.
            start: running sums before the slice.
            lines: of the sample.
        """
        before = {feature: each.plus(self.passed.get(feature, NOTHING)) for feature, each in start.items()}
        columns = {name: part.column(name) for name in self.features.columns}
        with_line = any(feature.of_a_ratio for feature in self.features.general)
        line_of_all = line_of_rows(lines, part) if with_line else np.nan
        everybody = Rows(part.welfare, weight, line_of_all, constants, before, columns)
        chosen, line = poor_rows(lines, part) if self.features.poor else (slice(0), np.nan)
        whole = () if isinstance(chosen, slice) else self.features.shared
        general = self.evaluated(self.features.general, everybody, whole=whole)
        self.add_values(weight, place, general, {})
        if not self.features.poor:
            return
        own = {name: values[chosen] for name, values in columns.items()}
        poor = Rows(part.welfare[chosen], weight[chosen], line, constants, before, own)
        values = self.evaluated(self.features.poor, poor, whole=self.features.poor)
        known = {feature: general[feature][chosen] for feature in self.features.shared}
        self.add_values(poor.weight, None if place is None else place[chosen], values, known)

    def skip(self, part: Slice, weight: Array, constants: Constants, lines: Lines) -> None:
        """Only the running sums of a piece."""
        self.add_to_running_sums(self.features.general, Rows(part.welfare, weight, 0.0, constants, {}))
        if self.features.poor:
            chosen, line = poor_rows(lines, part)
            poor = Rows(part.welfare[chosen], weight[chosen], line, constants, {})
            self.add_to_running_sums(self.features.poor, poor)

    def evaluated(
        self, features: Sequence[Feature], rows: Rows, *, whole: Sequence[Feature]
    ) -> dict[Feature, Array]:
        """Features of rows, which from then on have passed; of those not *whole* without zeros at the end.

        Whole are those of which single rows are taken later, and the poor, who may be in another order.
        """
        found = {
            feature: evaluate(feature, rows if feature in whole else leading_rows(feature, rows))
            for feature in features
        }
        self.add_to_running_sums(features, rows)
        return found

    def add_to_running_sums(self, features: Sequence[Feature], rows: Rows) -> None:
        """Add rows to the running sums of features over pairs."""
        for feature in features:
            if feature.over_pairs:
                self.passed[feature] = self.passed.get(feature, NOTHING).plus(prefix(feature, rows))

    def add_values(
        self,
        weight: Array,
        place: IntArray | None,
        values: Mapping[Feature, Array],
        known: Mapping[Feature, Array],
    ) -> None:
        """Add w·feature to the sums, w·feature·feature to the products.

        Args:
            weight: of the rows.
            place: of each row among the own cells; None where these are not wanted.
            values: features that are new; without zeros at the end.
            known: features of the same rows that have been added, for products with new ones.
        """
        weighted = {feature: weight[: len(value)] * value for feature, value in values.items()}
        for feature, sums in zip(self.features.summed, self.table, strict=True):
            if feature in weighted:
                self.sums[feature] += float(weighted[feature].sum())
                if place is not None:
                    own = place[: len(weighted[feature])]
                    np.add(sums, np.bincount(own, weighted[feature], len(sums)), out=sums)
        every = {**known, **values}
        for one, two in self.cross:
            if one in weighted and two in every:
                self.cross[one, two] += dot_of_leading(weighted[one], every[two])
            elif two in weighted and one in every:
                self.cross[one, two] += dot_of_leading(weighted[two], every[one])
