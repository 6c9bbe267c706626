"""What a question about published figures is asked of: areas, localities and indicators."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.errors import NotFoundError, UsageError
from kaltim_poverty.published import catalogue
from kaltim_poverty.published.figures import (
    Figures,
    Lacking,
    lacking_of,
    missing_period,
    named_list,
    open_published,
    resolve,
)
from kaltim_poverty.published.groups import chosen_areas
from kaltim_poverty.published.periods import Period, is_latest, parse_period
from kaltim_poverty.records import Note, note
from kaltim_poverty.words import message

if TYPE_CHECKING:
    from kaltim_poverty.published.catalogue import Area, Indicator

Names = str | int | os.PathLike[str] | Iterable[Any] | Figures  # names, codes or files; or open figures
HEADLINE = ["poor_count", "p0"]


class Selection(NamedTuple):
    """The figures, and the areas, localities and indicators that were chosen of them."""

    figures: Figures
    areas: list[Area]
    localities: list[str]
    indicators: list[Indicator]
    files: list[str]

    @property
    def names(self) -> list[str]:
        """The names of the chosen indicators."""
        return [indicator.indicator for indicator in self.indicators]

    @property
    def named(self) -> bool:
        """Whether indicators were chosen; otherwise all are taken."""
        return len(self.indicators) < len(catalogue.indicators())

    @property
    def area(self) -> Area:
        """The only area.

        Raises:
            UsageError: if there are several.
        """
        if len(self.areas) != 1:
            raise UsageError("one_area", areas=list(self.areas))
        return self.areas[0]

    def arguments(self, **more: object) -> dict[str, object]:
        """The resolved arguments: those of the question first, then the selection."""
        return {
            **more,
            "area": [area.area for area in self.areas],
            "locality": self.localities,
            "indicator": self.names,
            "figures": self.files,
        }

    def period(self, area: Area, given: object, needed: list[str] | None = None) -> Period:
        """The period that *given* means for an area; ``latest`` is the last that has all that is *needed*.

        What is needed is by default what was chosen, or the poverty rate and the number of poor; what the
        area has in no round is not waited for.
        """
        chosen = self.names if self.named else HEADLINE
        if needed is None and is_latest(given):
            ever = {name for _, _, name in self.figures.of(area.area)}
            chosen = [name for name in chosen if name in ever] or chosen
        return resolve(self.figures, area, given, localities=self.localities, needed=needed or chosen)

    def require(self, given: object) -> None:
        """Refuse a period for which none of the chosen areas has one of the chosen figures.

        Raises:
            UsageError: if the period is malformed.
            NotFoundError: if there is nothing, naming the nearest periods.
        """
        if is_latest(given):
            return
        period, existing = parse_period(given), self.existing()
        if period not in existing:
            lacking = self.lacking(period) if self.named else None
            raise missing_period(period, self.areas, existing, lacking)

    def lacking(self, period: Period, needed: Iterable[str] | None = None) -> Lacking:
        """Which of the needed indicators the chosen areas lack in a period, and which they have."""
        names = self.names if needed is None else needed
        return lacking_of(self.figures, self.areas, period, names, self.localities)

    def year_before(self, area: Area, period: Period) -> Period | None:
        """The same round a year before, else the round before, if there is one with a chosen figure."""
        names = self.names if self.named else HEADLINE
        periods = self.figures.periods(area.area, localities=self.localities, indicators=names)
        if period.earlier(1) in periods:
            return period.earlier(1)
        return max((each for each in periods if each < period), default=None)

    def absent(self, area: Area, found: Iterable[str]) -> list[Note]:
        """The note on named indicators that are not among those *found* for an area."""
        missing = [name for name in self.names if name not in set(found)] if self.named else []
        return [note("absent", area=area, indicators=named_list(missing))] if missing else []

    def existing(self) -> set[Period]:
        """All periods for which a chosen area has one of the chosen figures."""
        return {
            period
            for area in self.areas
            for period in self.figures.periods(area.area, localities=self.localities, indicators=self.names)
        }


def select(
    *,
    area: Names = catalogue.HOME,
    locality: Names = "total",
    indicator: Names | None = None,
    figures: Names = (),
    areas: Names | None = None,
) -> Selection:
    """Open the figures and find what was chosen of them.

    Raises:
        UsageError: for an unknown locality or indicator.
        NotFoundError: for an unknown area.
        InputError: if an own file is refused.
    """
    indicators = catalogue.chosen_indicators(indicator)
    localities = catalogue.chosen_localities(locality)
    files = [] if isinstance(figures, Figures) else names_of(figures)
    opened = figures.afresh() if isinstance(figures, Figures) else opened_figures(files, names_of(areas))
    chosen = chosen_areas(area, opened.areas)
    return Selection(opened, chosen, localities, indicators, files)


def opened_figures(files: list[str], areas: list[str]) -> Figures:
    """The bundled figures, with own ones if there are any; what reads those is imported for them alone."""
    if not files and not areas:
        return open_published()
    from kaltim_poverty.published.own import open_figures

    return open_figures(files, areas)


def names_of(files: Any) -> list[str]:
    """The names of one file or several; a path is its name."""
    one = isinstance(files, (str, os.PathLike))
    return [os.fspath(file) for file in ([files] if one else files or ())]


def rounds_note(periods: Iterable[Period]) -> list[Note]:
    """The note that the figures of one answer are of different rounds, if they are."""
    rounds: list[object] = [*sorted(set(periods))]
    return [note("several_rounds", rounds=rounds)] if len(rounds) > 1 else []


def places_of(selection: Selection, found: Iterable[tuple[Area, str]]) -> list[object]:
    """Areas as a sentence names them, with the localities where not all that were chosen are meant."""
    by_area: dict[Area, list[str]] = {}
    for area, locality in found:
        by_area.setdefault(area, []).append(locality)
    chosen = selection.localities
    return [
        area
        if localities == chosen != ["urban"] and chosen != ["rural"]
        else message("value.place", area=area, localities=spoken_localities(localities))
        for area, localities in by_area.items()
    ]


def spoken_localities(localities: Iterable[str]) -> list[object]:
    """Localities as a sentence names them."""
    return [message(f"value.locality.{locality}") for locality in localities]


def nothing_in_common(selection: Selection, *given: object) -> NotFoundError:
    """The error for periods that have none of the chosen figures together."""
    areas: object = selection.areas[0] if len(selection.areas) == 1 else message("value.chosen_areas")
    periods: list[object] = [str(each) for each in given]
    return NotFoundError("nothing_in_common", area=areas, periods=periods)
