"""What is in each column of a survey that executors read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.read import ColumnSummary
from kaltim_poverty.survey.read.column_summary import batches, summaries_of_texts, texts_in
from kaltim_poverty.survey.read.column_types import AS_WRITTEN
from kaltim_poverty.survey.read.malformed import malformed_table
from kaltim_poverty.survey.read.reader import Need
from kaltim_poverty.survey.read.sql import identifier
from kaltim_poverty.survey.spark.column_pass import (
    ALL_TEXTS,
    TEXTS,
    ColumnPlan,
    joined_summaries,
    summaries_of_bucket,
)
from kaltim_poverty.survey.spark.faults import headers_too_many, tally_of
from kaltim_poverty.survey.spark.file_groups import FileGroup, groups_in, shipped
from kaltim_poverty.survey.spark.parsing import LINE_BREAK
from kaltim_poverty.survey.spark.reading import parts_of
from kaltim_poverty.survey.spark.tally import Tally

if TYPE_CHECKING:
    from kaltim_poverty.survey.read import Engine, Table
    from kaltim_poverty.survey.spark.frames import Frame

FrameOfColumns = Callable[[Sequence[tuple[FileGroup, ColumnPlan]]], "Frame"]


class ColumnsFound(NamedTuple):
    """The columns of a survey, summarised.

    Attributes:
        summaries: of its columns.
        rows: how many there are.
    """

    summaries: list[ColumnSummary]
    rows: int


def columns_distributed(frame_of: FrameOfColumns, engine: Engine, table: Table, column: str) -> ColumnsFound:
    """A summary of each column of a survey, and the number of its rows.

    Args:
        frame_of: begins to count in groups of files as their plans say.
        engine: what reads on this machine: heads of files, and what is wrong in one.
        table: the survey.
        column: one that is known to be in a file, for messages.

    Raises:
        InputError: if a file is malformed.
    """
    columns = batches(table)
    groups = groups_in(shipped(table), [Need(name, AS_WRITTEN) for name in table.columns])
    frame = frame_of([(group, plan_of(group, columns)) for group in groups]).persisted()
    tally = tally_of(frame, partial(check_lines, engine, table, column))
    check_columns(engine, table, column, tally, groups)
    queries = [summaries_of_texts(table, own[0], ALL_TEXTS) for own in columns]
    texts = frame.of_kind(TEXTS).gathered(partial(summaries_of_bucket, queries), parts_of(tally))
    found = joined_summaries(texts.collected(), columns)
    return ColumnsFound([found.get(name, ColumnSummary()) for name in table.columns], tally.counts["rows"])


def plan_of(group: FileGroup, columns: Sequence[Sequence[str]]) -> ColumnPlan:
    """The plan of the pass over one group of files."""
    rows = f"({group.source})"
    return ColumnPlan(
        uuid4().hex, group.csv, [texts_in(own, rows) for own in columns], f"SELECT count(*) FROM {rows}"
    )


def check_columns(
    engine: Engine, table: Table, column: str, tally: Tally, groups: Sequence[FileGroup]
) -> None:
    """Refuse what could not be read: this machine looks for the line.

    Raises:
        InputError: for the first line.
    """
    if tally.failures:
        check_lines(engine, table, column)
        said = next((each.said for each in tally.failures if each.said != LINE_BREAK), None)
        if said is None:
            raise InputError("spark_line_break", file=table.display_name)
        raise malformed_table(engine, table, column, engine.errors(said))
    if headers_too_many(tally, groups, table.display_name):
        raise InputError("spark_header_row", file=table.display_name)


def check_lines(engine: Engine, table: Table, column: str) -> None:
    """Refuse a file that this machine cannot read either.

    Raises:
        InputError: with its line.
    """
    try:
        counts = ", ".join(f"count({identifier(name)})" for name in table.columns)
        for _, rows in table.files_as_written(table.columns):
            engine.run(f"SELECT {counts} FROM {rows}")
    except engine.errors as error:
        raise malformed_table(engine, table, column, error) from None
