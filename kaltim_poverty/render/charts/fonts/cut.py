"""Cut the typeface anew: ``npm pack source-sans``, unpack it, ``python cut.py FOLDER/package/TTF``.

Writes the two weights, and how wide each of their characters is, beside this file. Needs fontTools.
"""

from __future__ import annotations

import json
import sys

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from kaltim_poverty.render.charts.fonts import FAMILY, FILES, WIDTHS, path_of

SOURCES = {"regular": "SourceSans3-Regular.ttf", "bold": "SourceSans3-Semibold.ttf"}
RANGES = (
    (0x20, 0x7E),  # ASCII
    (0xA0, 0x17F),  # Latin of Western, Central and Southern Europe
    (0x2010, 0x2027),  # dashes, quotation marks, daggers, dots
    (0x2030, 0x203A),
    (0x2190, 0x2193),  # arrows
)
SINGLE = (
    "\N{MINUS SIGN}\N{ALMOST EQUAL TO}\N{NOT EQUAL TO}\N{LESS-THAN OR EQUAL TO}\N{GREATER-THAN OR EQUAL TO}"
)
WEIGHTS = {"regular": ("Regular", 400), "bold": ("Bold", 700)}
NAMES_KEPT = (0, 7, 13, 14)  # copyright, trademark, licence and where to read it
CREATED = 3_600_000_000  # seconds since 1904, so that the bytes depend on the source alone


def cut(source: str, weight: str) -> TTFont:
    """One weight of the typeface, with our name.

    Args:
        source: the file of Source Sans 3.
        weight: ``regular`` or ``bold``.
    """
    font = TTFont(source, recalcTimestamp=False)
    options = Options(layout_features=["kern", "mark", "mkmk", "ccmp", "locl"], hinting=False)
    subsetter = Subsetter(options)
    subsetter.populate(
        unicodes=[code for first, last in RANGES for code in range(first, last + 1)], text=SINGLE
    )
    subsetter.subset(font)
    rename(font, *WEIGHTS[weight])
    font["head"].created = font["head"].modified = CREATED
    return font


def rename(font: TTFont, style: str, weight: int) -> None:
    """Give a cut font our name, as the name of the original is reserved; its licence stays in it."""
    table = font["name"]
    table.names = [record for record in table.names if record.nameID in NAMES_KEPT]
    plain = FAMILY.replace(" ", "")
    for identifier, text in (
        (1, FAMILY),
        (2, style),
        (3, f"{plain}-{style}"),
        (4, f"{FAMILY} {style}"),
        (6, f"{plain}-{style}"),
    ):
        table.setName(text, identifier, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = 1 << 5 if style == "Bold" else 1 << 6
    font["head"].macStyle = int(style == "Bold")


def widths(font: TTFont) -> dict[str, int]:
    """How wide each character is, in thousandths of the size of the font."""
    advances, units = font["hmtx"], font["head"].unitsPerEm
    return {
        chr(code): round(advances[glyph][0] * 1000 / units)
        for code, glyph in sorted(font.getBestCmap().items())
    }


def main(folder: str) -> None:
    """Write both weights and the table of widths."""
    table = {}
    for weight, source in SOURCES.items():
        font = cut(f"{folder}/{source}", weight)
        font.save(path_of(FILES[weight]))
        table[weight] = widths(font)
    with open(path_of(WIDTHS), "w", encoding="utf-8") as file:
        json.dump(table, file, ensure_ascii=False, indent=0)
        file.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])
