"""Two surveys that visited the same households: one design over both, in which a linked row has one PSU."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.read import (
    CodedCells,
    Counts,
    LinesByGroup,
    Loader,
    Reading,
    adopt_design,
    alike_in_columns,
    check_link,
    check_lonely_psus,
    find_column,
    lines_by_group,
    number_links,
    resolve_columns,
    sample_of,
    with_prices,
)
from kaltim_poverty.survey.sample import SIZES, Design, Sizes, ranks
from kaltim_poverty.survey.study import Request, Study, relative_of

if TYPE_CHECKING:
    from kaltim_poverty.survey.read import Engine, Table


class Wave(NamedTuple):
    """One period of a panel, as far as it is read before both have one design.

    Attributes:
        request: what is asked of it.
        loader: its rows and cells.
        counts: how many rows there are.
        lines: lines by group, where there are.
    """

    request: Request
    loader: Loader
    counts: Counts
    lines: LinesByGroup | None


def panel_studies(
    engine: Engine,
    tables: Sequence[Table],
    both: Sequence[Request],
    where: str | None,
    panel: str,
    sizes: Sizes = SIZES,
    *,
    households: bool = False,
) -> list[Study]:
    """Both surveys with one design: a linked row keeps the stratum and PSU of its first period.

    Args:
        engine: what reads and sorts.
        tables: the surveys, the earlier first.
        both: what is asked of each.
        where: the condition of a subpopulation.
        panel: the column that links rows.
        sizes: how many rows are handled at a time.
        households: whether rows of both are joined: the number of its household is a column of each row, and
            the subpopulation is one of the first survey.

    Raises:
        InputError: if the link is not a key of a survey, or links nothing.
        UsageError: if the designs have different numbers of columns.
    """
    waves = [
        wave_of(
            engine,
            table,
            request,
            None if households and number else where,
            panel,
            sizes,
            prefix=f"p{number}_",
        )
        for number, (table, request) in enumerate(zip(tables, both, strict=True))
    ]
    first, second = waves
    alike = alike_in_columns([wave.loader.cells.code_texts(wave.request.asked.columns) for wave in waves])
    adopt_design(first.loader.raw, second.loader.raw)
    if households:
        number_links(first.loader.raw, second.loader.raw)
        for wave in waves:
            wave.loader.with_more_numbers()
    cells = [wave.loader.cells.fetch(nest=wave.request.roles.nest) for wave in waves]
    design, cells = united(cells, tables, first.request)
    return [study_of(wave, own, design, alike) for wave, own in zip(waves, cells, strict=True)]


def wave_of(
    engine: Engine,
    table: Table,
    request: Request,
    where: str | None,
    panel: str,
    sizes: Sizes,
    *,
    prefix: str,
) -> Wave:
    """One period with its rows read, and its link checked.

    Args:
        engine: what reads and sorts.
        table: the survey.
        request: what is asked of it.
        where: the condition of a subpopulation.
        panel: the column that links rows.
        sizes: how many rows are handled at a time.
        prefix: of the engine's names for what belongs to this period.

    Raises:
        InputError: if the link is not a key of the survey.
    """
    roles, spec, asked, prices = request
    link = find_column(table, panel, "--panel")
    lines = lines_by_group(spec, table, roles)
    line_groups = lines.columns if lines else ()
    columns = resolve_columns(table, roles, [*asked.columns, *line_groups], spec.column)
    columns = with_prices(columns, table, prices)._replace(
        line_groups=line_groups, is_full_count=asked.full_count
    )
    if not columns.psu:  # each row is its own PSU, the same in both periods if it is linked
        columns = columns._replace(psu=(link,))
    is_relative = spec.share is not None
    loader = Loader(
        engine,
        table,
        columns,
        where,
        everybody=is_relative,
        welfare_of_all=is_relative,
        prefix=prefix,
        link=link,
        sizes=sizes,
    )
    counts = loader.raw.load(asked.missing)
    check_link(loader.raw)
    return Wave(request, loader, counts, lines)


def study_of(wave: Wave, cells: CodedCells, design: Design, alike: Sequence[tuple[str, ...]]) -> Study:
    """One period as a study, with the design of both."""
    roles, spec, asked, prices = wave.request
    raw = wave.loader.raw
    sample = sample_of(wave.loader, cells, spec, wave.lines)
    reading = Reading(sample, design, raw.columns, wave.counts, wave.lines, alike=alike)
    reading, relative = relative_of(reading, spec, raw.table)
    return Study(reading, asked, spec, roles, relative, None, prices)


def united(
    waves: Sequence[CodedCells], tables: Sequence[Table], request: Request
) -> tuple[Design, list[CodedCells]]:
    """One design over the PSUs of both periods, and the cells of each with its numbers.

    Raises:
        InputError: if a PSU lies in two strata, or a stratum has one PSU under the rule ``fail``.
    """
    strata = sorted({name for wave in waves for name in wave.strata})
    psus = sorted({name for wave in waves for name in wave.psus})
    number = {name: place for place, name in enumerate(psus)}
    stratum = np.full(len(psus), -1, dtype=np.intp)
    numbered = []
    for wave in waves:
        own = np.array([number[name] for name in wave.psus], dtype=np.intp)
        stratum_here = np.searchsorted(strata, [wave.strata[place] for place in wave.stratum.tolist()])
        moved = (stratum[own] >= 0) & (stratum[own] != stratum_here)
        if moved.any() and not request.roles.nest:
            place = int(np.argmax(moved))
            both = [strata[stratum[own[place]]], strata[stratum_here[place]]]
            raise psu_in_two_strata(tables[1], wave.psus[place], both, int(moved.sum()))
        stratum[own] = stratum_here
        numbered.append(wave._replace(psu=own[wave.psu]))
    order = np.argsort(stratum, kind="stable")  # PSUs are numbered by stratum
    place_of, stratum = ranks(order), stratum[order]
    psus_of_strata = np.bincount(stratum, minlength=len(strata))
    rule, is_full_count = request.asked.lonely_psu, request.asked.full_count
    design = Design(stratum, psus_of_strata, np.ones(len(strata)), strata, rule, is_full_count)
    cells = [wave._replace(psu=place_of[wave.psu], stratum=stratum) for wave in numbered]
    check_lonely_psus(tables[1], design, cells)
    return design, cells


def psu_in_two_strata(table: Table, psu: str, strata: Sequence[str], count: int) -> InputError:
    """The error for a PSU that was in another stratum in the period before."""
    return InputError(
        "psu_in_two_strata",
        file=table.display_name,
        column="PSU",
        psu=psu,
        strata=list(strata),
        count=str(count),
    )
