"""Groups of areas: all of a level, the provinces of an island, own ones. A group has no figure of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaltim_poverty.errors import NotFoundError, UsageError
from kaltim_poverty.inputs.lists import split_list
from kaltim_poverty.published.catalogue import find_area, plain
from kaltim_poverty.words import known as has_words
from kaltim_poverty.words import message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaltim_poverty.published.catalogue import Area
    from kaltim_poverty.words import Message

BY_LEVEL = {"all": (), "provinces": ("province",), "districts": ("district",)}
OTHER_NAMES = {
    "semua": "all",
    "provinsi": "provinces",
    "kabupaten": "districts",
    "kabupaten/kota": "districts",
    "kab/kota": "districts",
    "sumatra": "sumatera",
    "java": "jawa",
    "bali and nusa tenggara": "bali_nusa_tenggara",
    "bali dan nusa tenggara": "bali_nusa_tenggara",
    "maluku and papua": "maluku_papua",
    "maluku dan papua": "maluku_papua",
}


def group_named(name: str) -> str:
    """The group that a word means in either language; other words as they are, in plain form."""
    folded = plain(name)
    return OTHER_NAMES.get(folded, folded)


def meaning(name: str) -> str:
    """A key that two names of a group share, whatever their case, language and hyphens."""
    return plain(group_named(name))


def groups_of(known: Mapping[str, Area]) -> dict[str, list[Area]]:
    """The areas of every group that one of them names, by its name, in catalogue order."""
    found: dict[str, list[Area]] = {}
    spelt: dict[str, str] = {}
    for area in known.values():
        for name in area.in_groups:
            found.setdefault(spelt.setdefault(meaning(name), name), []).append(area)
    return found


def find_group(name: str, known: Mapping[str, Area]) -> str:
    """The group of that name as the catalogue spells it; empty if there is none."""
    return next((group for group in groups_of(known) if meaning(group) == meaning(name)), "")


def spoken_group(group: str) -> Message | str:
    """The name of a group in a sentence."""
    key = f"value.groups.{group}"
    return message(key) if has_words("en", key) else group


def chosen_areas(given: object, known: Mapping[str, Area]) -> list[Area]:
    """The areas that were chosen, each once and in catalogue order.

    A word that names both an area and a group is the area.

    Raises:
        NotFoundError: if one is unknown.
        UsageError: if none is named.
    """
    found = {area.area for name in filter(None, split_list(given)) for area in areas_named(name, known)}
    if not found:
        raise UsageError("no_area")
    return [area for code, area in known.items() if code in found]


def areas_named(name: str, known: Mapping[str, Area]) -> list[Area]:
    """The areas that one word names: all of a level, one, or those of a group.

    Raises:
        NotFoundError: if there are none of that name.
    """
    levels = BY_LEVEL.get(group_named(name))
    if levels is not None:
        return [area for area in known.values() if not levels or area.level in levels]
    try:
        return [find_area(name, known)]
    except NotFoundError:
        group = find_group(name, known)
        if not group:
            raise
        return groups_of(known)[group]
