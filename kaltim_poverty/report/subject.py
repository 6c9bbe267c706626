"""What a report is about: an area and a period, and the larger areas and peers that it is held against."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from kaltim_poverty.published import catalogue
from kaltim_poverty.published.brief import with_kind
from kaltim_poverty.published.catalogue import Area, Indicator
from kaltim_poverty.published.groups import find_group, groups_of, spoken_group
from kaltim_poverty.published.ranks import peers
from kaltim_poverty.published.selection import HEADLINE
from kaltim_poverty.report.series import unbroken_rounds
from kaltim_poverty.report.verdicts.change import MOST_STEPS
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from decimal import Decimal

    from kaltim_poverty.published.figures import Figures
    from kaltim_poverty.published.periods import Period
    from kaltim_poverty.published.selection import HEADLINE
from kaltim_poverty.report.series import Round

MAIN = ("p0", "poor_count", "poverty_line", "p1", "p2", "gini")
"""The indicators that have a section of their own, in its order."""
ROUND_NAMES = {3: "march", 9: "september"}


class Subject:
    """An area in a period.

    Attributes:
        figures: where its figures are found; every question is handed them afresh.
        area: the area.
        period: the round that the report is about.
        against: the round that it is compared with; None if there is no earlier one.
        years: the yearly changes that a series shows at most.
    """

    def __init__(
        self, figures: Figures, area: Area, period: Period, against: Period | None, years: int = MOST_STEPS
    ) -> None:
        self.figures = figures
        self.area = area
        self.period = period
        self.against = against
        self.years = years

    @cached_property
    def parent(self) -> Area | None:
        """The area that it is part of."""
        return self.figures.areas.get(self.area.parent)

    @cached_property
    def nation(self) -> Area | None:
        """The country that it is part of; None for a country, and where the catalogue does not say."""
        code = catalogue.nation_of(self.area, self.figures.areas)
        return self.figures.areas[code] if code and code != self.area.area else None

    @cached_property
    def larger(self) -> tuple[Area, ...]:
        """The parent, then the country if that is another."""
        return tuple(dict.fromkeys(area for area in (self.parent, self.nation) if area is not None))

    @cached_property
    def named(self) -> object:
        """The area as a release names it: *Kota Samarinda*."""
        return with_kind(self.area)

    @cached_property
    def peers(self) -> tuple[Area, ...]:
        """The areas of the same level and parent, itself among them."""
        return tuple(peers(self.figures, self.area)) if self.parent else ()

    @cached_property
    def group(self) -> str:
        """The group of provinces that it belongs to, as the catalogue spells it; empty if there is none."""
        named = self.area.in_groups if self.area.level == "province" else []
        return next(iter(named), "")

    @cached_property
    def neighbours(self) -> tuple[Area, ...]:
        """The areas among which it is shown: the provinces of its group, if it has one, else all peers."""
        if not self.group:
            return self.peers
        return tuple(groups_of(self.figures.areas)[find_group(self.group, self.figures.areas)])

    @cached_property
    def neighbourhood(self) -> object:
        """The group of the neighbours: its name, else the parent."""
        return spoken_group(self.group) if self.group else self.parent

    @cached_property
    def districts(self) -> tuple[Area, ...]:
        """The districts that the area has, or that it is one of."""
        if self.area.level == "district":
            return self.peers
        return tuple(
            area
            for area in self.figures.areas.values()
            if area.parent == self.area.area and area.level == "district"
        )

    @cached_property
    def provinces(self) -> tuple[Area, ...]:
        """The provinces of a country."""
        return tuple(
            area
            for area in self.figures.areas.values()
            if area.parent == self.area.area and area.level == "province"
        )

    @property
    def range(self) -> str:
        """The periods that a series shows, as a question is asked for them."""
        return f"{self.period.earlier(self.years)}..{self.period}"

    @property
    def round(self) -> str | None:
        """The rounds of a series, as a question is asked for them."""
        return ROUND_NAMES.get(self.period.month, "all")

    def afresh(self) -> Subject:
        """The subject for one answer, which names only the sources that it used itself."""
        return Subject(self.figures.afresh(), self.area, self.period, self.against, self.years)

    def value(self, indicator: str, area: Area | None = None, locality: str = "total") -> Decimal | None:
        """A figure of the period, of this area or of another."""
        return self.figures.value((area or self.area).area, self.period, locality, indicator)

    def comparable(self, indicator: str, area: Area | None = None) -> Decimal | None:
        """A figure of the period compared with; None where the series breaks in between."""
        code = (area or self.area).area
        if self.against is None or catalogue.break_between(code, indicator, self.against, self.period):
            return None
        return self.figures.value(code, self.against, "total", indicator)

    @cached_property
    def round_before(self) -> Period | None:
        """The round before the period, of whichever month, that has the rate or the number of poor."""
        periods = self.figures.periods(self.area.area, localities=["total"], indicators=HEADLINE)
        return max((each for each in periods if each < self.period), default=None)

    def rounds(self, indicator: str, area: Area | None = None) -> list[Round]:
        """The unbroken yearly rounds up to the period, of this area or of another."""
        return unbroken_rounds(self.figures, (area or self.area).area, indicator, self.period)

    def known_values(self, indicator: str, areas: tuple[Area, ...]) -> dict[str, Decimal]:
        """The figures of areas that have one, by code."""
        values = {area.area: self.value(indicator, area) for area in areas}
        return {code: value for code, value in values.items() if value is not None}


def indicator_of(name: str) -> Indicator:
    """An indicator by its name."""
    return catalogue.indicators()[name]


def words(key: str, **values: object) -> Message:
    """A sentence of the report."""
    return message(f"report.{key}", **values)


__all__ = ["MAIN", "Subject", "indicator_of", "words"]
