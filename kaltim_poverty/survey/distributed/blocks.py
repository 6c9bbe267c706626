"""Rows of a range of welfare to a block: put in order, their cells numbered, packed as bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial
from math import prod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kaltim_poverty.measures.linear import Array, IntArray
from kaltim_poverty.survey.distributed.rows import BlockRows
from kaltim_poverty.survey.sample import Block, Cells, Sample, Sizes, factorize, first_occurrences, ranks

NO_REPLICATES = np.empty((0, 0))
ALIGNMENT = 8  # bytes: of each part of a packed block, and of the length of its header before it


class RangeRows(NamedTuple):
    """The rows of a block in any order, as they come from a shuffle; arrays of shape (rows,).

    Attributes:
        welfare: of each row.
        weight: of persons, above 0.
        stratum: the number of the stratum in the whole survey, in order of its names.
        groups: codes by column, those of the whole survey; -1 where the row lacks its group.
        inside: whether the row belongs to the subpopulation; None: all do.
        psu: the key of the PSU in the whole survey, whole numbers or text; None where each row is a PSU, or
            where variances come from replicate weights of the file.
        place: the number of the PSU in the whole survey (see `BlockRows.place`), for a bootstrap alone.
        line: of each row, where rows have different ones, whichever way they got them.
        replicates: replicate weights of persons, (replicates, rows); empty without them.
        columns: more numbers of each row by name; truths are 1 and 0.
    """

    welfare: Array
    weight: Array
    stratum: IntArray
    groups: Mapping[str, IntArray]
    inside: NDArray[np.bool_] | None = None
    psu: NDArray[Any] | None = None
    place: IntArray | None = None
    line: Array | None = None
    replicates: Array = NO_REPLICATES
    columns: Mapping[str, Array] = {}


def block_of(
    number: int, rows: RangeRows, *, by_ratio: bool = False, sizes: Sizes | None = None
) -> BlockRows:
    """The rows of a block in order of welfare, weight, PSU and all else that they carry.

    Args:
        number: of the block.
        rows: all of them.
        by_ratio: whether the first key is welfare over line.
        sizes: of the steps in which rows are handled.
    """
    order = order_of(rows, by_ratio=by_ratio)
    rows = rows_at(rows, order)
    psus, psu = psus_of(rows)
    cells, cell = cells_of(rows, psu)
    block = Block(rows.welfare, rows.weight, cell, rows.line, rows.replicates, 0, rows.columns)
    return rows_of_block(number, block, cells, psus, sizes)


def order_of(rows: RangeRows, *, by_ratio: bool) -> IntArray:
    """The order of rows by all that they carry: rows that are equal in this cannot be told apart."""
    first = rows.welfare if rows.line is None or not by_ratio else rows.welfare / rows.line
    order = np.argsort(first)  # ties come in any order: four times as fast, and they are put in order below
    ordered = first[order]
    same = ordered[1:] == ordered[:-1]
    places = np.flatnonzero(np.append(same, False) | np.append(False, same))  # most rows tie with none
    tied = order[places]
    keys: list[NDArray[Any]] = [rows.welfare, rows.weight, rows.stratum]
    keys += [key for key in (rows.psu, rows.place, rows.inside, rows.line) if key is not None]
    keys += [*rows.groups.values(), *rows.columns.values(), *rows.replicates]
    order[places] = tied[np.lexsort([*(key[tied] for key in keys[::-1]), ordered[places]])]
    return order


def rows_at(rows: RangeRows, places: IntArray) -> RangeRows:
    """The rows at some places, in the order of these."""
    return RangeRows(
        rows.welfare[places],
        rows.weight[places],
        rows.stratum[places],
        {column: codes[places] for column, codes in rows.groups.items()},
        None if rows.inside is None else rows.inside[places],
        None if rows.psu is None else rows.psu[places],
        None if rows.place is None else rows.place[places],
        None if rows.line is None else rows.line[places],
        rows.replicates[:, places] if rows.replicates.size else rows.replicates,
        {name: values[places] for name, values in rows.columns.items()},
    )


def rows_in(block: BlockRows) -> RangeRows:
    """The rows of a block as they were before they were put in order."""
    (rows,), cells = block.sample.blocks(), block.sample.cells
    psu = cells.psu[rows.cell]
    return RangeRows(
        rows.welfare,
        rows.weight,
        block.stratum[psu],
        {column: codes[rows.cell] for column, codes in cells.groups.items()},
        cells.inside[rows.cell],
        None if block.psu is None else block.psu[psu],
        None if block.place is None else block.place[psu],
        rows.line,
        rows.replicates,
        dict(rows.columns),
    )


class Psus(NamedTuple):
    """The PSUs of a block: their keys, strata and places as in `BlockRows`, (psus,)."""

    key: NDArray[Any] | None
    stratum: IntArray
    place: IntArray | None


def psus_of(rows: RangeRows) -> tuple[Psus, IntArray]:
    """The PSUs of a block by stratum, and the number of that of each row."""
    if rows.psu is None and rows.replicates.size:
        return Psus(None, np.zeros(1, dtype=np.intp), None), np.zeros(len(rows.weight), dtype=np.intp)
    if rows.psu is None:
        order = np.argsort(rows.stratum, kind="stable")
        place = None if rows.place is None else rows.place[order]
        return Psus(None, rows.stratum[order], place), ranks(order)
    key, psu = factorize(rows.psu)
    first = first_occurrences(psu)
    order = np.argsort(rows.stratum[first], kind="stable")
    first = first[order]
    place = None if rows.place is None else rows.place[first]
    return Psus(key[order], rows.stratum[first], place), ranks(order)[psu]


def cells_of(rows: RangeRows, psu: IntArray) -> tuple[Cells, IntArray]:
    """The combinations of PSU, groups and subpopulation, and the number of that of each row."""
    inside = np.ones(len(psu), dtype=bool) if rows.inside is None else rows.inside
    cell = cells_within(psu, combined([inside, *rows.groups.values()]))
    counts = np.bincount(cell)
    first = first_occurrences(cell)
    groups = {column: codes[first].astype(np.intp) for column, codes in rows.groups.items()}
    return Cells(psu[first], counts, inside[first], groups, {}, None), cell


def combined(columns: Sequence[NDArray[Any]]) -> IntArray:
    """The number of the combination of codes, from -1 on, that each row has."""
    found = np.zeros(len(columns[0]), dtype=np.intp)
    for codes in columns:
        found = factorize(found * (int(codes.max(initial=0)) + 2) + codes + 1)[1]
    return found


def cells_within(psu: IntArray, combination: IntArray) -> IntArray:
    """The number of the PSU and combination of codes that each row has; mostly a PSU has one of these."""
    if not len(psu):
        return psu
    of_psu = np.empty(int(psu.max()) + 1, dtype=np.intp)
    of_psu[psu] = combination
    if (of_psu[psu] == combination).all():
        return psu
    return factorize(psu * (int(combination.max()) + 1) + combination)[1]


def rows_of_block(number: int, block: Block, cells: Cells, psus: Psus, sizes: Sizes | None) -> BlockRows:
    """A block with its cells as a sample of its own."""
    sample = Sample(partial(iter, (block,)), in_memory=True, cells=cells, psus=len(psus.stratum))
    if sizes is not None:
        sample = sample._replace(sizes=sizes)
    return BlockRows(number, sample, psus.key, psus.stratum, psus.place)


def pack(rows: BlockRows) -> bytes:
    """A block as bytes: the names, types and shapes of its arrays as JSON, and these one after the other."""
    (block,), cells = rows.sample.blocks(), rows.sample.cells
    arrays: dict[str, NDArray[Any] | None] = {
        "welfare": block.welfare,
        "weight": block.weight,
        "cell": narrowed(block.cell),
        "line": block.line,
        "replicates": block.replicates,
        "psu": narrowed(cells.psu),
        "rows": narrowed(cells.rows),
        "inside": cells.inside,
        "key": rows.psu if rows.psu is None or rows.psu.dtype.kind != "O" else rows.psu.astype(str),
        "stratum": narrowed(rows.stratum),
        "place": rows.place,
        "line_totals": rows.line_totals,
        **{f"group:{column}": narrowed(codes) for column, codes in cells.groups.items()},
        **{f"column:{name}": values for name, values in block.columns.items()},
    }
    present = {name: np.ascontiguousarray(values) for name, values in arrays.items() if values is not None}
    layout = [[name, values.dtype.str, values.shape] for name, values in present.items()]
    header = json.dumps({"number": rows.number, "psus": rows.sample.psus, "arrays": layout}).encode()
    length = len(header).to_bytes(ALIGNMENT, "little")
    return b"".join(map(padded, [length, header, *(values.tobytes() for values in present.values())]))


def unpack(packed: bytes, sizes: Sizes | None = None) -> BlockRows:
    """The block that bytes of `pack` hold.

    Args:
        packed: the bytes.
        sizes: of the steps in which rows are handled.
    """
    length = int.from_bytes(packed[:ALIGNMENT], "little")
    header = json.loads(packed[ALIGNMENT : ALIGNMENT + length])
    start, arrays = ALIGNMENT + length + -length % ALIGNMENT, {}
    for name, kind, shape in header["arrays"]:
        size = prod(shape) * np.dtype(kind).itemsize
        arrays[name] = np.ndarray(shape, kind, packed, start) if size else np.empty(shape, kind)
        start += size + -size % ALIGNMENT
    whole = {name: arrays[name].astype(np.intp) for name in ("cell", "psu", "rows", "stratum")}
    block = Block(
        arrays["welfare"],
        arrays["weight"],
        whole["cell"],
        arrays.get("line"),
        arrays["replicates"],
        0,
        named(arrays, "column:"),
    )
    groups = {column: codes.astype(np.intp) for column, codes in named(arrays, "group:").items()}
    cells = Cells(whole["psu"], whole["rows"], arrays["inside"], groups, {}, None)
    psus = Psus(arrays.get("key"), whole["stratum"], arrays.get("place"))
    rows = rows_of_block(header["number"], block, cells, psus, sizes)
    return rows._replace(line_totals=arrays.get("line_totals"))


def narrowed(values: IntArray) -> NDArray[Any]:
    """Whole numbers in half the bytes; there are fewer than 2**31 of anything in a block."""
    return values.astype(np.int32)


def padded(part: bytes) -> bytes:
    """With zeros, so that the next part begins where numbers may."""
    return part + bytes(-len(part) % ALIGNMENT)


def named(arrays: Mapping[str, NDArray[Any]], prefix: str) -> dict[str, NDArray[Any]]:
    """The arrays whose names begin so, by the rest of their names."""
    return {name.removeprefix(prefix): values for name, values in arrays.items() if name.startswith(prefix)}
