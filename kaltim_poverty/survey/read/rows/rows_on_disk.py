"""Rows that do not fit in memory: sorted by the engine, on disk where need be, and fetched block by block."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kaltim_poverty.survey.read.rows.used_rows import UsedRows
    from kaltim_poverty.survey.sample import Block


def blocks_on_disk(rows: UsedRows, name: str, rows_of_block: int) -> Callable[[], Iterator[Block]]:
    """A function that starts delivering the rows in order of welfare from the first block.

    Args:
        rows: which rows.
        name: of the temporary table.
        rows_of_block: how many rows a block has.
    """
    engine = rows.raw.engine
    by_welfare = f"SELECT * EXCLUDE row FROM ({rows.with_cells(rows.columns)}) ORDER BY y, row"
    engine.run(f"CREATE TEMP TABLE {name} AS {by_welfare}")
    rows.raw.drop()
    rows.cells.drop()
    count = int(engine.one(f"SELECT count(*) FROM {name}")[0])
    engine.shrink()

    def block(start: int) -> Block:
        place = f"rowid >= {start} AND rowid < {start + rows_of_block}"
        return rows.block(engine.arrays(f"SELECT * FROM {name} WHERE {place}"), slice(None), start)

    return lambda: map(block, range(0, count, rows_of_block))
