"""Figures of one's own: a whole invented country, replaced rows, unknown areas, stdin."""

from __future__ import annotations

import io
import sys
from decimal import Decimal

import pytest
import reference

from kaltim_poverty import (
    InputError,
    NotFoundError,
    brief,
    compare,
    decompose,
    gap,
    listing,
    profile,
    rank,
    show,
    target,
    threshold,
    trend,
)
from kaltim_poverty.published import catalogue, own

HEADER = "area,period,locality,indicator,value,source\n"
AREAS = (
    "area,name,name_en,level,parent,aliases\n"
    "XX,Negeri X,Xland,country,,Negeriku\n"
    "X1,Provinsi Satu,One,province,XX,\n"
    "X2,Provinsi Dua,Two,province,XX,\n"
    "X11,Kota Sebelas,Eleven,district,X1,Sebelas;Eleventown\n"
    "X12,Dua Belas,Twelve,district,X1,\n"
)
RATES = {
    "XX": ("10.0", "9.0"),
    "X1": ("12.0", "8.0"),
    "X2": ("8.0", "10.0"),
    "X11": ("14.0", "9.0"),
    "X12": ("10.0", "7.0"),
}


@pytest.fixture
def country(tmp_path) -> dict[str, object]:
    """The files of an invented country: rates, counts, halves and lines of two rounds."""
    lines = []
    for area, rates in RATES.items():
        for period, rate in zip(("2023", "2024-03"), rates, strict=True):
            lines += [
                f"{area},{period},total,p0,{rate}",
                f"{area},{period},total,poor_count,{Decimal(rate) * 2}",
                f"{area},{period},urban,p0,{Decimal(rate) - 1}",
                f"{area},{period},rural,p0,{Decimal(rate) + 1}",
                f"{area},{period},urban,poor_count,{Decimal(rate) - 1}",
                f"{area},{period},rural,poor_count,{Decimal(rate) + 1}",
                f"{area},{period},total,poverty_line,500000",
                f"{area},{period},total,poor_household_size,4.05",
            ]
    figures, areas = tmp_path / "figures.csv", tmp_path / "areas.csv"
    figures.write_text(HEADER + "".join(f"{line},bureau\n" for line in lines), encoding="utf-8")
    areas.write_text(AREAS, encoding="utf-8")
    return {"figures": figures, "areas": areas}


def test_an_invented_country_has_every_answer(country):
    [count, rate, *_] = compare(2023, 2024, area="Xland", **country)
    assert (count.change, rate.change, rate.direction) == (-2, -1, "better")
    [row] = gap(2024, area="negeriku", indicator="p0", **country)
    assert (row.urban, row.rural, row.gap, row.ratio) == (8, 10, 2, Decimal("1.25"))
    [row] = threshold(2024, area="XX", household=True, **country)
    assert (row.household_line, row.published) == (2_025_000, None)
    assert [row.pace for row in trend("p0", area="XX", **country)] == [None, -1]
    assert decompose(2023, 2024, area="XX", **country)[-1].contribution == -1
    assert str(target(7, 2030, area="XX", **country)[1].reached) == "2026-03"
    assert "Negeri X" in brief(2024, area="XX", **country)[0].text.spoken("id")


def test_its_areas_answer_to_any_of_their_names(country):
    for name in ("X11", "x11", "Kota Sebelas", "kota sebelas", "ELEVENTOWN", "Eleven", "sebelas"):
        assert {row.area for row in show(area=name, **country)} == {"X11"}


def test_its_provinces_are_ranked_among_themselves(country):
    for area in ("XX", "X1", "X2"):
        rows = rank("p0", 2024, area=area, **country)
        assert [(row.rank, row.area, row.difference) for row in rows] == [(1, "X1", -1), (2, "X2", 1)]
    rows = rank("p0", 2024, area="X11", **country)
    assert [(row.rank, row.area, row.difference) for row in rows] == [(1, "X12", -1), (2, "X11", 1)]
    rows = rank("p0", 2024, area="X12", among="provinces", **country)
    assert [row.area for row in rows] == ["X1", "X2"]


def test_the_bundled_provinces_are_ranked_without_those_of_another_country(country):
    ranked = {row.area for row in rank("p0", 2024, **country)}
    assert ranked == {code for code, area in reference.areas().items() if area["level"] == "province"}


def test_a_profile_stands_beside_its_own_province_and_nation(country):
    row = next(row for row in profile("X11", **country) if row.indicator == "p0")
    assert (row.value, row.change_year, row.rank, row.of, row.province, row.nation) == (9, -5, 2, 2, 8, 9)
    row = next(row for row in profile("X1", **country) if row.indicator == "p0")
    assert (row.rank, row.of, row.province, row.nation) == (1, 2, None, 9)
    row = next(row for row in profile("XX", **country) if row.indicator == "p0")
    assert (row.rank, row.of, row.province, row.nation) == (None, None, None, None)


def test_all_areas_are_the_bundled_and_the_own_ones(country):
    listed = {row.area for row in listing("areas", area="all", **country)}
    assert listed == {*catalogue.every_area(), *RATES} > {*reference.areas()}
    assert {"X11", "X12"} <= {row.area for row in compare(2023, 2024, area="districts", **country)}


def test_own_sources_stand_under_the_answer(country):
    answer = compare(2023, 2024, area="X1", indicator="p0", **country)
    assert [(source.source, source.kind) for source in answer.sources] == [("bureau", "own")]


@pytest.fixture
def write(tmp_path):
    def written(*rows: str, name: str = "own.csv", header: str = HEADER):
        path = tmp_path / name
        path.write_text(header + "".join(f"{row}\n" for row in rows), encoding="utf-8")
        return path

    return written


def test_own_rows_replace_bundled_ones_and_the_answer_says_how_many(write):
    file = write("64,2024,total,p0,5.00,me", "64,2023-03,total,p0,6.00,me", "64,2030,total,p0,4.00,me")
    answer = compare(2023, 2024, figures=file)
    row = next(row for row in answer if row.indicator == "p0")
    assert (row.before, row.after, row.change) == (6, 5, -1)
    [note] = [note for note in answer.notes if note.code == "replaced_figures"]
    assert note.values == {"count": 2}
    assert " 2" in note.spoken("en")
    assert " 2" in note.spoken("id")


def test_new_rows_alone_replace_nothing(write):
    answer = show(2030, figures=write("64,2030,total,p0,4.00,me"))
    assert [row.value for row in answer] == [4]
    assert answer.notes == ()


def test_an_area_that_nobody_names_keeps_its_code_as_name(write):
    [row] = show(area="VN-44", figures=write("VN-44,2024,total,p0,4.2,gso"))
    assert (row.area, row.area_name, row.source) == ("VN-44", "VN-44", "gso")


def test_the_names_of_areas_are_put_together_once_for_a_whole_file(write, monkeypatch):
    """Once a row, a table of five thousand villages would take half a minute."""
    rows = [f"village {place},2024,total,p0,7.68,mine" for place in range(50)]
    put_together = []
    names_of = catalogue.names_of
    monkeypatch.setattr(catalogue, "names_of", lambda known: put_together.append(known) or names_of(known))
    assert len(list(own.read_all_figures([str(write(*rows))]))) == 50
    assert len(put_together) <= 1


def test_an_area_that_nobody_names_is_in_no_known_nation(write):
    [row] = profile("VN-44", figures=write("VN-44,2024,total,p0,4.2,gso"))
    assert (row.rank, row.of, row.province, row.nation) == (None, None, None, None)


def test_an_area_without_a_level_is_not_ranked_among_provinces_that_it_may_not_belong_to(write):
    with pytest.raises(NotFoundError):
        rank("p0", 2024, area="VN-44", figures=write("VN-44,2024,total,p0,4.2,gso"))


def test_files_are_read_together_and_a_key_stands_once_in_all_of_them(write):
    one = write("YY,2023,total,p0,4.2,a", name="one.csv")
    two = write("YY,2024,total,p0,4.1,b", name="two.csv")
    [row] = compare(2023, 2024, area="YY", figures=[one, two])
    assert str(row.change) == "-0.1"
    again = write("YY,2024-03,total,P0,4.0,c", name="again.csv")
    with pytest.raises(InputError, match=r"again\.csv, line 2"):
        compare(2023, 2024, area="YY", figures=[one, two, again])


def test_columns_stand_in_any_order_and_names_and_units_are_ignored(write):
    file = write(
        "me\t4.2\tp0\tpercent\ttotal\tThere\t2024\tYY",
        header="source\tvalue\tindicator\tunit\tlocality\tarea_name\tperiod\tarea\n",
    )
    [row] = show(area="YY", figures=file)
    assert (row.value, row.area_name) == (Decimal("4.2"), "YY")


def test_figures_come_from_stdin(monkeypatch):
    given = io.TextIOWrapper(io.BytesIO(f"{HEADER}YY,2024,total,p0,4.2,me\n".encode()), encoding="ascii")
    monkeypatch.setattr(sys, "stdin", given)
    [row] = show(area="YY", figures="-")
    assert row.value == Decimal("4.2")


@pytest.mark.parametrize("value", ["833.955", "833,955", "1.234.567", "4,278,189"])
def test_rupiah_with_marks_between_thousands_are_never_read_as_a_small_number(write, value):
    file = write(f'YY,2024,total,poverty_line,"{value}",me')
    with pytest.raises(InputError, match=value.replace(".", "").replace(",", "")):
        show(area="YY", figures=file)


@pytest.mark.parametrize("value", ["833955", "833955.5", "833955.25", "1833.955"])
def test_other_rupiah_are_read_as_they_stand(write, value):
    [row] = show(area="YY", figures=write(f"YY,2024,total,poverty_line,{value},me"))
    assert str(row.value) == value


def test_a_bundled_area_with_a_new_name_keeps_its_level_and_parent(write):
    names = write("6472,Kota Tepian", name="areas.csv", header="area,name\n")
    [row] = listing("areas", area="Kota Tepian", areas=names)
    assert (row.area, row.name, row.level, row.parent) == ("6472", "Kota Tepian", "district", "64")
    assert {row.area for row in rank("p0", 2024, area="Kota Tepian", areas=names)} >= {"6472", "6401"}


@pytest.mark.parametrize(
    ("indicator", "most", "more"), [("p0", "100", "100.01"), ("gini", "1", "1.001"), ("p1", "100.0", "101")]
)
def test_a_share_is_the_whole_at_most(write, indicator, most, more):
    [row] = show(area="YY", figures=write(f"YY,2024,total,{indicator},{most},me"))
    assert str(row.value) == most
    with pytest.raises(InputError, match="line 2"):
        show(area="YY", figures=write(f"YY,2024,total,{indicator},{more},me"))


@pytest.mark.parametrize(
    "missing", [f"{period},urban,{name}" for period in (2023, 2024) for name in ("p0", "poor_count")]
)
def test_what_a_part_lacks_leaves_no_decomposition(write, missing):
    rows = [
        f"YY,{period},{locality},{name},{value},me"
        for period, rate in ((2023, 10), (2024, 9))
        for locality, people in (("total", 5), ("urban", 3), ("rural", 2))
        for name, value in (("p0", rate), ("poor_count", rate * people))
    ]
    [*_, total] = decompose(2023, 2024, area="YY", figures=write(*rows))
    assert (total.component, total.contribution) == ("total", -1)
    some = [row for row in rows if missing not in row]
    assert len(some) == len(rows) - 1
    with pytest.raises(NotFoundError):
        decompose(2023, 2024, area="YY", figures=write(*some))


@pytest.mark.parametrize("figure", ["p0,4.1234567890123", "GK,833955.1234567890123"])
def test_a_value_has_no_more_decimals_than_a_figure_can_have(figure, write):
    """Twelve, of rates and of amounts, read by different rules: finer ones do not add up exactly."""
    with pytest.raises(InputError) as caught:
        show(area="YY", figures=write(f"YY,2024,total,{figure},me"))
    assert caught.value.key == "value_cell"


def test_the_survey_that_is_cited_has_rounds_of_the_bundle_alone(write):
    answer = show(area="64", indicator="p0", period="2023..2030", figures=write("64,2030,total,p0,3.50,me"))
    survey, own = (str(cited) for cited in answer.cited)
    assert "March 2023" in survey
    assert "2030" not in survey
    assert own == "me"
    bundled = [row.period for row in answer if row.source != "me"]
    assert str(max(bundled)).startswith(survey[-4:])
