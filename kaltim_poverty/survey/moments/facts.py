"""What must be known of a domain before its features can be computed: its people, mean, poor, quantiles.

Each function goes through the rows once. All return one number a domain.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from kaltim_poverty.measures import quantiles
from kaltim_poverty.measures.linear import Array, dot
from kaltim_poverty.measures.poverty import gap, on_line
from kaltim_poverty.survey.moments.moments import Facts, own_weight, poor_rows

if TYPE_CHECKING:
    from kaltim_poverty.survey.sample.blocks import Breakdown, Sample, Slice, Slices

COUNTS = ("people", "welfare", "rows", "negative", "zero")
QUARTILES = ("25", "75")
POOR = ("poor", "poor_rows", "poor_welfare", "poor_ratio", "gaps", "poor_not_above_zero", "on_line")
ROWS_OF_STEP = 2**11  # in which quantiles are looked for
Weights = Callable[["Slice"], Array]


def count(
    sample: Sample, over: Breakdown, parts: Slices, *, poverty: bool, weights: Weights = own_weight
) -> Facts:
    """People, rows, welfare, with a line who is poor, and the means of all these."""
    return with_centres(counted(sample, over, parts, poverty=poverty, weights=weights))


def counted(
    sample: Sample, over: Breakdown, parts: Slices, *, poverty: bool, weights: Weights = own_weight
) -> Facts:
    """What adds up from smaller domains to larger ones, and the ends of welfare."""
    facts = {name: np.zeros(len(over)) for name in (*COUNTS, *(POOR if poverty else ()))}
    for of in ("", *(("poor_", "ratio_") if poverty else ())):
        facts[f"{of}smallest"] = np.full(len(over), np.inf)
        facts[f"{of}largest"] = np.full(len(over), -np.inf)
    for part in parts():
        weight = weights(part)
        count_all(facts, part, weight)
        if poverty:
            count_poor(facts, sample, over, part, weight)
    return facts


def with_centres(counted: Facts) -> Facts:
    """The counts with the means that features are centred at."""
    facts = dict(counted)
    facts["centre"] = between(facts, "", quotient(facts["welfare"], facts["people"]))
    if "poor" in facts:
        facts["poor_centre"] = between(facts, "poor_", quotient(facts["poor_welfare"], facts["poor"]))
        facts["ratio_centre"] = between(facts, "ratio_", quotient(facts["poor_ratio"], facts["poor"]))
    return facts


def between(facts: Facts, of: str, mean: Array) -> Array:
    """A mean held between the ends of what it is the mean of, so that equal welfare has deviations of 0."""
    low, high = facts.pop(f"{of}smallest"), facts.pop(f"{of}largest")
    return np.where(np.isfinite(low), np.minimum(np.maximum(mean, low), high), mean)


def widen(facts: Facts, of: str, domain: int, values: Array) -> None:
    """Remember the ends of some values."""
    if len(values):
        facts[f"{of}smallest"][domain] = min(facts[f"{of}smallest"][domain], values.min())
        facts[f"{of}largest"][domain] = max(facts[f"{of}largest"][domain], values.max())


def quotient(one: Array, other: Array) -> Array:
    """The quotient, 0 where there is nothing to divide by."""
    return np.divide(one, other, out=np.zeros_like(one), where=other != 0)


def count_all(facts: Facts, part: Slice, weight: Array) -> None:
    """Add the rows of a slice."""
    d = part.domain
    widen(facts, "", d, part.welfare[[0, -1]])
    facts["people"][d] += weight.sum()
    facts["welfare"][d] += dot(weight, part.welfare)
    negative, to_zero = np.searchsorted(part.welfare, 0.0), np.searchsorted(part.welfare, 0.0, side="right")
    counted = np.array([len(weight), negative, to_zero - negative], dtype=np.float64)
    if (weight == 0).any():  # a replicate leaves rows out
        used = weight > 0
        counted = np.array(
            [used.sum(), used[:negative].sum(), used[negative:to_zero].sum()], dtype=np.float64
        )
    for name, number in zip(("rows", "negative", "zero"), counted, strict=True):
        facts[name][d] += number


def count_poor(facts: Facts, sample: Sample, over: Breakdown, part: Slice, weight: Array) -> None:
    """Add the poor of a slice."""
    d = part.domain
    chosen, line = poor_rows(sample, over, part)
    welfare, some = part.welfare[chosen], weight[chosen]
    widen(facts, "poor_", d, welfare)
    widen(facts, "ratio_", d, welfare / line)
    facts["poor"][d] += some.sum()
    facts["poor_rows"][d] += np.count_nonzero(some)
    facts["poor_welfare"][d] += dot(some, welfare)
    facts["poor_ratio"][d] += dot(some, welfare / line)
    facts["gaps"][d] += dot(some, gap(welfare, line))
    facts["poor_not_above_zero"][d] += np.count_nonzero((welfare <= 0) & (some > 0))
    facts["on_line"][d] += rows_on_line(sample, part)


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


def add_quantiles(
    facts: Facts, over: Breakdown, parts: Slices, percents: Sequence[str], *, weights: Weights = own_weight
) -> None:
    """Quantiles by percent, as facts ``quantile_P``."""
    if not percents:
        return
    shares = np.tile([float(percent) / 100 for percent in percents], (len(over), 1))
    found = quantiles_at(over, parts, facts["people"], shares, weights=weights)
    for place, percent in enumerate(percents):
        facts[f"quantile_{percent}"] = found[:, place]


def add_shape(
    facts: Facts,
    over: Breakdown,
    parts: Slices,
    percents: Sequence[str],
    *,
    spread: bool,
    weights: Weights = own_weight,
) -> None:
    """Quantiles by percent; with *spread* also the bandwidth of a density."""
    wanted = list(dict.fromkeys([*percents, *(QUARTILES if spread else ())]))
    add_quantiles(facts, over, parts, wanted, weights=weights)
    if spread:
        add_spread(facts, over, parts, weights=weights)


def add_spread(facts: Facts, over: Breakdown, parts: Slices, *, weights: Weights = own_weight) -> None:
    """The bandwidth of the density of each domain, as fact ``bandwidth``; needs its quartiles."""
    squares = np.zeros(len(over))
    for part in parts():
        deviation = part.welfare - facts["centre"][part.domain]
        squares[part.domain] += dot(weights(part), deviation * deviation)
    sigma = np.sqrt(quotient(squares, facts["people"]))
    spread = facts["quantile_75"] - facts["quantile_25"]
    widths = zip(sigma.tolist(), spread.tolist(), facts["rows"].tolist(), strict=True)
    facts["bandwidth"] = np.array([quantiles.bandwidth(*each) for each in widths])


def density(
    facts: Facts, over: Breakdown, parts: Slices, points: Array, *, weights: Weights = own_weight
) -> Array:
    """The density of welfare at one point a domain; 0 where all welfare is equal."""
    found = np.zeros(len(over))
    for part in parts():
        width = float(facts["bandwidth"][part.domain])
        if width > 0 and np.isfinite(points[part.domain]):
            found[part.domain] += dot(
                weights(part), quantiles.kernel(part.welfare, float(points[part.domain]), width)
            )
    return quotient(found, facts["people"])
