"""The columns of a survey on executors: the different texts of each batch, brought together by their hash."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.survey.read import ColumnSummary
from kaltim_poverty.survey.spark.parsing import LINE_BREAK, BatchOfRows, rows_of_batches, small_engine
from kaltim_poverty.survey.spark.reading_pass import BUCKETS, TALLY
from kaltim_poverty.survey.spark.records import Record, batches_of, packed, unpacked
from kaltim_poverty.survey.spark.row_plan import CsvShape
from kaltim_poverty.survey.spark.tally import Failure, Tally

if TYPE_CHECKING:
    import pyarrow as pa

TEXTS, SUMMARIES = 50, 51  # kinds of records
ALL_TEXTS = "(SELECT place, cell, CAST(sum(cells) AS BIGINT) AS cells FROM texts GROUP BY ALL)"
LARGEST = 3  # texts that may be two numbers


class ColumnPlan(NamedTuple):
    """The plan of a pass that counts the texts of columns, for files read alike.

    Attributes:
        reading: a name of its own, or Spark would hand on what it holds of files that have changed since.
        csv: how lines part into cells; None where rows come in typed columns.
        texts: by batch of columns the query of their different texts, from `row_plan.ROWS`.
        rows: the query of their number.
    """

    reading: str
    csv: CsvShape | None
    texts: Sequence[str]
    rows: str


def column_pass(plan: ColumnPlan, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Records of how many rows there are, and the different texts of columns."""
    with small_engine() as engine:
        yield from batches_of(records_of(plan, rows_of_batches(engine, batches, plan.csv)))


def records_of(plan: ColumnPlan, batches: Iterable[BatchOfRows]) -> Iterator[Record]:
    """The records of all batches of a task, which are counted together."""
    total = Tally()
    for rows in batches:
        tally = Tally(headers=Counter(rows.headers))
        yield from records_of_batch(plan, rows, tally)
        total.add(tally)
    yield Record(TALLY, 0, packed(total))


def records_of_batch(plan: ColumnPlan, rows: BatchOfRows, tally: Tally) -> Iterator[Record]:
    """The records of one batch, which is counted in a tally."""
    texts: list[pa.Table] = []
    try:
        tally.counts["rows"] = int(rows.engine.one(rows.query(plan.rows))[0])
        if rows.lines not in (None, tally.counts["rows"]):
            tally.failures.append(Failure(LINE_BREAK, frozenset(), frozenset(), {}))
        else:
            texts = [texts_of(rows, query) for query in plan.texts]
    except rows.engine.errors as error:
        tally.failures.append(Failure(str(error), frozenset(), frozenset(), {}))
    for number, table in enumerate([] if tally.failures else texts):
        for bucket, own in by_bucket(table):
            yield Record(TEXTS, number * BUCKETS + bucket, as_bytes(own))


def texts_of(rows: BatchOfRows, query: str) -> pa.Table:
    """The different texts of some columns, in order of their buckets."""
    with rows.engine.within_limits():
        return rows.engine.connection.sql(
            f"SELECT *, CAST(hash(cell) % {BUCKETS} AS INTEGER) AS bucket FROM ({rows.query(query)}) "
            f"ORDER BY bucket"
        ).to_arrow_table()


def by_bucket(table: pa.Table) -> Iterator[tuple[int, pa.Table]]:
    """The rows of each bucket."""
    start = 0
    for bucket in table.column("bucket").value_counts().to_pylist():
        yield bucket["values"], table.slice(start, bucket["counts"]).drop_columns(["bucket"])
        start += bucket["counts"]


def as_bytes(table: pa.Table) -> bytes:
    """A table of Arrow, without what its buffers hold besides."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return bytes(sink.getvalue())


def summaries_of_bucket(queries: Sequence[str], records: Iterable[Record]) -> Record:
    """The summaries of columns by place, of the texts of one bucket.

    Args:
        queries: by batch of columns that of their summaries, from `ALL_TEXTS`.
        records: the texts.
    """
    import pyarrow as pa

    held = list(records)
    key = held[0].key
    table = pa.concat_tables(pa.ipc.open_stream(record.data).read_all() for record in held)
    with small_engine() as engine:
        engine.connection.register("texts", table)
        found = engine.rows(queries[key // BUCKETS])
    return Record(SUMMARIES, key, packed({place: tuple(fields) for place, *fields in found}))


def joined_summaries(records: Iterable[Record], batches: Sequence[Sequence[str]]) -> dict[str, ColumnSummary]:
    """The summary of each column that has cells, of all buckets.

    Args:
        records: of buckets.
        batches: the columns by batch.
    """
    found: dict[str, ColumnSummary] = {}
    for record in records:
        own: Mapping[int, tuple[Any, ...]] = unpacked(record.data)
        for place, fields in own.items():
            column, summary = batches[record.key // BUCKETS][place], ColumnSummary(*fields)
            found[column] = joined(found[column], summary) if column in found else summary
    return found


def joined(one: ColumnSummary, other: ColumnSummary) -> ColumnSummary:
    """The summary of a column of which two have different texts."""
    highest = sorted(
        (pair for each in (one, other) for pair in zip(each.highest, each.cells_of_highest, strict=True)),
        reverse=True,
    )[:LARGEST]
    return ColumnSummary(
        one.missing + other.missing,
        one.distinct + other.distinct,
        one.not_numbers + other.not_numbers,
        min(known(one.lowest, other.lowest), default=None),
        [number for number, _ in highest],
        [cells for _, cells in highest],
        min(known(one.first, other.first), default=None),
        max(known(one.last, other.last), default=None),
        one.negative + other.negative,
        one.not_sizes + other.not_sizes,
    )


def known(*values: Any) -> list[Any]:
    """The values that are there."""
    return [value for value in values if value is not None]
