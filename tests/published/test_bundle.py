"""The bundled tables are what was published: every figure digit by digit, nothing lost, nothing added."""

from __future__ import annotations

import csv

import pytest
import reference

from kaltim_poverty import check, listing, show


@pytest.fixture(scope="module")
def everything():
    return show(area="all", locality="all")


def test_every_figure_is_the_published_one_digit_by_digit():
    published = {
        (row["area"], row["period"], row["locality"], row["indicator"]): (row["value"], row["source"])
        for row in reference.table(reference.shared("data/figures.csv"))
    }
    bundled = {key: (value, reference.sources()[key]) for key, value in reference.printed().items()}
    assert bundled == published


def test_show_gives_every_figure_with_its_printed_digits(everything):
    shown = {
        (row.area, str(row.period), row.locality, row.indicator): (f"{row.value:f}", row.source)
        for row in everything
    }
    assert len(everything) == len(shown) == 19_900
    assert shown == {key: (value, reference.sources()[key]) for key, value in reference.printed().items()}


@pytest.mark.parametrize("name", ["breaks", "indicators", "sources"])
def test_the_other_tables_are_the_published_ones_byte_for_byte(name):
    published = reference.shared(f"data/{name}.csv").read_bytes()
    assert (reference.DATA / f"{name}.csv").read_bytes() == published


def test_the_areas_are_the_published_ones_with_their_groups():
    published = reference.table(reference.shared("data/areas.csv"))
    bundled = reference.table(reference.DATA / "areas.csv")
    assert [{key: row[key] for key in row if key != "groups"} for row in bundled] == published


def test_every_figure_has_a_known_area_indicator_locality_and_source():
    names = {row["source"] for row in reference.table(reference.DATA / "sources.csv")}
    for key, source in reference.sources().items():
        area, _, locality, indicator = key
        assert area in reference.areas(), key
        assert indicator in reference.indicators(), key
        assert locality in reference.LOCALITIES, key
        assert source in names, key


def test_each_file_holds_the_figures_of_one_province_and_its_districts():
    for path in (reference.DATA / "figures").glob("*.csv"):
        assert {row["area"][:2] for row in reference.table(path)} == {path.stem}


def test_every_break_is_of_a_known_area_and_a_known_indicator():
    for row in reference.breaks():
        assert row["area"] in reference.areas()
        assert row["from_period"] < row["to_period"]
        assert row["indicators"] == "*" or set(row["indicators"].split(";")) <= set(reference.indicators())


def test_the_whole_bundle_goes_back_in_as_figures_and_comes_out_the_same(tmp_path, everything):
    path = tmp_path / "bundle.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(everything.fields)
        writer.writerows([getattr(row, name) for name in everything.fields] for row in everything)
    again = show(area="all", locality="all", figures=str(path))
    assert again.rows == everything.rows
    assert [note.code for note in again.notes] == ["replaced_figures"]
    assert again.notes[0].values == {"count": 19900}


def test_the_only_contradiction_in_the_bundle_is_the_line_of_gorontalo_in_september_2019():
    answer = check(area="all")
    [row] = answer
    assert (row.rule, row.area, str(row.period), row.unit) == (
        "total_between",
        "75",
        "2019-09",
        "idr_per_capita_month",
    )
    assert (row.found, row.difference, row.status) == (353_109, 35, "fails")


def test_the_answer_holds_the_period_that_was_asked_for_and_none_where_none_was():
    for given, held in ((None, None), (2024, "2024-03"), ("2023..2024", "2023..2024")):
        period = show(area="64", indicator="p0", period=given).arguments["period"]
        assert (None if period is None else str(period)) == held


def test_breaks_of_several_indicators_are_those_of_each():
    def known(indicator):
        return set(listing("breaks", area="all", indicator=indicator).rows)

    assert known("p0,poor_count") == known("p0") | known("poor_count") > known("p0")
