"""Who receives a programme, with rows that are distributed: as on one machine."""

import math

import numpy as np
import pytest
from survey.test_distributed_estimates import DESIGN, REPLICATES, with_replicates

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey import targeting
from kaltim_poverty.survey.sample import SIZES


def survey_with_receipts(rows=700):
    """A survey with ties of welfare, in which the poor receive more often."""
    random = np.random.default_rng(4)
    data = with_replicates(rows)
    y = np.round(data["y"], -1) + 10
    received = (random.random(rows) < np.where(y < 100, 0.6, 0.2)).astype(int)
    return {**data, "y": y, "got": received, "amount": received * random.integers(1, 9, rows) * 10.0}


CASES = {
    "received": {"received": "got"},
    "benefit": {"benefit": "amount", "line": 80, "by": ["region", "sex"], "groups": "quintiles"},
    "eligible": {"received": "got", "benefit": "amount", "eligible": "sex = 1", "where": "psu < 30"},
    "lines of rows": {"received": "got", "line_column": "z", "by": "region"},
    "median": {"received": "got", "benefit": "amount", "relative_line": 0.6, "by": "region"},
    "each row a PSU": {"received": "got", "line": 80, "psu": None, "stratum": None},
    "bootstrap": {"received": "got", "line": 80, "bootstrap": 5, "by": "region"},
    "bootstrap of a median": {"received": "got", "relative_line": 0.6, "bootstrap": 5},
    "replicates": {"benefit": "amount", "line_column": "z", "by": "sex", **REPLICATES},
}


@pytest.mark.parametrize(
    ("case", "blocks"), [*((case, 4) for case in CASES), ("benefit", 20), ("median", 20)]
)
def test_incidence_is_that_of_one_machine(distribute, case, blocks):
    options = CASES[case] if "replicate_weights" in CASES[case] else {**DESIGN, **CASES[case]}
    here = targeting(survey_with_receipts(), **options)
    distribute(blocks=blocks)
    compared(here, targeting(survey_with_receipts(), **options))


NO_PAIRS = SIZES._replace(pairs_of_driver=0)
MANY = ("benefit", "median", "lines of rows", "each row a PSU", "bootstrap of a median", "replicates")


@pytest.mark.parametrize("case", MANY)
def test_incidence_of_many_domains_is_that_of_one_machine(distribute, case):
    """Of which some have more rows than a block, or none has."""
    options = CASES[case] if "replicate_weights" in CASES[case] else {**DESIGN, **CASES[case]}
    options = {**options, "by": ["region", "region,sex"], "groups": "quintiles"}
    here = targeting(survey_with_receipts(), **options)
    distribute(blocks=4, sizes=NO_PAIRS)
    compared(here, targeting(survey_with_receipts(), **options))


def compared(here, there):
    """The same rows to 1e-11, the same notes."""
    assert len(here.rows) == len(there.rows)
    for row, own in zip(here.rows, there.rows, strict=True):
        for name in ("groups", "group", "measure", "unit", "df", "n", "note"):
            assert getattr(row, name) == getattr(own, name), (row, own)
        for name in ("estimate", "se", "rse", "ci_low", "ci_high", "deff", "population"):
            a, b = getattr(row, name), getattr(own, name)
            assert (a is None) == (b is None), (name, row, own)
            assert a is None or math.isclose(a, b, rel_tol=1e-11, abs_tol=1e-11), (name, row, own)
    assert here.notes == there.notes


def test_a_file_in_which_nobody_receives_is_refused(distribute):
    data = survey_with_receipts()
    distribute(blocks=4)
    with pytest.raises(InputError, match="got"):
        targeting({**data, "got": 0 * data["got"]}, received="got", **DESIGN)
