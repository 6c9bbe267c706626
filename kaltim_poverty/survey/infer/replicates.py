"""Replicate weights: how many, how they are weighed, and the variance as the spread over them."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures.linear import Array

if TYPE_CHECKING:
    from kaltim_poverty.survey.sample import Block, Sample

RANK_TOLERANCE = 1e-7  # of the largest singular value


class Replicates(NamedTuple):
    """How replicates are made and weighed.

    Attributes:
        number: how many.
        scale: of the sum of squares.
        each: r_k of each replicate.
        freedom: degrees of freedom; None where they follow from the design.
        weights: the seed of bootstrap factors, or None where blocks hold replicate weights.
        seem_factors: whether these are so small that they look like factors of the weight.
    """

    number: int
    scale: float
    each: Array
    freedom: float | None
    weights: int | None
    seem_factors: bool = False


class Spread(NamedTuple):
    """The variance over replicates, and in how many of them the statistic does not exist, both (rows,)."""

    variance: Array
    undefined: Array


def spread_over_replicates(values: Array, value: Array, replicates: Replicates) -> Spread:
    """scale·Σ r_k (θ_k − θ)² over the replicates in which the statistic exists.

    Args:
        values: θ_k, (replicates, rows); NaN where it does not exist.
        value: θ of the weights as they are, (rows,).
        replicates: how they are weighed; the undefined of a bootstrap reduce their number.
    """
    exists = np.isfinite(values)
    away = np.where(exists, values - value, 0.0)
    squares = (replicates.each[:, None] * away * away).sum(axis=0)
    undefined = np.where(np.isfinite(value), (~exists).sum(axis=0), 0)
    if replicates.weights is None:
        return Spread(squares * replicates.scale, undefined)
    return Spread(squares / np.maximum(exists.sum(axis=0), 1), undefined)


class ReplicateSummary(NamedTuple):
    """A summary of the columns of replicate weights: how far they reach, and whether they differ.

    Attributes:
        largest: the largest w_k/w of each, (replicates,).
        sums: Σ w_k of each, (replicates,).
        people: Σ w.
        rank: of their matrix.
    """

    largest: Array
    sums: Array
    people: float
    rank: int


class BlockSummary(NamedTuple):
    """Sums over the rows of some blocks from which a `ReplicateSummary` follows.

    Attributes:
        largest: the largest w_k/w of each, (replicates,).
        sums: Σ w_k of each, (replicates,).
        people: Σ w.
        triangle: R of the QR decomposition of their matrix, whose singular values are those of the weights.
    """

    largest: Array
    sums: Array
    people: float
    triangle: Array

    def added(self, other: BlockSummary) -> BlockSummary:
        """The summary of these blocks and of others together."""
        return BlockSummary(
            np.maximum(self.largest, other.largest),
            self.sums + other.sums,
            self.people + other.people,
            triangle_of(np.vstack([self.triangle, other.triangle])),
        )

    @property
    def of_survey(self) -> ReplicateSummary:
        """The summary of the survey whose blocks these are, all of them."""
        singular = np.linalg.svd(self.triangle, compute_uv=False)
        rank = int(np.count_nonzero(singular > RANK_TOLERANCE * singular.max(initial=0.0)))
        return ReplicateSummary(self.largest, self.sums, self.people, rank)


def triangle_of(matrix: Array) -> Array:
    """R of its QR decomposition."""
    return np.asarray(np.linalg.qr(matrix, mode="r"))


def summary_of_block(block: Block) -> BlockSummary:
    """Summarise the replicate weights of one block."""
    factors = block.replicates / block.weight
    return BlockSummary(
        factors.max(axis=1, initial=0.0),
        block.replicates.sum(axis=1),
        float(block.weight.sum()),
        triangle_of(block.replicates.T),
    )


def summary_of_replicates(sample: Sample) -> ReplicateSummary:
    """Summarise the columns of replicate weights of a survey."""
    return reduce(BlockSummary.added, map(summary_of_block, sample.blocks())).of_survey
