"""The figures that a question looks at: of the bundle, the data folder, and people's own in their place."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from kaltim_poverty.errors import NotFoundError
from kaltim_poverty.published import catalogue, data_folder
from kaltim_poverty.published.catalogue import Area, Mentioned
from kaltim_poverty.published.exact import is_coarser
from kaltim_poverty.published.periods import Period, as_period, is_latest, is_over, nearest, parse_period
from kaltim_poverty.published.tables import bundled
from kaltim_poverty.records import Answer, Note, Source, note
from kaltim_poverty.words import Message, Spoken, message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kaltim_poverty.published.data_folder import DataFolder

R = TypeVar("R")
K = TypeVar("K")
AREA = "area"  # the value of a note that says what it is about


class Key(NamedTuple):
    """The key of a figure."""

    area: str
    period: Period
    locality: str
    indicator: str


class Figure(NamedTuple):
    """One published number and the name of its source."""

    area: str
    period: Period
    locality: str
    indicator: str
    value: Decimal
    source: str

    @property
    def key(self) -> Key:
        """The key of the figure."""
        return Key(*self[:4])


class Lacking(NamedTuple):
    """Indicators that a question needs of a period, and those that there are."""

    needed: list[str]
    there: list[str]


class Figures:
    """The figures by key, read when an area is first asked for; it remembers which were used.

    Attributes:
        areas: the areas by code, with those of own files.
        notes: notes on the figures themselves, such as replaced rows.
    """

    def __init__(
        self,
        own: Iterable[Figure] = (),
        named: Iterable[Area] = (),
        own_sources: Iterable[Source] = (),
        folder: DataFolder | None = None,
    ) -> None:
        self.folder = folder
        self.notes: list[Note] = []
        self._sources = {source.source: source for source in own_sources}
        self._only = ""
        self._until: Period | None = None
        self._by_area: dict[str, Mapping[tuple[Period, str, str], Figure]] = {}
        self._seen: set[str] = set()
        self._kept: dict[Key, str] = {}
        self._rounds: set[Period] = set()
        self.own = self._not_coarser({figure.key: figure for figure in own})
        self.areas = with_own_areas(self.own, named, folder.areas() if folder else ())
        self._note_replaced()

    def _not_coarser(self, own: dict[Key, Figure]) -> dict[Key, Figure]:
        """Own figures without those that only round a known one."""
        finer = {
            key: figure
            for key, figure in own.items()
            if (known := self.published(key.area).get(key[1:])) is None
            or not is_coarser(figure.value, known.value)
        }
        if len(finer) < len(own):
            self.notes.append(note("coarser_figures", count=Decimal(len(own) - len(finer))))
        return finer

    def _note_replaced(self) -> None:
        replaced = sum(1 for key in self.own if key[1:] in self.published(key.area))
        if replaced:
            self.notes.append(note("replaced_figures", count=Decimal(replaced)))

    def afresh(self, *, until: Period | None = None) -> Figures:
        """The figures for another question, none marked as used.

        Args:
            until: the last period that it knows; None for what is the last here.
        """
        figures = Figures(self.own.values(), self.areas.values(), self._sources.values(), self.folder)
        figures._until = until or self._until
        return figures

    def only(self, indicator: str) -> None:
        """Read from now on the figures of one indicator alone, for a question that looks at many areas."""
        self._only = indicator
        self._by_area.clear()

    def of(self, area: str) -> Mapping[tuple[Period, str, str], Figure]:
        """All figures of an area by period, locality and indicator."""
        if area not in self._by_area:
            figures = dict(self.published(area, self._only))
            figures.update({key[1:]: figure for key, figure in self.own.items() if key.area == area})
            self._by_area[area] = self._known(figures)
        return self._by_area[area]

    def published(self, area: str, indicator: str = "") -> Mapping[tuple[Period, str, str], Figure]:
        """The figures of an area of the bundle and of the data folder, of one indicator or all."""
        bundle = bundled_area(area, indicator)
        if self.folder is None:
            return bundle
        known = dict(bundle)
        for kept in self.folder.figures(area):
            key = kept[:3]
            wanted = not indicator or kept.indicator == indicator
            if wanted and not (key in bundle and self.folder.is_superseded(kept.source)):
                known[key] = Figure(area, *kept)
        return known

    def _known(self, figures: Mapping[K, Figure]) -> Mapping[K, Figure]:
        """The figures that are not later than the last period."""
        until = self._until
        if until is None:
            return figures
        return {key: figure for key, figure in figures.items() if figure.period <= until}

    def find(self, area: str, period: Period, locality: str, indicator: str) -> Figure | None:
        """A figure, or None; its source is named below the answer from now on."""
        figure = self.of(area).get((period, locality, indicator))
        if figure is not None:
            self._seen.add(figure.source)
            if figure.key not in self.own:
                self._rounds.add(period)
                self._remember_kept(figure)
        return figure

    def _remember_kept(self, figure: Figure) -> None:
        """Take note of a figure of the data folder, which is said below the answer."""
        if self.folder is not None and figure.source in self.folder.sources():
            self._kept[figure.key] = figure.source

    def value(self, area: str, period: Period, locality: str, indicator: str) -> Decimal | None:
        """The value of a figure, or None."""
        figure = self.find(area, period, locality, indicator)
        return None if figure is None else figure.value

    def has(self, area: str, period: Period, locality: str, indicator: str) -> bool:
        """Whether there is such a figure."""
        return (period, locality, indicator) in self.of(area)

    def periods(
        self, area: str, *, localities: Iterable[str] = (), indicators: Iterable[str] = ()
    ) -> list[Period]:
        """The periods for which an area has any figure of these localities and indicators."""
        places, names = set(localities), set(indicators)
        return sorted(
            {
                period
                for period, locality, indicator in self.of(area)
                if (not places or locality in places) and (not names or indicator in names)
            }
        )

    def complete_periods(self, area: str, localities: Iterable[str], needed: Iterable[str]) -> list[Period]:
        """The periods for which an area has every needed indicator in every locality."""
        pairs = [(locality, indicator) for locality in localities for indicator in needed]
        return [
            period
            for period in self.periods(area)
            if all(self.has(area, period, locality, indicator) for locality, indicator in pairs)
        ]

    def past_periods(self, periods: Iterable[Period]) -> list[Period]:
        """The periods that are over, in time order; all of them if none is."""
        ordered = sorted(periods)
        return [period for period in ordered if is_over(period)] or ordered

    def folder_notes(self) -> tuple[Note, ...]:
        """The note that figures which were used are from the data folder, if any are."""
        if self.folder is None or not self._kept:
            return ()
        origins = [self.folder.origin(name) for name in sorted(set(self._kept.values()))]
        distinct: list[object] = [each for place, each in enumerate(origins) if each not in origins[:place]]
        return (note("from_data_folder", count=Decimal(len(self._kept)), origins=distinct),)

    def sources(self) -> tuple[Source, ...]:
        """The sources of all figures that were used, by name."""
        return tuple(self.source(name) for name in sorted(self._seen))

    def cited(self) -> tuple[Message | str, ...]:
        """How a line below a table cites them: the survey with its rounds, own files by their sources."""
        published = {*catalogue.sources(), *(self.folder.sources() if self.folder else ())}
        own = [source.source for source in self.sources() if source.source not in published]
        if not self._rounds:
            return tuple(own)
        first, last = min(self._rounds), max(self._rounds)
        key = "caption.susenas" if first == last else "caption.susenas_range"
        return (message(key, first=first, last=last), *own)

    def source(self, name: str) -> Source:
        """A source by its name; one that only own files name has just that."""
        known = self._sources.get(name) or catalogue.sources().get(name)
        if known is None and self.folder is not None:
            known = self.folder.sources().get(name)
        return known or Source(name, "own", "", "", "", "")

    def answer(
        self,
        question: str,
        kind: type[R],
        rows: Iterable[R],
        *,
        arguments: Mapping[str, Any],
        notes: Iterable[Note] = (),
        title: Message | None = None,
        names: Mapping[str, Mapping[str, Spoken]] | None = None,
    ) -> Answer[R]:
        """The rows with their notes and sources, and *names* of codes besides the usual ones."""
        return Answer(
            question=question,
            arguments=arguments,
            rows=tuple(rows),
            notes=(*self.notes, *self.folder_notes(), *gathered(notes)),
            sources=self.sources(),
            names={"area": self.areas, "indicator": catalogue.indicators(), **(names or {})},
            kind=kind,
            title=title,
            cited=self.cited(),
        )


def gathered(notes: Iterable[Note]) -> list[Note]:
    """The notes in order of first appearance; what concerns several areas is one note that names them all."""
    groups: dict[tuple[str, str], list[Note]] = {}
    for each in notes:
        rest = {name: value for name, value in each.values.items() if name != AREA}
        groups.setdefault((each.code, repr(rest)), []).append(each)
    return [merged(same) for same in groups.values()]


def merged(same: list[Note]) -> Note:
    """One note for those that differ by their area alone."""
    first = same[0]
    found = [each.values.get(AREA) for each in same]
    areas = [area for value in found for area in (value if isinstance(value, list) else [value])]
    distinct = list(dict.fromkeys(areas))
    return first if len(distinct) == 1 else Note(first.code, {**first.values, AREA: distinct})


@cache
def bundled_area(area: str, indicator: str = "") -> dict[tuple[Period, str, str], Figure]:
    """The bundled figures of an area, of one indicator or all; reads the file of its province."""
    province = area[:2]
    rows = (
        bundled(f"figures/{province}", of=area, with_cell=indicator) if province in catalogue.areas() else ()
    )
    return {
        (as_period(period), locality, indicator): Figure(
            code, as_period(period), locality, indicator, Decimal(value), source
        )
        for code, period, locality, indicator, value, source in rows
    }


def open_published(folder: DataFolder | None = None) -> Figures:
    """The figures of the bundle and of the data folder, by default the user's."""
    return Figures(folder=folder or data_folder.opened())


def with_own_areas(
    own: Iterable[Key], named: Iterable[Area], of_folder: Iterable[str] = ()
) -> dict[str, Area]:
    """The bundled areas, those of the data folder and of own files; one without a name keeps its code.

    A bundled area that an own file names keeps what the file leaves empty, and the groups that it has.
    """
    known = dict(catalogue.areas())
    for code in of_folder:
        if code not in known:
            known[code] = catalogue.every_area()[code]
    for area in named:
        before = known.get(area.area, area)
        groups = ";".join(dict.fromkeys([*before.in_groups, *area.in_groups]))
        merged = Area(*(new or old for new, old in zip(area, before, strict=True)))
        known[area.area] = merged._replace(groups=groups)
    for code in sorted({key.area for key in own} - set(known)):
        known[code] = catalogue.every_area().get(code) or Area(code, code, code, "", "", "", "")
    return known


def resolve(
    figures: Figures, area: Area, given: object, *, localities: Sequence[str], needed: Sequence[str]
) -> Period:
    """The period that *given* means for an area: itself, or for ``latest`` the last that has all it needs.

    A locality for which the area has none of it (no rural part, say) is not waited for.

    Raises:
        UsageError: if it is malformed.
        NotFoundError: for ``latest``, if no period has the figures.
    """
    if not is_latest(given):
        return parse_period(given)
    places = [
        place for place in localities if figures.periods(area.area, localities=[place], indicators=needed)
    ]
    complete = figures.complete_periods(area.area, places, needed) if places else []
    if not complete:
        raise NotFoundError("never_complete", area=area, figures=named_list(needed))
    return figures.past_periods(complete)[-1]


def require_period(figures: Figures, areas: Sequence[Area], period: Period, **filters: Sequence[str]) -> None:
    """Refuse a period for which none of the areas has a figure, naming the nearest that have.

    Raises:
        NotFoundError: with the nearest periods.
    """
    existing = {known for area in areas for known in figures.periods(area.area, **filters)}
    if period not in existing:
        raise missing_period(period, areas, existing)


def missing_period(
    period: Period, areas: Sequence[Area], existing: Iterable[Period], lacking: Lacking | None = None
) -> NotFoundError:
    """The error for a period without figures, or without those that are *lacking* among others."""
    near = [str(known) for known in nearest(period, existing)]
    where: object = areas[0] if len(areas) == 1 else message("value.chosen_areas")
    if lacking and lacking.needed and lacking.there:
        figures, there = named_list(lacking.needed), named_list(lacking.there)
        key = "no_such_figure" if near else "never_such_figure"
        return NotFoundError(key, figures=figures, period=period, area=where, there=there, nearest=list(near))
    if not near:
        return NotFoundError("no_figures", area=where)
    return NotFoundError("no_period", period=str(period), area=where, nearest=list(near))


def lacking_of(
    figures: Figures,
    areas: Sequence[Area],
    period: Period,
    needed: Iterable[str],
    localities: Sequence[str] = catalogue.LOCALITIES,
) -> Lacking:
    """Which of the needed indicators the areas lack in a period, and which indicators they have."""
    having = {
        name
        for area in areas
        for when, locality, name in figures.of(area.area)
        if when == period and locality in localities
    }
    missing = [name for name in needed if name not in having]
    return Lacking(missing, [name for name in catalogue.indicators() if name in having])


def named_list(indicators: Iterable[str]) -> list[object]:
    """The indicators as a list that a sentence can name."""
    return [Mentioned(name) for name in indicators]
