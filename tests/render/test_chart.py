"""--chart of a survey: dots with intervals, bars, on any page, in both languages, with nothing lost."""

from __future__ import annotations

import os
import re

import pyte
import pytest
from catalogue import placeholders, words
from foreign import choices_of, foreign
from support import ESCAPE, call, numbers_in, terminal, without_escapes

from kaltim_poverty.records import columns
from kaltim_poverty.render.terminal.bar import scaled
from kaltim_poverty.survey.simulate import Simulated
from kaltim_poverty.words import LANGUAGES

EXAMPLES = os.path.join(os.path.dirname(__file__), "..", "..", "examples")
SURVEY, DESIGN = os.path.join(EXAMPLES, "survey.csv"), os.path.join(EXAMPLES, "survey.toml")
ASKED = ["survey", "simulate", SURVEY, "--design", DESIGN, "--line", "833955", "--every", "once"]
FRONTIER = [*ASKED, "--to", "poorest", "--budget", "7.5miliar", "--amount", "1jt,3jt,5jt,10jt"]
ONE = [*ASKED, "--to", "poorest", "--amount", "5jt", "--recipients", "1500"]
KINDS = {"survey simulate": Simulated}
BLOCKS = "▏▎▍▌▋▊▉█▐"


def chart(asked, monkeypatch, width=80, *more):
    monkeypatch.setenv("COLUMNS", str(width))
    return call(*asked, "--chart", *more).out


def bars(text):
    """Every line of a chart that has a bar, as its words, its bar and its number."""
    found = re.findall(rf"^(.*?\S)? *([{BLOCKS}]+) *([−\d.,]+)", text, re.MULTILINE)
    return [(label, len(bar), number) for label, bar, number in found]


@pytest.mark.parametrize(
    ("values", "width", "drawn"),
    [
        ([-1.0, -0.5, 0.0], 4, ["████", "██  ", "    "]),  # all one way: from the left
        ([8.0, 3.0, 1.0], 4, ["████", "█▌  ", "▌   "]),  # 3/8 of 4 characters are 1 and a half
        ([1000.0, 0.001], 2, ["██", "▏ "]),  # the smallest can be seen
        ([-4.0, 2.0], 8, ["████    ", "    ██  "]),  # both ways: from the middle
        ([None, 3.0], 2, ["  ", "██"]),  # what does not exist has no bar
        ([0.0, 0.0], 3, ["   ", "   "]),
        ([], 3, []),
    ],
)
def test_bars_are_as_long_as_their_numbers(values, width, drawn):
    assert scaled(values, width) == drawn


def dots(panel):
    """Every line of a panel with an estimate, as its words, its interval and its numbers."""
    found = re.findall(r"^(.*?\S) +(├─*●─*┤|●) .*?([−\d.,]+) \((\S+); (\S+)\)$", panel, re.MULTILINE)
    return [
        (label, marks, [float(each.replace("−", "-")) for each in numbers])
        for label, marks, *numbers in found
    ]


def test_a_panel_for_each_measure_and_a_dot_for_each_scenario(monkeypatch):
    """The numbers of the chart are those of the table."""
    text = chart(FRONTIER, monkeypatch)
    monkeypatch.setenv("COLUMNS", "200")
    table = call(*FRONTIER, "-f", "table").out
    panels = re.split(r"\n\n", text)
    assert [panel.partition(":")[0] for panel in panels[1:4]] == [
        "Poverty rate (P0), %",
        "Poverty gap (P1), %",
        "Severity (P2), %",
    ]
    for panel in panels[1:4]:
        lines = panel.splitlines()[1:-1]  # then the numbers of the axis
        assert [line[:20].rstrip() for line in lines] == [
            "Rp1,000,000 × 7,500",
            "Rp3,000,000 × 2,500",
            "Rp5,000,000 × 1,500",
            "Rp10,000,000 × 750",
        ]
        for line in lines:
            assert set(numbers_in(line[20:])) <= set(numbers_in(table))


def test_an_interval_is_as_long_as_its_numbers_say(monkeypatch):
    """On the scale of its panel, which holds 0 as well, to a character."""
    for panel in chart(FRONTIER, monkeypatch, 120).split("\n\n")[1:4]:
        found = dots(panel)
        assert len(found) == 4
        ends = [number for _, _, numbers in found for number in (*numbers, 0.0)]
        widest, _ = max(((len(marks), numbers[2] - numbers[1]) for _, marks, numbers in found))
        per_unit = max((len(marks) - 1) / (numbers[2] - numbers[1]) for _, marks, numbers in found)
        assert widest <= per_unit * (max(ends) - min(ends)) + 2
        for _, marks, (value, low, high) in found:
            assert len(marks) - 1 == pytest.approx(per_unit * (high - low), abs=2.5)
            assert marks.index("●") == pytest.approx(per_unit * (value - low), abs=2.5)


def test_one_scenario_is_compared_with_the_time_before(monkeypatch):
    """It has nobody else to be compared with; its change stands above with the interval."""
    text = chart(ONE, monkeypatch)
    assert [label for label, _, _ in bars(text)] == ["Before", "After"] * 3
    before, after = bars(text)[2:4]
    ratio = float(after[2]) / float(before[2])
    assert after[1] / before[1] == pytest.approx(ratio, abs=1.5 / before[1])
    assert re.search(r"Rp5,000,000 × 1,500: change −\d\.\d+ \(−.*; −.*\)", text)


def marked(text):
    """The first number behind the marks of each line."""
    return re.findall(rf"[{BLOCKS}┤●]+│? +([−\d.,]+)", text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [20, 24, 30, 50, 80, 120])
@pytest.mark.parametrize("asked", [FRONTIER, ONE], ids=["frontier", "one"])
def test_no_line_is_wider_than_the_page_and_no_number_is_lost(asked, width, language, monkeypatch):
    """Where the intervals have no room, a line says that they are left out."""
    text = chart(asked, monkeypatch, width, "--lang", language)
    lines = text.splitlines()
    assert [line for line in lines if len(line) > width and " " in line.strip()] == []
    assert marked(text) == marked(chart(asked, monkeypatch, 120, "--lang", language))
    assert len(marked(text)) >= 6
    said = {"en": ("In brackets:", "No room for:"), "id": ("Dalam kurung:", "Kolom yang tidak muat:")}
    assert sum(words in " ".join(lines) for words in said[language]) == 1


def test_the_indonesian_chart_has_no_english_word(monkeypatch):
    text = chart(FRONTIER, monkeypatch, 80, "--lang", "id")
    assert "Rp1.000.000 × 7.500" in text
    assert "perubahan dari 6,761" in text
    cleaned = text.replace(SURVEY, "")
    for column in ("size", "weight", "stratum"):
        cleaned = cleaned.replace(column, "")
    assert foreign(choices_of(cleaned)) == []


@pytest.mark.parametrize("columns", [50, 80])
def test_a_terminal_shows_each_line_as_it_was_written(columns):
    """An emulated terminal breaks no line of the chart; below it stand names of files, however long."""
    done = terminal(*FRONTIER, "--chart", columns=columns)
    screen = pyte.Screen(columns, 200)
    pyte.Stream(screen).feed(done.out.replace("\n", "\r\n"))
    shown = [line.rstrip() for line in screen.display]
    drawn = without_escapes(done.out).partition("\nnote:")[0]
    printed = [line.rstrip() for line in drawn.splitlines()]
    assert done.code == 0
    assert shown[: len(printed)] == printed


def test_colour_only_on_a_terminal_that_wants_it(monkeypatch):
    """A pipe, a file and NO_COLOR have none; the bars are the same."""
    coloured, plain = terminal(*ONE, "--chart"), terminal(*ONE, "--chart", env={"NO_COLOR": "1"})
    assert "\x1b[36m" in coloured.out
    assert not ESCAPE.search(plain.out)
    assert without_escapes(coloured.out) == plain.out
    assert chart(ONE, monkeypatch) == plain.out


def test_a_file_of_no_ending_has_the_chart(tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    done = call(*ONE, "--chart", "-o", str(tmp_path / "chart.txt"))
    assert (done.code, done.out, done.err) == (0, "", "")
    assert bars((tmp_path / "chart.txt").read_text(encoding="utf-8"))


def test_a_terminal_that_lacks_blocks_gets_others(monkeypatch):
    """As wide as the blocks, so that all columns stay in their place."""
    done = terminal(*ONE, "--chart", env={"LANG": "C", "PYTHONIOENCODING": "ascii", "NO_COLOR": "1"})
    lines = [line for line in done.out.splitlines() if "#" in line]
    assert len(lines) == 6
    assert len({len(line) for line in lines}) == 1
    del monkeypatch


@pytest.mark.parametrize("form", ["csv", "json", "tsv", "ndjson", "markdown", "excel-csv"])
def test_a_chart_and_rows_cannot_both_be_had(form):
    for language, word in (("en", "writes rows"), ("id", "meminta baris")):
        done = call(*ONE, "--chart", "-f", form, "--lang", language)
        assert (done.code, done.out) == (2, "")
        assert f"-f {form} {word}" in done.err


def test_a_file_of_rows_is_refused(tmp_path):
    done = call(*ONE, "--chart", "-o", str(tmp_path / "rows.csv"))
    assert done.code == 2
    assert "rows.csv writes rows" in done.err
    assert list(tmp_path.iterdir()) == []


def test_the_chart_wins_over_kpov_format_and_is_a_table_otherwise(monkeypatch):
    """Who types --chart wants it now; KPOV_FORMAT is a habit."""
    monkeypatch.setenv("KPOV_FORMAT", "json")
    assert bars(chart(ONE, monkeypatch))
    assert bars(chart(ONE, monkeypatch, 80, "-f", "table"))


def test_other_questions_say_that_they_have_no_chart():
    done = call("threshold", "2024", "--chart")
    assert done.code == 2
    assert "--chart" in done.err


@pytest.mark.parametrize("question", KINDS)
def test_a_question_with_a_chart_has_fields_and_words_for_it(question):
    """What is drawn is named in the record; a wrong name would be seen by the first user only."""
    kind = KINDS[question]
    fields = columns(kind)
    for language in LANGUAGES:
        for key in ("bar", "panel", "panel_alone"):
            names = placeholders(words(language)[f"caption.{key}.{question}"])
            assert set(names) <= {*fields, "bar", "interval"}


def test_decimals_that_are_asked_for_are_those_of_the_numbers(monkeypatch):
    """Nobody asks for decimals of a number of recipients."""
    text = chart(FRONTIER, monkeypatch, 80, "--digits", "5")
    assert "Rp1,000,000 × 7,500 " in text
    assert len(marked(text)) == 12
    assert all(re.fullmatch(r"−?\d\.\d{5}", number) for number in marked(text))
