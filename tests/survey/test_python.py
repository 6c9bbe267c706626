"""``from kaltim_poverty import survey``: whatever holds columns gives the same records."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from kaltim_poverty import survey
from kaltim_poverty.errors import InputError

DATA = survey.example(households=400, seed=2)
FRAME = pd.DataFrame(DATA)
OPTIONS = {
    "welfare": "percapita",
    "weight": "weight",
    "size": "size",
    "stratum": "stratum",
    "psu": "psu",
    "line": 833955,
    "by": "urban",
}
FORMS = {
    "pandas": FRAME,
    "pandas, nullable": FRAME.convert_dtypes(),
    "pandas, arrow": FRAME.convert_dtypes(dtype_backend="pyarrow"),
    "pandas, categories": FRAME.astype({"urban": "category", "district": "category"}),
    "pandas, codes as text": FRAME.astype({"urban": str, "psu": str}),
    "pandas, codes as floats": FRAME.astype({"urban": float, "psu": float}),
    "pandas, objects": FRAME.astype({"urban": object, "weight": object}),
    "pandas, another index": FRAME.set_index("household"),
    "polars": pl.DataFrame(DATA),
    "polars, lazy": pl.DataFrame(DATA).lazy(),
    "arrow": pa.Table.from_pandas(FRAME),
    "arrow, a batch": pa.RecordBatch.from_pandas(FRAME),
    "lists": {key: value.tolist() for key, value in DATA.items()},
    "series": {key: pd.Series(value) for key, value in DATA.items()},
    "arrays of arrow": {key: pa.array(value) for key, value in DATA.items()},
    "strided": {key: np.repeat(value, 2)[::2] for key, value in DATA.items()},
}
REFERENCE = survey.estimate(DATA, **OPTIONS)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_records(form):
    found = survey.estimate(FORMS[form], **OPTIONS)
    for one, other in zip(REFERENCE, found, strict=True):
        assert (other.groups, other.measure, other.n, other.df) == (one.groups, one.measure, one.n, one.df)
        assert (other.estimate, other.se) == pytest.approx((one.estimate, one.se), rel=1e-12)


def test_what_was_given_is_not_changed():
    """Not the order of rows, not a value, not a type."""
    before = {key: value.copy() for key, value in DATA.items()}
    survey.estimate(DATA, **OPTIONS)
    survey.describe(DATA, welfare="percapita")
    assert list(DATA) == list(before)
    assert all((DATA[key] == before[key]).all() and DATA[key].dtype == before[key].dtype for key in before)


@pytest.mark.parametrize(
    "welfare",
    [[1.0, 2, 3, 4], np.array([1.0, 2, 3, 4]), pd.Series([1.0, 2, 3, 4]), pl.Series([1.0, 2, 3, 4])],
    ids=["list", "array", "pandas", "polars"],
)
def test_welfare_alone(welfare):
    """Two of four are below 2.5."""
    assert survey.estimate(welfare, line=2.5, measure="p0")[0].estimate == 50.0


FAULTS = {
    "missing": (
        FRAME.assign(percapita=FRAME["percapita"].mask(FRAME.index == 3)),
        "data row 4, column percapita: the value is missing",
    ),
    "a missing group": (
        FRAME.assign(urban=FRAME["urban"].astype(object).mask(FRAME.index == 9)),
        "data row 10, column urban",
    ),
    "text": (
        FRAME.assign(percapita=FRAME["percapita"].astype(object).where(FRAME.index != 3, "abc")),
        "data row 4, column percapita: 'abc'",
    ),
    "infinite": (
        FRAME.assign(weight=FRAME["weight"].where(FRAME.index != 3, np.inf)),
        "data row 4, column weight: 'inf' is not finite",
    ),
    "negative": (FRAME.assign(weight=-FRAME["weight"]), "data row 1, column weight: the weight"),
    "nobody at home": (FRAME.assign(size=0), "data row 1, column size: a household cannot have 0 members"),
    "no rows": (FRAME.head(0), "has no rows"),
    "no column": (FRAME.drop(columns="psu"), "no column 'psu'"),
    "different lengths": ({**DATA, "psu": DATA["psu"][:5]}, "different lengths"),
    "two dimensions": (FRAME.to_numpy(), "shape"),
    "a number": (5, "int is not a survey"),
    "nothing": (None, "NoneType is not a survey"),
    "an empty mapping": ({}, "dict is not a table"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_a_sentence(fault):
    given, said = FAULTS[fault]
    with pytest.raises(InputError, match=said):
        survey.estimate(given, **OPTIONS)


def test_an_option_that_does_not_exist():
    with pytest.raises(TypeError, match="wieght"):
        survey.estimate(DATA, welfare="percapita", wieght="weight")


def test_codes_that_are_numbers_and_text_far_down():
    """A column of objects is looked at whole, however long it is."""
    urban = np.array([1] * 5_000, dtype=object)
    urban[4_321] = "A"
    answer = survey.estimate({"welfare": np.arange(5_000.0), "urban": urban}, by="urban", measure="mean")
    assert [(row.groups["urban"], row.n) for row in answer[1:]] == [("1", 4_999), ("A", 1)]


def test_compare_and_describe_take_frames_as_well():
    richer = FRAME.assign(percapita=FRAME["percapita"] * 2)
    (row,) = survey.compare(FRAME, pl.from_pandas(richer), **{**OPTIONS, "by": None, "measure": "mean"})
    assert row.change == pytest.approx(row.before, rel=1e-12)
    rows = {
        row.column: row for row in survey.describe(FRAME, welfare="percapita", weight="weight") if row.column
    }
    assert (rows["percapita"].role, rows["weight"].role) == ("welfare", "weight")


def test_files_beside_the_survey_are_paths_too(tmp_path):
    (tmp_path / "design.toml").write_text('welfare = "y"\n')
    (tmp_path / "lines.csv").write_text("area,line\n64,4\n65,2\n")
    data = {"y": np.arange(8.0), "area": np.repeat(["64", "65"], 4)}
    asked = {"measure": "p0"}
    files = {"design": tmp_path / "design.toml", "line_table": tmp_path / "lines.csv"}
    names = {name: str(file) for name, file in files.items()}
    assert list(survey.estimate(data, **asked, **files)) == list(survey.estimate(data, **asked, **names))
    for both in (files, {name: (file, str(file)) for name, file in files.items()}):
        found, wanted = (survey.compare(data, data, **asked, **each) for each in (both, names))
        assert list(found) == list(wanted)
