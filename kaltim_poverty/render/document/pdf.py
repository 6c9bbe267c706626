"""A document as PDF by typst: accessible (PDF/UA-1) and fit for an archive (PDF/A-2a)."""

from __future__ import annotations

import json
import re
from importlib import resources
from typing import TYPE_CHECKING, Any

from kaltim_poverty.errors import MissingPackageError, OutputError
from kaltim_poverty.render.charts.fonts import FAMILY, FOLDER
from kaltim_poverty.render.document.column_widths import fits_whole, shares
from kaltim_poverty.render.document.numbered import Figure, Tabulated, numbered
from kaltim_poverty.render.document.pictures import drawn
from kaltim_poverty.render.layout import titled_once
from kaltim_poverty.words import lookup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kaltim_poverty.records.blocks import Document
    from kaltim_poverty.render import Style
    from kaltim_poverty.render.document.numbered import Part

STANDARDS = ["ua-1", "a-2a"]
LACKING = re.compile(r'the text `"(.*?)"` could not be displayed')
LINE = 105  # characters that find room between the margins
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
    """What typst reads, by name: the template, what it shall say, and the pictures."""
    parts = numbered(document, style)
    told = {
        **described(document, style),
        "blocks": [{"what": type(part).__name__, **told_of(part)} for part in parts],
    }
    return {
        "main": template(),
        "document.json": json.dumps(told, ensure_ascii=False).encode(),
        **{picture_of(number): svg.encode() for number, svg in drawn(parts, style, advance=advance).items()},
    }


def compiled(files: dict[str, bytes]) -> bytes:
    """The PDF of a template and what it reads, by name.

    Only a text in another script than ours is set in a typeface of the machine.

    Raises:
        MissingPackageError: without typst (extra ``report``).
        OutputError: if no typeface has a character.
    """
    try:
        import typst
    except ImportError:
        raise MissingPackageError("missing_package", task=".pdf", package="typst", extra="report") from None
    lacking = ""
    for alone in (True, False):
        try:
            made: bytes = typst.compile(  # type: ignore[call-overload] # its types know no files in memory
                files, font_paths=[FOLDER], ignore_system_fonts=alone, pdf_standards=STANDARDS, timestamp=0
            )
        except typst.TypstError as error:
            match = LACKING.search(str(error))
            if match is None:
                raise
            lacking = match[1]
        else:
            return made
    raise OutputError("no_glyph", text=lacking)


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


def told_of(part: Part) -> dict[str, Any]:
    """A part as the template reads it."""
    if not isinstance(part, (Figure, Tabulated)):
        return part._asdict()
    shown = part._asdict()
    del shown["block"]
    shown["caption"] = str(part.caption)
    shown["tables"] = list(tables(part))
    return {**shown, "picture": picture_of(part.caption.number)} if isinstance(part, Figure) else shown


def tables(part: Figure | Tabulated) -> Iterator[dict[str, Any]]:
    """The tables of a part."""
    for heading, columns in titled_once(list(part.tables)):
        yield {
            "heading": heading,
            "columns": [{"heading": column.heading, "numeric": column.numeric} for column in columns],
            "widths": [] if fits_whole(columns, LINE) else shares(columns, LINE),
            "rows": list(zip(*(column.cells for column in columns), strict=True)),
        }


def picture_of(number: int) -> str:
    """The name of the file of a picture."""
    return f"figure-{number}.svg"
