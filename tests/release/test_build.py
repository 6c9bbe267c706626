"""The parts of a release that are put together: lock file, bill of materials, archives, sums."""

from __future__ import annotations

import hashlib
import json
import platform
import re
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "release"))
import archives
import packages

REPORT = {
    "install": [
        {
            "metadata": {"name": "Typing.Extensions", "version": "4.1", "license_expression": "PSF-2.0"},
            "download_info": {
                "url": "https://files.example/typing.whl",
                "archive_info": {"hashes": {"sha256": "ab" * 32}},
            },
        },
        {
            "metadata": {"name": "kaltim-poverty", "version": "0.1.0"},
            "download_info": {
                "url": "file:///tmp/kaltim.whl",
                "archive_info": {"hashes": {"sha256": "cd" * 32}},
            },
        },
    ]
}
FOUND = packages.packages_of(REPORT)


def test_a_lock_file_has_every_package_but_kpov_with_its_hash():
    assert packages.lock_file(FOUND) == f"Typing.Extensions==4.1 --hash=sha256:{'ab' * 32}\n"


def test_a_package_without_a_hash_is_in_no_lock_file():
    with pytest.raises(SystemExit, match="Typing"):
        packages.lock_file([FOUND[1]._replace(sha256="")])


def test_a_bill_of_materials_names_all_of_them_and_the_python_of_the_folder():
    bill = json.loads(packages.bill_of_materials(FOUND))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    assert bill["metadata"]["component"]["purl"] == "pkg:pypi/kaltim-poverty@0.1.0"
    assert [each["purl"] for each in bill["components"]] == [
        "pkg:pypi/typing-extensions@4.1",
        f"pkg:generic/cpython@{platform.python_version()}",
    ]
    licensed, _ = bill["components"]
    assert licensed["licenses"] == [{"expression": "PSF-2.0"}]
    assert licensed["hashes"] == [{"alg": "SHA-256", "content": "ab" * 32}]


def test_the_same_files_give_the_same_archive():
    one, other = archives.zip_of({"b": b"2", "a": b"1"}), archives.zip_of({"a": b"1", "b": b"2"})
    assert one == other
    with zipfile.ZipFile(BytesIO(one)) as archive:
        assert [(each.filename, archive.read(each)) for each in archive.infolist()] == [
            ("a", b"1"),
            ("b", b"2"),
        ]


def test_sums_are_those_of_sha256sum(tmp_path):
    (tmp_path / "a.whl").write_bytes(b"1")
    (tmp_path / "SHA256SUMS").write_text("old")
    archives.write_sums(tmp_path)
    assert (tmp_path / "SHA256SUMS").read_text() == f"{hashlib.sha256(b'1').hexdigest()}  a.whl\n"


def test_every_script_that_a_release_names_is_there():
    """In the workflow, CI and CONTRIBUTING."""
    project = Path(__file__).resolve().parents[2]
    files = (".github/workflows/release.yml", ".github/workflows/ci.yml", ".ci/run", "CONTRIBUTING.md")
    named = {
        name
        for file in files
        for name in re.findall(
            r"(?<!tests/)release/[\w-]+\.(?:py|cjs|spec)", (project / file).read_text("utf-8")
        )
    }
    assert {"release/build.py", "release/limits.py", "release/trial.py", "release/offline.py"} <= named
    assert [name for name in sorted(named) if not (project / name).is_file()] == []
