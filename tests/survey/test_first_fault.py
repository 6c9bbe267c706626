"""Of several faults the first row is named, in the order of the files and then of the rows."""

from __future__ import annotations

import pytest

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.estimate import estimate

HEADER = ["psu", "stratum", "y", "w", "size"]
ROLES = {"psu": "psu", "stratum": "stratum", "welfare": "y", "weight": "w", "size": "size"}


def written(path, missing):
    """Six rows, of which some cells are empty: column by row."""
    rows = [[str(row), str(1 + row // 4), str(100 + row), "1", "2"] for row in range(1, 7)]
    for column, row in missing.items():
        rows[row - 1][HEADER.index(column)] = ""
    path.write_text("\n".join(map(",".join, [HEADER, *rows])) + "\n", encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    "missing",
    [
        {"y": 5, "w": 3, "size": 4},
        {"y": 2, "w": 6, "psu": 4},
        {"w": 6, "size": 2, "stratum": 5},
        {"y": 6, "psu": 3, "stratum": 4},
        {"size": 5, "stratum": 2, "psu": 6},
    ],
)
def test_the_earliest_of_several_missing_cells_is_named(tmp_path, missing):
    column, row = min(missing.items(), key=lambda each: each[1])
    with pytest.raises(InputError, match=f"data row {row}, column {column}:") as raised:
        estimate(written(tmp_path / "a.csv", missing), measure="mean", **ROLES)
    assert raised.value.exit_code == 3


def test_a_later_row_of_the_first_file_comes_before_any_of_the_second(tmp_path):
    files = [written(tmp_path / "z.csv", {"psu": 6}), written(tmp_path / "a.csv", {"y": 1, "w": 2})]
    with pytest.raises(InputError, match=r"z\.csv, data row 6, column psu:"):
        estimate(files, measure="mean", **ROLES)
