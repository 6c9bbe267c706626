"""A document as Markdown: tables as GitHub shows them, pictures as SVG files in a folder beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaltim_poverty.render.document.numbered import Figure, Heading, Page, Remark, Tabulated, Text, numbered
from kaltim_poverty.render.document.pictures import drawn
from kaltim_poverty.render.layout import titled_once
from kaltim_poverty.render.markdown import escaped, table_lines
from kaltim_poverty.words import lookup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from kaltim_poverty.records.blocks import Document
    from kaltim_poverty.render import Style
    from kaltim_poverty.render.document.numbered import Part

LONGEST = 40  # characters of a file name, without its number


def render(
    document: Document, style: Style, folder: str, advance: Callable[[int, int], None] | None = None
) -> tuple[bytes, Mapping[str, bytes]]:
    """The text, and the files beside it by name.

    Args:
        document: its blocks.
        style: language and decimals.
        folder: the name of the folder of the pictures, to which the text refers.
        advance: is told after each picture how many are drawn, and of how many.
    """
    parts = numbered(document, style)
    names = picture_names(parts)
    title = escaped(document.title.spoken(style.language))
    paragraphs = [f"# {title}\n", *(text for part in parts for text in written(part, names, folder, style))]
    pictures = drawn(parts, style, advance=advance)
    beside = {names[number]: svg.encode() for number, svg in pictures.items()}
    return "\n".join(paragraphs).encode(), beside


def written(part: Part, names: Mapping[int, str], folder: str, style: Style) -> Iterator[str]:
    """The paragraphs of a part, each with the end of its line."""
    match part:
        case Heading(level, text):
            yield f"{'#' * (level + 1)} {escaped(text)}\n"
        case Text(text):
            yield f"{escaped(text)}\n"
        case Remark(sentences):
            yield "".join(f"> {escaped(sentence)}\n" for sentence in sentences)
        case Tabulated():
            yield from tabulated(part, style)
        case Figure():
            yield from figure(part, f"{folder}/{names[part.caption.number]}")
        case Page():
            return


def tabulated(part: Tabulated, style: Style) -> Iterator[str]:
    """A caption, tables, notes, the source."""
    yield f"**{escaped(str(part.caption))}**\n"
    if not part.tables:
        yield f"{lookup(style.language, 'document.no_rows')}\n"
    for title, columns in titled_once(list(part.tables)):
        if title:
            yield f"**{escaped(title)}**\n"
        yield "".join(table_lines(columns))
    yield from below(part.notes, part.source)


def figure(part: Figure, file: str) -> Iterator[str]:
    """What the numbers say, the picture, its caption, notes, the source."""
    if part.head:
        yield f"**{escaped(part.head)}**\n"
    if part.subtitle:
        yield f"{escaped(part.subtitle)}\n"
    yield f"![{escaped(part.alternative)}]({file})\n"
    yield f"*{escaped(str(part.caption))}*\n"
    yield from below(part.notes, part.source)


def below(notes: tuple[str, ...], source: str) -> Iterator[str]:
    """The notes, and the source."""
    if notes:
        yield "".join(f"- {escaped(note)}\n" for note in notes)
    if source:
        yield f"{escaped(source)}\n"


def picture_names(parts: list[Part]) -> Mapping[int, str]:
    """The names of the files of the figures, by their numbers."""
    figures = [part.caption for part in parts if isinstance(part, Figure)]
    return {each.number: f"{each.number:02d}-{file_name(each.title)}.svg" for each in figures}


def file_name(title: str) -> str:
    """A title as part of a file name: small letters and digits, as long as whole words fit."""
    words = re.findall(r"[a-z0-9]+", title.casefold())
    name = ""
    for word in words:
        longer = f"{name}-{word}" if name else word
        if len(longer) > LONGEST:
            break
        name = longer
    return name or "figure"
