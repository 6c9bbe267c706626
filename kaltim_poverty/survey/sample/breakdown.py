"""The domains of a sample by columns of groups, and the own cells (a domain and a PSU) of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kaltim_poverty.measures.linear import IntArray
from kaltim_poverty.survey.sample.arrays import factorize, run_lengths
from kaltim_poverty.survey.sample.blocks import Cells, Sample


class Breakdown(NamedTuple):
    """The domains of one breakdown, and its own cells: a domain and a PSU.

    Attributes:
        columns: the columns that it groups by, none for everybody.
        labels: the groups of each domain.
        cell_of: the own cell of each cell of the sample, -1 outside.
        domain: the domain of each own cell, ascending.
        psu: the PSU of each own cell, ascending within its domain.
        starts: where the own cells of each domain begin, with their number at the end.
    """

    columns: tuple[str, ...]
    labels: Sequence[tuple[str, ...]]
    cell_of: IntArray
    domain: IntArray
    psu: IntArray
    starts: IntArray

    def __len__(self) -> int:
        return len(self.labels)

    def own(self, domain: int) -> slice:
        """The own cells of a domain."""
        return slice(int(self.starts[domain]), int(self.starts[domain + 1]))

    def values_of_cells(self, values: IntArray, *, outside: int) -> IntArray:
        """The number that each cell of the sample has from its own cell, or *outside*."""
        found = np.full(len(self.cell_of), outside, dtype=np.intp)
        known = self.cell_of >= 0
        found[known] = values[self.cell_of[known]]
        return found


def breakdown(sample: Sample, columns: Sequence[str], *, everybody: bool = False) -> Breakdown:
    """The domains that columns make; *everybody* takes rows outside the subpopulation in."""
    used = used_cells(sample.cells, columns, everybody=everybody)
    domain, labels = domains(sample.cells, columns, used)
    return over_domains(sample, columns, labels, used, domain)


def used_cells(cells: Cells, columns: Sequence[str], *, everybody: bool = False) -> NDArray[np.bool_]:
    """Whether each cell belongs to a domain of some columns."""
    used = (cells.rows > 0) if everybody else (cells.rows > 0) & cells.inside
    for column in columns:
        used &= cells.groups[column] >= 0
    return used


def over_domains(
    sample: Sample,
    columns: Sequence[str],
    labels: Sequence[tuple[str, ...]],
    used: NDArray[np.bool_],
    domain: IntArray,
) -> Breakdown:
    """The breakdown whose domains are known.

    Args:
        sample: the survey.
        columns: the columns of the breakdown.
        labels: the groups of each domain.
        used: whether each cell belongs to one.
        domain: of each cell that does.
    """
    cells = sample.cells
    psu = cells.psu[used]
    order = by_domain(domain, psu)
    starts, counts = run_lengths((domain * sample.psus + psu)[order])
    cell_of = np.full(len(cells.psu), -1, dtype=np.intp)
    cell_of[np.flatnonzero(used)[order]] = np.repeat(np.arange(len(starts)), counts)
    first = order[starts]
    ends = np.searchsorted(domain[first], np.arange(len(labels) + 1))
    return Breakdown(tuple(columns), labels, cell_of, domain[first], psu[first], ends.astype(np.intp))


def by_domain(domain: IntArray, psu: IntArray) -> IntArray:
    """The order of cells by domain, then PSU: small whole numbers are sorted by counting."""
    order = np.argsort(psu, kind="stable")
    narrow = domain.astype(np.uint16 if domain.max(initial=0) < 2**16 else np.int64)
    return order[np.argsort(narrow[order], kind="stable")]


def domains(
    cells: Cells, columns: Sequence[str], used: NDArray[np.bool_]
) -> tuple[IntArray, list[tuple[str, ...]]]:
    """The domain of each used cell, and the groups of each domain in order of the columns."""
    code = domain_codes(cells, columns, used, [len(cells.labels[column]) for column in columns])
    if not columns:
        return code, [()]
    found, inverse = factorize(code)
    labels = []
    for each in found.tolist():
        rest, names = each, []
        for column in reversed(columns):
            rest, place = divmod(rest, len(cells.labels[column]))
            names.append(cells.labels[column][place])
        labels.append(tuple(reversed(names)))
    return inverse, labels


def domain_codes(
    cells: Cells, columns: Sequence[str], used: NDArray[np.bool_], spans: Sequence[int]
) -> IntArray:
    """A number of the groups of each used cell, which orders domains by their groups.

    Args:
        cells: of the sample.
        columns: the columns of the breakdown.
        used: whether each cell belongs to a domain.
        spans: how many groups each column has.
    """
    code = np.zeros(int(used.sum()), dtype=np.intp)
    for column, span in zip(columns, spans, strict=True):
        code = code * span + cells.groups[column][used]
    return code
