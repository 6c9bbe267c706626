"""Rows of a register in blocks of their scores: the weight below each score, and where groups begin.

What is done on one machine in SQL, here block by block: a block knows the weight of each part before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kaltim_poverty.survey.read import TOLERANCE_OF_GROUPS
from kaltim_poverty.survey.sample import IntArray
from kaltim_poverty.survey.spark.buckets import places_by_number
from kaltim_poverty.survey.spark.histogram import blocks_of
from kaltim_poverty.survey.spark.reading_pass import combinations
from kaltim_poverty.survey.spark.records import Record, packed, unpacked

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kaltim_poverty.survey.spark.reading_pass import RowsRead
    from kaltim_poverty.survey.spark.tally import Values

SCORES, BLOCK_OF_SCORES, FOUND = 40, 41, 42  # kinds of records


class ScorePlan(NamedTuple):
    """How rows become blocks.

    Attributes:
        ends: the last class of scores of each block but the last.
        parts: the number of each part, by its codes.
        ties: the names of the numbers that order equal scores.
    """

    ends: IntArray
    parts: Mapping[Values, int]
    ties: tuple[str, ...]


class Scores(NamedTuple):
    """Different scores with the rows that have them; arrays of shape (scores,).

    Attributes:
        part: the number of the part of the file.
        keys: the score and what orders ties.
        weight: of these rows.
        rows: how many there are.
    """

    part: IntArray
    keys: tuple[NDArray[np.float64], ...]
    weight: NDArray[np.float64]
    rows: IntArray


class GroupRuns(NamedTuple):
    """Runs of scores of one block that are in one group; arrays of shape (runs,).

    Attributes:
        part: the number of the part of the file.
        number: of the group; 0 where the part has no weight.
        keys: the first of its scores, with what orders ties.
        highest: its last score.
        rows: with them.
        people: their weight.
        total: the sum of weight times score.
    """

    part: IntArray
    number: IntArray
    keys: tuple[NDArray[np.float64], ...]
    highest: NDArray[np.float64]
    rows: IntArray
    people: NDArray[np.float64]
    total: NDArray[np.float64]


def parts_of_scores(plan: ScorePlan, records: Iterable[Record]) -> Iterator[Record]:
    """The scores of each batch, parted by block."""
    for record in records:
        scores = scores_read(plan, unpacked(record.data))
        for number, places in places_by_number(blocks_of(scores.keys[0], plan.ends)):
            yield Record(SCORES, number, packed(taken(scores, places)))


def scores_read(plan: ScorePlan, read: RowsRead) -> Scores:
    """The scores of the rows of one batch, each row with its own."""
    rows = len(read.numbers["y"])
    place, values = combinations(read.groups, rows)
    part = np.array([plan.parts[each] for each in values], dtype=np.int64)[place]
    keys = ("y", *plan.ties)
    return Scores(part, tuple(read.numbers[key] for key in keys), read.numbers["w"], np.ones(rows, np.int64))


def taken(scores: Scores, places: IntArray) -> Scores:
    """The scores at some places."""
    keys = tuple(key[places] for key in scores.keys)
    return Scores(scores.part[places], keys, scores.weight[places], scores.rows[places])


def block_of_scores(records: Iterable[Record]) -> Record:
    """The different scores of a block, part by part and ascending.

    Rows with one score are added in order of their weights, so that it does not matter where they were.
    """
    held = list(records)
    several = [unpacked(record.data) for record in held]
    part = np.concatenate([each.part for each in several])
    keys = tuple(map(np.concatenate, zip(*(each.keys for each in several), strict=True)))
    weight = np.concatenate([each.weight for each in several])
    order = np.lexsort((weight, *keys[::-1], part))
    scores = taken(Scores(part, keys, weight, np.ones(len(part), np.int64)), order)
    starts = starts_of_runs([scores.part, *scores.keys])
    first = taken(scores, starts)
    with np.errstate(over="ignore"):  # the driver sees an infinite sum
        sums = [np.add.reduceat(each, starts) for each in (scores.weight, scores.rows)]
    return Record(BLOCK_OF_SCORES, held[0].key, packed(Scores(first.part, first.keys, *sums)))


def starts_of_runs(columns: Sequence[NDArray[Any]]) -> IntArray:
    """The places at which any of several columns has another value than before, the first included."""
    changes = np.ones(len(columns[0]), dtype=bool)
    changes[1:] = np.any([column[1:] != column[:-1] for column in columns], axis=0)
    return np.flatnonzero(changes)


def weights_of_blocks(records: Iterable[Record]) -> Iterator[Record]:
    """The parts that each block has, and their weights."""
    for record in records:
        scores = unpacked(record.data)
        starts = starts_of_runs([scores.part])
        with np.errstate(over="ignore"):
            found = scores.part[starts], np.add.reduceat(scores.weight, starts)
        yield Record(FOUND, record.key, packed(found))


def runs_of_blocks(
    before: Mapping[int, tuple[NDArray[np.float64], NDArray[np.float64]]],
    groups: int,
    records: Iterable[Record],
) -> Iterator[Record]:
    """The groups of each block.

    Args:
        before: by block the weight of each of its parts in the blocks before, and in all.
        groups: how many there are in each part.
        records: the blocks.
    """
    for record in records:
        yield Record(FOUND, record.key, packed(runs_of(unpacked(record.data), *before[record.key], groups)))


def runs_of(
    scores: Scores, before: NDArray[np.float64], total: NDArray[np.float64], groups: int
) -> GroupRuns:
    """The groups of one block.

    Args:
        scores: of the block.
        before: the weight of each of its parts in the blocks before, (parts of the block,).
        total: and in all.
        groups: how many there are in each part.
    """
    starts = starts_of_runs([scores.part])
    ends = [*starts[1:], len(scores.part)]
    number = np.concatenate(
        [
            numbers_of(scores.weight[start:end], below, weight, groups)
            for start, end, below, weight in zip(starts, ends, before, total, strict=True)
        ]
    )
    runs = starts_of_runs([scores.part, number])
    score = scores.keys[0]
    return GroupRuns(
        scores.part[runs],
        number[runs],
        tuple(key[runs] for key in scores.keys),
        score[np.append(runs[1:], len(score)) - 1],
        np.add.reduceat(scores.rows, runs),
        np.add.reduceat(scores.weight, runs),
        np.add.reduceat(scores.weight * score, runs),
    )


def numbers_of(weight: NDArray[np.float64], before: float, total: float, groups: int) -> IntArray:
    """The group of each score of one part, (scores,); 0 where the part has no weight.

    Args:
        weight: of each score, ascending.
        before: the weight of lower scores besides.
        total: the weight of the part.
        groups: how many.
    """
    if not total > 0:
        return np.zeros(len(weight), dtype=np.int64)
    below = before + np.concatenate([[0.0], np.cumsum(weight)[:-1]])
    reached = np.floor((below / total + TOLERANCE_OF_GROUPS) * groups)
    return 1 + np.minimum(reached, groups - 1).astype(np.int64)
