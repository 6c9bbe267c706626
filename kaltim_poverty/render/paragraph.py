"""Sentences as a paragraph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaltim_poverty.render.captions import FEW_SOURCES, source_line
from kaltim_poverty.render.cells import cell_text
from kaltim_poverty.render.folding import folded, with_minus
from kaltim_poverty.render.markdown import escaped
from kaltim_poverty.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaltim_poverty.records import Answer
    from kaltim_poverty.render import Style


def render(answer: Answer[Any], form: str, style: Style) -> Iterator[str]:
    """One paragraph; in a table folded to the width, with notes and source under it."""
    text = " ".join(cell_text(answer, row, answer.prose, style) for row in answer)
    if form == "paragraph":
        yield text + "\n"
        return
    below = [say(style.language, "note.line", text=note.spoken(style.language)) for note in answer.remarks]
    below.append(source_line(answer, style.language, None if form == "markdown" else FEW_SOURCES))
    for piece in (text, *(with_minus(each) for each in below if each)):
        if piece is not text:
            yield "\n"
        yield (escaped(piece) + "\n" if form == "markdown" else folded(piece, style.width))
