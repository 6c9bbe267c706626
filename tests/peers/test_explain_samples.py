"""laeken and survey of R on two dozen small samples (`explain_samples.R`): kpov has their numbers."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from kaltim_poverty.survey.estimate import estimate
from kaltim_poverty.survey.explain import explain
from kaltim_poverty.survey.peers.choices import RUN, evidence

HERE = Path(__file__).resolve().parent
SAMPLE = str(HERE / "explain_samples.csv")
ASKED = {"welfare": "welfare", "weight": "weight", "line": 700}
DEFINED_ELSEWHERE = {"gini"}  # also where the total is not above 0, as kpov has it not


def table(name):
    """The rows of a file beside this one."""
    with open(HERE / name, encoding="utf-8") as file:
        return list(csv.reader(file))


PEERS = defaultdict(dict)
for program, sample, *value in table("explain_samples_peers.csv"):
    if sample != "version":
        PEERS[program][sample, value[0]] = float(value[1])


def totals():
    """The welfare of each sample."""
    found = defaultdict(float)
    for sample, welfare, weight in table("explain_samples.csv")[1:]:
        found[sample] += float(welfare) * float(weight)
    return found


def test_the_samples_are_hard():
    """Of some there is a negative value, of most a tie on the line, of some a quantile exactly at a row."""
    rows = table("explain_samples.csv")[1:]
    negative = {sample for sample, welfare, _ in rows if float(welfare) < 0}
    on_line = {sample for sample, welfare, _ in rows if welfare == "700"}
    zero = {sample for sample, welfare, _ in rows if welfare == "0"}
    own = {(row.groups.get("sample"), row.measure): row.estimate for row in estimates("laeken", like=False)}
    moved = {
        key
        for key, there in PEERS["laeken"].items()
        if own.get(key) is not None and own[key] != pytest.approx(there)
    }
    assert len(negative) >= 3
    assert len(zero) >= 6
    assert len(on_line) >= 10
    assert len({name for _, name in moved}) >= 6


def estimates(program, *, like=True):
    """The estimates of all samples, each a domain."""
    names = sorted({name for _, name in PEERS[program] if not name.endswith(("_se", "_low", "_high"))})
    more = {"like": program} if like else {}
    return estimate(SAMPLE, measure=names, by="sample", **more, **ASKED)


def test_laeken():
    """Gini, S80/S20 and seven quantiles, with ties, zeros and values below 0."""
    income, seen = totals(), 0
    for row in estimates("laeken"):
        key = row.groups.get("sample"), row.measure
        if not key[0]:
            continue
        there = PEERS["laeken"][key]
        if there == float("inf") or (row.measure in DEFINED_ELSEWHERE and income[key[0]] <= 0):
            assert row.estimate is None
            continue
        assert row.estimate == pytest.approx(there, rel=1e-9), key
        seen += 1
    assert seen > 150


def test_survey():
    """Mean, P0 and P1 with their intervals, each sample read by itself: the design is of its rows alone."""
    seen = 0
    for sample in sorted({sample for sample, _ in PEERS["survey"]}):
        rows = [row for row in table("explain_samples.csv")[1:] if row[0] == sample]
        data = {"welfare": [float(row[1]) for row in rows], "weight": [float(row[2]) for row in rows]}
        for row in estimate(data, measure=["mean", "p0", "p1"], like="survey", **ASKED):
            there = {
                end: PEERS["survey"][sample, f"{row.measure}{end}"]
                for end in ("", "_se", "_ci_low", "_ci_high")
            }
            assert row.estimate == pytest.approx(there[""], rel=1e-9, abs=1e-12)
            if there["_se"] == 0:
                continue
            assert row.se == pytest.approx(there["_se"], rel=1e-9)
            assert (row.ci_low, row.ci_high) == pytest.approx((there["_ci_low"], there["_ci_high"]), rel=1e-9)
            seen += 1
    assert seen > 50


@pytest.mark.parametrize("name", ["s80s20", "quantile_20", "quantile_80"])
def test_what_is_left_of_a_difference_is_nothing(name):
    """`left` of explain, sample by sample."""
    seen = 0
    for (sample, measure), there in PEERS["laeken"].items():
        if measure != name or there == float("inf"):
            continue
        answer = explain(
            SAMPLE, name, like="laeken", against=repr(there), where=f"sample = {sample}", **ASKED
        )
        [left] = [row for row in answer if row.choice == "left"]
        assert left.difference == pytest.approx(0, abs=1e-9 * max(1, abs(there))), sample
        seen += 1
        if seen == 3:
            break
    assert seen == 3


def test_what_was_run_is_said_to_have_been():
    assert set(RUN) == set(PEERS)
    assert {evidence(each) for each in PEERS} == {"ran"}
