"""Why did poverty change: growth, redistribution, prices, or people moving between groups?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from kaltim_poverty.errors import NotFoundError, UsageError
from kaltim_poverty.inputs.choices import choice
from kaltim_poverty.inputs.lists import joined_columns
from kaltim_poverty.inputs.numbers import Number
from kaltim_poverty.measures.group_effects import SHIFT, WITHIN
from kaltim_poverty.measures.growth_redistribution import SHAPLEY, TOTAL
from kaltim_poverty.records import Answer
from kaltim_poverty.records.charts import Chart
from kaltim_poverty.records.fields import REMARK, ROW_UNIT, column, record
from kaltim_poverty.survey.columns import (
    CHANGE,
    DEGREES_OF_FREEDOM,
    ERROR_OF_CHANGE,
    ESTIMATE,
    INTERVAL_OF_CHANGE,
    LEFT_OUT_FIRST,
    LEFT_OUT_NEXT,
    MEASURE_OF_TABLE,
)
from kaltim_poverty.survey.decomposition.components import AFTER, BEFORE, Component, of_growth, of_prices
from kaltim_poverty.survey.decomposition.group_components import SHARE, GroupComponents, effects_of_groups
from kaltim_poverty.survey.decomposition.measures import decomposable
from kaltim_poverty.survey.decomposition.notes import (
    GROUPS,
    GROWTH,
    PRICES,
    notes_of_decomposition,
    opening_of,
)
from kaltim_poverty.survey.decomposition.statistics import statistics_of_components
from kaltim_poverty.survey.infer import Result, infer, significance_of_row
from kaltim_poverty.survey.people.pair_statistics import pair_of_people
from kaltim_poverty.survey.people.two_surveys import both_requests, read_both
from kaltim_poverty.survey.request import Factors, FilePair, Names, Pair, options_of_both
from kaltim_poverty.survey.sample import Sizes
from kaltim_poverty.survey.small_cells import shown
from kaltim_poverty.survey.study import arguments_of, number
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.people.two_surveys import Matched, Surveys

INTO = (GROWTH, PRICES, GROUPS)
OF_LEVEL = {WITHIN: "", SHIFT: SHARE}  # what stands before and after beside an effect of a group


@record
class Contribution:
    """One component of the change of a measure of a domain; None where a number does not exist.

    The components of a method add up to its ``total``, which has the measure `before` and `after`. A
    contribution to a percent is in percentage points; `share` is in percent of the total. Of groups, `before`
    and `after` of ``within`` are the measure in the group, those of ``shift`` its share of all people.
    """

    charts: ClassVar[tuple[Chart, ...]] = (
        Chart(
            "steps",
            x="component",
            y="contribution",
            low="before",
            high="after",
            series=("method",),
            facet="measure",
        ),
    )

    groups: Mapping[str, str] = column("group")
    measure: str = column(MEASURE_OF_TABLE)
    unit: str = column(ROW_UNIT)
    method: str = column("key")
    component: str = column("group")
    before: float | None = column(ESTIMATE)
    after: float | None = column(ESTIMATE)
    contribution: float | None = column(CHANGE)
    se: float | None = column(ERROR_OF_CHANGE)
    ci_low: float | None = column(INTERVAL_OF_CHANGE)
    ci_high: float | None = column(INTERVAL_OF_CHANGE)
    df: float | None = column(DEGREES_OF_FREEDOM)
    p_value: float | None = column("p_value", decimals=3, gives_way=LEFT_OUT_NEXT)
    share: float | None = column("share", decimals=1, gives_way=LEFT_OUT_FIRST)
    note: Message | None = column(REMARK)


def decompose(
    before: object,
    after: object,
    *,
    into: str = GROWTH,
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
    lonely_psu: str = "adjust",
    ci: str = "wald",
    level: Number = 0.95,
    missing: str = "error",
    bootstrap: int | str | None = None,
    seed: int | str | None = None,
    full_count: bool = False,
    full_count_of: str | None = None,
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
    sizes: Sizes | None = None,
) -> Answer[Contribution]:
    """Why poverty changed between two surveys. On the command line: ``kpov survey decompose``.

    Args:
        before: a file, a folder, a glob, a mapping of arrays or a frame.
        after: another.
        into: ``growth`` (and redistribution), ``prices`` (income, prices, redistribution) or ``groups``.
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
        measure: ``p0``, ``p1``, ``p2``, ``watts``, ``fgt_A``; the first three if not given.
        by: breakdowns; a comma joins the columns of one. Groups need the one that names them.
        floor: what welfare at or below 0 becomes for Watts.
        lonely_psu: what a stratum with one PSU adds: ``adjust``, ``average``, ``remove``,
            ``certainty``, ``fail``.
        ci: ``wald``, as every change has it whatever is asked.
        level: of the interval, between 0 and 1.
        missing: ``error``, or ``drop`` for rows that lack something.
        bootstrap: how many replicates, in place of linearisation.
        seed: of the bootstrap.
        full_count: whether everybody is in the files: no number has a sampling error.
        full_count_of: ``before`` or ``after``, if one of two files holds everybody: all error is the other's.
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
        sizes: how many rows are handled at a time: for tests, as results do not depend on them.

    Returns:
        for each measure of each domain that both surveys have its components by method.

    Raises:
        UsageError: for options in conflict or out of range, without a line, or for another measure.
        InputError: if a file is missing or refused.
        NotFoundError: if no domain is in both, or there are no published lines for a period.
    """
    question = {**locals(), "measure": decomposable(measure)}
    parts = choice("--into", into, INTO)
    check_breakdown(parts, by)
    surveys = read_both(
        (before, after),
        both_requests(options_of_both(question), panel),
        panel=panel,
        where=where,
        memory=memory,
        temp=temp,
        sizes=sizes,
        kind=Contribution,
    )
    rows, matched = rows_of_groups(surveys) if parts == GROUPS else rows_of_domains(surveys, parts)
    if not rows:
        raise NotFoundError("no_common_domain", by=", ".join(surveys.studies[0].asked.columns))
    seen = shown(rows, surveys.studies)
    opening = opening_of(seen.rows, counted=surveys.counted)
    answer = Answer(
        question="survey decompose",
        arguments={
            "before": arguments_of(surveys.tables[0], surveys.studies[0], where),
            "after": arguments_of(surveys.tables[1], surveys.studies[1], where),
            "into": parts,
            "panel": panel,
        },
        rows=tuple(seen.rows),
        notes=seen.notes(notes_of_decomposition(surveys, parts, matched, panel)),
        sources=surveys.sources,
        names={"component": {TOTAL: message("value.total_change"), SHIFT: message("value.shift_of_people")}},
        kind=Contribution,
        opening=opening,
        head=message(f"note.{opening.code}", **opening.values) if opening else None,
    )
    return replace(answer, drawn=replace(answer, rows=tuple(drawn_rows(seen.rows))))


def check_breakdown(parts: str, by: Names | None) -> None:
    """Refuse groups without the one breakdown that names them.

    Raises:
        UsageError: for none or several.
    """
    if parts == GROUPS and len(joined_columns(by)) != 1:
        raise UsageError("groups_need_one_by")


def rows_of_domains(surveys: Surveys, parts: str) -> tuple[list[Contribution], list[Matched]]:
    """The components of all breakdowns, by domain, measure and method; and the domains of each."""
    rows: list[Contribution] = []
    matched: list[Matched] = []
    for columns in surveys.studies[0].asked.breakdowns:
        pair = pair_of_people(surveys, columns)
        compute = of_growth if parts == GROWTH else of_prices
        statistics, levels = statistics_of_components(pair, surveys.studies[0].asked.measures, compute)
        results = infer(statistics.values(), pair.evidence(), level=surveys.studies[0].asked.level)
        found = dict(zip(statistics, results, strict=True))
        matched.append(pair.every)
        for row, labels in enumerate(pair.matched.labels):
            groups = dict(zip(pair.matched.columns, labels, strict=True))
            rows += domain_rows(groups, row, found, levels)
    return rows, matched


def domain_rows(
    groups: Mapping[str, str], row: int, found: Mapping[Component, Result], levels: Mapping[Component, Array]
) -> Iterator[Contribution]:
    """The components of one domain; the totals have the measure before and after."""
    for key, result in found.items():
        whole = found[key._replace(component=TOTAL)]
        ends = level_of(levels, key, "", row) if key.component == TOTAL else (None, None)
        yield contribution(groups, key, row, result, whole, row, ends)


def level_of(
    levels: Mapping[Component, Array], key: Component, what: str, row: int
) -> tuple[float | None, float | None]:
    """The measure, or the share of people in its unit, before and after."""
    if what:
        names = [Component("", "", f"{what}_{end}") for end in (BEFORE, AFTER)]
        return float(levels[names[0]][row]), float(levels[names[1]][row])
    first, second = (levels[Component(key.measure, "", end)][row] for end in (BEFORE, AFTER))
    return number(first), number(second)


def rows_of_groups(surveys: Surveys) -> tuple[list[Contribution], list[Matched]]:
    """The sums over groups of all measures, then the effects of each group; and the groups."""
    asked = surveys.studies[0].asked
    pair = pair_of_people(surveys, asked.breakdowns[-1], common=False)
    if not len(pair.matched.common):
        return [], [pair.matched]
    effects = effects_of_groups(pair, asked.measures)
    sums = dict(
        zip(
            effects.sums,
            infer(effects.sums.values(), effects.evidence_of_sums, level=asked.level),
            strict=True,
        )
    )
    own = dict(
        zip(effects.groups, infer(effects.groups.values(), effects.evidence, level=asked.level), strict=True)
    )
    rows = list(domain_rows({}, 0, sums, effects.total_levels))
    alone = set(range(len(pair.matched.labels))) - set(pair.matched.common.tolist())
    for row, labels in enumerate(pair.matched.labels):
        groups = dict(zip(pair.matched.columns, labels, strict=True))
        rows += group_rows(groups, row, own, sums, effects, lacking=row in alone)
    return rows, [pair.matched]


def group_rows(
    groups: Mapping[str, str],
    row: int,
    own: Mapping[Component, Result],
    sums: Mapping[Component, Result],
    effects: GroupComponents,
    *,
    lacking: bool,
) -> Iterator[Contribution]:
    """The effects of one group."""
    for key, result in own.items():
        whole = sums[key._replace(component=TOTAL)]
        ends: tuple[float | None, float | None] = (None, None)
        if key.component in OF_LEVEL:
            ends = level_of(effects.levels, key, OF_LEVEL[key.component], row)
            if key.component == SHIFT and result.unit == "percent":
                ends = in_percent(ends[0]), in_percent(ends[1])
        found = contribution(groups, key, row, result, whole, 0, ends)
        yield replace(found, note=message("reason.group_of_one_survey")) if lacking else found


def in_percent(share: float | None) -> float | None:
    """A share of people in percent."""
    return None if share is None else 100.0 * share


def contribution(
    groups: Mapping[str, str],
    key: Component,
    row: int,
    result: Result,
    whole: Result,
    row_of_whole: int,
    ends: tuple[float | None, float | None],
) -> Contribution:
    """One row.

    Args:
        groups: the domain.
        key: the component.
        row: the row of its result.
        result: with its errors.
        whole: the change that it is a part of.
        row_of_whole: the row of that.
        ends: what stands before and after.
    """
    value, test = float(result.value[row]), significance_of_row(result, row)
    total = float(whole.value[row_of_whole])
    return Contribution(
        groups=groups,
        measure=key.measure,
        unit=result.unit,
        method=key.method,
        component=key.component,
        before=ends[0],
        after=ends[1],
        contribution=number(value),
        se=number(result.se[row]),
        ci_low=number(result.low[row]),
        ci_high=number(result.high[row]),
        df=number(result.df[row]),
        p_value=number(test.p_value),
        share=number(100.0 * value / total) if total else None,
        note=result.reasons.get(row) or remark_on_change(key, result, row),
    )


def remark_on_change(key: Component, result: Result, row: int) -> Message | None:
    """The clause that the change being decomposed may be zero, beside the change itself."""
    if key.component != TOTAL or not result.value[row]:
        return None
    test = significance_of_row(result, row)
    return message("reason.change_not_significant") if test.verdict == "not_significant" else None


def drawn_rows(rows: Sequence[Contribution]) -> Iterator[Contribution]:
    """The rows of a chart: components of everybody that add up, where the measure exists."""
    whole = [row for row in rows if not row.groups and row.method == SHAPLEY]
    known = {row.measure for row in whole if row.component == TOTAL and row.contribution is not None}
    return (row for row in whole if row.measure in known)
