"""Pass 0 on an executor: rows are read, counted, and packed with what the later passes need of them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

import numpy as np

from kaltim_poverty.survey.read.code_spellings import plain_code
from kaltim_poverty.survey.read.sql import identifier
from kaltim_poverty.survey.sample import IntArray, factorize, first_occurrences
from kaltim_poverty.survey.spark.buckets import bucket_of, places_by_number
from kaltim_poverty.survey.spark.histogram import histogram
from kaltim_poverty.survey.spark.parsing import LINE_BREAK, BatchOfRows, rows_of_batches, small_engine
from kaltim_poverty.survey.spark.records import Record, batches_of, packed, unpacked
from kaltim_poverty.survey.spark.row_plan import WRITTEN, RowPlan
from kaltim_poverty.survey.spark.tally import Failure, Stratum, Tally, Values, by_key, highest_in, total

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

TALLY, ROWS_READ, PSUS_READ, CODES_READ = range(4)  # kinds of records
BUCKETS = 64  # of PSUs, while nobody knows how many there are


class CodedColumn(NamedTuple):
    """A column of codes.

    Attributes:
        codes: the place of each row's value, -1 where it has none, (rows,).
        values: whole numbers or texts.
    """

    codes: IntArray
    values: list[Any]


class RowsRead(NamedTuple):
    """The rows of one batch with what later passes need; arrays of shape (rows,).

    Attributes:
        numbers: by name: ``y``, ``w`` and what `RowPlan.numbers` lists.
        stratum: the place of each row's stratum in `strata`.
        strata: the values of strata.
        groups: the columns of groups.
        inside: whether the row belongs to the subpopulation.
        psu: the key of its PSU; None where each row is one.
    """

    numbers: dict[str, NDArray[np.float64]]
    stratum: IntArray
    strata: list[Values]
    groups: list[CodedColumn]
    inside: NDArray[np.bool_]
    psu: NDArray[np.int64] | None


def reading_pass(plan: RowPlan, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Records of the rows that are used, the PSUs of all and their codes, and at last of what was counted."""
    with small_engine() as engine:
        yield from batches_of(records_of(plan, rows_of_batches(engine, batches, plan.csv)))


def records_of(plan: RowPlan, batches: Iterable[BatchOfRows]) -> Iterator[Record]:
    """The records of all batches of a task, which are counted together: one histogram has half a MB."""
    every = Tally()
    for rows in batches:
        tally = Tally(headers=Counter(rows.headers))
        yield from records_of_batch(plan, rows, tally)
        every.add(tally)
    for key, part in by_key(every):
        yield Record(TALLY, key, packed(part))


def tally_of_all(records: Iterator[Record]) -> Record:
    """The tallies with one key as one: the driver is not to get that of each task."""
    first = next(records)
    return Record(TALLY, first.key, packed(total(unpacked(each.data) for each in chain([first], records))))


def records_of_batch(plan: RowPlan, rows: BatchOfRows, tally: Tally) -> Iterator[Record]:
    """The records of one batch, which is counted in a tally."""
    try:
        count_rows(plan, rows, tally)
        table = None if tally.failures else fetched(plan, rows)
    except rows.engine.errors as error:
        tally.failures.append(failure_of(plan, rows, error))
        table = None
    if table is None:
        return
    read = rows_read(plan, table)
    used = np.asarray(table.column("used"))
    count_values(plan, table, read, used, tally)
    if plan.psu is not None:
        yield from psu_records(plan, table, read)
    yield Record(ROWS_READ, 0, packed(taken(read, used)))


def count_rows(plan: RowPlan, rows: BatchOfRows, tally: Tally) -> None:
    """Read the rows of a batch into a table, leave out those without a value, and count."""
    engine = rows.engine
    query = rows.query(plan.source)
    engine.run(f"CREATE OR REPLACE TEMP TABLE raw AS SELECT {plan.selected} FROM ({query})")
    count_named(engine, "raw", plan.counted, tally.counts)
    if rows.lines is not None and rows.lines != tally.counts["rows"]:
        tally.failures.append(Failure(LINE_BREAK, frozenset(), frozenset(), {}))
        return
    for column in plan.ends:
        cell = identifier(column, WRITTEN)
        first, last = engine.one(f"SELECT min({cell}), max({cell}) FROM raw")
        if first is not None:
            tally.ends[column] = (first, last)
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE complete AS SELECT * REPLACE ({plan.replaced}) FROM raw "
        f"WHERE NOT {plan.nowhere}"
    )
    count_named(engine, "complete", plan.counted_after, tally.counts)


def count_named(engine: Any, relation: str, counted: Any, counts: Counter[str]) -> None:
    """Add what is counted in a relation, by name."""
    if counted:
        found = engine.one(f"SELECT {', '.join(counted.values())} FROM {relation}")
        for name, count in zip(counted, found, strict=True):
            counts[name] += count


def fetched(plan: RowPlan, rows: BatchOfRows) -> pa.Table:
    """The columns of all rows of a batch that have a place in the design."""
    columns = ["y", "w", *plan.numbers, *dict.fromkeys([*plan.stratum, *plan.groups, *plan.alike]), "inside"]
    extra = [f"({plan.used}) AS used"]
    extra += ["fpc"] if plan.fpc else []
    extra += [f"{plan.psu} AS psu"] if plan.psu is not None else []
    with rows.engine.within_limits():
        return rows.engine.connection.sql(
            f"SELECT {', '.join([*columns, *extra])} FROM complete"
        ).to_arrow_table()


def failure_of(plan: RowPlan, rows: BatchOfRows, error: Exception) -> Failure:
    """The fault in a batch that could not be read, as far as its cells show."""
    probe, engine = plan.probe, rows.engine
    cells = rows.query(probe.cells)

    def some(condition: str) -> bool:
        return bool(engine.one(f"SELECT count(*) FROM ({cells}) WHERE {condition}")[0])

    try:
        return Failure(
            str(error),
            frozenset(column for column, wrong in probe.not_numbers.items() if some(wrong)),
            frozenset(column for column, wrong in probe.not_whole.items() if some(wrong)),
            {
                column: not some(not_number)
                for column, (not_number, not_whole) in probe.others.items()
                if some(not_whole)
            },
        )
    except engine.errors as of_text:
        return Failure(str(of_text), frozenset(), frozenset(), {})


def rows_read(plan: RowPlan, table: pa.Table) -> RowsRead:
    """The rows of a batch as arrays."""
    numbers = {name: numbers_in(table, name) for name in ("y", "w", *plan.numbers)}
    numbers["y"] = numbers["y"] + 0.0  # -0.0 equals 0.0, and must not come after it
    stratum, strata = combinations([coded(table, alias) for alias in plan.stratum], table.num_rows)
    return RowsRead(
        numbers,
        stratum,
        strata,
        [coded(table, alias) for alias in plan.groups],
        np.asarray(table.column("inside")),
        None if plan.psu is None else psu_keys(table.column("psu"), is_text=plan.psu_is_text),
    )


def numbers_in(table: pa.Table, name: str) -> NDArray[np.float64]:
    """A column of numbers, NaN where there is none, (rows,)."""
    import pyarrow as pa

    return np.asarray(table.column(name).cast(pa.float64()).to_numpy(), dtype=np.float64)


def coded(table: pa.Table, name: str) -> CodedColumn:
    """A column of codes."""
    column = table.column(name).combine_chunks().dictionary_encode()
    codes = column.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    return CodedColumn(codes, column.dictionary.to_pylist())


def combinations(columns: Sequence[CodedColumn], rows: int) -> tuple[IntArray, list[Values]]:
    """The different combinations of values, and the place of each row's; without columns all have one."""
    code = np.zeros(rows, dtype=np.int64)
    for column in columns:
        code = factorize(code * (len(column.values) + 1) + column.codes + 1)[1]
    values = [tuple(value_at(column, row) for column in columns) for row in first_occurrences(code).tolist()]
    return code.astype(np.int32), values


def value_at(column: CodedColumn, row: int) -> Any:
    """The value of a row in a column of codes."""
    code = int(column.codes[row])
    return None if code < 0 else column.values[code]


def psu_keys(column: pa.ChunkedArray, *, is_text: bool) -> NDArray[np.int64]:
    """The key of each row's PSU: its number, or 64 bits of a hash of its text, (rows,)."""
    if not is_text:
        return np.asarray(column.to_numpy(), dtype=np.int64)
    texts = column.combine_chunks().dictionary_encode()
    keys = np.array([hashed(text) for text in texts.dictionary.to_pylist()], dtype=np.int64)
    return np.asarray(keys[texts.indices.to_numpy(zero_copy_only=False)])


def hashed(text: str) -> int:
    """64 bits of a hash of a text, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little", signed=True)


def count_values(
    plan: RowPlan, table: pa.Table, read: RowsRead, used: NDArray[np.bool_], tally: Tally
) -> None:
    """Count the values of welfare, strata and groups."""
    welfare, weight = read.numbers["y"], read.numbers["w"]
    tally.highest = highest_in(welfare)
    tally.welfare = histogram(welfare[used])
    counts = np.bincount(read.stratum, minlength=len(read.strata))
    inside = np.bincount(read.stratum[read.inside & (weight > 0)], minlength=len(read.strata))
    population = numbers_in(table, "fpc") if plan.fpc else None
    for place, values in enumerate(read.strata):
        own = Stratum(int(counts[place]), int(inside[place]))
        if population is not None:
            numbers = population[read.stratum == place]
            own.least, own.most = float(numbers.min()), float(numbers.max())
        tally.strata[values] = own
    within = CodedColumn(read.inside.astype(np.int64), [False, True])
    cell, found = combinations([*read.groups, within], table.num_rows)
    rows = np.bincount(cell, weights=weight > 0, minlength=len(found))
    tally.combinations = Counter(dict(zip(found, rows.astype(int).tolist(), strict=True)))


def psu_records(plan: RowPlan, table: pa.Table, read: RowsRead) -> Iterator[Record]:
    """The different PSUs of a batch with their strata by bucket, and their codes by what they look like."""
    assert read.psu is not None  # noqa: S101 - the caller asked
    pair = factorize(factorize(read.psu)[1] * max(len(read.strata), 1) + read.stratum)[1]
    row = first_occurrences(pair)
    keys, strata = read.psu[row], read.stratum[row].astype(np.int64)
    texts = table.column("psu").take(row).to_pylist() if plan.psu_is_text else None
    for number, own in places_by_number(bucket_of(keys, BUCKETS)):
        content = (keys[own], strata[own], read.strata, texts and [texts[place] for place in own])
        yield Record(PSUS_READ, number, packed(content))
    for place, alias in enumerate(plan.alike):
        yield from code_records(place, coded(table, alias).values)


def code_records(place: int, codes: Sequence[str]) -> Iterator[Record]:
    """The codes of a column, those that look alike in one bucket.

    Args:
        place: of the column.
        codes: different ones.
    """
    by_bucket: dict[int, list[str]] = {}
    for code in codes:
        by_bucket.setdefault(crc32(plain_code(code).encode()) % BUCKETS, []).append(code)
    for bucket, own in by_bucket.items():
        yield Record(CODES_READ, place * BUCKETS + bucket, packed(own))


def taken(read: RowsRead, used: NDArray[np.bool_]) -> RowsRead:
    """The rows that are used."""
    return read._replace(
        numbers={name: values[used] for name, values in read.numbers.items()},
        stratum=read.stratum[used],
        groups=[CodedColumn(column.codes[used].astype(np.int32), column.values) for column in read.groups],
        inside=read.inside[used],
        psu=None if read.psu is None else read.psu[used],
    )
