"""A workbook to look through, print and compute with."""

from __future__ import annotations

import re

import pytest

import kaltim_poverty
from kaltim_poverty.render import Style, document


@pytest.fixture(scope="module")
def book(files, sheets):
    return sheets(files[".xlsx"].data)


@pytest.fixture(scope="module")
def xml(files, parts):
    return parts(files[".xlsx"].data)


def test_contents_come_first_and_link_to_every_sheet(book, xml):
    assert list(book) == ["Daftar isi", "Tabel 1", "Gambar 1", "Gambar 2", "Tabel 2", "Tabel 3"]
    first = xml["xl/worksheets/sheet1.xml"]
    assert re.findall(r'location="\'([^\']+)\'!A1"', first) == list(book)[1:]
    for number in range(2, 7):
        assert "location=\"'Daftar isi'!A1\"" in xml[f"xl/worksheets/sheet{number}.xml"]


def test_numbers_are_numbers_with_every_digit(book):
    """What is shown is rounded by the format of the cell."""
    rows = book["Tabel 2"]
    paces = [row[4] for row in rows if row[0] == "Maret 2024"]
    expected = kaltim_poverty.trend("p0", "2015..2024", area=["64", "indonesia"])
    assert paces == [float(row.pace) for row in expected if str(row.period) == "2024-03"]
    poor = next(row for row in book["Tabel 1"] if str(row[0]).startswith("Jumlah penduduk miskin"))
    assert poor[1:4] == [231.07, 221.34, -9.73]


def test_sheets_print_on_one_page_across_with_headings_repeated(xml):
    for number in range(2, 7):
        sheet = xml[f"xl/worksheets/sheet{number}.xml"]
        assert 'orientation="landscape"' in sheet
        assert 'paperSize="9"' in sheet
        assert 'fitToHeight="0"' in sheet
    book = xml["xl/workbook.xml"]
    titles = re.findall(r'name="_xlnm.Print_Titles" localSheetId="(\d)"[^>]*>([^<]+)<', book)
    assert ("2", "'Gambar 1'!$3:$3") in titles


def test_cells_have_names(xml):
    names = re.findall(r'<definedName name="(Tabel_\d\w*|Gambar_\d)">([^<]+)<', xml["xl/workbook.xml"])
    assert ("Gambar_1", "'Gambar 1'!$A$3:$B$13") in names
    assert {name for name, _ in names} >= {"Tabel_1_1", "Tabel_1_2", "Gambar_2", "Tabel_2_1", "Tabel_3_1"}


def test_charts_are_drawn_by_excel_from_the_cells_and_say_what_they_show(book, xml):
    for number, (sheet, series) in enumerate({"Gambar 1": 1, "Gambar 2": 2}.items(), 1):
        chart = xml[f"xl/charts/chart{number}.xml"]
        assert chart.count("<c:ser>") == series
        references = re.findall(rf"<c:val><c:numRef><c:f>'{sheet}'!\$([A-Z])\$(\d+):\$[A-Z]\$(\d+)<", chart)
        for place, (_, first, last) in enumerate(references, 1):
            cells = [row[place] for row in book[sheet]][int(first) - 1 : int(last)]
            assert all(isinstance(cell, float) for cell in cells)
        assert len(references) == series
        assert 'descr="Grafik' in xml[f"xl/drawings/drawing{number}.xml"]


def test_a_line_is_not_joined_across_a_break():
    from kaltim_poverty.render.native_chart import numbers_of

    answer = kaltim_poverty.trend("poor_count", "2012..2024")
    numbers = numbers_of(answer, answer.charts[0], Style("en"))
    broken = [numbers.table.columns[0].cells[row] for row in sorted(numbers.broken[0])]
    assert broken == [row.period.spoken("en") for row in answer if row.series_break]
    assert broken
    assert [str(value) for value in numbers.table.columns[1].values] == [str(row.value) for row in answer]


def test_totals_of_several_areas_are_drawn_as_an_index_beside_the_numbers():
    """100 in the first year after the last break."""
    from kaltim_poverty.render.native_chart import numbers_of

    answer = kaltim_poverty.trend("poor_count", "2015..2024", area=["64", "indonesia"])
    numbers = numbers_of(answer, answer.charts[0], Style("en"))
    first, *columns = numbers.table.columns
    assert numbers.first == 3
    base = first.cells.index("March 2021")
    for plain, index in zip(columns[:2], columns[2:], strict=True):
        assert index.heading == f"{plain.heading}, March 2021 = 100"
        assert index.values[base] == 100
        assert index.values[-1] == plain.values[-1] / plain.values[base] * 100


def test_a_ranking_is_quiet_but_for_what_was_asked(parts):
    answer = kaltim_poverty.rank("p0", "2024", among="kalimantan")
    made = document.write(document.of_answer(answer), ".xlsx", Style("en"))
    chart = parts(made.data)["xl/charts/chart1.xml"]
    points = re.findall(r'<c:dPt><c:idx val="(\d)"/>.*?<a:srgbClr val="(\w+)"/>', chart)
    assert points == [(str([row.area for row in answer].index("64")), "0B4F8A")]


@pytest.mark.parametrize(
    ("value", "text", "shape"),
    [
        (1234.5, "1,234.50", "#,##0.00"),
        (2024, "2024", "0"),
        (-0.3349, "−0.335", "#,##0.000"),
        (12.34, "12.3**", '#,##0.0"**"'),
        (0.0004, "<0.001", ""),
        (5.0, "poverty line", ""),
        (None, "", ""),
    ],
)
def test_a_number_is_shown_just_as_in_print(value, text, shape):
    from kaltim_poverty.render.print_sheet import shape_of

    assert shape_of(value, text, "en") == shape


def test_words_that_look_like_formulas_stay_words(chapter, parts):
    from dataclasses import replace

    from kaltim_poverty.records.blocks import Paragraph
    from kaltim_poverty.words import message

    evil = message("note.line", text="=1+1")
    made = document.write(replace(chapter, title=evil, blocks=(Paragraph((evil,)),)), ".xlsx", Style("en"))
    assert "<f>" not in parts(made.data)["xl/worksheets/sheet1.xml"]
