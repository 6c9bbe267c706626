"""A document as PDF by typst: accessible (PDF/UA-1) and fit for an archive (PDF/A-2a)."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any

from kaltim_poverty.render.charts.fonts import FAMILY
from kaltim_poverty.render.document.column_widths import fits_whole, room_of, shares, size_of
from kaltim_poverty.render.document.numbered import Figure, Page, Tabulated, numbered, on_top
from kaltim_poverty.render.document.pictures import drawn
from kaltim_poverty.render.layout import titled_once
from kaltim_poverty.render.typesetting import compiled
from kaltim_poverty.words import lookup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kaltim_poverty.records.blocks import Document
    from kaltim_poverty.render import Style
    from kaltim_poverty.render.document.numbered import Part

ROOMY, COMPACT = (8.5, 8, 7.5), (7.5, 7)  # points of the letters of a table, as large as it allows
LONG = 30  # rows of which tables together are compact
WIDTHS = {False: 459, True: 706}  # points between the margins of a page upright, and on its side
WORDS = ("contents", "no_rows")


def render(document: Document, style: Style, advance: Callable[[int, int], None] | None = None) -> bytes:
    """The ``.pdf`` file.

    Args:
        document: its blocks.
        style: language and decimals.
        advance: is told after each picture how many are drawn, and of how many.

    Raises:
        MissingPackageError: without vl-convert or typst (extra ``report``).
    """
    return compiled(sources(document, style, advance))


def sources(
    document: Document, style: Style, advance: Callable[[int, int], None] | None = None
) -> dict[str, bytes]:
    """The files that typst reads, by name: the template, its data, and the pictures."""
    parts = numbered(document, style)
    told = {
        **described(document, style),
        "on_top": len(on_top(parts)),
        "blocks": [
            {"what": type(part).__name__, **told_of(part, width)}
            for part, width in zip(parts, widths(parts), strict=True)
        ],
    }
    return {
        "main": template(),
        "document.json": json.dumps(told, ensure_ascii=False).encode(),
        **{picture_of(number): svg.encode() for number, svg in drawn(parts, style, advance=advance).items()},
    }


def template() -> bytes:
    """How typst sets each kind of block."""
    return (resources.files(__package__) / "templates" / "document.typ").read_bytes()


def described(document: Document, style: Style) -> dict[str, Any]:
    """The metadata of the whole document."""
    day = document.dated
    return {
        "heading": document.title.spoken(style.language),
        "language": style.language,
        "font": FAMILY,
        "dated": [day.year, day.month, day.day],
        "words": {key: lookup(style.language, f"document.{key}") for key in WORDS},
    }


def widths(parts: Iterable[Part]) -> Iterator[float]:
    """The width of the page of each part."""
    landscape = False
    for part in parts:
        landscape = part.landscape if isinstance(part, Page) else landscape
        yield WIDTHS[landscape]


def told_of(part: Part, width: float) -> dict[str, Any]:
    """A part as the template reads it, on a page of a width in points."""
    if not isinstance(part, (Figure, Tabulated)):
        return part._asdict()
    shown = part._asdict()
    del shown["block"]
    shown["caption"] = str(part.caption)
    shown["tables"] = list(tables(part, width))
    return {**shown, "picture": picture_of(part.caption.number)} if isinstance(part, Figure) else shown


def tables(part: Figure | Tabulated, width: float) -> Iterator[dict[str, Any]]:
    """The tables of a part, as large as the width of the page allows; widths where cells are folded."""
    rows = sum(len(columns[0].cells) for _, columns in part.tables)
    sizes = COMPACT if rows > LONG else ROOMY
    size = min((size_of(columns, width, sizes) for _, columns in part.tables), default=sizes[0])
    room = room_of(width, size)
    for heading, columns in titled_once(list(part.tables)):
        yield {
            "size": size,
            "compact": rows > LONG,
            "heading": heading,
            "columns": [{"heading": column.heading, "numeric": column.numeric} for column in columns],
            "widths": [] if fits_whole(columns, room) else shares(columns, room),
            "rows": list(zip(*(column.cells for column in columns), strict=True)),
        }


def picture_of(number: int) -> str:
    """The name of the file of a picture."""
    return f"figure-{number}.svg"
