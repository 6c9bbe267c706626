"""Sums over PSUs and rows that are added up from parts: those of all at once, by brute force."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaltim_poverty.survey.benefit_incidence.receipt_influences import SpreadSums
from kaltim_poverty.survey.distributed.psu_totals import OF_LINE
from kaltim_poverty.survey.distributed.stratum_sums import StratumSums, all_buckets, gathered, no_sums
from kaltim_poverty.survey.infer.replicates import summary_of_block
from kaltim_poverty.survey.sample import Block

numbers = st.floats(-1e3, 1e3).map(lambda value: round(value, 3))
own_cell = st.tuples(st.integers(0, 7), st.integers(0, 2), numbers, numbers, st.booleans())


def columns_of(rows):
    """What blocks emit of own cells: (PSU, domain, t0, t1, poor), with the line of each PSU."""
    psu, domain, t0, t1, poor = zip(*rows, strict=True)
    lines = sorted(set(psu))
    psu, domain = [*psu, *lines], [*domain, *([OF_LINE] * len(lines))]
    return {
        "psu": np.array([f"psu {each}" for each in psu]),
        "domain": np.array(domain, dtype=np.int32),
        "stratum": np.array([each // 3 for each in psu], dtype=np.int32),
        "t0": np.array([*t0, *(line_of(each) for each in lines)]),
        "t1": np.array([*t1, *np.zeros(len(lines))]),
        "poor": np.array([*map(float, poor), *np.zeros(len(lines))]),
    }


def line_of(psu):
    return 10.0 - psu * psu


def brute_force(rows):
    """By domain and stratum: PSUs, PSUs with poor, and Σt, Σ(t − mean)², Σ(t − mean)(l − mean)."""
    found = {}
    for domain, stratum in {(domain, psu // 3) for psu, domain, *_ in rows}:
        totals = {}
        for psu, own, t0, t1, poor in rows:
            if own == domain and psu // 3 == stratum:
                before = totals.get(psu, (0.0, 0.0, False))
                totals[psu] = before[0] + t0, before[1] + t1, before[2] or poor
        t = np.array([each[:2] for each in totals.values()])
        line = np.array([line_of(psu) for psu in totals])
        away = t - t.mean(axis=0)
        found[domain, stratum] = (
            len(totals),
            sum(each[2] for each in totals.values()),
            *t.sum(axis=0),
            *(away**2).sum(axis=0),
            line.sum(),
            *(away * (line - line.mean())[:, None]).sum(axis=0),
        )
    return found


@given(st.lists(own_cell, min_size=1, max_size=30), st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_sums_of_buckets_added_up_are_those_of_all_psus(rows, buckets):
    parts = [[row for row in rows if row[0] % buckets == bucket] for bucket in range(buckets)]
    sums = all_buckets([gathered(columns_of(part)) for part in parts if part], 2)
    expected = brute_force(rows)
    own = sums.domain != OF_LINE
    pairs = list(zip(sums.domain[own].tolist(), sums.stratum[own].tolist(), strict=True))
    assert pairs == sorted(expected)
    table = np.stack(
        [sums.cells, sums.with_poor, *sums.sums, *sums.squares, sums.line_sums, *sums.products], axis=1
    )[own]
    np.testing.assert_allclose(table, [expected[pair] for pair in pairs], rtol=1e-9, atol=1e-6)
    of_line = sums.domain == OF_LINE
    lines = {psu: line_of(psu) for psu, *_ in rows}
    assert sums.cells[of_line].sum() == len(lines)
    assert sums.sums[0][of_line].sum() == pytest.approx(sum(lines.values()))


def test_a_bucket_without_rows_adds_nothing():
    rows = [(0, 0, 1.0, 2.0, True), (1, 0, 3.0, 5.0, False)]
    own = gathered(columns_of(rows))
    empty = gathered({name: values[:0] for name, values in columns_of(rows).items()})
    for one, two in ((own, empty), (empty, own), (no_sums(2), own)):
        for values, expected in zip(one.added(two), own, strict=True):
            np.testing.assert_array_equal(values, expected)
    assert isinstance(empty, StratumSums)


@given(st.lists(st.tuples(st.integers(1, 9), numbers), min_size=1, max_size=20), st.lists(st.integers(0, 20)))
@settings(max_examples=60, deadline=None)
def test_spreads_of_rows_added_up_are_those_of_all(rows, cuts):
    bounds = sorted({0, len(rows), *(cut for cut in cuts if cut < len(rows))})
    found = None
    for start, stop in pairwise(bounds):
        weight, influence = np.array(rows[start:stop], dtype=float).T
        mean = np.average(influence, weights=weight)
        own = SpreadSums(
            *(
                np.array([[each]])
                for each in (
                    weight.sum(),
                    weight @ influence,
                    weight @ (influence - mean) ** 2,
                    weight @ influence**2,
                )
            )
        )
        found = own if found is None else found.added(own)
    weight, influence = np.array(rows, dtype=float).T
    mean = np.average(influence, weights=weight)
    assert found.squares[0, 0] == pytest.approx(weight @ (influence - mean) ** 2, abs=1e-6)


@given(st.integers(0, 99), st.integers(1, 5))
@settings(max_examples=30, deadline=None)
def test_a_summary_of_replicates_added_up_is_that_of_all_rows(seed, pieces):
    random = np.random.default_rng(seed)
    matrix = random.integers(0, 3, (4, 12)).astype(float)
    matrix[3] = matrix[0] + matrix[1]
    weight = random.integers(1, 4, 12).astype(float)
    parts = [each for each in np.array_split(np.arange(12), pieces) if len(each)]
    blocks = [Block(weight[own], weight[own], own, None, matrix[:, own], 0) for own in parts]
    first, *others = map(summary_of_block, blocks)
    for other in others:
        first = first.added(other)
    found = first.of_survey
    assert found.rank == np.linalg.matrix_rank(matrix)
    assert found.largest.tolist() == (matrix / weight).max(axis=1).tolist()
    assert found.sums.tolist() == matrix.sum(axis=1).tolist()
    assert found.people == weight.sum()
