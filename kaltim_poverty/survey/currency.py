"""The units of money of a survey: rupiah where it is Indonesian, those of a named currency, or none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kaltim_poverty.errors import UsageError
from kaltim_poverty.measures.catalogue import Measure

if TYPE_CHECKING:
    from kaltim_poverty.survey.read import LineSpec, Roles

RUPIAH = "IDR"
PER_CAPITA, SUM, PER_YEAR = "idr_per_capita_month", "idr", "idr_per_year"
"""The units of amounts as measures know them, of welfare, of sums and payments, of those of a year."""
OF_NONE = {PER_CAPITA: "per_capita", SUM: "total", PER_YEAR: "total_per_year"}
OF_ANY = {PER_CAPITA: "{}_per_capita", SUM: "{}", PER_YEAR: "{}_per_year"}


def currency_of(roles: Roles, spec: LineSpec) -> str | None:
    """The currency of a survey: that named by option or design, rupiah with a published line, else none."""
    return roles.currency or (RUPIAH if spec.published is not None else None)


def unit_in(currency: str | None, unit: str) -> str:
    """A unit, of money in a currency."""
    if currency == RUPIAH or unit not in OF_NONE:
        return unit
    return OF_NONE[unit] if currency is None else OF_ANY[unit].format(currency.lower())


def in_currency(measures: Sequence[Measure], currency: str | None) -> tuple[Measure, ...]:
    """Measures whose amounts have the units of a currency."""
    return tuple(each._replace(unit=unit_in(currency, each.unit)) for each in measures)


def common_currency(first: str | None, second: str | None) -> str | None:
    """The currency of two surveys that are compared; one that names none has that of the other.

    Raises:
        UsageError: if they have two.
    """
    if first and second and first != second:
        raise UsageError("two_currencies", before=first, after=second)
    return first or second
