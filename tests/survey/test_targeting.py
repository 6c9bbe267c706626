"""Who receives: against sums by hand, derivatives in the weights, and replicates computed one by one."""

from __future__ import annotations

import numpy as np
import pytest

from kaltim_poverty.measures import incidence
from kaltim_poverty.survey.example import example
from kaltim_poverty.survey.targeting import targeting

ROLES = {"welfare": "y", "weight": "w", "size": "size", "stratum": "h", "psu": "psu"}
LINE = 100.0


def made(rows=240, seed=1, *, values=None):
    """A small survey of eight strata; *values* of welfare make ties."""
    random = np.random.default_rng(seed)
    welfare = np.exp(random.normal(4.8, 0.6, rows)).round(2)
    if values is not None:
        welfare = random.choice(np.linspace(40, 400, values), rows)
    received = (random.random(rows) < np.where(welfare < 110, 0.5, 0.15)).astype(np.int64)
    psu = np.arange(rows) // 5
    return {
        "y": welfare,
        "w": random.uniform(1, 9, rows).round(2),
        "size": random.integers(1, 7, rows),
        "h": psu // 6,
        "psu": psu,
        "got": received,
        "pay": received * random.integers(1, 9, rows) * 50.0,
        "urban": random.integers(1, 3, rows),
    }


def found(answer, domain=None):
    """Rows by group and measure, of everybody or of one domain."""
    wanted = domain or {}
    return {(row.group, row.measure): row for row in answer if row.groups == wanted}


def spread_out(data):
    """Persons of the rows, each tie cut in its own proportion: the part of each row in every tenth."""
    people = data["w"] * data["size"]
    parts = np.zeros((10, len(people)))
    whole = people.sum()
    for value in np.unique(data["y"]):
        tie = data["y"] == value
        start, end = people[data["y"] < value].sum(), people[data["y"] <= value].sum()
        for tenth in range(10):
            low, high = max(start, tenth * whole / 10), min(end, (tenth + 1) * whole / 10)
            parts[tenth, tie] = max(0.0, high - low) / (end - start)
    return people, parts


@pytest.mark.parametrize("values", [None, 7, 40])
def test_groups_by_hand(values):
    data = made(values=values)
    people, parts = spread_out(data)
    benefit = data["pay"] / data["size"]
    rows = found(targeting(data, received="got", benefit="pay", line=LINE, **ROLES))
    poor = data["y"] < LINE
    groups = {f"decile_{k + 1}": parts[k] for k in range(10)}
    groups.update(all=np.ones(len(people)), poor=poor * 1.0, not_poor=~poor * 1.0)
    for group, inside in groups.items():
        own = people * inside
        got, paid = (own * data["got"]).sum(), (own * benefit).sum()
        expected = {
            "coverage": 100 * got / own.sum(),
            "share_of_recipients": 100 * got / (people * data["got"]).sum(),
            "share_of_benefit": 100 * paid / (people * benefit).sum(),
            "benefit_per_recipient": paid / got if got else None,
        }
        for measure, value in expected.items():
            if value is None:
                assert rows[group, measure].estimate is None
            else:
                assert rows[group, measure].estimate == pytest.approx(value, rel=1e-11, abs=1e-11)
        assert rows[group, "coverage"].population == pytest.approx(own.sum())
        assert rows[group, "coverage"].n == np.count_nonzero(inside > 1e-12)


@pytest.mark.parametrize("values", [None, 7])
def test_errors_and_indices_by_hand(values):
    data = made(values=values)
    people, parts = spread_out(data)
    benefit = data["pay"] / data["size"]
    rows = found(targeting(data, received="got", benefit="pay", line=LINE, **ROLES))
    poor, got = data["y"] < LINE, data["got"] == 1
    assert rows["all", "exclusion_error"].estimate == pytest.approx(
        100 * people[poor & ~got].sum() / people[poor].sum(), rel=1e-12
    )
    assert rows["all", "inclusion_error"].estimate == pytest.approx(
        100 * people[got & ~poor].sum() / people[got].sum(), rel=1e-12
    )
    paid = people * benefit
    assert rows["all", "targeting_ratio"].estimate == pytest.approx(
        (parts[:4].sum(axis=0) * paid).sum() / paid.sum() / 0.4, rel=1e-12
    )
    y, w = data["y"], people
    pairs = (np.sign(y[:, None] - y[None, :]) * w[None, :]).sum(axis=1)  # people below less people above
    assert rows["all", "concentration_index"].estimate == pytest.approx(
        (paid * pairs).sum() / (w.sum() * paid.sum()), rel=1e-11
    )


def test_receipt_alone_counts_recipients():
    data = made()
    rows = found(targeting(data, received="got", line=LINE, **ROLES))
    assert ("all", "share_of_benefit") not in rows
    both = found(targeting({**data, "pay": data["got"] * data["size"]}, benefit="pay", line=LINE, **ROLES))
    for measure in ("targeting_ratio", "concentration_index"):
        assert rows["all", measure].estimate == pytest.approx(both["all", measure].estimate, rel=1e-12)
        assert rows["all", measure].se == pytest.approx(both["all", measure].se, rel=1e-9)


def test_the_eligible_take_the_place_of_the_poor_in_both_errors():
    data = made()
    rows = found(targeting(data, received="got", line=LINE, eligible="size >= 4", **ROLES))
    people, meant, got = data["w"] * data["size"], data["size"] >= 4, data["got"] == 1
    assert rows["all", "exclusion_error"].estimate == pytest.approx(
        100 * people[meant & ~got].sum() / people[meant].sum()
    )
    assert rows["all", "inclusion_error"].estimate == pytest.approx(
        100 * people[got & ~meant].sum() / people[got].sum()
    )
    assert rows["poor", "coverage"].estimate == pytest.approx(
        100 * people[(data["y"] < LINE) & got].sum() / people[data["y"] < LINE].sum()
    )


def test_without_a_line_there_are_no_groups_of_the_poor():
    data = made()
    rows = found(targeting(data, received="got", groups="quintiles", **ROLES))
    assert {group for group, _ in rows} == {"all", *(f"quintile_{k}" for k in range(1, 6))}
    assert ("all", "exclusion_error") not in rows


def test_a_domain_has_its_own_tenths_and_is_what_its_rows_alone_give():
    data = made(400)
    whole = targeting(data, received="got", benefit="pay", line=LINE, by="urban", **ROLES)
    alone = targeting(data, received="got", benefit="pay", line=LINE, where="urban = 2", **ROLES)
    one, other = found(whole, {"urban": "2"}), found(alone)
    assert one.keys() == other.keys()
    for key, row in one.items():
        for field in ("estimate", "se", "df", "deff", "n", "population"):
            expected = getattr(other[key], field)
            assert getattr(row, field) == (
                expected if expected is None else pytest.approx(expected, rel=1e-9)
            )


STATISTICS = {
    "targeting_ratio": incidence.targeting_ratio,
    "concentration": incidence.concentration_index,
    "decile": lambda rows, benefit: (
        100.0 * (incidence.benefit_between(rows, 0.3, 0.4, benefit) / incidence.total(rows, benefit))
    ),
    "coverage": lambda rows, benefit: (
        incidence.benefit_between(rows, 0.1, 0.2, benefit)
        / incidence.benefit_between(rows, 0.1, 0.2, np.ones_like(benefit))
    ),
}


@pytest.mark.parametrize("name", STATISTICS)
def test_influence_values_are_derivatives_in_the_weights(name):
    """With ties so wide that the mean at a quantile is that of its tie alone."""
    random = np.random.default_rng(4)
    welfare = np.sort(random.choice([1.0, 3.0, 8.0], 60, p=[0.55, 0.25, 0.2]))
    weight, benefit = random.uniform(1, 5, 60), random.uniform(0, 9, 60)
    statistic = STATISTICS[name]
    own = statistic(incidence.rank_rows(welfare, weight), benefit).influence
    for row in range(0, 60, 7):
        step = np.zeros(60)
        step[row] = 1e-6 * weight.sum()
        high = statistic(incidence.rank_rows(welfare, weight + step), benefit).value
        low = statistic(incidence.rank_rows(welfare, weight - step), benefit).value
        assert own[row] == pytest.approx((high - low) / (2 * step[row]), rel=2e-5, abs=1e-7 * abs(own).max())


def test_influence_values_sum_to_nothing():
    """Every measure but a total is the same when all weights double."""
    random = np.random.default_rng(5)
    welfare, weight, benefit = np.sort(random.random(90)), random.uniform(1, 5, 90), random.random(90)
    for statistic in STATISTICS.values():
        own = statistic(incidence.rank_rows(welfare, weight), benefit).influence
        assert abs(np.dot(weight, own)) < 1e-9 * np.dot(weight, abs(own))


def jackknife(data, compute):
    """Delete one PSU at a time: Σ_h (n_h − 1)/n_h Σ_i (θ_hi − θ)², everything computed anew."""
    whole = compute(data)
    squares = dict.fromkeys(whole, 0.0)
    for stratum in np.unique(data["h"]):
        units = np.unique(data["psu"][data["h"] == stratum])
        factor = len(units) / (len(units) - 1)
        for unit in units:
            weight = np.where(data["h"] == stratum, data["w"] * factor, data["w"])
            kept = data["psu"] != unit
            part = {key: value[kept] for key, value in {**data, "w": weight}.items()}
            other = compute(part)
            for key in whole:
                squares[key] += (other[key] - whole[key]) ** 2 / factor
    return {key: np.sqrt(value) for key, value in squares.items()}


def test_standard_errors_are_those_of_a_jackknife():
    """Of what has no cut: deleting one PSU moves a cut by a few rows only, from which no jackknife learns."""
    data = made(1200, seed=3)

    def values(part):
        rows = targeting(part, received="got", benefit="pay", line=LINE, groups="quintiles", **ROLES)
        return {
            (row.group, row.measure): row.estimate
            for row in rows
            if "quintile" not in row.group and row.measure != "targeting_ratio"
        }

    own = found(targeting(data, received="got", benefit="pay", line=LINE, groups="quintiles", **ROLES))
    for key, expected in jackknife(data, values).items():
        assert own[key].se == pytest.approx(expected, rel=0.02, abs=1e-9), key


def test_standard_errors_of_tenths_are_the_spread_over_samples():
    """Two hundred samples of one population: the mean standard error is their standard deviation."""
    random = np.random.default_rng(12)
    welfare = np.exp(random.normal(4.8, 0.6, 60000))
    got = random.random(60000) < np.where(welfare < 110, 0.5, 0.15)
    wanted = [("all", "targeting_ratio"), ("quintile_2", "coverage"), ("quintile_4", "share_of_recipients")]
    values, errors = [], []
    for _ in range(200):
        rows = random.integers(0, 60000, 800)
        part = {"y": welfare[rows], "got": got[rows].astype(np.int64)}
        answer = found(targeting(part, welfare="y", received="got", groups="quintiles"))
        values.append([answer[key].estimate for key in wanted])
        errors.append([answer[key].se for key in wanted])
    assert np.mean(errors, axis=0) == pytest.approx(np.std(values, axis=0), rel=0.15)


def test_the_bootstrap_and_replicate_weights_agree_with_linearisation():
    data = example(households=3000, seed=2)
    roles = {"welfare": "percapita", "weight": "weight", "size": "size"}
    design = {"stratum": "stratum", "psu": "psu"}
    asked = {"benefit": "pkh_idr", "line": 833955, "groups": "quintiles"}
    own = found(targeting(data, **asked, **roles, **design))
    drawn = found(targeting(data, **asked, **roles, **design, bootstrap=400))
    for key, row in own.items():
        if row.rse and row.rse < 20:
            assert drawn[key].se == pytest.approx(row.se, rel=0.15), key
            assert drawn[key].estimate == row.estimate


def test_replicate_weights():
    data = made(300)
    random = np.random.default_rng(8)
    weights = {f"r{k}": data["w"] * random.choice([0.5, 1.5], 60)[data["psu"]] for k in range(40)}
    roles = {key: value for key, value in ROLES.items() if key not in ("stratum", "psu")}
    rows = found(
        targeting(
            {**data, **weights},
            received="got",
            line=LINE,
            replicate_weights="r*",
            replicate_method="fay",
            fay_rho=0.5,
            **roles,
        )
    )
    full = rows["all", "exclusion_error"].estimate
    poor, got = data["y"] < LINE, data["got"] == 1
    squares = 0.0
    for weight in weights.values():
        people = weight * data["size"]
        squares += (100 * people[poor & ~got].sum() / people[poor].sum() - full) ** 2
    assert rows["all", "exclusion_error"].se == pytest.approx(np.sqrt(squares / 40 / 0.25), rel=1e-9)


def test_splitting_a_row_changes_nothing():
    data = made(150, values=30)
    twice = {key: np.concatenate([value, value[:40]]) for key, value in data.items()}
    twice["w"] = np.concatenate([data["w"][:40] * 0.25, data["w"][40:], data["w"][:40] * 0.75])
    for one, other in zip(
        targeting(data, received="got", benefit="pay", line=LINE, **ROLES),
        targeting(twice, received="got", benefit="pay", line=LINE, **ROLES),
        strict=True,
    ):
        assert (one.estimate is None) == (other.estimate is None)
        if one.estimate is not None:
            assert other.estimate == pytest.approx(one.estimate, rel=1e-10, abs=1e-10)


def test_shares_of_the_tenths_add_up():
    answer = targeting(made(), received="got", benefit="pay", line=LINE, **ROLES)
    for measure in ("share_of_recipients", "share_of_benefit"):
        own = [row.estimate for row in answer if row.group.startswith("decile") and row.measure == measure]
        assert sum(own) == pytest.approx(100.0)


def test_blocks_and_the_order_of_rows_change_nothing():
    data = made(500, values=60)
    order = np.random.default_rng(2).permutation(500)
    first = targeting(data, received="got", benefit="pay", line=LINE, by="urban", **ROLES)
    shuffled = {key: value[order] for key, value in data.items()}
    other = targeting(shuffled, received="got", benefit="pay", line=LINE, by="urban", **ROLES)
    blocks = targeting(data, received="got", benefit="pay", line=LINE, by="urban", rows_of_block=64, **ROLES)
    assert first.rows == blocks.rows
    for one, two in zip(first.rows, other.rows, strict=True):  # ties are summed in the order of the file
        assert (one.groups, one.group, one.measure, one.n) == (two.groups, two.group, two.measure, two.n)
        for name in ("estimate", "se", "ci_low", "ci_high", "deff"):
            own, same = getattr(one, name), getattr(two, name)
            assert own == same or own == pytest.approx(same, rel=1e-12)


def test_an_estimated_line_enters_the_standard_errors():
    data = made(1200, seed=6)
    asked = {"received": "got", "relative_line": 0.7, "groups": "quintiles", **ROLES}
    own = found(targeting(data, **asked))
    drawn = found(targeting(data, bootstrap=400, **asked))
    for key in (("all", "exclusion_error"), ("poor", "coverage"), ("not_poor", "share_of_recipients")):
        assert own[key].se == pytest.approx(drawn[key].se, rel=0.2)


def test_groups_without_recipients_say_why():
    data = made()
    data["got"] = ((data["y"] < LINE) & (data["size"] > 2)).astype(np.int64)
    rows = found(targeting({**data, "pay": data["got"] * 10.0}, benefit="pay", line=LINE, **ROLES))
    row = rows["not_poor", "benefit_per_recipient"]
    assert row.estimate is None
    assert str(row.note) == "nobody receives in this group"
    assert rows["not_poor", "coverage"].estimate == 0
    assert rows["not_poor", "coverage"].ci_low is None


@pytest.mark.parametrize("seed", range(6))
def test_what_differs_from_all_or_nothing_by_rounding_is_all_or_nothing(seed):
    random = np.random.default_rng(seed)
    welfare, weight = np.round(random.lognormal(4, 0.6, 60), 1), np.round(random.uniform(0.1, 9, 60), 3)
    data = {"y": welfare, "w": weight, "p": np.arange(60) // 3, "one": np.ones(60)}
    data["rich"] = (welfare >= np.quantile(welfare, 0.5)).astype(float)
    asked = {"welfare": "y", "weight": "w", "psu": "p"}
    for received in ("one", "rich"):
        for row in targeting(data, received=received, **asked):
            if row.unit == "percent":
                assert row.estimate in (0.0, 100.0) or 1e-3 < row.estimate < 100 - 1e-3, row
            if received == "one" and row.measure in ("coverage", "targeting_ratio", "concentration_index"):
                ends = {"coverage": 100.0, "targeting_ratio": 1.0, "concentration_index": 0.0}
                assert (row.estimate, row.se) == (ends[row.measure], 0.0), row
            if row.measure == "coverage" and row.estimate in (0.0, 100.0) and row.se == 0:
                assert str(row.note) == "all or none in the sample: no interval", row
