"""Tables in Word: three rules, columns as wide as their contents, a heading row that repeats.

They are written as XML at once: made cell by cell, those of a report would take seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from kaltim_poverty.render.document.column_widths import HALF, room_of, shares, size_of
from kaltim_poverty.render.document.word_pictures import text_width
from kaltim_poverty.render.document.word_styles import FONT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.render.layout import Column, Table

FEW = 14  # rows that stay on one page
ROOMY, COMPACT = (9, 8.5, 8), (8, 7.5, 7)  # points of the letters of a table, as large as it allows
LONG = 30  # rows of which tables together are compact
ARIAL, WIDEST = 1.12, 1.25  # as wide as Source Sans: our letters, and those that a template may bring
OWN_SIZE = 9  # of the style
TWENTIETHS, HALVES = 20, 2  # in which Word counts the points of widths and of letters
TABLE_XML = """\
<w:tbl {namespace}><w:tblPr><w:tblStyle w:val={style}/><w:tblW w:w="{width}" w:type="dxa"/>\
<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" \
w:lastColumn="0" w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val={summary}/></w:tblPr>\
<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"""
ROW = "<w:tr><w:trPr><w:cantSplit/>{heading}</w:trPr>{cells}</w:tr>"
CELL = """\
<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>\
<w:p><w:pPr><w:pStyle w:val={style}/>{keep}{side}{size}</w:pPr>\
<w:r>{size}<w:t xml:space="preserve">{text}</w:t></w:r></w:p></w:tc>"""


class Shape(NamedTuple):
    """The attributes that cells share: style, widths and sides by column, size of letters."""

    style: str
    widths: list[int]
    numeric: list[bool]
    size: float


def size_of_tables(file: Any, tables: Sequence[Table]) -> float:
    """The size of the letters of tables that stand together, in points."""
    sizes = COMPACT if sum(len(table.columns[0].cells) for table in tables) > LONG else ROOMY
    found = (size_of(each.columns, float(text_width(file).pt), sizes, letters_of(file)) for each in tables)
    return min(found, default=sizes[0])


def add_table(file: Any, columns: Sequence[Column], summary: str, size: float, *, last: bool) -> None:
    """A table whose first row is its heading; what stands below the *last* stays with it.

    Args:
        file: the document.
        columns: with their headings and cells.
        summary: what it is called.
        size: of its letters, in points.
        last: whether no other table follows before the source.
    """
    wider = letters_of(file)
    unit = size * HALF * wider * TWENTIETHS
    room = room_of(float(text_width(file).pt), size, wider)
    widths = [round(each * unit) for each in shares(columns, room)]
    style = quoteattr(file.styles["Table Text"].style_id)
    shape = Shape(style, widths, [column.numeric for column in columns], size)
    xml = TABLE_XML.format(
        namespace=nsdecls("w"),
        style=quoteattr(file.styles["Kpov Table"].style_id),
        width=sum(widths),
        summary=quoteattr(summary),
        grid="".join(f'<w:gridCol w:w="{width}"/>' for width in widths),
        rows=rows_of(columns, shape, last=last),
    )
    file.element.body.insert_element_before(parse_xml(xml), "w:sectPr")


def rows_of(columns: Sequence[Column], shape: Shape, *, last: bool) -> str:
    """The heading row and all others.

    A short table stays on one page with its source, of a long one the heading with its first row and the
    last row with the source.
    """
    texts = [
        [column.heading for column in columns],
        *zip(*(column.cells for column in columns), strict=True),
    ]
    together = len(texts) - (not last) if len(texts) <= FEW else 2
    final = len(texts) - 1
    return "".join(
        ROW.format(
            heading="<w:tblHeader/>" if number == 0 else "",
            cells="".join(cells_of(cells, shape, keep=number < together or (last and number == final))),
        )
        for number, cells in enumerate(texts)
    )


def cells_of(texts: Sequence[str], shape: Shape, *, keep: bool) -> list[str]:
    """The cells of a row, numbers to the right."""
    size = "" if shape.size == OWN_SIZE else f'<w:rPr><w:sz w:val="{shape.size * HALVES:.0f}"/></w:rPr>'
    return [
        CELL.format(
            width=width,
            style=shape.style,
            keep="<w:keepNext/>" if keep else "",
            side='<w:jc w:val="right"/>' if numeric else "",
            size=size,
            text=escape(text),
        )
        for text, width, numeric in zip(texts, shape.widths, shape.numeric, strict=True)
    ]


def letters_of(file: Any) -> float:
    """How wide the letters of a document are."""
    return ARIAL if file.styles["Normal"].font.name == FONT else WIDEST
