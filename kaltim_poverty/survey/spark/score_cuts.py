"""Where the groups of each part of a register begin: by comparison with this each row finds its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.survey.sample import IntArray
from kaltim_poverty.survey.spark.score_blocks import GroupRuns, starts_of_runs

if TYPE_CHECKING:
    from numpy.typing import NDArray


class ScoreCuts(NamedTuple):
    """The first score of each group, part by part; arrays of shape (groups of all parts,).

    Attributes:
        part: the number of the part, ascending.
        keys: the score and what orders ties, ascending in a part.
        number: of the group; 0 for rows without one.
    """

    part: IntArray
    keys: tuple[NDArray[np.float64], ...]
    number: IntArray

    def of_parts(self, parts: IntArray) -> ScoreCuts:
        """The cuts of some parts."""
        chosen = np.isin(self.part, parts)
        return ScoreCuts(self.part[chosen], tuple(key[chosen] for key in self.keys), self.number[chosen])

    def numbers_of(self, part: IntArray, keys: Sequence[NDArray[np.float64]]) -> IntArray:
        """The group of each row, (rows,): that of the last cut at or below its score.

        Args:
            part: the number of the part of each row, whose scores are among those that made the cuts.
            keys: its score and what orders ties.
        """
        cuts = self.of_parts(part)
        count = len(cuts.part)
        is_row = np.repeat([False, True], [count, len(part)])
        both = [np.concatenate(pair) for pair in zip((cuts.part, *cuts.keys), (part, *keys), strict=True)]
        order = np.lexsort((is_row, *both[:0:-1], both[0]))
        last = np.maximum.accumulate(np.where(order < count, order, 0))
        numbers = np.empty(len(part), dtype=np.int64)
        rows = order >= count
        numbers[order[rows] - count] = cuts.number[last[rows]]
        return numbers


def joined_runs(blocks: Sequence[GroupRuns]) -> GroupRuns:
    """The groups of all blocks, part by part.

    Args:
        blocks: in order of their scores.
    """
    several = [
        np.concatenate(columns) for columns in zip(*(columns_of(block) for block in blocks), strict=True)
    ]
    part, number = several[:2]
    order = np.lexsort((number, part))  # which leaves blocks in their order
    part, number, highest, rows, people, total, *keys = (column[order] for column in several)
    starts = starts_of_runs([part, number])
    return GroupRuns(
        part[starts],
        number[starts],
        tuple(key[starts] for key in keys),
        highest[np.append(starts[1:], len(part)) - 1],
        np.add.reduceat(rows, starts),
        np.add.reduceat(people, starts),
        np.add.reduceat(total, starts),
    )


def columns_of(runs: GroupRuns) -> list[NDArray[np.generic]]:
    """All arrays, the keys last."""
    return [runs.part, runs.number, runs.highest, runs.rows, runs.people, runs.total, *runs.keys]
