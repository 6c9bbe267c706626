"""A picture in Word: pixels for programs that know no better, and the same as lines inside it."""

from __future__ import annotations

import io
from itertools import count
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Emu, Mm

WIDEST = Mm(170)  # so that a page on its side has room for two
SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
EXTENSIONS = """\
<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">
  <a:ext uri="{uri}">
    <asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main"
      xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="{relation}"/>
  </a:ext>
</a:extLst>"""


def add_picture(file: Any, png: bytes, svg: str, alternative: str) -> None:
    """A picture as wide as an upright page in a paragraph of its own, which stays with its caption."""
    paragraph = file.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    shape = paragraph.add_run().add_picture(io.BytesIO(png), width=min(text_width(file), WIDEST))
    described = shape._inline.docPr
    described.set("descr", alternative)
    blip = shape._inline.graphic.graphicData.pic.blipFill.blip
    relation = file.part.relate_to(svg_part(file, svg), RELATIONSHIP_TYPE.IMAGE)
    blip.append(parse_xml(EXTENSIONS.format(uri=SVG_EXTENSION, relation=relation)))


def svg_part(file: Any, svg: str) -> Part:
    """A picture as a part of the file, under a name that is free."""
    package = file.part.package
    taken = {str(part.partname) for part in package.iter_parts()}
    names = (f"/word/media/picture{number}.svg" for number in count(1))
    name = next(name for name in names if name not in taken)
    return Part(PackURI(name), "image/svg+xml", svg.encode(), package)


def text_width(file: Any) -> Emu:
    """The width between the margins of the current section."""
    section = file.sections[-1]
    return Emu(section.page_width - section.left_margin - section.right_margin)
