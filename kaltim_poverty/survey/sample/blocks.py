"""A sample as its reader delivers it: blocks of rows in order of welfare, over a table of cells.

A cell is what a row shares with others of its PSU: stratum, groups, line. So a row is four numbers, and a
survey that does not fit in memory costs only more blocks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kaltim_poverty.measures.linear import Array, IntArray
from kaltim_poverty.survey.sample.distributed_rows import Distributed
from kaltim_poverty.survey.sample.sizes import SIZES, Sizes


class Block(NamedTuple):
    """Rows in the order that the question ranks by, all with a weight above 0; arrays of shape (rows,).

    Attributes:
        welfare: of each row; ascending, and not below the last of the block before, where ranked by welfare.
        weight: of persons.
        cell: the number of each row's cell.
        line: of each row, or None where cells or the whole sample have one.
        replicates: replicate weights of persons, (replicates, rows); empty without them.
        start: the place of the first among the rows of all blocks.
        columns: more numbers of each row by name, such as what it receives; truths are 1 and 0.
    """

    welfare: Array
    weight: Array
    cell: IntArray
    line: Array | None
    replicates: Array
    start: int
    columns: Mapping[str, Array] = {}


class Cells(NamedTuple):
    """The cells of a sample, with what the rows of each share; arrays of shape (cells,).

    Attributes:
        psu: the number of the PSU of each cell.
        rows: rows with a weight above 0 in each cell.
        inside: whether the cell belongs to the subpopulation.
        groups: codes of each cell by column; −1 where it has no value.
        labels: the groups as written, by column, in order of their codes.
        line: of each cell, or one for all, or None where rows have their own (or there is none).
    """

    psu: IntArray
    rows: IntArray
    inside: NDArray[np.bool_]
    groups: Mapping[str, IntArray]
    labels: Mapping[str, Sequence[str]]
    line: Array | float | None


class Sample(NamedTuple):
    """A survey that has been read.

    Attributes:
        blocks: begins to deliver the rows from the first block.
        in_memory: whether the blocks stay in memory, so that what was ordered once can stay too.
        cells: the cells of the rows.
        psus: how many PSUs the design has, with those that have no row here.
        by_psu: the rows by chunk of PSUs, of blocks in memory; None: nobody may ask for that order.
        sizes: of the steps in which rows are handled.
        is_full_count: whether everybody is in the file: then nobody asks for sums by PSU.
        distributed: the rows where they stay on a cluster; then `blocks` delivers none, and each of `cells`
            is a combination of groups that rows have, of PSU 0.
    """

    blocks: Callable[[], Iterator[Block]]
    in_memory: bool
    cells: Cells
    psus: int
    by_psu: Callable[[], Mapping[int, list[Any]]] | None = None
    sizes: Sizes = SIZES
    is_full_count: bool = False
    distributed: Distributed | None = None

    @property
    def rows(self) -> int:
        """Rows with a weight above 0."""
        return int(self.cells.rows.sum())

    @property
    def has_several_lines(self) -> bool:
        """Whether rows have different lines, so that the order of gaps is not that of welfare."""
        return self.cells.line is None or isinstance(self.cells.line, np.ndarray)
