"""Files and tables in which numbers could go wrong without a word: refused, or read rightly, or noted."""

from __future__ import annotations

import bz2
import datetime as dt
import gzip
import io
import lzma
import zipfile

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from support import call

from kaltim_poverty import survey
from kaltim_poverty.errors import InputError

MEAN = {"welfare": "y", "measure": "mean"}


def folder_of(tmp_path, *contents, ending="csv"):
    """A folder with a file of each content: text, bytes, or columns of Parquet."""
    for place, content in enumerate(contents):
        path = tmp_path / f"{'abc'[place]}.{ending}"
        if isinstance(content, dict):
            pq.write_table(pa.table(content), path)
        else:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(tmp_path)


def groups(answer):
    return {tuple(row.groups.values()): row.estimate for row in answer if row.groups}


def codes(answer):
    return [note.code for note in answer.notes]


def words(answer):
    return " ".join(map(str, answer.notes))


class TestThousands:
    """1.500 is one and a half, and never in silence where it may be fifteen hundred."""

    @pytest.mark.parametrize(
        "cells",
        [
            (["1.500", "2.250"], ["2500"]),
            (["1.500"], ["2.5", "3.25"]),
            (["850", "1.500", "2.250"],),
            (["2500", "1.500"],),
            (["1.500", "NA", "-850"],),
        ],
    )
    def test_a_file_that_mixes_them_is_named(self, cells, tmp_path):
        contents = ["y\n" + "".join(f"{cell}\n" for cell in file) for file in cells]
        folder = folder_of(tmp_path, *contents)
        answer = survey.estimate(folder, **MEAN, missing="drop")
        assert "a.csv: numbers in y have three decimals, such as 1.500, or none." in words(answer)
        assert "survey_thousands" not in codes(answer)
        for decimal in (".", ","):
            try:
                sure = survey.estimate(folder, **MEAN, missing="drop", decimal=decimal)
            except InputError:  # 2.5 beside a decimal comma
                continue
            assert "survey_thousands_mixed" not in codes(sure)

    @pytest.mark.parametrize(
        "cells", [["1.125", "2", "3.375"], ["1.500", "2.5"], ["1.50", "2.25"], ["0.500", "1"], ["1500", "2"]]
    )
    def test_decimals_are_not_suspected(self, cells, tmp_path):
        folder = folder_of(tmp_path, "y\n" + "".join(f"{cell}\n" for cell in cells))
        assert not {"survey_thousands", "survey_thousands_mixed"} & set(
            codes(survey.estimate(folder, **MEAN))
        )

    def test_a_decimal_that_nobody_looked_at_settles_it(self, tmp_path):
        """Of a compressed file the beginning alone is looked at."""
        path = tmp_path / "a.csv.gz"
        path.write_bytes(gzip.compress(("y\n1.500\n" + "2500\n" * 9_000 + "2.5\n").encode()))
        assert "survey_thousands_mixed" not in codes(survey.estimate(path, **MEAN))

    def test_all_of_all_files(self, tmp_path):
        answer = survey.estimate(folder_of(tmp_path, "y\n1.250\n", "y\n2.125\n"), **MEAN)
        assert "Every number in y has three decimals." in words(answer)
        assert "survey_thousands_mixed" not in codes(answer)

    def test_text_beside_numbers_of_a_workbook(self, tmp_path):
        path = str(tmp_path / "a.xlsx")
        with xlsxwriter.Workbook(path) as book:
            book.add_worksheet().write_column(0, 0, ["y", "1.500", 2500])
        assert "such as 1.500" in words(survey.estimate(path, **MEAN))
        assert survey.estimate(path, **MEAN, decimal=",")[0].estimate == 2000


class TestEncodings:
    """Each file of a table may be written in its own."""

    def test_a_mark_comes_before_the_option(self, tmp_path):
        folder = folder_of(
            tmp_path,
            b"\xef\xbb\xbf" + "y,k\n1,é\n".encode(),
            "y,k\n3,é\n".encode("cp1252"),
            "y,k\n5,é\n".encode("utf-16"),
        )
        answer = survey.estimate(folder, **MEAN, by="k", encoding="cp1252")
        assert groups(answer) == {("é",): 3.0}
        assert "text_looks_utf8" not in codes(answer)

    def test_utf8_that_is_said_to_be_something_else_is_noted(self, tmp_path):
        folder = folder_of(tmp_path, "y,k\n1,é\n", "y,k\n3,é\n".encode("cp1252"), "y,k\n5,e\n")
        answer = survey.estimate(folder, **MEAN, by="k", encoding="cp1252")
        assert codes(answer).count("text_looks_utf8") == 1
        assert "a.csv is read as cp1252, as --encoding says, but looks like UTF-8." in words(answer)

    def test_a_file_without_the_right_bytes_is_named(self, tmp_path):
        folder = folder_of(tmp_path, "y,k\n1,é\n", "y,k\n3,é\n".encode("cp1252"))
        with pytest.raises(InputError, match=r"b\.csv, line 2: byte 0xe9 is not UTF-8"):
            survey.estimate(folder, **MEAN)


DAY, MIDNIGHT = dt.date(2024, 3, 1), dt.datetime(2024, 3, 1)  # noqa: DTZ001 - a time without a zone is tried


class TestSpellings:
    """What looks the same and is not."""

    def test_an_accent_in_one_piece_or_two(self, tmp_path):
        """Two groups, with a note that shows them apart."""
        answer = survey.estimate(folder_of(tmp_path, "y,k\n1,é\n3,e\u0301\n5,e\u200b\n7,e\n"), **MEAN, by="k")
        assert len(groups(answer)) == 4
        assert r"'e\u0301' / 'é'" in words(answer)
        assert r"'e' / 'e\u200b'" in words(answer)

    @pytest.mark.parametrize("name", ["e\u0301", "é", "\u200bé", "\ufeffe\u0301 ", "É"])
    def test_the_name_of_a_column(self, name, tmp_path):
        """Files may write it differently too."""
        folder = folder_of(tmp_path, f"{name},w\n1,1\n", "w,é\n1,3\n")
        for given in ("é", "e\u0301"):
            assert survey.estimate(folder, welfare=given, measure="mean")[0].estimate == 2.0

    @pytest.mark.parametrize("code", ["6.40101E+12", "6,4E+09", "1e+19"])
    def test_codes_that_a_spreadsheet_shortened(self, code, tmp_path):
        folder = folder_of(tmp_path, f"y;k\n1;{code}\n3;{code}\n5;b\n")
        for role in ("by", "psu", "stratum"):
            answer = survey.estimate(folder, **MEAN, **{role: "k"})
            assert f"Codes such as '{code}' seem to be shortened by a spreadsheet" in words(answer)
            assert "codes_alike" not in codes(answer)
        assert "codes_shortened" not in codes(survey.estimate(folder, **MEAN))

    def test_other_codes_are_not(self, tmp_path):
        folder = folder_of(tmp_path, "y,k\n1,6E1\n3,64E+09\n5,E+09\n7,1e3\n")
        assert "codes_shortened" not in codes(survey.estimate(folder, **MEAN, by="k"))


class TestTypesThatDifferByFile:
    """A schema that changes from one file to the next."""

    @pytest.mark.parametrize(
        ("where", "mean"),
        [
            ("d <= '2024-03-01'", 2.0),
            ("d < '2024-03-01'", None),
            ("year(d) = 2024", 2.0),
            ("d >= DATE '2024-03-01'", 2.0),
        ],
    )
    def test_a_day_here_is_its_midnight_there(self, where, mean, tmp_path):
        """As text the day would come before its midnight."""
        folder = folder_of(
            tmp_path, {"y": [1.0], "d": [DAY]}, {"y": [3.0], "d": [MIDNIGHT]}, ending="parquet"
        )
        assert survey.estimate(folder, **MEAN, where=where)[0].estimate == mean

    def test_times_with_a_zone_and_without_are_compared_in_utc(self, tmp_path):
        zone = pa.array([MIDNIGHT], pa.timestamp("us", tz="Asia/Makassar"))  # 08:00 there
        folder = folder_of(tmp_path, {"y": [1.0], "d": zone}, {"y": [3.0], "d": [MIDNIGHT]}, ending="parquet")
        assert survey.estimate(folder, **MEAN, where="d <= '2024-03-01 00:00:00'")[0].n == 2
        assert survey.estimate(folder, **MEAN, where="d < '2024-03-01 00:00:00'")[0].n == 0

    def test_codes_that_types_tell_apart_look_alike(self, tmp_path):
        folder = folder_of(
            tmp_path,
            {"y": [1.0, 2.0], "d": [DAY] * 2, "b": [True, False]},
            {"y": [3.0, 4.0], "d": [MIDNIGHT] * 2, "b": [1, 0]},
            ending="parquet",
        )
        answer = survey.estimate(folder, **MEAN, by=["d", "b"])
        assert "'2024-03-01' / '2024-03-01 00:00:00'" in words(answer)
        assert "'0' / 'false', '1' / 'true'" in words(answer)

    def test_whole_numbers_beside_floats_stay_exact(self, tmp_path):
        folder = folder_of(
            tmp_path, {"y": [1.0, 2.0], "k": [2**53 + 1, 7]}, {"y": [3.0], "k": [7.0]}, ending="parquet"
        )
        assert groups(survey.estimate(folder, **MEAN, by="k")) == {("7",): 2.5, (str(2**53 + 1),): 1.0}

    def test_weights_beyond_numbers_are_refused(self, tmp_path):
        """Their sum would be infinite, and so would the number of people."""
        folder = folder_of(tmp_path, "y,w\n1,1e308\n3,1e308\n")
        with pytest.raises(InputError, match="the sum of the weights is larger than numbers can be"):
            survey.estimate(folder, **MEAN, weight="w")

    def test_files_without_rows_change_no_type(self, tmp_path):
        folder = folder_of(
            tmp_path,
            {"y": pa.array([], pa.null()), "k": pa.array([], pa.string())},
            {"y": [3.0], "k": pa.array(["06"]).dictionary_encode()},
            {"k": pa.array([6.0]), "y": pa.array([5], pa.uint8())},
            ending="parquet",
        )
        answer = survey.estimate(folder, **MEAN, by="k")
        assert groups(answer) == {("06",): 3.0, ("6",): 5.0}
        assert "'06' / '6'" in words(answer)


class TestSinglePrecision:
    """0.1 of Stata's float, or of Parquet's, is 0.1, though not that of a double."""

    @pytest.fixture(params=["dta", "parquet"])
    def path(self, request, tmp_path):
        frame = pd.DataFrame({"y": [1.0, 3.0, 8.0], "k": np.array([0.1, 0.7, 2], np.float32)})
        path = str(tmp_path / f"a.{request.param}")
        if request.param == "dta":
            frame.to_stata(path, write_index=False)
        else:
            frame.to_parquet(path)
        return path

    def test_in_codes_and_conditions(self, path):
        assert groups(survey.estimate(path, **MEAN, by="k")) == {("0.1",): 1.0, ("0.7",): 3.0, ("2",): 8.0}
        assert survey.estimate(path, **MEAN, where="k = 0.1")[0].estimate == 1.0
        assert survey.estimate(path, **MEAN, where="k > 0.1")[0].n == 2
        assert survey.estimate(path, **MEAN, where="k in (0.1, 0.7)")[0].n == 2

    def test_in_numbers(self, path):
        """The value is that of the file: nothing is added to it or rounded off."""
        sum_of_weights = float(np.float32(0.1)) + float(np.float32(0.7)) + 2
        assert survey.estimate(path, **MEAN, weight="k")[0].population == sum_of_weights


PACKED = {
    ".parquet": lambda path: pq.write_table(pa.table({"y": [1.0]}), path),
    ".xlsx/.zip": lambda path: zipfile.ZipFile(path, "w").close(),
    ".csv.gz": lambda path: path.write_bytes(gzip.compress(b"y\n1\n", mtime=0)),
    ".dta": lambda path: path.write_bytes(b"<stata_dta><header>"),
}


class TestOtherFormats:
    """Files that are not what their names say."""

    @pytest.mark.parametrize("ending", [ending for ending in PACKED if ending != ".xlsx/.zip"])
    def test_a_csv_that_is_none_is_named(self, ending, tmp_path):
        PACKED[ending](tmp_path / "a.csv")
        done = call("survey", "describe", str(tmp_path))
        assert (done.code, f"a.csv is no text but a file of another format ({ending})" in done.err) == (
            3,
            True,
        )

    def test_a_workbook(self, tmp_path):
        """With whatever line ends its bytes seem to have."""
        for payload in (b"", b"\r", b"\r\n\n"):
            with zipfile.ZipFile(tmp_path / "a.csv", "w") as archive:
                archive.writestr("x", payload)
            done = call("survey", "describe", str(tmp_path), "--lang", "id")
            assert "bukan teks melainkan berkas format lain (.xlsx/.zip)" in done.err

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ('[{"y": 1}]', "is JSON, not a table"),
            ('{"y": 1}\n{"y": 2}\n', "is JSON, not a table"),
            ('{"status":"OK","data-availability":"available"}', "seems to be an answer of BPS's API"),
            ("<!DOCTYPE html><html>", "is a web page"),
            ("\n<table border=1><tr><td>y", "is a web page"),
        ],
    )
    def test_text_that_is_no_table(self, text, sentence, write):
        for file, stdin in ((write(text), None), ("-", text)):
            for question in ("describe", "estimate"):
                done = call("survey", question, file, "--welfare", "y", stdin=stdin)
                assert (done.code, sentence in done.err) == (3, True)

    @pytest.mark.parametrize("data", [b"y\n1\n", gzip.compress(b"y\n1\n", mtime=0) + b"more"])
    def test_what_gzip_cannot_unpack_is_said_in_both_languages(self, data, write):
        file = write(data, "a.csv.gz")
        assert "is damaged: gzip cannot decompress it" in call("survey", "describe", file).err
        done = call("survey", "describe", file, "--lang", "id")
        assert (done.code, "gzipped file" in done.err) == (3, False)

    @pytest.mark.parametrize("pack", [bz2.compress, lzma.compress])
    def test_other_compression_is_no_table(self, pack):
        done = call("survey", "describe", "-", stdin=pack(b"y\n1\n"))
        assert (done.code, "is not a table that can be read" in done.err) == (3, True)

    def test_feather(self):
        stream = io.BytesIO()
        pd.DataFrame({"y": [1.0]}).to_feather(stream)
        done = call("survey", "describe", "-", stdin=stream.getvalue())
        assert (done.code, "is not a table that can be read" in done.err) == (3, True)


TWICE = {
    "parquet": lambda path: pq.write_table(pa.Table.from_arrays([pa.array([1.0])] * 2, ["y", "y"]), path),
    "arrow": lambda _: pa.Table.from_arrays([pa.array([1.0])] * 2, ["y", "y"]),
    "pandas": lambda _: pd.concat([pd.DataFrame({"y": [1.0]})] * 2, axis=1),
    "mapping": lambda _: {1: np.array([1.0]), "1": np.array([2.0]), "y": np.array([1.0])},
}


class TestMemory:
    """What is handed over in Python."""

    @pytest.mark.parametrize("kind", TWICE)
    def test_two_columns_of_one_name_are_refused(self, kind, tmp_path):
        path = tmp_path / "a.parquet"
        given = TWICE[kind](path)
        with pytest.raises(InputError, match=r"has two columns '[y1]'; rename one"):
            survey.estimate(path if given is None else given, **MEAN)

    @pytest.mark.parametrize("of", [float, int, object, bool])
    def test_what_a_mask_hides_is_missing(self, of):
        masked = np.ma.array([1, 1, 0], mask=[False, False, True], dtype=of)
        rows = {"y": np.array([1.0, 3.0, 99.0]), "k": masked}
        assert len(groups(survey.estimate(rows, **MEAN, by="k", missing="drop"))) == 1
        if of is not bool:
            with pytest.raises(InputError, match="data row 3, column y: the value is missing"):
                survey.estimate({"y": masked}, **MEAN)
            assert survey.estimate({"y": masked}, **MEAN, missing="drop")[0].estimate == 1.0

    def test_no_mask_hides_nothing(self):
        assert survey.estimate({"y": np.ma.array([1.0, 3.0])}, **MEAN)[0].estimate == 2.0

    def test_columns_of_pandas_are_not_paired_by_place_where_rows_have_names(self):
        first, second = pd.Series([1.0, 2.0], index=[1, 0]), pd.Series(["a", "b"], index=[0, 1])
        with pytest.raises(InputError, match="the rows of the columns y and k are named differently"):
            survey.estimate({"y": first, "k": second}, **MEAN, by="k")
        same = {"y": first, "k": pd.Series(["a", "b"], index=[1, 0]), "w": np.array([1, 1])}
        assert groups(survey.estimate(same, **MEAN, by="k", weight="w")) == {("a",): 1.0, ("b",): 2.0}
        polars = {"y": pl.Series([1.0, 2.0]), "k": pl.Series(["a", "b"])}
        assert groups(survey.estimate(polars, **MEAN, by="k")) == {("a",): 1.0, ("b",): 2.0}

    @pytest.mark.parametrize("of", [">f8", ">i4", np.longdouble, np.float16, ">u2"])
    def test_types_of_other_machines(self, of):
        assert survey.estimate({"y": np.array([1, 3], dtype=of)}, **MEAN)[0].estimate == 2.0

    @pytest.mark.parametrize("unit", ["Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns"])
    def test_days_and_times_of_numpy(self, unit):
        rows = {
            "y": np.array([1.0, 3.0, 8.0]),
            "d": np.array(["1999-01-01", "2024-01-01", "NaT"], f"M8[{unit}]"),
        }
        assert survey.estimate(rows, **MEAN, where="d > '2001-01-01'")[0].estimate == 3.0
        assert len(groups(survey.estimate(rows, **MEAN, by="d", missing="drop"))) == 2
