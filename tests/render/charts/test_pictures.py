"""Pictures: every number is in them, no text lies on another, the same question gives the same bytes."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from typing import ClassVar
from xml.etree import ElementTree as ET

import pytest
from drawn import NAMESPACE, described, faults, overlapping, texts
from support import call, environment

from kaltim_poverty.errors import NotFoundError
from kaltim_poverty.published import catalogue
from kaltim_poverty.published.compare import compare
from kaltim_poverty.published.decompose import decompose
from kaltim_poverty.published.gap import gap
from kaltim_poverty.published.rank import rank
from kaltim_poverty.published.target import target
from kaltim_poverty.published.trend import trend
from kaltim_poverty.records import Answer
from kaltim_poverty.records.charts import Chart, Level
from kaltim_poverty.records.fields import ROW_UNIT, column, record
from kaltim_poverty.render import charts
from kaltim_poverty.render.charts import Look
from kaltim_poverty.render.charts.labels import Block, Label, moved_apart
from kaltim_poverty.render.charts.widths import width_of
from kaltim_poverty.words import LANGUAGES

pytest.importorskip("vl_convert", reason="pictures need the extra report")


@record
class Plane:
    """Two numbers of an area."""

    charts: ClassVar[tuple[Chart, ...]] = (Chart("scatter", x="poor_count", y="p0", series=("area",)),)

    area: str = column("group", coded=True)
    poor_count: Decimal = column("value", unit="thousand_people")
    p0: Decimal = column("value", unit="percent")


def scatter():
    """The districts by count and rate."""
    rates = rank("p0", "2024", among="districts")
    counts = {row.area: row.value for row in rank("poor_count", "2024", among="districts")}
    rows = tuple(Plane(row.area, counts[row.area], row.value) for row in rates)
    home = catalogue.areas()["64"]
    levels = (
        Level(home, Decimal("22.135"), "area", "poor_count"),
        Level(home, Decimal("5.78"), "area", "p0"),
    )
    return replace(rates, rows=rows, kind=Plane, levels=levels)


ANSWERS = {
    "line": lambda: trend("p0", "2014..2024", area="64,00"),
    "index": lambda: trend("poor_count", "2014..2024", area="64,00,65"),
    "localities": lambda: trend("p0", "2014..2024", locality="all"),
    "bar": lambda: rank("p0", "2024", area="6402"),
    "pair": lambda: gap("2015..2024", indicator="p0,p1"),
    "change": lambda: compare("2023", "2024"),
    "steps": lambda: decompose("2023", "2024", over="districts"),
    "target": lambda: target("4.5", "2029"),
    "scatter": scatter,
}
EVERY = [(name, size, language) for name in ANSWERS for size in charts.SIZES for language in LANGUAGES]


def drawn(name):
    """What is drawn of a question, and how."""
    return charts.picture_of(ANSWERS[name]())


@pytest.mark.parametrize(("name", "size", "language"), EVERY)
def test_no_text_lies_on_a_text_or_leaves_the_picture(name, size, language):
    answer, chart = drawn(name)
    svg = charts.svg(answer, chart, Look(language, size))
    width, height = (float(each) for each in re.search(r'viewBox="0 0 (\S+) (\S+)"', svg).groups())
    labels = texts(svg)
    assert width == {"wide": 680, "narrow": 340}[size]
    assert len(labels) > 5
    assert overlapping(labels) == []
    for label in labels:
        assert label.size >= 11
        assert label.box.left >= -1, label
        assert label.box.right <= width + 1, label
        assert label.box.bottom <= height, label
        assert label.box.top >= 0, label


def test_the_test_sees_texts_on_one_another():
    """It would fail on the labels that it forbids."""
    assert overlapping([Label("Indonesia", 0, 10), Label("Kalimantan", 20, 14)]) == [
        ("Indonesia", "Kalimantan")
    ]
    assert overlapping([Label("Indonesia", 0, 10), Label("Kalimantan", 0, 30)]) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["line", "localities", "bar"])
def test_every_number_is_said_by_its_mark(name, language):
    """As printed, with its unit, and nothing in another language."""
    answer, chart = drawn(name)
    said = described(charts.svg(answer, chart, Look(language)))
    unit, point = ("persen", ",") if language == "id" else ("percent", ".")
    expected = [f": {row.value:.2f}".replace(".", point) + f" {unit}" for row in answer]
    assert all(any(each.endswith(number) for each in said) for number in expected)
    assert len(said) == len(answer) + len(answer.levels)


def test_an_index_says_the_number_too():
    """100 at the first common year after the last break."""
    answer, chart = drawn("index")
    said = described(charts.svg(answer, chart, Look("id")))
    assert "indeks, Maret 2021 = 100" in charts.subtitle(answer, chart, "id")
    assert "Kalimantan Timur, Maret 2024: 91,5 (221,34 ribu orang)" in said
    assert "Indonesia, Maret 2021: 100,0 (27.542,77 ribu orang)" in said


def test_pairs_steps_and_scatters_say_their_numbers():
    said = {name: described(charts.svg(*drawn(name), Look("id"))) for name in ("pair", "steps", "scatter")}
    assert "Maret 2024, Perdesaan: 8,76 persen" in said["pair"]
    assert "Samarinda: −0,117 persen poin" in said["steps"]
    assert "Maret 2024: 5,78 persen" in said["steps"]
    assert any(each.startswith("Kutai Kartanegara: ") for each in said["scatter"])


@pytest.mark.parametrize("name", ANSWERS)
def test_a_specification_fits_the_schema(name):
    """It is a plain dict that any editor opens."""
    for size in charts.SIZES:
        made = charts.specification(*drawn(name), Look("id", size))
        assert json.loads(json.dumps(made)) == made
        assert faults(made) == []
        assert made["config"]["locale"]["number"]["decimal"] == ","


def test_the_same_question_gives_the_same_bytes(tmp_path):
    """Twice in one process and in two."""
    answer, chart = drawn("line")
    look = Look("id")
    first = [draw(answer, chart, look) for draw in (charts.svg, charts.png, charts.pdf)]
    assert first == [draw(answer, chart, look) for draw in (charts.svg, charts.png, charts.pdf)]
    path = tmp_path / "other.pdf"
    question = ["trend", "p0", "2014..2024", "--area", "64,00", "--lang", "id", "-o", str(path)]
    command = [sys.executable, "-m", "kaltim_poverty", *question]
    done = subprocess.run(command, capture_output=True, env=environment(), timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert path.read_bytes() == first[2]


def test_a_pdf_has_a_date_and_is_for_everybody_and_for_an_archive():
    """PDF/UA-1 and PDF/A-2a, by its own declaration; typst refuses what does not hold them."""
    answer, chart = drawn("bar")
    made = charts.pdf(answer, chart, Look("id"))
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in made
    newest = max(source.released for source in answer.sources)
    assert f"<xmp:CreateDate>{newest}".encode() in made
    assert b"<rdf:li>id</rdf:li>" in made


def test_a_pdf_says_what_it_shows_to_who_cannot_see_it(tmp_path):
    pdfinfo = shutil.which("pdfinfo")
    if pdfinfo is None:
        pytest.skip("pdfinfo (poppler-utils) reads the structure")
    path = tmp_path / "picture.pdf"
    path.write_bytes(charts.pdf(*drawn("bar"), Look("en")))
    command = [pdfinfo, "-struct-text", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert "Figure" in done.stdout
    title = subprocess.run(
        [pdfinfo, str(path)], capture_output=True, text=True, timeout=60, check=True
    ).stdout
    assert charts.head(*drawn("bar"), "en") in title


def test_a_mark_that_has_a_name_has_a_role():
    """A name without one is none for a screen reader."""
    for name in ("line", "bar", "pair", "steps", "scatter"):
        root = ET.fromstring(charts.svg(*drawn(name), Look("en")))
        named = [each for each in root.iter() if each.get("aria-label")]
        assert len(named) > 5
        assert {each.get("role") for each in named} == {"graphics-symbol"}


@pytest.mark.parametrize("size", charts.SIZES)
def test_no_upright_runs_through_a_number(size):
    """Indonesia's 9.03 stood behind 8.63 and 8.81."""
    answer = rank("p0", "2024", among="districts")
    made = charts.specification(answer, answer.charts[0], Look("en", size))
    width = made["width"]
    [domain] = [
        layer["encoding"]["x"]["scale"]["domain"]
        for layer in made["layer"]
        if "from" in layer["data"]["values"][0]
    ]
    uprights = [float(level.value) / domain[1] * width for level in answer.levels]
    numbers = [
        Label(value["text"], value["x"], value["y"], layer["mark"]["align"])
        for layer in made["layer"]
        if layer["mark"]["type"] == "text" and layer["mark"]["fontSize"] == 12
        for value in layer["data"]["values"]
        if re.fullmatch(r"\d+\.\d\d", value["text"])
    ]
    assert len(numbers) == 10
    assert not [
        (label.text, at) for label in numbers for at in uprights if label.box.left < at < label.box.right
    ]


def test_what_is_needed_and_the_pace_so_far_are_dashed_and_what_is_published_is_not():
    made = charts.specification(*drawn("target"), Look("en"))
    lines = [layer["mark"] for layer in made["layer"] if layer["mark"]["type"] == "line"]
    dashes = {mark["stroke"]: mark.get("strokeDash") for mark in lines}
    assert dashes == {"#0B4F8A": None, "#B8470B": [7, 4], "#2F7D5B": [12, 3]}


def test_numbers_beside_one_another_are_apart():
    """6.08 and 6.06 were read as one number."""
    made = charts.specification(*drawn("target"), Look("en"))
    values = [
        Label(value["text"], value["x"], value["y"], layer["mark"]["align"], 11)
        for layer in made["layer"]
        if layer["mark"]["type"] == "text" and layer["mark"]["fontSize"] == 11
        for value in layer["data"]["values"]
        if re.fullmatch(r"\d+\.\d\d", value["text"])
    ]
    assert len(values) > 10
    for place, one in enumerate(values):
        for other in values[place + 1 :]:
            level = one.box.top < other.box.bottom and other.box.top < one.box.bottom
            assert not level or one.box.right + 3 <= other.box.left or other.box.right + 3 <= one.box.left


def test_dots_that_crowd_have_names_only_where_there_is_room():
    """No name on a name, a dot or along a level; a name away from its dot has a line to it."""
    rates = rank("p0", "2024", among="provinces")
    counts = {row.area: row.value for row in rank("poor_count", "2024", among="provinces")}
    rows = tuple(Plane(row.area, counts[row.area], row.value) for row in rates)
    nation = catalogue.areas()["00"]
    levels = (
        Level(nation, Decimal(664), "area", "poor_count"),
        Level(nation, Decimal("9.03"), "nation", "p0"),
    )
    answer = replace(rates, rows=rows, kind=Plane, levels=levels)
    for size in charts.SIZES:
        svg = charts.svg(answer, Plane.charts[0], Look("id", size))
        assert overlapping(texts(svg)) == []
        names = {catalogue.areas()[row.area].name for row in rates} & {label.text for label in texts(svg)}
        assert {"Jawa Timur", "Papua Barat", "Nusa Tenggara Timur"} <= names
        assert len(names) < len(rows)
        assert len(described(svg)) == len(rows) + len(levels)
        made = charts.specification(answer, Plane.charts[0], Look("id", size))
        low, high = made["layer"][2]["encoding"]["y"]["scale"]["domain"]
        level = made["height"] * (high - 9.03) / (high - low)
        boxes = [
            Label(value["text"], value["x"], value["y"], layer["mark"]["align"], 11).box
            for layer in made["layer"]
            if layer["mark"]["type"] == "text"
            for value in layer["data"]["values"]
            if value["text"] in names
        ]
        assert len(boxes) == len(names)
        assert not [box for box in boxes if box.top < level < box.bottom]


def test_what_is_for_the_worse_is_an_outline_that_the_key_explains():
    """And only where something is."""
    worse = texts(charts.svg(*drawn("change"), Look("id")))
    assert "memburuk" in [label.text for label in worse]
    assert "memburuk" not in [label.text for label in texts(charts.svg(*drawn("pair"), Look("id")))]


def test_an_svg_names_itself_and_holds_nothing_else():
    """Title and description in the root; no ids, classes, scripts or addresses."""
    answer, chart = drawn("line")
    svg = charts.svg(answer, chart, Look("en"))
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    assert [root[0].tag, root[1].tag] == [f"{NAMESPACE}title", f"{NAMESPACE}desc"]
    assert root[0].text == charts.head(answer, chart, "en")
    assert root[1].text == charts.alternative_text(answer, chart, "en")
    assert not re.search(r' (id|class|aria-roledescription)="|<script|<style|url\(', svg)
    assert set(re.findall(r"https?://[^\"<]*", svg)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r' d="[^"]*\d\.\d{3}', svg)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ANSWERS)
def test_an_alternative_text_is_short(name, language):
    text = charts.alternative_text(*drawn(name), language)
    assert 60 < len(text) <= 400
    assert text.endswith(".")


def test_an_alternative_text_tells_larger_areas_and_a_target():
    bar = charts.alternative_text(*drawn("bar"), "id")
    assert bar.endswith(
        "10 batang, dari Balikpapan (2,23) sampai Mahakam Ulu (10,75). Kutai Barat urutan 9 dengan 9,56."
        " Kalimantan Timur: 5,78. Indonesia: 9,03."
    )
    assert "Target March 2029: 4.50." in charts.alternative_text(*drawn("target"), "en")


def test_a_line_stops_at_a_break_and_dots_lead_over_a_missing_year():
    """The one has an upright with two words, the other a second, dotted line."""

    @record
    class Height:
        charts: ClassVar[tuple[Chart, ...]] = (
            Chart("line", x="day", y="height", series=("plant",), breaks="cut"),
        )

        plant: str = column("group")
        day: int = column("count")
        height: Decimal | None = column("value")
        unit: str = column(ROW_UNIT)
        cut: str = column("code")

    values = [Decimal(3), Decimal(4), None, Decimal(5), Decimal(9), Decimal(8)]
    rows = tuple(
        Height("rice", day, value, "percent", "pruned" if day == 5 else "")
        for day, value in enumerate(values, 1)
    )
    answer = Answer("growth", {}, rows, (), (), {}, Height)
    made = charts.specification(answer, Height.charts[0], Look("en"))
    lines = [layer for layer in made["layer"] if layer["mark"]["type"] == "line"]
    joined, dotted = ([(each["x"], each["part"]) for each in layer["data"]["values"]] for layer in lines)
    assert joined == [(1, 0), (2, 0), (4, 1), (5, 2), (6, 2)]
    assert dotted == [(2, 0), (4, 0)]
    assert "strokeDash" in lines[1]["mark"]
    assert "pruned" in json.dumps(made)


def test_a_scale_starts_at_0_unless_all_lies_in_the_upper_part():
    from kaltim_poverty.render.charts.scale import scale_of

    assert scale_of([Decimal(3), Decimal(9)], 100).low == 0
    late = scale_of([Decimal("5.78"), Decimal("6.54")], 100)
    assert late.starts_late
    assert [str(tick) for tick in late.ticks] == ["5.6", "5.8", "6.0", "6.2", "6.4", "6.6"]
    assert scale_of([Decimal(-1), Decimal(9)], 100).low < 0


def test_ends_are_moved_apart_as_little_as_they_must():
    blocks = [Block(("a",), 50), Block(("b",), 52), Block(("c",), 200)]
    first, second, third = moved_apart(blocks, 0, 300)
    assert second - first == pytest.approx(blocks[0].height)
    assert (first + second) / 2 == pytest.approx(51)
    assert third == 200
    low = moved_apart([Block(("a",), 299), Block(("b",), 299)], 0, 300)
    assert max(low) == pytest.approx(300 - blocks[0].height / 2)


def test_widths_are_those_of_the_typeface():
    ttfont = pytest.importorskip("fontTools.ttLib", reason="fontTools reads the typeface").TTFont
    from kaltim_poverty.render.charts.fonts import FILES, path_of
    from kaltim_poverty.render.charts.widths import ROOM, table

    for weight, file in FILES.items():
        font = ttfont(path_of(file))
        widths = {chr(code): font["hmtx"][glyph][0] for code, glyph in font.getBestCmap().items()}
        assert widths == table(weight)
    assert width_of("mm", 10) == pytest.approx(2 * table("regular")["m"] / 100 * ROOM)


AREAS = ["64", "91", "6411"]


def swept(areas, indicators):
    """Whether any end labels overlap in the lines of these areas."""
    for area in areas:
        for indicator in indicators:
            try:
                answer = trend(indicator, area=f"{area},64,00")
            except NotFoundError:
                continue
            for size in charts.SIZES:
                svg = charts.svg(answer, answer.charts[0], Look("id", size))
                yield area, indicator, size, overlapping(texts(svg))


@pytest.mark.parametrize("area", AREAS)
def test_ends_of_lines_never_meet(area):
    assert [each for each in swept([area], ["p0", "poor_count"]) if each[-1]] == []


@pytest.mark.slow
@pytest.mark.parametrize("area", catalogue.areas())
def test_ends_of_lines_never_meet_anywhere(area):
    assert [each for each in swept([area], catalogue.indicators()) if each[-1]] == []


def test_a_wide_table_is_drawn_as_the_long_one(tmp_path):
    """Where its numbers have one scale; else there is nothing to draw."""
    wide, long = tmp_path / "wide.svg", tmp_path / "long.svg"
    question = ("trend", "p0", "2020..2024", "--area", "64,00")
    assert call(*question, "--wide", "areas", "-o", str(wide)).code == 0
    assert call(*question, "-o", str(long)).code == 0
    assert described(wide.read_text()) == described(long.read_text())
    mixed = call("rank", "p0,gini", "2024", "--wide", "indicators", "-o", str(tmp_path / "mixed.svg"))
    assert mixed.code == 4
    assert not (tmp_path / "mixed.svg").exists()


def test_a_file_of_a_picture(tmp_path):
    """By its ending, in its size; and a command without a chart says so."""
    for ending, start in (("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF"), ("vl.json", b"{")):
        path = tmp_path / f"picture.{ending}"
        assert call("trend", "p0", "2020..2024", "-o", str(path), "--chart-size", "narrow").code == 0
        assert path.read_bytes().startswith(start)
    done = call("threshold", "2024", "-o", str(tmp_path / "line.svg"))
    assert (done.code, (tmp_path / "line.svg").exists()) == (2, False)
    assert call("trend", "p0", "-o", str(tmp_path / "a.svg"), "--chart-size", "huge").code == 2
