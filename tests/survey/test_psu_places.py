"""PSUs get the numbers on executors that one machine gives them, and none of them comes to the driver."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from local_frames import LocalFrame

from kaltim_poverty.errors import UsageError
from kaltim_poverty.survey.read.rows.categorical import categorical
from kaltim_poverty.survey.spark.buckets import bucket_of
from kaltim_poverty.survey.spark.psu_places import CODES, UNIT_SEPARATOR, PsuCodes, places_of_psus
from kaltim_poverty.survey.spark.records import Record, packed, unpacked

pytest.importorskip("pyarrow")

CODE = st.sampled_from(["1", "01", "2", "10", "-3", "9", "a", "B", "é", "1 ", "1234567890123456"])


def frame_of(strata, columns, buckets, order):
    """PSUs in so many buckets; their keys are made up, as the hashes of codes are."""
    texts = [UNIT_SEPARATOR.join(codes) for codes in zip(*columns, strict=True)]
    keys = np.random.default_rng(1).permutation(len(strata)) * 7919 - 50
    bucket = np.arange(len(strata)) % buckets
    records = []
    for number in order:
        own = np.flatnonzero(bucket == number)
        if len(own):
            codes = PsuCodes(keys[own], strata[own], [texts[place] for place in own])
            records.append(Record(CODES, number, packed(codes)))
    return keys, LocalFrame(records)


def places(frame, strata, buckets):
    """The place of each PSU by its key, and that each is in the bucket where blocks look for it."""
    found = {}
    for record in places_of_psus(frame, np.bincount(strata), buckets).records:
        _, columns = unpacked(record.data)
        assert set(bucket_of(columns["psu"], buckets)) == {record.key}
        found.update(zip(columns["psu"].tolist(), columns["t0"].tolist(), strict=True))
    return found


def on_one_machine(strata, columns):
    """By stratum, and in it by the columns of codes, each in order of the whole survey."""
    codes = [categorical(np.array(column, dtype=object), {}).codes for column in columns]
    order = np.lexsort([*codes[::-1], strata])
    found = np.empty(len(order), dtype=int)
    found[order] = np.arange(len(order))
    return found


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 3), CODE, CODE), min_size=1, max_size=40, unique=True), st.data())
def test_places_are_those_of_one_machine(psus, data):
    strata = np.array([stratum for stratum, _, _ in psus])
    columns = [[psu[1] for psu in psus], [psu[2] for psu in psus]]
    buckets = data.draw(st.integers(1, 5))
    keys, frame = frame_of(strata, columns, buckets, data.draw(st.permutations(range(buckets))))
    found = places(frame, strata, 3)
    assert [found[key] for key in keys.tolist()] == on_one_machine(strata, columns).tolist()


def test_whole_numbers_are_put_in_order_by_size_only_where_all_codes_of_the_survey_are():
    strata = np.array([0, 0, 1])
    for other, expected in (("11", [1, 0, 2]), ("x", [0, 1, 2])):
        keys, frame = frame_of(strata, [["10", "9", other]], 1, [0])
        found = places(frame, strata, 2)
        assert [found[key] for key in keys.tolist()] == expected


def test_the_driver_gets_no_psu(monkeypatch):
    collected = []
    usual = LocalFrame.collected

    def counted(self):
        records = usual(self)
        collected.append(sum(len(record.data) for record in records))
        return records

    monkeypatch.setattr(LocalFrame, "collected", counted)
    for psus in (100, 10_000):
        strata = np.arange(psus) % 5
        _, frame = frame_of(strata, [[str(each) for each in range(psus)]], 4, range(4))
        assert len(places(frame, strata, 6)) == psus
    assert collected[0] == collected[1] < 200


def test_more_psus_than_are_drawn_are_refused():
    with pytest.raises(UsageError):
        places_of_psus(LocalFrame([]), np.array([3_000_000, 2_000_001]), 1)
    with pytest.raises(UsageError):
        places_of_psus(None, np.array([3]), 1)
