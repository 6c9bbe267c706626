"""Figures of one's own as people and programs write them: marks, line ends, tabs, orders, blanks, quotes."""

from __future__ import annotations

import csv
import io
import json

import pytest
from python_calamine import CalamineWorkbook
from support import call

HEADER = "area,period,locality,indicator,value,source"
ROWS = ["64,2024-03,total,p0,5.50,mine", "64,2024-03,total,poor_count,210.61,mine"]
PLAIN = "\n".join([HEADER, *ROWS, ""])


def shown(content, write, name="own.csv"):
    """The figures of March 2024 with those of the file in their place."""
    done = call(
        "show", "2024", "--indicator", "p0,poor_count", "-f", "json", "--figures", write(content, name)
    )
    assert done.code == 0, done.err
    found = json.loads(done.out)
    return [(row["indicator"], row["value"], row["source"]) for row in found["rows"]]


EXPECTED = [("poor_count", 210.61, "mine"), ("p0", 5.5, "mine")]


@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        "\ufeff" + PLAIN,
        PLAIN.replace("\n", "\r\n"),
        "\ufeff" + PLAIN.replace("\n", "\r\n"),
        PLAIN.replace(",", "\t"),
        PLAIN.rstrip("\n"),
        PLAIN.replace("\n", "\n\n"),
        PLAIN + "\n\n",
        PLAIN + "   \n",
        "\n\r\n" + PLAIN.replace(",", "\t"),
        PLAIN.replace(",", " , "),
        PLAIN.replace("area,", "AREA,").replace("value", "Value"),
        "\n".join(",".join(reversed(line.split(","))) for line in PLAIN.splitlines()),
        PLAIN.replace("5.50", '"5.50"').replace("mine", '"mine"'),
        PLAIN.replace("2024-03", "2024"),
        PLAIN.replace("total,p0", "total,P0"),
        PLAIN.replace(HEADER, f"{HEADER},unit").replace("mine", "mine,whatever"),
        PLAIN.replace(HEADER, f"{HEADER},area_name").replace("mine", 'mine,"Kalimantan, Timur"'),
    ],
    ids=[
        "plain",
        "mark",
        "crlf",
        "mark-crlf",
        "tabs",
        "no-last-line-end",
        "blank-lines",
        "blank-end",
        "line-of-blanks",
        "blank-start-tabs",
        "blanks",
        "upper-case-header",
        "other-order",
        "quotes",
        "year",
        "abbreviation",
        "unit-ignored",
        "name-ignored",
    ],
)
def test_every_usual_way_to_write_a_table_is_read(content, write):
    assert shown(content, write) == EXPECTED


@pytest.mark.parametrize(
    ("indicator", "value"),
    [
        ("poor_count", "221.340"),
        ("poverty_line", "833955.12"),
        ("poverty_line", "833955.000"),
        ("p1", "0.799"),
    ],
)
def test_three_decimals_are_decimals_where_they_can_be(indicator, value, write):
    """Only rupiah below a thousand with three decimals look like thousands."""
    done = call(
        "show",
        "2024",
        "--indicator",
        indicator,
        "-q",
        "--figures",
        write(f"{HEADER}\n64,2024,total,{indicator},{value},x\n"),
    )
    assert f"\t{value}\tx\n" in done.out


def test_a_quoted_cell_may_hold_line_ends_commas_and_quotes(write):
    """And the lines after it keep their numbers in errors."""
    content = f'{HEADER}\n64,2024-03,total,p0,5.50,"my ""own""\nsource, 2024"\n{ROWS[1]}\n'
    assert shown(content, write)[1] == ("p0", 5.5, 'my "own"\nsource, 2024')
    bad = content + "64,2023-03,total,p0,x,mine\n"
    assert "line 5, column value" in call("show", "--figures", write(bad)).err


def test_a_line_end_in_a_cell_breaks_no_row_of_tsv(write):
    content = f'{HEADER}\n64,2024-03,total,p0,5.50,"two\nlines\tand a tab"\n'
    done = call("show", "2024", "--indicator", "p0", "--figures", write(content), "-q")
    assert [len(line.split("\t")) for line in done.out.splitlines()] == [8, 8]
    assert done.out.endswith("\ttwo lines and a tab\n")


@pytest.mark.parametrize("name", ["own.csv", "own.tsv", "own.txt", "own", "my own, figures.csv"])
def test_the_name_of_the_file_does_not_matter(name, write):
    """Not even a comma in it, though the option takes lists."""
    assert shown(PLAIN, write, name) == EXPECTED


def test_replaced_figures_are_counted(write):
    done = call("show", "2024", "--figures", write(PLAIN))
    assert "note: Bundled figures replaced by yours: 2.\n" in done.err


def test_the_source_of_own_figures_is_listed_with_its_file(write):
    """A reader of the JSON can tell own figures from published ones."""
    file = write(PLAIN)
    found = json.loads(call("show", "2024", "--indicator", "p0", "-f", "json", "--figures", file).out)
    assert [(source["source"], source["kind"], source["title"]) for source in found["sources"]] == [
        ("mine", "own", file)
    ]
    assert found["arguments"]["figures"] == [file]


def test_new_figures_are_not_counted_as_replaced(write):
    done = call("show", "2027", "--figures", write(f"{HEADER}\n64,2027,total,p0,4.9,plan\n"))
    assert done.code == 0
    assert "replaced" not in done.err


def test_stdin_is_a_file_too():
    done = call("show", "2024", "--indicator", "p0", "--figures", "-", "-q", stdin=PLAIN)
    assert "\t5.50\tmine\n" in done.out


def test_several_files_and_lists(write):
    one, two = write(f"{HEADER}\n{ROWS[0]}\n", "one.csv"), write(f"{HEADER}\n{ROWS[1]}\n", "two.csv")
    for arguments in (("--figures", one, "--figures", two), ("--figures", f"{one},{two}")):
        done = call("show", "2024", "--indicator", "p0,poor_count", "-q", *arguments)
        assert done.out.count("\tmine\n") == 2


def test_an_own_area_keeps_its_code_as_name_until_it_is_named(write):
    """So any country works."""
    figures = write(f"{HEADER}\nTLS,2023,total,p0,41.8,x\nTLS,2024,total,p0,40.0,x\n")
    names = write("area,name,name_en\nTLS,Timor Leste,East Timor\n", "areas.csv")
    line = ("compare", "2023", "2024", "--area", "TLS", "-f", "table", "--figures", figures)
    assert "TLS" in call(*line).out.splitlines()[0]
    assert "East Timor" in call(*line, "--areas", names).out.splitlines()[0]
    assert "Timor Leste" in call(*line, "--areas", names, "--lang", "id").out.splitlines()[0]
    assert call(*line[:4], "East Timor", *line[5:], "--areas", names).code == 0


FORMULAS = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x")']


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_in_a_source_is_text_in_a_workbook(text, write, tmp_path):
    """A figure file from a stranger runs nothing in a spreadsheet."""
    book = str(tmp_path / "a.xlsx")
    call("show", "2024", "--indicator", "p0", "--figures", write(with_source(text)), "-o", book)
    sheet = CalamineWorkbook.from_path(book).get_sheet_by_index(0).to_python()
    assert sheet[1][-1] == text
    assert b"<f>" not in b"".join(parts_of(book))


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_in_a_source_is_quoted_for_excel_csv(text, write):
    done = call(
        "show", "2024", "--indicator", "p0", "-q", "-f", "excel-csv", "--figures", write(with_source(text))
    )
    rows = list(csv.reader(io.StringIO(done.out, newline=""), delimiter=";"))
    assert rows[1][-1] == f"'{text}"


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_in_a_name_of_an_area_is_text(text, write, tmp_path):
    names = write(table_of(["area", "name"], ["64", text]), "areas.csv")
    line = ("show", "2024", "--indicator", "p0", "-q", "--areas", names)
    book = str(tmp_path / "a.xlsx")
    assert call(*line, "-o", book).code == 0
    assert text in CalamineWorkbook.from_path(book).get_sheet_by_index(0).to_python()[1]
    assert b"<f>" not in b"".join(parts_of(book))
    rows = list(csv.reader(io.StringIO(call(*line, "-f", "excel-csv").out, newline=""), delimiter=";"))
    assert rows[1][1] == f"'{text}"


def test_numbers_are_not_quoted_for_excel_csv():
    """A negative change stays a number."""
    assert ";-9,73;" in call("compare", "2023", "2024", "-q", "-f", "excel-csv").out


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "ndjson"])
def test_other_machine_formats_leave_text_as_it_is(form, write):
    """They are for programs, which run no formulas."""
    done = call(
        "show", "2024", "--indicator", "p0", "-q", "-f", form, "--figures", write(with_source("=1+1"))
    )
    assert "=1+1" in done.out
    assert "'=1+1" not in done.out


@pytest.mark.parametrize("text", ["[red]x[/red]", "[/x]", ":smile:", "a|b", "*b* _c_ <i>", "<script>"])
def test_markup_in_a_source_is_shown_as_it_is(text, write):
    """A table shows what the file says; in Markdown signs are escaped."""
    file = write(with_source(text))
    line = ("show", "--indicator", "p0", "--figures", file, "2024", "--locality", "all")
    assert text in call(*line, "-f", "table").out
    markdown = call(*line, "-f", "markdown").out
    assert "<script>" not in markdown.replace("\\<script\\>", "")
    assert text in markdown.replace("\\", "")


def with_source(text):
    return table_of(HEADER.split(","), ["64", "2024-03", "total", "p0", "5.50", text])


def table_of(*rows):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def parts_of(book):
    import zipfile

    with zipfile.ZipFile(book) as archive:
        return [archive.read(name) for name in archive.namelist()]
