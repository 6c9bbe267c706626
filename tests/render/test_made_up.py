"""A question that nobody has asked yet is written and drawn in every form: forms need its record alone."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

import pytest
from python_calamine import CalamineWorkbook
from support import number_formats

from kaltim_poverty.records import Answer, note
from kaltim_poverty.records.charts import Chart
from kaltim_poverty.records.fields import REMARK, ROW_UNIT, column, record
from kaltim_poverty.render import Style, render
from kaltim_poverty.render.forms import CHOICES, FORMS, PICTURES
from kaltim_poverty.words import LANGUAGES, Message, message

DECIMALS = {"percent": 2, "ratio": 4}


@record
class Harvest:
    """A field of every kind."""

    charts: ClassVar[tuple[Chart, ...]] = (
        Chart("dot", x="crop", y="gain", low="least", high="most", series=("village",), facet="crop_measure"),
        Chart("pair", x="crop", y="gain", low="yield_before", high="yield_now", facet="crop_measure"),
    )

    groups: Mapping[str, str] = column("group")
    village: str = column("key")
    crop: str = column("group")
    crop_measure: str = column("group", with_unit=True)
    unit: str = column(ROW_UNIT)
    yield_before: float = column("value", decimals=DECIMALS)
    yield_now: float = column("value", decimals=DECIMALS)
    gain: float | None = column("change", decimals=DECIMALS)
    least: float | None = column("change", decimals=DECIMALS, gives_way=1)
    most: float | None = column("change", decimals=DECIMALS, gives_way=1)
    spread: float = column("error", decimals=1, doubtful_above=(5.0,))
    part: Decimal = column("share", decimals=1)
    likelihood: Decimal = column("p_value", decimals=3)
    plots: int = column("count")
    soil: str = column("code", several=True)
    farmer: str = column("words")
    observed: Message | None = column(REMARK)


def harvest(crop, **more):
    """One row."""
    values = {
        "groups": {"Season": "wet"},
        "village": "Loa Kulu",
        "crop": crop,
        "crop_measure": "output",
        "unit": "percent",
        "yield_before": 12.3456,
        "yield_now": 10.0,
        "gain": -2.3456,
        "least": -4.5678,
        "most": -0.1234,
        "spread": 1.25,
        "part": Decimal("33.3333333"),
        "likelihood": Decimal("0.0004"),
        "plots": 12345,
        "soil": "clay;peat",
        "farmer": "Ani <a|b>",
        "observed": None,
    }
    return Harvest(**{**values, **more})


ROWS = (
    harvest("rice"),
    harvest("maize", gain=1.1728, spread=7.5, observed=message("note.units_differ")),
    harvest(
        "cassava", crop_measure="evenness", unit="ratio", yield_now=0.12345, gain=None, least=None, most=None
    ),
)


@pytest.fixture
def answer():
    """What a function of a question would return."""
    return Answer("harvest", {"level": 0.9}, ROWS, (note("assumed", deff=Decimal(2)),), (), {}, Harvest)


@pytest.fixture(autouse=True)
def sentences(monkeypatch):
    """The words of its remark and its note; it needs no other."""
    for language in LANGUAGES:
        path = f"kaltim_poverty.words.{language}.note.WORDS"
        monkeypatch.setattr(
            path, {"units_differ": "weighed wet", "assumed": "deff {deff}", "line": "note: {text}"}
        )


def written(answer, form, language="en", **style):
    """The answer in a form."""
    return "".join(render(answer, form, Style(language, width=300, **style)))


def as_text(value, language="en"):
    """What rows for machines hold."""
    return "" if value is None else value.spoken(language) if isinstance(value, Message) else str(value)


COLUMNS = ["Season", *(name for name in Harvest.__annotations__ if name not in ("charts", "groups"))]


def expected(language="en"):
    return [["wet", *(as_text(getattr(row, name), language) for name in COLUMNS[1:])] for row in ROWS]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("form", "delimiter"), [("csv", ","), ("tsv", "\t"), ("excel-csv", ";")])
def test_delimited_rows_have_every_field_with_every_digit(answer, form, delimiter, language):
    text = written(answer, form, language).removeprefix("\ufeff")
    header, *rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    assert header == COLUMNS
    if form == "excel-csv":
        rows = [[re.sub(r"^(-?\d+),(\d+)$", r"\1.\2", cell) for cell in row] for row in rows]
    assert rows == expected(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_json_and_ndjson_have_the_same_rows(answer, language):
    whole = json.loads(written(answer, "json", language))
    lines = [json.loads(line) for line in written(answer, "ndjson", language).splitlines()]
    assert whole["rows"] == lines
    assert [list(line) for line in lines] == [COLUMNS] * 3
    assert [lines[0]["gain"], lines[0]["plots"], lines[2]["gain"]] == [-2.3456, 12345, None]
    assert whole["notes"] == [{"code": "assumed", "text": "deff 2"}]


SHOWN = {
    "en": ("12.35", "10.00", "−2.35", "−4.57", "1.3", "33.3", "<0.001", "12,345", "clay, peat", "7.5*"),
    "id": ("12,35", "10,00", "−2,35", "−4,57", "1,3", "33,3", "<0,001", "12.345", "clay, peat", "7,5*"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ["table", "markdown"])
def test_people_see_the_decimals_that_the_fields_declare(answer, form, language):
    """By the unit of the row where they are declared so; names have the unit beside them."""
    text = written(answer, form, language).replace("\\", "")
    shown = [*SHOWN[language], "output, %", "0,1235" if language == "id" else "0.1235", "Ani <a|b>"]
    shown += ["weighed wet", "deff 2"]
    for words in shown:
        assert words in text, words
    assert re.search(r"\bevenness +(\||−|\d)", text)  # a ratio needs no unit
    assert "None" not in text


def test_a_key_stands_above_the_table(answer):
    """And no column repeats it."""
    lines = written(answer, "table").splitlines()
    assert lines[0] == "harvest"
    assert lines[2] == "Loa Kulu"
    assert "village" not in lines[3]


def test_a_narrow_page_goes_without_what_gives_way(answer):
    text = "".join(render(answer, "table", Style("en", width=120)))
    assert "least" not in text.splitlines()[3]
    assert "(No room for: least, most." in text
    assert max(map(len, text.splitlines())) <= 120


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_shows_the_decimals_of_the_table(answer, language, tmp_path):
    """Numbers whole in the cell, rounded by their format."""
    path = tmp_path / "harvest.xlsx"
    path.write_bytes(b"".join(render(answer, "xlsx", Style(language))))
    header, *rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert [*header[:4], *header[5:]] == [*COLUMNS[:4], *COLUMNS[5:]]  # the unit has a word
    assert rows[0][header.index("gain")] == -2.3456
    assert rows[0][header.index("soil")] == "clay;peat"
    assert rows[1][header.index("observed")] == "weighed wet"
    assert {header[place]: shape for place, shape in number_formats(path, 2).items()} == {
        **dict.fromkeys(["yield_before", "yield_now", "gain", "least", "most"], "#,##0.00"),
        "spread": "#,##0.0",
        "part": "#,##0.0",
        "likelihood": "#,##0.000",
        "plots": "#,##0",
    }
    assert number_formats(path, 4)[header.index("yield_now")] == "#,##0.0000"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chart_has_a_panel_a_measure_and_a_dot_a_row(answer, language):
    """The interval in brackets; a row alone is drawn as the pair of its two numbers."""
    text = written(answer, "chart", language)
    first, second = text.split("\n\n")[1:3]
    minus, plus = ("−2,35", "1,17") if language == "id" else ("−2.35", "1.17")
    title, *dots, axis = first.splitlines()
    assert title == "output, %: gain"
    assert [dot.partition("  ")[0] for dot in dots] == ["rice", "maize"]
    assert minus in dots[0]
    assert plus in dots[1]
    assert dots[0].endswith("(−4,57; −0,12)" if language == "id" else "(−4.57; −0.12)")
    start, middle, end = (dots[0].index(mark) for mark in "├●┤")
    assert (middle - start) / (end - start) == pytest.approx((4.57 - 2.35) / (4.57 - 0.12), abs=0.1)
    zero = axis.index(" 0") + 1
    assert end < zero
    assert second.splitlines()[0].startswith("evenness: gain, cassava")
    assert [line.split()[0] for line in second.splitlines()[1:]] == ["yield_before", "yield_now"]
    assert ("90 percent" in text) == (language == "en")


def test_every_form_is_tried_here(answer):
    """A new form has to be added to this file, and a paragraph is for sentences alone."""
    assert set(CHOICES) == {"table", "tsv", "csv", "json", "ndjson", "markdown", "excel-csv", "xlsx", "docx"}
    assert set(FORMS) - set(CHOICES) == {"chart", "paragraph", "print", *PICTURES}
    assert written(answer, "paragraph") == written(answer, "table")


@record
class Line:
    """A record of sentences."""

    prose: ClassVar[str] = "verse"

    number: int = column("count")
    verse: Message = column("words")


@pytest.mark.parametrize("form", ["paragraph", "table", "markdown"])
def test_sentences_read_as_a_paragraph(form):
    rows = (Line(1, message("note.units_differ")), Line(2, message("note.units_differ")))
    poem = Answer("poem", {}, rows, (), (), {}, Line)
    assert written(poem, form) == "weighed wet weighed wet\n"


@record
class Round:
    """A series."""

    charts: ClassVar[tuple[Chart, ...]] = (
        Chart("line", x="day", y="height", series=("plant",), breaks="cut"),
    )

    plant: str = column("group")
    day: int = column("count")
    height: float | None = column("value", decimals=1)
    cut: str = column("code")


def test_a_line_is_a_sparkline_below_the_table_of_a_terminal():
    """With a bar before a break, and nothing for what is missing."""
    rows = [Round("rice", day, value, "") for day, value in enumerate([1.0, 2.0, None, 8.0], 1)]
    rows += [Round("rice", 5, 4.5, "yes"), Round("maize", 1, 3.0, "")]
    text = written(Answer("growth", {}, tuple(rows), (), (), {}, Round), "table", terminal=True)
    assert text.endswith("\n\nrice: 1.0 ▁▂█|▅ 4.5\n")


@record
class Forecast:
    """Several numbers a row, on one scale."""

    charts: ClassVar[tuple[Chart, ...]] = (
        Chart("line", x="day", y="slow", series=("plant",), more=("fast", "rumour")),
    )

    plant: str = column("group")
    day: int = column("count")
    slow: float = column("value", decimals=1)
    fast: float | None = column("value", decimals=1)
    rumour: float | None = column("value", decimals=1)


def test_each_number_of_a_line_is_a_sparkline_on_the_scale_of_all():
    rows = (
        Forecast("rice", 1, 1.0, 1.0, 1.0),
        Forecast("rice", 2, 2.0, 4.5, None),
        Forecast("rice", 3, 3.0, 8.0, None),
    )
    text = written(Answer("growth", {}, rows, (), (), {}, Forecast), "table", terminal=True)
    assert text.endswith("\n\nrice, slow: 1.0 ▁▂▃ 3.0\nrice, fast: 1.0 ▁▅█ 8.0\n")


@record
class Place:
    """A ranking."""

    charts: ClassVar[tuple[Chart, ...]] = (Chart("bar", x="plant", y="height"),)

    plant: str = column("group")
    height: float | None = column("value", decimals=1)


def test_a_bar_is_a_column_of_the_table_on_a_terminal():
    """The rows that were asked for are marked."""
    rows = (Place("rice", 4.0), Place("maize", 1.0), Place("cassava", None))
    answer = Answer("heights", {"plant": ["maize"]}, rows, (), (), {}, Place)
    lines = [line.rstrip() for line in written(answer, "table", terminal=True).splitlines()]
    assert lines[-3].endswith(f"4.0  {'█' * 16}")
    assert lines[-2].startswith("maize ◀")
    assert lines[-2].endswith(f"1.0  {'█' * 4}")


@record
class Wage:
    """Two columns that are words of Python."""

    groups: Mapping[str, str] = column("group")
    from_: Decimal = column("value", decimals=0)
    return_: Decimal = column("value", decimals=0)


@pytest.mark.parametrize("form", ["csv", "json", "markdown"])
def test_a_column_may_be_called_like_a_word_of_python(form):
    rows = (Wage({"class": "low"}, Decimal(5), Decimal(7)),)
    answer = Answer("wages", {}, rows, (), (), {}, Wage)
    assert answer.fields == ("class", "from", "return")
    text = "".join(render(answer, form, Style("en")))
    assert re.search(r"from\W+return|\"from\": 5,\s+\"return\": 7|\| From", text)
    assert re.search(r"low\W+5\W+7", text) or form == "json"
