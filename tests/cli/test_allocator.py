"""Memory that is kept for the next arrays."""

from __future__ import annotations

import ctypes
import platform
import subprocess
import sys

import pytest

from kaltim_poverty.cli.allocator import keep_freed_memory

ROUNDS = 20
COUNT = f"""
import resource
import numpy as np
from kaltim_poverty.cli.allocator import keep_freed_memory

def pages():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt

def use():
    arrays = [np.ones(20 * 2**17) for _ in range(3)]  # three of 20 MiB, gone at the end

{{first}}
use()
before = pages()
for _ in range({ROUNDS}):
    use()
print(pages() - before)
"""
PAGES_OF_ARRAYS = 3 * 20 * 2**20 // 4096


def pages_cleared(first):
    """How many pages the system gives a program of its own that makes the same arrays again and again."""
    code = COUNT.format(first=first)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="mallopt is glibc's")
def test_the_same_memory_serves_again():
    """Once it was had, no array costs new pages; left to itself glibc gives some back every time."""
    assert pages_cleared("keep_freed_memory()") < PAGES_OF_ARRAYS / 10
    assert pages_cleared("") > ROUNDS * 100


@pytest.mark.parametrize("failure", [OSError, TypeError, AttributeError])
def test_another_c_library_is_left_alone(monkeypatch, failure):
    """Windows has no library of the process (TypeError), macOS and musl no mallopt (AttributeError)."""
    asked = []

    def missing(library):
        asked.append(library)
        raise failure

    monkeypatch.setattr(ctypes, "CDLL", missing)
    keep_freed_memory()
    assert asked == [None]
