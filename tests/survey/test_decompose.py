"""Why poverty changed: published decompositions, a dense second implementation, axioms, replicates."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from survey.change_by_hand import (
    MEASURES,
    density,
    derivatives,
    design_of,
    into_groups,
    into_growth,
    into_prices,
    made,
    mean,
    of,
    se_and_df,
)
from survey.golden import golden

from kaltim_poverty.errors import NotFoundError, UsageError
from kaltim_poverty.survey.decompose import decompose

ROLES = {"welfare": "y", "weight": "w", "stratum": "h", "psu": "p"}
SMOOTH = "p1,p2,fgt_1.5"  # have a derivative in the mean without a density


def found(answer, measure, **groups):
    """Rows of one domain by method and component."""
    return {
        (row.method, row.component): row for row in answer if row.measure == measure and row.groups == groups
    }


def test_a_panel_of_ten_people_as_dasp_prints_it():
    data = golden("growth_redistribution_toy")
    given_, expected = data["inputs"], data["expected"]
    both = [{"id": given_["person"], "w": given_["weight"], "y": given_[f"inc_t{t}"]} for t in (1, 2)]
    answer = decompose(*both, welfare="y", weight="w", line=given_["line"], panel="id", measure="p1")
    rows = found(answer, "p1")
    for method, name in (
        ("first", "datt_ravallion_ref_t1"),
        ("last", "datt_ravallion_ref_t2"),
        ("shapley", "shapley"),
    ):
        own = expected[name]
        for component in ("growth", "redistribution"):
            row = rows[method, component]
            assert row.contribution / 100 == pytest.approx(own[component], abs=6e-7)
            assert row.se / 100 == pytest.approx(own[f"se_{component}"], abs=6e-7)
            assert row.df == 9
    assert rows["first", "residual"].contribution / 100 == pytest.approx(0.05635, abs=6e-7)
    change = expected["p1_difference"]
    total = rows["shapley", "total"]
    assert [total.contribution, total.se, total.ci_low, total.ci_high] == pytest.approx(
        [100 * change["value"], 100 * change["se"], *(100 * end for end in change["ci95"])], abs=6e-5
    )


@pytest.fixture(scope="module")
def burkina():
    data = golden("dasp_burkina")["inputs"]
    both = [
        {name: values for name, values in data[f"bkf{year}I"].items() if isinstance(values, list)}
        for year in (94, 98)
    ]
    both[0]["y"], both[1]["y"] = both[0]["exppc"], both[1]["exppcz"]
    options = {"welfare": "y", "weight": "weight", "size": "size", "stratum": "strata", "psu": "psu"}
    return both, {**options, "nest": True, "line": data["line"], "measure": "p0"}


def test_burkina_faso_as_dasp_prints_it(burkina):
    """Growth .024963, redistribution −.022975, residual .006125; Shapley .028025, −.019913."""
    both, options = burkina
    rows = found(decompose(*both, **options), "p0")
    expected = {
        ("shapley", "total"): 0.008113,
        ("first", "growth"): 0.024963,
        ("first", "redistribution"): -0.022975,
        ("first", "residual"): 0.006125,
        ("shapley", "growth"): 0.028025,
        ("shapley", "redistribution"): -0.019913,
    }
    for key, value in expected.items():
        assert rows[key].contribution / 100 == pytest.approx(value, abs=6e-7)
    assert rows["shapley", "total"].se / 100 == pytest.approx(0.019477, abs=6e-7)


def test_zones_of_burkina_faso_as_dasp_prints_them(burkina):
    """Within .009740, shift −.001914, interaction .000287."""
    both, options = burkina
    rows = found(decompose(*both, **options, into="groups", by="zone"), "p0")
    for component, value in (("within", 0.009740), ("shift", -0.001914), ("interaction", 0.000287)):
        assert rows["first", component].contribution / 100 == pytest.approx(value, abs=6e-7)
    assert rows["first", "total"].se / 100 == pytest.approx(0.019477, abs=6e-7)


CASES = [
    pytest.param({}, {"growth": 1.2}, id="plain"),
    pytest.param({"ties": True}, {"ties": True, "growth": 0.9}, id="ties"),
    pytest.param({"negative": True}, {"negative": True, "growth": 1.1}, id="negative"),
]


def pair(first, second, rows=48):
    """Two surveys of unlike size and design."""
    return made(rows, 1, **first), made(rows - 9, 2, **second)


@pytest.mark.parametrize(("first", "second"), CASES)
@pytest.mark.parametrize("into", ["growth", "prices"])
@pytest.mark.parametrize("linked", [False, True])
def test_components_and_their_errors_by_differences_in_every_weight(first, second, into, linked):
    both = pair(first, second)
    compute = {"growth": into_growth, "prices": into_prices}[into]
    surveys = [of(data) for data in both]
    panel = {"panel": "id"} if linked else {}
    answer = decompose(*both, line_column="z", measure=SMOOTH, into=into, **ROLES, **panel)
    for measure in SMOOTH.split(","):
        expected = compute(*surveys, measure)
        slopes = derivatives(lambda one, two, m=measure: compute(one, two, m), *surveys)
        rows = found(answer, measure)
        assert set(rows) == set(expected)
        for key, value in expected.items():
            se, df = se_and_df(
                [own[key] for own in slopes], surveys, list(map(design_of, both)), linked=linked
            )
            assert rows[key].contribution == pytest.approx(value, rel=1e-9, abs=1e-10)
            assert rows[key].se == pytest.approx(se, rel=1e-6)
            assert rows[key].df == pytest.approx(df, rel=1e-5)


def test_watts_by_differences_and_undefined_where_somebody_poor_has_nothing():
    both = pair({}, {"growth": 1.2})
    surveys = [of(data) for data in both]
    rows = found(decompose(*both, line_column="z", measure="watts", **ROLES), "watts")
    slopes = derivatives(lambda one, two: into_growth(one, two, "watts"), *surveys)
    for key, value in into_growth(*surveys, "watts").items():
        se, _ = se_and_df([own[key] for own in slopes], surveys, list(map(design_of, both)))
        assert rows[key].contribution == pytest.approx(value, rel=1e-9)
        assert rows[key].se == pytest.approx(se, rel=1e-6)
    both = pair({"negative": True}, {})
    lacking = found(decompose(*both, line_column="z", measure="watts", **ROLES), "watts")
    defined = {key for key, row in lacking.items() if row.contribution is not None}
    assert defined == {("last", "growth")}  # which rests on the second survey alone
    assert "--floor" in str(lacking["shapley", "growth"].note)
    lifted = decompose(*both, line_column="z", measure="watts", floor=0.2, **ROLES)
    data = [{**each, "y": np.where(each["y"] <= 0, 0.2, each["y"])} for each in both]
    (u1, w1), (_, w2) = ((each["y"] / each["z"], each["w"]) for each in data)
    k = mean(both[1]["y"] / both[1]["z"], w2) / mean(both[0]["y"] / both[0]["z"], w1)  # of welfare as it is
    expected = MEASURES["watts"](k * u1, w1) - MEASURES["watts"](u1, w1)
    assert found(lifted, "watts")["first", "growth"].contribution == pytest.approx(expected, rel=1e-9)


def slopes_of_p0(first, second):
    """The influence of rows on the growth component (first) of P0, written out."""
    (u1, w1), (u2, w2) = ((y / z, w) for y, z, w in (first, second))
    m1, m2 = mean(u1, w1), mean(u2, w2)
    k = m2 / m1
    in_k = -100 * density(u1, w1, 1 / k) / k**2
    rate = [MEASURES["p0"](x, w1) for x in (k * u1, u1)]
    one = (100 * (k * u1 < 1) - rate[0] - 100 * (u1 < 1) + rate[1]) / w1.sum()
    return [one + in_k * -k * (u1 - m1) / (w1.sum() * m1), in_k * (u2 - m2) / (w2.sum() * m1)]


def test_the_rate_moves_with_the_mean_by_the_density_at_the_line():
    both = pair({}, {"growth": 1.2}, rows=120)
    surveys = [of(data) for data in both]
    row = found(decompose(*both, line_column="z", measure="p0", **ROLES), "p0")["first", "growth"]
    se, df = se_and_df(slopes_of_p0(*surveys), surveys, list(map(design_of, both)))
    assert row.contribution == pytest.approx(into_growth(*surveys, "p0")["first", "growth"], rel=1e-9)
    assert row.se == pytest.approx(se, rel=1e-9)
    assert row.df == pytest.approx(df, rel=1e-9)


@pytest.mark.parametrize("into", ["growth", "prices"])
def test_a_line_that_is_a_share_of_the_mean_brings_its_own_error(into):
    """The line of each survey is computed from the moved weights of everybody, for a domain too."""
    both = pair({}, {"growth": 1.2})
    surveys = [of(data) for data in both]
    of_parts = {"growth": into_growth, "prices": into_prices}[into]

    def compute(one, two):
        inside = [data["g"] == "a" for data in both]
        lines = [
            np.full(own.sum(), 0.6 * mean(y, w)) for own, (y, _, w) in zip(inside, (one, two), strict=True)
        ]
        relative = [(y[own], z, w[own]) for own, z, (y, _, w) in zip(inside, lines, (one, two), strict=True)]
        return of_parts(*relative, "p2")

    line = {"relative_line": 0.6, "relative_to": "mean"}
    answer = decompose(*both, **line, measure="p2", into=into, by="g", **ROLES)
    slopes, rows = derivatives(compute, *surveys), found(answer, "p2", g="a")
    for key, value in compute(*surveys).items():
        se, _ = se_and_df([own[key] for own in slopes], surveys, list(map(design_of, both)))
        assert rows[key].contribution == pytest.approx(value, rel=1e-9, abs=1e-10)
        assert rows[key].se == pytest.approx(se, rel=2e-6, abs=1e-9)


@pytest.mark.parametrize("linked", [False, True])
@pytest.mark.parametrize("lacking", [False, True])
def test_groups_and_their_sums_by_differences(linked, lacking):
    both = pair({}, {"growth": 1.2})
    if lacking:  # one survey has no group c
        both[1]["g"] = np.where(both[1]["g"] == "c", "a", both[1]["g"])
    surveys = [of(data) for data in both]
    names = [data["g"] for data in both]
    panel = {"panel": "id"} if linked else {}
    answer = decompose(*both, line_column="z", measure="p1", into="groups", by="g", **ROLES, **panel)
    expected = into_groups(*surveys, "p1", names)
    slopes = derivatives(lambda one, two: into_groups(one, two, "p1", names), *surveys)
    assert {(row.groups.get("g"), row.method, row.component) for row in answer} == set(expected)
    for row in answer:
        key = (row.groups.get("g"), row.method, row.component)
        se, df = se_and_df([own[key] for own in slopes], surveys, list(map(design_of, both)), linked=linked)
        assert row.contribution == pytest.approx(expected[key], rel=1e-9, abs=1e-12)
        assert row.se == pytest.approx(se, rel=1e-6, abs=1e-9)
        if se > 1e-9:
            assert row.df == pytest.approx(df, rel=1e-5)
        if row.groups.get("g") == "c" and lacking and row.component == "within":
            assert row.contribution == 0
            assert row.se == 0
            assert row.p_value is None


def test_a_domain_is_the_survey_of_its_rows_within_the_whole_design():
    both = pair({}, {"growth": 1.2}, rows=80)
    answer = decompose(*both, line_column="z", measure="p1", by="g", **ROLES)
    alone = decompose(*both, line_column="z", measure="p1", where="g = 'b'", **ROLES)
    one, other = found(answer, "p1", g="b"), found(alone, "p1")
    for key, row in one.items():
        assert (row.contribution, row.se, row.df) == pytest.approx(
            (other[key].contribution, other[key].se, other[key].df), rel=1e-12
        )


def test_a_domain_of_one_survey_is_left_out_and_none_in_common_is_an_error():
    first, second = made(40, 1), made(40, 2)
    second["g"] = np.where(second["g"] == "c", "d", second["g"])
    answer = decompose(first, second, line=1, measure="p1", by="g", **ROLES)
    assert [row.groups["g"] for row in answer if row.groups][::11] == ["a", "b"]
    assert any(note.code == "domains_left_out" and "c, d" in str(note) for note in answer.notes)
    second["g"] = np.array(["z"] * 40)
    with pytest.raises(NotFoundError):
        decompose(first, second, line=1, measure="p1", into="groups", by="g", **ROLES)


@pytest.mark.parametrize(
    ("rows", "draws", "near"), [(240, 150, 0.25), pytest.param(1200, 1000, 0.1, marks=pytest.mark.slow)]
)
def test_bootstrap_agrees_with_linearisation(rows, draws, near):
    both = made(rows, 3), made(rows, 4, growth=1.15)
    for into in ({}, {"into": "prices"}, {"into": "groups", "by": "g"}):
        exact = decompose(*both, line_column="z", measure="p1,p2", **into, **ROLES)
        drawn = decompose(*both, line_column="z", measure="p1,p2", bootstrap=draws, seed=1, **into, **ROLES)
        sums = [(one, two) for one, two in zip(exact, drawn, strict=True) if not one.groups]
        for one, two in sums:
            assert two.contribution == one.contribution
            if one.component in ("growth", "redistribution", "total", "income", "prices", "within"):
                assert two.se == pytest.approx(one.se, rel=near)


def test_replicates_of_a_file_move_one_survey_at_a_time():
    """A delete-one jackknife of PSUs, each replicate computed by hand."""
    both = [made(24, 5), made(24, 6, growth=1.2)]
    columns = []
    for data in both:
        psus = np.unique(data["p"])
        n = len(psus)
        columns.append([np.where(data["p"] == psu, 0.0, data["w"] * n / (n - 1)) for psu in psus])
        data.update({f"r{place}": column for place, column in enumerate(columns[-1])})
    options = {"welfare": "y", "weight": "w", "replicate_weights": "r*", "replicate_method": "jk1"}
    rows = found(decompose(*both, line_column="z", measure="p1", **options), "p1")
    surveys = [of(data) for data in both]
    whole = into_growth(*surveys, "p1")
    for key, value in whole.items():
        total = 0.0
        for side in (0, 1):
            n = len(columns[side])
            for column in columns[side]:
                moved = [tuple(survey) for survey in surveys]
                moved[side] = (*surveys[side][:2], column)
                total += (n - 1) / n * (into_growth(*moved, "p1")[key] - value) ** 2
        assert rows[key].se == pytest.approx(total**0.5, rel=1e-9)


WELFARE = st.lists(st.floats(0.05, 9), min_size=8, max_size=16)


@settings(max_examples=4, deadline=None)
@given(WELFARE, WELFARE, st.floats(0.2, 5))
def test_axioms(first, second, factor):
    """Components add up; scaling welfare and line changes nothing; a survey against itself is 0."""
    both = {"y": first}, {"y": second}
    for into in ("growth", "prices"):
        answer = decompose(*both, welfare="y", line=1.3, into=into, measure="p0,p1,watts")
        for measure in ("p0", "p1", "watts"):
            rows = found(answer, measure)
            for method in {method for method, _ in rows}:
                parts = [r.contribution for (own, c), r in rows.items() if own == method and c != "total"]
                assert sum(parts) == pytest.approx(rows[method, "total"].contribution, rel=1e-12, abs=1e-11)
    scaled = {"y": [factor * y for y in first]}
    other = decompose(scaled, both[1], welfare="y", line=(1.3 * factor, 1.3), measure="p1")
    plain = decompose(*both, welfare="y", line=1.3, measure="p1")
    for one, two in zip(plain, other, strict=True):
        assert two.contribution == pytest.approx(one.contribution, rel=1e-9, abs=1e-9)
    for row in decompose(both[0], both[0], welfare="y", line=1.3, measure="p0,p1,watts"):
        assert row.contribution == 0


@settings(max_examples=4, deadline=None)
@given(WELFARE, st.floats(0.5, 2))
def test_equal_growth_is_no_redistribution_and_an_equal_mean_no_growth(welfare, factor):
    both = {"y": welfare}, {"y": [factor * y for y in welfare]}
    answer = decompose(*both, welfare="y", line=1.3, measure="p1,p2")
    spread = {"y": [np.mean(welfare)] * len(welfare)}
    for measure in ("p1", "p2"):
        rows = found(answer, measure)
        assert rows["shapley", "redistribution"].contribution == pytest.approx(0, abs=1e-9)
        equal = found(decompose(both[0], spread, welfare="y", line=1.3, measure=measure), measure)
        assert equal["shapley", "growth"].contribution == pytest.approx(0, abs=1e-9)


def test_a_mean_that_is_not_above_0_has_no_components_but_a_change():
    first, second = {"y": [-3.0, -2, 1, 1.5]}, {"y": [0.5, 1, 2, 3.0]}
    rows = found(decompose(first, second, welfare="y", line=1.2, measure="p1"), "p1")
    assert rows["shapley", "growth"].contribution is None
    assert "not above 0" in str(rows["first", "residual"].note)
    assert rows["shapley", "total"].contribution is not None


@pytest.mark.parametrize("measure", ["gini", "sen", "sst", "gap_poor", "poor_count", "mean", "median"])
def test_measures_that_do_not_add_up_are_refused(measure):
    data = {"y": [1.0, 2, 3]}
    with pytest.raises(UsageError, match="fgt_A"):
        decompose(data, data, welfare="y", line=2, measure=measure)


def test_groups_need_one_breakdown_and_everything_a_line():
    data = {"y": [1.0, 2, 3], "g": [1, 1, 2], "h": [1, 2, 2]}
    for by in (None, ["g", "h"]):
        with pytest.raises(UsageError, match="exactly one --by"):
            decompose(data, data, welfare="y", line=2, into="groups", by=by)
    with pytest.raises(UsageError, match="poverty line"):
        decompose(data, data, welfare="y")
    joined = decompose(data, data, welfare="y", line=2, into="groups", by="g,h", measure="p1")
    assert {tuple(row.groups.items()) for row in joined} == {
        (),
        *((("g", g), ("h", h)) for g, h in (("1", "1"), ("1", "2"), ("2", "2"))),
    }


def test_the_answer_begins_with_what_it_says():
    both = made(240, 3), made(240, 4, growth=1.3)
    answer = decompose(*both, line_column="z", **ROLES)
    rows = found(answer, "p0")
    total, growth = rows["shapley", "total"], rows["shapley", "growth"]
    text = answer.opening.spoken("en")
    assert f"{abs(total.contribution):.2f} percentage points in the poverty rate" in text
    assert f"{abs(growth.contribution):.2f} (SE {growth.se:.2f}) came with growth" in text
    assert "persentase penduduk miskin" in answer.opening.spoken("id")
