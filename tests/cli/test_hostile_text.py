"""Text from outside never steers a terminal: names, cells, paths and arguments are shown, not obeyed."""

from __future__ import annotations

import io
import json
import os
import sys
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import call, run

from kaltim_poverty.cli.streams import prepare_streams
from kaltim_poverty.cli.table import COMMANDS
from kaltim_poverty.render.markdown import escaped
from kaltim_poverty.render.plain import json_text, no_formula
from kaltim_poverty.words.visible import visible

LANGUAGES = ("en", "id")
FOR_PEOPLE = ("table", "markdown")
HIDDEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
NASTY = [
    "\x1b[31m",
    "\x1b]0;t\x07",
    "\x9b2J",
    "\r",
    "\n",
    "\t",
    "\x7f",
    "\u202e",
    "\u200b",
    "\u2028",
    "\udcff",
    "\u2066",
]
hostile = st.lists(st.sampled_from([*NASTY, "a", "=", " "]), min_size=1, max_size=5).map("".join)
few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
EXAMPLES = [f"a{each}b" for each in NASTY]
PERSONS = "y,w,{column}\n" + "".join(f'{y},1,"{{label}}"\n{y + 1},1,b\n' for y in range(1, 5))


def assert_harmless(text):
    """Nothing in it but line ends is a control, a mark of direction, unseen, or half a character."""
    assert {each for each in text if unicodedata.category(each) in HIDDEN} <= {"\n"}


@given(text=st.text(st.characters(), max_size=20))
@few
def test_every_character_is_seen(text):
    assert_harmless(visible(text))
    assert "\n" not in visible(text)
    assert visible(visible(text)) == visible(text)


@pytest.mark.parametrize("text", ["Séga", "Kutai Kartanegara", "1.234,56", "−9", "a\xa0b", "日本", "", "👪"])
def test_ordinary_text_stays(text):
    assert visible(text) == text


def test_the_symbols():
    assert visible("\x1b\n\x7f\u202e\udcff") == "␛␊␡<U+202E>\ufffd"
    assert visible("a\nb\x1b", keep="\n") == "a\nb␛"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS)
@given(text=hostile)
@settings(few, max_examples=4)
def test_arguments_of_every_command(command, language, text):
    """As an argument, an option's name, its value, or a file."""
    for arguments in (
        [text],
        [f"--{text}"],
        ["--area", text],
        ["--figures", text],
        ["-o", f"/nowhere/{text}"],
    ):
        done = call(*command.split(), *arguments, "--lang", language)
        assert_harmless(done.out + done.err)
        assert done.code in (0, 2, 3, 4, 74)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_command_and_a_variable(language, monkeypatch):
    for text in EXAMPLES:
        assert_harmless(call(text, "--lang", language).err)
    monkeypatch.setenv("KPOV_FORMAT", "\x1b[31m\udcff")
    done = call("compare", "2023", "2024", "--lang", language)
    assert "␛[31m" in done.err
    assert_harmless(done.err)


def survey(folder, column, label):
    """A survey with hostile labels, in a file with a hostile name."""
    file = folder / "s\x1b[31m\u202e\udcff.csv"
    text = PERSONS.format(column=f'"{column}"', label=label)
    file.write_bytes(text.encode(errors="surrogateescape"))
    return str(file)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", [*FOR_PEOPLE, "json"])
@pytest.mark.parametrize("label", ["\x1b[31m", "a\x9b2J\x07", "\u202eb\u200b", "a\u2028c\x7f"])
def test_labels_headings_and_file_names(form, language, label, tmp_path):
    """In table, captions, notes; the file's name is no UTF-8."""
    column = f"g{label}"
    for question in (("estimate", "--measure", "mean", "--by", column), ("describe",)):
        line = ("survey", question[0], survey(tmp_path, column, label), "--welfare", "y", *question[1:])
        done = call(*line, "-f", form, "--lang", language)
        assert done.code == 0, done.err
        assert_harmless(done.out + done.err)
        assert ("\ufffd.csv" if form == "json" else "U+202E") in done.out
        if question[0] == "estimate":
            shown = escaped(visible(label)) if form == "markdown" else visible(label)
            assert shown in done.out or form == "json"
            assert form != "json" or label in [row[column] for row in json.loads(done.out)["rows"]]


@pytest.mark.parametrize("form", ["csv", "tsv", "ndjson"])
def test_rows_for_machines_are_as_written(form, tmp_path):
    """A control character is part of the cell: the group can be found again."""
    file = survey(tmp_path, "g\x1b", "a\x1b[31m  b ")
    line = ("survey", "estimate", file, "--welfare", "y", "--measure", "mean", "--by", "g\x1b", "-q")
    out = call(*line, "-f", form).out
    assert json.dumps("a\x1b[31m  b ") in out if form == "ndjson" else "a\x1b[31m  b " in out


@pytest.mark.parametrize("form", ["table", "markdown", "json", "csv", "tsv", "excel-csv"])
@pytest.mark.parametrize("to_file", [True, False])
def test_a_name_that_is_not_utf8_breaks_no_output(form, to_file, tmp_path):
    file = os.fsencode(tmp_path) + b"/x\xff.csv"
    with open(file, "wb") as opened:
        opened.write(b"y\n1\n2\n3\n")
    out = ["-o", str(tmp_path / "out.txt")] if to_file else []
    done = run("survey", "describe", os.fsdecode(file), "--welfare", "y", "-f", form, *out)
    assert done.code == 0
    text = (tmp_path / "out.txt").read_bytes().decode() if to_file else done.out
    assert "\udcff" not in text + done.err
    assert text.endswith("\n")
    if form == "json":
        assert json.loads(text)["arguments"]["file"].endswith("x\ufffd.csv")


@given(text=hostile)
@few
def test_json_escapes_and_keeps(text):
    assert_harmless(json_text(text).replace("\n", "\x00"))
    assert json.loads(json_text(text)) == text.replace("\udcff", "\ufffd")


@pytest.mark.parametrize(
    "text",
    ["=1", "+1", "-1", "@x", "\t=1", "\r1", "\n=1", " =1", "＝1", "＋1", "－1", "＠x"],
)
def test_excel_runs_no_formula(text, tmp_path):
    """In a cell and in a heading."""
    assert no_formula(text) == f"'{text}"
    file = tmp_path / "s.csv"
    file.write_text(PERSONS.format(column=f'"{text.strip()}"', label="a"))
    line = ("survey", "estimate", str(file), "--welfare", "y", "--measure", "mean", "-q")
    done = call(*line, "--by", text.strip(), "-f", "excel-csv")
    guarded = no_formula(text.strip())
    assert done.out.startswith(f"\ufeff{guarded};measure;"), done.err


@pytest.mark.parametrize("text", ["a", "Kutai", "1-2", "a=b", ""])
def test_excel_gets_other_text_as_it_is(text):
    assert no_formula(text) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a & b", r"a \& b"),
        ("&lt;b&gt;", r"\&lt;b\&gt;"),
        ("<img src=x>", r"\<img src=x\>"),
        ("a|b", r"a\|b"),
        ("see http://a.b", r"see http\://a.b"),
        ("HTTPS://a.b", r"HTTPS\://a.b"),
        ("www.a.b", r"www\.a.b"),
        ("a@b.c", r"a\@b.c"),
        ("~~a~~", r"\~\~a\~\~"),
    ],
)
def test_markdown_shows_text_as_it_is(text, written):
    assert escaped(text) == written


LABEL = "a\x1b[31m\u202e"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "line",
    [
        ("estimate", "--measure", "mean", "-o", "out.xlsx"),
        ("targeting", "--line", "3", "--received", "w", "-f", "table"),
    ],
)
def test_workbooks_and_targeting(line, language, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    file = survey(tmp_path, "g\x1b", LABEL)
    done = call("survey", line[0], file, "--welfare", "y", *line[1:], "--by", "g\x1b", "--lang", language)
    assert done.code == 0, done.err
    assert_harmless(done.out + done.err)
    assert visible(LABEL) in done.out or "out.xlsx" in line


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ["table", "markdown", "json"])
def test_own_figures_and_their_source(form, language, tmp_path):
    """The source of a figure of one's own is somebody's text."""
    file = tmp_path / "own\x1b.csv"
    text = 'area,period,locality,indicator,value,source\n64,2030-03,total,p0,5.5,"x\x1b[31m\u202e"\n'
    file.write_text(text)
    done = call("show", "2030", "--figures", str(file), "-f", form, "--lang", language)
    assert done.code == 0, done.err
    assert_harmless(done.out + done.err)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_line_end_makes_no_second_sentence(language):
    """An argument cannot pretend that kpov said something."""
    assert "'a␊kpov: done'" in call("a\nkpov: done", "--lang", language).err


def test_half_a_character_stops_no_output(monkeypatch):
    """Whatever reaches stdout is written to its end."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    monkeypatch.setattr(sys, "stdout", out)
    prepare_streams()
    out.write("a\udcffb")
    out.flush()
    assert out.buffer.getvalue().decode() == "a\ufffdb"
