"""What a family is entitled to: amounts and limits of the year, by brute force too."""

from __future__ import annotations

from decimal import Decimal
from itertools import product as every

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaltim_poverty import programme
from kaltim_poverty.errors import InputError, NotFoundError, UsageError

AMOUNTS_2025 = {
    "pregnant_or_postpartum": 3_000_000,
    "early_childhood_0_6": 3_000_000,
    "primary_school": 900_000,
    "junior_secondary_school": 1_500_000,
    "senior_secondary_school": 2_000_000,
    "severe_disability": 2_400_000,
    "elderly": 2_400_000,
}
GROUPS = [
    (["pregnant_or_postpartum"], 2),
    (["early_childhood_0_6"], 2),
    (["primary_school", "junior_secondary_school", "senior_secondary_school"], 3),
    (list(AMOUNTS_2025), 4),
]
HEADER = "programme,component,year,amount_idr,per,note,source"
FOOD = 2_400_000


def counted(answer):
    return {row.component: row.counted for row in answer}


def codes(answer):
    return [note.code for note in answer.notes]


def test_an_elderly_person():
    answer = programme.benefit({"elderly": 1}, year=2025)
    assert answer.fields == ("programme", "component", "people", "counted", "amount_year", "note")
    assert [row.programme for row in answer] == ["PKH", "Sembako_BPNT"]
    elderly, food = answer
    assert (elderly.component, elderly.people, elderly.counted) == ("elderly", 1, 1)
    assert elderly.amount_year == 2_400_000
    assert (food.people, food.counted, food.amount_year) == (None, None, FOOD)


@pytest.mark.parametrize(
    ("name", "component"),
    [
        ("lansia", "elderly"),
        ("ibu_hamil", "pregnant_or_postpartum"),
        ("ibu hamil", "pregnant_or_postpartum"),
        ("Ibu-Hamil", "pregnant_or_postpartum"),
        ("nifas", "pregnant_or_postpartum"),
        ("balita", "early_childhood_0_6"),
        ("anak_usia_dini", "early_childhood_0_6"),
        ("sd", "primary_school"),
        ("SMP", "junior_secondary_school"),
        ("sma", "senior_secondary_school"),
        ("smk", "senior_secondary_school"),
        ("disabilitas", "severe_disability"),
        ("sembako", "food_balance"),
    ],
)
def test_names_in_both_languages(name, component):
    assert next(iter(counted(programme.benefit(f"{name}=1", year=2025)))) == component


@settings(max_examples=80, deadline=None)
@given(people=st.dictionaries(st.sampled_from(list(AMOUNTS_2025)), st.integers(1, 4), min_size=1, max_size=5))
def test_the_best_four_against_every_combination(people):
    """The limits leave the largest sum that any choice of people within them could give."""
    answer = programme.benefit(people, year=2025, size=30)
    best = max(
        sum(AMOUNTS_2025[name] * number for name, number in zip(people, numbers, strict=True))
        for numbers in every(*(range(number + 1) for number in people.values()))
        if all(
            sum(number for name, number in zip(people, numbers, strict=True) if name in group) <= most
            for group, most in GROUPS
        )
    )
    assert sum(row.amount_year for row in answer if row.programme == "PKH") == best
    found = counted(answer)
    assert all(found[name] <= number for name, number in people.items())


def test_a_limit_of_another_year_is_applied_and_named():
    answer = programme.benefit("balita=3", year=2025)
    assert counted(answer)["early_childhood_0_6"] == 2
    assert answer[0].amount_year == 6_000_000
    said = next(str(note) for note in answer.notes if note.code == "limit_of_other_year")
    assert "2022" in said
    assert "tribunnews_20220110" in said
    assert "tribunnews_20220110" in [source.source for source in answer.sources]
    assert "2 of 3 count" in str(answer[0].note)


def test_a_limit_of_the_year_needs_no_note():
    answer = programme.benefit("sd=4", year=2025)
    assert counted(answer)["primary_school"] == 3
    assert "limit_of_other_year" not in codes(answer)
    assert "limit_of_other_year" in codes(programme.benefit("sd=4", year=2024))


def test_four_people_of_a_family_those_with_the_highest_amounts():
    answer = programme.benefit("sd=2,lansia=2,ibu_hamil=1,sma=1", year=2025, size=7)
    assert counted(answer) == {
        "pregnant_or_postpartum": 1,
        "primary_school": 0,
        "senior_secondary_school": 1,
        "elderly": 2,
        "food_balance": None,
    }


def test_a_disputed_rule_is_noted():
    assert "disputed_rule" in codes(programme.benefit("elderly=1", year=2025))
    assert "disputed_rule" not in codes(programme.benefit("elderly=1", year=2024))
    assert "disputed_rule" not in codes(programme.benefit("sd=1", year=2025))


def test_an_amount_of_a_stage_counts_four_times():
    assert programme.benefit("sma=1", year=2024)[0].amount_year == 2_000_000


def test_food_assistance_can_be_left_out():
    answer = programme.benefit("elderly=1,sembako=0", year=2025)
    assert [row.component for row in answer] == ["elderly"]


def test_the_sum_is_compared_with_line_and_gap():
    """4,800,000 a year against 4,278,189 and 591,397 a month in March 2024."""
    answer = programme.benefit("elderly=1", year=2024)
    said = {note.code: note.values for note in answer.notes}
    assert said["benefit_total"]["total"] == 4_800_000
    assert said["benefit_total"]["month"] == 400_000
    assert said["line_share"]["line"] == 4_278_189
    assert said["line_share"]["share"] == Decimal("9.35")  # 400,000 ÷ 4,278,189
    assert said["gap_share"]["share"] == Decimal("67.64")  # 400,000 ÷ 591,396.735…
    of_three = {note.code: note.values for note in programme.benefit("elderly=1", year=2024, size=3).notes}
    assert of_three["line_share"]["line"] == 2_501_865


def test_a_family_larger_than_published_is_noted():
    assert "more_people" in codes(programme.benefit("sd=3,lansia=2,ibu_hamil=1", year=2024))
    assert "more_people" not in codes(programme.benefit("sd=3,lansia=2,ibu_hamil=1", year=2024, size=6))


@pytest.mark.parametrize(
    ("family", "arguments", "key"),
    [
        ("lansi=1", {}, "unknown_component"),
        ("uep=1", {}, "unknown_component"),
        ("lansia", {}, "malformed_component"),
        ("lansia=", {}, "malformed_component"),
        ("=1", {}, "malformed_component"),
        ("", {}, "malformed_component"),
        ([], {}, "no_components"),
        ({}, {}, "no_components"),
        ("lansia=0,sembako=0", {}, "no_components"),
        ("lansia=1,elderly=1", {}, "component_twice"),
        ("lansia=x", {}, "not_whole"),
        ("lansia=1.5", {}, "not_whole"),
        ("lansia=-1", {}, "too_small"),
        ("lansia=31", {}, "too_large"),
        ("sembako=2", {}, "too_large"),
        ("lansia=1", {"year": "25"}, "malformed_year"),
        ("lansia=1", {"year": "2025-03"}, "malformed_year"),
        ("lansia=4", {"size": 3}, "more_than_family"),
        ("lansia=1", {"size": 0}, "not_above"),
        ("lansia=1", {"size": 31}, "too_large"),
        ("lansia=1", {"area": "districts"}, "one_area"),
    ],
)
def test_refused(family, arguments, key):
    with pytest.raises(UsageError) as caught:
        programme.benefit(family, **{"year": 2025, **arguments})
    assert caught.value.key == key


def test_an_unknown_component_is_told_what_was_meant():
    with pytest.raises(UsageError, match="Did you mean 'lansia'"):
        programme.benefit("lansi=1", year=2025)


@pytest.mark.parametrize(
    ("arguments", "key", "named"),
    [
        ({"year": 2022}, "no_amounts", "2023 and 2024"),
        ({"year": 2030}, "no_amounts", "2024 and 2025"),
        ({"area": "Samarinda"}, "never_complete", "--size"),
        ({"area": "Atlantis"}, "unknown_area", "Atlantis"),
    ],
)
def test_not_there(arguments, key, named):
    with pytest.raises(NotFoundError) as caught:
        programme.benefit("elderly=1", **{"year": 2025, **arguments})
    assert caught.value.key == key
    assert named in str(caught.value)


def test_a_district_with_a_size():
    assert "line_share" in codes(programme.benefit("elderly=1", year=2025, area="Samarinda", size=4))


def test_a_year_without_a_size_names_the_nearest(write):
    rules = write(f"{HEADER}\nMine,elderly,2021,1000000,person_year,,\n")
    with pytest.raises(NotFoundError, match="2022-03 and 2022-09"):
        programme.benefit("elderly=1", year=2021, programmes=rules)


def test_a_year_without_a_line_is_answered_without_shares(write):
    rules = write(f"{HEADER}\nMine,elderly,2031,1000000,person_year,,\n")
    answer = programme.benefit("elderly=1", year=2031, programmes=rules)
    assert [row.amount_year for row in answer] == [1_000_000]
    assert codes(answer) == ["benefit_total", "no_worth"]


def test_a_programme_of_ones_own_stands_beside_the_others(write):
    rules = write(
        f"{HEADER},limit,applies_to\n"
        "Mine,lansia,2025,100000,person_month,for all above 60,decree 7,,\n"
        "Mine,my_limit,2025,,,,decree 7,1,elderly\n"
        "Mine,rice,2025,50000,family_month,,,,\n"
    )
    answer = programme.benefit("elderly=2", year=2025, programmes=rules)
    mine = [row for row in answer if row.programme == "Mine"]
    assert [(row.component, row.counted, row.amount_year) for row in mine] == [
        ("elderly", 1, 1_200_000),
        ("rice", None, 600_000),
    ]
    assert "at most 1" in str(mine[0].note)
    named = {source.source: source for source in answer.sources}
    assert named["decree 7"].kind == "own"
    assert rules in named  # a row without a source rests on its file


@pytest.mark.parametrize(("elderly", "note"), [(1, None), (2, None), (3, "at most 2")])
def test_a_limit_is_named_only_where_it_binds(write, elderly, note):
    """Two may count: of one and of two all do, of three one does not."""
    rules = write(
        f"{HEADER},limit,applies_to\n"
        "Mine,elderly,2025,100000,person_month,,,,\n"
        "Mine,my_limit,2025,,,,,2,elderly\n"
    )
    answer = programme.benefit(f"elderly={elderly}", year=2025, programmes=rules)
    (mine,) = (row for row in answer if row.programme == "Mine")
    assert mine.counted == min(elderly, 2)
    assert mine.note is None if note is None else note in str(mine.note)


def test_an_own_row_replaces_a_bundled_one(write):
    rules = write(f"{HEADER}\nPKH,elderly,2025,3000000,person_year,,\n")
    answer = programme.benefit("elderly=1", year=2025, programmes=rules)
    assert answer[0].amount_year == 3_000_000
    assert "replaced_rules" in codes(answer)


def test_a_refused_file_of_rules():
    with pytest.raises(InputError):
        programme.benefit("elderly=1", year=2025, programmes="/nowhere.csv")
