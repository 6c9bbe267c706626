"""Whether the poor are in PSUs enough to measure an error among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kaltim_poverty.measures.feature import POOR
from kaltim_poverty.survey.infer.degrees import LEAST_PSUS
from kaltim_poverty.survey.moments import poor_rows
from kaltim_poverty.survey.sample import summed

if TYPE_CHECKING:
    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.infer.statistic import Mask
    from kaltim_poverty.survey.moments import Lines, Reduced
    from kaltim_poverty.survey.sample import Sample, Slices

ALIKE = 1e-3  # factors of replicates that differ by less are those of one PSU, but for rounding in the file


def poor_in_few_psus(reduced: Reduced) -> Mask:
    """Whether the poor of each domain are in fewer than two PSUs, (domains,)."""
    has_poor = reduced.moments.cell_sums[POOR] > 0
    psus = summed(reduced.over.domain, has_poor.astype(np.float64), len(reduced.over))
    return np.asarray(psus < LEAST_PSUS)


def poor_alike_in_replicates(reduced: Reduced, sample: Sample, count: int) -> Mask:
    """Whether the poor share their factors in all replicates of a file, as one PSU does, (domains,).

    Args:
        reduced: the domains.
        sample: the survey, with replicate weights.
        count: how many replicates there are.

    Returns:
        (domains,).
    """
    return are_alike(*extremes_of_factors(reduced.parts, len(reduced.over), sample.cells.line, count))


def extremes_of_factors(parts: Slices, domains: int, lines: Lines, count: int) -> tuple[Array, Array]:
    """The lowest and the highest factor of the poor of each domain in each replicate.

    Args:
        parts: rows of domains, with replicate weights.
        domains: how many there are.
        lines: of the sample.
        count: how many replicates there are.

    Returns:
        both (replicates, domains); +inf and -inf where nobody is poor.
    """
    lowest, highest = np.full((count, domains), np.inf), np.full((count, domains), -np.inf)
    for part in parts():
        chosen, _ = poor_rows(lines, part)
        factors = part.block.replicates[:, part.place][:, chosen] / part.weight[chosen]
        d = part.domain
        lowest[:, d] = np.minimum(lowest[:, d], factors.min(axis=1, initial=np.inf))
        highest[:, d] = np.maximum(highest[:, d], factors.max(axis=1, initial=-np.inf))
    return lowest, highest


def are_alike(lowest: Array, highest: Array) -> Mask:
    """Whether the factors of each domain are alike in all replicates, from their ends, (domains,)."""
    return np.asarray((highest - lowest <= ALIKE * highest).all(axis=0))
