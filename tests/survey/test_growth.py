"""Who gained: published rates, Woodruff by hand, derivatives by differences, households by hand, axioms."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from survey.change_by_hand import (
    MEASURES,
    density,
    derivatives,
    design_of,
    into_growth,
    made,
    mean,
    of,
    se_and_df,
    variance,
)
from survey.golden import golden

from kaltim_poverty.errors import InputError, UsageError
from kaltim_poverty.render import Style, table
from kaltim_poverty.survey.estimate import estimate
from kaltim_poverty.survey.growth import growth

ROLES = {"welfare": "y", "weight": "w", "stratum": "h", "psu": "p"}


def rates(answer, **groups):
    return {row.measure: row for row in answer if row.groups == groups}


def places(answer, **groups):
    return {row.p: row for row in answer if row.groups == groups}


def pair(rows=90, **second):
    return made(rows, 1), made(rows - 9, 2, **{"growth": 1.2, **second})


def quantile(x, w, share):
    """The smallest x with a cumulated weight of at least p·N."""
    order = np.argsort(x, kind="stable")
    cumulated = np.cumsum(w[order])
    return x[order][np.searchsorted(cumulated, share * cumulated[-1] - 1e-10 * cumulated[-1])]


def mean_of_poorest(x, w, share):
    """The row at the boundary is split."""
    order = np.argsort(x, kind="stable")
    x, w = x[order], w[order]
    whole = share * w.sum()
    inside = np.clip(whole - (np.cumsum(w) - w), 0, w)
    return (inside * x).sum() / whole


@pytest.fixture(scope="module")
def toy():
    data = golden("growth_redistribution_toy")
    asked = data["inputs"]
    both = [{"id": asked["person"], "w": asked["weight"], "y": asked[f"inc_t{t}"]} for t in (1, 2)]
    return both, {"welfare": "y", "weight": "w", "line": asked["line"], "panel": "id"}, data["expected"]


def test_a_panel_of_ten_people_as_dasp_prints_it(toy):
    both, options, expected = toy
    rows = rates(growth(*both, summary=True, **options))
    mean_row, own = rows["growth_mean"], expected["growth_of_mean"]
    assert [mean_row.estimate / 100, mean_row.se / 100, mean_row.ci_low / 100, mean_row.ci_high / 100] == (
        pytest.approx([own["value"], own["se"], *own["ci95"]], abs=6e-7)
    )
    watts = rows["ravallion_chen_watts"]
    own = expected["ravallion_chen_older_dasp"]
    assert [watts.estimate / 100, watts.se / 100] == pytest.approx([own["value"], own["se"]], abs=6e-7)
    assert rows["kakwani_pernia_p0"].estimate == pytest.approx(
        expected["kakwani_pernia_alpha0"]["value"], abs=6e-7
    )
    assert rows["pegr_p0"].estimate / 100 == pytest.approx(expected["pegr_alpha0"]["value"], abs=6e-7)
    assert "the mean fell" in str(rows["kakwani_pernia_p0"].note)


def test_each_of_ten_people_is_followed(toy):
    both, options, expected = toy
    summary = rates(growth(*both, summary=True, by_household=True, **options))
    own = expected["ravallion_chen"]
    row = summary["ravallion_chen"]
    assert [row.estimate / 100, row.se / 100, row.ci_low / 100, row.ci_high / 100] == pytest.approx(
        [own["value"], own["se"], *own["ci95"]], abs=6e-7
    )
    assert row.df == 9
    found = places(growth(*both, by_household=True, **options))
    printed = dict(zip((10, 20, 30, 40, 50, 60, 70, 80, 90, 100), expected["gic"]["growth"], strict=True))
    for p, value in printed.items():
        if p not in (30, 40):  # persons 2 and 5 tie at 4.5, of whom no order is told: they are pooled
            assert found[p].growth_percent / 100 == pytest.approx(value, abs=1.1e-7)  # 7 digits, cut off
    assert list(found) == list(printed)


def test_places_by_woodruff_of_each_survey():
    """g = 100(Q₂/Q₁ − 1), V = (100/Q₁)²V₂ + (100Q₂/Q₁²)²V₁, df after Satterthwaite; as estimate has each."""
    both = pair(200)
    options = {"welfare": "y", "weight": "w", "stratum": "h", "psu": "p"}
    found = places(growth(*both, nominal=True, points="5,25-26,50,90", **options))
    assert list(found) == [5, 25, 26, 50, 90]
    for p, row in found.items():
        first, second = (estimate(data, measure=f"quantile_{p}", **options)[0] for data in both)
        q1, q2 = first.estimate, second.estimate
        v = [(100 * q2 / q1**2 * first.se) ** 2, (100 / q1 * second.se) ** 2]
        assert (row.before, row.after) == (q1, q2)
        assert row.growth_percent == pytest.approx(100 * (q2 / q1 - 1), rel=1e-12)
        assert row.se == pytest.approx(math.sqrt(sum(v)), rel=1e-9)
        df = sum(v) ** 2 / (v[0] ** 2 / first.df + v[1] ** 2 / second.df)
        assert row.df == pytest.approx(df, rel=1e-9)


def test_places_by_the_replicates_of_each_survey():
    """The share of people below each quantile moves with the replicates, as estimate has it."""
    both = pair(120)
    for data in both:
        psus = np.unique(data["p"])
        n = len(psus)
        data.update(
            {f"r{k}": np.where(data["p"] == psu, 0.0, data["w"] * n / (n - 1)) for k, psu in enumerate(psus)}
        )
    options = {"welfare": "y", "weight": "w", "replicate_weights": "r*", "replicate_method": "jk1"}
    found = places(growth(*both, nominal=True, points="30,60", **options))
    for p, row in found.items():
        first, second = (estimate(data, measure=f"quantile_{p}", **options)[0] for data in both)
        q1, q2 = first.estimate, second.estimate
        v = (100 * q2 / q1**2 * first.se) ** 2 + (100 / q1 * second.se) ** 2
        assert row.se == pytest.approx(math.sqrt(v), rel=1e-9)


def test_places_in_lines_are_those_of_welfare_over_the_line_of_each_row():
    both = pair(150)
    in_lines = [{**data, "y": data["y"] / data["z"]} for data in both]
    one = growth(*both, line_column="z", **ROLES)
    other = growth(*in_lines, line=1, **ROLES)
    assert len(one) == 99
    for row, same in zip(one, other, strict=True):
        assert (row.before, row.after) == pytest.approx((same.before, same.after), rel=1e-9)
        assert (row.se is None) == (same.se is None)  # at the ends an interval reaches beyond the data
        assert row.se is None or row.se == pytest.approx(same.se, rel=1e-9)
        y, z, w = of(both[0])
        assert row.before == quantile(y / z, w, row.p / 100)
        assert row.unit == "ratio"


def influence_of_rate(u, w, p):
    """Of each row on a quantile, and the quantile."""
    q = quantile(u, w, p)
    return -((u <= q * (1 + 1e-12)) - p) / (w.sum() * density(u, w, q)), q


def test_places_of_a_panel_by_their_influence():
    both = pair(150)
    found = places(growth(*both, line_column="z", points="10,50", panel="id", **ROLES))
    (u1, w1), (u2, w2) = ((y / z, w) for y, z, w in map(of, both))
    for p, row in found.items():
        (i1, q1), (i2, q2) = influence_of_rate(u1, w1, p / 100), influence_of_rate(u2, w2, p / 100)
        slopes = [-100 * q2 / q1**2 * i1, 100 / q1 * i2]
        se, df = se_and_df(slopes, list(map(of, both)), list(map(design_of, both)), linked=True)
        assert row.growth_percent == pytest.approx(100 * (q2 / q1 - 1), rel=1e-9)
        assert row.se == pytest.approx(se, rel=1e-9)
        assert row.df == df


def test_a_relative_line_moves_all_welfare_in_lines():
    """u·(−IF(z)/z) is added to the influence of a quantile; the line is 0.6 of the mean of everybody."""
    both = pair(150)
    line = {"relative_line": 0.6, "relative_to": "mean"}
    row = places(growth(*both, **line, points="20", **ROLES))[20]
    slopes, ends = [], []
    for y, _, w in map(of, both):
        u = y / (0.6 * mean(y, w))
        i, q = influence_of_rate(u, w, 0.2)
        slopes.append(i - q * (y - mean(y, w)) / (w.sum() * mean(y, w)))
        ends.append(q)
    own = [-100 * ends[1] / ends[0] ** 2 * slopes[0], 100 / ends[0] * slopes[1]]
    se, df = se_and_df(own, list(map(of, both)), list(map(design_of, both)))
    assert row.se == pytest.approx(se, rel=1e-9)
    assert row.df == pytest.approx(df, rel=1e-9)


def summed_up(first, second, years=1.0):
    """Values of a summary, but those that rest on a density."""
    (u1, w1), (u2, w2) = ((y / z, w) for y, z, w in (first, second))

    def rate(before, after):
        return 100 * ((after / before) ** (1 / years) - 1)

    g = rate(mean(u1, w1), mean(u2, w2))
    bottom = rate(mean_of_poorest(u1, w1, 0.4), mean_of_poorest(u2, w2, 0.4))
    watts = [MEASURES["watts"](u, w) for u, w in ((u1, w1), (u2, w2))]
    parts = into_growth(first, second, "p1")
    ratio = parts["shapley", "total"] / parts["shapley", "growth"]
    return {
        "growth_mean": g,
        "growth_bottom40": bottom,
        "shared_prosperity_premium": bottom - g,
        "ravallion_chen_watts": 100 * (watts[0] - watts[1]) / (MEASURES["p0"](u1, w1) / 100) / years,
        "kakwani_pernia_p1": ratio,
        "pegr_p1": ratio * g,
    }


@pytest.mark.parametrize("years", [1, 4])
@pytest.mark.parametrize("linked", [False, True])
def test_a_summary_by_differences_in_every_weight(linked, years):
    both = pair(60)
    surveys = list(map(of, both))
    panel = {"panel": "id"} if linked else {}
    answer = growth(*both, line_column="z", summary=True, measure="p1", years=years, **ROLES, **panel)
    rows = rates(answer)
    slopes = derivatives(lambda one, two: summed_up(one, two, years), *surveys)
    for name, value in summed_up(*surveys, years).items():
        se, df = se_and_df([own[name] for own in slopes], surveys, list(map(design_of, both)), linked=linked)
        assert rows[name].estimate == pytest.approx(value, rel=1e-9)
        assert rows[name].se == pytest.approx(se, rel=2e-6)
        assert rows[name].df == pytest.approx(df, rel=1e-5)
        assert rows[name].unit == ("ratio" if "kakwani" in name else "percent")


def test_means_over_places_by_the_influence_of_quantiles():
    both = pair(120)
    surveys = list(map(of, both))
    rows = rates(growth(*both, line_column="z", summary=True, years=2, **ROLES))
    (u1, w1), (u2, w2) = ((y / z, w) for y, z, w in surveys)
    poor = math.floor(MEASURES["p0"](u1, w1))
    assert 1 < poor < 99
    values, slopes = [], [[], []]
    for p in range(1, 100):
        (i1, q1), (i2, q2) = influence_of_rate(u1, w1, p / 100), influence_of_rate(u2, w2, p / 100)
        ratio = (q2 / q1) ** 0.5
        values.append(100 * (ratio - 1))
        slopes[0].append(-50 * ratio / q1 * i1)
        slopes[1].append(50 * ratio / q2 * i2)
    for name, count in (("mean_growth_rate", 99), ("ravallion_chen", poor)):
        own = [sum(each[:count]) / count for each in slopes]
        se, df = se_and_df(own, surveys, list(map(design_of, both)))
        assert rows[name].estimate == pytest.approx(sum(values[:count]) / count, rel=1e-9)
        assert rows[name].se == pytest.approx(se, rel=1e-9)
        assert rows[name].df == pytest.approx(df, rel=1e-9)
    median = places(growth(*both, line_column="z", points=50, years=2, **ROLES))[50]
    assert (rows["growth_median"].estimate, rows["growth_median"].se) == (median.growth_percent, median.se)


def test_tenths_of_linked_households_by_hand():
    """First-period weights, strata and PSUs; the welfare of the same rows later; unlinked rows left out."""
    first = made(100, 3)
    second = made(110, 4, growth=1.3)
    second["id"] = np.random.default_rng(1).permutation(np.arange(40, 150))  # 60 rows are linked
    answer = growth(
        first, second, line_column="z", panel="id", by_household=True, groups="quintiles", **ROLES
    )
    place = {number: row for row, number in enumerate(second["id"])}
    rows = np.array([row for row in range(100) if row in place])
    u1 = (first["y"] / first["z"])[rows]
    u2 = np.array([second["y"][place[row]] / second["z"][place[row]] for row in rows])
    w = first["w"][rows]
    order = np.argsort(u1)
    u1, u2, w = u1[order], u2[order], w[order]
    start = np.cumsum(w) - w
    found = places(answer)
    assert list(found) == [20, 40, 60, 80, 100]
    for p, row in found.items():
        low, high = ((p - 20) / 100 * w.sum(), p / 100 * w.sum())
        inside = np.clip(np.minimum(start + w, high) - np.maximum(start, low), 0, None)
        before, after = (inside * u1).sum() / inside.sum(), (inside * u2).sum() / inside.sum()
        assert (row.before, row.after) == pytest.approx((before, after), rel=1e-9)
        assert row.growth_percent == pytest.approx(100 * (after / before - 1), rel=1e-9)
        assert row.df == len(set(first["p"])) - 4  # all PSUs of the strata, of the first survey
    summary = rates(
        growth(first, second, line_column="z", panel="id", by_household=True, summary=True, **ROLES)
    )
    g = mean(u2, w) / mean(u1, w)
    own = w * 100 * (u2 - g * u1) / (w.sum() * mean(u1, w))
    strata, psus = (values[rows][order] for values in design_of(first))
    every = [(0.0, h, p) for h, p in zip(*design_of(first), strict=True)]
    values = [*zip(own, strata, psus, strict=True), *every]
    se = math.sqrt(variance(*map(list, zip(*values, strict=True))))
    assert summary["growth_mean"].estimate == pytest.approx(100 * (g - 1), rel=1e-9)
    assert summary["growth_mean"].se == pytest.approx(se, rel=1e-9)
    poor = u1 < 1
    expected = (w * 100 * (u2 / u1 - 1))[poor].sum() / w[poor].sum()
    assert summary["ravallion_chen"].estimate == pytest.approx(expected, rel=1e-9)
    note = next(note for note in answer.notes if note.code == "households_unlinked")
    assert "40 rows" in str(note)


def test_a_domain_of_linked_households_is_that_of_the_first_survey():
    first, second = made(80, 5), made(80, 6)
    second["g"] = np.array(["z"] * 80)
    options = {"line_column": "z", "panel": "id", "by_household": True, "summary": True, **ROLES}
    answer = growth(first, second, by="g", **options)
    alone = rates(growth(first, second, where="g = 'b'", **options))
    assert {row.groups.get("g") for row in answer} == {None, "a", "b", "c"}
    for name, row in rates(answer, g="b").items():
        assert (row.estimate, row.se, row.df) == pytest.approx(
            (alone[name].estimate, alone[name].se, alone[name].df), rel=1e-12
        )


def test_one_poor_person_without_welfare_has_no_rate():
    first, second = made(60, 5), made(60, 6)
    first["y"][0] = 0.0
    options = {"line_column": "z", "panel": "id", "by_household": True, "summary": True, **ROLES}
    row = rates(growth(first, second, **options))["ravallion_chen"]
    assert row.estimate is None
    assert "not above 0" in str(row.note)


@pytest.mark.parametrize(
    ("rows", "draws", "near"), [(300, 120, 0.3), pytest.param(1500, 1000, 0.1, marks=pytest.mark.slow)]
)
def test_bootstrap_agrees_with_linearisation(rows, draws, near):
    both = pair(rows)
    for options in ({"points": "20,50,80"}, {"summary": True, "measure": "p1"}):
        exact = growth(*both, line_column="z", **options, **ROLES)
        drawn = growth(*both, line_column="z", bootstrap=draws, seed=3, **options, **ROLES)
        for one, two in zip(exact, drawn, strict=True):
            value = getattr(one, "growth_percent", None) or one.estimate
            assert (getattr(two, "growth_percent", None) or two.estimate) == value
            assert two.se == pytest.approx(one.se, rel=near)


def test_replicates_of_a_file_move_one_survey_at_a_time():
    both = [made(32, 5), made(32, 6, growth=1.2)]
    columns = []
    for data in both:
        psus = np.unique(data["p"])
        n = len(psus)
        columns.append([np.where(data["p"] == psu, 0.0, data["w"] * n / (n - 1)) for psu in psus])
        data.update({f"r{place}": column for place, column in enumerate(columns[-1])})
    options = {"welfare": "y", "weight": "w", "replicate_weights": "r*", "replicate_method": "jk1"}
    rows = rates(growth(*both, line_column="z", summary=True, measure="p1", **options))
    surveys = list(map(of, both))
    whole = summed_up(*surveys)
    for name, value in whole.items():
        total = 0.0
        for side in (0, 1):
            n = len(columns[side])
            for column in columns[side]:
                moved = list(surveys)
                moved[side] = (*surveys[side][:2], column)
                total += (n - 1) / n * (summed_up(*moved)[name] - value) ** 2
        assert rows[name].se == pytest.approx(total**0.5, rel=1e-9)


WELFARE = st.lists(st.floats(0.05, 9), min_size=8, max_size=14)


@settings(max_examples=4, deadline=None)
@given(WELFARE, st.floats(0.3, 3), st.floats(0.5, 4))
def test_axioms(welfare, factor, years):
    """All grow alike: every rate is that; a survey against itself: 0; welfare and line scaled: nothing."""
    both = {"y": welfare}, {"y": [factor * y for y in welfare]}
    expected = 100 * (factor ** (1 / years) - 1)
    options = {"welfare": "y", "line": 1.3, "years": years}
    for row in growth(*both, **options, points="1,33.3,99"):
        assert row.growth_percent == pytest.approx(expected, rel=1e-9, abs=1e-9)
    found = rates(growth(*both, **options, summary=True, measure="p1"))
    for name in ("growth_mean", "growth_median", "growth_bottom40", "mean_growth_rate"):
        assert found[name].estimate == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assert found["shared_prosperity_premium"].estimate == pytest.approx(0, abs=1e-9)
    same = growth(both[0], both[1], welfare="y", line=(1.3, 1.3 * factor), points="1,33.3,99")
    assert all(row.growth_percent == pytest.approx(0, abs=1e-9) for row in same)


def test_a_quantile_that_is_not_above_0_has_no_growth():
    first, second = made(60, 1, negative=True), made(60, 2)
    first["y"][:6] = -1.0
    row = places(growth(first, second, line=1, points="1,50", **ROLES))
    assert row[1].growth_percent is None
    assert row[1].before < 0
    assert "not above 0" in str(row[1].note)
    assert row[50].growth_percent is not None
    found = rates(growth(first, second, line=1, summary=True, **ROLES))
    assert found["mean_growth_rate"].estimate is None
    assert found["ravallion_chen"].estimate is None
    assert found["ravallion_chen_watts"].estimate is None
    assert found["growth_mean"].estimate is not None


def test_fewer_than_one_percent_poor():
    both = {"y": [2.0, 3, 4, 5]}, {"y": [2.5, 3, 4, 6]}
    found = rates(growth(*both, welfare="y", line=1, summary=True))
    for name in ("ravallion_chen", "ravallion_chen_watts", "kakwani_pernia_p0", "pegr_p0"):
        assert found[name].estimate is None
        assert found[name].note is not None


def test_nominal_growth_needs_no_line_and_says_nothing_of_the_poor():
    both = pair(80)
    found = rates(growth(*both, nominal=True, summary=True, **ROLES))
    assert list(found) == [
        "growth_mean",
        "growth_median",
        "growth_bottom40",
        "shared_prosperity_premium",
        "mean_growth_rate",
    ]
    (y1, _, w1), (y2, _, w2) = map(of, both)
    assert found["growth_mean"].estimate == pytest.approx(100 * (mean(y2, w2) / mean(y1, w1) - 1))
    row = growth(*both, nominal=True, points=50, currency="USD", **ROLES)[0]
    assert row.unit == "usd_per_capita"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"line": None}, "--nominal"),
        ({"points": "0"}, "--points"),
        ({"points": "100"}, "--points"),
        ({"points": "20-10"}, "20-10"),
        ({"points": "a"}, "--points"),
        ({"points": "-5"}, "--points"),
        ({"points": "5", "summary": True}, "--points and --summary"),
        ({"points": "5", "by_household": True, "panel": "id"}, "--points and --by-household"),
        ({"by_household": True}, "--panel"),
        ({"groups": "deciles"}, "--by-household"),
        ({"groups": "thirds", "by_household": True, "panel": "id"}, "thirds"),
        (
            {"groups": "deciles", "by_household": True, "panel": "id", "summary": True},
            "--groups and --summary",
        ),
        ({"measure": "p1"}, "--summary"),
        ({"measure": "gini", "summary": True}, "gini"),
        ({"measure": "p0", "summary": True, "nominal": True}, "--measure and --nominal"),
        ({"years": 0}, "--years"),
        ({"years": "x"}, "--years"),
        ({"years": -1}, "--years"),
        ({"panel": "id", "bootstrap": 10}, "--bootstrap"),
        ({"line": None, "relative_line": 0.5, "by_household": True, "panel": "id"}, "--relative-line"),
        ({"level": 1}, "--level"),
        ({"seed": 1}, "--bootstrap"),
    ],
)
def test_what_cannot_be_asked(options, said):
    data = {**made(40, 1), "id": np.arange(40)}
    with pytest.raises(UsageError, match=said):
        growth(data, data, **{"line": 1, **ROLES, **options})


def test_households_that_cannot_be_linked():
    first, second = made(40, 1), made(40, 2)
    second["id"] = second["id"] + 1000
    with pytest.raises(InputError, match="no row is linked"):
        growth(first, second, line=1, panel="id", by_household=True, **ROLES)
    first["g"] = np.array(["q"] * 40)
    answer = growth(first, second, line=1, by="g", points=50, **ROLES)
    assert [row.groups for row in answer] == [{}]
    assert any(note.code == "domains_left_out" for note in answer.notes)


def test_the_answer_begins_with_what_it_says():
    both = pair(200)
    answer = growth(*both, line_column="z", **ROLES)
    rows = places(answer)
    assert f"{rows[10].growth_percent:.2f} at percentile 10" in str(answer.opening)
    assert "persentil ke-50" in answer.opening.spoken("id")
    summary = growth(*both, line_column="z", summary=True, **ROLES)
    assert f"poorest 40 percent by {rates(summary)['growth_bottom40'].estimate:.2f}" in str(summary.opening)


@pytest.mark.parametrize("options", [{}, {"by": "g"}, {"summary": True}])
def test_a_terminal_shows_a_table(options):
    """With a line of steps below it for each curve that is short enough."""
    answer = growth(
        *pair(80), line_column="z", points=None if "summary" in options else "10-30", **options, **ROLES
    )
    text = "".join(table.render(answer, "table", Style("en", width=80, terminal=True)))
    assert "Growth" in text
    if options.get("by"):
        assert "\ng a: " in text
