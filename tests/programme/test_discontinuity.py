"""A cutoff of a score: as rdrobust finds it, with the sign of who got the programme."""

from __future__ import annotations

import numpy as np
import pytest

from kaltim_poverty.errors import MissingPackageError
from kaltim_poverty.programme import evaluate

ASKED = {"design": "rdd", "outcome": "y", "arm": "arm", "score": "score", "cutoff": 0}


def survey(*, below, at="above", rows=800):
    """A made-up survey in which one side of 0 got .5 more."""
    random = np.random.default_rng(1)
    score = random.uniform(-1, 1, rows)
    score[:3] = 0.0
    treated = score < 0 if below else score > 0
    treated |= (score == 0) & ((at == "above") != below)
    y = 1 + score + 0.5 * treated + random.normal(0, 0.3, rows)
    return {
        "score": score.tolist(),
        "y": y.tolist(),
        "arm": ["treated" if each else "waiting" for each in treated],
    }


def test_without_the_package_its_extra_is_named(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "rdrobust", None)
    with pytest.raises(MissingPackageError, match=r"rdrobust: pip install 'kaltim-poverty\[rdd\]'"):
        evaluate(survey(below=True), **ASKED)


@pytest.fixture
def rdrobust():
    """The function of the package."""
    reason = "rdrobust (extra rdd) is not installed: 350 MB with statsmodels and plotnine, so not in dev"
    return pytest.importorskip("rdrobust", reason=reason).rdrobust


@pytest.mark.parametrize("below", [True, False])
@pytest.mark.parametrize("at", ["above", "below"])
def test_the_numbers_of_rdrobust(rdrobust, below, at):
    """Conventional effect, robust error, interval and p-value; more for who got it, on whichever side."""
    data = survey(below=below, at=at)
    row = evaluate(data, **ASKED)[0]
    side = -1 if below else 1
    flip = -1 if at == "below" else 1
    peer = rdrobust(np.array(data["y"]), flip * np.array(data["score"]), c=0)
    assert row.effect == pytest.approx(side * flip * float(peer.coef.iloc[0, 0]))
    assert row.se == pytest.approx(float(peer.se.iloc[2, 0]))
    assert row.p_value == pytest.approx(float(peer.pv.iloc[2, 0]))
    assert row.ci_low < 0.5 < row.ci_high
    assert row.effect == pytest.approx(0.5, abs=0.25)
    assert row.comparison_mean == pytest.approx(1.0, abs=0.2)
    assert (row.df, row.p_randomisation, row.p_wild) == (None, None, None)
    assert row.n == sum(peer.N_h)


def test_few_rows_on_a_side(rdrobust):
    """Nine above the cutoff."""
    del rdrobust
    data = survey(below=True, rows=100)
    order = np.argsort(data["score"])
    chosen = [int(place) for place in order if data["score"][place] < 0][:60]
    chosen += [int(place) for place in order if data["score"][place] >= 0][:9]
    row = evaluate({name: [column[place] for place in chosen] for name, column in data.items()}, **ASKED)[0]
    assert (row.effect, row.note.key) == (None, "reason.few_at_cutoff")


def test_rows_that_got_it_on_the_other_side_are_counted(rdrobust):
    del rdrobust
    data = survey(below=True)
    data["arm"][10] = "waiting" if data["arm"][10] == "treated" else "treated"
    notes = {note.code: note for note in evaluate(data, **ASKED).notes}
    assert notes["rdd_otherwise"].values["rows"] == 1
    assert "just below 0" in str(notes["design_rdd_below"])


def test_enough_at_the_cutoff(rdrobust):
    del rdrobust
    answer = evaluate(survey(below=True), **ASKED, line=1.5, amount=5, show="enough")
    found = {row.quantity: row for row in answer}
    effect = evaluate(survey(below=True), **ASKED)[0]
    assert found["return_found"].value == pytest.approx(100 * effect.effect / 5)
    assert found["lifted"].value is None
    assert "enough_at_cutoff" in {note.code for note in answer.notes}


def test_remarks_of_the_package_are_not_printed_among_the_rows(rdrobust, capsys):
    """It prints that scores are shared; a note says it instead."""
    del rdrobust
    data = survey(below=True)
    data["score"] = [round(each, 1) for each in data["score"]]
    data["arm"] = ["treated" if each < 0 else "waiting" for each in data["score"]]
    answer = evaluate(data, **ASKED)
    assert capsys.readouterr().out == ""
    assert {note.code: note for note in answer.notes}["rdd_shared_scores"].values["distinct"] == 21
