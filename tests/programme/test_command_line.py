"""The group of commands: help in both languages, suggestions, TAB, formats, and the examples as printed."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import subprocess
import sys

import pytest

from kaltim_poverty import programme
from kaltim_poverty.cli.table import GROUPS, pages
from kaltim_poverty.records import cells
from kaltim_poverty.words.examples import EXAMPLES

ASSESS = ("programme", "assess", "--amount", "5jt", "--recipients", "1500", "--period", "2024")
OPTIONS = ("programme", "options", "--budget", "7.5miliar", "--amount", "3jt,5jt")
BENEFIT = ("programme", "benefit", "elderly=1", "sd=2", "--year", "2025")
LIST = ("programme", "list", "--year", "2025")
ALLOCATE = ("programme", "allocate", "--recipients", "1500", "--period", "2024")
EVIDENCE = ("programme", "evidence", "--country", "Indonesia", "--amount", "5jt", "--period", "2024")
STRATEGIES = (
    *("programme", "strategies", "--budget", "7.5miliar", "--transfer", "400rb"),
    *("--capital", "5jt", "--group", "20jt/5", "--return", "5"),
)
COMMANDS = {
    "strategies": STRATEGIES,
    "allocate": ALLOCATE,
    "evidence": EVIDENCE,
    "assess": ASSESS,
    "options": OPTIONS,
    "benefit": BENEFIT,
    "list": LIST,
}
FIELDS = {
    "strategies": (
        "strategy amount return households cost reached_share gap_closed gap_share per_rupiah last_month"
        " break_even_return"
    ),
    "evidence": (
        "id study country start_year design package delivery sex business transfer_low transfer_high"
        " transfer_unit outcome direction effect effect_low effect_high effect_unit uncertainty significance"
        " horizon_months read certainty source note found_low found_high needed needed_unit verdict basis"
    ),
    "allocate": "area area_name period weight quota recipients cost poor_count chance equal difference",
    "assess": "quantity value unit basis",
    "options": "amount recipients cost reached_share months_of_gap months_of_line return_needed",
    "benefit": "programme component people counted amount_year note",
    "list": "programme component year amount_idr per limit applies_to disputed note source",
}


@pytest.mark.parametrize("lang", ["en", "id"])
def test_the_group_lists_its_commands(kpov, lang):
    run = kpov("programme", "--help", "--lang", lang)
    assert run.code == 0
    for name in GROUPS["programme"]:
        assert f"  {name} " in run.out
    assert kpov("programme", "--lang", lang).out == run.out
    assert kpov("help", "programme", "--lang", lang).out == run.out
    assert "  programme " in kpov("--help", "--lang", lang).out


@pytest.mark.parametrize("lang", ["en", "id"])
@pytest.mark.parametrize("name", COMMANDS)
def test_the_page_of_a_command(kpov, name, lang):
    page = kpov("programme", name, "--help", "--lang", lang).out
    assert f"kpov programme {name} " in page
    assert "from kaltim_poverty.programme import" in page
    assert kpov("help", f"programme {name}", "--lang", lang).out == page
    assert kpov("help", "programme", name, "--lang", lang).out == page
    for line in page.splitlines():
        assert line.split(maxsplit=1)[0:1] == [] or not line.startswith("  --") or len(line.split()) > 1


def test_the_languages_differ_everywhere(kpov):
    for page in (["programme"], *(["programme", name] for name in COMMANDS)):
        english, indonesian = (kpov("help", *page, "--lang", lang).out.splitlines() for lang in ("en", "id"))
        same = {line for line in english if line in indonesian}
        assert all(not line or line.lstrip().startswith(("kpov", "-", "(", ".", "name,")) for line in same), (
            same
        )


@pytest.mark.parametrize("name", [page for page in EXAMPLES if page.startswith("programme")])
def test_examples_work_as_printed(kpov, name, tmp_path, monkeypatch):
    """Where they write files there is no answer; lists with mistakes in them end with 1."""
    monkeypatch.chdir(tmp_path)
    for line in EXAMPLES[name].splitlines():
        out = ""
        for command in line.split(" | "):
            run = kpov(*shlex.split(command)[1:], stdin=out)
            out = run.out
            assert run.code == (1 if "monitor" in line and "--id" in line else 0), line
        assert out or " -o " in line


def test_every_page_has_an_example():
    assert set(pages()) - {"help"} <= set(EXAMPLES)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["programme", "asess"], "assess"),
        (["programme", "benefits"], "benefit"),
        (["program", "list"], "programme"),
        (["help", "programme asess"], "programme assess"),
        (["programme", "assess", "--amout", "5"], "--amount"),
    ],
)
def test_what_was_meant(kpov, typed, meant):
    run = kpov(*typed)
    assert run.code == 2
    assert f"Did you mean '{meant}'" in run.err
    assert "Maksudnya" in kpov(*typed, "--lang", "id").err


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("kpov programme ", list(GROUPS["programme"])),
        ("kpov programme asse", ["assess"]),
        ("kpov prog", ["programme"]),
        ("kpov programme assess --per ", ["household", "person"]),
        ("kpov programme assess --period 2024", ["2024", "2024-09", "2024-03"]),
        ("kpov programme benefit elder", ["elderly="]),
        ("kpov help programme b", ["benefit"]),
        ("kpov help prog", ["programme"]),
    ],
)
def test_completion(typed, offered):
    words = typed.split(" ")
    environment = {
        **os.environ,
        "_KPOV_COMPLETE": "bash_complete",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(len(words) - 1),
    }
    kpov = os.path.join(os.path.dirname(sys.executable), "kpov")
    done = subprocess.run([kpov], env=environment, capture_output=True, text=True, check=True)
    assert [line.partition(",")[2] for line in done.stdout.splitlines()] == offered


@pytest.mark.parametrize("name", COMMANDS)
def test_every_plain_format_has_the_fields_in_order(kpov, name):
    fields = FIELDS[name].split()
    assert kpov(*COMMANDS[name]).out.splitlines()[0].split("\t") == fields
    assert next(csv.reader(io.StringIO(kpov(*COMMANDS[name], "-f", "csv").out))) == fields
    for line in kpov(*COMMANDS[name], "-f", "ndjson").out.splitlines():
        assert list(json.loads(line)) == fields
    answer = json.loads(kpov(*COMMANDS[name], "-f", "json").out)
    assert list(answer) == ["question", "arguments", "rows", "notes", "sources"]
    assert answer["question"] == f"programme {name}"
    assert answer["sources"]
    assert all(list(row) == fields for row in answer["rows"])


@pytest.mark.parametrize("name", COMMANDS)
def test_only_words_follow_the_language(kpov, name):
    one, other = (
        json.loads(kpov(*COMMANDS[name], "-f", "json", "--lang", lang).out) for lang in ("en", "id")
    )
    assert [note["code"] for note in one["notes"]] == [note["code"] for note in other["notes"]]
    for row, same in zip(one["rows"], other["rows"], strict=True):
        assert {**row, "basis": "", "note": ""} == {**same, "basis": "", "note": ""}
        if "basis" in row:
            assert row["basis"] != same["basis"]


@pytest.mark.parametrize("lang", ["en", "id"])
@pytest.mark.parametrize("columns", ["50", "80", "200"])
@pytest.mark.parametrize("name", COMMANDS)
def test_tables_fit_their_page(kpov, name, columns, lang, monkeypatch):
    monkeypatch.setenv("COLUMNS", columns)
    out = kpov(*COMMANDS[name], "-f", "table", "--lang", lang).out
    assert max(map(len, out.splitlines())) <= int(columns)
    assert "None" not in out
    assert "person_year" not in out


def test_a_table_for_people(kpov):
    english, indonesian = (kpov(*ASSESS, "-f", "table", "--lang", lang).out for lang in ("en", "id"))
    assert english.startswith("Is it enough? · East Kalimantan · March 2024\n")
    assert indonesian.startswith("Kecukupan bantuan · Kalimantan Timur · Maret 2024\n")
    assert "306,198,253,620" in english
    assert "306.198.253.620" in indonesian
    assert "43,146 " in english
    assert "2.45 " in english
    assert re.search(r"^Biaya terhadap total kesenjangan, +2,45 ", indonesian, re.MULTILINE)
    digits = kpov(*ASSESS, "-f", "table", "--digits", "4").out
    assert "43,146.1988" in digits


def test_markdown_and_excel(kpov, tmp_path):
    assert "| Cost (Rp) | 7,500,000,000 |" in kpov(*ASSESS, "-f", "markdown").out
    assert "cost;7500000000;idr;" in kpov(*ASSESS, "-f", "excel-csv").out
    for name, command in COMMANDS.items():
        file = tmp_path / f"{name}.xlsx"
        assert kpov(*command, "-o", file).code == 0
        assert file.stat().st_size > 0


def test_a_year_in_a_workbook_is_no_thousand(kpov, tmp_path):
    calamine = pytest.importorskip("python_calamine")
    file = tmp_path / "list.xlsx"
    kpov("programme", "list", "-o", file)
    rows = calamine.CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
    assert rows[0][2] == "Year"
    assert rows[1][2] == 2023


def test_common_options_stand_anywhere(kpov):
    end = kpov(*ASSESS, "-f", "json", "--lang", "id").out
    assert kpov("-f", "json", "--lang", "id", *ASSESS).out == end
    assert kpov("programme", "-f", "json", "--lang", "id", *ASSESS[1:]).out == end


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["assess", "--recipients", "5"], "--amount is missing"),
        (["assess", "--amount", "5jt"], "--recipients is missing"),
        (["options", "--amount", "5jt"], "--budget is missing"),
        (["benefit", "elderly=1"], "--year is missing"),
        (["benefit", "--year", "2025"], "COMPONENT=N... is missing"),
        (["assess", "--amount", "5jt", "--recipients", "5", "more"], "unexpected argument"),
        (["assess", "--amount", "5jt", "--recipients", "5", "--locality", "urban"], "no --locality"),
    ],
)
def test_a_wrong_command_line(kpov, arguments, said):
    run = kpov("programme", *arguments)
    assert run.code == 2
    assert said in run.err
    assert not run.out


def test_exit_codes(kpov):
    assert kpov(*ASSESS[:-1], "2021").code == 4
    assert kpov(*ASSESS, "--figures", "nowhere.csv").code == 3
    assert kpov(*ASSESS, "-o", "/nowhere/file.csv").code == 74


def test_figures_of_the_environment(kpov, write, monkeypatch):
    header = "area,period,locality,indicator,value,source\n"
    monkeypatch.setenv("KPOV_FIGURES", write(header + "64,2024-03,total,poor_household_size,5.00,mine\n"))
    run = kpov(*ASSESS)
    assert ["poor_households", "44268", "households"] in [row[:3] for row in run.rows]
    assert "replaced by yours" in run.err


@pytest.mark.parametrize("name", COMMANDS)
def test_python_and_the_command_line_agree(kpov, name):
    asked = {
        "strategies": lambda: programme.strategies(
            "7.5miliar", transfer="400rb", capital="5jt", group="20jt/5", monthly_return=5
        ),
        "evidence": lambda: programme.evidence(country="Indonesia", amount="5jt", period="2024"),
        "allocate": lambda: programme.allocate(recipients=1500, period="2024"),
        "assess": lambda: programme.assess("5jt", 1500, period="2024"),
        "options": lambda: programme.options("7.5miliar", amount=["3jt", "5jt"]),
        "benefit": lambda: programme.benefit({"elderly": 1, "sd": 2}, year=2025),
        "list": lambda: programme.listing(year=2025),
    }
    answer = asked[name]()
    rows = list(csv.reader(io.StringIO(kpov(*COMMANDS[name], "-f", "csv").out)))[1:]
    assert rows == [
        ["" if cell is None else str(cell) for cell in cells(row, answer.fields)] for row in answer
    ]
