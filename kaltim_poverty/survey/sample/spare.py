"""Memory of arrays that are needed no more, for those to come: the system clears what it gives anew."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import DTypeLike, NDArray

LEAST = 2**20  # bytes of an array that it is worth to keep
ALIGNED = 64  # bytes


class Spare:
    """Memory that is free; several threads may ask for it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.free: list[NDArray[np.uint8]] = []

    def give(self, arrays: Iterable[NDArray[Any]]) -> None:
        """Memory of arrays that nobody reads any more."""
        for array in arrays:
            if array.nbytes >= LEAST and array.flags.c_contiguous and array.flags.writeable:
                with self.lock:
                    self.free.append(array.reshape(-1).view(np.uint8))

    def empty(self, size: int, kind: DTypeLike) -> NDArray[Any]:
        """An array of some numbers, whatever they are: of the smallest free memory that is large enough."""
        kind = np.dtype(kind)
        wanted = size * kind.itemsize
        with self.lock:
            fitting = [each for each in self.free if len(each) >= wanted >= LEAST]
            if not fitting:
                return np.empty(size, dtype=kind)
            found = min(fitting, key=len)
            self.free = [each for each in self.free if each is not found]
            rest = found[-(-wanted // ALIGNED) * ALIGNED :]
            if len(rest) >= LEAST:
                self.free.append(rest)
        return found[:wanted].view(kind)


class Loan:
    """Arrays of spare memory that are given back together."""

    def __init__(self, spare: Spare) -> None:
        self.spare = spare
        self.arrays: list[NDArray[Any]] = []

    def empty(self, size: int, kind: DTypeLike) -> NDArray[Any]:
        """An array of some numbers, whatever they are."""
        found = self.spare.empty(size, kind)
        self.arrays.append(found)
        return found

    def end(self) -> None:
        """Nobody reads the arrays any more."""
        self.spare.give(self.arrays)
        self.arrays = []
