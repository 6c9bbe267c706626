"""The catalogue: areas, indicators, periods, sources and breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaltim_poverty.errors import NotFoundError
from kaltim_poverty.inputs.choices import choice
from kaltim_poverty.published import catalogue
from kaltim_poverty.published.figures import Figures
from kaltim_poverty.published.selection import Names, Selection, names_of, opened_figures, select
from kaltim_poverty.records.fields import AREA, PERIOD, ROW_UNIT, column, record

if TYPE_CHECKING:
    from collections.abc import Callable

    from kaltim_poverty.published.periods import Period
    from kaltim_poverty.records import Answer


@record
class ListedArea:
    """A country, province or district, under its BPS code; short names and groups are separated by ``;``."""

    area: str = column("code", subject=True, coded=True)
    name: str = column("words")
    name_en: str = column("words")
    level: str = column("code")
    parent: str = column("code", names="area", gives_way=2)
    capital_city_type: str = column("code", gives_way=1)
    aliases: str = column("words", several=True)
    groups: str = column("code", several=True)


@record
class ListedIndicator:
    """What is measured, with its unit and the direction that is better (``up``, ``down`` or empty)."""

    indicator: str = column("code", subject=True)
    unit: str = column(ROW_UNIT)
    label_en: str = column("words")
    label_id: str = column("words")
    better: str = column("code")
    aliases: str = column("words", several=True)


@record
class ListedPeriod:
    """A period for which an area has figures: how many, and of which indicators (separated by ``;``)."""

    area: str = column(AREA)
    period: Period = column(PERIOD)
    figures: int = column("count")
    indicators: str = column("code", several=True)


@record
class ListedSource:
    """Where figures were read, by the name under which other tables cite it."""

    source: str = column("code", several=True)
    kind: str = column("code")
    publisher: str = column("words")
    title: str = column("words")
    url: str = column("words")
    released: str = column("words")


@record
class ListedBreak:
    """Two rounds between which a series must not be compared; indicators ``*`` is all of them."""

    area: str = column(AREA)
    from_period: Period = column("code")
    to_period: Period = column("code")
    indicators: str = column("code", several=True)
    kind: str = column("code")
    reason_en: str = column("words")
    reason_id: str = column("words")
    inferred: str = column("code")


def listing(
    what: str,
    *,
    area: Names | None = None,
    indicator: Names | None = None,
    figures: Names = (),
    areas: Names | None = None,
) -> Answer[Any]:
    """A part of the catalogue. On the command line: ``kpov list``.

    Args:
        what: ``areas``, ``indicators``, ``periods``, ``sources`` or ``breaks``.
        area: the areas whose part of it is wanted; all if None, for periods Kalimantan Timur.
        indicator: the indicators whose part of it is wanted; all if None.
        figures: files of one's own figures.
        areas: a file that names areas of one's own.

    Returns:
        a row for each entry, in the order of the catalogue; its fields depend on *what*.

    Raises:
        UsageError: if that part does not exist.
        NotFoundError: for an unknown area.
        InputError: if a file is refused.
    """
    name = choice("list", what, PARTS)
    chosen = area if area is not None else (catalogue.HOME if name == "periods" else "all")
    files = [] if isinstance(figures, Figures) else names_of(figures)
    opened = figures.afresh() if isinstance(figures, Figures) else opened_figures(files, names_of(areas))
    if name == "areas":
        opened.areas = {**catalogue.every_area(), **opened.areas}
    selection = select(area=chosen, locality="all", indicator=indicator, figures=opened)._replace(files=files)
    kind, rows_of = PARTS[name]
    rows = rows_of(selection)
    if not rows:
        raise NotFoundError("nothing_listed", area=selection.areas[0])
    arguments = selection.arguments(what=name)
    del arguments["locality"]
    return selection.figures.answer("list", kind, rows, arguments=arguments)


def areas_of(selection: Selection) -> list[Any]:
    """The chosen areas."""
    return [ListedArea(*area) for area in selection.areas]


def indicators_of(selection: Selection) -> list[Any]:
    """The chosen indicators."""
    return [ListedIndicator(*indicator) for indicator in selection.indicators]


def periods_of(selection: Selection) -> list[Any]:
    """The periods of the chosen areas with what they have of the chosen indicators."""
    rows = []
    for area in selection.areas:
        having = selection.figures.of(area.area)
        for period in selection.figures.periods(area.area, indicators=selection.names):
            names = [name for when, _, name in having if when == period and name in selection.names]
            ordered = [name for name in catalogue.indicators() if name in names]
            rows.append(ListedPeriod(area.area, period, len(names), ";".join(ordered)))
    return rows


def sources_of(selection: Selection) -> list[Any]:
    """The sources of the bundle and of own files."""
    own = {figure.source for figure in selection.figures.own.values()} - set(catalogue.sources())
    known = [*catalogue.sources().values(), *(selection.figures.source(name) for name in sorted(own))]
    return [ListedSource(*source[:6]) for source in known]


def breaks_of(selection: Selection) -> list[Any]:
    """The known breaks of the chosen areas and indicators."""
    chosen = {area.area for area in selection.areas}
    return [
        ListedBreak(*known[:-3], known.spoken("en"), known.spoken("id"), known.inferred)
        for known in catalogue.breaks()
        if known.area in chosen and any(known.concerns(name) for name in selection.names)
    ]


PARTS: dict[str, tuple[type, Callable[[Selection], list[Any]]]] = {
    "areas": (ListedArea, areas_of),
    "indicators": (ListedIndicator, indicators_of),
    "periods": (ListedPeriod, periods_of),
    "sources": (ListedSource, sources_of),
    "breaks": (ListedBreak, breaks_of),
}
