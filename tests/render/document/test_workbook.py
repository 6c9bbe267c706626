"""A workbook to look through, print and compute with."""

from __future__ import annotations

import re

import pytest

import kaltim_poverty
from kaltim_poverty.render import Style, document
from kaltim_poverty.render.native_numbers import numbers_of


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
    assert ("Gambar_1", "'Gambar 1'!$A$3:$B$15") in names  # ten districts, the province and Indonesia
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
    answer = kaltim_poverty.trend("poor_count", "2012..2024")
    numbers = numbers_of(answer, answer.charts[0], Style("en"))
    broken = [numbers.table.columns[0].cells[row] for row in sorted(numbers.broken[0])]
    assert broken == [row.period.spoken("en") for row in answer if row.series_break]
    assert broken
    assert [str(value) for value in numbers.table.columns[1].values] == [str(row.value) for row in answer]


def test_totals_of_several_areas_are_drawn_as_an_index_beside_the_numbers():
    """100 in the first year after the last break."""
    answer = kaltim_poverty.trend("poor_count", "2015..2024", area=["64", "indonesia"])
    numbers = numbers_of(answer, answer.charts[0], Style("en"))
    first, *columns = numbers.table.columns
    assert [each.column for each in numbers.drawn] == [3, 5, 6]  # the second line stops at a break
    base = first.cells.index("March 2021")
    for plain, index in zip(columns[:2], columns[2:4], strict=True):
        assert index.heading == f"{plain.heading}, March 2021 = 100"
        assert index.values[base] == 100
        assert index.values[-1] == plain.values[-1] / plain.values[base] * 100


def test_a_ranking_is_quiet_but_for_what_was_asked(parts):
    answer = kaltim_poverty.rank("p0", "2024", among="kalimantan")
    made = document.write(document.of_answer(answer), ".xlsx", Style("en"))
    chart = parts(made.data)["xl/charts/chart1.xml"]
    points = re.findall(r'<c:dPt><c:idx val="(\d)"/>.*?<a:srgbClr val="(\w+)"/>', chart)
    assert points[0] == (str([row.area for row in answer].index("64")), "0B4F8A")
    assert points[1:] == [("5", "FFFFFF")]  # Indonesia, below them: its inside is the ground


def test_a_larger_area_is_a_bar_of_its_own_below_those_of_a_ranking():
    """The last rows; each with its name and number."""
    answer = kaltim_poverty.rank("p0", "2024", among="districts")
    numbers = numbers_of(answer, answer.charts[0], Style("id"))
    names, values = numbers.table.columns
    assert names.cells[-2:] == ["Kalimantan Timur", "Indonesia"]
    assert [str(value) for value in values.values[-2:]] == ["5.78", "9.03"]
    assert numbers.levels == {10, 11}


def test_a_line_that_stops_is_drawn_in_parts(parts):
    """A column for each, so that it stops in every program; the legend names it once."""
    answer = kaltim_poverty.trend("p0", "2012..2024", area=["00", "64"])
    numbers = numbers_of(answer, answer.charts[0], Style("en"))
    headings = [numbers.table.columns[each.column].heading for each in numbers.drawn]
    assert headings == [
        "Indonesia",
        "East Kalimantan, March 2012–March 2014",
        "East Kalimantan, March 2015–March 2024",
    ]
    own = [[value is None for value in numbers.table.columns[each.column].values] for each in numbers.drawn]
    assert own[1] == [False] * 3 + [True] * 10
    assert own[2] == [True] * 3 + [False] * 10
    chart = parts(document.write(document.of_answer(answer), ".xlsx", Style("en")).data)[
        "xl/charts/chart1.xml"
    ]
    assert re.findall(r'<c:legendEntry><c:idx val="(\d)"/><c:delete', chart) == ["1"]
    widths = [int(width) for width in re.findall(r'<c:spPr><a:ln w="(\d+)"', chart)]
    assert widths[1] == widths[2] > widths[0]  # the focus is heavy wherever it stands


def test_a_target_is_a_level_across_and_what_is_not_observed_is_dashed(parts):
    answer = kaltim_poverty.target("4.5", "2029")
    numbers = numbers_of(answer.drawn, answer.drawn.charts[0], Style("id"))
    level = numbers.table.columns[numbers.drawn[-1].column]
    assert level.heading == "Target Maret 2029 4,50"
    assert {str(value) for value in level.values} == {"4.5"}
    assert [each.is_dashed for each in numbers.drawn] == [False, False, True, True, False]
    chart = parts(document.write(document.of_answer(answer), ".xlsx", Style("id")).data)[
        "xl/charts/chart1.xml"
    ]
    assert chart.count('<a:prstDash val="lgDash"/>') == 2
    assert chart.count('<c:symbol val="none"/>') == 1


def test_steps_stand_on_a_base_that_nobody_sees(parts):
    """Base and contribution together lead from one total to the other."""
    answer = kaltim_poverty.decompose("2023", "2024")
    numbers = numbers_of(answer, answer.charts[0], Style("en"))
    _, signed, base, total, better, worse = (column.values for column in numbers.table.columns)
    assert [str(value) for value in total if value is not None] == ["6.11", "5.78"]
    level = total[0]
    for place in range(1, len(signed) - 1):
        ends = sorted([level, level + signed[place]])
        height = (better[place] or 0) + (worse[place] or 0)
        assert [base[place], base[place] + height] == ends
        assert (worse[place] is not None) == (signed[place] > 0)
        level += signed[place]
    assert level == total[-1]
    chart = parts(document.write(document.of_answer(answer), ".xlsx", Style("en")).data)[
        "xl/charts/chart1.xml"
    ]
    assert '<c:grouping val="stacked"/>' in chart
    assert re.findall(r'<c:legendEntry><c:idx val="(\d)"/><c:delete', chart) == ["0"]


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
