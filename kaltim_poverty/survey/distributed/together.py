"""The small domains of one breakdown, in blocks of whole domains: what executors find in each block."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np

from kaltim_poverty.survey.distributed.counting import batches_of_blocks
from kaltim_poverty.survey.distributed.domain_blocks import RowsOfBlock, view_in, with_codes
from kaltim_poverty.survey.distributed.fold_pass import foldings
from kaltim_poverty.survey.distributed.joined import constants_at, joined_constants, joined_moments
from kaltim_poverty.survey.distributed.quantile_pass import quantiles_of_views
from kaltim_poverty.survey.distributed.reduction import Question, Ranked, fold_views
from kaltim_poverty.survey.distributed.replicates import (
    Reweighting,
    Weighting,
    poor_alike,
    under_replicates,
)
from kaltim_poverty.survey.distributed.variances import DistributedTotals, Domains, keyed
from kaltim_poverty.survey.infer import DomainStrata
from kaltim_poverty.survey.moments import no_carry

if TYPE_CHECKING:
    from kaltim_poverty.measures.constants import DomainConstants
    from kaltim_poverty.measures.linear import Array, IntArray
    from kaltim_poverty.survey.distributed.rows import BlockRows
    from kaltim_poverty.survey.distributed.views import View
    from kaltim_poverty.survey.infer.statistic import Key, Mask
    from kaltim_poverty.survey.moments import Moments, Plan
    from kaltim_poverty.survey.sample import DistributedRows

Found = TypeVar("Found")
NUMBERS_OF_CONSTANTS = 40  # of a domain, about
Slopes = Sequence[Mapping["Key", "Array"]]


class Together(NamedTuple):
    """Domains whose rows are together.

    Attributes:
        rows: in blocks of whole domains.
        view: of these domains, in order of their codes.
        bounds: the first domain of each block, and at the end how many there are, (blocks + 1,).
    """

    rows: DistributedRows
    view: View
    bounds: IntArray

    def each(
        self, task: Callable[..., Found], given: Callable[[slice], Any] | None = None, numbers: int = 1
    ) -> list[Found]:
        """What a task makes of each block, in the order of domains.

        Args:
            task: of the view (without domains), what is given, and a `BlockRows`.
            given: what goes to a block, of the domains that it has; these alone travel to it.
            numbers: how many go to or come from executors for a domain, about.
        """
        view, found = with_codes(self.view, self.view.domains.codes[:0]), []
        blocks = self.rows.blocks
        for batch in batches_of_blocks(blocks, numbers * max(1, len(self.view.domains) // blocks)):
            pieces = {number: given(self.domains(number)) if given else None for number in batch}
            found += self.rows.each(partial(with_piece, task, view, pieces), batch)
        return found

    def domains(self, block: int) -> slice:
        """The domains that a block has."""
        return slice(int(self.bounds[block]), int(self.bounds[block + 1]))


def with_piece(
    task: Callable[[View, Any, BlockRows], Found], view: View, pieces: Mapping[int, Any], block: BlockRows
) -> Found:
    """What a task makes of a block and of what is given of its domains."""
    return task(view, pieces[block.number], block)


def folded_together(
    together: Together, question: Question, plan: Plan, *, with_errors: bool
) -> tuple[DomainConstants, Moments]:
    """The constants and moments of all domains."""
    numbers = NUMBERS_OF_CONSTANTS + 2 * len(plan.features) + len(plan.products)
    task = partial(folded_in_block, question, with_errors)
    constants, moments = zip(*together.each(task, numbers=numbers), strict=True)
    return joined_constants(constants), joined_moments(moments)


def folded_in_block(
    question: Question, with_errors: bool, view: View, given: None, block: BlockRows
) -> tuple[DomainConstants, Moments]:
    """The constants and moments of the domains of one block."""
    del given
    found = fold_views(RowsOfBlock(block), [view_in(block, view)], question, with_errors=with_errors)
    return found.constants[0], found.moments[0]


def quantiles_together(together: Together, people: Array, shares: Array) -> Array:
    """The quantiles of all domains at shares, both (domains, shares).

    Args:
        together: the domains.
        people: Σ w of each, (domains,).
        shares: from 0 to 1; not finite: no quantile.
    """
    numbers = 2 * shares.shape[1] + 1
    found = together.each(quantiles_in_block, lambda own: (people[own], shares[own]), numbers)
    return np.concatenate(found)


def quantiles_in_block(view: View, given: tuple[Array, Array], block: BlockRows) -> Array:
    """The quantiles of the domains of one block."""
    people, shares = given
    return quantiles_of_views(RowsOfBlock(block), [view_in(block, view)], [people[None, :]], [shares])[0]


class ErrorsInBlock(NamedTuple):
    """What errors follow from, of the domains of one block or of all.

    Attributes:
        variances: of each influence, (domains,).
        strata: in which domains have rows.
        poor_in_few_psus: whether the poor of each domain are in fewer than two PSUs.
    """

    variances: list[Array]
    strata: DomainStrata
    poor_in_few_psus: Mask


class TotalsTogether:
    """The PSU totals of domains whose rows are together, which have all rows of their own cells.

    Args:
        together: the domains.
        constants: of these.
        plan: the features.
        domains: what errors are of, without views, constants and rows.
    """

    def __init__(self, together: Together, constants: DomainConstants, plan: Plan, domains: Domains) -> None:
        self.together, self.constants = together, constants
        self.plan, self.domains = plan._replace(products=()), domains
        self.known: dict[frozenset[Any], Array] = {}
        self.found: ErrorsInBlock | None = None

    def prepare(self, slopes: Slopes) -> None:
        """Measure the variances of some influences with slopes (domains,), in one pass over the blocks."""
        wanted = {keyed(own).identity: own for own in slopes}
        new = {identity: own for identity, own in wanted.items() if identity not in self.known}
        if not new and self.found is not None:
            return
        self.found = self.measured(list(new.values()))
        self.known.update(zip(new, self.found.variances, strict=True))

    def measured(self, slopes: Slopes) -> ErrorsInBlock:
        """The variances of influences in all domains."""
        numbers = NUMBERS_OF_CONSTANTS + sum(len(own) + 1 for own in slopes)
        parts = self.together.each(
            partial(errors_in_block, self.plan, self.domains),
            lambda own: (constants_at(self.constants, own), [at(each, own) for each in slopes]),
            numbers,
        )
        firsts = self.together.bounds[:-1].tolist()
        strata = [each.strata for each in parts]
        return ErrorsInBlock(
            [np.concatenate(own) for own in zip(*(each.variances for each in parts), strict=True)],
            DomainStrata(
                np.concatenate([each.cells for each in strata]),
                np.concatenate([each.domain + first for each, first in zip(strata, firsts, strict=True)]),
                np.concatenate([each.stratum for each in strata]),
            ),
            np.concatenate([each.poor_in_few_psus for each in parts]),
        )

    @property
    def errors(self) -> ErrorsInBlock:
        """What any pass found."""
        self.prepare(())
        assert self.found is not None  # noqa: S101 - made above
        return self.found

    def strata(self) -> DomainStrata:
        """The strata in which each domain has rows."""
        return self.errors.strata

    def poor_in_few_psus(self) -> Mask:
        """Whether the poor of each domain are in fewer than two PSUs, (domains,)."""
        return self.errors.poor_in_few_psus

    def variances(self, slopes: Slopes) -> list[Array]:
        """The variance of Σ slope·(Σ w·feature) of each of some slopes (domains,), each (domains,)."""
        self.prepare(slopes)
        return [self.known[keyed(own).identity] for own in slopes]


def at(slopes: Mapping[Key, Array], own: slice) -> dict[Key, Array]:
    """The slopes of some domains."""
    return {key: slope[own] for key, slope in slopes.items()}


def errors_in_block(
    plan: Plan, domains: Domains, view: View, given: tuple[DomainConstants, Slopes], block: BlockRows
) -> ErrorsInBlock:
    """The variances of influences in the domains of one block."""
    constants, slopes = given
    rows, views = RowsOfBlock(block), (view_in(block, view),)
    ranked = ranked_here(rows, views, plan, constants)
    own = domains._replace(views=views, constants=(constants,), ranked=ranked)
    totals = DistributedTotals(own)
    return ErrorsInBlock(
        totals.variances(slopes),
        totals.strata(),
        totals.poor_in_few_psus() if domains.with_poor else np.zeros(len(views[0].domains), dtype=bool),
    )


def ranked_here(
    rows: RowsOfBlock, views: tuple[View], plan: Plan, constants: DomainConstants
) -> list[Ranked]:
    """How features are folded in one block, before which nothing comes."""
    in_order, by_ratio = foldings(views, plan, [constants])
    start = [[no_carry(plan.features, len(views[0].domains))]]
    found = [Ranked(rows, in_order, start)]
    return found if by_ratio is None else [*found, Ranked(rows.by_ratio(), by_ratio, start)]


def replicated_together(together: Together, constants: DomainConstants, by: Weighting) -> dict[str, Array]:
    """The values of each measure under all replicates, (replicates, domains)."""
    parts = under_weights(values_in_block, together, constants, by)
    return {name: np.concatenate([own[name] for own in parts], axis=1) for name in parts[0]}


def poor_alike_together(together: Together, constants: DomainConstants, by: Weighting) -> Mask:
    """Whether the poor of each domain are rows of one PSU, as their factors are alike in all replicates."""
    return np.concatenate(under_weights(alike_in_block, together, constants, by))


def under_weights(
    task: Callable[[Weighting, View, DomainConstants, BlockRows], Found],
    together: Together,
    constants: DomainConstants,
    by: Weighting,
) -> list[Found]:
    """What a task makes of each block under the weights of replicates."""
    numbers = NUMBERS_OF_CONSTANTS + by.replicates.number * len(by.measures)
    return together.each(partial(task, by), partial(constants_at, constants), numbers)


def values_in_block(by: Weighting, view: View, given: DomainConstants, block: BlockRows) -> dict[str, Array]:
    """The values of each measure under all replicates, of the domains of one block."""
    return under_replicates(reweighting_here(by, view, given, block)).values


def alike_in_block(by: Weighting, view: View, given: DomainConstants, block: BlockRows) -> Mask:
    """Whether the poor of each domain of one block are rows of one PSU."""
    return poor_alike(reweighting_here(by, view, given, block))


def reweighting_here(by: Weighting, view: View, given: DomainConstants, block: BlockRows) -> Reweighting:
    """The rows of one block under the weights of replicates."""
    return Reweighting(RowsOfBlock(block), (view_in(block, view),), (given,), by)
