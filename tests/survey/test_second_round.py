"""The second round of the synthetic survey: some households again, others in smaller PSUs, higher prices."""

from __future__ import annotations

import numpy as np
import pytest

from kaltim_poverty.errors import UsageError
from kaltim_poverty.survey.example import example


@pytest.mark.parametrize("households", [400, 1000, 6000])
def test_a_round_after_the_first(households):
    first, second = (example(households=households, seed=7, round=number) for number in (1, 2))
    assert list(first) == list(second)
    assert len(second["household"]) == households
    assert len(set(second["household"])) == households
    again = np.isin(second["household"], first["household"])
    assert 0 < again.sum() <= 0.4 * households
    place = {number: row for row, number in enumerate(first["household"])}
    rows = np.array([place[number] for number in second["household"][again]])
    for name in ("psu", "stratum", "district", "urban", "size"):  # it is the same household
        assert (second[name][again] == first[name][rows]).all()
    assert not np.isin(second["psu"][~again], first["psu"]).any()
    assert np.bincount(second["psu"]).max() == 8
    strata = {stratum: set(second["psu"][second["stratum"] == stratum]) for stratum in set(first["stratum"])}
    assert min(map(len, strata.values())) >= 2


def test_prices_and_people_have_grown():
    first, second = (example(seed=3, round=number) for number in (1, 2))
    people = [(data["weight"] * data["size"]).sum() for data in (first, second)]
    assert people[1] / people[0] == pytest.approx(1.02, abs=1e-4)
    means = [np.average(data["percapita"], weights=data["weight"] * data["size"]) for data in (first, second)]
    assert 1.03 < means[1] / means[0] < 1.15
    assert (second["expenditure"] == second["percapita"] * second["size"]).all()


def test_the_same_seed_gives_the_same_round():
    one, two, other = (example(households=500, seed=seed, round=2) for seed in (4, 4, 5))
    assert all((one[name] == two[name]).all() for name in one)
    assert (one["percapita"] != other["percapita"]).any()


@pytest.mark.parametrize("number", [0, 3, "x", 1.5])
def test_there_are_two_rounds(number):
    with pytest.raises(UsageError, match="--round"):
        example(round=number)
