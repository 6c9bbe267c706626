"""Which rows of a slice are poor, and by which line."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from kaltim_poverty.measures.linear import Array
from kaltim_poverty.measures.poverty import on_line, poor
from kaltim_poverty.survey.sample import Block, IntArray, Slice, Slices, Weights

NEAR = 1e-9  # of a line: welfare so near may be on it

Lines = Array | float | None  # of each cell, or one for all, or None where rows have their own


def poor_rows(lines: Lines, part: Slice) -> tuple[slice | IntArray, Array | float]:
    """Which rows of a slice are poor, and their lines (one number where all have the same).

    Args:
        lines: of the sample.
        part: rows in order of welfare, or rows of the poor in any order.

    Raises:
        ValueError: if nothing has a line.
    """
    own = part.line()
    if part.all_poor:
        return slice(None), required(own)
    if own is None and not isinstance(lines, np.ndarray):
        if lines is None:
            raise ValueError("the rows have no poverty line")
        near = part.welfare[: np.searchsorted(part.welfare, lines)]
        return slice(int(np.count_nonzero(poor(near, lines)))), lines
    highest = float(np.nanmax(required(lines) if own is None else own))
    near = part.welfare[: np.searchsorted(part.welfare, highest)]
    line = required(lines)[part.cell[: len(near)]] if own is None else own[: len(near)]
    chosen = np.flatnonzero(poor(near, line))
    return chosen, one_if_equal(line[chosen])


def line_of_rows(lines: Lines, part: Slice) -> Array | float:
    """The line of every row of a slice; NaN where there is none."""
    own = part.line()
    if own is not None:
        return own
    if isinstance(lines, np.ndarray):
        return np.asarray(lines[part.cell])
    return np.nan if lines is None else lines


def required(lines: Lines) -> Array:
    """The lines, which are there.

    Raises:
        ValueError: if they are not.
    """
    if not isinstance(lines, np.ndarray):
        raise ValueError("the rows have no poverty lines")  # noqa: TRY004 - a fault of the caller
    return lines


def one_if_equal(lines: Array) -> Array | float:
    """One number where all lines agree."""
    if len(lines) and bool((lines == lines[0]).all()):
        return float(lines[0])
    return lines


def rows_on_line(lines: Lines, part: Slice) -> int:
    """How many rows of a slice lie on their line."""
    own = part.line()
    if own is not None:
        return int(np.count_nonzero(on_line(part.welfare, own)))
    if lines is None:
        return 0
    near = near_line(part.welfare, float(np.nanmin(lines)), float(np.nanmax(lines)))
    line = lines[part.cell[near]] if isinstance(lines, np.ndarray) else lines
    return int(np.count_nonzero(on_line(part.welfare[near], line)))


def near_line(welfare: Array, low: float, high: float) -> slice:
    """The rows that can lie on a line between two bounds."""
    start = np.searchsorted(welfare, low - NEAR * abs(low))
    end = np.searchsorted(welfare, high + NEAR * abs(high), side="right")
    return slice(int(start), int(end))


def ranked_by_gap(lines: Lines, parts: Slices, weights: Weights) -> Slices:
    """The poor of each domain in order of welfare over line, which differs from that of welfare.

    Args:
        lines: of the sample.
        parts: rows of domains.
        weights: of the rows of a slice.
    """
    poor_of_domain: dict[int, list[Block]] = {}
    for part in parts():
        chosen, line = poor_rows(lines, part)
        own = np.broadcast_to(np.asarray(line, dtype=np.float64), part.welfare[chosen].shape)
        columns = {name: part.column(name)[chosen] for name in part.block.columns}
        block = Block(part.welfare[chosen], weights(part)[chosen], part.cell[chosen], own, NO_REPLICATES, 0)
        poor_of_domain.setdefault(part.domain, []).append(block._replace(columns=columns))
    return partial(in_order_of_gap, poor_of_domain)


NO_REPLICATES = np.empty((0, 0))


def in_order_of_gap(poor_of_domain: dict[int, list[Block]]) -> Iterator[Slice]:
    """A slice for each domain, of blocks of its poor that are joined and sorted."""
    for domain, blocks in poor_of_domain.items():
        welfare, weight, cell, line = (
            np.concatenate(column)
            for column in zip(
                *((each.welfare, each.weight, each.cell, required(each.line)) for each in blocks), strict=True
            )
        )
        order = np.argsort(welfare / line, kind="stable")
        columns = {
            name: np.concatenate([each.columns[name] for each in blocks])[order] for name in blocks[0].columns
        }
        block = Block(welfare[order], weight[order], cell[order], line[order], NO_REPLICATES, 0, columns)
        yield Slice(domain, block, slice(None), block.welfare, block.weight, block.cell, all_poor=True)
