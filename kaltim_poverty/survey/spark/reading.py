"""A survey read on executors: what `read` hands on of one machine, with rows that stay where they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.distributed import Combinations, distributed_design, distributed_sample
from kaltim_poverty.survey.read import (
    NO_EXTRA_COLUMNS,
    NOMINAL,
    Columns,
    Counts,
    ExtraColumns,
    LineSpec,
    Prices,
    Reading,
    is_likely_code,
    listed_strata,
    number_text,
)
from kaltim_poverty.survey.read.code_spellings import alike
from kaltim_poverty.survey.read.columns import without_constant
from kaltim_poverty.survey.read.prices import DEFLATOR
from kaltim_poverty.survey.read.reading import columns_and_lines, fraction_not_sampled, line_by_groups
from kaltim_poverty.survey.read.rows.cell_table import CodedCells
from kaltim_poverty.survey.read.rows.raw_rows import RawRows
from kaltim_poverty.survey.read.thousands import columns_of_thousands
from kaltim_poverty.survey.sample import SIZES, Design, Distributed, IntArray, Sizes
from kaltim_poverty.survey.spark.block_frame import BlockFrame
from kaltim_poverty.survey.spark.block_pass import BlockPlan, block_of_parts, parts_of_records
from kaltim_poverty.survey.spark.design_pass import alike_of_bucket, psus_of_bucket
from kaltim_poverty.survey.spark.faults import check_readable, check_rows, check_tally, retyped, tally_of
from kaltim_poverty.survey.spark.file_groups import FileGroup, file_groups
from kaltim_poverty.survey.spark.histogram import block_ends
from kaltim_poverty.survey.spark.psu_places import codes_of_bucket, places_of_psus
from kaltim_poverty.survey.spark.reading_pass import BUCKETS, CODES_READ, PSUS_READ, ROWS_READ
from kaltim_poverty.survey.spark.recoding import (
    Coding,
    coding,
    combinations_of,
    strata_coding,
    with_rows,
)
from kaltim_poverty.survey.spark.records import unpacked
from kaltim_poverty.survey.spark.row_plan import RowPlan, psus_of_texts, row_plan
from kaltim_poverty.survey.spark.rows import RowsOfFrame
from kaltim_poverty.survey.spark.tally import Tally

if TYPE_CHECKING:
    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.read import Engine, LinesByGroup, Roles, Table
    from kaltim_poverty.survey.spark.design_pass import PsuCounts
    from kaltim_poverty.survey.spark.frames import Frame

ROWS_OF_BLOCK = 500_000
ROWS_OF_TASK = 2_000_000  # whose PSUs are counted together: they need few bytes, and a task has its price
ROWS_OF_TIE = 5_000_000  # above which people should know
BYTES_OF_BLOCK = 2**26
BYTES_OF_ROW = 40  # besides numbers that only some questions carry

FrameOf = Callable[[Sequence[tuple[FileGroup, RowPlan]]], "Frame"]


class FirstPass(NamedTuple):
    """The results of the first pass over the rows.

    Attributes:
        raw: the columns and what is made of them.
        frame: the records of all batches.
        tally: what was counted.
    """

    raw: RawRows
    frame: Frame
    tally: Tally


class Codes(NamedTuple):
    """The codes of the whole survey.

    Attributes:
        strata: of strata.
        groups: of groups, by column.
        cells: the combinations of groups that some row has.
    """

    strata: Coding
    groups: dict[str, Coding]
    cells: CodedCells


def read_distributed(
    frame_of: FrameOf,
    engine: Engine,
    table: Table,
    roles: Roles,
    *,
    by: Sequence[str] = (),
    where: str | None = None,
    spec: LineSpec | None = None,
    missing: str = "error",
    rule: str = "adjust",
    sizes: Sizes = SIZES,
    extra: ExtraColumns = NO_EXTRA_COLUMNS,
    prices: Prices = NOMINAL,
    full_count: bool = False,
) -> Reading:
    """The sample and its design, as `read` has them, with rows on executors.

    Args:
        frame_of: begins to read groups of files as their plans say.
        engine: what reads on this machine: heads of files, and what is wrong in one.
        table: the survey.
        roles: the columns by role.
        by: the columns of all breakdowns.
        where: the condition of a subpopulation.
        spec: where the line comes from.
        missing: ``error``, or ``drop`` to leave out rows without a value.
        rule: what a stratum with one PSU adds.
        sizes: how many rows are handled at a time.
        extra: what else is needed of each row.
        prices: what turns welfare into the prices of the base.
        full_count: whether everybody is in the files.

    Raises:
        InputError: for anything in the files that cannot be right, with file, row, column and value.
    """
    spec = spec or LineSpec()
    with engine.unchanged_files():
        columns, lines = columns_and_lines(
            table, roles, by=by, spec=spec, extra=extra, prices=prices, full_count=full_count
        )
        relative = spec.share is not None
        everybody = relative or bool(columns.replicates)
        raw = RawRows(engine, table, columns, where, welfare_of_all=relative)
        first = first_pass(frame_of, raw, partial(plan_of_group, raw, everybody=everybody, nest=roles.nest))
        check_rows(first.raw, first.tally, missing)
        first = without_constants(first)
        codes = codes_of(first)
        found = psus_of(first, codes)
        design = design_of(first, codes, found, rule)
        check_lines(first, spec)
        line, by_cell = lines_of(first, codes, lines, spec)
        rows, psus = rows_in_blocks(first, codes, design, by_cell, sizes, everybody=everybody)
        sample = distributed_sample(
            Distributed(rows, lonely_strata(first, codes, design), bool(first.raw.columns.psu)),
            combinations(codes.cells),
            psus,
            line,
            sizes,
            full_count=full_count,
        )
        return Reading(
            sample,
            design,
            first.raw.columns,
            counts_of(first.tally),
            lines,
            columns_of_thousands(engine, table, columns.numbers()),
            alike_codes(first, codes, by),
            likely_code(first.tally),
            large_tie(first.tally),
        )


def plan_of_group(raw: RawRows, group: FileGroup, *, everybody: bool = False, nest: bool = False) -> RowPlan:
    """The plan by which executors read one group of files."""
    return row_plan(raw, group.source, group.written, group.csv, everybody=everybody, nest=nest)


def first_pass(frame_of: FrameOf, raw: RawRows, plan_of: Callable[[FileGroup], RowPlan]) -> FirstPass:
    """Read all rows; once more where a column is not what the head of its file made think.

    Args:
        frame_of: begins to read groups of files as their plans say.
        raw: the columns and what is made of them.
        plan_of: what executors do with the rows of a group.

    Raises:
        InputError: for a cell or a line that cannot be read.
    """
    while True:
        plans = [(group, plan_of(group)) for group in file_groups(raw)]
        frame = frame_of(plans).persisted()
        tally = tally_of(frame, partial(check_readable, raw))
        if not retyped(raw, tally):
            check_tally(raw, tally, [group for group, _ in plans])
            return FirstPass(raw, frame, tally)


def without_constants(first: FirstPass) -> FirstPass:
    """The columns without replicate weights that are constant, where weights differ.

    Raises:
        InputError: if fewer than two are left.
    """
    columns, ends = first.raw.columns, first.tally.ends
    if not columns.replicates or columns.weight is None:
        return first
    same = [name for name, (least, most) in ends.items() if least == most]
    if columns.weight not in same:
        first.raw.columns = without_constant(first.raw.table, columns, same)
    return first


def codes_of(first: FirstPass) -> Codes:
    """The codes of the whole survey.

    Values come in no certain order, so they are put in one: codes follow from the values alone.
    """
    tally, columns = first.tally, first.raw.columns.groups
    strata = sorted(tally.strata, key=str)
    groups = {
        column: coding(sorted({values[place] for values in tally.combinations}, key=str))
        for place, column in enumerate(columns)
    }
    return Codes(strata_coding(strata), groups, combinations_of(tally, columns, groups))


def psus_of(first: FirstPass, codes: Codes) -> IntArray:
    """n_h, all PSUs of each stratum, (strata,).

    Raises:
        InputError: for a PSU in two strata.
    """
    columns, tally = first.raw.columns, first.tally
    by_code = sorted(tally.strata, key=lambda values: codes.strata.numbers[values])
    if not columns.psu:
        one = [1] if columns.replicates else [tally.strata[values].rows for values in by_code]
        return np.array(one, dtype=np.intp)
    frame = first.frame.of_kind(PSUS_READ).gathered(
        partial(psus_of_bucket, codes.strata.numbers), parts_of(tally)
    )
    found: list[PsuCounts] = [unpacked(record.data) for record in frame.collected()]
    if any(each.same_key for each in found):
        raise InputError("spark_same_key", file=first.raw.table.display_name, column=", ".join(columns.psu))
    wrong = sum(each.in_two_strata for each in found)
    if wrong:
        raise first.raw.faults.psu_in_two_strata(wrong)
    return np.asarray(sum(each.psus for each in found), dtype=np.intp)


def parts_of(tally: Tally) -> int:
    """The number of tasks among which PSUs are counted."""
    return min(BUCKETS, tally.counts["rows"] // ROWS_OF_TASK + 1)


def design_of(first: FirstPass, codes: Codes, psus: IntArray, rule: str) -> Design:
    """The design of all PSUs.

    Raises:
        InputError: if the finite population is not one number a stratum, or smaller than its sample, or a
            stratum has one PSU under the rule ``fail``.
    """
    table, columns = first.raw.table, first.raw.columns
    fraction = np.ones(len(psus))
    if columns.fpc is not None:
        fraction = fraction_not_sampled(table, columns, ends_of_populations(first, codes), psus)
    design = distributed_design(psus, fraction, codes.strata.names, rule, full_count=columns.is_full_count)
    lonely = lonely_strata(first, codes, design)
    if rule == "fail" and len(lonely) and not (columns.replicates or columns.is_full_count):
        listed = listed_strata([design.names[stratum] for stratum in lonely.tolist()])
        raise InputError("lonely_psu", file=table.display_name, count=str(len(lonely)), strata=listed)
    return design


def ends_of_populations(first: FirstPass, codes: Codes) -> CodedCells:
    """The smallest and largest population of PSUs that rows state for each stratum."""
    strata = first.tally.strata
    stratum = np.array([codes.strata.numbers[values] for values in strata] * 2, dtype=np.intp)
    ends = [own.least for own in strata.values()] + [own.most for own in strata.values()]
    order = np.argsort(stratum, kind="stable")
    fpc = np.array(ends, dtype=np.float64)[order]
    return codes.cells._replace(stratum=stratum[order], strata=codes.strata.names, fpc=fpc)


def lonely_strata(first: FirstPass, codes: Codes, design: Design) -> IntArray:
    """The strata with one PSU in which the subpopulation has a row."""
    inside = np.zeros(len(design.psus), dtype=bool)
    for values, own in first.tally.strata.items():
        if first.raw.columns.replicates:
            inside[0] |= own.inside > 0
        else:
            inside[codes.strata.numbers[values]] = own.inside > 0
    return np.array([stratum for stratum in design.lonely.tolist() if inside[stratum]], dtype=np.intp)


def check_lines(first: FirstPass, spec: LineSpec) -> None:
    """Refuse a line at or below 0 in a column.

    Raises:
        InputError: with its row.
    """
    if spec.column is not None and first.tally.counts["line_not_above_zero"]:
        raise first.raw.faults.line_not_above_zero()


def lines_of(
    first: FirstPass, codes: Codes, lines: LinesByGroup | None, spec: LineSpec
) -> tuple[float | None, Array | None]:
    """The line of all rows, or those of combinations of groups, (combinations,); None for what is not.

    Raises:
        InputError: for a group without a line.
    """
    columns = first.raw.columns
    if lines is None:
        return spec.amount, None
    line = line_by_groups(first.raw.table, codes.cells, lines) / (columns.deflator or 1.0)
    if isinstance(line, float) and DEFLATOR not in columns.extra:
        return line, None
    return None, np.broadcast_to(np.asarray(line), codes.cells.rows.shape)


def rows_in_blocks(
    first: FirstPass,
    codes: Codes,
    design: Design,
    lines: Array | None,
    sizes: Sizes,
    *,
    everybody: bool,
) -> tuple[RowsOfFrame, int]:
    """The rows in blocks, and how many PSUs the whole survey has."""
    assert first.tally.welfare is not None  # noqa: S101 - there are rows
    columns, psus = first.raw.columns, int(design.psus.sum())
    rows_of_block = sizes.rows_of_block or rows_of_a_block(columns)
    ends = block_ends(first.tally.welfare, rows_of_block)
    plan = block_plan(first, codes, ends, lines, sizes, everybody=everybody)
    parts = first.frame.of_kind(ROWS_READ).mapped(partial(parts_of_records, plan))
    held = BlockFrame(parts, partial(block_of_parts, sizes), len(ends) + 1, [first.frame])
    places = partial(places_of_psus, codes_of_psus(first, codes) if columns.psu else None, design.psus)
    return RowsOfFrame(held, design.psus, rows_of_block, sizes, places), psus


def codes_of_psus(first: FirstPass, codes: Codes) -> Frame:
    """The PSUs of each bucket with their codes, read only if they are needed."""
    own = partial(codes_of_bucket, codes.strata.numbers)
    return first.frame.of_kind(PSUS_READ).gathered(own, parts_of(first.tally))


def rows_of_a_block(columns: Columns) -> int:
    """How many rows a block has about: fewer where each carries many numbers."""
    bytes_of_row = BYTES_OF_ROW + 8 * (len(columns.replicates) + len(columns.extra))
    return min(ROWS_OF_BLOCK, BYTES_OF_BLOCK // bytes_of_row)


def block_plan(
    first: FirstPass, codes: Codes, ends: IntArray, lines: Array | None, sizes: Sizes, *, everybody: bool
) -> BlockPlan:
    """The plan by which rows are cut into blocks."""
    raw, cells = first.raw, codes.cells
    columns, expressions = raw.columns, raw.expressions
    by_codes = None
    if lines is not None:
        own = np.stack([cells.codes[column] for column in columns.line_groups], axis=1)
        needed = cells.inside & (cells.rows > 0)
        by_codes = dict(zip(map(tuple, own[needed].tolist()), lines[needed].tolist(), strict=True))
    names = [name for name in expressions.row_columns() if name.startswith("r")]
    replicates = [
        name
        for name, column in zip(names, expressions.columns.replicates, strict=True)
        if column in columns.replicates
    ]
    return BlockPlan(
        ends,
        codes.strata.numbers,
        {column: own.numbers for column, own in codes.groups.items()},
        {role: f"x_{role}" for role in expressions.extra()},
        tuple(replicates),
        "z" if columns.line else None,
        columns.line_groups,
        by_codes,
        f"x_{DEFLATOR}" if DEFLATOR in columns.extra else None,
        everybody,
        sizes,
    )


def combinations(cells: CodedCells) -> Combinations:
    """The combinations of groups of rows with a weight above 0."""
    used = with_rows(cells)
    return Combinations(used.codes, used.labels, used.inside, used.rows)


def counts_of(tally: Tally) -> Counts:
    """How many rows were read, used and left out."""
    counts = tally.counts
    return Counts(
        counts["rows"],
        counts["lacking"],
        counts["zero_weight"],
        counts["outside"],
        counts["without_group"],
        counts["uncertain"],
        counts["undecided"],
    )


def alike_codes(first: FirstPass, codes: Codes, by: Sequence[str]) -> list[tuple[str, ...]]:
    """The codes of strata, PSUs and breakdowns that look alike, each once."""
    columns = first.raw.columns
    strata = [texts_among(values) for values in zip(*first.tally.strata, strict=True)]
    groups = [texts_among(codes.groups[column].numbers) for column in columns.groups if column in by]
    found = [group for texts in strata for group in alike(texts)]
    texts_of_psus = psus_of_texts(first.raw)
    if texts_of_psus:
        of_psus = first.frame.of_kind(CODES_READ).gathered(alike_of_bucket, parts_of(first.tally))
        records = of_psus.collected()
        for place in range(len(texts_of_psus)):
            own = [record for record in records if record.key // BUCKETS == place]
            found += sorted(group for record in own for group in unpacked(record.data))
    found += [group for texts in groups for group in alike(texts)]
    return list(dict.fromkeys(found))


def texts_among(values: object) -> list[str]:
    """The texts among values of codes; whole numbers never look alike."""
    return [value for value in values if isinstance(value, str)]  # type: ignore[attr-defined]


def likely_code(tally: Tally) -> tuple[str, int] | None:
    """The welfare that looks like a code for missing, with how many rows have it."""
    if not tally.highest:
        return None
    *others, highest = sorted(tally.highest)
    count = tally.highest[highest]
    return (
        (number_text(highest), count)
        if is_likely_code(highest, count, others[-1] if others else None)
        else None
    )


def large_tie(tally: Tally) -> int:
    """How many rows have about the same welfare, so that one block has them all; 0 where they are few."""
    most = 0 if tally.welfare is None else int(tally.welfare.rows.max(initial=0))
    return most if most > ROWS_OF_TIE else 0
