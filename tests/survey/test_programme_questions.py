"""Targeting and simulation at the command line: formats, both languages, and what is refused."""

from __future__ import annotations

import csv
import io
import json

import pytest
from foreign import choices_of, foreign
from support import call

from kaltim_poverty.survey.example import csv_text, example

DESIGN = "--welfare percapita --weight weight --size size --stratum stratum --psu psu".split()  # noqa: SIM905
TARGETING = [*DESIGN, "--line", "833955", "--benefit", "pkh_idr"]
SIMULATE = [*DESIGN, "--line", "833955", "--every", "year", "--to", "poorest"]
FIELDS = "group measure unit estimate se rse ci_low ci_high df deff n population note"
CHANGES = "scenario amount recipients measure unit before after change se ci_low ci_high"


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("survey") / "survey.csv"
    path.write_text(csv_text(example(households=600)), encoding="utf-8")
    return str(path)


def test_targeting_as_csv(file):
    done = call("survey", "targeting", file, *TARGETING, "--by", "urban", "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert done.code == 0
    assert list(rows[0]) == ["urban", *FIELDS.split()]
    assert [row["group"] for row in rows if row["urban"] == "" and row["measure"] == "coverage"] == [
        "all",
        *(f"decile_{k}" for k in range(1, 11)),
        "poor",
        "not_poor",
    ]
    assert [row["measure"] for row in rows if row["urban"] == "" and row["group"] == "all"] == [
        "coverage",
        "share_of_recipients",
        "share_of_benefit",
        "benefit_per_recipient",
        "exclusion_error",
        "inclusion_error",
        "targeting_ratio",
        "concentration_index",
    ]


def test_simulate_as_csv_and_json(file):
    asked = ["survey", "simulate", file, *SIMULATE, "--budget", "7.5miliar", "--amount", "1jt,3jt"]
    rows = list(csv.DictReader(io.StringIO(call(*asked, "-f", "csv").out)))
    assert list(rows[0]) == CHANGES.split()
    assert [row["measure"] for row in rows[:9]] == [
        "p0",
        "p1",
        "p2",
        "poor_count",
        "gini",
        "cost",
        "recipients_poor",
        "leakage",
        "idr_per_point_p1",
    ]
    answer = json.loads(call(*asked, "-f", "json").out)
    assert answer["question"] == "survey simulate"
    assert [note["code"] for note in answer["notes"]][-1] == "best_choice"
    assert answer["rows"][5]["after"] == 7_500_000_000


@pytest.mark.parametrize("form", ["table", "markdown", "tsv", "ndjson", "excel-csv"])
@pytest.mark.parametrize(
    "question",
    [["targeting", *TARGETING], ["simulate", *SIMULATE, "--budget", "7.5miliar", "--amount", "1jt,3jt"]],
)
def test_every_format_in_both_languages(file, form, question):
    name, *asked = question
    for language in ("en", "id"):
        done = call("survey", name, file, *asked, "-f", form, "--lang", language)
        assert done.code == 0
        assert done.out
    text = done.out if form in ("table", "markdown") else done.err
    cleaned = text.replace("\\", "").replace(file.replace("\\", ""), "")
    for column in ("size", "weight", "stratum", "group", "concentration_index"):
        cleaned = cleaned.replace(column, "")
    assert foreign(choices_of(cleaned)) == []


@pytest.mark.parametrize("page", ["survey targeting", "survey simulate"])
def test_help_in_both_languages(page):
    for language in ("en", "id"):
        done = call("help", *page.split(), "--lang", language)
        assert done.code == 0
        assert f"kpov {page}" in done.out
    assert foreign(choices_of(done.out)) == []


WRONG = [
    (2, ["targeting", *DESIGN, "--line", "833955"], "--received COL"),
    (2, ["targeting", *TARGETING, "--groups", "thirds"], "deciles, quintiles"),
    (2, ["targeting", *TARGETING, "--by", "urban", "--level", "2"], "--level"),
    (3, ["targeting", *DESIGN, "--received", "urban"], "does not say whether"),
    (3, ["targeting", *DESIGN, "--received", "nothing"], "no column 'nothing'"),
    (3, ["targeting", *TARGETING, "--eligible", "size >"], "not a valid condition"),
    (3, ["targeting", *TARGETING, "--eligible", "size + 1"], "neither true nor false"),
    (3, ["targeting", *TARGETING, "--eligible", "(SELECT true)"], "not allowed"),
    (2, ["simulate", *SIMULATE, "--amount", "1jt", "--budget", "0"], "--budget must be above 0"),
    (2, ["simulate", *SIMULATE, "--amount", "1jt", "--budget", "500000"], "less than one recipient"),
    (2, ["simulate", *SIMULATE, "--amount=-5", "--recipients", "10"], "--amount must be above 0"),
    (2, ["simulate", *SIMULATE, "--amount", "0", "--recipients", "10"], "--amount must be above 0"),
    (2, ["simulate", *SIMULATE, "--amount", "1jt", "--recipients", "1.5"], "whole number"),
    (2, ["simulate", *SIMULATE, "--amount", "1jt"], "--recipients or --budget"),
    (2, ["simulate", *SIMULATE, "--recipients", "10"], "--amount"),
    (
        2,
        ["simulate", *SIMULATE, "--amount", "1jt", "--recipients", "9", "--budget", "1jt"],
        "cannot be combined",
    ),
    (2, ["simulate", *SIMULATE, "--budget", "10", "--recipients", "90"], "less than 1 for each of 90"),
    (3, ["simulate", *SIMULATE, "--amount", "1jt", "--recipients", "9e9"], "more than the"),
    (2, ["simulate", *SIMULATE, "--amount", "1jt", "--recipients", "9", "--score", "size"], "--to score"),
    (2, ["simulate", *SIMULATE, "--amount", "1jt", "--recipients", "9", "--seed", "4"], "--to random"),
    (
        2,
        ["simulate", *SIMULATE, "--amount", "1jt", "--recipients", "9", "--pass-through", "101"],
        "at most 100",
    ),
    (2, ["simulate", *SIMULATE, "--amount", "1jt", "--recipients", "9", "--pass-through=-1"], "at least 0"),
    (2, ["simulate", *SIMULATE, "--amount", "1jt", "--recipients", "9", "--return", "0"], "above 0"),
    (
        2,
        ["simulate", *SIMULATE, "--amount", "1jt", "--recipients", "9", "--to", "richest"],
        "poorest, random",
    ),
    (2, ["simulate", *SIMULATE, "--amount", "1jt", "--recipients", "9", "--to", "eligible"], "--eligible"),
    (
        2,
        ["simulate", *SIMULATE, "--amount", "1jt", "--recipients", "9", "--every", "week"],
        "month, year, once",
    ),
    (
        2,
        ["simulate", *SIMULATE, "--amount", "1jt", "--recipients", "9", "--every", "month", "--return", "5"],
        "cannot be combined",
    ),
    (
        3,
        ["simulate", *SIMULATE, "--amount", "1jt", "--recipients", "9", "--eligible", "size > 90"],
        "no row is eligible",
    ),
    (
        2,
        ["simulate", *DESIGN, "--every", "year", "--to", "poorest", "--amount", "1", "--recipients", "1"],
        "line",
    ),
]


HUNDRED = ["--amount", "1jt", "--recipients", "100"]
WRONG += [
    (3, ["targeting", *TARGETING, "--eligible", " "], "--eligible is empty"),
    (3, ["targeting", *TARGETING, "--where", ""], "--where is empty"),
    (3, ["targeting", *TARGETING, "--received", ""], "no column ''"),
    (3, ["targeting", *TARGETING, "--received", "size"], "does not say whether"),
    (3, ["targeting", *TARGETING, "--received", "synthetic"], "'yes' does not say whether"),
    (3, ["targeting", *DESIGN, "--line", "833955", "--benefit", "synthetic"], "'yes' is not a number"),
    (3, ["targeting", *TARGETING, "--eligible", "pkh"], "neither true nor false"),
    (3, ["targeting", *TARGETING, "--where", "pkh = 0"], "nobody receives"),
    (3, ["simulate", *SIMULATE, *HUNDRED, "--eligible", ""], "--eligible is empty"),
    (3, ["simulate", *SIMULATE, *HUNDRED, "--eligible", "size >"], "not a valid condition"),
    (3, ["simulate", *SIMULATE, *HUNDRED, "--eligible", "size + 1"], "neither true nor false"),
    (3, ["simulate", *SIMULATE, *HUNDRED, "--eligible", "nothing = 1"], "no column 'nothing'"),
    (3, ["simulate", *SIMULATE, *HUNDRED, "--where", "urban = 3"], "--where leaves no row"),
    (2, ["simulate", *SIMULATE, "--amount", "1jt", "--budget=-1"], "--budget must be above 0"),
    (2, ["simulate", *SIMULATE, "--amount", "1jt", "--budget", "much"], "'much' is not a number"),
    (2, ["simulate", *SIMULATE, "--amount", "1jt", "--recipients", "0"], "--recipients must be above 0"),
    (2, ["simulate", *SIMULATE, "--amount", "1jt", "--recipients=-5"], "--recipients must be above 0"),
    (2, ["simulate", *SIMULATE, "--amount", "nan", "--recipients", "5"], "'nan' is not a number"),
    (2, ["simulate", *SIMULATE, "--amount", "1.000.000", "--recipients", "5"], "1000000"),
    (
        3,
        ["simulate", *SIMULATE, "--amount", "1jt", "--recipients", "1e6", "--per", "person"],
        "people who can",
    ),
    (3, ["simulate", *SIMULATE, "--amount", "1jt", "--recipients", "90000", "--eligible", "pkh = 1"], "9,"),
    (2, ["simulate", *SIMULATE, *HUNDRED, "--per", "family"], "household, person"),
    (2, ["simulate", *SIMULATE, *HUNDRED, "--return", "1001"], "at most 1000"),
    (2, ["simulate", *SIMULATE, *HUNDRED, "--pass-through", "half"], "'half' is not a number"),
    (2, ["simulate", *SIMULATE, *HUNDRED, "--to", "score"], "requires --score"),
    (3, ["simulate", *SIMULATE, *HUNDRED, "--to", "score", "--score", "synthetic"], "'yes' is not a number"),
    (2, ["simulate", *SIMULATE, *HUNDRED, "--to", "random", "--seed", "x"], "--seed"),
    (
        2,
        ["simulate", *"--welfare percapita --line 9 --every year --to poorest".split(), *HUNDRED],  # noqa: SIM905
        "--size",
    ),
]


@pytest.mark.parametrize(("code", "question", "said"), WRONG)
def test_what_cannot_be_right_is_a_sentence(file, code, question, said):
    name, *asked = question
    done = call("survey", name, file, *asked)
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert done.err.startswith("kpov: ")
    assert done.err.count("\n") <= 2
    indonesian = call("survey", name, file, *asked, "--lang", "id").err
    assert indonesian != done.err


BAD_CELLS = [
    ("pkh,pay\n1,5\n2,0\n", ["--received", "pkh"], "row 2, column pkh: '2' does not say"),
    ("pkh,pay\nyes,5\n", ["--received", "pkh"], "'yes' does not say"),
    ("pkh,pay\n1,5\n0,-3\n", ["--benefit", "pay"], "the benefit -3 is negative"),
    ("pkh,pay\n1,5\n0,3\n", ["--benefit", "pay", "--received", "pkh"], "receives nothing"),
    ("pkh,pay\n0,0\n0,0\n", ["--benefit", "pay"], "nobody receives"),
    ("pkh,pay\n0,0\n0,0\n", ["--received", "pkh"], "nobody receives"),
    ("pkh,pay\n1,5\n,0\n", ["--received", "pkh"], "the value is missing"),
    ("pkh,pay\n1,5\n0,x\n", ["--benefit", "pay"], "'x' is not a number"),
]


@pytest.mark.parametrize(("content", "asked", "said"), BAD_CELLS)
def test_what_a_file_cannot_say(tmp_path, content, asked, said):
    path = tmp_path / "s.csv"
    head, *rows = content.splitlines()
    lines = [f"{head},y", *(f"{row},{10 + k}" for k, row in enumerate(rows))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = call("survey", "targeting", str(path), "--welfare", "y", *asked)
    assert done.code == 3
    assert said in done.err


@pytest.mark.parametrize(("yes", "no"), [("1", "0"), ("true", "false"), ("TRUE", "False"), ("1.0", "0.0")])
def test_ways_to_say_who_receives(tmp_path, yes, no):
    path = tmp_path / "s.csv"
    path.write_text(f"y,got\n10,{yes}\n20,{no}\n30,{no}\n40,{yes}\n", encoding="utf-8")
    done = call("survey", "targeting", str(path), "--welfare", "y", "--received", "got", "-f", "json")
    assert json.loads(done.out)["rows"][0]["estimate"] == 50


def test_the_synthetic_survey_has_errors_of_inclusion_and_exclusion(file):
    rows = json.loads(call("survey", "targeting", file, *TARGETING, "-f", "json").out)["rows"]
    found = {row["measure"]: row["estimate"] for row in rows if row["group"] == "all"}
    assert 30 < found["exclusion_error"] < 75
    assert 40 < found["inclusion_error"] < 85
    assert found["targeting_ratio"] > 1.5
