"""Blocks folded anywhere, each from what came before it, and added in their order."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from fractions import Fraction
from functools import partial

import numpy as np
import pytest

from kaltim_poverty.measures.catalogue import measure, names
from kaltim_poverty.measures.constants import LineInfluence
from kaltim_poverty.measures.feature import GAP, LINE, ONE, PAIR, POOR, SEN, UNDER_MEAN, Feature
from kaltim_poverty.survey.moments import (
    Carry,
    added_up,
    centres_of,
    fold,
    fold_blocks,
    plan_of,
    reduce,
    running_sums,
)
from kaltim_poverty.survey.moments.counts import count
from kaltim_poverty.survey.moments.fold_slices import fold_slices
from kaltim_poverty.survey.moments.plan import Plan
from kaltim_poverty.survey.moments.poor import ranked_by_gap
from kaltim_poverty.survey.moments.quantiles import with_quantiles
from kaltim_poverty.survey.moments.reduced import percents_of
from kaltim_poverty.survey.sample import (
    Block,
    Cells,
    Sample,
    Sizes,
    breakdown,
    chunks,
    partition,
    rows_by_chunk,
    slices,
)

ROWS, PSUS, GROUPS = 1_000, 90, 4
RECEIVED = Feature("column", column="received")
MEASURES = [measure(name) for name in [*names(), "fgt_1.5", "ge_-1", "atkinson_2", "quantile_37"]]
SMALL = Sizes(
    rows_of_partition=50,
    rows_of_domain=3,
    rows_of_one_thread=0,
    rows_of_fold=40,
    rows_of_step=7,
    psus_of_chunk=9,
)


def sample(cuts, *, line="row", sizes=SMALL, negative=True, in_memory=False):
    """Rows in order of welfare, cut into blocks after so many rows; many are tied, some below 0."""
    random = np.random.default_rng(7)
    welfare = np.sort(np.round(np.exp(random.normal(1, 0.9, ROWS)), 1) - (0.6 if negative else 0))
    weight = random.uniform(0.5, 3, ROWS)
    psu, group = np.divmod(random.permutation(PSUS * GROUPS), GROUPS)
    cell = random.integers(0, len(psu), ROWS)
    received = random.integers(0, 2, ROWS).astype(float)
    lines = random.choice([2.0, 2.5, 4.0], ROWS)
    blocks = [
        Block(
            welfare[own],
            weight[own],
            cell[own],
            lines[own] if line == "row" else None,
            np.empty((0, 0)),
            own.start,
            {"received": received[own]},
        )
        for own in (slice(start, end) for start, end in zip([0, *cuts], [*cuts, ROWS], strict=True))
    ]
    by_cell = random.choice([2.0, 2.5, 4.0], len(psu)) if line == "cell" else None
    rows = np.bincount(cell, minlength=len(psu))
    codes, labels = {"g": group}, {"g": [str(each) for each in range(GROUPS)]}
    cells = Cells(psu, rows, psu % 7 > 0, codes, labels, 3.0 if line == "one" else by_cell)
    deliver = partial(iter, blocks)
    by_psu = rows_by_chunk(deliver, psu, sizes) if in_memory else None
    return Sample(deliver, in_memory, cells, PSUS, by_psu, sizes)


def question(own, over):
    """All features, of everybody and of an estimated line too, and the constants that they need."""
    plan = plan_of(MEASURES, (LINE,))
    pairs = [(RECEIVED, RECEIVED), (RECEIVED, GAP), (PAIR, RECEIVED), (UNDER_MEAN, GAP)]
    plan = Plan((*plan.features, RECEIVED), (*plan.products, *pairs))
    parts = slices(own, over)
    counted = count(parts, len(over), poverty=True, lines=own.cells.line)
    counted = replace(counted, floor=0.5, line=LineInfluence(0.1, 0.2, -0.3, 2.0, 3.0))
    return plan, with_quantiles(counted, parts, percents_of(MEASURES), rows_of_step=own.sizes.rows_of_step)


def by_block(own, over):
    """The slices of each block."""
    domain = over.values_of_cells(over.domain, outside=len(over)).astype(np.uint16)
    return [list(partition(block, domain, len(over), sizes=own.sizes)) for block in own.blocks()]


def arrays_of(moments):
    """Every number by a name."""
    found = {
        **moments.sums,
        **moments.cross,
        **{("cells", key): each for key, each in moments.cell_sums.items()},
    }
    if moments.runs is not None:
        found |= {"runs": moments.runs.domains, "cells of runs": moments.runs.cells.tables}
    return found


def assert_same_bits(one, other):
    left, right = arrays_of(one), arrays_of(other)
    assert left.keys() == right.keys()
    for name, values in left.items():
        assert values.tobytes() == right[name].tobytes(), name


CUTS = [0, 0, 41, 120, 121, 300, 300, 333, 480, 500, 640, 641, 700, 777, 850, 930, ROWS]  # some are empty


@pytest.fixture(params=["one", "cell", "row", "row, by gap"])
def asked(request):
    line, _, order = request.param.partition(", ")
    own = sample(CUTS, line=line)
    over = breakdown(own, ("g",))
    plan, constants = question(own, over)
    by_welfare = plan if line == "one" else plan.restricted_to(lambda feature: not feature.ranked_by_gap)
    if not order:
        return over, by_welfare, constants, by_block(own, over), own.cells.line
    return over, plan.without(by_welfare), constants, by_block_of_gaps(own, over), own.cells.line


def by_block_of_gaps(own, over):
    """The poor of each domain in order of welfare over their own line, cut into as many blocks as `CUTS`."""
    domains = list(ranked_by_gap(own.cells.line, slices(own, over), lambda part: part.weight)())
    ends = [np.linspace(0, len(part.welfare), len(CUTS) + 2).astype(int) for part in domains]
    return [
        [part.take(slice(end[place], end[place + 1])) for part, end in zip(domains, ends, strict=True)]
        for place in range(len(CUTS) + 1)
    ]


def in_pieces(asked, number, processes):
    """The sums of blocks that are folded in some pieces in other processes, all at once."""
    over, plan, constants, blocks, lines = asked
    given = {"over": over, "plan": plan, "constants": constants, "lines": lines, "sizes": SMALL}
    starts = [None]
    for parts in blocks:
        own = running_sums(parts, over, plan, constants, lines=lines, sizes=SMALL)
        starts.append(own if starts[-1] is None else starts[-1].added(own))
    tasks = [
        partial(fold_blocks, [blocks[place] for place in piece.tolist()], start=starts[piece[0]], **given)
        for piece in np.array_split(np.arange(len(blocks)), number)
    ]
    running = [processes.submit(task) for task in tasks]
    return added_up(moments for piece in running for moments in piece.result(timeout=60))


@pytest.fixture(scope="module")
def processes():
    new = multiprocessing.get_context("spawn")  # a fork beside other threads may crash
    with ProcessPoolExecutor(2, mp_context=new) as pool:
        yield pool


def test_pieces_in_other_processes_are_the_same_to_the_last_bit(asked, processes):
    over, plan, constants, blocks, lines = asked
    parts = [part for block in blocks for part in block]
    at_once = fold(parts, over, plan, constants, lines=lines, sizes=SMALL).moments
    pairs = [feature for feature in plan.features if feature.over_pairs]
    assert all((at_once.sums[feature] > 0).all() for feature in pairs)
    assert {PAIR, SEN} & set(pairs)
    for number in (1, 2, len(blocks)):
        assert_same_bits(in_pieces(asked, number, processes), at_once)


def test_a_block_that_forgets_what_came_before_is_wrong(asked):
    over, plan, constants, blocks, lines = asked
    from_nothing = added_up(
        fold(parts, over, plan, constants, lines=lines, sizes=SMALL).moments for parts in blocks
    )
    whole = added_up(fold_blocks(blocks, over, plan, constants, lines=lines, sizes=SMALL))
    pair = next(feature for feature in plan.features if feature.over_pairs)
    assert from_nothing.sums[pair] != pytest.approx(whole.sums[pair], rel=1e-3)
    for feature in {ONE, POOR} & set(plan.features):
        assert from_nothing.sums[feature] == pytest.approx(whole.sums[feature], rel=1e-14)


def assert_close(one, other):
    left, right = arrays_of(one), arrays_of(other)
    assert left.keys() == right.keys()
    people = one.sums[ONE].max()
    for name, values in left.items():
        size = max(np.abs(right[name]).max(initial=0.0), people)  # deviations add up to nothing
        np.testing.assert_allclose(values, right[name], rtol=1e-13, atol=1e-13 * size, err_msg=str(name))


@pytest.mark.parametrize("line", ["one", "cell", "row"])
@pytest.mark.parametrize("cuts", [[], [500], list(range(50, ROWS, 50)), list(range(3, ROWS, 7))])
def test_other_blocks_give_the_same_sums(line, cuts):
    """All features and products, also those that rank the poor by welfare over their own line."""
    found = []
    for own in (sample(CUTS, line=line), sample(cuts, line=line, sizes=Sizes())):
        over = breakdown(own, ("g",))
        found.append(fold_slices(own, over, *question(own, over), slices(own, over)))
    assert SEN in found[0].sums
    assert_close(*found)


@pytest.mark.parametrize("columns", [(), ("g",)])
@pytest.mark.parametrize("cuts", [[], [130, 130, 700]])
def test_sums_of_cells_that_are_deferred_are_those_of_tables(columns, cuts):
    """Between cuts, of rows in memory by chunk of PSUs, with rows that are in no domain."""
    own = sample(cuts, in_memory=True)
    over = breakdown(own, columns)
    plan, constants = question(own, over)
    cut = plan.restricted_to(lambda feature: feature.of_a_cut)
    within, parts = chunks(over, SMALL.psus_of_chunk), slices(own, over)
    deferred = fold_slices(own, over, cut, constants, parts, within=within)
    tables = fold_slices(own, over, cut, constants, parts)
    assert len(within.every) > 5
    for chunk in within.every.values():
        one, other = deferred.cells(chunk), tables.cells(chunk)
        assert one.keys() == other.keys() == set(cut.features)
        for feature, sums in one.items():
            np.testing.assert_allclose(sums, other[feature], rtol=1e-12, atol=1e-12, err_msg=str(feature))


def test_rolled_up_sums_are_those_of_the_larger_domains():
    from kaltim_poverty.survey.moments import finest_sums

    own = sample(CUTS, negative=False)
    fine = breakdown(own, ("g",))
    plan = plan_of(MEASURES)
    through = reduce(own, (), MEASURES, floor=0.5, finest=finest_sums(own, fine, plan, floor=0.5))
    straight = reduce(own, (), MEASURES, floor=0.5)
    assert through.moments.totals.keys() == straight.moments.totals.keys()
    for feature, total in straight.moments.totals.items():
        np.testing.assert_allclose(through.moments.totals[feature], total, rtol=1e-11, atol=1e-9)
    for chunk in straight.within.every.values():
        for feature, sums in straight.moments.cells(chunk).items():
            np.testing.assert_allclose(through.moments.cells(chunk)[feature], sums, rtol=1e-10, atol=1e-9)


def test_a_column_goes_through_to_its_feature():
    own = sample([333], line="one")
    over = breakdown(own, ("g",), everybody=True)
    plan = Plan((ONE, RECEIVED), ((RECEIVED, RECEIVED),))
    constants = count(slices(own, over), len(over), poverty=False)
    moments = fold_slices(own, over, plan, constants, slices(own, over))
    blocks = list(own.blocks())
    expected = sum(float(block.weight @ block.columns["received"]) for block in blocks)
    assert moments.sums[RECEIVED].sum() == pytest.approx(expected, rel=1e-14)
    assert moments.product(RECEIVED, RECEIVED).sum() == pytest.approx(expected, rel=1e-14)
    by_psu = np.bincount(over.psu, moments.cell_sums[RECEIVED], PSUS)
    rows = [np.bincount(own.cells.psu[b.cell], b.weight * b.columns["received"], PSUS) for b in blocks]
    np.testing.assert_allclose(by_psu, sum(rows), rtol=1e-13)


def test_the_poor_in_order_of_welfare_over_line_keep_their_columns():
    own = sample([200, 600], line="row")
    parts = slices(own, breakdown(own, ("g",)))
    ranked = list(ranked_by_gap(None, parts, lambda part: part.weight)())
    assert len(ranked) == GROUPS
    for part in ranked:
        ratio = part.welfare / part.line()
        assert (np.diff(ratio) >= 0).all()
        assert ratio.max() < 1
        columns = [(b.welfare, b.weight, b.columns["received"]) for b in own.blocks()]
        rows = {(y, w): x for each in columns for y, w, x in zip(*each, strict=True)}
        found = zip(part.welfare, part.weight, part.column("received"), strict=True)
        assert all(rows[y, w] == x for y, w, x in found)


def assert_carries_close(one, other):
    for feature, sums in other.sums.items():
        np.testing.assert_allclose(one.sums[feature][0], sums[0], rtol=1e-14)
        scale = np.abs(sums[1]).max() + sums[0].max()
        np.testing.assert_allclose(one.sums[feature][1], sums[1], atol=1e-13 * scale, rtol=0)


def test_running_sums_seen_from_the_centres_of_a_block_are_recentred(asked):
    """A cluster finds those of a block with its counts, before the centres of the survey are known."""
    over, plan, constants, blocks, lines = asked
    pairs = [feature for feature in plan.features if feature.over_pairs]
    for parts in blocks:
        own = count(partial(iter, parts), len(over), poverty=True, lines=lines)
        sums = running_sums(parts, over, plan, own, lines=lines, sizes=SMALL)
        moved = sums.recentred(centres_of(own, pairs), centres_of(constants, pairs))
        assert set(moved.sums) == set(pairs)
        assert_carries_close(moved, running_sums(parts, over, plan, constants, lines=lines, sizes=SMALL))


def test_recentred_sums_keep_digits_that_a_difference_of_totals_loses():
    """Σ w·y − c·Σ w of welfare around a thousand million has no digit of a deviation of 1e-4 right."""
    random = np.random.default_rng(3)
    welfare, weight = 1e9 + random.uniform(0, 1e-3, 200), random.uniform(1, 3, 200)
    block, centre = float(np.float64(welfare.mean())), 1e9 + 4e-4
    sums = Carry({PAIR: np.array([[weight.sum()], [np.dot(weight, welfare - block)]])})
    moved = sums.recentred({PAIR: np.array([block])}, {PAIR: np.array([centre])})
    rows = zip(weight.tolist(), welfare.tolist(), strict=True)
    exact = float(sum(Fraction(w) * (Fraction(y) - Fraction(centre)) for w, y in rows))
    assert moved.sums[PAIR][1, 0] == pytest.approx(exact, rel=1e-9)
    assert np.dot(weight, welfare) - centre * weight.sum() != pytest.approx(exact, rel=1e-5)
