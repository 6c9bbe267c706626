"""Rows of files as Spark delivers them: lines of text, or typed columns."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

from kaltim_poverty.inputs.addresses import is_for_spark, is_table_of_catalog
from kaltim_poverty.survey.spark.column_pass import ColumnPlan, column_pass
from kaltim_poverty.survey.spark.file_groups import FileGroup
from kaltim_poverty.survey.spark.frames import SparkFrame
from kaltim_poverty.survey.spark.reading_pass import reading_pass
from kaltim_poverty.survey.spark.records import SCHEMA
from kaltim_poverty.survey.spark.row_plan import RowPlan
from kaltim_poverty.survey.spark.session import Session


def frame_of(session: Session, plans: Sequence[tuple[FileGroup, RowPlan]]) -> SparkFrame:
    """The records that are made of the rows of all files.

    Args:
        session: of Spark.
        plans: groups of files that are read alike, and how.
    """
    frames = session.running(lambda: [records(session.spark, group, plan) for group, plan in plans])
    together = reduce(lambda one, other: one.unionAll(other), frames)
    return SparkFrame(together, session.passing)


def columns_of(session: Session, plans: Sequence[tuple[FileGroup, ColumnPlan]]) -> SparkFrame:
    """The records of what is in the columns of all files.

    Args:
        session: of Spark.
        plans: groups of files that are read alike, and what is counted.
    """
    frames = session.running(
        lambda: [rows(session.spark, group).mapInArrow(counting(plan), SCHEMA) for group, plan in plans]
    )
    return SparkFrame(reduce(lambda one, other: one.unionAll(other), frames), session.passing)


def counting(plan: ColumnPlan) -> Callable[[Any], Any]:
    """The pass over columns as a function without type hints, as Spark requires."""
    return lambda batches: column_pass(plan, batches)


def records(spark: Any, group: FileGroup, plan: RowPlan) -> Any:
    """The records of one group of files."""
    return rows(spark, group).mapInArrow(reading(plan), SCHEMA)


def reading(plan: RowPlan) -> Callable[[Any], Any]:
    """Pass 0 as a plain function of batches, which Spark asks for."""
    return lambda batches: reading_pass(plan, batches)


def rows(spark: Any, group: FileGroup) -> Any:
    """The rows of one group of files: lines, or the columns that are needed."""
    from pyspark.sql.functions import col

    paths = list(map(address, group.files))
    if group.csv is not None:
        return spark.read.text(paths)
    data = spark.table(group.files[0]) if is_table(group.files[0]) else spark.read.parquet(*paths)
    return data.select(*(col(quoted(column)).alias(name) for name, column in group.columns.items()))


def is_table(file: str) -> bool:
    """Whether a name is that of a table of a catalog."""
    return is_for_spark(file) and is_table_of_catalog(file)


def address(file: str) -> str:
    """A file as Spark takes it, where stars and braces in its name mean nothing."""
    if is_for_spark(file):
        return file
    plain = glob.escape(os.path.abspath(file))
    return "file://" + plain.replace("[[]", "?").replace("{", "?")  # Hadoop knows neither [[] nor [{]


def quoted(column: str) -> str:
    """The name of a column in Spark, with dots and all."""
    return "`" + column.replace("`", "``") + "`"
