"""From a study to what each breakdown of it becomes: values, standard errors, degrees of freedom."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np

from kaltim_poverty.survey.engines import check_domains, is_distributed
from kaltim_poverty.survey.infer import (
    Evidence,
    Result,
    Reweighted,
    SampleDesign,
    Subsample,
    infer,
    measured,
    subsample_of,
    subsample_of_line,
    subsample_of_totals,
)
from kaltim_poverty.survey.moments import FinestSums, Reduced, finest_sums, plan_for, reduce
from kaltim_poverty.survey.read import columns_fitting
from kaltim_poverty.survey.sample import Breakdown, Chunks, breakdown, in_processes, in_threads, one_by_one
from kaltim_poverty.survey.study import Study

if TYPE_CHECKING:
    from kaltim_poverty.survey.distributed import JoinedBreakdowns, Survey
    from kaltim_poverty.survey.infer import Statistic
    from kaltim_poverty.survey.sample import People, Sample, Slice

LEAST_ROWS_OF_CELL = 4  # of a PSU in the smallest domains: with fewer, adding these up first saves nothing
Task: TypeAlias = Callable[[], "BreakdownResult"]
MANY_BREAKDOWNS = 3  # from which on a forked worker is worth it


class BreakdownResult(NamedTuple):
    """The results of one breakdown: its moments, and every measure with its errors.

    Attributes:
        reduced: constants and totals of its domains.
        results: by measure, the rows of each its domains.
    """

    reduced: Reduced
    results: list[Result]

    @property
    def undefined(self) -> Mapping[str, int]:
        """In how many replicates measures do not exist, of those for which that happened."""
        return {each.name: each.undefined for each in self.results if each.undefined}


def all_breakdowns(study: Study, *, processes: int = 1) -> list[BreakdownResult]:
    """Every breakdown; those of many rows two at a time, in threads or, of many, with a forked worker.

    Args:
        study: the survey.
        processes: 2 if a forked worker may compute some of many breakdowns of many rows.
    """
    breakdowns, sample = study.asked.breakdowns, study.reading.sample
    if is_distributed(sample):
        return distributed_breakdowns(study, breakdowns)
    if not sample.in_memory:
        return one_by_one(tasks_of(study, breakdowns, common_sums(study)))
    finest_first = breakdowns[::-1]  # as it holds most
    run = runner(study, processes)
    return run(tasks_of(study, finest_first, sums_of_rows_in_memory(study)))[::-1]


def runner(study: Study, processes: int) -> Callable[[list[Task]], list[BreakdownResult]]:
    """What computes the breakdowns of rows in memory; replicates of each keep two threads busy by themselves.

    Two breakdowns with 400 replicates take 3.1 s in threads, 2.7 s one after the other.
    """
    if study.reading.counts.rows < study.reading.sample.sizes.rows_of_worker:
        return one_by_one
    if len(study.asked.breakdowns) >= MANY_BREAKDOWNS and processes > 1:
        return in_processes
    return in_threads if study.replicates is None else one_by_one


def sums_of_rows_in_memory(study: Study) -> FinestSums | None:
    """The common sums; if quantiles are asked for, another thread puts rows in order of PSUs meanwhile."""
    by_psu = study.reading.sample.by_psu
    if by_psu is None or not any(measure.percents for measure in study.asked.measures):
        return common_sums(study)
    tasks: list[Callable[[], Any]] = [partial(common_sums, study), by_psu]
    sums: FinestSums | None = in_threads(tasks)[0]
    return sums


def distributed_breakdowns(study: Study, breakdowns: Sequence[Sequence[str]]) -> list[BreakdownResult]:
    """Compute some breakdowns of a survey on a cluster, all in the same passes."""
    from kaltim_poverty.survey import distributed

    asked, sample = study.asked, study.reading.sample
    written = [columns_of(sample, columns) for columns in breakdowns]
    check_domains(sample, written, values=values_of_domain(study))
    done = distributed.estimated(
        distributed_survey(study),
        written,
        distributed.Question(asked.measures, asked.floor, study.relative),
        level=asked.level,
        interval=asked.interval,
    )
    return [BreakdownResult(*each) for each in done]


class LocalBreakdown(NamedTuple):
    """One breakdown of a survey whose rows are on this machine, in the form that statistics take.

    Attributes:
        study: the survey.
        reduced: the moments.
    """

    study: Study
    reduced: Reduced

    def subsample(self) -> Subsample:
        """The domains in their order, as a subsample."""
        return subsample_of(self.reduced)

    def statistics(self, *, subsample: int, line: int, sample: int) -> list[Statistic]:
        """The measures that are asked for."""
        return list(statistics_of(self.study, self.reduced, subsample=subsample, line=line, sample=sample))


def one_breakdown(
    study: Study, columns: Sequence[str], finest: FinestSums | None = None, *, densities: bool = False
) -> LocalBreakdown | JoinedBreakdowns:
    """One breakdown, as statistics take it, wherever the rows are.

    Args:
        study: the survey.
        columns: of the breakdown.
        finest: sums of the same question over smaller domains, of rows that are here.
        densities: whether the density at each quantile is needed.
    """
    if is_distributed(study.reading.sample):
        from kaltim_poverty.survey import distributed

        written = [columns_of(study.reading.sample, columns)]
        check_domains(study.reading.sample, written, values=values_of_domain(study))
        return distributed.joined_breakdowns(
            distributed_survey(study),
            written,
            distributed.Question(study.asked.measures, study.asked.floor, study.relative, densities),
        )
    return LocalBreakdown(study, reduced_breakdown(study, columns, finest, densities=densities))


def values_of_domain(study: Study) -> int:
    """How many values of a domain are held at a time, if there are replicates."""
    return 1 if study.replicates is None else study.replicates.number * len(study.asked.measures)


def distributed_survey(study: Study) -> Survey:
    """A survey whose rows are on a cluster, and how it was drawn."""
    from kaltim_poverty.survey import distributed

    reading = study.reading
    return distributed.Survey(reading.sample, reading.design, study.replicates, study.line_rule)


def tasks_of(study: Study, breakdowns: Sequence[tuple[str, ...]], finest: FinestSums | None) -> list[Task]:
    """One task for each breakdown; the one over the finest domains holds their rows."""
    sample = study.reading.sample
    sums = None if finest is None else finest._replace(parts=no_rows)
    return [
        partial(
            breakdown_of,
            study,
            columns,
            finest if finest and finest.over.columns == columns_of(sample, columns) else sums,
        )
        for columns in breakdowns
    ]


def common_sums(study: Study) -> FinestSums | None:
    """Sums over the domains of all columns together, or None where each breakdown had better have its own.

    That is where these domains are so small that they hold few rows of a PSU, or where a mean of theirs
    is not above 0, so that features cannot be centred at it.
    """
    sample, asked = study.reading.sample, study.asked
    if is_distributed(sample):
        return None  # all breakdowns are made in the same passes there
    widest = max(asked.breakdowns, key=len)
    columns = columns_of(sample, [*widest, *asked.columns])
    if len(asked.breakdowns) == 1 or any((sample.cells.groups[column] < 0).any() for column in columns):
        return None  # and these domains hold all rows only where none lacks a group
    over, rows = breakdown(sample, columns), sample.rows
    if len(over.domain) * LEAST_ROWS_OF_CELL > rows:
        return None
    plan = plan_for(asked.measures, study.relative, with_errors=not sample.is_full_count)
    finest = finest_sums(sample, over, plan, floor=asked.floor, relative=study.relative)
    return finest if (finest.constants.welfare > 0).all() else None


def columns_of(sample: Sample, named: Sequence[str]) -> tuple[str, ...]:
    """Columns of groups as the file writes them."""
    written = tuple(sample.cells.labels)
    return tuple(
        dict.fromkeys(
            column if column in written else columns_fitting(written, column)[0] for column in named
        )
    )


def breakdown_of(study: Study, columns: Sequence[str], finest: FinestSums | None = None) -> BreakdownResult:
    """All measures of one breakdown."""
    if is_distributed(study.reading.sample):
        return distributed_breakdowns(study, [columns])[0]
    reduced = reduced_breakdown(study, columns, finest)
    found = infer(
        statistics_of(study, reduced),
        Evidence((sample_design(study),), subsamples_of(study, reduced)),
        level=study.asked.level,
        interval=study.asked.interval,
    )
    return without_rows(BreakdownResult(reduced, found))


def reduced_breakdown(
    study: Study, columns: Sequence[str], finest: FinestSums | None = None, *, densities: bool = False
) -> Reduced:
    """The moments of one breakdown; with *densities* also the density at each quantile."""
    return reduce(
        study.reading.sample,
        columns_of(study.reading.sample, columns),
        study.asked.measures,
        floor=study.asked.floor,
        relative=study.relative,
        densities=densities,
        finest=finest,
    )


def sample_design(study: Study) -> SampleDesign:
    """How the survey was drawn."""
    return SampleDesign(study.reading.design, study.replicates)


def subsamples_of(study: Study, reduced: Reduced) -> tuple[Subsample, ...]:
    """The domains of a breakdown, and the line where it was estimated."""
    lines = () if study.relative is None else (subsample_of_line(0, study.relative.psu, len(reduced.over)),)
    return (subsample_of(reduced), *lines)


def evidence_of_rows(study: Study, people: People) -> Evidence:
    """The domains of rows in memory as subsample 0, and as subsample 1 the line where it was estimated."""
    over = people.over
    weights = [people.weight[people.domain(domain)] for domain in range(len(over))]
    own = replace(
        subsample_of_totals(0, over),
        people=np.array([weight.sum() for weight in weights]),
        rows=np.diff(people.starts).astype(np.float64),
    )
    lines = () if study.relative is None else (subsample_of_line(0, study.relative.psu, len(over)),)
    return Evidence((sample_design(study),), (own, *lines))


def statistics_of(
    study: Study, reduced: Reduced, *, subsample: int = 0, line: int = 1, sample: int = 0
) -> Iterator[Statistic]:
    """The measures that are asked for, over the subsamples of these numbers."""
    under = None
    if study.replicates is not None:
        under = Reweighted(
            study.replicates,
            study.reading.design,
            study.reading.sample,
            reduced,
            study.asked.measures,
            floor=study.asked.floor,
            line=study.line_rule,
        )
    return measured(
        reduced,
        study.asked.measures,
        subsample=subsample,
        line=line,
        replicates=None if under is None else under.values_of,
        sample=sample,
        poor_in_few_psus=None if under is None else under.poor_in_few_psus,
    )


def without_rows(done: BreakdownResult) -> BreakdownResult:
    """The result without the arrays that are as large as the survey."""
    reduced, nothing = done.reduced, np.empty(0, dtype=np.intp)
    own = reduced.over
    over = Breakdown(own.columns, own.labels, nothing, nothing, nothing, own.starts)
    return done._replace(
        reduced=reduced._replace(
            over=over,
            moments=reduced.moments.without_cells(),
            parts=no_rows,
            within=Chunks({}, nothing),
        )
    )


def no_rows() -> Iterator[Slice]:
    """The rows when they are gone."""
    return iter(())
