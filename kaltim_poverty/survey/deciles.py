"""Deciles of a register: the group of each row by welfare or a score, written beside the answer."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from kaltim_poverty.errors import InputError, UsageError
from kaltim_poverty.inputs.choices import choice
from kaltim_poverty.inputs.lists import split_list
from kaltim_poverty.inputs.numbers import whole_number
from kaltim_poverty.records import Answer, Note, note
from kaltim_poverty.records.fields import column, record
from kaltim_poverty.survey.columns import PEOPLE, ROWS
from kaltim_poverty.survey.engines import check_runs_on, open_survey, survey_engine, write_register
from kaltim_poverty.survey.notes import reading_notes, weight_note
from kaltim_poverty.survey.options import check_groups
from kaltim_poverty.survey.read import (
    Columns,
    GroupSummary,
    Register,
    Roles,
    Table,
    check_output_name,
    find_column,
    read_score_table,
    resolve_columns,
)
from kaltim_poverty.survey.request import File, Names
from kaltim_poverty.survey.spark import Settings, spark_options
from kaltim_poverty.words import Message

NAMED = {"deciles": 10, "quintiles": 5, "percentiles": 100}
FEWEST, MOST = 2, 1000
SCORE, GROUP = "score", "group"  # columns of the output
MISSING = ("error", "drop")


@record
class ScoredGroup:
    """One group of one part of the file: the scores of its rows, how many there are, and their people.

    `mean` is of people, `share` in percent of the sum of all scores in the part; None where that is not
    above 0.
    """

    groups: Mapping[str, str] = column("group")
    group: int = column("count")
    from_: float = column("value", decimals=2)
    to: float = column("value", decimals=2)
    rows: int = column(ROWS)
    people: float = column(PEOPLE)
    mean: float | None = column("value", decimals=2)
    share: float | None = column("share", decimals=2)


def deciles(
    data: object,
    out: File,
    *,
    welfare: str | None = None,
    score: str | None = None,
    score_table: File | None = None,
    exponential: bool = False,
    id: Names | None = None,  # noqa: A002 - the name of the option
    size: str | None = None,
    weight: str | None = None,
    within: Names | None = None,
    groups: str | int = "deciles",
    then: Names | None = None,
    where: str | None = None,
    missing: str = "error",
    overwrite: bool = False,
    missing_values: Names | None = None,
    delimiter: str | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    input_format: str | None = None,
    decimal: str | None = None,
    memory: str | None = None,
    temp: str | None = None,
    engine: str = "duckdb",
    spark_master: str | None = None,
    spark_remote: str | None = None,
    spark_conf: Settings | None = None,
) -> Answer[ScoredGroup]:
    """The group of each row by welfare or a score, in a file. On the command line: ``kpov survey deciles``.

    Group = 1 + the number of k = 1 … G − 1 for which the weight strictly below the score is at least k/G of
    all weight of the part: the rows at or below quantile k are in the groups up to k. Equal scores share a
    group.

    Args:
        data: a file, several, a folder or a glob; a mapping of arrays; a pandas, polars or pyarrow table.
        out: the new Parquet file, with a row for each that was read: *id*, *within*, ``score``, ``group``;
            a folder if it ends in ``/``, or with Spark, with one for each part.
        welfare: the column of welfare per person.
        score: a column of scores instead, low for the poorest.
        score_table: a file of coefficients by which the score is computed instead: ``term``, ``level``,
            ``coefficient``, a row ``(intercept)``; further columns choose the model.
        exponential: whether the score is the exponential of the sum: an amount.
        id: columns that are handed on as they are, such as the number of a household.
        size: the members of a household.
        weight: of households where *size* is given, else of persons.
        within: columns of codes; each of their combinations is divided by itself.
        groups: ``deciles``, ``quintiles``, ``percentiles``, or a number from 2 to 1000.
        then: columns of numbers that order rows with equal scores, each after the one before.
        where: a condition over the columns; other rows get no group.
        missing: ``error``, or ``drop`` to give rows that lack a value no group.
        overwrite: whether an output that exists is replaced.
        missing_values: codes that mean missing besides the usual marks: ``99``; ``COL=99`` in one column.
        delimiter: between the cells of CSV; seen in its header if None.
        encoding: of text; as the file says, or UTF-8, if None.
        sheet: of workbooks; the first visible one with the columns that are needed if None.
        input_format: of the files, ``csv`` or ``parquet``, whatever their names; by these if None.
        decimal: the decimal mark of numbers in text; a point, and no thousands, if None.
        memory: a bound such as ``2GB`` for reading.
        temp: the folder for what does not fit.
        engine: ``duckdb`` on this machine, or ``spark`` on a cluster, with the same groups.
        spark_master: where Spark runs: ``local[2]`` if None, or the session that is running.
        spark_remote: a server of Spark Connect, such as ``sc://host:15002``.
        spark_conf: settings of Spark, by name or each ``K=V``.

    Returns:
        a row for each group that has rows, part by part. Identifiers are in *out* alone.

    Raises:
        UsageError: for options in conflict or out of range.
        InputError: if a file is missing or anything in it cannot be right.
        OutputError: if *out* exists already, or cannot be written.
    """
    spark = spark_options(engine, spark_master, spark_remote, spark_conf)
    check_runs_on(spark, input_format=input_format)
    name, count = os.fspath(out), number_of_groups(groups)
    check_output_name(name)
    missing = choice("--missing", missing, MISSING)
    check_one_score(welfare, score, score_table, exponential=exponential)
    reader = survey_engine(spark, memory=memory, temp=temp)
    options = {"id": split(id), "within": split(within), "then": split(then)}
    single = [each for each in (welfare or score, size, weight) if each is not None]
    table = open_survey(
        reader,
        data,
        decimal=decimal,
        delimiter=delimiter,
        encoding=encoding,
        sheet=sheet,
        input_format=input_format,
        missing_values=missing_values,
        columns=[*single, *(each for names in options.values() for each in names)],
    )
    roles = Roles(welfare=welfare, weight=weight, size=size)
    if score_table is not None:
        coefficients = read_score_table(os.fspath(score_table), table, exponential=exponential)
        first = [*coefficients.numbers(), *coefficients.texts(), *table.columns][0]
        columns = columns_of(table, roles, first, options)._replace(score=coefficients)
    else:
        columns = columns_of(table, roles, score, options)
    check_groups(columns.groups, ScoredGroup)
    check_names((*columns.handed_on, *columns.groups))
    scores = () if score_table is not None else (columns.welfare,)
    option = "--score" if score is not None else "--welfare"
    check_identifiers(columns.handed_on, {"--within": columns.groups, option: scores})
    with hidden_cells(columns.handed_on):
        register = write_register(
            reader,
            table,
            columns,
            name,
            overwrite=overwrite,
            groups=count,
            where=where,
            missing=missing,
            names=(SCORE, GROUP),
        )
    return Answer(
        question="survey deciles",
        arguments={
            "file": table.display_name,
            "out": name,
            "score": None if score_table is not None else columns.welfare,
            "score_table": None if score_table is None else os.fspath(score_table),
            "exponential": exponential,
            "id": list(columns.handed_on),
            "size": columns.size,
            "weight": columns.weight,
            "within": list(columns.groups),
            "groups": count,
            "then": list(columns.extra.values()),
            "where": where,
            "missing": missing,
        },
        rows=tuple(rows_of(register.groups, columns.groups, table)),
        notes=tuple(notes_of(register, columns, table, name, count)),
        sources=(),
        names={},
        kind=ScoredGroup,
    )


def check_one_score(
    welfare: str | None, score: str | None, score_table: File | None, *, exponential: bool
) -> None:
    """Refuse two ways to order rows.

    Raises:
        UsageError: with both.
    """
    ways = {"--welfare": welfare, "--score": score, "--score-table": score_table}
    given = [option for option, value in ways.items() if value is not None]
    if len(given) > 1:
        raise UsageError("conflict", one=given[0], other=given[1])
    if exponential and score_table is None:
        raise UsageError("needs_option", option="--exponential", needed="--score-table")


def number_of_groups(given: str | int) -> int:
    """How many groups there are.

    Raises:
        UsageError: if that is neither a name nor a number in bounds.
    """
    if isinstance(given, str) and not given.strip().isdecimal():
        return NAMED[choice("--groups", given, tuple(NAMED))]
    return whole_number("--groups", given, FEWEST, MOST)


def split(given: Names | None) -> list[str]:
    """The columns of an option."""
    return [] if given is None else split_list(given)


def columns_of(
    table: Table, roles: Roles, score: str | None, options: Mapping[str, Sequence[str]]
) -> Columns:
    """The columns by what they are needed for, found in any case.

    Args:
        table: the register.
        roles: welfare, weight and size.
        score: the column of scores in place of welfare.
        options: the columns of ``id``, ``within`` and ``then``.

    Raises:
        InputError: for a name that is not a column.
    """
    if score is not None:
        roles = replace(roles, welfare=find_column(table, score, "--score"))
    found = {
        option: tuple(dict.fromkeys(find_column(table, name, f"--{option}") for name in names))
        for option, names in options.items()
    }
    columns = resolve_columns(table, roles)
    ties = {f"then{place}": name for place, name in enumerate(found["then"])}
    return columns._replace(handed_on=found["id"], groups=found["within"], extra=ties)


def check_names(columns: Sequence[str]) -> None:
    """Refuse columns that the new file cannot have beside those of scores and groups.

    Raises:
        UsageError: with the column.
    """
    taken = {SCORE, GROUP}
    for name in dict.fromkeys(columns):
        if name.casefold() in taken:
            raise UsageError("column_taken", column=name)
        taken.add(name.casefold())


def check_identifiers(identifiers: Sequence[str], shown: Mapping[str, Sequence[str]]) -> None:
    """Refuse identifiers whose values the answer would show.

    Args:
        identifiers: the columns of ``id``.
        shown: by option the columns of which the answer has values.

    Raises:
        UsageError: with the first column.
    """
    for option, columns in shown.items():
        for name in columns:
            if name in identifiers:
                raise UsageError("identifier_shown", column=name, option=option)


@contextmanager
def hidden_cells(identifiers: Sequence[str]) -> Iterator[None]:
    """Say what is wrong in a column of identifiers without the cell, which may identify somebody.

    Args:
        identifiers: the columns of ``id``, of which one may order ties.

    Raises:
        InputError: with file, row and column.
    """
    try:
        yield
    except InputError as error:
        values = error.message.values
        where = values.get("where")
        if "value" in values and isinstance(where, Message) and where.values["column"] in identifiers:
            raise InputError("identifier_cell", where=where) from None
        raise


def rows_of(groups: Iterable[GroupSummary], within: Sequence[str], table: Table) -> Iterator[ScoredGroup]:
    """A row for each group, with its share of the scores of its part."""
    for part, of_part in groupby(groups, key=lambda each: each.part):
        summaries = list(of_part)
        total = math.fsum(each.total for each in summaries)
        codes = dict(zip(within, part, strict=True))
        called = {column: table.labels.get(column, {}).get(code, code) for column, code in codes.items()}
        for each in summaries:
            yield ScoredGroup(
                groups=called,
                group=each.group,
                from_=each.lowest,
                to=each.highest,
                rows=each.rows,
                people=each.people,
                mean=each.total / each.people if each.people > 0 else None,
                share=100.0 * each.total / total if total > 0 else None,
            )


def notes_of(register: Register, columns: Columns, table: Table, out: str, groups: int) -> Iterator[Note]:
    """Rows read, left out and written, groups that ties leave empty, how people are counted."""
    yield from reading_notes(register, columns.welfare, table)
    yield weight_note(columns)
    yield note("deciles_written", file=out, rows=Decimal(register.counts.rows))
    if register.without_group:
        yield note("deciles_without_group", rows=Decimal(register.without_group))
    parts = len({each.part for each in register.groups})
    empty = parts * groups - len(register.groups)
    yield note("deciles_empty", count=Decimal(empty), parts=Decimal(parts))
    if columns.extra:
        yield note("deciles_then", columns=", ".join(columns.extra.values()))
