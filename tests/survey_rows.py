"""Rows of a survey for what must be the same wherever it is computed."""

from __future__ import annotations

import numpy as np
import pytest

FIELDS = ("estimate", "se", "rse", "ci_low", "ci_high", "deff", "population")
DESIGN = {"welfare": "y", "weight": "w", "stratum": "s", "psu": "p"}


def survey(rows=3000, ending="csv"):
    """Rows with ties, PSUs and strata as text and as numbers, gaps in one column, a weight of 0."""
    random = np.random.default_rng(7)
    number = np.arange(rows)
    columns = {
        "y": np.round(random.lognormal(6, 0.7, rows), 1),
        "w": random.integers(0, 40, rows),
        "s": [f"S{each}" for each in number // 420],
        "p": number // 12,
        "q": [f"P{each % 7}" for each in number // 12],
        "g": [["north", "south", "7"][each % 3] for each in number // 5],
        "u": number % 2 + 1,
        "h": ["99" if each % 50 == 0 else "" if each % 41 == 0 else str(each % 3) for each in number],
        "z": np.round(random.uniform(300, 500, rows)),
        "m": random.integers(1, 6, rows),
        "n": 500 + number // 420,
        "d": np.round(random.uniform(0.9, 1.1, rows), 2),
    }
    if ending == "csv":
        lines = zip(*columns.values(), strict=True)
        return "\n".join([",".join(columns), *(",".join(map(str, line)) for line in lines)]) + "\n"
    return columns


def check_same(one, other):
    """The same rows to 1e-11, the same notes."""
    assert [(row.groups, row.measure, row.n, row.df, row.note) for row in one.rows] == [
        (row.groups, row.measure, row.n, row.df, row.note) for row in other.rows
    ]
    for field in FIELDS:
        expected, found = ([getattr(row, field) for row in answer.rows] for answer in (one, other))
        assert [each is None for each in found] == [each is None for each in expected], field
        assert list(filter(None, found)) == pytest.approx(list(filter(None, expected)), rel=1e-11), field
    assert one.notes == other.notes
    assert one.arguments == other.arguments
