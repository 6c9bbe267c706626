"""Lee's bounds by brute force: rows taken away one by one, and split into pieces."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from kaltim_poverty.programme.evaluation.lee_bounds import lee_bounds


def test_by_hand():
    """Five of five treated and four of five others are found: a fifth of the treated is trimmed, one row."""
    treated, comparison = np.array([1.0, 2, 3, 4, 10]), np.array([2.0, 2, 3, 5])
    found = lee_bounds(treated, comparison, 100.0, 80.0)
    assert found == pytest.approx((2.5 - 3.0, 4.75 - 3.0, 0.2))


def test_the_comparison_is_trimmed_where_more_of_it_are_found():
    """The mirror of the test above."""
    found = lee_bounds(np.array([2.0, 2, 3, 5]), np.array([1.0, 2, 3, 4, 10]), 80.0, 100.0)
    assert found == pytest.approx((3.0 - 4.75, 3.0 - 2.5, 0.2))


def test_nothing_is_trimmed_where_as_many_are_found():
    found = lee_bounds(np.array([4.0, 8.0]), np.array([1.0, 2.0]), 90.0, 90.0)
    assert found == pytest.approx((4.5, 4.5, 0.0))


def brute(values, share):
    """The mean of the lowest share, each row in as many pieces as make it whole, in exact fractions."""
    share = Fraction(share)
    pieces = share.denominator
    rows = sorted(Fraction(value) for value in values for _ in range(pieces))
    kept = rows[: int(share * len(rows))]
    return float(sum(kept) / len(kept))


@pytest.mark.parametrize(("more", "less"), [(20, 17), (20, 11), (7, 6), (9, 1)])
def test_the_row_at_the_boundary_is_split(more, less):
    random = np.random.default_rng(more)
    treated, comparison = random.integers(0, 50, 13).astype(float), random.integers(0, 50, 8).astype(float)
    found = lee_bounds(treated, comparison, float(more), float(less))
    share = Fraction(less, more)
    rest = comparison.mean()
    assert found.low == pytest.approx(brute(treated, share) - rest, rel=1e-12)
    assert found.high == pytest.approx(-brute(-treated, share) - rest, rel=1e-12)
    assert found.trimmed == pytest.approx(1 - float(share))


def test_a_weight_counts_as_so_many_rows():
    random = np.random.default_rng(5)
    treated, weight = random.normal(size=9), random.integers(1, 4, 9)
    comparison = random.normal(size=4)
    weighted = lee_bounds(treated, comparison, 90.0, 70.0, (weight.astype(float), np.ones(4)))
    repeated = lee_bounds(np.repeat(treated, weight), comparison, 90.0, 70.0)
    assert weighted == pytest.approx(repeated, rel=1e-12)
