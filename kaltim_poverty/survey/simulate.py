"""What a transfer would change: the same people before and after, with paired standard errors."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from kaltim_poverty.errors import InputError, UsageError
from kaltim_poverty.inputs.numbers import Number, whole_number
from kaltim_poverty.measures.recipients import ROUNDING, Queue, random_queue, ranked_queue
from kaltim_poverty.records import Answer, note
from kaltim_poverty.records.charts import Chart
from kaltim_poverty.records.fields import ROW_UNIT, column, record
from kaltim_poverty.survey.breakdowns import evidence_of_rows
from kaltim_poverty.survey.columns import CHANGE, ESTIMATE, INTERVAL_OF_CHANGE, MEASURE, STANDARD_ERROR
from kaltim_poverty.survey.heads import head_of_simulation
from kaltim_poverty.survey.infer import Result, infer
from kaltim_poverty.survey.notes import survey_notes
from kaltim_poverty.survey.options import DEFAULT_SEED
from kaltim_poverty.survey.read import Engine, ExtraColumns, open_table, sources_of
from kaltim_poverty.survey.request import Column, Columns, Factors, File, Names, SurveyOptions, with_columns
from kaltim_poverty.survey.sample import SIZES, IntArray, People, Sizes, people_of
from kaltim_poverty.survey.simulation.notes import programme_notes
from kaltim_poverty.survey.simulation.outcome_statistics import (
    COMPARED,
    statistics_of_outcome,
    values_under_replicates,
)
from kaltim_poverty.survey.simulation.outcomes import Outcome, baseline, outcome
from kaltim_poverty.survey.simulation.scenarios import Programme, Scenario, programme
from kaltim_poverty.survey.study import Study, arguments_of, begin, needed, number, request_of, with_measure

if TYPE_CHECKING:
    from kaltim_poverty.inputs.amounts import Numbers
    from kaltim_poverty.survey.read import Roles, Table

NO_MORE = 1 + 1e-9  # so many recipients more than households are rounding


@record
class Simulated:
    """One measure of one scenario; None where a number does not exist.

    The measures of poverty and Gini have `before`, `after` and `change`, and `se` and the interval are those
    of the change; cost, recipients_poor, leakage and idr_per_point_p1 stand in `after`, `se` with them.
    """

    charts: ClassVar[tuple[Chart, ...]] = (
        Chart(
            "dot",
            x="scenario",
            y="change",
            low="ci_low",
            high="ci_high",
            facet="measure",
            shown=("p0", "p1", "p2"),
        ),
        Chart("pair", x="scenario", y="change", low="before", high="after", facet="measure"),
    )

    scenario: int = column("key")
    amount: Decimal = column("key")
    recipients: Decimal = column("key", decimals=0)
    measure: str = column(MEASURE)
    unit: str = column(ROW_UNIT)
    before: float | None = column(ESTIMATE)
    after: float | None = column(ESTIMATE)
    change: float | None = column(CHANGE)
    se: float | None = column(STANDARD_ERROR)
    ci_low: float | None = column(INTERVAL_OF_CHANGE)
    ci_high: float | None = column(INTERVAL_OF_CHANGE)


def simulate(
    data: object,
    *,
    every: str,
    to: str,
    amount: Numbers | None = None,
    recipients: Numbers | None = None,
    budget: Number | None = None,
    eligible: str | None = None,
    score: str | None = None,
    per: str = "household",
    pass_through: Number = 100,
    monthly_return: Number | None = None,
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
    level: Number = 0.95,
    missing: str = "error",
    bootstrap: int | str | None = None,
    seed: int | str | None = None,
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
    sizes: Sizes | None = None,
) -> Answer[Simulated]:
    """What a transfer would change. On the command line: ``kpov survey simulate``.

    Args:
        data: a file, several, a folder or a glob; a mapping of arrays; a pandas, polars or
            pyarrow table.
        every: ``month``, ``year`` or ``once``; a yearly or single amount counts a twelfth a
            month.
        to: ``poorest``, ``random``, ``eligible`` (the poorest of them where a number is given),
            or ``score``.
        amount: rupiah for each recipient, one or several.
        recipients: how many households (or persons) of the population, one or several.
        budget: rupiah a year (or once); with amounts it pays ⌊budget/cost of one⌋ recipients,
            with recipients ⌊budget/recipients⌋ rupiah each.
        eligible: a condition over the columns: nobody else receives.
        score: the column by which recipients are chosen, the lowest first.
        per: ``household``, whose members share the amount equally, or ``person``.
        pass_through: percent of the gain that becomes welfare, 0 to 100.
        monthly_return: percent a month that the amount earns as capital, which then is the gain.
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
        level: of the interval, between 0 and 1.
        missing: ``error``, or ``drop`` for rows that lack something.
        bootstrap: how many replicates, in place of linearisation.
        seed: of a random choice, and of the bootstrap.
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
        sizes: how many rows are handled at a time: for tests, as results hardly depend on them.

    Returns:
        a row for each measure of each scenario.

    Raises:
        UsageError: for options in conflict or out of range.
        InputError: if a file is missing or refused, nobody is eligible, or there are fewer than recipients.
        NotFoundError: if there are no published lines for a period.
    """
    wanted = programme(
        amount=amount,
        recipients=recipients,
        budget=budget,
        every=every,
        to=to,
        per=per,
        pass_through=pass_through,
        monthly_return=monthly_return,
        eligible=eligible,
        score=score,
    )
    drawn = seed_of_choice(seed, wanted, bootstrap=bootstrap is not None)
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
        lonely_psu=lonely_psu,
        level=level,
        missing=missing,
        bootstrap=bootstrap,
        seed=None if bootstrap is None else seed,
    )
    data, options = with_columns(data, options)
    request = request_of(options)
    if not request.spec.given:
        raise UsageError("needs_line", measure="survey simulate")
    request = with_measure(request, "p0")
    wanted = wanted._replace(currency=request.currency)
    engine = Engine(memory=memory, temp=temp)
    table = open_table(
        engine,
        data,
        **request.roles.reading(),
        columns=[*needed(request), *filter(None, [score])],
    )
    extra = ExtraColumns(extra_numbers(request.roles, wanted, score), None, eligible)
    study = begin(engine, table, request, where, (sizes or SIZES).with_blocks(rows_of_block), extra)
    people = people_of(study.reading.sample, ())
    queue = queue_of(people, wanted, drawn, table, eligible, (sizes or SIZES).rows_of_boundary)
    check_number(people, queue, wanted, table)
    outcomes, rows = simulated(study, people, wanted, queue)
    amounts = {str(each.amount): wanted.money(each.amount) for each in wanted.scenarios}
    return Answer(
        question="survey simulate",
        arguments={
            **arguments_of(table, study, where),
            "measure": None,
            **arguments(wanted, eligible, score, drawn),
        },
        rows=tuple(rows),
        notes=(
            *survey_notes(study, table),
            *([note("amounts_in_base_prices")] if study.prices.given else []),
            *programme_notes(wanted, outcomes, rows, drawn),
        ),
        sources=sources_of(study.reading.lines),
        names={"amount": amounts},
        kind=Simulated,
        head=head_of_simulation(rows, amounts),
    )


def arguments(wanted: Programme, eligible: str | None, score: str | None, seed: int | None) -> dict[str, Any]:
    """The options of the programme, with every default resolved."""
    return {
        "amount": list(dict.fromkeys(each.amount for each in wanted.scenarios)),
        "recipients": list(dict.fromkeys(each.number for each in wanted.scenarios)),
        "budget": wanted.budget,
        "every": wanted.every,
        "to": wanted.to,
        "eligible": eligible,
        "score": score,
        "per": wanted.per,
        "pass_through": wanted.pass_through,
        "return": wanted.monthly_return,
        "seed": seed,
    }


def seed_of_choice(seed: int | str | None, wanted: Programme, *, bootstrap: bool) -> int | None:
    """The seed of a random choice, None where nothing is chosen at random.

    Raises:
        UsageError: if there is nothing to draw.
    """
    if seed is not None and wanted.to != "random" and not bootstrap:
        raise UsageError("needs_option", option="--seed", needed="--to random, --bootstrap")
    if wanted.to != "random":
        return None
    return DEFAULT_SEED if seed is None else whole_number("--seed", seed, 0, 2**63 - 1)


def extra_numbers(roles: Roles, wanted: Programme, score: str | None) -> dict[str, str]:
    """The columns of numbers that are needed: members of households, and the score.

    Raises:
        UsageError: if households receive and their members are unknown.
    """
    if wanted.per == "household" and roles.size is None:
        raise UsageError("needs_option", option="--per household", needed="--size")
    members = {"members": str(roles.size)} if wanted.per == "household" else {}
    return {**members, **({"score": score} if score is not None else {})}


def queue_of(
    people: People, wanted: Programme, seed: int | None, table: Table, eligible: str | None, boundary: int
) -> Queue:
    """Who receives first: made once for all scenarios.

    Raises:
        InputError: if there is nobody, or nobody is eligible.
    """
    rows = np.arange(len(people.welfare))
    if not len(rows):
        raise InputError("nobody_left", file=table.display_name)
    if eligible is not None:
        rows = np.flatnonzero(people.columns["eligible"] > 0)
    if not len(rows):
        raise InputError("nobody_eligible", file=table.display_name, given=str(eligible))
    if wanted.to == "random":
        return random_queue(np.random.default_rng(seed), order_of_equals(people), rows, boundary=boundary)
    return ranked_queue(people.columns["score"] if wanted.to == "score" else people.welfare, rows)


def order_of_equals(people: People) -> IntArray:
    """The rows in an order that does not depend on that of the file, so that neither does a draw.

    Where each row is its own PSU, PSUs have the order of the file: rows of equal welfare are told apart by
    all else first.
    """
    columns = [people.weight, *(people.columns[name] for name in sorted(people.columns)), people.line]
    keys = [people.psu, *(each for each in columns[::-1] if len(each)), people.welfare]
    same = people.welfare[1:] == people.welfare[:-1]
    tied = np.flatnonzero(np.append(same, False) | np.insert(same, 0, False))
    order = np.arange(len(people.welfare))
    order[tied] = tied[np.lexsort([key[tied] for key in keys])]
    return order


def check_number(people: People, queue: Queue, wanted: Programme, table: Table) -> None:
    """Refuse more recipients than there are; a budget that would pay more pays all of them.

    Raises:
        InputError: with both numbers.
    """
    units = people.weight / people.columns.get("members", 1.0)
    there = float(units[queue.order].sum())
    for each in wanted.scenarios:
        if each.number is not None and each.number > Decimal(there * NO_MORE) and wanted.budget is None:
            raise InputError(
                f"more_than_{wanted.per}s",
                file=table.display_name,
                given=each.number,
                there=Decimal(int(there)),
            )


def simulated(
    study: Study, people: People, wanted: Programme, queue: Queue
) -> tuple[list[Outcome], list[Simulated]]:
    """The outcomes of all scenarios, and their rows."""
    base = baseline(people, queue, people.weight, estimated_line=study.relative is not None)
    outcomes = [outcome(base, each, errors=study.replicates is None) for each in wanted.scenarios]
    under = None if study.replicates is None else values_under_replicates(study, people, wanted, queue)
    statistics = [
        statistic
        for place, found in enumerate(outcomes)
        for statistic in statistics_of_outcome(
            found,
            wanted,
            None if under is None else under[:, place],
            estimated_line=study.relative is not None,
        )
    ]
    results = infer(statistics, evidence_of_rows(study, people), level=study.asked.level)
    count = len(results) // len(outcomes)
    rows = []
    for place, (scenario, found) in enumerate(zip(wanted.scenarios, outcomes, strict=True)):
        rows += rows_of(place + 1, scenario, found, results[place * count : (place + 1) * count])
    return outcomes, rows


def rows_of(
    number_of_scenario: int, scenario: Scenario, found: Outcome, results: Sequence[Result]
) -> list[Simulated]:
    """The rows of one scenario."""
    about = (number_of_scenario, scenario.amount, number_of_recipients(scenario, found))
    rows = []
    for before, own in zip(found.before.tolist(), results[: len(COMPARED)], strict=True):
        change = float(own.value[0])
        after = number(0.0 if abs(before + change) <= ROUNDING * before else before + change)
        rows.append(
            Simulated(*about, own.name, own.unit, number(before), after, number(change), *errors_of(own))
        )
    rows += [
        Simulated(*about, own.name, own.unit, None, number(own.value[0]), None, *errors_of(own))
        for own in results[len(COMPARED) :]
    ]
    return rows


def errors_of(found: Result) -> tuple[float | None, float | None, float | None]:
    """Standard error and ends of the interval."""
    return number(found.se[0]), number(found.low[0]), number(found.high[0])


def number_of_recipients(each: Scenario, found: Outcome) -> Decimal:
    """How many receive: the number asked for, or all that there are."""
    if each.number is not None and abs(float(each.number) - found.recipients) <= 1e-9 * found.recipients:
        return each.number
    return Decimal(repr(found.recipients))
