"""Whether the poor are in PSUs enough to measure an error among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kaltim_poverty.measures.feature import POOR
from kaltim_poverty.survey.infer.degrees import LEAST_PSUS
from kaltim_poverty.survey.moments import poor_rows
from kaltim_poverty.survey.sample import summed

if TYPE_CHECKING:
    from kaltim_poverty.survey.infer.statistic import Mask
    from kaltim_poverty.survey.moments import Reduced
    from kaltim_poverty.survey.sample import Sample

ALIKE = 1e-3  # factors of replicates that differ by less are those of one PSU, but for rounding in the file


def poor_in_few_psus(reduced: Reduced) -> Mask:
    """Whether the poor of each domain are in fewer than two PSUs, (domains,)."""
    has_poor = reduced.moments.cell_sums[POOR] > 0
    psus = summed(reduced.over.domain, has_poor.astype(np.float64), len(reduced.over))
    return np.asarray(psus < LEAST_PSUS)


def poor_alike_in_replicates(reduced: Reduced, sample: Sample, count: int) -> Mask:
    """The same where PSUs are not known: rows of one have the same factors in all replicates of a file.

    Args:
        reduced: the domains.
        sample: the survey, with replicate weights.
        count: how many replicates there are.

    Returns:
        (domains,).
    """
    lowest = np.full((count, len(reduced.over)), np.inf)
    highest = np.full((count, len(reduced.over)), -np.inf)
    for part in reduced.parts():
        chosen, _ = poor_rows(sample.cells.line, part)
        factors = part.block.replicates[:, part.place][:, chosen] / part.weight[chosen]
        d = part.domain
        lowest[:, d] = np.minimum(lowest[:, d], factors.min(axis=1, initial=np.inf))
        highest[:, d] = np.maximum(highest[:, d], factors.max(axis=1, initial=-np.inf))
    return np.asarray((highest - lowest <= ALIKE * highest).all(axis=0))
