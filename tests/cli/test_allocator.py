"""Memory that is kept for the next arrays."""

from __future__ import annotations

import ctypes
from types import SimpleNamespace

import pytest

from kaltim_poverty.cli.allocator import keep_freed_memory


def test_thresholds_of_glibc(monkeypatch):
    """The numbers of the parameters are those of malloc.h."""
    asked = {}
    monkeypatch.setattr(ctypes, "CDLL", lambda _: SimpleNamespace(mallopt=asked.__setitem__))
    keep_freed_memory()
    assert asked == {-1: 128 * 2**20, -2: 16 * 2**20, -3: 32 * 2**20}


@pytest.mark.parametrize("failure", [OSError, TypeError, AttributeError])
def test_another_c_library_is_left_alone(monkeypatch, failure):
    """Windows has no library of the process (TypeError), macOS and musl no mallopt (AttributeError)."""

    def missing(_):
        raise failure

    monkeypatch.setattr(ctypes, "CDLL", missing)
    keep_freed_memory()
