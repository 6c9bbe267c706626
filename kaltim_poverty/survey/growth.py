"""Who gained: how fast welfare grew between two surveys, at each place in the distribution."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import numpy as np

from kaltim_poverty.errors import NotFoundError, UsageError
from kaltim_poverty.inputs.choices import choice
from kaltim_poverty.inputs.lists import numbers_and_ranges
from kaltim_poverty.inputs.numbers import Number, within
from kaltim_poverty.measures.growth_incidence import growth_rate
from kaltim_poverty.measures.linear import Array
from kaltim_poverty.records import Answer
from kaltim_poverty.records.charts import Chart, Level
from kaltim_poverty.records.fields import REMARK, ROW_UNIT, Declaration, column, record
from kaltim_poverty.survey.benefit_incidence.receipts import GROUPS
from kaltim_poverty.survey.columns import (
    DEGREES_OF_FREEDOM,
    ESTIMATE,
    INTERVAL,
    MEASURE,
    STANDARD_ERROR,
)
from kaltim_poverty.survey.currency import PER_CAPITA
from kaltim_poverty.survey.decomposition.measures import decomposable
from kaltim_poverty.survey.growth_incidence.household_growth import (
    growth_of_groups,
    rows_of_groups,
    summary_of_households,
)
from kaltim_poverty.survey.growth_incidence.linked_households import linked_households
from kaltim_poverty.survey.growth_incidence.notes import (
    NoteContext,
    notes_of_growth,
    opening_of_points,
    opening_of_summary,
)
from kaltim_poverty.survey.growth_incidence.statistics import (
    EQUIVALENT,
    EVERY_PERCENT,
    RATIO,
    Asked,
    rate_at_quantiles,
    summary_statistics,
)
from kaltim_poverty.survey.infer import infer, significance_of_row
from kaltim_poverty.survey.infer.full_count import FULL_COUNT
from kaltim_poverty.survey.people.pair_statistics import pair_of_people
from kaltim_poverty.survey.people.two_surveys import both_requests, read_both
from kaltim_poverty.survey.request import Factors, FilePair, Names, Pair, options_of_both
from kaltim_poverty.survey.sample import Sizes
from kaltim_poverty.survey.small_cells import shown
from kaltim_poverty.survey.study import arguments_of, number
from kaltim_poverty.words import Message, message
from kaltim_poverty.words.numbers import rounded_to

if TYPE_CHECKING:
    from kaltim_poverty.inputs.amounts import Numbers
    from kaltim_poverty.survey.infer import Result, Statistic
    from kaltim_poverty.survey.people.pair_statistics import PairOfPeople
    from kaltim_poverty.survey.people.two_surveys import Matched, Surveys
    from kaltim_poverty.survey.people.weighted_people import WeightedPeople

DECILES = "deciles"
MOST_YEARS = 1000
NO_MEANS: list[tuple[Array, Array]] = []
RATE = Declaration("value", decimals=2, unit="percent")
"""Growth, whatever the unit of the row."""


@record
class GrowthAtQuantile:
    """How fast welfare grew at one place in the distribution of a domain; None where it is not known.

    `before` and `after` are the quantile at `p` percent of people in both surveys (of households that are
    linked the mean of a tenth or fifth of people, `p` its upper end), `growth_percent` their growth with its
    standard error and interval in percentage points.
    """

    charts: ClassVar[tuple[Chart, ...]] = (
        Chart("line", x="p", y="growth_percent", low="ci_low", high="ci_high", series=("groups",)),
    )

    groups: Mapping[str, str] = column("group")
    p: float = column("share")
    unit: str = column(ROW_UNIT)
    before: float | None = column(ESTIMATE)
    after: float | None = column(ESTIMATE)
    growth_percent: float | None = column(RATE)
    se: float | None = column(RATE._replace(kind="error"))
    ci_low: float | None = column(RATE)
    ci_high: float | None = column(RATE)
    df: float | None = column(DEGREES_OF_FREEDOM)
    note: Message | None = column(REMARK)


@record
class GrowthRate:
    """One rate of growth of a domain, or whether growth was pro-poor; None where it is not known."""

    charts: ClassVar[tuple[Chart, ...]] = (
        Chart(
            "dot", x="measure", y="estimate", low="ci_low", high="ci_high", series=("groups",), facet="unit"
        ),
    )

    groups: Mapping[str, str] = column("group")
    measure: str = column(MEASURE)
    unit: str = column(ROW_UNIT)
    estimate: float | None = column(ESTIMATE)
    se: float | None = column(STANDARD_ERROR)
    ci_low: float | None = column(INTERVAL)
    ci_high: float | None = column(INTERVAL)
    df: float | None = column(DEGREES_OF_FREEDOM)
    note: Message | None = column(REMARK)


class Growth(NamedTuple):
    """What is asked of growth, checked.

    Attributes:
        percents: the places, in the order in which they were asked for.
        years: between both surveys.
        nominal: whether welfare is as it is, not in lines.
        summary: whether the rates of a summary are asked for.
        by_household: whether linked households are followed.
        groups: ``deciles`` or ``quintiles``.
    """

    percents: tuple[float, ...]
    years: float
    nominal: bool
    summary: bool
    by_household: bool
    groups: str


def growth(
    before: object,
    after: object,
    *,
    points: Numbers | None = None,
    years: Number | None = None,
    nominal: bool = False,
    summary: bool = False,
    by_household: bool = False,
    groups: str | None = None,
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
) -> Answer[Any]:
    """How fast welfare grew between two surveys, and whose. On the command line: ``kpov survey growth``.

    Args:
        before: a file, a folder, a glob, a mapping of arrays or a frame.
        after: another.
        points: places in percent of people, such as ``"5,10-20"``; every whole percent if not given.
        years: between both, which makes each rate that of a year.
        nominal: whether welfare is taken as it is; else over the line of each row, so that growth is real.
        summary: whether rates of the mean, the median, the poor … are wanted in place of places.
        by_household: whether the linked households of a panel are followed.
        groups: ``deciles`` or ``quintiles`` of these by welfare at first.
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
        measure: of poverty, in a summary: ``p0`` (if not given), ``p1``, ``p2``, ``watts``, ``fgt_A``.
        by: breakdowns; a comma joins the columns of one.
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
        for each domain that both surveys have a row for each place, or each rate of a summary.

    Raises:
        UsageError: for options in conflict or out of range, or without a line for real growth.
        InputError: if a file is missing or refused.
        NotFoundError: if no domain is in both, or there are no published lines for a period.
    """
    question = dict(locals())
    asked = checked(question)
    question["measure"] = decomposable(measure or "p0") if not asked.nominal else ["mean"]
    requests = both_requests(options_of_both(question), panel)
    surveys = read_both(
        (before, after),
        requests,
        panel=panel,
        where=where,
        memory=memory,
        temp=temp,
        sizes=sizes,
        kind=GrowthRate if asked.summary else GrowthAtQuantile,
        households=asked.by_household,
    )
    found = by_households(surveys, asked) if asked.by_household else by_quantiles(surveys, asked)
    if not found.rows:
        raise NotFoundError("no_common_domain", by=", ".join(surveys.studies[0].asked.columns))
    seen = shown(found.rows, surveys.studies, sizes=found.sizes)
    mean = np.nan if seen.nobody else found.mean
    opening = (
        opening_of_summary(seen.rows, counted=surveys.counted)
        if asked.summary
        else opening_of_points(seen.rows, mean, found.context)
    )
    return Answer(
        question="survey growth",
        arguments={
            "before": arguments_of(surveys.tables[0], surveys.studies[0], where),
            "after": arguments_of(surveys.tables[1], surveys.studies[1], where),
            "panel": panel,
            **asked._asdict(),
            "percents": list(asked.percents),
        },
        rows=tuple(seen.rows),
        notes=seen.notes(notes_of_growth(surveys, found.context, panel)),
        sources=surveys.sources,
        names={},
        kind=GrowthRate if asked.summary else GrowthAtQuantile,
        opening=opening,
        head=message(f"note.{opening.code}", **opening.values) if opening else None,
        levels=levels_of(mean) if not asked.summary else (),
    )


def checked(question: Mapping[str, Any]) -> Growth:
    """The options of growth, checked.

    Raises:
        UsageError: for options in conflict or out of range.
    """
    check_conflicts(question)
    years = question["years"]
    groups = question["groups"]
    return Growth(
        percents_of(question["points"]),
        1.0 if years is None else float(within("--years", years, above=0, at_most=MOST_YEARS)),
        bool(question["nominal"]),
        bool(question["summary"]),
        bool(question["by_household"]),
        choice("--groups", DECILES if groups is None else groups, tuple(GROUPS)),
    )


def percents_of(points: Numbers | None) -> tuple[float, ...]:
    """The places that are asked for.

    Raises:
        UsageError: for one that is not between 0 and 100.
    """
    if points is None:
        return EVERY_PERCENT
    found = numbers_and_ranges("--points", points, above=0, at_most=100)
    if any(percent == 100 for percent in found):  # noqa: PLR2004 - percent
        raise UsageError("not_between", name="--points", low="0", high="100", given="100")
    return tuple(map(float, found))


def check_conflicts(question: Mapping[str, Any]) -> None:
    """Refuse options that have no meaning together.

    Raises:
        UsageError: with both.
    """
    given = {name for name, value in question.items() if value is not None and value is not False}
    for name, other in (
        ("points", "summary"),
        ("points", "by_household"),
        ("measure", "by_household"),
        ("measure", "nominal"),
        ("relative_line", "by_household"),
        ("groups", "summary"),
    ):
        if {name, other} <= given and question[name] not in ((), []):
            raise UsageError("conflict", one=option_of(name), other=option_of(other))
    for name, other in (("groups", "by_household"), ("by_household", "panel"), ("measure", "summary")):
        if name in given and other not in given and question[name] not in ((), []):
            raise UsageError("needs_option", option=option_of(name), needed=option_of(other))
    has_line = given & {"line", "line_column", "line_table", "published_line", "relative_line"}
    if not has_line and "nominal" not in given:
        raise UsageError("growth_needs_line")


def option_of(name: str) -> str:
    """An argument as it is called on the command line."""
    return f"--{name.replace('_', '-')}"


class Found(NamedTuple):
    """The results of all breakdowns.

    Attributes:
        rows: of the answer.
        mean: the growth of the mean of everybody.
        context: what notes are about.
        sizes: how many linked rows each row is of, where only these count.
    """

    rows: list[Any]
    mean: float
    context: NoteContext
    sizes: Sequence[tuple[int]] = ()


def by_quantiles(surveys: Surveys, asked: Growth) -> Found:
    """The growth of quantiles, or the rates of a summary, of all breakdowns."""
    rows: list[Any] = []
    matched: list[Matched] = []
    mean = np.nan
    undefined: dict[str, int] = {}
    for columns in surveys.studies[0].asked.breakdowns:
        pair = pair_of_people(surveys, columns, in_lines=not asked.nominal)
        matched.append(pair.every)
        if not columns:
            mean = float(growth_rate(pair.both[0].mean, pair.both[1].mean, years=asked.years).value[0])
        made = rates_of_pair if asked.summary else points_of_pair
        rows += made(pair, asked, undefined)
    return Found(
        rows, mean, NoteContext(asked.nominal, asked.summary, False, asked.years, matched, undefined)
    )


def points_of_pair(
    pair: PairOfPeople, asked: Growth, undefined: dict[str, int]
) -> Iterator[GrowthAtQuantile]:
    """The growth of quantiles of one breakdown, by domain."""
    ascending = sorted(set(asked.percents))
    statistics = rate_at_quantiles(pair, ascending, asked.years)
    results = dict(zip(ascending, inferred(pair, statistics, undefined), strict=True))
    shares = np.array(ascending) / 100.0
    ends = [quantiles_of(people, shares) for people in pair.both]
    unit = pair.surveys.studies[0].unit(PER_CAPITA) if asked.nominal else "ratio"
    for row, labels in enumerate(pair.matched.labels):
        groups = dict(zip(pair.matched.columns, labels, strict=True))
        for percent in asked.percents:
            place = ascending.index(percent)
            before, after = (float(end[row, place]) for end in ends)
            yield point_of(groups, percent, unit, (before, after), results[percent], row)


def quantiles_of(people: WeightedPeople, shares: Array) -> Array:
    """Quantiles of the domains of the rows of the answer, (rows, shares)."""
    found = people.quantiles(np.tile(shares, (len(people.all.over), 1)))
    return found[people.places]


def inferred(pair: PairOfPeople, statistics: Sequence[Statistic], undefined: dict[str, int]) -> list[Result]:
    """The results of statistics of both surveys; how many replicates lack one is added up."""
    results = infer(statistics, pair.evidence(), level=pair.surveys.studies[0].asked.level)
    for result in results:
        if result.undefined:
            undefined[result.name] = undefined.get(result.name, 0) + result.undefined
    return results


def point_of(
    groups: Mapping[str, str],
    percent: float,
    unit: str,
    ends: tuple[float, float],
    result: Result,
    row: int,
) -> GrowthAtQuantile:
    """The record of growth at one quantile."""
    return GrowthAtQuantile(
        groups=groups,
        p=int(percent) if percent == int(percent) else percent,
        unit=unit,
        before=number(ends[0]),
        after=number(ends[1]),
        growth_percent=number(result.value[row]),
        se=number(result.se[row]),
        ci_low=number(result.low[row]),
        ci_high=number(result.high[row]),
        df=number(result.df[row]),
        note=result.reasons.get(row),
    )


def rates_of_pair(pair: PairOfPeople, asked: Growth, undefined: dict[str, int]) -> Iterator[GrowthRate]:
    """The rates of a summary of one breakdown, by domain."""
    measures = () if asked.nominal else pair.surveys.studies[0].asked.measures
    statistics, denominators = summary_statistics(pair, Asked(asked.years, measures))
    results = inferred(pair, [*statistics, *denominators.values()], undefined)
    below = dict(zip(denominators, results[len(statistics) :], strict=True))
    for row, labels in enumerate(pair.matched.labels):
        groups = dict(zip(pair.matched.columns, labels, strict=True))
        fell = bool(results[0].value[row] < 0)
        for result in results[: len(statistics)]:
            yield rate_of(groups, result, row, remark(result, below.get(result.name), row, fell=fell))


def rate_of(groups: Mapping[str, str], result: Result, row: int, note: Message | None) -> GrowthRate:
    """The record of one growth rate."""
    return GrowthRate(
        groups=groups,
        measure=result.name,
        unit=result.unit,
        estimate=number(result.value[row]),
        se=number(result.se[row]),
        ci_low=number(result.low[row]),
        ci_high=number(result.high[row]),
        df=number(result.df[row]),
        note=note,
    )


def remark(result: Result, below: Result | None, row: int, *, fell: bool) -> Message | None:
    """Why a number is missing; else of a ratio that it divides by little, or that the mean fell."""
    lost = message("reason.mean_fell") if fell and result.name.startswith((RATIO, EQUIVALENT)) else None
    if result.is_full_count and lost and np.isfinite(result.value[row]):
        return message("reason.both", one=FULL_COUNT, other=lost)
    if row in result.reasons or below is None:
        return result.reasons.get(row)
    test = significance_of_row(below, row)
    weak = message("reason.denominator_not_significant") if test.verdict != "significant" else None
    if weak and lost:
        return message("reason.both", one=weak, other=lost)
    return weak or lost


def by_households(surveys: Surveys, asked: Growth) -> Found:
    """The growth of linked households, by tenth or fifth at first or summed up, of all breakdowns."""
    rows: list[Any] = []
    sizes: list[tuple[int]] = []
    mean, unlinked = np.nan, 0
    level = surveys.studies[0].asked.level
    unit = surveys.studies[0].unit(PER_CAPITA) if asked.nominal else "ratio"
    for columns in surveys.studies[0].asked.breakdowns:
        households = linked_households(surveys, columns, in_lines=not asked.nominal)
        summary = summary_of_households(households, asked.years, in_lines=not asked.nominal)
        if not columns:
            mean, unlinked = float(summary[0].value[0]), households.unlinked
        statistics, means = (
            (summary, NO_MEANS) if asked.summary else growth_of_groups(households, asked.groups, asked.years)
        )
        results = infer(statistics, households.evidence, level=level)
        over = households.people.over
        counts = np.diff(households.people.starts)
        parts = None if asked.summary else rows_of_groups(households, asked.groups)
        for row, labels in enumerate(over.labels):
            groups = dict(zip(over.columns, labels, strict=True))
            own: list[Any]
            if parts is None:
                own = [rate_of(groups, each, row, each.reasons.get(row)) for each in results]
                sizes += [(int(counts[row]),)] * len(own)
            else:
                own = [
                    point_of(
                        groups, float(result.name), unit, (float(before[row]), float(after[row])), result, row
                    )
                    for result, (before, after) in zip(results, means, strict=True)
                ]
                sizes += [(int(each),) for each in parts[row]]
            rows += own
    context = NoteContext(asked.nominal, asked.summary, True, asked.years, [], {}, unlinked, asked.groups)
    return Found(rows, mean, context, sizes)


def levels_of(mean: float) -> tuple[Level, ...]:
    """The growth of the mean, across a chart."""
    if not np.isfinite(mean):
        return ()
    return (Level(message("chart.mean_growth"), rounded_to(Decimal(repr(mean)), 2), "reference"),)
