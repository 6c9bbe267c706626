"""How wide a text is before it is drawn, and where it is folded."""

from __future__ import annotations

import json
from functools import cache

from kaltim_poverty.render.charts.fonts import WIDTHS, path_of

EM = 1000
UNKNOWN = 600  # of a character that the typeface lacks
ROOM = 1.12  # Arial, which stands in where a viewer lacks the typeface, is so much wider


@cache
def table(weight: str) -> dict[str, int]:
    """How wide each character is, in thousandths of the size; written when the typeface was cut."""
    with open(path_of(WIDTHS), encoding="utf-8") as file:
        widths: dict[str, int] = json.load(file)[weight]
    return widths


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a line of text, with room for a wider typeface.

    Args:
        text: one line.
        size: of the text, in units.
        bold: in the bold weight.

    Returns:
        units.
    """
    widths = table("bold" if bold else "regular")
    return sum(widths.get(character, UNKNOWN) for character in text) * size * ROOM / EM


def folded(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """The lines of a text, broken between words; a word wider than the line stands alone.

    Args:
        text: what is to be folded.
        size: of the text, in units.
        width: of a line, in units.
        bold: in the bold weight.
    """
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
