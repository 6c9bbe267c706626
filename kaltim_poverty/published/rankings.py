"""How do areas rank by several indicators, or in several rounds?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaltim_poverty.errors import NotFoundError
from kaltim_poverty.published import catalogue
from kaltim_poverty.published.catalogue import Mentioned
from kaltim_poverty.published.periods import (
    LATEST,
    PeriodLike,
    is_latest,
    is_range,
    parse_period,
    parse_span,
    require_written,
)
from kaltim_poverty.published.rank import (
    Ranked,
    candidates,
    nothing,
    peers_of,
    periods_with_enough,
    ranking,
    title_of,
)
from kaltim_poverty.published.selection import Names, Selection, rounds_note, select

if TYPE_CHECKING:
    from kaltim_poverty.published.catalogue import Area
    from kaltim_poverty.published.periods import Period
    from kaltim_poverty.records import Answer


def rankings(
    indicator: Names,
    period: PeriodLike = LATEST,
    *,
    area: Names = catalogue.HOME,
    among: str | None = None,
    locality: Names = "total",
    figures: Names = (),
    areas: Names | None = None,
) -> Answer[Ranked]:
    """How areas rank by several indicators, or in each round of a range: ``kpov rank`` with ``--wide``.

    Args:
        indicator: names or abbreviations.
        period: a period, a range such as ``2020..2024``, or ``latest``: the last round in which *area*, if it
            is ranked, and more than half of its peers have every indicator.
        area: the area in focus, as of `rank`.
        among: ``provinces``, ``districts`` or a group of areas.
        locality: ``total``, ``urban``, ``rural`` or ``all`` (each ranked by itself).
        figures: files of one's own figures.
        areas: a file that names areas of one's own.

    Returns:
        a row for each area that has the figure, by indicator, locality and period, then by rank.

    Raises:
        UsageError: for a malformed period, an unknown indicator or choice, or several areas.
        NotFoundError: for an unknown area, or without figures.
        InputError: if a file is refused.
    """
    span = parse_span(period) if is_range(period) else None
    if span is None:
        require_written(period)
    selection = select(area=area, locality=locality, indicator=indicator, figures=figures, areas=areas)
    peers = peers_of(selection, among)
    ranked = candidates(selection.figures, selection.area, peers)
    rows = [
        row
        for each in selection.indicators
        for found in selection.localities
        for when in rounds_of(selection, each.indicator, ranked, period, found)
        for row in ranking(selection.figures, ranked, each, when, found)
    ]
    if not rows and span is None:
        raise nothing(selection._replace(indicators=selection.indicators[:1]), ranked, period)
    if not rows:
        raise NotFoundError("no_ranking", indicator=Mentioned(selection.names[0]))
    arguments = selection.arguments(period=str(span) if span else rows[0].period, among=peers)
    notes = [] if span else rounds_note(row.period for row in rows)
    title = title_of([each.direction for each in selection.indicators], peers)
    return selection.figures.answer("rank", Ranked, rows, arguments=arguments, notes=notes, title=title)


def rounds_of(
    selection: Selection, name: str, ranked: list[Area], given: object, locality: str
) -> list[Period]:
    """The rounds in which areas are ranked by an indicator."""
    if is_range(given):
        span = parse_span(given)
        found = {
            period
            for area in ranked
            for period in selection.figures.periods(area.area, localities=[locality], indicators=[name])
        }
        return sorted(period for period in found if period in span)
    if not is_latest(given):
        return [parse_period(given)]
    own = periods_with_enough(selection, name, ranked, locality)
    shared = [
        period
        for period in own
        if all(period in periods_with_enough(selection, other, ranked, locality) for other in selection.names)
    ]
    return (shared or own)[:1]


__all__ = ["rankings"]
