"""What must be known of a domain before its features can be computed: its people, mean, poor, quantiles.

Each function goes through the rows once. All return one number a domain.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures import quantiles
from kaltim_poverty.measures.constants import DomainConstants, LineInfluence, PoorConstants, quotient
from kaltim_poverty.measures.linear import Array, dot
from kaltim_poverty.measures.poverty import gap, on_line
from kaltim_poverty.survey.moments.moments import own_weight, poor_rows
from kaltim_poverty.survey.sample.blocks import summed

if TYPE_CHECKING:
    from kaltim_poverty.survey.sample.blocks import Breakdown, Sample, Slice, Slices, Whole

QUARTILES = (25.0, 75.0)
ROWS_OF_STEP = 2**11  # in which quantiles are looked for
Weights = Callable[["Slice"], Array]


def count(
    sample: Sample, over: Breakdown, parts: Slices, *, poverty: bool, weights: Weights = own_weight
) -> DomainConstants:
    """People, rows, welfare and its ends; with *poverty* the same of the poor."""
    found = nobody(len(over), poverty=poverty)
    for part in parts():
        weight = weights(part)
        count_all(found, part, weight)
        if found.poor is not None:
            count_poor(found.poor, sample, part, weight)
    return found


def nobody(domains: int, *, poverty: bool) -> DomainConstants:
    """The constants before any row is counted."""

    def start(value: float = 0.0) -> Array:
        return np.full(domains, value)

    poor = PoorConstants(
        people=start(),
        rows=start(),
        welfare=start(),
        ratio=start(),
        gaps=start(),
        not_above_zero=start(),
        on_line=start(),
        lowest=start(np.inf),
        highest=start(-np.inf),
        lowest_ratio=start(np.inf),
        highest_ratio=start(-np.inf),
    )
    return DomainConstants(
        people=start(),
        rows=start(),
        welfare=start(),
        negative=start(),
        zero=start(),
        lowest=start(np.inf),
        highest=start(-np.inf),
        poor=poor if poverty else None,
    )


class Grouping(NamedTuple):
    """Smaller domains that larger ones are made of.

    Attributes:
        larger: the larger domain of each smaller one.
        domains: how many larger ones there are.
    """

    larger: Whole
    domains: int

    def total(self, values: Array) -> Array:
        """Their sum in each larger domain."""
        return summed(self.larger, values, self.domains)

    def lowest(self, values: Array) -> Array:
        """The lowest in each larger domain."""
        found = np.full(self.domains, np.inf)
        np.minimum.at(found, self.larger, values)
        return found

    def highest(self, values: Array) -> Array:
        """The highest in each larger domain."""
        return -self.lowest(-values)


def counted_within(smaller: DomainConstants, larger: Whole, domains: int) -> DomainConstants:
    """The counts of larger domains, from those of the smaller domains that each is made of."""
    grouping = Grouping(larger, domains)
    return DomainConstants(
        people=grouping.total(smaller.people),
        rows=grouping.total(smaller.rows),
        welfare=grouping.total(smaller.welfare),
        negative=grouping.total(smaller.negative),
        zero=grouping.total(smaller.zero),
        lowest=grouping.lowest(smaller.lowest),
        highest=grouping.highest(smaller.highest),
        poor=None if smaller.poor is None else poor_within(smaller.poor, grouping),
    )


def poor_within(smaller: PoorConstants, grouping: Grouping) -> PoorConstants:
    """The same of the poor."""
    return PoorConstants(
        people=grouping.total(smaller.people),
        rows=grouping.total(smaller.rows),
        welfare=grouping.total(smaller.welfare),
        ratio=grouping.total(smaller.ratio),
        gaps=grouping.total(smaller.gaps),
        not_above_zero=grouping.total(smaller.not_above_zero),
        on_line=grouping.total(smaller.on_line),
        lowest=grouping.lowest(smaller.lowest),
        highest=grouping.highest(smaller.highest),
        lowest_ratio=grouping.lowest(smaller.lowest_ratio),
        highest_ratio=grouping.highest(smaller.highest_ratio),
    )


def of_question(counted: DomainConstants, floor: float | None, line: LineInfluence | None) -> DomainConstants:
    """The constants with what is asked: the floor of welfare for Watts, and how rows move the line."""
    return replace(counted, floor=floor, line=line)


def widen(lowest: Array, highest: Array, domain: int, values: Array) -> None:
    """Take the ends of some values in."""
    if len(values):
        lowest[domain] = min(lowest[domain], values.min())
        highest[domain] = max(highest[domain], values.max())


def count_all(found: DomainConstants, part: Slice, weight: Array) -> None:
    """Add the rows of a slice."""
    d = part.domain
    widen(found.lowest, found.highest, d, part.welfare[[0, -1]])
    found.people[d] += weight.sum()
    found.welfare[d] += dot(weight, part.welfare)
    negative, to_zero = np.searchsorted(part.welfare, 0.0), np.searchsorted(part.welfare, 0.0, side="right")
    counted = np.array([len(weight), negative, to_zero - negative], dtype=np.float64)
    if (weight == 0).any():  # a replicate leaves rows out
        used = weight > 0
        counted = np.array(
            [used.sum(), used[:negative].sum(), used[negative:to_zero].sum()], dtype=np.float64
        )
    for counts, number in zip((found.rows, found.negative, found.zero), counted, strict=True):
        counts[d] += number


def count_poor(found: PoorConstants, sample: Sample, part: Slice, weight: Array) -> None:
    """Add the poor of a slice."""
    d = part.domain
    chosen, line = poor_rows(sample, part)
    welfare, some = part.welfare[chosen], weight[chosen]
    ratio = welfare / line
    widen(found.lowest, found.highest, d, welfare)
    widen(found.lowest_ratio, found.highest_ratio, d, ratio)
    found.people[d] += some.sum()
    found.rows[d] += np.count_nonzero(some)
    found.welfare[d] += dot(some, welfare)
    found.ratio[d] += dot(some, ratio)
    found.gaps[d] += dot(some, gap(welfare, line))
    found.not_above_zero[d] += np.count_nonzero((welfare <= 0) & (some > 0))
    found.on_line[d] += rows_on_line(sample, part)


def rows_on_line(sample: Sample, part: Slice) -> int:
    """How many rows of a slice lie on their line."""
    lines = sample.cells.line
    if part.block.line is not None:
        return int(np.count_nonzero(on_line(part.welfare, part.block.line[part.place])))
    if not isinstance(lines, np.ndarray):
        near = near_line(part.welfare, float(lines or 0.0), float(lines or 0.0))
        return int(np.count_nonzero(on_line(part.welfare[near], float(lines or 0.0))))
    near = near_line(part.welfare, float(lines.min()), float(lines.max()))
    return int(np.count_nonzero(on_line(part.welfare[near], lines[part.cell[near]])))


def near_line(welfare: Array, low: float, high: float) -> slice:
    """The rows that can lie on a line between two bounds."""
    start = np.searchsorted(welfare, low - 1e-9 * abs(low))
    end = np.searchsorted(welfare, high + 1e-9 * abs(high), side="right")
    return slice(int(start), int(end))


def quantiles_at(
    over: Breakdown, parts: Slices, people: Array, shares: Array, *, weights: Weights = own_weight
) -> Array:
    """The quantiles at given shares.

    Args:
        over: the breakdown.
        parts: its rows.
        people: Σ w of each domain.
        shares: p from 0 to 1, one row a domain; not finite: no quantile.
        weights: of the rows of a slice.

    Returns:
        one row a domain, NaN where there is nobody.
    """
    found = np.full(shares.shape, np.nan)
    wanted = quantiles.target(shares, 1.0) * people[:, None]
    reached = np.zeros(len(over))
    for part in parts():
        d, weight = part.domain, weights(part)
        steps = np.add.reduceat(weight, np.arange(0, len(weight), ROWS_OF_STEP))
        before = np.concatenate([[0.0], np.cumsum(steps)])
        before += reached[d]
        reached[d] = before[-1]
        here = np.isnan(found[d]) & (wanted[d] <= before[-1]) & (people[d] > 0)
        for share in np.flatnonzero(here).tolist():
            place = place_of(weight, before, wanted[d, share])
            found[d, share] = part.welfare[first_with_weight(weight, place)]
    return found


def place_of(weight: Array, before: Array, wanted: float) -> int:
    """Where the cumulated weight is reached, *before* it at the start of every piece and at the end."""
    piece = max(int(np.searchsorted(before, wanted)) - 1, 0)
    own = slice(piece * ROWS_OF_STEP, (piece + 1) * ROWS_OF_STEP)
    inside = int(np.searchsorted(np.cumsum(weight[own]) + before[piece], wanted))
    return min(piece * ROWS_OF_STEP + inside, len(weight) - 1)


def first_with_weight(weight: Array, place: int) -> int:
    """The first row from a place on that has a weight above 0, or the last that has one."""
    if weight[place] > 0:
        return place
    used = np.flatnonzero(weight)
    return int(used[min(int(np.searchsorted(used, place)), len(used) - 1)])


def with_quantiles(
    constants: DomainConstants,
    over: Breakdown,
    parts: Slices,
    percents: Sequence[float],
    *,
    weights: Weights = own_weight,
) -> DomainConstants:
    """The constants with quantiles at some percents."""
    if not percents:
        return constants
    shares = np.tile(np.array(percents) / 100, (len(over), 1))
    found = quantiles_at(over, parts, constants.people, shares, weights=weights)
    return replace(
        constants, quantiles={**constants.quantiles, **dict(zip(percents, found.T.copy(), strict=True))}
    )


def with_bandwidth(
    constants: DomainConstants, over: Breakdown, parts: Slices, *, weights: Weights = own_weight
) -> DomainConstants:
    """The constants with the bandwidth of the density of each domain; needs its quartiles."""
    squares = np.zeros(len(over))
    for part in parts():
        deviation = part.welfare - constants.centre[part.domain]
        squares[part.domain] += dot(weights(part), deviation * deviation)
    sigma = np.sqrt(quotient(squares, constants.people))
    low, high = (constants.quantiles[percent] for percent in QUARTILES)
    widths = zip(sigma.tolist(), (high - low).tolist(), constants.rows.tolist(), strict=True)
    return replace(constants, bandwidth=np.array([quantiles.bandwidth(*each) for each in widths]))


def with_shape(
    constants: DomainConstants,
    over: Breakdown,
    parts: Slices,
    percents: Sequence[float],
    *,
    spread: bool,
    weights: Weights = own_weight,
) -> DomainConstants:
    """The constants with quantiles at some percents; with *spread* also the bandwidth of a density."""
    wanted = list(dict.fromkeys([*percents, *(QUARTILES if spread else ())]))
    found = with_quantiles(constants, over, parts, wanted, weights=weights)
    return with_bandwidth(found, over, parts, weights=weights) if spread else found


def density(
    constants: DomainConstants,
    over: Breakdown,
    parts: Slices,
    points: Array,
    *,
    weights: Weights = own_weight,
) -> Array:
    """The density of welfare at one point a domain; 0 where all welfare is equal.

    Raises:
        ValueError: if the constants have no bandwidth.
    """
    if constants.bandwidth is None:
        raise ValueError
    found = np.zeros(len(over))
    for part in parts():
        width = float(constants.bandwidth[part.domain])
        if width > 0 and np.isfinite(points[part.domain]):
            found[part.domain] += dot(
                weights(part), quantiles.kernel(part.welfare, float(points[part.domain]), width)
            )
    return quotient(found, constants.people)
