"""Findings of one's own, read from small tables and checked row by row."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from kaltim_poverty.errors import UsageError, suggestion
from kaltim_poverty.inputs.amounts import read_amount
from kaltim_poverty.inputs.numbers import Fault, read_number
from kaltim_poverty.inputs.periods import is_year
from kaltim_poverty.inputs.streams import STDIN
from kaltim_poverty.inputs.tables import Row, read_rows
from kaltim_poverty.programme.findings import EFFECTS, TRANSFERS, Finding
from kaltim_poverty.programme.wording import Wording
from kaltim_poverty.published.own import no_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DESIGNS = ("rct", "quasi", "meta", "monitoring", "case", "before_after")
DIRECTIONS = ("up", "down", "none", "level", "mixed")
SIGNIFICANCES = ("yes", "no", "not_stated")
CERTAINTIES = ("certain", "uncertain")
CHOICES = {
    "design": DESIGNS,
    "direction": DIRECTIONS,
    "significance": SIGNIFICANCES,
    "certainty": CERTAINTIES,
}
TEXTS = ("id", "study", "country", "package", "delivery", "sex", "business", "outcome", "read")
UNITS = ("transfer_unit", "effect_unit")
REQUIRED = (*TEXTS, *CHOICES, *TRANSFERS, *EFFECTS, *UNITS, "source")
OPTIONAL = ("start_year", "horizon_months", "uncertainty", "note")
COMPUTED = ("found_low", "found_high", "needed", "needed_unit", "verdict", "basis")  # read back, not used
MOST_MONTHS = 1200


def read_findings(files: list[str]) -> dict[str, tuple[str, Finding]]:
    """The findings of files by id, each with the file's name.

    Raises:
        InputError: if a file is missing, unreadable or refused.
        UsageError: if stdin is asked for twice.
    """
    if files.count(STDIN) > 1:
        raise UsageError("stdin_twice")
    return {finding.id: (file, finding) for file, finding in read_all_findings(files)}


def read_all_findings(files: list[str]) -> Iterator[tuple[str, Finding]]:
    """Each finding of the files with the file's name; an id may appear once in all of them.

    Raises:
        InputError: at the first row that is refused.
    """
    first: dict[str, Row] = {}
    for file in files:
        for row in read_rows(file, REQUIRED, (*OPTIONAL, *COMPUTED)):
            finding = own_finding(row)
            earlier = first.setdefault(finding.id, row)
            if earlier is not row:
                raise row.refuse("duplicate_finding", "id", file=earlier.file, line=str(earlier.line))
            yield row.file, finding


def own_finding(row: Row) -> Finding:
    """A checked finding.

    Raises:
        InputError: naming the cell and what was expected.
    """
    cells = row.cells
    for column in TEXTS:
        if not cells[column]:
            raise row.refuse("empty_cell", column)
    for column, known in CHOICES.items():
        if cells[column] not in known:
            hint = suggestion(cells[column], list(known))
            raise row.refuse("choice_cell", column, choices=", ".join(known), hint=hint)
    numbers = {name: transfer_cell(row, name) for name in TRANSFERS}
    numbers |= {name: effect_cell(row, name) for name in EFFECTS}
    for low, high in (TRANSFERS, EFFECTS[1:]):
        check_order(row, numbers, low, high)
    return Finding(
        **{name: cells[name] for name in (*TEXTS, *CHOICES, *UNITS)},  # type: ignore[arg-type] # by name
        **numbers,  # type: ignore[arg-type] # by name
        start_year=year_cell(row),
        horizon_months=months_cell(row),
        uncertainty=cells.get("uncertainty", ""),
        source=cells["source"] or row.file,
        note=Wording(cells.get("note", ""), cells.get("note", "")),
    )


def transfer_cell(row: Row, column: str) -> Decimal | None:
    """An amount above 0, or nothing; with its currency.

    Raises:
        InputError: if it is no amount, is 0 or less, or has no unit.
    """
    text = row.cells[column]
    if not text:
        return None
    value = read_amount(text, row.marks_of(column))
    if isinstance(value, Fault):
        raise no_number(row, column, value)
    if value <= 0:
        raise row.refuse("amount_above_zero", column)
    if not row.cells["transfer_unit"]:
        raise row.refuse("empty_cell", "transfer_unit")
    return value


def effect_cell(row: Row, column: str) -> Decimal | None:
    """A number, or nothing; with its unit.

    Raises:
        InputError: if it is no number, or has no unit.
    """
    text = row.cells[column]
    if not text:
        return None
    value = read_number(text, row.marks_of(column))
    if isinstance(value, Fault):
        raise no_number(row, column, value)
    if not row.cells["effect_unit"]:
        raise row.refuse("empty_cell", "effect_unit")
    return value


def check_order(row: Row, numbers: Mapping[str, Decimal | None], low: str, high: str) -> None:
    """Refuse a range that ends before it begins.

    Raises:
        InputError: naming the upper end.
    """
    start, end = numbers[low], numbers[high]
    if start is not None and end is not None and start > end:
        raise row.refuse("range_reversed", high, low=start)


def year_cell(row: Row) -> int | None:
    """A year, or nothing.

    Raises:
        InputError: if it is no year.
    """
    text = row.cells.get("start_year", "")
    if text and not is_year(text):
        raise row.refuse("year_cell", "start_year")
    return int(text) if text else None


def months_cell(row: Row) -> int | None:
    """A whole number of months, or nothing.

    Raises:
        InputError: if it is none.
    """
    text = row.cells.get("horizon_months", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and int(text) <= MOST_MONTHS):
        raise row.refuse("months_cell", "horizon_months", most=str(MOST_MONTHS))
    return int(text)


__all__ = ["read_findings"]
