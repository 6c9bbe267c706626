"""The sentences of programmes: the same in both languages, whole, with the numbers that the row holds."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from kaltim_poverty import programme
from kaltim_poverty.words import section

SECTIONS = ("basis", "caption", "click", "error", "field", "help", "note", "quantity", "value")
BASES = {
    "cost": (
        "amount × recipients × (1 + overhead) = Rp5,000,000 × 1,500 × (1 + 10%)",
        "bantuan × penerima × (1 + biaya penyaluran) = Rp5.000.000 × 1.500 × (1 + 10%)",
    ),
    "poor_households": (
        "poor people ÷ members of a poor household = 221,340 ÷ 5.13",
        "penduduk miskin ÷ rata-rata anggota rumah tangga miskin = 221.340 ÷ 5,13",
    ),
    "reached_share": (
        ("recipients ÷ poor households = 1,500 ÷ 43,146; an upper bound, as if every recipient were poor"),
        ("penerima ÷ rumah tangga miskin = 1.500 ÷ 43.146; maksimum, bila semua penerima miskin"),
    ),
    "shortfall_year": (
        (
            "P1 × line × population × 12 months = 0.799% × Rp833,955 × 3,829,412 × 12; population = "
            "poor people ÷ P0 = 221,340 ÷ 5.78%"
        ),
        (
            "P1 × garis × penduduk × 12 bulan = 0,799% × Rp833.955 × 3.829.412 × 12; penduduk = "
            "penduduk miskin ÷ P0 = 221.340 ÷ 5,78%"
        ),
    ),
    "cost_share": (
        "cost ÷ shortfall of all poor = Rp8,250,000,000 ÷ Rp306,198,253,620",
        "biaya ÷ total kesenjangan penduduk miskin = Rp8.250.000.000 ÷ Rp306.198.253.620",
    ),
    "gap_person_month": (
        "P1 ÷ P0 × line = 0.799 ÷ 5.78 × Rp833,955",
        "P1 ÷ P0 × garis = 0,799 ÷ 5,78 × Rp833.955",
    ),
    "gap_household_month": (
        "gap of a poor person × members of a poor household = Rp115,282 × 5.13",
        "kesenjangan per penduduk miskin × rata-rata anggota rumah tangga miskin = Rp115.282 × 5,13",
    ),
    "months_of_gap": (
        "amount ÷ monthly gap of a poor household = Rp5,000,000 ÷ Rp591,397",
        "bantuan ÷ kesenjangan rumah tangga miskin per bulan = Rp5.000.000 ÷ Rp591.397",
    ),
    "months_of_line": (
        "amount ÷ monthly line of a poor household = Rp5,000,000 ÷ Rp4,278,189",
        "bantuan ÷ garis rumah tangga miskin per bulan = Rp5.000.000 ÷ Rp4.278.189",
    ),
    "return_needed": (
        "monthly gap of a poor household ÷ amount = Rp591,397 ÷ Rp5,000,000",
        "kesenjangan rumah tangga miskin per bulan ÷ bantuan = Rp591.397 ÷ Rp5.000.000",
    ),
    "gap_closed_share": (
        "amount × return ÷ monthly gap of a poor household = Rp5,000,000 × 2.5% ÷ Rp591,397",
        "bantuan × imbal hasil ÷ kesenjangan rumah tangga miskin per bulan = Rp5.000.000 × 2,5% ÷ Rp591.397",
    ),
    "amount_needed": (
        "monthly gap of a poor household ÷ return = Rp591,397 ÷ 2.5%",
        "kesenjangan rumah tangga miskin per bulan ÷ imbal hasil = Rp591.397 ÷ 2,5%",
    ),
}


def fields_of(text):
    return {field for _, field, _, _ in Formatter().parse(text) if field is not None}


@pytest.mark.parametrize("name", SECTIONS)
def test_both_languages_say_the_same_things(name):
    english, indonesian = section("en", name), section("id", name)
    assert list(english) == list(indonesian)
    for key, text in english.items():
        assert fields_of(text) == fields_of(indonesian[key]), key


def test_every_basis_in_both_languages():
    answer = programme.assess("5jt", 1500, period="2024", overhead=10, monthly_return="2.5")
    assert {row.quantity: (str(row.basis), row.basis.spoken("id")) for row in answer} == BASES


def test_a_person_is_called_a_person():
    answer = programme.assess("1jt", 9, per="person", period="2024")
    said = {row.quantity: row.basis for row in answer}
    assert "a poor person" in str(said["months_of_gap"])
    assert "garis penduduk miskin" in said["months_of_line"].spoken("id")
    assert "poor people" in str(said["reached_share"])


@pytest.mark.parametrize("lang", ["en", "id"])
def test_no_sentence_has_a_hole(lang):
    answers = [
        programme.assess("5jt", 60_000, period="2024"),
        programme.options("4jt", amount="5jt,3jt,100"),
        programme.benefit("elderly=1,balita=3,sd=4", year=2025),
        programme.listing(),
    ]
    for answer in answers:
        said = [note.spoken(lang) for note in answer.notes]
        said += [row.note.spoken(lang) for row in answer if getattr(row, "note", None)]
        for sentence in said:
            assert not re.search(r"None|Message|\{|\}|  |\.\.", sentence), sentence
