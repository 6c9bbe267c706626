"""Figures and areas of one's own, read from small tables and checked row by row."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from kaltim_poverty.errors import InputError, UsageError
from kaltim_poverty.inputs.amounts import read_amount
from kaltim_poverty.inputs.numbers import Fault, read_number
from kaltim_poverty.inputs.streams import STDIN
from kaltim_poverty.inputs.tables import Row, read_rows
from kaltim_poverty.published import catalogue, data_folder
from kaltim_poverty.published.catalogue import (
    IN_INDONESIAN,
    LOCALITIES,
    Area,
    find_indicator,
    near_locality,
    split_names,
)
from kaltim_poverty.published.exact import unit_in_last_place
from kaltim_poverty.published.figures import Figure, Figures
from kaltim_poverty.published.groups import BY_LEVEL, group_named
from kaltim_poverty.published.periods import read_period
from kaltim_poverty.records import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FIGURE_COLUMNS = ("area", "period", "locality", "indicator", "value", "source")
IGNORED_COLUMNS = ("area_name", "unit")
AREA_COLUMNS = ("area", "name")
MORE_AREA_COLUMNS = ("name_en", "level", "parent", "capital_city_type", "aliases", "groups")
LEVELS = ("country", "province", "district", "")
HUNDRED = Decimal(100)
MOST_PRECISE = Decimal(1).scaleb(-12)  # finer figures would not add up exactly


def open_figures(files: str | Iterable[str] = (), areas: str | Iterable[str] | None = None) -> Figures:
    """The bundled figures, with those of own *files* in their place and the names of *areas* files.

    Raises:
        InputError: if a file is missing, unreadable or refused.
        UsageError: if stdin is asked for twice.
    """
    names = [files] if isinstance(files, str) else list(files)
    naming = [areas] if isinstance(areas, str) else list(areas or ())
    if [*names, *naming].count(STDIN) > 1:
        raise UsageError("stdin_twice")
    own = list(read_all_figures(names))
    sources = [Source(name, "own", "", file, "", "") for name, file in sources_of(own).items()]
    named = [area for file in naming for area in read_areas(file)]
    return Figures([figure for _, figure in own], named, sources, data_folder.opened())


def sources_of(own: list[tuple[str, Figure]]) -> dict[str, str]:
    """The file of each source that the bundled table of sources lacks."""
    known = catalogue.sources()
    return {figure.source: file for file, figure in own if figure.source not in known}


def read_all_figures(files: list[str]) -> Iterator[tuple[str, Figure]]:
    """Each figure of the files with the file's name; a key may appear once in all of them.

    Raises:
        InputError: at the first row that is refused.
    """
    first: dict[object, Row] = {}
    for file in files:
        for row in read_rows(file, FIGURE_COLUMNS, IGNORED_COLUMNS):
            figure = as_figure(row)
            earlier = first.setdefault(figure.key, row)
            if earlier is not row:
                raise row.refuse("duplicate_figure", "area", file=earlier.file, line=str(earlier.line))
            yield row.file, figure


def as_figure(row: Row) -> Figure:
    """A checked figure.

    Raises:
        InputError: naming the cell and what was expected.
    """
    cells = row.cells
    if not cells["area"]:
        raise row.refuse("empty_cell", "area")
    meant = code_of(cells["area"])
    if meant != cells["area"]:
        raise row.refuse("area_name_cell", "area", meant=meant)
    period = read_period(cells["period"])
    if period is None:
        raise row.refuse("period_cell", "period")
    written = cells["locality"].casefold()
    locality = IN_INDONESIAN.get(written, written)
    if locality not in LOCALITIES:
        raise row.refuse("locality_cell", "locality", hint=near_locality(written))
    indicator = indicator_cell(row)
    source = cells["source"] or row.file
    return Figure(cells["area"], period, locality, indicator, value_cell(row, indicator), source)


def code_of(written: str) -> str:
    """The code of a bundled area that is written by its name; anything else is a code itself."""
    found = catalogue.bundled_area(written)
    return written if found is None else found.area


def indicator_cell(row: Row) -> str:
    """The name of a known indicator."""
    try:
        return find_indicator(row.cells["indicator"]).indicator
    except UsageError as error:
        raise row.refuse("indicator_cell", "indicator", hint=error.hint) from None


def value_cell(row: Row, indicator: str) -> Decimal:
    """A plain decimal number that the indicator can have."""
    text, marks = row.cells["value"], row.marks_of("value")
    unit = catalogue.indicators()[indicator].unit
    value = read_amount(text, marks) if unit.startswith("idr") else read_number(text, marks)
    if isinstance(value, Fault):
        raise no_number(row, "value", value)
    if unit_in_last_place(value) < MOST_PRECISE:
        raise row.refuse("value_cell", "value")
    if value < 0:
        raise row.refuse("negative_value", "value", indicator=indicator)
    if unit == "percent" and value > HUNDRED:
        raise row.refuse("above_hundred", "value", indicator=indicator)
    if unit == "ratio" and value > 1:
        raise row.refuse("above_one", "value", indicator=indicator)
    if value == 0 and unit.startswith("idr"):
        raise row.refuse("zero_value", "value", indicator=indicator)
    return value


def no_number(row: Row, column: str, fault: Fault) -> InputError:
    """The error for a cell that is not a number, with what to write where that can be known."""
    if not row.cells[column]:
        return row.refuse("empty_value", column)
    key = {"number": "value_cell", "comma": "comma_cell", "grouped": "grouped_cell"}[fault.kind]
    return row.refuse(key, column, meant=fault.meant, other=fault.other)


def read_areas(file: str) -> Iterator[Area]:
    """The areas that an own file names.

    Raises:
        InputError: if the file is missing, unreadable or refused.
    """
    first: dict[str, Row] = {}
    for row in read_rows(file, AREA_COLUMNS, MORE_AREA_COLUMNS):
        cells = row.cells
        for column in AREA_COLUMNS:
            if not cells[column]:
                raise row.refuse("empty_cell", column)
        if cells.get("level", "") not in LEVELS:
            raise row.refuse("level_cell", "level")
        for group in filter(is_taken, split_names(cells.get("groups", ""))):
            raise row.refuse("group_cell", "groups", group=group)
        earlier = first.setdefault(cells["area"], row)
        if earlier is not row:
            raise row.refuse("duplicate_area", "area", line=str(earlier.line))
        more = {column: cells.get(column, "") for column in MORE_AREA_COLUMNS}
        yield Area(cells["area"], cells["name"], **{**more, "name_en": more["name_en"] or cells["name"]})


def is_taken(group: str) -> bool:
    """Whether the name of a group already means an area, or all areas of a level."""
    return group_named(group) in BY_LEVEL or code_of(group) != group or group in catalogue.areas()
