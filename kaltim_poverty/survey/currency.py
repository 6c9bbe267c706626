"""The units of money of a survey: rupiah where it is Indonesian, those of a named currency, or none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.currency import PER_CAPITA, PER_YEAR, RUPIAH, SUM, unit_in
from kaltim_poverty.measures.catalogue import Measure

if TYPE_CHECKING:
    from kaltim_poverty.survey.read import LineSpec, Roles


def currency_of(roles: Roles, spec: LineSpec) -> str | None:
    """The currency of a survey: that named by option or design, rupiah with a published line, else none."""
    return roles.currency or (RUPIAH if spec.published is not None else None)


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


__all__ = [
    "PER_CAPITA",
    "PER_YEAR",
    "RUPIAH",
    "SUM",
    "common_currency",
    "currency_of",
    "in_currency",
    "unit_in",
]
