"""From slopes to Σ w·(influence value) by PSU: of one source as it is, of several joined row by row."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kaltim_poverty.survey.infer.degrees import runs
from kaltim_poverty.survey.moments.moments import whole
from kaltim_poverty.survey.sample.blocks import Breakdown, Whole, factorize, summed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.infer.evidence import Evidence, Source
    from kaltim_poverty.survey.infer.statistic import Key, Statistic
    from kaltim_poverty.survey.sample.chunks import Chunk

CELLS_OF_BATCH = 2**20  # that several sources are joined over at a time: 8 MB for each estimate


class Influence(NamedTuple):
    """What a statistic rests on in one sample.

    Attributes:
        slopes: by source and feature, each (rows,).
        totals: Σ w·influence of the own cells by source, each (cells,).
    """

    slopes: Mapping[Key, Array]
    totals: Mapping[int, Array]

    @property
    def sources(self) -> tuple[int, ...]:
        """The numbers of the sources, ascending."""
        return tuple(sorted({source for source, _ in self.slopes} | set(self.totals)))

    @property
    def identity(self) -> frozenset[Any]:
        """What influences with the same variances have in common: the slopes, but for the sign of all.

        Totals are as large as the survey, so that only the same array counts as equal.
        """
        sign = 1.0 if self.totals else first_sign(self.slopes.values())
        slopes = {(key, (sign * slope + 0.0).tobytes()) for key, slope in self.slopes.items()}
        return frozenset({*slopes, *((source, id(totals)) for source, totals in self.totals.items())})


def first_sign(arrays: Iterable[Array]) -> float:
    """The sign of the first number that is neither 0 nor NaN."""
    for values in arrays:
        signs = values[np.isfinite(values) & (values != 0)][:1]
        if len(signs):
            return float(np.sign(signs[0]))
    return 1.0


def influence_in(statistic: Statistic, evidence: Evidence, sample: int) -> Influence:
    """What a statistic rests on in one sample."""
    inside = [source.sample == sample for source in evidence.sources]
    return Influence(
        {key: slope for key, slope in statistic.slopes.items() if inside[key[0]]},
        {source: totals for source, totals in statistic.totals.items() if inside[source]},
    )


def is_one_to_one(source: Source) -> bool:
    """Whether no two rows refer to the same domain of a source."""
    here = source.domain[source.domain >= 0]
    return bool((np.bincount(here, minlength=1) <= 1).all())


def by_domain(influence: Influence, source: Source) -> Influence:
    """The same with slopes (domains,), of one source whose domains have at most one row each."""
    rows = np.flatnonzero(source.domain >= 0)
    found = {}
    for key, slope in influence.slopes.items():
        found[key] = np.zeros(len(source.over))
        found[key][source.domain[rows]] = slope[rows]
    return influence._replace(slopes=found)


def totals_of_chunk(chunk: Chunk, source: Source, influences: Sequence[Influence]) -> Iterator[Array]:
    """Σ w·(influence value) of some own cells of one source, of each influence with slopes (domains,)."""
    sums = source.sums(chunk)
    for influence in influences:
        terms = chain(
            (chunk.spread(slope) * sums[key[1]] for key, slope in influence.slopes.items()),
            (chunk.of(totals) for totals in influence.totals.values()),
        )
        totals = next(terms)
        for term in terms:
            totals += term  # the first is a product, so that nothing given is changed
        yield totals


class Joined(NamedTuple):
    """The PSUs of some rows in several sources.

    Attributes:
        over: the rows as domains.
        cells: the own cells of each source that are in these rows, one after the other.
        rows: the row of each of these cells.
        places: the own cell of `over` of each of these cells.
    """

    over: Breakdown
    cells: Sequence[Whole]
    rows: Sequence[Whole]
    places: Sequence[Whole]


def joined(evidence: Evidence, sources: Sequence[int], rows: Whole, psus: int) -> Joined:
    """The union of the PSUs that rows have in some sources of one sample.

    Args:
        evidence: what the statistics rest on.
        sources: the numbers of the sources.
        rows: the rows, ascending.
        psus: how many PSUs the design has.
    """
    cells, own_rows, keys = [], [], []
    for source in (evidence.sources[each] for each in sources):
        there = np.flatnonzero(source.domain[rows] >= 0)
        domain = source.domain[rows[there]]
        counts = source.over.starts[domain + 1] - source.over.starts[domain]
        cells.append(runs(source.over.starts[domain], counts))
        place = np.repeat(there, counts)
        own_rows.append(rows[place])
        keys.append(place * psus + source.over.psu[cells[-1]])
    every, place_of = factorize(np.concatenate(keys))
    domain = every // psus
    starts = np.searchsorted(domain, np.arange(len(rows) + 1)).astype(np.intp)
    nothing = np.empty(0, dtype=np.intp)
    over = Breakdown((), [()] * len(rows), nothing, domain, every - domain * psus, starts)
    ends = np.cumsum([len(each) for each in keys])[:-1]
    return Joined(over, cells, own_rows, np.split(place_of, ends))


def batches(evidence: Evidence, sources: Sequence[int]) -> Iterator[Whole]:
    """The rows, as many at a time as have a bounded number of own cells together."""
    cells = np.zeros(len(evidence.sources[sources[0]].domain), dtype=np.intp)
    for source in (evidence.sources[each] for each in sources):
        counts = np.append(np.diff(source.over.starts), 0)  # the last for rows without a domain
        cells += counts[source.domain]
    batch = (np.cumsum(cells) - cells) // CELLS_OF_BATCH
    for number in np.unique(batch).tolist():
        yield np.flatnonzero(batch == number)


def totals_of_joined(
    place: Joined, sources: Sequence[int], influence: Influence, sums: Mapping[Key, Array]
) -> Array:
    """Σ w·(influence value) of each own cell of joined sources.

    Args:
        place: the rows.
        sources: the numbers of the sources.
        influence: slopes (rows,) and totals (cells,).
        sums: Σ w·feature of all own cells, by source and feature.
    """
    found = np.zeros(len(place.over.psu))
    for number, cells, rows, places in zip(sources, place.cells, place.rows, place.places, strict=True):
        values = np.zeros(len(cells))
        if number in influence.totals:
            values += influence.totals[number][cells]
        for (source, feature), slope in influence.slopes.items():
            if source == number:
                values += slope[rows] * sums[source, feature][cells]
        found += summed(places, values, len(found))
    return found


def sums_of_cells(evidence: Evidence, influences: Sequence[Influence]) -> dict[Key, Array]:
    """Σ w·feature of all own cells, of every source and feature that has a slope."""
    keys = dict.fromkeys(key for influence in influences for key in influence.slopes)
    found = {}
    for number in {source for source, _ in keys}:
        source = evidence.sources[number]
        features = [feature for other, feature in keys if other == number]
        tables = whole(source.sums, source.within, features)
        found.update({(number, feature): table for feature, table in zip(features, tables, strict=True)})
    return found
