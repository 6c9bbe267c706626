"""Does the answer depend on the line? Dominance of one distribution over another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kaltim_poverty.errors import NotFoundError, UsageError
from kaltim_poverty.inputs.lists import joined_columns
from kaltim_poverty.inputs.numbers import Number
from kaltim_poverty.records import Answer, Note, note
from kaltim_poverty.survey.comparison.groups import GroupPair, both_values, check_known, check_one_survey
from kaltim_poverty.survey.comparison.notes import design_notes, notes_of_both
from kaltim_poverty.survey.notes import survey_notes
from kaltim_poverty.survey.options import check_groups
from kaltim_poverty.survey.people.two_surveys import PERIODS, both_requests, read_both
from kaltim_poverty.survey.read import Engine, find_column, open_table, sources_of
from kaltim_poverty.survey.request import (
    Column,
    Columns,
    Factors,
    File,
    FilePair,
    Names,
    Pair,
    SurveyOptions,
    options_of_both,
    with_columns,
)
from kaltim_poverty.survey.sample import SIZES
from kaltim_poverty.survey.small_cells import Shown, shown
from kaltim_poverty.survey.stochastic_dominance.notes import opening_of
from kaltim_poverty.survey.stochastic_dominance.of_pair import Compared, compared
from kaltim_poverty.survey.stochastic_dominance.options import (
    DominanceOptions,
    dominance_options,
    grid_of,
    with_line,
)
from kaltim_poverty.survey.stochastic_dominance.pairs import pair_of_groups, pair_of_surveys
from kaltim_poverty.survey.stochastic_dominance.rows import CurveDifference, Dominance
from kaltim_poverty.survey.study import arguments_of, begin, needed, request_of, with_names_as_written
from kaltim_poverty.words import message

if TYPE_CHECKING:
    from kaltim_poverty.survey.read import Table
    from kaltim_poverty.survey.study import Study

OF_GROUPS = ("first", "second")


def dominance(
    before: object,
    after: object | None = None,
    *,
    curve: str = "poverty",
    order: str | Sequence[int] | int | None = None,
    nominal: bool = False,
    start: Number | None = None,
    end: Number | None = None,
    grid: int | str = 200,
    between: Names | None = None,
    by: Names | None = None,
    panel: str | None = None,
    design: File | FilePair | None = None,
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
    line: Number | Pair | None = None,
    line_column: Column | Pair | None = None,
    line_table: File | FilePair | None = None,
    published_line: Pair | int | None = None,
    line_locality: str | None = None,
    relative_line: Number | None = None,
    relative_to: str | None = None,
    deflator: Number | Pair | None = None,
    deflator_column: Column | Pair | None = None,
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
    rows_of_block: int | None = None,
) -> Answer[Dominance]:
    """Whether one of two has less poverty whatever the line. On the command line: ``kpov survey dominance``.

    Args:
        before: a file, several, a folder or a glob; a mapping of arrays; a pandas, polars or
            pyarrow table.
        after: another; None with `between`.
        curve: ``poverty``, ``lorenz``, ``generalised`` or ``tip``.
        order: of curves of poverty: 1 the share below a line, 2 what lacks to it, 3 its square; all if None.
        nominal: whether welfare is as it is, not over the line of each row.
        start: where the range of lines (or percentages of people) begins; half a line, or 1 percent, if None.
        end: where it ends; one and a half lines, or 99 percent, if None.
        grid: how many points, equally spaced, both ends included.
        between: two values of the last column of `by`, ``"A,B"`` or one each: groups of one survey.
        by: breakdowns; a comma joins the columns of one. Groups need the one whose last column has them.
        panel: a column that links rows of both; without it the samples are independent.
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
        line: a poverty line for all, in the unit of welfare; of two surveys also a pair ``"B,A"``, as other
            lines, deflators and the design.
        line_column: a line for each row.
        line_table: a file of lines by group.
        published_line: a period whose published lines are taken.
        line_locality: ``total`` for one published line for urban and rural areas.
        relative_line: a share of the median or mean, whose sampling error counts.
        relative_to: ``median`` (the default) or ``mean``.
        deflator: by which welfare and the lines of rows are divided, but not `line`.
        deflator_column: a deflator for each row.
        lonely_psu: what a stratum with one PSU adds: ``adjust``, ``average``, ``remove``,
            ``certainty``, ``fail``.
        ci: ``wald``, as every difference has it whatever is asked.
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
        rows_of_block: rows of a block, instead of as many as memory allows.

    Returns:
        for each order in each domain that both have a row for each stretch between crossings, and one for the
        whole range with its test.

    Raises:
        UsageError: for options in conflict or out of range, or without a line where one is needed.
        InputError: if a file is missing or anything in it cannot be right.
        NotFoundError: if no domain is in both, or there are no published lines for a period.
    """
    question = dict(locals())
    options = dominance_options(curve, order, nominal=nominal, start=start, end=end, grid=grid)
    if between is not None:
        check_one_survey(after, panel)
        return of_groups(question, options)
    if after is None:
        raise UsageError("after_or_between")
    return of_surveys(question, options)


def of_surveys(question: dict[str, Any], options: DominanceOptions) -> Answer[Dominance]:
    """Dominance of one survey over another."""
    requests = both_requests(options_of_both(question), question["panel"])
    surveys = read_both(
        (question["before"], question["after"]),
        [with_line(each, options) for each in requests],
        panel=question["panel"],
        where=question["where"],
        memory=question["memory"],
        temp=question["temp"],
        sizes=SIZES.with_blocks(question["rows_of_block"]),
        kind=Dominance,
    )
    study = surveys.studies[0]
    grid, found, lacking = grid_of(options, study), Compared([], [], 0), []
    for columns in study.asked.breakdowns:
        pair = pair_of_surveys(surveys, columns, in_lines=not options.nominal)
        found = found.with_those_of(compared(pair, options, grid, PERIODS))
        lacking += pair.lacking
    if not found.rows:
        raise NotFoundError("no_common_domain", by=", ".join(study.asked.columns))
    notes = [*notes_of_both(surveys), *own_notes(found, options, counted=surveys.counted)]
    if lacking:
        notes.append(note("domains_left_out", domains=", ".join(lacking)))
    seen = shown_whole(found.rows, surveys.studies, options)
    answer = Answer(
        question="survey dominance",
        arguments={
            "before": arguments_of(surveys.tables[0], study, question["where"]),
            "after": arguments_of(surveys.tables[1], surveys.studies[1], question["where"]),
            "panel": question["panel"],
            **named_options(options, study, seen),
        },
        rows=tuple(seen.rows),
        notes=seen.notes((*notes, *design_notes(surveys, question["panel"]))),
        sources=surveys.sources,
        names={},
        kind=Dominance,
    )
    drawn = shown(found.drawn, surveys.studies).rows if seen.rows else []
    return completed(answer, drawn, None, counted=surveys.counted)


def of_groups(question: dict[str, Any], options: DominanceOptions) -> Answer[Dominance]:
    """Dominance of one group of a survey over another.

    Raises:
        UsageError: unless there are two values and one breakdown.
        NotFoundError: if a value is not in the file, or no domain has both.
    """
    values = both_values(question["between"])
    data, survey_options = with_columns(question["before"], SurveyOptions.among(question))
    if len(joined_columns(survey_options.by)) != 1:
        raise UsageError("between_needs_one_by")
    request = with_line(request_of(survey_options, ci="wald"), options)
    engine = Engine(memory=question["memory"], temp=question["temp"])
    table = open_table(engine, data, **request.roles.reading(), columns=needed(request))
    request = with_names_as_written(request, table)
    *others, last = request.asked.breakdowns[-1]
    check_groups([find_column(table, each, "--by") for each in others], Dominance)
    breakdowns = ((last,), *([(*others, last)] if others else []))
    request = request._replace(asked=replace(request.asked, breakdowns=breakdowns))
    study = begin(engine, table, request, question["where"], SIZES.with_blocks(question["rows_of_block"]))
    groups = GroupPair(last, *values)
    check_known(study, table, groups)
    return answer_of_groups(study, table, groups, question["where"], options)


def answer_of_groups(
    study: Study, table: Table, groups: GroupPair, where: str | None, options: DominanceOptions
) -> Answer[Dominance]:
    """The answer about two groups.

    Raises:
        NotFoundError: if no domain has both.
    """
    grid, found, lacking = grid_of(options, study), Compared([], [], 0), []
    for columns in study.asked.breakdowns:
        pair = pair_of_groups(study, columns, groups, in_lines=not options.nominal)
        found = found.with_those_of(compared(pair, options, grid, OF_GROUPS))
        lacking += pair.lacking
    if not found.rows:
        raise NotFoundError("no_domain_with_both", first=groups.first, second=groups.second)
    notes = [*survey_notes(study, table), *own_notes(found, options, counted=study.asked.full_count)]
    notes.append(groups.note(counted=study.asked.full_count))
    if lacking:
        notes.append(note("domains_without_both", domains=", ".join(lacking)))
    seen = shown_whole(found.rows, [study], options, groups.domains)
    answer = Answer(
        question="survey dominance",
        arguments={
            **arguments_of(table, study, where),
            "measure": None,
            "between": [groups.first, groups.second],
            **named_options(options, study, seen),
        },
        rows=tuple(seen.rows),
        notes=seen.notes(notes),
        sources=sources_of(study.reading.lines),
        names={},
        kind=Dominance,
    )
    drawn = shown(found.drawn, [study], domains=groups.domains).rows if seen.rows else []
    return completed(answer, drawn, groups, counted=study.asked.full_count)


def shown_whole(
    rows: Sequence[Dominance],
    studies: Sequence[Study],
    options: DominanceOptions,
    domains: Callable[[Dominance], Iterable[Mapping[str, str]]] | None = None,
) -> Shown:
    """The rows as they may be shown: of a small domain no stretch, as crossings say something of it.

    Nor is the range where it follows from the median or mean of a file of which nothing may be shown.
    """
    seen = shown(rows, studies, domains=domains)
    if seen.nobody and options.nominal and studies[0].spec.share is not None:
        return seen._replace(rows=[])
    own = [row for row, before in zip(seen.rows, rows, strict=True) if row.lower or before.verdict]
    return seen._replace(rows=own, hidden=sum(row.lower is None for row in own))


def named_options(options: DominanceOptions, study: Study, seen: Shown) -> dict[str, Any]:
    """The options of dominance, as the answer repeats them."""
    grid = grid_of(options, study)
    ends = (float(grid[0]), float(grid[-1])) if seen.rows else (None, None)
    return {
        "curve": options.curve,
        "order": [each for each in options.orders if each],
        "nominal": options.nominal,
        "from": ends[0],
        "to": ends[1],
        "grid": options.points,
        "level": study.asked.level,
    }


def own_notes(found: Compared, options: DominanceOptions, *, counted: bool) -> Iterator[Note]:
    """How curves are compared, and what is not seen."""
    yield note("dominance_counted" if counted else "dominance_tested", points=Decimal(options.points))
    yield note("narrow_stretches")
    if found.left_out:
        yield note("points_without_error", count=Decimal(found.left_out))


def completed(
    answer: Answer[Dominance],
    differences: Sequence[CurveDifference],
    groups: GroupPair | None,
    *,
    counted: bool,
) -> Answer[Dominance]:
    """The answer with the sentence that says what it says, and the difference that a chart shows."""
    opening = opening_of(answer.rows, groups, counted=counted)
    if opening is not None:
        head = message(f"note.{opening.code}", **opening.values)
        answer = replace(answer, opening=opening, head=head)
    drawn = Answer(
        question=answer.question,
        arguments=answer.arguments,
        rows=tuple(differences),
        notes=answer.notes,
        sources=answer.sources,
        names={},
        kind=CurveDifference,
        head=answer.head,
    )
    return replace(answer, drawn=drawn)
