"""Values taken from places, or put there, a piece at a time."""

from __future__ import annotations

import numpy as np
import pytest

from kaltim_poverty.survey.sample import pieces, put_in_pieces, take_in_pieces

MANY = 200_003  # rows of several pieces, the last of them shorter


@pytest.mark.parametrize(("end", "expected"), [(0, []), (3, [(2, 3)]), (7, [(2, 5), (5, 7)])])
def test_pieces_follow_each_other_to_the_end(end, expected):
    assert [(piece.start, piece.stop) for piece in pieces(2, end, 3)] == expected


def test_what_is_put_in_places_is_taken_from_them():
    random = np.random.default_rng(3)
    places = random.permutation(MANY).astype(np.int32)
    values, target = random.integers(0, 200, MANY).astype(np.uint8), np.zeros(MANY, dtype=np.uint8)
    put_in_pieces(target, places, values)
    assert (target[places] == values).all()
    assert (take_in_pieces(target, places) == values).all()
