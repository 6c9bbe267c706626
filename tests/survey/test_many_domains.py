"""More domains than the driver holds by block: their rows are brought together, with the same estimates."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from survey.in_process import TRAFFIC
from survey.test_distributed_estimates import (
    ALL,
    CASES,
    DESIGN,
    REPLICATES,
    compared,
    odd_surveys,
    survey,
    with_replicates,
)

from kaltim_poverty.errors import UsageError
from kaltim_poverty.survey import compare, engines, estimate
from kaltim_poverty.survey.distributed import counting, domain_blocks
from kaltim_poverty.survey.distributed.views import Domains, View
from kaltim_poverty.survey.sample import SIZES, Cells

MANY = {"by": ["region", "kind,sex", "region,kind"], "missing": "drop"}
NO_PAIRS = SIZES._replace(pairs_of_driver=0)
OFTEN = ("all", "where", "average", "each row a PSU", "lines of rows", "median", "bootstrap of a median")


@pytest.mark.parametrize(
    "case", [case if case in OFTEN else pytest.param(case, marks=pytest.mark.slow) for case in CASES]
)
def test_estimates_of_many_domains_are_those_of_one_machine(distribute, case):
    options = {**DESIGN, **CASES[case], **MANY}
    here = estimate(survey(), **options)
    distribute(blocks=4, sizes=NO_PAIRS)
    compared(estimate(survey(), **options), here)


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({**ALL, "population_known": True}, marks=pytest.mark.slow),
        pytest.param({"line_column": "z", "measure": "all"}, marks=pytest.mark.slow),
        {"relative_line": 0.6, "measure": "sen,gini,median,poor_count"},
    ],
)
def test_estimates_by_replicate_weights_are_those_of_one_machine(distribute, options):
    options = {**options, **MANY}
    here = estimate(with_replicates(), **REPLICATES, **options)
    distribute(blocks=4, sizes=NO_PAIRS)
    compared(estimate(with_replicates(), **REPLICATES, **options), here)


@pytest.mark.parametrize("case", [case for case in odd_surveys() if case != "all welfare equal"])
def test_estimates_of_odd_surveys_are_those_of_one_machine(distribute, case):
    data, options = odd_surveys()[case]
    options = {**DESIGN, "line": 80, "measure": "p0,sen,gini,median", **options}
    here = estimate(data, **options)
    distribute(blocks=12, sizes=NO_PAIRS)
    compared(estimate(data, **options), here)


def test_full_counts_and_changes_are_those_of_one_machine(distribute):
    """Domains of which one survey has no row, too."""
    one, other = survey(), survey(seed=3)
    other["region"] = np.where(other["region"] == "e", "w", other["region"])
    question = {**DESIGN, "line": 80, "measure": "p0,sen,median", **MANY}
    everybody = {"welfare": "y", "weight": "w", "full_count": True, "line": 80, "measure": "all", **MANY}
    change, counted = compare(one, other, **question), estimate(one, **everybody)
    distribute(blocks=4, sizes=NO_PAIRS)
    found = compare(one, other, **question)
    compared(estimate(one, **everybody), counted)
    assert [(row.groups, row.measure, row.note) for row in found.rows] == [
        (row.groups, row.measure, row.note) for row in change.rows
    ]
    for name in ("before", "after", "change", "se", "ci_low", "p_value"):
        expected, own = ([getattr(row, name) for row in answer.rows] for answer in (change, found))
        assert own == pytest.approx(expected, rel=1e-11, abs=1e-12), name


def digits(answer):
    """Every number to the last bit."""
    return list(map(repr, answer.rows))


def test_digits_depend_neither_on_the_order_of_blocks_nor_on_how_many_go_at_a_time(distribute, monkeypatch):
    options = {**DESIGN, **CASES["median"], **MANY}
    distribute(blocks=5, sizes=NO_PAIRS, seed=1)
    one = estimate(survey(), **options)
    distribute.end()
    distribute(blocks=5, sizes=NO_PAIRS, seed=2)
    monkeypatch.setattr(counting, "NUMBERS_OF_BATCH", 300)
    assert digits(estimate(survey(), **options)) == digits(one)


def test_blocks_may_have_few_domains(distribute, monkeypatch):
    monkeypatch.setattr(domain_blocks, "DOMAINS_OF_BLOCK", 1)
    options = {**DESIGN, **CASES["lines of rows"], **MANY}
    here = estimate(survey(), **options)
    distribute(blocks=3, sizes=NO_PAIRS)
    compared(estimate(survey(), **options), here)


def bytes_for(distribute, blocks, sizes):
    """What goes to executors and comes from them for villages of some rows each."""
    data = survey(2000)
    data["village"] = np.arange(2000) // 5
    TRAFFIC.clear()
    distribute(blocks=blocks, sizes=sizes)
    question = {"line": 80, "measure": "p0,gini,median", "by": "village", "lonely_psu": "remove"}
    estimate(data, **DESIGN, **question)
    distribute.end()
    return TRAFFIC["received"] + TRAFFIC["sent"]


def test_what_the_driver_holds_does_not_grow_with_blocks(distribute):
    few, many = (bytes_for(distribute, blocks, NO_PAIRS) for blocks in (4, 16))
    assert many < 1.5 * few
    assert bytes_for(distribute, 16, SIZES) > 2 * many


def test_more_groups_than_the_driver_holds_are_refused(distribute, monkeypatch):
    monkeypatch.setattr(engines, "MOST_DOMAINS", 10)
    monkeypatch.setattr(engines, "MOST_VALUES", 40)
    distribute(blocks=4)
    options = {**DESIGN, "line": 80, "measure": "p0"}
    assert len(estimate(survey(), by=["region", "region,sex"], **options).rows) == 1 + 3 + 6
    with pytest.raises(UsageError, match="--by makes 12 groups, and --engine spark computes at most 10:"):
        estimate(survey(), by=["region", "region,sex", "sex"], **options)
    with pytest.raises(UsageError, match="--by makes 10 groups, and --engine spark computes at most 8:"):
        estimate(survey(), by=["region", "region,sex"], bootstrap=5, **options)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(st.integers(1, 50), min_size=1, max_size=30), min_size=1, max_size=4),
    st.integers(1, 12),
    st.integers(0, 300),
)
def test_the_driver_holds_few_pairs_and_executors_few_rows(rows, blocks, most):
    rows = list(map(np.array, rows))
    small = domain_blocks.are_small(rows, blocks, most)
    held = [int((~chosen).sum()) for chosen in small]
    whole = [number for number, chosen in zip(held, small, strict=True) if number == len(chosen)]
    for own, chosen, number in zip(rows, small, held, strict=True):
        assert (own[chosen] * blocks <= own.sum()).all()
        assert number == len(own) or number < blocks
    large = [number for number in whole if number >= blocks]
    assert sum(large) * blocks <= most


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 50), st.booleans()), min_size=1, max_size=40), st.integers(1, 80))
def test_every_small_domain_is_in_one_block(domains, rows_of_block):
    rows, small = (np.array(each) for each in zip(*domains, strict=True))
    small[0] |= not small.any()
    codes = np.cumsum(rows)  # ascending, with gaps
    view = View(Domains(("g",), (int(codes[-1]) + 1,), codes))
    found = domain_blocks.small_domains(view, rows, small, rows_of_block)
    assert found.places.tolist() == np.flatnonzero(small).tolist()
    cells = cells_of_codes(codes)
    block = found.blocks.of_cells(cells)
    assert (block[~small] == -1).all()
    expected = np.repeat(np.arange(found.blocks.blocks), np.diff(found.bounds))
    assert block[small].tolist() == expected.tolist()
    held = np.bincount(block[small], rows[small])
    last = rows[small][found.bounds[1:] - 1]
    assert (held - last < rows_of_block).all()


def cells_of_codes(codes):
    """One cell of each domain."""
    ones = np.ones(len(codes), dtype=np.intp)
    return Cells(ones - 1, ones, ones > 0, {"g": codes}, {}, None)
