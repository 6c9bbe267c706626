"""Whether what a study found reaches what an amount needs: the first rule that fits a row decides.

Nothing is converted across currencies, purchasing power, horizons or standard deviations.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.programme.reference import needed_return, rounded
from kaltim_poverty.published.exact import QUOTIENT, difference, product, quotient
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from kaltim_poverty.programme.findings import Finding
    from kaltim_poverty.programme.reference import Reference

REACHES, BETWEEN, FALLS_SHORT = "reaches", "between", "falls_short"
NO_EFFECT, NO_COMPARISON, NOT_CONVERTED = "no_effect_found", "no_comparison", "not_converted"
VERDICTS = (REACHES, BETWEEN, FALLS_SHORT, NO_EFFECT, NO_COMPARISON, NOT_CONVERTED)
WITHOUT_COMPARISON = ("monitoring", "case", "before_after")
SPENDING = ("consumption", "income")
PERCENT, MONTHLY, YEARLY = "percent", "percent_month", "percent_year"
MONEY_A_MONTH = "{currency}_month"
HUNDRED, TWELVE = Decimal(100), Decimal(12)


class Needed(NamedTuple):
    """The return that an amount needs, in percent; None where nobody is poor, or the poor have nothing.

    Attributes:
        amount: rupiah for a recipient.
        per: whether that is a household or a person.
        reference: the figures that it is measured against.
    """

    amount: Decimal
    per: str
    reference: Reference

    @property
    def monthly_return(self) -> Decimal | None:
        """The monthly return on the amount as capital that would close the average gap."""
        return needed_return(self.amount, self.per, self.reference)

    @property
    def rise(self) -> Decimal | None:
        """By how much the spending of the average poor person must rise to reach the line.

        It is P1 ÷ (P0 − P1): the average gap (P1/P0)·line over the average spending, line − gap.
        """
        figures = self.reference
        if not figures.p0:
            return None
        return quotient(product(HUNDRED, figures.p1), difference(figures.p0, figures.p1))


class Compared(NamedTuple):
    """A finding beside the need, in percent, with the verdict and how both were computed."""

    low: Decimal | None
    high: Decimal | None
    needed: Decimal | None
    unit: str
    verdict: str
    basis: Message

    @property
    def is_of_returns(self) -> bool:
        """Whether it is a return on capital that was compared."""
        return self.unit == MONTHLY and self.verdict in (REACHES, BETWEEN, FALLS_SHORT)

    @property
    def is_of_spending(self) -> bool:
        """Whether it is a rise of consumption or income that was compared."""
        return self.unit == PERCENT and self.verdict in (REACHES, BETWEEN, FALLS_SHORT)


def compare_finding(finding: Finding, needed: Needed) -> Compared:
    """The verdict on one finding."""
    if finding.design in WITHOUT_COMPARISON:
        return uncompared(NO_COMPARISON, message("basis.no_comparison"))
    if finding.significance == "no" or finding.direction == "none":
        return uncompared(NO_EFFECT, message("basis.no_effect_found"))
    if finding.effects is None:
        return uncompared(NOT_CONVERTED, message("basis.no_number"))
    return of_returns(finding, *finding.effects, needed)


def of_returns(finding: Finding, low: Decimal, high: Decimal, needed: Needed) -> Compared:
    """A return on capital: as it is, of a year, or profit for the money that was given; else another rule."""
    if finding.effect_unit == MONTHLY:
        return against_return(low, high, needed, message("basis.found_monthly"))
    if finding.effect_unit == YEARLY and finding.outcome == "return_on_capital":
        values = (QUOTIENT.divide(low, TWELVE), QUOTIENT.divide(high, TWELVE))
        return against_return(*values, needed, message("basis.found_yearly", low=low, high=high))
    in_money = finding.effect_unit == MONEY_A_MONTH.format(currency=finding.transfer_unit)
    if finding.outcome == "profit" and in_money and finding.transfers is not None:
        least, most = finding.transfers
        basis = message("basis.found_profit", low=low, most=most, high=high, least=least)
        return against_return(percent_of(low, most), percent_of(high, least), needed, basis)
    if finding.effect_unit == PERCENT and finding.outcome in SPENDING:
        return against_rise(low, high, needed)
    return uncompared(NOT_CONVERTED, message("basis.not_converted"))


def percent_of(part: Decimal, whole: Decimal) -> Decimal:
    """A part in percent of a whole that is above 0."""
    return QUOTIENT.divide(product(HUNDRED, part), whole)


def against_return(low: Decimal, high: Decimal, needed: Needed, found: Message) -> Compared:
    """Percent a month against the return that the amount needs."""
    gap = needed.reference.gap(needed.per)
    formula = message("basis.needed_return", gap=rounded(gap), amount=needed.amount)
    return verdict_of(low, high, needed.monthly_return, MONTHLY, found, formula)


def against_rise(low: Decimal, high: Decimal, needed: Needed) -> Compared:
    """Percent of spending against the rise that lifts the average poor person to the line."""
    formula = message("basis.needed_rise", p0=needed.reference.p0, p1=needed.reference.p1)
    return verdict_of(low, high, needed.rise, PERCENT, message("basis.found_spending"), formula)


def verdict_of(
    low: Decimal, high: Decimal, needed: Decimal | None, unit: str, found: Message, formula: Message
) -> Compared:
    """The verdict on what was found from *low* to *high*; without a need there is nothing to reach."""
    if needed is None:
        return uncompared(NOT_CONVERTED, message("basis.nothing_needed"))
    verdict = REACHES if low >= needed else FALLS_SHORT if high < needed else BETWEEN
    return Compared(low, high, needed, unit, verdict, message("basis.compared", found=found, needed=formula))


def uncompared(verdict: str, basis: Message) -> Compared:
    """A verdict without numbers."""
    return Compared(None, None, None, "", verdict, basis)


__all__ = ["VERDICTS", "Compared", "Needed", "compare_finding"]
