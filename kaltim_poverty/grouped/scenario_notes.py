"""What must be said beside a scenario: that it is no forecast, how far the model is off, how it has done."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from decimal import Decimal

from kaltim_poverty.grouped.backtest import BASES, RECORD, UNCHANGED
from kaltim_poverty.grouped.scenario_base import Base, Payment
from kaltim_poverty.grouped.scenario_options import Asked
from kaltim_poverty.grouped.scenario_values import TOTAL, errors_of, recorded
from kaltim_poverty.grouped.track_record import FEWEST_ERRORS, horizon_of
from kaltim_poverty.published.exact import half_up
from kaltim_poverty.records import Note, note
from kaltim_poverty.words import message


def notes_of(bases: Iterable[Base], asked: Asked, payments: dict[str, Payment]) -> Iterator[Note]:
    """All notes on scenarios of some areas."""
    yield note("scenario_is_no_forecast")
    for base in bases:
        yield from notes_on_model(base)
        if base.area.area in payments:
            yield payment_note(base, payments[base.area.area])
        yield from notes_on_errors(base, asked.years)
    if payments:
        yield note("transfer_of_model")


def notes_on_model(base: Base) -> Iterator[Note]:
    """How far the model is from the published figures: the factor on the line."""
    mean = base.values["mean_expenditure"]
    if mean is None:
        yield note("no_mean_expenditure", area=base.area, period=base.period)
        return
    factor = math.exp(-base.model.log_mean) * float(mean / base.need("poverty_line"))
    yield note("model_line_factor", area=base.area, factor=Decimal(f"{factor:.2f}"), period=base.period)


def payment_note(base: Base, payment: Payment) -> Note:
    """The note on the cost of a transfer."""
    return note(
        "transfer_cost",
        area=base.area,
        cost=half_up(payment.cost),
        households=half_up(payment.households),
        share=Decimal(f"{100 * payment.people:.2f}"),
    )


def notes_on_errors(base: Base, years: int) -> Iterator[Note]:
    """Where a basis had no skill, and why there is no interval."""
    reason = no_band_key(base, years)
    if reason is not None:
        yield note("no_band", area=base.area, reason=message(f"reason.{reason}"))
        return
    if recorded(base, years) is None:
        yield note("no_record", period=base.period)
    few = []
    for basis in BASES:
        errors = errors_of(base, years, basis)
        if errors is None or (basis == RECORD and recorded(base, years) is None):
            continue
        if errors.n < FEWEST_ERRORS:
            few.append(message(f"value.basis.{basis}"))
        if basis != UNCHANGED and errors.mean_absolute_error >= errors.unchanged_mean_absolute_error:
            yield note(
                "no_better_than_unchanged",
                basis=message(f"value.basis.{basis}"),
                kind=message(f"value.area_type.{errors.area_type}"),
                years=Decimal(errors.horizon),
                error=Decimal(f"{errors.mean_absolute_error:.2f}"),
                unchanged=Decimal(f"{errors.unchanged_mean_absolute_error:.2f}"),
                count=Decimal(errors.n),
            )
    if few:
        yield note("few_errors", bases=few)


def no_band_key(base: Base, years: int) -> str | None:
    """Why the errors of the past say nothing of this; None if they do."""
    if horizon_of(years) is None:
        return "beyond_horizons"
    if base.area.level not in ("province", "country"):
        return "no_errors_of_level"
    return None if base.locality == TOTAL else "no_errors_of_locality"
