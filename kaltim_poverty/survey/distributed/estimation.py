"""Measures of breakdowns with their errors, where rows are elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.survey.distributed.joined import joined_reductions
from kaltim_poverty.survey.distributed.quantile_pass import quantiles_of_views
from kaltim_poverty.survey.distributed.reduction import Question, Reduction, reduce_rows
from kaltim_poverty.survey.distributed.relative import everybody, everybody_with_line
from kaltim_poverty.survey.distributed.replicates import (
    Reweighting,
    poor_alike,
    under_replicates,
    with_places,
)
from kaltim_poverty.survey.distributed.variances import DistributedTotals, Domains
from kaltim_poverty.survey.infer import (
    Evidence,
    Result,
    SampleDesign,
    infer,
    measured,
    subsample_of,
    subsample_of_line,
)
from kaltim_poverty.survey.sample import Distributed

if TYPE_CHECKING:
    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.infer import Replicates, Statistic, Subsample
    from kaltim_poverty.survey.infer.statistic import Mask
    from kaltim_poverty.survey.moments import LineRule, Reduced
    from kaltim_poverty.survey.sample import Design, Sample


class Survey(NamedTuple):
    """A sample whose rows are elsewhere, and how it was drawn.

    Attributes:
        sample: the rows.
        design: strata with their numbers of PSUs.
        replicates: what variances come from in place of linearisation.
        line: how the line follows from the weights of replicates, where it was estimated.
    """

    sample: Sample
    design: Design
    replicates: Replicates | None = None
    line: LineRule | None = None


class JoinedBreakdowns(NamedTuple):
    """Breakdowns as one, with what their errors follow from.

    Attributes:
        survey: whose they are.
        question: what is asked.
        reduction: the moments of each breakdown.
        reduced: those of all, the domains of each breakdown after those of the one before.
        totals: the PSU totals.
    """

    survey: Survey
    question: Question
    reduction: Reduction
    reduced: Reduced
    totals: DistributedTotals

    def subsample(self) -> Subsample:
        """The domains in their order, as a subsample."""
        own = subsample_of(self.reduced)
        return replace(own, inverse=partial(inverse, self.reduction), distributed=self.totals)

    def statistics(self, *, subsample: int, line: int, sample: int) -> list[Statistic]:
        """The measures that are asked for; if they have errors the pass over PSUs that these need is made."""
        make = partial(
            measured, self.reduced, self.question.measures, subsample=subsample, line=line, sample=sample
        )
        if self.survey.sample.is_full_count:
            return list(make())
        if self.survey.replicates is not None:
            under = under_replicates(self.reweighting)
            return list(make(replicates=under.of, poor_in_few_psus=self.poor_in_few_psus))
        first = make(poor_in_few_psus=self.nobody)
        self.totals.prepare([each.slopes for each in first])
        return list(make(poor_in_few_psus=self.totals.poor_in_few_psus))

    @property
    def reweighting(self) -> Reweighting:
        """How replicates weigh the rows."""
        survey, question = self.survey, self.question
        assert survey.replicates is not None  # noqa: S101 - the caller looked
        return Reweighting(
            self.reduction,
            survey.design,
            survey.replicates,
            question.measures,
            question.floor,
            survey.line,
            everybody(survey.sample),
        )

    def poor_in_few_psus(self) -> Mask:
        """Whether the poor of each domain are in fewer than two PSUs, whatever variances come from."""
        replicates = self.survey.replicates
        if replicates is not None and replicates.weights is None:
            return poor_alike(self.reweighting)
        return self.totals.poor_in_few_psus()

    def nobody(self) -> Mask:
        """No domain."""
        return np.zeros(len(self.reduced.over), dtype=bool)


def joined_breakdowns(
    survey: Survey, breakdowns: Sequence[Sequence[str]], question: Question
) -> JoinedBreakdowns:
    """The moments of some breakdowns of one survey."""
    survey = survey._replace(sample=with_places(survey.sample, survey.replicates))
    reduction = reduce_rows(survey.sample, breakdowns, question)
    distributed = survey.sample.distributed
    assert isinstance(distributed, Distributed)  # noqa: S101 - whoever asks has looked
    relative = question.relative
    domains = Domains(
        reduction,
        survey.design,
        distributed.psus_span_blocks,
        None if relative is None else everybody_with_line(survey.sample, relative),
        any(measure.is_among_the_poor for measure in question.measures),
    )
    return JoinedBreakdowns(
        survey, question, reduction, joined_reductions(reduction.reduced), DistributedTotals(domains)
    )


def inverse(reduction: Reduction, shares: Array) -> Array:
    """The quantiles of the domains of all breakdowns at shares, both (domains, shares)."""
    sizes = [len(view.domains) for view in reduction.views]
    ends = list(accumulate(sizes))[:-1]
    people = [each.people for each in reduction.counted]
    found = quantiles_of_views(reduction.rows, reduction.views, people, np.split(shares, ends))
    return np.concatenate(found)


def estimated(
    survey: Survey,
    breakdowns: Sequence[Sequence[str]],
    question: Question,
    *,
    level: float,
    interval: str,
) -> Iterator[tuple[Reduced, list[Result]]]:
    """Every breakdown: its moments, and the results of its measures.

    Args:
        survey: whose rows are elsewhere.
        breakdowns: the columns of each.
        question: what is asked.
        level: of intervals.
        interval: ``wald``, or ``logit`` for proportions.
    """
    joined = joined_breakdowns(survey, breakdowns, question)
    lines = [subsample_of_line(0, np.empty(0), len(joined.reduced.over))] if question.relative else []
    evidence = Evidence((SampleDesign(survey.design, survey.replicates),), (joined.subsample(), *lines))
    statistics = joined.statistics(subsample=0, line=1, sample=0)
    results = infer(statistics, evidence, level=level, interval=interval)
    sizes = [len(each.over) for each in joined.reduction.reduced]
    bounds = pairwise(accumulate(sizes, initial=0))
    for place, (reduced, (start, stop)) in enumerate(zip(joined.reduction.reduced, bounds, strict=True)):
        own = [result.at(np.arange(start, stop)) for result in results]
        yield reduced, own if place == 0 else [replace(each, undefined=0) for each in own]  # counted once
