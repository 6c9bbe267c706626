"""Two groups of one survey: their difference has its covariance."""

from __future__ import annotations

import math

import numpy as np
import pytest
from survey.change_by_hand import MEASURES, density, design_of, made, mean, of, variance

from kaltim_poverty.errors import NotFoundError, UsageError
from kaltim_poverty.survey.compare import compare
from kaltim_poverty.survey.estimate import estimate

ROLES = {"welfare": "y", "weight": "w", "stratum": "h", "psu": "p"}


def rows_of(answer):
    return {(*row.groups.values(), row.measure): row for row in answer}


def influence(x, w, inside, measure):
    """Of every row on a mean of gaps of a group, 0 outside."""
    value = MEASURES[measure](x[inside], w[inside])
    poor = 1 - x > 1e-12
    alpha = {"p0": 0, "p1": 1}[measure]
    gaps = np.where(poor, np.where(poor, 1 - x, 1.0) ** alpha, 0.0)
    return np.where(inside, (100 * gaps - value) / w[inside].sum(), 0.0)


def freedom(strata, psus, inside):
    """PSUs less strata, of the strata in which there is a row."""
    held = set(strata[inside])
    return len({(h, p) for h, p in zip(strata, psus, strict=True) if h in held}) - len(held)


@pytest.mark.parametrize("measure", ["p0", "p1"])
def test_the_difference_by_hand_and_its_covariance(measure):
    data = made(120, 1)
    (y, z, w), (strata, psus) = of(data), design_of(data)
    x, first, second = y / z, data["g"] == "a", data["g"] == "c"
    row = rows_of(compare(data, line_column="z", by="g", between="a,c", measure=measure, **ROLES))[measure,]
    values = [MEASURES[measure](x[own], w[own]) for own in (first, second)]
    assert [row.first, row.second, row.difference] == pytest.approx(
        [*values, values[1] - values[0]], rel=1e-11
    )
    own = w * (influence(x, w, second, measure) - influence(x, w, first, measure))
    assert row.se == pytest.approx(math.sqrt(variance(own, strata, psus)), rel=1e-9)
    assert row.df == freedom(strata, psus, first | second)
    apart = [r.se for r in estimate(data, line_column="z", by="g", measure=measure, **ROLES) if r.groups]
    assert row.se != pytest.approx(math.hypot(apart[0], apart[2]), rel=1e-3)  # PSUs hold both groups


def test_medians_by_their_influence():
    data = made(160, 2)
    (y, _, w), (strata, psus) = of(data), design_of(data)
    row = rows_of(compare(data, by="g", between=["a", "b"], measure="median", **ROLES))["median",]
    total = np.zeros(len(y))
    for sign, value, group in ((-1, row.first, "a"), (1, row.second, "b")):
        inside = data["g"] == group
        below = ((y <= value) - 0.5) / (w[inside].sum() * density(y[inside], w[inside], value))
        total += sign * np.where(inside, -below, 0.0)
    assert row.se == pytest.approx(math.sqrt(variance(w * total, strata, psus)), rel=1e-9)


def test_within_the_domains_of_other_columns_everybody_first():
    data = made(200, 3)
    data["u"] = np.random.default_rng(1).choice(["n", "s"], 200)
    found = rows_of(compare(data, line_column="z", by="u,g", between="a,b", measure="p1,mean", **ROLES))
    assert list(found) == [("p1",), ("mean",), *((u, m) for u in "ns" for m in ("p1", "mean"))]
    alone = rows_of(
        compare(data, line_column="z", by="g", between="a,b", measure="p1,mean", where="u = 's'", **ROLES)
    )
    for measure in ("p1", "mean"):
        one, other = found["s", measure], alone[measure,]
        assert (one.first, one.difference, one.se, one.df) == pytest.approx(
            (other.first, other.difference, other.se, other.df), rel=1e-12
        )


def test_a_domain_without_both_groups_is_left_out_and_none_with_both_is_an_error():
    data = made(120, 4)
    data["u"] = np.where(data["g"] == "a", "n", "s")
    outside = {"by": "g", "between": "a,c", "where": "g <> 'c'", "relative_line": 0.6, "measure": "p0"}
    with pytest.raises(NotFoundError, match="no domain has both"):  # the line is of everybody, the groups not
        compare(data, **outside, **ROLES)
    data["u"][:40] = "n"
    answer = compare(data, by="u,g", between="a,b", measure="mean", **ROLES)
    assert [row.groups for row in answer] == [{}, {"u": "n"}]
    assert any(note.code == "domains_without_both" and "s" in str(note) for note in answer.notes)


def test_swapped_groups_have_the_opposite_difference():
    data = made(120, 5)
    one = compare(data, line_column="z", by="g", between="a,b", measure="p0,p1,gini,median", **ROLES)
    two = compare(data, line_column="z", by="g", between="b,a", measure="p0,p1,gini,median", **ROLES)
    for row, other in zip(one, two, strict=True):
        assert (row.difference, row.se, row.df) == pytest.approx((-other.difference, other.se, other.df))


def test_replicates_move_both_groups_together():
    """Σ r (Δ_k − Δ)², each Δ_k computed by hand; a quantile by the share of people below it."""
    data = made(40, 6)
    psus = np.unique(data["p"])
    n = len(psus)
    columns = [np.where(data["p"] == psu, 0.0, data["w"] * n / (n - 1)) for psu in psus]
    data.update({f"r{place}": column for place, column in enumerate(columns)})
    options = {"welfare": "y", "weight": "w", "replicate_weights": "r*", "replicate_method": "jk1"}
    found = rows_of(compare(data, by="g", between="a,b", measure="mean,median", **options))
    y, _, w = of(data)
    first, second = data["g"] == "a", data["g"] == "b"

    def moved(weight):
        return mean(y[second], weight[second]) - mean(y[first], weight[first])

    expected = sum((n - 1) / n * (moved(column) - moved(w)) ** 2 for column in columns)
    assert found["mean",].se == pytest.approx(math.sqrt(expected), rel=1e-9)
    row, total = found["median",], 0.0
    for column in columns:
        away = 0.0
        for sign, value, inside in ((-1, row.first, first), (1, row.second, second)):
            share = [
                weight[inside][y[inside] <= value].sum() / weight[inside].sum() for weight in (column, w)
            ]
            away -= sign * (share[0] - share[1]) / density(y[inside], w[inside], value)
        total += (n - 1) / n * away**2
    assert row.se == pytest.approx(math.sqrt(total), rel=1e-9)


def test_bootstrap_agrees_with_linearisation():
    data = made(300, 7)
    options = {"line_column": "z", "by": "g", "between": "a,b", "measure": "p0,p1,mean,median,gini", **ROLES}
    for one, two in zip(
        compare(data, **options), compare(data, bootstrap=400, seed=2, **options), strict=True
    ):
        assert two.difference == one.difference
        assert two.se == pytest.approx(one.se, rel=0.15)


def test_holm_adjusts_for_all_rows():
    data = made(120, 8)
    options = {"line_column": "z", "by": "g", "between": "a,b", "measure": "p0,p1,mean", **ROLES}
    plain, adjusted = compare(data, **options), compare(data, holm=True, **options)
    assert all(two.p_holm >= one.p_value for one, two in zip(plain, adjusted, strict=True))
    smallest = min(row.p_value for row in plain)
    assert min(row.p_holm for row in adjusted) == pytest.approx(min(1.0, 3 * smallest))


def test_a_value_with_a_comma_is_given_on_its_own():
    data = made(80, 9)
    data["g"] = np.where(data["g"] == "a", "Kutai, Barat", data["g"])
    for between in (["Kutai, Barat", "b"], '"Kutai, Barat",b'):
        (row,) = compare(data, by="g", between=between, measure="mean", **ROLES)
        assert (row.first_group, row.second_group) == ("Kutai, Barat", "b")


@pytest.mark.parametrize(
    ("between", "options", "error", "said"),
    [
        ("a", {}, UsageError, "two values"),
        ("a,b,c", {}, UsageError, "two values"),
        ("", {}, UsageError, "two values"),
        (["a", ""], {}, UsageError, "two values"),
        ("a,a", {}, UsageError, "twice"),
        ("a,x", {}, NotFoundError, "there is no 'x'; it has a, b, c"),
        ("a,b", {"by": None}, UsageError, "exactly one --by"),
        ("a,b", {"by": ["g", "h"]}, UsageError, "exactly one --by"),
        ("a,b", {"panel": "id"}, UsageError, "--panel"),
        ("a,b", {"after": {"y": [1.0]}}, UsageError, "one file"),
        ("a,b", {"measure": "p0"}, UsageError, "poverty line"),
        (None, {}, UsageError, "second file"),
    ],
)
def test_what_cannot_be_compared(between, options, error, said):
    asked = {"by": "g", "measure": "mean", **ROLES, **options}
    with pytest.raises(error, match=said):
        compare(made(40, 1), between=between, **asked)


def test_the_answer_begins_with_what_it_says():
    data = made(200, 3)
    answer = compare(data, line_column="z", by="g", between="a,b", measure="p0", **ROLES)
    (row,) = answer
    assert str(answer.opening).startswith(
        f"Where g is b, the poverty rate is {row.second:.2f} percent; where it is a"
    )
    assert "signifikan" in answer.opening.spoken("id")
