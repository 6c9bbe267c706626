"""Options of reading that say nothing about a file: a note names each, for every format."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import xlsxwriter
from cases.files_of_packages import dbf, written

from kaltim_poverty.survey import compare, describe, estimate

OPTIONS = {"delimiter": ";", "encoding": "utf-8", "sheet": "Sheet1"}
USED = {
    ".csv": {"delimiter", "encoding"},
    ".tsv": {"delimiter", "encoding"},
    ".parquet": set(),
    ".dta": {"encoding"},
    ".sav": {"encoding"},
    ".xpt": {"encoding"},
    ".dbf": {"encoding"},
    ".xlsx": {"sheet"},
}


def survey(folder, ending):
    """A survey of two rows in a format."""
    path = folder / f"s{ending}"
    frame = pd.DataFrame({"Y": [1.0, 3.0]})
    if ending in (".csv", ".tsv"):
        path.write_text("Y;W\n1;1\n3;1\n")
    elif ending == ".parquet":
        frame.to_parquet(path)
    elif ending == ".dbf":
        dbf(path, [(b"a", b"1.00"), (b"b", b"3.00")])
    elif ending == ".xlsx":
        with xlsxwriter.Workbook(path) as book:
            book.add_worksheet().write_column(0, 0, ["Y", 1, 3])
    else:
        written(path, frame)
    return str(path)


def unused(answer):
    """The options that notes say are not used, and the file that they name."""
    said = [note.values for note in answer.notes if note.code == "read_option_unused"]  # noqa: PD011 - of a note
    return {values["option"]: values["file"] for values in said}


@pytest.mark.parametrize("ending", USED)
def test_an_option_that_cannot_apply_to_a_format_is_named(ending, tmp_path):
    file = survey(tmp_path, ending)
    for ask, options in ((estimate, {"measure": "mean"}), (describe, {})):
        answer = ask(file, welfare="Y", **OPTIONS, **options)
        assert unused(answer) == {f"--{name}": file for name in set(OPTIONS) - USED[ending]}
        assert not unused(ask(file, welfare="Y", **{name: OPTIONS[name] for name in USED[ending]}, **options))


def test_what_is_in_memory_uses_none_of_them():
    answer = estimate({"y": np.array([1.0, 3])}, welfare="y", measure="mean", **OPTIONS)
    assert unused(answer) == dict.fromkeys(["--delimiter", "--encoding", "--sheet"], "data")


def test_of_two_surveys_each_says_what_it_does_not_use(tmp_path):
    files = survey(tmp_path, ".csv"), survey(tmp_path, ".xlsx")
    answer = compare(*files, welfare="Y", measure="mean", sheet="Sheet1", delimiter=";")
    said = " ".join(map(str, answer.notes))
    assert f"--sheet is not used: it does not apply to {files[0]}" in said
    assert f"--delimiter is not used: it does not apply to {files[1]}" in said
    assert said.count("is not used") == 2
