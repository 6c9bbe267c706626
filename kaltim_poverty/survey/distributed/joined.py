"""Several breakdowns as one whose domains are those of all, so that one pass measures the errors of all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from kaltim_poverty.measures.totals import Totals
from kaltim_poverty.survey.distributed.counting import names_of_arrays, one_after_the_other
from kaltim_poverty.survey.moments import Moments, Reduced, RunSums
from kaltim_poverty.survey.sample import Breakdown

if TYPE_CHECKING:
    from kaltim_poverty.measures.constants import DomainConstants, PoorConstants
    from kaltim_poverty.measures.linear import Array, IntArray

Key = TypeVar("Key")
Found = TypeVar("Found", "DomainConstants", "PoorConstants")


def joined_reductions(parts: Sequence[Reduced]) -> Reduced:
    """Breakdowns of one question, the domains of each after those of the one before.

    Args:
        parts: without own cells.
    """
    if len(parts) == 1:
        return parts[0]
    constants = joined_constants([each.constants for each in parts])
    moments = joined_moments([each.moments for each in parts])
    slopes = joined_arrays([each.totals.line_slopes for each in parts])
    first = parts[0]
    return first._replace(
        over=joined_breakdowns([each.over for each in parts]),
        constants=constants,
        moments=moments,
        totals=Totals(moments.totals, constants, slopes),
    )


def joined_constants(parts: Sequence[DomainConstants]) -> DomainConstants:
    """The constants of all domains."""
    return one_after_the_other(parts)


def joined_breakdowns(parts: Sequence[Breakdown]) -> Breakdown:
    """All domains, whose own cells nobody lists."""
    labels = list(chain.from_iterable(each.labels for each in parts))
    nothing = parts[0].domain
    return Breakdown((), labels, nothing, nothing, nothing, np.zeros(len(labels) + 1, dtype=np.intp))


def joined_moments(parts: Sequence[Moments]) -> Moments:
    """The sums of all domains, without own cells."""
    runs = [each.runs for each in parts if each.runs is not None]
    return Moments(
        joined_arrays([each.sums for each in parts]),
        joined_arrays([each.cross for each in parts]),
        {},
        joined_runs(runs) if runs else None,
    )


def joined_runs(parts: Sequence[RunSums]) -> RunSums:
    """The sums between cuts of all domains."""
    cuts = parts[0].cuts._replace(
        points=along_domains([each.cuts.points for each in parts]),
        centre=along_domains([each.cuts.centre for each in parts]),
        origins=along_domains([each.cuts.origins for each in parts]),
    )
    return RunSums(cuts, along_domains([each.domains for each in parts]), None)


def constants_at(constants: DomainConstants, places: slice | IntArray) -> DomainConstants:
    """The constants of some domains."""
    poor = None if constants.poor is None else arrays_at(constants.poor, places)
    quantiles, densities = (
        {percent: values[places] for percent, values in own.items()}
        for own in (constants.quantiles, constants.densities)
    )
    return replace(arrays_at(constants, places), poor=poor, quantiles=quantiles, densities=densities)


def arrays_at(constants: Found, places: slice | IntArray) -> Found:
    """The fields that hold an array, of some domains."""
    arrays = {name: getattr(constants, name)[places] for name in names_of_arrays(constants)}
    return replace(constants, **arrays)


def moments_at(moments: Moments, places: IntArray) -> Moments:
    """The sums of some domains, without own cells."""
    return Moments(
        {feature: sums[places] for feature, sums in moments.sums.items()},
        {pair: sums[places] for pair, sums in moments.cross.items()},
        {},
        None if moments.runs is None else runs_at(moments.runs, places),
    )


def runs_at(runs: RunSums, places: IntArray) -> RunSums:
    """The sums between cuts of some domains."""
    cuts = runs.cuts._replace(
        points=runs.cuts.points[..., places],
        centre=runs.cuts.centre[places],
        origins=runs.cuts.origins[..., places],
    )
    return RunSums(cuts, runs.domains[..., places], None)


def joined_arrays(parts: Sequence[Mapping[Key, Array]]) -> dict[Key, Array]:
    """Arrays by name, those of all domains."""
    return {key: along_domains([each[key] for each in parts]) for key in parts[0]}


def along_domains(parts: Sequence[Array]) -> Array:
    """Arrays whose last axis is that of domains, one after the other."""
    return np.concatenate(parts, axis=-1)
