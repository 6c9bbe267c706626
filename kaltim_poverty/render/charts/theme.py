"""The house theme: every colour, size and dash of a picture, and the settings that Vega-Lite takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from kaltim_poverty.render.charts.fonts import FAMILIES
from kaltim_poverty.words.numbers import MARKS

if TYPE_CHECKING:
    from kaltim_poverty.words import Language

FOCUS, NATION, THIRD, PEER = "#0B4F8A", "#B8470B", "#2F7D5B", "#98A2AC"
BAR, TEXT, MUTED, GRID, GROUND = "#C3CCD5", "#1F2933", "#5F6B76", "#DDE3E8", "#FFFFFF"
WORSE_GROUND = "#FCEFE8"  # the quadrant where both numbers are high

HEAD, SUBTITLE, LABEL, SMALL = 16, 13, 12, 11  # sizes of text, in units; none is smaller
LEADING = 1.3  # from line to line, in sizes of the text
MARGIN = 8  # around the whole picture
GAP = 6  # between a mark and its label

SOLID: tuple[int, ...] = ()
DASHED, DOTTED, BREAK_DASH, MISSING_DASH = (7, 4), (2, 3), (2, 2), (1, 4)

Role = Literal["focus", "nation", "third", "peer"]


class Stroke(NamedTuple):
    """How the line of a role is drawn, and how large the points on it are."""

    colour: str
    width: float
    dash: tuple[int, ...] = SOLID
    point: float = 0


STROKES: dict[Role, Stroke] = {
    "focus": Stroke(FOCUS, 3, SOLID, 36),
    "nation": Stroke(NATION, 2, DASHED, 16),
    "third": Stroke(THIRD, 2, DOTTED, 16),
    "peer": Stroke(PEER, 1.2, SOLID, 6),
}
"""Told apart without colour too: by weight, dash and the names at the ends."""
DASHES: dict[Role, tuple[int, ...]] = {"focus": (9, 4), "nation": DASHED, "third": (12, 3), "peer": (4, 3)}
"""Of what is not observed, such as the path to a target."""

ZERO_LINE = Stroke(PEER, 1.2)
GRID_LINE = Stroke(GRID, 1)
LEADER = Stroke(PEER, 0.5)
AXIS_LINE = Stroke(MUTED, 1)
BREAK_LINE = Stroke(MUTED, 1.2, BREAK_DASH)
ZIGZAG_LINE = Stroke(TEXT, 1.2)
MISSING_WIDTH = 1.2
LEVEL_STROKES = {
    "area": Stroke(FOCUS, 2),
    "nation": Stroke(NATION, 2, DASHED),
    "target": Stroke(TEXT, 1.2, DOTTED),
    "reference": Stroke(MUTED, 1.2, (4, 3)),
}

LABEL_COLOURS: dict[Role, str] = {"focus": FOCUS, "nation": NATION, "third": THIRD, "peer": MUTED}
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


def config(language: Language) -> dict[str, Any]:
    """The settings of every specification, with the number locale of a language."""
    thousands, mark = MARKS[language]
    return {
        "font": FAMILIES,
        "background": GROUND,
        "view": {"stroke": None},
        "axis": {
            "aria": False,
            "domain": False,
            "ticks": False,
            "gridColor": GRID,
            "gridWidth": 1,
            "labelColor": MUTED,
            "labelFontSize": SMALL,
            "labelFont": FAMILIES,
            "labelPadding": GAP,
            "labelOverlap": False,
            "labelLimit": 0,
            "labelBound": False,
            "labelFlush": False,
            "title": None,
        },
        "text": {"fontSize": LABEL, "font": FAMILIES, "fill": TEXT, "limit": 0},
        "locale": {
            "number": {
                "decimal": mark,
                "thousands": thousands,
                "grouping": [3],
                "currency": ["Rp", ""],
                "minus": "\N{MINUS SIGN}",
            }
        },
    }
