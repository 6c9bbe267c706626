"""Tables in Word: three rules, columns as wide as their contents, a heading row that repeats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from kaltim_poverty.render.document.column_widths import fits, shares
from kaltim_poverty.render.document.word_fields import element
from kaltim_poverty.render.document.word_pictures import text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.render.layout import Column

FEW = 14  # rows that stay on one page
SIZES = (9, 8, 7)  # points of the letters of a table, as large as it allows
CHARACTER = 0.56  # of the size of the letters: an average one


def add_table(file: Any, columns: Sequence[Column], summary: str, *, last: bool) -> None:
    """A table whose first row is its heading; what stands below the *last* stays with it."""
    size = next((each for each in SIZES if fits(columns, room(file, each))), SIZES[-1])
    widths = [Pt(width * CHARACTER * size) for width in shares(columns, room(file, size))]
    rows = len(columns[0].cells)
    table = file.add_table(rows + 1, len(columns), "Kpov Table")
    table.autofit = False
    describe(table, summary)
    for place, (column, width) in enumerate(zip(columns, widths, strict=True)):
        table.columns[place].width = width
        for cell, text in zip(table.columns[place].cells, (column.heading, *column.cells), strict=True):
            cell.width = width
            fill(cell, text, size, numeric=column.numeric)
    for line in table.rows:
        line._tr.get_or_add_trPr().append(element("cantSplit"))
    keep_together(table, last=last)
    table.rows[0]._tr.get_or_add_trPr().append(element("tblHeader"))


def describe(table: Any, summary: str) -> None:
    """What it holds, for who cannot see it, and that its first row and column are headings."""
    properties = table._tbl.tblPr
    look = properties.find(element("tblLook").tag)
    if look is not None:
        properties.remove(look)
    properties.append(
        element(
            "tblLook",
            val="0020",
            firstRow="1",
            lastRow="0",
            firstColumn="0",
            lastColumn="0",
            noHBand="1",
            noVBand="1",
        )
    )
    properties.append(element("tblCaption", val=summary))


def room(file: Any, size: int) -> float:
    """The characters of a line of this size."""
    return float(text_width(file).pt) / (size * CHARACTER)


def fill(cell: Any, text: str, size: int, *, numeric: bool) -> None:
    """The text of a cell, numbers to the right."""
    paragraph = cell.paragraphs[0]
    paragraph.style = "Table Text"
    run = paragraph.add_run(text)
    if size != SIZES[0]:
        run.font.size = Pt(size)
    if numeric:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def keep_together(table: Any, *, last: bool) -> None:
    """Keep a short table on one page with its source, and the heading of a long one with its first row."""
    rows = list(table.rows)
    together = rows[: None if last else -1] if len(rows) <= FEW else rows[:2]
    for line in together:
        for cell in line.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True
