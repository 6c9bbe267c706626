"""Distributed rows without a cluster: what is handed on is pickled, and executed in any order."""

import pickle
import zlib
from collections import Counter

import numpy as np

from kaltim_poverty.survey.distributed import (
    Combinations,
    RangeRows,
    block_of,
    distributed_design,
    distributed_sample,
    pack,
    unpack,
)
from kaltim_poverty.survey.sample import SIZES, Distributed
from kaltim_poverty.survey.spark.block_pass import joined

TRAFFIC = Counter()  # bytes of tasks that were sent, and of what they made


def sent(value):
    """What arrives of a value at another process."""
    return pickle.loads(pickle.dumps(value))


class InProcess:
    """Blocks as bytes; tasks go over them in an order drawn anew for each pass."""

    def __init__(self, blocks, ranked=None, *, buckets=3, seed=0, sizes=SIZES):
        self.packed, self.ranked, self.buckets = blocks, ranked, buckets
        self.random, self.sizes = np.random.default_rng(seed), sizes

    @property
    def blocks(self):
        return len(self.packed)

    def each(self, task, blocks=None):
        numbers = list(range(self.blocks) if blocks is None else blocks)
        assert numbers == sorted(set(numbers))
        found = {}
        for place in self.random.permutation(len(numbers)).tolist():
            block = unpack(self.packed[numbers[place]], self.sizes)
            made = pickle.dumps(sent(task)(block))
            TRAFFIC["received"] += len(made)
            found[numbers[place]] = pickle.loads(made)
        TRAFFIC["sent"] += len(pickle.dumps(task))
        return [found[number] for number in numbers]

    def by_psu(self, emit, gather):
        columns = self.each(emit)
        every = {name: np.concatenate([own[name] for own in columns]) for name in columns[0]}
        bucket = np.array([zlib.crc32(str(key).encode()) % self.buckets for key in every["psu"].tolist()])
        there = np.unique(bucket)
        own = {int(b): {name: values[bucket == b] for name, values in every.items()} for b in there}
        found = {b: sent(sent(gather)(own[b])) for b in self.random.permutation(there).tolist()}
        return [found[b] for b in sorted(found)]

    def with_places(self):
        return self

    def by_ratio(self):
        assert self.ranked is not None, "lines are the same for all"
        return self.ranked

    def by_domain(self, wanted, emit=None):
        parts = {}
        for packed in self.packed:
            for number, rows in sent(wanted).parts(unpack(packed, self.sizes)):
                parts.setdefault(number, []).append(rows)
        assert sorted(parts) == list(range(wanted.blocks))
        made = [block_of(number, joined(parts[number]), sizes=self.sizes) for number in sorted(parts)]
        if emit is not None:
            totals = {}
            for columns in self.each(emit):
                for psu, total in zip(columns["psu"].tolist(), columns["t0"].tolist(), strict=True):
                    totals[psu] = totals.get(psu, 0.0) + total
            made = [
                each._replace(line_totals=np.array([totals[psu] for psu in each.psu.tolist()]))
                for each in made
            ]
        return InProcess(list(map(pack, made)), buckets=self.buckets, sizes=self.sizes)


def rows_of_reading(reading):
    """All rows of a reading in memory as they come from a shuffle, in an order that says nothing."""
    sample, design = reading.sample, reading.design
    blocks, cells = list(sample.blocks()), sample.cells
    joined = {
        name: np.concatenate([getattr(each, name) for each in blocks])
        for name in ("welfare", "weight", "cell")
    }
    order = np.random.default_rng(1).permutation(len(joined["weight"]))
    cell = joined["cell"][order]
    psu = cells.psu[cell]
    line = None
    if blocks[0].line is not None:
        line = np.concatenate([each.line for each in blocks])[order]
    elif isinstance(cells.line, np.ndarray):
        line = cells.line[cell]
    replicates = np.concatenate([each.replicates for each in blocks], axis=-1)
    replicates = replicates[:, order] if replicates.size else np.empty((0, 0))
    has_psus = bool(reading.columns.psu) and not replicates.size
    return RangeRows(
        joined["welfare"][order],
        joined["weight"][order],
        design.stratum[psu],
        {column: codes[cell] for column, codes in cells.groups.items()},
        cells.inside[cell],
        (psu * 7 + 3) if has_psus else None,
        None if replicates.size else psu,
        line,
        replicates,
        {name: np.concatenate([each.columns[name] for each in blocks])[order] for name in blocks[0].columns},
    )


def taken(rows, chosen):
    """Some of the rows."""
    return RangeRows(
        *(
            {name: each[chosen] for name, each in values.items()}
            if isinstance(values, dict)
            else None
            if values is None
            else values[..., chosen]
            if values.size
            else values
            for values in rows
        )
    )


def blocks_by(rows, key, count, *, by_ratio, sizes):
    """About so many blocks in order of a key, none of whose values lies in two."""
    order = np.argsort(key, kind="stable")
    wanted = np.linspace(0, len(order), count + 1)[1:-1].astype(int)
    bounds = np.unique(np.searchsorted(key[order], key[order][wanted])) if len(order) else []
    parts = np.split(order, [bound for bound in bounds if 0 < bound < len(order)])
    return [
        pack(block_of(number, taken(rows, own), by_ratio=by_ratio, sizes=sizes))
        for number, own in enumerate(parts)
    ]


def distributed_reading(reading, *, blocks=5, buckets=3, seed=0, sizes=SIZES):
    """The same reading with its rows distributed."""
    rows, cells, design = rows_of_reading(reading), reading.sample.cells, reading.design
    packed = blocks_by(rows, rows.welfare, blocks, by_ratio=False, sizes=sizes)
    ranked = None
    if rows.line is not None:
        by_ratio = blocks_by(rows, rows.welfare / rows.line, blocks + 1, by_ratio=True, sizes=sizes)
        ranked = InProcess(by_ratio, buckets=buckets, seed=seed, sizes=sizes)
    store = InProcess(packed, ranked, buckets=buckets, seed=seed, sizes=sizes)
    used = cells.rows > 0
    codes = np.stack([cells.inside, *cells.groups.values()]).astype(int)[:, used]
    distinct, place = np.unique(codes, axis=1, return_inverse=True)
    counts = np.bincount(place.ravel(), cells.rows[used], distinct.shape[1]).astype(int)
    groups = dict(zip(cells.groups, distinct[1:], strict=True))
    combinations = Combinations(groups, cells.labels, distinct[0].astype(bool), counts)
    lonely = design.lonely_of(cells.psu[cells.inside & used])
    spans = rows.psu is not None
    line = None if isinstance(cells.line, np.ndarray) else cells.line
    counted = {"full_count": design.is_full_count}
    store = Distributed(store, lonely, spans)
    sample = distributed_sample(store, combinations, reading.sample.psus, line, sizes, **counted)
    distributed = distributed_design(design.psus, design.fraction_left, design.names, design.rule, **counted)
    return reading._replace(sample=sample, design=distributed)
