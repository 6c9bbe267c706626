"""The last pass over a register, on executors: each row finds its group, and is written where it was read.

No row goes to another executor, and so no identifier.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from kaltim_poverty.survey.spark.parsing import BatchOfRows, rows_of_batches, small_engine
from kaltim_poverty.survey.spark.reading_pass import coded, combinations, numbers_in

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from kaltim_poverty.survey.spark.marking_plan import MarkingPlan


def marking_pass(plan: MarkingPlan, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The rows of the new register, in the order in which they are read."""
    with small_engine() as engine:
        for rows in rows_of_batches(engine, batches, plan.csv):
            yield from marked(plan, rows).to_batches()


def marked(plan: MarkingPlan, rows: BatchOfRows) -> pa.Table:
    """The rows of one batch, with their groups."""
    import pyarrow as pa

    with rows.engine.within_limits():
        read = rows.engine.connection.sql(rows.query(plan.query)).to_arrow_table()
    numbers = groups_of(plan, read)
    group = pa.array(numbers.astype(np.int32), mask=numbers == 0)
    columns = [in_utc(read.column(f"new{place}")) for place in range(len(plan.names))]
    return pa.table([*columns, group], names=[*plan.names, plan.group])


def groups_of(plan: MarkingPlan, read: pa.Table) -> NDArray[np.int64]:
    """The group of each row, (rows,); 0 for those without one."""
    counted = np.flatnonzero(np.asarray(read.column("counted")))
    numbers = np.zeros(read.num_rows, dtype=np.int64)
    if not len(counted):
        return numbers
    place, values = combinations([coded(read, part) for part in plan.parts], read.num_rows)
    part = np.array([plan.numbers.get(each, -1) for each in values], dtype=np.int64)[place]
    keys = [numbers_in(read, key)[counted] for key in plan.keys]
    numbers[counted] = plan.cuts.numbers_of(part[counted], keys)
    return numbers


def in_utc(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column with its zoned times converted to UTC, as Spark stores them."""
    import pyarrow as pa

    has_zone = pa.types.is_timestamp(column.type) and column.type.tz is not None
    return column.cast(pa.timestamp("us", "UTC")) if has_zone else column
