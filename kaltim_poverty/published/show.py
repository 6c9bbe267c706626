"""Which figures are there? The data itself, filtered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaltim_poverty.errors import NotFoundError
from kaltim_poverty.published import catalogue
from kaltim_poverty.published.figures import missing_period
from kaltim_poverty.published.periods import (
    PeriodLike,
    Span,
    is_latest,
    is_range,
    parse_span,
    refuse_round,
    require_written,
)
from kaltim_poverty.published.selection import Names, Selection, rounds_note, select
from kaltim_poverty.records import Answer, note
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

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from kaltim_poverty.published.catalogue import Area
    from kaltim_poverty.published.periods import Period


@record
class Shown:
    """One published figure; `area_name` is BPS's Indonesian name."""

    area: str = column(AREA)
    area_name: str = column(AREA_NAME)
    period: Period = column(PERIOD)
    locality: str = column(LOCALITY)
    indicator: str = column(INDICATOR)
    unit: str = column(ROW_UNIT)
    value: Decimal = column("value")
    source: str = column("code", several=True, cited=True)


def show(
    period: PeriodLike | None = None,
    *,
    area: Names = catalogue.HOME,
    locality: Names = "total",
    indicator: Names | None = None,
    figures: Names = (),
    areas: Names | None = None,
    round: str | None = None,  # noqa: A002 - the option's name
) -> Answer[Shown]:
    """The figures themselves, by area, period, locality and indicator. On the command line: ``kpov show``.

    Args:
        period: a period, ``latest`` (the last of each area), a range, or None for all rounds.
        area: codes, names or groups: ``kalimantan``, ``provinces``, ``districts``, ``all``.
        locality: ``total``, ``urban``, ``rural`` or ``all``.
        indicator: names; all if None.
        figures: files of one's own figures, which replace bundled ones with the same key.
        areas: a file that names areas of one's own.
        round: ``march``, ``september`` or ``all`` rounds of a range.

    Returns:
        a row for each figure, by area, period, locality and indicator.

    Raises:
        UsageError: for a malformed period or range, or an unknown choice.
        NotFoundError: for an unknown area or a period without figures.
        InputError: if a file is refused.
    """
    span = span_of(period, round)
    if span is None:
        require_written(period)
    selection = select(area=area, locality=locality, indicator=indicator, figures=figures, areas=areas)
    if span is None:
        selection.require(period)
    rows, notes = [], []
    for chosen_area in selection.areas:
        shown = list(figures_of(selection, chosen_area, period, span))
        rows += shown
        notes += (
            selection.absent(chosen_area, [row.indicator for row in shown])
            if shown
            else [note("area_without", area=chosen_area)]
        )
    if not rows:
        raise nothing(selection, span)
    notes += rounds_note(row.period for row in rows) if span is None else []
    arguments = selection.arguments(period=written(period, rows), round=round)
    return selection.figures.answer("show", Shown, rows, arguments=arguments, notes=notes)


def written(period: object, rows: list[Shown]) -> object:
    """The period argument, resolved where it is one period."""
    return period if period is None or is_range(period) else rows[0].period


def span_of(period: object, round_name: str | None) -> Span | None:
    """The range that was asked for, or None for a single period."""
    if period is None:
        return parse_span("..", round_name=round_name or "all")
    if is_range(period):
        return parse_span(period, round_name=round_name)
    refuse_round(round_name)
    return None


def figures_of(selection: Selection, area: Area, given: object, span: Span | None) -> Iterator[Shown]:
    """The chosen figures of an area, ordered by period, locality and indicator."""
    figures = selection.figures
    if span is None:
        latest = is_latest(given)
        existing = figures.periods(area.area, localities=selection.localities, indicators=selection.names)
        chosen = figures.past_periods(existing)[-1:]
        periods = chosen if latest else [selection.period(area, given)]
    else:
        periods = [period for period in figures.periods(area.area) if period in span]
    for period in periods:
        for locality in selection.localities:
            for indicator in selection.indicators:
                figure = figures.find(area.area, period, locality, indicator.indicator)
                if figure is not None:
                    yield Shown(
                        area.area,
                        area.name,
                        period,
                        locality,
                        indicator.indicator,
                        indicator.unit,
                        *figure[4:],
                    )


def nothing(selection: Selection, span: Span | None) -> NotFoundError:
    """The error for a selection without figures."""
    existing = selection.existing()
    if span is not None and existing and (span.start or span.end):
        wanted = span.start or span.end
        assert wanted is not None  # noqa: S101 - one of them is there
        return missing_period(wanted, selection.areas, existing)
    return NotFoundError("no_figures", area=selection.areas[0])
