"""Two surveys that visited the same households: one design over both, and the variance of a change in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from kaltim_poverty.errors import InputError
from kaltim_poverty.measures.feature import LINE, ONE, Feature
from kaltim_poverty.measures.linear import Array, Linear
from kaltim_poverty.survey.breakdowns import Breakdowns
from kaltim_poverty.survey.infer.inference import influence_totals, whole
from kaltim_poverty.survey.read import (
    CodedCells,
    Loader,
    Reading,
    adopt_design,
    check_link,
    check_lonely_psus,
    find_column,
    line_keys,
    ranks,
    resolve_columns,
    sample_of,
)
from kaltim_poverty.survey.sample.blocks import Breakdown, Whole
from kaltim_poverty.survey.sample.design import Design, Variance, degrees
from kaltim_poverty.survey.study import Study, relative_of

if TYPE_CHECKING:
    from kaltim_poverty.measures.catalogue import Measure
    from kaltim_poverty.survey.moments.reduced import Reduced
    from kaltim_poverty.survey.read import Engine, Table


def panel_studies(
    engine: Engine, tables: Sequence[Table], both: Sequence[Any], where: str | None, panel: str
) -> list[Study]:
    """Both surveys with one design: a linked row keeps the stratum and PSU of its first period.

    Raises:
        InputError: if the link is not a key of a survey, or links nothing.
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
        counts.append(loader.raw.load(asked.missing))
        check_link(loader.raw)
        loaders.append(loader)
        keys.append(lines)
    adopt_design(loaders[0].raw, loaders[1].raw)
    frames = [loader.cells.fetch(nest=own[0].nest) for loader, own in zip(loaders, both, strict=True)]
    design, frames = united(frames, tables, both[0][2].lonely_psu, nest=both[0][0].nest)
    studies = []
    for loader, frame, count, key, own in zip(loaders, frames, counts, keys, both, strict=True):
        sample = sample_of(loader, frame, own[1], key)
        reading = Reading(sample, design, loader.raw.columns, count, key)
        reading, relative = relative_of(reading, own[1], loader.raw.table)
        studies.append(Study(reading, own[2], own[1], own[0], relative, None))
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
                file=tables[1].shown,
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
    check_lonely_psus(tables[1], design)
    return design, [frame._replace(psu=place_of[frame.psu], stratum=stratum) for frame in changed]


@np.errstate(divide="ignore", invalid="ignore", over="ignore")  # where a measure is undefined
def panel_variances(
    studies: Sequence[Study], done: Sequence[Breakdowns], where: Whole
) -> tuple[list[Array], Array]:
    """The variance of Σ w₂u₂ − Σ w₁u₁ by PSU for every measure, and the degrees of freedom.

    Args:
        studies: of both periods, under one design.
        done: one breakdown of both.
        where: the place of each common domain in both.
    """
    design = studies[0].reading.design
    merged, places = union_of_cells([each.reduced.over for each in done], where, len(design.stratum))
    variance = Variance(design, merged)
    values = [[influence(each.reduced, result.measure) for result in each.results] for each in done]
    influences = [influence_totals(each.reduced, own) for each, own in zip(done, values, strict=True)]
    found = []
    for k in range(len(done[0].results)):
        totals = np.zeros(len(merged.domain))
        lines = np.zeros((len(where), len(design.stratum))) if studies[0].relative else None
        exists = np.ones(len(where), dtype=bool)
        for side, (sign, each, study) in enumerate(zip((-1.0, 1.0), done, studies, strict=True)):
            value, own = values[side][k], influences[side][k]
            kept = places[side] >= 0
            totals += sign * np.bincount(places[side][kept], own[kept], len(totals))
            exists &= np.isfinite(each.results[k].value[where[:, side]])
            if lines is not None and study.relative is not None and LINE in value.slopes:
                lines += sign * value.slopes[LINE][where[:, side], None] * study.relative.psu
        found.append(np.where(exists, with_lines(design, merged, variance, totals, lines), np.nan))
    return found, degrees(design, merged)


def with_lines(
    design: Design, merged: Breakdown, variance: Variance, totals: Array, lines: Array | None
) -> Array:
    """The variance of each domain; where lines were estimated every PSU of the files has a part in it."""
    if lines is None:
        return variance.of(totals)
    every = Variance(design, whole(len(design.stratum)))
    found = np.empty(len(merged))
    for domain in range(len(merged)):
        own = merged.own(domain)
        by_psu = lines[domain].copy()
        by_psu[merged.psu[own]] += totals[own]
        found[domain] = every.of(by_psu)[0]
    return found


def influence(reduced: Reduced, measure: Measure) -> Linear:
    """The value with its slopes; of a quantile −([y ≤ q] − p)/(N f(q))."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        if not measure.is_quantile:
            return measure.formula(reduced.totals)
        percent = measure.percents[0]
        slope = 1.0 / (reduced.constants.people * reduced.constants.densities[percent])
    slopes = {Feature("up_to", percent): -slope, ONE: slope * percent / 100.0}
    return Linear(reduced.constants.quantiles[percent], slopes)


def union_of_cells(overs: Sequence[Breakdown], where: Whole, psus: int) -> tuple[Breakdown, list[Whole]]:
    """The cells of the common domains in either period, and the place of each own cell there."""
    keys = []
    for side, over in enumerate(overs):
        common = np.full(len(over), -1, dtype=np.intp)
        common[where[:, side]] = np.arange(len(where))
        domain = common[over.domain]
        keys.append(np.where(domain >= 0, domain * psus + over.psu, -1))
    every = np.unique(np.concatenate(keys))
    every = every[every >= 0]
    places = [np.where(key >= 0, np.searchsorted(every, key), -1) for key in keys]
    domain = every // psus
    starts = np.searchsorted(domain, np.arange(len(where) + 1)).astype(np.intp)
    labels = [overs[0].labels[place] for place in where[:, 0].tolist()]
    return Breakdown(overs[0].columns, labels, every, domain, every - domain * psus, starts), places
