"""Memory of arrays that are needed no more, for those to come: the system clears what it gives anew."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from kaltim_poverty.survey.sample.sizes import SIZES

ALIGNMENT = 64  # bytes


class BufferPool:
    """Memory that is free; several threads may ask for it.

    Args:
        least: bytes of an array whose memory is worth using again.
    """

    def __init__(self, least: int = SIZES.least_buffer) -> None:
        self.least = least
        self.lock = threading.Lock()
        self.free: list[NDArray[np.uint8]] = []

    def release(self, arrays: Iterable[NDArray[Any]]) -> None:
        """Take the memory of arrays that nobody reads any more."""
        for array in arrays:
            if array.nbytes >= self.least and array.flags.c_contiguous and array.flags.writeable:
                with self.lock:
                    self.free.append(array.reshape(-1).view(np.uint8))

    def allocate(self, size: int, kind: DTypeLike) -> NDArray[Any]:
        """An array of *size* numbers, not set: of the smallest free memory that is large enough."""
        kind = np.dtype(kind)
        wanted = size * kind.itemsize
        with self.lock:
            fitting = [each for each in self.free if len(each) >= wanted >= self.least]
            if not fitting:
                return np.empty(size, dtype=kind)
            found = min(fitting, key=len)
            self.free = [each for each in self.free if each is not found]
            rest = found[-(-wanted // ALIGNMENT) * ALIGNMENT :]
            if len(rest) >= self.least:
                self.free.append(rest)
        return found[:wanted].view(kind)


class Lease:
    """Arrays of a pool that are released together.

    Args:
        pool: where their memory is from.
    """

    def __init__(self, pool: BufferPool) -> None:
        self.pool = pool
        self.arrays: list[NDArray[Any]] = []

    def allocate(self, size: int, kind: DTypeLike) -> NDArray[Any]:
        """An array of *size* numbers, not set."""
        found = self.pool.allocate(size, kind)
        self.arrays.append(found)
        return found

    def release(self) -> None:
        """Give the memory of all arrays back: nobody reads them any more."""
        self.pool.release(self.arrays)
        self.arrays = []
