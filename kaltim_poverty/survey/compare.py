"""What changed between two surveys, and is it real?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from kaltim_poverty.errors import NotFoundError, UsageError
from kaltim_poverty.inputs.choices import choice
from kaltim_poverty.inputs.numbers import Number
from kaltim_poverty.records import Answer, Note
from kaltim_poverty.records.charts import Chart
from kaltim_poverty.records.fields import REMARK, ROW_UNIT, column, record
from kaltim_poverty.survey.breakdowns import (
    BreakdownResult,
    common_sums,
    one_breakdown,
    without_rows,
)
from kaltim_poverty.survey.columns import (
    CHANGE,
    DEGREES_OF_FREEDOM,
    ERROR_OF_CHANGE,
    ESTIMATE,
    INTERVAL_OF_CHANGE,
    LEFT_OUT_LAST,
    MEASURE,
    T_VALUE,
)
from kaltim_poverty.survey.comparison.groups import check_one_survey, compare_groups
from kaltim_poverty.survey.comparison.notes import (
    AskedOfBoth,
    all_notes,
    design_notes,
    left_out,
    own_notes,
)
from kaltim_poverty.survey.comparison.rows import adjusted, note_of
from kaltim_poverty.survey.comparison.statistics import compared
from kaltim_poverty.survey.engines import check_runs_on
from kaltim_poverty.survey.full_counts import USUAL, check_full_count
from kaltim_poverty.survey.heads import head_of_changes
from kaltim_poverty.survey.infer import Result, significance_of_row
from kaltim_poverty.survey.peers.changes import ChangeNumbers, change_like_peer
from kaltim_poverty.survey.peers.choices import PEERS
from kaltim_poverty.survey.peers.rows import choices_note, lonely_rule
from kaltim_poverty.survey.people.two_surveys import (
    Matched,
    Surveys,
    both_requests,
    matched_domains,
    read_both,
)
from kaltim_poverty.survey.request import Factors, FilePair, Names, Pair, SurveyOptions, options_of_both
from kaltim_poverty.survey.sample import Sizes
from kaltim_poverty.survey.small_cells import shown
from kaltim_poverty.survey.spark import Settings, spark_options
from kaltim_poverty.survey.study import (
    arguments_of,
    number,
)
from kaltim_poverty.words import Message

if TYPE_CHECKING:
    from collections.abc import Sequence


@record
class Change:
    """One measure of one domain in two surveys.

    A change of a percent is in percentage points. `se`, the interval, `t`, `df` and `p_value` are of the
    change; `verdict` is ``significant`` at 5 percent, ``not_significant`` or ``unknown``, of two full counts
    ``counted``.
    """

    charts: ClassVar[tuple[Chart, ...]] = (
        Chart("dot", x="", y="change", low="ci_low", high="ci_high", series=("groups",), facet="measure"),
    )

    groups: Mapping[str, str] = column("group")
    measure: str = column(MEASURE)
    unit: str = column(ROW_UNIT)
    before: float | None = column(ESTIMATE)
    after: float | None = column(ESTIMATE)
    change: float | None = column(CHANGE)
    se: float | None = column(ERROR_OF_CHANGE)
    ci_low: float | None = column(INTERVAL_OF_CHANGE)
    ci_high: float | None = column(INTERVAL_OF_CHANGE)
    t: float | None = column(T_VALUE)
    df: float | None = column(DEGREES_OF_FREEDOM)
    p_value: float | None = column("p_value", decimals=3)
    verdict: str = column("code")
    note: Message | None = column(REMARK)


@record
class AdjustedChange:
    """A `Change` whose verdict goes by `p_holm`, its p-value adjusted for all rows (Holm)."""

    charts: ClassVar[tuple[Chart, ...]] = (
        Chart("dot", x="", y="change", low="ci_low", high="ci_high", series=("groups",), facet="measure"),
    )

    groups: Mapping[str, str] = column("group")
    measure: str = column(MEASURE)
    unit: str = column(ROW_UNIT)
    before: float | None = column(ESTIMATE)
    after: float | None = column(ESTIMATE)
    change: float | None = column(CHANGE)
    se: float | None = column(ERROR_OF_CHANGE)
    ci_low: float | None = column(INTERVAL_OF_CHANGE)
    ci_high: float | None = column(INTERVAL_OF_CHANGE)
    t: float | None = column(T_VALUE)
    df: float | None = column(DEGREES_OF_FREEDOM)
    p_value: float | None = column("p_value", decimals=3, gives_way=LEFT_OUT_LAST)
    p_holm: float | None = column("p_value", decimals=3)
    verdict: str = column("code")
    note: Message | None = column(REMARK)


def compare(
    before: object,
    after: object | None = None,
    *,
    between: Names | None = None,
    panel: str | None = None,
    design: FilePair | None = None,
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
    currency: str | None = None,
    line: Number | Pair | None = None,
    line_column: Pair | None = None,
    line_table: FilePair | None = None,
    published_line: Pair | int | None = None,
    line_locality: str | None = None,
    relative_line: Number | None = None,
    relative_to: str | None = None,
    deflator: Number | Pair | None = None,
    deflator_column: Pair | None = None,
    measure: Names | None = None,
    by: Names | None = None,
    floor: Number | None = None,
    lonely_psu: str | None = None,
    ci: str = "wald",
    level: Number = 0.95,
    missing: str = "error",
    bootstrap: int | str | None = None,
    seed: int | str | None = None,
    full_count: bool = False,
    full_count_of: str | None = None,
    hide_below: int | str | None = None,
    population_known: bool = False,
    holm: bool = False,
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
    engine: str = "duckdb",
    spark_master: str | None = None,
    spark_remote: str | None = None,
    spark_conf: Settings | None = None,
    sizes: Sizes | None = None,
) -> Answer[Any]:
    """What changed between two surveys. On the command line: ``kpov survey compare``.

    Args:
        before: a file, a folder, a glob, a mapping of arrays or a frame.
        after: another; None with `between`.
        between: two values of the last column of `by`, ``"A,B"`` or one each: groups of one survey.
        panel: a column that links rows of both; without it the samples are independent.
        design: a file that names the columns, or ``susenas``; a pair ``"B,A"`` gives each survey
            its own.
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
        currency: of all amounts, such as ``USD``; rupiah with the design ``susenas`` or a published line.
        line: a poverty line for all, in the unit of welfare; or a pair.
        line_column: the column of a line for each row; or a pair.
        line_table: a file of lines by group; or a pair.
        published_line: a period whose published lines are taken; or a pair.
        line_locality: ``total`` for one published line for urban and rural areas.
        relative_line: a share of the median or mean, whose sampling error counts.
        relative_to: ``median`` (the default) or ``mean``.
        deflator: by which welfare and the lines of rows are divided, but not `line`; or a pair.
        deflator_column: the column of a deflator for each row; or a pair.
        measure: names of measures, or ``all``.
        by: breakdowns; a comma joins the columns of one.
        floor: what welfare at or below 0 becomes for Watts.
        lonely_psu: what a stratum with one PSU adds: ``adjust`` (the default), ``average``, ``remove``,
            ``certainty``, ``fail``.
        ci: ``wald``, as every change has it whatever is asked.
        level: of the interval, between 0 and 1.
        missing: ``error``, or ``drop`` for rows that lack something.
        bootstrap: how many replicates, in place of linearisation.
        seed: of the bootstrap.
        full_count: whether everybody is in the files: no number has a sampling error.
        full_count_of: ``before`` or ``after``, if one of two files holds everybody: all error is the other's.
        hide_below: of domains of fewer rows no number is shown.
        population_known: whether the number of people is known, so that only P0 gives `poor_count` an error.
        holm: whether p-values are adjusted for all rows, and verdicts go by these.
        like: ``convey``, ``survey``, ``laeken``, ``pip``, ``dasp`` or ``stata``: choices are made as there,
            unless an option makes one otherwise; not of groups.
        where: the condition of a subpopulation, over the columns; the design stays whole.
        missing_values: codes that mean missing besides the usual marks: ``99``; ``COL=99`` in one column.
        delimiter: between the cells of CSV; seen in its header if None.
        encoding: of text; as the file says, or UTF-8, if None.
        sheet: of workbooks; the first visible one with the columns that are needed if None.
        input_format: of the files, ``csv`` or ``parquet``, whatever their names; by these if None.
        decimal: the decimal mark of numbers in text and in a line table; a point, and no thousands, if None.
        memory: a bound such as ``2GB`` for reading; more blocks then.
        temp: the folder for what does not fit.
        engine: ``duckdb`` on this machine, or ``spark`` on a cluster, with the same values and errors.
        spark_master: where Spark runs: ``local[2]`` if None, or the session that is running.
        spark_remote: a server of Spark Connect, such as ``sc://host:15002``.
        spark_conf: settings of Spark, by name or each ``K=V``.
        sizes: how many rows are handled at a time: for tests, as results do not depend on them.

    Returns:
        a row for each measure of each domain that both surveys have; of groups of each that has both.

    Raises:
        UsageError: for options in conflict or out of range, or neither another survey nor groups.
        InputError: if a file is missing or refused.
        NotFoundError: if no domain is in both, or there are no published lines for a period.
    """
    question = dict(locals())
    spark = spark_options(engine, spark_master, spark_remote, spark_conf)
    check_runs_on(spark, panel=panel, between=between, input_format=input_format)
    check_full_count(question, {**USUAL, "ci": "wald"})
    peer = None if like is None else choice("--like", like, PEERS)
    question["lonely_psu"] = lonely_rule(peer, lonely_psu)
    if between is not None:
        check_one_survey(after, panel, like)
        return compare_groups(
            before,
            SurveyOptions.among(question),
            between,
            holm=bool(holm),
            where=where,
            memory=memory,
            temp=temp,
            sizes=sizes,
        )
    if after is None:
        raise UsageError("after_or_between")
    both = both_requests(options_of_both(question), panel)
    surveys = read_both(
        (before, after),
        both,
        panel=panel,
        where=where,
        memory=memory,
        temp=temp,
        sizes=sizes,
        kind=AdjustedChange,
        spark=spark,
    )
    left_out = measure is None and not both[0].spec.given
    deflated = [request.prices.given for request in both]
    own = AskedOfBoth(
        where, panel, bool(holm), left_out, any(deflated), any(deflated) and not all(deflated), peer
    )
    return answer(surveys, own)


def answer(surveys: Surveys, together: AskedOfBoth) -> Answer[Any]:
    """The changes of all breakdowns, with what must be said of both surveys."""
    where, panel = together.where, together.panel
    asked = surveys.studies[0].asked
    rows, notes, done = compared_breakdowns(surveys)
    if not rows:
        raise NotFoundError("no_common_domain", by=", ".join(asked.columns))
    like: list[Note] = []
    if together.like is not None:
        like = [choices_note([row.measure for row in rows], together.like)]
        rows = [row_like(row, surveys, together.like) for row in rows]
    seen = shown(adjusted(rows, AdjustedChange) if together.holm else rows, surveys.studies)
    return Answer(
        question="survey compare",
        arguments={
            "before": arguments_of(surveys.tables[0], surveys.studies[0], where),
            "after": arguments_of(surveys.tables[1], surveys.studies[1], where),
            "panel": panel,
            "holm": together.holm,
            **({} if together.like is None else {"like": together.like}),
        },
        rows=tuple(seen.rows),
        notes=seen.notes(
            (
                *like,
                *all_notes(surveys, done),
                *notes,
                *own_notes(rows, together),
                *design_notes(surveys, panel),
            )
        ),
        sources=surveys.sources,
        names={},
        kind=AdjustedChange if together.holm else Change,
        head=head_of_changes(seen.rows),
    )


def row_like(row: Change, surveys: Surveys, peer: str) -> Change:
    """One row with the choices of another program."""
    own = ChangeNumbers(
        row.unit,
        row.before,
        row.after,
        row.change,
        row.se,
        row.ci_low,
        row.ci_high,
        row.t,
        row.p_value,
        row.verdict,
    )
    there = change_like_peer(row.measure, own, row.df, row.groups, surveys.studies, peer)
    return replace(row, **there._asdict())


class ComparedBreakdowns(NamedTuple):
    """The changes of all breakdowns, the domains that only one survey has, and what notes are about."""

    rows: list[Change]
    notes: list[Note]
    done: list[tuple[BreakdownResult, BreakdownResult]]


def compared_breakdowns(surveys: Surveys) -> ComparedBreakdowns:
    """Every breakdown of both surveys."""
    found = ComparedBreakdowns([], [], [])
    bases = [common_sums(study) for study in surveys.studies]
    for columns in surveys.studies[0].asked.breakdowns:
        breakdowns = [
            one_breakdown(study, columns, base, densities=surveys.linked)
            for study, base in zip(surveys.studies, bases, strict=True)
        ]
        reductions = [each.reduced for each in breakdowns]
        matched = matched_domains(*(reduced.over for reduced in reductions))
        before, after, changed = compared(surveys, breakdowns, matched)
        found.rows.extend(changes(matched, before, after, changed))
        found.notes.extend(left_out(matched))
        first, second = (
            without_rows(BreakdownResult(reduced, [each.at(matched.rows(side)) for each in own]))
            for side, (reduced, own) in enumerate(zip(reductions, (before, after), strict=True))
        )
        found.done.append((first, second))
    return found


def changes(
    matched: Matched, before: Sequence[Result], after: Sequence[Result], changed: Sequence[Result]
) -> list[Change]:
    """The rows of one breakdown, by domain, then by measure."""
    return [
        change_of(dict(zip(matched.columns, matched.labels[row], strict=True)), row, *own)
        for row in matched.common.tolist()
        for own in zip(before, after, changed, strict=True)
    ]


def change_of(groups: Mapping[str, str], row: int, before: Result, after: Result, changed: Result) -> Change:
    """The record of one change."""
    test = significance_of_row(changed, row)
    return Change(
        groups=groups,
        measure=changed.name,
        unit=changed.unit,
        before=number(before.value[row]),
        after=number(after.value[row]),
        change=number(changed.value[row]),
        se=number(changed.se[row]),
        ci_low=number(changed.low[row]),
        ci_high=number(changed.high[row]),
        t=number(test.t),
        df=number(changed.df[row]),
        p_value=number(test.p_value),
        verdict=test.verdict,
        note=note_of(before, after, changed, row),
    )
