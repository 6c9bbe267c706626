"""The areas that the labels of a table name: provinces, and districts within the province above them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.current.labels import clean
from kaltim_poverty.errors import nearest
from kaltim_poverty.published import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kaltim_poverty.published.catalogue import Area

KINDS = {"kota": "kota", "kabupaten": "kabupaten", "kab": "kabupaten"}
FOOTNOTE = re.compile(r"(\s+\d+\)|\s*[*†‡]+\)?|\s*[¹²³⁴⁵⁶⁷⁸⁹]+\)?|\s+[a-z]\))+$")
SHORT = ((re.compile(r"\bkep\b"), "kepulauan"), (re.compile(r"\bd i\b|\bdaerah istimewa\b"), "di"))
CODE = re.compile(r"\d{2}(?:\d{2})?")
DIGITS_OF_PROVINCE, DIGITS_OF_DISTRICT = 2, 4


class Place(NamedTuple):
    """An area as a label of a table names it.

    Attributes:
        area: its code.
        former: whether it stands under the province that it belonged to before.
    """

    area: str
    former: bool = False


class Names(NamedTuple):
    """The areas of one level by what labels call them.

    Attributes:
        full: by the name with its kind, where a label says that.
        plain: by the name alone; of a city and a regency of one name it is the regency.
    """

    full: Mapping[tuple[str, str], list[Area]]
    plain: Mapping[str, list[Area]]


def squeezed(label: str) -> str:
    """A name without case, footnote marks, blanks and punctuation, with short words in full."""
    folded = FOOTNOTE.sub("", clean(label).casefold())
    words = " ".join(re.sub(r"[^a-z0-9]+", " ", folded).split())
    for pattern, full in SHORT:
        words = pattern.sub(full, words)
    return words.replace(" ", "")


@cache
def larger_areas() -> Mapping[str, str]:
    """The country and the provinces by their squeezed names."""
    return {
        squeezed(name): area.area
        for area in catalogue.areas().values()
        if area.level != "district"
        for name in area.answers_to()[1:]
        if name != "RI"
    }


@cache
def districts() -> Names:
    """The districts by their squeezed names."""
    full: dict[tuple[str, str], list[Area]] = {}
    plain: dict[str, list[Area]] = {}
    for area in catalogue.every_area().values():
        if area.level == "district":
            for name in set(map(squeezed, names_of(area))):
                full.setdefault((area.capital_city_type, name), []).append(area)
                plain.setdefault(name, []).append(area)
    return Names(full, plain)


def names_of(area: Area) -> Iterable[str]:
    """The names of a district without its kind; its former code is none."""
    prefix = "Kota " if area.capital_city_type == "kota" else ""
    return [
        name.removeprefix(prefix)
        for name in (area.name, *area.aliases.split(";"))
        if name and not name.isdigit()
    ]


def larger_area(label: str) -> str | None:
    """The code of the country or province that a label names, or None."""
    found = larger_areas().get(squeezed(label).removeprefix("provinsi"))
    return found or larger_areas().get(squeezed(label))


def district(label: str, province: str) -> Place | None:
    """The district that a label names.

    Args:
        label: as written; of ``Toba Samosir / Toba`` both are its names.
        province: the code of the province that it stands under; empty if the table does not say.
    """
    for name in (label, *label.split("/")):
        found = [place for area in called(name) if (place := within(area, province)) is not None]
        if len(found) == 1:
            return found[0]
        current = [place for place in found if not place.former]
        if len(current) == 1:
            return current[0]
    return None


def called(label: str) -> list[Area]:
    """The districts that a label may mean: by name and kind, else by name."""
    names, whole = districts(), squeezed(label)
    first, _, rest = FOOTNOTE.sub("", clean(label).casefold()).replace(".", " ").strip().partition(" ")
    if first in KINDS and (found := names.full.get((KINDS[first], squeezed(rest)))):
        return found
    found = names.plain.get(whole, [])
    regencies = [area for area in found if area.capital_city_type == "kabupaten"]
    return regencies or found


def within(area: Area, province: str) -> Place | None:
    """A district under a province: its own, or the one that its code of before says."""
    if not province or area.parent == province:
        return Place(area.area)
    former = [alias for alias in area.aliases.split(";") if CODE.fullmatch(alias)]
    return Place(area.area, former=True) if any(code[:2] == province for code in former) else None


def of_code(code: str) -> Place | None:
    """The area of a code of BPS's service: ``9999`` the country, ``6400`` a province, ``6401`` a district."""
    if code == "9999":
        return Place(catalogue.NATION)
    province = code.removesuffix("00")
    if len(code) == DIGITS_OF_DISTRICT and len(province) == DIGITS_OF_PROVINCE:
        return Place(province) if province in catalogue.areas() else None
    if code in catalogue.every_area():
        return Place(code)
    former = [area.area for area in catalogue.districts().values() if code in area.aliases.split(";")]
    return Place(former[0], former=True) if former and code.isdigit() else None


def agrees(place: Place, label: str) -> bool:
    """Whether a label names the area that a code means."""
    area = catalogue.every_area()[place.area]
    if area.level != "district":
        return larger_area(label) == place.area
    return any(area in called(name) or namesake_of(area, name) for name in (label, *label.split("/")))


def namesake_of(area: Area, label: str) -> bool:
    """Whether a label is a city's name without its kind, which a regency may have too."""
    return area in districts().plain.get(squeezed(label), [])


def near(label: str) -> list[str]:
    """At most three areas whose names are like a label."""
    names = {squeezed(area.name): area.name for area in catalogue.every_area().values()}
    return [names[name] for name in nearest(squeezed(label), list(names), most=3)]


__all__ = ["Place", "agrees", "district", "larger_area", "near", "of_code", "squeezed"]
