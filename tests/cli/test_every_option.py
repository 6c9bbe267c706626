"""Every option and argument of every command, as the commands declare them, with what no one expects."""

from __future__ import annotations

import unicodedata
from itertools import cycle

import click
import pytest
from support import call

from kaltim_poverty.cli.root import ROOT
from kaltim_poverty.cli.table import GROUPS, pages
from kaltim_poverty.words import LANGUAGES

LINES = {
    "compare": "2023 2024",
    "gap": "2024",
    "threshold": "2024",
    "profile": "",
    "show": "2024",
    "trend": "p0",
    "rank": "p0 2024",
    "decompose": "2023 2024",
    "target": "4.0 2029",
    "check": "",
    "brief": "2024",
    "list": "areas",
    "help": "formats",
    "fetch": "192 --offline",
    "import": "{file} --indicator p0",
    "data list": "",
    "data path": "",
    "data forget": "all",
    "data undo": "",
    "data export": "{file}.zip",
    "explain": "gini",
    "report": "1990 -o {file}.xlsx",
    "programme assess": "--amount 5jt --recipients 1500",
    "programme options": "--budget 7.5miliar --amount 3jt",
    "programme allocate": "--recipients 1500 --amount 5jt",
    "programme strategies": "--budget 7.5miliar --transfer 400rb --capital 5jt --return 5",
    "programme evidence": "--amount 5jt",
    "programme benefit": "elderly=1 --year 2025",
    "programme list": "",
    "programme plan": "--treated 15 --comparison 15",
    "programme assign": "{file} --arm treated=3 --seed 1",
    "programme monitor": "{file} --received r",
    "programme evaluate": "{file} --design lottery --outcome y --arm r --comparison 0 --draws 99",
    "programme example": "-o {file}.folder",
    "survey describe": "{file} --welfare y",
    "grouped estimate": "--gini 0.32 --mean 100 --line 50",
    "grouped curve": "--gini 0.32",
    "grouped fit": "--gini 0.32",
    "scenario": "2024",
    "survey estimate": "{file} --welfare y --measure mean",
    "survey compare": "{file} {file} --welfare y --measure mean",
    "survey dominance": "{file} {file} --welfare y --line 3",
    "survey curve": "{file} --welfare y",
    "survey profile": "{file} --welfare y --line 3 --of r",
    "survey decompose": "{file} {file} --welfare y --line 3",
    "survey growth": "{file} {file} --welfare y --line 3 --points 50",
    "survey targeting": "{file} --welfare y --received r --line 3",
    "survey deciles": "{file} --welfare y --overwrite -o out.parquet",
    "survey simulate": (
        "{file} --welfare y --line 3 --amount 1 --recipients 2 --per person --every once --to poorest"
    ),
    "survey example": "--households 100",
}  # of each command that asks something
COMMANDS = [page for page in pages() if page not in GROUPS]
NUMBERS = ["9" * 5000, "1e999"]
MORE_NUMBERS = ["9" * 400 + "GB", "-" + "9" * 400, "nan", "0." + "9" * 5000, "9" * 400 + "jt"]
HOSTILE = "a\x1b[31m\x9b2J\r\n\u202e\u2028\udcff|&=b"
HIDDEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
EXIT_CODES = (0, 1, 2, 3, 4, 74)


def test_every_command_has_a_line():
    assert set(COMMANDS) == set(LINES)


def parameters(command):
    """The options and arguments of a command that take a value."""
    node = ROOT
    for name in command.split():
        node = node.get_command(click.Context(node), name)
    return [each for each in node.params if not getattr(each, "is_flag", False) and each.name != "output"]


def line_with(command, parameter, value, file):
    """The command, asked something, with a value for one of its parameters."""
    line = [*command.split(), *LINES[command].format(file=file).split()]
    if isinstance(parameter, click.Option):
        return [*line, parameter.opts[-1], value]
    return [*command.split(), value, *line[len(command.split()) + 1 :]]


def assert_harmless(text):
    assert {each for each in text if unicodedata.category(each) in HIDDEN} <= {"\n"}


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "s.csv").write_text("y,r,g\n" + "".join(f"{y},{y % 2},b\n" for y in range(1, 9)))
    return "s.csv"


@pytest.mark.parametrize("command", COMMANDS)
def test_numbers_without_end(command, file):
    """Each is an answer or one sentence, whatever the option is for."""
    assert_answers(command, NUMBERS, file)


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_more_numbers_without_end(command, file):
    assert_answers(command, MORE_NUMBERS, file)


@pytest.mark.parametrize("number", [*NUMBERS, "9" * 400 + "GB"])
@pytest.mark.parametrize("option", ["--memory", "--line", "--confidence", "--bootstrap", "--digits"])
def test_a_number_without_end_is_none(option, number, file):
    """Wrong whatever the data."""
    done = call("survey", "estimate", file, "--welfare", "y", "--measure", "mean", option, number)
    assert (done.out, done.code) == ("", 2)
    assert len(done.err) < 300


def assert_answers(command, values, file):
    for parameter in parameters(command):
        for value in values:
            done = call(*line_with(command, parameter, value, file), "-q")
            assert done.code in EXIT_CODES, (parameter.name, value[:9], done.err[:300])
            assert not (done.code > 1 and done.out)
            assert not (done.code > 1 and len(done.err.splitlines()) > 2)


@pytest.mark.parametrize("command", COMMANDS)
def test_text_that_would_steer_a_terminal(command, file):
    """In one language or the other, which have the same sentences with the same places for it."""
    for parameter, language in zip(parameters(command), cycle(LANGUAGES), strict=False):
        if parameter.name != "lang":
            done = call(*line_with(command, parameter, HOSTILE, file), "--lang", language)
            assert done.code in EXIT_CODES, (parameter.name, done.err[:300])
            assert_harmless(done.out.replace("\t", "") + done.err)  # which parts the cells of TSV


LABEL = 'a\x1b[31m\u202e&="x'
LABELLED = [
    line
    for line in LINES
    if line.startswith("survey ") and line.removeprefix("survey ") not in ("deciles", "example", "simulate")
]


@pytest.mark.parametrize("form", ["table", "markdown", "json", "excel-csv", "xlsx"])
@pytest.mark.parametrize("command", LABELLED)
def test_groups_that_would_steer_a_terminal(command, form, tmp_path, monkeypatch):
    """In cells, headings, captions and notes, in every form that people read."""
    monkeypatch.chdir(tmp_path)
    name = "s\x1b[31m.csv"
    quoted = LABEL.replace('"', '""')
    rows = "".join(f'{y},{y % 2},"{quoted}"\n{y + 1},1,b\n' for y in range(1, 9))
    (tmp_path / name).write_text(f'y,r,"{quoted}"\n{rows}')
    line = [*command.split(), *(word.format(file=name) for word in LINES[command].split())]
    by = [] if command == "survey describe" else ["--by", f'"{quoted}"']
    out = ["-o", "answer.xlsx"] if form == "xlsx" else ["-f", form]
    done = call(*line, *by, *out)
    assert done.code == 0, done.err
    assert done.out or form == "xlsx"
    assert_harmless((done.out + done.err).replace("\ufeff", "", 1) if form != "excel-csv" else done.err)


FIGURES = (
    'area,period,locality,indicator,value,source\n64,2030-03,total,p0,5,"{label}"\n64,2031-03,total,p0,4,b\n'
)


@pytest.mark.parametrize("form", ["table", "markdown", "json"])
@pytest.mark.parametrize(
    "line", ["compare 2030 2031", "trend p0", "show 2030", "target 4.0 2035", "check", "brief 2030"]
)
def test_sources_that_would_steer_a_terminal(line, form, tmp_path):
    file = tmp_path / "own\x1b.csv"
    file.write_text(FIGURES.format(label=LABEL.replace('"', '""')))
    done = call(*line.split(), "--figures", str(file), "-f", form)
    assert done.code in EXIT_CODES, done.err
    assert_harmless(done.out + done.err)
