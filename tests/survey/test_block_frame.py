"""Blocks that executors hold: made once, by the first task, and used by those that follow."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tempfile
import weakref
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("pyarrow")

import local_frames

from kaltim_poverty.survey.distributed.blocks import cells_within, combined
from kaltim_poverty.survey.spark.block_frame import BlockFrame
from kaltim_poverty.survey.spark.block_pass import BLOCK, PART, RESULT
from kaltim_poverty.survey.spark.buckets import buckets_of_strata, places_by_number
from kaltim_poverty.survey.spark.histogram import classes_of, histogram
from kaltim_poverty.survey.spark.records import Record, narrowed
from kaltim_poverty.survey.spark.settings import codec_in, sockets_in

PARTS = [Record(PART, key, data) for key, data in ((1, b"b"), (0, b"a"), (1, b"c"))]


class CountingFrame(local_frames.LocalFrame):
    """A frame that notes how often something was done to it or to what was made of it."""

    done: tuple[str, ...] = ()

    def mapped(self, function):
        type(self).done += ("mapped",)
        return CountingFrame(super().mapped(function).records)

    def grouped(self, function, parts):
        type(self).done += ("grouped",)
        return CountingFrame(super().grouped(function, parts).records)

    def of_kind(self, kind):
        return CountingFrame(super().of_kind(kind).records)

    def with_keys(self, keys):
        return CountingFrame(super().with_keys(keys).records)


def made(records):
    held = list(records)
    return Record(BLOCK, held[0].key, b"".join(sorted(record.data for record in held)))


def lengths(records):
    for record in records:
        yield Record(RESULT, record.key, str(len(record.data)).encode())


LENGTHS = [Record(RESULT, 0, b"1"), Record(RESULT, 1, b"2")]


@pytest.fixture
def frame():
    CountingFrame.done = ()
    return CountingFrame(PARTS)


def test_the_first_task_gets_its_results_as_blocks_are_made(frame):
    blocks = BlockFrame(frame, made, 2)
    assert blocks.results(lengths) == LENGTHS
    assert CountingFrame.done == ("grouped",)
    assert blocks.results(lengths) == LENGTHS
    assert blocks.results(lengths, [1]) == LENGTHS[1:]
    assert CountingFrame.done == ("grouped", "mapped", "mapped")
    assert sorted(blocks.records.records) == [Record(BLOCK, 0, b"a"), Record(BLOCK, 1, b"bc")]


@pytest.mark.parametrize("first", [lambda own: own.records, lambda own: own.results(lengths, [0])])
def test_blocks_that_others_asked_for_are_not_made_again(frame, first):
    blocks = BlockFrame(frame, made, 2)
    first(blocks)
    assert blocks.results(lengths) == LENGTHS
    assert CountingFrame.done.count("grouped") == 1


def test_what_blocks_are_made_of_is_held_until_then(frame):
    held = CountingFrame([])
    watched = weakref.ref(held)
    blocks = BlockFrame(frame, made, 2, [held])
    del held
    assert blocks.records is not None
    assert watched() is not None  # made when somebody asks for results
    blocks.results(lengths)
    gc.collect()
    assert watched() is None


codes = st.lists(st.tuples(st.integers(0, 5), st.integers(-1, 2), st.integers(0, 1)), max_size=30)


@given(codes)
def test_cells_are_the_combinations_in_their_order(rows):
    psu, group, inside = np.array(rows, dtype=np.intp).reshape(-1, 3).T
    psu = np.unique(psu, return_inverse=True)[1]
    cell = cells_within(psu, combined([inside.astype(bool), group]))
    every = sorted(set(zip(psu, inside, group, strict=True)))
    assert cell.tolist() == [every.index(each) for each in zip(psu, inside, group, strict=True)]


@pytest.mark.parametrize("most", [1, 255, 256, 65_535, 65_536, 70_000])
def test_places_by_number_whatever_the_numbers(most):
    numbers = np.array([most, 0, 1, most, 0, most - 1])
    found = {number: places.tolist() for number, places in places_by_number(numbers)}
    assert found == {number: np.flatnonzero(numbers == number).tolist() for number in set(numbers.tolist())}
    assert list(found) == sorted(found)


@given(st.lists(st.integers(1, 40), min_size=1, max_size=30), st.integers(1, 12))
def test_strata_share_buckets_or_have_several(psus, most):
    """So that sums by stratum come to the driver once, however many buckets there are."""
    buckets = buckets_of_strata(np.array(psus), most)
    spans = list(zip(buckets.first.tolist(), buckets.parts.tolist(), psus, strict=True))
    used = {first + place for first, parts, _ in spans for place in range(parts)}
    assert used == set(range(buckets.number))
    for first, parts, count in spans:
        assert parts == -(-count // most)
        alone = [other for other, *_ in spans if first <= other < first + parts]
        if parts > 1:
            assert alone == [first]
        else:
            together = sum(other for place, own, other in spans if place == first and own == 1)
            assert together < 2 * most


def test_rows_of_a_stratum_fall_into_its_buckets():
    buckets = buckets_of_strata(np.array([3, 20, 4, 5]), 8)
    stratum = np.repeat([0, 1, 2, 3], 500).astype(np.int32)
    found = buckets.of({"psu": np.arange(2000) * 31, "stratum": stratum})
    by_stratum = [set(found[stratum == number].tolist()) for number in range(4)]
    assert by_stratum == [{0}, {1, 2, 3}, {0}, {0}]


@given(st.lists(st.floats(allow_infinity=False, allow_nan=False)))
def test_a_histogram_counts_each_class(values):
    numbers = np.array(values, dtype=np.float64)
    classes = classes_of(numbers).tolist()
    found = histogram(numbers)
    assert dict(zip(found.classes.tolist(), found.rows.tolist(), strict=True)) == {
        each: classes.count(each) for each in classes
    }


def test_sockets_are_files_where_their_path_fits(tmp_path):
    with tempfile.TemporaryDirectory(dir="/tmp") as short:
        assert sockets_in(short) == {
            "spark.python.unix.domain.socket.enabled": "true",
            "spark.python.unix.domain.socket.dir": short,
        }
        assert os.listdir(short) == []
    long = tmp_path / ("é" * 40)
    long.mkdir()
    assert sockets_in(str(long)) == sockets_in(str(tmp_path / "none")) == {}


@pytest.mark.skipif(not hasattr(os, "ST_NOEXEC"), reason="no such flag of file systems")
def test_no_codec_is_loaded_where_nothing_may_run(tmp_path, monkeypatch):
    assert codec_in(str(tmp_path)) == {"spark.io.compression.codec": "zstd"}
    found = os.statvfs(tmp_path)
    monkeypatch.setattr(os, "statvfs", lambda _: SimpleNamespace(f_flag=found.f_flag | os.ST_NOEXEC))
    assert codec_in(str(tmp_path)) == {}


@given(st.lists(st.integers(-(2**63), 2**63 - 1), max_size=5), st.sampled_from([0, 40, 56]))
def test_narrowed_numbers_are_the_same_and_stay_whole_together(values, shift):
    given_numbers = np.array(values, dtype=np.int64) >> shift
    narrow = narrowed(given_numbers)
    assert narrow.tolist() == given_numbers.tolist()
    assert np.concatenate([narrow, np.array([-1, 2**62])]).dtype == np.int64
    assert shift < 56 or not values or narrow.dtype == np.int8
    assert narrowed(np.array([0.5])).dtype == np.float64


FROZEN = """
import gc
from kaltim_poverty.survey.spark.garbage import set_modules_apart
set_modules_apart()
first = gc.get_freeze_count()
held = [[] for _ in range(1000)]
set_modules_apart()
second = gc.get_freeze_count()
import csv
set_modules_apart()
print(first > 1000, first == second, gc.get_freeze_count() > second + 1000)
"""


def test_modules_are_set_apart_from_garbage_when_there_are_new_ones():
    done = subprocess.run(
        [sys.executable, "-c", FROZEN], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    assert done.stdout.split() == ["True", "True", "True"]
