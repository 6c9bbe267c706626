"""Notes on the breaks that a comparison crosses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaltim_poverty.published import catalogue
from kaltim_poverty.published.figures import named_list
from kaltim_poverty.records import Note, note
from kaltim_poverty.words import message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kaltim_poverty.published.catalogue import Break
    from kaltim_poverty.published.periods import Period


def break_notes(crossed: Iterable[Break]) -> list[Note]:
    """The notes on breaks; one that several areas share is one note."""
    shared: dict[tuple[object, ...], list[Break]] = {}
    for each in dict.fromkeys(crossed):
        shared.setdefault(each[1:], []).append(each)
    return [break_note(*same) for same in shared.values()]


def breaks_crossed(area: str, indicator: str, one: Period, other: Period) -> list[Note]:
    """The notes on all breaks of a series between two periods."""
    return [break_note(each) for each in catalogue.breaks_between(area, indicator, one, other)]


def break_note(crossed: Break, *same: Break) -> Note:
    """The sentence about a break, which may be the *same* in other areas."""
    concerned = (
        [message("value.all_figures")]
        if crossed.indicators == "*"
        else named_list(crossed.indicators.split(";"))
    )
    return note(
        "series_break",
        area=[catalogue.areas()[each.area] for each in (crossed, *same)],
        indicators=concerned,
        before=crossed.from_period,
        after=crossed.to_period,
        reason=crossed,
    )
