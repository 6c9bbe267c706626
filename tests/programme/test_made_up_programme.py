"""The made-up programme: nobody in it exists, and its effect is found again."""

from __future__ import annotations

import csv
import os

import pytest
from support import call, shell

from kaltim_poverty.programme import assign, evaluate, example
from kaltim_poverty.programme.example import EFFECT, TAKE_UP
from kaltim_poverty.programme.lists.identities import is_identity

ASKED = {
    "design": "lottery",
    "outcome": "income",
    "baseline": "baseline",
    "arm": "arm",
    "stratum": "district",
    "draws": 9,
}
EXAMPLES = os.path.join(os.path.dirname(__file__), "..", "..", "examples")


def test_every_row_is_marked_and_every_number_is_of_no_province():
    files = example(seed=1)
    assert list(files) == ["recipients.csv", "plan.csv", "monitoring.csv", "survey.csv"]
    for columns in files.values():
        assert set(columns["synthetic"]) == {"yes"}
        assert len({len(column) for column in columns.values()}) == 1
    ids = files["recipients.csv"]["nik"]
    assert len(set(ids)) == len(ids) == 3000
    assert all(each.startswith("99") and is_identity(each) for each in ids)
    assert set(files["plan.csv"]["recipients"]) == {150}


def test_the_same_seed_gives_the_same_files():
    assert example(seed=2) == example(seed="2") != example(seed=3)


def test_its_draw_can_be_repeated():
    files = example(seed=4)
    drawn = assign(files["recipients.csv"], id="nik", stratum="district", arm="treated=1500", seed=4)
    assert [row.arm for row in drawn] == files["survey.csv"]["arm"]
    assert len(files["monitoring.csv"]["nik"]) == 1500


@pytest.mark.parametrize(
    "seeds", [pytest.param(range(3), id="short"), pytest.param(range(200), marks=pytest.mark.slow, id="long")]
)
def test_the_effect_that_was_put_in_is_found_again(seeds):
    """Of who drew it: 94 percent of Rp250,000. The mean of many surveys is near, and intervals hold it."""
    found = [evaluate(example(seed=seed)["survey.csv"], **ASKED)[0] for seed in seeds]
    truth = EFFECT * TAKE_UP
    mean = sum(row.effect for row in found) / len(found)
    assert mean == pytest.approx(truth, abs=4 * found[0].se / len(found) ** 0.5)
    inside = sum(row.ci_low <= truth <= row.ci_high for row in found)
    assert inside >= 0.9 * len(found) - 1


def test_the_folder(tmp_path):
    done = call("programme", "example", "-o", str(tmp_path / "a" / "b"), "--seed", "1")
    assert (done.out, done.err, done.code) == ("", "", 0)
    names = sorted(os.listdir(tmp_path / "a" / "b"))
    assert names == ["README.md", "monitoring.csv", "plan.csv", "recipients.csv", "survey.csv"]
    with open(tmp_path / "a" / "b" / "survey.csv", newline="") as file:
        assert len(list(csv.DictReader(file))) == 3000
    readme = (tmp_path / "a" / "b" / "README.md").read_text()
    assert "Rp250,000" in readme
    assert "Rp250.000" in readme


def test_the_script_from_draw_to_verdict(tmp_path):
    """`examples/draw_to_verdict.sh` on the small programme beside it."""
    done = shell(f"sh {os.path.abspath(EXAMPLES)}/draw_to_verdict.sh", cwd=tmp_path)
    assert (done.err, done.code) == ("", 0)
    smallest, drawn, places, found, needed = done.out.splitlines()
    assert smallest.startswith("smallest return that is seen: ")
    assert drawn == "drawn again: 240 of 240"
    assert places == "places: ok"
    assert found.endswith("percent a month not_enough")
    assert needed.startswith("return_needed: ")
    assert list(tmp_path.iterdir()) == []
