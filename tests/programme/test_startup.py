"""What programmes cost others: nothing; and the room can be used by any of its names."""

from __future__ import annotations

import subprocess
import sys

import pytest

LOADED = "print(*sorted(name for name in sys.modules if 'programme' in name), sep='\\n', file=sys.stderr)"


def modules_after(code):
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\n{LOADED}"], capture_output=True, text=True, check=True
    )
    return done.stderr.split()


@pytest.mark.parametrize(
    "arguments", [["compare", "2023", "2024", "-q"], ["--help"], ["help", "compare"], ["threshold", "2024"]]
)
def test_other_commands_load_no_programme(arguments):
    assert modules_after(f"from kaltim_poverty.cli.main import main; main({arguments!r})") == []


@pytest.mark.parametrize(
    "arguments",
    [
        "assess --amount 5jt --recipients 9",
        "allocate --recipients 9",
        "strategies --budget 9jt --capital 5jt --return 5",
        "evidence --amount 5jt",
        "allocate --help",
    ],
)
def test_a_command_loads_neither_numpy_nor_rich(arguments):
    name = arguments.split()[0]
    code = (
        "from kaltim_poverty.cli.main import main\n"
        f"main(['programme', *{arguments.split()!r}, '-q', '-f', 'tsv'])\n"
        "heavy = {'numpy', 'rich', 'duckdb', '_duckdb', 'urllib.request', 'asyncio', 'importlib.metadata'}\n"
        "assert not heavy & set(sys.modules)"
    )
    assert f"kaltim_poverty.programme.{name}" in modules_after(code)


@pytest.mark.parametrize(
    "code",
    [
        "import kaltim_poverty; kaltim_poverty.programme.assess('5jt', 9)",
        "from kaltim_poverty import programme; programme.options('5jt', amount=9)",
        "from kaltim_poverty.programme import benefit; benefit('elderly=1', year=2025)",
        "import kaltim_poverty.programme.assess; kaltim_poverty.programme.assess('5jt', 9)",
        "import kaltim_poverty; assert 'programme' in dir(kaltim_poverty)",
    ],
)
def test_the_python_face(code):
    modules_after(code)


def test_nothing_is_loaded_before_it_is_asked_for():
    assert modules_after("import kaltim_poverty") == []
