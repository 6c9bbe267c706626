"""Transfers: against an explicit loop over sorted rows, and against replicates computed one by one."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from kaltim_poverty import measures
from kaltim_poverty.measures import recipients
from kaltim_poverty.measures.gini_after_transfer import curve_after, welfare_curve
from kaltim_poverty.survey.estimate import estimate
from kaltim_poverty.survey.sample import SIZES
from kaltim_poverty.survey.simulate import simulate

ROLES = {"welfare": "y", "weight": "w", "size": "size", "stratum": "h", "psu": "psu"}
LINE = 100.0
MEASURES = ("p0", "p1", "p2", "poor_count", "gini")


def made(rows=240, seed=1):
    random = np.random.default_rng(seed)
    welfare = np.exp(random.normal(4.8, 0.6, rows)).round(2)
    psu = np.arange(rows) // 5
    return {
        "y": welfare,
        "w": random.uniform(1, 9, rows).round(2),
        "size": random.integers(1, 7, rows),
        "h": psu // 6,
        "psu": psu,
        "score": np.log(welfare) + random.normal(0, 0.4, rows),
        "urban": random.integers(1, 3, rows),
    }


def found(answer, scenario=1):
    return {row.measure: row for row in answer if row.scenario == scenario}


def measured(welfare, people):
    """P0, P1, P2 in percent, the number of poor, and Gini over all pairs."""
    gaps = np.where(welfare < LINE, 1 - welfare / LINE, 0.0)
    poor = welfare < LINE
    pairs = (people[:, None] * people[None, :] * abs(welfare[:, None] - welfare[None, :])).sum()
    return {
        "p0": 100 * people[poor].sum() / people.sum(),
        "p1": 100 * (people * gaps).sum() / people.sum(),
        "p2": 100 * (people * gaps**2).sum() / people.sum(),
        "poor_count": people[poor].sum(),
        "gini": pairs / (2 * people.sum() * (people * welfare).sum()),
    }


def by_hand(data, gain, number, *, key="y", per="household", inside=None):
    """Rows one after the other until the number is reached; the last is split in two."""
    order = sorted(
        np.flatnonzero(np.ones(len(data["y"])) if inside is None else inside), key=lambda i: data[key][i]
    )
    welfare, people, left, poor = [], [], number, 0.0
    reached = {}
    for row in order:
        units = data["w"][row] * (data["size"][row] if per == "person" else 1)
        reached[row] = min(1.0, left / units) if left > 0 else 0.0
        left -= reached[row] * units
        poor += reached[row] * units * (data["y"][row] < LINE)
    for row in range(len(data["y"])):
        own, part = data["w"][row] * data["size"][row], reached.get(row, 0.0)
        each = gain if per == "person" else gain / data["size"][row]
        welfare += [data["y"][row], data["y"][row] + each]
        people += [own * (1 - part), own * part]
    return measured(np.array(welfare), np.array(people)), poor


CASES = {
    "poorest": ({"to": "poorest"}, {}),
    "score": ({"to": "score", "score": "score"}, {"key": "score"}),
    "person": ({"to": "poorest", "per": "person"}, {"per": "person"}),
    "eligible": ({"to": "eligible", "eligible": "urban = 2"}, {"inside": "urban"}),
}


@pytest.mark.parametrize("number", [7, 130, 400])
@pytest.mark.parametrize("name", CASES)
def test_by_hand(name, number):
    data = made()
    asked, hand = CASES[name]
    if "inside" in hand:
        hand = {"inside": data["urban"] == 2}
    rows = found(simulate(data, amount=60, recipients=number, every="month", line=LINE, **asked, **ROLES))
    after, poor = by_hand(data, 60.0, number, **hand)
    before = measured(data["y"], data["w"] * data["size"])
    for measure in MEASURES:
        assert rows[measure].before == pytest.approx(before[measure], rel=1e-11)
        assert rows[measure].after == pytest.approx(after[measure], rel=1e-11)
        assert rows[measure].change == pytest.approx(after[measure] - before[measure], rel=1e-7, abs=1e-12)
    assert rows["cost"].after == 60 * 12 * number
    assert rows["recipients_poor"].after == pytest.approx(poor, rel=1e-11)
    assert rows["leakage"].after == pytest.approx(100 * (1 - poor / number), abs=1e-9)
    assert rows["idr_per_point_p1"].after == pytest.approx(720 * number / -rows["p1"].change)


def test_before_is_what_estimate_says():
    data = made()
    rows = found(simulate(data, amount=60, recipients=50, every="month", to="poorest", line=LINE, **ROLES))
    for row in estimate(data, line=LINE, measure=list(MEASURES), **ROLES):
        assert rows[row.measure].before == pytest.approx(row.estimate, rel=1e-12)


@pytest.mark.parametrize(
    ("asked", "monthly"),
    [
        ({"every": "month"}, 60.0),
        ({"every": "year"}, 5.0),
        ({"every": "once"}, 5.0),
        ({"every": "month", "pass_through": 50}, 30.0),
        ({"every": "once", "monthly_return": 2.5}, 1.5),
        ({"every": "once", "monthly_return": "2.5", "pass_through": "80"}, 1.2),
    ],
)
def test_what_an_amount_counts_a_month(asked, monthly):
    data = made()
    rows = found(
        simulate(data, amount=60, recipients=130, to="poorest", line=LINE, currency="IDR", **asked, **ROLES)
    )
    after, _ = by_hand(data, monthly, 130)
    assert rows["p1"].after == pytest.approx(after["p1"], rel=1e-11)
    assert rows["cost"].unit == ("idr" if asked["every"] == "once" else "idr_per_year")
    assert rows["cost"].after == 60 * 130 * (12 if asked["every"] == "month" else 1)


def test_everyone_who_is_eligible():
    data = made()
    rows = found(
        simulate(data, amount=30, every="month", to="eligible", eligible="urban = 2", line=LINE, **ROLES)
    )
    inside = data["urban"] == 2
    after, poor = by_hand(data, 30.0, data["w"][inside].sum() + 1, inside=inside)
    assert rows["p2"].after == pytest.approx(after["p2"], rel=1e-11)
    assert rows["recipients_poor"].after == pytest.approx(poor)
    assert rows["cost"].after == pytest.approx(360 * data["w"][inside].sum())
    assert rows["cost"].se > 0


def test_random_recipients_depend_on_the_seed_alone():
    data = made()
    asked = {"amount": 60, "recipients": 90, "every": "month", "to": "random", "line": LINE, **ROLES}
    assert simulate(data, **asked).rows == simulate(data, seed=1, **asked).rows
    order = np.random.default_rng(3).permutation(240)
    assert (
        simulate({key: value[order] for key, value in data.items()}, **asked).rows
        == simulate(data, **asked).rows
    )
    assert simulate(data, seed=2, **asked).rows != simulate(data, **asked).rows
    assert found(simulate(data, **asked))["cost"].after == 60 * 12 * 90


def test_who_is_left_out_of_a_draw_moves_nobody():
    """The order is drawn once of all rows: the eligible come in the order that they have among all."""
    every = recipients.random_queue(np.random.default_rng(5), np.arange(50), np.arange(50), boundary=9)
    some = recipients.random_queue(np.random.default_rng(5), np.arange(50), np.arange(0, 50, 3), boundary=9)
    assert some.order.tolist() == [row for row in every.order.tolist() if row % 3 == 0]
    assert sorted(every.order.tolist()) == list(range(50))
    assert every.position[every.order].tolist() == list(range(50))
    assert set(some.position[np.arange(50) % 3 > 0].tolist()) == {17}


def test_a_draw_of_many_knows_its_boundary_from_those_whom_it_reaches():
    """Any rows are like those at the boundary of a draw, so that values stay and errors hardly change."""
    data = made(2400, seed=4)
    asked = {"amount": 60, "every": "month", "to": "random", "recipients": 2500, "line": LINE, **ROLES}
    around = simulate(data, **asked)
    among_all = simulate(data, sizes=SIZES._replace(rows_of_boundary=100), **asked)
    for one, other in zip(around, among_all, strict=True):
        assert (one.before, one.after, one.change) == (other.before, other.after, other.change)
        assert other.se == pytest.approx(one.se, rel=0.1), one.measure


def test_no_transfer_changes_nothing():
    data = made()
    rows = found(
        simulate(data, amount=5, recipients=9, every="once", to="poorest", pass_through=0, line=LINE, **ROLES)
    )
    for measure in MEASURES:
        assert rows[measure].change == 0
        assert rows[measure].se == 0
        assert rows[measure].after == rows[measure].before
    assert rows["idr_per_point_p1"].after is None


def test_more_never_raises_p1():
    answer = simulate(
        made(),
        amount=[20, 40, 80, 160],
        recipients=[20, 60, 200, 500],
        every="month",
        to="score",
        score="score",
        line=LINE,
        **ROLES,
    )
    p1 = np.array([row.after for row in answer if row.measure == "p1"]).reshape(4, 4)
    assert (np.diff(p1, axis=0) <= 0).all()
    assert (np.diff(p1, axis=1) <= 0).all()


def test_filling_each_gap_exactly_costs_the_total_shortfall():
    """Groups of one welfare each, a transfer for each of them."""
    data = made()
    data["y"] = np.random.default_rng(1).choice([40.0, 70.0, 90.0, 130.0], 240)
    shortfall = estimate(data, line=LINE, measure="total_shortfall", **ROLES)[0].estimate
    cost = 0.0
    for welfare in (40.0, 70.0, 90.0):
        rows = found(
            simulate(
                data,
                amount=LINE - welfare,
                every="month",
                to="eligible",
                eligible=f"y = {welfare}",
                per="person",
                line=LINE,
                **ROLES,
            )
        )
        cost += rows["cost"].after / 12
    assert cost == pytest.approx(shortfall, rel=1e-12)


def test_filling_the_gap_of_all_poor_leaves_nobody():
    data = made()
    data["y"] = np.where(data["y"] < LINE, 61.3, data["y"])
    rows = found(
        simulate(
            data,
            amount=38.7,
            every="month",
            to="eligible",
            eligible="y < 100",
            per="person",
            line=LINE,
            **ROLES,
        )
    )
    for measure in ("p0", "p1", "p2", "poor_count"):
        assert rows[measure].after == 0


@pytest.mark.parametrize("to", ["poorest", "score"])
def test_splitting_a_row_changes_nothing(to):
    data = made(150)
    twice = {key: np.concatenate([value, value[:40]]) for key, value in data.items()}
    twice["w"] = np.concatenate([data["w"][:40] * 0.25, data["w"][40:], data["w"][:40] * 0.75])
    asked = {"amount": 60, "recipients": 101, "every": "month", "to": to, "line": LINE, **ROLES}
    if to == "score":
        asked["score"] = "score"
    for one, other in zip(simulate(data, **asked), simulate(twice, **asked), strict=True):
        assert other.after == pytest.approx(one.after, rel=1e-10, abs=1e-10)


def test_a_budget_buys_whole_recipients_and_the_note_names_the_best():
    asked = {"every": "month", "to": "poorest", "line": LINE, "currency": "IDR", **ROLES}
    answer = simulate(made(), amount=[30, 70, 500], budget=84000, **asked)
    assert [row.recipients for row in answer if row.measure == "p0"] == [
        Decimal(233),
        Decimal(100),
        Decimal(14),
    ]
    assert [row.after for row in answer if row.measure == "cost"] == [233 * 360, 84000, 84000]
    best = next(note for note in answer.notes if note.code == "best_choice")
    for measure in ("p0", "p1", "p2"):
        after = [row.after for row in answer if row.measure == measure]
        amount = (30, 70, 500)[int(np.argmin(after))]
        assert f"Rp{amount} each" in str(best.values[measure][0])


def test_recipients_under_a_budget_share_it():
    answer = simulate(
        made(), recipients=[50, 100], budget=84000, every="year", to="poorest", line=LINE, **ROLES
    )
    assert [row.amount for row in answer if row.measure == "p0"] == [Decimal(1680), Decimal(840)]


def test_a_budget_for_more_than_all_reaches_all_and_says_so():
    data = made()
    answer = simulate(data, amount=30, budget=10**9, every="month", to="poorest", line=LINE, **ROLES)
    assert float(answer[0].recipients) == pytest.approx(data["w"].sum())
    assert "everyone_reached" in [note.code for note in answer.notes]


@pytest.mark.parametrize("name", ["poorest", "score", "eligible", "random"])
def test_paired_standard_errors_are_the_spread_over_bootstrap_samples(name):
    """The whole choice of recipients is made anew in each of them."""
    data = made(2400, seed=4)
    asked = {
        "poorest": {"to": "poorest", "recipients": 2500},
        "score": {"to": "score", "score": "score", "recipients": 2500},
        "eligible": {"to": "eligible", "eligible": "urban = 2"},
        "random": {"to": "random", "recipients": 2500},
    }[name]
    asked = {"amount": 60, "every": "month", "line": LINE, **asked, **ROLES}
    own, drawn = found(simulate(data, **asked)), found(simulate(data, bootstrap=300, **asked))
    for measure, row in own.items():
        assert drawn[measure].after == row.after
        assert row.se == pytest.approx(drawn[measure].se, rel=0.2), measure


def test_paired_errors_of_everyone_eligible_are_those_of_a_jackknife():
    data = made(600, seed=5)
    asked = {"amount": 60, "every": "month", "to": "eligible", "eligible": "size > 2", "line": LINE, **ROLES}

    def values(part):
        rows = found(simulate(part, **asked))
        return {key: row.after if row.change is None else row.change for key, row in rows.items()}

    whole, squares = values(data), {}
    for stratum in np.unique(data["h"]):
        units = np.unique(data["psu"][data["h"] == stratum])
        factor = len(units) / (len(units) - 1)
        for unit in units:
            kept = data["psu"] != unit
            weight = np.where(data["h"] == stratum, data["w"] * factor, data["w"])
            other = values({key: value[kept] for key, value in {**data, "w": weight}.items()})
            for key, value in other.items():
                squares[key] = squares.get(key, 0.0) + (value - whole[key]) ** 2 / factor
    for key, row in found(simulate(data, **asked)).items():
        assert row.se == pytest.approx(np.sqrt(squares[key]), rel=0.03), key


def test_the_gini_after_and_its_influence_are_those_of_a_curve_made_anew():
    random = np.random.default_rng(7)
    welfare, weight = np.sort(np.exp(random.normal(0, 1, 300))), random.uniform(1, 5, 300)
    before = welfare_curve(welfare, weight)
    waiting = recipients.ranked_queue(random.random(300), np.arange(300)).weighted(weight)
    reached = recipients.reach(waiting, 200.5)
    after = curve_after(before, reached, np.full(len(reached.rows), 0.2))
    part = np.zeros(300)
    part[reached.rows] = reached.fraction
    later = np.concatenate([welfare, welfare + 0.2])
    counted = np.concatenate([weight * (1 - part), weight * part])
    order = np.argsort(later)
    anew = welfare_curve(later[order], counted[order])
    assert after.gini == pytest.approx(anew.gini, rel=1e-12)
    assert anew.gini == pytest.approx(measures.gini(later, counted), rel=1e-13)
    assert after.excess_at(later[order]) == pytest.approx(
        anew.excess_over_below, rel=1e-9, abs=1e-9 * anew.excess_over_below.max()
    )
    assert after.recipient_excess == pytest.approx(after.excess_at(welfare[reached.rows] + 0.2), rel=1e-9)
    assert after.excess_of_rows(np.arange(300)) == pytest.approx(after.excess_at(welfare), rel=1e-9, abs=1e-9)

    def influence(at):
        whole = after.total
        moment = after.excess_at(at) + whole
        return 2 * moment / (anew.people[-1] * whole) - (after.gini + 1) * (1 / anew.people[-1] + at / whole)

    step = 1e-5 * counted.sum()
    for row in (0, 150, 299):
        moved = [
            welfare_curve(later[order], np.where(order == row, counted[order] + way, counted[order])).gini
            for way in (step, -step)
        ]
        assert influence(later[[row]])[0] == pytest.approx(
            (moved[0] - moved[1]) / (2 * step), rel=1e-5, abs=1e-9
        )
    gain = np.full(300, 0.3)
    more = after.influence_of_more(after.excess_at(welfare + gain), after.excess_at(welfare), gain)
    assert more == pytest.approx(influence(welfare + gain) - influence(welfare), rel=1e-7, abs=1e-12)


def test_blocks_change_nothing():
    asked = {"amount": 60, "recipients": 101, "every": "month", "to": "poorest", "line": LINE, **ROLES}
    assert simulate(made(), rows_of_block=50, **asked).rows == simulate(made(), **asked).rows
