"""What the engine does for the passes: it maps, groups, keeps and collects records."""

from __future__ import annotations

import contextlib
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from kaltim_poverty.survey.spark.garbage import set_modules_apart
from kaltim_poverty.survey.spark.records import SCHEMA, Record, batches_of, records_in

if TYPE_CHECKING:
    import pyarrow as pa

Mapping = Callable[[Iterator[Record]], Iterable[Record]]
Gathering = Callable[[Iterator[Record]], Record]


class Frame(Protocol):
    """Records that are somewhere, or will be made when they are asked for."""

    def mapped(self, function: Mapping) -> Frame:
        """Records made of these, where they are."""

    def gathered(self, function: Gathering, parts: int) -> Frame:
        """One record made of all records with the same key, brought together.

        Args:
            function: of these records.
            parts: in how many tasks, at most.
        """

    def grouped(self, function: Mapping, parts: int) -> Frame:
        """Some records made of all records with the same key, as `gathered` makes one."""

    def with_others(self, other: Frame) -> Frame:
        """These records and others."""

    def of_kind(self, kind: int) -> Frame:
        """The records of one kind."""

    def with_keys(self, keys: Sequence[int]) -> Frame:
        """The records with some keys."""

    def persisted(self) -> Frame:
        """The same, held by executors once they are made."""

    def collected(self) -> list[Record]:
        """The records here, by kind and key."""


class SparkFrame:
    """Records in a DataFrame of Spark.

    Args:
        data: its columns are those of `SCHEMA`.
        running: runs what asks Spark for something, and says what went wrong.
    """

    def __init__(self, data: Any, running: Callable[[Callable[[], Any]], Any]) -> None:
        self.data, self.running = data, running

    def mapped(self, function: Mapping) -> SparkFrame:
        """Records made of these, where they are."""
        return self.like(self.data.mapInArrow(of_batches(function), SCHEMA))

    def gathered(self, function: Gathering, parts: int) -> SparkFrame:
        """One record made of all records with the same key, brought together.

        Args:
            function: of these records.
            parts: in how many tasks, at most; Spark would begin 200 for a handful of keys.
        """
        return self.grouped(partial(one_record, function), parts)

    def grouped(self, function: Mapping, parts: int) -> SparkFrame:
        """Some records made of all records with the same key, as `gathered` makes one."""
        data = self.data.repartition(max(parts, 1), "key")
        return self.like(data.groupBy("key").applyInArrow(of_table(function), SCHEMA))

    def with_others(self, other: Frame) -> SparkFrame:
        """These records and others, of the same session."""
        assert isinstance(other, SparkFrame)  # noqa: S101 - there is one engine
        return self.like(self.data.unionAll(other.data))

    def of_kind(self, kind: int) -> SparkFrame:
        """The records of one kind."""
        return self.like(self.data.where(f"kind = {kind}"))

    def with_keys(self, keys: Sequence[int]) -> SparkFrame:
        """The records with some keys."""
        return self.like(self.data.where(f"key IN ({', '.join(map(str, keys))})"))

    def persisted(self) -> SparkFrame:
        """The same, held by executors once they are made, as long as somebody here asks for them.

        They are held on disk, of which the system keeps in memory what was just written: in the heap of Java
        they would take the room that sorting needs.
        """
        from pyspark import StorageLevel

        kept = self.like(self.data.persist(StorageLevel.DISK_ONLY))
        weakref.finalize(kept, given_back, self.data).atexit = False
        return kept

    def collected(self) -> list[Record]:
        """The records here, by kind and key."""
        table = self.running(self.data.toArrow)
        return sorted(records_in([table]), key=lambda record: record[:2])

    def like(self, data: Any) -> SparkFrame:
        """A frame of other data in the same session."""
        return SparkFrame(data, self.running)


def given_back(data: Any) -> None:
    """Have executors forget what they hold; the session may be gone."""
    with contextlib.suppress(Exception):
        data.unpersist()


def map_batches(function: Mapping, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Apply a function of records to batches."""
    yield from batches_of(function(records_in(batches)))
    set_modules_apart()


def one_record(function: Gathering, records: Iterator[Record]) -> list[Record]:
    """The one record that a function makes of several."""
    return [function(records)]


def map_table(function: Mapping, table: pa.Table) -> pa.Table:
    """Apply a function to the records of one key, as a table."""
    import pyarrow as pa

    made = pa.Table.from_batches(batches_of(function(records_in([table]))))
    set_modules_apart()
    return made


def of_batches(function: Mapping) -> Callable[[Any], Any]:
    """A function of batches without hints of types, which Spark would read."""
    return lambda batches: map_batches(function, batches)


def of_table(function: Mapping) -> Callable[[Any], Any]:
    """A function of a table without hints of types."""
    return lambda table: map_table(function, table)
