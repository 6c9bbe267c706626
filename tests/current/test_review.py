"""What becomes of figures from outside: statuses, doubts, refusals."""

from __future__ import annotations

from pathlib import Path

import pytest
from reference import shared
from support import call

from kaltim_poverty import check, current
from kaltim_poverty.errors import NotFoundError
from kaltim_poverty.published import periods
from kaltim_poverty.published.periods import Period

URBAN_OF_GORONTALO = (
    353074  # rupiah, September 2019; the line of the province lies above it and the rural one
)


@pytest.fixture
def table(tmp_path):
    """A table of provinces with a head and rows of one's own."""

    def write(rows, title="Persentase Penduduk Miskin (P0)", head="Maret 2027"):
        lines = [f"Provinsi,{title}" + "," * head.count(","), f",{head}", *rows]
        path = tmp_path / "table.csv"
        path.write_text("\n".join(lines))
        return str(path)

    return write


@pytest.fixture(autouse=True)
def summer_of_2027(monkeypatch):
    """The figures of March 2027 can be out, those of September cannot."""
    for module in ("published.periods", "published.rules"):
        monkeypatch.setattr(f"kaltim_poverty.{module}.is_over", lambda period: period < Period(2027, 8))
    monkeypatch.setattr(periods, "this_month", lambda: Period(2027, 8))


def statuses(file, **question):
    """Status and reason by area, period, locality."""
    return {
        (row.area, str(row.period), row.locality): (row.status, row.reason)
        for row in current.import_figures(file, every=True, **question)
    }


def test_new_same_coarser_and_revised(folder, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(
        "Provinsi,Persentase Penduduk Miskin (P0),,\n,Perkotaan,Perdesaan,Jumlah\n"
        ",Maret 2024,Maret 2024,Maret 2024\n"
        "Kalimantan Timur,4.5,8.96,5.78\n"
    )
    assert statuses(str(path)) == {
        ("64", "2024-03", "total"): ("same", ""),
        ("64", "2024-03", "urban"): ("coarser", ""),
        ("64", "2024-03", "rural"): ("revised", ""),
    }
    current.import_figures(str(path), keep="all")
    assert [row.figures for row in current.list_data()] == [1]


def test_a_round_whose_month_is_not_over_is_refused(folder, table):
    found = statuses(table(["Kalimantan Timur,4.9,4.8"], head="Maret 2027,September 2027"))
    assert found["64", "2027-03", "total"] == ("new", "")
    assert found["64", "2027-09", "total"] == ("refused", "round_is_over")


@pytest.mark.parametrize(
    ("title", "value", "status"),
    [
        ("Persentase Penduduk Miskin (P0)", "7.20", "new"),
        ("Persentase Penduduk Miskin (P0)", "7.90", "doubtful"),
        ("Persentase Penduduk Miskin (P0)", "3.30", "doubtful"),
        ("Gini Ratio", "0.300", "new"),
        ("Gini Ratio", "0.410", "doubtful"),
        ("Garis Kemiskinan (Rupiah/Kapita/Bulan)", "505", "doubtful"),
        ("Garis Kemiskinan (Rupiah/Kapita/Bulan)", "990000", "new"),
    ],
)
def test_a_step_beyond_all_that_were_is_doubtful(folder, table, title, value, status):
    [(found, reason)] = statuses(table([f"Kalimantan Timur,{value}"], title=title)).values()
    assert (found, reason) == (status, "step_from_before" if status == "doubtful" else "")


def test_of_a_misprint_between_two_years_only_the_misprint_is_doubtful(folder, table):
    """The step to the year after it is too long only beside it."""
    file = table(
        ["Kalimantan Timur,880000,505", "Bali,650000,680000"],
        "Garis Kemiskinan (Rupiah/Kapita/Bulan)",
        "Maret 2026,Maret 2027",
    )
    found = statuses(file)
    assert found["64", "2027-03", "total"] == ("doubtful", "step_from_before")
    assert found["64", "2026-03", "total"] == ("new", "")
    assert found["51", "2027-03", "total"] == ("new", "")


def test_a_figure_in_a_rule_that_held_without_it_is_refused(folder, tmp_path):
    """Urban and rural do not add up to the total: each of the three may be the wrong one."""
    path = tmp_path / "count.csv"
    head = "Provinsi,Jumlah Penduduk Miskin (Ribu Jiwa),,\n,Perkotaan,Perdesaan,Jumlah\n"
    rounds = ",Maret 2027,Maret 2027,Maret 2027\n"
    path.write_text(f"{head}{rounds}Kalimantan Timur,110.00,90.00,201.00\nBali,100.00,70.00,170.00\n")
    found = statuses(str(path), keep="all")
    assert {found["64", "2027-03", each] for each in ("urban", "rural", "total")} == {
        ("refused", "urban_plus_rural")
    }
    assert {found["51", "2027-03", each] for each in ("urban", "rural", "total")} == {("new", "")}
    assert call("import", str(path)).code == 1
    assert [row.figures for row in current.list_data()] == [3]


def test_the_misprints_of_real_tables_are_not_taken(folder):
    """The rural line printed for town and country, and 505 for 505,469."""
    file = str(shared("cases/bps/line_prov_2013_misprint.csv"))
    assert statuses(file)["00", "2013-09", "urban"] == ("doubtful", "urban_not_rural")
    file = str(shared("cases/bps/multi_indicator, 2022.csv"))
    found = {row.indicator: row.status for row in current.import_figures(file)}
    assert found == {"poverty_line": "refused"}


def test_what_failed_before_is_no_reason(folder, tmp_path):
    """The line of Gorontalo of September 2019 lies above both its parts, as published."""
    path = tmp_path / "table.csv"
    path.write_text("Provinsi,Garis Kemiskinan (Rp)\n,Perkotaan\n,September 2019\nGorontalo,{}\n")
    text = path.read_text()
    for line, verdict in ((URBAN_OF_GORONTALO - 1, "revised"), (URBAN_OF_GORONTALO + 20, "revised")):
        path.write_text(text.format(line))
        assert set(statuses(str(path)).values()) == {(verdict, "")}


def test_a_table_that_lost_areas_is_refused(folder, districts, tmp_path):
    current.import_figures(districts, keep="new")
    text = Path(districts).read_text()
    less = tmp_path / "less.csv"
    less.write_text(text.replace("Gorontalo Utara,15.89\n", "").replace("Gorontalo,14.89", "Gorontalo,14.99"))
    found = statuses(str(less))
    assert found["7502", "2025-03", "total"] == ("refused", "lost_areas")
    assert found["7505", "2025-03", "total"] == ("withdrawn", "")


def test_a_figure_that_a_table_no_longer_has_is_shown_and_stays(folder, table):
    """As long as its area is there."""
    current.import_figures(table(["Kalimantan Timur,4.9,4.8"], head="Maret 2027,September 2026"), keep="new")
    rows = current.import_figures(
        table(["Kalimantan Timur,4.9,-", "Bali,3.5,3.4"], head="Maret 2027,September 2026")
    )
    [gone] = [row for row in rows if row.status == "withdrawn"]
    assert (gone.area, str(gone.period), gone.received) == ("64", "2026-09", None)
    assert str(gone.known) == "4.8"


def test_figures_of_provinces_in_a_table_of_districts_are_compared_and_not_taken(folder, districts, tmp_path):
    path = tmp_path / "districts.csv"
    path.write_text(Path(districts).read_text().replace("KALIMANTAN TIMUR,5.17", "KALIMANTAN TIMUR,5.71"))
    answer = current.import_figures(str(path), every=True)
    assert not any(len(row.area) == 2 for row in answer)
    assert [each.values["count"] for each in answer.notes if each.code == "province_differs"] == [1]


def test_tidy_is_what_figures_read(folder, districts, provinces, tmp_path):
    done = call("import", provinces, "--tidy", "-f", "csv")
    assert done.code == 0
    own = tmp_path / "own.csv"
    own.write_text(done.out)
    assert call("show", "2024", "--figures", str(own), "--area", "95", "--indicator", "p0").code == 0
    assert {row.rule for row in check(figures=str(own), every=True)} >= {"total_between", "step_from_before"}


def test_figures_of_a_download_point_to_import(districts):
    done = call("show", "--figures", districts)
    assert done.code == 3
    assert f"kpov import {districts}" in done.err


def test_nothing_there_is_4(tmp_path):
    path = tmp_path / "none.csv"
    path.write_text("Provinsi,Gini Ratio\n,Maret 2024\nBali,-\n")
    with pytest.raises(NotFoundError):
        current.import_figures(str(path))
    assert call("import", str(path)).code == 4


def test_the_new_rules_hold_in_the_bundle():
    """All 4,300 steps lie inside the bounds, and no amount is the same in town and country."""
    rows = [
        row for row in check(area="all", every=True) if row.rule in ("step_from_before", "urban_not_rural")
    ]
    assert sum(row.rule == "step_from_before" for row in rows) > 4300
    assert {row.status for row in rows} == {"ok"}
