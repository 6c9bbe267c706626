"""Benefit incidence as R's survey has it: values to 1e-11, standard errors to 1e-9 (`targeting.R`).

What is a ratio of domains is svyratio's own estimate and standard error, from no formula of ours.
"""

from __future__ import annotations

import csv
import os
from functools import cache

import pytest

from kaltim_poverty.survey.targeting import targeting

HERE = os.path.dirname(os.path.abspath(__file__))
ROLES = {"welfare": "welfare", "weight": "weight", "size": "size", "stratum": "stratum", "psu": "psu"}


@cache
def peer():
    """What R printed."""
    with open(os.path.join(HERE, "targeting.csv"), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def ours(groups):
    """What kpov answers, by domain, group and measure."""
    answer = targeting(
        os.path.join(HERE, "receipt.csv"),
        received="received",
        benefit="amount",
        line_column="line",
        by="domain",
        groups=groups,
        nest=True,
        **ROLES,
    )
    return {("".join(row.groups.values()), row.group, row.measure): row for row in answer}


def test_every_measure_is_compared():
    """In every domain, but for what R has no ratio of: shares of everybody are 100."""
    compared = {(row["domain"], row["group"], row["measure"]) for row in peer()}
    missing = set(ours("deciles")) | set(ours("quintiles"))
    missing -= compared
    assert {(group, measure) for _, group, measure in missing if group == "all"} == {
        ("all", "share_of_recipients"),
        ("all", "share_of_benefit"),
    }
    for key in missing - {(domain, "all", measure) for domain, _, measure in missing}:
        assert (ours("deciles").get(key) or ours("quintiles")[key]).estimate is None  # nobody receives there


@pytest.mark.parametrize("measure", sorted({row["measure"] for row in peer()}))
def test_the_same_as_r(measure):
    """In every domain and group."""
    for row in [row for row in peer() if row["measure"] == measure]:
        groups = "quintiles" if "quintile" in row["group"] else "deciles"
        found = ours(groups)[row["domain"], row["group"], measure]
        assert found.estimate == pytest.approx(float(row["value"]), rel=1e-11, abs=1e-11), row
        if float(row["se"]) > 1e-9:
            assert found.se == pytest.approx(float(row["se"]), rel=1e-9, abs=0), row
        else:
            assert found.se == 0, row
