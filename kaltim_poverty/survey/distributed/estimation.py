"""Measures of breakdowns with their errors, where rows are distributed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kaltim_poverty.survey.distributed.joined import joined_reductions
from kaltim_poverty.survey.distributed.parts import Asked, parted_sums
from kaltim_poverty.survey.distributed.reduction import Question, rows_of
from kaltim_poverty.survey.distributed.relative import everybody
from kaltim_poverty.survey.distributed.replicates import (
    UnderReplicates,
    Weighting,
    lines_of_replicates,
    with_places,
)
from kaltim_poverty.survey.infer import (
    DomainStrata,
    Evidence,
    Result,
    SampleDesign,
    infer,
    measured,
    subsample_of,
    subsample_of_line,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kaltim_poverty.measures.linear import Array, IntArray
    from kaltim_poverty.survey.distributed.parts import Part
    from kaltim_poverty.survey.infer import Replicates, Statistic, Subsample
    from kaltim_poverty.survey.infer.statistic import Key, Mask
    from kaltim_poverty.survey.moments import LineRule, Reduced
    from kaltim_poverty.survey.sample import Design, Sample


class Survey(NamedTuple):
    """A sample whose rows are distributed, and how it was drawn.

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


class JoinedTotals:
    """The PSU totals of the domains of several parts.

    Args:
        parts: of the domains.
        domains: how many there are in all.
    """

    def __init__(self, parts: Sequence[Part], domains: int) -> None:
        self.parts, self.domains = parts, domains

    def prepare(self, slopes: Sequence[Mapping[Key, Array]]) -> None:
        """Measure the variances of some influences with slopes (domains,)."""
        for part in self.parts:
            part.totals.prepare(slopes_at(slopes, part.places))

    def strata(self) -> DomainStrata:
        """The strata in which each domain has rows."""
        if len(self.parts) == 1:
            return self.parts[0].totals.strata()
        found = [part.totals.strata() for part in self.parts]
        cells, stratum = (
            np.concatenate(own) for own in ([each.cells for each in found], [each.stratum for each in found])
        )
        domain = np.concatenate(
            [part.places[own.domain] for part, own in zip(self.parts, found, strict=True)]
        )
        order = np.argsort(domain, kind="stable")
        return DomainStrata(cells[order], domain[order], stratum[order])

    def poor_in_few_psus(self) -> Mask:
        """Whether the poor of each domain are in fewer than two PSUs, (domains,)."""
        return scattered(self.parts, [part.totals.poor_in_few_psus() for part in self.parts])

    def variances(self, slopes: Sequence[Mapping[Key, Array]]) -> list[Array]:
        """The variance of each of some influences with slopes (domains,), each (domains,)."""
        found = [part.totals.variances(slopes_at(slopes, part.places)) for part in self.parts]
        return [scattered(self.parts, own) for own in zip(*found, strict=True)]


def slopes_at(slopes: Sequence[Mapping[Key, Array]], places: IntArray) -> list[dict[Key, Array]]:
    """The slopes of some domains."""
    return [{key: slope[places] for key, slope in own.items()} for own in slopes]


def scattered(parts: Sequence[Part], values: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Values of the domains of each part, (..., domains), in the order of all domains."""
    order = np.argsort(np.concatenate([part.places for part in parts]))
    return np.concatenate(values, axis=-1)[..., order]


class JoinedBreakdowns(NamedTuple):
    """Breakdowns as one, with what their errors follow from.

    Attributes:
        survey: whose they are.
        question: what is asked.
        by_breakdown: the moments of each.
        parts: of the domains.
        reduced: those of all, the domains of each breakdown after those of the one before.
        totals: the PSU totals.
    """

    survey: Survey
    question: Question
    by_breakdown: list[Reduced]
    parts: list[Part]
    reduced: Reduced
    totals: JoinedTotals

    def subsample(self) -> Subsample:
        """The domains in their order, as a subsample."""
        own = subsample_of(self.reduced)
        return replace(own, inverse=partial(inverse, self.parts), distributed=self.totals)

    def statistics(self, *, subsample: int, line: int, sample: int) -> list[Statistic]:
        """The measures that are asked for; if they have errors the pass over PSUs that these need is made."""
        make = partial(
            measured, self.reduced, self.question.measures, subsample=subsample, line=line, sample=sample
        )
        if self.survey.sample.is_full_count:
            return list(make())
        if self.survey.replicates is not None:
            under = self.under_replicates()
            return list(make(replicates=under.of, poor_in_few_psus=self.poor_in_few_psus))
        first = make(poor_in_few_psus=self.nobody)
        self.totals.prepare([each.slopes for each in first])
        return list(make(poor_in_few_psus=self.totals.poor_in_few_psus))

    def weighting(self, *, with_lines: bool) -> Weighting:
        """What is computed under the weights of replicates."""
        survey, question = self.survey, self.question
        assert survey.replicates is not None  # noqa: S101 - the caller looked
        lines = None
        if with_lines and survey.line is not None and any(each.of_poverty for each in question.measures):
            whole = rows_of(survey.sample), everybody(survey.sample)
            lines = lines_of_replicates(*whole, survey.replicates, survey.design, survey.line)
        return Weighting(survey.design, survey.replicates, question.measures, question.floor, lines)

    def under_replicates(self) -> UnderReplicates:
        """The measures under each replicate."""
        by = self.weighting(with_lines=True)
        found = [part.values_under(by) for part in self.parts]
        return UnderReplicates(
            {name: scattered(self.parts, [own[name] for own in found]) for name in found[0]}
        )

    def poor_in_few_psus(self) -> Mask:
        """Whether the poor of each domain are in fewer than two PSUs, whatever variances come from."""
        replicates = self.survey.replicates
        if replicates is not None and replicates.weights is None:
            by = self.weighting(with_lines=False)
            return scattered(self.parts, [part.poor_alike(by) for part in self.parts])
        return self.totals.poor_in_few_psus()

    def nobody(self) -> Mask:
        """A mask of no domain: everywhere the poor are in PSUs enough."""
        return np.zeros(len(self.reduced.over), dtype=bool)


def joined_breakdowns(
    survey: Survey, breakdowns: Sequence[Sequence[str]], question: Question
) -> JoinedBreakdowns:
    """The moments of some breakdowns of one survey."""
    survey = survey._replace(sample=with_places(survey.sample, survey.replicates))
    asked = Asked(survey.sample, survey.design, question, survey.replicates is None)
    reduced, parts = parted_sums(asked, breakdowns)
    joined = joined_reductions(reduced)
    return JoinedBreakdowns(survey, question, reduced, parts, joined, JoinedTotals(parts, len(joined.over)))


def inverse(parts: Sequence[Part], shares: Array) -> Array:
    """The quantiles of the domains of all breakdowns at shares, both (domains, shares)."""
    return scattered(parts, [part.inverse(shares[part.places]).T for part in parts]).T


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
        survey: whose rows are distributed.
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
    sizes = [len(each.over) for each in joined.by_breakdown]
    bounds = pairwise(accumulate(sizes, initial=0))
    for place, (reduced, (start, stop)) in enumerate(zip(joined.by_breakdown, bounds, strict=True)):
        own = [result.at(np.arange(start, stop)) for result in results]
        yield reduced, own if place == 0 else [replace(each, undefined=0) for each in own]  # counted once
