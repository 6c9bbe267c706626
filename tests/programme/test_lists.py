"""Lists as offices keep them: numbers rounded by Excel, sexes by letters, merged cells, totals, dates."""

from __future__ import annotations

import pytest
from support import call

from kaltim_poverty.errors import InputError
from kaltim_poverty.programme import assign, evaluate, monitor
from kaltim_poverty.programme.lists.identities import (
    has_lost_digits,
    holds_identity,
    is_identity,
    plain_identity,
    sex_of,
    without_identities,
)
from kaltim_poverty.programme.lists.table import read_list

WOMAN, MAN = "9972015703850001", "9972011703850002"  # born on 17 March 1985; of no province
VALID = [
    (MAN, "male"),
    (WOMAN, "female"),
    ("9972012902840003", "male"),  # 29 February of a leap year
    ("9972017112990004", "female"),  # 31 December
]
MALFORMED = [
    "997201170385000",  # 15 digits
    "99720117038500021",  # 17
    "9972013203850002",  # the 32nd
    "9972010003850002",  # the 0th
    "9972017203850002",  # the 72nd: 32 + 40
    "9972012902850003",  # 29 February of another year
    "9972011713850002",  # month 13
    "9972011700850002",  # month 0
    "997201170385000A",
    "٩٩٧٢٠١١٧٠٣٨٥٠٠٠٢",
]


@pytest.mark.parametrize(("text", "sex"), VALID)
def test_a_nik_says_date_and_sex(text, sex):
    assert is_identity(text)
    assert sex_of(text) == sex


@pytest.mark.parametrize("text", MALFORMED)
def test_what_is_no_nik(text):
    assert not is_identity(text)


@pytest.mark.parametrize("written", [f" {MAN} ", f"'{MAN}", "9972 0117 0385 0002", f"{MAN}.0", f"{MAN},00"])
def test_a_nik_with_blanks_or_zeros(written):
    assert plain_identity(written) == MAN


@pytest.mark.parametrize("written", ["6.472E+15", "6,47201E+15", "6.472e+15", "9.97201E15"])
def test_a_nik_as_excel_rounds_it(written):
    assert has_lost_digits(written)
    assert not is_identity(plain_identity(written))


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("0.1234567890123456", False),
        ("-1.234567890123456e-05", False),  # what a difference of floats that hardly differ is written as
        ("12345,678901234567", False),
        (MAN, True),
        (f"{MAN[0]}.{MAN[1:]}e+15", True),
        (f"{MAN}.0", True),
    ],
)
def test_a_number_with_many_decimals_is_nobody(text, is_one):
    assert holds_identity(text) == is_one


@pytest.mark.parametrize("text", [MAN, "9972 0117 0385 0002", "9972.0117.0385.0002", f"x{WOMAN}y"])
def test_numbers_of_people_are_taken_out_of_sentences(text):
    assert not any(piece in without_identities(f"row of {text}!") for piece in ("9972", "0385"))


def test_amounts_and_dates_stay_in_sentences():
    text = "Rp7,500,000,000 on 2024-03-07, 6472011001, 20240307123456"
    assert without_identities(text) == text


def checks(*arguments, **options):
    return {(row.check, row.group): row for row in monitor(*arguments, **options)}


def counted(found, name, group=""):
    row = found[name, group]
    return row.counted, row.of, row.missing


IDS = [MAN, WOMAN, f" {WOMAN} ", "9972 0117 0385 0002", "", "6.472E+15", "997201170385000", "NA"]


def test_ids_missing_malformed_repeated():
    """Blanks are no difference, a rounded number repeats nobody, marks for missing are missing."""
    found = checks({"nik": IDS}, id="nik")
    assert counted(found, "id_missing") == (2, 8, 0)
    assert counted(found, "id_malformed") == (2, 6, 2)
    assert counted(found, "id_repeated") == (4, 5, 3)
    assert {found[name, ""].status for name in ("id_missing", "id_malformed", "id_repeated")} == {"fails"}


@pytest.mark.parametrize("letters", ["LP", "12", ("Laki-laki", "Perempuan"), ("male", "FEMALE"), ("m", "f")])
def test_sex_by_letters_numbers_and_words(letters):
    man, woman = letters
    ids = [MAN, WOMAN] * 3
    found = checks({"nik": ids, "sex": [man, woman, woman, man, man, ""]}, id="nik", sex="sex")
    assert counted(found, "sex_differs") == (2, 5, 1)


def test_a_sex_that_is_none_is_refused():
    with pytest.raises(InputError, match=r"data row 2, column s: '3' should be L or P"):
        monitor({"s": ["1", "3"], "r": ["ya", "ya"]}, sex="s", received="r")


@pytest.mark.parametrize(
    "date",
    ["17/3/2024", "17-03-24", "2024-03-17", "17 Maret 2024", "17.3.2024", "2024-03-17 10:30:00", "17-Mar-24"],
)
def test_a_date_of_any_style_is_a_yes(date):
    found = checks({"r": [date, "belum", "", "ya", "tidak", "1"]}, received="r")
    assert counted(found, "received") == (3, 5, 1)


def test_an_answer_that_is_none_is_refused():
    with pytest.raises(InputError, match=r"column r: 'mungkin' should be yes or no"):
        monitor({"r": ["ya", "mungkin"]}, received="r")


PLAN = "area,area_name,recipients\n6401,Paser,5\n6472,Samarinda,6\n"


def test_a_district_by_code_or_any_name(write):
    names = ["6401", "Paser", "Kab. Paser", "kabupaten paser", "6401.0"]
    names += ["6472", "Samarinda", "KOTA SAMARINDA", " samarinda ", "Kota Samarinda", "6472"]
    found = checks({"d": names}, district="d", plan=write(PLAN))
    assert counted(found, "places", "6401") == (5, 5, 0)
    assert counted(found, "places", "6472") == (6, 6, 0)
    assert counted(found, "places") == (11, 11, 0)
    assert {row.status for row in found.values()} == {"ok"}


def test_a_misspelt_district_fails_with_a_suggestion(write):
    """Not as many in all, and two that are wrong."""
    answer = monitor({"d": ["Paser"] * 5 + ["Samarnda"] * 6}, district="d", plan=write(PLAN))
    assert {(row.group, row.status) for row in answer} == {
        ("", "fails"),
        ("6401", "ok"),
        ("6472", "fails"),
        ("Samarnda", "fails"),
    }
    said = [note.spoken("en") for note in answer.notes if note.code == "district_unplanned_meant"]
    assert said == ["Samarnda (6 rows) is not in the plan; perhaps 'Samarinda' is meant."]


TOTAL = "nik,district,received\n{a},6401,ya\n{b},6401,tidak\n,{word},2\n"


@pytest.mark.parametrize("word", ["TOTAL", "Jumlah", "jumlah :", "Grand Total"])
def test_a_total_at_the_end_is_nobody(word, write):
    file = write(TOTAL.format(a=MAN, b=WOMAN, word=word))
    with pytest.raises(
        InputError, match=r"own.csv, line 4, column district: .* is the sum of the rows above"
    ):
        monitor(file, received="received")


def test_headings_below_titles_are_pointed_at(write):
    """Merged cells above the headings."""
    file = write("Daftar penerima,,\nIdentitas,,Bantuan\nNIK,Kab/Kota,Diterima\n1,6401,ya\n")
    with pytest.raises(InputError, match=r"no column 'Diterima' .*stand in line 3"):
        monitor(file, received="Diterima")


def test_a_workbook_keeps_15_digits(tmp_path):
    """A NIK that was typed as a number is not taken for one, however it ends."""
    xlsxwriter = pytest.importorskip("xlsxwriter")
    pytest.importorskip("python_calamine")
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["NIK", "nilai"])
        for row in range(1, 7):
            sheet.write(row, 0, int(MAN) if row == 3 else f"997201170385{row:04}")
            sheet.write(row, 1, 4_500_000 if row == 2 else 5_000_000)
    found = checks(str(path), id="nik", value="nilai", amount="5jt")
    assert counted(found, "id_malformed") == (1, 6, 0)
    assert counted(found, "short_value") == (1, 6, 0)
    with pytest.raises(InputError, match="rounded"):
        assign(list_with_rounded(tmp_path), id="nik", arm="a=1", seed=1)


def list_with_rounded(folder):
    path = folder / "rounded.csv"
    path.write_text(f"nik\n{MAN}\n6.472E+15\n")
    return str(path)


TEXT = "d;v\n6401;4.999.999,5\n6401;5000000\n6472;5.000.000\n6472;7500000\n6472;5000000\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_semicolons_mean_decimal_commas(encoding, tmp_path):
    (tmp_path / "l.csv").write_bytes(TEXT.encode(encoding))
    assert counted(checks(str(tmp_path / "l.csv"), value="v", amount=5_000_000), "short_value") == (1, 5, 0)


@pytest.mark.parametrize(
    ("cell", "said"), [("1.500", "ambiguous"), ("4.5", "more than one way"), ("12a", "not a number")]
)
def test_a_number_that_may_be_two_is_refused(cell, said, write):
    with pytest.raises(InputError, match=said):
        monitor(write(f"d;v\n6401;{cell}\n"), value="v", amount=5)


@pytest.mark.parametrize("cell", ["5,000", '"5,000,000"', '"0,5"', "1e999", "inf", "5 jt", "٥"])
def test_numbers_are_read_strictly(cell, write):
    with pytest.raises(InputError):
        monitor(write(f"v,w\n{cell},1\n"), value="v", amount=5)


def test_stdin_is_read_once_and_copied_nowhere(kpov, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    done = kpov("programme", "monitor", "-", "--received", "r", "-q", stdin="r\nya\nya\ntidak\nya\nya\n")
    assert done.rows[0][:5] == ["received", "", "80.0", "percent", "4"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", ["parquet", "dta"])
def test_files_with_types(ending, tmp_path):
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"nik": [MAN, WOMAN, MAN], "v": [5e6, float("nan"), 4.5e6]})
    path = str(tmp_path / f"list.{ending}")
    if ending == "parquet":
        pytest.importorskip("pyarrow")
        frame.to_parquet(path)
    else:
        pytest.importorskip("pyreadstat")
        frame.to_stata(path, write_index=False)
    table = read_list(path)
    assert list(table.cells["nik"]) == [MAN, WOMAN, MAN]
    assert [row.of for row in monitor(path, id="nik", value="v", amount=5) if row.check == "short_value"] == [
        2
    ]


def test_a_frame_in_memory():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"arm": ["waiting", "treated"] * 6, "y": list(range(12))})
    assert evaluate(frame, design="lottery", outcome="y", arm="arm")[0].effect == pytest.approx(1.0)


@pytest.mark.parametrize(
    "content", ["", "a,b\n", "a,b\n1,2,3\n", 'a,b\n"1,2\n', "a,A\n1,2\n", "a\0b\n1\n", "a\tb\n1\n"]
)
def test_files_that_are_no_list_are_refused(content, write):
    done = call("programme", "monitor", write(content), "--received", "a")
    assert (done.out, done.code) == ("", 3)
    assert len(done.err.splitlines()) == 1
