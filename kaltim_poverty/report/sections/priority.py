"""Priority areas: which districts have many poor people, a high rate, and a deep gap."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from kaltim_poverty.published.exact import EXACT, total
from kaltim_poverty.published.periods import Period
from kaltim_poverty.records.charts import Chart, Level
from kaltim_poverty.records.fields import PERIOD, column, record
from kaltim_poverty.report.numbers import averaged, figure
from kaltim_poverty.report.sections.shared import paragraph, picture, table
from kaltim_poverty.report.subject import indicator_of, words
from kaltim_poverty.report.verdicts.quadrants import Bound, quadrant_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from kaltim_poverty.published.catalogue import Area
    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.blocks import Block
    from kaltim_poverty.report.subject import Subject
    from kaltim_poverty.report.verdicts.quadrants import Quadrant
    from kaltim_poverty.words import Language, Message, Spoken

QUADRANTS: tuple[Quadrant, ...] = ("I", "II", "III", "IV")
DASH = "\N{EN DASH}"


@record
class CountAndRate:
    """The number of poor people of an area and their share, with the quadrant in which both lie."""

    charts: ClassVar[tuple[Chart, ...]] = (Chart("scatter", x="poor_count", y="p0", series=("area",)),)

    area: str = column("group", coded=True)
    period: Period = column(PERIOD)
    poor_count: Decimal = column("value", unit="thousand_people")
    p0: Decimal = column("value", unit="percent")
    quadrant: str = column("code")


@record
class RateAndGap:
    """The share of poor people of an area and their gap, with the quadrant in which both lie."""

    charts: ClassVar[tuple[Chart, ...]] = (Chart("scatter", x="p0", y="p1", series=("area",)),)

    area: str = column("group", coded=True)
    period: Period = column(PERIOD)
    p0: Decimal = column("value", unit="percent")
    p1: Decimal = column("value", unit="percent")
    quadrant: str = column("code")


class Placed(NamedTuple):
    """An area with two figures, and the quadrant in which they lie."""

    area: Area
    first: Decimal
    second: Decimal
    quadrant: Quadrant


class Listed(NamedTuple):
    """Areas by name with commas between them; a dash where there are none."""

    areas: tuple[Area, ...]

    def spoken(self, language: Language) -> str:
        """The names in *language*."""
        return ", ".join(area.spoken(language) for area in self.areas) or DASH


class Plane(NamedTuple):
    """Areas by two indicators, parted by an upright and a level line."""

    period: Period
    first: str
    second: str
    upright: Bound
    level: Bound
    placed: tuple[Placed, ...]

    def areas_in(self, quadrant: Quadrant) -> tuple[Area, ...]:
        """The areas of a quadrant, in the order of the catalogue."""
        return tuple(each.area for each in self.placed if each.quadrant == quadrant)


def priority(subject: Subject) -> list[Block]:
    """The section: count by rate, and rate by gap."""
    whole = subject.parent if subject.area.level == "district" else subject.area
    areas = subject.districts if subject.area.level != "country" else subject.provinces
    if whole is None:
        return []
    return [
        *quadrant_blocks(subject.afresh(), whole, areas, ("poor_count", "p0"), CountAndRate),
        *quadrant_blocks(subject.afresh(), whole, areas, ("p0", "p1"), RateAndGap),
    ]


def quadrant_blocks(
    subject: Subject,
    whole: Area,
    areas: tuple[Area, ...],
    names: tuple[str, str],
    kind: type[CountAndRate | RateAndGap],
) -> list[Block]:
    """The sentence, chart and table of two indicators; nothing without a figure of the whole."""
    plane = plane_of(subject, whole, areas, names)
    if plane is None:
        return []
    answer = answer_of(subject, plane, whole, kind)
    values: dict[str, Any] = {
        "first": indicator_of(names[0]),
        "second": words(f"inner.{names[1]}"),
        "inner": words(f"inner.{names[0]}"),
        "of": whole,
        "period": subject.period,
    }
    return [
        paragraph(sentence(plane), words("quadrants_are")),
        picture(answer, "quadrants", **values),
        table(answer, "quadrants_table", **values),
    ]


def plane_of(subject: Subject, whole: Area, areas: tuple[Area, ...], names: tuple[str, str]) -> Plane | None:
    """The areas that have both figures, parted at the parent's figures and at the mean of counts."""
    first, second = names
    known = [
        (area, one, two)
        for area in areas
        if (one := subject.value(first, area)) is not None
        and (two := subject.value(second, area)) is not None
    ]
    upright = upright_of(subject, whole, first, [one for _, one, _ in known])
    level = subject.value(second, whole)
    if not known or upright is None or level is None:
        return None
    bounds = (upright, Bound(level, printed=True))
    units = (indicator_of(first).unit, indicator_of(second).unit)
    placed = (Placed(area, one, two, quadrant_of(one, two, *bounds, units)) for area, one, two in known)
    return Plane(subject.period, first, second, *bounds, tuple(placed))


def upright_of(subject: Subject, whole: Area, name: str, values: Sequence[Decimal]) -> Bound | None:
    """The mean of counts; of other figures that of the whole."""
    if indicator_of(name).is_count:
        mean = EXACT.divide(total(*values), len(values)) if values else None
        return None if mean is None else Bound(mean, printed=False)
    value = subject.value(name, whole)
    return None if value is None else Bound(value, printed=True)


def answer_of(
    subject: Subject, plane: Plane, whole: Area, kind: type[CountAndRate | RateAndGap]
) -> Answer[CountAndRate | RateAndGap]:
    """A row for each area; the lines are levels of the fields of their axes."""
    rows = [
        kind(each.area.area, subject.period, each.first, each.second, each.quadrant) for each in plane.placed
    ]
    upright = Level(words("mean"), mean_of(plane), "area", plane.first)
    if plane.upright.printed:
        upright = Level(whole, plane.upright.value, "area", plane.first)
    levels = (
        upright,
        Level(whole, plane.level.value, "area", plane.second),
    )
    answer = subject.figures.answer("report", kind, rows, arguments={})
    return replace(answer, focus=(subject.area.area,), levels=levels)


def sentence(plane: Plane) -> Message:
    """The areas of each quadrant by name, and those on a line."""
    areas = {quadrant: Listed(plane.areas_in(quadrant)) for quadrant in QUADRANTS}
    on_lines = Listed(plane.areas_in(""))
    return words(
        "quadrants",
        first=words(f"short.{plane.first}"),
        second=words(f"short.{plane.second}"),
        period=plane.period,
        upright=upright_in_words(plane),
        level=figure(plane.level.value, indicator_of(plane.second)),
        rest=words("on_a_line", areas=on_lines) if on_lines.areas else words("nothing"),
        **areas,
    )


def upright_in_words(plane: Plane) -> Spoken:
    """The threshold in words; a mean with one decimal more than printed."""
    indicator = indicator_of(plane.first)
    if plane.upright.printed:
        return figure(plane.upright.value, indicator)
    return words("thousand", count=mean_of(plane))


def mean_of(plane: Plane) -> Decimal:
    """The mean that parts the first figures, with a decimal more than printed."""
    values = [each.first for each in plane.placed]
    return averaged(Fraction(plane.upright.value), values, indicator_of(plane.first).unit)


__all__ = ["CountAndRate", "RateAndGap", "priority"]
