"""From totals of own cells to their sums by domain and stratum, a bucket of PSUs at a time.

A bucket has all rows of its PSUs. Sums of several buckets are added in their order by the formula of Chan,
Golub and LeVeque (1983), https://doi.org/10.1080/00031305.1983.10483115.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial, reduce
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kaltim_poverty.survey.distributed.psu_totals import OF_LINE
from kaltim_poverty.survey.infer import squares_between, sums_of_runs
from kaltim_poverty.survey.sample import factorize, run_lengths

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kaltim_poverty.measures.linear import Array, IntArray
    from kaltim_poverty.survey.distributed.rows import BlockRows
    from kaltim_poverty.survey.sample import DistributedRows


class StratumSums(NamedTuple):
    """Sums over the PSUs that have rows, by domain and stratum; pairs in order of domain and stratum.

    Attributes:
        domain: of each pair, (pairs,); `OF_LINE` for the influence on a line.
        stratum: of each pair, (pairs,).
        cells: PSUs that have rows, (pairs,).
        with_poor: PSUs that have poor, (pairs,); 0 if these were not asked for.
        sums: Σ t of each influence, (influences, pairs).
        squares: Σ (t − mean)² of each influence, (influences, pairs).
        line_sums: Σ l over these PSUs, l the influence of a PSU on the line, (pairs,).
        products: Σ (t − mean)(l − mean), (influences, pairs).
    """

    domain: IntArray
    stratum: IntArray
    cells: Array
    with_poor: Array
    sums: Array
    squares: Array
    line_sums: Array
    products: Array

    @np.errstate(invalid="ignore", over="ignore")
    def added(self, other: StratumSums) -> StratumSums:
        """The sums over these PSUs and others together."""
        pairs, places = union_of_pairs(self, other)
        one, two = (own.at(pairs, place) for own, place in zip((self, other), places, strict=True))
        cells = one.cells + two.cells
        between = squares_between(one.cells, one.sums, two_or_one(two), two.sums)
        step = two.sums / two_or_one(two) - one.sums / np.maximum(one.cells, 1.0)
        line_step = two.line_sums / two_or_one(two) - one.line_sums / np.maximum(one.cells, 1.0)
        return one._replace(
            cells=cells,
            with_poor=one.with_poor + two.with_poor,
            sums=one.sums + two.sums,
            squares=one.squares + two.squares + np.where(two.cells > 0, between, 0.0),
            line_sums=one.line_sums + two.line_sums,
            products=one.products + two.products + step * line_step * (one.cells * two.cells / cells),
        )

    def with_line_of(self, other: StratumSums) -> StratumSums:
        """These of domains, with those of an influence on a line in the place of their own.

        Args:
            other: of all PSUs of the survey; influences may be others.
        """
        own, line = self.domain != OF_LINE, other.domain == OF_LINE

        def along(mine: Array, others: Array) -> Array:
            if mine.ndim == 1:
                return np.concatenate([others[line], mine[own]])
            found = np.zeros((len(mine), int(line.sum())))
            found[0] = others[0, line]  # where an influence on a line is
            return np.concatenate([found, mine[:, own]], axis=1)

        return StratumSums(
            np.concatenate([other.domain[line], self.domain[own]]),
            np.concatenate([other.stratum[line], self.stratum[own]]),
            *(along(mine, others) for mine, others in zip(self[2:], other[2:], strict=True)),
        )

    def without_line(self) -> StratumSums:
        """These of domains alone."""
        own = self.domain != OF_LINE
        return StratumSums(self.domain[own], self.stratum[own], *(values[..., own] for values in self[2:]))

    def at(self, pairs: tuple[IntArray, IntArray], places: IntArray) -> StratumSums:
        """The sums over more pairs, 0 in those that are new.

        Args:
            pairs: the domain and the stratum of each.
            places: where those of these sums are among them.
        """

        def moved(values: Array) -> Array:
            found = np.zeros((*values.shape[:-1], len(pairs[0])))
            found[..., places] = values
            return found

        return StratumSums(*pairs, *map(moved, self[2:]))


def two_or_one(sums: StratumSums) -> Array:
    """How many PSUs, where there are none 1, to divide by."""
    return np.maximum(sums.cells, 1.0)


def union_of_pairs(
    one: StratumSums, two: StratumSums
) -> tuple[tuple[IntArray, IntArray], tuple[IntArray, IntArray]]:
    """The pairs of either, and where the pairs of each are among them."""
    strata = 1 + max(int(one.stratum.max(initial=0)), int(two.stratum.max(initial=0)))
    keys = [(own.domain - OF_LINE) * strata + own.stratum for own in (one, two)]
    every = np.union1d(*keys)
    domain, stratum = np.divmod(every, strata)
    return (domain + OF_LINE, stratum), (np.searchsorted(every, keys[0]), np.searchsorted(every, keys[1]))


def sums_of_psus(
    rows: DistributedRows,
    emit: Callable[[BlockRows], Mapping[str, NDArray[Any]]],
    influences: int,
    *,
    psus_span_blocks: bool,
) -> StratumSums:
    """The sums over all PSUs of a survey.

    Args:
        rows: of the survey.
        emit: the own cells of a block.
        influences: how many there are.
        psus_span_blocks: whether a PSU may have rows in several blocks; else a block is a bucket.
    """
    if psus_span_blocks:
        return all_buckets(rows.by_psu(emit, gathered), influences)
    return all_buckets(rows.each(partial(sums_of_block, emit)), influences)


def sums_of_block(emit: Callable[[BlockRows], Mapping[str, NDArray[Any]]], block: BlockRows) -> StratumSums:
    """The sums over the PSUs of a block, which has all their rows."""
    return gathered(emit(block))


def all_buckets(buckets: Sequence[StratumSums], influences: int) -> StratumSums:
    """The sums of all PSUs, added in the order of buckets."""
    return reduce(StratumSums.added, buckets, no_sums(influences))


def sums_of_domains(parts: Sequence[StratumSums], domains: Sequence[IntArray]) -> StratumSums:
    """The sums of domains of which each has all its PSUs in one part, in order of domain and stratum.

    Args:
        parts: of some domains each; that of a line is in one of them.
        domains: the number of each domain of each part, where these are together.
    """
    numbers = [
        np.where(own.domain == OF_LINE, OF_LINE, places[np.maximum(own.domain, 0)])
        for own, places in zip(parts, domains, strict=True)
    ]
    domain = np.concatenate(numbers)
    order = np.lexsort((np.concatenate([own.stratum for own in parts]), domain))
    others = (np.concatenate(values, axis=-1) for values in zip(*(own[1:] for own in parts), strict=True))
    return StratumSums(domain[order], *(values[..., order] for values in others))


def no_sums(influences: int) -> StratumSums:
    """The sums of no PSU."""
    places, none = np.empty(0, dtype=np.intp), np.empty(0)
    table = np.empty((influences, 0))
    return StratumSums(places, places, none, none, table, table, none, table)


class CellTotals(NamedTuple):
    """The own cells of a bucket, in order of domain, stratum and PSU.

    Attributes:
        domain: of each.
        stratum: of each.
        psu: a number of each, within the bucket.
        totals: of each influence, and the weight of the poor if it was asked for, by name.
    """

    domain: IntArray
    stratum: IntArray
    psu: IntArray
    totals: dict[str, Array]


@np.errstate(invalid="ignore", over="ignore")  # where a measure does not exist
def gathered(columns: Mapping[str, NDArray[Any]]) -> StratumSums:
    """The sums of one bucket.

    Args:
        columns: as blocks emit them, of all rows of some PSUs, in order of blocks.
    """
    names = [f"t{place}" for place in range(sum(name.startswith("t") for name in columns))]
    if not len(columns["psu"]):
        return no_sums(len(names))
    cells = cell_totals(columns)
    starts, counts = run_lengths(cells.domain * (int(cells.stratum.max()) + 1) + cells.stratum)
    line = line_of_cells(cells)
    mean = np.repeat(np.add.reduceat(line, starts) / counts, counts)
    sums = [sums_of_runs(cells.totals[name], starts, counts) for name in names]
    products = [np.add.reduceat(cells.totals[name] * (line - mean), starts) for name in names]
    poor = cells.totals.get("poor", np.zeros(len(cells.psu))) > 0
    return StratumSums(
        cells.domain[starts],
        cells.stratum[starts],
        counts.astype(np.float64),
        np.add.reduceat(poor.astype(np.float64), starts),
        stacked([own for own, _ in sums], len(starts)),
        stacked([squares for _, squares in sums], len(starts)),
        np.add.reduceat(line, starts),
        stacked(products, len(starts)),
    )


def stacked(rows: Sequence[Array], pairs: int) -> Array:
    """Rows as a table, perhaps of none."""
    return np.array(rows) if rows else np.empty((0, pairs))


def cell_totals(columns: Mapping[str, NDArray[Any]]) -> CellTotals:
    """The rows of each own cell added up in their order."""
    domain, stratum = columns["domain"].astype(np.intp), columns["stratum"].astype(np.intp)
    psu = factorize(columns["psu"])[1]
    order = np.lexsort((psu, stratum, domain))
    domain, stratum, psu = domain[order], stratum[order], psu[order]
    same = (domain[1:] == domain[:-1]) & (psu[1:] == psu[:-1])
    starts = np.flatnonzero(np.concatenate([[True], ~same]))
    totals = {
        name: np.add.reduceat(values[order], starts)
        for name, values in columns.items()
        if name not in ("psu", "domain", "stratum")
    }
    return CellTotals(domain[starts], stratum[starts], psu[starts], totals)


def line_of_cells(cells: CellTotals) -> Array:
    """The influence on the line of the PSU of each own cell; 0 where no line was estimated."""
    of_line = cells.domain == OF_LINE
    by_psu = np.zeros(int(cells.psu.max()) + 1)
    if of_line.any():
        by_psu[cells.psu[of_line]] = cells.totals["t0"][of_line]
    return by_psu[cells.psu]
