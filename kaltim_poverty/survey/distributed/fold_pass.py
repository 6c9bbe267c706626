"""The sums of features over all blocks, each folded from the running sums of those before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial, reduce
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.survey.distributed.counting import BlockCarry, batches_of_blocks, sums_of_view
from kaltim_poverty.survey.distributed.views import BlockView, View, block_views, poor_of
from kaltim_poverty.survey.moments import Carry, Moments, Plan, by_welfare, centres_of, fold, no_carry

if TYPE_CHECKING:
    from kaltim_poverty.measures.constants import DomainConstants
    from kaltim_poverty.measures.feature import Feature
    from kaltim_poverty.survey.distributed.rows import BlockRows
    from kaltim_poverty.survey.sample import DistributedRows, Slice


class Folding(NamedTuple):
    """The features to fold over rows in one order.

    Attributes:
        views: what is looked at.
        plan: the features.
        constants: of the domains of each view.
        of_poor: whether these are features of the poor in order of welfare over line.
    """

    views: tuple[View, ...]
    plan: Plan
    constants: tuple[DomainConstants, ...]
    of_poor: bool = False

    @property
    def over_pairs(self) -> tuple[Feature, ...]:
        """The features that go on from running sums."""
        return pairs_of(self.plan)

    @property
    def numbers(self) -> int:
        """How many numbers a block becomes, about."""
        return (4 + 2 * len(self.plan.features) + len(self.plan.products)) * sum(
            len(view.domains) for view in self.views
        )

    def parts(self, view: BlockView) -> Iterable[Slice]:
        """The rows that features are of, in their order."""
        return poor_of(view.parts) if self.of_poor else view.parts()


class Folded(NamedTuple):
    """The result of folding rows: moments and running sums.

    Attributes:
        moments: of each view, without own cells.
        starts: the running sums before each block, by block and view; of features over pairs alone.
    """

    moments: list[Moments]
    starts: list[list[Carry]]


def pairs_of(plan: Plan) -> tuple[Feature, ...]:
    """The features over pairs."""
    return tuple(feature for feature in plan.features if feature.over_pairs)


def plan_by_welfare(views: Sequence[View], plan: Plan) -> Plan:
    """The features to fold by welfare: all, unless the order of welfare over line differs."""
    return plan if all(view.line is not None for view in views) else plan.restricted_to(by_welfare)


def foldings(
    views: Sequence[View], plan: Plan, constants: Sequence[DomainConstants]
) -> tuple[Folding, Folding | None]:
    """The features to fold by welfare, and those by welfare over line where that order differs."""
    in_order = plan_by_welfare(views, plan)
    deferred = plan.without(in_order)
    ranked = Folding(tuple(views), deferred, tuple(constants), of_poor=True) if deferred.features else None
    return Folding(tuple(views), in_order, tuple(constants)), ranked


def fold_rows(
    rows: DistributedRows,
    folding: Folding,
    *,
    products: bool,
    carries: Sequence[Sequence[BlockCarry]] | None = None,
) -> Folded:
    """The moments of all rows.

    Args:
        rows: in the order that features rank by.
        folding: what is folded.
        products: whether products are wanted.
        carries: the running sums of each block, by view and block, if these were found with their counts.
    """
    found: list[Moments] = []
    starts = starts_of(rows, folding, carries)
    for batch in batches_of_blocks(rows.blocks, folding.numbers):
        own_starts = {number: starts[number] for number in batch}
        own = rows.each(partial(fold_block, folding, own_starts, products), batch)
        found = added([*([found] if found else []), *own])
    return Folded(found, starts)


def starts_of(
    rows: DistributedRows, folding: Folding, carries: Sequence[Sequence[BlockCarry]] | None
) -> list[list[Carry]]:
    """The running sums before each block, by block and view."""
    nothing = [no_carry(folding.plan.features, len(view.domains)) for view in folding.views]
    if not folding.over_pairs:
        return [nothing for _ in range(rows.blocks)]
    if carries is None:
        batches = batches_of_blocks(rows.blocks, folding.numbers)
        own = [sums for batch in batches for sums in rows.each(partial(sums_of_block, folding), batch)]
    else:
        own = sums_of_carries(folding, carries)
    return list(accumulate([nothing, *own[:-1]], carried))


def sums_of_carries(folding: Folding, carries: Sequence[Sequence[BlockCarry]]) -> list[list[Carry]]:
    """The running sums of each block, by block and view, with deviations from the centres of the survey."""
    centres = [centres_of(constants, folding.over_pairs) for constants in folding.constants]
    of_views = [
        [each.seen_from(own) for each in of_view] for own, of_view in zip(centres, carries, strict=True)
    ]
    return [list(of_block) for of_block in zip(*of_views, strict=True)]


def carried(before: Sequence[Carry], own: Sequence[Carry]) -> list[Carry]:
    """The running sums of each view once more rows have passed."""
    return [one.added(two) for one, two in zip(before, own, strict=True)]


def added(of_blocks: Sequence[Sequence[Moments]]) -> list[Moments]:
    """The moments of each view, added in the order of blocks."""
    return [reduce(Moments.added, own) for own in zip(*of_blocks, strict=True)]


def sums_of_block(folding: Folding, block: BlockRows) -> list[Carry]:
    """The running sums of each view in one block alone."""
    return [
        sums_of_view(view, folding.over_pairs, constants, folding.parts(view))
        for view, constants in zip(block_views(block, folding.views), folding.constants, strict=True)
    ]


def fold_block(
    folding: Folding,
    starts: Mapping[int, Sequence[Carry]],
    products: bool,
    block: BlockRows,
) -> list[Moments]:
    """The moments of each view in one block, without own cells."""
    views = block_views(block, folding.views)
    return [
        fold(
            folding.parts(view),
            view.over,
            folding.plan,
            constants,
            lines=view.line,
            start=start,
            with_cells=products,
            weights=view.weights,
            sizes=view.sample.sizes,
        ).moments.without_cells()
        for view, constants, start in zip(views, folding.constants, starts[block.number], strict=True)
    ]
