"""The rows of a survey after a programme as arrays, with all that cannot be right refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.errors import InputError, UsageError, suggestion
from kaltim_poverty.inputs.numbers import excerpt
from kaltim_poverty.programme.endline.asked import BEFORE_AFTER, DID, LOTTERY, ONLY_ARM, RDD, Asked
from kaltim_poverty.programme.lists.columns import codes, numbered, numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kaltim_poverty.programme.lists.table import ListTable

    Array = NDArray[np.float64]
    IntArray = NDArray[np.intp]

MOST_ARMS = 100


class Rows(NamedTuple):
    """The rows with a weight above 0.

    Attributes:
        read: how many rows the file has.
        arms: the names of the arms, that of the comparison first.
        arm: of each row its place among them, (rows,).
        outcomes: by column, NaN for who was not found again, (rows,) each.
        baselines: by the column of the outcome, (rows,) each.
        line: (rows,).
        stratum: of each row, from 0 on, (rows,).
        cluster: of each row, from 0 on, (rows,).
        covariates: by column, (rows,) each.
        weight: of households, (rows,); None where all are alike.
        size: members, (rows,).
        groups: values of the columns of breakdowns, by column, (rows,) each.
        score: (rows,).
        amounts: rupiah by arm, (arms,), None where none is known.
        line_in_rows: whether each row has its own line.
    """

    read: int
    arms: tuple[str, ...]
    arm: NDArray[np.int8]
    outcomes: Mapping[str, Array]
    baselines: Mapping[str, Array]
    line: Array | None
    stratum: IntArray | None
    cluster: IntArray | None
    covariates: Mapping[str, Array]
    weight: Array | None
    size: Array | None
    groups: Mapping[str, NDArray[np.object_]]
    score: Array | None
    amounts: tuple[Decimal | None, ...]

    @property
    def used(self) -> int:
        """How many rows are used."""
        return len(self.arm)

    @property
    def person_weight(self) -> Array | None:
        """Weight × members, (rows,); None where all are alike."""
        if self.size is None or self.weight is None:
            return self.weight if self.size is None else self.size
        return self.weight * self.size


def rows_of(asked: Asked, table: ListTable) -> Rows:
    """The rows of a file.

    Raises:
        UsageError: if no row is of the comparison, or an amount names an arm that there is not.
        InputError: for a cell that cannot be right, with its place.
    """
    weight = column_above(table, asked.weight, "--weight", zero=True)
    used = np.ones(table.rows, dtype=bool) if weight is None else weight > 0
    if not used.any():
        raise InputError("weights_all_zero", file=table.file, column=str(asked.weight))
    names, arm = arms_of(asked, table)
    stratum = None if not asked.strata else coded([codes(table, each, "--stratum") for each in asked.strata])
    cluster = None if asked.cluster is None else coded([codes_hidden(table, asked.cluster)])
    if asked.design == LOTTERY and cluster is not None:
        check_clusters(asked, table, cluster, arm, stratum)
    outcomes = {name: np.array(numbers(table, name, "--outcome")) for name in asked.outcomes}
    whole = Rows(
        read=table.rows,
        arms=names,
        arm=arm,
        outcomes=outcomes,
        baselines={
            name: np.array(numbers(table, own, "--baseline"))
            for name, own in zip(asked.outcomes, asked.baselines, strict=False)
        },
        line=line_of(asked, table),
        stratum=stratum,
        cluster=cluster,
        covariates={name: np.array(numbers(table, name, "--covariate")) for name in asked.covariates},
        weight=weight,
        size=column_above(table, asked.size, "--size", zero=False),
        groups={
            name: np.array(codes(table, name, "--by"), dtype=object) for names in asked.by for name in names
        },
        score=None if asked.score is None else filled(table, asked.score, "--score"),
        amounts=amounts_by_arm(asked, names),
    )
    return whole if used.all() else taken(whole, used)


def taken(rows: Rows, used: NDArray[np.bool_]) -> Rows:
    """The rows that are used."""

    def among(value: object) -> object:
        if isinstance(value, np.ndarray):
            return value[used]
        if isinstance(value, dict):
            return {name: each[used] for name, each in value.items()}
        return value

    return Rows(*map(among, rows))  # type: ignore[arg-type] # each as it was


def coded(columns: Sequence[Sequence[str]]) -> IntArray:
    """Codes of one or several columns as numbers from 0 on, (rows,)."""
    joined = ["\0".join(cells) for cells in zip(*columns, strict=True)]
    return np.array(numbered(joined)[0], dtype=np.intp)


def codes_hidden(table: ListTable, column: str) -> Sequence[str]:
    """Codes that are never shown, which every row must have.

    Raises:
        InputError: for an empty cell.
    """
    cells = table.cells[column]
    if "" in cells:
        raise table.refuse("empty_cell", list(cells).index(""), column)
    return cells


def column_above(table: ListTable, column: str | None, option: str, *, zero: bool) -> Array | None:
    """A column of numbers above 0, or from 0 on, which every row must have.

    Raises:
        InputError: for another cell.
    """
    if column is None:
        return None
    values = filled(table, column, option)
    wrong = np.flatnonzero(values < 0 if zero else values <= 0)
    if len(wrong):
        raise table.refuse("not_above_zero_cell" if not zero else "negative_weight", int(wrong[0]), column)
    return values


def filled(table: ListTable, column: str, option: str) -> Array:
    """A column of numbers that every row must have.

    Raises:
        InputError: for an empty cell.
    """
    values = np.array(numbers(table, column, option))
    missing = np.flatnonzero(np.isnan(values))
    if len(missing):
        raise table.refuse("empty_cell", int(missing[0]), column)
    return values


def line_of(asked: Asked, table: ListTable) -> Array | None:
    """The line of each row, (rows,).

    Raises:
        InputError: for a row without one.
    """
    if asked.line is not None:
        return np.full(table.rows, float(asked.line))
    return column_above(table, asked.line_column, "--line-column", zero=False)


def arms_of(asked: Asked, table: ListTable) -> tuple[tuple[str, ...], NDArray[np.int8]]:
    """The names of the arms, that of the comparison first, and the arm of each row.

    Raises:
        UsageError: if no row is of the comparison, or none of another arm.
    """
    if asked.arm is None:
        return ("",), np.ones(table.rows, dtype=np.int8)
    cells = codes(table, asked.arm, "--arm")
    names = sorted(set(cells))
    comparison = next((name for name in names if name.casefold() == asked.comparison.casefold()), None)
    if comparison is None and asked.design != BEFORE_AFTER:
        hint = suggestion(asked.comparison, names)
        listed = ", ".join(map(excerpt, names[:MOST_LISTED]))
        key = "no_comparison_rows"
        raise UsageError(key, comparison=excerpt(asked.comparison), column=asked.arm, arms=listed, hint=hint)
    if len(names) > MOST_ARMS:
        raise InputError("too_many_arms", file=table.file, column=asked.arm, count=Decimal(len(names)))
    ordered = (comparison or "", *(name for name in names if name != comparison))
    if len(ordered) == 1:
        raise UsageError("only_comparison_rows", comparison=excerpt(comparison or ""), column=asked.arm)
    if asked.design == RDD and len(ordered) > 2:  # noqa: PLR2004 - both sides
        raise UsageError("rdd_one_arm", arms=", ".join(map(excerpt, ordered[1:])))
    places = {name: place for place, name in enumerate(ordered)}
    return ordered, np.array([places[cell] for cell in cells], dtype=np.int8)


MOST_LISTED = 8


def check_clusters(
    asked: Asked, table: ListTable, cluster: IntArray, arm: NDArray[np.int8], stratum: IntArray | None
) -> None:
    """Refuse a cluster in two arms or two strata: it was not drawn whole.

    Raises:
        InputError: with the row.
    """
    for key, values in (("cluster_in_two_arms", arm), ("cluster_in_two_strata", stratum)):
        if values is None:
            continue
        first = np.zeros(int(cluster.max()) + 1, dtype=values.dtype)
        first[cluster[::-1]] = values[::-1]
        wrong = np.flatnonzero(first[cluster] != values)
        if len(wrong):
            raise table.refuse(key, int(wrong[0]), str(asked.cluster))


def amounts_by_arm(asked: Asked, names: Sequence[str]) -> tuple[Decimal | None, ...]:
    """Rupiah of each arm; None where none was given.

    Raises:
        UsageError: for an arm that there is not, or an amount without an arm where there are several.
    """
    amounts = dict(asked.amounts)
    if ONLY_ARM in amounts:
        if len(amounts) > 1 or len(names) > 2:  # noqa: PLR2004 - the comparison and one arm
            raise UsageError("amount_of_which_arm", arms=", ".join(map(excerpt, names[1:])))
        amounts = {names[1]: amounts[ONLY_ARM]}
    for name in amounts:
        if name not in names[1:]:
            hint = suggestion(name, list(names[1:]))
            raise UsageError(
                "no_such_arm", arm=excerpt(name), arms=", ".join(map(excerpt, names[1:])), hint=hint
            )
    return tuple(amounts.get(name) for name in names)


__all__ = ["DID", "Rows", "rows_of"]
