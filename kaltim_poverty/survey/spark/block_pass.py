"""Pass 1 on executors: rows are parted by block, and those of a block put in order and packed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kaltim_poverty.survey.distributed import BlockRows, RangeRows, block_of, pack, rows_at, unpack
from kaltim_poverty.survey.sample import SIZES, IntArray, Sizes
from kaltim_poverty.survey.spark.buckets import places_by_number
from kaltim_poverty.survey.spark.histogram import blocks_of
from kaltim_poverty.survey.spark.records import Record, narrowed, packed, unpacked
from kaltim_poverty.survey.spark.tally import Values

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kaltim_poverty.survey.spark.reading_pass import RowsRead

PART, BLOCK, RESULT = range(20, 23)  # kinds of records


class BlockPlan(NamedTuple):
    """How rows become blocks.

    Attributes:
        ends: the last class of welfare of each block but the last.
        strata: the numbers of strata in the whole survey, by their values.
        groups: by column the codes in the whole survey, by value.
        columns: more numbers that rows carry, by their names as they were read.
        replicates: replicate weights, by their names as they were read.
        line: the name of the line of each row as it was read, if rows have their own.
        line_groups: the columns of groups on which lines hang.
        lines: the line by codes of these; None where lines do not hang on groups, or are one for all.
        deflator: the name of the deflator of each row, if lines are divided by it.
        everybody: whether rows outside the subpopulation are among them.
        sizes: of the steps in which rows are handled.
    """

    ends: IntArray
    strata: Mapping[Values, int]
    groups: Mapping[str, Mapping[Any, int]]
    columns: Mapping[str, str]
    replicates: tuple[str, ...]
    line: str | None
    line_groups: tuple[str, ...]
    lines: Mapping[tuple[int, ...], float] | None
    deflator: str | None
    everybody: bool
    sizes: Sizes = SIZES


def range_rows(plan: BlockPlan, read: RowsRead) -> RangeRows:
    """The rows of one batch, coded as in the whole survey."""
    numbers = read.numbers
    stratum = np.array([plan.strata[values] for values in read.strata], dtype=np.int64)[read.stratum]
    groups = {
        column: recoded(own.codes, own.values, codes)
        for (column, codes), own in zip(plan.groups.items(), read.groups, strict=True)
    }
    replicates = [numbers[name] for name in plan.replicates]
    return RangeRows(
        numbers["y"],
        numbers["w"],
        narrow(stratum, len(plan.strata)),
        {column: narrow(codes, len(plan.groups[column])) for column, codes in groups.items()},
        read.inside if plan.everybody else None,
        read.psu,
        None,
        lines_of_rows(plan, numbers, groups, read.inside),
        np.stack(replicates) if replicates else np.empty((0, 0)),
        {role: numbers[name] for role, name in plan.columns.items()},
    )


def recoded(codes: IntArray, values: list[Any], numbers: Mapping[Any, int]) -> IntArray:
    """Codes of a batch as those of the whole survey; -1 stays."""
    return np.array([*(numbers[value] for value in values), -1], dtype=np.int64)[codes]


def narrow(codes: IntArray, most: int) -> IntArray:
    """Codes in as few bytes as hold them."""
    return codes.astype(np.min_scalar_type(-max(most, 1)))


def lines_of_rows(
    plan: BlockPlan,
    numbers: Mapping[str, NDArray[np.float64]],
    groups: Mapping[str, IntArray],
    inside: NDArray[np.bool_],
) -> NDArray[np.float64] | None:
    """The line of each row, (rows,), where rows have different ones."""
    if plan.line is not None:
        return numbers[plan.line]
    if plan.lines is None:
        return None
    codes = np.stack([groups[column] for column in plan.line_groups], axis=1)
    found, place = np.unique(codes, axis=0, return_inverse=True)
    lines = np.array([plan.lines.get(tuple(each), np.nan) for each in found.tolist()])
    line = lines[place.reshape(-1)]
    return np.where(inside, line, np.nan) if plan.deflator is None else line / numbers[plan.deflator]


def parts_of_records(plan: BlockPlan, records: Iterable[Record]) -> Iterator[Record]:
    """The rows of each batch, parted by block."""
    for record in records:
        rows = range_rows(plan, unpacked(record.data))
        yield from parts(rows, blocks_of(rows.welfare, plan.ends))


def parts(rows: RangeRows, block: IntArray) -> Iterator[Record]:
    """Rows parted by block; an empty part of the first where there are none, so that this block is there."""
    if not len(block):
        yield Record(PART, 0, packed(rows))
    for number, places in places_by_number(block):
        own = rows_at(rows, places)
        psu = None if own.psu is None else narrowed(own.psu)
        yield Record(PART, number, packed(own._replace(psu=psu)))


def block_of_parts(sizes: Sizes, records: Iterable[Record], *, by_ratio: bool = False) -> Record:
    """The block of all its parts."""
    held = list(records)
    rows = joined([unpacked(record.data) for record in held])
    block = block_of(held[0].key, rows, by_ratio=by_ratio, sizes=sizes)
    return Record(BLOCK, held[0].key, pack(block))


def joined(parts: list[RangeRows]) -> RangeRows:
    """The rows of all parts."""
    first = parts[0]

    def all_of(name: str) -> Any:
        return (
            None if getattr(first, name) is None else np.concatenate([getattr(part, name) for part in parts])
        )

    return RangeRows(
        all_of("welfare"),
        all_of("weight"),
        all_of("stratum"),
        {column: np.concatenate([part.groups[column] for part in parts]) for column in first.groups},
        all_of("inside"),
        all_of("psu"),
        all_of("place"),
        all_of("line"),
        np.concatenate([part.replicates for part in parts], axis=1)
        if len(first.replicates)
        else first.replicates,
        {name: np.concatenate([part.columns[name] for part in parts]) for name in first.columns},
    )


def block_in(record: Record, sizes: Sizes) -> BlockRows:
    """The block that a record holds."""
    return unpack(record.data, sizes)
