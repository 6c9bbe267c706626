"""The sampling design: strata and PSUs, and the rule for a stratum with one PSU."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures.linear import Array, IntArray

if TYPE_CHECKING:
    from collections.abc import Sequence

LONELY = ("fail", "remove", "certainty", "adjust", "average")


class Design(NamedTuple):
    """Every PSU of the file, with those that have no row in a domain or only rows of weight 0.

    Attributes:
        stratum: the stratum of each PSU, ascending: PSUs are numbered by stratum. Nothing where rows are
            elsewhere, as PSUs may be too many to be listed.
        psus: n_h, the PSUs of each stratum.
        fraction_left: 1 − n_h/N_h of each stratum; 1 without a finite population correction.
        names: the strata as written.
        rule: what a stratum with one PSU adds, one of `LONELY`.
        is_full_count: whether everybody is in the file, so that nothing varies from sample to sample.
    """

    stratum: IntArray
    psus: IntArray
    fraction_left: Array
    names: Sequence[str]
    rule: str
    is_full_count: bool = False

    @property
    def number_of_psus(self) -> int:
        """How many PSUs there are, also where they are not listed."""
        return int(self.psus.sum())

    @property
    def lonely(self) -> IntArray:
        """The strata with one PSU, unless that is the whole stratum."""
        return np.flatnonzero((self.psus == 1) & (self.fraction_left > 0))

    def lonely_of(self, psus: IntArray) -> IntArray:
        """The strata with one PSU that hold one of some PSUs: others say nothing of a domain."""
        lonely, held = self.lonely, np.zeros(len(self.psus), dtype=bool)
        held[self.stratum[psus]] = True
        return lonely[held[lonely]]

    @property
    def factor(self) -> Array:
        """(1 − n_h/N_h)·n_h/(n_h − 1) of each stratum; 0 with one PSU."""
        several = self.psus > 1
        return np.where(several, self.fraction_left * self.psus / np.where(several, self.psus - 1, 1), 0.0)
