"""Two surveys that visited the same households: one design over both, in which a linked row has one PSU."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.read import (
    CodedCells,
    Loader,
    Reading,
    adopt_design,
    alike_in_designs,
    check_link,
    check_lonely_psus,
    find_column,
    lines_by_group,
    ranks,
    resolve_columns,
    sample_of,
    with_prices,
)
from kaltim_poverty.survey.sample import SIZES, Design, Sizes
from kaltim_poverty.survey.study import Request, Study, relative_of

if TYPE_CHECKING:
    from kaltim_poverty.survey.read import Engine, Table


def panel_studies(
    engine: Engine,
    tables: Sequence[Table],
    both: Sequence[Request],
    where: str | None,
    panel: str,
    sizes: Sizes = SIZES,
) -> list[Study]:
    """Both surveys with one design: a linked row keeps the stratum and PSU of its first period.

    Args:
        engine: what reads and sorts.
        tables: the surveys, the earlier first.
        both: what is asked of each.
        where: the condition of a subpopulation.
        panel: the column that links rows.
        sizes: how many rows are handled at a time.

    Raises:
        InputError: if the link is not a key of a survey, or links nothing.
        UsageError: if the designs have different numbers of columns.
    """
    loaders, counts, keys = [], [], []
    for place, (table, (roles, spec, asked, prices)) in enumerate(zip(tables, both, strict=True)):
        link = find_column(table, panel, "--panel")
        lines = lines_by_group(spec, table, roles)
        groups = [*asked.columns, *(lines.columns if lines else ())]
        columns = with_prices(resolve_columns(table, roles, groups, spec.column), table, prices)
        columns = columns._replace(line_groups=lines.columns if lines else ())
        if not columns.psu:  # each row is its own PSU, the same in both periods if it is linked
            columns = columns._replace(psu=(link,))
        of_all = spec.share is not None  # a relative line
        loader = Loader(
            engine,
            table,
            columns,
            where,
            everybody=of_all,
            welfare_of_all=of_all,
            prefix=f"p{place}_",
            link=link,
            sizes=sizes,
        )
        counts.append(loader.raw.load(asked.missing))
        check_link(loader.raw)
        loaders.append(loader)
        keys.append(lines)
    codes = alike_in_designs([loader.cells.design_codes() for loader in loaders])
    adopt_design(loaders[0].raw, loaders[1].raw)
    frames = [loader.cells.fetch(nest=own.roles.nest) for loader, own in zip(loaders, both, strict=True)]
    design, frames = united(frames, tables, both[0].asked.lonely_psu, nest=both[0].roles.nest)
    studies = []
    for loader, frame, count, key, own in zip(loaders, frames, counts, keys, both, strict=True):
        sample = sample_of(loader, frame, own.spec, key)
        reading = Reading(sample, design, loader.raw.columns, count, key, alike=codes)
        reading, relative = relative_of(reading, own.spec, loader.raw.table)
        studies.append(Study(reading, own.asked, own.spec, own.roles, relative, None, own.prices))
    return studies


def united(
    frames: Sequence[CodedCells], tables: Sequence[Table], rule: str, *, nest: bool
) -> tuple[Design, list[CodedCells]]:
    """One design over the PSUs of both periods, and the cells with its numbers.

    Raises:
        InputError: if a PSU lies in two strata, or a stratum has one PSU under the rule ``fail``.
    """
    strata = sorted({name for frame in frames for name in frame.strata})
    psus = sorted({name for frame in frames for name in frame.psus})
    number = {name: place for place, name in enumerate(psus)}
    stratum = np.full(len(psus), -1, dtype=np.intp)
    changed = []
    for frame in frames:
        own = np.array([number[name] for name in frame.psus], dtype=np.intp)
        of = np.searchsorted(strata, [frame.strata[place] for place in frame.stratum.tolist()])
        wrong = np.flatnonzero((stratum[own] >= 0) & (stratum[own] != of))
        if len(wrong) and not nest:
            place = int(wrong[0])
            both = [strata[stratum[own[place]]], strata[of[place]]]
            raise InputError(
                "psu_in_two_strata",
                file=tables[1].display_name,
                column="PSU",
                psu=frame.psus[place],
                strata=both,
                count=str(len(wrong)),
            )
        stratum[own] = of
        changed.append(frame._replace(psu=own[frame.psu]))
    order = np.argsort(stratum, kind="stable")
    place_of, stratum = ranks(order), stratum[order]
    counts = np.bincount(stratum, minlength=len(strata))
    design = Design(stratum, counts, np.ones(len(strata)), strata, rule)
    changed = [frame._replace(psu=place_of[frame.psu], stratum=stratum) for frame in changed]
    check_lonely_psus(tables[1], design, changed)
    return design, changed
