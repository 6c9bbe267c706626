"""The distribution of welfare, drawn or in numbers: Lorenz and other curves of one survey or of two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from kaltim_poverty.errors import NotFoundError
from kaltim_poverty.inputs.numbers import Number
from kaltim_poverty.records import Answer
from kaltim_poverty.survey.breakdowns import columns_of, sample_design
from kaltim_poverty.survey.curves.notes import notes_of_curves, notes_of_two_curves, opening_of_curves
from kaltim_poverty.survey.curves.options import (
    CurveOptions,
    asked_curves,
    asked_points,
    check_two_surveys,
    checked_request,
    extra_columns,
    is_in_lines,
    levels_of,
    named_options,
    unit_of,
    unit_of_points,
)
from kaltim_poverty.survey.curves.rows import DIFFERENCE, CurvePoint, rows_of_curves
from kaltim_poverty.survey.curves.statistics import Asked, CurveErrors, Side, curve_errors
from kaltim_poverty.survey.curves.values import OF_AMOUNTS
from kaltim_poverty.survey.infer import Evidence, subsample_of_line
from kaltim_poverty.survey.options import check_groups
from kaltim_poverty.survey.people.in_lines import people_in_lines
from kaltim_poverty.survey.people.pair_statistics import pair_of_people
from kaltim_poverty.survey.people.two_surveys import both_requests, read_both
from kaltim_poverty.survey.people.weighted_people import WeightedPeople
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
from kaltim_poverty.survey.sample import SIZES, people_of
from kaltim_poverty.survey.small_cells import Shown, shown
from kaltim_poverty.survey.study import arguments_of, begin, needed, request_of, with_names_as_written
from kaltim_poverty.words import message

if TYPE_CHECKING:
    from kaltim_poverty.survey.people.two_surveys import Matched, Surveys
    from kaltim_poverty.survey.read import Table
    from kaltim_poverty.survey.study import Study


def curve(
    data: object,
    *,
    curve: Names | None = None,
    normalise: bool = False,
    points: str | Sequence[Number] | None = None,
    of: str | None = None,
    per: str = "household",
    against: object | None = None,
    difference: bool = False,
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
    by: Names | None = None,
    lonely_psu: str = "adjust",
    ci: str = "logit",
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
) -> Answer[CurvePoint]:
    """Curves of the distribution of welfare, with errors. On the command line: ``kpov survey curve``.

    Args:
        data: a file, several, a folder or a glob; a mapping of arrays; a pandas, polars or
            pyarrow table.
        curve: ``lorenz`` (the default), ``generalised``, ``concentration``, ``tip``, ``cdf``, ``deficit``,
            ``quantile``, ``density``; several with commas or as a list.
        normalise: whether welfare is taken over the line of each row.
        points: percentages of people or amounts, and ranges of them; 1 to 100 percent, or 100 amounts up to
            three lines, if None.
        of: the column of what a concentration curve shows.
        per: ``household`` if a row's amount is shared by its members, or ``person``.
        against: another survey.
        difference: whether the difference of both is wanted too, the second less the first.
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
        line: a poverty line for all, in the unit of welfare; with `against` also a pair ``"B,A"``, as other
            lines, deflators and the design.
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
        ci: ``logit`` for shares below an amount and ``wald`` for others, or ``wald`` for all.
        level: of the interval, between 0 and 1.
        missing: ``error``, or ``drop`` for rows that lack something.
        bootstrap: how many replicates, in place of linearisation.
        seed: of the bootstrap.
        full_count: whether everybody is in the file, of two in both: no number has a sampling error.
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
        a row for each point of each curve of each domain, with `against` for each survey.

    Raises:
        UsageError: for options in conflict or out of range, or without a line where one is needed.
        InputError: if a file is missing or anything in it cannot be right.
        NotFoundError: if no domain is in both surveys, or there are no published lines for a period.
    """
    question = dict(locals())
    asked = asked_curves(curve, normalise=normalise, points=points, of=of, per=per)
    check_two_surveys(against, difference=difference, panel=panel)
    if against is not None:
        return of_two(question, asked)
    data, options = with_columns(data, SurveyOptions.among(question))
    request = checked_request(request_of(options), asked)
    engine = Engine(memory=memory, temp=temp)
    table = open_table(
        engine, data, **request.roles.reading(), columns=[*needed(request), *filter(None, [of])]
    )
    request = with_names_as_written(request, table)
    check_groups([find_column(table, each, "--by") for each in request.asked.columns], CurvePoint)
    extra = extra_columns(asked, table, request)
    study = begin(engine, table, request, where, SIZES.with_blocks(rows_of_block), extra)
    return of_one(study, table, where, asked)


def of_one(study: Study, table: Table, where: str | None, asked: CurveOptions) -> Answer[CurvePoint]:
    """The curves of one survey."""
    rows: list[CurvePoint] = []
    found: list[CurveErrors] = []
    for columns in study.asked.breakdowns:
        own, labels = curves_of_breakdown(study, columns, asked)
        rows += rows_of_curves(labels, own, x_units_of(study, asked))
        found += own
    arguments = {**arguments_of(table, study, where), "measure": None, **named_options(asked)}
    seen = shown_points(rows, [study], asked)
    answer = Answer(
        question="survey curve",
        arguments=arguments,
        rows=tuple(seen.rows),
        notes=seen.notes(notes_of_curves(study, table, found)),
        sources=sources_of(study.reading.lines),
        names={},
        kind=CurvePoint,
        levels=tuple(levels_of(asked)),
    )
    return with_opening(answer, asked)


def with_opening(
    answer: Answer[CurvePoint], asked: CurveOptions, *, counted: bool = False
) -> Answer[CurvePoint]:
    """The answer with the sentence that says what it says, also above a picture."""
    opening = opening_of_curves(answer.rows, asked.of, counted=counted)
    if opening is None:
        return answer
    return replace(answer, opening=opening, head=message(f"note.{opening.code}", **opening.values))


def shown_points(rows: Sequence[CurvePoint], studies: Sequence[Study], asked: CurveOptions) -> Shown:
    """The points as they may be shown: none that follows from a median that may not be."""
    seen = shown(rows, studies)
    if not seen.nobody or asked.points is not None or studies[0].spec.amount is not None:
        return seen
    own = [row for row in seen.rows if row.curve not in OF_AMOUNTS or row.x_unit == "ratio"]
    return seen._replace(rows=own)


def x_units_of(study: Study, asked: CurveOptions) -> dict[str, str]:
    """The unit of the points of each curve."""
    return {each: unit_of_points(each, study, asked) for each in asked.curves}


def curves_of_breakdown(
    study: Study, columns: Sequence[str], asked: CurveOptions
) -> tuple[list[CurveErrors], list[dict[str, str]]]:
    """The curves of all domains of one breakdown, and the groups of each."""
    sample = study.reading.sample
    people = people_of(sample, columns_of(sample, columns))
    labels = [dict(zip(people.over.columns, each, strict=True)) for each in people.over.labels]
    found = []
    for each in asked.curves:
        in_lines = is_in_lines(each, asked)
        weighted = WeightedPeople(
            people_in_lines(people) if in_lines else people,
            np.arange(len(people.over)),
            line=(1, study.relative.line) if study.relative and in_lines else None,
        )
        wanted = Asked(each, asked_points(each, study, asked), unit_of(each, study, asked))
        evidence = partial(evidence_of, study, weighted)
        found.append(curve_errors([Side(study, weighted, 0)], wanted, evidence))
    return found, labels


def evidence_of(study: Study, people: WeightedPeople) -> Evidence:
    """The evidence behind sums of people: the domains, and the line where it was estimated."""
    rows = len(people.places)
    lines = () if study.relative is None else (subsample_of_line(0, study.relative.psu, rows),)
    return Evidence((sample_design(study),), (people.subsample(), *lines))


def of_two(question: dict[str, Any], asked: CurveOptions) -> Answer[CurvePoint]:
    """The curves of two surveys, and their difference."""
    requests = both_requests(options_of_both(question, ci="logit"), question["panel"])
    surveys = read_both(
        (question["data"], question["against"]),
        [checked_request(each, asked) for each in requests],
        panel=question["panel"],
        where=question["where"],
        memory=question["memory"],
        temp=question["temp"],
        sizes=SIZES.with_blocks(question["rows_of_block"]),
        kind=CurvePoint,
        extra=partial(extra_columns, asked),
    )
    rows: list[CurvePoint] = []
    found: list[CurveErrors] = []
    matched: list[Matched] = []
    study = surveys.studies[0]
    for columns in study.asked.breakdowns:
        own, of_both = curves_of_both(surveys, columns, asked, with_difference=bool(question["difference"]))
        labels = [dict(zip(of_both.columns, each, strict=True)) for each in of_both.of_common().labels]
        rows += rows_of_curves(labels, own, x_units_of(study, asked))
        found += own
        matched.append(of_both)
    if not rows:
        raise NotFoundError("no_common_domain", by=", ".join(study.asked.columns))
    seen = shown_points(rows, surveys.studies, asked)
    answer = Answer(
        question="survey curve",
        arguments={
            "before": arguments_of(surveys.tables[0], study, question["where"]),
            "after": arguments_of(surveys.tables[1], surveys.studies[1], question["where"]),
            **named_options(asked),
            "difference": bool(question["difference"]),
            "panel": question["panel"],
            "level": study.asked.level,
        },
        rows=tuple(seen.rows),
        notes=seen.notes(notes_of_two_curves(surveys, found, matched, question["panel"])),
        sources=surveys.sources,
        names={},
        kind=CurvePoint,
        levels=tuple(levels_of(asked)),
    )
    answer = with_opening(answer, asked, counted=surveys.counted)
    if not question["difference"]:
        return answer
    drawn = tuple(row for row in seen.rows if row.survey == DIFFERENCE)
    return replace(answer, drawn=replace(answer, rows=drawn, levels=()))


def curves_of_both(
    surveys: Surveys, columns: Sequence[str], asked: CurveOptions, *, with_difference: bool
) -> tuple[list[CurveErrors], Matched]:
    """The curves of the domains that both surveys have, and the domains of either."""
    found = []
    for each in asked.curves:
        pair = pair_of_people(surveys, columns, in_lines=is_in_lines(each, asked))
        study = surveys.studies[0]
        wanted = Asked(each, asked_points(each, study, asked), unit_of(each, study, asked))
        sides = [
            Side(own, people, sample)
            for own, people, sample in zip(surveys.studies, pair.both, surveys.samples, strict=True)
        ]
        found.append(
            curve_errors(sides, wanted, pair.evidence, with_difference=with_difference, linked=surveys.linked)
        )
    return found, pair.every
