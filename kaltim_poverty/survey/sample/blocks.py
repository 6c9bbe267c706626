"""A sample as its reader delivers it: blocks of rows in order of welfare, over a table of cells.

A cell is what a row shares with others of its PSU: stratum, groups, line. So a row is four numbers, and a
survey that does not fit in memory costs only more blocks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from kaltim_poverty.measures.linear import Array

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.survey.sample.spare import Spare

Whole = NDArray[np.intp]
Slices: TypeAlias = Callable[[], Iterator["Slice"]]
Groups: TypeAlias = Mapping[int, "list[Slice]"]  # the rows of each run of PSUs
Kind = TypeVar("Kind", bound=np.generic)
ROWS_OF_PIECE = 2**16
PLACES_OF_VALUE = 4  # of a table of whole numbers
SPARSE = 1.5  # times as many cells as rows: then adding up one by one beats a table of all cells


class Block(NamedTuple):
    """Rows in order of welfare, all with a weight above 0.

    Attributes:
        welfare: ascending, not below the last of the block before.
        weight: of persons.
        cell: the number of each row's cell.
        line: of each row, or None where cells or the whole sample have one.
        replicates: replicate weights of persons, one row of numbers each; empty without them.
        start: the place of the first among the rows of all blocks.
        beside: more numbers of each row by name, such as what it receives; truths are 1 and 0.
    """

    welfare: Array
    weight: Array
    cell: Whole
    line: Array | None
    replicates: Array
    start: int
    beside: Mapping[str, Array] = {}


class Cells(NamedTuple):
    """What rows share.

    Attributes:
        psu: the number of the PSU of each cell.
        rows: rows with a weight above 0 in each cell.
        inside: whether the cell belongs to the subpopulation.
        groups: codes of each cell by column; −1 where it has no value.
        labels: the groups as written, by column, in order of their codes.
        line: of each cell, or one for all, or None where rows have their own (or there is none).
    """

    psu: Whole
    rows: Whole
    inside: NDArray[np.bool_]
    groups: Mapping[str, Whole]
    labels: Mapping[str, Sequence[str]]
    line: Array | float | None


class Sample(NamedTuple):
    """A survey that has been read.

    Attributes:
        blocks: begins to deliver the rows from the first block.
        groups: the rows by runs of PSUs; None where blocks do not stay in memory.
        cells: the cells of the rows.
        psus: how many PSUs the design has, with those that have no row here.
        spare: memory that reading needs no more.
    """

    blocks: Callable[[], Iterator[Block]]
    groups: Callable[[], Groups] | None
    cells: Cells
    psus: int
    spare: Spare

    @property
    def kept(self) -> bool:
        """Whether the blocks stay in memory, so that what was ordered once can be kept too."""
        return self.groups is not None


class Breakdown(NamedTuple):
    """The domains of one breakdown, and its own cells: a domain and a PSU.

    Attributes:
        columns: the columns that it groups by, none for everybody.
        labels: the groups of each domain.
        cell_of: the own cell of each cell of the sample, -1 outside.
        domain: the domain of each own cell, ascending.
        psu: the PSU of each own cell, ascending within its domain.
        starts: where the own cells of each domain begin, with their number at the end.
    """

    columns: tuple[str, ...]
    labels: Sequence[tuple[str, ...]]
    cell_of: Whole
    domain: Whole
    psu: Whole
    starts: Whole

    def __len__(self) -> int:
        return len(self.labels)

    def own(self, domain: int) -> slice:
        """The own cells of a domain."""
        return slice(int(self.starts[domain]), int(self.starts[domain + 1]))

    def given_to_cells(self, values: Whole, *, outside: int) -> Whole:
        """The number that each cell of the sample has from its own cell, or *outside*."""
        found = np.full(len(self.cell_of), outside, dtype=np.intp)
        known = self.cell_of >= 0
        found[known] = values[self.cell_of[known]]
        return found


class Slice(NamedTuple):
    """Rows of one domain in one block, in order of welfare."""

    domain: int
    block: Block
    place: slice | Whole
    welfare: Array
    weight: Array
    cell: Whole


def breakdown(sample: Sample, columns: Sequence[str], *, everybody: bool = False) -> Breakdown:
    """The domains that columns make; *everybody* takes rows outside the subpopulation in."""
    cells = sample.cells
    used = (cells.rows > 0) if everybody else (cells.rows > 0) & cells.inside
    for column in columns:
        used &= cells.groups[column] >= 0
    domain, labels = domains(cells, columns, used)
    psu = cells.psu[used]
    order = by_domain(domain, psu)
    starts, counts = run_lengths((domain * sample.psus + psu)[order])
    cell_of = np.full(len(cells.psu), -1, dtype=np.intp)
    cell_of[np.flatnonzero(used)[order]] = np.repeat(np.arange(len(starts)), counts)
    first = order[starts]
    ends = np.searchsorted(domain[first], np.arange(len(labels) + 1))
    return Breakdown(tuple(columns), labels, cell_of, domain[first], psu[first], ends.astype(np.intp))


def by_domain(domain: Whole, psu: Whole) -> Whole:
    """The order of cells by domain, then PSU: small whole numbers are sorted by counting."""
    order = np.argsort(psu, kind="stable")
    narrow = domain.astype(np.uint16 if domain.max(initial=0) < 2**16 else np.int64)
    return order[np.argsort(narrow[order], kind="stable")]


def domains(
    cells: Cells, columns: Sequence[str], used: NDArray[np.bool_]
) -> tuple[Whole, list[tuple[str, ...]]]:
    """The domain of each used cell, and the groups of each domain in order of the columns."""
    code = np.zeros(int(used.sum()), dtype=np.intp)
    if not columns:
        return code, [()]
    for column in columns:
        code = code * len(cells.labels[column]) + cells.groups[column][used]
    found, inverse = factorize(code)
    labels = []
    for each in found.tolist():
        rest, names = each, []
        for column in reversed(columns):
            rest, place = divmod(rest, len(cells.labels[column]))
            names.append(cells.labels[column][place])
        labels.append(tuple(reversed(names)))
    return inverse, labels


def summed(place: Whole, values: Array, places: int) -> Array:
    """The sum of the values of each place."""
    return np.bincount(place, values, places).astype(np.float64, copy=False)


def factorize(values: NDArray[Any]) -> tuple[NDArray[Any], Whole]:
    """The different values in their order, and the place of each among them."""
    if values.dtype.kind in "iu" and len(values):
        low, span = int(values.min()), int(values.max()) - int(values.min()) + 1
        if span <= PLACES_OF_VALUE * len(values):  # then nothing need be sorted
            place = values.astype(np.int64 if values.dtype.kind == "i" else values.dtype, copy=False)
            place = (place - low).astype(np.intp)
            there = np.zeros(span, dtype=bool)
            there[place] = True
            found = np.flatnonzero(there).astype(values.dtype) + values.dtype.type(low)
            return found, (np.cumsum(there) - 1).take(place)
    found, codes = np.unique(values, return_inverse=True)
    return found, codes


def run_lengths(values: Whole) -> tuple[Whole, Whole]:
    """Where each run of equal values starts, and how long it is."""
    starts = np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]])[: len(values)])
    return starts, np.diff(np.append(starts, len(values)))


def looked_up(values: NDArray[Kind], places: Whole) -> NDArray[Kind]:
    """Values at some places, a piece at a time: numpy makes larger whole numbers of them first."""
    found = np.empty(len(places), dtype=values.dtype)
    for start in range(0, len(places), ROWS_OF_PIECE):
        own = slice(start, start + ROWS_OF_PIECE)
        values.take(places[own], out=found[own], mode="clip")  # which unlike other modes needs no copy
    return found


def add_to_cells(sums: Array, own: Whole, values: Array) -> None:
    """Add to the cells of a domain, by a table of them all or one by one where rows are few."""
    if len(sums) > SPARSE * len(own):
        np.add.at(sums, own, values)
    else:
        sums += np.bincount(own, values, len(sums))
