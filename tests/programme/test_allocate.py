"""How many for each district: the published example, a second program in fractions, every refusal."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
import reference
from hypothesis import given, settings
from hypothesis import strategies as st

from kaltim_poverty import programme
from kaltim_poverty.errors import InputError, NotFoundError, UsageError

CODES = ["6401", "6402", "6403", "6404", "6405", "6409", "6411", "6471", "6472", "6474"]
MARCH_2024 = {
    "equal": [150] * 10,
    "poor": [171, 98, 400, 252, 84, 73, 20, 98, 256, 48],
    "shortfall": [139, 112, 314, 316, 63, 62, 31, 58, 364, 41],
    "p0": [193, 214, 163, 197, 113, 150, 240, 50, 96, 84],
}  # 1,500 recipients
COMPARED = {
    "equal": ("31.92", "0.4022", "20.34"),
    "poor": ("0.09", "0.0013", "1.02"),
    "shortfall": ("13.17", "0.1531", "2.68"),
}  # dissimilarity, Gini, ratio
HEADER = "area,period,locality,indicator,value,source\n"


@pytest.fixture(scope="session")
def figures():
    """The district figures of March 2024 as exact fractions, read from the table that was published."""
    rows = reference.table(reference.shared("data/figures.csv"))
    return {
        (row["area"], row["indicator"]): Fraction(row["value"])
        for row in rows
        if row["area"] in CODES and row["period"] == "2024-03" and row["locality"] == "total"
    }


def weights(figures, rule):
    """The weights of a rule once more, from the definitions of the contract."""
    columns = {
        name: [figures[code, name] for code in CODES] for name in ("poor_count", "p0", "p1", "poverty_line")
    }
    people = [count * 1000 for count in columns["poor_count"]]
    return {
        "equal": [Fraction(1)] * 10,
        "poor": people,
        "p0": columns["p0"],
        "shortfall": [
            depth / 100 * line * count / (rate / 100)
            for depth, line, count, rate in zip(
                columns["p1"], columns["poverty_line"], people, columns["p0"], strict=True
            )
        ],
    }[rule]


def largest_remainders(total, weights):
    """Hamilton's method with whole numbers alone."""
    scale = 1
    for weight in weights:
        scale *= weight.denominator
    whole = [int(weight * scale) for weight in weights]
    seats = [total * weight // sum(whole) for weight in whole]
    remainders = [total * weight % sum(whole) for weight in whole]
    ranked = sorted(range(len(whole)), key=lambda place: (-remainders[place], -whole[place], place))
    for place in ranked[: total - sum(seats)]:
        seats[place] += 1
    return seats


def places(answer):
    return [row.recipients for row in answer]


def rounded(value, digits):
    return value.quantize(Decimal(1).scaleb(-digits))


@pytest.mark.parametrize("rule", MARCH_2024)
def test_march_2024(figures, rule):
    """As the contract lists it, and as whole numbers alone give it."""
    answer = programme.allocate(recipients=1500, rule=rule, period="2024")
    assert [row.area for row in answer] == CODES
    assert places(answer) == MARCH_2024[rule] == largest_remainders(1500, weights(figures, rule))
    whole = sum(weights(figures, rule))
    for row, weight in zip(answer, weights(figures, rule), strict=True):
        assert abs(Fraction(row.weight) - 100 * weight / whole) < Fraction(1, 10**10)
        assert abs(Fraction(row.quota) - 1500 * weight / whole) < Fraction(1, 10**10)
        assert Fraction(row.poor_count) == 1000 * figures[row.area, "poor_count"]
        assert abs(Fraction(row.chance) - 10_000 * row.recipients / Fraction(row.poor_count)) < Fraction(
            1, 10**9
        )
        assert (row.equal, row.difference, row.cost) == (150, row.recipients - 150, None)


def test_minimum_of_60():
    answer = programme.allocate(recipients=1500, minimum=60, period="2024")
    assert places(answer) == [165, 95, 385, 242, 81, 70, 60, 95, 247, 60]
    assert [str(row.quota) for row in answer if row.recipients == 60] == ["60", "60"]
    said = next(each for each in answer.notes if each.code == "raised_to_minimum")
    assert str(said) == "Raised to the minimum of 60: Mahakam Ulu and Bontang; the others share the rest."


def test_who_gets_the_minimum_without_it_is_not_raised_to_it():
    """Equal shares of 150, and a minimum of 150."""
    answer = programme.allocate(recipients=1500, minimum=150, rule="equal", period="2024")
    assert "raised_to_minimum" not in [each.code for each in answer.notes]


def test_hamilton_takes_one_from_mahakam_ulu_and_webster_does_not():
    """The Alabama paradox between 1,404 and 1,405."""
    mahakam = CODES.index("6411")
    for rounding, lost in (("hamilton", True), ("webster", False)):
        fewer, more = (
            places(programme.allocate(recipients=number, rounding=rounding, period="2024"))
            for number in (1404, 1405)
        )
        assert (more[mahakam] < fewer[mahakam]) is lost


@pytest.mark.parametrize(("rule", "found"), COMPARED.items())
def test_rules_compared(rule, found):
    rows = {row.rule: row for row in programme.allocate(recipients=1500, compare=True, period="2024")}
    assert list(rows) == ["equal", "poor", "shortfall", "p0"]
    row, (dissimilarity, gini, ratio) = rows[rule], found
    assert str(rounded(row.dissimilarity, 2)) == dissimilarity
    assert str(rounded(row.gini, 4)) == gini
    assert str(rounded(row.ratio, 2)) == ratio


@settings(max_examples=25, deadline=None)
@given(
    total=st.integers(100, 5000),
    minimum=st.integers(0, 10),
    mix=st.sampled_from(["equal", "poor", "shortfall", "p0", "poor=50,equal=50", "p0=12.5,shortfall=87.5"]),
)
def test_compared_against_sums_over_pairs_of_people(figures, total, minimum, mix):
    """Dissimilarity and Gini by their definitions over all pairs of areas; chances from the shares."""
    asked = {"recipients": total, "minimum": minimum, "period": "2024", "rule": mix}
    row = next(row for row in programme.allocate(**asked, compare=True) if row.rule == mix)
    shares = places(programme.allocate(**asked))
    people = [1000 * figures[code, "poor_count"] for code in CODES]
    chances = [share / there for share, there in zip(shares, people, strict=True)]
    living = sum(people)
    gini = sum(
        one_there * other_there * abs(one - other)
        for (one, one_there), (other, other_there) in product(zip(chances, people, strict=True), repeat=2)
    ) / (2 * living * total)
    dissimilarity = 50 * sum(
        abs(Fraction(share, total) - there / living) for share, there in zip(shares, people, strict=True)
    )
    near = Fraction(1, 10**11)
    assert abs(Fraction(row.gini) - gini) < near
    assert abs(Fraction(row.dissimilarity) - dissimilarity) < near
    assert abs(Fraction(row.chance_smallest) - 10_000 * min(chances)) < near * 10**4
    assert abs(Fraction(row.chance_largest) - 10_000 * max(chances)) < near * 10**4
    assert row.ratio is None or abs(Fraction(row.ratio) - max(chances) / min(chances)) < near * 10**4


def test_a_mix_is_the_mean_of_the_shares(figures):
    answer = programme.allocate(recipients=1500, rule="poor=75,equal=25", period="2024")
    mixed = [
        Fraction(3, 4) * one / sum(weights(figures, "poor")) + Fraction(1, 40)
        for one in weights(figures, "poor")
    ]
    assert places(answer) == largest_remainders(1500, mixed)
    assert answer.arguments["rule"] == "poor=75,equal=25"
    assert places(
        programme.allocate(recipients=1500, rule={"poor": 75, "equal": 25}, period="2024")
    ) == places(answer)
    assert programme.allocate(recipients=9, rule="poor=100,p0=0").arguments["rule"] == "poor"


def test_a_budget_pays_whole_recipients():
    answer = programme.allocate(budget="7.5miliar", amount="5jt", overhead=8, period="2024")
    assert sum(places(answer)) == 1388  # 7,500,000,000 ÷ 5,400,000 = 1,388.9
    assert sum(row.cost for row in answer) == 1388 * 5_400_000
    assert all(row.cost == row.recipients * 5_400_000 for row in answer)
    assert answer.arguments["recipients"] == 1388
    left = next(each for each in answer.notes if each.code == "budget_left")
    assert "Rp4,800,000 at Rp5,000,000 each" in str(left)


@settings(max_examples=20, deadline=None)
@given(
    amount=st.integers(1, 10**9),
    overhead=st.sampled_from([0, 10, "7.5"]),
    central=st.integers(1, 98),
    total=st.integers(1, 4000),
)
def test_what_the_sources_pay_adds_up_to_the_cost(amount, overhead, central, total):
    """By largest remainders: less than a rupiah from the exact share."""
    split = {"province": 99 - central, "central": central, "district": 1}
    answer = programme.allocate(
        recipients=total, amount=amount, overhead=overhead, source=split, period="2024"
    )
    assert answer.fields[-3:] == ("cost_province", "cost_central", "cost_district")
    for row in answer:
        paid = {name: getattr(row, f"cost_{name}") for name in split}
        assert sum(paid.values()) == row.cost
        assert all(abs(paid[name] - row.cost * share / 100) < 1 for name, share in split.items())
        assert overhead or all(each == each.to_integral_value() for each in paid.values())


def test_a_source_that_pays_nothing_has_no_column():
    answer = programme.allocate(recipients=10, amount=3, source="province=100,district=0", period="2024")
    assert answer.fields[-2:] == ("difference", "cost_province")
    assert [row.cost_province for row in answer] == [row.cost for row in answer]


def test_the_sentence_that_answers():
    answer = programme.allocate(recipients=1500, period="2024")
    assert answer.opening.spoken("en") == (
        "1,500 recipients for 10 areas, shared by number of poor people: most in Kutai Kartanegara (400), "
        "fewest in Mahakam Ulu (20). For all poor people to have the same chance, 0.09 percent of the "
        "recipients would have to be in another area; if all areas got the same number, 31.92 percent."
    )
    assert "31,92 persen" in answer.opening.spoken("id")
    assert (
        programme.allocate(recipients=1500, rule="equal", period="2024").opening.code == "allocated_equally"
    )


def test_the_answer_comes_first_in_every_form(kpov, tmp_path):
    """Above the table, first among the notes of JSON and on stderr."""
    asked = ("programme", "allocate", "--recipients", 1500, "--period", 2024)
    table = kpov(*asked, "-f", "table").out
    assert table.index("1,500 recipients for 10 areas") < table.index("Paser")
    markdown = kpov(*asked, "-f", "markdown", "-q").out
    assert markdown.index("1,500 recipients for 10 areas") < markdown.index("| Paser")
    assert json.loads(kpov(*asked, "-f", "json").out)["notes"][0]["code"] == "allocated_unequally"
    assert kpov(*asked, "-f", "csv").err.startswith("note: 1,500 recipients for 10 areas")
    assert kpov(*asked, "-f", "csv", "-q").err == ""
    assert "1,500 recipients for 10 areas" in kpov(*asked, "--chart").out
    page = tmp_path / "page.html"
    assert kpov(*asked, "-o", page).code == 0
    assert "1,500 recipients for 10 areas" in page.read_text(encoding="utf-8")
    assert kpov(*asked, "-o", tmp_path / "a.docx").code == 0
    calamine = pytest.importorskip("python_calamine")
    for name, options, sheet in (("a.xlsx", (), 1), ("b.xlsx", ("--print",), 0)):
        kpov(*asked, "-o", tmp_path / name, *options)
        cells = (
            calamine.CalamineWorkbook.from_path(str(tmp_path / name)).get_sheet_by_index(sheet).to_python()
        )
        assert any("1,500 recipients for 10 areas" in str(cell) for row in cells for cell in row)


def test_the_output_names_strata_and_places(kpov):
    """What ``programme assign --places`` reads: the code of the area as text, and its recipients."""
    out = kpov("programme", "allocate", "--recipients", 1500, "--period", 2024, "-f", "csv", "-q").out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["area"] for row in rows] == CODES
    assert [int(row["recipients"]) for row in rows] == MARCH_2024["poor"]


def test_latest_is_the_last_with_all_that_the_rule_needs():
    assert str(programme.allocate(recipients=100)[0].period) == "2025-03"
    provinces = programme.allocate(recipients=1000, area="Indonesia")
    assert (len(provinces), str(provinces[0].period)) == (38, "2026-03")
    assert str(programme.allocate(recipients=1000, area="00", rule="shortfall")[0].period) == "2025-03"


def test_areas_without_figures_are_left_out_and_named():
    """The provinces that did not exist in 2020; named one by one they are missed."""
    answer = programme.allocate(recipients=1000, area="Indonesia", period="2020")
    assert len(answer) == 34
    said = next(each for each in answer.notes if each.code == "areas_left_out")
    assert "Papua Selatan" in said.spoken("id")
    with pytest.raises(NotFoundError):
        programme.allocate(recipients=1000, area="64,95", period="2020")


def test_several_areas_share_among_themselves():
    answer = programme.allocate(recipients=100, area=["Samarinda", "Balikpapan"], period="2024")
    assert [row.area for row in answer] == ["6471", "6472"]
    assert places(answer) == [28, 72]  # 14.53 and 37.80 thousand: 27.77 and 72.23
    assert len(programme.allocate(recipients=100, area="kalimantan")) == 5


def own(rows):
    return HEADER + "".join(f"{area},2024-03,total,{name},{value},mine\n" for area, name, value in rows)


def test_own_figures(write):
    """Villages of one's own: only what the rule needs has to be there."""
    file = write(own([("A", "poor_count", "0.3"), ("B", "poor_count", "0.1")]))
    answer = programme.allocate(recipients=6, area="A,B", figures=file)
    assert places(answer) == [5, 1]  # 4.5 and 1.5: the larger weight
    assert [str(row.chance) for row in answer] == ["166.666666666667", "100"]
    with pytest.raises(NotFoundError) as caught:
        programme.allocate(recipients=6, area="A,B", figures=file, rule="shortfall")
    assert caught.value.key == "never_complete"
    with pytest.raises(NotFoundError):
        programme.allocate(recipients=6, area="A,B", figures=file, compare=True)


def test_without_a_count_there_is_no_chance(write):
    file = write(own([("A", "p0", "10"), ("B", "p0", "30")]))
    answer = programme.allocate(recipients=4, area="A,B", figures=file, rule="p0")
    assert places(answer) == [1, 3]
    assert [(row.poor_count, row.chance) for row in answer] == [(None, None)] * 2
    assert answer.opening.code == "allocated"
    assert "no_poor_count" in [each.code for each in answer.notes]


def test_nobody_poor_gets_nothing_and_all_of_nothing_is_refused(write):
    file = write(own([("A", "poor_count", "0"), ("B", "poor_count", "0.002")]))
    answer = programme.allocate(recipients=4, area="A,B", figures=file)
    assert [(row.recipients, row.chance) for row in answer] == [(0, None), (4, Decimal(20000))]
    assert "crowded_areas" in [each.code for each in answer.notes]
    with pytest.raises(NotFoundError) as caught:
        programme.allocate(
            recipients=4, area="A,B", figures=write(own([("A", "poor_count", "0"), ("B", "poor_count", "0")]))
        )
    assert caught.value.key == "no_weight"


def test_a_rate_of_nothing_lacks_nothing(write):
    rows = [
        (area, name, value)
        for area, values in {"A": (0, 0, 0), "B": (5, 10, 1)}.items()
        for name, value in zip(("poor_count", "p0", "p1"), values, strict=True)
    ]
    lines = [(area, "poverty_line", 600000) for area in ("A", "B")]
    answer = programme.allocate(recipients=3, area="A,B", figures=write(own(rows + lines)), rule="shortfall")
    assert places(answer) == [0, 3]


@pytest.mark.parametrize(
    ("arguments", "key"),
    [
        ({"recipients": 0}, "not_above"),
        ({"recipients": "-5"}, "not_above"),
        ({"recipients": "12.5"}, "not_whole"),
        ({"recipients": "1.500"}, "grouped"),
        ({"recipients": 10**13}, "too_large"),
        ({"recipients": None}, "needs_option"),
        ({"budget": "7jt"}, "conflict"),
        ({"recipients": None, "budget": "7jt"}, "needs_option"),
        ({"recipients": None, "budget": 0, "amount": 5}, "not_above"),
        ({"recipients": None, "budget": "4jt", "amount": "5jt"}, "budget_below_one"),
        ({"recipients": None, "budget": 10**15, "amount": 1}, "too_large"),
        ({"amount": 0}, "not_above"),
        ({"overhead": 10}, "needs_option"),
        ({"amount": 5, "overhead": -1}, "too_small"),
        ({"source": "province=100"}, "needs_option"),
        ({"amount": 5, "source": "province=70"}, "not_hundred"),
        ({"amount": 5, "source": "province=70,district=40"}, "not_hundred"),
        ({"amount": 5, "source": "province=70,provinsi=30"}, "unknown_choice"),
        ({"amount": 5, "source": "province=70,province=30"}, "named_twice"),
        ({"amount": 5, "source": "province=130,district=-30"}, "too_large"),
        ({"amount": 5, "source": "province"}, "malformed_percent"),
        ({"amount": 5, "source": "province=a"}, "not_a_number"),
        ({"rule": "poorest"}, "unknown_choice"),
        ({"rule": "poor=50,equal=49"}, "not_hundred"),
        ({"rule": "poor,equal"}, "unknown_choice"),
        ({"rule": "poor=50,poor=50"}, "named_twice"),
        ({"rule": "poor=50,5,equal=49,5"}, "malformed_percent"),
        ({"rule": ""}, "unknown_choice"),
        ({"minimum": 151}, "minimum_too_large"),
        ({"minimum": -1}, "too_small"),
        ({"minimum": "ten"}, "not_whole"),
        ({"minimum": "1.5"}, "not_whole"),
        ({"rounding": "jefferson"}, "unknown_choice"),
        ({"period": "2020..2024"}, "not_a_range"),
        ({"area": "64,Samarinda"}, "overlapping_areas"),
        ({"area": "all"}, "overlapping_areas"),
        ({"area": ""}, "no_area"),
    ],
)
def test_what_is_wrong_whatever_the_data(arguments, key):
    with pytest.raises(UsageError) as caught:
        programme.allocate(**{"recipients": 1500, "period": "2024", **arguments})
    assert caught.value.key == key
    assert caught.value.exit_code == 2
    assert caught.value.text("id") != caught.value.text("en")


@pytest.mark.parametrize(
    ("arguments", "key"),
    [
        ({"area": "Samarinda"}, "nothing_to_share_among"),
        ({"area": "Bali"}, "nothing_to_share_among"),
        ({"area": "Atlantis"}, "unknown_area"),
        ({"period": "1990"}, "no_period"),
        ({"period": "2025-09"}, "no_period"),
        ({"area": "provinces", "period": "2012", "rule": "shortfall"}, "incomplete_period"),
    ],
)
def test_what_is_not_there(arguments, key):
    with pytest.raises(NotFoundError) as caught:
        programme.allocate(**{"recipients": 1500, **arguments})
    assert caught.value.key == key
    assert caught.value.exit_code == 4


def test_a_refused_file():
    with pytest.raises(InputError):
        programme.allocate(recipients=10, figures="/nowhere.csv")
