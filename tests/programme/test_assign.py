"""A draw that anybody can repeat: here it is repeated without kpov."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict

import pytest

from kaltim_poverty.errors import InputError, UsageError
from kaltim_poverty.programme import assign, example

SEED = "tiga dadu: 4 1 6"


def repeated(names, seed):
    """Names in the order of SHA-256 of ``SEED|NAME``."""
    return sorted(names, key=lambda name: hashlib.sha256(f"{seed}|{name}".encode()).hexdigest())


def test_a_draw_by_hand():
    """``printf '1|%s' b | sha256sum`` begins with 1d34, of d with c351, c d2b0, a d55e, e f235."""
    found = assign({"id": ["a", "b", "c", "d", "e"]}, id="id", arm=["x=2", "y=1"], seed="1")
    assert [row.order for row in found] == [4, 1, 3, 2, 5]
    assert [row.arm for row in found] == ["waiting", "x", "y", "x", "waiting"]
    assert [row.probability for row in found] == [0.4, 0.4, 0.2, 0.4, 0.4]


def test_the_list_of_the_example_is_drawn_again():
    """3,000 candidates: within each district the first 150 of the order, then the waiting list."""
    people = example(seed=3)["recipients.csv"]
    found = assign(people, id="nik", stratum="district", arm="treated=1500", seed=SEED)
    by_district = defaultdict(list)
    for nik, district in zip(people["nik"], people["district"], strict=True):
        by_district[district].append(nik)
    places = {district: repeated(own, SEED) for district, own in by_district.items()}
    for row in found:
        district, nik = people["district"][row.row - 1], people["nik"][row.row - 1]
        assert row.groups == {"district": district}
        assert row.order == places[district].index(nik) + 1
        assert row.arm == ("treated" if row.order <= 150 else "waiting")
        assert row.probability == 0.5


def test_without_an_id_the_number_of_the_row_is_hashed():
    found = assign({"x": list("pqrs")}, arm="a=2", seed="7")
    order = repeated(["1", "2", "3", "4"], "7")
    assert [str(row.row) for row in sorted(found, key=lambda row: row.order)] == order


def test_villages_are_drawn_whole():
    """Places and order count villages, and every row of one has its arm."""
    village = [f"v{place % 5}" for place in range(23)]
    found = assign({"v": village}, cluster="v", arm="a=2", seed="9")
    order = repeated(sorted(set(village)), "9")
    for row in found:
        own = village[row.row - 1]
        assert row.order == order.index(own) + 1
        assert row.arm == ("a" if row.order <= 2 else "waiting")
        assert row.probability == (0.4 if row.arm == "a" else 0.6)


def test_arm_after_arm_by_rows_that_are_still_free():
    """7 of 13 places over strata of 6, 5 and 2 (3.23, 2.69, 1.08), then 3 over what is left (3, 2, 1)."""
    strata = ["c"] * 6 + ["b"] * 5 + ["a"] * 2
    found = assign({"s": strata}, stratum="s", arm=["one=7", "two=3"], seed="1")
    counts = Counter((row.groups["s"], row.arm) for row in found)
    assert [counts[each, "one"] for each in "cba"] == [3, 3, 1]
    assert [counts[each, "two"] for each in "cba"] == [2, 1, 0]  # 1.5, 1.0, 0.5: the tie to the larger


def test_ties_go_to_the_larger_stratum_then_to_the_smaller_value():
    found = assign({"s": ["b", "b", "a", "a"]}, stratum="s", arm="one=1", seed="1")
    assert [row.groups["s"] for row in found if row.arm == "one"] == ["a"]


def test_places_of_a_file(write):
    """The output of ``kpov programme allocate``, with columns that nobody needs."""
    places = write("area,area_name,recipients,cost\n6401,Paser,2,10\n6402,Kutai Barat,0,0\n")
    found = assign({"area": ["6401"] * 3 + ["6402"]}, places=places, stratum="area", seed="1")
    assert Counter(row.arm for row in found) == {"treated": 2, "waiting": 2}
    assert [row.arm for row in found][3] == "waiting"


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ("area,recipients\n6401,4\n6402,0\n", "4 places for 3"),
        ("area,recipients\n6401,2\n", "no places for the stratum '6402'"),
        ("area,recipients\n6401,2\n6402,1\n6403,1\n", "no row in data"),
        ("area,recipients\n6401,2\n6402,1\n6401,1\n", "appears twice"),
        ("area,recipients\n6401,2.5\n6402,1\n", "whole number of places"),
        ("area,recipients\n6401,-1\n6402,1\n", "whole number of places"),
        ("area,orang\n6401,1\n6402,1\n", "no column 'recipients'"),
    ],
)
def test_places_that_do_not_fit(places, said, write):
    with pytest.raises(InputError, match=said):
        assign({"area": ["6401"] * 3 + ["6402"]}, places=write(places), stratum="area", seed="1")


def test_a_repeated_id_is_refused_by_its_rows():
    with pytest.raises(InputError, match=r"data row 3.*data row 1") as caught:
        assign({"nik": ["9972011703850002", "x", "9972 0117 0385 0002"]}, id="nik", arm="a=1", seed="1")
    assert "9972" not in str(caught.value)


@pytest.mark.parametrize("seed", ["", "   "])
def test_a_draw_needs_a_seed(seed):
    with pytest.raises(UsageError):
        assign({"x": ["1", "2"]}, arm="a=1", seed=seed)


def test_the_seed_is_text():
    """1 and "1" are one seed; "01" is another."""
    rows = {"x": [str(each) for each in range(50)]}
    arms = [[row.arm for row in assign(rows, arm="a=25", seed=seed)] for seed in (1, "1", "01")]
    assert arms[0] == arms[1] != arms[2]
