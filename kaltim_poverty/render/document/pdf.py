"""A document as PDF by typst: accessible (PDF/UA-1) and fit for an archive (PDF/A-2a)."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any

from kaltim_poverty.render.charts.fonts import FAMILY
from kaltim_poverty.render.document.column_widths import fits_whole, shares
from kaltim_poverty.render.document.numbered import Figure, Tabulated, numbered
from kaltim_poverty.render.layout import titled_once
from kaltim_poverty.render.typesetting import compiled
from kaltim_poverty.words import lookup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaltim_poverty.records.blocks import Document
    from kaltim_poverty.render import Style
    from kaltim_poverty.render.document.column_widths import fits_whole, shares
from kaltim_poverty.render.document.numbered import Part

LINE = 105  # characters that find room between the margins
WORDS = ("contents", "no_rows")


def render(document: Document, style: Style) -> bytes:
    """The ``.pdf`` file.

    Raises:
        MissingPackageError: without typst (extra ``report``).
    """
    return compiled(sources(document, style))


def sources(document: Document, style: Style) -> dict[str, bytes]:
    """What typst reads, by name: the template, what it shall say, and the pictures."""
    parts = numbered(document, style)
    told = {
        **described(document, style),
        "blocks": [{"what": type(part).__name__, **drawn(part)} for part in parts],
    }
    return {
        "main": template(),
        "document.json": json.dumps(told, ensure_ascii=False).encode(),
        **{picture_of(part): part.svg(style).encode() for part in parts if isinstance(part, Figure)},
    }


def template() -> bytes:
    """How typst sets each kind of block."""
    return (resources.files(__package__) / "templates" / "document.typ").read_bytes()


def described(document: Document, style: Style) -> dict[str, Any]:
    """What belongs to the whole document."""
    day = document.dated
    return {
        "heading": document.title.spoken(style.language),
        "language": style.language,
        "font": FAMILY,
        "dated": [day.year, day.month, day.day],
        "words": {key: lookup(style.language, f"document.{key}") for key in WORDS},
    }


def drawn(part: Part) -> dict[str, Any]:
    """A part as the template reads it."""
    if not isinstance(part, (Figure, Tabulated)):
        return part._asdict()
    shown = part._asdict()
    del shown["block"]
    shown["caption"] = str(part.caption)
    shown["tables"] = list(tables(part))
    return {**shown, "picture": picture_of(part)} if isinstance(part, Figure) else shown


def tables(part: Figure | Tabulated) -> Iterator[dict[str, Any]]:
    """The tables of a part."""
    for heading, columns in titled_once(list(part.tables)):
        yield {
            "heading": heading,
            "columns": [{"heading": column.heading, "numeric": column.numeric} for column in columns],
            "widths": [] if fits_whole(columns, LINE) else shares(columns, LINE),
            "rows": list(zip(*(column.cells for column in columns), strict=True)),
        }


def picture_of(part: Figure) -> str:
    """The name of the file of a picture."""
    return f"{part.caption.anchor}.svg"
