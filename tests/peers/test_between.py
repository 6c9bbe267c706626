"""Differences of two domains as in R's survey: values to 1e-11, standard errors to 1e-9 (`between.R`)."""

from __future__ import annotations

import csv
import os

import pytest

from kaltim_poverty.survey.compare import compare

HERE = os.path.dirname(os.path.abspath(__file__))
ROLES = {"welfare": "welfare", "weight": "weight", "size": "size", "stratum": "stratum", "psu": "psu"}


def peer():
    """What R printed."""
    with open(os.path.join(HERE, "between.csv"), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("expected", peer(), ids=lambda row: f"{row['measure']} {row['first_group']}")
def test_the_difference_of_two_domains_is_that_of_svycontrast(expected):
    (row,) = compare(
        os.path.join(HERE, "sample.csv"),
        by="domain",
        between=[expected["first_group"], expected["second_group"]],
        measure=expected["measure"],
        line_column="line",
        nest=True,
        lonely_psu="remove",
        **ROLES,
    )
    assert row.first == pytest.approx(float(expected["first"]), rel=1e-11)
    assert row.second == pytest.approx(float(expected["second"]), rel=1e-11)
    assert row.difference == pytest.approx(float(expected["difference"]), rel=1e-10)
    assert row.se == pytest.approx(float(expected["se"]), rel=1e-9)
