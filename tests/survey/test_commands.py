"""The commands as people type them: examples work as printed, fields and exit codes are fixed."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys

import pytest
from catalogue import placeholders

from kaltim_poverty.words import section
from kaltim_poverty.words.examples import EXAMPLES as EXAMPLE_LINES

EXAMPLES = ["survey", "survey describe", "survey estimate", "survey compare", "survey example"]
ROLES = [
    "--welfare",
    "percapita",
    "--weight",
    "weight",
    "--size",
    "size",
    "--stratum",
    "stratum",
    "--psu",
    "psu",
]
FIELDS = [
    "measure",
    "unit",
    "estimate",
    "se",
    "rse",
    "ci_low",
    "ci_high",
    "df",
    "deff",
    "n",
    "population",
    "note",
]
CHANGE = [
    "measure",
    "unit",
    "before",
    "after",
    "change",
    "se",
    "ci_low",
    "ci_high",
    "t",
    "df",
    "p_value",
    "verdict",
    "note",
]
DESCRIBED = ["column", "role", "type", "missing", "distinct", "smallest", "largest", "problem"]
SURVEY = os.path.join(os.path.dirname(__file__), "..", "..", "examples", "survey.csv")


def run(*arguments, cwd=None, **environment):
    names = ("KPOV_LANG", "LC_ALL", "LC_MESSAGES", "COLUMNS")
    kept = {name: value for name, value in os.environ.items() if name not in names}
    return subprocess.run(
        [sys.executable, "-m", "kaltim_poverty", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env={**kept, "LANG": "C.UTF-8", **environment},
    )


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_work_as_printed(name, tmp_path):
    for line in EXAMPLE_LINES[name].splitlines():
        command, *arguments = shlex.split(line)
        assert command == "kpov"
        done = run(*arguments, cwd=tmp_path)
        assert (done.returncode, done.stderr.partition("kpov:")[1]) == (0, ""), done.stderr


def test_fields(tmp_path):
    answers = {
        ("estimate", SURVEY, *ROLES, "--line", "833955", "--by", "urban"): ["urban", *FIELDS],
        ("compare", SURVEY, SURVEY, *ROLES, "--line", "833955", "--by", "district,urban"): [
            "district",
            "urban",
            *CHANGE,
        ],
        ("describe", SURVEY, *ROLES): DESCRIBED,
    }
    for arguments, fields in answers.items():
        assert run("survey", *arguments).stdout.splitlines()[0].split("\t") == fields


def test_json_says_what_was_asked_and_every_choice():
    done = run(
        "survey", "-f", "json", "estimate", SURVEY, *ROLES, "--published-line", "2024", "--by", "urban"
    )
    answer = json.loads(done.stdout)
    assert answer["question"] == "survey estimate"
    assert answer["arguments"]["by"] == ["urban"]
    codes = [note["code"] for note in answer["notes"]]
    for code in (
        "survey_rows",
        "survey_not_above_zero",
        "line_published",
        "survey_on_line",
        "weight_household",
    ):
        assert code in codes
    assert {"variance_linearised", "no_lonely_psu"} <= set(codes)
    assert [row["urban"] for row in answer["rows"]] == [""] * 4 + ["1"] * 4 + ["2"] * 4
    assert answer["sources"]


def test_two_languages():
    english, indonesian = (
        run(
            "survey",
            "estimate",
            SURVEY,
            *ROLES,
            "--line",
            "833955",
            "--currency",
            "idr",
            "-f",
            "table",
            KPOV_LANG=language,
            COLUMNS="120",
        )
        for language in ("en", "id")
    )
    assert "Estimates from a survey" in english.stdout
    assert "Estimasi dari survei" in indonesian.stdout
    assert "Rp833,955" in english.stdout
    assert "Rp833.955" in indonesian.stdout
    cells = [
        run("survey", "estimate", SURVEY, *ROLES, "-q", KPOV_LANG=language).stdout
        for language in ("en", "id")
    ]
    assert cells[0] == cells[1]


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("form", ["table", "markdown", "excel-csv", "ndjson", "csv"])
def test_every_form(form, width):
    folder, file = os.path.split(SURVEY)
    done = run(
        "survey", "estimate", file, *ROLES, "--line", "833955", "-f", form, COLUMNS=str(width), cwd=folder
    )
    assert done.returncode == 0
    assert "nan" not in done.stdout.casefold()
    if form == "table":
        assert max(map(len, done.stdout.splitlines())) <= width


def test_a_workbook(tmp_path):
    path = str(tmp_path / "out.xlsx")
    assert (
        run("survey", "estimate", SURVEY, *ROLES, "--line", "833955", "--by", "urban", "-o", path).returncode
        == 0
    )
    assert os.path.getsize(path) > 4000


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["estimate", "nothing.csv"], 3),
        (["estimate", SURVEY, *ROLES, "--measure", "ginni"], 2),
        (["estimate", SURVEY, *ROLES, "--by", ""], 2),
        (["estimate", SURVEY, *ROLES, "--by", "urban", "--by", ","], 2),
        (["estimate", SURVEY, *ROLES, "--where", "urban = (SELECT 1)"], 3),
        (["estimate"], 2),
        (["estimat"], 2),
        (["example", "-f", "json"], 2),
        (["example", "--households", "3"], 2),
        (["estimate", SURVEY, *ROLES, "--published-line", "1950"], 4),
        (["compare", SURVEY, SURVEY, *ROLES, "--line", "1,2,3"], 2),
        (["estimate", SURVEY, "--design", "susena"], 3),
    ],
)
def test_exit_codes(arguments, code):
    done = run("survey", *arguments)
    assert done.returncode == code
    assert done.stderr.startswith("kpov: ")
    assert done.stdout == ""


def test_the_same_seed_gives_the_same_survey():
    one, other, third = (
        run("survey", "example", "--households", "400", "--seed", seed).stdout for seed in "112"
    )
    assert one == other != third
    assert one.splitlines()[1].endswith(",yes")


def test_a_design_file_is_kept_and_read(tmp_path):
    design = str(tmp_path / "mine.toml")
    first = run("survey", "estimate", SURVEY, *ROLES, "--line", "833955", "--write-design", design, "-q")
    again = run("survey", "estimate", SURVEY, "--design", design, "--line", "833955", "-q")
    assert first.stdout == again.stdout != ""


def test_both_languages_have_the_same_sentences():
    for name in ("error", "note", "field", "value", "caption", "help", "reason", "problem"):
        one, other = section("en", name), section("id", name)
        assert list(one) == list(other)
        for key in one:
            if not key.startswith("example"):
                fields = [placeholders(words[key]) for words in (one, other)]
                assert fields[0] == fields[1], key


def test_the_example_script_runs():
    script = os.path.join(os.path.dirname(SURVEY), "poorest_districts.py")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert len(done.stdout.splitlines()) == 10


def test_tables_show_the_columns_of_the_file_as_they_are():
    done = run(
        "survey", "estimate", SURVEY, *ROLES, "--by", "district,synthetic", "-f", "table", COLUMNS="140"
    )
    assert done.stdout.splitlines()[2].split()[:3] == ["district", "synthetic", "Measure"]


@pytest.mark.parametrize("page", [["survey"], ["survey", "estimate"], ["survey", "compare"], ["compare"]])
def test_help_pages(page):
    assert run("help", *page).stdout == run(*page, "--help").stdout


def test_counts_of_rows_have_separators_in_tables_alone(tmp_path):
    """20,000 rows in English and 20.000 in Indonesian, as other counts there; 20000 for machines."""
    path = tmp_path / "many.csv"
    path.write_text("welfare\n" + "".join(f"{k}\n" for k in range(20_000)), encoding="utf-8")
    asked = ("survey", "estimate", str(path), "--measure", "mean", "-q")
    shown = [
        run(*asked, "-f", "table", "--lang", language, COLUMNS="120").stdout for language in ("en", "id")
    ]
    assert "20,000" in shown[0].split()
    assert "20.000" in shown[1].split()
    assert "20000" in run(*asked).stdout.split()
