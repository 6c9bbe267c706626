"""From the numbers of a file to groups: units told, sums and order checked, rounding kept."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kaltim_poverty.grouped.checks import (
    HUNDRED,
    check_count,
    check_increasing,
    check_rising,
    check_signs,
    check_total,
    check_within,
    falling_cell,
    sum_error,
)
from kaltim_poverty.grouped.figures import Cell, half_step
from kaltim_poverty.grouped.groups import Groups
from kaltim_poverty.grouped.reading import Table
from kaltim_poverty.records import Note, note

Array = NDArray[np.float64]

NOISE = Decimal("1e-9")  # what computers leave of sums of long decimals
CUT = Decimal(5)  # percent: groups of such sizes are cut, not counted
AMOUNTS = ("mean", "lower", "upper")


class Formed(NamedTuple):
    """Groups, with what must be said of how they were read."""

    groups: Groups
    notes: list[Note]


def groups_of(table: Table, mean: float | None) -> Formed:
    """The groups of a distribution.

    Args:
        table: as it stands in a file.
        mean: the mean of all, where the user gives it.

    Raises:
        InputError: if a number cannot be right, with line and column.
    """
    notes = [note("three_decimals", column=column) for column in AMOUNTS if all_three_decimals(table, column)]
    check_signs(table)
    check_count(table, mean)
    groups, more = from_points(table) if "p" in table.form else from_groups(table)
    if mean is not None:
        more += rescaled(groups, mean)
        known = not math.isnan(groups.scale)
        groups = groups._replace(scale=mean) if known or groups.has_means else over(groups, mean)
    return Formed(groups, notes + more)


def all_three_decimals(table: Table, column: str) -> bool:
    """Whether every amount of a column may as well be thousands."""
    cells = table.columns.get(column, [])
    return bool(cells) and all(
        cell.three_decimals and not cell.row.marks_of(column).certain and column not in cell.row.numeric
        for cell in cells
    )


def from_groups(table: Table) -> tuple[Groups, list[Note]]:
    """Groups that are listed as such, by share, mean or limits."""
    count = len(table.rows)
    weight, weight_step = weights_of(table.columns.get("population"), count)
    nothing = np.full(count, np.nan)
    lower, upper, limit_step = limits_of(table)
    if "share" in table.form:
        share, step, notes = shares_of(table.columns["share"])
        check_rising(table.columns["share"], share / weight, step / weight)
        mean = share / weight
        mean_step = (share + step) / np.maximum(weight - weight_step, weight / 2) - mean
        mean, mean_step = pooled(mean, weight, mean_step)
        groups = Groups(
            weight, mean, nothing, nothing, weight_step, mean_step, np.zeros((2, count)), math.nan
        )
        return groups, notes
    if "mean" not in table.form:
        return Groups(weight, nothing, lower, upper, weight_step, nothing, limit_step, math.nan), []
    cells = table.columns["mean"]
    mean = floats(cells)
    step = np.full(count, float(half_step(cells)))
    check_rising(cells, mean, step)
    check_within(table)
    mean, step = pooled(mean, weight, step)
    whole = float(weight @ mean)
    if not whole > 0:
        raise cells[-1].refuse("means_all_zero")
    groups = Groups(weight, mean, lower, upper, weight_step, step, limit_step, math.nan)
    return over(groups, whole), []


def over(groups: Groups, scale: float) -> Groups:
    """The groups with amounts over a mean."""
    amounts = {
        name: getattr(groups, name) / scale for name in ("mean", "lower", "upper", "mean_step", "limit_step")
    }
    return groups._replace(**amounts, scale=scale)


def from_points(table: Table) -> tuple[Groups, list[Note]]:
    """Groups between points of the Lorenz curve."""
    people, people_step = cumulated(table.columns["p"])
    lorenz, lorenz_step = cumulated(table.columns["l"])
    ends = [np.concatenate([[0.0], each, [1.0]]) for each in inner_points(people, lorenz)]
    check_increasing(table, people)
    weight, share = np.diff(ends[0]), np.diff(ends[1])
    if share.min() < 0:
        raise falling_cell(table.columns["l"], int(np.argmin(share)))
    rounded = np.full(len(weight), 2.0)
    rounded[[0, -1]] = 1.0
    weight_step = rounded * (0.0 if is_cut(weight) else people_step)
    step = rounded * lorenz_step
    check_rising(table.columns["l"], share / weight, step / weight)
    mean = share / weight
    mean_step = (share + step) / np.maximum(weight - weight_step, weight / 2) - mean
    mean, mean_step = pooled(mean, weight, mean_step)
    nothing, zeros = np.full(len(weight), np.nan), np.zeros((2, len(weight)))
    return Groups(weight, mean, nothing, nothing, weight_step, mean_step, zeros, math.nan), []


def inner_points(people: Array, lorenz: Array) -> tuple[Array, Array]:
    """The points strictly between (0, 0) and (1, 1)."""
    inside = (people > 0) & (people < 1)
    return people[inside], lorenz[inside]


def cumulated(cells: Sequence[Cell]) -> tuple[Array, float]:
    """Cumulated shares as fractions, and half of their last printed digit.

    They are percent if the last is 100, or above 1.

    Raises:
        InputError: if one is above the whole.
    """
    whole = HUNDRED if max(cell.value for cell in cells) > 1 + NOISE else Decimal(1)
    for cell in cells:
        if cell.value > whole * (1 + NOISE):
            raise cell.refuse("above_whole", whole=str(whole))
    return floats(cells) / float(whole), float(half_step(cells) / whole)


def is_cut(weight: Array) -> bool:
    """Whether groups are equal, or of whole 5 percent: such sizes are chosen and exact."""
    fives = weight * float(HUNDRED / CUT)
    return bool(np.ptp(weight) < float(NOISE) or np.abs(fives - np.round(fives)).max() < float(NOISE))


def weights_of(cells: Sequence[Cell] | None, count: int) -> tuple[Array, Array]:
    """The share of people in each group and half its last printed digit; fractions, percent or counts."""
    if cells is None:
        return np.full(count, 1 / count), np.zeros(count)
    check_total(cells)
    values = floats(cells)
    weight = values / values.sum()
    step = 0.0 if is_cut(weight) else float(half_step(cells)) / values.sum()
    return weight, np.full(count, step)


def shares_of(cells: Sequence[Cell]) -> tuple[Array, Array, list[Note]]:
    """The share of income of each group and half its last printed digit; they are made to add to 1.

    Raises:
        InputError: if they add to neither 1 nor 100 within their rounding.
    """
    total, step = sum((cell.value for cell in cells), Decimal(0)), half_step(cells)
    for whole in (Decimal(1), HUNDRED):
        if abs(total - whole) <= max(len(cells) * step, whole * NOISE):
            notes = [note("shares_rescaled", total=total)] if abs(total - whole) > whole * NOISE else []
            return floats(cells) / float(total), np.full(len(cells), float(step / total)), notes
    raise sum_error(cells, total)


def pooled(mean: Array, weight: Array, step: Array) -> tuple[Array, Array]:
    """Means that fall within their rounding, each run of them replaced by its mean."""
    pools: list[tuple[float, float, int]] = []
    for value, people in zip(mean, weight, strict=True):
        pools.append((float(value), float(people), 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (low, few, first), (high, more, second) = pools[-2:]
            pools[-2:] = [((low * few + high * more) / (few + more), few + more, first + second)]
    found = np.concatenate([np.full(count, value) for value, _, count in pools])
    return found, step + np.abs(found - mean)


def limits_of(table: Table) -> tuple[Array, Array, Array]:
    """The limits of classes, (groups,) each, and half their last printed digits, (2, groups).

    Raises:
        InputError: at a limit below the one before it, a hole or an overlap.
    """
    count = len(table.rows)
    if "lower" not in table.form:
        return np.full(count, np.nan), np.full(count, np.nan), np.zeros((2, count))
    lower, upper = table.columns["lower"], table.columns["upper"]
    for low, high in zip(lower, upper, strict=False):
        if high.value <= low.value:
            raise high.refuse("class_reversed", lower=str(low.value))
    for high, low in zip(upper, lower[1:], strict=False):
        if low.value != high.value:
            raise low.refuse(
                "class_hole" if low.value > high.value else "class_overlap", upper=str(high.value)
            )
    ends = floats(upper) if len(upper) == count else np.append(floats(upper), np.inf)
    step = float(half_step([*lower, *upper]))
    steps = np.full((2, count), step)
    steps[0, 0] = step if lower[0].value else 0.0
    return floats(lower), ends, steps


def rescaled(groups: Groups, mean: float) -> list[Note]:
    """The note that the means of the file are rescaled to the one given, if they are."""
    if math.isnan(groups.scale) or abs(groups.scale - mean) <= 1e-12 * mean:
        return []
    return [note("mean_rescaled", own=decimal(groups.scale), given=decimal(mean))]


def decimal(value: float) -> Decimal:
    """A number for a sentence, with at most six digits behind the point."""
    return Decimal(f"{value:.6f}").normalize() if abs(value) < 1e6 else Decimal(f"{value:.0f}")  # noqa: PLR2004


def floats(cells: Sequence[Cell]) -> Array:
    """The numbers of a column."""
    return np.array([float(cell.value) for cell in cells])


__all__ = ["Formed", "decimal", "groups_of"]
