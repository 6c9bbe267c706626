"""A statistic: a value with what its standard error follows from, as data.

Every question hands the same thing to `infer`: a measure of a domain, a share that a group receives, a change
that a transfer makes, the difference of two surveys. It has one number for each *row* of an answer, and rests
on *subsamples* (see `evidence`): reductions of one or of several samples.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from kaltim_poverty.measures.feature import Feature
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from kaltim_poverty.measures.linear import Array

Mask: TypeAlias = NDArray[np.bool_]
Key: TypeAlias = tuple[int, Feature]  # the number of a subsample and a feature of its rows
NOTHING: Mapping[Any, Any] = MappingProxyType({})


class Quantile(NamedTuple):
    """A quantile that a statistic is made of, whose variance is found by inversion (Woodruff).

    The influence, totals and replicates that the statistic has in the sample of this subsample are then those
    of the share of people at or below the quantile.

    Attributes:
        subsample: whose quantile it is.
        share: Σ w [y ≤ q] / N at the quantile q, (rows,).
        slope: the derivative of the statistic in the quantile, (rows,) or one for all.
    """

    subsample: int
    share: Array
    slope: Array | float = 1.0


@dataclass(frozen=True, kw_only=True)
class Statistic:
    """A value in each row of an answer, with its influence.

    The influence of a PSU is Σ slope · (Σ w·feature of the PSU in the domain of that row), over `slopes`,
    plus `totals`. In a sample with `replicates` the variance is that of these instead.

    Attributes:
        name: what it is.
        unit: of the value.
        value: (rows,); anything where it does not exist.
        exists: whether it does, (rows,).
        subsamples: the numbers of the subsamples of which it names a domain. Degrees of freedom, and whether
            there are PSUs enough, come from these alone, not from a subsample that is behind a constant (a
            line that was estimated).
        slopes: ∂value/∂(Σ w·feature) by subsample and feature, each (rows,).
        totals: Σ w·influence of each own cell, by subsample, each (cells,): for an influence that no sum of
            features holds.
        replicates: the values under each replicate by the number of the sample, each (replicates, rows).
        quantiles: the quantiles that it is made of, at most one of a sample and nothing else of that sample.
        spread: Σ w(u − ū)² of the influence values u over the rows of the domain of the first subsample,
            (rows,); None where no design effect is asked for.
        scale: the size against which a standard error may consist of rounding, (rows,); None: the value.
        undefined: why the value does not exist, by row.
        unmeasured: why it has no standard error although its domain has PSUs enough, by row.
        degenerate: why there is no interval although there is a standard error, by row.
        constant: the same, where the standard error comes to 0.
        is_proportion: whether it is a percentage of people, for which a logit interval has a meaning.
    """

    name: str
    unit: str
    value: Array
    exists: Mask
    subsamples: tuple[int, ...] = (0,)
    slopes: Mapping[Key, Array] = field(default_factory=dict)
    totals: Mapping[int, Array] = field(default_factory=dict)
    replicates: Mapping[int, Array] = field(default_factory=dict)
    quantiles: tuple[Quantile, ...] = ()
    spread: Array | None = None
    scale: Array | None = None
    undefined: Mapping[int, Message] = field(default_factory=dict)
    unmeasured: Mapping[int, Message] = field(default_factory=dict)
    degenerate: Mapping[int, Message] = field(default_factory=dict)
    constant: Mapping[int, Message] = field(default_factory=dict)
    is_proportion: bool = False

    @property
    def size(self) -> Array:
        """The size against which a standard error may consist of rounding."""
        return self.value if self.scale is None else self.scale

    def without_replicates(self) -> Statistic:
        """The statistic without its values under replicates."""
        return replace(self, replicates={})

    def of_subsample(self, number: int) -> Statistic:
        """The statistic of another subsample than the first it names, such as another domain of each row."""
        own = self.subsamples[0]

        def renumbered(subsample: int) -> int:
            return number if subsample == own else subsample

        return replace(
            self,
            subsamples=tuple(map(renumbered, self.subsamples)),
            slopes={(renumbered(each), feature): slope for (each, feature), slope in self.slopes.items()},
            totals={renumbered(each): totals for each, totals in self.totals.items()},
            quantiles=tuple(each._replace(subsample=renumbered(each.subsample)) for each in self.quantiles),
        )

    def at(self, places: NDArray[np.intp]) -> Statistic:
        """The statistic in the rows of another answer.

        Args:
            places: the row of this statistic for each row there, -1 where there is none.
        """
        moved = partial(at_places, places=places)

        def explained(reasons: Mapping[int, Message]) -> dict[int, Message]:
            rows = enumerate(places.tolist())
            return {row: reasons[place] for row, place in rows if place in reasons}

        return replace(
            self,
            value=moved(self.value),
            exists=moved(self.exists, otherwise=0.0) > 0,
            slopes={key: moved(slope, otherwise=0.0) for key, slope in self.slopes.items()},
            replicates={sample: moved(values) for sample, values in self.replicates.items()},
            quantiles=tuple(each._replace(share=moved(each.share)) for each in self.quantiles),
            spread=None if self.spread is None else moved(self.spread),
            scale=None if self.scale is None else moved(self.scale),
            undefined=explained(self.undefined),
            unmeasured=explained(self.unmeasured),
            degenerate=explained(self.degenerate),
            constant=explained(self.constant),
        )


def at_places(values: NDArray[Any], places: NDArray[np.intp], otherwise: float = np.nan) -> Array:
    """Values at some places, (..., places), and another where the place is -1; there may be no values."""
    found = np.full((*values.shape[:-1], len(places)), otherwise)
    there = places >= 0
    found[..., there] = values[..., places[there]]
    return found


def rows_in(rows: Iterable[int], length: int) -> Mask:
    """Whether each row is one of some rows, (rows,)."""
    found = np.zeros(length, dtype=bool)
    found[list(rows)] = True
    return found


@np.errstate(invalid="ignore", over="ignore")  # where one does not exist
def difference(first: Statistic, second: Statistic) -> Statistic:
    """Second less first, row by row: of two surveys, or of two domains of one with their covariance."""
    values = (first.value, second.value)
    rows = range(len(first.value))
    return Statistic(
        name=second.name,
        unit=second.unit,
        value=values[1] - values[0],
        exists=first.exists & second.exists,
        subsamples=tuple(dict.fromkeys([*first.subsamples, *second.subsamples])),
        slopes=added_by_key(signed_slopes(second, 1.0), signed_slopes(first, -1.0)),
        totals=added_by_key(second.totals, {subsample: -own for subsample, own in first.totals.items()}),
        replicates=replicates_of_difference(first, second),
        quantiles=(*second.quantiles, *(each._replace(slope=-each.slope) for each in first.quantiles)),
        scale=np.maximum(np.abs(values[0]), np.abs(values[1])),
        undefined={**second.undefined, **first.undefined},
        unmeasured={**second.unmeasured, **first.unmeasured},
        constant=dict.fromkeys(rows, message("reason.nothing_varies")),
    )


def added_by_key(one: Mapping[Any, Array], other: Mapping[Any, Array]) -> dict[Any, Array]:
    """The sums of two mappings, key by key."""
    found = dict(one)
    for key, own in other.items():
        found[key] = found[key] + own if key in found else own
    return found


def signed_slopes(statistic: Statistic, sign: float) -> dict[Key, Array]:
    """The slopes times a sign; for a quantile, the sign is stored on the quantile itself."""
    if statistic.quantiles:
        return dict(statistic.slopes)
    return {key: sign * slope for key, slope in statistic.slopes.items()}


def replicates_of_difference(first: Statistic, second: Statistic) -> dict[int, Array]:
    """The difference under the replicates of each sample, which leave the other samples as they are."""
    found: dict[int, Array] = {}
    difference_as_is = second.value - first.value
    for sign, own in ((1.0, second), (-1.0, first)):
        for sample, values in own.replicates.items():
            if own.quantiles:
                found[sample] = values
            else:
                found[sample] = found.get(sample, difference_as_is) + sign * (values - own.value)
    return found
