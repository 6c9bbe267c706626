"""Every measure from a household file, overall and by group, with its design-based standard error."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kaltim_poverty.errors import InputError, UsageError
from kaltim_poverty.measures.linear import Array
from kaltim_poverty.records import Answer
from kaltim_poverty.survey.base import Base, base_of
from kaltim_poverty.survey.blocks import Breakdown, breakdown
from kaltim_poverty.survey.columns import NOTHING_BESIDE, Beside
from kaltim_poverty.survey.engine import Engine
from kaltim_poverty.survey.faults import DoubtedError
from kaltim_poverty.survey.files import find_column, open_table
from kaltim_poverty.survey.inference import Linearised, Result, Uncertainty, results
from kaltim_poverty.survey.lines import LineSpec, line_spec, sources_of
from kaltim_poverty.survey.notes import notes_of
from kaltim_poverty.survey.options import Inference, check_groups, inference
from kaltim_poverty.survey.read import Reading, read
from kaltim_poverty.survey.reasons import defined, reason, settled
from kaltim_poverty.survey.reduced import Reduced, plan_for, reduce
from kaltim_poverty.survey.relative import RelativeLine, relative_line
from kaltim_poverty.survey.replicates import Replicated, Replicates, replicates_of
from kaltim_poverty.survey.roles import Roles, check_conflicts, roles_of, written_design
from kaltim_poverty.survey.threads import in_threads
from kaltim_poverty.words import Message

if TYPE_CHECKING:
    from kaltim_poverty.survey.blocks import Sample
    from kaltim_poverty.survey.files import Table

LEAST_ROWS_OF_CELL = 4
ROLE_OPTIONS = (
    "welfare",
    "weight",
    "size",
    "stratum",
    "psu",
    "nest",
    "fpc",
    "replicate_weights",
    "replicate_method",
    "fay_rho",
    "replicate_scale",
    "province",
    "urban",
)
LINE_OPTIONS = (
    "line",
    "line_column",
    "line_table",
    "published_line",
    "line_locality",
    "relative_line",
    "relative_to",
)


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


class Study(NamedTuple):
    """A survey read, and how it is asked.

    Attributes:
        reading: the sample and its design.
        asked: measures, breakdowns, intervals.
        spec: where the line comes from.
        roles: which column is what.
        relative: the line, where it was estimated.
        replicates: replicate weights or those of a bootstrap, if variances come from them.
    """

    reading: Reading
    asked: Inference
    spec: LineSpec
    roles: Roles
    relative: RelativeLine | None
    replicates: Replicates | None


class Breakdowns(NamedTuple):
    """What one breakdown became; its moments stay only where a comparison needs them.

    Attributes:
        reduced: facts and totals.
        results: by measure.
        freedom: degrees of freedom of each domain.
        undefined: replicates in which a measure does not exist, by measure.
    """

    reduced: Reduced
    results: list[Result]
    freedom: Array
    undefined: Mapping[str, int]


def estimate(
    data: object,
    *,
    design: str | None = None,
    where: str | None = None,
    decimal: str = ".",
    memory: str | None = None,
    temp: str | None = None,
    rows_of_block: int | None = None,
    **options: Any,
) -> Answer[Estimate]:
    """Every measure of a survey with its standard error. On the command line: ``kpov survey estimate``.

    Args:
        data: a file, several, a folder or a glob; a mapping of arrays; a pandas, polars or pyarrow table.
        design: a file that names the columns, or ``susenas``.
        where: the condition of a subpopulation, over the columns; the design stays whole.
        decimal: the decimal mark of numbers in CSV.
        memory: a bound such as ``2GB``; more blocks then.
        temp: the folder for what does not fit.
        rows_of_block: rows of a block, instead of as many as memory allows.
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
    done = all_breakdowns(study)
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


def design_text(*, design: str | None = None, **options: Any) -> str:
    """The columns that were named, by a design file and by options, as a design file."""
    roles = roles_of(design, {key: value for key, value in options.items() if key in ROLE_OPTIONS})
    return written_design(roles)


def with_columns(data: object, options: dict[str, Any]) -> tuple[object, dict[str, Any]]:
    """Columns that were given as arrays, put beside the data under the names of their options."""
    columns = (*ROLE_OPTIONS, "line_column")
    given = {key: value for key, value in options.items() if key in columns and is_array(value)}
    if not given:
        return data, options
    base = dict(data) if isinstance(data, Mapping) else {"welfare": data} if is_array(data) else None
    if base is None:
        raise InputError("not_a_table", kind=type(data).__name__, reason=", ".join(given))
    return {**base, **given}, {**options, **{key: key for key in given}}


def is_array(value: object) -> bool:
    """Whether a value is a column rather than the name of one."""
    return (
        hasattr(value, "__len__")
        and not isinstance(value, (str, list, tuple, dict))
        and hasattr(value, "dtype")
    )


def asked_for(design: str | None, options: Mapping[str, Any]) -> tuple[Roles, LineSpec, Inference]:
    """The options by what they are about.

    Raises:
        UsageError: for an option that does not exist.
    """
    known = {"measure", "by", "floor", "lonely_psu", "ci", "level", "missing", "bootstrap", "seed"}
    for option in options:
        if option not in {*ROLE_OPTIONS, *LINE_OPTIONS, *known}:
            raise UsageError("unknown_argument", given=option)
    given = {key: value for key, value in options.items() if value is not None}
    roles = roles_of(design, {key: value for key, value in given.items() if key in ROLE_OPTIONS})
    spec = line_spec(**{key: value for key, value in given.items() if key in LINE_OPTIONS})
    asked = inference(spec, **{key: value for key, value in given.items() if key in known})
    check_conflicts(roles, bootstrap=bool(asked.bootstrap))
    if roles.replicate_weights:
        roles = replace(roles, stratum=(), psu=(), nest=False)
    return roles, spec, asked


def needed(roles: Roles, spec: LineSpec, asked: Inference) -> list[str]:
    """Columns that a question will need, to read them at once; others are read when they are needed."""
    return [*(roles.columns() or ()), *asked.columns, *([spec.column] if spec.column else [])]


def begin(
    engine: Engine,
    table: Table,
    roles: Roles,
    spec: LineSpec,
    asked: Inference,
    where: str | None,
    rows_of_block: int | None = None,
    beside: Beside = NOTHING_BESIDE,
) -> Study:
    """Read the survey, estimate the line if it is relative, prepare replicates."""
    reading = read_again(
        engine,
        table,
        roles,
        by=asked.columns,
        where=where,
        spec=spec,
        missing=asked.missing,
        rule=asked.lonely_psu,
        rows_of_block=rows_of_block,
        beside=beside,
    )
    reading, relative = relative_of(reading, spec, table)
    return Study(reading, asked, spec, roles, relative, replicates_of(reading, roles, asked, table.shown))


def read_again(*given: Any, **options: Any) -> Reading:
    """The reading; once more where a column of groups was taken for numbers until text came."""
    try:
        return read(*given, **options)
    except DoubtedError:
        return read(*given, **options)


def relative_of(reading: Reading, spec: LineSpec, table: Table) -> tuple[Reading, RelativeLine | None]:
    """The reading with its line, if that is a share of the median or mean.

    Raises:
        InputError: if the line is not above 0.
    """
    if spec.share is None:
        return reading, None
    relative = relative_line(reading.sample, spec.share, spec.to or "median")
    if not relative.line > 0:
        raise InputError("relative_line_not_above", file=table.shown, line=f"{relative.line:g}")
    cells = reading.sample.cells._replace(line=relative.line)
    return reading._replace(sample=reading.sample._replace(cells=cells)), relative


def all_breakdowns(study: Study) -> list[Breakdowns]:
    """Every breakdown, two at a time where the rows are in memory: numpy leaves the other core idle."""
    breakdowns = study.asked.breakdowns
    if not study.reading.sample.kept or len(breakdowns) == 1:
        return [task() for task in tasks_of(study, breakdowns, common_base(study))]
    finest_first = breakdowns[::-1]  # as it holds most
    return in_threads(tasks_of(study, finest_first, common_base(study)))[::-1]


def tasks_of(
    study: Study, breakdowns: Sequence[tuple[str, ...]], base: Base | None
) -> list[Callable[[], Breakdowns]]:
    """What computes each breakdown; the rows of the base are held by the one that has its domains."""
    sample = study.reading.sample
    sums = None if base is None else base._replace(parts=lambda: iter(()))
    return [
        partial(
            breakdown_of,
            study,
            columns,
            base if base and base.over.columns == columns_of(sample, columns) else sums,
        )
        for columns in breakdowns
    ]


def common_base(study: Study) -> Base | None:
    """Sums over the domains of all columns together, or None where each breakdown had better have its own.

    That is where these domains are so small that they hold few rows of a PSU, or where a mean of theirs
    is not above 0, so that features cannot be centred at it.
    """
    sample, asked = study.reading.sample, study.asked
    widest = max(asked.breakdowns, key=len)
    columns = columns_of(sample, [*widest, *asked.columns])
    rows = int(sample.cells.rows.sum())
    if len(asked.breakdowns) == 1 or len(breakdown(sample, columns).domain) * LEAST_ROWS_OF_CELL > rows:
        return None
    plan = plan_for(sample, asked.measures, study.relative)
    base = base_of(sample, columns, plan, floor=asked.floor, relative=study.relative)
    return base if (base.counted["welfare"] > 0).all() else None


def columns_of(sample: Sample, named: Sequence[str]) -> tuple[str, ...]:
    """Columns of groups as the file writes them."""
    places = {column.casefold(): column for column in sample.cells.labels}
    return tuple(dict.fromkeys(places[column.casefold()] for column in named))


def breakdown_of(
    study: Study, columns: Sequence[str], base: Base | None = None, *, densities: bool = False
) -> Breakdowns:
    """All measures of one breakdown; with *densities* also the density at each quantile."""
    sample, asked = study.reading.sample, study.asked
    reduced = reduce(
        sample,
        columns_of(sample, columns),
        asked.measures,
        floor=asked.floor,
        relative=study.relative,
        densities=densities,
        base=base,
    )
    uncertainty: Uncertainty
    if study.replicates is None:
        uncertainty = Linearised(study.reading.design, reduced, study.relative)
    else:
        uncertainty = Replicated(study.replicates, study.reading.design, sample, reduced, asked, study.spec)
    exists = [defined(reduced, measure) for measure in asked.measures]
    found = results(
        reduced,
        asked.measures,
        uncertainty,
        level=asked.level,
        interval=asked.interval,
        defined=exists,
        replicated=study.replicates is not None and study.replicates.weights is None,
    )
    undefined = getattr(uncertainty, "undefined", {})
    done = Breakdowns(reduced, [settle(reduced, each) for each in found], uncertainty.degrees(), undefined)
    return done if densities else lighter(done)


def lighter(done: Breakdowns) -> Breakdowns:
    """The same without what is as large as the survey."""
    reduced, nothing = done.reduced, np.empty(0, dtype=np.intp)
    own = reduced.over
    over = Breakdown(own.columns, own.labels, nothing, nothing, nothing, own.starts)
    moments = reduced.moments._replace(cells={})
    return done._replace(reduced=reduced._replace(over=over, moments=moments, parts=lambda: iter(())))


def settle(reduced: Reduced, result: Result) -> Result:
    """No interval where nobody or everybody is poor; of how many then are poor the standard error is 0."""
    known = settled(reduced, result.measure)
    low, high = (np.where(known, np.nan, end) for end in (result.low, result.high))
    if result.measure.features not in (("one", "fgt_0"), ("fgt_0",)):
        return result._replace(low=low, high=high)
    se = np.where(known & np.isfinite(result.se), 0.0, result.se)
    return result._replace(se=se, low=low, high=high, deff=np.where(known, np.nan, result.deff))


def rows_of(study: Study, done: Breakdowns) -> list[Estimate]:
    """The rows of one breakdown, by domain, then by measure."""
    return [
        row_of(study, done, result, domain)
        for domain in range(len(done.reduced.over))
        for result in done.results
    ]


def row_of(study: Study, done: Breakdowns, result: Result, domain: int) -> Estimate:
    """One row."""
    over, facts = done.reduced.over, done.reduced.facts
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
        int(facts["rows"][domain]),
        float(facts["people"][domain]),
        reason(done.reduced, result, domain, freedom, replicated=study.replicates is not None),
    )


def number(value: float) -> float | None:
    """A number, or None where there is none."""
    return float(value) if np.isfinite(value) else None


def arguments_of(table: Table, study: Study, where: str | None) -> dict[str, Any]:
    """What was asked, with every default resolved."""
    asked = study.asked
    named = {
        key: list(value) if isinstance(value, tuple) else value for key, value in study.roles.named().items()
    }
    line = {key: value for key, value in study.spec._asdict().items() if value is not None}
    return {
        "file": table.shown,
        **named,
        **{f"line_{key}": value for key, value in line.items()},
        "measure": [measure.name for measure in asked.measures],
        "by": [",".join(columns) for columns in asked.breakdowns if columns],
        "where": where,
        "lonely_psu": asked.lonely_psu,
        "ci": asked.interval,
        "level": asked.level,
        "missing": asked.missing,
        "bootstrap": asked.bootstrap or None,
        "seed": asked.seed if asked.bootstrap else None,
    }
