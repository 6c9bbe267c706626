"""What tells marks apart, in a line above the panels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.render.charts.frame import at, tidy
from kaltim_poverty.render.charts.labels import Label
from kaltim_poverty.render.charts.theme import GAP, LABEL, MARGIN, MUTED
from kaltim_poverty.render.charts.widths import width_of
from kaltim_poverty.words import lookup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.render.charts.across import Across
    from kaltim_poverty.render.charts.frame import Layer
    from kaltim_poverty.render.charts.look import Look

SIZE = 60
BESIDE = 14  # units from the start of an entry to its words


class KeyEntry(NamedTuple):
    """The words of a mark, and how it looks."""

    words: str
    look: dict[str, Any]


def worse_key(across: Across, look: dict[str, Any]) -> list[KeyEntry]:
    """The legend of an outlined mark, if there is one."""
    if not any(entry.worse for entry in across.rows):
        return []
    return [KeyEntry(lookup(across.look.language, "chart.worse"), look)]


def keyed(across: Across, look: Look, entries: Sequence[KeyEntry]) -> list[tuple[list[Layer], list[Label]]]:
    """The entries from the left to the right; one that has no room is left out."""
    y = -across.room.above - GAP
    x: float = MARGIN - across.room.left
    parts: list[tuple[list[Layer], list[Label]]] = []
    for entry in entries:
        end = x + BESIDE + width_of(entry.words, LABEL)
        if end > look.width - across.room.left:
            break
        dot = {
            "data": {"values": [{}]},
            "mark": {"type": "point", "size": SIZE, "opacity": 1, "aria": False, **entry.look},
            "encoding": {"x": at(tidy(x + 5)), "y": at(y - 4)},
        }
        parts.append(([dot], [Label(entry.words, x + BESIDE, y, "left", LABEL, colour=MUTED)]))
        x = end + 3 * GAP
    return parts
