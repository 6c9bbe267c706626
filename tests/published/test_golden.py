"""Figures and changes as BPS and the press printed them, and the arithmetic that holds between them."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction

import pytest
import reference

from kaltim_poverty import brief, compare, decompose, gap, threshold
from kaltim_poverty.published.figures import Figures
from kaltim_poverty.published.periods import parse_period

NAMES = {
    "p0": ("total", "p0"),
    "p1": ("total", "p1"),
    "p2": ("total", "p2"),
    "poor": ("total", "poor_count"),
    "p0_urban": ("urban", "p0"),
    "p0_rural": ("rural", "p0"),
    "p1_urban": ("urban", "p1"),
    "p1_rural": ("rural", "p1"),
    "p2_urban": ("urban", "p2"),
    "p2_rural": ("rural", "p2"),
    "poor_urban": ("urban", "poor_count"),
    "poor_rural": ("rural", "poor_count"),
    "line": ("total", "poverty_line"),
    "line_urban": ("urban", "poverty_line"),
    "line_rural": ("rural", "poverty_line"),
    "line_food": ("total", "poverty_line_food"),
    "line_nonfood": ("total", "poverty_line_nonfood"),
    "line_household": ("total", "poverty_line_household"),
    "hh_size": ("total", "poor_household_size"),
    "gini": ("total", "gini"),
    "gini_urban": ("urban", "gini"),
    "gini_rural": ("rural", "gini"),
    "sample_households": ("total", "sample_households"),
}

NOT_BUNDLED = {("2025-09", "p1")}  # printed by one newspaper only, so the bundle leaves it out


@pytest.fixture(scope="module")
def golden():
    path = reference.shared("golden/bps_kaltim_identities.json")
    return json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal, parse_int=Decimal)


@pytest.fixture(scope="module")
def figures():
    return Figures()


def test_every_golden_figure_is_in_the_bundle(golden, figures):
    held = 0
    for row in golden["inputs"]["rows"]:
        period = parse_period(row["period"])
        for name, (locality, indicator) in NAMES.items():
            if name in row and (row["period"], name) not in NOT_BUNDLED:
                assert figures.value("64", period, locality, indicator) == row[name], (period, name)
                held += 1
        if "p0_national" in row:
            assert figures.value("00", period, "total", "p0") == row["p0_national"]
    assert held > 90


def test_compare_gives_every_published_change(golden, tmp_path):
    own = tmp_path / "own.csv"
    rows = {row["period"]: row for row in golden["inputs"]["rows"]}
    lines = [f"64,{period},total,{name},{rows[period][name]},golden" for period, name in NOT_BUNDLED]
    own.write_text("\n".join(["area,period,locality,indicator,value,source", *lines]), encoding="utf-8")
    held = 0
    for change in golden["expected"]["published_changes"]:
        name, before, _, after = change["what"].split()
        locality, indicator = NAMES[name]
        [row] = compare(before, after, area="64", locality=locality, indicator=indicator, figures=str(own))
        printed = change.get("pct") or change.get("pp") or change.get("thousand") or change["value"]
        computed = row.change_percent if "pct" in change else row.change
        step = Fraction(10) ** printed.as_tuple().exponent
        assert abs(Fraction(computed) - Fraction(printed)) * 2 <= step, change
        held += 1
    assert held == 7


def test_the_golden_identities_hold(golden):
    for row in golden["inputs"]["rows"]:
        if {"line_food", "line_nonfood", "line"} <= set(row):
            assert row["line_food"] + row["line_nonfood"] == row["line"]
        if {"poor_urban", "poor_rural", "poor"} <= set(row):
            assert abs(row["poor_urban"] + row["poor_rural"] - row["poor"]) <= Decimal("0.011")
        if "line_household" in row:
            [found] = threshold(row["period"], household=True)
            assert (found.household_line, found.difference) == (row["line_household"], 0)
        if "food_share" in row:
            [found] = threshold(row["period"])
            assert abs(found.food_share - row["food_share"]) <= Decimal("0.0051")


def test_the_poor_of_march_2024_are_9_73_thousand_fewer_than_a_year_before():
    # BPS Provinsi Kalimantan Timur, press release of 1 July 2024: 231.07 and 221.34 thousand; 6.11 and 5.78 %
    count, rate = compare(2023, 2024, indicator="poor_count,p0")
    assert (count.before, count.after, count.change) == (
        Decimal("231.07"),
        Decimal("221.34"),
        Decimal("-9.73"),
    )
    assert str(count.change) == "-9.73"
    assert (rate.after, rate.change) == (Decimal("5.78"), Decimal("-0.33"))
    assert (count.direction, rate.direction) == ("better", "better")
    assert (count.verdict, rate.verdict) == ("unknown", "unknown")


def test_the_rural_rate_is_4_29_points_above_the_urban_one_and_1_96_times_as_high():
    # the same release: 4.47 % in urban, 8.76 % in rural areas
    [row] = gap(2024, indicator="p0")
    assert (row.urban, row.rural, row.gap) == (Decimal("4.47"), Decimal("8.76"), Decimal("4.29"))
    assert round(row.ratio, 2) == Decimal("1.96")


def test_the_household_line_of_march_2024_is_the_published_one_to_the_rupiah():
    # the same release: Rp833,955 a person, 5.13 members, Rp4,278,189 a poor household
    [row] = threshold(2024, household=True)
    assert (row.poverty_line, row.household_size) == (833_955, Decimal("5.13"))
    assert row.household_line == row.published == 4_278_189
    assert row.difference == 0


def test_the_change_of_march_2024_comes_from_town_and_country_alike():
    # worked by hand from the release: s = share of the urban population, count / rate
    parts = {row.component: row.contribution for row in decompose(2023, 2024)}
    assert list(parts) == ["urban", "rural", "shift", "interaction", "rounding", "total"]
    assert {name: round(part, 4) for name, part in parts.items()} == {
        "urban": Decimal("-0.1451"),
        "rural": Decimal("-0.1608"),
        "shift": Decimal("-0.0092"),
        "interaction": Decimal("0.0006"),
        "rounding": Decimal("-0.0156"),
        "total": Decimal("-0.33"),
    }
    assert round(sum(list(parts.values())[:4]), 4) == Decimal("-0.3144")


def test_the_urban_share_of_the_population_rises_from_690843_to_692846_millionths():
    def urban_share(period: str) -> Fraction:
        town, country = (
            reference.value("64", period, where, "poor_count") / reference.value("64", period, where, "p0")
            for where in ("urban", "rural")
        )
        return town / (town + country)

    assert round(float(urban_share("2023-03")), 6) == 0.690843
    assert round(float(urban_share("2024-03")), 6) == 0.692846
    [urban, *_] = decompose(2023, 2024)
    assert reference.is_rounded(urban.contribution, urban_share("2023-03") * Fraction("-0.21"))


INDONESIAN = (
    "Jumlah penduduk miskin di Kalimantan Timur pada Maret 2024 sebesar 221,34 ribu orang, menurun 9,73 ribu"
    " orang terhadap Maret 2023. Persentase penduduk miskin sebesar 5,78 persen, menurun 0,33 persen poin."
    " Galat baku tidak tersedia, sehingga belum dapat disimpulkan apakah penurunan tersebut signifikan secara"
    " statistik. Persentase penduduk miskin perkotaan sebesar 4,47 persen dan perdesaan 8,76 persen (Maret"
    " 2023: 4,68 dan 9,28 persen), sedangkan indeks kedalaman kemiskinan (P1) meningkat dari 0,771 menjadi"
    " 0,799. Garis kemiskinan tercatat sebesar Rp833.955 per kapita per bulan; dengan rata-rata 5,13 orang"
    " anggota rumah tangga, garis kemiskinan per rumah tangga miskin sebesar Rp4.278.189 per bulan. Gini"
    " ratio sebesar 0,321, hampir tidak berubah dari 0,322 pada Maret 2023."
)
ENGLISH = (
    "In March 2024 East Kalimantan had 221.34 thousand poor people, 9.73 thousand fewer than in March 2023;"
    " the poverty rate was 5.78 percent, down 0.33 percentage points. No standard error is available, so"
    " whether the fall is statistically significant cannot be said. The rate was 4.47 percent in urban and"
    " 8.76 percent in rural areas (March 2023: 4.68 and 9.28), while the poverty gap index (P1) rose from"
    " 0.771 to 0.799. The poverty line stood at Rp833,955 per person per month; with 5.13 members on"
    " average, the line of a poor household was Rp4,278,189 per month. The Gini ratio was 0.321, hardly"
    " changed from 0.322 in March 2023."
)


@pytest.mark.parametrize(("language", "text"), [("id", INDONESIAN), ("en", ENGLISH)])
def test_the_paragraph_of_march_2024_is_the_agreed_one(language, text):
    answer = brief(2024)
    assert " ".join(row.text.spoken(language) for row in answer) == text
    assert [row.topic for row in answer] == ["poverty", "significance", "urban_rural", "line", "inequality"]
