"""What studies found: the bundled table, row by row as it was read, and people's own rows."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.errors import UsageError, suggestion
from kaltim_poverty.inputs.amounts import read_amount
from kaltim_poverty.inputs.numbers import Fault, read_number
from kaltim_poverty.inputs.periods import is_year
from kaltim_poverty.inputs.streams import STDIN
from kaltim_poverty.inputs.tables import Row, read_rows
from kaltim_poverty.programme.rules import FOLDER, Wording
from kaltim_poverty.published.own import no_number
from kaltim_poverty.published.tables import bundled
from kaltim_poverty.records import Note, Source, note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

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
TRANSFERS = ("transfer_low", "transfer_high")
EFFECTS = ("effect", "effect_low", "effect_high")
UNITS = ("transfer_unit", "effect_unit")
REQUIRED = (*TEXTS, *CHOICES, *TRANSFERS, *EFFECTS, *UNITS, "source")
OPTIONAL = ("start_year", "horizon_months", "uncertainty", "note")
COMPUTED = ("found_low", "found_high", "needed", "needed_unit", "verdict", "basis")  # read back, not used
PRESS, STUDY = "press", "study"
MOST_MONTHS = 1200


class Finding(NamedTuple):
    """One result of one study, as it was read.

    Transfers and effects are one number, a range, or not stated; `transfer_unit` is a currency.
    """

    id: str
    study: str
    country: str
    start_year: int | None
    design: str
    package: str
    delivery: str
    sex: str
    business: str
    transfer_low: Decimal | None
    transfer_high: Decimal | None
    transfer_unit: str
    outcome: str
    direction: str
    effect: Decimal | None
    effect_low: Decimal | None
    effect_high: Decimal | None
    effect_unit: str
    uncertainty: str
    significance: str
    horizon_months: int | None
    read: str
    certainty: str
    source: str
    note: Wording

    @property
    def effects(self) -> tuple[Decimal, Decimal] | None:
        """The smallest and the largest number that was read; one stands for both, None if there is none."""
        return both_ends(self.effect_low, self.effect, self.effect_high)

    @property
    def transfers(self) -> tuple[Decimal, Decimal] | None:
        """The smallest and the largest amount that was given; None if it is not stated."""
        return both_ends(self.transfer_low, None, self.transfer_high)


class Findings(NamedTuple):
    """All findings in the order of the table, the sources that own files add, and notes on them."""

    rows: list[Finding]
    own_sources: Mapping[str, Source]
    notes: list[Note]

    def sources(self, used: Iterable[Finding]) -> list[Source]:
        """The sources of some findings, by name."""
        known = {**self.own_sources, **bundled_sources()}
        return [known[name] for name in sorted({finding.source for finding in used})]


def both_ends(
    low: Decimal | None, single: Decimal | None, high: Decimal | None
) -> tuple[Decimal, Decimal] | None:
    """The ends of a range of which some may be missing."""
    there = [each for each in (low, single, high) if each is not None]
    if not there:
        return None
    return (there[0] if low is None else low), (there[-1] if high is None else high)


@cache
def bundled_findings() -> tuple[Finding, ...]:
    """The findings that come with the package."""
    return tuple(map(as_finding, bundled("evidence", FOLDER)))


def as_finding(cells: tuple[str, ...]) -> Finding:
    """One row of the bundled table, whose last two cells are the note in both languages."""
    texts = dict(zip(Finding._fields, cells, strict=False))
    return Finding(
        **{  # type: ignore[arg-type] # each cell by its name
            **texts,
            **{name: Decimal(texts[name]) if texts[name] else None for name in (*TRANSFERS, *EFFECTS)},
            **{name: int(texts[name]) if texts[name] else None for name in ("start_year", "horizon_months")},
            "note": Wording(*cells[-2:]),
        }
    )


@cache
def bundled_sources() -> Mapping[str, Source]:
    """The sources of the bundled findings: the citation with its DOI, and the page that was read."""
    return {row[0]: as_source(*row) for row in bundled("evidence_sources", FOLDER)}


def as_source(name: str, read: str, citation: str, doi: str, url: str, read_on: str, remark: str) -> Source:
    """One row of the bundled table of sources, which dates the reading and not the release."""
    del read_on, remark
    title = f"{citation}, DOI {doi}" if doi else citation
    return Source(name, PRESS if read == PRESS else STUDY, "", title, url, "")


def open_findings(files: list[str]) -> Findings:
    """The bundled findings, with those of own files in the place of theirs with the same id, then the others.

    Raises:
        InputError: if a file is missing, unreadable or refused.
        UsageError: if stdin is asked for twice.
    """
    if files.count(STDIN) > 1:
        raise UsageError("stdin_twice")
    own = {finding.id: (file, finding) for file, finding in read_all_findings(files)}
    ids = [finding.id for finding in bundled_findings()]
    replaced = [each for each in ids if each in own]
    rows = [own[finding.id][1] if finding.id in own else finding for finding in bundled_findings()]
    rows += [finding for name, (_, finding) in own.items() if name not in ids]
    sources = {
        finding.source: Source(finding.source, "own", "", file, "", "") for file, finding in own.values()
    }
    notes = [note("replaced_findings", count=str(len(replaced)))] if replaced else []
    return Findings(rows, sources, notes)


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


__all__ = ["Finding", "Findings", "bundled_findings", "open_findings"]
