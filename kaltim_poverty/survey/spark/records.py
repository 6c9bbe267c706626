"""Records: what travels between passes on a cluster, a few large ones in place of many rows.

A record is a kind, a key and bytes. The engine moves, groups and keeps them, and never looks inside: so a row
of the survey costs the copying of its bytes, not the conversion of each of its values.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

SCHEMA = "kind int, key int, source long, piece int, pieces int, data binary"
NAMES = ("kind", "key", "source", "piece", "pieces", "data")
# A block of 500,000 rows has 20 MB. In a heap of 1 GB, Java gives whatever has more than half a MB regions of
# its own and never moves it: 5 million rows ran out of memory that was free, but in pieces.
BYTES_OF_PIECE = 2**18


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


class Piece(NamedTuple):
    """A part of a record, as the engine moves it.

    Attributes:
        kind: of the record.
        key: of the record.
        source: 64 bits that follow from its data, if it has several pieces: other records may have its key.
        piece: the number of this one, from 0.
        pieces: how many the record has.
        data: the bytes of this one.
    """

    kind: int
    key: int
    source: int
    piece: int
    pieces: int
    data: bytes


def packed(content: object) -> bytes:
    """Arrays and plain values as bytes."""
    return pickle.dumps(content, protocol=5)


def unpacked(data: bytes) -> Any:
    """The inverse of `packed`; reads only bytes that executors of this session made."""
    return pickle.loads(data)  # noqa: S301 - see above


def narrowed(values: NDArray[Any]) -> NDArray[Any]:
    """Whole numbers in as few bytes as hold them, others as they are."""
    if values.dtype.kind != "i" or not len(values):
        return values
    least = min(int(values.min()), -int(values.max()) - 1)  # a type with a sign: with others these stay whole
    return values.astype(np.min_scalar_type(least))


def pieces_of(record: Record, most: int = BYTES_OF_PIECE) -> Iterator[Piece]:
    """A record in pieces.

    Args:
        record: of any size.
        most: bytes of a piece.
    """
    kind, key, data = record
    pieces = -(-len(data) // most) or 1
    source = 0 if pieces == 1 else checksums(data)
    for piece in range(pieces):
        yield Piece(kind, key, source, piece, pieces, data[piece * most : (piece + 1) * most])


def checksums(data: bytes) -> int:
    """Two checksums of 32 bits as one number with a sign; twice as fast as a hash."""
    return (zlib.crc32(data) << 32 | zlib.adler32(data)) - 2**63


def records_of_pieces(pieces: Iterable[Piece]) -> Iterator[Record]:
    """The records of which all pieces have come, in whatever order; equal records may share theirs.

    Args:
        pieces: all of each record.
    """
    waiting: dict[tuple[int, int, int], list[list[bytes]]] = {}
    for kind, key, source, piece, pieces_of_record, data in pieces:
        if pieces_of_record == 1:
            yield Record(kind, key, data)
            continue
        arrived = waiting.setdefault((kind, key, source), [[] for _ in range(pieces_of_record)])
        arrived[piece].append(data)
        if all(arrived):
            yield Record(kind, key, b"".join([copies.pop() for copies in arrived]))
            if not any(arrived):
                del waiting[kind, key, source]


def batch_of(pieces: Iterable[Piece]) -> pa.RecordBatch:
    """Pieces as a batch of Arrow."""
    import pyarrow as pa

    columns = list(zip(*pieces, strict=True)) or [()] * len(NAMES)
    types = (pa.int32(), pa.int32(), pa.int64(), pa.int32(), pa.int32(), pa.binary())
    arrays = [pa.array(values, of) for values, of in zip(columns, types, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, names=list(NAMES))


def records_in(batches: Iterable[pa.RecordBatch]) -> Iterator[Record]:
    """The records of batches, those that are cut by the end of one too."""
    return records_of_pieces(piece for batch in batches for piece in pieces_in(batch))


def pieces_in(batch: pa.RecordBatch) -> Iterator[Piece]:
    """The pieces of a batch."""
    columns = (batch.column(name).to_pylist() for name in NAMES)
    return map(Piece._make, zip(*columns, strict=True))


def batches_of(records: Iterable[Record], most: int = 2**24) -> Iterator[pa.RecordBatch]:
    """Records in batches of about so many bytes at most, as a batch is held whole by both sides.

    Args:
        records: in their order.
        most: bytes of a batch.
    """
    held: list[Piece] = []
    size = 0
    for piece in (piece for record in records for piece in pieces_of(record)):
        if held and size + len(piece.data) > most:
            yield batch_of(held)
            held, size = [], 0
        held.append(piece)
        size += len(piece.data)
    if held:
        yield batch_of(held)
