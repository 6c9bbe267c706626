"""How far apart are urban and rural areas?"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, ClassVar

from kaltim_poverty.errors import NotFoundError
from kaltim_poverty.published import catalogue
from kaltim_poverty.published.breaks import breaks_crossed
from kaltim_poverty.published.exact import difference, percent, quotient, total
from kaltim_poverty.published.figures import named_list
from kaltim_poverty.published.heads import MAIN
from kaltim_poverty.published.periods import (
    Period,
    PeriodLike,
    is_range,
    parse_span,
    refuse_round,
    require_written,
)
from kaltim_poverty.published.selection import Names, Selection, rounds_note, select
from kaltim_poverty.records import Answer, Note, note
from kaltim_poverty.records.charts import Chart
from kaltim_poverty.records.fields import AREA, INDICATOR, PERIOD, ROW_UNIT, column, record
from kaltim_poverty.words import Quantity, message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from kaltim_poverty.published.catalogue import Area, Indicator
    from kaltim_poverty.words import Message

BOTH = ("urban", "rural")


@record
class Gap:
    """One indicator in urban and rural areas: `gap` is rural − urban, `ratio` rural ÷ urban.

    Shares are percent of urban + rural, for counts only; counts have no ratio.
    """

    charts: ClassVar[tuple[Chart, ...]] = (
        Chart("pair", x="", y="gap", low="urban", high="rural", series=("area",), facet="indicator"),
    )

    area: str = column(AREA)
    period: Period = column(PERIOD)
    indicator: str = column(INDICATOR)
    unit: str = column(ROW_UNIT)
    urban: Decimal = column("value")
    rural: Decimal = column("value")
    gap: Decimal = column("change")
    ratio: Decimal | None = column("share", decimals=2)
    urban_share: Decimal | None = column("share", decimals=2)
    rural_share: Decimal | None = column("share", decimals=2)


@record
class GapInSeries(Gap):
    """A gap with its change from the row before, empty at the start and across a break."""

    charts: ClassVar[tuple[Chart, ...]] = (
        Chart("pair", x="period", y="gap", low="urban", high="rural", series=("area",), facet="indicator"),
    )

    gap_change: Decimal | None = column("change")


def gap(
    period: PeriodLike = "latest",
    *,
    area: Names = catalogue.HOME,
    indicator: Names | None = None,
    figures: Names = (),
    areas: Names | None = None,
    round: str | None = None,  # noqa: A002 - the option's name
) -> Answer[Gap] | Answer[GapInSeries]:
    """How far apart urban and rural areas are, now or over a range. On the command line: ``kpov gap``.

    Args:
        period: ``2024``, ``2024-09``, ``latest``, or a range such as ``2019..2024``.
        area: codes, names or groups: ``kalimantan``, ``provinces``, ``districts``, ``all``.
        indicator: names; all that have urban and rural figures if None.
        figures: files of one's own figures.
        areas: a file that names areas of one's own.
        round: ``march``, ``september`` or ``all`` rounds of a range.

    Returns:
        a row for each area, period and indicator, urban beside rural.

    Raises:
        UsageError: for a malformed period or range, or an unknown choice.
        NotFoundError: for an unknown area, or where no figures are split into urban and rural.
        InputError: if a file is refused.
    """
    series = is_range(period)
    if series:
        parse_span(period, round_name=round)
    else:
        require_written(period)
    selection = select(area=area, locality=BOTH, indicator=indicator, figures=figures, areas=areas)
    rows: list[Gap] = []
    notes: list[Note] = []
    if not series:
        refuse_round(round)
        selection.require(period)
    for chosen_area in selection.areas:
        found, series_notes = (
            series_of(selection, chosen_area, period, round)
            if series
            else one(selection, chosen_area, period)
        )
        rows += found
        notes += series_notes
    if not rows:
        raise NotFoundError("no_urban_rural", area=selection.areas[0], period=str(period))
    notes += [] if series else rounds_note(row.period for row in rows)
    arguments = selection.arguments(period=str(period) if series else rows[0].period, round=round)
    del arguments["locality"]
    answer = selection.figures.answer(
        "gap", GapInSeries if series else Gap, rows, arguments=arguments, notes=notes
    )
    return replace(answer, head=head_of_gap(rows, selection.figures.areas))


def one(selection: Selection, area: Area, given: object) -> tuple[list[Gap], list[Note]]:
    """The gaps of an area in one period."""
    try:
        period = selection.period(area, given)
    except NotFoundError:
        return [], [note("no_urban_rural", area=area)]
    rows = [
        row for each in selection.indicators if (row := gap_of(selection, area, period, each)) is not None
    ]
    return rows, notes_on(selection, area, rows)


def notes_on(selection: Selection, area: Area, rows: list[Gap]) -> list[Note]:
    """The notes that an area has no gaps, or lacks those of indicators that were named."""
    if not rows:
        return [note("no_urban_rural", area=area)]
    having = {row.indicator for row in rows}
    without = [name for name in selection.names if name not in having] if selection.named else []
    return [note("not_split", area=area, indicators=named_list(without))] if without else []


def series_of(
    selection: Selection, area: Area, given: object, round_name: str | None
) -> tuple[list[Gap], list[Note]]:
    """The gaps of an area over a range, each with its change from the row before."""
    span = parse_span(given, round_name=round_name)
    periods = [period for period in selection.figures.periods(area.area, localities=BOTH) if period in span]
    rows: list[Gap] = []
    notes: list[Note] = []
    for indicator in selection.indicators:
        gaps = [row for period in periods if (row := gap_of(selection, area, period, indicator)) is not None]
        some, series_notes = with_changes(gaps)
        rows += some
        notes += series_notes
    return rows, [*notes, *notes_on(selection, area, rows)]


def with_changes(gaps: Iterable[Gap]) -> tuple[list[GapInSeries], list[Note]]:
    """The gaps of one indicator, in time order, with their changes."""
    rows: list[GapInSeries] = []
    notes: list[Note] = []
    previous: Gap | None = None
    for row in gaps:
        change = None
        if previous is not None:
            crossed = breaks_crossed(row.area, row.indicator, previous.period, row.period)
            notes += crossed
            change = None if crossed else difference(row.gap, previous.gap)
        rows.append(
            GapInSeries(**{field.name: getattr(row, field.name) for field in fields(row)}, gap_change=change)
        )
        previous = row
    return rows, notes


def gap_of(selection: Selection, area: Area, period: Period, indicator: Indicator) -> Gap | None:
    """The gap of one indicator, or None if urban or rural areas lack it."""
    name = indicator.indicator
    if not all(selection.figures.has(area.area, period, locality, name) for locality in BOTH):
        return None
    urban, rural = (selection.figures.value(area.area, period, locality, name) for locality in BOTH)
    assert urban is not None  # noqa: S101 - looked up above
    assert rural is not None  # noqa: S101 - looked up above
    both = total(urban, rural)
    count = indicator.unit in catalogue.COUNTS
    return Gap(
        area.area,
        period,
        name,
        indicator.unit,
        urban,
        rural,
        difference(rural, urban),
        None if count else quotient(rural, urban),
        percent(urban, both) if count else None,
        percent(rural, both) if count else None,
    )


def head_of_gap(rows: Sequence[Gap], areas: Mapping[str, Area]) -> Message:
    """Both numbers of the last period."""
    named = [row for row in rows if row.indicator == MAIN] or rows
    row = [each for each in named if each.area == named[0].area and each.indicator == named[0].indicator][-1]
    return message(
        "chart.head.gap",
        indicator=catalogue.indicators()[row.indicator],
        area=areas[row.area],
        period=row.period,
        urban=Quantity(row.urban, row.unit),
        rural=Quantity(row.rural, row.unit),
    )
