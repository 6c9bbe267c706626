"""Answers of BPS's service, remembered for a day under the names of their addresses, which have no token."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from hashlib import sha256
from typing import NamedTuple

DAY = 24 * 60 * 60.0  # seconds
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
APPLICATION = "kpov"


class Remembered(NamedTuple):
    """An answer from before.

    Attributes:
        data: of the answer.
        age: in seconds.
    """

    data: bytes
    age: float


def cache_folder() -> str:
    """Where the system keeps what programs can ask for again."""
    if sys.platform == "win32":
        return os.path.join(os.environ.get("LOCALAPPDATA") or os.path.expanduser("~"), APPLICATION, "cache")
    if sys.platform == "darwin":
        return os.path.expanduser(f"~/Library/Caches/{APPLICATION}")
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(base, APPLICATION)


def path_of(address: str) -> str:
    """The file of an address, in which ``***`` stands for the token."""
    return os.path.join(cache_folder(), f"{sha256(address.encode()).hexdigest()}.json")


def recall(address: str, most: float | None) -> Remembered | None:
    """The answer that an address had.

    Args:
        address: without the token.
        most: the age in seconds at which it is too old; None for any.
    """
    try:
        with open(path_of(address), "rb") as file:
            age = max(0.0, time.time() - os.fstat(file.fileno()).st_mtime)
            return Remembered(file.read(), age) if most is None or age < most else None
    except OSError:
        return None


def remember(address: str, data: bytes) -> None:
    """Remember an answer; where that fails, it is asked for again."""
    path = path_of(address)
    beside = f"{path}.{os.getpid()}.tmp"
    with contextlib.suppress(OSError):
        os.makedirs(os.path.dirname(path), PRIVATE_FOLDER, exist_ok=True)
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
        with open(descriptor, "wb") as file:
            file.write(data)
        os.replace(beside, path)
    with contextlib.suppress(OSError):
        os.unlink(beside)


__all__ = ["DAY", "Remembered", "recall", "remember"]
