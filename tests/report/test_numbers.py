"""Numbers of a report read back from every format and held against the figures as they were printed.

Charts are stand-ins here, but for one area: a drawing takes longer than all else.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
import reference
import written_documents as written

from kaltim_poverty.render import Style, document
from kaltim_poverty.render.document.numbered import Figure
from kaltim_poverty.report import report

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

AREAS = ("64", "6411", "94", "31", "00", "6472", "65", "11", "6403")  # gaps, districts, no rural areas
SOON = (("64", "id"), ("6411", "en"))
OWN = "XX"
NOW, BEFORE = "2024-03", "2023-03"
MONTHS = {"en": ("March 2024", "March 2023"), "id": ("Maret 2024", "Maret 2023")}
LOCALITIES = {"en": ("Urban", "Rural"), "id": ("Perkotaan", "Perdesaan")}
STAND_IN = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" viewBox="0 0 40 20"/>'
OWN_FIGURES = """\
area,period,locality,indicator,value,source
XX,2024-03,total,p0,15.9,Household survey of X
XX,2023-03,total,p0,16.40,Household survey of X
XX,2024-03,total,poor_count,812.4,Household survey of X
XX,2024-03,urban,p0,9.9,Household survey of X
XX,2024-03,rural,p0,21.1,Household survey of X
X1,2024-03,total,p0,25.1,Household survey of X
X2,2024-03,total,p0,12.2,Household survey of X
X3,2024-03,total,p0,14.3,Household survey of X
"""
OWN_AREAS = """\
area,name,level,parent
XX,Xland,country,
X1,One,province,XX
X2,Two,province,XX
X3,Three,province,XX
"""
CASES = [
    pytest.param(area, language, marks=() if (area, language) in SOON else pytest.mark.slow)
    for area in (*AREAS, OWN)
    for language in ("id", "en")
]


@pytest.fixture(scope="module")
def written_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Any], Mapping[str, bytes]]:
    """Writes the report of an area in each format, once for all tests."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "figures.csv").write_text(OWN_FIGURES, encoding="utf-8")
    (folder / "areas.csv").write_text(OWN_AREAS, encoding="utf-8")
    own = {"figures": str(folder / "figures.csv"), "areas": str(folder / "areas.csv")}

    @cache
    def files_of(area: str, language: Any) -> Mapping[str, bytes]:
        made = report("2024", area=area, **(own if area == OWN else {}))  # type: ignore[arg-type] # paths
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(Figure, "svg", lambda *_: STAND_IN)
            return {
                ending: document.write(made, ending, Style(language), name="x").data
                for ending in document.FORMATS
            }

    return files_of


@pytest.fixture
def files(
    area: str, language: Any, written_once: Callable[[str, Any], Mapping[str, bytes]]
) -> Mapping[str, bytes]:
    """The report in each format."""
    return written_once(area, language)


@cache
def labels(language: str) -> dict[str, str]:
    """The indicators by their names, the longest first."""
    rows = reference.table(reference.DATA / "indicators.csv")
    names = {row[f"label_{language}"]: row["indicator"] for row in rows}
    return dict(sorted(names.items(), key=lambda item: -len(item[0])))


@cache
def units() -> dict[str, str]:
    """The units of the indicators."""
    return {row["indicator"]: row["unit"] for row in reference.table(reference.DATA / "indicators.csv")}


@cache
def names(language: str) -> dict[str, str]:
    """The areas by their names; of the own ones too."""
    rows = reference.table(reference.DATA / "areas.csv")
    column = "name" if language == "id" else "name_en"
    own = {"Xland": OWN, "One": "X1", "Two": "X2", "Three": "X3"}
    found = {row[column].removeprefix("Kota ").removeprefix("Kabupaten "): row["area"] for row in rows}
    return {**found, **own}


def printed(area: str, period: str, indicator: str, locality: str = "total") -> Decimal | int | None:
    """A figure as it was printed; amounts of money in whole rupiah."""
    own = {tuple(line.split(",")[:4]): line.split(",")[4] for line in OWN_FIGURES.splitlines()[1:]}
    key = (area, period, locality, indicator)
    text = reference.printed().get(key) or own.get(key)
    if text is None:
        return None
    return round(Decimal(text)) if units()[indicator].startswith("idr") else Decimal(text)


def indicator_in(text: str, language: str) -> str:
    """The indicator that a cell, a title or a caption begins with."""
    return next((code for label, code in labels(language).items() if text.startswith(label)), "")


@pytest.mark.parametrize(("area", "language"), CASES)
def test_every_format_has_the_same_numbers(files: Mapping[str, bytes], language: str) -> None:
    """Cell by cell in Word, on the page and in Markdown; number by number in the workbook and the PDF."""
    tables = written.of_markdown(files[".md"])
    rows = [table.rows for table in tables]
    assert len(rows) >= 5
    assert written.of_word(files[".docx"]) == rows
    assert written.of_page(files[".html"]).shown == rows
    in_text = Counter(written.numbers(written.of_pdf(files[".pdf"])))
    cells = Counter(
        cell
        for table in rows[:-1]
        for row in table[1:]
        for cell in row
        if written.number(cell, language) is not None
    )
    assert not Counter({written.numbers(cell)[0]: count for cell, count in cells.items()}) - in_text
    sheets = written.of_workbook(files[".xlsx"])
    label = "Tabel" if language == "id" else "Table"
    for count in {table.number for table in tables[:-1]}:
        expected = [
            value
            for table in tables
            if table.number == count
            for row in table.rows[1:]
            for cell in row
            if (value := written.number(cell, language)) is not None
        ]
        found = [
            Decimal(repr(cell))
            for row in sheets[f"{label} {count}"]
            for cell in row
            if isinstance(cell, float) and not isinstance(cell, bool)
        ]
        assert [
            round(value, -int(wanted.as_tuple().exponent))
            for value, wanted in zip(found, expected, strict=True)
        ] == expected


@pytest.mark.parametrize(("area", "language"), CASES)
def test_tables_have_the_figures_that_were_printed(
    files: Mapping[str, bytes], area: str, language: str
) -> None:
    """Main indicators, urban and rural areas, the annex of areas: every figure of the period is there."""
    tables = written.of_markdown(files[".md"])
    seen: Counter[str] = Counter()
    for table in tables:
        head, *rows = table.rows
        columns = {column.partition(":")[0]: place for place, column in enumerate(head)}
        for row in rows:
            seen.update(checked_main(area, language, columns, row))
            seen.update(checked_localities(area, language, table.title, columns, row))
            seen.update(checked_annex(language, tables_title(table, files, language), head, row))
    assert seen["main"] > 0
    figures = {key for key in reference.printed() if key[0] == area and key[1] == NOW and key[2] == "total"}
    assert seen["main now"] == (len(figures) or 2)


def tables_title(table: written.Table, files: Mapping[str, bytes], language: str) -> str:
    """The month of an annex, which its caption ends with."""
    text = files[".md"].decode()
    label = "Tabel" if language == "id" else "Table"
    line = next(line for line in text.splitlines() if line.startswith(f"**{label} {table.number}. "))
    return next((month for month in MONTHS[language] if line.endswith(f"{month}**")), "")


def checked_main(area: str, language: str, columns: dict[str, int], row: list[str]) -> list[str]:
    """What was found of a row of the main indicators."""
    now, before = MONTHS[language]
    indicator = indicator_in(row[0], language)
    if not indicator or now not in columns:
        return []
    found = ["main"]
    for month, period in ((now, NOW), (before, BEFORE)):
        if month in columns and row[columns[month]]:
            assert written.number(row[columns[month]], language) == printed(area, period, indicator)
            found.append("main now" if month == now else "main before")
    return found


def checked_localities(
    area: str, language: str, title: str, columns: dict[str, int], row: list[str]
) -> list[str]:
    """What was found of a row of urban and rural areas."""
    indicator, found = indicator_in(title, language), []
    year = row[0].rpartition(" ")[2]
    for heading, place in columns.items():
        for name, locality in zip(LOCALITIES[language], ("urban", "rural"), strict=True):
            if indicator and heading.partition(",")[0] == name and year.isdigit():
                assert written.number(row[place], language) == printed(
                    area, f"{year}-03", indicator, locality
                )
                found.append("localities")
    return found


def checked_annex(language: str, month: str, head: list[str], row: list[str]) -> list[str]:
    """What was found of a row of the annex."""
    found: list[str] = []
    code = names(language).get(row[0].removeprefix("Kota ").removeprefix("Kabupaten "))
    if code is None or not month or not indicator_in(head[1], language):
        return found
    period = NOW if month == MONTHS[language][0] else BEFORE
    for heading, cell in zip(head[1:], row[1:], strict=True):
        indicator = indicator_in(heading, language)
        expected = printed(code, period, indicator) if indicator else None
        assert not indicator or written.number(cell, language) == expected
        found.append("annex")
    return found


BY_AREA = ("by area", "menurut wilayah")  # in the captions of quadrants
PRINTED = {"en": "Printed figure", "id": "Angka tercetak"}
OF_LOCALITY = {
    "urban": "urban",
    "rural": "rural",
    "total": "total",
    "perkotaan": "urban",
    "perdesaan": "rural",
}
MONTH = {"March": "03", "September": "09", "Maret": "03"}


@pytest.mark.parametrize(("area", "language"), [case for case in CASES if case.values[0] != OWN])
def test_marks_are_named_by_the_figures_that_were_printed(area: str, language: Any) -> None:
    """Every point and bar of both sizes, as a screen reader and a finger meet it."""
    pytest.importorskip("vl_convert", reason="pictures need vl-convert-python")
    made = report("2024", area=area)
    page = written.of_page(document.write(made, ".html", Style(language)).data)
    checked = [checked_mark(area, language, page.captions[figure], name) for figure, name in page.names]
    assert checked.count(True) > len(checked) * 0.6
    assert len(checked) > 100


def checked_mark(area: str, language: str, caption: str, name: str) -> bool:
    """Whether a mark is named by a figure; where it should be, the number is that which was printed."""
    subjects, _, said = name.rpartition(": ")
    title = caption.partition(". ")[2]
    indicators = [indicator_in(title, language)]
    if indicators == [""] or not subjects:
        return False
    where, period, locality = area, NOW, "total"
    for part in subjects.split(", "):
        month, _, year = part.partition(" ")
        if part in names(language):
            where = names(language)[part]
        elif month in MONTH:
            period = f"{year}-{MONTH[month]}"
        elif part.casefold() in OF_LOCALITY:
            locality = OF_LOCALITY[part.casefold()]
        elif part != PRINTED[language]:
            return False
    _, bracket, inside = said.partition(" (")
    found = [
        value
        for text in written.numbers(inside if bracket else said)
        if (value := written.number(text, language)) is not None
    ]
    scatter = any(words in title for words in BY_AREA)
    if scatter and len(found) == 1:  # a line between quadrants
        return False
    if scatter:
        indicators.append({"poor_count": "p0", "p0": "p1"}[indicators[0]])
    assert found == [printed(where, period, each, locality) for each in indicators], (caption, name)
    return True
