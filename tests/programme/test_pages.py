"""The worked pages: every command prints what the page says, on a terminal of 80 columns."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
COLOUR = re.compile(rb"\x1b\[[0-9;]*m")


def on_terminal(command, folder):
    """What a line of shell prints on a terminal of 80 columns."""
    leader, follower = pty.openpty()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KPOV_", "LC_"))}
    path = os.pathsep.join([os.path.dirname(sys.executable), kept.get("PATH", "")])
    environment = {**kept, "PATH": path, "COLUMNS": "80", "TERM": "dumb", "LANG": "C.UTF-8"}
    process = subprocess.Popen(
        ["sh", "-c", command],
        stdin=subprocess.DEVNULL,
        stdout=follower,
        stderr=follower,
        cwd=folder,
        env=environment,
    )
    os.close(follower)
    data = b""
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:  # how Linux says that nobody is left at the other end
            break
        if not piece:
            break
        data += piece
    os.close(leader)
    process.wait()
    lines = COLOUR.sub(b"", data).decode().replace("\r\n", "\n").splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines)


@pytest.mark.parametrize("page", ["programmes.md", "programmes.id.md"])
def test_a_page_prints_what_its_commands_print(page, tmp_path):
    text = (DOCS / page).read_text(encoding="utf-8")
    examples = [match.groups() for block in BLOCK.findall(text) for match in COMMAND.finditer(block)]
    assert len(examples) > 8
    for command, printed in examples:
        assert on_terminal(command, tmp_path) == printed, command


def test_the_pages_run_the_same_commands():
    """The two languages show the same numbers of commands, so that neither falls behind."""
    english, indonesian = (
        [
            match.group(1).split(" --lang")[0].split()[:2]
            for block in BLOCK.findall((DOCS / page).read_text(encoding="utf-8"))
            for match in COMMAND.finditer(block)
        ]
        for page in ("programmes.md", "programmes.id.md")
    )
    assert english == indonesian
