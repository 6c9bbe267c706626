"""The sentence with which an assessment begins: what it closes, what it must earn, what others found."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kaltim_poverty import programme
from kaltim_poverty.programme.sufficiency import shortly


def test_rp5_million_for_1500():
    answer = programme.assess("5jt", 1500, period="2024")
    assert answer.opening.spoken("en") == (
        "Rp5 million closes at most 8 months of the average gap of 3.5 percent of poor households; to close "
        "the gap as capital it must earn 11.8 percent a month; of 7 comparable findings on returns, from 4 "
        "studies, 2 reached that, 1 perhaps."
    )
    assert answer.opening.spoken("id") == (
        "Rp5 juta menutup paling banyak 8 bulan kesenjangan rata-rata bagi 3,5 persen rumah tangga "
        "miskin; untuk menutup kesenjangan itu sebagai modal, bantuan harus menghasilkan 11,8 persen per "
        "bulan; dari 7 temuan tentang imbal hasil yang dapat dibandingkan, dari 4 studi, "
        "2 mencapainya, 1 mungkin."
    )


@pytest.mark.parametrize(
    ("amount", "ending"),
    [
        ("100rb", "4 studies, none reached that."),
        (
            "2000000",
            "4 studies, none reached that, 2 perhaps.",
        ),  # 29.6 percent: up to 33 in Mexico, 30 in India
        ("10jt", "4 studies, 4 reached that, 1 perhaps."),  # 5.9: profit of men 4 to 12
        ("100jt", "4 studies, 7 reached that."),  # 0.59 percent: all of them
    ],
)
def test_more_capital_is_reached_by_more_findings(amount, ending):
    assert str(programme.assess(amount, 15, period="2024").opening).endswith(ending)


def test_it_counts_as_evidence_does():
    for amount in ("1.3jt", "5jt", "12jt", "45jt"):
        sentence = programme.assess(amount, 15, period="2024").opening.values
        rows = programme.evidence(amount=amount, period="2024").opening.values
        assert {name: sentence[name] for name in ("findings", "studies", "reach", "between", "short")} == {
            name: rows[name] for name in ("findings", "studies", "reach", "between", "short")
        }


def test_the_findings_are_sources():
    sources = {source.source for source in programme.assess("5jt", 1500, period="2024").sources}
    assert {"dmw_2008", "mw_2008", "hussam_2022", "bfm_2011"} <= sources
    assert "wings_2016" not in sources  # of no return


def test_persons_and_all_of_the_poor():
    person = str(programme.assess("1jt", 1000, per="person", period="2024").opening)
    assert "0.45 percent of poor people" in person
    assert "of 100 percent of poor households" in str(programme.assess("1jt", 50_000, period="2024").opening)
    assert "at most 1 month of" in str(programme.assess("600rb", 10, period="2024").opening)


def test_where_there_is_no_gap_there_is_no_sentence(tmp_path):
    rows = {"poor_count": 10, "p0": 5, "p1": 0, "poverty_line": 600000, "poor_household_size": 4}
    file = tmp_path / "own.csv"
    file.write_text(
        "area,period,locality,indicator,value,source\n"
        + "".join(f"V,2024-03,total,{name},{value},m\n" for name, value in rows.items()),
        encoding="utf-8",
    )
    answer = programme.assess("5jt", 10, area="V", figures=str(file))
    assert answer.opening is None
    assert {source.source for source in answer.sources} == {"m"}


@pytest.mark.parametrize(
    ("value", "digits", "said"),
    [("8.45", 0, "8"), ("8.5", 0, "9"), ("0.428", 0, "0.43"), ("0.0014", 1, "0.0014"), ("3.476", 1, "3.5")],
)
def test_numbers_as_a_sentence_says_them(value, digits, said):
    assert str(shortly(Decimal(value), digits)) == said
