"""Spark in this machine's own Java, `local[2]`: files of every form, as its readers deliver them."""

from __future__ import annotations

import gzip
import re
import shutil
from importlib.util import find_spec

import pytest
from survey_rows import DESIGN, check_same, survey

from kaltim_poverty.errors import InputError
from kaltim_poverty.inputs import addresses
from kaltim_poverty.survey import estimate

pytestmark = [
    pytest.mark.skipif(not find_spec("py4j"), reason="pyspark is not installed"),
    pytest.mark.skipif(not shutil.which("java"), reason="there is no Java"),
    pytest.mark.xdist_group("local"),
]
ROWS = survey(600)
QUESTION = {"line": 400, "by": ["g"], "measure": ["p0", "gini"], **DESIGN}


@pytest.fixture(scope="module", autouse=True)
def session():
    """It ends with the last of these tests."""
    yield
    if find_spec("py4j"):
        from kaltim_poverty.survey.spark.session import SESSIONS

        SESSIONS.end()


def in_other_order(text):
    """The same rows, their columns from the last to the first, in capitals."""
    header, *lines = [",".join(line.split(",")[::-1]) for line in text.splitlines()]
    return "\n".join([header.upper(), *lines]) + "\n"


MANY = {
    "1.csv.gz": gzip.compress(ROWS.encode()),
    "2.csv": "\ufeff" + in_other_order(ROWS).replace("\n", "\r\n"),
    "3.tsv": ROWS.replace(",", "\t"),
    "a b%20#*[1]{2}.csv": ROWS,
    "mac.csv": ROWS.replace("\n", "\r"),
    "_old.csv": "x\n",
}
HIVE = {"k=06/a.csv": ROWS, "k=07/a.csv": ROWS, "_old/b.csv": "x\n"}
WRONG = {
    "another encoding": {"s.csv": ROWS.replace("north", "n\u00f6rth").encode("latin-1")},
    "no gzip": {"s.csv.gz": ROWS},
    "no Parquet": {"s.parquet": ROWS},
    "a head alone": {"s.csv": ROWS.partition("\n")[0] + "\n"},
}


def written(folder, files):
    """The folder, with these files in it."""
    folder.mkdir()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(folder)


def test_files_of_every_form_are_read_as_one_machine_reads_them(tmp_path):
    files = written(tmp_path / "in", MANY)
    check_same(estimate(files, **QUESTION), estimate(files, engine="spark", **QUESTION))


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_as_on_one_machine(name, tmp_path):
    files = written(tmp_path / "in", WRONG[name])
    with pytest.raises(InputError) as one:
        estimate(files, **QUESTION)
    with pytest.raises(InputError) as other:
        estimate(files, engine="spark", **QUESTION)
    assert str(other.value) == str(one.value)


def test_keys_of_folders_at_an_address_are_columns(tmp_path, monkeypatch):
    files = written(tmp_path / "in", HIVE)
    question = {**QUESTION, "by": ["k"]}
    usual = estimate(files, **question)
    monkeypatch.setattr(addresses, "ADDRESS", re.compile("file:.*"))
    for address in (f"file://{files}/", f"file://{files}/k=*/*.csv"):
        found = estimate(address, engine="spark", **question)
        assert [(row.groups, row.n) for row in found] == [(row.groups, row.n) for row in usual]
    with pytest.raises(InputError, match="nothing is at"):
        estimate(f"file://{files}/k=08/", engine="spark", **question)
    (tmp_path / "in" / "b.csv").write_text(ROWS)
    with pytest.raises(InputError, match="is in no folder 'k="):
        estimate(f"file://{files}/", engine="spark", **question)
