"""Arrays as a sample, reduced to moments, without files."""

from __future__ import annotations

import numpy as np

from kaltim_poverty.measures.catalogue import measure
from kaltim_poverty.survey.moments import all_cell_sums, reduce, relative_line
from kaltim_poverty.survey.sample import Block, Cells, Sample, rows_by_chunk


def sample(y, w, z=None, blocks=1):
    """Rows as a sample; each is its own PSU. *z* is one line, or one a row."""
    y, w = np.asarray(y, dtype=float), np.asarray(w, dtype=float)
    order = np.argsort(y, kind="stable")
    lines = None if z is None or np.ndim(z) == 0 else np.asarray(z, dtype=float)
    pieces = [
        Block(y[part], w[part], part, None if lines is None else lines[part], np.empty((0, 0)), k)
        for k, part in enumerate(np.array_split(order, blocks))
        if len(part)
    ]
    rows = len(y)
    line = float(z) if np.ndim(z) == 0 and z is not None else None
    cells = Cells(np.arange(rows), np.ones(rows, dtype=np.intp), np.ones(rows, dtype=bool), {}, {}, line)
    in_memory = len(pieces) == 1
    by_psu = rows_by_chunk(lambda: iter(pieces), cells.psu) if in_memory else None
    return Sample(lambda: iter(pieces), in_memory, cells, rows, by_psu)


def reduced(y, w, z, names, blocks=1, relative=None):
    """The moments of everybody."""
    own = sample(y, w, z, blocks)
    line = None
    if relative is not None:
        line = relative_line(own, *relative)
        own = own._replace(cells=own.cells._replace(line=line.line))
    return reduce(own, (), [measure(name) for name in names], relative=line), line


def value(name, y, w, z=None, blocks=1):
    """The value of a measure."""
    done, _ = reduced(y, w, z, [name], blocks)
    with np.errstate(all="ignore"):
        return float(measure(name).formula(done.totals).value[0])


def influence(name, y, w, z=None, blocks=1):
    """The influence value of every row, in the order given."""
    done, _ = reduced(y, w, z, [name], blocks)
    slopes = measure(name).formula(done.totals).slopes
    sums = all_cell_sums(done.moments.cells, done.within, list(slopes))
    totals = sum(float(slope[0]) * own for slope, own in zip(slopes.values(), sums, strict=True))
    by_row = np.empty(len(y))
    by_row[done.over.psu] = totals
    return by_row / np.asarray(w, dtype=float)
