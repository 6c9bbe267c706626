"""Tables on terminals: widths, colours, and characters that a terminal lacks."""

from __future__ import annotations

import re
from collections import Counter

import pyte
import pytest
from questions import QUESTIONS
from support import ESCAPE, call, numbers_in, run, terminal, without_escapes

from kaltim_poverty.words import LANGUAGES

WIDTHS = {"en": (1, 20, 30, 50, 80, 120), "id": (20, 50)}
QUESTION = ("compare", "2023", "2024")


def table(question, columns, monkeypatch, *more):
    monkeypatch.setenv("COLUMNS", str(columns))
    return call(*question.arguments, "-f", "table", *more).out


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", QUESTIONS)
def test_a_page_of_any_width_has_every_digit_and_no_line_too_wide(name, language, monkeypatch):
    """A number that is cut looks like another number, and a line that is too wide breaks inside one.

    Addresses have no blanks: they stay whole. Narrower pages than 50 columns have words that do not fit.
    """
    wide = Counter(numbers_in(table(QUESTIONS[name], 1000, monkeypatch, "--lang", language)))
    for width in WIDTHS[language]:
        text = table(QUESTIONS[name], width, monkeypatch, "--lang", language)
        assert not wide - Counter(numbers_in(text)), width
        longer = [line for line in text.splitlines() if len(line) > width and " " in line.strip()]
        assert width < 50 or longer == [], width


@pytest.mark.parametrize(("language", "mark"), [("en", "."), ("id", ",")])
def test_a_table_aligns_numbers_on_the_decimal_mark(language, mark, monkeypatch):
    """In a column the marks stand below each other, whatever the number of decimals."""
    rows = table(QUESTIONS["compare"], 200, monkeypatch, "--lang", language).splitlines()[4:10]
    first_numbers = [re.search(rf"\s(\d+){re.escape(mark)}\d+\s", row) for row in rows]
    assert len({found.end(1) for found in first_numbers}) == 1


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["East Kalimantan", "March 2023", "March 2024"]),
        ("id", ["Kalimantan Timur", "Maret 2023", "Maret 2024"]),
    ],
)
def test_a_table_says_what_it_is_about_and_where_it_comes_from(language, said, monkeypatch):
    """Pasted into a document it still tells area and periods, and names its source."""
    lines = table(QUESTIONS["compare"], 200, monkeypatch, "--lang", language).splitlines()
    assert all(words in lines[0] for words in said)
    assert lines[-1].startswith("Source" if language == "en" else "Sumber")
    assert "BPS" in lines[-1]


@pytest.mark.parametrize("name", ["compare", "rank"])
def test_a_unit_stands_in_the_heading_or_beside_the_indicator(name, monkeypatch):
    """A number without a unit can be misread."""
    text = table(QUESTIONS[name], 200, monkeypatch)
    assert "thousand people" in text or "Value, %" in text


def test_a_page_too_narrow_for_the_table_shows_one_block_a_row(monkeypatch):
    """A heading before each number, and an empty line between rows."""
    text = table(QUESTIONS["rank"], 20, monkeypatch)
    assert text.count("\nRank") == len(QUESTIONS["rank"].ask())
    assert text.count("\nValue, %") == len(QUESTIONS["rank"].ask())


def test_addresses_are_never_broken(monkeypatch):
    """A broken address can be neither clicked nor copied."""
    addresses = {word for source in QUESTIONS["list-sources"].ask() for word in source.url.split()}
    assert addresses <= set(table(QUESTIONS["list-sources"], 50, monkeypatch).split())


@pytest.mark.parametrize("columns", [50, 80, 120])
@pytest.mark.parametrize("name", ["compare", "gap", "trend", "rank", "brief", "profile"])
def test_a_terminal_shows_each_line_as_it_was_written(name, columns):
    """An emulated terminal breaks no line: what it shows is what was printed."""
    done = terminal(*QUESTIONS[name].arguments, columns=columns)
    assert done.code == 0
    screen = pyte.Screen(columns, 500)
    pyte.Stream(screen).feed(done.out.replace("\n", "\r\n"))
    shown = [line.rstrip() for line in screen.display]
    printed = [line.rstrip() for line in without_escapes(done.out).splitlines()]
    assert shown[: len(printed)] == printed


@pytest.mark.parametrize("columns", [20, 30, 50, 80, 120])
@pytest.mark.parametrize("name", ["compare", "gap-range", "trend", "rank", "show", "decompose", "check"])
def test_a_terminal_shows_every_number(name, columns, monkeypatch):
    """The table of a terminal has those of a very wide page; graphs add none."""
    done = terminal(*QUESTIONS[name].arguments, columns=columns)
    wide = Counter(numbers_in(table(QUESTIONS[name], 1000, monkeypatch)))
    assert not wide - Counter(numbers_in(done.out))


def test_a_terminal_gets_a_table_and_a_pipe_gets_tsv():
    assert "\t" not in terminal(*QUESTION).out
    assert run(*QUESTION).out.startswith("area\tlocality\t")


def test_columns_wins_over_the_terminal():
    narrow = terminal(*QUESTION, columns=120, env={"COLUMNS": "40"}).out
    assert max(len(line) for line in without_escapes(narrow).splitlines()) <= 40


@pytest.mark.parametrize("columns", ["0", "-3", "x", "99999999", ""])
def test_columns_without_sense_is_no_error(columns):
    done = run(*QUESTION, "-f", "table", env={"COLUMNS": columns})
    assert done.code == 0
    assert "221.34" in done.out


def test_a_pipe_is_80_columns_wide():
    lines = run("brief", "2024", "-f", "table").out.splitlines()
    assert 70 < max(map(len, lines)) <= 80


def coloured(text):
    return ESCAPE.search(text) is not None


def test_a_terminal_is_coloured_and_a_pipe_is_not():
    assert coloured(terminal(*QUESTION).out)
    assert not coloured(run(*QUESTION, "-f", "table").out)


@pytest.mark.parametrize(
    "env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, {"NO_COLOR": "0"}]
)
def test_a_terminal_without_colours_gets_no_escape_code_at_all(env):
    """Bold is one too."""
    assert not coloured(terminal(*QUESTION, env=env).out)


@pytest.mark.parametrize("env", [{"NO_COLOR": ""}, {"FORCE_COLOR": "0"}, {"FORCE_COLOR": ""}])
def test_empty_variables_change_nothing(env):
    """An empty NO_COLOR is as good as none, as its convention says."""
    assert coloured(terminal(*QUESTION, env=env).out)


def test_force_color_colours_a_pipe():
    done = run(*QUESTION, "-f", "table", env={"FORCE_COLOR": "1"})
    assert coloured(done.out)
    lines = [line.rstrip() for line in without_escapes(done.out).splitlines()]
    assert lines == run(*QUESTION, "-f", "table").out.splitlines()


@pytest.mark.parametrize("form", ["tsv", "csv", "json", "ndjson", "markdown", "excel-csv"])
def test_force_color_leaves_machine_formats_alone(form):
    assert run(*QUESTION, "-f", form, env={"FORCE_COLOR": "1"}) == run(*QUESTION, "-f", form)


@pytest.mark.parametrize(
    "arguments", [("--help",), ("compare", "--help"), ("help", "formats"), ("compare", "x", "y"), ("compar",)]
)
def test_help_and_errors_are_plain_everywhere(arguments):
    """`kpov --help | less` shows no codes, and neither does a log."""
    assert not coloured(terminal(*arguments).out)
    assert not coloured("".join(run(*arguments, env={"FORCE_COLOR": "1"})[:2]))


def test_better_and_worse_are_told_apart_without_colours():
    """For a printer and for people who see no red."""
    text = terminal(*QUESTION, env={"NO_COLOR": "1"}).out
    assert "▲\N{NO-BREAK SPACE}better" in text
    assert "▼\N{NO-BREAK SPACE}worse" in text


def test_better_is_green_and_worse_is_red_in_the_colours_of_the_theme():
    """The sixteen colours of the terminal are readable on light and dark grounds; no others are used."""
    codes = set(ESCAPE.findall(terminal(*QUESTION).out))
    assert codes == {"\x1b[1m", "\x1b[32m", "\x1b[31m", "\x1b[0m"}


def test_trend_draws_a_line_and_rank_draws_bars_on_a_terminal_only():
    """Ornaments are for eyes: not in a file, not in a pipe."""
    assert set(terminal("trend", "p0").out) & set("▁▂▃▄▅▆▇█")
    assert set(terminal("rank", "p0", "2024").out) & set("▏▎▍▌▋▊▉█")
    for arguments in (("trend", "p0"), ("rank", "p0", "2024")):
        assert not set(run(*arguments, "-f", "table").out) & set("▁▂▃▄▅▆▇█▏▎▍▌▋▊▉")


@pytest.mark.parametrize(
    "env",
    [{"LC_ALL": "C"}, {"LC_ALL": "POSIX"}, {"PYTHONIOENCODING": "latin-1"}, {"PYTHONIOENCODING": "ascii"}],
)
@pytest.mark.parametrize("form", ["tsv", "csv", "json", "table", "markdown", "excel-csv"])
def test_a_pipe_is_utf8_in_every_locale(form, env):
    """Files do not depend on the machine that wrote them."""
    assert run(*QUESTION, "-f", form, env=env).out == run(*QUESTION, "-f", form).out


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp437"])
def test_a_terminal_without_a_character_shows_a_stand_in(encoding):
    """No traceback, and no question mark where a minus sign belongs."""
    done = terminal(*QUESTION, env={"PYTHONIOENCODING": encoding})
    assert done.code == 0
    assert "-9.73" in done.out
    assert "?" not in without_escapes(done.out)


@pytest.mark.parametrize("name", [name for name in QUESTIONS if name != "list-sources"])
def test_an_ascii_terminal_shows_no_question_marks(name):
    """Everything that kpov itself prints has a stand-in; the names in the bundle are plain."""
    done = terminal(*QUESTIONS[name].arguments, env={"PYTHONIOENCODING": "ascii"})
    assert done.code == 0
    questions = {"Do the figures agree?", "What if?"}
    text = without_escapes(done.out)
    for known in questions:
        text = text.replace(known, "")
    assert "?" not in text


def test_an_error_that_an_encoding_lacks_is_still_an_error():
    done = run("compare", "2023", "2024", "--area", "Κρήτη", env={"PYTHONIOENCODING": "ascii"})
    assert done.code == 4
    assert done.err.startswith("kpov: ")


def test_arguments_that_are_no_text_are_answered():
    """A byte that is no UTF-8 on the command line, as an old file name has."""
    done = run(b"compare", b"2023", b"2024", b"--area", b"\xff")
    assert done.code == 4
    assert "Traceback" not in done.err
