"""Standard errors, p-values and verdicts against the textbook formula in floating point."""

from __future__ import annotations

from decimal import Decimal
from math import isclose, sqrt
from statistics import NormalDist

import pytest
import reference

from kaltim_poverty import UsageError, compare

HEADER = "area,period,locality,indicator,value,source\n"


def rate_error(rate: float, households: int, deff: float) -> float:
    """In percentage points."""
    p = rate / 100
    return 100 * sqrt(deff * p * (1 - p) / households)


def two_sided(z: float) -> float:
    return 2 * NormalDist().cdf(-abs(z))


CASES = [
    ("64", "2023-03", "2024-03", (11000, 11200), "1.5"),
    ("64", "2015-03", "2019-03", (400, 300), "0.8"),
    ("00", "2019-03", "2024-03", (320000, 345000), "2.75"),
    ("6472", "2023-03", "2025-03", (900, 880), "1"),
    ("94", "2012-03", "2013-03", (5000, 12345), "3.3"),
    ("52", "2024-03", "2025-03", (1, 1), "1"),
]


@pytest.mark.parametrize(("area", "before", "after", "households", "deff"), CASES)
def test_standard_errors_follow_the_formula(area, before, after, households, deff):
    rows = compare(before, after, area=area, indicator="poor_count,p0", households=households, deff=deff)
    rates = [float(reference.value(area, period, "total", "p0")) for period in (before, after)]
    counts = [float(reference.value(area, period, "total", "poor_count")) for period in (before, after)]
    errors = [rate_error(rate, size, float(deff)) for rate, size in zip(rates, households, strict=True)]
    scaled = [error * count / rate for error, count, rate in zip(errors, counts, rates, strict=True)]
    for row, (old, new) in zip(rows, (scaled, errors), strict=True):
        if reference.crossed(area, row.indicator, before, after):
            assert (row.se, row.p_value, row.verdict) == (None, None, "")
            continue
        se = sqrt(old**2 + new**2)
        assert isclose(row.se, se, rel_tol=1e-13)
        p_value = two_sided(float(row.change) / se)
        assert isclose(row.p_value, p_value, rel_tol=1e-9)
        assert row.verdict == ("significant" if p_value < 0.05 else "not_significant")
        assert len(row.se.as_tuple().digits) <= 15


def test_the_assumption_is_said_in_numbers():
    answer = compare(2023, 2024, indicator="p0", households="11000,11200", deff="1.5")
    [note] = [note for note in answer.notes if note.code == "assumed_se"]
    for language, numbers in (("en", ["11,000", "11,200", "1.5"]), ("id", ["11.000", "11.200", "1,5"])):
        assert all(number in note.spoken(language) for number in numbers)


def own(tmp_path, *rows: str) -> str:
    path = tmp_path / "own.csv"
    path.write_text(HEADER + "".join(f"{row},me\n" for row in rows), encoding="utf-8")
    return str(path)


def p_of(households: int) -> float:
    """The p-value of a fall from 40 to 39 percent in two samples of this size."""
    return two_sided(1 / sqrt(sum(rate_error(rate, households, 1) ** 2 for rate in (40, 39))))


def test_the_verdict_turns_at_a_p_value_of_five_percent(tmp_path):
    file = own(tmp_path, "XX,2023,total,p0,40", "XX,2024,total,p0,39")
    enough = next(size for size in range(18000, 20000) if p_of(size) < 0.05)
    assert p_of(enough - 1) > 0.05
    for size, verdict in ((enough, "significant"), (enough - 1, "not_significant")):
        [row] = compare(2023, 2024, area="XX", figures=file, households=(size, size), deff=1)
        assert row.verdict == verdict
        assert abs(float(row.p_value) - 0.05) < 1e-4


def test_the_largest_error_is_the_one_at_which_the_verdict_would_turn():
    [row] = compare(2023, 2024, indicator="p0")
    z = abs(float(row.change)) / (sqrt(2) * float(row.largest_se))
    assert isclose(z, 1.96, rel_tol=1e-12)


SAMPLED = [
    "XX,2023,total,p0,12.5",
    "XX,2024,total,p0,11.5",
    "XX,2023,total,sample_households,1500",
    "XX,2024,total,sample_households,1310",
]


def test_a_design_effect_alone_takes_the_sample_sizes_of_the_data(tmp_path):
    file = own(tmp_path, *SAMPLED)
    answer = compare(2023, 2024, area="XX", figures=file, deff=2)
    [row] = [row for row in answer if row.indicator == "p0"]
    assert isclose(
        row.se, sqrt(rate_error(12.5, 1500, 2) ** 2 + rate_error(11.5, 1310, 2) ** 2), rel_tol=1e-13
    )
    [note] = [note for note in answer.notes if note.code == "assumed_se"]
    assert (note.values["before"], note.values["after"], note.values["deff"]) == (1500, 1310, 2)


def test_given_sample_sizes_go_before_those_of_the_data(tmp_path):
    file = own(tmp_path, *SAMPLED)
    rows = compare(2023, 2024, area="XX", figures=file, deff=1, households="100,200", indicator="p0")
    assert isclose(
        rows[0].se, sqrt(rate_error(12.5, 100, 1) ** 2 + rate_error(11.5, 200, 1) ** 2), rel_tol=1e-13
    )


def test_nobody_or_everybody_poor_has_no_verdict(tmp_path):
    file = own(tmp_path, "XX,2023,total,p0,0", "XX,2024,total,p0,100")
    [row] = compare(2023, 2024, area="XX", figures=file, households=(10, 10), deff=1)
    assert (row.se, row.verdict) == (None, "unknown")


CONFLICTS = [
    {"households": "11000,11200"},
    {"deff": 1.5},
    {"households": "11000,11200", "deff": 1, "area": "64,65"},
    {"households": "11000,11200", "deff": 1, "locality": "all"},
    {"deff": 1, "area": "64,65"},
    {"households": "11000,11200", "deff": 1, "indicator": "gini"},
    *({"households": "11000,11200", "deff": deff} for deff in ("0", "-1", "nan", "1,5", "inf", "1e2", "")),
    *(
        {"households": households, "deff": 1}
        for households in ("11000", "0,5", "1,2,3", "a,b", "11000,", "1.5,2", "-1,2", "11000,,11200")
    ),
]


@pytest.mark.parametrize("question", CONFLICTS, ids=str)
def test_options_in_conflict_or_no_numbers_are_refused(question):
    with pytest.raises(UsageError) as caught:
        compare(2023, 2024, **question)
    assert caught.value.exit_code == 2


def test_a_verdict_is_never_guessed():
    for row in compare(2023, 2024, area="all", locality="all"):
        assert row.se is row.p_value is None
        judged = row.verdict == "unknown"
        assert (row.largest_se is not None) == bool(row.direction) == judged
        assert judged or row.verdict in {"", "rounding"}
    assert Decimal("0.119") < compare(2023, 2024, indicator="p0")[0].largest_se < Decimal("0.1191")
