"""The rows of a breakdown in memory, for questions whose influence values no sum of features holds.

Each row keeps the columns that its question needs: what it receives, whether it is eligible, its score.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures.linear import Array, IntArray
from kaltim_poverty.measures.poverty import poor
from kaltim_poverty.survey.sample.breakdown import Breakdown, breakdown

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kaltim_poverty.survey.sample.blocks import Block, Sample


class People(NamedTuple):
    """The rows of a breakdown by domain, in order of welfare within each.

    Attributes:
        over: the domains and their own cells.
        welfare: of each row.
        weight: of persons.
        own: the own cell of each row.
        psu: of each row.
        line: of each row; empty where there is none.
        columns: more numbers of each row by name.
        replicates: replicate weights, one row of numbers each; empty without them.
        starts: where the rows of each domain begin, with their number at the end.
    """

    over: Breakdown
    welfare: Array
    weight: Array
    own: IntArray
    psu: IntArray
    line: Array
    columns: Mapping[str, Array]
    replicates: Array
    starts: IntArray

    def domain(self, number: int) -> slice:
        """The rows of one domain."""
        return slice(int(self.starts[number]), int(self.starts[number + 1]))

    def poor(self, line: float | None = None) -> NDArray[np.bool_]:
        """Whether each row is poor, by its line or by another one for all."""
        return poor(self.welfare, self.line if line is None else line)


def people_of(sample: Sample, columns: tuple[str, ...]) -> People:
    """The rows of one breakdown."""
    return people_over(sample, breakdown(sample, columns))


def people_over(sample: Sample, over: Breakdown) -> People:
    """The rows of the domains of a breakdown."""
    blocks = list(sample.blocks())
    cell = np.concatenate([block.cell for block in blocks])
    own = over.cell_of[cell]
    inside = np.flatnonzero(own >= 0)
    domain = over.domain[own[inside]]
    order = inside[np.argsort(domain, kind="stable")] if len(over) > 1 else inside
    replicates = blocks[0].replicates
    if replicates.size:
        replicates = np.concatenate([block.replicates for block in blocks], axis=1)[:, order]
    return People(
        over,
        np.concatenate([block.welfare for block in blocks])[order],
        np.concatenate([block.weight for block in blocks])[order],
        own[order],
        sample.cells.psu[cell[order]],
        lines_of(sample, blocks, cell)[order] if has_line(sample, blocks) else np.empty(0),
        {
            name: np.concatenate([block.columns[name] for block in blocks])[order]
            for name in blocks[0].columns
        },
        replicates,
        np.searchsorted(np.sort(domain), np.arange(len(over) + 1)).astype(np.intp),
    )


def has_line(sample: Sample, blocks: list[Block]) -> bool:
    """Whether rows have a poverty line."""
    return sample.cells.line is not None or blocks[0].line is not None


def lines_of(sample: Sample, blocks: list[Block], cell: IntArray) -> Array:
    """The line of each row."""
    own = [block.line for block in blocks if block.line is not None]
    if own:
        return np.concatenate(own)
    line = sample.cells.line
    assert line is not None  # noqa: S101 - asked by the caller
    return line[cell] if isinstance(line, np.ndarray) else np.full(len(cell), line)
