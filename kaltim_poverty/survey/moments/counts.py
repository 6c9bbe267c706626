"""Who is in each domain, and who of them is poor: what must be known before features can be computed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kaltim_poverty.measures.constants import DomainConstants, PoorConstants
from kaltim_poverty.measures.linear import Array, dot
from kaltim_poverty.measures.poverty import gap
from kaltim_poverty.survey.moments.fold import weight_of
from kaltim_poverty.survey.moments.poor import Lines, poor_rows, rows_on_line
from kaltim_poverty.survey.sample import IntArray, Slice, Slices, Weights, summed


def count(
    parts: Slices, domains: int, *, poverty: bool, lines: Lines = None, weights: Weights = weight_of
) -> DomainConstants:
    """People, rows, welfare and its ends; with *poverty* the same of the poor.

    Args:
        parts: the rows of domains in order of welfare, block by block.
        domains: how many there are.
        poverty: whether the poor are counted.
        lines: poverty lines of the sample.
        weights: of the rows of a slice, if not their own.
    """
    found = no_rows_counted(domains, poverty=poverty)
    for part in parts():
        weight = weights(part)
        count_all(found, part, weight)
        if found.poor is not None:
            count_poor(found.poor, lines, part, weight)
    return found


def no_rows_counted(domains: int, *, poverty: bool) -> DomainConstants:
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

    larger: IntArray
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


def rolled_up(smaller: DomainConstants, larger: IntArray, domains: int) -> DomainConstants:
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
        poor=None if smaller.poor is None else poor_rolled_up(smaller.poor, grouping),
    )


def poor_rolled_up(smaller: PoorConstants, grouping: Grouping) -> PoorConstants:
    """The counts of the poor, rolled up to larger domains."""
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


def count_poor(found: PoorConstants, lines: Lines, part: Slice, weight: Array) -> None:
    """Add the poor of a slice."""
    d = part.domain
    chosen, line = poor_rows(lines, part)
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
    found.on_line[d] += rows_on_line(lines, part)
