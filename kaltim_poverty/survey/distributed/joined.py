"""Several breakdowns as one whose domains are those of all, so that one pass measures the errors of all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from kaltim_poverty.measures.totals import Totals
from kaltim_poverty.survey.distributed.counting import one_after_the_other
from kaltim_poverty.survey.moments import Moments, Reduced, RunSums
from kaltim_poverty.survey.sample import Breakdown

if TYPE_CHECKING:
    from kaltim_poverty.measures.constants import DomainConstants
    from kaltim_poverty.measures.linear import Array

Key = TypeVar("Key")


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


def joined_arrays(parts: Sequence[Mapping[Key, Array]]) -> dict[Key, Array]:
    """Arrays by name, those of all domains."""
    return {key: along_domains([each[key] for each in parts]) for key in parts[0]}


def along_domains(parts: Sequence[Array]) -> Array:
    """Arrays whose last axis is that of domains, one after the other."""
    return np.concatenate(parts, axis=-1)
