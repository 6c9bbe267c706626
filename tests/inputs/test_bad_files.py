"""Figures and areas of one's own that are wrong: file, line and column are named, and what was expected."""

from __future__ import annotations

import gzip
import os

import pytest
from foreign import choices_of, foreign
from support import call, run, shell

HEADER = "area,period,locality,indicator,value,source"
GOOD = "64,2024-03,total,p0,5.78,mine"
PLAIN = f"{HEADER}\n{GOOD}\n"
NAMES = "area,name,name_en,level,parent,capital_city_type,aliases"


def cell(column, text):
    """A file whose second row has *text* in one column."""
    cells = dict(zip(HEADER.split(","), ["64", "2023-03", "total", "p0", "6.11", "mine"], strict=True))
    cells[column] = text
    return f"{HEADER}\n{GOOD}\n{','.join(cells.values())}\n"


CELLS = [
    # column, cell, what the sentence says in English and in Bahasa Indonesia
    ("value", '"5,78"', "decimal comma: write 5.78", "koma desimal: tulis 5.78"),
    ("value", '"1.234,5"', "not a plain number", "bukan angka biasa"),
    ("value", '"1,234.5"', "not a plain number", "bukan angka biasa"),
    ("value", "1.234.567", "not a plain number", "bukan angka biasa"),
    ("value", "nan", "not a plain number", "bukan angka biasa"),
    ("value", "NaN", "not a plain number", "bukan angka biasa"),
    ("value", "inf", "not a plain number", "bukan angka biasa"),
    ("value", "-Infinity", "not a plain number", "bukan angka biasa"),
    ("value", "1e400", "not a plain number", "bukan angka biasa"),
    ("value", "5.78e0", "not a plain number", "bukan angka biasa"),
    ("value", "5_7", "not a plain number", "bukan angka biasa"),
    ("value", "=1+1", "not a plain number", "bukan angka biasa"),
    ("value", "١٢", "not a plain number", "bukan angka biasa"),
    ("value", "５", "not a plain number", "bukan angka biasa"),
    ("value", "0x10", "not a plain number", "bukan angka biasa"),
    ("value", "1 000", "not a plain number", "bukan angka biasa"),
    ("value", "1\N{NO-BREAK SPACE}000", "not a plain number", "bukan angka biasa"),
    ("value", "5.", "not a plain number", "bukan angka biasa"),
    ("value", ".5", "not a plain number", "bukan angka biasa"),
    ("value", "5%", "not a plain number", "bukan angka biasa"),
    ("value", "Rp5", "not a plain number", "bukan angka biasa"),
    ("value", "+5.78", "not a plain number", "bukan angka biasa"),
    ("value", "--5", "not a plain number", "bukan angka biasa"),
    ("value", "NA", "not a plain number", "bukan angka biasa"),
    ("value", "-", "not a plain number", "bukan angka biasa"),
    ("value", "9" * 400, "not a plain number", "bukan angka biasa"),
    ("value", "0." + "1" * 400, "not a plain number", "bukan angka biasa"),
    ("value", "", "the cell is empty", "selnya kosong"),
    ("value", "   ", "the cell is empty", "selnya kosong"),
    ("value", '""', "the cell is empty", "selnya kosong"),
    ("value", "-5.78", "negative", "negatif"),
    ("value", "−5.78", "negative", "negatif"),
    ("value", "100.01", "above 100", "di atas 100"),
    ("period", "2024-13", "not a valid period", "bukan periode"),
    ("period", "2024-00", "not a valid period", "bukan periode"),
    ("period", "2024-3", "not a valid period", "bukan periode"),
    ("period", "24", "not a valid period", "bukan periode"),
    ("period", "Mar-24", "not a valid period", "bukan periode"),
    ("period", "2024-03-01", "not a valid period", "bukan periode"),
    ("period", "03/2024", "not a valid period", "bukan periode"),
    ("period", "Maret 2024", "not a valid period", "bukan periode"),
    ("period", "latest", "not a valid period", "bukan periode"),
    ("period", "2023..2024", "not a valid period", "bukan periode"),
    ("period", "٢٠٢٤", "not a valid period", "bukan periode"),
    ("period", "20240", "not a valid period", "bukan periode"),
    ("period", "", "not a valid period", "bukan periode"),
    (
        "locality",
        "urbn",
        "should be total, urban or rural. Did you mean 'urban'",
        "seharusnya total, urban atau rural",
    ),
    ("locality", "all", "should be total, urban or rural", "seharusnya total, urban atau rural"),
    ("locality", "", "should be total, urban or rural", "seharusnya total, urban atau rural"),
    ("indicator", "poor_cont", "Did you mean 'poor_count'", "Maksudnya 'poor_count'"),
    ("indicator", "income", "there is no indicator 'income'", "tidak ada indikator 'income'"),
    ("indicator", "", "there is no indicator ''", "tidak ada indikator ''"),
    ("area", "", "the cell is empty", "selnya kosong"),
]
IMPOSSIBLE = [
    ("gini", "1.01", "above 1"),
    ("gini", "-0.1", "negative"),
    ("gini", "32.1", "above 1"),
    ("poverty_line", "0", "must be above 0"),
    ("poverty_line", "0.000", "must be above 0"),
    ("poverty_line", "-1", "negative"),
    ("poverty_line", "833.955,00", None),
    ("poverty_line", "833.955", "write 833955"),
    ("poverty_line_household", "4.278.189", "write 4278189"),
    ("mean_expenditure", "2.042.791", "write 2042791"),
    ("poor_count", "-1", "negative"),
    ("p1", "100.5", "above 100"),
    ("p2", "-0.001", "negative"),
    ("mean_expenditure", "0", "must be above 0"),
    ("poor_household_size", "-5", "negative"),
]
HEADS = [
    ("area,period,locality,indicator,value", "'source' is missing", "'source' tidak ada"),
    ("period,locality,indicator,value,source", "'area' is missing", "'area' tidak ada"),
    ("area,period,locality,indicator,values,source", "'value' is missing", "'value' tidak ada"),
    (f"{HEADER},note", "'note' is unknown", "'note' tidak dikenal"),
    (f"{HEADER},value", "'value' appears twice", "'value' tertulis dua kali"),
    (f"{HEADER},unit,unit", "'unit' appears twice", "'unit' tertulis dua kali"),
    (HEADER.replace(",", "/"), "'area' is missing", "'area' tidak ada"),
]
FILES = [
    # name, bytes, what is said, in both languages, line
    ("nothing", b"", "is empty", "kosong", None),
    ("mark", b"\xef\xbb\xbf", "is empty", "kosong", None),
    ("blank", b"\n\n\n", "is empty", "kosong", None),
    ("few", f"{HEADER}\n64,2024-03,total,p0,5.78\n", "there are 5 cells,", "sel: 5", 2),
    ("many", f"{HEADER}\n{GOOD}\n{GOOD},x\n", "there are 7 cells,", "sel: 7", 3),
    ("one", f"{HEADER}\n64\n", "there is 1 cell,", "sel: 1", 2),
    (
        "latin",
        HEADER.encode() + b"\n64,2024,total,p0,5.78,caf\xe9\n",
        "byte 0xe9 is not UTF-8",
        "byte 0xe9 bukan UTF-8",
        2,
    ),
    (
        "utf16",
        f"{HEADER}\n{GOOD}\n".encode("utf-16")[:-1],
        "inside a character of UTF-16",
        "karakter UTF-16",
        None,
    ),
    ("semicolons", f"{HEADER.replace(',', ';')}\n{GOOD}\n", "there is 1 cell,", "sel: 1", 2),
    (
        "unnamed",
        f"{HEADER},\n{GOOD},\n{GOOD},x\n",
        "'x' has no column heading",
        "'x' tidak mempunyai judul",
        3,
    ),
    ("packed", gzip.compress(PLAIN.encode(), mtime=0)[:-12], "is truncated", "terpotong", None),
    ("damaged", b"\x1f\x8b" + bytes(40), "is damaged", "rusak", None),
    (
        "xlsx",
        b"PK\x03\x04\x14\x00\x00\x00\x08\x00\x9a\xff",
        "cannot be read as an Excel workbook",
        "tidak dapat dibaca sebagai buku kerja Excel",
        None,
    ),
    ("nul", f"{HEADER}\n64,2024,total,p0,5.7\0008,x\n", "NUL byte", "byte NUL", 2),
    ("open", f'{HEADER}\n{GOOD}\n64,2023,total,p0,6.11,"mine\n', "not closed", "tidak ditutup", 3),
    ("stray", f'{HEADER}\n64,2024,total,p0,5.78,"a"b\n', "a quote inside a cell", "di tengah sel", 2),
]


def refused(arguments, language, code=3):
    """The one sentence of a refusal."""
    done = call(*arguments, "--lang", language)
    assert done.code == code, done
    assert done.out == ""
    assert done.err.startswith("kpov: ")
    assert len(done.err.splitlines()) == 1
    assert language == "en" or foreign(choices_of(done.err)) == []
    return done.err


@pytest.mark.parametrize(("column", "text", "english", "indonesian"), CELLS)
def test_a_wrong_cell_is_named_by_file_line_and_column(column, text, english, indonesian, write):
    file = write(cell(column, text))
    for language, where, expected in (
        ("en", f"{file}, line 3, column {column}: ", english),
        ("id", f"{file}, baris 3, kolom {column}: ", indonesian),
    ):
        sentence = refused(("show", "2024", "--figures", file), language)
        assert where in sentence
        assert expected in sentence


@pytest.mark.parametrize(("indicator", "value", "expected"), IMPOSSIBLE)
def test_a_value_that_the_indicator_cannot_have_is_refused(indicator, value, expected, write):
    file = write(f"{HEADER}\n64,2024-03,total,{indicator},{value},mine\n")
    sentence = refused(("show", "2024", "--figures", file), "en")
    assert f"{file}, line 2" in sentence
    assert (expected or "there are 7 cells,") in sentence
    refused(("show", "2024", "--figures", file), "id")


@pytest.mark.parametrize(("head", "english", "indonesian"), HEADS)
def test_a_wrong_header_is_named_by_its_column(head, english, indonesian, write):
    file = write(f"{head}\n{GOOD}\n")
    for language, where, expected in (("en", "line 1", english), ("id", "baris 1", indonesian)):
        sentence = refused(("show", "2024", "--figures", file), language)
        assert f"{file}, {where}: " in sentence
        assert expected in sentence


@pytest.mark.parametrize(("name", "content", "english", "indonesian", "line"), FILES)
def test_a_file_that_is_no_table_is_refused(name, content, english, indonesian, line, write):
    file = write(content, f"{name}.csv")
    for language, word, expected in (("en", "line", english), ("id", "baris", indonesian)):
        sentence = refused(("show", "2024", "--figures", file), language)
        assert expected in sentence
        assert file in sentence
        assert line is None or f"{word} {line}" in sentence


def test_a_wrong_header_behind_blank_lines_is_named_by_its_own_line(write):
    file = write(f"\n\n{HEADER},note\n{GOOD},x\n")
    assert f"{file}, line 3: the column 'note' is unknown" in refused(("show", "--figures", file), "en")


def test_header_alone_is_a_table_without_rows(write):
    """Nothing is replaced, nothing is wrong."""
    assert call("show", "2024", "--figures", write(f"{HEADER}\n")).out == call("show", "2024").out


@pytest.mark.parametrize(("language", "word"), [("en", "does not exist"), ("id", "tidak ada")])
def test_a_missing_file(language, word):
    assert refused(("show", "2024", "--figures", "nowhere.csv"), language) == f"kpov: nowhere.csv {word}\n"
    assert refused(("show", "2024", "--areas", "nowhere.csv"), language) == f"kpov: nowhere.csv {word}\n"


@pytest.mark.parametrize(("language", "word"), [("en", "is a folder"), ("id", "adalah folder")])
def test_a_folder(language, word, tmp_path):
    assert word in refused(("show", "2024", "--figures", str(tmp_path)), language)


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_file_below_a_file(language, write):
    """Not a folder on the way: the system's reason in the language of the run."""
    sentence = refused(("show", "2024", "--figures", write("x") + "/y.csv"), language)
    assert ("not a folder" if language == "en" else "bukan folder") in sentence


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(write):
    file = write(f"{HEADER}\n{GOOD}\n")
    os.chmod(file, 0)
    assert "permission denied" in refused(("show", "2024", "--figures", file), "en")


def test_a_name_that_no_file_can_have():
    refused(("show", "2024", "--figures", "x" * 5000), "en")
    refused(("show", "2024", "--figures", "x" * 5000), "id")


def test_closed_stdin():
    done = shell("kpov show 2024 --figures - <&-")
    assert done == ("", "kpov: stdin is closed, so there is nothing to read (-)\n", 3)
    assert shell("kpov show 2024 --figures - --lang id <&-").err.startswith("kpov: stdin tertutup")


def test_empty_stdin():
    done = call("show", "2024", "--figures", "-", stdin="")
    assert done.code == 3
    assert done.err.startswith("kpov: <stdin> is empty")


def test_stdin_is_named_in_errors():
    done = call("show", "2024", "--figures", "-", stdin=cell("value", "x"))
    assert done.code == 3
    assert done.err.startswith("kpov: <stdin>, line 3, column value: 'x' is not a plain number")


def test_stdin_can_be_read_once():
    for arguments in (("--figures", "-", "--figures", "-"), ("--figures", "-", "--areas", "-")):
        assert call("show", "2024", *arguments, stdin=HEADER).code == 2


@pytest.mark.parametrize(
    "again", ["64,2024-03,total,p0,5.79,x", "64,2024,total,P0,5.78,mine", "64,2024-03,total,p0,5.78,mine"]
)
def test_a_key_stands_once_in_a_file(again, write):
    """However it is written: which of two values is right cannot be known."""
    file = write(f"{HEADER}\n{GOOD}\n{again}\n")
    sentence = refused(("show", "2024", "--figures", file), "en")
    assert f"{file}, line 3, column area: " in sentence
    assert f"already appear in {file}, line 2" in sentence
    assert "sudah ada" in refused(("show", "2024", "--figures", file), "id")


def test_a_key_stands_once_in_all_files(write):
    one, two = write(f"{HEADER}\n{GOOD}\n", "one.csv"), write(f"{HEADER}\n\n{GOOD}\n", "two.csv")
    sentence = refused(("show", "2024", "--figures", one, "--figures", two), "en")
    assert f"{two}, line 3, column area: " in sentence
    assert f"already appear in {one}, line 2" in sentence


def test_the_same_file_twice_is_refused(write):
    file = write(f"{HEADER}\n{GOOD}\n")
    refused(("show", "2024", "--figures", f"{file},{file}"), "en")


@pytest.mark.parametrize(
    ("content", "english", "indonesian"),
    [
        ("area\nX1\n", "'name' is missing", "'name' tidak ada"),
        ("area,name,colour\nX1,Xanadu,red\n", "'colour' is unknown", "'colour' tidak dikenal"),
        ("area,name\n,Xanadu\n", "the cell is empty", "selnya kosong"),
        ("area,name\nX1,\n", "the cell is empty", "selnya kosong"),
        ("area,name\nX1,Xanadu\nX1,Ys\n", "already appears in line 2", "sudah ada di baris 2"),
        (
            "area,name,level\nX1,Xanadu,planet\n",
            "should be country, province, district",
            "seharusnya country, province, district",
        ),
        ("", "is empty", "kosong"),
        (b"\xff\xfe", "is empty", "kosong"),
        (b"\xff", "is not UTF-8", "bukan UTF-8"),
    ],
)
def test_wrong_names_of_areas_are_refused(content, english, indonesian, write):
    for language, expected in (("en", english), ("id", indonesian)):
        assert expected in refused(("show", "2024", "--areas", write(content)), language)


@pytest.mark.parametrize(
    "command",
    [
        "compare 2023 2024",
        "gap 2024",
        "threshold 2024",
        "profile",
        "show",
        "trend p0",
        "rank p0",
        "decompose 2023 2024",
        "target 4 2029",
        "check",
        "brief",
        "list areas",
    ],
)
def test_every_command_refuses_a_bad_file(command, write):
    """All read own figures, and all say the same of the same fault."""
    file = write(cell("value", "nan"))
    assert "line 3, column value: 'nan'" in refused((*command.split(), "--figures", file), "en")


def test_a_control_character_in_a_cell_does_not_reach_the_terminal(write):
    sentence = refused(("show", "2024", "--figures", write(cell("value", "\x1b[31m5"))), "en")
    assert "\x1b" not in sentence


def test_a_long_cell_is_shortened(write):
    assert len(refused(("show", "2024", "--figures", write(cell("value", "x" * 5000))), "en")) < 400


def test_a_field_longer_than_the_csv_module_allows_is_a_sentence(write):
    """131072 characters is a limit of Python's reader, and no reason for a traceback."""
    done = call("show", "2024", "--figures", write(f'{HEADER}\n64,2024,total,p0,5.78,"{"x" * 200_000}"\n'))
    assert done.code == 3
    assert "line 2: this is not valid CSV: a cell has more than 131,072 characters" in done.err


def test_a_refusal_is_the_same_from_a_pipe_and_has_no_traceback(write):
    done = run("show", "2024", "--figures", "-", stdin=cell("value", "5,78"))
    assert done.code == 3
    assert len(done.err.splitlines()) == 1
