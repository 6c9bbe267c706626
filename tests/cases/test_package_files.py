"""dBase, SAS transport, Stata and SPSS: whole files only, and text that is told from what the bytes are."""

from __future__ import annotations

import pandas as pd
import pytest
from cases.files_of_packages import dbf, replaced, written
from reference import shared

from kaltim_poverty.errors import InputError, UsageError
from kaltim_poverty.survey import describe, estimate
from kaltim_poverty.survey.read.readers.dbase import dbase_file
from kaltim_poverty.survey.read.readers.transport import check_transport

ROWS = ((b"A", b"100.00"), (b"A", b"200.00"), (b"B", b"300.00"), (b"B", b"500.00"))
MEANS = {"welfare": "y", "measure": "mean"}


def case(name):
    return str(shared(f"cases/{name}"))


def groups(answer, column):
    return {row.groups[column]: row.estimate for row in answer if row.groups}


def codes(answer):
    return [note.code for note in answer.notes]


def words(answer):
    return " ".join(map(str, answer.notes))


def accents():
    return pd.DataFrame({"kab": ["Séga", "Sèga", "Séga", "Sèga"], "y": [100.0, 200, 300, 500]})


@pytest.mark.parametrize(("name", "noted"), [("accent", True), ("accent1252", False)])
def test_text_of_dbase_by_its_code_page_or_windows(name, noted):
    answer = estimate(case(f"dbf/{name}.dbf"), **MEANS, by="kab")
    assert groups(answer, "KAB") == {"Séga": 200, "Sèga": 350}
    assert ("text_encoding" in codes(answer)) == noted
    assert ("read as cp1252" in words(answer)) == noted


@pytest.mark.parametrize("name", ["cut", "cut_clean"])
def test_shared_tables_of_dbase_that_are_cut_short(name):
    with pytest.raises(InputError, match="promises 4 rows, but it holds 2"):
        estimate(case(f"dbf/{name}.dbf"), **MEANS)


def test_cells_of_nul_are_missing():
    with pytest.raises(InputError, match="data row 2, column Y: the value is missing"):
        estimate(case("dbf/nul.dbf"), **MEANS)
    assert estimate(case("dbf/nul.dbf"), **MEANS, missing="drop").rows[0].estimate == 300


def test_a_table_of_dbase_is_whole_or_refused_wherever_it_is_cut(tmp_path):
    path = tmp_path / "a.dbf"
    whole = (dbf(path, ROWS), path.read_bytes())[1]
    for size in range(len(whole) - 1):
        path.write_bytes(whole[:size])
        with pytest.raises(InputError):
            dbase_file(str(path))
    path.write_bytes(whole[:-1])  # the mark at the end may lack
    assert estimate(str(path), **MEANS).rows[0].estimate == 275


def test_a_header_that_does_not_fit_its_rows(tmp_path):
    path = tmp_path / "a.dbf"
    for place, told in ((10, "its header says 22"), (48, "columns take 22 bytes")):
        data = bytearray((dbf(path, ROWS), path.read_bytes())[1])
        data[place] += 1
        path.write_bytes(data)
        with pytest.raises(InputError, match=told):
            estimate(str(path), **MEANS)
    path.write_bytes(data[:20])
    with pytest.raises(InputError, match="ends within its header"):
        estimate(str(path), **MEANS)


@pytest.mark.parametrize(("count", "told"), [(3, "promises 3 rows"), (0, "promises 0 rows")])
def test_a_table_of_dbase_with_more_rows_than_it_says(tmp_path, count, told):
    with pytest.raises(InputError, match=told):
        estimate(dbf(tmp_path / "a.dbf", ROWS, count=count), **MEANS)


@pytest.mark.parametrize("end", [b"", b"\x1a", b"\x1a\x1a", b"\0\0\0", b"\r\n", b"\x1a" + b" " * 50])
def test_what_may_follow_the_last_row(tmp_path, end):
    assert estimate(dbf(tmp_path / "a.dbf", ROWS, end=end), **MEANS).rows[0].n == 4


def test_deleted_rows_are_counted_in_a_note_and_damaged_ones_refused(tmp_path):
    deleted = dbf(tmp_path / "a.dbf", [*ROWS, (b"*", b"C", b"900.00")])
    answer = estimate(deleted, **MEANS)
    assert (answer.rows[0].n, answer.rows[0].estimate) == (4, 275)
    assert "1 row that is marked as deleted is left out" in words(answer)
    for mark in (b"\x1a", b"\0", b"x"):
        with pytest.raises(InputError, match="data row 2"):
            estimate(dbf(tmp_path / "a.dbf", [ROWS[0], (mark, *ROWS[1]), *ROWS[2:]]), **MEANS)


@pytest.mark.parametrize("cell", [b"*" * 12, b"**1", b"1,250", b"1.250.000", b"abc"])
def test_a_number_of_dbase_that_is_none_is_refused_and_quoted(tmp_path, cell):
    path = dbf(tmp_path / "a.dbf", [*ROWS, (b"B", cell)])
    for missing in ("error", "drop"):
        with pytest.raises(InputError, match="data row 5, column Y"):
            estimate(path, **MEANS, missing=missing)


def test_codes_of_seventeen_digits_stay_apart(tmp_path):
    fields = (("ID", "N", 18, 0), ("Y", "N", 12, 2))
    rows = [(b"12345678901234567", b"1"), (b"12345678901234568", b"3"), (b"", b"5")]
    for count in (2, 3):
        path = dbf(tmp_path / "a.dbf", rows[:count], fields)
        answer = estimate(path, **MEANS, by="id", missing="drop")
        assert groups(answer, "ID") == {"12345678901234567": 1, "12345678901234568": 3}


@pytest.mark.parametrize(
    ("page", "text", "encoding", "noted"),
    [
        (0x03, "Séga", "cp1252", None),
        (0x02, "Séga", "cp850", None),
        (0xC9, "Югра", "cp1251", None),
        (0x00, "Séga", "utf-8", "text_encoding"),
        (0xEE, "Séga", "cp1252", "text_encoding"),
        (0x57, "Séga", "utf-8", "text_damaged"),
    ],
)
def test_code_pages(tmp_path, page, text, encoding, noted):
    path = dbf(tmp_path / "a.dbf", [(text.encode(encoding), b"1"), (b"Sega", b"3")], page=page)
    answer = estimate(path, **MEANS, by="kab")
    assert groups(answer, "KAB") == {text: 1, "Sega": 3}
    assert [code for code in codes(answer) if code.startswith("text")] == ([noted] if noted else [])


@pytest.mark.parametrize("content", ["UTF-8", "1252", "ISO 8859-1", "88591"])
def test_a_code_page_beside_the_table(tmp_path, content):
    text = "Séga".encode("utf-8" if content == "UTF-8" else "latin-1")
    path = dbf(tmp_path / "a.dbf", [(text, b"1"), (b"Sega", b"3")])
    (tmp_path / "a.cpg").write_text(content + "\n")
    answer = estimate(path, **MEANS, by="kab")
    assert groups(answer, "KAB") == {"Séga": 1, "Sega": 3}
    assert ("text_encoding" in codes(answer)) == (content == "88591")


def test_an_encoding_that_is_named_wins_and_must_fit(tmp_path):
    path = dbf(tmp_path / "a.dbf", [("Séga".encode("cp850"), b"1"), (b"Sega", b"3")], page=3)
    assert groups(estimate(path, **MEANS, by="kab", encoding="cp850"), "KAB") == {"Séga": 1, "Sega": 3}
    with pytest.raises(InputError, match="byte 0x82 is not text in utf-8"):
        estimate(path, **MEANS, by="kab", encoding="utf-8")
    with pytest.raises(UsageError):
        estimate(path, **MEANS, encoding="utf-9")


def test_different_bytes_stay_different_groups(tmp_path):
    rows = [(b"S\x81", b"1"), (b"S\x8d", b"3"), (b"S\xe9", b"5")]
    assert len(groups(estimate(dbf(tmp_path / "a.dbf", rows), **MEANS, by="kab"), "KAB")) == 3


def transport_or_rows(path):
    """Refuse a file that is cut short, or has no row left."""
    check_transport(path)
    estimate(path, **MEANS)


@pytest.mark.parametrize("version", [5, 8])
def test_a_transport_file_is_whole_or_refused_wherever_it_is_cut(tmp_path, version):
    path = tmp_path / "a.xpt"
    frame = pd.DataFrame({"kab": ["Sega", "Soga"] * 2, "y": [1.0, 2, 3, 4], "z": "x" * 70})
    whole = (written(path, frame, file_format_version=version), path.read_bytes())[1]
    for size in range(480, len(whole)):
        path.write_bytes(whole[:size])
        with pytest.raises(InputError):
            transport_or_rows(str(path))
    path.write_bytes(whole)
    assert estimate(str(path), **MEANS).rows[0].estimate == 2.5


def test_more_blanks_than_fill_a_record_are_a_row_that_is_cut(tmp_path):
    path = tmp_path / "a.xpt"
    written(path, pd.DataFrame({"wide": ["w" * 200, "", ""], "y": [1.0, 2, 3]}), file_format_version=5)
    data = path.read_bytes()
    path.write_bytes(data[: data.index(b"w" * 200) + 320])  # a row of 208 bytes, and 112 blanks
    with pytest.raises(InputError, match="ends with a whole row"):
        check_transport(str(path))


def test_a_second_data_set_in_a_transport_file_is_refused(tmp_path):
    path = tmp_path / "a.xpt"
    data = (written(path, accents()), path.read_bytes())[1]
    path.write_bytes(data + data[240:])
    with pytest.raises(InputError, match="several data sets"):
        estimate(str(path), **MEANS)


def test_shared_files_of_stata():
    answer = describe(case("stata/varlabel118bad.dta"), welfare="y")
    assert "text_damaged" in codes(answer)
    assert [row.largest for row in answer if row.column == "y"] == ["400"]
    answer = describe(case("stata/utf8_in_117.dta"), welfare="y")
    assert "read as utf-8" in words(answer)
    assert [(row.smallest, row.largest) for row in answer if row.column == "kab"] == [("Sèga", "Séga")]
    wrong = estimate(case("stata/utf8_in_117.dta"), **MEANS, by="kab", encoding="cp1252")
    assert groups(wrong, "kab").keys() == {"SÃ©ga", "SÃ¨ga"}


@pytest.mark.parametrize(
    ("name", "options"),
    [("a.dta", {"version": 15}), ("a.dta", {"version": 13}), ("a.sav", {}), ("a.zsav", {}), ("a.xpt", {})],
)
def test_accents_of_every_format(tmp_path, name, options):
    answer = estimate(written(tmp_path / name, accents(), **options), **MEANS, by="kab")
    assert groups(answer, "kab") == {"Séga": 200, "Sèga": 350}
    told = options.get("version") == 15 or name.endswith("sav")
    assert ("text_encoding" in codes(answer)) != told


@pytest.mark.parametrize(("name", "options"), [("a.dta", {"version": 15}), ("a.sav", {})])
def test_text_that_is_not_what_the_file_says_is_read_with_a_note(tmp_path, name, options):
    frame = accents().assign(kab=["Séga", "Xxxa", "Séga", "Xxxa"])
    written(tmp_path / name, frame, **options)
    path = replaced(tmp_path / name, b"Xxxa", b"S\xe8ga")
    answer = estimate(path, **MEANS, by="kab")
    assert groups(answer, "kab") == {"Séga": 200, "Sèga": 350}
    assert "text_damaged" in codes(answer)
    with pytest.raises(InputError, match="0xe8 is not text in utf-8"):
        estimate(path, **MEANS, by="kab", encoding="utf-8")


@pytest.mark.parametrize(("name", "options"), [("a.dta", {"version": 15}), ("a.sav", {}), ("a.xpt", {})])
def test_damaged_names_and_labels(tmp_path, name, options):
    labels = {} if name == "a.xpt" else {"variable_value_labels": {"g": {1: "Zzone", 2: "dua"}}}
    frame = pd.DataFrame({"g": [1.0, 2], "y": [1.0, 3], "t": ["Xxe", "Xxf"]})
    written(tmp_path / name, frame, **options, **labels)
    replaced(tmp_path / name, b"Xxe", b"X\xe9e")
    if labels:
        replaced(tmp_path / name, b"Zzone", b"Z\xf4ne ")
    answer = estimate(str(tmp_path / name), **MEANS, by=["g", "t"])
    assert {row.groups.get("t") for row in answer} >= {"Xée", "Xxf"}
    assert {row.groups.get("g") for row in answer} >= ({"Zône", "dua"} if labels else {"1", "2"})


def test_dates_of_stata_in_conditions(tmp_path):
    days = pd.to_datetime(["2023-12-31", "2024-01-01", None])
    frame = pd.DataFrame({"y": [1.0, 3, 5], "day": days.date, "stamp": days})
    path = written(tmp_path / "a.dta", frame, variable_format={"day": "%td"})
    assert estimate(path, **MEANS, where="year(day) = 2024").rows[0].estimate == 3
    assert estimate(path, **MEANS, where="stamp < '2024-01-01'").rows[0].estimate == 1
    answer = estimate(path, **MEANS, by="day", missing="drop")
    assert groups(answer, "day") == {"2023-12-31": 1, "2024-01-01": 3}
