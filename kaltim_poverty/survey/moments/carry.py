"""What came before a block: running sums from which features over pairs go on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from kaltim_poverty.measures.constants import DomainConstants
from kaltim_poverty.measures.evaluate import CENTRES, Prefix
from kaltim_poverty.measures.feature import Feature
from kaltim_poverty.measures.linear import Array


class Carry(NamedTuple):
    """Running sums of the rows of all blocks so far.

    Attributes:
        sums: Σ w and Σ w·deviation, (2, domains), by feature over pairs.
    """

    sums: Mapping[Feature, Array]

    def added(self, other: Carry) -> Carry:
        """The running sums of these blocks and of those that follow."""
        return Carry({feature: sums + other.sums[feature] for feature, sums in self.sums.items()})

    def of(self, domain: int) -> dict[Feature, Prefix]:
        """The running sums of one domain."""
        return {
            feature: Prefix(float(sums[0, domain]), float(sums[1, domain]))
            for feature, sums in self.sums.items()
        }

    def add(self, domain: int, prefixes: Mapping[Feature, Prefix]) -> None:
        """Take the rows of a slice in."""
        for feature, prefix in prefixes.items():
            self.sums[feature][:, domain] += prefix

    def recentred(self, before: Mapping[Feature, Array], after: Mapping[Feature, Array]) -> Carry:
        """The same rows, with deviations from other centres.

        Args:
            before: the centres of these deviations, each (domains,), by feature.
            after: those of the new ones.
        """
        return Carry(
            {
                feature: np.stack([weight, moment + weight * (before[feature] - after[feature])])
                for feature, (weight, moment) in self.sums.items()
            }
        )


def centres_of(constants: DomainConstants, features: Iterable[Feature]) -> dict[Feature, Array]:
    """The centres of the features over pairs among some, each (domains,)."""
    return {feature: CENTRES[feature.family](constants) for feature in features if feature.over_pairs}


def no_carry(features: Iterable[Feature], domains: int) -> Carry:
    """The running sums before the first block, of the features over pairs among some."""
    return Carry({feature: np.zeros((2, domains)) for feature in features if feature.over_pairs})
