"""What is asked of the rows: the features of all measures, each once, and the products that spreads need."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import combinations_with_replacement
from typing import NamedTuple, TypeAlias

from kaltim_poverty.measures.catalogue import Measure
from kaltim_poverty.measures.feature import ONE, Feature

Pair: TypeAlias = tuple[Feature, Feature]


class Plan(NamedTuple):
    """The features and products that a pass over the rows adds up.

    Attributes:
        features: of which Σ w·feature is wanted.
        products: pairs of which Σ w·feature·feature is wanted.
    """

    features: tuple[Feature, ...]
    products: tuple[Pair, ...]

    @property
    def poverty(self) -> bool:
        """Whether any feature is about the poor."""
        return any(feature.of_the_poor for feature in self.features)

    def restricted_to(self, belongs: Callable[[Feature], bool]) -> Plan:
        """The features that belong, with the products that no other feature has to do with."""
        features = tuple(filter(belongs, self.features))
        products = tuple(pair for pair in self.products if all(map(belongs, pair)))
        return Plan(features, products)

    def without(self, other: Plan) -> Plan:
        """The plan without the features and products of another."""
        features = tuple(feature for feature in self.features if feature not in other.features)
        products = tuple(pair for pair in self.products if pair not in other.products)
        return Plan(features, products)


def plan_of(measures: Iterable[Measure], extra: Iterable[Feature] = ()) -> Plan:
    """The plan of some measures, with *extra* features that go with every measure of poverty."""
    features: dict[Feature, None] = {ONE: None}
    products: dict[Pair, None] = {}
    for measure in measures:
        own = dict.fromkeys([*measure.features, *(extra if measure.of_poverty else ())])
        features.update(own)
        others = [feature for feature in own if feature != ONE]
        products.update(dict.fromkeys(combinations_with_replacement(others, 2)))
    return Plan(tuple(features), tuple(products))
