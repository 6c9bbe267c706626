"""Poverty lines that BPS published, by province and locality."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kaltim_poverty.errors import InputError
from kaltim_poverty.records import note
from kaltim_poverty.survey.read.lines.by_group import LOCALITIES, LinesByGroup, group_code
from kaltim_poverty.survey.read.table import find_column

if TYPE_CHECKING:
    from kaltim_poverty.published.figures import Figures
    from kaltim_poverty.published.periods import Period
    from kaltim_poverty.survey.read.lines.spec import LineSpec
    from kaltim_poverty.survey.read.roles import Roles
    from kaltim_poverty.survey.read.table import Table

PROVINCE_DIGITS = 2  # of a code; one of a district has twice as many
HOME = "64"  # whose periods are offered where there are no lines


def published_lines(spec: LineSpec, table: Table, roles: Roles) -> LinesByGroup:
    """The published lines of every province, urban and rural apart unless the total is asked for.

    Args:
        spec: the period, and whether the total is asked for.
        table: the survey.
        roles: the columns of province and locality.

    Raises:
        InputError: if no column says the province or the locality.
        NotFoundError: if there are no lines for the period.
    """
    from kaltim_poverty.published.catalogue import areas
    from kaltim_poverty.published.figures import lacking_of, missing_period, open_published, resolve

    figures, home = open_published(), areas()[HOME]
    province = place_column(table, roles.province, "--province", ("province", "district"))
    urban = None if spec.locality else place_column(table, roles.urban, "--urban", ("urban",))
    columns = [province] if urban is None else [province, urban]
    period = resolve(figures, home, spec.published, localities=["urban", "rural"], needed=["poverty_line"])
    places = places_with_lines(figures, period, {"": "total"} if spec.locality else LOCALITIES)
    if not places:
        lacking = lacking_of(figures, [home], period, ["poverty_line"])
        raise missing_period(period, [home], figures.periods(HOME, indicators=["poverty_line"]), lacking)
    key = "line_published_total" if spec.locality else "line_published"
    return LinesByGroup(
        tuple(columns),
        PublishedLines(figures, period, places),
        period,
        note(key, period=period, columns=columns),
        urban,
        figures.sources,
        figures.folder_notes,
    )


def places_with_lines(
    figures: Figures, period: Period, localities: Mapping[str, str]
) -> dict[tuple[str, ...], tuple[str, str]]:
    """The area and locality of each group of a survey for which a line was published."""
    from kaltim_poverty.published.catalogue import areas

    return {
        tuple(filter(None, (group_code(province), code))): (province, locality)
        for province in areas()
        if len(province) == PROVINCE_DIGITS
        for code, locality in localities.items()
        if figures.has(province, period, locality, "poverty_line")
    }


class PublishedLines(dict[tuple[str, ...], float]):
    """Lines by group, looked up when a row needs one, so that only their sources are named."""

    def __init__(
        self, figures: Figures, period: Period, places: Mapping[tuple[str, ...], tuple[str, str]]
    ) -> None:
        super().__init__()
        self.figures, self.period, self.places = figures, period, places

    def __missing__(self, group: tuple[str, ...]) -> float:
        code, *locality_code = group
        province = code[:PROVINCE_DIGITS] if len(code) == 2 * PROVINCE_DIGITS else code
        area, locality = self.places[(province, *locality_code)]
        value = self.figures.value(area, self.period, locality, "poverty_line")
        if value is None:
            raise KeyError(group)
        self[group] = float(value)
        return self[group]


def place_column(table: Table, given: str | None, option: str, usual: tuple[str, ...]) -> str:
    """The column that says a row's province or locality.

    Raises:
        InputError: if none was named and none has a usual name.
    """
    if given is not None:
        return find_column(table, given, option)
    for column in table.columns:
        if column.casefold() in usual:
            return column
    raise InputError("no_place_column", file=table.display_name, option=option, usual=", ".join(usual))
