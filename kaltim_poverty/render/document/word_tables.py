"""Tables in Word: three rules, columns as wide as their contents, a heading row that repeats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from kaltim_poverty.render.document.column_widths import shares
from kaltim_poverty.render.document.word_fields import element
from kaltim_poverty.render.document.word_pictures import text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.render.layout import Column

CHARACTER = 4.9  # points of a character of the style of cells


def add_table(file: Any, columns: Sequence[Column], summary: str) -> None:
    """A table whose first row is its heading."""
    widths = [Pt(width * CHARACTER) for width in shares(columns, text_width(file).pt / CHARACTER)]
    rows = len(columns[0].cells)
    table = file.add_table(rows + 1, len(columns), "Kpov Table")
    table.autofit = False
    describe(table, summary)
    for place, (column, width) in enumerate(zip(columns, widths, strict=True)):
        table.columns[place].width = width
        for cell, text in zip(table.columns[place].cells, (column.heading, *column.cells), strict=True):
            cell.width = width
            fill(cell, text, numeric=column.numeric)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(element("cantSplit"))
    keep_together(table)
    table.rows[0]._tr.get_or_add_trPr().append(element("tblHeader"))


def describe(table: Any, summary: str) -> None:
    """What it holds, for who cannot see it, and that its first row and column are headings."""
    properties = table._tbl.tblPr
    look = properties.find(element("tblLook").tag)
    if look is not None:
        properties.remove(look)
    properties.append(
        element("tblLook", val="0020", firstRow="1", lastRow="0", firstColumn="0", lastColumn="0", noHBand="1", noVBand="1")
    )
    properties.append(element("tblCaption", val=summary))


def fill(cell: Any, text: str, *, numeric: bool) -> None:
    """The text of a cell, numbers to the right."""
    paragraph = cell.paragraphs[0]
    paragraph.style = "Table Text"
    paragraph.add_run(text)
    if numeric:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


FEW = 12  # rows that fit on a page together


def keep_together(table: Any) -> None:
    """Keep a short table on one page, and the heading of a long one with its first rows."""
    rows = table.rows[:-1] if len(table.rows) <= FEW else table.rows[:2]
    for row in rows:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True
