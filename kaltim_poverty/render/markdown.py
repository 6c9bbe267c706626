"""A Markdown table with its caption, notes and source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kaltim_poverty.render.layout import lay_out, titled_once

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kaltim_poverty.records import Answer
    from kaltim_poverty.render import Style
    from kaltim_poverty.render.layout import Column

SPECIAL = re.compile(r"([\\|*_<>`\[\]&~@])")
ADDRESS = re.compile(r"(?i)\b(https?|ftp)(?=://)|\b(www)(?=\.)")  # what readers of Markdown make a link of


def render(answer: Answer[Any], _form: str, style: Style) -> Iterator[str]:
    """The pieces of the document."""
    sheet = lay_out(answer, style, most_sources=None)
    yield f"**{escaped(sheet.caption)}**\n"
    if sheet.opening:
        yield f"\n{escaped(sheet.opening)}\n"
    for title, columns in titled_once(sheet.tables):
        yield f"\n**{escaped(title)}**\n" if title else ""
        yield "\n"
        yield from table_lines(columns)
    if sheet.notes:
        yield "\n" + "".join(f"- {escaped(note)}\n" for note in sheet.notes)
    if sheet.source:
        yield f"\n{escaped(sheet.source)}\n"


def table_lines(columns: Sequence[Column]) -> Iterator[str]:
    """The lines of a table."""
    yield line([escaped(column.heading) for column in columns])
    yield line(["---:" if column.numeric else "---" for column in columns])
    for cells in zip(*(column.cells for column in columns), strict=True):
        yield line([escaped(cell) for cell in cells])


def line(cells: list[str]) -> str:
    """One line of the table."""
    return f"| {' | '.join(cells)} |\n"


def escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    return ADDRESS.sub(r"\g<0>\\", SPECIAL.sub(r"\\\1", " ".join(text.split())))
