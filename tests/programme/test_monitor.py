"""Is it running as planned? Every check by hand, groups, intervals, and when it fails."""

from __future__ import annotations

import pytest
from support import call

from kaltim_poverty.programme import example, monitor
from kaltim_poverty.programme.monitoring.rows import wilson

PUBLISHED = [  # successes, of, interval: Newcombe (1998), Statistics in Medicine 17, 857-872
    (81, 263, 25.53, 36.62),
    (15, 148, 6.24, 16.05),
    (0, 20, 0.0, 16.11),
    (1, 29, 0.61, 17.18),
]


@pytest.mark.parametrize(("count", "of", "low", "high"), PUBLISHED)
def test_published_intervals(count, of, low, high):
    """Newcombe's table I, method 3."""
    assert wilson(count, of) == pytest.approx((low, high), abs=0.005)


def checks(*arguments, **options):
    return {(row.check, row.group): row for row in monitor(*arguments, **options)}


DATA = {
    "d": ["6401"] * 6 + ["6472"] * 4,
    "s": list("LPLPLPLPLP"),
    "score": [1, 2, 3, 4, 5, 6, 7, 8, 9, ""],
    "pkh": ["ya", "tidak", "", "ya", "tidak", "tidak", "tidak", "tidak", "tidak", "tidak"],
    "got": ["ya"] * 8 + ["tidak", ""],
    "value": [5e6] * 7 + [4e6, "", ""],
    "used": ["1"] * 6 + ["0", "0", "", ""],
    "alive": ["ya"] * 5 + ["tidak"] * 3 + ["", ""],
    "kk": ["11", "12", "13", "11", "15", "16", "17", "18", "19", ""],
}
ASKED = {
    "family": "kk",
    "district": "d",
    "sex": "s",
    "score": "score",
    "cutoff": 7,
    "overlap": "PKH=pkh",
    "received": "got",
    "value": "value",
    "amount": "5jt",
    "use": "used",
    "alive": "alive",
}
BY_HAND = {  # counted, of, missing, status
    "family_repeated": (2, 9, 1, "look"),
    "below_cutoff": (6, 9, 1, "look"),
    "overlap_PKH": (2, 9, 1, "look"),
    "received": (8, 9, 1, "look"),
    "short_value": (1, 8, 2, "look"),
    "used_for_business": (6, 8, 2, "look"),
    "business_alive": (5, 8, 2, "look"),
}


def test_every_check_by_hand():
    found = checks(DATA, **ASKED)
    everybody = {name: row for (name, group), row in found.items() if not group}
    assert {
        name: (row.counted, row.of, row.missing, row.status) for name, row in everybody.items()
    } == BY_HAND
    assert all(row.value == 100 * row.counted / row.of for row in everybody.values())
    assert all(row.ci_low is None for row in found.values())


def test_small_groups_show_neither_count_nor_share():
    """Four rows in one district, five of each sex."""
    found = checks(DATA, **ASKED)
    small, large = found["received", "6472"], found["received", "6401"]
    assert (small.counted, small.value, small.of, small.status) == (None, None, 3, "look")
    assert (large.counted, large.value, large.status) == (6, 100.0, "ok")
    assert (found["received", "female"].counted, found["received", "male"].counted) == (4, 4)


def test_a_sample_has_intervals():
    row = checks(DATA, received="got", sample=True)["received", ""]
    assert (row.ci_low, row.ci_high) == pytest.approx(wilson(8, 9))


def test_places_fail_where_one_district_does(write):
    """As many in all, but one too many here and one too few there."""
    plan = write("area,recipients\n6401,5\n6472,5\n")
    found = checks(DATA, district="d", plan=plan)
    assert {group: row.status for (_, group), row in found.items()} == {
        "": "fails",
        "6401": "fails",
        "6472": "fails",
    }
    assert (found["places", "6401"].counted, found["places", "6401"].of) == (6, 5)
    assert found["places", "6401"].value == 120.0
    assert found["places", "6472"].counted is None


def test_a_planned_district_without_recipients_fails(write):
    plan = write("area,recipients\n6401,6\n6472,4\n6474,3\n")
    row = checks(DATA, district="d", plan=plan)["places", "6474"]
    assert (row.counted, row.of, row.status) == (0, 3, "fails")


@pytest.mark.parametrize(
    ("ids", "code"), [(["9972011703850002", "9972015703850001"], 0), (["9972011703850002"] * 2, 1)]
)
def test_the_exit_code(ids, code, write):
    """Ids can fail; what is only to be looked at cannot."""
    file = write("nik,got\n" + "".join(f"{each},tidak\n" for each in ids))
    done = call("programme", "monitor", file, "--id", "nik", "--received", "got")
    assert done.code == code
    assert (
        done.out.splitlines()[0] == "check\tgroup\tvalue\tunit\tcounted\tof\tmissing\tci_low\tci_high\tstatus"
    )


def test_the_example_has_the_mistakes_that_were_put_in():
    """One id is missing, one too short, two are one, one sex is wrong."""
    data = example(seed=5)["monitoring.csv"]
    found = checks(data, id="nik", sex="sex", family="family")
    assert {name: found[name, ""].counted for name in ("id_missing", "id_malformed", "id_repeated")} == {
        "id_missing": 1,
        "id_malformed": 1,
        "id_repeated": 2,
    }
    assert found["sex_differs", ""].counted in (1, 2)  # the repeated number may be of the other sex
    assert found["family_repeated", ""].counted == 0


@pytest.mark.parametrize("language", ["en", "id"])
def test_names_of_districts_sexes_and_programmes(language, write):
    file = write("d,s,pkh\n" + "6472,P,ya\n" * 5)
    asked = ["--district", "d", "--sex", "s", "--overlap", "PKH=pkh", "--lang", language, "-f", "table"]
    out = call("programme", "monitor", file, *asked).out
    assert "Samarinda" in out
    assert ("women" in out) == (language == "en")
    assert ("Also gets PKH" if language == "en" else "Juga menerima PKH") in out
