"""Gini under replicate weights in domains of many rows, against the function of arrays."""

from __future__ import annotations

import numpy as np
import pytest

from kaltim_poverty import measures
from kaltim_poverty.survey import estimate
from kaltim_poverty.survey.infer.reweighted import in_pieces
from kaltim_poverty.survey.sample import Slice

ROWS = 50_001  # of two domains, beside each other in a block, each taken in two pieces
REPLICATES = 3


def test_the_spread_of_gini_is_that_of_each_replicate_computed_anew():
    draw = np.random.default_rng(5)
    welfare, weights = draw.lognormal(13.0, 0.6, ROWS), draw.uniform(1.0, 9.0, (REPLICATES + 1, ROWS))
    group = draw.integers(0, 2, ROWS)
    table = {"y": welfare, "g": group, "w": weights[-1]}
    table |= {f"r{place}": weights[place] for place in range(REPLICATES)}
    answer = estimate(
        table,
        welfare="y",
        weight="w",
        measure="gini",
        by="g",
        replicate_weights="r*",
        replicate_method="brr",
    )
    errors = {row.groups["g"]: row.se for row in answer.rows if row.groups}
    for each in (0, 1):
        own = group == each
        *others, full = (measures.gini(welfare[own], weight[own]) for weight in weights)
        expected = np.sqrt(np.mean([(other - full) ** 2 for other in others]))
        assert errors[str(each)] == pytest.approx(expected, rel=1e-9)


def test_the_last_piece_of_a_slice_ends_where_the_slice_does():
    rows = np.arange(5.0)
    part = Slice(0, None, slice(2, 7), rows, rows, rows.astype(int))  # of a block with rows of others
    assert [piece.place for piece in in_pieces([part], 3)] == [slice(2, 5), slice(5, 7)]
    assert [piece.welfare.tolist() for piece in in_pieces([part], 3)] == [[0, 1, 2], [3, 4]]
