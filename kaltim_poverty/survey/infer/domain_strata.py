"""The strata in which domains have rows: all that degrees of freedom and variances need to know of PSUs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.survey.sample import IntArray, run_lengths

if TYPE_CHECKING:
    from kaltim_poverty.survey.sample import Breakdown, Design


class DomainStrata(NamedTuple):
    """The strata in which each domain has rows, in order of domain and stratum; arrays of shape (pairs,).

    Attributes:
        cells: how many own cells each has.
        domain: of each.
        stratum: of each.
    """

    cells: IntArray
    domain: IntArray
    stratum: IntArray


def strata_of(design: Design, over: Breakdown) -> DomainStrata:
    """The domain and stratum of the own cells, each pair once."""
    stratum = design.stratum[over.psu]
    starts, cells = run_lengths(over.domain * max(len(design.psus), 1) + stratum)
    return DomainStrata(cells, over.domain[starts], stratum[starts])
