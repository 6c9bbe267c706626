"""A document for Word: styles, captions that count, contents with links, for an officer who edits it."""

from __future__ import annotations

import io
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from kaltim_poverty.errors import MissingPackageError
from kaltim_poverty.render.document.numbered import (
    Figure,
    Heading,
    Page,
    Remark,
    Tabulated,
    Text,
    headings,
    numbered,
    on_top,
)
from kaltim_poverty.render.document.pictures import drawn, rasters
from kaltim_poverty.render.document.zipped import with_fixed_dates
from kaltim_poverty.render.layout import titled_once
from kaltim_poverty.words import lookup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from kaltim_poverty.records.blocks import Document
    from kaltim_poverty.render import Style
    from kaltim_poverty.render.document.numbered import Caption, Part


def render(
    document: Document,
    style: Style,
    template: str = "",
    advance: Callable[[int, int], None] | None = None,
) -> bytes:
    """The ``.docx`` file.

    Args:
        document: its blocks.
        style: language and decimals.
        template: a ``.docx`` that gives styles, header, footer and margins; empty: our own.
        advance: is told after each picture how many are drawn, and of how many.

    Raises:
        MissingPackageError: without python-docx, vl-convert or typst (extra ``report``).
        InputError: if the template is refused.
    """
    try:
        from kaltim_poverty.render.document import word_styles
    except ImportError:
        raise MissingPackageError(
            "missing_package", task=".docx", package="python-docx", extra="report"
        ) from None
    file = word_styles.opened(template, style.language)
    title = document.title.spoken(style.language)
    describe(file, document, title)
    parts = numbered(document, style)
    Writer(file, style, drawn(parts, style, advance=advance)).write(title, parts)
    out = io.BytesIO()
    file.save(out)
    return with_fixed_dates(out.getvalue())


def describe(file: Any, document: Document, title: str) -> None:
    """Its properties: title and date, and nobody's name."""
    properties = file.core_properties
    properties.title = title
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.created = properties.modified = datetime.combine(document.dated, time())
    properties.revision = 1


class Writer:
    """Writes the parts of a document one after another."""

    def __init__(self, file: Any, style: Style, pictures: Mapping[int, str]) -> None:
        self.file, self.style = file, style
        self.style_ids: dict[str, str] = {}
        self.pictures, self.pixels = pictures, rasters(pictures)

    def paragraph(self, text: str = "", style: str = "") -> Any:
        """A paragraph; a style is looked up once only, which takes longer than all else."""
        paragraph = self.file.add_paragraph(text)
        if style and style not in self.style_ids:
            self.style_ids[style] = self.file.styles[style].style_id
        if style:
            paragraph._p.style = self.style_ids[style]
        return paragraph

    def write(self, title: str, parts: list[Part]) -> None:
        """The title, the remarks on top, the contents, and all other parts."""
        from kaltim_poverty.render.document.word_fields import contents

        self.paragraph(title, "Title")
        first = on_top(parts)
        for part in first:
            self.part(part)
        if in_contents := headings(parts):
            self.paragraph(lookup(self.style.language, "document.contents"), "TOC Heading")
            contents(self.paragraph, in_contents)
        for part in parts[len(first) :]:
            self.part(part)

    def part(self, part: Part) -> None:
        """One part."""
        match part:
            case Heading():
                self.heading(part)
            case Text(text):
                self.paragraph(text)
            case Remark(sentences):
                for sentence in sentences:
                    self.paragraph(sentence, "Remark")
            case Tabulated():
                self.tabulated(part)
            case Figure():
                self.figure(part)
            case Page(landscape):
                self.page(landscape=landscape)

    def heading(self, part: Heading) -> None:
        """A heading that the contents link to."""
        from kaltim_poverty.render.document.word_fields import bookmark

        paragraph = self.paragraph(part.text, f"Heading {part.level}")
        bookmark(paragraph, part.anchor)

    def tabulated(self, part: Tabulated) -> None:
        """A caption above tables, with notes and source below."""
        from kaltim_poverty.render.document.word_tables import add_table, size_of_tables

        size = size_of_tables(self.file, part.tables)
        self.caption(part.caption, keep=True)
        if not part.tables:
            self.paragraph(lookup(self.style.language, "document.no_rows"))
        for number, (title, columns) in enumerate(titled_once(list(part.tables)), 1):
            if title:
                self.paragraph(title, "Table Title")
            elif number > 1:
                self.paragraph(style="Table Text")  # or both would be one table
            add_table(self.file, columns, str(part.caption), size, last=number == len(part.tables))
        self.below(part.notes, part.source)

    def figure(self, part: Figure) -> None:
        """A picture between the sentence about it and its caption."""
        from kaltim_poverty.render.document.word_pictures import add_picture

        if part.head:
            self.lead(part.head)
        if part.subtitle:
            self.paragraph(part.subtitle, "Source").paragraph_format.keep_with_next = True
        number = part.caption.number
        add_picture(self.file, self.pixels[number], self.pictures[number], part.alternative)
        self.caption(part.caption, keep=bool(part.notes or part.source))
        self.below(part.notes, part.source)

    def caption(self, caption: Caption, *, keep: bool) -> None:
        """A caption whose number Word counts; it may stay with what stands below it."""
        from kaltim_poverty.render.document.word_fields import add_sequence

        paragraph = self.paragraph(style="Caption")
        paragraph.paragraph_format.keep_with_next = keep
        start, _, end = str(caption).partition(str(caption.number))
        paragraph.add_run(start)
        add_sequence(paragraph, caption.label, caption.number)
        paragraph.add_run(end)

    def lead(self, text: str) -> None:
        """A line in bold that stands apart from what is above and stays with what follows."""
        paragraph = self.paragraph(style="Lead")
        paragraph.add_run(text)

    def below(self, notes: Iterable[str], source: str) -> None:
        """Notes, and the source."""
        for text in (*notes, *([source] if source else [])):
            self.paragraph(text, "Source")

    def page(self, *, landscape: bool) -> None:
        """A section of its own, on its side or as the first page is; no further page is a first one."""
        from docx.enum.section import WD_ORIENT, WD_SECTION

        first = self.file.sections[0]
        section = self.file.add_section(WD_SECTION.NEW_PAGE)
        section.different_first_page_header_footer = False
        size = first.page_width, first.page_height
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else first.orientation
        section.page_width, section.page_height = sorted(size, reverse=True) if landscape else size
