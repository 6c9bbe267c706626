"""What rows share with others of their PSU, as numbers with the names that the file gives them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, overload

import numpy as np

from kaltim_poverty.survey.sample.blocks import Whole, factorize, looked_up

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kaltim_poverty.measures.linear import Array

Coded = tuple[Whole, Sequence[str]]  # numbers of names, and the names


class Frame(NamedTuple):
    """The cells as read: PSUs, strata, groups, as numbers with their names.

    Attributes:
        psu: the number of the PSU of each cell; PSUs are numbered by stratum.
        stratum: of each PSU, ascending.
        strata: the strata as written.
        psus: the PSUs as written, of a panel.
        rows: rows with a weight above 0.
        inside: whether in the subpopulation.
        codes: of each cell by column.
        labels: by column.
        fpc: PSUs of the population, of each PSU's stratum; None without.
    """

    psu: Whole
    stratum: Whole
    strata: Sequence[str]
    psus: Sequence[str]
    rows: Whole
    inside: NDArray[np.bool_]
    codes: dict[str, Whole]
    labels: dict[str, Sequence[str]]
    fpc: Array | None


class Names(Sequence[str]):
    """The values of a column as written, made into text one by one: a survey can have a million PSUs."""

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
            return Names(self.values[index], self.labels)
        shown = str(self.values[index])
        return self.labels.get(shown, shown)


def coded_column(values: NDArray[Any], labels: Mapping[str, str]) -> Coded:
    """Numbers for the values of a column in their order, and the values as written."""
    found, codes = factorize(values)
    if found.dtype.kind == "O" and all(re.fullmatch(r"-?\d{1,15}", str(value), re.ASCII) for value in found):
        order = np.argsort(found.astype(np.int64), kind="stable")
        rank = np.empty(len(order), dtype=np.intp)
        rank[order] = np.arange(len(order))
        codes, found = rank[codes], found[order]
    return codes.astype(np.int32), Names(found, labels)


def joint(columns: Sequence[tuple[Whole, Sequence[str]]], cells: int) -> tuple[Whole, Sequence[str]]:
    """Several columns of codes as one, with the names joined."""
    if not columns:
        return np.zeros(cells, dtype=np.intp), [""]
    if len(columns) == 1:
        return columns[0]
    code = np.zeros(cells, dtype=np.intp)
    for each, names in columns:
        code = code * len(names) + each
    first, inverse = np.unique(code, return_index=True, return_inverse=True)[1:]
    names = [" / ".join(str(of[each[place]]) for each, of in columns) for place in first.tolist()]
    return inverse.astype(np.intp), names


def first_places(numbers: Whole) -> Whole:
    """Where each number first stands, of numbers from 0 on."""
    first = np.zeros(int(numbers.max()) + 1, dtype=np.intp)
    first[numbers[::-1]] = np.arange(len(numbers))[::-1]
    return first


def by_stratum(stratum: Whole) -> tuple[Whole, Whole]:
    """The PSUs in order of their strata, and the place of each PSU in it."""
    order = np.argsort(stratum, kind="stable")
    place = np.empty(len(order), dtype=np.intp)
    place[order] = np.arange(len(order))
    return order, place


class Lookup(NamedTuple):
    """The cell that belongs to whole numbers.

    Attributes:
        lows: the smallest of each key.
        spans: how many numbers lie between the smallest and the largest of each.
        cells: by the place that the keys make.
    """

    lows: Sequence[int]
    spans: Sequence[int]
    cells: NDArray[np.int32]

    def place(self, keys: Sequence[str]) -> str:
        """The place that the columns of a row make, as an expression."""
        made = "0"
        for key, low, span in zip(keys, self.lows, self.spans, strict=True):
            made = f"({made}) * {span} + (CAST({key} AS BIGINT) - {low})"
        return f"CAST({made} AS INTEGER)"

    def of(self, places: Whole) -> NDArray[np.int32]:
        """The cells at some places, all of which are known."""
        return looked_up(self.cells, places)


def places_of(keys: Sequence[NDArray[Any]], lows: Sequence[int], spans: Sequence[int]) -> Whole:
    """The places that keys make, the last changing fastest."""
    place = keys[0].astype(np.intp)
    place -= lows[0]
    for key, low, span in list(zip(keys, lows, spans, strict=True))[1:]:
        place *= span
        place += key
        place -= low
    return place


def lookup(keys: Sequence[NDArray[Any]], most: int) -> Lookup | None:
    """The cells by their keys, numbered as they come; None for text, or for more places than *most*."""
    if any(key.dtype.kind not in "iub" for key in keys):
        return None
    lows = [int(key.min()) for key in keys]
    spans = [int(key.max()) - low + 1 for key, low in zip(keys, lows, strict=True)]
    if math.prod(spans) > most:
        return None
    cells = np.zeros(math.prod(spans), dtype=np.int32)
    cells[places_of(keys, lows, spans)] = np.arange(len(keys[0]))
    return Lookup(lows, spans, cells)
