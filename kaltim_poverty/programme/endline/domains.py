"""Everybody, and the groups of each breakdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from kaltim_poverty.programme.endline.rows import Rows

EVERYBODY = ""


class Domain(NamedTuple):
    """A domain: a subset of the rows.

    Attributes:
        groups: the value of each column of its breakdown.
        rows: which rows, (rows,).
    """

    groups: Mapping[str, str]
    rows: NDArray[np.bool_]


def breakdowns(by: Sequence[Sequence[str]], rows: Rows) -> Iterator[list[Domain]]:
    """The domains of everybody, then of each breakdown by its values."""
    yield [Domain({}, np.ones(rows.used, dtype=bool))]
    for columns in by:
        yield [
            Domain(dict(zip(columns, values, strict=True)), inside(columns, values, rows))
            for values in sorted(set(zip(*(rows.groups[name] for name in columns), strict=True)))
        ]


def inside(columns: Sequence[str], values: Sequence[str], rows: Rows) -> NDArray[np.bool_]:
    """Which rows have these values."""
    found = np.ones(rows.used, dtype=bool)
    for name, value in zip(columns, values, strict=True):
        found &= rows.groups[name] == value
    return found


__all__ = ["Domain", "breakdowns"]
