"""The rescaling bootstrap: factors by which a replicate multiplies the weights of every PSU.

Rao and Wu (1988), https://doi.org/10.1080/01621459.1988.10478591. Each replicate has a stream of random
numbers of its own, so that it does not matter which are drawn together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.design import Design

NUMBERS_AT_ONCE = 4_000_000  # factors of PSUs that are held at a time


class Bootstrap:
    """Draws of n_h − 1 PSUs with replacement in each stratum.

    A PSU drawn k times has the factor k·n_h/(n_h − 1), one that is alone in its stratum 1.
    """

    def __init__(self, design: Design, seed: int, number: int) -> None:
        self.streams = np.random.SeedSequence(seed).spawn(number)
        several = design.psus[design.psus > 1]
        first = (np.cumsum(design.psus) - design.psus)[design.psus > 1]
        self.base = np.repeat(first, several - 1)
        self.below = np.repeat(np.nextafter(several.astype(np.float64), 0.0), several - 1)
        of_psu = design.psus[design.stratum]
        self.alone = np.flatnonzero(of_psu == 1)
        self.scale = np.where(of_psu > 1, of_psu / np.maximum(of_psu - 1.0, 1.0), 1.0)

    def batches(self) -> list[range]:
        """The replicates, in runs that may be held at a time."""
        size = max(1, NUMBERS_AT_ONCE // max(len(self.scale), 1))
        number = len(self.streams)
        return [range(start, min(start + size, number)) for start in range(0, number, size)]

    def factors(self, replicates: Sequence[int]) -> Array:
        """The factors of some replicates: one row a replicate, one column a PSU."""
        found = np.empty((len(replicates), len(self.scale)))
        for row, replicate in zip(found, replicates, strict=True):
            place = np.random.default_rng(self.streams[replicate]).random(len(self.base))
            np.multiply(place, self.below, out=place)  # below n_h, whatever is rounded
            row[:] = np.bincount(place.astype(np.intp) + self.base, minlength=len(row))
        found *= self.scale
        found[:, self.alone] = 1.0
        return found

    def each(self) -> Iterator[Array]:
        """The factors of one replicate after the other."""
        for batch in self.batches():
            yield from self.factors(batch)
