"""A register read: a score for each row, and the group of each row by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.errors import InputError
from kaltim_poverty.inputs.steps import STEPS, WRITING
from kaltim_poverty.survey.read.likely_codes import likely_code
from kaltim_poverty.survey.read.rows.raw_rows import Counts, RawRows
from kaltim_poverty.survey.read.rows.score_groups import GroupSummary, ScoreGroups
from kaltim_poverty.survey.read.thousands import Thousands, columns_of_thousands

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.survey.read.columns import Columns
    from kaltim_poverty.survey.read.engine import Engine
    from kaltim_poverty.survey.read.table import Table


class Register(NamedTuple):
    """The results of marking a register: groups, counts, and notes.

    Attributes:
        counts: of rows that were read and left out.
        without_group: rows that have no group.
        groups: those that have rows, part by part.
        thousands: columns of numbers with three decimals, which may be thousands.
        likely_code: the score that looks like a code for missing, with how many rows have it.
        large_tie: how many rows have about the same score, where one executor must hold many of them.
    """

    counts: Counts
    without_group: int
    groups: Sequence[GroupSummary]
    thousands: Sequence[Thousands]
    likely_code: tuple[str, int] | None
    large_tie: int = 0


def read_register(
    engine: Engine,
    table: Table,
    columns: Columns,
    path: str,
    *,
    groups: int,
    where: str | None,
    missing: str,
    names: tuple[str, str],
    in_folders: bool,
) -> Register:
    """Read a register, and write the group of each row.

    Args:
        engine: what reads and writes.
        table: the register.
        columns: the score as welfare, what orders ties as extra columns, the part of the file as groups.
        path: of the new file; of a folder if *in_folders*.
        groups: how many.
        where: the condition of rows that get a group.
        missing: ``error``, or ``drop`` to give rows that lack a value no group.
        names: of the columns of scores and of groups in the new file.
        in_folders: whether the new file is a folder, with one for each part.

    Raises:
        InputError: for anything in the file that cannot be right, with file, row, column and value.
        OSError: if it cannot be written.
    """
    with engine.unchanged_files():
        raw = RawRows(engine, table, columns, where)
        counts = load(raw, missing)
        found = ScoreGroups(raw, groups)
        STEPS.begin(WRITING)
        found.write(path, names, in_folders=in_folders)
        thousands = columns_of_thousands(engine, table, columns.numbers())
        code = None if columns.score_is_welfare else likely_code(engine, raw.name)
    return Register(counts, found.without_group(), list(found.summaries()), thousands, code)


def load(raw: RawRows, missing: str) -> Counts:
    """Read the rows; a condition that fails is named without the value, which may be an identity number.

    Raises:
        InputError: for the first fault.
    """
    try:
        return raw.load(missing)
    except InputError as error:
        if error.key != "where_failed":
            raise
        raise InputError("where_failed_somewhere", given=raw.expressions.where) from None
