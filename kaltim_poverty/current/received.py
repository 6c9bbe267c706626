"""What was read from one table, whatever delivered it: figures, and what must be said about them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.current.labels import bare_title
from kaltim_poverty.published.exact import difference
from kaltim_poverty.published.tables import bundled
from kaltim_poverty.records import Note, note

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kaltim_poverty.published.figures import Figure, Figures

JAKARTA, RURAL = "31", "rural"
FETCHED, IMPORTED = "fetched", "imported"  # kinds of sources


class KnownTable(NamedTuple):
    """A table of BPS's service that kpov asks for.

    Attributes:
        table: its number.
        domain: of the service.
        var: the number of the variable.
        level: ``province`` or ``district``.
        indicator: by the name in the catalogue.
        title: as the service has it.
    """

    table: str
    domain: str
    var: str
    level: str
    indicator: str
    title: str


class Table(NamedTuple):
    """A table that was read.

    Attributes:
        number: of BPS's table; empty if it is not known.
        title: as it calls itself.
        updated: when BPS last changed it; empty if it does not say.
        url: where it is from; empty if it does not say.
        figures: those that can be taken.
        compared: those of provinces in a table of districts, which are only compared.
        notes: what must be said.
        kind: ``fetched`` or ``imported``.
        received: when it was received; empty for now.
        sha256: of its bytes, for tables of a pack; empty for those of the file.
    """

    number: str
    title: str
    updated: str
    url: str
    figures: list[Figure]
    compared: list[Figure]
    notes: list[Note]
    kind: str = IMPORTED
    received: str = ""
    sha256: str = ""

    @property
    def name(self) -> str:
        """The name of the table in rows: its number, else its title."""
        return self.number or self.title


def known_tables() -> Mapping[str, KnownTable]:
    """The tables of the service by number."""
    return {row[0]: KnownTable(*row) for row in bundled("tables")}


def number_of(title: str) -> str:
    """The number of the table with a title; empty if there is none."""
    wanted = bare_title(title)
    return next((each.table for each in known_tables().values() if bare_title(each.title) == wanted), "")


def takeable(figures: Iterable[Figure]) -> tuple[list[Figure], list[Note]]:
    """The figures that can be: rural Jakarta has none, whatever stands there."""
    all_figures = list(figures)
    taken = [each for each in all_figures if (each.area, each.locality) != (JAKARTA, RURAL)]
    left = len(all_figures) - len(taken)
    return taken, [note("no_rural_jakarta", count=Decimal(left))] if left else []


def parted(figures: Iterable[Figure]) -> tuple[list[Figure], list[Figure]]:
    """The figures of a table of districts: those of provinces, and those of districts."""
    parts: tuple[list[Figure], list[Figure]] = ([], [])
    for figure in figures:
        parts[len(figure.area) > len(JAKARTA)].append(figure)
    return parts


def compared_note(compared: Iterable[Figure], known: Figures) -> list[Note]:
    """How many figures of provinces in a table of districts are not those that the provinces have."""
    pairs = [(each, known.of(each.area).get(each.key[1:])) for each in compared]
    differing = [each for each, other in pairs if other is not None and difference(each.value, other.value)]
    if not differing:
        return []
    first = differing[0]
    area = known.areas[first.area]
    return [note("province_differs", count=Decimal(len(differing)), area=area, period=first.period)]


__all__ = ["KnownTable", "Table", "compared_note", "known_tables", "number_of", "parted", "takeable"]
