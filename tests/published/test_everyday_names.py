"""What people call indicators, areas, localities, periods and rounds, in both languages."""

from __future__ import annotations

import pytest
from support import call

from kaltim_poverty import NotFoundError, UsageError, compare, show, trend
from kaltim_poverty.published.catalogue import areas, chosen_localities, find_indicator
from kaltim_poverty.published.compare_notes import EXPENDITURE
from kaltim_poverty.published.groups import chosen_areas
from kaltim_poverty.published.periods import parse_period, parse_span, round_month


@pytest.mark.parametrize(
    ("given", "indicator"),
    [
        ("poverty rate", "p0"),
        ("Poverty-Rate", "p0"),
        ("tingkat kemiskinan", "p0"),
        ("persentase penduduk miskin", "p0"),
        ("Persentase penduduk miskin (P0)", "p0"),
        ("headcount rate", "p0"),
        ("gap", "p1"),
        ("poverty gap index", "p1"),
        ("indeks kedalaman kemiskinan", "p1"),
        ("indeks keparahan kemiskinan", "p2"),
        ("penduduk miskin", "poor_count"),
        ("garis kemiskinan", "poverty_line"),
        ("poverty line", "poverty_line"),
        ("gini ratio", "gini"),
        ("rasio_gini", "gini"),
        ("GK", "poverty_line"),
    ],
)
def test_an_indicator_answers_to_what_people_call_it(given, indicator):
    assert find_indicator(given).indicator == indicator


def test_a_misspelt_everyday_name_is_told():
    with pytest.raises(UsageError) as caught:
        find_indicator("poverty rat")
    assert "'poverty rate'" in str(caught.value)


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("kabupaten", "districts"),
        ("Kabupaten/Kota", "districts"),
        ("provinsi", "provinces"),
        ("semua", "all"),
        ("Kabupaten Berau", "6405"),
        ("kota samarinda", "6472"),
    ],
)
def test_areas_and_groups_have_indonesian_names(given, meant):
    assert chosen_areas(given, areas()) == chosen_areas(meant, areas())


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("perkotaan", "urban"),
        ("kota", "urban"),
        ("pedesaan", "rural"),
        ("perdesaan", "rural"),
        ("semua", "all"),
    ],
)
def test_localities_have_indonesian_names(given, meant):
    assert chosen_localities(given) == chosen_localities(meant)


@pytest.mark.parametrize(
    ("given", "period"),
    [
        ("Maret 2024", "2024-03"),
        ("maret-2024", "2024-03"),
        ("March 2024", "2024-03"),
        ("Mar 2024", "2024-03"),
        ("September  2024", "2024-09"),
        ("agustus 2010", "2010-08"),
    ],
)
def test_a_period_may_be_named_by_its_month(given, period):
    assert str(parse_period(given)) == period


@pytest.mark.parametrize("given", ["Maret", "Maret 24", "Marz 2024", "M 2024", "2024 Maret", "Ma 2024"])
def test_what_names_no_month_is_no_period(given):
    with pytest.raises(UsageError):
        parse_period(given)


def test_months_in_a_range_choose_all_rounds():
    assert parse_span("Maret 2021..September 2022") == parse_span("2021-03..2022-09")
    assert parse_span("2021..terakhir") == parse_span("2021..latest")


def test_rounds_have_indonesian_names():
    assert (round_month("maret"), round_month("September"), round_month("semua")) == (3, 9, None)
    with pytest.raises(UsageError):
        round_month("marhc")
    assert len(trend("p0", "2021..2024", round="semua")) == len(trend("p0", "2021..2024", round="all")) == 7


def test_latest_has_indonesian_names():
    assert show("terakhir", indicator="p0").rows == show("latest", indicator="p0").rows


def test_the_command_line_takes_them_all():
    plain = call("compare", "2023", "2024", "--area", "districts", "--indicator", "p0", "-f", "csv")
    everyday = call(
        "compare",
        "Maret 2023",
        "March 2024",
        "--area",
        "kabupaten",
        "--indicator",
        "tingkat kemiskinan",
        "-f",
        "csv",
    )
    assert everyday.out == plain.out
    assert (
        compare("2023", "2024", locality="perkotaan").rows == compare("2023", "2024", locality="urban").rows
    )


def test_a_note_that_only_counts_0_stands_in_json_alone(tmp_path):
    survey = tmp_path / "s.csv"
    survey.write_text("y,w\n1,1\n2,1\n3,1\n", encoding="utf-8")
    asked = ("survey", "estimate", str(survey), "--welfare", "y", "--weight", "w", "--line", "2.5")
    assert "survey_on_line" in call(*asked, "-f", "json").out
    for form in ("table", "csv", "markdown"):
        done = call(*asked, "-f", form)
        assert "exactly on" not in done.out + done.err
        assert "Poverty line" in done.out + done.err


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("kutai", ["Kutai Barat", "Kutai Kartanegara", "Kutai Timur"]),
        ("papua baru", ["Papua Barat", "Papua Barat Daya", "Papua"]),  # at most three of six
        ("samarindo", ["Samarinda"]),  # not a second time as Kota Samarinda
        ("atlantis", []),
    ],
)
def test_an_unknown_area_gets_three_names_at_most_each_once(given, meant):
    with pytest.raises(NotFoundError) as refused:
        show(area=given)
    said = str(refused.value).partition("Did you mean ")[2]
    assert said.split("'")[1::2] == meant


@pytest.mark.parametrize(
    ("given", "month"),
    [("2021..2022", 3), ("2021..", 3), ("..2022", 3), ("2021..2022-09", None), ("2021-03..2022", None)],
)
def test_a_range_is_of_march_rounds_only_if_no_end_names_a_month(given, month):
    assert parse_span(given).month == month


@pytest.mark.parametrize(("chosen", "code"), [("64,65,63", "nominal"), ("64,65,63,62", "nominal_many")])
def test_growth_of_the_line_is_listed_for_three_areas_at_most(chosen, code):
    codes = {note.code for note in compare(2023, 2024, area=chosen, indicator=EXPENDITURE).notes}
    assert codes & {"nominal", "nominal_many"} == {code}
