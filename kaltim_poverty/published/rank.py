"""How does each area rank?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from kaltim_poverty.errors import NotFoundError
from kaltim_poverty.inputs.choices import choice
from kaltim_poverty.published import catalogue
from kaltim_poverty.published.catalogue import Mentioned
from kaltim_poverty.published.exact import difference, percent
from kaltim_poverty.published.figures import lacking_of, missing_period
from kaltim_poverty.published.groups import find_group, group_named, groups_of, spoken_group
from kaltim_poverty.published.periods import (
    LATEST,
    Period,
    PeriodLike,
    is_latest,
    parse_period,
    require_written,
)
from kaltim_poverty.published.ranks import rank_of
from kaltim_poverty.published.selection import Names, Selection, rounds_note, select, spoken_localities
from kaltim_poverty.records import Answer, Note, note
from kaltim_poverty.records.charts import Chart, Level
from kaltim_poverty.records.fields import (
    AREA,
    AREA_NAME,
    INDICATOR,
    LOCALITY,
    PERIOD,
    ROW_UNIT,
    column,
    record,
)
from kaltim_poverty.words import Quantity, message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from kaltim_poverty.published.catalogue import Area, Indicator
    from kaltim_poverty.published.figures import Figures
    from kaltim_poverty.words import Message

AMONG = {"provinces": "province", "districts": "district"}


@record
class Ranked:
    """One area's standing: 1 is best; where neither direction is better, the largest. Ties share a rank.

    `difference` is from the parent area: a district's province, a province's nation. Amounts and counts have
    none; of a count `share` is the percentage of the parent's.
    """

    charts: ClassVar[tuple[Chart, ...]] = (Chart("bar", x="area", y="value", series=("locality",)),)

    rank: int = column("count")
    area: str = column(AREA)
    area_name: str = column(AREA_NAME)
    indicator: str = column(INDICATOR)
    period: Period = column(PERIOD)
    locality: str = column(LOCALITY)
    value: Decimal = column("value")
    unit: str = column(ROW_UNIT)
    difference: Decimal | None = column("change")
    share: Decimal | None = column("share", decimals=2)


def rank(
    indicator: str,
    period: PeriodLike = LATEST,
    *,
    area: Names = catalogue.HOME,
    among: str | None = None,
    locality: Names = "total",
    figures: Names = (),
    areas: Names | None = None,
) -> Answer[Ranked]:
    """How each area ranks. On the command line: ``kpov rank``.

    Args:
        indicator: its name or abbreviation.
        period: ``2024``, ``2024-09``, or ``latest``: the last round in which *area*, if it is ranked, and
            more than half of its peers have the figure.
        area: the area in focus; a district is ranked among the districts of its province, others
            among the provinces.
        among: ``provinces``, ``districts`` or a group of areas such as ``kalimantan`` instead.
        locality: ``total``, ``urban``, ``rural`` or ``all`` (each ranked by itself).
        figures: files of one's own figures.
        areas: a file that names areas of one's own.

    Returns:
        a row for each area that has the figure, by locality, then by rank.

    Raises:
        UsageError: for a malformed period, an unknown indicator or choice, or several areas.
        NotFoundError: for an unknown area, or a period without figures.
        InputError: if a file is refused.
    """
    name = catalogue.find_indicator(indicator).indicator
    require_written(period)
    selection = select(area=area, locality=locality, indicator=name, figures=figures, areas=areas)
    selection.figures.only(name)
    peers = peers_of(selection, among)
    ranked = candidates(selection.figures, selection.area, peers)
    rows: list[Ranked] = []
    notes: list[Note] = []
    for found in selection.localities:
        when = period_of(selection, ranked, period, found)
        some = ranking(selection.figures, ranked, selection.indicators[0], when, found)
        rows += some
        notes += missing(ranked, some)
    if not rows:
        raise nothing(selection, ranked, period)
    notes += localities_left_out(selection, rows)
    if among is None and selection.area.area not in {row.area for row in rows}:
        notes += [note("focus_unranked", area=selection.area)] if selection.area.level != "country" else []
    notes += rounds_note(row.period for row in rows)
    arguments = selection.arguments(period=rows[0].period, among=peers)
    title = title_of([selection.indicators[0].direction], peers)
    answer = selection.figures.answer("rank", Ranked, rows, arguments=arguments, notes=notes, title=title)
    areas, focus = selection.figures.areas, selection.area.area
    return replace(
        answer, focus=(focus,), head=head_of_rank(rows, focus, areas), levels=levels_of(selection, rows)
    )


def levels_of(selection: Selection, rows: Sequence[Ranked]) -> tuple[Level, ...]:
    """The indicator of the area above those ranked, and of the nation; none for sums."""
    figures, row = selection.figures, rows[0]
    if row.unit in catalogue.COUNTS or len({each.locality for each in rows}) > 1:
        return ()
    parents = {figures.areas[each.area].parent for each in rows}
    nation = catalogue.nation_of(figures.areas[row.area], figures.areas)
    codes = dict.fromkeys([*(parents if len(parents) == 1 else ()), nation])
    found = [
        (figures.areas[code], figures.value(code, row.period, row.locality, row.indicator))
        for code in codes
        if code in figures.areas
    ]
    return tuple(
        Level(area, value, "nation" if area.is_nation else "area")
        for area, value in found
        if value is not None
    )


def peers_of(selection: Selection, among: str | None) -> str:
    """Among whom to rank: ``provinces``, ``districts``, or a group of areas as the catalogue spells it.

    Raises:
        UsageError: if it is none of them.
    """
    if not among:
        return "districts" if selection.area.level == "district" else "provinces"
    group = find_group(among, selection.figures.areas)
    return group or choice("--among", group_named(among), [*AMONG, *groups_of(selection.figures.areas)])


def candidates(figures: Figures, area: Area, peers: str) -> list[Area]:
    """The areas to rank: the provinces of the area's country, the districts of its province, or a group.

    Raises:
        NotFoundError: if there are none.
    """
    if peers not in AMONG:
        return groups_of(figures.areas)[peers]
    level = AMONG[peers]
    province = area.parent if area.level == "district" else area.area
    country = catalogue.nation_of(area, figures.areas) or catalogue.NATION
    parent = country if level == "province" else province
    known = figures.areas.values() if area.level else ()  # the peers of an area without a level are unknown
    found = [other for other in known if (other.level, other.parent) == (level, parent)]
    if not found:
        raise NotFoundError(f"no_{peers}", area=area)
    return found


def title_of(directions: list[str], peers: str) -> Message:
    """The title of the ranking: which end is best, if all indicators agree, and the group."""
    one = directions[0] or "neither"
    plain = message(f"caption.rank_{one}" if len(set(directions)) == 1 else "caption.rank")
    return (
        plain if peers in AMONG else message("caption.rank_of_group", title=plain, group=spoken_group(peers))
    )


def period_of(selection: Selection, ranked: list[Area], given: object, locality: str) -> Period | None:
    """The period that *given* means, or None if no area has the figure in any."""
    if not is_latest(given):
        return parse_period(given)
    return next(iter(periods_with_enough(selection, selection.names[0], ranked, locality)), None)


def periods_with_enough(selection: Selection, name: str, ranked: list[Area], locality: str) -> list[Period]:
    """The rounds in which the area in focus and more than half of its peers have a figure, latest first.

    If there is none, the last round in which any area has it.
    """
    having: dict[Period, list[str]] = {}
    for area in ranked:
        for period in selection.figures.periods(area.area, localities=[locality], indicators=[name]):
            having.setdefault(period, []).append(area.area)
    focus = [selection.area.area] if selection.area in ranked else []
    enough = [
        period
        for period, areas in having.items()
        if set(focus) <= set(areas) and len(areas) * 2 > len(ranked)
    ]
    past = selection.figures.past_periods
    return past(enough)[::-1] or past(having)[-1:]


def ranking(
    figures: Figures, ranked: list[Area], indicator: Indicator, period: Period | None, locality: str
) -> list[Ranked]:
    """The areas that have the figure, best first."""
    if period is None:
        return []
    name, is_count = indicator.indicator, indicator.unit in catalogue.COUNTS
    values = {area: figures.value(area.area, period, locality, name) for area in ranked}
    known = {area: value for area, value in values.items() if value is not None}
    rows = []
    for area, value in known.items():
        parent = figures.value(area.parent, period, locality, name)
        rows.append(
            Ranked(
                rank_of(value, known.values(), indicator.better),
                area.area,
                area.name,
                name,
                period,
                locality,
                value,
                indicator.unit,
                None if parent is None or is_count or indicator.is_nominal else difference(value, parent),
                percent(value, parent) if parent is not None and is_count else None,
            )
        )
    return sorted(rows, key=lambda row: row.rank)


def missing(ranked: list[Area], rows: list[Ranked]) -> list[Note]:
    """The areas without the figure."""
    if not rows:
        return []
    having = [area for area in ranked if area.area in {row.area for row in rows}]
    without: list[object] = [area for area in ranked if area not in having]
    notes = [note("areas_left_out", areas=without, period=rows[0].period)] if without else []
    return notes if len(having) > 1 else [*notes, note("ranked_alone", area=having[0])]


def localities_left_out(selection: Selection, rows: list[Ranked]) -> list[Note]:
    """The chosen localities for which no area has the figure."""
    there = {row.locality for row in rows}
    without = [locality for locality in selection.localities if locality not in there]
    return [note("localities_unranked", localities=spoken_localities(without))] if without else []


def nothing(selection: Selection, ranked: list[Area], given: object) -> NotFoundError:
    """The error for a period in which none of the areas has the figure."""
    existing = {
        period
        for area in ranked
        for period in selection.figures.periods(
            area.area, localities=selection.localities, indicators=selection.names
        )
    }
    if is_latest(given) or not existing:
        return never_ranked(selection, ranked)
    period = parse_period(given)
    lacking = lacking_of(selection.figures, ranked, period, selection.names)
    return missing_period(period, ranked, existing, lacking)


def never_ranked(selection: Selection, ranked: list[Area]) -> NotFoundError:
    """The error for areas that have the figure in no period, or not for the chosen localities."""
    [name], indicator = selection.names, Mentioned(selection.names[0])
    having = {
        locality for area in ranked for _, locality, known in selection.figures.of(area.area) if known == name
    }
    there = [locality for locality in catalogue.LOCALITIES if locality in having]
    if not there:
        return NotFoundError("no_ranking", indicator=indicator)
    return NotFoundError(
        "no_ranking_locality",
        indicator=indicator,
        localities=spoken_localities(selection.localities),
        there=spoken_localities(there),
    )


def head_of_rank(rows: Sequence[Ranked], focus: str, areas: Mapping[str, Area]) -> Message:
    """Which place the area in focus has; without one, which areas are first and last."""
    known = catalogue.indicators()[rows[0].indicator]
    peers = [row for row in rows if row.locality == rows[0].locality]
    own = next((row for row in peers if row.area == focus), None)
    if own is not None:
        return message(
            "chart.head.rank",
            area=areas[focus],
            rank=str(own.rank),
            count=str(len(peers)),
            indicator=Mentioned(known.indicator),
            value=Quantity(own.value, known.unit),
        )
    low, high = (choice(peers, key=lambda row: row.value) for choice in (min, max))
    return message(
        "chart.head.extremes",
        indicator=known,
        low=areas[low.area],
        low_value=Quantity(low.value, known.unit),
        high=areas[high.area],
        high_value=Quantity(high.value, known.unit),
    )
