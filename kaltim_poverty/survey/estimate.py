"""Every measure from a household file, overall and by group, with its design-based standard error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kaltim_poverty.records import Answer
from kaltim_poverty.survey.breakdowns import Breakdowns, all_breakdowns
from kaltim_poverty.survey.infer.inference import Result
from kaltim_poverty.survey.infer.reasons import reason
from kaltim_poverty.survey.notes import notes_of
from kaltim_poverty.survey.options import check_groups
from kaltim_poverty.survey.read import Engine, find_column, open_table, sources_of
from kaltim_poverty.survey.study import Study, arguments_of, asked_for, begin, needed, number, with_columns
from kaltim_poverty.words import Message

if TYPE_CHECKING:
    pass


@dataclass(frozen=True)
class Estimate:
    """One measure of one domain; None where a number does not exist, and `note` says why.

    `groups` holds the values of the breakdown by column, empty for everybody. `n` counts rows with a weight
    above 0, `population` their weights.
    """

    groups: Mapping[str, str]
    measure: str
    unit: str
    estimate: float | None
    se: float | None
    rse: float | None
    ci_low: float | None
    ci_high: float | None
    df: int | None
    deff: float | None
    n: int
    population: float
    note: Message | None


def estimate(
    data: object,
    *,
    design: str | None = None,
    where: str | None = None,
    decimal: str | None = None,
    memory: str | None = None,
    temp: str | None = None,
    rows_of_block: int | None = None,
    processes: int = 1,
    **options: Any,
) -> Answer[Estimate]:
    """Every measure of a survey with its standard error. On the command line: ``kpov survey estimate``.

    Args:
        data: a file, several, a folder or a glob; a mapping of arrays; a pandas, polars or pyarrow table.
        design: a file that names the columns, or ``susenas``.
        where: the condition of a subpopulation, over the columns; the design stays whole.
        decimal: the decimal mark of numbers in CSV and in a line table; a point if None.
        memory: a bound such as ``2GB``; more blocks then.
        temp: the folder for what does not fit.
        rows_of_block: rows of a block, instead of as many as memory allows.
        processes: 2 to have a copy of this process (Linux) compute some of many breakdowns of many rows.
        **options: as on the command line, with ``_`` for ``-``: columns ``welfare``, ``weight``, ``size``,
            ``stratum``, ``psu``, …; lines ``line``, ``line_column``, ``line_table``, ``published_line``,
            ``relative_line``; ``measure``, ``by``, ``floor``, ``lonely_psu``, ``ci``, ``level``, ``missing``,
            ``bootstrap``, ``seed``. A column may also be given as an array.

    Raises:
        UsageError: for an unknown option or measure, a number out of range, options in conflict.
        InputError: if a file is missing or anything in it cannot be right.
        NotFoundError: if there are no published lines for a period.
    """
    data, options = with_columns(data, options)
    roles, spec, asked = asked_for(design, options)
    engine = Engine(memory=memory, temp=temp)
    table = open_table(engine, data, decimal=decimal, columns=needed(roles, spec, asked))
    check_groups([find_column(table, column, "--by") for column in asked.columns], Estimate)
    study = begin(engine, table, roles, spec, asked, where, rows_of_block)
    done = all_breakdowns(study, processes=processes)
    rows = [row for each in done for row in rows_of(study, each)]
    return Answer(
        question="survey estimate",
        arguments=arguments_of(table, study, where),
        rows=tuple(rows),
        notes=tuple(notes_of(study, done, table)),
        sources=sources_of(study.reading.keys),
        names={},
        kind=Estimate,
    )


def rows_of(study: Study, done: Breakdowns) -> list[Estimate]:
    """The rows of one breakdown, by domain, then by measure."""
    return [
        row_of(study, done, result, domain)
        for domain in range(len(done.reduced.over))
        for result in done.results
    ]


def row_of(study: Study, done: Breakdowns, result: Result, domain: int) -> Estimate:
    """One row."""
    over, constants = done.reduced.over, done.reduced.constants
    freedom = float(done.freedom[domain])
    value, se = number(result.value[domain]), number(result.se[domain])
    return Estimate(
        dict(zip(over.columns, over.labels[domain], strict=True)),
        result.measure.name,
        result.measure.unit,
        value,
        se,
        100.0 * se / abs(value) if se is not None and value else None,
        number(result.low[domain]),
        number(result.high[domain]),
        int(freedom),
        number(result.deff[domain]),
        int(constants.rows[domain]),
        float(constants.people[domain]),
        reason(done.reduced, result, domain, freedom, replicated=study.replicates is not None),
    )
