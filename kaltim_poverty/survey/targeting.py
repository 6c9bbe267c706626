"""Who receives a programme, and who should: incidence and errors of targeting with their standard errors."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from kaltim_poverty.errors import InputError, UsageError
from kaltim_poverty.inputs.choices import choice
from kaltim_poverty.inputs.numbers import Number
from kaltim_poverty.inputs.numbers import number as parse_number
from kaltim_poverty.records import Answer, Note, note
from kaltim_poverty.records.charts import Chart
from kaltim_poverty.records.fields import REMARK, ROW_UNIT, column, record
from kaltim_poverty.survey.benefit_incidence.group_statistics import (
    PROPORTIONS,
    GroupsReceived,
    statistics_of_groups,
    values_under_replicates,
)
from kaltim_poverty.survey.benefit_incidence.receipts import (
    EXCLUSION,
    GROUPS,
    INCLUSION,
    NOT_POOR,
    POOR,
    Group,
    group_measures,
    is_received,
    receipts,
    sizes_of_groups,
)
from kaltim_poverty.survey.breakdowns import columns_of, evidence_of_rows
from kaltim_poverty.survey.columns import (
    DEGREES_OF_FREEDOM,
    DESIGN_EFFECT,
    ESTIMATE,
    FEW_DEGREES,
    FEW_ROWS,
    INTERVAL,
    MEASURE,
    PEOPLE,
    RELATIVE_ERROR,
    ROWS,
    STANDARD_ERROR,
)
from kaltim_poverty.survey.engines import (
    check_domains,
    check_runs_on,
    is_distributed,
    open_survey,
    survey_engine,
)
from kaltim_poverty.survey.heads import head_of_targeting
from kaltim_poverty.survey.infer import Result, infer
from kaltim_poverty.survey.notes import FLAGGED_RSE, name_of, survey_notes
from kaltim_poverty.survey.options import check_groups
from kaltim_poverty.survey.read import (
    ExtraColumns,
    find_column,
    read_score_table,
    sources_of,
)
from kaltim_poverty.survey.read import (
    decimal as rounded,
)
from kaltim_poverty.survey.request import Column, Columns, Factors, File, Names, SurveyOptions, with_columns
from kaltim_poverty.survey.sample import SIZES, People, people_of, used_cells
from kaltim_poverty.survey.small_cells import shown
from kaltim_poverty.survey.spark import Settings, spark_options
from kaltim_poverty.survey.study import (
    Study,
    arguments_of,
    begin,
    needed,
    number,
    request_of,
    whole,
    with_measure,
    with_names_as_written,
)
from kaltim_poverty.words import Message

if TYPE_CHECKING:
    from kaltim_poverty.survey.read import Roles
    from kaltim_poverty.survey.sample import Breakdown


@record
class Incidence:
    """One measure of one group of one domain; None where a number does not exist, and `note` says why.

    `group` is ``all``, ``decile_1``… (or ``quintile_1``…), ``poor``, ``not_poor``. `n` counts rows of the
    group with a weight above 0, `population` its people. `benefit_per_recipient` is per person.
    """

    charts: ClassVar[tuple[Chart, ...]] = (
        Chart(
            "dot",
            x="",
            y="estimate",
            low="ci_low",
            high="ci_high",
            series=("groups", "group"),
            facet="measure",
        ),
    )

    groups: Mapping[str, str] = column("group")
    group: str = column("group")
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


MEASURES_OF_GROUP = 6  # about


def targeting(
    data: object,
    *,
    received: str | None = None,
    benefit: str | None = None,
    eligible: str | None = None,
    score_table: File | None = None,
    exponential: bool = False,
    cutoff: Number | None = None,
    groups: str = "deciles",
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
    by: Names | None = None,
    lonely_psu: str = "adjust",
    ci: str = "logit",
    level: Number = 0.95,
    missing: str = "error",
    bootstrap: int | str | None = None,
    seed: int | str | None = None,
    full_count: bool = False,
    hide_below: int | str | None = None,
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
    engine: str = "duckdb",
    spark_master: str | None = None,
    spark_remote: str | None = None,
    spark_conf: Settings | None = None,
) -> Answer[Incidence]:
    """Who receives a programme, and who should. On the command line: ``kpov survey targeting``.

    Args:
        data: a file, several, a folder or a glob; a mapping of arrays; a pandas, polars or
            pyarrow table.
        received: the column that says whether a row receives: 0, 1, false or true.
        benefit: the column of what a row receives, rupiah; rows above 0 receive unless `received`
            says so.
        eligible: a condition over the columns that stands for "poor" in both errors.
        score_table: a file of coefficients of a score; rows with one below *cutoff* are eligible instead.
        exponential: whether the score is the exponential of the sum: an amount.
        cutoff: below which score a row is eligible.
        groups: ``deciles`` or ``quintiles`` of people by welfare, of each domain its own.
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
        line: a poverty line for all; without any line there are no groups of the poor.
        line_column: a line for each row.
        line_table: a file of lines by group.
        published_line: a period whose published lines are taken.
        line_locality: ``total`` for one published line for urban and rural areas.
        relative_line: a share of the median or mean, whose sampling error counts.
        relative_to: ``median`` (the default) or ``mean``.
        deflator: by which welfare and the lines of rows are divided, but not `line`.
        deflator_column: a deflator for each row.
        by: breakdowns; a comma joins the columns of one.
        lonely_psu: what a stratum with one PSU adds: ``adjust``, ``average``, ``remove``,
            ``certainty``, ``fail``.
        ci: ``logit`` for proportions of people and ``wald`` for others, or ``wald`` for all.
        level: of the interval, between 0 and 1.
        missing: ``error``, or ``drop`` for rows that lack something.
        bootstrap: how many replicates, in place of linearisation.
        seed: of the bootstrap.
        full_count: whether everybody is in the file: no number has a sampling error.
        hide_below: of domains of fewer rows no number is shown.
        where: the condition of a subpopulation, over the columns; the design stays whole.
        missing_values: codes that mean missing besides the usual marks: ``99``; ``COL=99`` in one column.
        delimiter: between the cells of CSV; seen in its header if None.
        encoding: of text; as the file says, or UTF-8, if None.
        sheet: of workbooks; the first visible one with the columns that are needed if None.
        input_format: of the files, ``csv`` or ``parquet``, whatever their names; by these if None.
        decimal: the decimal mark of numbers in text and in a line table; a point, and no thousands, if None.
        memory: a bound such as ``2GB`` for reading; the rows themselves stay in memory besides.
        temp: the folder for what does not fit.
        rows_of_block: rows of a block, instead of as many as memory allows.
        engine: ``duckdb`` on this machine, or ``spark`` on a cluster, with the same values and errors.
        spark_master: where Spark runs: ``local[2]`` if None, or the session that is running.
        spark_remote: a server of Spark Connect, such as ``sc://host:15002``.
        spark_conf: settings of Spark, by name or each ``K=V``.

    Returns:
        a row for each measure of each group of each domain: everybody first, then breakdown by breakdown.

    Raises:
        UsageError: for options in conflict or out of range, or if neither column is named.
        InputError: if a file is missing or anything in it cannot be right, or nobody receives.
        NotFoundError: if there are no published lines for a period.
    """
    if received is None and benefit is None:
        raise UsageError("needs_receipt")
    spark = spark_options(engine, spark_master, spark_remote, spark_conf)
    check_runs_on(spark, input_format=input_format)
    kind = choice("--groups", groups, tuple(GROUPS))
    limit = cutoff_of(score_table, cutoff, eligible, exponential=exponential)
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
        by=by,
        lonely_psu=lonely_psu,
        ci=ci,
        level=level,
        missing=missing,
        bootstrap=bootstrap,
        seed=seed,
        full_count=full_count,
        hide_below=hide_below,
    )
    data, options = with_columns(data, options)
    request = request_of(options)
    request = with_measure(request, "p0" if request.spec.given else "mean")
    reader = survey_engine(spark, memory=memory, temp=temp)
    table = open_survey(
        reader,
        data,
        **request.roles.reading(),
        columns=[*needed(request), *filter(None, (received, benefit))],
    )
    request = with_names_as_written(request, table)
    check_groups([find_column(table, column, "--by") for column in request.asked.columns], Incidence)
    if received is not None:
        received = find_column(table, received, "--received")
    extra = ExtraColumns(extra_numbers(request.roles, benefit), received, eligible)
    if score_table is not None:
        scores = read_score_table(os.fspath(score_table), table, exponential=exponential)
        extra = extra._replace(score=scores, cutoff=limit)
    study = begin(reader, table, request, where, SIZES.with_blocks(rows_of_block), extra)
    rows: list[Incidence] = []
    sizes: list[tuple[int, ...]] = []
    undefined: Counter[str] = Counter()
    nobody = InputError("nobody_receives", file=table.display_name, column=benefit or received or "")
    for columns in request.asked.breakdowns:
        if not has_domains(study, columns):
            if not columns:
                raise nobody
            continue
        found = received_by_groups(study, columns, kind)
        if not found.anybody:
            raise nobody
        own, results = incidence_of(study, found)
        rows += own
        sizes += sizes_of_errors(study, found, results)
        for each in results:
            undefined[each.name] += each.undefined
    doubtful = any(map(is_doubtful, rows))
    seen = shown(rows, [study], sizes=sizes)
    return Answer(
        question="survey targeting",
        arguments={
            **arguments_of(table, study, where),
            "measure": None,
            "received": received,
            "benefit": benefit,
            "eligible": eligible,
            "score_table": None if score_table is None else os.fspath(score_table),
            "exponential": exponential,
            "cutoff": limit,
            "groups": kind,
        },
        rows=tuple(seen.rows),
        notes=seen.notes(
            (*survey_notes(study, table), *own_notes(study, kind, +undefined, doubtful=doubtful))
        ),
        sources=sources_of(study.reading.lines),
        names={},
        kind=Incidence,
        head=head_of_targeting(seen.rows, kind),
    )


def cutoff_of(
    score_table: File | None, cutoff: Number | None, eligible: str | None, *, exponential: bool
) -> float | None:
    """Below which score a row is eligible, if a table of coefficients says so.

    Raises:
        UsageError: for one of both options alone, or beside a condition; for what is not a number.
    """
    if score_table is not None and eligible is not None:
        raise UsageError("conflict", one="--score-table", other="--eligible")
    if score_table is None and (cutoff is not None or exponential):
        option = "--exponential" if cutoff is None else "--cutoff"
        raise UsageError("needs_option", option=option, needed="--score-table")
    if score_table is None:
        return None
    if cutoff is None:
        raise UsageError("needs_option", option="--score-table", needed="--cutoff")
    return float(parse_number("--cutoff", cutoff))


def extra_numbers(roles: Roles, benefit: str | None) -> dict[str, str]:
    """The columns of numbers that are needed: the benefit, and the members among whom it is shared."""
    if benefit is None:
        return {}
    return {"benefit": benefit, **({"members": roles.size} if roles.size else {})}


def has_domains(study: Study, columns: Sequence[str]) -> bool:
    """Whether some row belongs to a domain of a breakdown."""
    sample = study.reading.sample
    return bool(used_cells(sample.cells, columns_of(sample, columns)).any())


def received_by_groups(study: Study, columns: Sequence[str], kind: str) -> GroupsReceived:
    """The groups of one breakdown, wherever its rows are."""
    sample = study.reading.sample
    if is_distributed(sample):
        from kaltim_poverty.survey.benefit_incidence.distributed_groups import distributed_groups

        written = columns_of(sample, columns)
        check_domains(sample, [written], values=values_of_domain(study, kind))
        return distributed_groups(study, written, kind)
    return groups_of_people(study, people_of(sample, columns_of(sample, columns)), kind)


def values_of_domain(study: Study, kind: str) -> int:
    """How many values of a domain are held at a time."""
    replicates = 1 if study.replicates is None else study.replicates.number
    return (GROUPS[kind] + 1) * MEASURES_OF_GROUP * replicates


def groups_of_people(study: Study, people: People, kind: str) -> GroupsReceived:
    """The groups of one breakdown, from all its rows."""
    domains = range(len(people.over))
    received = [receipts(people, domain, people.weight, study.relative) for domain in domains]
    found = [group_measures(people, each, received[each], kind, study.relative) for each in domains]
    groups = [each.group for each in found[0]]
    sizes = [sizes_of_groups(each, groups, kind) for each in received]
    under = None if study.replicates is None else values_under_replicates(study, people, kind)
    statistics = statistics_of_groups(study, float(people.weight.sum()), found, sizes, under)
    evidence, anybody = evidence_of_rows(study, people), bool(is_received(people).any())
    return GroupsReceived(people.over, groups, sizes, statistics, evidence, anybody)


def incidence_of(study: Study, found: GroupsReceived) -> tuple[list[Incidence], list[Result]]:
    """The rows of one breakdown by domain, group and measure, and the results of each group and measure."""
    results = infer(found.statistics, found.evidence, level=study.asked.level, interval=study.asked.interval)
    rows = [
        row_of(found.over, domain, group, found.sizes[domain][group], result)
        for domain in range(len(found.over))
        for group, result in zip(found.groups, results, strict=True)
    ]
    return rows, results


def sizes_of_errors(study: Study, found: GroupsReceived, results: Sequence[Result]) -> list[tuple[int, ...]]:
    """Of how many rows beside its own each number is: an error is a share of the poor, or of the others."""
    columns = study.reading.columns
    of_poor = columns.eligible is None and columns.cutoff is None
    among = {EXCLUSION: POOR, INCLUSION: NOT_POOR} if of_poor else {}
    return [
        (sizes[among[result.name]].rows,) if result.name in among else ()
        for sizes in found.sizes
        for result in results
    ]


def row_of(over: Breakdown, domain: int, group: str, size: Group, result: Result) -> Incidence:
    """The record of one measure of a group."""
    return Incidence(
        groups=dict(zip(over.columns, over.labels[domain], strict=True)),
        group=group,
        measure=result.name,
        unit=result.unit,
        estimate=number(result.value[domain]),
        se=number(result.se[domain]),
        rse=number(result.rse[domain]),
        ci_low=number(result.low[domain]),
        ci_high=number(result.high[domain]),
        df=whole(result.df[domain]),
        deff=number(result.deff[domain]),
        n=size.rows,
        population=size.people,
        note=result.reasons.get(domain),
    )


def own_notes(study: Study, kind: str, undefined: Mapping[str, int], *, doubtful: bool) -> Iterator[Note]:
    """Who counts as a recipient, what the groups are, and for whom the programme is meant."""
    columns = study.reading.columns
    yield note("recipients_persons", column=str(columns.received or columns.extra.get("benefit")))
    if "benefit" in columns.extra:
        shared = "members" in columns.extra
        yield note(
            "benefit_shared" if shared else "benefit_whole",
            column=columns.extra["benefit"],
            size=str(columns.extra.get("members")),
        )
    yield note(f"groups_{kind}")
    if columns.eligible is not None:
        yield note("meant_eligible", condition=columns.eligible)
    if columns.cutoff is not None:
        yield note("meant_below", cutoff=rounded(columns.cutoff))
    for name, count in undefined.items():
        yield note("replicates_undefined", measure=name_of(name), count=Decimal(count))
    if study.asked.interval == "logit" and not study.asked.full_count:
        yield note("interval_logit", measures=list(map(name_of, PROPORTIONS)))
    if doubtful:
        yield note("rse_flags")


def is_doubtful(row: Incidence) -> bool:
    """Whether an estimate is marked."""
    if row.df is None or row.n is None:
        return False
    few = row.df < FEW_DEGREES or row.n < FEW_ROWS
    large = row.rse is not None and row.rse > 100 * FLAGGED_RSE
    return row.estimate is not None and (few or large)
