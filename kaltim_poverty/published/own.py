"""Figures and areas of one's own, read from CSV or TSV and checked row by row."""

from __future__ import annotations

import csv
import io
import re
import sys
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.errors import InputError, NotFoundError, UsageError, system_reason
from kaltim_poverty.published import catalogue
from kaltim_poverty.published.catalogue import LOCALITIES, Area, find_area, find_indicator, near_locality
from kaltim_poverty.published.exact import COMMA, plain_decimal
from kaltim_poverty.published.figures import Figure, Figures
from kaltim_poverty.published.periods import read_period
from kaltim_poverty.records import Source
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STDIN = "-"
WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how .xlsx and .xls begin
FIGURE_COLUMNS = ("area", "period", "locality", "indicator", "value", "source")
IGNORED_COLUMNS = ("area_name", "unit")
AREA_COLUMNS = ("area", "name")
MORE_AREA_COLUMNS = ("name_en", "level", "parent", "capital_city_type", "aliases")
LEVELS = ("country", "province", "district", "")
HUNDRED = Decimal(100)
GROUPED = re.compile(r"[1-9]\d{0,2}([.,]\d{3})+", re.ASCII)  # 833.955 rupiah is 833,955


class Row(NamedTuple):
    """One line of a file, with all that an error about it must name."""

    file: str
    line: int
    cells: dict[str, str]

    def refuse(self, key: str, column: str, *, hint: Message | None = None, **values: object) -> InputError:
        """The error for a cell of this line."""
        where = message("error.cell", file=self.file, line=str(self.line), column=column)
        return InputError(key, hint=hint, where=where, value=shown(self.cells.get(column, "")), **values)


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
    return Figures([figure for _, figure in own], named, sources)


def sources_of(own: list[tuple[str, Figure]]) -> dict[str, str]:
    """The file of each source that the bundled table of sources lacks."""
    known = catalogue.sources()
    return {figure.source: file for file, figure in own if figure.source not in known}


def read_all_figures(files: list[str]) -> Iterator[tuple[str, Figure]]:
    """Each figure of the files with the file's name; a key may stand once in all of them.

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
    locality = cells["locality"].casefold()
    if locality not in LOCALITIES:
        raise row.refuse("locality_cell", "locality", hint=near_locality(locality))
    indicator = indicator_cell(row)
    source = cells["source"] or row.file
    return Figure(cells["area"], period, locality, indicator, value_cell(row, indicator), source)


def code_of(written: str) -> str:
    """The code of a bundled area that somebody wrote by its name; anything else is a code itself."""
    try:
        return find_area(written, catalogue.areas()).area
    except NotFoundError:
        return written


def indicator_cell(row: Row) -> str:
    """The name of a known indicator."""
    try:
        return find_indicator(row.cells["indicator"]).indicator
    except UsageError as error:
        raise row.refuse("indicator_cell", "indicator", hint=error.hint) from None


def value_cell(row: Row, indicator: str) -> Decimal:
    """A plain decimal number that the indicator can have."""
    text = row.cells["value"]
    unit = catalogue.indicators()[indicator].unit
    if unit.startswith("idr") and GROUPED.fullmatch(text):
        raise row.refuse("rupiah_cell", "value", meant=re.sub("[.,]", "", text))
    value = plain_decimal(text)
    if value is None:
        if COMMA.fullmatch(text):
            raise row.refuse("comma_cell", "value", meant=text.replace(",", "."))
        raise row.refuse("empty_value" if not text else "value_cell", "value")
    if value < 0:
        raise row.refuse("negative_value", "value", indicator=indicator)
    if unit == "percent" and value > HUNDRED:
        raise row.refuse("above_hundred", "value", indicator=indicator)
    if unit == "ratio" and value > 1:
        raise row.refuse("above_one", "value", indicator=indicator)
    if value == 0 and unit.startswith("idr"):
        raise row.refuse("zero_value", "value", indicator=indicator)
    return value


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
        earlier = first.setdefault(cells["area"], row)
        if earlier is not row:
            raise row.refuse("duplicate_area", "area", line=str(earlier.line))
        more = {column: cells.get(column, "") for column in MORE_AREA_COLUMNS}
        yield Area(cells["area"], cells["name"], **{**more, "name_en": more["name_en"] or cells["name"]})


def read_rows(file: str, required: tuple[str, ...], optional: tuple[str, ...]) -> Iterator[Row]:
    """The rows of a CSV or TSV file with a header line; columns in any order, none unknown.

    Raises:
        InputError: if the file is missing, unreadable or malformed.
    """
    name, text = read_text(file)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    header: list[str] = []
    line = 1
    try:
        for cells in lines:
            if is_blank(cells):
                pass
            elif not header:
                header = checked_header(name, line, cells, required, optional)
            else:
                yield Row(
                    name, line, dict(zip(header, checked_width(name, line, header, cells), strict=True))
                )
            line = lines.line_num + 1
    except csv.Error as error:
        raise InputError("malformed_csv", file=name, line=str(line), reason=csv_reason(error)) from None
    if not header:
        raise InputError("empty_file", file=name, columns=", ".join(required))


def csv_reason(error: csv.Error) -> object:
    """Why a line is no CSV, in words of the catalogue where it has them."""
    if "field limit" in str(error):
        return message("value.long_cell", most=Decimal(csv.field_size_limit()))
    stray = "expected after" in str(error)
    return message("value.stray_quote" if stray else "value.unclosed_quote")


def is_blank(cells: list[str]) -> bool:
    """Whether a line has nothing but blanks."""
    return not cells or (len(cells) == 1 and not cells[0].strip())


def checked_header(
    file: str, line: int, cells: list[str], required: tuple[str, ...], optional: tuple[str, ...]
) -> list[str]:
    """The column names, if they are all there, once, and none is unknown."""
    header = [cell.strip().casefold() for cell in cells]
    if len(header) == 1 and ";" in header[0]:
        raise InputError("semicolons", file=file, line=str(line))
    for column in required:
        if column not in header:
            raise InputError(
                "missing_column", file=file, line=str(line), column=column, columns=", ".join(required)
            )
    for place, column in enumerate(header):
        if column not in (*required, *optional):
            raise InputError(
                "extra_column",
                file=file,
                line=str(line),
                column=shown(column),
                columns=", ".join((*required, *optional)),
            )
        if column in header[:place]:
            raise InputError("repeated_column", file=file, line=str(line), column=column)
    return header


def checked_width(file: str, line: int, header: list[str], cells: list[str]) -> list[str]:
    """The cells without surrounding blanks, if there are as many as columns."""
    if len(cells) != len(header):
        raise InputError(
            "wrong_width", file=file, line=str(line), found=str(len(cells)), expected=str(len(header))
        )
    return [cell.strip() for cell in cells]


def delimiter_of(text: str) -> str:
    """A tab if the header line has one, else a comma."""
    return "\t" if "\t" in text.lstrip("\r\n").partition("\n")[0] else ","


def read_text(file: str) -> tuple[str, str]:
    """The file's name for errors and its whole text.

    Raises:
        InputError: if it can't be read, is not UTF-8 or has a NUL byte.
    """
    name = "stdin" if file == STDIN else file
    data = read_bytes(name, file)
    if data.startswith(WORKBOOK):
        raise InputError("workbook_file", file=name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError("not_utf8", file=name, line=str(line), byte=f"0x{data[error.start]:02x}") from None
    if "\0" in text:
        raise InputError("nul_byte", file=name, line=str(text.count("\n", 0, text.index("\0")) + 1))
    return name, text


def read_bytes(name: str, file: str) -> bytes:
    """The bytes of a file, or of stdin for ``-``."""
    try:
        if file == STDIN:
            if sys.stdin is None:
                raise InputError("no_stdin")
            return sys.stdin.buffer.read()
        with open(file, "rb") as opened:
            return opened.read()
    except FileNotFoundError:
        raise InputError("no_file", file=name) from None
    except IsADirectoryError:
        raise InputError("is_folder", file=name) from None
    except (OSError, ValueError) as error:
        raise InputError("unreadable", file=name, reason=system_reason(error)) from None


def shown(text: str) -> str:
    """A cell as an error quotes it: short, on one line."""
    printable = "".join(character if character.isprintable() else "?" for character in text)
    return printable if len(printable) <= 40 else printable[:39] + "…"  # noqa: PLR2004 - fits a line
