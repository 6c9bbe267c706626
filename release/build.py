"""Build a release from a clean checkout: ``python release/build.py OUT``.

OUT gets the wheel and the source distribution (built twice, with the same bytes), the recipe for conda, the
wheels of everything that kpov needs on this system in one zip that installs with the network off, a lock file
with hashes, a bill of materials (CycloneDX 1.5), the manual pages, the archives of the folder with its own
Python (`folder.py`), and the SHA-256 sums of all of it. pip is the only thing that asks a package index.
``--no-folder`` leaves the archives out, which take minutes.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from archives import write_sums, zip_of
from commands import run
from folder import write_archives
from packages import bill_of_materials, lock_file, resolved
from recipe import recipe

NO_FOLDER = "--no-folder"


def check_clean() -> None:
    """Refuse a checkout with changes.

    Raises:
        SystemExit: with what has changed.
    """
    changed = run("git", "status", "--porcelain")
    if changed:
        raise SystemExit(f"the checkout has changes:\n{changed}")


def built(folder: Path) -> dict[str, Path]:
    """Wheel and source distribution of this checkout, whose files have the time of its commit."""
    moment = run("git", "log", "-1", "--format=%ct").strip()
    run(
        *(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder)),
        SOURCE_DATE_EPOCH=moment,
    )
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


def download(lock: Path, wheel: Path, folder: Path) -> dict[str, bytes]:
    """Put the wheels of a lock file, and that of kpov, into a folder; what is in it then."""
    run(
        *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"),
        *("--only-binary", ":all:", "--dest", str(folder), "--requirement", str(lock)),
    )
    (folder / wheel.name).write_bytes(wheel.read_bytes())
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def manual_pages() -> bytes:
    """The manual pages in both languages, in one zip."""
    files = {}
    for language in ("en", "id"):
        with tempfile.TemporaryDirectory() as folder:
            run(sys.executable, "-m", "kaltim_poverty", "help", "man", "-o", folder, "--lang", language)
            files.update({f"{language}/{file.name}": file.read_bytes() for file in Path(folder).iterdir()})
    return zip_of(files)


def main(out: Path, *, with_folder: bool) -> None:
    """Build all of it."""
    check_clean()
    out.mkdir(parents=True)
    wheel = built_twice(out)
    version = wheel.name.split("-")[1]
    stem = f"{wheel.name.split('-')[0]}-{version}"
    tag = f"{sys.platform}-py{sys.version_info.major}{sys.version_info.minor}"
    packages = resolved(wheel)
    lock = out / f"{stem}-{tag}.lock.txt"
    lock.write_text(lock_file(packages), encoding="utf-8")
    (out / f"{stem}-{tag}.cdx.json").write_text(bill_of_materials(packages), encoding="utf-8")
    (out / f"{stem}-man.zip").write_bytes(manual_pages())
    (out / "recipe.yaml").write_text(recipe(out / f"{stem}.tar.gz", version), encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        found = download(lock, wheel, Path(folder))
        (out / f"{stem}-wheels-{tag}.zip").write_bytes(zip_of(found))
        if with_folder:
            write_archives(Path(folder), out, version)
    write_sums(out)


if __name__ == "__main__":
    arguments = sys.argv[1:]
    main(Path(arguments[0]).resolve(), with_folder=NO_FOLDER not in arguments)
