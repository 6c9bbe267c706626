"""Everything about one area at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaltim_poverty.errors import NotFoundError, UsageError
from kaltim_poverty.published import catalogue
from kaltim_poverty.published.breaks import break_note
from kaltim_poverty.published.exact import difference
from kaltim_poverty.published.figures import Key
from kaltim_poverty.published.periods import Period
from kaltim_poverty.published.ranks import peers, rank_of
from kaltim_poverty.published.selection import Names, Selection, rounds_note, select
from kaltim_poverty.records import Answer, Note, note
from kaltim_poverty.records.fields import INDICATOR, PERIOD, ROW_UNIT, column, record

if TYPE_CHECKING:
    from decimal import Decimal

    from kaltim_poverty.published.catalogue import Area, Indicator


@record
class Profiled:
    """The latest figure of one indicator: its change in a year, its rank among peers, its parents' figures.

    `province` is empty for a province, `nation` for the nation; 1 is best, and of indicators without a
    better direction the largest.
    """

    indicator: str = column(INDICATOR)
    unit: str = column(ROW_UNIT)
    period: Period = column(PERIOD)
    value: Decimal = column("value")
    change_year: Decimal | None = column("change")
    rank: int | None = column("count")
    of: int | None = column("count")
    province: Decimal | None = column("value")
    nation: Decimal | None = column("value")


def profile(
    area: str = catalogue.HOME,
    *,
    locality: str = "total",
    indicator: Names | None = None,
    figures: Names = (),
    areas: Names | None = None,
) -> Answer[Profiled]:
    """Every latest figure of one area. On the command line: ``kpov profile``.

    Args:
        area: a code or name.
        locality: ``total``, ``urban`` or ``rural``.
        indicator: names; all that the area has if None.
        figures: files of one's own figures.
        areas: a file that names areas of one's own.

    Returns:
        a row for each indicator, with its latest period.

    Raises:
        UsageError: for an unknown choice, or more than one area or locality.
        NotFoundError: for an unknown area, or one without figures.
        InputError: if a file is refused.
    """
    selection = select(area=area, locality=locality, indicator=indicator, figures=figures, areas=areas)
    only_area = selection.area
    if len(selection.localities) != 1:
        raise UsageError("one_locality")
    found = [
        row for each in selection.indicators if (row := profiled(selection, only_area, each)) is not None
    ]
    if not found:
        raise NotFoundError("no_figures", area=only_area)
    rows = [row for row, _ in found]
    notes = [crossed for _, crossed in found if crossed]
    notes += selection.absent(only_area, [row.indicator for row in rows])
    notes += rounds_note(row.period for row in rows)
    notes += citations(selection, only_area, rows)
    arguments = selection.arguments()
    return selection.figures.answer("profile", Profiled, rows, arguments=arguments, notes=notes)


def citations(selection: Selection, area: Area, rows: list[Profiled]) -> list[Note]:
    """How to cite the figures: those of BPS as BPS's, own ones by the source that their file names."""
    own = selection.figures.own
    keys = [Key(area.area, row.period, selection.localities[0], row.indicator) for row in rows]
    names = list(dict.fromkeys(own[key].source for key in keys if key in own))
    published = [key.period for key in keys if key not in own]
    notes = [note("cite", area=area, period=max(published))] if published else []
    return notes + ([note("cite_own", area=area, sources=names)] if names else [])


def profiled(selection: Selection, area: Area, indicator: Indicator) -> tuple[Profiled, Note | None] | None:
    """The row of one indicator with the break that its change would cross; None if the area lacks it."""
    figures, locality, name = selection.figures, selection.localities[0], indicator.indicator
    periods = figures.periods(area.area, localities=[locality], indicators=[name])
    if not periods:
        return None
    period = figures.past_periods(periods)[-1]
    value = figures.value(area.area, period, locality, name)
    assert value is not None  # noqa: S101 - the area has it in this period
    before = figures.value(area.area, period.earlier(1), locality, name)
    crossed = catalogue.break_between(area.area, name, period.earlier(1), period)
    change = None if before is None or crossed else difference(value, before)
    standing = standing_of(selection, area, indicator, period, value)
    country = catalogue.nation_of(area, figures.areas)
    nation = figures.value(country, period, locality, name) if country != area.area else None
    parent = figures.areas.get(area.parent)
    province = figures.value(area.parent, period, locality, name) if is_province(parent) else None
    break_crossed = break_note(crossed) if crossed and before is not None else None
    return Profiled(name, indicator.unit, period, value, change, *standing, province, nation), break_crossed


def is_province(area: Area | None) -> bool:
    """Whether it is a province."""
    return area is not None and area.level == "province"


def standing_of(
    selection: Selection, area: Area, indicator: Indicator, period: Period, value: Decimal
) -> tuple[int | None, int | None]:
    """The rank among peers and their number; nothing for an area without peers."""
    locality = selection.localities[0]
    values = [
        other
        for peer in peers(selection.figures, area)
        if (other := selection.figures.value(peer.area, period, locality, indicator.indicator)) is not None
    ]
    if len(values) < 2:  # noqa: PLR2004 - a rank needs a peer
        return None, None
    return rank_of(value, values, indicator.better), len(values)
