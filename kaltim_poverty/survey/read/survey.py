"""A survey read: its rows in order of welfare, its design, its lines."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.read.columns import NOTHING_BESIDE, Beside, Columns, resolve_columns, with_beside
from kaltim_poverty.survey.read.lines import LineKeys, LineSpec, line_keys, lines_of_cells
from kaltim_poverty.survey.read.loader import Counts, Loader
from kaltim_poverty.survey.sample.blocks import Cells, Sample, Whole
from kaltim_poverty.survey.sample.chunks import groups
from kaltim_poverty.survey.sample.design import Design

if TYPE_CHECKING:
    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.read.cells import Frame
    from kaltim_poverty.survey.read.engine import Engine
    from kaltim_poverty.survey.read.files import Table
    from kaltim_poverty.survey.read.roles import Roles


class Reading(NamedTuple):
    """A survey that has been read.

    Attributes:
        sample: its rows.
        design: its design.
        columns: which column is what.
        counts: what became of the rows.
        keys: the lines, where they hang on columns.
    """

    sample: Sample
    design: Design
    columns: Columns
    counts: Counts
    keys: LineKeys | None


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
    rows_of_block: int | None = None,
    beside: Beside = NOTHING_BESIDE,
) -> Reading:
    """The sample and its design.

    Args:
        engine: what reads and sorts.
        table: the survey.
        roles: which column is what.
        by: the columns of all breakdowns.
        where: the condition of a subpopulation.
        spec: where the line comes from.
        missing: ``error``, or ``drop`` to leave out rows without a value.
        rule: what a stratum with one PSU adds.
        rows_of_block: how many rows a block has, if not as many as memory allows.
        beside: what more is needed of each row.

    Raises:
        InputError: for anything in the file that cannot be right, with file, row, column and value.
    """
    spec = spec or LineSpec()
    keys = line_keys(spec, table, roles)
    columns = with_beside(resolve_columns(table, roles, by, spec, keys), table, beside)
    everybody = spec.share is not None or bool(columns.replicates)  # the line, or the design, is of all rows
    loader = Loader(engine, table, columns, where, everybody=everybody)
    counts = loader.load_raw(missing)
    frame = loader.fetch(nest=roles.nest, rows_of_block=rows_of_block)
    design = design_of(table, columns, frame, rule)
    sample = sample_of(loader, frame, spec, keys, rows_of_block)
    return Reading(sample, design, columns, counts, keys)


def sample_of(
    loader: Loader, frame: Frame, spec: LineSpec, keys: LineKeys | None, rows_of_block: int | None
) -> Sample:
    """The rows of a table whose cells are known, sorted."""
    line = lines_for(loader.table, spec, keys, loader, frame)
    blocks, kept = loader.deliver(rows_of_block)
    cells = Cells(frame.psu, frame.rows, frame.inside, frame.codes, frame.labels, line)
    by_psu = cache(partial(groups, blocks, frame.psu, loader.spare)) if kept else None
    return Sample(blocks, by_psu, cells, len(frame.stratum), loader.spare)


def lines_for(
    table: Table, spec: LineSpec, keys: LineKeys | None, loader: Loader, frame: Frame
) -> Array | float | None:
    """The line of each cell, one for all, or None where rows have their own or there is none yet.

    Raises:
        InputError: for a group without a line, or a line at or below 0 in a column.
    """
    if keys is not None:
        places = [(frame.codes[column], raw_names(loader, column, frame)) for column in keys.columns]
        stacked = np.stack([code for code, _ in places], axis=1)
        found, inverse = np.unique(stacked, axis=0, return_inverse=True)
        groups = [
            [names[code] for code, (_, names) in zip(row, places, strict=True)] for row in found.tolist()
        ]
        lines = lines_of_cells(keys, groups, table)
        return float(lines[0]) if len(lines) == 1 else lines[np.asarray(inverse).reshape(-1)]
    if spec.column is not None and loader.engine.one(f"SELECT count(*) FROM {loader.raw} WHERE z <= 0")[0]:
        raise loader.faults.line_not_above()
    return spec.amount


def raw_names(loader: Loader, column: str, frame: Frame) -> Sequence[str]:
    """The values of a column as the file holds them, without its labels."""
    labels = loader.table.labels.get(column)
    if not labels:
        return frame.labels[column]
    back = {label: value for value, label in labels.items()}
    return [back.get(shown, shown) for shown in frame.labels[column]]


def design_of(table: Table, columns: Columns, frame: Frame, rule: str) -> Design:
    """The design of all PSUs.

    Raises:
        InputError: if the finite population is not one number a stratum, or smaller than its sample, or a
            stratum has one PSU under the rule ``fail``.
    """
    psus = np.bincount(frame.stratum, minlength=len(frame.strata))
    left = np.ones(len(psus))
    if frame.fpc is not None:
        left = population_left(table, columns, frame, psus)
    design = Design(frame.stratum, psus, left, frame.strata, rule)
    if rule == "fail" and len(design.lonely) and not columns.replicates:
        names = [frame.strata[place] for place in design.lonely.tolist()]
        raise InputError("lonely_psu", file=table.shown, count=str(len(names)), strata=", ".join(names[:5]))
    return design


def population_left(table: Table, columns: Columns, frame: Frame, psus: Whole) -> Array:
    """1 − n_h/N_h of each stratum.

    Raises:
        InputError: see `design_of`.
    """
    assert frame.fpc is not None  # noqa: S101 - asked by the caller
    population = np.zeros(len(psus))
    population[frame.stratum] = frame.fpc
    differing = np.flatnonzero(population[frame.stratum] != frame.fpc)
    if len(differing):
        name_ = frame.strata[frame.stratum[differing[0]]]
        raise InputError("fpc_differs", file=table.shown, column=str(columns.fpc), stratum=name_)
    small = np.flatnonzero(population < psus)
    if len(small):
        place = int(small[0])
        raise InputError(
            "fpc_small",
            file=table.shown,
            column=str(columns.fpc),
            stratum=frame.strata[place],
            population=f"{population[place]:g}",
            sampled=str(psus[place]),
        )
    return np.asarray(1.0 - psus / population)
