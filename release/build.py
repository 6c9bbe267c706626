"""Build a release from a clean checkout: ``python release/build.py OUT``.

OUT gets the wheel and the source distribution (built twice, with the same bytes), the wheels of everything
that kpov needs on this system in one zip that installs with the network off, a lock file with hashes, a bill
of materials (CycloneDX 1.5), the manual pages, and the SHA-256 sums of all of it. pip is the only thing that
asks a package index.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path
from typing import Any, NamedTuple

PROJECT = Path(__file__).resolve().parents[1]
OWN = "kaltim-poverty"
EVERYTHING = "all"  # the extra with all that users need
EPOCH = (1980, 1, 1, 0, 0, 0)
READABLE = 0o644 << 16
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


def run(*command: str, **variables: str) -> str:
    """What a command prints.

    Raises:
        SystemExit: with what it said, if it fails.
    """
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, **variables}, cwd=PROJECT, check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


def check_clean() -> None:
    """Refuse a checkout with changes.

    Raises:
        SystemExit: with what has changed.
    """
    changed = run("git", "status", "--porcelain")
    if changed:
        raise SystemExit(f"the checkout has changes:\n{changed}")


def built(folder: Path) -> dict[str, Path]:
    """Wheel and source distribution of this checkout."""
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder))
    return {file.name: file for file in sorted(folder.iterdir()) if file.suffix in (".whl", ".gz")}


def built_twice(out: Path) -> Path:
    """The wheel; both distributions are put into the folder.

    Raises:
        SystemExit: if two builds differ.
    """
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        first, second = built(Path(one)), built(Path(other))
        for name, file in first.items():
            data = file.read_bytes()
            if data != second[name].read_bytes():
                raise SystemExit(f"two builds of {name} differ")
            (out / name).write_bytes(data)
    [wheel] = out.glob("*.whl")
    return wheel


def resolved(wheel: Path) -> list[Package]:
    """What pip installs with a wheel and all its extras into an environment that has nothing."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / ("Scripts" if sys.platform == "win32" else "bin") / "python"
        text = run(
            *(str(python), "-m", "pip", "install", "--dry-run", "--ignore-installed", "--quiet"),
            *("--report", "-", f"{wheel}[{EVERYTHING}]"),
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
    """The packages as requirements that pip checks by their hashes; kpov itself is left out."""
    lines = [
        f"{package.name}=={package.version} --hash=sha256:{package.sha256}\n"
        for package in packages
        if package.sha256
    ]
    return "".join(lines)


def bill_of_materials(packages: list[Package]) -> str:
    """The packages as a bill of materials in CycloneDX."""
    components = [component(package) for package in packages]
    bill = {
        "bomFormat": BILL,
        "specVersion": BILL_VERSION,
        "version": 1,
        "components": components,
    }
    return json.dumps(bill, indent=2) + "\n"


def component(package: Package) -> dict[str, object]:
    """A package as a component."""
    name = package.name.casefold().replace("_", "-").replace(".", "-")
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


def zip_of(files: dict[str, bytes]) -> bytes:
    """Files in one zip; the same files give the same bytes."""
    with tempfile.SpooledTemporaryFile() as opened:
        with zipfile.ZipFile(opened, "w", zipfile.ZIP_STORED) as archive:
            for name, data in sorted(files.items()):
                info = zipfile.ZipInfo(name, EPOCH)
                info.external_attr = READABLE
                archive.writestr(info, data)
        opened.seek(0)
        return opened.read()


def wheels(lock: Path, wheel: Path) -> dict[str, bytes]:
    """The wheels of a lock file, and that of kpov."""
    with tempfile.TemporaryDirectory() as folder:
        run(
            *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"),
            *("--only-binary", ":all:", "--dest", folder, "--requirement", str(lock)),
        )
        found = {file.name: file.read_bytes() for file in Path(folder).iterdir()}
    return {**found, wheel.name: wheel.read_bytes()}


def manual_pages() -> bytes:
    """The manual pages in both languages, in one zip."""
    files = {}
    for language in ("en", "id"):
        with tempfile.TemporaryDirectory() as folder:
            run(sys.executable, "-m", "kaltim_poverty", "help", "man", "-o", folder, "--lang", language)
            files.update({f"{language}/{file.name}": file.read_bytes() for file in Path(folder).iterdir()})
    return zip_of(files)


def sums(out: Path) -> str:
    """The SHA-256 sums of all files of a folder, as ``sha256sum --check`` reads them."""
    files = sorted(file for file in out.iterdir() if file.name != "SHA256SUMS")
    return "".join(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files)


def main(out: Path) -> None:
    """Build all of it."""
    check_clean()
    out.mkdir(parents=True)
    wheel = built_twice(out)
    stem = "-".join(wheel.name.split("-")[:2])
    packages = resolved(wheel)
    lock = out / f"{stem}.lock.txt"
    lock.write_text(lock_file(packages), encoding="utf-8")
    (out / f"{stem}.cdx.json").write_text(bill_of_materials(packages), encoding="utf-8")
    tag = f"{sys.platform}-py{sys.version_info.major}{sys.version_info.minor}"
    (out / f"{stem}-wheels-{tag}.zip").write_bytes(zip_of(wheels(lock, wheel)))
    (out / f"{stem}-man.zip").write_bytes(manual_pages())
    (out / "SHA256SUMS").write_text(sums(out), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
