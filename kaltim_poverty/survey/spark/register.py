"""A register read on executors: what `read_register` does of one machine, with rows that stay in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.errors import InputError, UsageError
from kaltim_poverty.inputs.steps import ESTIMATING, STEPS, WRITING
from kaltim_poverty.survey.read import Columns, GroupSummary, Register
from kaltim_poverty.survey.read.rows.raw_rows import RawRows
from kaltim_poverty.survey.read.thousands import columns_of_thousands
from kaltim_poverty.survey.spark.faults import check_rows
from kaltim_poverty.survey.spark.file_groups import FileGroup, file_groups, shipped
from kaltim_poverty.survey.spark.histogram import block_ends
from kaltim_poverty.survey.spark.marking_plan import MarkingPlan, marking_plan, new_columns, schema_of
from kaltim_poverty.survey.spark.new_register import NewFolder, check_written
from kaltim_poverty.survey.spark.reading import (
    FirstPass,
    FrameOf,
    counts_of,
    first_pass,
    large_tie,
    likely_code,
    plan_of_group,
)
from kaltim_poverty.survey.spark.reading_pass import ROWS_READ
from kaltim_poverty.survey.spark.records import unpacked
from kaltim_poverty.survey.spark.score_blocks import (
    GroupRuns,
    ScorePlan,
    block_of_scores,
    parts_of_scores,
    runs_of_blocks,
    weights_of_blocks,
)
from kaltim_poverty.survey.spark.score_cuts import ScoreCuts, joined_runs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kaltim_poverty.survey.read import Engine, Table
    from kaltim_poverty.survey.sample import IntArray
    from kaltim_poverty.survey.spark.frames import Frame
    from kaltim_poverty.survey.spark.row_plan import RowPlan
    from kaltim_poverty.survey.spark.tally import Tally, Values

ROWS_OF_BLOCK = 500_000
MOST_GROUPS = 2_000_000  # of all parts: each task is told where they begin

Write = Callable[[Sequence[tuple[FileGroup, MarkingPlan]], str, NewFolder, Sequence[str]], None]


class BlockWeights(NamedTuple):
    """The weight of parts before each block, and in all.

    Attributes:
        before: by block that of each of its parts in the blocks before, and in all.
        total: of each part, (parts,).
    """

    before: Mapping[int, tuple[NDArray[np.float64], NDArray[np.float64]]]
    total: NDArray[np.float64]


def read_register_distributed(
    frame_of: FrameOf,
    write: Write,
    engine: Engine,
    table: Table,
    columns: Columns,
    folder: NewFolder,
    *,
    groups: int,
    where: str | None,
    missing: str,
    names: tuple[str, str],
) -> Register:
    """Read a register on executors, which write the group of each row.

    Args:
        frame_of: begins to read groups of files as their plans say.
        write: has executors write the rows of groups of files as their plans say.
        engine: what reads on this machine: heads of files, and what is wrong in one.
        table: the register.
        columns: the score as welfare, what orders ties as extra columns, the part of the file as groups.
        folder: the new one.
        groups: how many.
        where: the condition of rows that get a group.
        missing: ``error``, or ``drop`` to give rows that lack a value no group.
        names: of the columns of scores and of groups in the new folder.

    Raises:
        InputError: for anything in the files that cannot be right, with file, row, column and value.
        OutputError: if it cannot be written.
    """
    with engine.unchanged_files():
        raw = RawRows(engine, table, columns._replace(handed_on=()), where)
        first = scores_of_files(frame_of, raw, missing)
        parts = parts_of(first.tally)
        check_groups(len(parts), groups)
        STEPS.begin(ESTIMATING)
        numbers = {part: number for number, part in enumerate(parts)}
        runs = groups_of_blocks(blocks_of_scores(first, numbers), len(parts), groups, table)
        STEPS.begin(WRITING)
        table.stored = {name: shipped(table).stored_types(name) for name in columns.handed_on}
        plans, schema = plans_of(RawRows(engine, table, columns, where), names, numbers, cuts_of(runs))
        write(plans, schema, folder, columns.groups)
        counts = counts_of(first.tally)
        check_written(folder, counts.rows)
        summaries = summaries_of(runs, parts)
        return Register(
            counts,
            counts.rows - sum(each.rows for each in summaries),
            summaries,
            columns_of_thousands(engine, table, columns.numbers()),
            None if columns.score_is_welfare else likely_code(first.tally),
            large_tie(first.tally),
        )


def scores_of_files(frame_of: FrameOf, raw: RawRows, missing: str) -> FirstPass:
    """The scores of all files; a condition that fails is named without the value, which may identify.

    Raises:
        InputError: for the first fault.
    """
    try:
        first = first_pass(frame_of, raw, partial(plan_of_scores, raw))
        check_rows(raw, first.tally, missing)
    except InputError as error:
        if error.key != "where_failed":
            raise
        raise InputError("where_failed_somewhere", given=raw.expressions.where) from None
    return first


def plan_of_scores(raw: RawRows, group: FileGroup) -> RowPlan:
    """The plan by which executors read scores: rows that get a group, also those of weight 0."""
    counted = f"inside AND NOT dropped AND NOT {raw.expressions.lacks_group()}"
    return plan_of_group(raw, group)._replace(used=counted)


def parts_of(tally: Tally) -> list[Values]:
    """The codes of the parts that have rows which get a group, in order."""
    found = {values[:-1] for values in tally.combinations if values[-1] and None not in values}
    return sorted(found)


def check_groups(parts: int, groups: int) -> None:
    """Refuse more groups than can be sent to tasks.

    Raises:
        UsageError: with how many there are.
    """
    if parts * groups > MOST_GROUPS:
        raise UsageError("spark_refuses_groups", count=Decimal(parts * groups), most=Decimal(MOST_GROUPS))


def blocks_of_scores(first: FirstPass, numbers: Mapping[Values, int]) -> Frame:
    """The different scores of all parts in blocks, held by executors."""
    assert first.tally.welfare is not None  # noqa: S101 - there are rows
    ends = block_ends(first.tally.welfare, ROWS_OF_BLOCK)
    ties = tuple(f"x_{role}" for role in first.raw.expressions.extra())
    plan = ScorePlan(ends, numbers, ties)
    rows = first.frame.of_kind(ROWS_READ).mapped(partial(parts_of_scores, plan))
    return rows.gathered(block_of_scores, len(ends) + 1).persisted()


def groups_of_blocks(blocks: Frame, parts: int, groups: int, table: Table) -> GroupRuns | None:
    """The groups of all parts; None if no row gets one.

    Raises:
        InputError: if weights add up to more than numbers can be.
    """
    found = blocks.mapped(weights_of_blocks).collected()
    if not found:
        return None
    with np.errstate(over="ignore"):
        weights = weights_before([(record.key, *unpacked(record.data)) for record in found], parts)
        weight = weights.total.sum()
    if not isfinite(weight):
        raise InputError("weights_too_large", file=table.display_name)
    done = blocks.mapped(partial(runs_of_blocks, weights.before, groups)).collected()
    return joined_runs([unpacked(record.data) for record in done])


def weights_before(blocks: Sequence[tuple[int, IntArray, NDArray[np.float64]]], parts: int) -> BlockWeights:
    """The weight of parts before each block.

    Args:
        blocks: the number of each, its parts and their weights, in order.
        parts: how many there are.
    """
    total, before = np.zeros(parts), {}
    for number, own, weight in blocks:
        before[number] = own, total[own]
        total[own] += weight
    return BlockWeights({number: (sums, total[own]) for number, (own, sums) in before.items()}, total)


def cuts_of(runs: GroupRuns | None) -> ScoreCuts:
    """The first score of each group."""
    if runs is None:
        nothing = np.empty(0, dtype=np.int64)
        return ScoreCuts(nothing, (), nothing)
    return ScoreCuts(runs.part, runs.keys, runs.number)


def plans_of(
    raw: RawRows, names: tuple[str, str], numbers: Mapping[Values, int], cuts: ScoreCuts
) -> tuple[list[tuple[FileGroup, MarkingPlan]], str]:
    """The plans for writing each group of files, and the types of the new columns."""
    score, group = names
    columns = new_columns(raw, score)
    plans = [(files, marking_plan(raw, files, columns, group, numbers, cuts)) for files in file_groups(raw)]
    return plans, schema_of(columns, group)


def summaries_of(runs: GroupRuns | None, parts: Sequence[Values]) -> list[GroupSummary]:
    """Each group that has rows, part by part."""
    if runs is None:
        return []
    columns = (runs.part, runs.number, runs.keys[0], runs.highest, runs.rows, runs.people, runs.total)
    return [
        GroupSummary(tuple(map(str, parts[part])), *others)
        for part, *others in zip(*(column.tolist() for column in columns), strict=True)
        if others[0]
    ]
