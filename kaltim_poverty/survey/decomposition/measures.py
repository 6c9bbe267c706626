"""The measures whose change can be decomposed: means of functions of the gap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.lists import split_list
from kaltim_poverty.measures.catalogue import measure as measure_of
from kaltim_poverty.measures.feature import ONE

if TYPE_CHECKING:
    from kaltim_poverty.measures.catalogue import Measure
    from kaltim_poverty.survey.request import Names

DEFAULT = ("p0", "p1", "p2")
NAMED = (*DEFAULT, "watts")


def decomposable(measure: Names | None) -> list[str]:
    """The measures that are asked for, each of which must be decomposable.

    Raises:
        UsageError: for another one.
    """
    asked = [each for each in split_list(measure or ()) if each] or list(DEFAULT)
    expanded = [name for each in asked for name in (NAMED if each.casefold() == "all" else (each,))]
    for name in expanded:
        known = measure_of(name)
        if known is not None and not is_mean_of_gaps(known):
            raise UsageError("measure_not_decomposable", measure=name, choices=", ".join(NAMED))
    return expanded


def is_mean_of_gaps(measure: Measure) -> bool:
    """Whether a measure is a mean over people of a function of the gap; only these decompose."""
    first, *rest = measure.features
    return (
        first == ONE and [each.family for each in rest] in (["fgt"], ["watts"]) and not measure.times_people
    )
