"""Do two groups of one survey differ? Their difference with its covariance: ``survey compare --between``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import numpy as np

from kaltim_poverty.errors import NotFoundError, UsageError
from kaltim_poverty.inputs.lists import joined_columns, split_commas
from kaltim_poverty.records import Answer, Note, note
from kaltim_poverty.records.charts import Chart
from kaltim_poverty.records.fields import REMARK, ROW_UNIT, column, record
from kaltim_poverty.survey.breakdowns import (
    BreakdownResult,
    reduced_breakdown,
    sample_design,
    statistics_of,
    without_rows,
)
from kaltim_poverty.survey.columns import (
    CHANGE,
    DEGREES_OF_FREEDOM,
    ERROR_OF_CHANGE,
    ESTIMATE,
    INTERVAL_OF_CHANGE,
    LEFT_OUT_FIRST,
    LEFT_OUT_LAST,
    MEASURE,
    T_VALUE,
)
from kaltim_poverty.survey.comparison.notes import tests_note
from kaltim_poverty.survey.comparison.rows import adjusted, note_of
from kaltim_poverty.survey.infer import (
    Evidence,
    by_influence,
    difference,
    infer,
    significance_of_row,
    subsample_of,
    subsample_of_line,
)
from kaltim_poverty.survey.infer.significance import COUNTED
from kaltim_poverty.survey.notes import notes_of
from kaltim_poverty.survey.options import check_groups
from kaltim_poverty.survey.read import Engine, find_column, open_table, sources_of
from kaltim_poverty.survey.sample import SIZES, Sizes
from kaltim_poverty.survey.sentences import decimals_for, in_sentence, quantity
from kaltim_poverty.survey.small_cells import shown
from kaltim_poverty.survey.study import (
    Study,
    arguments_of,
    begin,
    needed,
    number,
    request_of,
    with_names_as_written,
)
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from kaltim_poverty.survey.infer import Result
    from kaltim_poverty.survey.moments import Reduced
    from kaltim_poverty.survey.read import Table
    from kaltim_poverty.survey.request import SurveyOptions
    from kaltim_poverty.survey.sample import Breakdown, IntArray

FIRST, SECOND, LINE = 0, 1, 2  # the numbers of the subsamples
PAIR = 2
ERROR_OF_DIFFERENCE = ERROR_OF_CHANGE._replace(heading="se_of_difference")
FEW = 5  # values that an error lists
DOTS = Chart("dot", x="", y="difference", low="ci_low", high="ci_high", series=("groups",), facet="measure")


@record
class GroupDifference:
    """One measure of two groups of one domain.

    A difference of percents is in percentage points, the second group less the first. `se`, the interval,
    `t`, `df` and `p_value` are of the difference; `verdict` is ``significant`` at 5 percent,
    ``not_significant`` or ``unknown``.
    """

    charts: ClassVar[tuple[Chart, ...]] = (DOTS,)

    groups: Mapping[str, str] = column("group")
    measure: str = column(MEASURE)
    unit: str = column(ROW_UNIT)
    first_group: str = column("words", gives_way=LEFT_OUT_FIRST)
    second_group: str = column("words", gives_way=LEFT_OUT_FIRST)
    first: float | None = column(ESTIMATE)
    second: float | None = column(ESTIMATE)
    difference: float | None = column(CHANGE)
    se: float | None = column(ERROR_OF_DIFFERENCE)
    ci_low: float | None = column(INTERVAL_OF_CHANGE)
    ci_high: float | None = column(INTERVAL_OF_CHANGE)
    t: float | None = column(T_VALUE)
    df: float | None = column(DEGREES_OF_FREEDOM)
    p_value: float | None = column("p_value", decimals=3)
    verdict: str = column("code")
    note: Message | None = column(REMARK)


@record
class AdjustedGroupDifference:
    """A `GroupDifference` whose verdict goes by `p_holm`, its p-value adjusted for all rows (Holm)."""

    charts: ClassVar[tuple[Chart, ...]] = (DOTS,)

    groups: Mapping[str, str] = column("group")
    measure: str = column(MEASURE)
    unit: str = column(ROW_UNIT)
    first_group: str = column("words", gives_way=LEFT_OUT_FIRST)
    second_group: str = column("words", gives_way=LEFT_OUT_FIRST)
    first: float | None = column(ESTIMATE)
    second: float | None = column(ESTIMATE)
    difference: float | None = column(CHANGE)
    se: float | None = column(ERROR_OF_DIFFERENCE)
    ci_low: float | None = column(INTERVAL_OF_CHANGE)
    ci_high: float | None = column(INTERVAL_OF_CHANGE)
    t: float | None = column(T_VALUE)
    df: float | None = column(DEGREES_OF_FREEDOM)
    p_value: float | None = column("p_value", decimals=3, gives_way=LEFT_OUT_LAST)
    p_holm: float | None = column("p_value", decimals=3)
    verdict: str = column("code")
    note: Message | None = column(REMARK)


class GroupPair(NamedTuple):
    """The two groups, by the column that has them."""

    column: str
    first: str
    second: str

    def note(self, *, counted: bool) -> Note:
        """How both are compared: their covariance counts, unless nothing has an error."""
        code = "groups_counted" if counted else "groups_of_one_survey"
        return note(code, first=self.first, second=self.second)

    def domains(self, row: Any) -> list[dict[str, str]]:
        """The domains of both groups that a row is about."""
        return [{**row.groups, self.column: value} for value in (self.first, self.second)]


def compare_groups(
    data: object,
    options: SurveyOptions,
    between: str | Iterable[str],
    *,
    holm: bool,
    where: str | None,
    memory: str | None,
    temp: str | None,
    sizes: Sizes | None,
) -> Answer[Any]:
    """The difference of two groups of one survey, within the domains of the other columns of a breakdown.

    Args:
        data: the survey.
        options: what is asked of it.
        between: the values of both groups, ``A,B`` or one each.
        holm: whether p-values are adjusted for all rows, and verdicts go by these.
        where: the condition of a subpopulation.
        memory: a bound for reading.
        temp: the folder for what does not fit.
        sizes: how many rows are handled at a time.

    Raises:
        UsageError: unless there are two values and one breakdown.
        InputError: if the file is missing or refused.
        NotFoundError: if a value is not in the file, or no domain has both.
    """
    values = both_values(between)
    if len(joined_columns(options.by)) != 1:
        raise UsageError("between_needs_one_by")
    request = request_of(options, ci="wald")
    engine = Engine(memory=memory, temp=temp)
    table = open_table(engine, data, **request.roles.reading(), columns=needed(request))
    request = with_names_as_written(request, table)
    *others, last = request.asked.breakdowns[-1]
    check_groups([find_column(table, each, "--by") for each in others], AdjustedGroupDifference)
    breakdowns = ((last,), *([(*others, last)] if others else []))
    request = request._replace(asked=replace(request.asked, breakdowns=breakdowns))
    study = begin(engine, table, request, where, sizes or SIZES)
    groups = GroupPair(last, *values)
    check_known(study, table, groups)
    return answer(study, table, groups, where, holm=holm, left_out=options.measure is None)


def both_values(between: str | Iterable[str]) -> tuple[str, str]:
    """The values of both groups: of one text the parts around its comma, else each as it is.

    Raises:
        UsageError: if there are not two, or they are the same.
    """
    given = [between] if isinstance(between, str) else [str(each) for each in between]
    values = split_commas(given[0]) if len(given) == 1 else given
    if len(values) != PAIR or not all(values):
        raise UsageError("between_two", given=", ".join(given))
    if values[0] == values[1]:
        raise UsageError("between_same", value=values[0])
    return values[0], values[1]


def check_known(study: Study, table: Table, groups: GroupPair) -> None:
    """Refuse a value that the column does not have.

    Raises:
        NotFoundError: with what it has.
    """
    known = list(study.reading.sample.cells.labels[groups.column])
    for value in (groups.first, groups.second):
        if value not in known:
            raise NotFoundError(
                "no_such_group",
                file=table.display_name,
                column=groups.column,
                value=value,
                known=", ".join(known[:FEW]) + (", …" if len(known) > FEW else ""),
            )


class Differences(NamedTuple):
    """The rows of all breakdowns, the domains that lack a group, and what notes are about."""

    rows: list[GroupDifference]
    lacking: list[str]
    done: list[BreakdownResult]


def answer(
    study: Study, table: Table, groups: GroupPair, where: str | None, *, holm: bool, left_out: bool
) -> Answer[Any]:
    """The differences of all breakdowns, with what must be said of them.

    Raises:
        NotFoundError: if no domain has both groups.
    """
    found = Differences([], [], [])
    for columns in study.asked.breakdowns:
        differences_of(study, columns, groups, found)
    if not found.rows:
        raise NotFoundError("no_domain_with_both", first=groups.first, second=groups.second)
    seen = shown(
        adjusted(found.rows, AdjustedGroupDifference) if holm else found.rows,
        [study],
        domains=groups.domains,
    )
    opening = opening_of(seen.rows, groups)
    return Answer(
        question="survey compare",
        arguments={
            **arguments_of(table, study, where),
            "between": [groups.first, groups.second],
            "holm": holm,
        },
        rows=tuple(seen.rows),
        notes=seen.notes(
            (
                *(each for each in notes_of(study, found.done, table) if each.code != "rse_flags"),
                *own_notes(study, groups, found, holm=holm, left_out=left_out),
            )
        ),
        sources=sources_of(study.reading.lines),
        names={},
        kind=AdjustedGroupDifference if holm else GroupDifference,
        title=message("caption.between", **groups._asdict()),
        opening=opening,
        head=message(f"note.{opening.code}", **opening.values) if opening else None,
    )


def differences_of(study: Study, columns: Sequence[str], groups: GroupPair, found: Differences) -> None:
    """The differences of one breakdown, added to those found so far."""
    reduced = reduced_breakdown(study, columns, densities=True)
    matched = matched_groups(reduced.over, groups)
    found.lacking.extend(matched.lacking)
    results = inferred(study, reduced, matched)
    for row, labels in enumerate(matched.labels):
        own = dict(zip(columns[:-1], labels, strict=True))
        found.rows.extend(row_of(own, groups, row, *each) for each in zip(*results, strict=True))
    found.done.append(without_rows(BreakdownResult(reduced, results[2])))


class MatchedGroups(NamedTuple):
    """The domains with both groups, where these are in the breakdown, and the domains that lack one."""

    labels: list[tuple[str, ...]]
    places: tuple[IntArray, IntArray]
    lacking: list[str]


def matched_groups(over: Breakdown, groups: GroupPair) -> MatchedGroups:
    """The domains of the other columns with both groups."""
    place = {labels: number for number, labels in enumerate(over.labels)}
    others = list(dict.fromkeys(labels[:-1] for labels in over.labels))
    both = [each for each in others if {(*each, groups.first), (*each, groups.second)} <= place.keys()]
    lacking = [" ".join(each) for each in others if each not in both and each]
    first, second = (
        np.array([place[*each, value] for each in both], dtype=np.intp)
        for value in (groups.first, groups.second)
    )
    return MatchedGroups(both, (first, second), lacking)


def inferred(
    study: Study, reduced: Reduced, matched: MatchedGroups
) -> tuple[list[Result], list[Result], list[Result]]:
    """Every measure of the first group, of the second, and their difference.

    Both groups are of one sample, so that their PSU totals are subtracted and the covariance counts;
    quantiles go by their influence, as inversion knows no covariance.
    """
    statistics = statistics_of(study, reduced, subsample=FIRST, line=LINE)
    own = [
        by_influence(each, reduced, measure)
        for each, measure in zip(statistics, study.asked.measures, strict=True)
    ]
    first = [each.at(matched.places[FIRST]) for each in own]
    second = [each.at(matched.places[SECOND]).of_subsample(SECOND) for each in own]
    changed = list(map(difference, first, second))
    subsamples = [replace(subsample_of(reduced), domain=place) for place in matched.places]
    lines = [] if study.relative is None else [subsample_of_line(0, study.relative.psu, len(matched.labels))]
    evidence = Evidence((sample_design(study),), (*subsamples, *lines))
    results = infer([*first, *second, *changed], evidence, level=study.asked.level)
    count = len(own)
    return results[:count], results[count : 2 * count], results[2 * count :]


def row_of(
    own: Mapping[str, str], groups: GroupPair, row: int, first: Result, second: Result, changed: Result
) -> GroupDifference:
    """The record of one difference."""
    test = significance_of_row(changed, row)
    return GroupDifference(
        groups=own,
        measure=changed.name,
        unit=changed.unit,
        first_group=groups.first,
        second_group=groups.second,
        first=number(first.value[row]),
        second=number(second.value[row]),
        difference=number(changed.value[row]),
        se=number(changed.se[row]),
        ci_low=number(changed.low[row]),
        ci_high=number(changed.high[row]),
        t=number(test.t),
        df=number(changed.df[row]),
        p_value=number(test.p_value),
        verdict=test.verdict,
        note=note_of(first, second, changed, row),
    )


def opening_of(rows: Sequence[GroupDifference], groups: GroupPair) -> Note | None:
    """By how much both groups of everybody differ in the first measure; nothing where that is not known."""
    row = rows[0]
    if row.groups or row.first is None or row.second is None or row.difference is None:
        return None
    if row.se is None and row.verdict != COUNTED:
        return None
    unit = "point" if row.unit == "percent" else row.unit
    return note(
        f"says_groups_{row.verdict}",
        measure=in_sentence(row.measure),
        **groups._asdict(),
        first_value=quantity(row.first, row.unit, signed=True),
        second_value=quantity(row.second, row.unit, signed=True),
        difference=quantity(row.difference, unit, signed=True),
        **({} if row.se is None else {"se": decimals_for(row.se)}),
    )


def own_notes(
    study: Study, groups: GroupPair, found: Differences, *, holm: bool, left_out: bool
) -> Iterator[Note]:
    """How both groups are compared, and what is left out."""
    if left_out and not study.spec.given:
        yield note("poverty_left_out")
    yield groups.note(counted=study.asked.full_count)
    if found.lacking:
        yield note("domains_without_both", domains=", ".join(found.lacking))
    if holm:
        yield note("holm", count=Decimal(sum(row.p_value is not None for row in found.rows)))
    else:
        yield from tests_note(found.rows)


def check_one_survey(after: object, panel: str | None, like: str | None = None) -> None:
    """Refuse groups of two surveys.

    Raises:
        UsageError: with the option.
    """
    if after is not None:
        raise UsageError("between_one_file")
    if panel is not None:
        raise UsageError("conflict", one="--between", other="--panel")
    if like is not None:
        raise UsageError("conflict", one="--between", other="--like")
