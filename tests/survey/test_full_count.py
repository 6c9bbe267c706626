"""Full counts: values are those of a sample of the same rows, and nothing has a sampling error."""

from __future__ import annotations

from dataclasses import fields

import click
import numpy as np
import pytest
from support import call
from survey.full_count_questions import (
    AFTER,
    BEFORE,
    DESIGN,
    ERRORS,
    OF_TWO,
    ONE,
    QUESTIONS,
    about,
)

from kaltim_poverty import survey
from kaltim_poverty.cli.root import ROOT
from kaltim_poverty.errors import InputError, UsageError
from kaltim_poverty.survey.breakdowns import reduced_breakdown
from kaltim_poverty.survey.distributed.variances import DistributedTotals
from kaltim_poverty.survey.full_counts import OF_SAMPLES
from kaltim_poverty.survey.infer import by_sample
from kaltim_poverty.survey.infer.intersection_union import counted_winner
from kaltim_poverty.survey.read import Engine, open_table
from kaltim_poverty.survey.request import SurveyOptions
from kaltim_poverty.survey.study import begin, needed, request_of

COMMANDS = ("estimate", "compare", "targeting", "profile", "decompose", "growth", "curve", "dominance")
TWO_FILES = ("compare", "decompose", "growth", "curve", "dominance")
REMARKS = ("note", "verdict", "smallest_t", "largest_t", "lower")  # of which a full count says something else


def assert_same_values(found, expected, tolerance, but=()):
    """The rows say the same of the same, errors aside."""
    assert list(map(about, found)) == list(map(about, expected))
    for one, two in zip(found, expected, strict=True):
        for field in fields(one):
            if field.name in (*ERRORS, *REMARKS, *but):
                continue
            values = getattr(one, field.name), getattr(two, field.name)
            if isinstance(values[1], float):
                assert values[0] == pytest.approx(values[1], rel=tolerance, abs=1e-11), (one, field.name)
            else:
                assert values[0] == values[1], (one, field.name)


@pytest.mark.parametrize("name", QUESTIONS)
def test_values_are_those_of_a_sample_and_nothing_has_an_error(name):
    found = QUESTIONS[name](BEFORE, AFTER, full_count=True)
    sampled = QUESTIONS[name](BEFORE, AFTER, **DESIGN)
    assert_same_values(found, sampled, 1e-11)
    assert [row for row in found if any(getattr(row, each, None) is not None for each in ERRORS)] == []
    for row, other in zip(found, sampled, strict=True):
        if hasattr(row, "note") and "group_of_one" not in str(row.note):
            value = next(getattr(row, each) for each in VALUES if hasattr(row, each))
            if value is not None:
                assert str(row.note).startswith("full count")
            else:
                assert row.note == other.note
    said = [str(note) for note in found.notes]
    assert sum("Errors of coverage and of measurement are not in the numbers" in each for each in said) == 1
    of_errors = ("tandard error", "interval", "covariance")
    assert not [text for text in said if any(word in text for word in of_errors)]


VALUES = ("estimate", "change", "difference", "contribution", "growth_percent")


@pytest.mark.parametrize("name", [name for name in QUESTIONS if "panel" not in QUESTIONS[name].more])
def test_a_unit_that_counts_twice_is_two_units(name):
    """The axiom of a count: a row of weight w is w rows; but bandwidths follow from rows, as everywhere."""
    found = [row for row in QUESTIONS[name](BEFORE, AFTER, full_count=True) if not smoothed(row)]
    split = [{key: np.repeat(values, data["w"]) for key, values in data.items()} for data in (BEFORE, AFTER)]
    for each in split:
        each["w"] = np.ones_like(each["w"])
    again = [row for row in QUESTIONS[name](*split, full_count=True) if not smoothed(row)]
    assert_same_values(again, found, 1e-11, but=("n",))


def smoothed(row):
    """Whether a number rests on a density: the elasticities of the poverty rate."""
    return getattr(row, "measure", "").endswith("elasticity_p0")


BOTH_SIDES = ("compare", "decompose-relative", "curve-two")
SIDES = [(name, "before") for name in OF_TWO] + [(name, "after") for name in BOTH_SIDES]


@pytest.mark.parametrize(("name", "side"), SIDES)
def test_beside_a_survey_all_error_is_that_of_the_survey(name, side):
    """As if all PSUs of the counted file were in the sample, and next to none of those of the other."""
    files = []
    for period, data in (("before", BEFORE), ("after", AFTER)):
        psus = np.array([len(set(data["c"][data["h"] == stratum])) for stratum in range(3)])
        files.append({**data, "N": psus[data["h"]] if period == side else np.full(len(data["y"]), 1e15)})
    found = QUESTIONS[name](BEFORE, AFTER, full_count_of=side, **DESIGN)
    expected = QUESTIONS[name](*files, fpc="N", **DESIGN)
    assert_same_values(found, expected, 1e-11)
    errors = 0
    for one, two in zip(found, expected, strict=True):
        if getattr(two, "survey", "difference") != "difference":
            continue
        for field in (each for each in ERRORS if hasattr(one, each)):
            value = getattr(two, field)
            if field == "df" and not getattr(two, "se", 1.0):
                continue  # where nothing varies Satterthwaite has none
            assert getattr(one, field) == (None if value is None else pytest.approx(value, rel=1e-7)), field
            errors += value is not None
        assert getattr(one, "verdict", None) == getattr(two, "verdict", None)
    assert errors > 3


@pytest.mark.parametrize("side", ["before", "after"])
def test_the_error_of_a_change_is_that_of_the_one_survey(side):
    measures = "p0,gini,mean,median,poor_count"
    own = survey.estimate({"before": AFTER, "after": BEFORE}[side], measure=measures, **ONE, **DESIGN)
    found = survey.compare(BEFORE, AFTER, measure=measures, full_count_of=side, **ONE, **DESIGN)
    for row, one in zip(found, own, strict=True):
        assert (row.se, row.df) == (pytest.approx(one.se, rel=1e-12), one.df)
        half = (row.ci_high - row.ci_low) / 2
        assert (row.ci_low + row.ci_high) / 2 == pytest.approx(row.change, rel=1e-9)
        assert row.change / row.se == pytest.approx(row.t, rel=1e-12)
        assert half > row.se


def test_one_curve_of_two_has_no_error_and_the_other_its_own():
    asked = QUESTIONS["curve-two"]
    found = asked(BEFORE, AFTER, full_count_of="before", **DESIGN)
    alone = survey.curve(AFTER, **ONE, **DESIGN, curve="lorenz,quantile", points="20,40", by="b")
    assert {row.se for row in found if row.survey == "before"} == {None}
    assert [row.se for row in found if row.survey == "after"] == [
        pytest.approx(row.se, rel=1e-12) for row in alone
    ]


def test_the_errors_of_replicates_stay_those_of_the_survey():
    """A bootstrap of the survey beside a counted file."""
    asked = {"measure": "p0,median", "bootstrap": 40, **ONE, **DESIGN}
    found = survey.compare(BEFORE, AFTER, full_count_of="before", **asked)
    alone = survey.estimate(AFTER, **asked)
    assert [row.se for row in found] == [pytest.approx(row.se, rel=1e-12) for row in alone]


def test_two_counted_files_give_the_verdict_counted():
    found = survey.compare(BEFORE, AFTER, full_count=True, measure="p0,gini", by="b", **ONE)
    assert {row.verdict for row in found} == {"counted"}
    assert {row.verdict for row in survey.compare(BEFORE, BEFORE, full_count=True, **ONE)} == {"counted"}
    missing = survey.compare(BEFORE, AFTER, full_count=True, measure="gap_poor", **{**ONE, "line": 1.0})
    said = [(row.change, row.verdict, str(row.note)) for row in missing]
    assert said == [(None, "unknown", "nobody is poor")]


def test_a_relative_line_of_everybody_has_no_error_either():
    said = [str(note) for note in QUESTIONS["estimate-relative"](BEFORE, full_count=True).notes]
    people = np.sort(np.repeat(BEFORE["y"], BEFORE["w"]))
    line = 0.6 * people[(len(people) - 1) // 2]
    assert f"Poverty line: 60 percent of the median of the whole file, {line:.2f} per person." in said
    assert not [text for text in said if "density" in text]


# Dominance: by signs over the grid


@pytest.mark.parametrize(
    ("after", "verdict", "lower"),
    [
        ([2.0, 3.0, 4.0, 5.0], "after_dominates", "after"),
        ([0.5, 1.5, 2.5, 3.5], "before_dominates", "before"),
        ([1.0, 2.0, 3.0, 4.0], "undecided", "neither"),
        ([0.5, 2.0, 3.5, 4.0], "crosses", "neither"),
        ([1.0, 2.0, 3.5, 4.0], "after_dominates", "after"),  # better somewhere, worse nowhere
    ],
)
def test_dominance_of_full_counts_goes_by_signs(after, verdict, lower):
    data = [{"y": np.repeat(np.array(each), 3)} for each in ([1.0, 2.0, 3.0, 4.0], after)]
    found = survey.dominance(
        *data, welfare="y", nominal=True, start=0.4, end=4.4, grid=81, order=1, full_count=True
    )
    whole = found[-1]
    assert (whole.verdict, whole.lower) == (verdict, lower)
    assert (whole.smallest_t, whole.largest_t, whole.df, whole.p_value) == (None,) * 4
    first, second = (np.array(each) for each in ([1.0, 2.0, 3.0, 4.0], after))
    grid = np.linspace(0.4, 4.4, 81)
    below = [(each[:, None] < grid).mean(axis=0) for each in (first, second)]
    assert counted_winner(below[0] - below[1]) == {"after": 1, "before": 0, "neither": None}[lower]


def test_of_lorenz_curves_the_higher_one_is_better():
    equal, unequal = {"y": [2.0, 2.0, 2.0, 2.0]}, {"y": [1.0, 1.0, 1.0, 5.0]}
    asked = {"welfare": "y", "nominal": True, "curve": "lorenz", "grid": 9}
    found = survey.dominance(equal, unequal, full_count=True, **asked)
    assert (found[-1].verdict, found[-1].lower) == ("before_dominates", "after")
    assert "nowhere worse in the earlier survey" in str(found.opening)


# What is made, and what is not


def test_a_full_count_makes_no_sums_by_psu(monkeypatch):
    """An engine need not go through the rows again: there is one PSU, and nothing is added up by it."""

    def fail(*_):
        raise AssertionError

    monkeypatch.setattr(by_sample, "linearised_variances", fail)
    monkeypatch.setattr(by_sample, "degrees_of_freedom", fail)
    QUESTIONS["estimate"](BEFORE, full_count=True)
    options = SurveyOptions(full_count=True, measure="p0,gini,median", by="a", line=60.0, welfare="y")
    request = request_of(options)
    engine = Engine()
    table = open_table(engine, BEFORE, **request.roles.reading(), columns=needed(request))
    study = begin(engine, table, request, None)
    sample = study.reading.sample
    assert (sample.psus, sample.by_psu, len(sample.cells.rows)) == (1, None, 3)
    moments = reduced_breakdown(study, ("a",)).moments
    assert (moments.cell_sums, moments.cross) == ({}, {})
    assert moments.runs is None or moments.runs.cells is None


ELSEWHERE = ("estimate", "estimate-relative", "estimate-lines", "compare", "targeting", "targeting-benefit")


@pytest.mark.parametrize("name", ELSEWHERE)
def test_where_rows_are_distributed_no_pass_goes_over_psus(distribute, monkeypatch, name):
    here = QUESTIONS[name](BEFORE, AFTER, full_count=True)
    distribute(blocks=4)
    monkeypatch.setattr(DistributedTotals, "prepare", None)
    there = QUESTIONS[name](BEFORE, AFTER, full_count=True, hide_below=2)
    assert_same_values(there, here, 1e-11)
    assert [each for each in there.notes if each.code != "small_cells"] == list(here.notes)


def test_where_rows_are_distributed_the_error_is_that_of_the_survey_too(distribute):
    asked = {"measure": "p0,median,gini", "full_count_of": "after", **ONE, **DESIGN}
    here = survey.compare(BEFORE, AFTER, **asked)
    distribute(blocks=3)
    there = survey.compare(BEFORE, AFTER, **asked)
    assert [(row.se, row.df) for row in there] == [(pytest.approx(row.se, rel=1e-11), row.df) for row in here]


# Weights


@pytest.mark.parametrize("size", [(), ("--size", "s")])
def test_a_weight_that_counts_nothing_is_named_with_its_place(write, size):
    path = write("y,w,s\n1,2,3\n2,0,1\n3,1.5,2\n4,2.25,1\n")
    done = call("survey", "estimate", path, "--welfare", "y", "--weight", "w", *size, "--full-count")
    assert (done.code, done.out) == (3, "")
    assert "data row 3, column w: the weight 1.5 is not a whole number" in done.err
    assert call("survey", "estimate", path, "--welfare", "y", "--weight", "w", *size).code == 0


def test_the_weight_of_the_survey_beside_it_need_not_count():
    files = BEFORE, {**AFTER, "w": AFTER["w"] * 1.5}
    survey.compare(*files, measure="p0", full_count_of="before", **ONE)
    with pytest.raises(InputError, match="is not a whole number"):
        survey.compare(*files, measure="p0", full_count_of="after", **ONE)


# Options in conflict


VALUES_OF = {
    "replicate_rscales": "1,1",
    "ci": "wald",
    "level": "0.95",
    "lonely_psu": "adjust",
    "like": "survey",
}
ARGUMENTS = {
    name: ["f.csv", "g.csv"] if name in TWO_FILES and name != "curve" else ["f.csv"] for name in COMMANDS
}


def options_of(command):
    node = ROOT.get_command(click.Context(ROOT), "survey")
    return {each.name: each for each in node.get_command(click.Context(node), command).params}


def test_every_command_with_errors_takes_full_counts():
    node = ROOT.get_command(click.Context(ROOT), "survey")
    having = [name for name in node.list_commands(click.Context(node)) if "full_count" in options_of(name)]
    assert set(having) == set(COMMANDS)
    assert {name for name in having if "full_count_of" in options_of(name)} == set(TWO_FILES)
    assert {name for name in having if "hide_below" in options_of(name)} == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_options_about_samples_conflict(command):
    """Whatever their value, also that which they have if nobody gives one."""
    known = options_of(command)
    for name in OF_SAMPLES:
        if name in known:
            option = known[name].opts[-1]
            value = [] if known[name].is_flag else [VALUES_OF.get(name, "2")]
            done = call("survey", command, *ARGUMENTS[command], "--full-count", option, *value)
            assert (done.code, done.out) == (2, ""), name
            assert f"--full-count and {option} cannot be combined" in done.err


@pytest.mark.parametrize("command", TWO_FILES)
def test_one_counted_file_conflicts_with_what_joins_both(command):
    for more in (["--panel", "i"], ["--full-count"]):
        done = call("survey", command, *ARGUMENTS[command], "--full-count-of", "before", *more)
        assert (done.code, done.out) == (2, "")
        assert "--full-count-of" in done.err


@pytest.mark.parametrize("command", ["compare", "dominance", "curve"])
def test_which_of_two_is_no_question_about_one_file(command, write):
    path = write("y,g\n1,a\n2,b\n")
    between = [] if command == "curve" else ["--by", "g", "--between", "a,b"]
    done = call("survey", command, path, "--welfare", "y", *between, "--full-count-of", "before")
    assert done.code == 2
    assert "write --full-count" in done.err


@pytest.mark.parametrize("word", ["both", "befor", "", "1"])
def test_a_word_for_neither_file_is_refused(word):
    done = call("survey", "compare", "a.csv", "b.csv", "--full-count-of", word)
    assert done.code == 2
    assert "choose from before, after" in done.err


@pytest.mark.parametrize(
    "more",
    [{"stratum": "h"}, {"psu": "c"}, {"level": 0.9}, {"ci": None}, {"lonely_psu": "fail"}, {"bootstrap": 9}],
    ids=lambda more: next(iter(more)),
)
def test_in_python_they_conflict_too(more):
    one, two = ({**more, "ci": unusual} if "ci" in more else more for unusual in ("wald", "logit"))
    with pytest.raises(UsageError, match="--full-count and"):
        survey.estimate(BEFORE, full_count=True, **ONE, **one)
    with pytest.raises(UsageError, match="--full-count and"):
        survey.decompose(BEFORE, AFTER, full_count=True, **ONE, **two)


def test_the_design_of_a_file_is_left_out_with_a_note(write):
    """The register need not even have these columns."""
    design = write('welfare = "y"\nweight = "w"\nstratum = "strata"\npsu = "blok"\n', "d.toml")
    path = write("y,w\n1,1\n2,3\n3,1\n")
    found = survey.estimate(path, design=design, full_count=True)
    assert [row.estimate for row in found if row.measure == "mean"] == [2.0]
    said = "Left out, as everybody is in the file: the design columns strata and blok."
    assert said in map(str, found.notes)
    replicates = 'replicate_weights = "rw*"\nreplicate_method = "brr"\n'
    weights = write('welfare = "y"\nweight = "w"\n' + replicates, "r.toml")
    assert survey.estimate(path, design=weights, full_count=True).rows == found.rows


# In every form


@pytest.mark.parametrize("language", ["en", "id"])
def test_people_read_a_note_and_no_columns_of_errors(write, monkeypatch, language):
    monkeypatch.setenv("COLUMNS", "200")
    path = write("y,g\n1,a\n2,a\n3,b\n4,b\n")
    line = ("survey", "estimate", path, "--welfare", "y", "--line", "2.5", "--by", "g", "--full-count")
    done = call(*line, "-f", "table", "--lang", language)
    said = {"en": "full count", "id": "pencacahan lengkap"}
    assert said[language] in done.out
    assert not [word for word in ("RSE", "deff", "CI ", "Derajat") if word in done.out]
    drawn = call(*line, "--chart", "--lang", language)
    assert drawn.code == 0


def test_a_picture_has_no_intervals(tmp_path, write):
    path = write("y,g\n1,a\n2,a\n3,b\n4,b\n")
    line = ("survey", "estimate", path, "--welfare", "y", "--measure", "mean", "--by", "g")
    described = {}
    for name, more in (("counted", ["--full-count"]), ("sampled", [])):
        out = tmp_path / f"{name}.vl.json"
        assert call(*line, *more, "-o", str(out)).code == 0
        described[name] = out.read_text().count("confidence interval")
    assert described == {"counted": 0, "sampled": 1}
