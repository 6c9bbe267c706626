"""Every answer in every format says the same numbers as the records, and nothing is lost on the way."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

import pytest
from python_calamine import CalamineWorkbook
from questions import QUESTIONS
from support import call, number_formats

from kaltim_poverty.records import cells

TABULAR = [name for name in QUESTIONS if name != "brief"]  # a brief is a paragraph for people
DIGITS = 12
OF_DOWNLOADS = (
    "table",
    "updated",
    "received",
    "sha256",
)  # what only a table that was fetched or imported has


@pytest.fixture(params=QUESTIONS)
def question(request):
    return QUESTIONS[request.param]


def values(answer):
    """The records as a list of values a row, numbers as they are written."""
    return [
        [Decimal(repr(each)) if isinstance(each, float) else each for each in cells(row)] for row in answer
    ]


def as_text(value):
    """What a text format must hold for a value: every digit, nothing for nothing."""
    if value is None:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def texts(answer):
    return [[as_text(value) for value in row] for row in values(answer)]


def ask(question, *more):
    result = call(*question.arguments, *more)
    assert result.code == 0, result.err
    return result.out


def test_python_gives_the_columns_of_the_contract(question):
    """A record's attributes are the columns."""
    assert list(question.ask().fields) == question.columns.split()


def test_tsv_has_a_header_line_and_every_cell(question):
    """`cut -f` finds each column where the header says, without any quoting."""
    header, *rows = [line.split("\t") for line in ask(question, "-f", "tsv").splitlines()]
    assert header == question.columns.split()
    assert rows == texts(question.ask())


def test_csv_reads_back_as_the_records(question):
    header, *rows = csv.reader(io.StringIO(ask(question, "-f", "csv")))
    assert header == question.columns.split()
    assert rows == texts(question.ask())


def test_ndjson_is_one_object_a_record(question):
    """Numbers keep every published digit: they are read as decimals."""
    objects = [json.loads(line, parse_float=Decimal) for line in ask(question, "-f", "ndjson").splitlines()]
    assert all(list(each) == question.columns.split() for each in objects)
    assert [list(each.values()) for each in objects] == as_json_values(question.ask())


def as_json_values(answer):
    """Numbers are numbers, nothing is null, all else is text."""
    return [
        [value if value is None or isinstance(value, (Decimal, int)) else str(value) for value in row]
        for row in values(answer)
    ]


def test_json_is_one_object_with_question_arguments_rows_notes_sources(question):
    found = json.loads(ask(question, "-f", "json"), parse_float=Decimal, parse_constant=pytest.fail)
    answer = question.ask()
    assert list(found) == ["question", "arguments", "rows", "notes", "sources"]
    assert found["question"] == question.arguments[0]
    assert [list(row.values()) for row in found["rows"]] == as_json_values(answer)
    assert [note["code"] for note in found["notes"]] == [note.code for note in answer.notes]
    assert [note["text"] for note in found["notes"]] == [str(note) for note in answer.notes]
    assert found["sources"] == [
        {name: value for name, value in source._asdict().items() if value or name not in OF_DOWNLOADS}
        for source in answer.sources
    ]


def test_json_numbers_have_the_digits_that_were_published(question):
    """0.140 is not 0.14: the trailing zero tells how precisely the figure was printed."""
    found = json.loads(ask(question, "-f", "json"), parse_float=str, parse_int=str)
    expected = [
        [None if value is None else as_text(value) for value in row] for row in values(question.ask())
    ]
    assert [list(row.values()) for row in found["rows"]] == expected


def test_excel_csv_opens_in_an_indonesian_locale(question):
    """A byte-order mark, semicolons, CRLF and the decimal comma."""
    text = ask(question, "-f", "excel-csv")
    assert text.startswith("\ufeff")
    assert text.count("\r\n") == text.count("\n")
    header, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";")
    assert header == question.columns.split()
    expected = [
        [as_text(value).replace(".", ",") if isinstance(value, Decimal) else as_text(value) for value in row]
        for row in values(question.ask())
    ]
    assert [[cell.removeprefix("'") for cell in row] for row in rows] == expected


def test_machine_formats_write_an_ascii_minus_and_no_nan(question):
    """A number behind U+2212 is skipped in silence by other programs, and NaN is no JSON."""
    for form in ("tsv", "csv", "json", "ndjson", "excel-csv"):
        text = ask(question, "-f", form)
        assert not re.search(r"−\d", text)
        assert not re.search(r"\b(NaN|Infinity|inf|None)\b", text)


@pytest.mark.parametrize("name", TABULAR)
def test_workbook_holds_numbers_as_numbers_and_codes_as_text(name, tmp_path):
    """A sum in Excel works at once, and 01 stays 01."""
    question = QUESTIONS[name]
    file = tmp_path / "answer.xlsx"
    ask(question, "-o", str(file))
    header, *rows = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    answer = question.ask()
    assert len(rows) == len(answer)
    for line, record in zip(rows, values(answer), strict=True):
        expected = [float(value) for value in record if isinstance(value, (Decimal, int))]
        found = [cell for cell in line if isinstance(cell, float)]
        assert found == pytest.approx(expected, rel=1e-15)  # the file has 16 digits
    if "area" in answer.fields:
        place = header.index("Code")
        assert [row[place] for row in rows] == [row.area for row in answer]


def test_workbook_shows_the_decimals_of_the_table(tmp_path):
    """74,479 poor people are not 74,479.310 there; a cell holds all digits, its format rounds."""
    file = tmp_path / "answer.xlsx"
    design = ["--design", "examples/survey.toml", "--line", "833955", "--measure", "p0,poor_count,gini"]
    asked = ["survey", "estimate", "examples/survey.csv", *design]
    assert call(*asked, "-o", str(file)).code == 0
    header = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()[0]
    shown = {
        line: {header[place]: shape for place, shape in number_formats(file, line).items()}
        for line in (2, 3, 4)
    }
    for heading in ("Estimate", "SE", "CI low", "CI high"):
        assert [shown[line][heading] for line in (2, 3, 4)] == ["#,##0.000", "#,##0", "#,##0.0000"]
    assert {shown[2][heading] for heading in ("Rows", "Population", "df")} == {"#,##0"}
    assert (shown[2]["RSE, %"], shown[2]["deff"]) == ("#,##0.0", "#,##0.00")


def test_workbook_names_the_unit_that_all_estimates_share(tmp_path):
    """There is no column of units then."""
    file = tmp_path / "answer.xlsx"
    design = ["--design", "examples/survey.toml", "--line", "833955", "--measure", "p0"]
    assert call("survey", "estimate", "examples/survey.csv", *design, "-o", str(file)).code == 0
    header = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()[0]
    assert header[:5] == ["Measure", "Estimate, %", "SE, points", "RSE, %", "CI low, %"]


def test_workbook_of_a_brief_holds_its_sentences(tmp_path):
    file = tmp_path / "answer.xlsx"
    ask(QUESTIONS["brief"], "-o", str(file))
    _, *rows = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    assert [row[-1] for row in rows] == [str(row.text) for row in QUESTIONS["brief"].ask()]


def test_workbook_names_notes_and_sources_on_a_second_sheet(tmp_path):
    file = tmp_path / "answer.xlsx"
    ask(QUESTIONS["compare"], "-o", str(file))
    answer = QUESTIONS["compare"].ask()
    lines = [row[0] for row in CalamineWorkbook.from_path(file).get_sheet_by_index(1).to_python()]
    assert lines[: len(answer.notes)] == [str(note) for note in answer.notes]
    assert len(lines) == len(answer.notes) + len(answer.sources)


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("name", TABULAR)
def test_markdown_shows_every_number_in_the_style_of_the_language(name, language):
    """With twelve decimals every number reads back; minus signs are true ones."""
    question = QUESTIONS[name]
    text = ask(question, "-f", "markdown", "--lang", language, "--digits", str(DIGITS))
    expected = Counter(
        rounded(value) for row in values(question.ask()) for value in row if isinstance(value, (Decimal, int))
    )
    assert Counter(markdown_numbers(text, language)) == expected


def rounded(value):
    return Decimal(value).quantize(Decimal(1).scaleb(-DIGITS), ROUND_HALF_UP)


def markdown_numbers(text, language):
    """The cells of right-aligned columns as numbers."""
    numeric = []
    for line in text.splitlines():
        cells = line.strip("| ").split(" | ") if line.startswith("|") else []
        if cells and set("".join(cells)) <= {"-", ":"}:
            numeric = [cell.endswith(":") for cell in cells]
        elif cells and numeric:
            whole = [cell.strip() for cell in line[1:-1].split("|")]
            yield from (
                read_back(cell, language)
                for cell, wanted in zip(whole, numeric, strict=True)
                if wanted and cell
            )
        else:
            numeric = []


def read_back(cell, language):
    """A number as people write it; an ASCII minus would not be one here."""
    assert "-" not in cell
    point = {"en": {",": "", ".": "."}, "id": {".": "", ",": "."}}[language]
    return Decimal("".join(point.get(sign, sign) for sign in cell).replace("−", "-")).quantize(
        Decimal(1).scaleb(-DIGITS)
    )


def test_markdown_has_as_many_cells_in_each_line_as_columns(question):
    """A bar inside a cell would shift all that follow."""
    width = 0
    for line in ask(question, "-f", "markdown").splitlines():
        count = line.replace("\\|", "").count("|")
        if not line.startswith("|"):
            width = 0
        elif not width:
            width = count
        assert not line.startswith("|") or count == width


@pytest.mark.parametrize("language", ["en", "id"])
def test_brief_is_the_same_paragraph_in_a_pipe_and_in_its_rows(language):
    """The sentences of the rows, joined by blanks, are the paragraph."""
    paragraph = call("brief", "2024", "--lang", language).out
    rows = [
        json.loads(line)
        for line in call("brief", "2024", "--lang", language, "-f", "ndjson").out.splitlines()
    ]
    assert paragraph == " ".join(row["text"] for row in rows) + "\n"
    assert [row["sentence"] for row in rows] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("form", ["tsv", "csv", "ndjson", "excel-csv"])
def test_rows_do_not_depend_on_the_language(form):
    """A script gives the same rows to a colleague with another locale."""
    for name in TABULAR:
        question = QUESTIONS[name]
        assert ask(question, "-f", form, "--lang", "id") == ask(question, "-f", form, "--lang", "en")


def test_codes_of_notes_do_not_depend_on_the_language(question):
    codes = [
        [note["code"] for note in json.loads(ask(question, "-f", "json", "--lang", language))["notes"]]
        for language in ("en", "id")
    ]
    assert codes[0] == codes[1]


def test_json_arguments_are_resolved():
    """`latest`, names and defaults stand there as what they meant."""
    arguments = json.loads(call("compare", "2023", "latest", "--area", "ppu", "-f", "json").out)["arguments"]
    assert arguments["area"] == ["6409"]
    assert arguments["locality"] == ["total"]
    assert "latest" not in arguments.values()
    assert arguments["before"] == "2023-03"


def test_json_sources_are_those_of_the_rows():
    """Every source of a shown figure is in the list, and no other."""
    found = json.loads(call("show", "2024", "-f", "json").out)
    assert {row["source"] for row in found["rows"]} == {source["source"] for source in found["sources"]}


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_people_see_the_source_line_and_no_codes_of_copies(form):
    """Programs get the code beside each figure."""
    shown = call("show", "2024", "-f", form).out
    assert "bps_kaltim_2024_07_01" not in shown
    assert "Source: BPS, Susenas March 2024" in shown
    assert "bps_kaltim_2024_07_01" in call("show", "2024", "-f", "tsv").out


def test_the_whole_bundle_goes_back_in_as_own_figures(write):
    """What `show` writes, `--figures` reads: no number changes on the way."""
    whole = call("show", "--area", "all", "--locality", "all", "-f", "csv").out
    again = call("show", "--area", "all", "--locality", "all", "-f", "csv", "--figures", write(whole))
    assert again.out == whole
    assert again.code == 0


@pytest.mark.parametrize("digits", [0, 1, 5, 12])
def test_digits_rounds_tables_and_markdown(digits):
    cells = list(
        markdown_numbers_as_text(
            call("compare", "2023", "2024", "-f", "markdown", "--digits", str(digits)).out
        )
    )
    assert cells
    assert {len(cell.partition(".")[2]) for cell in cells} == {digits}


def markdown_numbers_as_text(text):
    """The cells that are numbers, as written."""
    for line in text.splitlines():
        for cell in line.strip("|").split("|") if line.startswith("|") else []:
            if cell.strip().lstrip("−")[:1].isdigit():
                yield cell.strip()


@pytest.mark.parametrize("form", ["tsv", "csv", "json", "ndjson", "excel-csv"])
def test_digits_leaves_machine_formats_alone(form):
    plain = call("compare", "2023", "2024", "-f", form).out
    assert call("compare", "2023", "2024", "-f", form, "--digits", "0").out == plain


@pytest.mark.parametrize("form", ["table", "markdown"])
@pytest.mark.parametrize(("name", "column"), [("compare", "before"), ("compare", "after"), ("show", "value")])
def test_people_see_published_figures_with_the_decimals_that_were_printed(name, column, form):
    """0.771 is not shown as 0.77, 0.140 not as 0.14; 59 percent is 59.00, as a dropped zero returns."""
    question = QUESTIONS[name]
    shown = re.split(r"[\s|]+", ask(question, "-f", form))
    assert {printed(getattr(row, column), row.unit) for row in question.ask()} <= set(shown)


def printed(value, unit):
    """A figure with its decimals, at least two unless it is an amount or a number of households."""
    whole, _, decimals = f"{value:,f}".partition(".")
    return whole if unit.startswith(("idr", "households")) else f"{whole}.{decimals:0<2}"
