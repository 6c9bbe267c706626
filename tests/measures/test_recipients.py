"""Who is reached by so many transfers, whose rows say what one more would change, and the Gini after."""

from __future__ import annotations

import numpy as np
import pytest

from kaltim_poverty import measures
from kaltim_poverty.measures.gini_after_transfer import curve_after, welfare_curve
from kaltim_poverty.measures.recipients import Reached, random_queue, ranked_queue, reach, widened

KEY = np.array([5.0, 1.0, 3.0, 3.0, 9.0, 7.0])  # in order: rows 1, 2 and 3 together, 0, 5, 4
UNITS = np.array([1.0, 2.0, 3.0, 5.0, 4.0, 6.0])


def queue(candidates=(0, 1, 2, 3, 4, 5)):
    return ranked_queue(KEY, np.array(candidates)).weighted(UNITS)


@pytest.mark.parametrize(
    ("number", "rows", "fraction"),
    [
        (1.0, [1], [0.5]),
        (2.0, [1], [1.0]),
        (6.0, [1, 2, 3], [1.0, 0.5, 0.5]),  # a tie shares what is left
        (10.0, [1, 2, 3], [1.0, 1.0, 1.0]),
        (10.5, [0, 1, 2, 3], [0.5, 1.0, 1.0, 1.0]),
        (20.9, [0, 1, 2, 3, 4, 5], [1.0, 1.0, 1.0, 1.0, 0.975, 1.0]),
    ],
)
def test_the_first_units_of_a_queue(number, rows, fraction):
    found = reach(queue(), number)
    assert found.rows.tolist() == rows
    assert found.fraction == pytest.approx(fraction)
    assert (UNITS[found.rows] * found.fraction).sum() == pytest.approx(number)
    assert not found.everyone


@pytest.mark.parametrize("number", [None, 21.0, 21.0 * (1 - 1e-13), 1e9])
def test_all_are_reached_where_there_are_no_more(number):
    found = reach(queue(), number)
    assert found.rows.tolist() == list(range(6))
    assert (found.fraction == 1.0).all()
    assert found.everyone
    assert len(found.boundary) == len(found.boundary_units) == 0


def test_who_is_no_candidate_receives_nothing():
    found = reach(queue((0, 3, 4)), 5.5)
    assert found.rows.tolist() == [0, 3]
    assert found.fraction.tolist() == [0.5, 1.0]
    assert set(found.boundary.tolist()) <= {0, 3, 4}


def test_rows_around_the_boundary_come_with_whole_ties_and_their_units():
    """Of six rows two are looked at; the boundary is in the tie of rows 2 and 3, which come together."""
    found = reach(queue(), 3.0)
    assert found.boundary.tolist() == [2, 3]
    assert found.boundary_units.tolist() == [3.0, 5.0]
    found = reach(queue(), 10.5)
    assert found.boundary.tolist() == [0, 2, 3, 5]
    assert found.boundary_units.tolist() == [1.0, 3.0, 5.0, 6.0]


@pytest.mark.parametrize(
    ("low", "high", "rows", "least", "window"),
    [
        (40, 41, 100, 0, slice(35, 46)),  # √100 = 10 rows are wanted, nine more: five on each side
        (40, 50, 100, 0, slice(40, 50)),
        (40, 55, 100, 0, slice(40, 55)),
        (40, 42, 100, 0, slice(36, 46)),
        (40, 41, 100, 31, slice(25, 56)),
        (2, 3, 100, 0, slice(0, 8)),
        (98, 99, 100, 0, slice(93, 100)),
        (0, 1, 1, 0, slice(0, 1)),
    ],
)
def test_a_window_around_the_boundary(low, high, rows, least, window):
    assert widened(low, high, rows, least) == window


def test_a_random_order_is_of_all_rows_so_that_leaving_some_out_moves_no_other():
    rows = np.arange(50)
    some = rows[rows % 3 > 0]
    whole, part = (
        random_queue(np.random.default_rng(3), rows, candidates, boundary=5) for candidates in (rows, some)
    )
    assert sorted(whole.order.tolist()) == rows.tolist()
    assert part.order.tolist() == [row for row in whole.order.tolist() if row % 3]
    assert part.position[part.order].tolist() == list(range(len(some)))
    assert (part.position[rows % 3 == 0] == len(some)).all()
    assert len(set(part.tie.tolist())) == len(some)


@pytest.mark.parametrize(("number", "looked_at"), [(3.0, None), (5.0, "reached"), (20.0, "reached")])
def test_of_a_random_order_those_who_are_reached_will_do_if_they_are_enough(number, looked_at):
    """Five rows at least: with three reached, rows beyond them are looked at, too."""
    rows, units = np.arange(50), np.arange(50) + 1.0
    waiting = random_queue(np.random.default_rng(4), rows, rows, boundary=5).weighted(np.ones(50))
    found = reach(waiting, number)
    if looked_at is None:
        assert len(found.boundary) > number
        assert (np.diff(found.boundary) > 0).all()
    else:
        assert found.boundary.tolist() == found.rows.tolist()
    weighed = reach(waiting._replace(units=units[waiting.queue.order]), number)
    assert weighed.boundary_units.tolist() == (weighed.boundary + 1.0).tolist()


# the Gini ratio after


WELFARE = np.array([1.0, 2.0, 2.0, 4.0, 7.0, 7.0, 9.0])
WEIGHT = np.array([1.0, 3.0, 2.0, 1.0, 2.0, 1.0, 0.5])


@pytest.mark.parametrize(
    ("rows", "fraction", "gain"),
    [
        ([], [], []),
        ([0], [1.0], [0.5]),
        ([0, 1], [1.0, 0.5], [1.0, 1.0]),
        ([0, 2, 3], [1.0, 1.0, 0.25], [1.0, 5.0, 3.0]),
        ([3, 6], [0.5, 1.0], [3.0, 0.0]),
        ([0, 1, 2, 3, 4, 5, 6], [1.0] * 7, [20.0] * 7),
        ([5], [1.0], [30.0]),
    ],
)
def test_the_gini_ratio_after_a_transfer_is_that_of_everybody_sorted_anew(rows, fraction, gain):
    """Recipients in part become two rows; nobody may receive anything at all."""
    rows, fraction, gain = np.array(rows, dtype=np.intp), np.array(fraction), np.array(gain)
    reached = Reached(rows, fraction, False, rows, fraction)
    after = curve_after(welfare_curve(WELFARE, WEIGHT), reached, gain)
    stayed = WEIGHT.copy()
    stayed[rows] -= WEIGHT[rows] * fraction
    welfare = np.append(WELFARE, WELFARE[rows] + gain)
    weight = np.append(stayed, WEIGHT[rows] * fraction)
    assert after.gini == pytest.approx(measures.gini(welfare, weight), rel=1e-13)
    assert after.total == pytest.approx((welfare * weight).sum(), rel=1e-14)
    excess = [(weight * (own - welfare))[welfare <= own].sum() for own in WELFARE]
    assert after.excess_of_rows(np.arange(7)) == pytest.approx(excess, abs=1e-12)
    assert after.excess_at(WELFARE) == pytest.approx(excess, abs=1e-12)
    arrived = [(weight * (own - welfare))[welfare <= own].sum() for own in WELFARE[rows] + gain]
    assert after.recipient_excess == pytest.approx(arrived, abs=1e-12)


def test_without_welfare_above_0_there_is_no_gini_ratio():
    curve = welfare_curve(np.array([-1.0, 1.0]), np.ones(2))
    assert np.isnan(curve.gini)
    nobody = np.empty(0, dtype=np.intp)
    assert np.isnan(
        curve_after(curve, Reached(nobody, np.zeros(0), False, nobody, np.zeros(0)), np.zeros(0)).gini
    )
    assert welfare_curve(np.array([0.0, 0.001]), np.ones(2)).gini == pytest.approx(0.5)
