"""Downloads of BPS and other files that are no tables of figures: refused, saying what they seem to be."""

from __future__ import annotations

import pytest
import xlsxwriter
from reference import shared

from kaltim_poverty import show
from kaltim_poverty.errors import InputError
from kaltim_poverty.survey import estimate

NEEDED = "the columns area, period, locality, indicator, value, source"
TABLE, API = "seems to be a table as BPS's website gives it", "seems to be an answer of BPS's API"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        *((f"api_{name}.json", API) for name in ("192_124", "98_124", "short_ids", "th_192", "vervar")),
        *((f"districts_{name}_2025.csv", TABLE) for name in ("line", "p0")),
        ("food_line_2021_2022_old_export.xlsx", TABLE),
        ("line_2021_2022_old_export.xlsx", TABLE),
        ("line_prov_2013_misprint.csv", TABLE),
        ("multi_indicator, 2022.csv", TABLE),
        ("nation_locality_2025.csv", TABLE),
        ("prov_locality_2011_annual.csv", TABLE),
        ("prov_locality_2024.csv", TABLE),
    ],
)
def test_shared_downloads(name, told):
    with pytest.raises(InputError) as refused:
        show(figures=str(shared(f"cases/bps/{name}")))
    assert told in str(refused.value)
    assert NEEDED in str(refused.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"status":"OK","data-availability":"available","data":[]}', API),
        ('\n [{"area": 64}]', "is JSON, not a table"),
        ("<!DOCTYPE html><html><body><table></table></body></html>", "is a web page"),
        ("<table border=1><tr><td>Provinsi</td></tr></table>", "is a web page"),
        ("38 Provinsi,,\n,P0,\n,2024,2025\nACEH,14,13\n", TABLE),
        ("Kabupaten/Kota;2024\nPaser;8,1\n", TABLE),
        ("Wilayah\tNilai\nKota\t4\n", "'period' is missing"),
        ("provinsi_kab,periode,nilai\n64,2024,5\n", "'area' is missing"),
    ],
)
def test_other_downloads(tmp_path, text, told):
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        show(figures=str(path))
    assert told in str(refused.value)
    assert "area, period, locality, indicator, value, source" in str(refused.value)


def test_a_workbook_of_the_website(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    book.add_worksheet("Sheet1").write_column(0, 0, ["Provinsi", "ACEH"])
    book.close()
    with pytest.raises(InputError, match=TABLE):
        show(figures=str(tmp_path / "a.xlsx"))


def test_a_web_page_as_a_line_table(tmp_path):
    (tmp_path / "lines.csv").write_text("<html></html>")
    with pytest.raises(InputError, match="with the columns line"):
        estimate({"welfare": [1.0]}, line_table=str(tmp_path / "lines.csv"), measure="p0")
