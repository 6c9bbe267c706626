"""Commands as a reader sees them: run on a terminal of 80 columns, printed as a session.

The documents call `console` from their cog blocks; the tests call `sessions` and `run` to hold what a
document prints against what its commands say.
"""

from __future__ import annotations

import atexit
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
INDONESIAN = "id"  # the folder of the pages in Bahasa Indonesia, whose reader has set the language
FENCE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TOOLS = {"jq": re.compile(r"\bjq\b"), "column": re.compile(r"\| column -t")}  # not on every system
SCRIPT = re.compile(r"examples/\w+\.sh")
COLOUR = re.compile(rb"\x1b\[[0-9;]*m")
WIPED = re.compile(rb"(?:\r[^\r\n]*)+\r")  # a sign of life, which a slow system shows and wipes again
COLUMNS, LINES = 80, 24
OF_THE_READER = ("LANG", "LANGUAGE", "FORCE_COLOR")
MEASURED = "COVERAGE_PROCESS_START"  # which would take longer than the commands, and add nothing


def settings_of(document: str) -> dict[str, str]:
    """What a document tells its reader to set."""
    return {"KPOV_LANG": "id"} if INDONESIAN in Path(document).parts[-3:-1] else {}


class Example(NamedTuple):
    """A command of a document and what the document says it prints."""

    command: str
    printed: str


class Session:
    """A folder of its own with the project's examples in it, and a terminal to run commands on."""

    def __init__(self, document: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="kpov-docs-"))
        atexit.register(shutil.rmtree, self.folder, ignore_errors=True)
        shutil.copytree(ROOT / "examples", self.folder / "examples")
        self.environment = environment(settings_of(document))

    def run(self, command: str) -> str:
        """What *command* prints on the terminal, without blanks at line ends."""
        import pty

        ours, theirs = pty.openpty()
        try:
            resize(theirs)
            process = subprocess.Popen(
                ["sh", "-c", command],
                stdin=subprocess.DEVNULL,
                stdout=theirs,
                stderr=theirs,
                cwd=self.folder,
                env=self.environment,
                start_new_session=True,
            )
            os.close(theirs)
            data = b"".join(pieces(ours))
            process.wait()
        finally:
            os.close(ours)
        text = WIPED.sub(b"", COLOUR.sub(b"", data).replace(b"\r\n", b"\n")).decode()
        return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def resize(terminal: int) -> None:
    """Give a terminal the width of the documents."""
    import fcntl
    import struct
    import termios

    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))


def pieces(terminal: int) -> Iterator[bytes]:
    """What arrives on a terminal until its other end is closed."""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # how Linux says that nobody is left at the other end
            return
        if not piece:
            return
        yield piece


def environment(settings: dict[str, str]) -> dict[str, str]:
    """A plain environment in which this Python's ``kpov`` comes first."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("KPOV_", "_KPOV_", "LC_")) and name not in (*OF_THE_READER, MEASURED)
    }
    path = os.pathsep.join([str(Path(sys.executable).parent), kept.get("PATH", os.defpath)])
    plain = {
        "KPOV_DATA": "",
        "COLUMNS": str(COLUMNS),
        "TERM": "dumb",
        "NO_COLOR": "1",
        "LC_ALL": "C.UTF-8",
        "PATH": path,
    }
    return {**kept, **plain, **settings}


SESSIONS: dict[str, Session] = {}


def session_of(document: str) -> Session:
    """The session in which all commands of a document run, in their order."""
    if document not in SESSIONS:
        SESSIONS[document] = Session(document)
    return SESSIONS[document]


def console(*commands: str) -> None:
    """Print the commands and their output as a fenced block; for cog blocks."""
    import cog

    session = session_of(cog.inFile)
    cog.out(block(session, *commands))


def block(session: Session, *commands: str) -> str:
    """The fenced block of commands that run in *session*."""
    body = "".join(f"$ {prompted(command)}\n{session.run(command)}" for command in commands)
    return f"```console\n{body}```\n"


def prompted(command: str) -> str:
    """A command as typed: further lines behind the shell's second prompt."""
    return command.replace("\n", "\n> ")


def missing_tools(text: str) -> list[str]:
    """The tools that the commands of a document use and this system lacks."""
    typed = "\n".join(example.command for example in sessions(text))
    scripts = [(ROOT / name).read_text(encoding="utf-8") for name in SCRIPT.findall(typed)]
    used = "\n".join([typed, *scripts])
    return [name for name, use in TOOLS.items() if use.search(used) and shutil.which(name) is None]


def sessions(text: str) -> list[Example]:
    """The commands of all console blocks of a document, with what each is said to print."""
    return [example for match in FENCE.finditer(text) for example in examples(match.group(1))]


def examples(body: str) -> Iterator[Example]:
    """The commands of one console block."""
    command: list[str] = []
    printed: list[str] = []
    for line in body.splitlines():
        if line.startswith("$ "):
            if command:
                yield Example("\n".join(command), "".join(printed))
            command, printed = [line[2:]], []
        elif line.startswith("> ") and not printed:
            command.append(line[2:])
        else:
            printed.append(f"{line}\n")
    if command:
        yield Example("\n".join(command), "".join(printed))
