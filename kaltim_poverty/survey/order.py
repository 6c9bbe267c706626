"""Rows of a survey in order of welfare: the same order at every run, whatever threads do."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from kaltim_poverty.survey.threads import in_threads

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.blocks import Whole

FEW = 2**17  # rows that one core sorts as soon as two
LOOKED_AT = 1001  # rows among which the middle is looked for


def order_of(welfare: Array, number: Whole) -> Whole:
    """The places of rows in ascending order of welfare.

    Args:
        welfare: of each row, finite.
        number: of each row in the file, from 0 on, an order that they are put back into.
    """
    if (number[1:] > number[:-1]).all():
        return halves_sorted(welfare)
    place = np.full(int(number.max()) + 1, -1)
    place[number] = np.arange(len(number))
    back = place[place >= 0]
    return back[halves_sorted(welfare[back])]


def halves_sorted(welfare: Array) -> Whole:
    """The order of welfare; the poorer and the richer half are sorted at the same time."""
    if len(welfare) < FEW:
        return np.argsort(welfare)
    middle = np.median(welfare[:: len(welfare) // LOOKED_AT])
    poorer = welfare < middle
    return np.concatenate(in_threads([partial(part_sorted, welfare, half) for half in (poorer, ~poorer)]))


def part_sorted(welfare: Array, part: NDArray[np.bool_]) -> Whole:
    """The places of some rows in order of welfare."""
    places = np.flatnonzero(part)
    return places[np.argsort(welfare[places])]
