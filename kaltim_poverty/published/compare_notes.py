"""What must be said under a comparison: what was left out, how sure changes are, which are nominal."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, Protocol

from kaltim_poverty.published import catalogue
from kaltim_poverty.published.catalogue import Area, Mentioned
from kaltim_poverty.published.exact import difference, percent
from kaltim_poverty.published.figures import named_list
from kaltim_poverty.published.selection import places_of
from kaltim_poverty.published.significance import ROUNDING
from kaltim_poverty.records import Note, note
from kaltim_poverty.words import Quantity, message
from kaltim_poverty.words.numbers import rounded_to

if TYPE_CHECKING:
    from kaltim_poverty.published.periods import Period
    from kaltim_poverty.published.selection import Selection
    from kaltim_poverty.published.significance import Sample

EXPENDITURE = "mean_expenditure"
FEW = 3  # growth rates that one note lists


class ComparedRow(Protocol):
    """One comparison, as far as notes say something of it."""

    @property
    def area(self) -> str:
        """Its code."""

    @property
    def locality(self) -> str:
        """Where in the area."""

    @property
    def indicator(self) -> str:
        """What is compared."""

    @property
    def unit(self) -> str:
        """Of the values."""

    @property
    def before_period(self) -> Period:
        """The first round."""

    @property
    def after_period(self) -> Period:
        """The second round."""

    @property
    def change(self) -> Decimal:
        """Second less first."""

    @property
    def change_percent(self) -> Decimal | None:
        """The change in percent of the first value."""

    @property
    def se(self) -> Decimal | None:
        """The standard error of the change."""

    @property
    def verdict(self) -> str:
        """Whether the change is real."""

    @property
    def largest_se(self) -> Decimal | None:
        """The standard error up to which it would be."""


class Missing(NamedTuple):
    """An indicator that could not be compared in a place, and the note that says why."""

    code: str
    indicator: str
    area: Area
    locality: str


def left_out(selection: Selection, missing: list[Missing]) -> list[Note]:
    """The notes on what was left out and where, one for all places that lack the same."""
    lacking: dict[tuple[str, Area, str], list[str]] = {}
    for each in missing:
        lacking.setdefault((each.code, each.area, each.locality), []).append(each.indicator)
    where: dict[tuple[str, tuple[str, ...]], list[tuple[Area, str]]] = {}
    for (code, area, locality), names in lacking.items():
        where.setdefault((code, tuple(names)), []).append((area, locality))
    return [
        note(code, areas=places_of(selection, found), indicators=named_list(filter(None, names)))
        for (code, names), found in where.items()
    ]


def significance_notes(
    selection: Selection, rows: Sequence[ComparedRow], sample: Sample | None
) -> list[Note]:
    """The notes on the basis of verdicts, or on the largest standard error that keeps them."""
    known = [row for row in rows if row.se is not None]
    unknown = [row for row in rows if row.verdict == "unknown"]
    notes = [assumption(selection, known[0], sample)] if known and sample else []
    if len({(row.area, row.locality) for row in unknown}) > 1:
        return [*notes, note("no_se_many")]
    return [*notes, *largest_errors([row for row in unknown if row.largest_se])]


def assumption(selection: Selection, row: ComparedRow, sample: Sample) -> Note:
    """The note on how standard errors were computed."""
    periods = (row.before_period, row.after_period)
    before, after = sample.sizes(selection.figures, row.area, row.locality, periods)
    return note("assumed_se", before=Decimal(before), after=Decimal(after), deff=sample.deff)


def largest_errors(rows: Sequence[ComparedRow]) -> list[Note]:
    """The standard errors up to which the changes of one place would be significant."""
    if len(rows) > 1:
        parts: list[object] = [
            message("value.up_to", indicator=Mentioned(row.indicator), largest=largest_se(row))
            for row in rows
        ]
        return [note("no_se_each", parts=parts)]
    return [
        note(
            "no_se",
            indicator=catalogue.indicators()[row.indicator],
            change=Quantity(row.change, unit_of_change(row)),
            largest=largest_se(row),
        )
        for row in rows
    ]


def largest_se(row: ComparedRow) -> Quantity:
    """The largest standard error as a sentence says it."""
    assert row.largest_se is not None  # noqa: S101 - asked by the caller
    digits = 4 if row.unit == "ratio" else 3
    return Quantity(rounded_to(row.largest_se, digits), unit_of_change(row))


def unit_of_change(row: ComparedRow) -> str:
    """The unit of a change: of a percent, points."""
    return "point" if row.unit == "percent" else row.unit


def rounding_notes(selection: Selection, rows: Sequence[ComparedRow]) -> list[Note]:
    """The indicators that changed by no more than the rounding of their printed decimals, and where."""
    where: dict[str, list[tuple[Area, str]]] = {}
    for row in rows:
        if row.verdict == ROUNDING:
            where.setdefault(row.indicator, []).append((selection.figures.areas[row.area], row.locality))
    return [
        note("within_rounding", indicator=Mentioned(name), areas=places_of(selection, found))
        for name, found in where.items()
    ]


def nominal_notes(selection: Selection, rows: Sequence[ComparedRow]) -> list[Note]:
    """The growth of the poverty line, for comparison with mean expenditure in the prices of its time."""
    nominal = [row for row in rows if row.indicator == EXPENDITURE and row.change_percent is not None]
    growths = [(row, growth_of_line(selection, row)) for row in nominal]
    parts: list[object] = [
        message(
            "value.growth",
            areas=places_of(selection, [(selection.figures.areas[row.area], row.locality)]),
            expenditure=two_decimals(row.change_percent),
            line=two_decimals(line),
        )
        for row, line in growths
        if line is not None
    ]
    if len(parts) > FEW:
        return [note("nominal_many")]
    return [note("nominal", parts=parts)] if parts else []


def growth_of_line(selection: Selection, row: ComparedRow) -> Decimal | None:
    """By how much percent the poverty line grew between the periods of a row, if both have one."""
    lines = [
        selection.figures.value(row.area, period, row.locality, "poverty_line")
        for period in (row.before_period, row.after_period)
    ]
    if lines[0] is None or lines[1] is None:
        return None
    return percent(difference(lines[1], lines[0]), lines[0])


def two_decimals(value: Decimal | None) -> Decimal:
    """A percentage as a sentence says it."""
    return rounded_to(value or Decimal(0), 2)
