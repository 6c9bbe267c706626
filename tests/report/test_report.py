"""The report as a document: headings, what is missing, outlines, figures of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaltim_poverty import InputError, NotFoundError, UsageError, survey
from kaltim_poverty.published.figures import Figures
from kaltim_poverty.published.periods import parse_period
from kaltim_poverty.records.blocks import Document, Heading, Note, Page, Picture, Table
from kaltim_poverty.records.wide import WideAnswer
from kaltim_poverty.report import report
from kaltim_poverty.words import Language

TITLES = {"id": "Kemiskinan Kalimantan Timur, Maret 2024", "en": "Poverty in East Kalimantan, March 2024"}
INDICATORS = {
    "id": [
        "Persentase penduduk miskin (P0)",
        "Jumlah penduduk miskin",
        "Garis kemiskinan",
        "Indeks kedalaman kemiskinan (P1)",
        "Indeks keparahan kemiskinan (P2)",
        "Gini ratio",
    ],
    "en": [
        "Headcount rate (P0)",
        "Poor population",
        "Poverty line",
        "Poverty gap index (P1)",
        "Poverty severity index (P2)",
        "Gini ratio",
    ],
}
PARTS = {
    "id": ["Posisi relatif", "Perkembangan antarwaktu", "Relevansi", "Efektivitas"],
    "en": ["Position", "Change over time", "Relevance", "Effectiveness"],
}
BEFORE = {"id": ["Ringkasan", "Indikator utama"], "en": ["Summary", "Main indicators"]}
BEHIND = {
    "id": [
        "Perkotaan dan perdesaan",
        "Asal perubahan",
        "Kebutuhan rumah tangga",
        "Ketimpangan",
        "Prioritas wilayah",
        "Program",
        "Survei",
        "Lampiran wilayah",
        "Metode dan konvensi",
        "Sumber",
    ],
    "en": [
        "Urban and rural areas",
        "Where the change came from",
        "What a household needs",
        "Inequality",
        "Priority areas",
        "Programmes",
        "Survey",
        "Annex of areas",
        "Methods and conventions",
        "Sources",
    ],
}
OPTIONAL = ("Program", "Survei", "Programmes", "Survey")
FIGURES = "area,period,locality,indicator,value,source\n" + "".join(
    f"{area},{year}-06,total,p0,{start - (year - 2016) / 2},Household survey of X\n"
    for area, start in (("XX", 20), ("X1", 25), ("X2", 15), ("X3", 18))
    for year in range(2016, 2025)
)
AREAS = """\
area,name,level,parent
XX,Xland,country,
X1,One,province,XX
X2,Two,province,XX
X3,Three,province,XX
"""


def headings(document: Document, language: Language, level: int = 1) -> list[str]:
    """The headings of a level."""
    return [
        block.text.spoken(language)
        for block in document.blocks
        if isinstance(block, Heading) and block.level == level
    ]


def text(document: Document, language: Language) -> str:
    """All sentences."""
    return "\n".join(
        each.spoken(language) for block in document.blocks for each in getattr(block, "messages", ())
    )


@pytest.fixture(scope="module")
def chapter() -> Document:
    """The chapter of Kalimantan Timur for March 2024."""
    return report("2024")


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_chapter_has_the_headings_of_the_contract(chapter: Document, language: Language) -> None:
    """Sections in their order, the four parts of each indicator, a title."""
    behind = [each for each in BEHIND[language] if each not in OPTIONAL]
    assert chapter.title.spoken(language) == TITLES[language]
    assert headings(chapter, language) == [*BEFORE[language], *INDICATORS[language], *behind]
    assert headings(chapter, language, 2)[:24] == PARTS[language] * 6


def test_nothing_is_missing_in_the_chapter_of_the_home_province(chapter: Document) -> None:
    """There is no note on top, and every table and picture has rows."""
    assert not any(isinstance(block, Note) for block in chapter.blocks)
    drawn = [block for block in chapter.blocks if isinstance(block, (Table, Picture))]
    assert all(block.answer.rows for block in drawn)
    assert sum(isinstance(block, Picture) for block in drawn) == 34


def test_the_numbers_of_the_annex_are_those_of_the_bundle(chapter: Document) -> None:
    """Every district, now and a year before."""
    figures = Figures()
    answers = [block.answer for block in chapter.blocks if isinstance(block, Table)]
    annexes = [answer for answer in answers if isinstance(answer, WideAnswer)]
    assert [len(answer) for answer in annexes] == [10, 10]
    for row in (row.groups for answer in annexes for row in answer):
        for name in ("poor_count", "p0", "p1", "p2", "poverty_line"):
            assert row[name] == figures.value(row["area"], row["period"], "total", name)


def test_an_annex_lies_on_its_side_and_what_follows_stands_upright(chapter: Document) -> None:
    """Pages turn only around the annex."""
    pages = [block.landscape for block in chapter.blocks if isinstance(block, Page)]
    assert pages == [False, False, True, False]


def test_no_figure_later_than_the_period_is_in_it(chapter: Document) -> None:
    """Figures of 2026 are in the bundle; a report of March 2024 knows none."""
    last = parse_period("2024")
    for block in chapter.blocks:
        for row in getattr(getattr(block, "answer", None), "rows", ()):
            assert getattr(row, "period", last) <= last


def test_notes_of_answers_stand_among_the_methods_once(chapter: Document) -> None:
    """The break of 2015 concerns nearly every chart and is told once."""
    assert all(not block.answer.notes for block in chapter.blocks if isinstance(block, (Table, Picture)))
    assert (
        text(chapter, "en").count("North Kalimantan is part of")
        + text(chapter, "en").count("Kalimantan Utara is part of")
        == 1
    )


def test_an_area_without_figures_for_sections_says_so_on_top_and_below_each_heading() -> None:
    """Mahakam Ulu has no severity, Gini ratio, urban or rural figures."""
    document = report("2024", area="Mahakam Ulu")
    first = document.blocks[0]
    assert isinstance(first, Note)
    assert first.messages[0].spoken("en") == (
        "This report is incomplete. No figures are available for Mahakam Ulu in March 2024 for: Poverty "
        "severity index (P2); Gini ratio; Urban and rural areas; Where the change came from; Inequality."
    )
    assert text(document, "en").count("No figures are available for this section.") == 5
    assert document.title.spoken("id") == "Kemiskinan Kabupaten Mahakam Ulu, Maret 2024"


def test_figures_of_another_country_make_a_report(tmp_path: Path) -> None:
    """Own areas, own rounds in June, own source; the date is that of the period."""
    (tmp_path / "x.csv").write_text(FIGURES)
    (tmp_path / "areas.csv").write_text(AREAS)
    document = report("2024-06", area="X1", figures=tmp_path / "x.csv", areas=tmp_path / "areas.csv")
    assert document.title.spoken("en") == "Poverty in One, June 2024"
    assert "rank 3 of 3 provinces of Xland" in text(document, "en")
    assert "Since June 2016 it has been falling, from 25.00 to 21.00 percent; 8 of 8" in text(document, "en")
    assert "Published: Household survey of X." in text(document, "en")
    assert str(document.dated) == "2024-06-30"
    assert [source.source for source in document.sources] == ["Household survey of X"]


def test_a_status_document_has_its_own_order_and_no_households() -> None:
    """Development, comparison, relevance, effectiveness; then priority areas."""
    document = report("2024", outline="spkd")
    assert headings(document, "id")[:6] == INDICATORS["id"]
    assert headings(document, "id", 2)[:4] == [
        "Perkembangan",
        "Perbandingan antarwilayah",
        "Relevansi",
        "Efektivitas",
    ]
    assert headings(document, "id")[6:] == [
        "Prioritas wilayah",
        "Lampiran wilayah",
        "Metode dan konvensi",
        "Sumber",
    ]


def test_a_plan_leaves_to_its_authors_what_figures_cannot_fill() -> None:
    """The chapters of Permendagri 53/2020."""
    document = report("2024", outline="rpkd")
    assert headings(document, "id") == [
        "Pendahuluan",
        "Kondisi umum daerah",
        "Profil kemiskinan daerah",
        "Prioritas program",
        "Lokasi prioritas",
        "Metode dan konvensi",
        "Sumber",
    ]
    assert text(document, "id").count("Diisi oleh penyusun: ") == 3
    assert headings(document, "id", 2)[:3] == ["Ringkasan", "Indikator utama", INDICATORS["id"][0]]


def test_a_target_a_transfer_and_a_survey_add_what_they_ask_for() -> None:
    """The way to the target below the headline rate, a section each for the others."""
    roles = {"welfare": "percapita", "weight": "weight", "size": "size", "stratum": "stratum", "psu": "psu"}
    document = report(
        "2024",
        target="4.5,2029",
        amount="5jt",
        recipients=1500,
        survey=survey.example(households=400, seed=1),
        survey_options={**roles, "line": 833955},
    )
    assert (
        "To reach 4.50 percent in March 2029, it must fall by 0.256 percentage points a year; since March"
        in text(document, "en")
    )
    assert "Rp5 million closes at most 8 months of the average gap" in text(document, "en")
    assert [each for each in headings(document, "en") if each in OPTIONAL] == ["Programmes", "Survey"]
    estimates = [block for block in document.blocks if isinstance(block, Table)][-4].answer
    assert [row.measure for row in estimates] == ["p0", "p1", "p2", "gini"]
    assert estimates.notes


def test_years_limit_series_and_change_over_time() -> None:
    """Five changes: from March 2019."""
    document = report("2024", years=5)
    assert "Since March 2019 it has been fluctuating; 3 of 5 yearly changes were falls." in text(
        document, "en"
    )
    first = next(block for block in document.blocks if isinstance(block, Picture)).answer
    assert min(row.period for row in first) == parse_period("2019")


@pytest.mark.parametrize(
    ("error", "options"),
    [
        (UsageError, {"area": "districts"}),
        (UsageError, {"outline": "novel"}),
        (UsageError, {"years": 2}),
        (UsageError, {"target": "4.5"}),
        (UsageError, {"target": "4.5,2020"}),
        (UsageError, {"amount": "5jt"}),
        (UsageError, {"recipients": 10}),
        (UsageError, {"per": "person"}),
        (UsageError, {"against": "2025"}),
        (NotFoundError, {"period": "1990"}),
        (NotFoundError, {"area": "Atlantis"}),
        (InputError, {"figures": "no-such-file.csv"}),
        (InputError, {"survey": "no-such-file.csv", "survey_options": {"welfare": "x", "line": 1}}),
    ],
)
def test_what_cannot_be_reported_is_refused(error: type[Exception], options: dict[str, object]) -> None:
    """Several areas, unknown outlines, half a transfer, periods without figures, missing files."""
    with pytest.raises(error):
        report(**{"period": "2024", **options})  # type: ignore[arg-type]


def test_it_tells_how_many_sections_are_written() -> None:
    """One after the other, to the last."""
    told: list[tuple[int, int]] = []
    report("2024", outline="spkd", advance=lambda done, of: told.append((done, of)))
    assert told == [(done, 8) for done in range(1, 9)]
