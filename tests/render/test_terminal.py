"""Every mark in characters: on any page, in both languages, at the places that the numbers say."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from curves import curves, parts, two_curves
from foreign import foreign
from render.charts.test_pictures import scatter

from kaltim_poverty.errors import NotFoundError
from kaltim_poverty.published.compare import compare
from kaltim_poverty.published.decompose import decompose
from kaltim_poverty.published.gap import gap
from kaltim_poverty.published.rank import rank
from kaltim_poverty.published.target import target
from kaltim_poverty.published.trend import trend
from kaltim_poverty.render import Style, render
from kaltim_poverty.render.terminal.canvas import apart, spread
from kaltim_poverty.words import LANGUAGES

ANSWERS = {
    "line": lambda: trend("p0", "2010..2024", area="64,00"),
    "index": lambda: trend("poor_count", "2014..2024", area="64,00,65"),
    "peers": lambda: trend("p0", "2018..2024", area="kalimantan"),
    "late": lambda: trend("p0", "2020..2024", area="64"),
    "target": lambda: target("4.5", "2029"),
    "bar": lambda: rank("p0", "2024", area="6402"),
    "pair": lambda: gap("2015..2024", indicator="p0,poverty_line"),
    "change": lambda: compare("2023", "2024"),
    "steps": lambda: decompose("2023", "2024", over="districts"),
    "curves": curves,
    "two": two_curves,
    "parts": parts,
    "scatter": scatter,
}


def drawn(name, width=80, language="en"):
    """The chart of an answer, without notes."""
    answer = replace(ANSWERS[name](), notes=(), sources=())
    return "".join(render(answer, "chart", Style(language, width=width))).splitlines()


def column(lines, mark):
    """The columns of a mark in the line that has it."""
    [line] = [line for line in lines if mark in line]
    return line.index(mark)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ANSWERS)
def test_no_line_is_wider_than_the_page(name, language):
    for width in (20, 30, 50, 80, 120):
        lines = drawn(name, width, language)
        assert [line for line in lines if len(line) > width and " " in line.strip()] == [], width
        assert len(lines) > 4


@pytest.mark.parametrize("name", [name for name in ANSWERS if name not in ("curves", "two", "parts")])
def test_the_indonesian_chart_has_no_english_word(name):
    assert foreign("\n".join(drawn(name, 80, "id"))) == []


@pytest.mark.parametrize("width", [50, 80])
def test_a_line_stops_at_a_break_which_has_an_upright_and_two_words(width):
    lines = drawn("line", width)
    upright = column(lines, "┆ new boundary")
    panel = [line for line in lines if "│" in line]
    home = next(line for line in panel if line.count("●") > 5)
    assert home[upright] == "┆"
    assert "─" not in home[upright - 1] + home[upright + 1]
    nation = next(line for line in panel if line.count("┄") > 10)
    assert nation[upright] == "┄"  # the series of the country goes on


def test_names_stand_at_the_ends_of_lines_or_below():
    wide, narrow = drawn("line", 80), drawn("line", 50)
    assert any(re.search(r"│.*○ Indonesia 9\.03$", line) for line in wide)
    assert any(re.search(r"│.*● East Kalimantan 5\.78$", line) for line in wide)
    assert {"● East Kalimantan 5.78", "○ Indonesia 9.03"} <= set(narrow)


def test_points_stand_as_high_as_their_numbers():
    """6.54 is the highest of five, 5.78 the lowest; half of the way between the numbers at the axis."""
    lines = drawn("late")
    rows = {number: place for place, line in enumerate(lines) for number in re.findall(r"^(\d\.\d) ", line)}
    found = [place for place, line in enumerate(lines) for _ in re.findall("●(?! )", line)]
    per_unit = (rows["5.8"] - rows["6.4"]) / 0.6
    top = min(place for place, line in enumerate(lines) if "●" in line)
    assert top == pytest.approx(rows["6.4"] - (6.54 - 6.4) * per_unit, abs=1)
    assert lines[rows["5.8"]].rstrip().endswith("● East Kalimantan 5.78")
    assert found
    assert any(re.match(r" *(\d\.\d)? ~", line) for line in lines)  # the axis does not start at 0


def test_a_target_is_a_level_with_its_value_and_projections_have_dashes():
    lines = drawn("target")
    assert any(line.endswith("╌ Target March 2029 4.50") for line in lines)
    assert any(line.count("╌") > 30 for line in lines)
    assert any(line.endswith("◆ so far 4.84") for line in lines)


def test_larger_areas_are_uprights_through_all_bars():
    lines = drawn("bar")
    for name, value in (("East Kalimantan 5.78", 5.78), ("Indonesia 9.03", 9.03)):
        named = next(line for line in lines if name in line)
        upright = (
            named.index(f"│ {name}") if f"│ {name}" in named else named.index(f"{name} │") + len(name) + 1
        )
        bars = [line for line in lines if "█" in line]
        assert len(bars) == 10
        assert all(line[upright] == "│" for line in bars)
        longer = [line for line in bars if line[upright + 1 : upright + 2] in "█▏▎▍▌▋▊▉"]
        assert len(longer) == sum(float(line.split()[-1]) > value for line in bars)
    assert any(line.startswith("Kutai Barat ◀") for line in lines)


def test_a_letter_of_a_scatter_stands_at_its_numbers_which_are_named_below():
    """Further right with more people, and higher with a higher rate."""
    lines = drawn("scatter")
    canvas = [line.partition("│")[2] for line in lines if "│" in line]
    places = {
        letter: (line.index(letter), -row)
        for row, line in enumerate(canvas)
        for letter in "abcdefghij"
        if letter in line
    }
    rows = dict(zip("abcdefghij", sorted(scatter(), key=lambda row: row.p0), strict=True))
    for letter, row in rows.items():
        named = next(line for line in lines if line.startswith(f"{letter} "))
        assert named.endswith(f": {row.poor_count:.2f} thousand people, {row.p0:.2f} percent")
        for other, another in rows.items():
            assert (places[letter][0] < places[other][0]) <= (row.poor_count < another.poor_count)
            assert (places[letter][1] < places[other][1]) <= (row.p0 < another.p0)


def test_a_pair_is_two_marks_on_one_scale_from_0():
    lines = drawn("pair")
    assert "○ Urban  ● Rural" in lines
    rows = [re.split(r" {2,}", line.strip()) for line in lines if line.startswith("March 20")][:10]
    assert rows[-1][:2] == ["March 2024", "4.47"]
    assert rows[-1][-1] == "8.76"
    line = next(line for line in lines if line.startswith("March 2024"))
    start = line.index("4.47") + len("4.47") + 2
    urban, rural = line.index("○") - start, line.index("●") - start
    assert (urban + 0.5) / (rural + 0.5) == pytest.approx(4.47 / 8.76, abs=0.03)


def test_steps_lead_from_one_total_to_the_other():
    """Each begins where the one before it ended; what is for the worse has another tone."""
    lines = drawn("steps")
    first, last = (next(line for line in lines if line.startswith(f"March {year}")) for year in (2023, 2024))
    assert first.index("●") > last.index("●")
    assert first.endswith("6.11")
    assert last.endswith("5.78")
    before = first.index("●")
    for line in lines[lines.index(first) :]:
        bar = re.search("█+|▒+", line)
        if bar:
            fell = "█" in line
            assert abs((bar.end() if fell else bar.start()) - before) <= 1
            before = bar.start() if fell else bar.end()
    assert abs(before - last.index("●")) <= 1
    assert next(line for line in lines if "population shift" in line).count("▒") >= 1
    assert "▒ for the worse" in lines
    assert "▒" not in "".join(drawn("pair"))


def test_a_curve_has_its_band_its_level_and_the_line_of_equality():
    lines = drawn("two")
    assert sum(line.count("░") for line in lines) > 20
    panel = lines[lines.index("bow, %") : lines.index("heap, %")]
    marks = [(line.index("╌"), place) for place, line in enumerate(panel) if "╌" in line and "│" in line]
    assert [place for _, place in marks] == sorted({place for _, place in marks})
    assert marks == sorted(marks, key=lambda mark: -mark[0])  # it rises evenly to the right
    assert any("90 percent confidence interval" in line for line in lines)


def test_what_does_not_add_up_is_not_drawn():
    text = "\n".join(drawn("parts"))
    assert "within" not in text
    assert text.count("growth") == 2


def test_words_along_an_axis_are_regular_and_never_meet():
    ticks = [(place * 4, str(2010 + place)) for place in range(10)]
    assert spread(ticks, 40).split() == ["2011", "2013", "2015", "2017", "2019"]
    assert spread([], 10) == ""
    assert spread([(0, "2010"), (9, "2020")], 10) == "2010  2020"


def test_names_get_rows_of_their_own_near_to_what_they_wish():
    assert apart([3, 3, 0], 5) == [3, 4, 0]
    assert apart([4, 4], 5) == [3, 4]
    assert apart([0, 1, 2], 2) is None


def test_nothing_to_draw_is_said():
    answer = ANSWERS["late"]()
    empty = replace(answer, rows=tuple(replace(row, value=None) for row in answer))
    with pytest.raises(NotFoundError):
        list(render(empty, "chart", Style("en")))
