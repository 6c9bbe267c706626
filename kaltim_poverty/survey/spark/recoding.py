"""Codes of the whole survey: the values that batches told, numbered and named as one machine does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kaltim_poverty.survey.read.rows.categorical import Categorical, categorical, combined
from kaltim_poverty.survey.read.rows.cell_table import CodedCells

if TYPE_CHECKING:
    from kaltim_poverty.survey.sample import IntArray
    from kaltim_poverty.survey.spark.tally import Tally, Values


class Coding(NamedTuple):
    """The numbers of some values.

    Attributes:
        numbers: by value.
        names: as written, in order of their numbers.
    """

    numbers: Mapping[Any, int]
    names: Sequence[str]


def coding(values: Sequence[Any]) -> Coding:
    """The codes of the different values of a column, in order of the values; None has none.

    Where some row has none, whole numbers are told as texts.
    """
    known = [value for value in values if value is not None]
    plain = known if len(known) == len(values) else [str(value) for value in known]
    column = categorical(array_of(plain), {})
    return Coding(dict(zip(known, column.codes.tolist(), strict=True)), list(map(str, column.names)))


def array_of(values: Sequence[Any]) -> np.ndarray[Any, Any]:
    """Whole numbers or texts as an array, (values,)."""
    if any(isinstance(value, str) for value in values):
        return np.array([*values, None], dtype=object)[:-1]
    return np.array(values, dtype=np.int64)


def strata_coding(strata: Sequence[Values]) -> Coding:
    """The numbers of strata, which several columns may make together."""
    columns = [
        Categorical(np.array([own.numbers[value] for value in values]), own.names)
        for values in zip(*strata, strict=True)
        for own in [coding(list(dict.fromkeys(values)))]
    ]
    together = combined(columns, len(strata))
    names = [str(name) for name in together.names]
    return Coding(dict(zip(strata, together.codes.tolist(), strict=True)), names)


def combinations_of(tally: Tally, columns: Sequence[str], codings: Mapping[str, Coding]) -> CodedCells:
    """The combinations of groups that some row has, each as a cell.

    Args:
        tally: of all rows.
        columns: of groups, as the survey writes them.
        codings: of each.
    """
    found = sorted_by_codes(tally, columns, codings)
    nothing = np.zeros(len(found), dtype=np.intp)
    codes = np.array([own for own, _, _ in found], dtype=np.intp).reshape(len(found), len(columns))
    return CodedCells(
        nothing,
        nothing[:1],
        [""],
        (),
        np.array([rows for _, _, rows in found], dtype=np.intp),
        np.array([inside for _, inside, _ in found], dtype=bool),
        {column: codes[:, place] for place, column in enumerate(columns)},
        {column: codings[column].names for column in columns},
        None,
    )


def sorted_by_codes(
    tally: Tally, columns: Sequence[str], codings: Mapping[str, Coding]
) -> list[tuple[list[int], bool, int]]:
    """The codes of each combination, whether it is inside, and its rows, in order of codes."""
    numbers = [codings[column].numbers for column in columns]
    return sorted(
        (
            [own.get(value, -1) for own, value in zip(numbers, values, strict=False)],
            values[-1],
            rows,
        )
        for values, rows in tally.combinations.items()
    )


def with_rows(cells: CodedCells) -> CodedCells:
    """The combinations of which some row has a weight above 0."""
    used: IntArray = np.flatnonzero(cells.rows > 0)
    return cells._replace(
        psu=cells.psu[used],
        rows=cells.rows[used],
        inside=cells.inside[used],
        codes={column: codes[used] for column, codes in cells.codes.items()},
    )
