"""The sentences of an indicator, word for word, and the quadrants by name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kaltim_poverty.published import catalogue
from kaltim_poverty.published.figures import Figures
from kaltim_poverty.published.periods import parse_period
from kaltim_poverty.records.blocks import Paragraph
from kaltim_poverty.report.sections.indicator import indicator_section
from kaltim_poverty.report.sections.priority import priority
from kaltim_poverty.report.subject import MAIN, Subject
from kaltim_poverty.words import Language

P0_MARCH_2024 = (
    "Persentase penduduk miskin (P0) Kalimantan Timur pada Maret 2024 sebesar 5,78 persen, 3,25 persen "
    "poin di bawah Indonesia (9,03 persen): peringkat 3 dari 5 provinsi di Kalimantan dan 7 dari 38 "
    "provinsi. Sejak Maret 2015 persentase itu menurun, dari 6,23 menjadi 5,78 persen; 6 dari 9 perubahan"
    " tahunan berupa penurunan. Arahnya sama dengan Indonesia pada 5 dari 5 perubahan tahunan terakhir: "
    "relevan. Garis kecenderungan Maret 2020–2024 turun 0,107 persen poin per tahun, tetap turun bila "
    "satu putaran mana pun dihilangkan, dan perubahan terakhir bukan kenaikan: efektif."
)
P1_MARCH_2025 = (
    "The poverty gap index (P1) of East Kalimantan was 0.878 percent in March 2025, 0.492 percentage points "
    "below Indonesia (1.37 percent): rank 5 of 5 provinces of Kalimantan. Since March 2015 it has been "
    "fluctuating; 4 of 10 yearly changes were falls. It moved with Indonesia in 3 of the last 5 yearly "
    "changes: partly relevant. The trend line of March 2021–2025 falls by 0.0880 percentage points a year, "
    "but the last change was a rise, from 0.799 to 0.878: less effective."
)
ALWAYS = {
    "id": "Penilaian ini tentang angka tercetak, bukan bukti bahwa suatu program menjadi penyebabnya.",
    "en": "This assessment is about printed figures; it is no evidence that a programme is the cause.",
}
PARTS = {"position": "", "change": "", "relevance": "", "effectiveness": ""}


def subject(period: str, area: str = "64") -> Subject:
    """An area in a period."""
    figures = Figures()
    return Subject(figures, catalogue.find_area(area, figures.areas), parse_period(period), None)


def sentences(period: str, name: str, language: Language, area: str = "64") -> str:
    """The paragraphs of an indicator, one after the other."""
    blocks = indicator_section(subject(period, area), name, PARTS)
    return " ".join(spoken(blocks, language))


def spoken(blocks: list[object], language: Language) -> Iterator[str]:
    """Each paragraph among blocks."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield " ".join(each.spoken(language) for each in block.messages)


def test_p0_of_march_2024_is_said_word_for_word() -> None:
    """Position, change over time, relevance and effectiveness with the numbers behind them."""
    assert sentences("2024", "p0", "id") == f"{P0_MARCH_2024} {ALWAYS['id']}"


def test_p1_of_march_2025_is_said_word_for_word() -> None:
    """Fluctuating, partly relevant, less effective; the line starts from the worst round."""
    worst = "The first of these rounds, March 2021, was the worst since March 2015."
    assert sentences("2025", "p1", "en") == f"{P1_MARCH_2025} {worst} {ALWAYS['en']}"


def test_count_by_p0_places_the_districts_of_march_2024() -> None:
    """Quadrants by name, parted at the mean of the counts and at the province's rate."""
    first = next(spoken(priority(subject("2024")), "en"))
    assert first == (
        "Count × P0, March 2024: I (above 22.135 thousand and 5.78 percent) Paser, Kutai Kartanegara, Kutai "
        "Timur; II Kutai Barat, Penajam Paser Utara, Mahakam Ulu; III Berau, Balikpapan, Bontang; "
        "IV Samarinda. I is high in both, II in the second only, III in neither, IV in the first only."
    )


def test_a_district_is_held_against_country_and_province() -> None:
    """Two distances, a rank among the districts, a sentence of relevance for each larger area."""
    text = sentences("2024", "p0", "en", "Mahakam Ulu")
    assert text.startswith(
        "The headcount rate (P0) of Mahakam Ulu was 10.75 percent in March 2024, 4.97 percentage points "
        "above East Kalimantan (5.78 percent) and 1.72 percentage points above Indonesia (9.03 percent): "
        "rank 10 of 10 districts of East Kalimantan. "
    )
    assert "It moved with Indonesia in" in text
    assert "It moved with East Kalimantan in" in text


def test_a_line_is_ranked_from_the_highest_and_not_judged() -> None:
    """Of a poverty line neither direction is better: the slope alone, and no word of evidence."""
    text = sentences("2024", "poverty_line", "en")
    assert (
        "Rp251,023 above Indonesia (Rp582,932): rank 2 of 5 provinces of Kalimantan, 1 being the highest."
        in text
    )
    assert text.endswith("neither direction is better, so effectiveness is not judged.")
    assert "rises by Rp44,446 a year" in text


def test_a_count_is_a_share_of_the_country() -> None:
    """The distance of a count says nothing; its share does."""
    text = sentences("2024", "poor_count", "id")
    assert "221,34 ribu orang, 0,88 persen dari jumlah Indonesia (25.219,20 ribu orang)" in text


def test_a_country_has_neither_rank_nor_relevance() -> None:
    """There is nothing larger to hold it against."""
    text = sentences("2024", "p0", "en", "00")
    assert text.startswith("The headcount rate (P0) of Indonesia was 9.03 percent in March 2024. Since ")
    assert "There is no larger area to compare with" in text


def test_a_young_province_cannot_be_judged() -> None:
    """Papua Tengah has two rounds by March 2025: too few for any verdict but a rank."""
    text = sentences("2025", "p0", "en", "Papua Tengah")
    assert "rank 7 of 8 provinces of Maluku and Papua" in text
    assert "Its change over time cannot be judged: up to March 2025 there is 1 unbroken yearly change" in text
    assert "Its relevance to Indonesia cannot be judged" in text
    assert "Its effectiveness cannot be judged: up to March 2025 there are 2 unbroken yearly rounds" in text


@pytest.mark.parametrize("language", ["en", "id"])
def test_every_sentence_of_every_area_can_be_said(language: Language) -> None:
    """No sentence lacks a word or a value, wherever figures are missing."""
    for area in catalogue.areas():
        for name in MAIN:
            text = sentences("2024", name, language, area)
            assert "None" not in text
            assert "  " not in text
