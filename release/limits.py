"""How large the archives of a release are, and how long the folder takes to start.

``python release/limits.py OUT`` measures what ``build.py`` wrote to OUT, prints each size and ratio beside
its limit, and ends with 1 if one is over it. Start-up is compared with that of kpov in a virtual environment
with the same Python, made from the zip of wheels without an index; the runs alternate, so that a noisy
machine is noisy for both.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import NamedTuple

from commands import fresh_python, install_offline, programs
from folder import SMALL
from packages import OWN

from kaltim_poverty.parts import archive

MEGABYTE = 10**6
SIZES = {None: 80.0, SMALL: 25.0}  # in megabytes, by the part that the archive is named after
SLOWER = 1.6  # at most, times the virtual environment's
ROUNDS = 15
COMMANDS = (("--version",), ("--help",), ("compare", "2023", "2024"), ("brief", "2024", "--lang", "id"))


class Measured(NamedTuple):
    """A number and its limit.

    Attributes:
        what: was measured.
        value: of it.
        limit: that it may reach.
        unit: of both.
    """

    what: str
    value: float
    limit: float
    unit: str

    @property
    def is_over(self) -> bool:
        """Whether it is over its limit."""
        return self.value > self.limit

    def __str__(self) -> str:
        """A line of a table."""
        verdict = "TOO MUCH" if self.is_over else "ok"
        return f"{self.what:<44} {self.value:8.2f} of {self.limit:6.2f} {self.unit:<4} {verdict}"


def sizes(out: Path, version: str) -> list[Measured]:
    """The sizes of the archives that have a limit."""
    names = {archive(part, version): limit for part, limit in SIZES.items()}
    return [
        Measured(name, (out / name).stat().st_size / MEGABYTE, limit, "MB") for name, limit in names.items()
    ]


def start_up(folder: str, environment: str) -> list[Measured]:
    """The time of each command in the folder against that in the virtual environment, medians of all runs."""
    return [
        Measured(f"start-up: kpov {' '.join(command)}", ratio(folder, environment, command), SLOWER, "x")
        for command in COMMANDS
    ]


def ratio(folder: str, environment: str, command: tuple[str, ...]) -> float:
    """How many times as long a command takes in the folder."""
    pairs = [(seconds(folder, command), seconds(environment, command)) for _ in range(ROUNDS)]
    ours, theirs = zip(*pairs, strict=True)
    return float(statistics.median(ours) / statistics.median(theirs))


def seconds(program: str, command: tuple[str, ...]) -> float:
    """The wall time of one run."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    start = time.perf_counter()
    subprocess.run([program, *command], check=True, capture_output=True, env={**variables, "KPOV_DATA": ""})
    return time.perf_counter() - start


def unzipped(file: Path, into: Path) -> Path:
    """The folder in an archive, with programs that may be run."""
    with zipfile.ZipFile(file) as archived:
        for info in archived.infolist():
            written = Path(archived.extract(info, into))
            written.chmod(written.stat().st_mode | (info.external_attr >> 16) & 0o777)
    [folder] = [each for each in into.iterdir() if each.is_dir()]
    return folder


def main(out: Path) -> int:
    """Measure, print, and say whether all is within the limits."""
    [wheel] = out.glob("*.whl")
    version = wheel.name.split("-")[1]
    [wheels] = out.glob("*-wheels-*.zip")
    with tempfile.TemporaryDirectory() as work:
        place = Path(work)
        (place / "folder").mkdir()
        (place / "wheels").mkdir()
        folder = unzipped(out / archive(None, version), place / "folder")
        with zipfile.ZipFile(wheels) as archived:
            archived.extractall(place / "wheels")
        install_offline(fresh_python(place / "environment"), place / "wheels", OWN)
        found = [
            *sizes(out, version),
            *start_up(str(folder / "kpov"), str(programs(place / "environment") / "kpov")),
        ]
    for each in found:
        sys.stdout.write(f"{each}\n")
    return int(any(each.is_over for each in found))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
