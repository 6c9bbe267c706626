"""Ways to run kpov: in this process, as a program of its own, in a shell, on a terminal."""

from __future__ import annotations

import contextlib
import fcntl
import io
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import zipfile
from typing import NamedTuple

from kaltim_poverty.cli.main import main

UNSET = (
    "COLUMNS",
    "LINES",
    "NO_COLOR",
    "FORCE_COLOR",
    "LANGUAGE",
    "PYTHONUNBUFFERED",  # hides what happens at the last flush
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONIOENCODING",
    "PYTHONUTF8",
)
TIMEOUT = 60
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
NUMBER = re.compile(r"(?<![\w.,])[−-]?\d+(?:[.,]\d+)*(?![\w])")


class Result(NamedTuple):
    """What a run left behind."""

    out: str
    err: str
    code: int


def environment(**changes):
    """The variables of a clean machine with *changes*; None removes one."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in UNSET and not name.startswith(("KPOV_", "LC_", "_KPOV"))
    }
    bin_folder = os.path.dirname(sys.executable)
    kept.update(
        {"KPOV_DATA": "", "LANG": "C.UTF-8", "TERM": "xterm", "PATH": f"{bin_folder}:{kept.get('PATH', '')}"}
    )
    kept.update(changes)
    return {name: value for name, value in kept.items() if value is not None}


def run(*arguments, stdin=None, env=None, cwd=None):
    """kpov as a program of its own, its streams pipes; *stdin* is text or bytes."""
    data = stdin.encode() if isinstance(stdin, str) else stdin
    done = subprocess.run(
        [sys.executable, "-m", "kaltim_poverty", *arguments],
        input=data if data is not None else b"",
        capture_output=True,
        env=environment(**(env or {})),
        cwd=cwd,
        timeout=TIMEOUT,
        check=False,
    )
    return Result(done.stdout.decode(errors="replace"), done.stderr.decode(), done.returncode)


def shell(script, *, env=None, cwd=None):
    """A line of bash in which kpov is a command."""
    done = subprocess.run(
        ["bash", "-c", script],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=environment(**(env or {})),
        cwd=cwd,
        timeout=TIMEOUT,
        check=False,
    )
    return Result(done.stdout.decode(errors="replace"), done.stderr.decode(), done.returncode)


def call(*arguments, stdin=b""):
    """kpov in this process, its streams in memory: what `run` does, without the start of an interpreter."""
    data = stdin.encode() if isinstance(stdin, str) else stdin
    streams = [io.TextIOWrapper(io.BytesIO(start), encoding="utf-8") for start in (data, b"", b"")]
    before = sys.stdin, sys.stdout, sys.stderr
    sys.stdin, sys.stdout, sys.stderr = streams
    try:
        code = main(arguments)
    finally:
        sys.stdin, sys.stdout, sys.stderr = before
    for stream in streams[1:]:
        stream.flush()
    out, err = (stream.buffer.getvalue().decode() for stream in streams[1:])
    return Result(out, err, code)


def terminal(*arguments, columns=80, env=None):
    """kpov on a terminal of *columns*; what it printed there, escape codes and all."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "kaltim_poverty", *arguments],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env=environment(**(env or {})),
        start_new_session=True,
    )
    os.close(follower)
    out = read_all(leader)
    os.close(leader)
    return Result(out.decode(errors="replace").replace("\r\n", "\n"), "", process.wait(TIMEOUT))


def read_all(descriptor):
    """Everything until the other end is closed."""
    pieces = []
    with contextlib.suppress(OSError):  # what Linux answers when the program has left the terminal
        while piece := os.read(descriptor, 65536):
            pieces.append(piece)
    return b"".join(pieces)


def without_escapes(text):
    """The text without colours."""
    return ESCAPE.sub("", text)


def numbers_in(text):
    """Every number of a text, as written."""
    return NUMBER.findall(without_escapes(text))


def number_formats(path, line):
    """The number format of each number in a line of the first sheet, by the place of its column."""
    with zipfile.ZipFile(path) as book:
        styles = book.read("xl/styles.xml").decode()
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    own = dict(re.findall(r'numFmtId="(\d+)" formatCode="([^"]+)"', styles))
    named = {"3": "#,##0", "4": "#,##0.00", **own}
    used = re.findall(r'<xf numFmtId="(\d+)"', re.search(r"<cellXfs.*?</cellXfs>", styles, re.DOTALL)[0])
    cells = re.findall(rf'<c r="([A-Z]){line}" s="(\d+)"><v>', sheet)
    return {ord(letter) - ord("A"): named[used[int(style)]] for letter, style in cells}
