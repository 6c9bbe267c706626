"""A survey read: its rows in order of welfare, its design, its lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.errors import InputError
from kaltim_poverty.inputs.steps import ESTIMATING, STEPS
from kaltim_poverty.survey.read.code_spellings import alike_in_columns
from kaltim_poverty.survey.read.columns import (
    NO_EXTRA_COLUMNS,
    Columns,
    ExtraColumns,
    resolve_columns,
    with_extra,
    with_prices,
    without_constants,
    without_weight,
)
from kaltim_poverty.survey.read.likely_codes import likely_code
from kaltim_poverty.survey.read.lines.by_group import LinesByGroup, lines_of_groups
from kaltim_poverty.survey.read.lines.origin import lines_by_group
from kaltim_poverty.survey.read.lines.spec import LineSpec
from kaltim_poverty.survey.read.prices import DEFLATOR, NOMINAL, Prices
from kaltim_poverty.survey.read.rows.loader import Loader
from kaltim_poverty.survey.read.rows.raw_rows import Counts
from kaltim_poverty.survey.read.thousands import Thousands, columns_of_thousands
from kaltim_poverty.survey.sample import SIZES, Cells, Design, IntArray, Sample, Sizes, rows_by_chunk
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.read.engine import Engine
    from kaltim_poverty.survey.read.roles import Roles
    from kaltim_poverty.survey.read.rows.cell_table import CodedCells
    from kaltim_poverty.survey.read.table import Table
    from kaltim_poverty.survey.sample import Block

FEW = 5
UNSTRATIFIED = ""  # the only stratum of a design without strata


class Reading(NamedTuple):
    """A survey that has been read.

    Attributes:
        sample: its rows.
        design: its design.
        columns: the columns by their role.
        counts: what became of the rows.
        lines: the poverty lines, where they follow from groups.
        thousands: columns of numbers with three decimals, which may be thousands.
        alike: codes of strata, PSUs and breakdowns that look alike.
        likely_code: the welfare that looks like a code for missing, with how many rows have it.
        large_tie: how many rows have about the same welfare, where one executor must hold many of them.
    """

    sample: Sample
    design: Design
    columns: Columns
    counts: Counts
    lines: LinesByGroup | None
    thousands: Sequence[Thousands] = ()
    alike: Sequence[tuple[str, ...]] = ()
    likely_code: tuple[str, int] | None = None
    large_tie: int = 0


def read(
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
    """The sample and its design.

    Args:
        engine: what reads and sorts.
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
        full_count: whether everybody is in the file.

    Raises:
        InputError: for anything in the file that cannot be right, with file, row, column and value, and for a
            file that changes meanwhile.
    """
    spec = spec or LineSpec()
    with engine.unchanged_files():
        columns, lines = columns_and_lines(
            table, roles, by=by, spec=spec, extra=extra, prices=prices, full_count=full_count
        )
        columns = without_constants(engine, table, columns)
        relative = spec.share is not None
        everybody = relative or bool(columns.replicates)  # the line, or the design, is of all rows
        loader = Loader(
            engine, table, columns, where, everybody=everybody, welfare_of_all=relative, sizes=sizes
        )
        counts = loader.raw.load(missing)
        thousands = columns_of_thousands(engine, table, columns.numbers())
        codes = alike_in_columns([loader.cells.code_texts(by)])
        code = likely_code(engine, loader.raw.name)
        cells = loader.fetch_cells(nest=roles.nest)
        design = design_of(table, columns, cells, rule)
        sample = sample_of(loader, cells, spec, lines)
    STEPS.begin(ESTIMATING)
    return Reading(sample, design, columns, counts, lines, thousands, codes, code)


def columns_and_lines(
    table: Table,
    roles: Roles,
    *,
    by: Sequence[str],
    spec: LineSpec,
    extra: ExtraColumns,
    prices: Prices,
    full_count: bool,
) -> tuple[Columns, LinesByGroup | None]:
    """The columns by their role, and the lines, where they follow from groups.

    Args:
        table: the survey.
        roles: the columns by role.
        by: the columns of all breakdowns.
        spec: where the line comes from.
        extra: what else is needed of each row.
        prices: what turns welfare into the prices of the base.
        full_count: whether everybody is in the file.

    Raises:
        InputError: for a name that is not a column, and lines that cannot be right.
    """
    lines = lines_by_group(spec, table, roles)
    groups = [*by, *(lines.columns if lines else ())]
    columns = with_extra(resolve_columns(table, roles, groups, spec.column), table, extra)
    columns = with_prices(columns, table, prices)
    columns = columns._replace(line_groups=lines.columns if lines else (), is_full_count=full_count)
    return without_weight(table, columns), lines


def sample_of(
    loader: Loader,
    cells: CodedCells,
    spec: LineSpec,
    lines: LinesByGroup | None,
) -> Sample:
    """The rows of a survey whose cells are known.

    Args:
        loader: delivers the rows.
        cells: their cells.
        spec: where the line comes from.
        lines: the poverty lines, where they follow from groups.

    Raises:
        InputError: for a group without a line, or a line at or below 0 in a column.
    """
    line = line_of_cells(loader, cells, spec, lines)
    blocks, in_memory = loader.blocks()
    if lines is not None and DEFLATOR in loader.raw.columns.extra:
        assert line is not None  # noqa: S101 - lines of groups are of all cells
        blocks, line = with_deflated_lines(blocks, line, in_memory=in_memory), None
    is_full_count = loader.raw.columns.is_full_count
    by_psu = rows_by_chunk(blocks, cells.psu, loader.sizes) if in_memory and not is_full_count else None
    shared = Cells(cells.psu, cells.rows, cells.inside, cells.codes, cells.labels, line)
    return Sample(blocks, in_memory, shared, len(cells.stratum), by_psu, loader.sizes, is_full_count)


def with_deflated_lines(
    blocks: Callable[[], Iterator[Block]], line: Array | float, *, in_memory: bool
) -> Callable[[], Iterator[Block]]:
    """Blocks whose rows have the line of their cell over their own deflator.

    Args:
        blocks: begins to deliver them.
        line: of each cell, or one for all.
        in_memory: whether they stay in memory.
    """

    def deflated(block: Block) -> Block:
        own = line[block.cell] if isinstance(line, np.ndarray) else line
        return block._replace(line=np.asarray(own / block.columns[DEFLATOR]))

    if not in_memory:
        return lambda: map(deflated, blocks())
    ready = list(map(deflated, blocks()))
    return lambda: iter(ready)


def line_of_cells(
    loader: Loader, cells: CodedCells, spec: LineSpec, lines: LinesByGroup | None
) -> Array | float | None:
    """The line of each cell, one for all, or None where rows have their own or there is none yet.

    Raises:
        InputError: for a group without a line, or a line at or below 0 in a column.
    """
    raw = loader.raw
    if lines is not None:
        return line_by_groups(raw.table, cells, lines) / (raw.columns.deflator or 1.0)
    if spec.column is not None and raw.engine.one(f"SELECT count(*) FROM {raw.name} WHERE z <= 0")[0]:
        raise raw.faults.line_not_above_zero()
    return spec.amount


def line_by_groups(table: Table, cells: CodedCells, lines: LinesByGroup) -> Array | float:
    """The line of each cell, or one for all, by the groups that lines depend on.

    Raises:
        InputError: for a group without a line.
    """
    needed = cells.inside & (cells.rows > 0)
    codes = np.stack([cells.codes[column][needed] for column in lines.columns], axis=1)
    names = [codes_without_labels(table, column, cells) for column in lines.columns]
    distinct, inverse = np.unique(codes, axis=0, return_inverse=True)
    combinations = [
        [of[code] for code, of in zip(combination, names, strict=True)] for combination in distinct.tolist()
    ]
    line = lines_of_groups(lines, combinations, table)
    if len(line) == 1:
        return float(line[0])
    of_cells = np.full(len(needed), np.nan)
    of_cells[needed] = line[np.asarray(inverse).reshape(-1)]
    return of_cells


def codes_without_labels(table: Table, column: str, cells: CodedCells) -> Sequence[str]:
    """The values of a column of groups as the file holds them, without its labels."""
    labels = table.labels.get(column)
    if not labels:
        return cells.labels[column]
    values = {label: value for value, label in labels.items()}
    return [values.get(label, label) for label in cells.labels[column]]


def design_of(table: Table, columns: Columns, cells: CodedCells, rule: str) -> Design:
    """The design of all PSUs.

    Raises:
        InputError: if the finite population is not one number a stratum, or smaller than its sample, or a
            stratum has one PSU under the rule ``fail``.
    """
    psus = np.bincount(cells.stratum, minlength=len(cells.strata))
    fraction_left = (
        np.ones(len(psus)) if cells.fpc is None else fraction_not_sampled(table, columns, cells, psus)
    )
    design = Design(cells.stratum, psus, fraction_left, cells.strata, rule, columns.is_full_count)
    if not columns.replicates:
        check_lonely_psus(table, design, [cells])
    return design


def check_lonely_psus(table: Table, design: Design, cells: Sequence[CodedCells]) -> None:
    """Refuse strata with one PSU under the rule ``fail`` where the subpopulation has a row in them.

    Raises:
        InputError: with the first few.
    """
    if design.rule != "fail" or design.is_full_count:
        return
    own = np.concatenate([each.psu[each.inside & (each.rows > 0)] for each in cells])
    strata = [design.names[stratum] for stratum in design.lonely_of(own).tolist()]
    if strata:
        listed = listed_strata(strata)
        raise InputError("lonely_psu", file=table.display_name, count=str(len(strata)), strata=listed)


def listed_strata(names: Sequence[str]) -> str | Message:
    """The first few strata as sentences name them; the only one of an unstratified sample has no name."""
    if list(names) == [UNSTRATIFIED]:
        return message("value.whole_sample")
    return ", ".join(names[:FEW]) + (", …" if len(names) > FEW else "")


def fraction_not_sampled(table: Table, columns: Columns, cells: CodedCells, psus: IntArray) -> Array:
    """1 − n_h/N_h of each stratum, (strata,).

    Raises:
        InputError: if N_h is not one number a stratum, or smaller than n_h.
    """
    assert cells.fpc is not None  # noqa: S101 - the caller asked
    population = np.zeros(len(psus))
    population[cells.stratum] = cells.fpc
    differing = np.flatnonzero(population[cells.stratum] != cells.fpc)
    if len(differing):
        stratum = cells.strata[cells.stratum[differing[0]]]
        raise InputError("fpc_differs", file=table.display_name, column=str(columns.fpc), stratum=stratum)
    small = np.flatnonzero(population < psus)
    if len(small):
        place = int(small[0])
        raise InputError(
            "fpc_small",
            file=table.display_name,
            column=str(columns.fpc),
            stratum=cells.strata[place],
            population=f"{population[place]:g}",
            sampled=str(psus[place]),
        )
    return np.asarray(1.0 - psus / population)
