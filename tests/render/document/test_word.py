"""What an officer gets who opens the document in Word."""

from __future__ import annotations

import io
import re
import sys

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.shared import Mm, Pt

from kaltim_poverty.errors import InputError, MissingPackageError
from kaltim_poverty.render import Style, document
from kaltim_poverty.render.document.pictures import rasters
from kaltim_poverty.render.document.word_styles import opened
from kaltim_poverty.render.document.word_tables import size_of_tables
from kaltim_poverty.render.layout import Column, Table

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def word(files):
    return docx.Document(io.BytesIO(files[".docx"].data))


@pytest.fixture(scope="module")
def body(files, parts):
    return parts(files[".docx"].data)["word/document.xml"]


def texts(word, style):
    return [paragraph.text for paragraph in word.paragraphs if paragraph.style.name == style]


def test_headings_have_the_styles_of_word(word):
    assert texts(word, "Title") == ["Kemiskinan, Maret 2024"]
    assert texts(word, "Heading 1") == ["Ringkasan", "Indikator & <utama>", "Lampiran", "Metode"]
    assert texts(word, "Heading 2") == ["Posisi"]
    assert texts(word, "Remark") == ["Rata-rata anggota: tidak ada."]


def test_captions_are_counted_by_word(word, body):
    assert texts(word, "Caption")[:2] == ["Tabel 1. Perubahan", "Gambar 1. P0 menurut kabupaten"]
    assert re.findall(r"SEQ (\w+) ", body) == ["Tabel", "Gambar", "Gambar", "Tabel", "Tabel"]


def test_the_contents_are_filled_with_links_that_lead_to_headings(word, body):
    entries = [*texts(word, "TOC 1"), *texts(word, "TOC 2")]
    assert entries == ["Ringkasan", "Indikator & <utama>", "Lampiran", "Metode", "Posisi"]
    targets = re.findall(r'<w:hyperlink w:anchor="([^"]+)"', body)
    assert targets == re.findall(r'<w:bookmarkStart w:id="\d+" w:name="([^"]+)"', body)
    assert 'TOC \\o "1-2" \\h \\z \\u' in body
    assert body.count('fldCharType="begin"') == body.count('fldCharType="end"') == 6


def test_tables_have_one_style_and_heading_rows_that_repeat(word):
    for table in word.tables:
        assert table.style.name == "Kpov Table"
        first, *others = table._tbl.tr_lst
        assert first.find(f"{W}trPr/{W}tblHeader") is not None
        assert all(row.find(f"{W}trPr/{W}tblHeader") is None for row in others)
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in table._tbl.tr_lst)
        assert table._tbl.tblPr.find(f"{W}tblCaption").get(f"{W}val").startswith("Tabel ")


def test_the_style_of_tables_has_three_rules(files, parts):
    """Above, below the headings, below all; no uprights."""
    styles = parts(files[".docx"].data)["word/styles.xml"]
    style = re.search(r'<w:style [^>]*w:styleId="KpovTable">.*?</w:style>', styles, re.DOTALL)[0]
    borders = re.findall(r'<w:(top|bottom|left|right|insideH|insideV) w:val="single"', style)
    assert borders == ["top", "bottom", "bottom"]


def test_no_table_is_wider_than_the_text(word):
    widths = [sum(column.width for column in table.columns) for table in word.tables]
    portrait, landscape = Mm(210 - 50), Mm(297 - 50)
    assert max(widths) <= landscape + Pt(1)
    assert max(widths[:2]) <= portrait + Pt(1)


def test_a_picture_is_pixels_with_lines_inside_and_says_what_it_shows(word, files, parts):
    assert len(word.inline_shapes) == 2
    body = parts(files[".docx"].data)["word/document.xml"]
    described = re.findall(r'<wp:docPr [^>]*descr="([^"]+)"', body)
    assert len(described) == 2
    assert "5,78" in described[1]
    relations = parts(files[".docx"].data)["word/_rels/document.xml.rels"]
    for relation in re.findall(r'<asvg:svgBlip [^>]*r:embed="(\w+)"', body):
        target = re.search(rf'<Relationship [^>]*Id="{relation}"[^>]*/>', relations)[0]
        assert ".svg" in target
    assert body.count("svgBlip ") == body.count("<a:blip ") == 2


def test_a_page_on_its_side_is_a_section(word):
    shapes = [(section.orientation, section.page_width > section.page_height) for section in word.sections]
    upright, side = (WD_ORIENT.PORTRAIT, False), (WD_ORIENT.LANDSCAPE, True)
    assert shapes == [upright, side, upright]
    assert round(word.sections[0].page_width.mm) == 210


@pytest.mark.parametrize(("language", "tag"), [("id", "id-ID"), ("en", "en-GB")])
def test_the_language_is_that_of_the_text(chapter, parts, language, tag):
    data = document.write(chapter, ".docx", Style(language)).data
    assert f'w:val="{tag}"' in parts(data)["word/styles.xml"]
    assert f"<dc:language>{tag}</dc:language>" in parts(data)["docProps/core.xml"]


@pytest.fixture
def letterhead(tmp_path):
    """An office's template: own styles, a header, narrow margins, a text that is no part of it."""
    file = docx.Document()
    file.styles["Heading 1"].font.size = Pt(31)
    file.styles["Normal"].font.name = "Courier New"
    file.sections[0].header.paragraphs[0].text = "BAPPEDA PROVINSI"
    file.sections[0].left_margin = Mm(11)
    file.add_paragraph("Text of the template")
    styles = file.styles.element
    styles.remove(file.styles["Caption"].element)
    path = tmp_path / "letterhead.docx"
    file.save(path)
    return str(path)


def test_a_template_gives_styles_header_and_margins_but_no_text(chapter, letterhead):
    """What it lacks is ours."""
    data = document.write(chapter, ".docx", Style("id"), template=letterhead).data
    made = docx.Document(io.BytesIO(data))
    assert made.styles["Heading 1"].font.size == Pt(31)
    assert made.styles["Normal"].font.name == "Courier New"
    assert [section.header.paragraphs[0].text for section in made.sections] == ["BAPPEDA PROVINSI"] * 3
    assert round(made.sections[0].left_margin.mm) == 11
    assert "Text of the template" not in [paragraph.text for paragraph in made.paragraphs]
    assert texts(made, "Caption")[0] == "Tabel 1. Perubahan"
    assert {table.style.name for table in made.tables} == {"Kpov Table"}


@pytest.fixture
def letterhead_on_its_side(tmp_path):
    """Two sections on their sides; the first has a letterhead with a picture, on the first page alone."""
    file = docx.Document()
    section = file.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(330), Mm(210)
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].add_run("KOP").add_picture(io.BytesIO(rasters(SQUARE)[1]))
    section.header.paragraphs[0].text = "Halaman berikut"
    section.footer.paragraphs[0].text = "Samarinda"
    file.add_paragraph("Text of the template")
    file.add_section()
    path = tmp_path / "side.docx"
    file.save(path)
    return str(path)


SQUARE = {1: '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20" viewBox="0 0 20 20"/>'}


def test_a_letterhead_stays_on_the_first_page_and_pages_stay_on_their_side(
    chapter, letterhead_on_its_side, parts
):
    data = document.write(chapter, ".docx", Style("id"), template=letterhead_on_its_side).data
    sections = list(docx.Document(io.BytesIO(data)).sections)
    assert [section.different_first_page_header_footer for section in sections] == [True, False, False]
    assert sections[0].first_page_header.paragraphs[0].text == "KOP"
    assert any("<pic:pic" in text for name, text in parts(data).items() if "header" in name)
    for section in sections:
        assert section.header.paragraphs[0].text == "Halaman berikut"
        assert section.footer.paragraphs[0].text == "Samarinda"
        assert section.orientation == WD_ORIENT.LANDSCAPE
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (330, 210)


def test_a_picture_leaves_room_on_a_page_on_its_side(chapter, letterhead_on_its_side):
    data = document.write(chapter, ".docx", Style("id"), template=letterhead_on_its_side).data
    assert [round(each.width.mm) for each in docx.Document(io.BytesIO(data)).inline_shapes] == [170, 170]


def test_long_tables_are_set_smaller():
    """Those that stand under one caption in one size."""
    file = opened("", "id")
    short, long = (Table("", [Column("H", numeric=False, cells=["x"] * rows)]) for rows in (20, 31))
    assert size_of_tables(file, [short]) == 9
    assert size_of_tables(file, [long]) == size_of_tables(file, [short, short]) == 8


@pytest.mark.parametrize("content", [None, b"", b"not a zip", b"PK\x03\x04broken"])
def test_a_template_that_is_no_document_is_refused(chapter, tmp_path, content):
    path = tmp_path / "bad.docx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as error:
        document.write(chapter, ".docx", Style("en"), template=str(path))
    assert str(path) in str(error.value)


def test_a_workbook_is_no_template(chapter, files, tmp_path):
    path = tmp_path / "book.docx"
    path.write_bytes(files[".xlsx"].data)
    with pytest.raises(InputError, match="not a Word document"):
        document.write(chapter, ".docx", Style("en"), template=str(path))


@pytest.mark.parametrize(
    ("ending", "package", "name"),
    [(".docx", "docx", "python-docx"), (".pdf", "typst", "typst"), (".html", "jinja2", "jinja2")],
)
def test_a_missing_package_is_named_with_the_command_that_installs_it(
    chapter, monkeypatch, ending, package, name
):
    monkeypatch.setitem(sys.modules, package, None)
    for module in [each for each in sys.modules if each.startswith("kaltim_poverty.render.document.word_")]:
        monkeypatch.delitem(sys.modules, module)
        monkeypatch.delattr(document, module.rpartition(".")[2])
    with pytest.raises(MissingPackageError) as error:
        document.write(chapter, ending, Style("en"))
    assert str(error.value) == f"{ending} needs {name}: pip install 'kaltim-poverty[report]'"
