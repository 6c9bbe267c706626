"""Every measure from a household file, overall and by group, with its design-based standard error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from kaltim_poverty.inputs.choices import choice
from kaltim_poverty.inputs.numbers import Number
from kaltim_poverty.records import Answer
from kaltim_poverty.records.charts import Chart
from kaltim_poverty.records.fields import REMARK, ROW_UNIT, column, record
from kaltim_poverty.survey.breakdowns import BreakdownResult, all_breakdowns
from kaltim_poverty.survey.columns import (
    DEGREES_OF_FREEDOM,
    DESIGN_EFFECT,
    ESTIMATE,
    INTERVAL,
    MEASURE,
    PEOPLE,
    RELATIVE_ERROR,
    ROWS,
    STANDARD_ERROR,
)
from kaltim_poverty.survey.engines import check_runs_on, open_survey, survey_engine
from kaltim_poverty.survey.full_counts import check_full_count
from kaltim_poverty.survey.heads import head_of_estimates
from kaltim_poverty.survey.infer import Result
from kaltim_poverty.survey.notes import notes_of
from kaltim_poverty.survey.options import check_groups
from kaltim_poverty.survey.peers.choices import CHOICES, PEERS
from kaltim_poverty.survey.peers.rows import USUAL_INTERVAL, Numbers, choices_note, like_peer, lonely_rule
from kaltim_poverty.survey.read import find_column, sources_of
from kaltim_poverty.survey.request import Column, Columns, Factors, File, Names, SurveyOptions, with_columns
from kaltim_poverty.survey.sample import SIZES, Sizes
from kaltim_poverty.survey.small_cells import shown
from kaltim_poverty.survey.spark import Settings, spark_options
from kaltim_poverty.survey.study import (
    Study,
    arguments_of,
    begin,
    needed,
    numbers,
    request_of,
    whole,
    with_names_as_written,
)
from kaltim_poverty.words import Message


@record
class Estimate:
    """One measure of one domain; None where a number does not exist, and `note` says why.

    `groups` holds the values of the breakdown by column, empty for everybody. `n` counts rows with a weight
    above 0, `population` their weights.
    """

    charts: ClassVar[tuple[Chart, ...]] = (
        Chart("dot", x="", y="estimate", low="ci_low", high="ci_high", series=("groups",), facet="measure"),
    )

    groups: Mapping[str, str] = column("group")
    measure: str = column(MEASURE)
    unit: str = column(ROW_UNIT)
    estimate: float | None = column(ESTIMATE)
    se: float | None = column(STANDARD_ERROR)
    rse: float | None = column(RELATIVE_ERROR)
    ci_low: float | None = column(INTERVAL)
    ci_high: float | None = column(INTERVAL)
    df: int | None = column(DEGREES_OF_FREEDOM)
    deff: float | None = column(DESIGN_EFFECT)
    n: int | None = column(ROWS)
    population: float | None = column(PEOPLE)
    note: Message | None = column(REMARK)


def estimate(
    data: object,
    *,
    design: File | None = None,
    welfare: Column | None = None,
    weight: Column | None = None,
    size: Column | None = None,
    stratum: Columns | None = None,
    psu: Columns | None = None,
    nest: bool | None = None,
    fpc: Column | None = None,
    replicate_weights: str | None = None,
    replicate_method: str | None = None,
    fay_rho: Number | None = None,
    replicate_scale: Number | None = None,
    replicate_rscales: Factors | None = None,
    replicate_factors: bool | None = None,
    province: Column | None = None,
    urban: Column | None = None,
    currency: str | None = None,
    line: Number | None = None,
    line_column: Column | None = None,
    line_table: File | None = None,
    published_line: str | int | None = None,
    line_locality: str | None = None,
    relative_line: Number | None = None,
    relative_to: str | None = None,
    deflator: Number | None = None,
    deflator_column: Column | None = None,
    measure: Names | None = None,
    by: Names | None = None,
    floor: Number | None = None,
    lonely_psu: str | None = None,
    ci: str | None = None,
    level: Number = 0.95,
    missing: str = "error",
    bootstrap: int | str | None = None,
    seed: int | str | None = None,
    full_count: bool = False,
    hide_below: int | str | None = None,
    population_known: bool = False,
    like: str | None = None,
    where: str | None = None,
    missing_values: Names | None = None,
    delimiter: str | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    input_format: str | None = None,
    decimal: str | None = None,
    memory: str | None = None,
    temp: str | None = None,
    rows_of_block: int | None = None,
    processes: int = 1,
    engine: str = "duckdb",
    spark_master: str | None = None,
    spark_remote: str | None = None,
    spark_conf: Settings | None = None,
    sizes: Sizes | None = None,
) -> Answer[Estimate]:
    """Every measure of a survey with its standard error. On the command line: ``kpov survey estimate``.

    Args:
        data: a file, several, a folder or a glob; a mapping of arrays; a pandas, polars or
            pyarrow table.
        design: a file that names the columns, or ``susenas``.
        welfare: the column of welfare per person, or the values themselves, (rows,); so for all
            columns.
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
        currency: of all amounts, such as ``USD``; rupiah with the design ``susenas`` or a published line.
        line: a poverty line for all, in the unit of welfare.
        line_column: a line for each row.
        line_table: a file of lines by group.
        published_line: a period whose published lines are taken.
        line_locality: ``total`` for one published line for urban and rural areas.
        relative_line: a share of the median or mean, whose sampling error counts.
        relative_to: ``median`` (the default) or ``mean``.
        deflator: by which welfare and the lines of rows are divided, but not `line`.
        deflator_column: a deflator for each row.
        measure: names of measures, or ``all``.
        by: breakdowns; a comma joins the columns of one.
        floor: what welfare at or below 0 becomes for Watts.
        lonely_psu: what a stratum with one PSU adds: ``adjust`` (the default), ``average``, ``remove``,
            ``certainty``, ``fail``.
        ci: ``logit`` for P0 and ``wald`` for others (the default), or ``wald`` for all.
        level: of the interval, between 0 and 1.
        missing: ``error``, or ``drop`` for rows that lack something.
        bootstrap: how many replicates, in place of linearisation.
        seed: of the bootstrap.
        full_count: whether everybody is in the file: no number has a sampling error.
        hide_below: of domains of fewer rows no number is shown.
        population_known: whether the number of people is known, so that only P0 gives `poor_count` an error.
        like: ``convey``, ``survey``, ``laeken``, ``pip``, ``dasp`` or ``stata``: choices are made as there,
            unless an option makes one otherwise.
        where: the condition of a subpopulation, over the columns; the design stays whole.
        missing_values: codes that mean missing besides the usual marks: ``99``; ``COL=99`` in one column.
        delimiter: between the cells of CSV; seen in its header if None.
        encoding: of text; as the file says, or UTF-8, if None.
        sheet: of workbooks; the first visible one with the columns that are needed if None.
        input_format: of the files, ``csv`` or ``parquet``, whatever their names; by these if None.
        decimal: the decimal mark of numbers in text and in a line table; a point, and no thousands, if None.
        memory: a bound such as ``2GB`` for reading; more blocks then.
        temp: the folder for what does not fit.
        rows_of_block: rows of a block, instead of as many as memory allows.
        processes: 2 to have a forked worker (Linux) compute some of many breakdowns of many rows.
        engine: ``duckdb`` on this machine, or ``spark`` on a cluster, with the same values and errors.
        spark_master: where Spark runs: ``local[2]`` if None, or the session that is running.
        spark_remote: a server of Spark Connect, such as ``sc://host:15002``.
        spark_conf: settings of Spark, by name or each ``K=V``.
        sizes: how many rows are handled at a time: for tests, as results do not depend on them.

    Returns:
        a row for each measure of each domain: everybody first, then breakdown by breakdown.

    Raises:
        UsageError: for an unknown measure, a number out of range, options in conflict.
        InputError: if a file is missing or anything in it cannot be right.
        NotFoundError: if there are no published lines for a period.
    """
    check_full_count({"full_count": full_count, "like": like})
    peer = None if like is None else choice("--like", like, PEERS)
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
        currency=currency,
        missing_values=missing_values,
        delimiter=delimiter,
        encoding=encoding,
        sheet=sheet,
        input_format=input_format,
        decimal=decimal,
        line=line,
        line_column=line_column,
        line_table=line_table,
        published_line=published_line,
        line_locality=line_locality,
        relative_line=relative_line,
        relative_to=relative_to,
        deflator=deflator,
        deflator_column=deflator_column,
        measure=measure,
        by=by,
        floor=floor,
        lonely_psu=lonely_rule(peer, lonely_psu),
        ci=ci or USUAL_INTERVAL,
        level=level,
        missing=missing,
        bootstrap=bootstrap,
        seed=seed,
        full_count=full_count,
        hide_below=hide_below,
        population_known=population_known,
    )
    data, options = with_columns(data, options)
    request = request_of(options)
    reader = survey_engine(spark, memory=memory, temp=temp)
    table = open_survey(
        reader,
        data,
        **request.roles.reading(),
        columns=needed(request),
    )
    request = with_names_as_written(request, table)
    check_groups([find_column(table, column, "--by") for column in request.asked.columns], Estimate)
    study = begin(reader, table, request, where, (sizes or SIZES).with_blocks(rows_of_block))
    done = all_breakdowns(study, processes=processes)
    rows = tuple(row for each in done for row in rows_of(each))
    notes = tuple(notes_of(study, done, table))
    if peer is not None:
        notes = (choices_note([row.measure for row in rows], peer, by_t=ci is not None), *notes)
        if ci is None and peer in CHOICES["interval"].peers:
            notes = tuple(each for each in notes if each.code != "interval_logit")
        rows = tuple(row_like(row, study, peer, by_t=ci is not None) for row in rows)
    seen = shown(rows, [study])
    rows = tuple(seen.rows)
    return Answer(
        question="survey estimate",
        arguments={**arguments_of(table, study, where), **({} if peer is None else {"like": peer})},
        rows=rows,
        notes=seen.notes(notes),
        sources=sources_of(study.reading.lines),
        names={},
        kind=Estimate,
        head=head_of_estimates(rows, float(study.asked.level)),
    )


def row_like(row: Estimate, study: Study, peer: str, *, by_t: bool) -> Estimate:
    """One row with the choices of another program, except for an interval that was asked for."""
    own = Numbers(row.unit, row.estimate, row.se, row.rse, row.ci_low, row.ci_high)
    return replace(row, **like_peer(row.measure, own, row.groups, study, peer, by_t=by_t)._asdict())


def rows_of(done: BreakdownResult) -> list[Estimate]:
    """The rows of one breakdown, by domain, then by measure."""
    over, constants = done.reduced.over, done.reduced.constants
    groups = [dict(zip(over.columns, labels, strict=True)) for labels in over.labels]
    counts = list(zip(map(int, constants.rows.tolist()), constants.people.tolist(), strict=True))
    by_measure = [(result.name, result.unit, numbers_of(result, counts)) for result in done.results]
    return [
        Estimate(groups[domain], name, unit, *found[domain])
        for domain in range(len(over))
        for name, unit, found in by_measure
    ]


def numbers_of(result: Result, counts: Sequence[tuple[int, float]]) -> list[tuple[Any, ...]]:
    """The fields of an estimate from its value on, by domain.

    Args:
        result: of one measure.
        counts: rows and people of each domain.
    """
    df = list(map(whole, result.df.tolist()))
    before = map(numbers, (result.value, result.se, result.rse, result.low, result.high))
    notes = map(result.reasons.get, range(len(df)))
    return list(zip(*before, df, numbers(result.deff), *zip(*counts, strict=True), notes, strict=True))
