"""Excel: the sheet that is meant, cells as they are, and workbooks that are larger than they look."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import zipfile

import pytest
import xlsxwriter
from reference import shared

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey import compare, describe, estimate, simulate, targeting

TABLE = [["y", "g"], [1, "a"], [3, "b"]]
MEANS = {"welfare": "y", "measure": "mean"}
LINES = {"welfare": "percapita", "weight": "weight", "size": "size", "line": 1_500_000, "measure": "p0"}


def case(name):
    return str(shared(f"cases/excel/{name}.xlsx"))


def workbook(path, sheets, hidden=()):
    """A workbook with some sheets, each a list of rows; None is a sheet with a chart alone."""
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        if rows is None:
            chart = book.add_chart({"type": "line"})
            chart.add_series({"values": "=Data!$A$2:$A$3"})
            book.add_chartsheet(name).set_chart(chart)
            continue
        sheet = book.add_worksheet(name)
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
        if name in hidden:
            sheet.hide()
    book.close()
    return str(path)


def mean(path, **options):
    return estimate(str(path), **{**MEANS, **options}).rows[0].estimate


def groups(answer, column):
    return {row.groups[column]: row.estimate for row in answer if row.groups}


def words(answer):
    return " ".join(map(str, answer.notes))


@pytest.mark.parametrize(
    ("name", "sheet"), [("x_hidden2", "baru"), ("x_first", "Data"), ("x_chart", "Sheet"), ("x_ok", "")]
)
def test_the_first_visible_sheet_with_the_columns_of_shared_workbooks(name, sheet):
    answer = estimate(case(name), **LINES)
    assert answer.rows[0].estimate == pytest.approx(25.420548771856627)
    assert (f"the sheet '{sheet}' is read" in words(answer)) == bool(sheet)


def test_cells_of_shared_workbooks():
    assert mean(case("textnum"), decimal=",") == pytest.approx(666766.6666666667)
    assert mean(case("x_year"), welfare="2024") == pytest.approx(2310010.2833333)
    assert mean(case("x_space"), welfare="percapita") == pytest.approx(2310010.2833333)
    for name, mark in (("na", "NA"), ("dot", r"\.")):
        with pytest.raises(
            InputError, match=f"data row 2, column y: '{mark}' means that the value is missing"
        ):
            mean(case(name))
        assert mean(case(name), missing="drop") == 200


def test_a_sheet_by_its_name(tmp_path):
    sheets = {"2023": TABLE, " Data ": [["y"], [10], [20]], "data": [["y"], [7]]}
    path = workbook(tmp_path / "a.xlsx", sheets, hidden=["data"])
    assert mean(path) == 2
    assert mean(path, sheet=" Data ") == 15
    assert mean(path, sheet="data") == 7
    with pytest.raises(InputError, match="has no sheet 'DATA'; it has 2023,  Data , data"):
        mean(path, sheet="DATA")  # which may be either
    assert mean(workbook(tmp_path / "b.xlsx", {"A": [["x"]], "Data": TABLE}), sheet="dAta ") == 2


def test_a_sheet_without_the_columns_is_passed_over_by_every_question(tmp_path):
    rows = [["y", "r", "b", "w", "s"], *([i, i % 2, (i % 2) * 5, 1, 1] for i in range(1, 9))]
    sheets = {"Grafik": None, "Kosong": [], "Baca": [["Baca dulu"], ["y"]], "Lama": rows, "Data": rows}
    path = workbook(tmp_path / "a.xlsx", sheets, hidden=["Lama"])
    options = {"welfare": "y", "weight": "w", "line": 4}
    answers = [
        estimate(path, **options),
        compare(path, path, welfare="y", weight="w", line=4),
        targeting(path, **options, received="r"),
        simulate(path, **options, size="s", amount="1", every="month", recipients=2, to="poorest"),
        describe(path, welfare="y"),
    ]
    for answer in answers:
        assert "the sheet 'Data' is read" in words(answer)
    with pytest.raises(InputError, match="no column 'z'"):
        estimate(path, welfare="z", measure="mean")


def test_a_workbook_with_hidden_sheets_alone(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"x": [[1]], "Data": TABLE}, hidden=["Data"])
    with zipfile.ZipFile(path) as archive:
        data = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in data.items():
            archive.writestr(name, content.replace(b'<sheet name="x"', b'<sheet state="hidden" name="x"'))
    with pytest.raises(InputError, match="has no visible sheet; --sheet takes a hidden one: x, Data"):
        mean(path)
    assert mean(path, sheet="Data") == 2


def test_numeric_cells_beside_text_are_as_they_are(tmp_path):
    rows = [["y", "g"], ["1.250,5", "x"], [833.955, "x"], [2, "x"], ["NA", "x"]]
    path = workbook(tmp_path / "a.xlsx", {"A": rows})
    assert mean(path, decimal=",", missing="drop") == pytest.approx((1250.5 + 833.955 + 2) / 3)
    where = estimate(path, **MEANS, decimal=",", missing="drop", where="y > 800")
    assert where.rows[0].estimate == pytest.approx((1250.5 + 833.955) / 2)


def test_cells_of_text_are_numbers_in_a_condition_where_all_of_them_are(tmp_path):
    rows = [["y", "a", "b"], [1, "9", "9"], [3, "10", "x"], [5, "11", "11"]]
    path = workbook(tmp_path / "a.xlsx", {"A": rows})
    assert mean(path, where="a > 9.5") == 4
    assert mean(path, where="b = 'x'") == 3


def test_headings_of_any_kind(tmp_path):
    rows = [[2024, "", " g ", True, dt.date(2024, 3, 1), 0.5], [1, "note", "a", "b", 2, 3]]
    path = workbook(tmp_path / "a.xlsx", {"A": rows})
    columns = [row.column for row in describe(path, welfare="2024") if row.column]
    assert sorted(columns) == sorted(["2024", " g ", "True", "2024-03-01", "0.5"])
    assert groups(estimate(path, welfare="2024", measure="mean", by="g"), " g ") == {"a": 1}


def test_blank_rows_and_merged_cells(tmp_path):
    path = str(tmp_path / "a.xlsx")
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("A")
    for place, row in ((1, ["g", "y"]), (3, ["", 1]), (4, ["", 3]), (6, ["b", 5])):
        sheet.write_row(place, 1, row)
    sheet.merge_range("B4:B5", "a")
    sheet.write_blank("B20", None, book.add_format({"bold": True}))
    book.close()
    assert mean(path) == 3
    with pytest.raises(InputError, match="data row 2, column g: the value is missing"):
        estimate(path, **MEANS, by="g")


ERRORS = ["#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!"]


@pytest.mark.parametrize("before", ["", "/xl/"])
def test_a_row_with_nothing_but_errors_is_a_row_and_lacks_its_values(tmp_path, before):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("cover").write(0, 0, "nothing here")
        sheet = book.add_worksheet("Data")
        sheet.write_row(2, 1, ["y", "w"])  # below and beside what is empty
        sheet.write_row(3, 1, [1, 1])
        for place, error in enumerate(ERRORS, 4):
            sheet.write_formula(place, 1, "=1/0", None, error)
        sheet.write_formula(12, 2, "=1/0", None, "#N/A")  # after a blank row
        sheet.write_row(13, 1, [3, 1])
        sheet.write_formula(14, 1, "=1/0", None, "#N/A")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data.replace(b'"worksheets/', f'"{before}worksheets/'.encode()))
    with pytest.raises(InputError, match="9 rows lack one"):
        estimate(str(path), **MEANS, weight="w")
    answer = estimate(str(path), **MEANS, weight="w", missing="drop")
    assert (answer.rows[0].estimate, answer.rows[0].n) == (2, 2)
    assert "11 rows read, 2 used" in words(answer)
    assert "left out as blank" not in words(answer)


def test_blank_rows_that_may_be_errors_are_counted_where_the_format_hides_them(tmp_path):
    text = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = [(1, text.format("y")), (1, text.format("1")), (2, "<table:table-cell/>"), (1, text.format("3"))]
    answer = estimate(ods(tmp_path / "a.ods", *rows), **MEANS)
    assert (answer.rows[0].estimate, answer.rows[0].n) == (2, 2)
    assert "2 rows are left out as blank" in words(answer)
    assert "left out as blank" not in words(estimate(ods(tmp_path / "a.ods", *rows[:2], rows[3]), **MEANS))


def test_dates_of_a_workbook(tmp_path):
    rows = [["y", "day"], [1, dt.date(2023, 12, 31)], [3, dt.date(2024, 1, 1)]]
    path = workbook(tmp_path / "a.xlsx", {"A": rows})
    assert mean(path, where="year(day) = 2024") == 3
    assert groups(estimate(path, **MEANS, by="day"), "day") == {"2023-12-31": 1, "2024-01-01": 3}


def test_text_that_may_be_thousands_is_noted(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"A": [["y"], ["1.250"], ["2.500"]]})
    assert "three decimals" in words(estimate(path, **MEANS))
    assert "three decimals" not in words(estimate(path, **MEANS, decimal="."))
    assert mean(path, decimal=",") == 1875


def far(path):
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("A")
    for place, row in enumerate(TABLE):
        sheet.write_row(place, 0, row)
    sheet.write(1_048_575, 16_383, 1)
    book.close()


def edited(path, change):
    """A workbook with its first sheet changed: a function from its bytes to pieces of others."""
    workbook(path, {"A": TABLE})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            with archive.open(name, "w", force_zip64=True) as opened:
                for piece in change(data) if name.endswith("sheet1.xml") else [data]:
                    opened.write(piece)


def inflating(path):
    end = b"</worksheet>"
    edited(path, lambda data: [data.removesuffix(end), *[b" " * 2**20] * 1200, end])


def without_places(path):
    """Cells that do not say where they are, in a row that does."""

    def change(data):
        row = b'<row r="1048576">' + b"<c><v>1</v></c>" * 16_384 + b"</row></sheetData>"
        return [data.replace(b"</sheetData>", row)]

    edited(path, change)


def single_quotes(path):
    edited(
        path, lambda data: [data.replace(b"</sheetData>", b"<row><c r = 'XFD1048576'/></row></sheetData>")]
    )


def a_long_row(path):
    row = b'<row r="4"><c r="A4"/>' + b" " * 10 * 2**20 + b"</row></sheetData>"
    edited(path, lambda data: [data.replace(b"</sheetData>", row)])


def lying(path):
    """An archive that says that its sheet is small."""
    inflating(path)
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        part = next(part for part in archive.infolist() if part.filename.endswith("sheet1.xml"))
    size = part.file_size.to_bytes(4, "little")
    assert size in data
    path.write_bytes(data.replace(size, (1000).to_bytes(4, "little")))


COMMAND = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (3 * 10**9,) * 2)
from kaltim_poverty.cli.main import main
sys.exit(main(["survey", "estimate", sys.argv[1], "--welfare", "y", "--measure", "mean"]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="address space is bounded by a call of Linux")
@pytest.mark.parametrize("make", [far, inflating, without_places, single_quotes, a_long_row, lying])
def test_a_workbook_that_would_fill_the_memory_is_refused(tmp_path, make):
    path = tmp_path / "a.xlsx"
    make(path)
    assert os.path.getsize(path) < 3_000_000
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, str(path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 3, done.stderr
    assert "raise --memory" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(("old", "new"), [(b"</v>", b"<<<<"), (b"", b"")])
def test_a_damaged_workbook_is_a_sentence(tmp_path, old, new):
    path = tmp_path / "a.xlsx"
    edited(path, lambda data: [data.replace(old, new) if old else data])
    if not old:
        data = bytearray(path.read_bytes())
        for place in range(200, 400):
            data[place] ^= 255
        path.write_bytes(data)
    with pytest.raises(InputError, match=r"a\.xlsx cannot be read"):
        mean(path)


@pytest.mark.parametrize("data", [b"y,g\n1,2\n", b"PK\x03\x04" + bytes(400), b"PK\x03\x04"])
def test_what_is_no_workbook_is_named_so_in_either_language(tmp_path, data):
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    with pytest.raises(InputError) as refused:
        mean(path)
    assert refused.value.key == "malformed_workbook"


ODS_TEXT = '<table:table-cell office:value-type="string"><text:p>y</text:p></table:table-cell>'
ODS_NUMBER = '<table:table-cell office:value-type="float" office:value="1"{}/>'


def ods(path, *rows):
    """A document of LibreOffice with one sheet; a row is its cells, after the times that it is repeated."""
    names = {
        name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "table", "text")
    }
    spaces = " ".join(f'xmlns:{name}="{address}"' for name, address in names.items())
    repeated = ' table:number-rows-repeated="{}"'
    content = "".join(
        f"<table:table-row{repeated.format(times) if times > 1 else ''}>{cells}</table:table-row>"
        for times, cells in rows
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest:manifest/>")
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="d">{content}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return str(path)


def columns_repeated(times):
    return f' table:number-columns-repeated="{times}"'


def test_rows_and_cells_of_libreoffice_that_are_repeated(tmp_path):
    path, blank = tmp_path / "a.ods", f"<table:table-cell{columns_repeated(1023)}/>"
    heading, number = (1, ODS_TEXT + blank), ODS_NUMBER.format("")
    assert mean(ods(path, heading, (3, number), (1_048_000, blank))) == 1
    for rows in (
        [(90_000, ODS_NUMBER.format(columns_repeated(1000)))],
        [(1, number), (1_048_000, blank), (1, blank + number)],
        [(1, blank * 500 + number), (1_000_000, number)],
    ):
        with pytest.raises(InputError, match="raise --memory"):
            mean(ods(path, heading, *rows))


def test_more_memory_takes_more_cells(tmp_path):
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("A")
    for place, row in enumerate(TABLE):
        sheet.write_row(place, 0, row)
    sheet.write(19_999, 99, 1)
    book.close()
    with pytest.raises(InputError, match="more than 1,562,500 cells"):
        mean(path, memory="100MB")
    assert mean(path, memory="200MB", missing="drop") == 2
