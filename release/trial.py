"""A folder with its own Python, tried as on a machine that has none: ``python release/trial.py ARCHIVE``.

The archive is unzipped, and each command runs with an environment that names nothing but the folders of the
system. With ``--root`` (Linux, as root) it runs in a root that holds the folder and the C library alone; with
``--image NAME`` in a container without a network; ``--small`` is for the archive without surveys. Each of the
commands has an expected exit code and expected words; the first that differs ends the trial with 1.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from limits import unzipped

PROJECT = Path(__file__).resolve().parents[1]
EXAMPLE = PROJECT / "examples" / "bps" / "p0-kabupaten-2025.csv"
BLANKS = "a folder with blanks"
NAME = "kpov.exe" if sys.platform == "win32" else "kpov"
C_LIBRARY = re.compile(r"(/\S*/(?:ld-linux[^\s/]*|lib(?:c|m|dl|pthread|rt|util)\.so\.\d))")
INDONESIAN = ("brief", "2024", "--lang", "id")
SPOKEN = ("penduduk miskin", "Rp833.955")
ON_SCREEN = (*SPOKEN, "Maret 2023–Maret 2024")  # with the source
MISSING = 3
NO_TOKEN = 2
SHELLS = {"win32": "powershell", "darwin": "zsh"}


class Trial(NamedTuple):
    """A command and what is expected of it.

    Attributes:
        command: without the name of the program.
        words: that stand in what it prints.
        code: that it ends with.
        files: that are there afterwards, below the folder in which it runs.
    """

    command: tuple[str, ...]
    words: tuple[str, ...]
    code: int = 0
    files: tuple[str, ...] = ()


WORKBOOK = f"{BLANKS}/angka 2024.xlsx"
SURVEY = f"{BLANKS}/survey of 2024.csv"
DESIGN = [
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
    "--line",
    "833955",
]
TRIALS = (
    Trial(("--version",), ("kpov ",)),
    Trial(("help", "exit-codes"), ("141",)),
    Trial(("compare", "2023", "2024"), ("64\ttotal\tp0\tpercent\t2023-03\t2024-03\t6.11\t5.78\t-0.33",)),
    Trial(("trend", "p0", "2015..2024", "-f", "table"), ("5.78", "─")),
    Trial(INDONESIAN, SPOKEN),
    Trial(("gap", "2024", "-o", WORKBOOK), (), files=(WORKBOOK,)),
    Trial(("import", f"{BLANKS}/{EXAMPLE.name}"), ("621", "14.89", "new")),
    Trial(("help", "man", "-o", "man pages"), (), files=("man pages/kpov.1", "man pages/kpov-compare.1")),
    Trial(("help", "completion", "--install", SHELLS.get(sys.platform, "bash")), ("completion",)),
    Trial(("trend", "p0", "2015..2024", "-o", "trend.svg"), ("vl-convert", "-report.zip"), MISSING),
    Trial(("fetch",), ("KPOV_BPS_TOKEN",), NO_TOKEN),
)
WITH_SURVEYS = (
    Trial(("survey", "example", "-o", SURVEY), (), files=(SURVEY,)),
    Trial(("survey", "estimate", SURVEY, *DESIGN), ("p0",)),
)
WITHOUT_SURVEYS = (
    Trial(("survey", "example", "-o", SURVEY), ("numpy", "-survey.zip"), MISSING),
    Trial(("survey", "estimate", f"{BLANKS}/{EXAMPLE.name}", *DESIGN), ("-survey.zip",), MISSING),
    Trial(("grouped", "estimate", "--gini", "0.321", "--mean", "1900000"), ("-survey.zip",), MISSING),
)


class Machine(NamedTuple):
    """What commands run on.

    Attributes:
        program: with what stands before it, as typed outside.
        work: the folder in which they run, as it is outside.
        variables: of the environment; there are no others.
        enter: what the process does before it runs the program.
    """

    program: tuple[str, ...]
    work: Path
    variables: dict[str, str]
    enter: Callable[[], None] | None = None


def this_machine(folder: Path, work: Path) -> Machine:
    """This machine, with the folders of the system and no others."""
    system = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "TMPDIR") if name in os.environ}
    if sys.platform == "win32":
        home = {name: str(work) for name in ("USERPROFILE", "APPDATA", "LOCALAPPDATA")}
        system |= {**home, "PATH": rf"{system['SYSTEMROOT']}\System32"}
    else:
        system |= {"HOME": str(work), "PATH": "/usr/bin:/bin"}
    return Machine((str(folder / NAME),), work, system)


@contextmanager
def empty_root(folder: Path, root: Path) -> Iterator[Machine]:
    """A root that holds the folder, the C library, a folder to work in and the kernel's, and nothing else."""
    shutil.copytree(folder, root / folder.name)
    files = [*folder.rglob("*.so*"), folder / NAME]
    needed = subprocess.run(["ldd", *files], capture_output=True, text=True, check=False).stdout  # noqa: S607 - of the system
    for name in set(C_LIBRARY.findall(needed)):
        target = root / name.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(name, target)
    work = root / "work"
    work.mkdir()

    def enter() -> None:
        os.chroot(root)
        os.chdir("/work")

    kernel = root / "proc"
    kernel.mkdir()
    subprocess.run(["mount", "-t", "proc", "proc", kernel], check=True)  # noqa: S607 - of the system
    try:
        yield Machine((f"/{folder.name}/{NAME}",), work, {"HOME": "/work"}, enter)
    finally:
        subprocess.run(["umount", kernel], check=True)  # noqa: S607 - of the system


def container(image: str, folder: Path, work: Path) -> Machine:
    """A container without a network, in which Python is no command."""
    run = ("docker", "run", "--rm", "--network", "none", "--workdir", "/work", "--env", "HOME=/work")
    mounts = ("--volume", f"{folder}:/kpov:ro", "--volume", f"{work}:/work")
    inside = (*run, *mounts, image)
    subprocess.run([*inside, "sh", "-c", "! command -v python3"], check=True)
    return Machine((*inside, f"/kpov/{NAME}"), work, dict(os.environ))


def printed(machine: Machine, command: tuple[str, ...]) -> tuple[int, str]:
    """The exit code of a command, and what it printed."""
    done = subprocess.run(
        [*machine.program, *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=None if machine.enter else machine.work,
        env=machine.variables,
        preexec_fn=machine.enter,
        check=False,
    )
    return done.returncode, done.stdout.decode("utf-8", "backslashreplace")


def shown(machine: Machine, command: tuple[str, ...]) -> str:
    """What a command shows in a console (Windows), or on a terminal."""
    if sys.platform == "win32":
        from winpty import PtyProcess

        process = PtyProcess.spawn(
            [*machine.program, *command], cwd=str(machine.work), env=machine.variables, dimensions=(60, 120)
        )
        text = ""
        while process.isalive() or not text:
            try:
                text += process.read()
            except EOFError:
                break
        return text
    import pty

    master, slave = pty.openpty()
    subprocess.run(
        [*machine.program, *command],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        cwd=None if machine.enter else machine.work,
        env={**machine.variables, "COLUMNS": "120"},
        preexec_fn=machine.enter,
        check=True,
    )
    text = os.read(master, 65_536).decode("utf-8", "backslashreplace")
    os.close(slave)
    os.close(master)
    return text


def faults(machine: Machine, trial: Trial) -> list[str]:
    """What differs from what is expected of a command."""
    code, text = printed(machine, trial.command)
    found = [f"exit code {code}, not {trial.code}"] if code != trial.code else []
    found += [f"{words!r} is not in the output" for words in trial.words if words not in text]
    found += [f"there is no {file}" for file in trial.files if not (machine.work / file).is_file()]
    return [*found, text] if found else []


def faults_on_screen(machine: Machine) -> list[str]:
    """What differs on the screen of a console."""
    text = shown(machine, INDONESIAN)
    flat = " ".join(text.split())
    found = [f"{words!r} is not on the screen" for words in ON_SCREEN if words not in flat]
    return [*found, text] if found else []


def tried(machine: Machine, trials: tuple[Trial, ...]) -> int:
    """Try each command, and say how it went."""
    (machine.work / BLANKS).mkdir()
    shutil.copy(EXAMPLE, machine.work / BLANKS)
    for trial in trials:
        said(f"kpov {' '.join(trial.command)}", faults(machine, trial))
    if machine.program[0] != "docker":
        said(f"on a screen: kpov {' '.join(INDONESIAN)}", faults_on_screen(machine))
    return 0


def said(command: str, found: list[str]) -> None:
    """Print the outcome of a command.

    Raises:
        SystemExit: if it differs from what is expected.
    """
    sys.stdout.write(f"{'FAILS' if found else 'ok':<6}{command}\n")
    if found:
        raise SystemExit("\n".join(found))


def main() -> int:
    """Unzip, and try on the machine that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--root", action="store_true")
    parser.add_argument("--image")
    parser.add_argument("--small", action="store_true")
    asked = parser.parse_args()
    trials = TRIALS + (WITHOUT_SURVEYS if asked.small else WITH_SURVEYS)
    with tempfile.TemporaryDirectory(prefix="kpov trial ") as place:
        folder, work, root = (Path(place).resolve() / name for name in ("unzipped", "work", "root"))
        for each in (folder, work, root):
            each.mkdir()
        unpacked = unzipped(asked.archive, folder)
        if asked.root:
            with empty_root(unpacked, root) as machine:
                return tried(machine, trials)
        if asked.image:
            return tried(container(asked.image, unpacked, work), trials)
        return tried(this_machine(unpacked, work), trials)


if __name__ == "__main__":
    sys.exit(main())
