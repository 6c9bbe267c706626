"""Names that only Spark opens, and those that are files after all."""

from __future__ import annotations

import pytest
from support import call

from kaltim_poverty.inputs.addresses import is_for_spark
from kaltim_poverty.survey.read.readers.formats import ENDINGS

ADDRESSES = [
    "s3://bucket/susenas/2024.parquet",
    "S3://bucket/x",
    "s3a://bucket/x/",
    "abfss://files@account.dfs.core.windows.net/susenas",
    "gs://bucket/year=2024/*.parquet",
    "hdfs://namenode:8020/user/x",
    "hdfs:///user/x",
    "dbfs:/FileStore/x.csv",
    "main.default.susenas",
    "`my-catalog`.default.`susenas 2024`",
    "katalog.skema.tabel_é",
]
NAMES = [
    "susenas.csv",
    "susenas.2024.csv",
    "susenas.maret.csv",
    "a.b",
    "a.b.c.d",
    "./main.default.susenas/x",
    "main/default.x.y",
    "http://example.org/x.csv",
    "c:/x.csv",
    "s3/x.csv",
    "-",
    "",
]


@pytest.mark.parametrize("given", ADDRESSES)
def test_an_address_is_for_spark(given, tmp_path, monkeypatch):
    """Exit code 2, with what to do, in both languages; before anything is looked for."""
    monkeypatch.chdir(tmp_path)
    assert is_for_spark(given)
    done = call("survey", "estimate", given, "--welfare", "y")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"kpov: {given} is not a file here;")
    assert "--engine spark" in done.err
    assert "tambahkan --engine spark" in call("survey", "describe", given, "--lang", "id").err


def test_no_ending_of_a_survey_is_a_table_of_a_catalog():
    assert not any(is_for_spark(f"susenas.maret{ending}") for ending in ENDINGS)


@pytest.mark.parametrize("given", NAMES)
def test_other_names_are_not(given, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert not is_for_spark(given)


@pytest.mark.parametrize(("given", "path"), [("s3://b/x", "s3:/b/x.csv"), ("a.b.c", "a.b.c/x.csv")])
def test_what_exists_here_comes_first(given, path, tmp_path, monkeypatch):
    """A folder of that name, and what a glob finds."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text("y\n1\n3\n")
    folder = given.removesuffix("/x")
    assert not is_for_spark(folder)
    asked = ("--welfare", "y", "--measure", "mean", "-f", "csv")
    assert call("survey", "estimate", folder, *asked).code == 0
    assert call("survey", "estimate", f"{folder}/*.csv", *asked).code == 0


def test_a_link_that_leads_nowhere_is_a_name_here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.b.c").symlink_to(tmp_path / "gone")
    assert not is_for_spark("a.b.c")
    done = call("survey", "describe", "a.b.c")
    assert (done.code, done.err) == (3, "kpov: a.b.c does not exist\n")
