"""No command opens a socket but `fetch`, as the system sees it: what libraries do is seen too."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support import TIMEOUT, environment

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
STRACE = shutil.which("strace")
SURVEY = (str(EXAMPLES / "survey.csv"), "--design", str(EXAMPLES / "survey.toml"))
LINES = {
    "a question": ("compare", "2023", "2024"),
    "a report": ("report", "2024", "-o", "report.pdf"),
    "a picture": ("trend", "p0", "-o", "trend.png"),
    "a survey": ("survey", "estimate", *SURVEY, "--line", "833955", "-o", "estimate.xlsx"),
    "an explanation": ("explain", SURVEY[0], "gini", *SURVEY[1:], "--like", "convey"),
    "an import": ("import", str(EXAMPLES / "bps" / "p0-kabupaten-2025.csv"), "--keep", "new"),
    "what was fetched": ("fetch", "192", "--offline"),
}


def traced(folder, *command):
    """What a command asks of the network, a line each, and its exit code."""
    out = folder / "trace.txt"
    done = subprocess.run(
        [STRACE, "-f", "-qq", "-e", "trace=network", "-o", str(out), *command],
        cwd=folder,
        env=environment(KPOV_DATA=str(folder / "data"), XDG_CACHE_HOME=str(folder)),
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        check=False,
    )
    if "ptrace" in done.stderr or not out.exists():
        pytest.skip("nothing can be traced here")
    return [
        line for line in out.read_text().splitlines() if "(" in line and "+++" not in line
    ], done.returncode


@pytest.mark.skipif(STRACE is None, reason="strace is not installed")
def test_a_socket_would_be_seen(tmp_path):
    code = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()"
    calls, _ = traced(tmp_path, sys.executable, "-c", code)
    assert any("socket(AF_INET" in call for call in calls)


@pytest.mark.slow
@pytest.mark.skipif(STRACE is None, reason="strace is not installed")
@pytest.mark.parametrize("name", LINES)
def test_a_command_opens_none(tmp_path, name):
    calls, code = traced(tmp_path, sys.executable, "-m", "kaltim_poverty", *LINES[name])
    assert code in (0, 4)
    assert [call for call in calls if "socket(" in call or "connect(" in call] == []


@pytest.mark.skipif(STRACE is None, reason="strace is not installed")
def test_a_command_that_draws_and_writes_opens_none(tmp_path):
    """The one of all that uses most libraries."""
    calls, code = traced(tmp_path, sys.executable, "-m", "kaltim_poverty", *LINES["a report"])
    assert code == 0
    assert [call for call in calls if "socket(" in call or "connect(" in call] == []
