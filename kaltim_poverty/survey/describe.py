"""What is in a household file: every column, the design, and what would stop an estimate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from kaltim_poverty.errors import KpovError
from kaltim_poverty.inputs.lists import quoted_item
from kaltim_poverty.inputs.numbers import Number
from kaltim_poverty.records import Answer, note
from kaltim_poverty.records.fields import REMARK, record
from kaltim_poverty.records.fields import column as declared
from kaltim_poverty.survey.engines import (
    check_runs_on,
    columns_in,
    open_survey,
    read_survey,
    survey_engine,
    weight_range,
)
from kaltim_poverty.survey.read import (
    INTEGER,
    NUMBER,
    Columns,
    ColumnSummary,
    Engine,
    Reading,
    Roles,
    Table,
    alternatives,
    find_column,
    has_column,
    has_nines,
    is_likely_code,
    kind_of,
    listed_strata,
    number_text,
    resolve_columns,
    roles_of,
)
from kaltim_poverty.survey.request import DESIGN_OPTIONS, Factors, File, Names, SurveyOptions
from kaltim_poverty.survey.spark import ENGINE_FAILURES, Settings, spark_options
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TYPES = {INTEGER: "whole", NUMBER: "number"}
CODES = ("stratum", "psu")  # roles
SINGLE_COLUMN_ROLES = ("welfare", "weight", "size", "fpc", "province", "urban")


@record
class Described:
    """A column of the file, or with an empty `column` a part of the design; `problem` says what is wrong."""

    column: str = declared("words")
    role: str = declared("code")
    type: str = declared("code", gives_way=1)
    missing: int | None = declared("count")
    distinct: int | None = declared("count")
    smallest: str = declared("words")
    largest: str = declared("words")
    problem: Message | None = declared(REMARK)


def describe(
    data: object,
    *,
    design: File | None = None,
    welfare: str | None = None,
    weight: str | None = None,
    size: str | None = None,
    stratum: str | Sequence[str] | None = None,
    psu: str | Sequence[str] | None = None,
    nest: bool | None = None,
    fpc: str | None = None,
    replicate_weights: str | None = None,
    replicate_method: str | None = None,
    fay_rho: Number | None = None,
    replicate_scale: Number | None = None,
    replicate_rscales: Factors | None = None,
    replicate_factors: bool | None = None,
    province: str | None = None,
    urban: str | None = None,
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
) -> Answer[Described]:
    """What is in a survey, problems first. On the command line: ``kpov survey describe``.

    Args:
        data: a file, several, a folder or a glob; a mapping of arrays; a pandas, polars or
            pyarrow table.
        design: a file that names the columns, or ``susenas``.
        welfare: the column of welfare per person.
        weight: of households where `size` is given, else of persons.
        size: the members of a household.
        stratum: one column or several.
        psu: one column or several; without it each row is a PSU of its own.
        nest: whether codes of PSUs are repeated in other strata.
        fpc: how many PSUs each stratum has in the population.
        replicate_weights: a pattern of columns such as ``rw*``.
        replicate_method: ``bootstrap``, ``brr``, ``fay``, ``jackknife``, ``jk1``, ``jk2`` or ``jkn``.
        fay_rho: rho of ``fay``, from 0 to below 1.
        replicate_scale: the factor of the sum of squares in place of the method's.
        replicate_rscales: a factor for the square of each replicate, or one for all.
        replicate_factors: whether the columns multiply the weight instead of taking its place.
        province: codes of provinces, by which published lines are found.
        urban: 1 urban, 2 rural, by which published lines are found.
        missing_values: codes that mean missing besides the usual marks: ``99``; ``COL=99`` in one column.
        delimiter: between the cells of CSV; seen in its header if None.
        encoding: of text; as the file says, or UTF-8, if None.
        sheet: of workbooks; the first visible one with the columns that are needed if None.
        input_format: of the files, ``csv`` or ``parquet``, whatever their names; by these if None.
        decimal: the decimal mark of numbers in text and in a line table; a point, and no thousands, if None.
        memory: a bound such as ``2GB`` for reading.
        temp: the folder for what does not fit.
        engine: ``duckdb`` on this machine, or ``spark`` on a cluster, with the same answer.
        spark_master: where Spark runs: ``local[2]`` if None, or the session that is running.
        spark_remote: a server of Spark Connect, such as ``sc://host:15002``.
        spark_conf: settings of Spark, by name or each ``K=V``.

    Returns:
        a row for each column of the file and for each part of the design, those with a problem first.

    Raises:
        InputError: if the file is missing or unreadable, or a column that was named is not there.
    """
    spark = spark_options(engine, spark_master, spark_remote, spark_conf)
    check_runs_on(spark, input_format=input_format)
    options = SurveyOptions(
        design=design,
        welfare=welfare,
        weight=weight,
        size=size,
        stratum=stratum,
        psu=psu,
        nest=nest,
        fpc=fpc,
        replicate_weights=replicate_weights,
        replicate_method=replicate_method,
        fay_rho=fay_rho,
        replicate_scale=replicate_scale,
        replicate_rscales=replicate_rscales,
        replicate_factors=replicate_factors,
        province=province,
        urban=urban,
        missing_values=missing_values,
        delimiter=delimiter,
        encoding=encoding,
        sheet=sheet,
        input_format=input_format,
        decimal=decimal,
    )
    roles = roles_of(design, options.given(DESIGN_OPTIONS))
    reader = survey_engine(spark, memory=memory, temp=temp)
    table = open_survey(
        reader,
        data,
        **roles.reading(),
        columns=roles.columns(),
    )
    with reader.unchanged_files():
        columns = named_columns(table, roles)
        summaries, count = columns_in(reader, table, columns.welfare if columns else table.columns[0])
        rows = [*column_rows(table, columns, roles, summaries), *design_rows(reader, table, roles, columns)]
    rows.sort(key=lambda row: row.problem is None)
    described = note(
        "described", file=table.display_name, rows=Decimal(count), columns=Decimal(len(table.columns))
    )
    return Answer(
        question="survey describe",
        arguments={"file": table.display_name, **roles.named()},
        rows=tuple(rows),
        notes=(described, *table.notes),
        sources=(),
        names={},
        kind=Described,
    )


def named_columns(table: Table, roles: Roles) -> Columns | None:
    """The columns that were named; None where welfare was not."""
    if roles.welfare is None and not has_column(table, "welfare"):
        return None
    return resolve_columns(table, roles)


def column_rows(
    table: Table, columns: Columns | None, roles: Roles, summaries: Sequence[ColumnSummary]
) -> Iterator[Described]:
    """A row for each column of the file."""
    named = roles_by_column(columns, roles, table)
    for column, summary in zip(table.columns, summaries, strict=True):
        yield column_row(table, column, named.get(column, ""), summary)


def roles_by_column(columns: Columns | None, roles: Roles, table: Table) -> Mapping[str, str]:
    """The role of each column, as far as that was named."""
    named: dict[str, str] = {}
    for role in SINGLE_COLUMN_ROLES:
        column = getattr(columns, role, None) or getattr(roles, role, None)
        if column and len(alternatives(column)) == 1:
            named.setdefault(find_column(table, column, f"--{role}"), role)
    for role in ("stratum", "psu"):
        for column in getattr(roles, role):
            named.setdefault(find_column(table, column, f"--{role}"), role)
    if columns is not None:
        named.update(dict.fromkeys(columns.replicates, "replicate_weight"))
    return named


def column_row(table: Table, column: str, role: str, summary: ColumnSummary) -> Described:
    """The row of a column."""
    if summary.lowest is not None and not summary.not_numbers:
        type_name = TYPES.get(kind_of(table.type_of(column)), "number")
        smallest, largest = number_text(summary.lowest), number_text(summary.highest[0])
    else:
        type_name, smallest, largest = "text", summary.first or "", summary.last or ""
    problem = file_without(table, column) or problem_of(role, summary) or missing_code(column, role, summary)
    return Described(column, role, type_name, summary.missing, summary.distinct, smallest, largest, problem)


def file_without(table: Table, column: str) -> Message | None:
    """The message that one of several files lacks a column."""
    files = table.files_without(column)
    return message("problem.not_in", file=files[0]) if files else None


def missing_code(column: str, role: str, summary: ColumnSummary) -> Message | None:
    """The message that the largest number looks like a code for missing values: 99, 999."""
    if summary.not_numbers or not summary.highest or role in CODES:
        return None
    cells: Counter[float] = Counter()
    for value, count in zip(summary.highest, summary.cells_of_highest, strict=True):
        cells[value] += count
    largest, *others = sorted(cells, reverse=True)
    count = cells[largest]
    far_above = is_likely_code(largest, count, others[0] if others else None)
    if not far_above and not (others and has_nines(largest) and count > max(1, cells[others[0]])):
        return None
    text = number_text(largest)
    item = quoted_item(f"{column}={text}")
    return message("problem.missing_code", value=text, count=Decimal(count), item=item)


def problem_of(role: str, summary: ColumnSummary) -> Message | None:
    """The problem that makes a column unusable in its role, if there is one."""
    if not role or role in ("province", "urban"):
        return None
    if summary.distinct == 0:
        return message("problem.empty")
    if summary.not_numbers and role not in CODES:
        return message("problem.text", count=Decimal(summary.not_numbers))
    if summary.missing:
        return message("problem.missing", count=Decimal(summary.missing))
    if summary.negative and role in ("weight", "replicate_weight", "fpc"):
        return message("problem.negative", count=Decimal(summary.negative))
    odd_sizes = summary.not_sizes if role == "size" else 0
    return message("problem.size", count=Decimal(odd_sizes)) if odd_sizes else None


def design_rows(engine: Engine, table: Table, roles: Roles, columns: Columns | None) -> Iterator[Described]:
    """PSUs, strata, strata with one PSU, weights; what stops an estimate is a row of its own."""
    if columns is None:
        yield problem_row("welfare", message("problem.no_welfare"))
        return
    if not columns.weight:
        yield problem_row("weight", message("problem.no_weight"))
    try:
        reading = read_survey(engine, table, roles, missing="drop")
    except KpovError as error:
        if error.key in ENGINE_FAILURES:
            raise
        yield problem_row("design", message("problem.stops", text=error.message))
        return
    yield from [replicate_row(columns)] if columns.replicates else psu_rows(reading)
    yield weight_row(reading)


def problem_row(role: str, problem: Message) -> Described:
    """A row for something that the design lacks."""
    return Described("", role, "", None, None, "", "", problem)


def psu_rows(reading: Reading) -> Iterator[Described]:
    """PSUs by stratum, strata, and the strata with one PSU."""
    design = reading.design
    fewest, most = str(design.psus.min()), str(design.psus.max())
    yield Described("", "psus", "", None, int(design.psus.sum()), fewest, most, None)
    yield Described("", "strata", "", None, len(design.psus), "", "", None)
    lonely = [design.names[stratum] for stratum in design.lonely.tolist()]
    problem = message("problem.lonely", strata=listed_strata(lonely)) if lonely else None
    yield Described("", "lonely_strata", "", None, len(lonely), "", "", problem)


def replicate_row(columns: Columns) -> Described:
    """How many replicate weights there are, which take the place of PSUs and strata."""
    return Described("", "replicates", "", None, len(columns.replicates), "", "", None)


def weight_row(reading: Reading) -> Described:
    """The smallest and the largest weight of persons above 0."""
    ends = weight_range(reading.sample)
    smallest, largest = ("", "") if ends is None else map(number_text, ends)
    zero = reading.counts.zero_weight
    problem = message("problem.zero_weight", count=Decimal(zero)) if zero else None
    return Described("", "weights", "", None, None, smallest, largest, problem)
