"""Downloads that people have: each shape of the contract, and what is refused by name."""

from __future__ import annotations

from decimal import Decimal

import pytest
from reference import shared

from kaltim_poverty.current.downloads import read_download
from kaltim_poverty.current.layout import Chosen
from kaltim_poverty.errors import InputError, NotFoundError
from kaltim_poverty.published.figures import Figures
from kaltim_poverty.published.periods import Period


def read(text, name="table.csv", *, sheet=None, decimal=None, **chosen):
    """The table of a text."""
    data = text if isinstance(text, bytes) else text.encode()
    return read_download(name, data, Chosen(**chosen), sheet=sheet, decimal=decimal)


def values(table):
    """The figures as text, by what they are about."""
    return {
        (each.area, str(each.period), each.locality, each.indicator): str(each.value)
        for each in table.figures
    }


KNOWN = {  # file: figures, those that the bundle has otherwise, the number of the table
    "districts_line_2025.csv": (5, 0, ""),
    "districts_p0_2025.csv": (13, 0, "621"),
    "food_line_2021_2022_old_export.xlsx": (416, 0, "505"),
    "line_2021_2022_old_export.xlsx": (416, 1, "195"),
    "line_prov_2013_misprint.csv": (14, 1, "195"),
    "multi_indicator, 2022.csv": (9, 1, ""),
    "nation_locality_2025.csv": (3, 0, ""),
    "prov_locality_2011_annual.csv": (17, 3, "503"),
    "prov_locality_2024.csv": (52, 0, "192"),
}


@pytest.mark.parametrize("name", KNOWN)
def test_cuts_of_real_downloads_agree_with_the_bundle(name):
    """But for a rounded line, two misprints, and an index of a year that the bundle has of the whole year."""
    path = shared(f"cases/bps/{name}")
    table = read(path.read_bytes(), str(path))
    known, (count, differing, number) = Figures(), KNOWN[name]
    pairs = [(each.value, known.of(each.area).get(each.key[1:])) for each in table.figures]
    assert (len(pairs), table.number) == (count, number)
    assert sum(before is not None and before.value != value for value, before in pairs) == differing


def test_a_province_in_capitals_heads_its_districts():
    """Gorontalo is a province, a regency in it, and a city in it."""
    table = read(shared("cases/bps/districts_p0_2025.csv").read_bytes())
    assert values(table)["7502", "2025-03", "total", "p0"] == "14.89"
    assert values(table)["7571", "2025-03", "total", "p0"] == "5.31"
    assert [(each.area, each.value) for each in table.compared] == [
        ("64", Decimal("5.17")),
        ("75", Decimal("13.24")),
    ]


def test_a_whole_year_is_march_only_where_the_year_has_no_round():
    table = read(shared("cases/bps/prov_locality_2011_annual.csv").read_bytes())
    found = values(table)
    assert found["11", "2011-03", "urban", "p1"] == "2.78"
    assert found["00", "2011-03", "urban", "p1"] == "1.4"
    assert ("00", "2011-09", "urban", "p1") in found
    assert [each.code for each in table.notes] == ["annual_as_march"]


def test_rural_jakarta_is_no_figure():
    table = read(shared("cases/bps/line_prov_2013_misprint.csv").read_bytes())
    assert not any((each.area, each.locality) == ("31", "rural") for each in table.figures)
    assert [each.code for each in table.notes] == ["no_rural_jakarta"]


HEAD = "Provinsi,Persentase Penduduk Miskin (P0)\n,Maret 2024\n"
SPANNING = """<html><body><table><tr><td>menu</td></tr></table><table>
<tr><td rowspan="3">Provinsi</td><td colspan="4">Garis Kemiskinan (Rupiah/Kapita/Bulan)</td></tr>
<tr><td colspan="2">Perkotaan</td><td colspan="2">Perdesaan</td></tr>
<tr><td>Maret 2024</td><td>September 2024</td><td>Maret 2024</td><td>September 2024</td></tr>
<tr><td>KALIMANTAN&nbsp;TIMUR</td><td>865.010</td><td>870.123</td><td>794.300</td><td>1.800.001</td></tr>
</table></body></html>"""
TWENTY = [*range(2005, 2025)]


def test_a_page_whose_head_spans_rows_and_columns():
    assert values(read(SPANNING, "tabel.xls")) == {
        ("64", "2024-03", "urban", "poverty_line"): "865010",
        ("64", "2024-09", "urban", "poverty_line"): "870123",
        ("64", "2024-03", "rural", "poverty_line"): "794300",
        ("64", "2024-09", "rural", "poverty_line"): "1800001",
    }


def test_twenty_years_wide_with_semicolons_and_decimal_commas():
    lines = [
        "38 Provinsi" + ";" * 40,
        ";Persentase Penduduk Miskin (P0) Menurut Provinsi (Persen)" + ";" * 39,
        ";" + ";;".join(map(str, TWENTY)) + ";",
        ";" + ";".join(["Semester 1 (Maret)", "Semester 2 (September)"] * 20),
        "KALIMANTAN TIMUR;" + ";".join(f"{5 + place / 100:.2f}".replace(".", ",") for place in range(40)),
    ]
    found = values(read("\n".join(lines)))
    assert len(found) == 40
    assert found["64", "2005-03", "total", "p0"] == "5.00"
    assert found["64", "2024-09", "total", "p0"] == "5.39"


def test_a_yearbook_is_rounded_and_that_is_said():
    text = (
        "Tabel 4.5 Garis Kemiskinan Menurut Kabupaten/Kota 2024,\nKabupaten/Kota,Garis Kemiskinan (rupiah)\n"
        "Paser,494150.9094\nBerau 1),700000.5\nCatatan: 1) Angka sementara,\n"
    )
    table = read(text)
    assert values(table)["6401", "2024-03", "total", "poverty_line"] == "494151"
    assert values(table)["6405", "2024-03", "total", "poverty_line"] == "700001"
    assert [(each.code, each.values["count"]) for each in table.notes] == [("rounded_to_print", 2)]


@pytest.mark.parametrize(
    ("label", "area"),
    [
        ("KEP. RIAU", "21"),
        ("D I YOGYAKARTA", "34"),
        ("DI YOGYAKARTA", "34"),
        ("Daerah Istimewa Yogyakarta", "34"),
        ("DKI JAKARTA", "31"),
        ("KEP. BANGKA BELITUNG", "19"),
        ("Provinsi Kalimantan Timur", "64"),
        ("Papua Barat Daya 1)", "92"),
        ("INDONESIA*", "00"),
    ],
)
def test_provinces_are_known_by_what_bps_calls_them(label, area):
    assert [each.area for each in read(f"{HEAD}{label},5.78\n").figures] == [area]


@pytest.mark.parametrize(
    ("label", "province", "area"),
    [
        ("Mahakam Hulu", "64", "6411"),
        ("Kota Samarinda", "64", "6472"),
        ("Samarinda", "64", "6472"),
        ("Kota Baru", "63", "6302"),
        ("Bandung", "32", "3204"),
        ("Kota Bandung", "32", "3273"),
        ("Kab. Bandung", "32", "3204"),
        ("Toba Samosir / Toba", "12", "1206"),
        ("Toli-Toli", "72", "7206"),
        ("Merauke", "94", "9501"),
        ("Merauke", "95", "9501"),
    ],
)
def test_districts_are_known_within_their_province(label, province, area):
    text = f"Kabupaten/Kota,Persentase Penduduk Miskin\n,2024\n{label},5.78\n"
    assert [each.area for each in read(text, parent=province).figures] == [area]


def test_of_a_district_under_two_provinces_the_present_one_counts():
    """A table may have it twice, under its code of before and that of now."""
    text = (
        "Nama Wilayah,\n,Persentase Penduduk Miskin (P0) Menurut Kabupaten/Kota\n,2024\n"
        "PAPUA,26.9\nMerauke,10.2\nPAPUA SELATAN,20\nMerauke,10.5\n"
    )
    assert values(read(text)) == {("9501", "2024-03", "total", "p0"): "10.5"}


REFUSED = {
    "two styles": (
        "Provinsi;Gini Ratio Maret 2024;Gini Ratio September 2024\nBali;0,36;0.361\n",
        "two_number_styles",
    ),
    "two readings": ("Provinsi,Garis Kemiskinan Maret 2024\nBali,833.955\n", "either_number_style"),
    "no year": ("Provinsi,Persentase Penduduk Miskin Maret\nBali,4.1\n", "column_says_no"),
    "no round": ("Provinsi,Persentase Penduduk Miskin 2024\nBali,4.1\n", "column_says_no"),
    "no indicator": ("Provinsi,Maret 2024\nBali,4.1\n", "column_says_no"),
    "two indicators": (
        "Jumlah Penduduk Miskin,\nProvinsi,Persentase Penduduk Miskin Maret 2024\nBali,4.1\n",
        "column_says_two",
    ),
    "a column without its year": (
        "Provinsi,Persentase Penduduk Miskin,,\n,2023,,\n,Maret,September,Maret\nBali,4.1,4.2,4.3\n",
        "columns_alike",
    ),
    "people": ("Provinsi,Jumlah Penduduk Miskin (Jiwa) Maret 2024\nBali,184430\n", "column_in_people"),
    "an unknown area": (f"{HEAD}Balie,4.1\nAceh,14.2\n", "unknown_area_in_table"),
    "another province": (
        "Kabupaten/Kota,Persentase Penduduk Miskin\n,2024\nBALI,4.1\nSamarinda,3.4\n",
        "area_of_other_province",
    ),
    "a word": (f"{HEAD}Bali,rendah\nAceh,14.2\n", "cell_not_figure"),
    "a word in the first row": (f"{HEAD}Aceh,14.2\nBali,rendah\n", "cell_not_figure"),
    "below zero": (f"{HEAD}Bali,-4.1\n", "cell_not_figure"),
    "above a hundred": (f"{HEAD}Bali,410\n", "cell_not_figure"),
    "an area twice": (f"{HEAD}Bali,4.1\nBALI,4.2\n", "rows_alike"),
    "no area": ("a,b\n1,2\n", "no_areas_in_table"),
    "no figure": ("Provinsi\nBali\n", "no_figures_in_table"),
    "blank": ("\n\n", "no_figures_in_table"),
    "a page without a table": ("<html><body>Masuk</body></html>", "no_figures_in_table"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_read_without_a_guess_is_refused_by_name(kind):
    text, key = REFUSED[kind]
    with pytest.raises(InputError) as caught:
        read(text)
    assert caught.value.key == key
    assert "table.csv" in str(caught.value)
    assert caught.value.text("id") != str(caught.value)


def test_the_name_of_the_file_and_the_options_may_not_disagree_with_the_table():
    text = f"{HEAD}Bali,4.1\n"
    for name, chosen in (("p0 2023.csv", {}), ("p0.csv", {"year": 2023}), ("p0.csv", {"round": "september"})):
        with pytest.raises(InputError, match="column B") as caught:
            read(text, name, **chosen)
        assert caught.value.key == "column_says_two"
    assert read(text, "p0 2024.csv").figures == read(text, "unduhan 2026-02-05.csv").figures


def test_options_say_what_a_table_does_not():
    table = read("Provinsi,Nilai\nBali,4.1\n", indicator="p0", year=2024, round="march")
    assert values(table) == {("51", "2024-03", "total", "p0"): "4.1"}
    assert values(read("Provinsi,Garis Kemiskinan Maret 2024\nBali,833.955\n", decimal=",")) == {
        ("51", "2024-03", "total", "poverty_line"): "833955"
    }


def test_a_workbook_has_the_sheet_that_was_chosen():
    data = shared("cases/bps/line_2021_2022_old_export.xlsx").read_bytes()
    assert len(read(data, "line.xlsx", sheet="Sheet1").figures) == 416
    with pytest.raises(NotFoundError, match="Sheet1"):
        read(data, "line.xlsx", sheet="Lembar1")


def test_numbers_beside_text_in_a_workbook_are_one_style():
    """Text 565776.00 in town, a number 541109 in the total: both are rupiah without decimals."""
    table = read(shared("cases/bps/line_2021_2022_old_export.xlsx").read_bytes(), "line.xlsx")
    found = {each.key: each.value for each in table.figures}
    assert found["11", Period(2021, 3), "urban", "poverty_line"] == Decimal(565776)
    assert found["11", Period(2021, 3), "total", "poverty_line"] == Decimal(541109)
    assert not table.notes
