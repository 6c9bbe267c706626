"""What a release depends on: a lock file with hashes, and a bill of materials."""

from __future__ import annotations

import json
import platform
import re
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from commands import fresh_python, run

OWN = "kaltim-poverty"
EVERYTHING = "all"  # the extra with all that users need
BILL = "CycloneDX"
BILL_VERSION = "1.5"


class Package(NamedTuple):
    """A package of a lock file.

    Attributes:
        name: of the package.
        version: that is installed.
        sha256: of the file that pip takes; empty for kpov itself.
        licence: as its metadata says it; empty if it does not.
        address: of the file.
    """

    name: str
    version: str
    sha256: str
    licence: str
    address: str


def resolved(wheel: Path) -> list[Package]:
    """What pip installs with a wheel and all its extras into an environment that has nothing."""
    with tempfile.TemporaryDirectory() as folder:
        text = run(
            *(fresh_python(Path(folder)), "-m", "pip", "install", "--dry-run", "--ignore-installed"),
            *("--quiet", "--report", "-", f"{wheel}[{EVERYTHING}]"),
            PYTHONPATH="",
        )
    return packages_of(json.loads(text))


def packages_of(report: dict[str, Any]) -> list[Package]:
    """The packages of a report of pip, by name."""
    found = []
    for each in report["install"]:
        about, download = each["metadata"], each["download_info"]
        hashes = download.get("archive_info", {}).get("hashes", {})
        is_own = about["name"] == OWN
        found.append(
            Package(
                about["name"],
                about["version"],
                "" if is_own else hashes.get("sha256", ""),
                about.get("license_expression") or "",
                download["url"],
            )
        )
    return sorted(found, key=lambda package: package.name.casefold())


def lock_file(packages: list[Package]) -> str:
    """The packages as requirements that pip checks by their hashes; kpov itself is left out.

    Raises:
        SystemExit: if a package has no hash.
    """
    others = [package for package in packages if package.name != OWN]
    without = [package.name for package in others if not package.sha256]
    if without:
        raise SystemExit(f"no hash is known of {', '.join(without)}")
    return "".join(
        f"{package.name}=={package.version} --hash=sha256:{package.sha256}\n" for package in others
    )


def bill_of_materials(packages: list[Package]) -> str:
    """The packages, and the Python of the folder, as a bill of materials in CycloneDX."""
    components = {package.name: component(package) for package in packages}
    bill = {
        "bomFormat": BILL,
        "specVersion": BILL_VERSION,
        "version": 1,
        "metadata": {"component": {**components.pop(OWN), "type": "application"}},
        "components": [*components.values(), python_component()],
    }
    return json.dumps(bill, indent=2) + "\n"


def component(package: Package) -> dict[str, object]:
    """A package as a component."""
    name = re.sub(r"[-_.]+", "-", package.name).lower()
    found: dict[str, object] = {
        "type": "library",
        "name": package.name,
        "version": package.version,
        "purl": f"pkg:pypi/{name}@{package.version}",
    }
    if package.sha256:
        found["hashes"] = [{"alg": "SHA-256", "content": package.sha256}]
    if package.licence:
        found["licenses"] = [{"expression": package.licence}]
    return found


def python_component() -> dict[str, object]:
    """The Python of the folder as a component."""
    version = platform.python_version()
    return {
        "type": "framework",
        "name": "CPython",
        "version": version,
        "purl": f"pkg:generic/cpython@{version}",
        "licenses": [{"expression": "PSF-2.0"}],
    }
