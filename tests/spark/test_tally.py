"""What tasks count is added up on executors, where strata and groups are many by their values."""

from collections import Counter

import local_frames
from hypothesis import given, settings
from hypothesis import strategies as st

from kaltim_poverty.survey.spark.reading_pass import TALLY, tally_of_all
from kaltim_poverty.survey.spark.records import Record, packed, unpacked
from kaltim_poverty.survey.spark.tally import KEYS, Stratum, Tally, by_key, total

VALUES = st.tuples(st.one_of(st.integers(0, 30), st.sampled_from("abc"), st.none()), st.booleans())


@st.composite
def tallies(draw):
    """What one task counted."""
    combinations = draw(st.dictionaries(VALUES, st.integers(0, 9), max_size=12))
    strata = draw(st.dictionaries(VALUES, st.integers(1, 9), max_size=8))
    return Tally(
        counts=Counter(rows=draw(st.integers(0, 5))),
        strata={values: Stratum(rows, rows, rows, rows) for values, rows in strata.items()},
        combinations=Counter(combinations),
    )


def gathered(every, few):
    """What the driver gets of the tallies of all tasks."""
    records = [Record(TALLY, key, packed(part)) for each in every for key, part in by_key(each, few)]
    found = local_frames.LocalFrame(records).gathered(tally_of_all, 4).collected()
    return [unpacked(record.data) for record in found]


@settings(deadline=None, max_examples=60)
@given(st.lists(tallies(), min_size=1, max_size=6), st.integers(0, 20))
def test_the_sum_is_the_same_and_the_driver_gets_each_value_once(every, few):
    found, expected = gathered(every, few), total(every)
    assert total(found) == expected
    assert len(found) <= 2 * KEYS
    if not few:
        assert sum(len(each.combinations) for each in found) == len(expected.combinations)
        assert sum(len(each.strata) for each in found) == len(expected.strata)
