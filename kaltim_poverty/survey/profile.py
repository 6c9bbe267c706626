"""Who are the poor? The groups of a survey, and the means and shares of any column among the poor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.lists import split_list
from kaltim_poverty.inputs.numbers import Number
from kaltim_poverty.records import Answer, Note
from kaltim_poverty.survey.breakdowns import columns_of
from kaltim_poverty.survey.infer import significance
from kaltim_poverty.survey.options import check_groups
from kaltim_poverty.survey.people.in_lines import people_in_lines
from kaltim_poverty.survey.poverty_profile.characteristics import (
    DIFFERENCE,
    NOT_POOR,
    POOR,
    Described,
    Wanted,
    characteristics,
    labels_of,
    wanted_columns,
)
from kaltim_poverty.survey.poverty_profile.groups import measures_of_groups
from kaltim_poverty.survey.poverty_profile.inequality_components import components_of
from kaltim_poverty.survey.poverty_profile.notes import (
    notes_of_characteristics,
    notes_of_groups,
    opening_of_characteristics,
    opening_of_groups,
)
from kaltim_poverty.survey.poverty_profile.rows import Characteristic, GroupShare
from kaltim_poverty.survey.read import Engine, ExtraColumns, find_column, open_table, sources_of
from kaltim_poverty.survey.request import Column, Columns, Factors, File, Names, SurveyOptions, with_columns
from kaltim_poverty.survey.sample import SIZES, people_of
from kaltim_poverty.survey.small_cells import shown
from kaltim_poverty.survey.study import (
    Request,
    arguments_of,
    begin,
    needed,
    number,
    request_of,
    whole,
    with_measure,
    with_names_as_written,
)
from kaltim_poverty.words import message

if TYPE_CHECKING:
    from kaltim_poverty.survey.infer import Result
    from kaltim_poverty.survey.read import Table
    from kaltim_poverty.survey.study import Study

Row = TypeVar("Row", GroupShare, Characteristic)


def profile(
    data: object,
    *,
    by: Names | None = None,
    of: Names | None = None,
    shares: Names | None = None,
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
) -> Answer[GroupShare] | Answer[Characteristic]:
    """Who the poor are, by group or by any column. On the command line: ``kpov survey profile``.

    Args:
        data: a file, several, a folder or a glob; a mapping of arrays; a pandas, polars or
            pyarrow table.
        by: the groups, or with `of` the domains; a comma joins the columns of one breakdown.
        of: columns whose means (numbers) or shares of values (text) are taken among the poor and the others.
        shares: columns whose values are counted, though they are numbers.
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
        lonely_psu: what a stratum with one PSU adds: ``adjust``, ``average``, ``remove``,
            ``certainty``, ``fail``.
        ci: ``logit`` for proportions of people and ``wald`` for others, or ``wald`` for all.
        level: of the interval, between 0 and 1.
        missing: ``error``, or ``drop`` for rows that lack something; of a column of `of` for that
            column alone.
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

    Returns:
        a row for each measure of each group, then the components of inequality, breakdown by breakdown; with
        `of` or `shares` a row for each column (and value) among all, the poor, the others, and for the
        difference.

    Raises:
        UsageError: for options in conflict or out of range, without groups or columns, or without a line.
        InputError: if a file is missing or anything in it cannot be right.
        NotFoundError: if there are no published lines for a period.
    """
    named, counted = (list(filter(None, split_list(each or ()))) for each in (of, shares))
    data, options = with_columns(data, SurveyOptions.among(locals()))
    request = request_of(options)
    check_asked(request, [*named, *counted])
    engine = Engine(memory=memory, temp=temp)
    table = open_table(engine, data, **request.roles.reading(), columns=[*needed(request), *named, *counted])
    request = with_names_as_written(with_measure(request, "p0"), table)
    wanted = wanted_columns(table, named, counted)
    kind: type[GroupShare | Characteristic] = Characteristic if wanted.columns else GroupShare
    check_groups([find_column(table, each, "--by") for each in request.asked.columns], kind)
    study = read_profile(engine, table, request, wanted, where, rows_of_block)
    if wanted.columns:
        return of_columns(study, table, where, wanted)
    return of_groups(study, table, where)


def check_asked(request: Request, columns: Sequence[str]) -> None:
    """Refuse a profile of nothing, and one without the poor.

    Raises:
        UsageError: with what is missing.
    """
    if not columns and not request.asked.columns:
        raise UsageError("needs_groups_or_columns")
    if not request.spec.given:
        raise UsageError("needs_line", measure="survey profile")


def read_profile(
    engine: Engine,
    table: Table,
    request: Request,
    wanted: Wanted,
    where: str | None,
    rows_of_block: int | None,
) -> Study:
    """The survey with the columns that are wanted: numbers of rows, or groups whose values are counted."""
    asked = request.asked
    counted = tuple((each,) for each in wanted.shares)
    request = request._replace(asked=replace(asked, breakdowns=(*asked.breakdowns, *counted)))
    gaps = tuple(wanted.numbers) if asked.missing == "drop" else ()
    extra = ExtraColumns(wanted.numbers, with_gaps=gaps)
    return begin(engine, table, request, where, SIZES.with_blocks(rows_of_block), extra)._replace(asked=asked)


def of_groups(study: Study, table: Table, where: str | None) -> Answer[GroupShare]:
    """The groups of every breakdown."""
    rows: list[GroupShare] = []
    results: list[Result] = []
    for columns in study.asked.breakdowns[1:]:
        own, found = group_rows(study, columns)
        rows += own
        results += found
    seen = shown(rows, [study])
    answer = Answer(
        question="survey profile",
        arguments={**arguments_of(table, study, where), "measure": None, "of": [], "shares": []},
        rows=tuple(seen.rows),
        notes=seen.notes(notes_of_groups(study, table, results)),
        sources=sources_of(study.reading.lines),
        names={},
        kind=GroupShare,
    )
    return with_opening(answer, opening_of_groups(seen.rows))


def with_opening(answer: Answer[Row], opening: Note | None) -> Answer[Row]:
    """The answer with the sentence that says what it says, also above a picture."""
    if opening is None:
        return answer
    return replace(answer, opening=opening, head=message(f"note.{opening.code}", **opening.values))


def group_rows(study: Study, columns: Sequence[str]) -> tuple[list[GroupShare], list[Result]]:
    """The rows of one breakdown, group by group, then its components; and the results behind them."""
    sample = study.reading.sample
    people = people_in_lines(people_of(sample, columns_of(sample, columns)))
    measures, components = measures_of_groups(study, people), components_of(study, people)
    breakdown, counts = ",".join(people.over.columns), np.diff(people.starts)
    rows = [
        row_of(
            dict(zip(people.over.columns, labels, strict=True)), breakdown, result, group, int(counts[group])
        )
        for group, labels in enumerate(people.over.labels)
        for result in measures
    ]
    rows += [
        row_of({}, breakdown, each.result, 0, int(counts.sum()), number(each.share)) for each in components
    ]
    return rows, [*measures, *(each.result for each in components)]


def row_of(
    groups: Mapping[str, str], breakdown: str, result: Result, row: int, n: int, share: float | None = None
) -> GroupShare:
    """The record of one share or mean of a group."""
    return GroupShare(
        groups=groups,
        breakdown=breakdown,
        measure=result.name,
        unit=result.unit,
        estimate=number(result.value[row]),
        se=number(result.se[row]),
        ci_low=number(result.low[row]),
        ci_high=number(result.high[row]),
        df=whole(result.df[row]),
        share=share,
        n=n,
        note=result.reasons.get(row),
    )


def of_columns(study: Study, table: Table, where: str | None, wanted: Wanted) -> Answer[Characteristic]:
    """The columns in the domains of every breakdown."""
    rows: list[Characteristic] = []
    results: list[Result] = []
    for columns in study.asked.breakdowns:
        labels = labels_of(study, columns)
        names = columns_of(study.reading.sample, columns)
        found = list(characteristics(study, columns, wanted))
        results += [result for each in found for result in each.results.values()]
        for domain, label in enumerate(labels):
            groups = dict(zip(names, label, strict=True))
            rows += [row for each in found for row in characteristic_rows(groups, domain, each)]
    sides = sizes_of_sides(rows)
    sizes = [sides[side_of(row)] if row.group == DIFFERENCE else () for row in rows]
    seen = shown(rows, [study], sizes=sizes)
    answer = Answer(
        question="survey profile",
        arguments={
            **arguments_of(table, study, where),
            "measure": None,
            "of": [each for each in wanted.columns if each not in wanted.shares],
            "shares": list(wanted.shares),
        },
        rows=tuple(seen.rows),
        notes=seen.notes(notes_of_characteristics(study, table, wanted, results)),
        sources=sources_of(study.reading.lines),
        names={},
        kind=Characteristic,
    )
    return with_opening(answer, opening_of_characteristics(seen.rows))


def side_of(row: Characteristic) -> tuple[tuple[str, ...], str, str]:
    """The fields that the poor and the others share in the rows of one column and domain."""
    return tuple(row.groups.values()), row.column, row.category


def sizes_of_sides(rows: Sequence[Characteristic]) -> dict[tuple[tuple[str, ...], str, str], list[int]]:
    """How many rows the poor and the others have, of whom a difference is."""
    found: dict[tuple[tuple[str, ...], str, str], list[int]] = {}
    for row in rows:
        if row.group in (POOR, NOT_POOR) and row.n is not None:
            found.setdefault(side_of(row), []).append(row.n)
    return found


def characteristic_rows(groups: Mapping[str, str], domain: int, found: Described) -> Iterator[Characteristic]:
    """All, the poor, the others, and the difference."""
    for place, (state, result) in enumerate(found.results.items()):
        of_all = state == DIFFERENCE
        value, se, df = (float(each[domain]) for each in (result.value, result.se, result.df))
        test = significance(value, se, df)
        yield Characteristic(
            groups=groups,
            column=found.column,
            category=found.category,
            group=state,
            unit=result.unit,
            estimate=number(value),
            se=number(se),
            ci_low=number(result.low[domain]),
            ci_high=number(result.high[domain]),
            df=whole(df),
            p_value=number(test.p_value) if of_all else None,
            n=int(found.rows[0 if of_all else place][domain]),
            note=result.reasons.get(domain),
        )
