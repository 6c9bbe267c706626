"""What the numbers of groups cannot be: negative, out of order, a total among its parts, beyond a class."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kaltim_poverty.errors import InputError, KpovError
from kaltim_poverty.grouped.figures import Cell, half_step
from kaltim_poverty.grouped.reading import Table
from kaltim_poverty.words import Message, message

Array = NDArray[np.float64]
HUNDRED = Decimal(100)
FEWEST, FEW_CLASSES = ("lower", "upper", "population"), 2  # one limit alone does not fix a curve


def check_signs(table: Table) -> None:
    """Refuse numbers below 0, and groups of nobody.

    Raises:
        InputError: at the first.
    """
    for column, cells in table.columns.items():
        for cell in cells:
            if cell.value < 0:
                raise cell.refuse("grouped_negative")
            if column == "population" and cell.value == 0:
                raise cell.refuse("grouped_nobody")


def check_count(table: Table, mean: float | None) -> None:
    """Refuse fewer than two groups; of points the last, (1, 1), may be missing.

    Raises:
        InputError: with how many there are.
    """
    inner = [cell for cell in table.columns.get("p", []) if cell.value > 0 and cell.value not in (1, HUNDRED)]
    if table.form == FEWEST and len(table.rows) == FEW_CLASSES and mean is None:
        raise InputError("too_few_classes", file=table.rows[0].file, line=str(table.rows[-1].line))
    if (inner if "p" in table.form else table.rows[1:]) == []:
        raise InputError("too_few_groups", file=table.rows[0].file, line=str(table.rows[-1].line))


def check_increasing(table: Table, people: Array) -> None:
    """Refuse points that do not go to the right.

    Raises:
        InputError: at the first that does not.
    """
    for place, (before, after) in enumerate(pairwise(people), 1):
        if after <= before:
            raise table.columns["p"][place].refuse("points_not_increasing")


def falling_cell(cells: Sequence[Cell], group: int) -> InputError:
    """The error for the point where the curve falls."""
    return cells[min(group, len(cells) - 1)].refuse("points_not_increasing")


def check_total(cells: Sequence[Cell]) -> None:
    """Refuse a last row that is the total of the others.

    Raises:
        InputError: with its line.
    """
    if len(cells) > 2 and is_total([cell.value for cell in cells]):  # noqa: PLR2004 - of two equal groups neither is
        raise cells[-1].refuse("total_row")


def is_total(values: Sequence[Decimal]) -> bool:
    """Whether the last value is the sum of the others."""
    others = sum(values[:-1], Decimal(0))
    return len(values) > 2 and abs(values[-1] - others) <= others * Decimal("1e-3")  # noqa: PLR2004


def check_rising(cells: Sequence[Cell], mean: Array, step: Array) -> None:
    """Refuse means that fall from one group to the next by more than the rounding.

    Args:
        cells: that a sentence names.
        mean: of each group, (groups,).
        step: half the last printed digit of each mean.

    Raises:
        InputError: at the first; groups that begin with the richest get a hint.
    """
    slack = 1e-9 * float(np.abs(mean).max())
    falls = np.flatnonzero(mean[1:] + step[1:] < mean[:-1] - step[:-1] - slack)
    if len(falls):
        place = min(int(falls[0]) + 1, len(cells) - 1)
        hint = message("error.hint_richest_first") if len(falls) == len(mean) - 1 else None
        cell = cells[place]
        raise cell.row.refuse("falling_means", cell.column, hint=hint)


def check_within(table: Table) -> None:
    """Refuse a mean outside the limits of its class.

    Raises:
        InputError: at the first.
    """
    if "lower" not in table.form:
        return
    upper = [*table.columns["upper"], None][: len(table.rows)]
    for low, high, mean in zip(table.columns["lower"], upper, table.columns["mean"], strict=True):
        if mean.value < low.value or (high is not None and mean.value >= high.value):
            top = message("value.open_class") if high is None else str(high.value)
            raise mean.refuse("mean_outside", lower=str(low.value), upper=top)


def sum_error(cells: Sequence[Cell], total: Decimal) -> KpovError:
    """The error for shares that do not add up, with what they probably are."""
    values = [cell.value for cell in cells]
    hint: Message | None = None
    if is_total(values):
        hint = message("error.hint_total", line=str(cells[-1].row.line))
    elif any(
        abs(sum(values[1:-1], Decimal(0)) - whole) <= len(values) * half_step(cells) for whole in (1, 100)
    ):
        hint = message("error.hint_overlap")
    elif any(abs(total - 2 * whole) <= len(values) * half_step(cells) for whole in (1, 100)):
        hint = message("error.hint_twice")
    last = cells[-1]
    return InputError(
        "shares_off", hint=hint, file=last.row.file, line=str(last.row.line), column=last.column, total=total
    )
