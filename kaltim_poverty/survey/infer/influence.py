"""From slopes to Σ w·(influence value) by PSU: of one subsample as it is, of several joined row by row."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kaltim_poverty.survey.infer.degrees import runs
from kaltim_poverty.survey.moments import all_cell_sums
from kaltim_poverty.survey.sample import Breakdown, IntArray, factorize, summed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.infer.evidence import Evidence, Subsample
    from kaltim_poverty.survey.infer.statistic import Key, Statistic
    from kaltim_poverty.survey.sample import Chunk


class Influence(NamedTuple):
    """The influence of one sample on a statistic: its slopes by subsample and feature, or PSU totals.

    Attributes:
        slopes: by subsample and feature, each (rows,).
        totals: Σ w·influence of the own cells by subsample, each (cells,).
    """

    slopes: Mapping[Key, Array]
    totals: Mapping[int, Array]

    @property
    def subsamples(self) -> tuple[int, ...]:
        """The numbers of the subsamples, ascending."""
        return tuple(sorted({subsample for subsample, _ in self.slopes} | set(self.totals)))

    @property
    def identity(self) -> frozenset[Any]:
        """A key that influences with equal variances share: the slopes, apart from a common sign.

        Totals are as large as the survey, so that only the same array counts as equal.
        """
        sign = 1.0 if self.totals else first_sign(self.slopes.values())
        slopes = {(key, (sign * slope + 0.0).tobytes()) for key, slope in self.slopes.items()}
        return frozenset({*slopes, *((subsample, id(totals)) for subsample, totals in self.totals.items())})


def first_sign(arrays: Iterable[Array]) -> float:
    """The sign of the first number that is neither 0 nor NaN."""
    for values in arrays:
        signs = values[np.isfinite(values) & (values != 0)][:1]
        if len(signs):
            return float(np.sign(signs[0]))
    return 1.0


def influence_in(statistic: Statistic, evidence: Evidence, sample: int) -> Influence:
    """The influence of one sample on a statistic."""
    inside = [subsample.sample == sample for subsample in evidence.subsamples]
    return Influence(
        {key: slope for key, slope in statistic.slopes.items() if inside[key[0]]},
        {subsample: totals for subsample, totals in statistic.totals.items() if inside[subsample]},
    )


def is_one_to_one(subsample: Subsample) -> bool:
    """Whether no two rows refer to the same domain of a subsample."""
    here = subsample.domain[subsample.domain >= 0]
    return bool((np.bincount(here, minlength=1) <= 1).all())


def by_domain(influence: Influence, subsample: Subsample) -> Influence:
    """The influence with slopes (domains,), for a subsample whose domains have at most one row each."""
    rows = np.flatnonzero(subsample.domain >= 0)
    found = {}
    for key, slope in influence.slopes.items():
        found[key] = np.zeros(len(subsample.over))
        found[key][subsample.domain[rows]] = slope[rows]
    return influence._replace(slopes=found)


def totals_of_chunk(chunk: Chunk, subsample: Subsample, influences: Sequence[Influence]) -> Iterator[Array]:
    """Σ w·(influence value) of some own cells of one subsample, of each influence with slopes (domains,)."""
    sums = subsample.sums(chunk)
    for influence in influences:
        terms = chain(
            (chunk.spread(slope) * sums[key[1]] for key, slope in influence.slopes.items()),
            (chunk.of(totals) for totals in influence.totals.values()),
        )
        totals = next(terms)
        for term in terms:
            totals += term  # the first is a product, so that nothing given is changed
        yield totals


class PsuUnion(NamedTuple):
    """The PSUs of some rows in several subsamples.

    Attributes:
        over: the rows as domains.
        cells: the own cells of each subsample that are in these rows, one after the other.
        rows: the row of each of these cells.
        places: the own cell of `over` of each of these cells.
    """

    over: Breakdown
    cells: Sequence[IntArray]
    rows: Sequence[IntArray]
    places: Sequence[IntArray]


def psu_union(evidence: Evidence, subsamples: Sequence[int], rows: IntArray, psus: int) -> PsuUnion:
    """The union of the PSUs that rows have in some subsamples of one sample.

    Args:
        evidence: what the statistics rest on.
        subsamples: the numbers of the subsamples.
        rows: the rows, ascending.
        psus: how many PSUs the design has.
    """
    cells, own_rows, keys = [], [], []
    for subsample in (evidence.subsamples[each] for each in subsamples):
        there = np.flatnonzero(subsample.domain[rows] >= 0)
        domain = subsample.domain[rows[there]]
        counts = subsample.over.starts[domain + 1] - subsample.over.starts[domain]
        cells.append(runs(subsample.over.starts[domain], counts))
        place = np.repeat(there, counts)
        own_rows.append(rows[place])
        keys.append(place * psus + subsample.over.psu[cells[-1]])
    every, place_of = factorize(np.concatenate(keys))
    domain = every // psus
    starts = np.searchsorted(domain, np.arange(len(rows) + 1)).astype(np.intp)
    nothing = np.empty(0, dtype=np.intp)
    over = Breakdown((), [()] * len(rows), nothing, domain, every - domain * psus, starts)
    ends = np.cumsum([len(each) for each in keys])[:-1]
    return PsuUnion(over, cells, own_rows, np.split(place_of, ends))


def batches(evidence: Evidence, subsamples: Sequence[int], cells_of_batch: int) -> Iterator[IntArray]:
    """The rows, as many at a time as have so many own cells together."""
    cells = np.zeros(len(evidence.subsamples[subsamples[0]].domain), dtype=np.intp)
    for subsample in (evidence.subsamples[each] for each in subsamples):
        counts = np.append(np.diff(subsample.over.starts), 0)  # the last for rows without a domain
        cells += counts[subsample.domain]
    batch = (np.cumsum(cells) - cells) // cells_of_batch
    for number in np.unique(batch).tolist():
        yield np.flatnonzero(batch == number)


def totals_of_union(
    union: PsuUnion, subsamples: Sequence[int], influence: Influence, sums: Mapping[Key, Array]
) -> Array:
    """Σ w·(influence value) of each own cell of joined subsamples.

    Args:
        union: the PSUs of the rows.
        subsamples: the numbers of the subsamples.
        influence: slopes (rows,) and totals (cells,).
        sums: Σ w·feature of all own cells, by subsample and feature.
    """
    found = np.zeros(len(union.over.psu))
    for number, cells, rows, places in zip(subsamples, union.cells, union.rows, union.places, strict=True):
        values = np.zeros(len(cells))
        if number in influence.totals:
            values += influence.totals[number][cells]
        for (subsample, feature), slope in influence.slopes.items():
            if subsample == number:
                values += slope[rows] * sums[subsample, feature][cells]
        found += summed(places, values, len(found))
    return found


def sums_of_cells(evidence: Evidence, influences: Sequence[Influence]) -> dict[Key, Array]:
    """Σ w·feature of all own cells, of every subsample and feature that has a slope."""
    keys = dict.fromkeys(key for influence in influences for key in influence.slopes)
    found = {}
    for number in {subsample for subsample, _ in keys}:
        subsample = evidence.subsamples[number]
        features = [feature for other, feature in keys if other == number]
        tables = all_cell_sums(subsample.sums, subsample.within, features)
        found.update({(number, feature): table for feature, table in zip(features, tables, strict=True)})
    return found
