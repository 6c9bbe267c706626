"""What Word counts and links by itself: numbers of captions, contents, bookmarks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kaltim_poverty.render.document.numbered import Heading

CONTENTS = r'TOC \o "1-2" \h \z \u'


def element(tag: str, text: str = "", **attributes: str) -> Any:
    """An element of WordprocessingML with attributes of the same namespace."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name.rstrip('_')}"), value)
    if text:
        made.text = text
        made.set(qn("xml:space"), "preserve")
    return made


def add_sequence(paragraph: Any, label: str, number: int) -> None:
    """A number that Word counts anew among those of its label."""
    field(paragraph, rf"SEQ {label} \* ARABIC", str(number))


def field(paragraph: Any, instruction: str, shown: str) -> None:
    """A field with what it shows until Word computes it."""
    begin_field(paragraph, instruction)
    paragraph.add_run(shown)
    end_field(paragraph)


def begin_field(paragraph: Any, instruction: str) -> None:
    """The start of a field, up to what it shows."""
    for child in (
        element("fldChar", fldCharType="begin"),
        element("instrText", f" {instruction} "),
        element("fldChar", fldCharType="separate"),
    ):
        paragraph.add_run()._r.append(child)


def end_field(paragraph: Any) -> None:
    """The end of a field."""
    paragraph.add_run()._r.append(element("fldChar", fldCharType="end"))


def contents(add_paragraph: Callable[[str, str], Any], headings: Sequence[Heading]) -> None:
    """A table of contents, filled with links; Word adds the pages when it is asked to (F9).

    Args:
        add_paragraph: adds a text in a style to the document.
        headings: what the contents list.
    """
    for place, heading in enumerate(headings):
        paragraph = add_paragraph("", f"TOC {heading.level}")
        if place == 0:
            begin_field(paragraph, CONTENTS)
        add_link(paragraph, heading.text, heading.anchor)
        if place == len(headings) - 1:
            end_field(paragraph)


def add_link(paragraph: Any, text: str, anchor: str) -> None:
    """A link to a bookmark."""
    link = element("hyperlink", anchor=bookmark_name(anchor), history="1")
    link.append(paragraph.add_run(text)._r)
    paragraph._p.append(link)


def bookmark(paragraph: Any, anchor: str) -> None:
    """A bookmark around the text of a paragraph."""
    number = anchor.rpartition("-")[2]
    start = element("bookmarkStart", id=number, name=bookmark_name(anchor))
    runs = paragraph._p.r_lst
    runs[0].addprevious(start)
    runs[-1].addnext(element("bookmarkEnd", id=number))


def bookmark_name(anchor: str) -> str:
    """The name of a bookmark as Word gives it to headings: hidden, without hyphens."""
    return f"_Toc_{anchor.replace('-', '_')}"
