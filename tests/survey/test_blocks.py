"""The answer does not depend on blocks, threads, the order of rows, or the form in which the data come."""

from __future__ import annotations

import csv
import os
from contextlib import closing

import numpy as np
import pytest

from kaltim_poverty.survey.compare import compare
from kaltim_poverty.survey.estimate import estimate
from kaltim_poverty.survey.example import example
from kaltim_poverty.survey.read import Engine, Roles, open_table, read
from kaltim_poverty.survey.sample import Sizes

ROLES = {"welfare": "percapita", "weight": "weight", "size": "size", "stratum": "stratum", "psu": "psu"}
NUMBERS = ("estimate", "se", "ci_low", "ci_high", "deff", "df", "n", "population")


@pytest.fixture(scope="module")
def data():
    return example(households=900, seed=3)


@pytest.fixture(scope="module")
def line(data):
    return {**data, "line": 600000.0 + 90000 * (data["urban"] == 1) + 1000 * (data["district"] % 7)}


def same(one, other, rel=1e-12):
    assert len(one) == len(other)
    for left, right in zip(one, other, strict=True):
        folded = {key.casefold(): value for key, value in right.groups.items()}  # dBase knows capitals only
        assert (left.groups, left.measure) == (folded, right.measure)
        for name in NUMBERS:
            expected = getattr(left, name)
            if expected is None:
                assert getattr(right, name) is None
            else:
                assert getattr(right, name) == pytest.approx(expected, rel=rel, abs=1e-300)


@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize("size", [64, 333])
def test_blocks(line, size, kept):
    options = {
        **ROLES,
        "line_column": "line",
        "measure": "all",
        "by": ["urban", "district,urban"],
        "floor": 1,
    }
    whole = estimate(line, **options)
    sizes = Sizes() if kept else ON_DISK
    same(whole, estimate(line, rows_of_block=size, sizes=sizes, **options), rel=1e-11)


SMALL = Sizes(
    rows_of_fetch=100,
    rows_of_partition=40,
    rows_of_domain=2,
    rows_of_one_thread=0,
    rows_of_fold=64,
    rows_of_step=7,
    psus_of_chunk=5,
)
ON_DISK = Sizes(share_in_memory=0.0)


STEPS = {
    "strata and PSUs": {},
    "PSUs alone": {"stratum": None},
    "rows alone": {"stratum": None, "psu": None},
    "strata alone": {"psu": None},
    "groups within PSUs": {"by": ["half", "urban,half"]},
    "part of the rows": {"where": "half = 1 AND size > 2"},
    "one group": {"by": None},
    "strata with one PSU": {"where": "district < 6405", "lonely_psu": "average"},
}


@pytest.mark.parametrize("shuffled", [False, True])
@pytest.mark.parametrize("options", STEPS.values(), ids=STEPS)
def test_steps_of_any_size(line, options, shuffled):
    """Sums of many small steps are those of one, whichever PSUs and rows a step holds."""
    half = np.arange(len(line["size"])) % 2
    data = {**line, "half": half}
    if shuffled:
        order = np.random.default_rng(5).permutation(len(half))
        data = {name: np.asarray(column)[order] for name, column in data.items()}
    question = {
        **ROLES,
        "line_column": "line",
        "measure": "all",
        "by": ["urban", "district,urban"],
        "floor": 1,
    }
    question.update(options)
    whole = estimate(data, **question)
    for sizes in (SMALL, SMALL._replace(share_in_memory=0.0, rows_of_block=170)):
        same(whole, estimate(data, **question, sizes=sizes), rel=1e-11)


@pytest.mark.parametrize("to", ["median", "mean"])
def test_steps_under_a_relative_line(data, to):
    question = {
        **ROLES,
        "relative_line": 0.6,
        "relative_to": to,
        "measure": "p0,p1,sen,median",
        "by": "urban",
    }
    steps = estimate(data, **question, sizes=SMALL)
    same(estimate(data, **question), steps, rel=1e-11)


def test_steps_of_a_panel(data, line):
    later = {**line, "percapita": line["percapita"] * (1.0 + 0.1 * (line["urban"] == 1))}
    question = {
        **ROLES,
        "line_column": "line",
        "measure": "all",
        "floor": 1,
        "by": "urban",
        "panel": "household",
    }
    steps = compare(line, later, **question, sizes=SMALL).rows
    for one, other in zip(compare(line, later, **question).rows, steps, strict=True):
        for name in ("before", "after", "change", "se", "df"):
            nearly = pytest.approx(getattr(one, name), rel=1e-9, abs=1e-13 * abs(one.before))
            assert getattr(other, name) == nearly  # where nobody's welfare changed both are dust


def test_whole_numbers_and_texts_find_the_same_cells(line):
    """Cells are found by a table where PSUs are numbers close to each other, else by a join."""
    question = {**ROLES, "line_column": "line", "measure": "all", "by": "urban", "floor": 1}
    plain = estimate(line, **question)
    psu = np.asarray(line["psu"])
    for other in (psu.astype(np.int64) * 10**9, np.array([f"P{each:06d}" for each in psu.tolist()])):
        same(plain, estimate({**line, "psu": other}, **question), rel=1e-11)


@pytest.mark.parametrize("to", ["median", "mean"])
def test_blocks_under_a_relative_line(data, to):
    options = {
        **ROLES,
        "relative_line": 0.6,
        "relative_to": to,
        "measure": "p0,p1,sen,sst,gini_poor",
        "by": "urban",
    }
    whole = estimate(data, **options)
    same(whole, estimate(data, rows_of_block=100, sizes=ON_DISK, **options), rel=1e-11)


def test_a_bootstrap_of_rows_that_are_not_in_memory(data):
    """Replicates in several batches, of which two at a time would ask one engine at once."""
    options = {**ROLES, "relative_line": 0.6, "measure": "p0,gini,mean", "by": "urban", "bootstrap": 20}
    whole = estimate(data, **options)
    same(whole, estimate(data, rows_of_block=100, sizes=ON_DISK, **options), rel=1e-11)


def test_every_digit_is_the_same_from_run_to_run(data):
    first, *others = (
        estimate({key: value[order] for key, value in data.items()}, line=833955, by="urban", **ROLES)
        for order in [np.arange(900), np.arange(900), np.random.default_rng(1).permutation(900)]
    )
    for other in others:
        assert first.rows == other.rows


def test_threads(data, monkeypatch):
    whole = estimate(data, line=833955, by="urban", **ROLES)
    begin = Engine.__init__

    def single(self, **bounds):
        begin(self, **bounds)
        self.run("SET threads = 1")

    monkeypatch.setattr(Engine, "__init__", single)
    assert estimate(data, line=833955, by="urban", **ROLES).rows == whole.rows


def test_a_row_may_be_split(data):
    halves = {key: np.concatenate([value, value]) for key, value in data.items()}
    halves["weight"] = halves["weight"] * np.repeat([0.25, 0.75], 900)
    options = {**ROLES, "line": 833955, "measure": "p0,p1,p2,sen,sst,gini,theil,palma,median,lorenz_40"}
    for one, other in zip(estimate(data, **options), estimate(halves, **options), strict=True):
        assert (one.estimate, one.se) == (
            pytest.approx(other.estimate, rel=1e-12),
            pytest.approx(other.se, rel=1e-10),
        )


def test_rows_of_weight_zero_count_in_the_design_only(data):
    more = {key: np.append(value, value[:1]) for key, value in data.items()}
    more["psu"][-1], more["weight"][-1] = 99999, 0.0
    (one,), (other,) = (estimate(each, measure="p0", line=833955, **ROLES) for each in (data, more))
    assert (other.estimate, other.n, other.df) == (pytest.approx(one.estimate, rel=1e-14), one.n, one.df + 1)
    assert other.se != one.se


def test_a_subpopulation_is_a_domain(data):
    rural = estimate(data, line=833955, where="urban = 2", **ROLES)
    domains = [
        row for row in estimate(data, line=833955, by="urban", **ROLES) if row.groups == {"urban": "2"}
    ]
    for one, other in zip(rural, domains, strict=True):
        assert [getattr(one, name) for name in NUMBERS] == pytest.approx(
            [getattr(other, name) for name in NUMBERS], rel=1e-13
        )


@pytest.mark.parametrize(
    "form", ["csv", "tsv", "parquet", "pandas", "polars", "arrow", "dta", "sav", "xlsx", "dbf", "two"]
)
def test_every_form_of_the_data(data, tmp_path, form):
    options = {**ROLES, "line": 833955, "by": "urban"}
    same(estimate(data, **options), estimate(given(data, tmp_path, form), **options), rel=1e-12)


def given(data, folder, form):
    import pandas as pd

    frame = pd.DataFrame({key: value for key, value in data.items() if key != "synthetic"})
    path = os.path.join(folder, f"data.{form}")
    lists = {key: value.tolist() for key, value in data.items()}
    if form == "pandas":
        return frame
    if form == "polars":
        return pytest.importorskip("polars").from_dict(lists)
    if form == "arrow":
        return pytest.importorskip("pyarrow").table(lists)
    WRITERS[form](frame, path)
    return str(folder) if form == "two" else path


def in_two(frame, path):
    for place, part in enumerate((frame[:500], frame[500:])):
        part.to_csv(f"{path}{place}.csv", index=False)


def sheet_of(frame, path):
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for line, row in enumerate([list(frame.columns), *frame.to_numpy().tolist()]):
            sheet.write_row(line, 0, row)


def dbase(frame, path):
    """A dBase III file: a header of 32 bytes, one of 32 a field, then fixed fields."""
    fields = [(name[:10].upper(), 16, 4 if name == "weight" else 0) for name in frame.columns]
    head = bytes([3, 124, 1, 1]) + len(frame).to_bytes(4, "little")
    head += (
        (32 + 32 * len(fields) + 1).to_bytes(2, "little")
        + (1 + 16 * len(fields)).to_bytes(2, "little")
        + bytes(20)
    )
    for name, width, decimals in fields:
        head += name.encode().ljust(11, b"\0") + b"N" + bytes(4) + bytes([width, decimals]) + bytes(14)
    body = b"".join(
        b" "
        + b"".join(
            f"{value:>16.{decimals}f}".encode() for value, (_, _, decimals) in zip(row, fields, strict=True)
        )
        for row in frame.to_numpy().tolist()
    )
    with open(path, "wb") as file:
        file.write(head + b"\r" + body + b"\x1a")


WRITERS = {
    "csv": lambda frame, path: frame.to_csv(path, index=False),
    "tsv": lambda frame, path: frame.to_csv(path, index=False, sep="\t"),
    "two": in_two,
    "parquet": lambda frame, path: frame.to_parquet(path),
    "dta": lambda frame, path: pytest.importorskip("pyreadstat").write_dta(frame, path),
    "sav": lambda frame, path: pytest.importorskip("pyreadstat").write_sav(frame, path),
    "xlsx": sheet_of,
    "dbf": dbase,
}


def test_columns_as_arrays(data):
    plain = estimate(data, line=833955, measure="p0", **ROLES)
    arrays = estimate(
        data["percapita"],
        weight=data["weight"] * data["size"],
        psu=data["psu"],
        stratum=data["stratum"],
        line=833955,
        measure="p0",
    )
    assert arrays[0].se == pytest.approx(plain[0].se, rel=1e-12)


def test_a_panel_of_the_same_survey_has_no_change(data):
    for row in compare(
        data, data, panel="household", line=833955, by="urban", measure="p0,gini,sen,median", **ROLES
    ):
        assert row.change == 0
        assert row.se == pytest.approx(0, abs=1e-9 * abs(row.before))


def test_a_panel_without_psus_links_the_rows(data):
    later = {**data, "percapita": data["percapita"] * 1.1}
    roles = {key: ROLES[key] for key in ("welfare", "weight", "size")}
    (row,) = compare(data, later, panel="household", measure="mean", **roles)
    assert row.change == pytest.approx(0.1 * row.before, rel=1e-12)
    assert row.df == 899


def test_labels_are_shown(tmp_path):
    pyreadstat = pytest.importorskip("pyreadstat")
    import pandas as pd

    path = str(tmp_path / "labelled.dta")
    frame = pd.DataFrame({"y": [1.0, 2.0, 3.0, 4.0], "place": [1, 2, 1, 2]})
    pyreadstat.write_dta(frame, path, variable_value_labels={"place": {1: "town", 2: "country"}})
    answer = estimate(path, welfare="y", measure="mean", by="place")
    assert [row.groups for row in answer] == [{}, {"place": "town"}, {"place": "country"}]


def test_groups_stay_as_written(tmp_path):
    path = tmp_path / "codes.csv"
    rows = [["y", "code"], *[[str(k), f"0{k % 2 + 1}"] for k in range(1, 9)]]
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    answer = estimate(str(path), welfare="y", measure="mean", by="code")
    assert [row.groups for row in answer[1:]] == [{"code": "01"}, {"code": "02"}]


def test_only_the_columns_that_are_needed_are_read(data, tmp_path, monkeypatch):
    pyreadstat = pytest.importorskip("pyreadstat")
    path = given(data, tmp_path, "dta")
    asked = []
    read = pyreadstat.read_dta
    monkeypatch.setattr(
        pyreadstat, "read_dta", lambda *args, **kw: asked.append(kw.get("usecols")) or read(*args, **kw)
    )
    estimate(path, measure="gini", by="urban", **ROLES)
    assert asked[-1] == ["psu", "stratum", "urban", "size", "weight", "percapita"]


@pytest.mark.parametrize("factor", [1e-6, 1 / 3, 1e6])
def test_the_unit_of_weights_changes_counts_alone(line, factor):
    """Values, errors, intervals and design effects of all measures; counts and their errors grow with it."""
    options = {**ROLES, "line_column": "line", "measure": "all", "by": "urban"}
    scaled = estimate({**line, "weight": line["weight"] * factor}, **options)
    for one, other in zip(estimate(line, **options), scaled, strict=True):
        own = factor if one.measure in ("poor_count", "total_shortfall") else 1.0
        assert other.estimate == pytest.approx(one.estimate * own, rel=1e-10)
        assert other.se == pytest.approx(one.se * own, rel=1e-8)
        assert other.deff == pytest.approx(one.deff, rel=1e-8)
        assert (other.df, other.n) == (one.df, one.n)


def test_rows_that_stand_in_another_order_have_the_same_numbers(line):
    """All measures and errors; equal welfare may add up in another order, seen in the last digits."""
    options = {**ROLES, "line_column": "line", "measure": "all", "by": ["urban", "district"]}
    order = np.random.default_rng(5).permutation(900)
    moved = {key: value[order] for key, value in line.items()}
    same(estimate(line, **options), estimate(moved, **options), rel=1e-11)


def test_cells_are_numbered_in_order_whatever_threads_make_of_them(tmp_path):
    """Their numbers are those of rows of a table: sums of PSUs are added in this order."""
    psu = np.random.default_rng(5).permutation(np.repeat(np.arange(50_000), 6))
    file = tmp_path / "s.csv"
    file.write_text("y,p,g\n" + "".join(f"{each % 97},{each},{each % 3}\n" for each in psu.tolist()))
    with closing(Engine()) as engine:
        found = read(engine, open_table(engine, str(file)), Roles(welfare="y", psu=("p",)), by=["g"])
        cells = found.sample.cells
        assert (np.diff(cells.psu) == 1).all()
        assert (cells.groups["g"] == cells.psu % 3).all()
        assert (cells.rows == 6).all()
        (block,) = found.sample.blocks()
        assert (block.welfare == cells.psu[block.cell] % 97).all()
