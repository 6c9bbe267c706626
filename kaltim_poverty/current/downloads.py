"""The figures of a table that people download: CSV, Excel, HTML in the shapes that BPS gives."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.current import places
from kaltim_poverty.current.grids import read_grid
from kaltim_poverty.current.labels import ANNUAL, MARCH, SEPTEMBER, locality_of, meaning_of
from kaltim_poverty.current.layout import (
    STUB_HEADING,
    Chosen,
    Layout,
    is_place,
    layout_of,
    no_number,
    refused,
)
from kaltim_poverty.current.numerals import decimal_mark, is_missing, is_number, read_cell
from kaltim_poverty.current.received import Table, number_of, parted, takeable
from kaltim_poverty.errors import InputError, quoted
from kaltim_poverty.inputs.numbers import excerpt
from kaltim_poverty.published import catalogue
from kaltim_poverty.published.figures import Figure, Key
from kaltim_poverty.published.periods import Period
from kaltim_poverty.records import note
from kaltim_poverty.words import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaltim_poverty.current.grids import Grid
    from kaltim_poverty.current.layout import Column
    from kaltim_poverty.current.places import Place
    from kaltim_poverty.records import Note

MONTHS = {MARCH: 3, SEPTEMBER: 9, ANNUAL: 3}
ADDRESS = re.compile(r"https?://\S+")
TABLE_OF_ADDRESS = re.compile(r"/(?:indicator|statistics-table)/\d+/(?:[^/]*?)(\d+)/")
PERCENT = 100


class Labelled(NamedTuple):
    """A row with figures.

    Attributes:
        row: its place in the grid.
        place: the area that it is about.
        locality: empty where the columns say it.
    """

    row: int
    place: Place
    locality: str = ""


class Placed(NamedTuple):
    """A figure with its cell.

    Attributes:
        figure: read, without a source.
        former: whether its area stands under the province of before.
        annual: whether it is of the whole year.
        row: of the grid.
        rounded: whether it had more decimals than BPS prints.
    """

    figure: Figure
    former: bool
    annual: bool
    row: int
    rounded: bool


def read_download(
    file: str, data: bytes, chosen: Chosen, *, sheet: str | None = None, decimal: str | None = None
) -> Table:
    """The figures of a downloaded table.

    Args:
        file: for sentences.
        data: its bytes.
        chosen: what options say of its columns.
        sheet: of a workbook.
        decimal: the decimal mark, where the file can be read in two ways.

    Raises:
        InputError: if it cannot be read without a guess.
        UsageError: if the decimal mark is none.
        NotFoundError: if there is no such sheet.
    """
    grid = read_grid(file, data, sheet)
    layout = layout_of(grid, chosen)
    rows = list(labelled_rows(grid, layout, chosen))
    check_body(grid, layout, [each.row for each in rows])
    figures_in = [grid.rows[each.row][column.number] for each in rows for column in layout.columns]
    mark = decimal_mark(grid.file, figures_in, decimal)
    placed = [figure for row in rows for figure in figures_of_row(grid, layout, row, mark)]
    return as_table(grid, layout, unique(grid, placed))


def check_body(grid: Grid, layout: Layout, rows: list[int]) -> None:
    """Refuse a second head among the figures, and a row of figures with more or fewer cells than the head.

    Raises:
        InputError: with the line.
    """
    widest = max(grid.widths[: layout.head], default=0)
    for number in rows:
        if widest and grid.widths[number] != widest:
            cells, of_head = str(grid.widths[number]), str(widest)
            line = str(grid.lines[number])
            raise InputError("row_of_other_width", file=grid.file, line=line, cells=cells, head=of_head)
    for number in range(layout.head, max(rows, default=0)):
        if number not in rows and any(contradicts(grid, number, column) for column in layout.columns):
            raise InputError("second_head", file=grid.file, line=str(grid.lines[number]))


def contradicts(grid: Grid, row: int, column: Column) -> bool:
    """Whether a label below the head says something else of a column than the head does."""
    said = meaning_of(grid.rows[row][column.number].text)
    pairs = (
        (said.indicator, column.indicator),
        (said.year, column.year),
        (said.round, column.round),
        (said.locality, column.locality),
    )
    return any(there is not None and there != here for there, here in pairs)


def labelled_rows(grid: Grid, layout: Layout, chosen: Chosen) -> Iterator[Labelled]:
    """The rows that have figures, with their areas.

    Raises:
        InputError: if an area is unknown, or a row with figures has none.
    """
    province = chosen.parent or ""
    for number, row in enumerate(grid.rows):
        label = row[layout.stub].text
        heading = (
            places.larger_area(label) if layout.of_districts and starts_province(label, province) else None
        )
        province = heading or province
        if number < layout.head or STUB_HEADING.fullmatch(label):
            continue
        cells = [row[column.number] for column in layout.columns]
        if not any(map(is_number, cells)) and not is_place(label):
            continue
        for column, cell in zip(layout.columns, cells, strict=True):
            if not (is_number(cell) or is_missing(cell)):
                raise no_number(grid, number, column.number)
        if any(map(is_number, cells)):
            yield labelled(grid, layout, number, heading, province)


def starts_province(label: str, province: str) -> bool:
    """Whether a label heads the districts of a province, and is not its district of the same name."""
    code = places.larger_area(label)
    if code is None:
        return False
    return label.isupper() or not (code == province and places.district(label, province))


def labelled(grid: Grid, layout: Layout, row: int, heading: str | None, province: str) -> Labelled:
    """A row with its area.

    Raises:
        InputError: if there is no such area.
    """
    label = grid.rows[row][layout.stub].text
    if layout.of_districts:
        place = places.Place(heading) if heading else places.district(label, province)
        if place is not None:
            return Labelled(row, place)
    elif code := places.larger_area(label):
        return Labelled(row, places.Place(code))
    elif locality := locality_of(label.casefold()):
        return Labelled(row, places.Place(catalogue.NATION), locality)
    raise unknown_area(grid, row, label, province if layout.of_districts else "")


def unknown_area(grid: Grid, row: int, label: str, province: str) -> InputError:
    """The error for a label that names no area, or none of the province above it."""
    near = places.near(label)
    hint = message("error.did_you_mean", names=quoted(near)) if near else None
    line, value = str(grid.lines[row]), excerpt(label)
    if province and places.district(label, "") is not None:
        area = catalogue.every_area()[province]
        return InputError("area_of_other_province", file=grid.file, line=line, value=value, area=area)
    return InputError("unknown_area_in_table", hint=hint, file=grid.file, line=line, value=value)


def figures_of_row(grid: Grid, layout: Layout, row: Labelled, mark: str) -> Iterator[Placed]:
    """The figures of a row; one of a whole year only where its year has no round.

    Raises:
        InputError: if a cell is not a number in the style of the file, or a column lacks its round.
    """
    cells = grid.rows[row.row]
    with_round = {
        (column.indicator, column.locality, column.year)
        for column in layout.columns
        if column.round in (MARCH, SEPTEMBER) and is_number(cells[column.number])
    }
    for column in layout.columns:
        if not is_number(cells[column.number]):
            continue
        if column.round == ANNUAL and (column.indicator, column.locality, column.year) in with_round:
            continue
        read = read_cell(cells[column.number], mark, column.indicator)
        if read is None:
            raise no_number(grid, row.row, column.number)
        figure = Figure(
            row.place.area,
            period_of(grid, layout, column),
            locality(row, column),
            column.indicator,
            read.value,
            "",
        )
        check_possible(grid, row.row, column, figure)
        yield Placed(figure, row.place.former, column.round == ANNUAL, row.row, read.rounded)


def period_of(grid: Grid, layout: Layout, column: Column) -> Period:
    """The round of a column; districts have one a year, in March.

    Raises:
        InputError: if it does not say which.
    """
    if not column.round and not layout.of_districts:
        aspect = message("value.aspect.round")
        raise refused(grid, column.number, "column_says_no", aspect=aspect, option="--round")
    return Period(column.year, MONTHS[column.round or MARCH])


def locality(row: Labelled, column: Column) -> str:
    """The locality of a cell: of its row, else of its column, else everybody."""
    return row.locality or column.locality or "total"


def check_possible(grid: Grid, row: int, column: Column, figure: Figure) -> None:
    """Refuse a number that its indicator cannot be.

    Raises:
        InputError: with the cell.
    """
    unit = catalogue.indicators()[figure.indicator].unit
    most = {"percent": PERCENT, "ratio": 1}.get(unit)
    if (
        figure.value < 0
        or (most is not None and figure.value > most)
        or (unit.startswith("idr") and not figure.value)
    ):
        raise no_number(grid, row, column.number)


def unique(grid: Grid, placed: list[Placed]) -> list[Placed]:
    """The figures, each once: an area under its present province goes before itself under that of before.

    Raises:
        InputError: if two rows are about the same.
    """
    found: dict[Key, Placed] = {}
    for each in sorted(placed, key=lambda placed_figure: placed_figure.former):
        first = found.setdefault(each.figure.key, each)
        if first is not each and not each.former:
            raise InputError(
                "rows_alike",
                file=grid.file,
                line=str(grid.lines[each.row]),
                other=str(grid.lines[first.row]),
                area=catalogue.every_area()[each.figure.area],
            )
    return list(found.values())


def as_table(grid: Grid, layout: Layout, placed: list[Placed]) -> Table:
    """The table with what must be said about it."""
    figures, notes = takeable(each.figure for each in placed)
    in_provinces, taken = parted(figures) if layout.of_districts else ([], figures)
    url = address_in(grid)
    number = TABLE_OF_ADDRESS.search(url)
    return Table(
        number[1] if number else number_of(layout.title),
        layout.title,
        "",
        url,
        taken,
        in_provinces,
        [*notes, *notes_on(placed)],
    )


def notes_on(placed: list[Placed]) -> list[Note]:
    """The notes that figures were rounded, or are of a whole year."""
    rounded, annual = sum(each.rounded for each in placed), sum(each.annual for each in placed)
    notes = []
    if rounded:
        notes.append(note("rounded_to_print", count=Decimal(rounded)))
    if annual:
        notes.append(note("annual_as_march", count=Decimal(annual)))
    return notes


def address_in(grid: Grid) -> str:
    """The address that the foot of a table names; empty if there is none."""
    texts = (cell.text for row in reversed(grid.rows) for cell in row if "http" in cell.text)
    return next((found[0] for text in texts if (found := ADDRESS.search(text))), "")


__all__ = ["read_download"]
