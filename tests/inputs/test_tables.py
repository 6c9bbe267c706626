"""Small tables in every style that people and programs write, and where an error says that it is."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
import zipfile
from decimal import Decimal

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import call, run, shell

from kaltim_poverty.errors import InputError
from kaltim_poverty.inputs.tables import open_table, read_rows
from kaltim_poverty.inputs.workbooks import sheet_rows

COLUMNS = ("code", "value", "source")
HEADER = "area,period,locality,indicator,value,source"
GOOD = "X,2024,total,p0,7.68,inv"
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), min_size=1, max_size=8
).filter(lambda text: text == text.strip() and not text.startswith(("'", "sep=")))
VALUES = st.decimals(Decimal(-10_000), Decimal(10_000), places=2)
ROWS = st.lists(st.tuples(TEXTS, VALUES, TEXTS), min_size=1, max_size=6)
STYLES = st.fixed_dictionaries(
    {
        "delimiter": st.sampled_from(",;\t|"),
        "end": st.sampled_from(["\n", "\r\n", "\r"]),
        "encoding": st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
        "packed": st.booleans(),
        "quoted": st.booleans(),
        "blank_before": st.integers(0, 2),
        "blank_between": st.booleans(),
        "declared": st.booleans(),
        "empty_column": st.booleans(),
        "last_end": st.booleans(),
    }
)


def written(rows, style):
    """The bytes of a table in a style."""
    comma = style["delimiter"] == ";"
    quoting = csv.QUOTE_ALL if style["quoted"] else csv.QUOTE_MINIMAL
    lines = []
    for row in [COLUMNS, *rows]:
        marked = [
            str(cell).replace(".", ",") if comma and isinstance(cell, Decimal) else cell for cell in row
        ]
        line = io.StringIO()
        csv.writer(line, delimiter=style["delimiter"], quoting=quoting, lineterminator="").writerow(
            marked + [""] * style["empty_column"]
        )
        lines.append(line.getvalue())
    text = (style["end"] * (1 + style["blank_between"])).join(lines) + style["end"] * style["last_end"]
    declared = f"sep={style['delimiter']}{style['end']}" if style["declared"] else ""
    data = (style["end"] * style["blank_before"] + declared + text).encode(style["encoding"])
    return gzip.compress(data) if style["packed"] else data


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS, STYLES)
def test_a_table_is_the_same_in_every_style(tmp_path, rows, style):
    from kaltim_poverty.inputs.numbers import read_number

    file = tmp_path / "table"
    file.write_bytes(written(rows, style))
    found = list(read_rows(str(file), COLUMNS))
    assert [(row.cells["code"], row.cells["source"]) for row in found] == [(row[0], row[2]) for row in rows]
    values = [read_number(row.cells["value"], row.marks_of("value")) for row in found]
    assert values == [row[1] for row in rows]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS, st.integers(0, 3), st.booleans())
def test_a_workbook_is_the_same_table(tmp_path, rows, above, hidden):
    from kaltim_poverty.inputs.numbers import read_number

    file = str(tmp_path / "table.xlsx")
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        other = book.add_worksheet("Read me")
        other.write_string(0, 0, "not the table")
        sheet = book.add_worksheet("Data")
        if hidden:
            sheet.activate()
            sheet.set_first_sheet()
            other.hide()
        for column, heading in enumerate(COLUMNS):
            sheet.write_string(above, column, heading)
        for line, (code, value, source) in enumerate(rows, above + 1):
            sheet.write_string(line, 0, code)
            sheet.write_number(line, 1, float(value))
            sheet.write_string(line, 2, source)
    found = list(read_rows(file, COLUMNS))
    assert [(row.cells["code"], row.cells["source"]) for row in found] == [(row[0], row[2]) for row in rows]
    assert [read_number(row.cells["value"], row.marks_of("value")) for row in found] == [
        row[1] for row in rows
    ]
    assert [row.line for row in found] == list(range(above + 2, above + 2 + len(rows)))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["row", "blank", "blanks", "delimiters", "two lines"]), max_size=8), STYLES)
def test_an_error_names_the_line_as_an_editor_counts_them(tmp_path, pieces, style):
    """Blank lines and line ends inside quotes are lines too."""
    end = style["end"]
    lines = {
        "row": GOOD.replace("2024", "20{:02d}"),
        "blank": "",
        "blanks": "  ",
        "delimiters": ",,,,,",
        "two lines": f'X,20{{:02d}},total,p0,7.68,"one{end}two"',
    }
    text = f"{HEADER}{end}" + "".join(lines[piece].format(place) + end for place, piece in enumerate(pieces))
    bad = text.count(end) + 1
    file = tmp_path / "own.csv"
    data = f"{text}X,2024,total,p0,x,inv{end}".encode(style["encoding"])
    file.write_bytes(gzip.compress(data) if style["packed"] else data)
    done = call("show", "--area", "X", "--figures", str(file))
    assert f"line {bad}, column value: 'x' is not a plain number" in done.err


SHOWN = [("X", "2023-03", "8.10"), ("X", "2024-03", "7.68")]
PLAIN = f"{HEADER}\nX,2023,total,p0,8.10,inv\n{GOOD}\n"


def figures_of(*arguments, stdin=b""):
    done = call("show", "--area", "X", "-q", "-f", "csv", *arguments, stdin=stdin)
    assert done.code == 0, done.err
    rows = list(csv.DictReader(io.StringIO(done.out)))
    return [(row["area"], row["period"], row["value"]) for row in rows]


@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        gzip.compress(PLAIN.encode(), mtime=0),
        "sep=,\n" + PLAIN,
        '"sep=,"\r\n' + PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", ",\n"),
        PLAIN.replace("\n", ",,,\n"),
        PLAIN.replace(",", ";").replace(".", ","),
        PLAIN.replace(",", ";"),
        "sep=;\n" + PLAIN.replace(",", ";").replace(".", ","),
        "\n \n" + PLAIN,
        PLAIN.replace("X,", "X,,").replace("area,", "area,,"),
        PLAIN.replace(HEADER, "wilayah,periode,daerah,indikator,nilai,sumber"),
        PLAIN.replace(HEADER, "Wilayah,Periode,Daerah,Indikator,Nilai,Sumber"),
        PLAIN.replace(HEADER, '"Kode",Periode,Daerah,Indikator,"Nilai, %",Sumber'),
        PLAIN.replace(HEADER, "Code,Period,Locality,Indicator,Value,Source"),
        PLAIN.encode("utf-16"),
        ("\ufeff" + PLAIN).encode("utf-16-be"),
        PLAIN + ",,,,,\n",
    ],
    ids=[
        "plain",
        "gzip",
        "sep",
        "sep-quoted",
        "empty-column",
        "empty-columns",
        "semicolons",
        "semicolons-with-points",
        "sep-semicolon",
        "blank-lines",
        "empty-column-inside",
        "indonesian",
        "indonesian-capitals",
        "indonesian-of-kpov",
        "english-of-kpov",
        "utf-16",
        "utf-16-be",
        "row-of-delimiters",
    ],
)
def test_figures_in_every_usual_style(content, write):
    assert figures_of("--figures", write(content)) == SHOWN
    data = content if isinstance(content, bytes) else content.encode()
    assert figures_of("--figures", "-", stdin=data) == SHOWN


def test_figures_and_lines_from_a_pipe(write, tmp_path):
    file = write(PLAIN)
    done = shell(f"kpov show --area X --figures <(cat {file}) -q | wc -l")
    assert done == ("3\n", "", 0)
    survey = write("d,y\n1,5\n2,50\n", "s.csv")
    lines = write("d,line\n1,10\n2,20\n", "lines.csv")
    for table in (lines, f"<(cat {lines})", f"<(gzip -c {lines})", f"- < {lines}"):
        estimated = shell(
            f"kpov survey estimate {survey} --welfare y --measure p0 -q -f json --line-table {table}"
        )
        assert json.loads(estimated.out)["rows"][0]["estimate"] == 50.0, estimated.err
    both = shell(
        f"kpov survey compare {survey} {survey} --welfare y --measure p0 -qf json --line-table <(cat {lines})"
    )
    row = json.loads(both.out)["rows"][0]
    assert (row["before"], row["after"]) == (50.0, 50.0)


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("ending", [".csv", ".tsv", ".xlsx", "excel-csv"])
@pytest.mark.parametrize(
    "selection",
    [
        ("--area", "all", "--locality", "all", "2024"),
        ("--area", "64", "--locality", "all"),
        ("--indicator", "p0", "2024"),
        ("--indicator", "poverty_line", "--area", "districts", "2024"),
        ("--indicator", "gini,p1,p2", "--area", "64", "--locality", "all"),
    ],
    ids=["all", "province", "one-row", "lines", "three-decimals"],
)
def test_kpov_reads_what_it_writes(selection, ending, language, tmp_path):
    """The same figures, to the last digit; a workbook keeps numbers, so a last zero may lack."""
    own = str(tmp_path / f"own{'.csv' if ending == 'excel-csv' else ending}")
    form = ("-f", "excel-csv") if ending == "excel-csv" else ()
    assert call("show", *selection, "-o", own, *form, "--lang", language).code == 0
    before, after = (call("show", *selection, "-q", "-f", "csv", *more) for more in ((), ("--figures", own)))
    assert after.err == ""
    rows = [list(csv.DictReader(io.StringIO(done.out))) for done in (before, after)]
    if ending == ".xlsx":
        for row in (*rows[0], *rows[1]):
            row["value"] = float(row["value"])
    assert rows[0] == rows[1]


def test_a_text_like_a_formula_comes_back_as_it_was(write, tmp_path):
    own = write(PLAIN.replace("inv", "=1+1"))
    again = str(tmp_path / "again.csv")
    call("show", "--area", "X", "--figures", own, "-f", "excel-csv", "-o", again)
    assert (
        call("show", "--area", "X", "-q", "--figures", again).out
        == call("show", "--area", "X", "-q", "--figures", own).out
    )


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("1.234", "write 1234 or 1,234"),
        ("1.234,5", "not a plain number"),
        ("7,6,8", "not a plain number"),
    ],
)
def test_a_number_in_two_ways_beside_semicolons_is_refused(cell, said, write):
    content = f"{HEADER};\n".replace(",", ";") + f"X;2024;total;poor_count;{cell};inv\n"
    done = call("show", "--area", "X", "--figures", write(content))
    assert done.code == 3
    assert said in done.err


def test_dates_that_excel_made_of_periods_are_periods(tmp_path):
    import datetime as dt

    file = str(tmp_path / "own.xlsx")
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER.split(","))
        sheet.write_row(1, 0, ["X", "", "total", "p0", 8.1, "inv"])
        sheet.write_datetime(1, 1, dt.datetime(2023, 9, 1), book.add_format({"num_format": "mmm-yy"}))  # noqa: DTZ001
        sheet.write_row(2, 0, ["X", 2024, "total", "p0", 7.68, "inv"])
    assert figures_of("--figures", file) == [("X", "2023-09", "8.1"), ("X", "2024-03", "7.68")]


def test_a_number_of_a_workbook_is_read_as_it_is_beside_a_decimal_comma(tmp_path, write):
    survey = write("d;y\n1;5,0\n2;5000,0\n", "s.csv")
    book_name = str(tmp_path / "lines.xlsx")
    with xlsxwriter.Workbook(book_name) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["d", "line"])
        sheet.write_row(1, 0, ["1", 10.5])
        sheet.write_row(2, 0, ["2", "1.234,5"])
    line = ("survey", "estimate", survey, "--welfare", "y", "--measure", "p0", "-q", "-f", "json")
    done = call(*line, "--decimal", ",", "--line-table", book_name)
    assert json.loads(done.out)["rows"][0]["estimate"] == 50.0


def lines_read(write, content, *more):
    survey = write("d,y\n1,5\n2,500000\n", "s.csv")
    table = write(content, "lines.csv")
    line = ("survey", "estimate", survey, "--welfare", "y", "--measure", "p0", "-q", "-f", "json")
    return call(*line, "--line-table", table, *more)


@pytest.mark.parametrize(
    ("cell", "mark", "poor"),
    [
        ('"833.955"', ",", 100.0),
        ('"833.955"', ".", 50.0),
        ('"833,955"', ".", 100.0),
        ('"833,955"', ",", 50.0),
        ('"833.955,5"', ",", 100.0),
        ('"1.250.000"', ",", 100.0),
        ('"1,250,000.5"', ".", 100.0),
        ("800rb", ".", 100.0),
        ("800rb", ",", 100.0),
        ('"0,8jt"', ",", 100.0),
    ],
)
def test_thousands_in_a_line_table_are_read_where_the_decimal_mark_is_given(cell, mark, poor, write):
    done = lines_read(write, f"d,line\n1,{cell}\n2,{cell}\n", "--decimal", mark)
    assert done.code == 0, done.err
    assert json.loads(done.out)["rows"][0]["estimate"] == poor


@pytest.mark.parametrize(
    ("cell", "more", "said"),
    [
        (
            "833.955",
            (),
            "'833.955' is ambiguous: write 833955 or 833.9550, or add",
        ),
        (
            '"833,955"',
            (),
            "'833,955' is ambiguous: write 833955 or 833.9550, or add",
        ),
        ("833955.50", ("--decimal", ","), "'833955.50' has a decimal point, but --decimal , was given"),
        ('"833955,50"', (), "'833955,50' has a decimal comma: add --decimal ,"),
        ("1_000", (), "'1_000' is not a number"),
        ("1e999", (), "'1e999' is not a number"),
        ("0", (), "'0' is not a valid poverty line: it must be a number above 0"),
    ],
)
def test_a_line_that_may_be_two_numbers_is_refused_and_quoted(cell, more, said, write):
    done = lines_read(write, f"d,line\n\n1,{cell}\n2,5\n", *more)
    assert done.code == 3
    assert f"line 3, column line: {said}" in done.err


def test_groups_of_many_digits(write):
    assert lines_read(write, f"d,line\n{'0' * 5000}1,9\n{'9' * 5000},9\n2,9\n").code == 0


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_design_file_as_notepad_saves_it(encoding, write):
    survey = write("d,y\n1,5\n2,50\n", "s.csv")
    design = write('welfare = "y"\r\n'.encode(encoding), "design.toml")
    done = call("survey", "estimate", survey, "--design", design, "--measure", "mean", "-q", "-f", "json")
    assert json.loads(done.out)["rows"][0]["estimate"] == 27.5


def test_programmes_as_excel_writes_them_in_indonesia(write):
    content = (
        "programme;component;year;amount_idr;per;note;source\nbantuan;elderly;2099;1500000,5;person_year;;x\n"
    )
    for text in (content, content.encode("utf-16"), gzip.compress(content.encode())):
        done = call("programme", "list", "--year", "2099", "--programmes", write(text), "-q", "-f", "json")
        assert json.loads(done.out)["rows"][0]["amount_idr"] == 1_500_000.5


@pytest.mark.parametrize("option", ["--figures", "--areas"])
def test_a_device_without_an_end_is_refused(option):
    done = run("show", option, "/dev/zero")
    assert done.code == 3
    assert "/dev/zero is a device, not a file" in done.err


def test_a_packed_file_that_would_fill_the_memory_is_refused(write):
    bomb = write(gzip.compress(bytes(80 * 2**20)), "own.csv.gz")
    assert "holds more than 64 MB" in call("show", "--figures", bomb).err


def test_a_workbook_that_would_fill_the_memory_is_refused(tmp_path):
    """A reader of workbooks makes room for the whole rectangle around all cells."""
    far, large = str(tmp_path / "far.xlsx"), str(tmp_path / "large.xlsx")
    with xlsxwriter.Workbook(far) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "area")
        sheet.write(1_048_575, 16_383, "x")
    done = run("show", "--figures", far)
    assert (done.code, "more than 5,000,000 cells" in done.err) == (3, True)
    with zipfile.ZipFile(large, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", bytes(80 * 2**20))
    assert "holds more than 64 MB" in call("show", "--figures", large).err


def test_a_workbook_without_its_package(monkeypatch, tmp_path):
    file = str(tmp_path / "own.xlsx")
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet()
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    done = call("show", "--figures", file)
    assert done.code == 3
    assert done.err == "kpov: .xlsx needs python-calamine: pip install 'kaltim-poverty[excel]'\n"


def test_the_first_visible_sheet_that_has_the_columns_is_read(tmp_path):
    file = str(tmp_path / "own.xlsx")
    with xlsxwriter.Workbook(file) as book:
        for name, headings in (
            ("hidden", COLUMNS),
            ("cover", ["words"]),
            ("data", COLUMNS),
            ("more", COLUMNS),
        ):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, headings)
            sheet.write_row(1, 0, [name] * len(headings))
        book.get_worksheet_by_name("cover").activate()
        book.get_worksheet_by_name("hidden").hide()
    assert [row.cells["code"] for row in read_rows(file, COLUMNS)] == ["data"]
    assert open_table(file).headings == ["words"]
    with open(file, "rb") as opened:
        assert sheet_rows(file, opened.read(), lambda _: False)[0].cells == ["words"]


def test_delimiters_are_counted_outside_quotes(write):
    table = open_table(write('"spent, Rp, a month";"weight, of a person"\n1;2\n'))
    assert table.headings == ["spent, Rp, a month", "weight, of a person"]
    assert [record.cells for record in table.records] == [["1", "2"]]


def test_headings_in_two_languages_are_one_column(write):
    with pytest.raises(InputError, match="value"):
        list(read_rows(write("code,value,nilai,source\na,1,2,x\n"), COLUMNS))


def test_a_large_table_of_figures_is_read(write):
    rows = "".join(f"X{place},2024,total,p0,7.68,inv\n" for place in range(20_000))
    done = call("show", "--area", "X7", "-q", "--figures", write(f"{HEADER}\n{rows}"))
    assert done.out.count("\n") == 2
