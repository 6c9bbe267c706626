"""Columns of codes: whole numbers from 0 on in place of values, with the values as written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, overload

import numpy as np

from kaltim_poverty.survey.sample import IntArray, factorize, ranks

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Categorical(NamedTuple):
    """A column of codes.

    Attributes:
        codes: the number of each value, (rows,).
        names: the values as written, in order of their codes.
    """

    codes: IntArray
    names: Sequence[str]


class LazyNames(Sequence[str]):
    """Values with their labels, made into text one by one: a survey can have a million PSUs."""

    def __init__(self, values: NDArray[Any], labels: Mapping[str, str]) -> None:
        self.values, self.labels = values, labels

    def __len__(self) -> int:
        return len(self.values)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        if isinstance(index, slice):
            return LazyNames(self.values[index], self.labels)
        value = str(self.values[index])
        return self.labels.get(value, value)


def categorical(values: NDArray[Any], labels: Mapping[str, str]) -> Categorical:
    """A column as codes in order of its values: whole numbers by size, even where they are text.

    Args:
        values: the column, (rows,).
        labels: what values are called.
    """
    distinct, codes = factorize(values)
    if distinct.dtype.kind == "O" and all(is_whole_number(value) for value in distinct):
        order = np.argsort(distinct.astype(np.int64), kind="stable")
        codes, distinct = ranks(order)[codes], distinct[order]
    return Categorical(codes.astype(np.int32), LazyNames(distinct, labels))


def with_gaps(values: NDArray[Any], gaps: NDArray[np.bool_], labels: Mapping[str, str]) -> Categorical:
    """A column as codes, −1 where there is no value.

    Args:
        values: the column, (rows,).
        gaps: where it has no value, (rows,).
        labels: what values are called.
    """
    known = categorical(values[~gaps], labels)
    codes = np.full(len(values), -1, dtype=np.intp)
    codes[~gaps] = known.codes
    return Categorical(codes, known.names)


def is_whole_number(value: object) -> bool:
    """Whether a text is a whole number of a usual size."""
    return re.fullmatch(r"-?\d{1,15}", str(value), re.ASCII) is not None


def combined(columns: Sequence[Categorical], rows: int) -> Categorical:
    """Several columns as one, with their names joined; without columns all rows have one code."""
    if not columns:
        return Categorical(np.zeros(rows, dtype=np.intp), [""])
    if len(columns) == 1:
        return columns[0]
    code = np.zeros(rows, dtype=np.intp)
    for codes, names in columns:
        code = code * len(names) + codes
    first, inverse = np.unique(code, return_index=True, return_inverse=True)[1:]
    names = [" / ".join(str(of[codes[place]]) for codes, of in columns) for place in first.tolist()]
    return Categorical(inverse.astype(np.intp), names)
