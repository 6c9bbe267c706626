"""Start-up stays short because little is imported: seen in `sys.modules`, not by the clock."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from questions import COMMANDS, QUESTIONS
from support import TIMEOUT, environment

HEAVY = (
    "numpy",
    "rich",
    "duckdb",
    "_duckdb",
    "importlib.metadata",
    "urllib.request",
    "asyncio",
    "xlsxwriter",
    "babel",
    "email",
)
PROGRAM = """
import json, sys
from kaltim_poverty.cli.main import main
code = main(sys.argv[1:])
sys.stdout.flush()
print(json.dumps([code, sorted(sys.modules)]), file=sys.stderr)
"""


def modules_of(*arguments, **env):
    """All modules that a command has imported when it is done."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        capture_output=True,
        env=environment(**env),
        timeout=TIMEOUT,
        check=False,
    )
    return set(json.loads(done.stderr.decode().splitlines()[-1])[1])


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_in_a_pipe_imports_nothing_heavy(name):
    """Neither tables nor arrays nor networks are needed for rows."""
    assert modules_of(*QUESTIONS[name].arguments, "-q") & set(HEAVY) == set()


@pytest.mark.parametrize(
    "arguments", [("compare", "2023", "1999"), ("compar",), ("compare",), ("--version",)]
)
def test_an_error_imports_nothing_heavy(arguments):
    assert modules_of(*arguments) & set(HEAVY) == set()


def test_a_question_imports_no_other_question_of_the_command_line():
    found = {name.removeprefix("kaltim_poverty.cli.") for name in modules_of("compare", "2023", "2024", "-q")}
    assert found & {*COMMANDS, "listing", "helping"} == {"compare"}


def test_a_question_reads_one_language():
    names = modules_of("compare", "2023", "2024", "--lang", "id")
    assert not any(name.startswith("kaltim_poverty.words.en.") for name in names)


@pytest.mark.parametrize("arguments", [("--help",), (), ("--help", "--lang", "id")])
def test_help_imports_no_command(arguments):
    """The table of commands knows their questions without them."""
    found = {name.removeprefix("kaltim_poverty.cli.") for name in modules_of(*arguments)}
    assert found & {*COMMANDS, "listing", "helping"} == set()


@pytest.mark.parametrize("kind", ["bash", "zsh", "fish"])
def test_completing_a_command_imports_no_command(kind):
    """TAB answers before anybody notices."""
    line = {"COMP_WORDS": "kpov comp", "COMP_CWORD": "comp" if kind == "fish" else "1"}
    names = modules_of(_KPOV_COMPLETE=f"{kind}_complete", **line)
    found = {name.removeprefix("kaltim_poverty.cli.") for name in names}
    assert found & {*COMMANDS, "listing", "helping"} == set()
    assert names & set(HEAVY) == set()


def test_a_table_imports_rich_but_no_arrays():
    names = modules_of("compare", "2023", "2024", "-f", "table")
    assert "rich" in names
    assert names & {"numpy", "xlsxwriter", "urllib.request", "asyncio"} == set()


def test_importing_the_package_imports_nothing_else_of_it():
    """`from kaltim_poverty import compare` pays for compare alone."""
    program = (
        "import kaltim_poverty, sys; print(*sorted(n for n in sys.modules if n.startswith('kaltim_poverty')))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, env=environment(), check=True)
    assert done.stdout.split() == [b"kaltim_poverty"]


def test_a_question_of_a_survey_is_a_function_whoever_imported_its_file_and_imports_no_other():
    program = (
        "import sys; from kaltim_poverty.survey.estimate import Estimate; from kaltim_poverty import survey\n"
        "assert callable(survey.estimate) and 'estimate' in dir(survey)\n"
        "others = {f'kaltim_poverty.survey.{name}' for name in ('compare', 'simulate')}\n"
        "assert not others & set(sys.modules)\n"
        "assert callable(survey.compare)"
    )
    subprocess.run([sys.executable, "-c", program], env=environment(), timeout=TIMEOUT, check=True)


CLUSTER = {"pyspark", "pyarrow", "py4j", "grpc", "pandas"}


@pytest.mark.parametrize(
    "arguments", [("survey", "estimate", "--help"), ("survey", "estimate", "{file}", "-q")]
)
def test_nothing_of_a_cluster_is_imported_unless_it_is_asked_for(arguments, write):
    """Not even by the commands that take ``--engine``."""
    file = write("welfare\n1\n2\n")
    names = modules_of(*(word.format(file=file) for word in arguments))
    assert {name.partition(".")[0] for name in names} & CLUSTER == set()
