"""Standard errors of targeting and simulation by replicate weights, each replicate computed anew by hand.

Plain Python, no numpy, no formula of the package: loops over rows in order of welfare, sums over all pairs.
The jackknife leaves out one PSU after the other, so that some weights are 0; its squares count (n − 1)/n of a
stratum.
"""

from __future__ import annotations

import math
import random

import pytest

from kaltim_poverty.survey.simulate import simulate
from kaltim_poverty.survey.targeting import targeting

LINE = 100.0
ROWS, OF_PSU, PSUS_OF_STRATUM = 120, 5, 6
ROLES = {"welfare": "y", "weight": "w", "size": "size", "line": LINE}
REPLICATES = {"replicate_weights": "r*", "replicate_method": "jackknife"}


def made():
    """A small survey; many rows share a welfare."""
    draw = random.Random(11)
    rows = []
    for row in range(ROWS):
        welfare = draw.choice([40.0, 55.0, 62.5, 80.0, 95.0, 101.0, 130.0, 180.0, 260.0, 400.0]) + row % 3
        got = int(draw.random() < (0.5 if welfare < 110 else 0.2))
        rows.append(
            {
                "y": welfare,
                "w": round(draw.uniform(1, 9), 2),
                "size": draw.randint(1, 6),
                "psu": row // OF_PSU,
                "got": got,
                "pay": got * draw.randint(1, 8) * 50.0,
                "score": welfare * draw.uniform(0.5, 1.5),
                "urban": draw.randint(1, 2),
            }
        )
    return rows


ROWS_MADE = made()


def replicates():
    """Weights without each PSU, and how much the square of each counts."""
    last = ROWS // OF_PSU
    for out in range(last):
        own = range(out // PSUS_OF_STRATUM * PSUS_OF_STRATUM, (out // PSUS_OF_STRATUM + 1) * PSUS_OF_STRATUM)
        factor = PSUS_OF_STRATUM / (PSUS_OF_STRATUM - 1)
        weights = [
            row["w"] * (0.0 if row["psu"] == out else factor if row["psu"] in own else 1.0)
            for row in ROWS_MADE
        ]
        yield weights, 1 / factor


def table():
    """The survey as columns, with the replicate weights."""
    columns = {name: [row[name] for row in ROWS_MADE] for name in ROWS_MADE[0]}
    return {**columns, **{f"r{place}": weights for place, (weights, _) in enumerate(replicates())}}


def errors(compute):
    """The standard error of every number that *compute* makes of weights."""
    full = compute([row["w"] for row in ROWS_MADE])
    squares = dict.fromkeys(full, 0.0)
    for weights, counts in replicates():
        other = compute(weights)
        for name, value in full.items():
            squares[name] += counts * (other[name] - value) ** 2
    return full, {name: math.sqrt(square) for name, square in squares.items()}


def cut(people, low, high):
    """The part of each row between two numbers of people in order of welfare; rows of a tie share it."""
    parts = [0.0] * ROWS
    for place, row in enumerate(ROWS_MADE):
        start = sum(own for own, other in zip(people, ROWS_MADE, strict=True) if other["y"] < row["y"])
        tie = sum(own for own, other in zip(people, ROWS_MADE, strict=True) if other["y"] == row["y"])
        if tie:
            parts[place] = max(0.0, min(high, start + tie) - max(low, start)) / tie
    return parts


def incidence(weights):
    """Every measure of targeting."""
    people = [weight * row["size"] for weight, row in zip(weights, ROWS_MADE, strict=True)]
    whole = sum(people)
    groups = {"all": [1.0] * ROWS, "poor": [float(row["y"] < LINE) for row in ROWS_MADE]}
    groups["not_poor"] = [1.0 - part for part in groups["poor"]]
    for fifth in range(5):
        groups[f"quintile_{fifth + 1}"] = cut(people, fifth * whole / 5, (fifth + 1) * whole / 5)
    got = [row["got"] for row in ROWS_MADE]
    pay = [row["pay"] / row["size"] for row in ROWS_MADE]

    def total(*factors):
        return sum(math.prod(each) for each in zip(people, *factors, strict=True))

    found = {}
    for group, inside in groups.items():
        found[group, "coverage"] = 100 * total(inside, got) / total(inside)
        found[group, "share_of_recipients"] = 100 * total(inside, got) / total(got)
        found[group, "share_of_benefit"] = 100 * total(inside, pay) / total(pay)
        found[group, "benefit_per_recipient"] = total(inside, pay) / total(inside, got)
    missed = [1.0 - one for one in got]
    found["all", "exclusion_error"] = 100 * total(groups["poor"], missed) / total(groups["poor"])
    found["all", "inclusion_error"] = 100 * total(groups["not_poor"], got) / total(got)
    found["all", "targeting_ratio"] = total(cut(people, 0, 0.4 * whole), pay) / total(pay) / 0.4
    ahead = [
        sum(
            own * ((row["y"] > other["y"]) - (row["y"] < other["y"]))
            for own, other in zip(people, ROWS_MADE, strict=True)
        )
        for row in ROWS_MADE
    ]
    found["all", "concentration_index"] = total(pay, ahead) / (whole * total(pay))
    return found


def test_targeting_is_each_replicate_computed_anew():
    """Values, and the spread of the replicates around them."""
    values, expected = errors(incidence)
    answer = targeting(table(), received="got", benefit="pay", groups="quintiles", **ROLES, **REPLICATES)
    rows = {(row.group, row.measure): row for row in answer}
    assert rows.keys() == values.keys()
    for key, row in rows.items():
        assert row.estimate == pytest.approx(values[key], rel=1e-11), key
        assert row.se == pytest.approx(expected[key], rel=1e-9, abs=1e-9), key


def measured(welfare, people):
    """P0, P1, P2 in percent, the poor, and Gini over all pairs."""
    whole, money = sum(people), sum(w * y for w, y in zip(people, welfare, strict=True))
    poor = [(w, 1 - y / LINE) for w, y in zip(people, welfare, strict=True) if y < LINE]
    pairs = sum(
        v * w * abs(x - y)
        for x, v in zip(welfare, people, strict=True)
        for y, w in zip(welfare, people, strict=True)
        if v and w
    )
    return {
        **{f"p{power}": 100 * sum(w * gap**power for w, gap in poor) / whole for power in range(3)},
        "poor_count": sum(w for w, _ in poor),
        "gini": pairs / (2 * whole * money),
    }


def programme(weights, gain, number, cost, key, inside, per):
    """One transfer: ties of the key at the boundary share what is left."""
    units = [
        weight * (row["size"] if per == "person" else 1) * inside(row)
        for weight, row in zip(weights, ROWS_MADE, strict=True)
    ]
    left, part = math.inf if number is None else float(number), [0.0] * ROWS
    for value in sorted({row[key] for row in ROWS_MADE}):
        tie = [place for place, row in enumerate(ROWS_MADE) if row[key] == value and inside(row)]
        there = sum(units[place] for place in tie)
        for place in tie:
            part[place] = min(1.0, left / there) if there and left > 0 else 0.0
        left -= there
    people = [weight * row["size"] for weight, row in zip(weights, ROWS_MADE, strict=True)]
    welfare = [row["y"] for row in ROWS_MADE]
    more = [row["y"] + (gain if per == "person" else gain / row["size"]) for row in ROWS_MADE]
    stayed = [own * (1 - share) for own, share in zip(people, part, strict=True)]
    moved = [own * share for own, share in zip(people, part, strict=True)]
    before, after = measured(welfare, people), measured(welfare + more, stayed + moved)
    found = {name: after[name] - before[name] for name in before}
    recipients = sum(unit * share for unit, share in zip(units, part, strict=True))
    poor = sum(u * s for u, s, row in zip(units, part, ROWS_MADE, strict=True) if row["y"] < LINE)
    found.update(cost=cost * recipients, recipients_poor=poor, leakage=100 * (1 - poor / recipients))
    found["idr_per_point_p1"] = -found["cost"] / found["p1"]
    return found


CASES = {
    "poorest": ({"to": "poorest", "recipients": 130}, {}),
    "by a score": ({"to": "score", "score": "score", "recipients": 130}, {"key": "score"}),
    "persons": ({"to": "poorest", "recipients": 400, "per": "person"}, {"per": "person"}),
    "everyone eligible": (
        {"to": "eligible", "eligible": "urban = 2"},
        {"inside": lambda row: row["urban"] == 2, "number": None},
    ),
    "the poorest eligible": (
        {"to": "eligible", "eligible": "urban = 2", "recipients": 90},
        {"inside": lambda row: row["urban"] == 2},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_simulation_is_each_replicate_computed_anew(name):
    """Recipients are chosen anew in each: the number stays, who they are does not."""
    asked, hand = CASES[name]
    hand = {"key": "y", "per": "household", "inside": lambda _: True, **hand}
    hand.setdefault("number", asked.get("recipients"))

    def compute(weights):
        return programme(weights, gain=60.0, cost=720.0, **hand)

    values, expected = errors(compute)
    answer = simulate(table(), amount=60, every="month", **asked, **ROLES, **REPLICATES)
    for row in answer:
        value = row.after if row.change is None else row.change
        assert value == pytest.approx(values[row.measure], rel=1e-9, abs=1e-9), row.measure
        scale = 1e-9 * max(abs(values[row.measure]), 1e-3)
        assert row.se == pytest.approx(expected[row.measure], rel=1e-8, abs=scale), row.measure


def test_a_relative_line_moves_with_each_replicate():
    """Each replicate is a survey of its own, with the line that its weights make."""
    roles = {"welfare": "y", "size": "size", "relative_line": 0.8}
    asked = {"amount": 60, "every": "month", "to": "poorest", "recipients": 130, **roles}

    def both(**weights):
        simulated = simulate(table(), **asked, **weights)
        targeted = targeting(table(), received="got", benefit="pay", **roles, **weights)
        changes = {row.measure: row.after if row.change is None else row.change for row in simulated}
        rates = {(row.group, row.measure): row.estimate for row in targeted}
        errors = {row.measure: row.se for row in simulated}
        return {**changes, **rates}, {**errors, **{(row.group, row.measure): row.se for row in targeted}}

    values, found = both(weight="w", **REPLICATES)
    squares = dict.fromkeys(values, 0.0)
    for place, (_, counts) in enumerate(replicates()):
        other, _ = both(weight=f"r{place}")
        for name, value in values.items():
            squares[name] += counts * (other[name] - value) ** 2
    for name, square in squares.items():
        assert found[name] == pytest.approx(math.sqrt(square), rel=1e-8, abs=1e-9), name
