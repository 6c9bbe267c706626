"""Domains of a survey made of the rows of its people: everybody in groups, the poor of each domain."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.survey.infer import runs
from kaltim_poverty.survey.sample import Breakdown, factorize, summed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.measures.linear import Array, IntArray
    from kaltim_poverty.survey.infer.statistic import Mask
    from kaltim_poverty.survey.sample import People

NOWHERE = np.empty(0, dtype=np.intp)


class Rowwise(NamedTuple):
    """Domains with the rows that are in them.

    Attributes:
        over: the domains and their own cells.
        rows: which rows are in a domain, (rows inside,).
        own: the own cell of each of these, (rows inside,).
    """

    over: Breakdown
    rows: IntArray
    own: IntArray

    def cell_sums(self, values: Array) -> Array:
        """Sums of own cells.

        Args:
            values: w·value of the rows inside, (rows inside,).
        """
        return summed(self.own, values, len(self.over.domain))


def domains_of_rows(
    domain: IntArray, psu: IntArray, inside: Mask, labels: Sequence[tuple[str, ...]]
) -> Rowwise:
    """The domains of some rows; those without a row have no own cell.

    Args:
        domain: of each row, (rows,).
        psu: of each row, (rows,).
        inside: which rows are in their domain, (rows,).
        labels: of each domain.
    """
    rows = np.flatnonzero(inside)
    psus = int(psu.max(initial=0)) + 1
    every, own = factorize(domain[rows] * psus + psu[rows])
    of_cell = every // psus
    starts = np.searchsorted(of_cell, np.arange(len(labels) + 1)).astype(np.intp)
    over = Breakdown((), labels, NOWHERE, of_cell, every - of_cell * psus, starts)
    return Rowwise(over, rows, own)


class Whole(NamedTuple):
    """All domains of a breakdown as one.

    Attributes:
        over: that domain, with an own cell for every PSU.
        place: its own cell of each own cell of the breakdown.
    """

    over: Breakdown
    place: IntArray

    def cell_sums(self, sums: Array) -> Array:
        """Sums of the own cells of the breakdown as those of the whole."""
        return summed(self.place, sums, len(self.over.domain))


def whole_population(over: Breakdown) -> Whole:
    """All people who have a group in a breakdown, as one domain."""
    psu, place = factorize(over.psu)
    cells = np.array([0, len(psu)])
    return Whole(Breakdown((), [()], NOWHERE, np.zeros(len(psu), dtype=np.intp), psu, cells), place)


def people_of_some(people: People, domains: IntArray) -> People:
    """The people of some domains alone, in the order of these.

    Args:
        people: of all domains.
        domains: the numbers of those that are wanted, each once.
    """
    over = people.over
    counts = np.diff(over.starts)[domains]
    cells = runs(over.starts[domains], counts)
    place = np.full(len(over.domain), -1, dtype=np.intp)
    place[cells] = np.arange(len(cells))
    sizes = np.diff(people.starts)[domains]
    rows = runs(people.starts[domains], sizes)
    kept = Breakdown(
        over.columns,
        [over.labels[each] for each in domains.tolist()],
        np.where(over.cell_of >= 0, place[over.cell_of], -1),
        np.repeat(np.arange(len(domains)), counts),
        over.psu[cells],
        np.append(0, np.cumsum(counts)).astype(np.intp),
    )
    return people._replace(
        over=kept,
        welfare=people.welfare[rows],
        weight=people.weight[rows],
        own=place[people.own[rows]],
        psu=people.psu[rows],
        line=people.line[rows] if len(people.line) else people.line,
        columns={name: values[rows] for name, values in people.columns.items()},
        replicates=people.replicates[:, rows] if people.replicates.size else people.replicates,
        starts=np.append(0, np.cumsum(sizes)).astype(np.intp),
    )
