"""Changes between two surveys: Welch's test on published data, degrees of freedom by fractions, panels."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.compare import compare

# Student (1908), The probable error of a mean: hours of sleep gained by ten patients on each of two drugs.
# As R's help page of `sleep` and t.test print them.
DRUG_1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
DRUG_2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]


def only(answer):
    (row,) = answer
    return row


def test_means_of_two_samples_are_compared_as_welch_does():
    """R: t.test(extra ~ group, data = sleep), that is t = -1.8608, df = 17.776, p-value = 0.07939."""
    row = only(compare({"y": DRUG_1}, {"y": DRUG_2}, welfare="y", measure="mean"))
    assert (row.before, row.after) == (pytest.approx(0.75), pytest.approx(2.33))
    assert row.t == pytest.approx(1.8608, abs=5e-5)
    assert row.df == pytest.approx(17.776, abs=5e-4)
    assert row.p_value == pytest.approx(0.07939, abs=5e-6)
    assert [row.ci_low, row.ci_high] == pytest.approx([-0.2054832, 3.3654832], abs=5e-8)
    assert row.verdict == "not_significant"


def test_the_same_patients_are_compared_in_pairs():
    """R: t.test(..., paired = TRUE): t = -4.0621, df = 9, p-value = 0.002833, 0.7001142 to 2.4598858."""
    data = [{"y": drug, "patient": list(range(10))} for drug in (DRUG_1, DRUG_2)]
    row = only(compare(*data, welfare="y", measure="mean", panel="patient"))
    assert row.t == pytest.approx(4.0621, abs=5e-5)
    assert row.df == 9
    assert row.p_value == pytest.approx(0.002833, abs=5e-7)
    assert [row.ci_low, row.ci_high] == pytest.approx([0.7001142, 2.4598858], abs=5e-8)
    assert row.verdict == "significant"


def variance_of_mean(values):
    """s²/n, exactly."""
    n, mean = len(values), Fraction(sum(values), len(values))
    return sum((value - mean) ** 2 for value in values) / (n * (n - 1))


@pytest.mark.parametrize("sizes", [(3, 40), (40, 3), (2, 5), (7, 6)])
def test_degrees_of_freedom_weigh_each_variance_by_its_own(sizes):
    """(v₁ + v₂)²/(v₁²/d₁ + v₂²/d₂) of samples of unlike size, with fractions."""
    draw = random.Random(sum(sizes))
    samples = [[draw.randint(1, 99) for _ in range(size)] for size in sizes]
    v = [variance_of_mean(sample) for sample in samples]
    d = [size - 1 for size in sizes]
    expected = (v[0] + v[1]) ** 2 / (v[0] ** 2 / d[0] + v[1] ** 2 / d[1])
    row = only(compare({"y": samples[0]}, {"y": samples[1]}, welfare="y", measure="mean"))
    assert row.se**2 == pytest.approx(float(v[0] + v[1]), rel=1e-12)
    assert row.df == pytest.approx(float(expected), rel=1e-12)


def test_strata_cost_degrees_of_freedom_in_a_comparison_too():
    """d = PSUs − strata of each survey."""
    samples = [[4, 9, 11, 30, 32, 45], [1, 2, 8, 20, 50, 51, 53]]
    strata = [[1, 1, 1, 2, 2, 2], [1, 1, 1, 1, 2, 2, 2]]
    v = []
    for values, own in zip(samples, strata, strict=True):
        n = len(values)
        mean = Fraction(sum(values), n)
        variance = Fraction(0)
        for stratum in (1, 2):
            parts = [(y - mean) / n for y, h in zip(values, own, strict=True) if h == stratum]
            middle = sum(parts) / len(parts)
            variance += Fraction(len(parts), len(parts) - 1) * sum((part - middle) ** 2 for part in parts)
        v.append(variance)
    expected = (v[0] + v[1]) ** 2 / (v[0] ** 2 / 4 + v[1] ** 2 / 5)
    data = [{"y": y, "h": h} for y, h in zip(samples, strata, strict=True)]
    row = only(compare(*data, welfare="y", measure="mean", stratum="h"))
    assert row.se**2 == pytest.approx(float(v[0] + v[1]), rel=1e-12)
    assert row.df == pytest.approx(float(expected), rel=1e-12)


LACKING = {
    "gap_poor": [7.0, 8, 9, 10],  # nobody is poor, so that the poor have no average gap
    "watts": [0.0, 4, 5, 10],  # somebody poor has nothing, of which there is no logarithm
    "mld": [0.0, 4, 5, 10],
    "theil": [-1.0, 4, 5, 10],
}


@pytest.mark.parametrize("name", LACKING)
@pytest.mark.parametrize("gone", [0, 1])
@pytest.mark.parametrize("panel", [None, "id"])
def test_a_measure_that_one_period_lacks_has_no_change(panel, gone, name):
    """Neither has the change an error; that of P1 beside it has."""
    data = [{"y": [3.0, 4, 5, 9], "id": [1, 2, 3, 4]}, {"y": [3.5, 4, 6, 9], "id": [1, 2, 3, 4]}]
    data[gone]["y"] = LACKING[name]
    options = {"panel": panel} if panel else {}
    lacking, p1 = compare(*data, welfare="y", line=6, measure=f"{name},p1", **options)
    assert [lacking.before, lacking.after][gone] is None
    assert [lacking.before, lacking.after][1 - gone] is not None
    assert (lacking.change, lacking.se, lacking.ci_low, lacking.ci_high) == (None,) * 4
    assert (lacking.t, lacking.p_value, lacking.verdict) == (None, None, "unknown")
    assert p1.change is not None
    assert p1.se > 0


def test_a_group_of_a_panel_lacks_what_the_others_have():
    """The Gini ratio of group b does not exist in the first period: its welfare adds up to 0."""
    before = {"y": [3.0, 4, 5, -4, 0, 4], "g": list("aaabbb"), "id": list(range(6))}
    after = {**before, "y": [3.0, 5, 9, 1, 2, 3]}
    answer = compare(before, after, welfare="y", by="g", measure="gini", panel="id")
    found = {row.groups.get("g"): row for row in answer}
    assert found["a"].se > 0
    assert found["b"].before is None
    assert found["b"].after is not None
    assert (found["b"].change, found["b"].se, found["b"].verdict) == (None, None, "unknown")


def test_a_psu_that_changes_its_stratum_between_waves_is_refused():
    """The linked rows have one design; what moved is named with both strata."""
    first = {"id": [1, 2, 3, 4], "y": [1.0, 2.0, 3.0, 4.0], "s": [1, 1, 2, 2], "p": [1, 2, 3, 4]}
    second = {**first, "id": [9, 2, 3, 4], "s": [2, 1, 2, 2]}
    with pytest.raises(InputError, match=r"PSU 1 is in two strata, 1 and 2 \(1 in all\)"):
        compare(first, second, panel="id", welfare="y", stratum="s", psu="p", measure="mean")
    nested = compare(first, second, panel="id", welfare="y", stratum="s", psu="p", measure="mean", nest=True)
    assert nested[0].change == 0.0
