"""Columns are as wide as their contents, and together never wider than the page."""

from __future__ import annotations

import pytest

from kaltim_poverty.render.document.column_widths import PADDING, shares
from kaltim_poverty.render.layout import Column


def columns(*texts):
    return [Column("H", numeric=False, cells=[text]) for text in texts]


def test_with_room_enough_nothing_is_folded():
    assert shares(columns("four", "sixsix"), 80) == [4 + PADDING, 6 + PADDING]


def test_sentences_are_folded_before_words_are_broken():
    code, sentence = shares(columns("2024-07-01", "word " * 30), 40)
    assert code == 10 + PADDING
    assert code + sentence == pytest.approx(40)


def test_what_has_no_blank_gives_way_to_what_is_short():
    """An address of a page is broken, a date is not."""
    date, address = shares(columns("2024-07-01", "x" * 200), 40)
    assert date == 10 + PADDING
    assert date + address == pytest.approx(40)
    assert sum(shares(columns(*["y" * 50] * 3), 60)) == pytest.approx(60)


def test_a_number_is_never_folded():
    narrow = Column("A heading of words", numeric=True, cells=["1 234 567"])
    width, _ = shares([narrow, *columns("word " * 30)], 30)
    assert width >= 9 + PADDING
