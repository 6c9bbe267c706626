"""With the choices of a program switched, kpov gives its numbers: laeken and survey of R (`explain.R`)."""

from __future__ import annotations

import csv
import os

import numpy as np
import pytest

from kaltim_poverty.errors import InputError, UsageError
from kaltim_poverty.survey.compare import compare
from kaltim_poverty.survey.estimate import estimate
from kaltim_poverty.survey.explain import explain
from kaltim_poverty.survey.peers.choices import CHOICES, PEERS, Switch, evidence, switches_of
from kaltim_poverty.survey.peers.values import Rows, value_of

HERE = os.path.dirname(os.path.abspath(__file__))
SAMPLE = os.path.join(HERE, "explain.csv")
SURVEY = {"welfare": "welfare", "weight": "weight", "size": "size", "stratum": "stratum", "psu": "psu"}
SURVEY |= {"nest": True, "line": 700}
WHERE = {"all": None, "positive": "welfare > 0", "several": "stratum <> 3"}


def peer():
    """What the programs gave, by program, sample and measure."""
    with open(os.path.join(HERE, "explain_peers.csv"), encoding="utf-8") as file:
        return {tuple(row[:3]): row[3] for row in csv.reader(file) if len(row) > 3}


VALUES = peer()
LAEKEN = [(sample, name) for program, sample, name in VALUES if program == "laeken" and sample != "ten"]


@pytest.mark.parametrize(("sample", "name"), LAEKEN)
def test_laeken(sample, name):
    """Ties, zeros, a negative value, split rows; its Gini ratio is kpov's."""
    rows = explain(
        SAMPLE, name, like="laeken", against=VALUES["laeken", sample, name], where=WHERE[sample], **SURVEY
    )
    [left] = [row for row in rows if row.choice == "left"]
    assert left.value == pytest.approx(float(VALUES["laeken", sample, name]), rel=1e-9)
    assert abs(left.difference) < 1e-9 * abs(left.value)


@pytest.mark.parametrize("percent", [10, 20, 50, 80])
def test_laeken_where_the_share_is_p(percent):
    """Of ten people the fifth is kpov's median and the sixth is laeken's."""
    ten = Rows(np.arange(1.0, 11.0), np.ones(10), None)
    wanted = float(VALUES["laeken", "ten", f"quantile_{percent}"])
    assert value_of(f"quantile_{percent}", ten, [Switch("quantile", "share_above_p")], None) == wanted
    assert value_of(f"quantile_{percent}", ten, [], None) == wanted - 1
    ratio = value_of("s80s20", ten, [Switch("s80s20", "whole_rows")], None)
    assert ratio == pytest.approx(float(VALUES["laeken", "ten", "s80s20"]), rel=1e-12)


@pytest.mark.parametrize("name", ["p0", "mean"])
def test_survey_intervals_are_normal(name):
    rows = explain(SAMPLE, name, like="survey", where="stratum <> 3", **{**SURVEY, "lonely_psu": "remove"})
    there = {row.measure: row.value_there for row in rows if row.choice == "interval"}
    for end in ("ci_low", "ci_high"):
        assert there[f"{name}_{end}"] == pytest.approx(
            float(VALUES["survey", "several", f"{name}_{end}"]), rel=1e-9
        )


def test_survey_ends_with_an_error_where_a_stratum_has_one_psu():
    assert VALUES["survey", "all", "lonely"] == "error"
    rows = explain(SAMPLE, "p0", like="survey", **SURVEY)
    [row] = [row for row in rows if row.choice == "lonely_psu"]
    assert (row.measure, row.value_there, row.evidence) == ("p0_se", None, "ran")


def test_at_or_below_the_line_counts_those_on_it():
    """By hand: the weights of the rows up to 700."""
    with open(SAMPLE, encoding="utf-8") as file:
        rows = [(int(row["welfare"]), int(row["weight"]) * int(row["size"])) for row in csv.DictReader(file)]
    people = sum(weight for _, weight in rows)
    wanted = sum(weight for welfare, weight in rows if welfare <= 700) / people
    answer = explain(SAMPLE, "p0", like="convey", **SURVEY)
    [all_of_them] = [row for row in answer if row.choice == "all"]
    assert all_of_them.value_there == pytest.approx(wanted, rel=1e-12)
    assert all_of_them.here == "below;percent"


def test_zero_in_watts_adds_nothing_or_is_dropped():
    """By hand, with a negative value left to the program that drops it."""
    sample = Rows(np.array([0.0, 2.0, 5.0]), np.array([1.0, 2.0, 3.0]), np.full(3, 4.0))
    logs = 2 * np.log(2)
    assert value_of("watts", sample, [Switch("watts_zero", "adds_0")], None) == pytest.approx(logs / 6)
    assert value_of("watts", sample, [Switch("watts_zero", "row_dropped")], None) == pytest.approx(logs / 5)


def test_gini_of_rows_as_units_and_of_n_minus_1():
    """By hand: (2 Σ w r y − Σ w y)/(N Y) − 1 with w = (1, 3), y = (1, 2)."""
    two = Rows(np.array([1.0, 2.0]), np.array([1.0, 3.0]), None)
    units = (2 * (1 * 1 * 1 + 3 * 4 * 2) - 7) / (4 * 7) - 1
    assert value_of("gini", two, [Switch("gini", "rows_as_units")], None) == pytest.approx(units)
    own = value_of("gini", two, [], None)
    assert value_of("gini", two, [Switch("gini", "n_minus_1")], None) == pytest.approx(2 * own)


@pytest.mark.parametrize(
    "planted",
    [
        (Switch("persons", "weight_alone"),),
        (Switch("poor_if", "at_or_below"), Switch("unit", "fraction")),
        (Switch("poor_if", "at_or_below"), Switch("persons", "weight_alone"), Switch("negative", "dropped")),
    ],
)
def test_against_finds_a_planted_combination(planted):
    """With the weight alone, at or below the line, as a fraction, without the negative value."""
    with open(SAMPLE, encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    names = {each.choice for each in planted}
    if "negative" in names:
        rows = [row for row in rows if int(row["welfare"]) >= 0]
    size = 0 if "persons" in names else 1
    weights = [int(row["weight"]) * int(row["size"]) ** size for row in rows]
    limit = 700 if "poor_if" in names else 699.5
    poor = sum(weight for weight, row in zip(weights, rows, strict=True) if int(row["welfare"]) <= limit)
    value = poor / sum(weights) * (1 if "unit" in names else 100)
    answer = explain(SAMPLE, "p0", against=f"{value:.6f}", **SURVEY)
    assert {frozenset(row.choice.split(";")) for row in answer} == {frozenset(names)}


def test_against_says_so_when_there_is_none():
    answer = explain(SAMPLE, "p0", against="12.3456", **SURVEY)
    assert answer.rows == ()
    assert [each.code for each in answer.notes] == ["no_combination"]


def test_every_choice_of_a_program_says_how_it_is_known():
    assert {evidence(each) for each in PEERS} == {"ran", "documented"}
    assert {peer for choice in CHOICES.values() for peer in choice.peers} <= set(PEERS)
    assert all(
        switch.there in CHOICES[switch.choice].alternatives
        for peer in PEERS
        for switch in switches_of(peer, "p0")
    )


@pytest.mark.parametrize("name", ["s80s20", "gini", "median"])
def test_an_estimate_like_laeken_has_its_numbers(name):
    """In the whole and in a domain, where the other rows do not count."""
    measure = {"median": "quantile_50"}.get(name, name)
    answer = estimate(SAMPLE, measure=measure, like="laeken", by="stratum", **SURVEY)
    assert answer[0].estimate == pytest.approx(float(VALUES["laeken", "all", measure]), rel=1e-9)
    of_domain = estimate(SAMPLE, measure=measure, like="laeken", where="stratum = 1", **SURVEY)
    [row] = [row for row in answer if row.groups.get("stratum") == "1"]
    assert row.estimate == pytest.approx(of_domain[0].estimate, rel=1e-12)
    assert answer.notes[0].code in ("like_peer", "nothing_otherwise")


def test_an_estimate_like_survey_has_its_interval_and_its_error():
    options = {**SURVEY, "measure": "p0", "like": "survey"}
    row = estimate(SAMPLE, where="stratum <> 3", **{**options, "lonely_psu": "remove"})[0]
    assert row.ci_low == pytest.approx(float(VALUES["survey", "several", "p0_ci_low"]), rel=1e-9)
    with pytest.raises(InputError):
        estimate(SAMPLE, **options)


def test_a_fraction_is_a_hundredth_of_the_percentage_in_all_its_numbers():
    own, there = (estimate(SAMPLE, measure="p1", **SURVEY, **like)[0] for like in ({}, {"like": "stata"}))
    assert (own.unit, there.unit) == ("percent", "ratio")
    for field in ("estimate", "se", "ci_low", "ci_high"):
        assert getattr(there, field) == pytest.approx(getattr(own, field) / 100, rel=1e-12)


def test_an_option_beside_it_wins():
    """Intervals by t were asked for."""
    asked = {**SURVEY, "measure": "p0", "ci": "wald"}
    own, there = (estimate(SAMPLE, **asked, **like)[0] for like in ({}, {"like": "stata"}))
    assert there.ci_high - there.estimate == pytest.approx((own.ci_high - own.estimate) / 100, rel=1e-9)
    convey = estimate(SAMPLE, **asked, like="convey")[0]
    assert convey.ci_high - convey.estimate == pytest.approx(there.ci_high - there.estimate, rel=1e-9)


@pytest.mark.parametrize("panel", [None, "id"])
@pytest.mark.parametrize("peer", ["laeken", "stata", "survey"])
def test_a_change_is_of_the_values_that_the_program_has(tmp_path, panel, peer):
    """Before and after as `estimate` gives them, their difference, an error in their unit."""
    files = []
    for name, factor in (("before", 1), ("after", 2)):
        with open(SAMPLE, encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        path = tmp_path / f"{name}.csv"
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, ["id", *rows[0]])
            writer.writeheader()
            for number, row in enumerate(rows):
                welfare = int(row["welfare"]) * factor + number % 7
                writer.writerow({**row, "id": number, "welfare": welfare})
        files.append(str(path))
    asked = {**SURVEY, "measure": "p0,s80s20", "lonely_psu": "remove", "like": peer}
    changes = compare(*files, panel=panel, **asked)
    values = [{row.measure: row for row in estimate(each, **asked)} for each in files]
    for row in changes:
        before, after = (each[row.measure] for each in values)
        assert (row.unit, row.before, row.after) == (before.unit, before.estimate, after.estimate)
        assert row.change == pytest.approx(after.estimate - before.estimate, rel=1e-9)
        if panel is None:
            assert row.se == pytest.approx(float(np.hypot(before.se, after.se)), rel=1e-9)
        assert row.ci_low + row.ci_high == pytest.approx(2 * row.change, rel=1e-9)
        assert row.t == pytest.approx(row.change / row.se, rel=1e-9)


def test_groups_of_one_survey_are_not_compared_like_a_program():
    with pytest.raises(UsageError):
        compare(SAMPLE, between="stratum", like="stata", **{**SURVEY, "measure": "p0"})
