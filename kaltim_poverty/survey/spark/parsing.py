"""On an executor: batches of lines or of typed columns as a table of the engine of one machine.

Lines are written to a file in memory, which the engine reads as it reads the files of one machine: so quotes,
ragged lines and bytes that are no text mean the same, and are errors in the same words.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from kaltim_poverty.survey.read.duckdb_extension import duckdb_package
from kaltim_poverty.survey.read.engine import Engine
from kaltim_poverty.survey.read.paths import DESCRIPTORS
from kaltim_poverty.survey.read.sql import literal
from kaltim_poverty.survey.spark.row_plan import ROWS, CsvShape

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_AT_ONCE, BYTES_AT_ONCE = 100_000, 2**24
MEMORY = "400MB"
LINE_BREAK = "kpov: a line break inside quotes"


class BatchOfRows(NamedTuple):
    """A batch of rows, ready to be queried.

    Attributes:
        engine: what reads it.
        relation: what follows FROM.
        headers: how often each header was left out.
        lines: how many lines must be rows; None where rows come in typed columns.
    """

    engine: Engine
    relation: str
    headers: dict[str, int]
    lines: int | None

    def query(self, sql: str) -> str:
        """SQL of a plan over this batch."""
        return sql.replace(ROWS, self.relation)


@contextlib.contextmanager
def small_engine() -> Iterator[Engine]:
    """An engine for the rows of one task: executors have a core each."""
    duckdb_package()  # which hands tables of Arrow over
    engine = Engine(memory=MEMORY)
    engine.run("SET threads = 1")
    try:
        yield engine
    finally:
        engine.close()


def collected(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Batches put together to tables of some size: each costs the planning of a dozen queries."""
    import pyarrow as pa

    held: list[pa.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        rows, size = sum(each.num_rows for each in held), sum(each.nbytes for each in held)
        if rows >= ROWS_AT_ONCE or size >= BYTES_AT_ONCE:
            yield pa.Table.from_batches(held)
            held = []
    if held:
        yield pa.Table.from_batches(held)


class LinesInMemory:
    """A file in memory that holds the lines of one batch after the other.

    Args:
        engine: what reads it.
        shape: how lines part into cells.
    """

    def __init__(self, engine: Engine, shape: CsvShape) -> None:
        self.engine, self.shape = engine, shape
        self.file, self.path = file_in_memory(engine)

    def holding(self, table: pa.Table) -> BatchOfRows:
        """The lines of a batch, without headers."""
        import pyarrow.compute as pc

        lines = table.column(0).combine_chunks()
        lines, headers = without_headers(lines, self.shape.headers)
        empty = (
            0 if self.shape.columns == 1 else int(pc.sum(pc.equal(pc.binary_length(lines), 0)).as_py() or 0)
        )
        self.file.seek(0)
        self.file.truncate()
        if len(lines):
            self.file.write(memoryview(joined(lines)))
        self.file.flush()
        return BatchOfRows(self.engine, self.reader(), headers, len(lines) - empty)

    def reader(self) -> str:
        """SQL: the call that reads the file."""
        columns = ", ".join(f"c{place}: 'VARCHAR'" for place in range(self.shape.columns))
        return (
            f"read_csv({literal(self.path)}, auto_detect = false, header = false, "
            f"columns = {{{columns}}}, delim = {literal(self.shape.delimiter)}, quote = '\"', "
            f"escape = '\"', hive_partitioning = false)"
        )


def joined(lines: pa.Array) -> pa.Buffer:
    """The bytes of lines with a line feed after each."""
    import pyarrow as pa
    import pyarrow.compute as pc

    offsets = pa.array([0, len(lines)], pa.int32())
    text = pc.binary_join(pa.ListArray.from_arrays(offsets, lines), pa.scalar("\n", lines.type))[0]
    return pa.py_buffer(text.as_buffer().to_pybytes() + b"\n")


def without_headers(lines: pa.Array, headers: tuple[str, ...]) -> tuple[pa.Array, dict[str, int]]:
    """Lines without those that are a header, and how many of each there were."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found: dict[str, int] = {}
    for header in headers:
        same = pc.equal(lines, pa.scalar(header, lines.type))
        count = int(pc.sum(same).as_py() or 0)
        if count:
            found[header] = count
            lines = lines.filter(pc.invert(same))
    return lines, found


def file_in_memory(engine: Engine) -> tuple[BinaryIO, str]:
    """A file that only this process can read, and its path; on disk where the system has none in memory."""
    if hasattr(os, "memfd_create"):
        descriptor = os.memfd_create("kpov")
        return os.fdopen(descriptor, "r+b"), f"{DESCRIPTORS}{descriptor}"
    path = os.path.join(engine.spill.path, "lines.csv")
    return open(path, "w+b"), path


def rows_of_batches(
    engine: Engine, batches: Iterator[pa.RecordBatch], shape: CsvShape | None
) -> Iterator[BatchOfRows]:
    """Each batch, ready to be queried until the next one is asked for."""
    if shape is None:
        for table in collected(batches):
            engine.connection.register("typed_rows", table)
            yield BatchOfRows(engine, "typed_rows", {}, None)
        return
    lines = LinesInMemory(engine, shape)
    for table in collected(batches):
        yield lines.holding(table)
    lines.file.close()
