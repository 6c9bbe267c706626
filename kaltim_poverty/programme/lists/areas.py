"""Districts as lists write them: by code or by any name that the catalogue knows."""

from __future__ import annotations

from functools import lru_cache

from kaltim_poverty.errors import NotFoundError
from kaltim_poverty.published.catalogue import Area, areas, find_area


@lru_cache(maxsize=4096)
def area_of(given: str) -> Area | None:
    """The area that a cell names; None where the catalogue has none of that code or name."""
    try:
        return find_area(given.strip().removesuffix(".0"), areas())
    except NotFoundError:
        return None


def code_of_area(given: str) -> str | None:
    """Its code, or None."""
    area = area_of(given) if given.strip() else None
    return None if area is None else area.area


def name_of_area(given: str) -> Area | None:
    """The name of an area in either language, or None."""
    return area_of(given) if given.strip() else None


def names_of_districts() -> list[str]:
    """The names of all districts that the catalogue knows."""
    return [area.name for area in areas().values() if area.level == "district"]


__all__ = ["code_of_area", "name_of_area", "names_of_districts"]
