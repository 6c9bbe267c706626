"""From the columns of a survey to its cells and its rows in order of welfare, in blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from kaltim_poverty.survey.read.rows.cell_table import CellTable, CodedCells
from kaltim_poverty.survey.read.rows.raw_rows import RawRows
from kaltim_poverty.survey.read.rows.rows_in_memory import RowsInMemory
from kaltim_poverty.survey.read.rows.rows_on_disk import blocks_on_disk
from kaltim_poverty.survey.read.rows.used_rows import UsedRows
from kaltim_poverty.survey.sample import SIZES, Sizes, in_threads

if TYPE_CHECKING:
    from kaltim_poverty.survey.read.columns import Columns
    from kaltim_poverty.survey.read.engine import Engine
    from kaltim_poverty.survey.read.table import Table
    from kaltim_poverty.survey.sample import Block

ROWS_OF_BLOCK = 2**20
BYTES_OF_ROW = 50  # in memory: its columns, and once more in order of a breakdown


class Loader:
    """The steps from a table to its cells and rows: `raw` is loaded, then cells fetched, then blocks begun.

    Args:
        engine: what reads and sorts.
        table: the survey.
        columns: the columns by their role.
        where: the condition of a subpopulation.
        everybody: whether rows outside the subpopulation are needed too.
        welfare_of_all: whether rows outside the subpopulation need welfare.
        prefix: before the names of temporary tables.
        link: the column that links the rows of a panel.
        sizes: of blocks, and what may stay in memory.
    """

    def __init__(
        self,
        engine: Engine,
        table: Table,
        columns: Columns,
        where: str | None,
        *,
        everybody: bool,
        welfare_of_all: bool = False,
        prefix: str = "",
        link: str | None = None,
        sizes: Sizes = SIZES,
    ) -> None:
        self.sizes, self.rows_of_block = sizes, sizes.rows_of_block or ROWS_OF_BLOCK
        self.raw = RawRows(
            engine, table, columns, where, name=f"{prefix}raw", link=link, welfare_of_all=welfare_of_all
        )
        self.cells = CellTable(self.raw, f"{prefix}cells")
        self.used = UsedRows(self.raw, self.cells, sizes, everybody=everybody)
        self.sorted_name = f"{prefix}sorted"
        self.in_memory: RowsInMemory | None = None

    def with_more_numbers(self) -> None:
        """Deliver columns of numbers that were added to the rows after reading."""
        self.used = UsedRows(self.raw, self.cells, self.sizes, everybody=self.used.everybody)

    def fits_in_memory(self) -> bool:
        """Whether the rows fit in memory, or in one block."""
        expressions = self.raw.expressions
        bytes_of_row = BYTES_OF_ROW + 16 * (len(self.raw.columns.replicates) + len(expressions.extra()))
        return (
            self.raw.count <= self.rows_of_block
            or self.raw.count * bytes_of_row <= self.raw.engine.bytes * self.sizes.share_in_memory
        )

    def fetch_cells(self, *, nest: bool) -> CodedCells:
        """The cells; rows that fit in memory are put in order of welfare at the same time.

        Raises:
            InputError: for a PSU in two strata.
        """
        if not self.fits_in_memory():
            return self.cells.fetch(nest=nest)
        rows = self.in_memory = RowsInMemory(self.used)
        coded: list[CodedCells] = []

        def number_cells() -> None:
            coded.append(self.cells.fetch(nest=nest))
            rows.look_up_cells()

        in_threads([rows.sort, number_cells])
        return coded[0]

    def blocks(self) -> tuple[Callable[[], Iterator[Block]], bool]:
        """A function that starts reading blocks from the first one, and whether they stay in memory."""
        if not self.fits_in_memory():
            return blocks_on_disk(self.used, self.sorted_name, self.rows_of_block), False
        rows = self.in_memory or RowsInMemory(self.used)
        self.in_memory = None
        return rows.blocks(self.sizes.rows_of_block), True
