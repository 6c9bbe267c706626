"""Over which areas a total is shared, and with which published figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.errors import NotFoundError, UsageError
from kaltim_poverty.inputs.lists import split_list
from kaltim_poverty.programme.allocation_rules import COUNT, Figured
from kaltim_poverty.published.figures import missing_period, named_list
from kaltim_poverty.published.groups import areas_named
from kaltim_poverty.published.periods import Period, is_latest, nearest, parse_period
from kaltim_poverty.records import Note, note
from kaltim_poverty.words import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kaltim_poverty.published.catalogue import Area
    from kaltim_poverty.published.figures import Figures
    from kaltim_poverty.published.selection import Selection

TOTAL = "total"


class Sharing(NamedTuple):
    """The areas that share, by code, with their figures of one period, and what is to be said about them."""

    period: Period
    areas: list[Figured]
    notes: list[Note]


def sharing(selection: Selection, given_areas: object, period: object, needed: Sequence[str]) -> Sharing:
    """The areas among which a total is shared, with the figures that this needs.

    Raises:
        UsageError: for areas of which one is part of another, or a malformed period.
        NotFoundError: if there are no areas, or a figure is missing.
    """
    figures, candidates = selection.figures, candidates_of(selection)
    check_apart(candidates, figures)
    when = period_of(figures, candidates, period, needed)
    having = [area for area in candidates if is_there(figures, area, when)]
    without = [area for area in candidates if area not in having]
    named = [area for area in named_by_themselves(given_areas, figures) if area in without]
    if named:
        raise lacking(figures, named[0], when, [COUNT])
    for area in having:
        if missing := [name for name in needed if not figures.has(area.area, when, TOTAL, name)]:
            raise lacking(figures, area, when, missing)
    areas: list[object] = [*without]
    notes = [note("areas_left_out", areas=areas, period=when)] if without else []
    shared = [figured(figures, area, when, [*needed, COUNT]) for area in having]
    return Sharing(when, sorted(shared, key=lambda each: each.area.area), notes)


def candidates_of(selection: Selection) -> list[Area]:
    """The parts of the one area that was chosen, as far as they have figures, or the several that were.

    Raises:
        NotFoundError: if the one area has no part with figures.
    """
    figures = selection.figures
    if len(selection.areas) > 1:
        return selection.areas
    parts = [area for area in figures.areas.values() if area.parent == selection.area.area]
    parts = [area for area in parts if figures.periods(area.area, localities=[TOTAL])]
    if not parts:
        raise NotFoundError(
            "nothing_to_share_among", area=selection.area, hint=message("error.name_several_areas")
        )
    return parts


def check_apart(areas: Iterable[Area], figures: Figures) -> None:
    """Refuse areas of which one is part of another: its people would count twice.

    Raises:
        UsageError: naming both.
    """
    chosen = {area.area: area for area in areas}
    for area in chosen.values():
        above = area
        while above.parent in figures.areas and above.parent != above.area:
            above = figures.areas[above.parent]
            if above.area in chosen:
                raise UsageError("overlapping_areas", part=area, whole=above)


def named_by_themselves(given: object, figures: Figures) -> list[Area]:
    """The areas that were named one by one, and not as members of a group."""
    each = [areas_named(name, figures.areas) for name in filter(None, split_list(given))]
    return [found[0] for found in each if len(found) == 1]


def period_of(figures: Figures, areas: Sequence[Area], given: object, needed: Sequence[str]) -> Period:
    """The period that *given* means; ``latest`` is the last in which the most areas have what is needed.

    Raises:
        UsageError: if it is malformed.
        NotFoundError: if no area has a figure in it, naming the nearest.
    """
    existing = {period for area in areas for period in figures.periods(area.area, localities=[TOTAL])}
    if not is_latest(given):
        period = parse_period(given)
        if period not in existing:
            raise missing_period(period, areas, existing)
        return period
    for wanted in ([*needed, COUNT], needed):
        complete = [
            period for area in areas for period in figures.complete_periods(area.area, [TOTAL], wanted)
        ]
        if complete:
            return max(complete, key=lambda period: (complete.count(period), period))
    ever = {name for area in areas for _, locality, name in figures.of(area.area) if locality == TOTAL}
    missing = [name for name in needed if name not in ever]
    raise NotFoundError(
        "never_complete", area=message("value.chosen_areas"), figures=named_list(missing or needed)
    )


def is_there(figures: Figures, area: Area, period: Period) -> bool:
    """Whether an area has any figure of a period."""
    return period in figures.periods(area.area, localities=[TOTAL])


def lacking(figures: Figures, area: Area, period: Period, missing: Sequence[str]) -> NotFoundError:
    """The error for an area without a figure that is needed, naming the nearest periods that have it."""
    complete = figures.complete_periods(area.area, [TOTAL], missing)
    hint = message("error.own_figures", area=area.area, indicator=missing[0])
    if not complete:
        return NotFoundError("never_complete", area=area, figures=named_list(missing), hint=hint)
    near = [str(known) for known in nearest(period, complete)]
    return NotFoundError(
        "incomplete_period", area=area, period=period, figures=named_list(missing), nearest=near
    )


def figured(figures: Figures, area: Area, period: Period, wanted: Sequence[str]) -> Figured:
    """An area with those of the wanted figures that it has."""
    found = {name: figures.value(area.area, period, TOTAL, name) for name in dict.fromkeys(wanted)}
    return Figured(area, {name: value for name, value in found.items() if value is not None})


__all__ = ["Sharing", "sharing"]
