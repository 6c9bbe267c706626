"""One list of marks for missing values, and one's own codes, in every format."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from cases.files_of_packages import dbf, written

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey import estimate

FORMATS = ("csv", "tsv", "parquet", "xlsx", "dta", "sav", "xpt", "dbf", "frame")


def survey(tmp_path, kind, numbers, texts):
    """Some numbers and texts in a format; the path, or the frame itself."""
    frame = pd.DataFrame({"y": numbers, "g": texts})
    path = tmp_path / f"a.{kind}"
    if kind == "frame":
        return frame
    if kind in ("csv", "tsv"):
        frame.to_csv(path, index=False, sep="," if kind == "csv" else "\t", na_rep="")
    elif kind == "parquet":
        frame.to_parquet(path, index=False)
    elif kind == "xlsx":
        frame.to_excel(path, index=False)
    elif kind == "dbf":
        cells = ["" if isinstance(value, float) and math.isnan(value) else str(value) for value in numbers]
        rows = zip((text.encode() for text in texts), (cell.encode() for cell in cells), strict=True)
        dbf(path, list(rows), (("G", "C", 8, 0), ("Y", "N", 12, 2)))
    else:
        written(path, frame)
    return str(path)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_missing_number(tmp_path, kind):
    data = survey(tmp_path, kind, [1.0, math.nan, 4.0], ["a", "b", "c"])
    with pytest.raises(InputError, match=r"data row 2, column [yY]: the value is missing"):
        estimate(data, welfare="y", measure="mean")
    assert estimate(data, welfare="y", measure="mean", missing="drop").rows[0].estimate == 2.5


@pytest.mark.parametrize("kind", FORMATS)
def test_codes_of_ones_own(tmp_path, kind):
    data = survey(tmp_path, kind, [1.0, 99.0, 4.0], ["a", "b", "zz"])
    options = {"welfare": "y", "measure": "mean", "by": "g"}
    with pytest.raises(InputError, match=r"data row 2, column [yY]: '99.*' means that the value is missing"):
        estimate(data, **options, missing_values="99,zz")
    answer = estimate(data, **options, missing="drop", missing_values="99,zz")
    assert [(*row.groups.values(), row.estimate) for row in answer] == [(2.5,), ("a", 1)]


@pytest.mark.parametrize("kind", FORMATS)
def test_marks_among_texts(tmp_path, kind):
    data = survey(tmp_path, kind, [1.0, 2.0, 4.0, 5.0, 6.0], ["a", "NA", ".b", "#NULL!", "nan"])
    options = {"welfare": "y", "measure": "mean", "by": "g"}
    with pytest.raises(InputError, match=r"data row 2, column [gG]: 'NA' means that the value is missing"):
        estimate(data, **options)
    answer = estimate(data, **options, missing="drop")
    assert [(*row.groups.values(), row.n) for row in answer] == [(5,), ("a", 1), ("nan", 1)]
    kept = estimate(data, **options, missing_values="g=")
    assert sorted(row.n for row in kept) == [1, 1, 1, 1, 1, 5]
