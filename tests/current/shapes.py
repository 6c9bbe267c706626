"""Tables as people download them, built from figures: any shape, order, number style and file."""

from __future__ import annotations

import csv
import html
import io
from typing import NamedTuple

from hypothesis import strategies as st

from kaltim_poverty.published.catalogue import areas, every_area
from kaltim_poverty.published.periods import Period

TITLES = {
    "p0": "Persentase Penduduk Miskin (P0) Menurut {by} (Persen)",
    "poor_count": "Jumlah Penduduk Miskin (Ribu Jiwa) Menurut {by}",
    "poverty_line": "Garis Kemiskinan (Rupiah/Kapita/Bulan) Menurut {by}",
    "p1": "Indeks Kedalaman Kemiskinan (P1) Menurut {by} (Persen)",
    "gini": "Gini Ratio Menurut {by}",
}
DECIMALS = {"p0": 2, "poor_count": 2, "poverty_line": 0, "p1": 3, "gini": 3}
LARGEST = {"p0": 9999, "poor_count": 2_600_000, "poverty_line": 2_000_000, "p1": 20_000, "gini": 800}
LOCALITIES = {"urban": "Perkotaan", "rural": "Perdesaan", "total": "Jumlah"}
ROWS_OF_NATION = {"urban": "Kota", "rural": "Desa", "total": "Kota+Desa"}
ROUNDS = {3: "Semester 1 (Maret)", 9: "Semester 2 (September)"}
PROVINCES = [area for area in areas().values() if area.level == "province" and area.area != "31"]
MISSING = ["-", "", "…", "...", "n.a.", "NA", "–"]
NOTES = ["", "*", "*)", " 1)", "²", "r"]


class Style(NamedTuple):
    """How numbers are written."""

    decimal: str
    thousands: str

    def write(self, value):
        """A number in this style."""
        text = f"{value:,f}"
        return text.translate({ord(","): self.thousands, ord("."): self.decimal})


class Built(NamedTuple):
    """A table: the figures that it was built from, its name, its cells as text."""

    figures: dict
    name: str
    rows: list
    style: Style
    districts: bool


STYLES = st.sampled_from([Style(".", ""), Style(",", ""), Style(",", "."), Style(".", ","), Style(",", " ")])


@st.composite
def values(draw, indicator):
    """A figure that the indicator can have, as printed."""
    from decimal import Decimal

    places = DECIMALS[indicator]
    return Decimal(draw(st.integers(1, LARGEST[indicator]))).scaleb(-places)


@st.composite
def by_province(draw):
    """Province × locality × year × round."""
    indicator = draw(st.sampled_from(sorted(TITLES)))
    places = draw(st.lists(st.sampled_from(PROVINCES), min_size=1, max_size=4, unique=True))
    localities = draw(st.lists(st.sampled_from(sorted(LOCALITIES)), min_size=1, max_size=3, unique=True))
    years = draw(st.lists(st.integers(2007, 2024), min_size=1, max_size=3, unique=True))
    months = draw(st.permutations([3, 9]))
    columns = [(locality, year, month) for locality in localities for year in years for month in months]
    style, figures = draw(STYLES), {}
    title = TITLES[indicator].format(by="Provinsi dan Daerah")
    first = [""] * len(columns)
    first[0] = title
    rows = [
        [draw(st.sampled_from(["38 Provinsi", "Provinsi"])), *[""] * len(columns)],
        ["", *first],
        ["", *labels([LOCALITIES[each[0]] for each in columns], draw(st.booleans()))],
        ["", *labels([str(each[1]) for each in columns], draw(st.booleans()))],
        ["", *[ROUNDS[each[2]] for each in columns]],
    ]
    for place in places:
        cells = []
        for locality, year, month in columns:
            value = draw(st.none() | values(indicator))
            if value is not None:
                figures[place.area, Period(year, month), locality, indicator] = value
            cells.append(written(draw, value, style))
        rows.append([draw(st.sampled_from([place.name, place.name.upper(), *short(place.name)])), *cells])
    return Built(figures, "table", rows, style, False)


def short(name):
    """A name as BPS abbreviates it."""
    if name.startswith("Kepulauan"):
        return [f"KEP. {name[10:].upper()}"]
    return ["D I YOGYAKARTA"] if name == "DI Yogyakarta" else []


def labels(names, every):
    """Labels in each column, or in the first of those that share it."""
    if every:
        return names
    return [name if place == 0 or names[place - 1] != name else "" for place, name in enumerate(names)]


def written(draw, value, style):
    """A cell."""
    if value is None:
        return draw(st.sampled_from(MISSING))
    return style.write(value) + draw(st.sampled_from(NOTES))


@st.composite
def by_district(draw):
    """District × year, under provinces in capitals."""
    indicator = draw(st.sampled_from(["p0", "poor_count", "poverty_line", "p1"]))
    provinces = draw(st.lists(st.sampled_from(PROVINCES), min_size=1, max_size=3, unique=True))
    years = draw(st.lists(st.integers(2007, 2024), min_size=1, max_size=3, unique=True))
    style, figures = draw(STYLES), {}
    title = TITLES[indicator].format(by="Kabupaten/Kota")
    blank = [""] * len(years)
    rows = [["Nama Wilayah", *blank], ["", title, *blank[1:]], ["", *map(str, years)]]
    for province in provinces:
        rows.append([province.name.upper(), *(written(draw, draw(values(indicator)), style) for _ in years)])
        of_province = [area for area in every_area().values() if area.parent == province.area]
        for area in draw(st.lists(st.sampled_from(of_province), min_size=1, max_size=4, unique=True)):
            cells = []
            for year in years:
                value = draw(st.none() | values(indicator))
                if value is not None:
                    figures[area.area, Period(year, 3), "total", indicator] = value
                cells.append(written(draw, value, style))
            city = area.capital_city_type == "kota" and not area.name.startswith("Kota ")
            rows.append([f"Kota {area.name}" if city else area.name, *cells])
    return Built(figures, "table", rows, style, True)


@st.composite
def of_nation(draw):
    """Locality × round: Indonesia."""
    indicator = draw(st.sampled_from(sorted(TITLES)))
    year = draw(st.integers(2007, 2024))
    style, figures = draw(STYLES), {}
    rows = [["Wilayah", "", ""], ["", TITLES[indicator].format(by="Daerah"), ""], ["", str(year), ""]]
    rows.append(["", *ROUNDS.values()])
    for locality, label in ROWS_OF_NATION.items():
        cells = []
        for month in ROUNDS:
            value = draw(values(indicator))
            figures["00", Period(year, month), locality, indicator] = value
            cells.append(written(draw, value, style))
        rows.append([label, *cells])
    return Built(figures, "table", rows, style, False)


@st.composite
def by_indicator(draw):
    """Province × indicators; the year stands in the name of the file."""
    year = draw(st.integers(2007, 2024))
    chosen = draw(st.lists(st.sampled_from(sorted(TITLES)), min_size=1, max_size=4, unique=True))
    style, figures = draw(STYLES), {}
    heads = {"p0": "Persentase Penduduk Miskin - {}", "poor_count": "Jumlah Penduduk Miskin - {} (ribu)"}
    heads |= {
        "poverty_line": "Garis Kemiskinan - {} (Rp)",
        "p1": "Indeks Kedalaman - {}",
        "gini": "Gini Ratio - {}",
    }
    columns = [(name, month) for name in chosen for month in (3, 9)]
    names = {3: "Maret", 9: "September"}
    rows = [["Provinsi", *(heads[name].format(names[month]) for name, month in columns)]]
    for place in draw(st.lists(st.sampled_from(PROVINCES), min_size=1, max_size=4, unique=True)):
        cells = []
        for name, month in columns:
            value = draw(st.none() | values(name))
            if value is not None:
                figures[place.area, Period(year, month), "total", name] = value
            cells.append(written(draw, value, style))
        rows.append([place.name, *cells])
    rows += [[""] * len(rows[0]), ["Keterangan", *[""] * len(columns)], ["-", *[""] * len(columns)]]
    return Built(figures, f"indikator, {year}", rows, style, False)


SHAPES = st.one_of(by_province(), by_district(), of_nation(), by_indicator())


def as_csv(built, delimiter=","):
    """The table as CSV."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(built.rows)
    return out.getvalue().encode("utf-8-sig")


def as_html(built):
    """The table as a page, below another table."""
    rows = ["".join(f"<td>{html.escape(text)}</td>" for text in row) for row in built.rows]
    table = "".join(f"<tr>{cells}</tr>" for cells in rows)
    return f"<html><body><table><tr><td>x</td></tr></table><table>{table}</table></body></html>".encode()


def as_xlsx(built):
    """The table as a workbook of text cells."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": False})
    sheet = book.add_worksheet("Sheet1")
    for line, row in enumerate(built.rows):
        for column, text in enumerate(row):
            if text:
                sheet.write_string(line, column, text)
    book.close()
    return out.getvalue()


WRITERS = (as_csv, lambda built: as_csv(built, ";"), lambda built: as_csv(built, "\t"), as_html, as_xlsx)
