"""The domains of a question in parts: those in blocks of welfare, and those in blocks of domains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from kaltim_poverty.survey.distributed.domain_blocks import parted, with_codes
from kaltim_poverty.survey.distributed.joined import (
    constants_at,
    joined_constants,
    joined_moments,
    moments_at,
)
from kaltim_poverty.survey.distributed.psu_totals import line_of_psus
from kaltim_poverty.survey.distributed.quantile_pass import quantiles_of_views
from kaltim_poverty.survey.distributed.reduction import (
    Question,
    fold_views,
    line_of,
    reduced_of,
)
from kaltim_poverty.survey.distributed.relative import everybody_with_line
from kaltim_poverty.survey.distributed.replicates import (
    Reweighting,
    Weighting,
    poor_alike,
    under_replicates,
)
from kaltim_poverty.survey.distributed.together import (
    Together,
    TotalsTogether,
    folded_together,
    poor_alike_together,
    quantiles_together,
    replicated_together,
)
from kaltim_poverty.survey.distributed.variances import DistributedTotals, Domains
from kaltim_poverty.survey.distributed.views import View, domains_of
from kaltim_poverty.survey.moments import plan_for
from kaltim_poverty.survey.sample import Distributed

if TYPE_CHECKING:
    from kaltim_poverty.measures.constants import DomainConstants
    from kaltim_poverty.measures.linear import Array, IntArray
    from kaltim_poverty.survey.distributed.domain_blocks import SmallDomains
    from kaltim_poverty.survey.infer import DomainStrata
    from kaltim_poverty.survey.infer.statistic import Key, Mask
    from kaltim_poverty.survey.moments import Moments, Reduced
    from kaltim_poverty.survey.sample import Design, Sample


class Totals(Protocol):
    """The PSU totals of some domains."""

    def prepare(self, slopes: Sequence[Mapping[Key, Array]]) -> None:
        """Measure the variances of some influences with slopes (domains,)."""

    def strata(self) -> DomainStrata:
        """The strata in which each domain has rows."""

    def poor_in_few_psus(self) -> Mask:
        """Whether the poor of each domain are in fewer than two PSUs, (domains,)."""

    def variances(self, slopes: Sequence[Mapping[Key, Array]]) -> list[Array]:
        """The variance of each of some influences with slopes (domains,), each (domains,)."""


class Part(Protocol):
    """Some domains of a question."""

    @property
    def places(self) -> IntArray:
        """Of these domains among those of all breakdowns, (domains,)."""

    @property
    def totals(self) -> Totals:
        """The PSU totals."""

    def inverse(self, shares: Array) -> Array:
        """The quantiles at shares, both (domains, shares)."""

    def values_under(self, by: Weighting) -> Mapping[str, Array]:
        """The values of each measure by name, under all replicates, (replicates, domains)."""

    def poor_alike(self, by: Weighting) -> Mask:
        """Whether the poor of each domain are rows of one PSU, by their replicates, (domains,)."""


class Asked(NamedTuple):
    """What is asked of the rows of a sample.

    Attributes:
        sample: whose rows are distributed.
        design: of the sample.
        question: what is asked.
        linearised: whether variances come from PSU totals.
    """

    sample: Sample
    design: Design
    question: Question
    linearised: bool

    @property
    def with_errors(self) -> bool:
        """Whether numbers have a sampling error."""
        return not self.sample.is_full_count

    @property
    def with_line(self) -> bool:
        """Whether PSUs have an influence on a line, which has to be known of each as a whole."""
        return self.question.relative is not None and self.linearised and self.with_errors

    @property
    def distributed(self) -> Distributed:
        """The rows."""
        assert isinstance(self.sample.distributed, Distributed)  # noqa: S101 - whoever asks has looked
        return self.sample.distributed


class Sums(NamedTuple):
    """Some domains of one breakdown.

    Attributes:
        places: of these among all domains of the breakdown, ascending.
        constants: of these.
        moments: without own cells.
    """

    places: IntArray
    constants: DomainConstants
    moments: Moments


class InBlocks:
    """Domains of some views in blocks of welfare.

    Args:
        asked: what is asked.
        views: of these domains.
        places: of these among those of all breakdowns.
    """

    def __init__(self, asked: Asked, views: Sequence[View], places: IntArray) -> None:
        self.places, self.views = places, tuple(views)
        self.rows, relative = asked.distributed.rows, asked.question.relative
        self.folds = fold_views(self.rows, self.views, asked.question, with_errors=asked.with_errors)
        self.totals = DistributedTotals(
            Domains(
                self.views,
                tuple(self.folds.constants),
                self.folds.ranked,
                asked.design,
                asked.distributed.psus_span_blocks,
                None if relative is None else everybody_with_line(asked.sample, relative),
                any(measure.is_among_the_poor for measure in asked.question.measures),
            )
        )

    def inverse(self, shares: Array) -> Array:
        """The quantiles at shares, both (domains, shares)."""
        ends = list(accumulate(len(view.domains) for view in self.views))[:-1]
        people = [each.people for each in self.folds.counted]
        return np.concatenate(quantiles_of_views(self.rows, self.views, people, np.split(shares, ends)))

    def values_under(self, by: Weighting) -> Mapping[str, Array]:
        """The values of each measure by name, under all replicates, (replicates, domains)."""
        return under_replicates(self.weighed(by)).values

    def poor_alike(self, by: Weighting) -> Mask:
        """Whether the poor of each domain are rows of one PSU, by their replicates, (domains,)."""
        return poor_alike(self.weighed(by))

    def weighed(self, by: Weighting) -> Reweighting:
        """These views under the weights of replicates."""
        return Reweighting(self.rows, self.views, tuple(self.folds.constants), by)


class InBlocksOfDomains:
    """Small domains of one breakdown, whose rows are brought together.

    Args:
        asked: what is asked.
        small: the domains.
        first: the number of the first domain of the breakdown among those of all.
        others: the totals of the domains in blocks of welfare, by which those of a line are known.
    """

    def __init__(self, asked: Asked, small: SmallDomains, first: int, others: DistributedTotals) -> None:
        self.places, domains = first + small.places, others.domains
        plan = plan_for(asked.question.measures, asked.question.relative, with_errors=asked.with_errors)
        if not asked.with_line:
            domains = domains._replace(line=None)
        line, emit = domains.line, None
        if line is not None:
            domains = domains._replace(line_sums=others.all_sums)
            emit = partial(line_of_psus, line) if domains.psus_span_blocks else None
        rows = asked.distributed.rows.by_domain(small.blocks, emit)
        self.together = Together(rows, small.view, small.bounds)
        self.constants, self.moments = folded_together(
            self.together, asked.question, plan, with_errors=asked.with_errors
        )
        self.totals = TotalsTogether(self.together, self.constants, plan, domains.of_no_view)

    def inverse(self, shares: Array) -> Array:
        """The quantiles at shares, both (domains, shares)."""
        return quantiles_together(self.together, self.constants.people, shares)

    def values_under(self, by: Weighting) -> Mapping[str, Array]:
        """The values of each measure by name, under all replicates, (replicates, domains)."""
        return replicated_together(self.together, self.constants, by)

    def poor_alike(self, by: Weighting) -> Mask:
        """Whether the poor of each domain are rows of one PSU, by their replicates, (domains,)."""
        return poor_alike_together(self.together, self.constants, by)


class PartedSums(NamedTuple):
    """What the rows of some breakdowns became.

    Attributes:
        reduced: the moments of each breakdown, without own cells and rows.
        parts: its domains.
    """

    reduced: list[Reduced]
    parts: list[Part]


def parted_sums(asked: Asked, breakdowns: Sequence[Sequence[str]]) -> PartedSums:
    """The moments of some breakdowns, and how their errors are found."""
    sample, question = asked.sample, asked.question
    views = [View(domains_of(sample, columns), line_of(sample)) for columns in breakdowns]
    firsts = list(accumulate((len(view.domains) for view in views), initial=0))
    places, apart = parted(sample, views, sample.sizes.pairs_of_driver)
    there = [number for number, own in enumerate(places) if len(own) or apart[number] is None]
    whole = InBlocks(
        asked,
        [with_codes(views[number], views[number].domains.codes[places[number]]) for number in there],
        np.concatenate([firsts[number] + own for number, own in enumerate(places)]),
    )
    sums: list[list[Sums]] = [[] for _ in views]
    for number, constants, moments in zip(there, whole.folds.constants, whole.folds.moments, strict=True):
        sums[number].append(Sums(places[number], constants, moments))
    parts: list[Part] = [whole] if there else []
    for number, small in enumerate(apart):
        if small is not None:
            part = InBlocksOfDomains(asked, small, firsts[number], whole.totals)
            sums[number].append(Sums(small.places, part.constants, part.moments))
            parts.append(part)
    plan = plan_for(question.measures, question.relative, with_errors=asked.with_errors)
    reduced = [
        reduced_of(sample, view, plan, *in_order(own), question.relative)
        for view, own in zip(views, sums, strict=True)
    ]
    return PartedSums(reduced, parts)


def in_order(sums: Sequence[Sums]) -> tuple[DomainConstants, Moments]:
    """The constants and moments of all domains of one breakdown, in their order."""
    if len(sums) == 1:
        return sums[0].constants, sums[0].moments
    order = np.argsort(np.concatenate([own.places for own in sums]))
    constants = joined_constants([own.constants for own in sums])
    moments = joined_moments([own.moments for own in sums])
    return constants_at(constants, order), moments_at(moments, order)
