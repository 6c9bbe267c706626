"""What must be said beside an answer about groups."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

import numpy as np

from kaltim_poverty.grouped.curves.beta import Beta
from kaltim_poverty.grouped.curves.quadratic import Quadratic
from kaltim_poverty.grouped.curves.through_points import ThroughPoints
from kaltim_poverty.grouped.methods import Fitted
from kaltim_poverty.grouped.sources import Source
from kaltim_poverty.records import Note, note
from kaltim_poverty.words import message

FEW = {1: "one_point", 2: "two_points"}  # inner points with fewer parameters
Fits = Sequence[tuple[Source, list[Fitted]]]


def notes_of(fits: Fits, lines: Sequence[Decimal]) -> list[Note]:
    """All notes, each once; those on one of several distributions name it."""
    found = [note("grouped_bounds")] if any(source.groups is not None for source, _ in fits) else []
    for source, fitted in fits:
        own = [*source.notes, *notes_on_curves(source, fitted), *notes_on_lines(source, fitted, lines)]
        found += [named(source, each) for each in own]
    return list({(each.code, str(each)): each for each in found}.values())


def named(source: Source, each: Note) -> Note:
    """A note that names its distribution, where there are several."""
    if not source.by:
        return each
    text = message(f"note.{each.code}", **each.values)
    return note("of_group", group=", ".join(source.by.values()), text=text)


def notes_on_curves(source: Source, fits: Iterable[Fitted]) -> Iterator[Note]:
    """The notes on the curves that do not depend on the line."""
    methods = {fitted.method for fitted in fits}
    if source.groups is None:
        yield note("gini_alone")
    elif "gb2" in methods and len(source.groups.weight) - 1 in FEW and not source.groups.has_limits:
        yield note(FEW[len(source.groups.weight) - 1])
    if source.groups is not None and not source.groups.has_means:
        yield note("classes_without_means")
    for fitted in fits:
        if isinstance(fitted.curve, ThroughPoints) and fitted.curve.repaired.any():
            groups = [Decimal(int(each) + 1) for each in np.flatnonzero(fitted.curve.repaired)]
            yield note("grouped_repaired", groups=groups)
        if isinstance(fitted.curve, (Quadratic, Beta)) and not fitted.curve.is_valid:
            yield note("curve_not_valid", method=fitted.method)
        if fitted.method == "pip":
            yield from [note("pip_inequality", curve=name_of(fitted.curve))]


def name_of(curve: object) -> object:
    """The name of one of the two curves in a sentence."""
    if curve is None:
        return message("value.no_curve")
    return "GQ" if isinstance(curve, Quadratic) else "Beta"


def notes_on_lines(source: Source, fits: Iterable[Fitted], lines: Sequence[Decimal]) -> Iterator[Note]:
    """The lines at which little is known, and the curve that is used at each."""
    for key, some in (
        ("line_below_groups", below(source, lines)),
        ("line_above_groups", above(source, lines)),
    ):
        if some:
            yield note(key, lines=[*some])
    for fitted in fits:
        for line in lines if fitted.method == "pip" else ():
            yield note("pip_poverty", line=line, curve=name_of(fitted.at_line(float(line) / source.unit)))


def below(source: Source, lines: Sequence[Decimal]) -> list[Decimal]:
    """The lines below the mean of the first group, or in a first class without a mean."""
    groups = source.groups
    if groups is None:
        return []
    first = float(groups.mean[0]) if groups.has_means else float(groups.upper[0])
    return [line for line in lines if float(line) / source.unit < first]


def above(source: Source, lines: Sequence[Decimal]) -> list[Decimal]:
    """The lines above the mean of the last group, or in its open class."""
    groups = source.groups
    if groups is None:
        return []
    last = float(groups.mean[-1]) if not groups.has_limits else math.inf
    if groups.has_limits and math.isinf(groups.upper[-1]):
        last = float(groups.lower[-1])
    return [line for line in lines if float(line) / source.unit > last]
