"""Folders ``key=value`` are columns of the files below; nothing is left out or counted twice in silence."""

from __future__ import annotations

import os

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from support import call

from kaltim_poverty import survey
from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.read.readers.files import fits

MEAN = {"welfare": "y", "measure": "mean"}


def put(root, files):
    """Files by their paths below a folder: rows of y and whatever else a dictionary names."""
    for path, columns in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        frame = pd.DataFrame(columns if isinstance(columns, dict) else {"y": columns})
        if target.suffix == ".parquet":
            pq.write_table(pa.Table.from_pandas(frame), target)
        elif target.suffix == ".xlsx":
            frame.to_excel(target, index=False)
        elif target.suffix == ".dta":
            frame.to_stata(target, write_index=False)
        else:
            frame.to_csv(target, index=False)
    return str(root)


def groups(answer):
    """The estimate and the rows of each group."""
    return {tuple(row.groups.values()): (row.estimate, row.n) for row in answer if row.groups}


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx", "dta"])
def test_a_key_is_a_column_of_text(ending, tmp_path):
    """06 stays 06, and a value is what its percent signs say."""
    folder = put(
        tmp_path / "s",
        {f"prov=06/a.{ending}": [1.0, 3.0], f"prov=Aceh%20%2F%C3%A9/a.{ending}": [5.0]},
    )
    answer = survey.estimate(folder, **MEAN, by="prov")
    assert groups(answer) == {("06",): (2.0, 2), ("Aceh /é",): (5.0, 1)}
    assert answer[0].estimate == 3.0
    assert survey.estimate(folder, **MEAN, where="prov = '06'")[0].estimate == 2.0


def test_the_folders_that_spark_writes(tmp_path):
    """Its names, its marker of success, its checksums, its mark for a missing value."""
    folder = tmp_path / "s"
    put(
        folder,
        {
            "year=2023/kab=6401/part-00000-0a1b.c000.snappy.parquet": [1.0],
            "year=2023/kab=6402/part-00000-0a1b.c000.snappy.parquet": [2.0, 4.0],
            "year=2024/kab=__HIVE_DEFAULT_PARTITION__/part-00001-0a1b.c000.snappy.parquet": [8.0],
        },
    )
    (folder / "_SUCCESS").touch()
    (folder / "._SUCCESS.crc").touch()
    put(folder, {"_temporary/0/year=2023/part-0.parquet": [1000.0], ".spark-staging/a.parquet": [1000.0]})
    answer = survey.estimate(str(folder), **MEAN, by="year")
    assert groups(answer) == {("2023",): (7 / 3, 3), ("2024",): (8.0, 1)}
    assert "files_skipped" not in [note.code for note in answer.notes]
    with pytest.raises(InputError, match=r"part-00001-0a1b.* data row 1, column kab: the value is missing"):
        survey.estimate(str(folder), **MEAN, by="kab")
    answer = survey.estimate(str(folder), **MEAN, by="kab", missing="drop")
    assert groups(answer) == {("6401",): (1.0, 1), ("6402",): (3.0, 2)}
    assert survey.estimate(str(folder), **MEAN, where="year > 2023")[0].estimate == 8.0
    assert survey.estimate(str(folder), **MEAN, where="kab is null")[0].estimate == 8.0


def test_a_key_may_be_a_part_of_the_design_and_a_weight(tmp_path):
    """By hand: weights 1 and 3, (1·(1 + 3) + 3·(5 + 9)) / 8."""
    folder = put(tmp_path / "s", {"st=a/w=1/x.csv": [1, 3], "st=b/w=3/x.csv": [5, 9]})
    answer = survey.estimate(folder, **MEAN, weight="w", stratum="st")
    assert answer[0].estimate == 46 / 8
    with pytest.raises(InputError, match=r"w=x/x\.csv, data row 1, column w: 'x' is not a number"):
        survey.estimate(put(tmp_path / "t", {"w=1/x.csv": [1, 3], "w=x/x.csv": [5, 9]}), **MEAN, weight="w")


@pytest.mark.parametrize(
    ("where", "mean"),
    [
        ("prov = '06'", 1.0),
        ("prov = '6'", 4.0),
        ("prov like '0%'", 1.0),
        ("substr(prov, 1, 1) = '6'", 4.0),
        ("CAST(year AS VARCHAR) like '202_'", 2.5),
        ("year = 2024", 4.0),
        ("year > 2023", 4.0),
        ("year in ('2023')", 1.0),
        ("year = '2024'", 4.0),
        ("year + 1 = 2025", 4.0),
    ],
)
def test_a_key_in_conditions(where, mean, tmp_path):
    """A number where each value is a whole one without another spelling; else text: 06 and 6 are two."""
    folder = put(tmp_path / "s", {"prov=06/year=2023/a.csv": [1.0], "prov=6/year=2024/a.csv": [4.0]})
    assert survey.estimate(folder, **MEAN, where=where)[0].estimate == mean


def test_whole_numbers_come_in_their_order(tmp_path):
    folder = put(tmp_path / "s", {f"month={month}/a.csv": [float(month)] for month in range(1, 13)})
    assert [row.estimate for row in survey.estimate(folder, **MEAN, by="month")][1:] == list(range(1, 13))


def test_describe_lists_keys(tmp_path):
    folder = put(tmp_path / "s", {"prov=06/x.csv": [1.0], "prov=11/x.csv": [2.0, 2.0]})
    rows = {row.column: row for row in survey.describe(folder, welfare="y") if row.column}
    assert list(rows) == ["y", "prov"]
    assert (rows["prov"].distinct, rows["prov"].missing) == (2, 0)


def test_rows_are_in_the_order_of_paths(tmp_path):
    """So is the first fault that is told."""
    folder = put(
        tmp_path / "s", {"k=b/1.csv": ["x"], "k=a/2.csv": ["y"], "k=a/1.csv": ["1"], "k=a/10.csv": ["z"]}
    )
    with pytest.raises(InputError, match=r"k=a/10\.csv, data row 1, column y: 'z'"):
        survey.estimate(folder, **MEAN)


FAULTS = {
    "a file has it": ({"k=1/a.csv": {"y": [1], "K": [2]}}, r"k=1/a\.csv has a column 'k'.* k=\.\.\. too"),
    "a path lacks it": ({"k=1/a.csv": [1], "b.csv": [2]}, r"s/b\.csv is in no folder 'k=\.\.\.'"),
    "a deep path lacks it": ({"k=1/j=2/a.csv": [1], "k=2/a.csv": [1]}, r"k=2/a\.csv .* 'j=\.\.\.'"),
    "another case": ({"k=1/a.csv": [1], "K=2/a.csv": [2]}, r"is in no folder"),
    "twice in a path": ({"k=1/k=2/a.csv": [1]}, r"k=1/k=2/a\.csv: the folders say k=\.\.\. twice"),
    "bytes": ({"k=%FF/a.csv": [1]}, r"k=%FF/a\.csv: .* not text in UTF-8"),
    "a NUL": ({"k=%00/a.csv": [1]}, r"not text in UTF-8"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_no_one_table_is_refused(fault, tmp_path):
    files, sentence = FAULTS[fault]
    folder = put(tmp_path / "s", files)
    for given in (folder, f"{folder}/**/*.csv"):
        with pytest.raises(InputError, match=sentence):
            survey.estimate(given, **MEAN)
    assert call("survey", "describe", folder).code == 3
    assert call("survey", "describe", folder, "--lang", "id").code == 3


def test_what_a_shell_makes_of_a_pattern_has_the_keys_too(tmp_path):
    put(tmp_path / "s", {"k=1/a.csv": [1.0], "k=2/a.csv": [5.0]})
    files = [str(tmp_path / f"s/k={k}/a.csv") for k in (1, 2)]
    expected = {("1",): (1.0, 1), ("2",): (5.0, 1)}
    assert groups(survey.estimate(files, **MEAN, by="k")) == expected
    folders = [os.path.dirname(file) for file in files]
    assert groups(survey.estimate(folders, **MEAN, by="k")) == expected
    assert groups(survey.estimate(files[:1], **MEAN, by="k")) == {("1",): (1.0, 1)}
    put(tmp_path / "s", {"k=2/b.csv": {"y": [1.0], "k": [7]}})
    with pytest.raises(InputError, match=r"k=2/b\.csv has a column 'k'"):
        survey.estimate([files[0], str(tmp_path / "s/k=2/b.csv")], **MEAN)


@pytest.mark.parametrize("pattern", ["*/*.csv", "**/*.csv", "k=*/a.csv", "k=*", "k=?", "**/k=*/*.csv", "*"])
def test_globs(pattern, tmp_path):
    folder = put(tmp_path / "s", {"k=1/a.csv": [1.0], "k=2/a.csv": [5.0], "_old/a.csv": [99.0]})
    answer = survey.estimate(f"{folder}/{pattern}", **MEAN, by="k")
    assert groups(answer) == {("1",): (1.0, 1), ("2",): (5.0, 1)}


def test_what_begins_with_an_underscore_is_skipped_unless_it_is_named(tmp_path):
    """A table among it is named in a note; a key that begins with one is a key."""
    folder = put(tmp_path / "s", {"a.csv": [1.0], "_b.csv": [5.0]})
    answer = survey.estimate(folder, **MEAN)
    assert answer[0].n == 1
    assert "s also holds 1 entry that is not read: _b.csv." in " ".join(map(str, answer.notes))
    for given in ([f"{folder}/_b.csv"], f"{folder}/_*.csv"):
        assert survey.estimate(given, **MEAN)[0].estimate == 5.0
    folder = put(tmp_path / "t", {"_k=1/a.csv": [1.0], "_k=2/a.csv": [5.0]})
    for given in (folder, f"{folder}/**/*.csv", f"{folder}/*"):
        answer = survey.estimate(given, **MEAN, by="_k")
        assert groups(answer) == {("1",): (1.0, 1), ("2",): (5.0, 1)}


def test_what_lies_beside_partitions_is_named(tmp_path):
    folder = put(tmp_path / "s", {"k=1/a.csv": [1.0], "k=1/more/b.csv": [9.0]})
    (tmp_path / "s/k=1/notes.md").touch()
    answer = survey.estimate(folder, **MEAN)
    assert answer[0].n == 1
    assert "2 entries that are not read: k=1/more, k=1/notes.md" in " ".join(map(str, answer.notes))


def test_links_that_lead_back_end(tmp_path):
    folder = put(tmp_path / "s", {"k=1/a.csv": [1.0]})
    (tmp_path / "s/k=1/j=1").symlink_to(folder)
    assert survey.estimate(folder, **MEAN)[0].n == 1


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
def test_a_file_that_is_named_comes_before_its_folder(ending, tmp_path):
    """Somebody keeps files in a folder ``y=2024`` that have a column y."""
    path = put(tmp_path / "y=2024", {f"a.{ending}": [1.0, 5.0]}) + f"/a.{ending}"
    assert survey.estimate(path, **MEAN)[0].estimate == 3.0


LOGS = {
    "Delta Lake": "_delta_log/00000000000000000000.json",
    "Apache Hudi": ".hoodie/hoodie.properties",
    "Apache Iceberg": "metadata/00000-0.metadata.json",
}


@pytest.mark.parametrize("kind", LOGS)
@pytest.mark.parametrize("given", ["{}", "{}/k=1", "{}/*/*.parquet"])
def test_a_table_with_a_log_is_refused(kind, given, tmp_path):
    """Its files hold rows that were removed."""
    folder = put(tmp_path / "s", {"k=1/a.parquet": [1.0], "k=2/a.parquet": [2.0]})
    log = tmp_path / "s" / LOGS[kind]
    log.parent.mkdir()
    log.touch()
    with pytest.raises(InputError, match=f"s is a table of {kind}"):
        survey.estimate(given.format(folder), **MEAN)
    assert survey.estimate(f"{folder}/k=1/a.parquet", **MEAN)[0].estimate == 1.0


def test_iceberg_by_its_folder_of_files(tmp_path):
    put(tmp_path / "s", {"data/a.parquet": [1.0]})
    (tmp_path / "s/metadata").mkdir()
    (tmp_path / "s/metadata/v1.metadata.json").touch()
    with pytest.raises(InputError, match="Apache Iceberg"):
        survey.estimate(str(tmp_path / "s/data"), **MEAN)


ROWS = [("06", "a b", 1.0), ("06", "é/=%", 3.0), ("6", "A", 4.0), ("6", "__x", 9.0), ("07", "'", 2.5)]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_what_deciles_writes_is_read_again(ending, tmp_path):
    """Groups, their names and their numbers are those of the register."""
    frame = {"prov": [row[0] for row in ROWS], "kab": [row[1] for row in ROWS], "y": [row[2] for row in ROWS]}
    register = put(tmp_path / "r", {f"a.{ending}": frame}) + f"/a.{ending}"
    out = str(tmp_path / "out/")
    survey.deciles(register, f"{out}/", welfare="y", within="prov,kab", groups=2)
    before = survey.estimate(register, **MEAN, by=["prov,kab", "prov"])
    after = survey.estimate(out, welfare="score", measure="mean", by=["prov,kab", "prov"])
    assert groups(after) == groups(before)
    assert len(groups(after)) == 5 + 3
    assert [row.groups for row in after] == [row.groups for row in before]
    assert survey.estimate(out, welfare="score", measure="mean", by="group")[0].n == len(ROWS)


def test_what_deciles_writes_of_rows_without_a_part_is_read_again(tmp_path):
    register = put(tmp_path / "r", {"a.csv": {"kab": ["x", None, "x"], "y": [1.0, 2.0, 5.0]}})
    out = str(tmp_path / "out/")
    survey.deciles(register, f"{out}/", welfare="y", within="kab", groups=2, missing="drop")
    answer = survey.estimate(out, welfare="score", measure="mean", by="kab", missing="drop")
    assert (answer[0].n, groups(answer)) == (3, {("x",): (3.0, 2)})


def test_duckdb_reads_the_same(tmp_path):
    """Its own reader of such folders, with keys as text."""
    folder = put(
        tmp_path / "s", {f"a={a}/b={b}/x.parquet": [a + b * 1.5] for a in (1, 2, 10) for b in (3, 4)}
    )
    sql = (
        f"SELECT a, b, avg(y), count(*) FROM read_parquet('{folder}/**/*.parquet', hive_partitioning = true, "
    )
    peer = {
        (a, b): (y, n)
        for a, b, y, n in duckdb.sql(f"{sql} hive_types_autocast = false) GROUP BY ALL").fetchall()
    }
    assert groups(survey.estimate(folder, **MEAN, by="a,b")) == peer


@pytest.mark.parametrize(
    ("file", "pattern", "found"),
    [
        ("s/k=1/x.csv", "s/**/*.csv", True),
        ("s/x.csv", "s/**/*.csv", True),
        ("s/x.csv", "s/*/*.csv", False),
        ("s/a/b/x.csv", "s/*/*.csv", False),
        ("s/a/x.csv", "s/**", True),
        ("t/x.csv", "s/**/*.csv", False),
    ],
)
def test_what_a_glob_finds(file, pattern, found):
    assert fits(file, pattern) == found


@pytest.mark.parametrize("given", ["s", "s/**/*.csv", "s/k=*/*.csv"])
def test_an_answer_does_not_become_a_part_of_the_survey(given, tmp_path, monkeypatch):
    put(tmp_path / "s", {"k=1/a.csv": [1.0]})
    monkeypatch.chdir(tmp_path)
    asked = ("survey", "estimate", given, "--welfare", "y", "--measure", "mean")
    done = call(*asked, "-o", "s/k=1/answer.csv")
    assert (done.code, os.listdir("s/k=1")) == (2, ["a.csv"])
    assert call(*asked, "-o", "answer.csv").code == 0


@pytest.mark.parametrize("given", ["reg", "reg/", "reg/**/*.parquet", "reg/k=1", "reg/k=1/a.parquet", "link"])
@pytest.mark.parametrize("out", ["reg/", "./reg//", "link/"])
def test_a_register_is_not_put_in_the_place_of_what_it_is_made_from(given, out, tmp_path, monkeypatch):
    """Even where it may overwrite."""
    put(tmp_path / "reg", {"k=1/a.parquet": [1.0, 2.0], "k=2/a.parquet": [3.0]})
    (tmp_path / "link").symlink_to(tmp_path / "reg")
    monkeypatch.chdir(tmp_path)
    done = call("survey", "deciles", given, "--welfare", "y", "-o", out, "--overwrite")
    assert (done.code, sorted(os.listdir("reg"))) == (2, ["k=1", "k=2"])
    assert survey.estimate("reg", **MEAN)[0].estimate == 2.0


@pytest.mark.parametrize("out", ["reg/k=3/", "reg/k=1/j=1/", "reg/b.parquet", "reg/k=1/b.parquet"])
def test_a_register_does_not_become_a_part_of_what_it_is_made_from(out, tmp_path, monkeypatch):
    put(tmp_path / "reg", {"k=1/a.parquet": [1.0, 2.0], "k=2/a.parquet": [3.0]})
    monkeypatch.chdir(tmp_path)
    done = call("survey", "deciles", "reg", "--welfare", "y", "-o", out)
    assert (done.code, "would be read as a part of" in done.err) == (2, True)
    assert not os.path.exists(out)
    assert call("survey", "deciles", "reg", "--welfare", "y", "-o", "other/").code == 0


def test_a_folder_that_cannot_be_listed(tmp_path, monkeypatch):
    """Its rows would be missing in silence."""
    folder = put(tmp_path / "s", {"k=1/a.csv": [1.0], "k=2/a.csv": [1.0]})
    original = os.listdir

    def refusing(path):
        if str(path).endswith("k=2"):
            raise PermissionError(13, "Permission denied")
        return original(path)

    monkeypatch.setattr(os, "listdir", refusing)
    with pytest.raises(InputError, match=r"k=2 cannot be read"):
        survey.estimate(folder, **MEAN)
