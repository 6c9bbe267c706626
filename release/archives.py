"""Archives of a release; the same files give the same bytes.

``python release/archives.py OUT`` writes the sums of the files of a folder.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import tempfile
import zipfile
from pathlib import Path

EPOCH = (1980, 1, 1, 0, 0, 0)
UNIX = 3  # the system whose permissions an archive keeps
READABLE, RUNNABLE, LINK = stat.S_IFREG | 0o644, stat.S_IFREG | 0o755, stat.S_IFLNK | 0o777
SUMS = "SHA256SUMS"


def entry(name: str, mode: int, method: int) -> zipfile.ZipInfo:
    """A file of an archive, without the time that it was made."""
    info = zipfile.ZipInfo(name, EPOCH)
    info.create_system = UNIX
    info.external_attr = mode << 16
    info.compress_type = method
    return info


def zip_of(files: dict[str, bytes]) -> bytes:
    """Files in one zip, as they are: wheels and pages are small or compressed already."""
    with tempfile.SpooledTemporaryFile() as opened:
        with zipfile.ZipFile(opened, "w") as archive:
            for name, data in sorted(files.items()):
                archive.writestr(entry(name, READABLE, zipfile.ZIP_STORED), data)
        opened.seek(0)
        return opened.read()


def write_zip(target: Path, folder: Path, files: list[Path]) -> None:
    """Write files of a folder into a compressed zip, below the folder's own name."""
    with zipfile.ZipFile(target, "w") as archive:
        for file in sorted(files):
            name = file.relative_to(folder.parent).as_posix()
            data = os.readlink(file).encode() if file.is_symlink() else file.read_bytes()
            archive.writestr(entry(name, mode_of(file), zipfile.ZIP_DEFLATED), data, compresslevel=9)


def mode_of(file: Path) -> int:
    """The kind and permissions of a file, with those of nobody in particular."""
    if file.is_symlink():
        return LINK
    return RUNNABLE if os.access(file, os.X_OK) else READABLE


def write_sums(out: Path) -> None:
    """Write the SHA-256 sums of all files of a folder, as ``sha256sum --check`` reads them."""
    files = sorted(file for file in out.iterdir() if file.name != SUMS)
    lines = (f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files)
    (out / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_sums(Path(sys.argv[1]))
