"""The parts of a folder with its own Python: what each adds to kpov, and the archive that it comes in."""

from __future__ import annotations

import os
import sys

PACKAGES = {  # of each part, by the names that Python imports
    "survey": ("_duckdb", "dbfread", "duckdb", "narwhals", "numpy", "pyreadstat"),
    "report": ("typst", "vl_convert"),
    "grouped": ("scipy",),
}


def is_folder() -> bool:
    """Whether this Python is the one in a folder of kpov, into which pip installs nothing."""
    return bool(getattr(sys, "frozen", False))


def part_of(module: str) -> str | None:
    """The part with a module, or None if it is in none."""
    package = module.partition(".")[0]
    return next((part for part, packages in PACKAGES.items() if package in packages), None)


def archive(part: str | None, version: str) -> str:
    """The name of the archive of a part for this system; without a part, that of the folder."""
    stem = f"kpov-{version}-{system()}"
    return f"{stem}-{part}.zip" if part else f"{stem}.zip"


def own_version() -> str:
    """The version of this kpov, as the package has it that imports everything."""
    return str(vars(sys.modules["kaltim_poverty"])["__version__"])


def system() -> str:
    """This system, as it stands in the names of archives."""
    if sys.platform == "win32":
        return "win64"
    return f"{'macos' if sys.platform == 'darwin' else sys.platform}-{os.uname().machine}"
