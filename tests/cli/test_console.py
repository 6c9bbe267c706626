"""The console script lets an interruption end it before anything else is imported."""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from support import TIMEOUT

from kaltim_poverty.cli import console

ROOT = Path(console.__file__).parents[2]
BEGUN = "from kaltim_poverty.cli import console\nimport os, signal, sys\n{before}"

INTERRUPTED = BEGUN + "console.exit_on_interrupt()\nsignal.raise_signal(signal.SIGINT)\nprint('alive')"


def run(code, *options):
    """A process of Python."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, *options, "-c", code]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=TIMEOUT, env=environment, check=False
    )


@pytest.mark.skipif(sys.platform == "win32", reason="exit codes of signals are those of POSIX")
def test_an_early_interruption_ends_the_process_without_a_word():
    done = run(INTERRUPTED.format(before=""))
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")


def test_an_interruption_that_is_ignored_stays_so():
    done = run(INTERRUPTED.format(before="signal.signal(signal.SIGINT, signal.SIG_IGN)\n"))
    assert (done.returncode, done.stdout, done.stderr) == (0, "alive\n", "")


def test_a_handler_of_another_program_stays():
    handler = signal.getsignal(signal.SIGINT)
    try:
        signal.signal(signal.SIGINT, mine := lambda *_: None)
        console.exit_on_interrupt()
        assert signal.getsignal(signal.SIGINT) is mine
    finally:
        signal.signal(signal.SIGINT, handler)


def test_the_command_and_the_module_begin_there():
    [script] = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))[
        "project"
    ]["scripts"].values()
    assert script == "kaltim_poverty.cli.console:main"
    assert "from kaltim_poverty.cli.console import main" in (
        ROOT / "kaltim_poverty" / "__main__.py"
    ).read_text(encoding="utf-8")


def test_nothing_is_imported_before():
    code = (
        "import sys\nsys.path.insert(0, sys.argv[1])\nbefore = set(sys.modules)\n"
        "import kaltim_poverty.cli.console\nprint(*sorted(set(sys.modules) - before))"
    )
    command = [sys.executable, "-I", "-S", "-c", code, str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT, check=True)
    own = {"kaltim_poverty", "kaltim_poverty.cli", "kaltim_poverty.cli.console"}
    assert set(done.stdout.split()) == {"__future__", *own}


def test_it_asks_first_and_runs_then(monkeypatch):
    """The signal, then the imports, then the answer."""
    order = []
    monkeypatch.setattr(console, "exit_on_interrupt", lambda: order.append("signal"))
    monkeypatch.setattr(console, "look_rarely_for_garbage", lambda: order.append("garbage"))
    monkeypatch.setattr(
        importlib.import_module("kaltim_poverty.cli.main"), "main", lambda: order.append("run") or 7
    )
    assert console.main() == 7
    assert order == ["signal", "garbage", "run"]


def test_what_is_left_at_the_end_of_a_process_is_done_and_the_rest_is_not_taken_apart():
    code = (
        "import atexit, sys\nfrom kaltim_poverty.cli.main import leave\n"
        "class Whole:\n    def __del__(self): print('taken apart')\n"
        "whole = Whole()\natexit.register(print, 'done', flush=True)\nleave(7)"
    )
    done = run(code)
    assert (done.returncode, done.stdout.split(), done.stderr) == (7, ["done"], "")
