"""The sampling error of an estimated line, from definitions: derivatives are quotients of differences.

A line that is higher by h makes h·N·f(z) people poor who have the new line just as welfare, f the density of
welfare; it widens the gaps of the others. Plain Python over all pairs, no formula of the package.
"""

from __future__ import annotations

import math
import random
from typing import NamedTuple

import pytest

from kaltim_poverty.survey.compare import compare
from kaltim_poverty.survey.estimate import estimate
from kaltim_poverty.survey.simulate import simulate

STEP = 1e-5  # of a line or a weight
SHARE = 0.7
COLUMNS = {"welfare": "y", "weight": "w", "stratum": "stratum", "psu": "psu"}


class Row(NamedTuple):
    """A row of a survey."""

    y: float
    w: float
    stratum: int
    psu: int
    group: str
    id: int
    size: int


def made(seed, rows=72):
    """A small survey; its PSUs lie in three strata and its two groups in all of them."""
    draw = random.Random(seed)
    return [
        Row(
            round(math.exp(draw.gauss(4.6, 0.6)), 2),
            round(draw.uniform(1, 9), 2),
            row // 24,
            row // 4,
            draw.choice("ab"),
            row,
            draw.randint(1, 5),
        )
        for row in range(rows)
    ]


def columns(rows):
    """The survey as a mapping of columns."""
    return {name: [getattr(row, name) for row in rows] for name in Row._fields}


def gini_sum(rows):
    """Σ_ij w_i w_j |v_i − v_j|."""
    return sum(w * v * abs(y - x) for y, w in rows for x, v in rows)


def sen(poor, people, line):
    """P1 and the distances among the poor."""
    gaps = sum(w * (1 - y / line) for y, w in poor)
    return (gaps + gini_sum(poor) / line / (2 * sum(w for _, w in poor))) / people


def sst(poor, people, line):
    """The larger gap of every pair of people."""
    gaps = [(1 - y / line, w) for y, w in poor]
    pairs = sum(w * v * max(g, f) for g, w in gaps for f, v in gaps)
    others = people - sum(w for _, w in gaps)
    return (pairs + 2 * others * sum(w * g for g, w in gaps)) / people**2


MEASURES = {
    "p0": lambda poor, people, _: 100 * sum(w for _, w in poor) / people,
    "p1": lambda poor, people, z: 100 * sum(w * (1 - y / z) for y, w in poor) / people,
    "p2": lambda poor, people, z: 100 * sum(w * (1 - y / z) ** 2 for y, w in poor) / people,
    "watts": lambda poor, people, z: sum(w * math.log(z / y) for y, w in poor) / people,
    "gap_poor": lambda poor, _, z: 100 * sum(w * (1 - y / z) for y, w in poor) / sum(w for _, w in poor),
    "sen": sen,
    "sst": sst,
    "gini_poor": lambda poor, *_: (
        gini_sum(poor) / (2 * sum(w for _, w in poor) * sum(w * y for y, w in poor))
    ),
    "poor_count": lambda poor, *_: sum(w for _, w in poor),
    "total_shortfall": lambda poor, _, z: sum(w * (z - y) for y, w in poor),
}


def quantile(rows, share):
    """The smallest welfare with so much of all weight at or below it."""
    reached, wanted = 0.0, (share - 1e-10) * sum(row.w for row in rows)
    for row in sorted(rows):
        reached += row.w
        if reached >= wanted:
            return row.y
    raise AssertionError


def bandwidth(rows):
    """0.9·min(σ, IQR/1.34)·n^(−1/5)."""
    people = sum(row.w for row in rows)
    mean = sum(row.w * row.y for row in rows) / people
    sigma = math.sqrt(sum(row.w * (row.y - mean) ** 2 for row in rows) / people)
    return 0.9 * min(sigma, (quantile(rows, 0.75) - quantile(rows, 0.25)) / 1.34) * len(rows) ** -0.2


def kernel(y, point, width):
    """The Gaussian kernel."""
    return math.exp(-(((y - point) / width) ** 2) / 2) / (width * math.sqrt(2 * math.pi))


def crowd(rows, point, width):
    """N·f: people for each rupiah of welfare at a point."""
    return sum(row.w * kernel(row.y, point, width) for row in rows)


def line_of(rows, to):
    """The line, and the influence of each row of the whole file on it."""
    people = sum(row.w for row in rows)
    if to == "mean":
        mean = sum(row.w * row.y for row in rows) / people
        return SHARE * mean, [SHARE * (row.y - mean) / people for row in rows]
    median = quantile(rows, 0.5)
    density = crowd(rows, median, bandwidth(rows))
    return SHARE * median, [-SHARE * ((row.y <= median) - 0.5) / density for row in rows]


def moved_line(measure, rows, line, width):
    """The slope of a measure in the line."""
    people, at_line = sum(row.w for row in rows), crowd(rows, line, width)
    poor = [(row.y, row.w) for row in rows if row.y < line]

    def at(step):
        return measure([*poor, (line + step, step * at_line)], people, line + step)

    return (at(STEP * line) - at(-STEP * line)) / (2 * STEP * line)


def moved_weights(measure, rows, line):
    """The influence of each row at a fixed line: the slope of a measure in its weight."""
    people = sum(row.w for row in rows)

    def at(place, step):
        poor = [(row.y, row.w + step * (k == place)) for k, row in enumerate(rows) if row.y < line]
        return measure(poor, people + step, line)

    return {row.id: (at(k, STEP) - at(k, -STEP)) / (2 * STEP) for k, row in enumerate(rows)}


def influence(name, rows, to, group=None):
    """The influence of each row of the file on a measure of a group."""
    line, of_line = line_of(rows, to)
    inside = [row for row in rows if group in (None, row.group)]
    slope = moved_line(MEASURES[name], inside, line, bandwidth(inside))
    at_line = moved_weights(MEASURES[name], inside, line)
    return [at_line.get(row.id, 0.0) + slope * own for row, own in zip(rows, of_line, strict=True)]


def error(*samples):
    """The standard error of the sum of w·influence, over PSUs in strata; samples are pairs of both."""
    totals = {}
    for rows, influences in samples:
        for row, own in zip(rows, influences, strict=True):
            psus = totals.setdefault(row.stratum, {})
            psus[row.psu] = psus.get(row.psu, 0.0) + row.w * own
    variance = 0.0
    for psus in totals.values():
        mean = sum(psus.values()) / len(psus)
        variance += len(psus) / (len(psus) - 1) * sum((own - mean) ** 2 for own in psus.values())
    return math.sqrt(variance)


@pytest.mark.parametrize("to", ["mean", "median"])
@pytest.mark.parametrize("name", MEASURES)
def test_the_error_of_a_measure_under_an_estimated_line(name, to):
    rows = made(5)
    answer = estimate(columns(rows), measure=name, by="group", relative_line=SHARE, relative_to=to, **COLUMNS)
    for row, group in zip(answer, (None, "a", "b"), strict=True):
        assert row.se == pytest.approx(error((rows, influence(name, rows, to, group))), rel=1e-6)
    fixed = estimate(columns(rows), measure=name, line=line_of(rows, to)[0], **COLUMNS)[0]
    assert answer[0].estimate == pytest.approx(fixed.estimate, rel=1e-12)
    assert answer[0].se != pytest.approx(fixed.se, rel=1e-3)


@pytest.mark.parametrize("to", ["mean", "median"])
@pytest.mark.parametrize("name", MEASURES)
def test_the_error_of_a_change_in_a_panel_with_a_line_in_each_period(name, to):
    """The influence after less the influence before of each PSU."""
    before = made(5)
    draw = random.Random(8)
    after = [row._replace(y=round(row.y * draw.uniform(0.8, 1.3), 2)) for row in before]
    asked = {"measure": name, "relative_line": SHARE, "relative_to": to, "panel": "id", "by": "group"}
    answer = compare(columns(before), columns(after), **asked, **COLUMNS)
    for row, group in zip(answer, (None, "a", "b"), strict=True):
        earlier = [-own for own in influence(name, before, to, group)]
        later = influence(name, after, to, group)
        assert row.se == pytest.approx(error((before, earlier), (after, later)), rel=1e-6)


def transferred(rows, gain, part):
    """The rows whose households receive, with their share of what each gets."""
    return [row._replace(y=row.y + gain / row.size) if part(row) else row for row in rows]


@pytest.mark.parametrize("to", ["mean", "median"])
@pytest.mark.parametrize("name", ["p0", "p1", "p2", "poor_count"])
def test_the_error_of_what_a_transfer_changes_under_an_estimated_line(name, to):
    """The line is that of before, and the density after it is seen with the same width."""
    rows = made(5)
    people = [row._replace(w=row.w * row.size) for row in rows]
    later = transferred(people, 60.0, lambda row: row.size > 2)
    line, of_line = line_of(people, to)
    width, measure = bandwidth(people), MEASURES[name]
    slope = moved_line(measure, later, line, width) - moved_line(measure, people, line, width)
    here, there = (moved_weights(measure, some, line) for some in (people, later))
    influences = [
        there[row.id] - here[row.id] + slope * own for row, own in zip(people, of_line, strict=True)
    ]
    answer = simulate(
        columns(rows),
        amount=60,
        every="month",
        to="eligible",
        eligible="size > 2",
        size="size",
        relative_line=SHARE,
        relative_to=to,
        **COLUMNS,
    )
    (row,) = [row for row in answer if row.measure == name]
    assert row.se == pytest.approx(error((people, influences)), rel=1e-6)


@pytest.mark.parametrize("to", ["mean", "median"])
def test_the_error_of_whom_a_transfer_reaches_under_an_estimated_line(to):
    """A higher line makes poor those recipients who had just that welfare; households are counted."""
    rows = made(5)
    people = [row._replace(w=row.w * row.size) for row in rows]
    line, of_line = line_of(people, to)
    reached = [row for row in people if row.size > 2]
    households = sum(row.w / row.size for row in reached)
    poor = sum(row.w / row.size for row in reached if row.y < line)
    width = bandwidth(people)
    slope = sum(row.w / row.size * kernel(row.y, line, width) for row in reached)
    influences = [
        (row.size > 2) / row.size * (row.y < line) + slope * own
        for row, own in zip(people, of_line, strict=True)
    ]
    share = [
        -100 * (own - poor / households * (row.size > 2) / row.size) / households
        for row, own in zip(people, influences, strict=True)
    ]
    answer = simulate(
        columns(rows),
        amount=60,
        every="month",
        to="eligible",
        eligible="size > 2",
        size="size",
        relative_line=SHARE,
        relative_to=to,
        **COLUMNS,
    )
    found = {row.measure: row for row in answer}
    assert found["recipients_poor"].after == pytest.approx(poor)
    assert found["recipients_poor"].se == pytest.approx(error((people, influences)), rel=1e-9)
    assert found["leakage"].after == pytest.approx(100 * (1 - poor / households))
    assert found["leakage"].se == pytest.approx(error((people, share)), rel=1e-9)
