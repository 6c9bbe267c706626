"""Spreads and densities of welfare, or of welfare over line, in each domain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from kaltim_poverty.measures.constants import DomainConstants, quotient
from kaltim_poverty.survey.distributed.counting import Counted, count_views
from kaltim_poverty.survey.distributed.quantile_pass import quantiles_of_views
from kaltim_poverty.survey.distributed.views import View, block_views
from kaltim_poverty.survey.moments import QUARTILES, kernel_sums, squares_from_mean, with_bandwidth_of

if TYPE_CHECKING:
    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.distributed.rows import BlockRows
    from kaltim_poverty.survey.sample import DistributedRows


def with_quantiles(
    rows: DistributedRows, views: Sequence[View], counted: Sequence[Counted], percents: Sequence[float]
) -> list[DomainConstants]:
    """The constants of each view with quantiles at some percents.

    Args:
        rows: the rows.
        views: what is looked at.
        counted: the counts of each view.
        percents: of the quantiles, each once.
    """
    if not percents:
        return [each.constants for each in counted]
    shares = [np.tile(np.array(percents) / 100, (len(view.domains), 1)) for view in views]
    found = quantiles_of_views(rows, views, [each.people for each in counted], shares)
    return [
        replace(
            each.constants,
            quantiles={**each.constants.quantiles, **dict(zip(percents, own.T.copy(), strict=True))},
        )
        for each, own in zip(counted, found, strict=True)
    ]


def with_bandwidths(
    rows: DistributedRows, views: Sequence[View], constants: Sequence[DomainConstants]
) -> list[DomainConstants]:
    """The constants of each view with the bandwidth of its densities; needs quartiles."""
    of_blocks = rows.each(partial(squares_in_block, views, constants))
    return [
        with_bandwidth_of(own, sum_of(squares))
        for own, squares in zip(constants, zip(*of_blocks, strict=True), strict=True)
    ]


def squares_in_block(
    views: Sequence[View], constants: Sequence[DomainConstants], block: BlockRows
) -> list[Array]:
    """Σ w(y − mean)² of the domains of each view in one block."""
    return [
        squares_from_mean(own, view.parts)
        for view, own in zip(block_views(block, views), constants, strict=True)
    ]


def densities(
    rows: DistributedRows,
    views: Sequence[View],
    constants: Sequence[DomainConstants],
    points: Sequence[Sequence[Array]],
) -> list[list[Array]]:
    """The densities of each view at some points, each of these (domains,)."""
    of_blocks = rows.each(partial(kernels_in_block, views, constants, points))
    return [
        [quotient(sum_of(sums), own.people) for sums in zip(*of_view, strict=True)]
        for own, of_view in zip(constants, zip(*of_blocks, strict=True), strict=True)
    ]


def kernels_in_block(
    views: Sequence[View],
    constants: Sequence[DomainConstants],
    points: Sequence[Sequence[Array]],
    block: BlockRows,
) -> list[list[Array]]:
    """Σ w·kernel of the domains of each view in one block, at each of its points."""
    return [
        [kernel_sums(own, view.parts, point) for point in at]
        for view, own, at in zip(block_views(block, views), constants, points, strict=True)
    ]


def sum_of(values: Sequence[Array]) -> Array:
    """Their sum, added in their order."""
    return np.asarray(sum(values[1:], start=values[0]))


def ratio_bandwidths(rows: DistributedRows, views: Sequence[View]) -> list[Array]:
    """The bandwidth of welfare over line of each view, each (domains,).

    Where rows have different lines the order of ratios is not that of welfare, so that they are needed in
    blocks by ratio.
    """
    ranked = rows.by_ratio() if any(view.line is None for view in views) else rows
    ratios = [view._replace(of_ratio=True) for view in views]
    counted = count_views(ranked, ratios, poverty=False)
    constants = with_bandwidths(ranked, ratios, with_quantiles(ranked, ratios, counted, QUARTILES))
    return [bandwidth_of(own) for own in constants]


def bandwidth_of(constants: DomainConstants) -> Array:
    """The bandwidth, which is there."""
    assert constants.bandwidth is not None  # noqa: S101 - the caller made it
    return constants.bandwidth
