"""Records: what travels between passes on a cluster, a few large ones in place of many rows.

A record is a kind, a key and bytes. The engine moves, groups and keeps them, and never looks inside: so a row
of the survey costs the copying of its bytes, not the conversion of each of its values.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pyarrow as pa

SCHEMA = "kind int, key int, data binary"
LARGEST = 2**31 - 1  # bytes of one record: a batch of Arrow numbers them with 32 bits
TOO_LARGE = "kpov: a block of more than 2 GB"


class Record(NamedTuple):
    """One record.

    Attributes:
        kind: what it holds.
        key: by which records of its kind are brought together.
        data: its content, as `packed` makes it.
    """

    kind: int
    key: int
    data: bytes


def packed(content: object) -> bytes:
    """Arrays and plain values as bytes."""
    return pickle.dumps(content, protocol=5)


def unpacked(data: bytes) -> Any:
    """What `packed` was given; only bytes that executors of this session made are read."""
    return pickle.loads(data)  # noqa: S301 - see above


def batch_of(records: Iterable[Record]) -> pa.RecordBatch:
    """Records as a batch of Arrow.

    Raises:
        OverflowError: for one that is too large.
    """
    import pyarrow as pa

    columns = list(zip(*records, strict=True)) or [(), (), ()]
    if any(len(data) > LARGEST for data in columns[2]):
        raise OverflowError(TOO_LARGE)
    types = (pa.int32(), pa.int32(), pa.binary())
    arrays = [pa.array(values, of) for values, of in zip(columns, types, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, names=["kind", "key", "data"])


def records_in(batch: pa.RecordBatch | pa.Table) -> Iterator[Record]:
    """The records of a batch."""
    columns = (batch.column(name) for name in ("kind", "key", "data"))
    for kind, key, data in zip(*columns, strict=True):
        yield Record(kind.as_py(), key.as_py(), data.as_py())


def batches_of(records: Iterable[Record], most: int = 2**26) -> Iterator[pa.RecordBatch]:
    """Records in batches of about so many bytes at most, as a batch is held whole by both sides.

    Args:
        records: in their order.
        most: bytes of a batch, unless one record alone has more.
    """
    held: list[Record] = []
    size = 0
    for record in records:
        if held and size + len(record.data) > most:
            yield batch_of(held)
            held, size = [], 0
        held.append(record)
        size += len(record.data)
    if held:
        yield batch_of(held)
