"""Records are cut in pieces to travel, and put together from them whatever became of their order."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("pyarrow")

from kaltim_poverty.survey.spark import records
from kaltim_poverty.survey.spark.records import (
    Record,
    batch_of,
    batches_of,
    pieces_of,
    records_in,
    records_of_pieces,
)

FEW_KEYS = st.builds(Record, st.integers(0, 1), st.integers(0, 2), st.binary(max_size=20))


@settings(deadline=None)
@given(st.lists(FEW_KEYS, max_size=12), st.integers(1, 7), st.data())
def test_pieces_in_any_order_are_the_records(given_records, most, data):
    pieces = [piece for record in given_records for piece in pieces_of(record, most)]
    assert all(len(piece.data) <= most for piece in pieces)
    shuffled = data.draw(st.permutations(pieces))
    assert sorted(records_of_pieces(shuffled)) == sorted(given_records)


@settings(deadline=None)
@given(st.lists(FEW_KEYS, max_size=12))
def test_records_keep_their_order_where_nothing_is_moved(given_records):
    assert list(records_in(batches_of(given_records))) == given_records


def test_a_record_is_cut_by_the_end_of_a_batch(monkeypatch):
    monkeypatch.setattr(records.pieces_of, "__defaults__", (4,))
    record = Record(1, 7, bytes(range(41)))
    batches = list(batches_of([record, record], most=10))
    assert all(batch.column("data").nbytes <= 10 + 4 * 8 for batch in batches)  # with the offsets of pieces
    assert len(batches) > 2
    assert list(records_in(batches)) == [record, record]


def test_equal_records_wait_for_pieces_of_each():
    record = Record(0, 0, b"abcd")
    first, second = pieces_of(record, 2)
    assert list(records_of_pieces([first, first, second])) == [record]
    assert list(records_of_pieces([first, first, second, second])) == [record, record]
    assert list(records_of_pieces([first, second, first, second])) == [record, record]


def test_records_without_content_travel_too():
    assert list(records_in([batch_of([])])) == []
    assert list(records_in(batches_of([Record(3, 4, b"")]))) == [Record(3, 4, b"")]
