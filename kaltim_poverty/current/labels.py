"""What the labels of a table of BPS say: an indicator, a locality, a round, a year."""

from __future__ import annotations

import html
import re
from typing import NamedTuple

MARCH, SEPTEMBER, ANNUAL = "march", "september", "annual"
ROUNDS = (
    (MARCH, re.compile(r"\b(maret|march)\b|\bsemester (1|i)\b")),
    (SEPTEMBER, re.compile(r"\bseptember\b|\bsemester (2|ii)\b")),
    (ANNUAL, re.compile(r"\b(tahunan|annual)\b")),
)
LOCALITIES = {
    "perkotaan": "urban",
    "kota": "urban",
    "urban": "urban",
    "perdesaan": "rural",
    "pedesaan": "rural",
    "desa": "rural",
    "rural": "rural",
    "jumlah": "total",
    "total": "total",
    "perkotaan+perdesaan": "total",
    "perkotaandanperdesaan": "total",
    "perkotaan+pedesaan": "total",
    "kota+desa": "total",
    "k+d": "total",
    "urban+rural": "total",
}
NAMED = (
    ("urban", re.compile(r"\b(perkotaan|urban)\b")),
    ("rural", re.compile(r"\b(perdesaan|pedesaan|rural)\b")),
)
INDICATORS = (
    (
        "poverty_line_food",
        r"garis kemiskinan (makanan|gkm)|garis kemiskinan -? ?makanan|\bgkm\b|food poverty line",
    ),
    ("poverty_line_nonfood", r"garis kemiskinan (bukan|non)[ -]?makanan|\bgknm\b|non-?food poverty line"),
    ("poverty_line_household", r"garis kemiskinan (per )?rumah ?tangga"),
    ("poverty_line", r"garis kemiskinan|(?<!food )poverty line"),
    ("p0", r"persentase penduduk miskin|\(p0\)|percentage of poor|headcount"),
    ("poor_count", r"jumlah penduduk miskin|number of poor"),
    ("p1", r"indeks kedalaman|\(p1\)|poverty gap index"),
    ("p2", r"indeks keparahan|\(p2\)|poverty severity index"),
    ("gini", r"\bgini\b"),
    ("mean_expenditure", r"rata-rata pengeluaran (per kapita|perkapita)( sebulan)?"),
    ("expenditure_share_bottom40", r"40 persen terbawah"),
    ("poor_household_size", r"anggota rumah ?tangga miskin"),
)
LINES = ("poverty_line_food", "poverty_line_nonfood", "poverty_line_household")
WHOLE_PEOPLE = re.compile(r"\((jiwa|orang|people|persons?)\)")
THOUSANDS = re.compile(r"\bribu\b|thousand|\b000\b")
NOTE_MARK = re.compile(r"\s*([*†‡]+\)?|[¹²³⁴⁵⁶⁷⁸⁹]+\)?|\s\d\))$")
TAG = re.compile(r"<[^<>]*>")
YEAR = re.compile(r"(?<![\d.,])(?:19[5-9]\d|20\d\d)(?![\d]|[.,]\d)")
YEAR_OF_NAME = re.compile(r"(?<!\d)(?<!\d[-_.])(?:19[5-9]\d|20\d\d)(?!\d|[-_.]\d)")
UNITS = re.compile(
    r"\(\s*(persen|%|ribu( jiwa| orang)?|rp|rupiah[^()]*|rp[^()]*|tidak ada satuan|indeks|poin)\s*\)"
)
ACCEPTED_UNITS = {
    "percent": ("persen", "%", "percent"),
    "ratio": ("", "poin", "indeks"),
    "people": ("orang", "jiwa"),
    "thousand_people": ("ribu jiwa", "ribu orang", "ribu", "000 jiwa"),
}
NO_UNIT = ("", "tidak ada satuan", "-")


class Meaning(NamedTuple):
    """The meaning of one label; None for what it does not mention.

    Attributes:
        indicator: by the name in the catalogue.
        year: of the figures.
        round: ``march``, ``september`` or ``annual``.
        locality: ``total``, ``urban`` or ``rural``.
        whole_people: whether people are counted one by one and not by the thousand.
    """

    indicator: str | None = None
    year: int | None = None
    round: str | None = None
    locality: str | None = None
    whole_people: bool = False


def clean(text: str) -> str:
    """A label without tags, entities (doubled ones too), and surplus blanks."""
    plain = html.unescape(html.unescape(text))
    return " ".join(TAG.sub(" ", plain).replace("\N{NO-BREAK SPACE}", " ").split())


def meaning_of(text: str) -> Meaning:
    """The meaning of a label."""
    folded = clean(text).casefold()
    years = {int(year) for year in YEAR.findall(folded)}
    counted = bool(WHOLE_PEOPLE.search(folded)) and not THOUSANDS.search(folded)
    return Meaning(
        indicator_of(folded),
        years.pop() if len(years) == 1 else None,
        round_of(folded),
        locality_of(folded) or locality_named(folded),
        counted,
    )


def indicator_of(folded: str) -> str | None:
    """The one indicator that a label names; None if it names none or several."""
    found = [name for name, pattern in INDICATORS if re.search(pattern, folded)]
    if any(name in LINES for name in found):
        found = [name for name in found if name != "poverty_line"]
    return found[0] if len(found) == 1 else None


def locality_of(folded: str) -> str | None:
    """The locality that a label is, and nothing else but a mark of a note."""
    return LOCALITIES.get(NOTE_MARK.sub("", folded).replace(" ", ""))


def locality_named(folded: str) -> str | None:
    """The one of town and country that a longer label speaks of, such as a title; None of neither or both."""
    found = [name for name, pattern in NAMED if pattern.search(folded)]
    return found[0] if len(found) == 1 else None


def round_of(folded: str) -> str | None:
    """The round that a label names."""
    found = [name for name, pattern in ROUNDS if pattern.search(folded)]
    return found[0] if len(found) == 1 else None


def years_of_name(name: str) -> set[int]:
    """The years in the name of a file, those of a date left out."""
    return {int(year) for year in YEAR_OF_NAME.findall(name)}


def bare_title(title: str) -> str:
    """A title without units in parentheses, case and surplus blanks, by which tables are compared."""
    folded = UNITS.sub(" ", clean(title).casefold())
    return " ".join(re.sub(r"\s*,?\s*\d{4}(\s*[-–]\s*\d{4})?$", "", " ".join(folded.split())).split())


def is_unit_of(written: str, unit: str) -> bool:
    """Whether a unit of a table is that of the catalogue; tables leave many out."""
    folded = clean(written).casefold()
    if folded in NO_UNIT:
        return True
    if unit.startswith("idr"):
        return folded.startswith(("rp", "rupiah"))
    return folded in ACCEPTED_UNITS.get(unit, ())


__all__ = [
    "ANNUAL",
    "MARCH",
    "SEPTEMBER",
    "Meaning",
    "bare_title",
    "clean",
    "is_unit_of",
    "locality_of",
    "meaning_of",
    "years_of_name",
]
