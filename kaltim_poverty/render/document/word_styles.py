"""The styles of a Word document: those of a template, and our own where it has none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from kaltim_poverty.errors import InputError, system_reason
from kaltim_poverty.render.document.word_fields import element, field

if TYPE_CHECKING:
    from collections.abc import Callable

    from kaltim_poverty.words import Language

FONT = "Arial"
BLUE, INK, QUIET = RGBColor(0x0B, 0x4F, 0x8A), RGBColor(0x1F, 0x29, 0x33), RGBColor(0x5F, 0x6B, 0x76)
AFTER_BORDERS = tuple(f"w:{name}" for name in ("shd", "tabs", "spacing", "ind", "jc", "outlineLvl"))
TAGS = {"id": "id-ID", "en": "en-GB"}
TABLE = f"""\
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="KpovTable">
  <w:name w:val="Kpov Table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/>
  <w:tblPr>
    <w:tblBorders><w:top w:val="single" w:sz="12" w:space="0" w:color="1F2933"/>
      <w:bottom w:val="single" w:sz="12" w:space="0" w:color="1F2933"/></w:tblBorders>
    <w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>
    <w:bottom w:val="single" w:sz="6" w:space="0" w:color="1F2933"/></w:tcBorders>
    <w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>
</w:style>"""


def opened(template: str, language: Language) -> Any:
    """An empty document with all styles that a document needs.

    Args:
        template: a ``.docx`` of an office; empty: none.
        language: of its text.

    Raises:
        InputError: if the template cannot be read, or is no Word document.
    """
    file = from_template(template) if template else our_own()
    add_missing(file)
    set_language(file, TAGS[language])
    return file


def from_template(template: str) -> Any:
    """The template without its text."""
    try:
        with open(template, "rb") as opened_file:
            file = docx.Document(opened_file)
    except OSError as error:
        raise InputError("unreadable", file=template, reason=system_reason(error)) from None
    except (BadZipFile, KeyError, PackageNotFoundError, ValueError):
        raise InputError("template", file=template) from None
    keep_first_section_alone(file.element.body)
    return file


def keep_first_section_alone(body: Any) -> None:
    """Remove all text; what is left of several sections is the first, which has header and footer."""
    first = next(body.iter(qn("w:sectPr")), None)
    for child in list(body):
        body.remove(child)
    if first is not None:
        body.append(first)


def our_own() -> Any:
    """A page of A4 with our styles, and the number of the page below."""
    file = docx.Document()
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(22)
    for name, design in DESIGNS.items():
        if name in file.styles:
            design(own_font(file.styles[name]))
    below = section.footer.paragraphs[0]
    below.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field(below, "PAGE", "1")
    return file


def add_missing(file: Any) -> None:
    """Add every style that the file lacks."""
    for name, design in DESIGNS.items():
        if name not in file.styles:
            added = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name in BUILT_IN)
            if name != "Normal" and "Normal" in file.styles:
                added.base_style = file.styles["Normal"]
            design(added)
    if "Kpov Table" not in file.styles:
        file.styles.element.append(parse_xml(TABLE))


def own_font(style: Any) -> Any:
    """A style in our font, without those of a theme, and without rules and wide letters."""
    for parent, old in ((style.element.pPr, "w:pBdr"), (style.element.rPr, "w:spacing")):
        for child in parent.findall(qn(old)) if parent is not None else ():
            parent.remove(child)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    return style


def set_language(file: Any, tag: str) -> None:
    """The language in which Word checks the spelling."""
    replace(file.styles["Normal"].element.get_or_add_rPr(), element("lang", val=tag, eastAsia=tag))
    file.core_properties.language = tag


def designed(
    size: float,
    *,
    bold: bool | None = None,
    colour: RGBColor | None = None,
    before: float = 0,
    after: float = 6,
    keep: bool = False,
    level: int | None = None,
    indent: float = 0,
    rule: str = "",
) -> Callable[[Any], None]:
    """A function that gives a style its size in points, weight, colour and spacing."""

    def design(style: Any) -> None:
        style.font.size, style.font.bold, style.font.italic = Pt(size), bold, None
        if colour is not None:
            style.font.color.rgb = colour
        layout = style.paragraph_format
        layout.space_before, layout.space_after = Pt(before), Pt(after)
        layout.line_spacing = 1.1
        layout.keep_with_next = keep or None
        layout.left_indent = Pt(indent) if indent else None
        properties = style.element.get_or_add_pPr()
        if level is not None:
            replace(properties, element("outlineLvl", val=str(level)))
        if rule:
            borders = element("pBdr")
            borders.append(element("left", val="single", sz="18", space="8", color=rule))
            properties.insert_element_before(borders, *AFTER_BORDERS)

    return design


def replace(properties: Any, child: Any) -> None:
    """Put an element at the end of others, in place of one of its kind."""
    for old in properties.findall(child.tag):
        properties.remove(old)
    properties.append(child)


DESIGNS: dict[str, Callable[[Any], None]] = {
    "Normal": designed(10.5),
    "Title": designed(20, bold=True, colour=BLUE, after=12),
    "Heading 1": designed(15, bold=True, colour=BLUE, before=18, keep=True, level=0),
    "Heading 2": designed(12, bold=True, colour=INK, before=12, after=4, keep=True, level=1),
    "Caption": designed(9.5, bold=True, colour=INK, before=8, after=4),
    "TOC Heading": designed(12, bold=True, colour=INK, before=6, keep=True),
    "TOC 1": designed(10.5, after=2),
    "TOC 2": designed(10.5, after=2, indent=14),
    "Table Text": designed(9, after=1, before=1),
    "Table Title": designed(9, bold=True, colour=INK, before=8, after=3, keep=True),
    "Source": designed(8.5, colour=QUIET, before=3, after=3),
    "Lead": designed(10.5, bold=True, before=8, after=4, keep=True),
    "Remark": designed(10.5, before=6, indent=10, rule="B8470B"),
}
BUILT_IN = ("Normal", "Title", "Heading 1", "Heading 2", "Caption", "TOC Heading", "TOC 1", "TOC 2")
