"""Quantiles of each domain, at any shares of its people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from kaltim_poverty.measures import quantiles
from kaltim_poverty.measures.constants import DomainConstants
from kaltim_poverty.measures.linear import Array
from kaltim_poverty.survey.moments.fold import weight_of
from kaltim_poverty.survey.sample import SIZES, Sizes, Slice, Slices, Weights


def quantiles_at(
    parts: Slices,
    people: Array,
    shares: Array,
    *,
    weights: Weights = weight_of,
    rows_of_step: int = SIZES.rows_of_step,
) -> Array:
    """The quantiles at given shares.

    Args:
        parts: the rows of domains in order of welfare, block by block.
        people: Σ w of each domain, (domains,).
        shares: p from 0 to 1, (domains, shares); not finite: no quantile.
        weights: of the rows of a slice, if not their own.
        rows_of_step: rows whose weights are summed up before a quantile is looked for among them.

    Returns:
        the quantiles, (domains, shares); NaN where there is nobody.
    """
    found = np.full(shares.shape, np.nan)
    wanted = quantiles.target(shares, 1.0) * people[:, None]
    reached = np.zeros(len(people))
    for part in parts():
        d, weight = part.domain, weights(part)
        before = cumulated_by_step(weight, reached[d], rows_of_step)
        reached[d] = before[-1]
        here = np.isnan(found[d]) & (wanted[d] <= before[-1]) & (people[d] > 0)
        for share in np.flatnonzero(here).tolist():
            place = place_of(weight, before, wanted[d, share], rows_of_step)
            found[d, share] = part.welfare[first_with_weight(weight, place)]
    return found


def quantile_in(part: Slice, weight: Array, reached: float, wanted: Array, sizes: Sizes) -> Array:
    """The welfare of a slice at which cumulated weights are reached.

    Args:
        part: the rows of a domain in a block in which all of them are reached, but for rounding.
        weight: of its rows.
        reached: the cumulated weight before it.
        wanted: the cumulated weights, (quantiles,).
        sizes: of the steps in which weights are added up.
    """
    before = cumulated_by_step(weight, reached, sizes.rows_of_step)
    places = [place_of(weight, before, each, sizes.rows_of_step) for each in wanted.tolist()]
    return part.welfare[[first_with_weight(weight, place) for place in places]]


def cumulated_by_step(weight: Array, reached: float, step: int) -> Array:
    """The cumulated weight at the start of every *step* rows and at the end, *reached* before the first."""
    before = np.concatenate([[0.0], np.cumsum(np.add.reduceat(weight, np.arange(0, len(weight), step)))])
    before += reached
    return before


def place_of(weight: Array, before: Array, wanted: float, step: int) -> int:
    """Where the cumulated weight is reached, *before* it at the start of every *step* rows and at the end."""
    piece = max(int(np.searchsorted(before, wanted)) - 1, 0)
    own = slice(piece * step, (piece + 1) * step)
    inside = int(np.searchsorted(np.cumsum(weight[own]) + before[piece], wanted))
    return min(piece * step + inside, len(weight) - 1)


def first_with_weight(weight: Array, place: int) -> int:
    """The first row from a place on that has a weight above 0, or the last that has one."""
    if weight[place] > 0:
        return place
    used = np.flatnonzero(weight)
    return int(used[min(int(np.searchsorted(used, place)), len(used) - 1)])


def with_quantiles(
    constants: DomainConstants,
    parts: Slices,
    percents: Sequence[float],
    *,
    weights: Weights = weight_of,
    rows_of_step: int = SIZES.rows_of_step,
) -> DomainConstants:
    """The constants with quantiles at some percents."""
    if not percents:
        return constants
    shares = np.tile(np.array(percents) / 100, (len(constants.people), 1))
    found = quantiles_at(parts, constants.people, shares, weights=weights, rows_of_step=rows_of_step)
    own = dict(zip(percents, found.T.copy(), strict=True))
    return replace(constants, quantiles={**constants.quantiles, **own})
