"""Who are the poor? Against DASP's table, arithmetic over rows, the bootstrap, and what has no answer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from survey.golden import golden
from survey.test_elasticities import COLUMNS, error, survey

from kaltim_poverty import measures
from kaltim_poverty.errors import InputError, UsageError
from kaltim_poverty.survey.profile import profile


def with_columns(seed, rows=600):
    """The survey with a number and a text that depend a little on welfare."""
    data = survey(seed, rows)
    random = np.random.default_rng(seed + 100)
    data["size"] = np.clip(np.round(8 - np.log(data["y"]) + random.normal(0, 1, rows)), 1, 9)
    data["home"] = np.where(random.random(rows) < 0.2 + 0.3 * (data["y"] < 8), "rent", "own")
    return data


def influence_of_ratio(data, above, below, scale=1.0):
    """A ratio of two totals and the influence of each row on it."""
    total, under = ((data["w"] * each).sum() for each in (above, below))
    return scale * total / under, scale * (above - total / under * below) / under


def of_group(data, group, z):
    """Value and influence of each measure of a group, from sums over all rows."""
    inside = (data["g"] == group).astype(float)
    u = data["y"] / z
    poor = (u < 1).astype(float)
    gap = poor * (1 - u)
    one = np.ones_like(u)

    def relative(values):
        own, of_own = influence_of_ratio(data, inside * values, inside)
        every, of_every = influence_of_ratio(data, values, one)
        return own / every, (of_own - own / every * of_every) / every

    return {
        "population_share": influence_of_ratio(data, inside, one, 100),
        "p0": influence_of_ratio(data, inside * poor, inside, 100),
        "p1": influence_of_ratio(data, inside * gap, inside, 100),
        "poor_share": influence_of_ratio(data, inside * poor, poor, 100),
        "gap_share": influence_of_ratio(data, inside * gap, gap, 100),
        "relative_risk": relative(poor),
        "mean_ratio": relative(u),
    }


@pytest.mark.parametrize("line", [{"line": 8.0}, {"line_column": "z"}])
def test_groups_from_sums_over_rows(line):
    data = with_columns(1)
    answer = profile(data, by="g", ci="wald", **line, **COLUMNS)
    z = data["z"] if "line_column" in line else 8.0
    for row in answer:
        if row.groups:
            value, influence = of_group(data, row.groups["g"], z)[row.measure]
        else:
            name, _, part = row.measure.partition("_")
            components = getattr(measures, f"{name}_decomposition")(data["y"], data["w"], data["g"])
            value, influence = components[part].value, components[part].influence
            assert row.share == pytest.approx(100 * value / getattr(measures, name)(data["y"], data["w"]))
            assert row.n == 600
        assert row.estimate == pytest.approx(value, rel=1e-10)
        assert row.se == pytest.approx(error(data, influence), rel=1e-8), row.measure
        assert row.breakdown == "g"
    assert [row.measure for row in answer][:7] == list(of_group(data, "a", z))
    assert [row.measure for row in answer][14:] == [
        *("theil_within", "theil_between", "mld_within", "mld_between"),
        *("gini_within", "gini_between", "gini_overlap"),
    ]


def test_degrees_of_freedom_are_of_the_group_or_of_everybody():
    """A group that lies in two of four strata has half of them for P0 and P1."""
    data = with_columns(2)
    data["g"] = np.where(data["s"] < 2, "a", "b")
    answer = profile(data, by="g", line=8, **COLUMNS)
    found = {(row.groups.get("g"), row.measure): row.df for row in answer}
    assert {found["a", name] for name in ("p0", "p1")} == {28}
    others = ("population_share", "poor_share", "gap_share", "relative_risk", "mean_ratio")
    assert {found["a", name] for name in others} == {56}
    assert found[None, "theil_within"] == 56


def test_the_intervals_of_shares_are_on_the_logit_scale():
    data = with_columns(3)
    for row in profile(data, by="g", line=8, **COLUMNS):
        middle = row.ci_low is not None and (row.ci_low + row.ci_high) / 2
        is_wald = middle == pytest.approx(row.estimate, rel=1e-9)
        assert is_wald != (row.measure in ("population_share", "p0", "poor_share")), row.measure


@pytest.mark.parametrize(
    "line", [{"line": 8.0}, {"relative_line": 0.6}, {"relative_line": 0.6, "relative_to": "mean"}]
)
def test_the_bootstrap_says_the_same_of_groups(line):
    data = with_columns(4, 3000)
    data["g"] = np.where(data["home"] == "rent", "a", "b")
    one = profile(data, by="g", **line, **COLUMNS)
    two = profile(data, by="g", bootstrap=200, seed=6, **line, **COLUMNS)
    for row, drawn in zip(one, two, strict=True):
        assert row.estimate == pytest.approx(drawn.estimate, rel=1e-12)
        assert drawn.se == pytest.approx(row.se, rel=0.2), row.measure


def test_an_estimated_line_enters_by_the_welfare_of_all():
    """A mean of welfare over the line: the line cancels in its ratio, and counts in nothing else alike."""
    data = with_columns(6)
    fixed = profile(data, by="g", line=0.6 * measures.median(data["y"], data["w"]), **COLUMNS)
    estimated = profile(data, by="g", relative_line=0.6, **COLUMNS)
    for one, other in zip(fixed, estimated, strict=True):
        assert one.estimate == pytest.approx(other.estimate, rel=1e-12)
        same = one.measure in ("population_share", "mean_ratio") or not one.groups
        assert (one.se == pytest.approx(other.se, rel=1e-9)) == same, one.measure


def test_dasp_of_burkina_faso():
    """DASP manual, decomposition of the FGT index by group: shares of people and of all gaps."""
    published = golden("dasp_burkina")
    raw = published["inputs"]["bkf94I"]
    data = {key: np.array(value) for key, value in raw.items() if isinstance(value, list)}
    table = published["expected"]["p1_1994_by_gse"]
    design = {"weight": "weight", "size": "size", "stratum": "strata", "psu": "psu", "nest": True}
    answer = profile(data, welfare="exppc", line=41099, by="gse", **design)
    found = {(row.groups.get("gse"), row.measure): row for row in answer}
    for group, gap, people, _, contribution, se in table["rows"]:
        assert found[str(group), "p1"].estimate == pytest.approx(100 * gap, abs=0.51e-4)
        assert found[str(group), "p1"].se == pytest.approx(100 * se, abs=0.51e-4)
        assert found[str(group), "population_share"].estimate == pytest.approx(100 * people, abs=0.51e-4)
        assert found[str(group), "gap_share"].estimate == pytest.approx(100 * contribution, abs=0.51e-4)


def test_means_and_shares_among_the_poor():
    """The mean of rows, and the difference with its covariance by PSU."""
    data = with_columns(7)
    answer = profile(data, of="size,home", line=8, ci="wald", **COLUMNS)
    poor, one = (data["y"] < 8).astype(float), np.ones(600)
    inside = {"all": one, "poor": poor, "not_poor": 1 - poor}
    values = {"size": data["size"], "home": data["home"] == "rent"}
    for row in answer:
        if row.category == "own":
            continue
        x, scale = values[row.column], 100 if row.column == "home" else 1
        if row.group == "difference":
            (a, of_poor), (b, of_others) = (
                influence_of_ratio(data, x * inside[each], inside[each], scale)
                for each in ("poor", "not_poor")
            )
            value, influence = a - b, of_poor - of_others
            assert 0 <= row.p_value <= 1
        else:
            value, influence = influence_of_ratio(data, x * inside[row.group], inside[row.group], scale)
            assert row.p_value is None
            assert row.n == inside[row.group].sum()
        assert row.estimate == pytest.approx(value, rel=1e-10)
        assert row.se == pytest.approx(error(data, influence), rel=1e-8), (row.column, row.group)
        assert row.unit == ("percent" if row.column == "home" else "own")
    assert len(answer) == 4 + 2 * 4


def test_columns_in_domains_and_under_replicates():
    data = with_columns(8, 2000)
    one = profile(data, of="size", shares="s", by="g", line=8, **COLUMNS)
    two = profile(data, of="size", shares="s", by="g", line=8, bootstrap=150, **COLUMNS)
    assert len(one) == 3 * (4 + 4 * 4)
    for row, drawn in zip(one, two, strict=True):
        assert (row.groups, row.group, row.estimate) == (drawn.groups, drawn.group, drawn.estimate)
        if row.column == "size":
            assert drawn.se == pytest.approx(row.se, rel=0.2)
    own = [row for row in one if row.groups == {"g": "a"} and row.column == "size"]
    alone = profile(data, of="size", line=8, where="g = 'a'", **COLUMNS)
    for row, other in zip(own, alone, strict=True):
        assert (row.estimate, row.se, row.n) == pytest.approx((other.estimate, other.se, other.n))


def test_an_empty_cell_costs_its_column_alone():
    data = with_columns(9)
    data["size"] = data["size"].astype(object)
    data["size"][:7] = None
    data["home"] = data["home"].astype(object)
    data["home"][3:5] = None
    with pytest.raises(InputError, match="column size: the value is missing; 7 rows lack one"):
        profile(data, of="size", line=8, **COLUMNS)
    answer = profile(data, of="size,home,w", line=8, missing="drop", **COLUMNS)
    rows = {(row.column, row.category): row.n for row in answer if row.group == "all"}
    assert rows == {("size", ""): 593, ("home", "own"): 598, ("home", "rent"): 598, ("w", ""): 600}
    said = [str(note) for note in answer.notes]
    assert "7 rows lack a value of size and are left out of that column alone." in said
    assert "2 rows lack a value of home and are left out of that column alone." in said


def test_a_relative_line_is_held_fixed_for_columns():
    data = with_columns(10)
    z = 0.6 * measures.median(data["y"], data["w"])
    one, other = (
        profile(data, of="size", **line, **COLUMNS) for line in ({"line": z}, {"relative_line": 0.6})
    )
    for row, same in zip(one, other, strict=True):
        assert (row.estimate, row.se) == pytest.approx((same.estimate, same.se), rel=1e-12)
    codes = [note.code for note in other.notes]
    assert "line_fixed_median" in codes
    assert not {"line_relative_median", "line_density"} & set(codes)


def test_what_is_said_first():
    data = with_columns(11)
    answer = profile(data, by="g", line=8, **COLUMNS)
    shares = {row.groups["g"]: row.estimate for row in answer if row.measure == "poor_share"}
    most = max(shares, key=shares.get)
    assert str(answer.opening).startswith(f"Of the poor, {shares[most]:.2f} percent (SE ")
    assert f"are in g {most}" in str(answer.opening)
    assert answer.opening.spoken("id").startswith("Dari penduduk miskin, ")
    size = profile(data, of="size", line=8, **COLUMNS)
    assert str(size.opening).startswith("The mean of size is ")
    assert "can be told from zero" in str(size.opening)
    home = profile(data, of="home", line=8, **COLUMNS)
    assert str(home.opening).startswith("home is own of ") or str(home.opening).startswith("home is rent of ")


def test_nobody_and_everybody_poor():
    data = {"y": [1.0, 2, 9, 9, 9, 9], "g": list("aabbbb"), "w": [1.0] * 6}
    found = {
        (row.groups.get("g"), row.measure): row
        for row in profile(data, welfare="y", weight="w", by="g", line=5)
    }
    assert (found["a", "p0"].estimate, found["a", "p0"].se, found["a", "p0"].ci_low) == (100, 0, None)
    assert str(found["a", "p0"].note) == "everybody is poor in the sample: no interval"
    assert (found["b", "poor_share"].estimate, found["b", "poor_share"].ci_low) == (0, None)
    none = profile(data, welfare="y", weight="w", by="g", line=0.5)
    values = {(row.groups.get("g"), row.measure): row for row in none}
    assert values["a", "p0"].estimate == 0
    assert values["a", "poor_share"].estimate is None
    assert str(values["a", "poor_share"].note) == "nobody is poor"
    assert none.opening is None


def test_inequality_that_does_not_exist():
    data = {"y": [0.0, 2, 9, -1], "g": list("aabb")}
    found = {row.measure: row for row in profile(data, welfare="y", by="g", line=5) if not row.groups}
    assert found["gini_within"].estimate is not None
    assert (found["theil_within"].estimate, found["theil_within"].share) == (None, None)
    assert str(found["theil_between"].note) == "1 row has negative welfare"
    zero = {row.measure: row for row in profile({**data, "y": [0.0, 2, 9, 3]}, welfare="y", by="g", line=5)}
    assert zero["theil_within"].estimate is not None
    assert str(zero["mld_within"].note) == "1 row has welfare 0"


@pytest.mark.parametrize(
    ("options", "error_class", "said"),
    [
        ({"line": 5}, UsageError, "say whose profile"),
        ({"by": "g"}, UsageError, "survey profile needs a poverty line"),
        ({"of": "g"}, UsageError, "survey profile needs a poverty line"),
        ({"by": "q", "line": 5}, InputError, "'q'"),
        ({"of": "q", "line": 5}, InputError, "--of"),
        ({"shares": "q", "line": 5}, InputError, "--shares"),
        ({"by": "measure", "line": 5}, UsageError, "measure"),
        ({"by": "g", "line": -5}, UsageError, "--line"),
        ({"by": "g", "line": 5, "ci": "exact"}, UsageError, "--ci"),
        ({"by": "g", "line": 5, "level": 2}, UsageError, "--level"),
        ({"of": "welfare", "shares": "many", "line": 5}, UsageError, "many has 1200 values"),
    ],
)
def test_what_is_refused(options, error_class, said):
    many = [f"v{place}" for place in range(1200)]
    data = {"welfare": np.arange(1200.0), "g": ["a", "b"] * 600, "measure": ["x"] * 1200, "many": many}
    with pytest.raises(error_class, match=said):
        profile(data, **options)


@settings(max_examples=8, deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.integers(1, 30), st.integers(1, 4), st.sampled_from("abc")), min_size=4, max_size=20
    ),
    factor=st.sampled_from([0.01, 1e5]),
)
def test_shares_add_up_and_the_unit_does_not_matter(rows, factor):
    y, w, g = (np.array(column) for column in zip(*rows, strict=True))
    data = {"y": y.astype(float), "w": w.astype(float), "g": g}
    answer = profile(data, welfare="y", weight="w", by="g", line=12)
    for name in ("population_share", "poor_share", "gap_share"):
        values = [row.estimate for row in answer if row.measure == name]
        assert None in values or sum(values) == pytest.approx(100)
    scaled = profile({**data, "y": factor * data["y"]}, welfare="y", weight="w", by="g", line=12 * factor)
    for one, other in zip(answer, scaled, strict=True):
        assert (one.estimate is None) == (other.estimate is None)
        if one.estimate is not None:
            assert one.estimate == pytest.approx(other.estimate, rel=1e-9, abs=1e-9)
