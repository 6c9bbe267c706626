"""A workbook for the printer: what people read in a table, one page wide, with numbers as numbers."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from support import call

import kaltim_poverty as kpov
from kaltim_poverty.records.blocks import Table
from kaltim_poverty.records.wide import widened
from kaltim_poverty.render import Style
from kaltim_poverty.render.document.numbered import Numbering
from kaltim_poverty.render.layout import lay_out
from kaltim_poverty.render.print_sheet import shape_of
from kaltim_poverty.words import message

CELL = re.compile(r'<c r="([A-Z]+)(\d+)"[^>]*?(?: t="(\w+)")?(?:/>|>(?:<v>([^<]*)</v>)?</c>)')
EVERY = ["show", "trend", "rank", "compare"]


@pytest.fixture
def written(tmp_path):
    """Runs a command line that writes a workbook; gives its parts."""

    def write(*line):
        file = tmp_path / "out.xlsx"
        done = call(*line, "-o", str(file))
        assert (done.code, done.err) == (0, "")
        with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as parts:
            return {name: parts.read(name).decode() for name in parts.namelist()}

    return write


def cells_of(parts, sheet=1):
    """The cells of a sheet by line and column: text as text, numbers as floats."""
    strings = [
        re.sub(r"<[^>]+>", "", item).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
        for item in re.findall(r"<si>(.*?)</si>", parts["xl/sharedStrings.xml"], re.DOTALL)
    ]
    found = {}
    for column, line, kind, value in CELL.findall(parts[f"xl/worksheets/sheet{sheet}.xml"]):
        if value:
            found[int(line), column] = strings[int(value)] if kind == "s" else float(value)
    return found


TREND = ("trend", "p0", "2015..2024", "--area", "kalimantan", "--wide", "areas")


@pytest.mark.parametrize(
    ("language", "caption", "heading", "source"),
    [
        (
            "en",
            "Trend · urban + rural · Headcount rate (P0), %",
            "East Kalimantan",
            "Source: BPS, Susenas March 2015–March 2024",
        ),
        (
            "id",
            "Perkembangan · perkotaan + perdesaan · Persentase penduduk miskin (P0), %",
            "Kalimantan Timur",
            "Sumber: BPS, Susenas Maret 2015–Maret 2024",
        ),
    ],
)
def test_a_wide_table_has_its_title_above_and_its_source_below(written, language, caption, heading, source):
    cells = cells_of(written(*TREND, "--lang", language))
    assert cells[1, "A"] == caption
    assert cells[3, "E"] == heading
    assert source in cells.values()
    # March 2024
    assert [cells[13, column] for column in "BCDEF"] == [6.32, 5.17, 4.11, 5.78, 6.32]


@pytest.mark.parametrize("question", EVERY)
def test_every_number_of_the_table_stands_in_the_workbook(question, written, tmp_path):
    lines = {"trend": ["trend", "p0"], "rank": ["rank", "p0", "2024"], "compare": ["compare", "2023", "2024"]}
    line = [*lines.get(question, [question, "2024"]), "--print"]
    cells = cells_of(written(*line))
    ask = {
        "trend": lambda: kpov.trend("p0"),
        "rank": lambda: kpov.rank("p0", 2024),
        "show": lambda: kpov.show(2024),
    }
    answer = ask.get(question, lambda: kpov.compare(2023, 2024))()
    laid_out = lay_out(answer, Style("en"))
    lines_of_tables = [
        tuple(float(value) if text and isinstance(value, kpov_number()) else text for text, value in row)
        for table in laid_out.tables
        for row in zip(*(zip(each.cells, each.values, strict=True) for each in table.columns), strict=True)
    ]
    numbers = max(line for line, _ in cells)
    rows = [
        tuple(cells.get((number, chr(ord("A") + place)), "") for place in range(len(lines_of_tables[0])))
        for number in range(1, numbers + 1)
    ]
    for expected in lines_of_tables:
        assert expected in {row[: len(expected)] for row in rows}
    assert all(note in cells.values() for note in laid_out.notes)


def kpov_number():
    """What a cell with a number holds."""
    from decimal import Decimal

    return (Decimal, int)


def test_the_page_is_a4_on_its_side_one_page_wide_with_headings_that_stay(written):
    parts = written(*TREND)
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert '<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/>' in sheet
    assert '<pageSetUpPr fitToPage="1"/>' in sheet
    assert 'ySplit="3"' in sheet
    assert "trend!$3:$3" in parts["xl/workbook.xml"]


def test_the_chart_beside_is_one_of_excel_and_says_what_it_shows(written):
    parts = written(*TREND)
    chart = parts["xl/charts/chart1.xml"]
    assert chart.count("<c:ser>") == 5
    assert "'Numbers of the chart'!$B$2:$B$11" in chart
    drawing = parts["xl/drawings/drawing1.xml"]
    assert re.search(r'descr="[^"]*Headcount rate', drawing)
    assert "<xdr:col>7</xdr:col>" in drawing  # behind the table, which ends in F


def test_the_source_stands_below_the_chart(written):
    cells = cells_of(written("rank", "p0", "2024", "--among", "kalimantan", "--print"))
    [line] = [line for (line, _), text in cells.items() if str(text).startswith("Source:")]
    assert line > 20


@pytest.mark.parametrize("line", ["show 2024", "compare 2023 2024", "rank p0,gini 2024 --wide indicators"])
def test_without_one_scale_there_is_no_chart(line, written):
    parts = written(*line.split(), "--print")
    assert "xl/charts/chart1.xml" not in parts
    assert "xl/worksheets/sheet2.xml" not in parts


def test_missing_and_broken_cells_are_marked(written):
    parts = written("trend", "p0", "2022..2024", "--area", "papua,96", "--wide", "areas")
    cells = cells_of(parts)
    assert (cells[4, "B"], cells[4, "C"]) == (26.56, "–")
    assert cells[6, "B"] == 17.26
    assert '#,##0.00"†"' in parts["xl/styles.xml"].replace("&quot;", '"')
    assert any(str(text).startswith("† behind a break") for text in cells.values())


@pytest.mark.parametrize(
    ("text", "shape"), [("17.26†", '#,##0.00"†"'), ("1,310", "#,##0"), ("0.3**", '#,##0.0"**"'), ("–", "")]
)
def test_a_number_is_shown_as_its_text(text, shape):
    value = None if text == "–" else float(text.rstrip("†*").replace(",", ""))
    assert shape_of(value, text, "en") == shape


def test_without_print_a_workbook_is_a_row_a_record(written):
    parts = written("trend", "p0", "2015..2024", "--area", "kalimantan")
    cells = cells_of(parts)
    assert (cells[1, "A"], cells[2, "A"]) == ("Code", "61")
    assert "xl/charts/chart1.xml" not in parts


def test_the_same_question_gives_the_same_bytes(tmp_path):
    files = [tmp_path / name for name in ("one.xlsx", "two.xlsx")]
    for file in files:
        assert call(*TREND, "-o", str(file)).code == 0
    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.parametrize(
    ("line", "given"),
    [
        ("show 2024 --print", "-f tsv"),
        ("show 2024 --print -f csv", "-f csv"),
        ("trend p0 --print -o x.md", "-f markdown"),
    ],
)
def test_only_a_workbook_is_laid_out_for_print(line, given, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for language in ("en", "id"):
        done = call(*line.split(), "--lang", language)
        assert (done.code, done.out) == (2, "")
        assert given in done.err
        assert "-o " in done.err
    assert list(tmp_path.iterdir()) == []


def test_a_table_of_a_document_may_be_wide():
    answer = kpov.show(2024, area="papua,96", indicator="p0,gini")
    [part] = Numbering(Style("id")).parts([Table(message("caption.show"), answer, "indicator")])
    [table] = part.tables
    assert [column.heading for column in table.columns] == [
        "Wilayah",
        "Persentase penduduk miskin (P0), %",
        "Gini ratio",
    ]
    assert table.columns[1].cells == ["17,26", "29,76"]
    assert widened(answer, "area").fields[-2:] == ("94", "96")


def test_folded_rows_and_notes_have_the_height_of_their_lines(written):
    parts = written("compare", "2023", "2024", "--print", "--lang", "id")
    sheet, cells = parts["xl/worksheets/sheet1.xml"], cells_of(parts)
    heights = {
        int(line): float(height) for line, height in re.findall(r'<row r="(\d+)"[^>]* ht="([\d.]+)"', sheet)
    }
    [long] = [
        line
        for (line, column), text in cells.items()
        if column == "A" and "rumah tangga miskin, Rp" in str(text)
    ]
    assert heights[long] == 30
    assert any(heights.get(line, 0) > 15 for (line, _), text in cells.items() if len(str(text)) > 200)
    assert 'indent="1"' in parts["xl/styles.xml"]


def test_a_chart_of_many_bars_is_as_high_as_they_need(written):
    drawing = written("rank", "p0", "2024", "--print")["xl/drawings/drawing1.xml"]
    [end] = re.findall(r"<xdr:to>.*?<xdr:row>(\d+)</xdr:row>", drawing, re.DOTALL)
    assert int(end) > 38  # provinces, a line each


def test_two_indicators_of_one_unit_share_no_chart(written):
    parts = written("rank", "p0,p1", "2024", "--wide", "indicators")
    assert "xl/charts/chart1.xml" not in parts


def test_two_units_share_no_chart(written, tmp_path):
    figures, areas = tmp_path / "own.csv", tmp_path / "areas.csv"
    figures.write_text(
        "area,period,locality,indicator,value,source\nX,2024,total,gini,0.3,me\nY,2024,total,p0,9,me\n",
        encoding="utf-8",
    )
    areas.write_text("area,name,level,groups\nX,Ex,district,mine\nY,Why,district,mine\n", encoding="utf-8")
    line = ["rank", "p0,gini", "2024", "--among", "mine", "--wide", "indicators"]
    parts = written(*line, "--figures", str(figures), "--areas", str(areas))
    assert "xl/charts/chart1.xml" not in parts


@pytest.mark.parametrize("line", ["decompose 2023 2024", "rank p0 2024"])
def test_the_names_of_bars_stand_beside_them_also_below_zero(line, written):
    assert '<c:tickLblPos val="low"/>' in written(*line.split(), "--print")["xl/charts/chart1.xml"]
