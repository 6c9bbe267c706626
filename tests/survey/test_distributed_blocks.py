"""Blocks of rows: the same whatever order their rows came in, and the same again from bytes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaltim_poverty.survey.distributed import RangeRows, block_of, pack, unpack


def rows_of(count, seed, *, text, with_psus, replicates=0):
    """Rows with ties in everything, of PSUs that lie in one stratum each."""
    random = np.random.default_rng(seed)
    psu = random.integers(0, 6, count)
    names = np.array(["a", "bé", "c c", "", "1", "10"])
    return RangeRows(
        random.integers(-2, 3, count).astype(float),
        random.integers(1, 3, count).astype(float),
        psu // 2,
        {"g": random.integers(-1, 2, count), "h": random.integers(0, 300, count)},
        random.random(count) < 0.7,
        (names[psu] if text else psu.astype(np.int64) - 3) if with_psus else None,
        psu * 2 if with_psus else None,
        random.random(count) + 0.5,
        random.random((replicates, count)),
        {"benefit": random.random(count)},
    )


def shuffled(rows, seed):
    order = np.random.default_rng(seed).permutation(len(rows.weight))
    taken = [
        {name: each[order] for name, each in values.items()}
        if isinstance(values, dict)
        else None
        if values is None
        else values[..., order]
        for values in rows
    ]
    return RangeRows(*taken)


def arrays_of(block):
    """Every array of a block by name."""
    (rows,), cells = block.sample.blocks(), block.sample.cells
    named = {**rows._asdict(), **cells._asdict(), "psus": block.sample.psus, **block._asdict()}
    named["psu of cell"] = cells.psu
    del named["sample"]
    nested = {key: values for key, values in named.items() if isinstance(values, dict)}
    flat = {key: values for key, values in named.items() if key not in nested}
    return flat | {f"{key} {name}": each for key, values in nested.items() for name, each in values.items()}


def assert_same(one, two):
    one, two = arrays_of(one), arrays_of(two)
    assert one.keys() == two.keys()
    for name, values in one.items():
        if isinstance(values, np.ndarray):
            assert values.dtype.kind == two[name].dtype.kind, name
            np.testing.assert_array_equal(values, two[name], err_msg=name)
        else:
            assert values == two[name], name


some_rows = st.fixed_dictionaries(  # arguments of rows_of
    {
        "count": st.integers(0, 40),
        "seed": st.integers(0, 2**16),
        "text": st.booleans(),
        "with_psus": st.booleans(),
        "replicates": st.integers(0, 2),
    }
)


@given(some_rows, st.booleans())
@settings(max_examples=60, deadline=None)
def test_a_block_is_the_same_again_from_bytes(rows, by_ratio):
    block = block_of(7, rows_of(**rows), by_ratio=by_ratio)
    assert_same(unpack(pack(block)), block)


@given(some_rows, st.integers(0, 99), st.booleans())
@settings(max_examples=60, deadline=None)
def test_a_block_is_the_same_to_the_last_byte_in_whatever_order_rows_come(rows, seed, by_ratio):
    rows = rows_of(**rows)
    other = block_of(0, shuffled(rows, seed), by_ratio=by_ratio)
    assert pack(other) == pack(block_of(0, rows, by_ratio=by_ratio))


@given(some_rows)
@settings(max_examples=60, deadline=None)
def test_rows_keep_what_they_share_in_their_cells(rows):
    rows = rows_of(**rows)
    block = block_of(0, rows)
    (own,), cells = block.sample.blocks(), block.sample.cells
    psu = cells.psu[own.cell]
    shared = [
        cells.groups["g"][own.cell],
        cells.groups["h"][own.cell],
        cells.inside[own.cell],
        block.stratum[psu],
    ]
    given = [rows.groups["g"], rows.groups["h"], rows.inside, rows.stratum]
    if rows.psu is not None:
        shared += [block.psu[psu].tolist(), block.place[psu]]
        given += [rows.psu.tolist(), rows.place]
    if rows.replicates.size and rows.psu is None:  # replicates stand for PSUs and strata
        del shared[3], given[3]
    carried = [own.welfare, own.weight, own.line, own.columns["benefit"], *own.replicates, *shared]
    before = [rows.welfare, rows.weight, rows.line, rows.columns["benefit"], *rows.replicates, *given]
    assert sorted(zip(*carried, strict=True)) == sorted(zip(*before, strict=True))
    assert (np.diff(own.welfare) >= 0).all()
    assert cells.rows.tolist() == np.bincount(own.cell, minlength=len(cells.rows)).tolist()
    assert (np.diff(block.stratum) >= 0).all()


def test_blocks_by_ratio_are_in_order_of_welfare_over_line():
    rows = rows_of(50, 1, text=False, with_psus=True)
    (own,) = block_of(0, rows, by_ratio=True).sample.blocks()
    assert (np.diff(own.welfare / own.line) >= 0).all()
    assert (np.diff(own.welfare) < 0).any()


@pytest.mark.parametrize("text", [False, True])
def test_numbers_of_a_packed_block_are_where_numbers_may_be(text):
    block = unpack(pack(block_of(3, rows_of(11, 5, text=text, with_psus=True))))
    for name, values in arrays_of(block).items():
        assert not isinstance(values, np.ndarray) or values.flags.aligned, name
