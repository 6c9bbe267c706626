"""Two surveys that visited the same households: one design over both, in which a linked row has one PSU."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from kaltim_poverty.errors import InputError, UsageError
from kaltim_poverty.survey.read.cells import Frame, by_stratum
from kaltim_poverty.survey.read.columns import resolve_columns
from kaltim_poverty.survey.read.files import find_column
from kaltim_poverty.survey.read.lines import line_keys
from kaltim_poverty.survey.read.loader import Loader
from kaltim_poverty.survey.read.survey import Reading, sample_of
from kaltim_poverty.survey.sample.design import Design
from kaltim_poverty.survey.study import Request, Study, relative_of

if TYPE_CHECKING:
    from kaltim_poverty.survey.read.engine import Engine
    from kaltim_poverty.survey.read.files import Table


def panel_studies(
    engine: Engine, tables: Sequence[Table], both: Sequence[Request], where: str | None, panel: str
) -> list[Study]:
    """Both surveys with one design: a linked row keeps the stratum and PSU of its first period.

    Raises:
        InputError: if the link is no key of a survey, or links nothing.
        UsageError: if the designs have different numbers of columns.
    """
    loaders, counts, keys = [], [], []
    for place, (table, (roles, spec, asked)) in enumerate(zip(tables, both, strict=True)):
        link = find_column(table, panel, "--panel")
        lines = line_keys(spec, table, roles)
        columns = resolve_columns(table, roles, asked.columns, spec, lines)
        if not columns.psu:  # each row is its own PSU, the same in both periods if it is linked
            columns = columns._replace(psu=(link,))
        loader = Loader(
            engine, table, columns, where, everybody=spec.share is not None, prefix=f"p{place}_", link=link
        )
        counts.append(loader.load_raw(asked.missing))
        check_link(engine, loader, table, link)
        loaders.append(loader)
        keys.append(lines)
    adopt_design(engine, loaders[0], loaders[1], tables[1])
    frames = [loader.fetch_cells(nest=own[0].nest) for loader, own in zip(loaders, both, strict=True)]
    design, frames = united(frames, tables, both[0][2].lonely_psu, nest=both[0][0].nest)
    studies = []
    for loader, frame, count, key, own in zip(loaders, frames, counts, keys, both, strict=True):
        sample = sample_of(loader, frame, own[1], key, None)
        reading = Reading(sample, design, loader.columns, count, key)
        reading, relative = relative_of(reading, own[1], loader.table)
        studies.append(Study(reading, own[2], own[1], own[0], relative, None))
    return studies


def check_link(engine: Engine, loader: Loader, table: Table, link: str) -> None:
    """Refuse a link that stands twice.

    Raises:
        InputError: with its value.
    """
    twice = engine.rows(f"SELECT id FROM {loader.raw} GROUP BY id HAVING count(*) > 1 ORDER BY id LIMIT 1")
    if twice:
        raise InputError("panel_twice", file=table.shown, column=link, value=str(twice[0][0]))


def adopt_design(engine: Engine, first: Loader, second: Loader, table: Table) -> None:
    """Give linked rows of the second survey the stratum and PSU of the first.

    Raises:
        UsageError: if the designs have different numbers of columns.
        InputError: if no row is linked.
    """
    aliases = [
        [alias for alias in loader.made.names.values() if alias.startswith("d")] for loader in (first, second)
    ]
    if len(aliases[0]) != len(aliases[1]):
        raise UsageError("panel_designs")
    linked = engine.one(f"SELECT count(*) FROM {second.raw} SEMI JOIN {first.raw} USING (id)")[0]
    if not linked:
        raise InputError("panel_unlinked", file=table.shown, column=str(second.link))
    adopted = ", ".join(f"coalesce(f.{alias}, s.{alias}) AS {alias}" for alias in aliases[1])
    second.replace_raw(
        f"SELECT s.* REPLACE ({adopted}) FROM {second.raw} s LEFT JOIN {first.raw} f USING (id)"
    )


def united(
    frames: Sequence[Frame], tables: Sequence[Table], rule: str, *, nest: bool
) -> tuple[Design, list[Frame]]:
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
                file=tables[1].shown,
                column="PSU",
                psu=frame.psus[place],
                strata=both,
                count=str(len(wrong)),
            )
        stratum[own] = of
        changed.append(frame._replace(psu=own[frame.psu]))
    order, place_of = by_stratum(stratum)
    stratum = stratum[order]
    counts = np.bincount(stratum, minlength=len(strata))
    design = Design(stratum, counts, np.ones(len(strata)), strata, rule)
    if rule == "fail" and len(design.lonely):
        names = [strata[place] for place in design.lonely.tolist()]
        raise InputError(
            "lonely_psu", file=tables[1].shown, count=str(len(names)), strata=", ".join(names[:5])
        )
    return design, [frame._replace(psu=place_of[frame.psu], stratum=stratum) for frame in changed]
