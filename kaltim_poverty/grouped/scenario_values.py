"""The numbers of a scenario: the calculation, the record, and the errors that each basis had in the past."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import NamedTuple

from kaltim_poverty.errors import UsageError
from kaltim_poverty.grouped.backtest import CALCULATION, RECORD, TYPES, UNCHANGED, Backtested
from kaltim_poverty.grouped.lognormal_model import NOTHING
from kaltim_poverty.grouped.scenario_base import HUNDRED, MONTHS, Base, Payment
from kaltim_poverty.grouped.scenario_options import Supposed
from kaltim_poverty.grouped.track_record import FEWEST_ERRORS, drift_at, horizon_of, stored

DIGITS = 12  # of numbers that are not published
TOTAL = "total"
UNITS = {
    "p0": "percent",
    "poor_count": "thousand_people",
    "p1": "percent",
    "p2": "percent",
    "gini": "ratio",
    "shortfall_year": "idr_per_year",
    "mean_expenditure": "idr_per_capita_month",
    "poverty_line": "idr_per_capita_month",
}  # of the measures, in the order of the rows


class Band(NamedTuple):
    """An interval for P0, in percent; both None where past errors allow none."""

    low: Decimal | None
    high: Decimal | None


NO_BAND = Band(None, None)


def decimal(value: float) -> Decimal:
    """A number to 12 significant digits."""
    return Decimal(f"{value:.{DIGITS}g}")


def compounded(percent: Decimal, years: int) -> float:
    """The factor of so many percent a year."""
    return float((1 + percent / HUNDRED) ** years)


def gini_after(base: Base, supposed: Supposed, years: int) -> float:
    """The Gini ratio that is supposed.

    Raises:
        UsageError: if it is not between 0 and 1.
    """
    value = float(base.need("gini")) * compounded(supposed.gini, years)
    if not 0 < value < 1:
        raise UsageError("gini_leaves", given=supposed.gini, gini=decimal(value), area=base.area)
    return value


def calculated(base: Base, supposed: Supposed, years: int, payment: Payment | None) -> dict[str, Decimal]:
    """The model's values after some years, by measure; those that are not published are left out.

    P0 is that of the model, P1 and P2 the published ones times its ratio. Bourguignon (2003) has the
    formula of P0, https://doi.org/10.7551/mitpress/3750.003.0004.
    """
    spending, line = compounded(supposed.growth, years), compounded(supposed.line_growth, years)
    poverty_line = float(base.need("poverty_line")) * line
    before, gini = base.model, gini_after(base, supposed, years)
    after = before.after(spending, line, gini)
    transfer = NOTHING if payment is None else payment.over(poverty_line)
    found = {
        "p0": 100 * after.fgt(0, transfer),
        "gini": gini + after.gini_change(transfer),
        "poverty_line": poverty_line,
    }
    for alpha, name in ((1, "p1"), (2, "p2")):
        value = base.values[name]
        if value is not None:
            found[name] = float(value) * after.fgt(alpha, transfer) / before.fgt(alpha)
    mean = base.values["mean_expenditure"]
    if mean is not None:
        paid = 0.0 if payment is None else float(payment.people * payment.a_month)
        found["mean_expenditure"] = float(mean) * spending + paid
    values = {name: decimal(value) for name, value in found.items()}
    return values | of_people(base, values)


def of_people(base: Base, values: dict[str, Decimal]) -> dict[str, Decimal]:
    """The number of poor people and the yearly shortfall of the published population at these rates."""
    people, found = base.population, {}
    if people is not None:
        found["poor_count"] = poor_count(base, values["p0"])
        if "p1" in values:
            lack = values["p1"] / HUNDRED * values["poverty_line"] * people * MONTHS
            found["shortfall_year"] = decimal(float(lack))
    return found


def poor_count(base: Base, p0: Decimal) -> Decimal:
    """The number of poor people at a rate, thousands."""
    return decimal(float(base.need("poor_count") * p0 / base.need("p0")))


def published(base: Base, measure: str) -> Decimal | None:
    """A measure as published; the shortfall follows from P1, line and people."""
    if measure == "shortfall_year":
        value = base.shortfall_year
        return None if value is None else decimal(float(value))
    return base.values[measure]


def recorded(base: Base, years: int) -> Decimal | None:
    """P0 if it goes on as it did on average in provinces and the nation; None where too little was known."""
    drift = drift_at(base.period)
    return None if drift is None else decimal(float(base.need("p0")) * math.exp(years * drift.mean))


def predictions(base: Base, years: int, calculation: Decimal) -> dict[str, Decimal]:
    """P0 by basis."""
    record = recorded(base, years)
    known = {CALCULATION: calculation, RECORD: record, UNCHANGED: base.need("p0")}
    return {basis: value for basis, value in known.items() if value is not None}


def errors_of(base: Base, years: int, basis: str) -> Backtested | None:
    """The errors of a basis for the kind of area and the next longer horizon; None if there are none."""
    horizon, kind = horizon_of(years), TYPES.get(base.area.level)
    if horizon is None or kind is None or base.locality != TOTAL:
        return None
    return stored().get((kind, horizon, basis))


def band_of(base: Base, years: int, basis: str, p0: Decimal) -> Band:
    """P0 less and plus the error that nine in ten had, within 0 and 100."""
    errors = errors_of(base, years, basis)
    if errors is None or errors.n < FEWEST_ERRORS:
        return NO_BAND
    width = decimal(errors.p90_absolute_error)
    return Band(max(p0 - width, Decimal(0)), min(p0 + width, HUNDRED))


__all__ = [
    "NO_BAND",
    "UNITS",
    "Band",
    "band_of",
    "calculated",
    "errors_of",
    "poor_count",
    "predictions",
    "published",
]
