"""From a study to what each breakdown of it becomes: values, standard errors, degrees of freedom."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures.feature import Feature
from kaltim_poverty.measures.linear import Array
from kaltim_poverty.survey.infer.inference import Linearised, Result, Uncertainty, results
from kaltim_poverty.survey.infer.reasons import defined, settled
from kaltim_poverty.survey.infer.replicates import Replicated
from kaltim_poverty.survey.moments.base import Base, base_of
from kaltim_poverty.survey.moments.reduced import Reduced, plan_for, reduce
from kaltim_poverty.survey.sample.blocks import Breakdown, breakdown
from kaltim_poverty.survey.sample.chunks import Chunks
from kaltim_poverty.survey.sample.partition import release
from kaltim_poverty.survey.sample.processes import in_processes
from kaltim_poverty.survey.sample.threads import in_threads
from kaltim_poverty.survey.study import Study

if TYPE_CHECKING:
    from kaltim_poverty.survey.sample.blocks import Sample, Slice
    from kaltim_poverty.survey.sample.chunks import Chunk

LEAST_ROWS_OF_CELL = 4
MANY_BREAKDOWNS, MANY_ROWS = 3, 100_000  # from which on a copy of the process is worth it


class Breakdowns(NamedTuple):
    """What one breakdown became; its moments stay only where a comparison needs them.

    Attributes:
        reduced: constants and totals.
        results: by measure.
        freedom: degrees of freedom of each domain.
        undefined: replicates in which a measure does not exist, by measure.
    """

    reduced: Reduced
    results: list[Result]
    freedom: Array
    undefined: Mapping[str, int]


def all_breakdowns(study: Study, *, processes: int = 1) -> list[Breakdowns]:
    """Every breakdown, two at a time where the rows are in memory: numpy leaves the other core idle.

    Args:
        study: the survey.
        processes: 2 if a copy of this process may compute some of many breakdowns of many rows.
    """
    breakdowns, sample = study.asked.breakdowns, study.reading.sample
    if sample.groups is None:
        return [task() for task in tasks_of(study, breakdowns, common_base(study))]
    if any(measure.percents for measure in study.asked.measures):
        sample.groups()  # once for all
    finest_first = breakdowns[::-1]  # as it holds most
    tasks = tasks_of(study, finest_first, common_base(study))
    many = len(tasks) >= MANY_BREAKDOWNS and study.reading.counts.rows >= MANY_ROWS
    return (in_processes if many and processes > 1 else in_threads)(tasks)[::-1]


def tasks_of(
    study: Study, breakdowns: Sequence[tuple[str, ...]], base: Base | None
) -> list[Callable[[], Breakdowns]]:
    """What computes each breakdown; the rows of the base are held by the one that has its domains."""
    sample = study.reading.sample
    sums = None if base is None else base._replace(parts=no_rows)
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
    if len(asked.breakdowns) == 1:
        return None
    over, rows = breakdown(sample, columns), int(sample.cells.rows.sum())
    if len(over.domain) * LEAST_ROWS_OF_CELL > rows:
        return None
    plan = plan_for(sample, asked.measures, study.relative)
    base = base_of(sample, over, plan, floor=asked.floor, relative=study.relative)
    return base if (base.constants.welfare > 0).all() else None


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
    release(reduced.parts)
    own = reduced.over
    over = Breakdown(own.columns, own.labels, nothing, nothing, nothing, own.starts)
    return done._replace(
        reduced=reduced._replace(
            over=over,
            moments=reduced.moments._replace(cells=no_cells),
            parts=no_rows,
            within=Chunks({}, nothing),
        )
    )


def no_cells(_: Chunk) -> dict[Feature, Array]:
    """The sums of cells when they are gone."""
    return {}


def no_rows() -> Iterator[Slice]:
    """The rows when they are gone."""
    return iter(())


def settle(reduced: Reduced, result: Result) -> Result:
    """No interval where nobody or everybody is poor; of how many then are poor the standard error is 0."""
    known = settled(reduced, result.measure)
    low, high = (np.where(known, np.nan, end) for end in (result.low, result.high))
    if not (result.measure.is_headcount_ratio or result.measure.is_poor_count):
        return result._replace(low=low, high=high)
    se = np.where(known & np.isfinite(result.se), 0.0, result.se)
    return result._replace(se=se, low=low, high=high, deff=np.where(known, np.nan, result.deff))
