"""Why a number does not exist: where a measure is undefined, and where its error cannot be measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kaltim_poverty.measures.feature import DEVIATION, POOR, POOR_DEVIATION
from kaltim_poverty.measures.lorenz import ordinate
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from kaltim_poverty.measures.catalogue import Measure
    from kaltim_poverty.measures.linear import Linear
    from kaltim_poverty.measures.totals import Totals
    from kaltim_poverty.survey.infer.inference import Result
    from kaltim_poverty.survey.moments.reduced import Reduced

Mask = NDArray[np.bool_]
LEAST_PSUS = 2
ROUNDING = 1e-14  # of a sum


def conditions(reduced: Reduced) -> Mapping[str, Callable[[Measure], Mask]]:
    """In which domains each condition holds."""
    constants = reduced.constants
    return {
        "somebody": lambda _: constants.people > 0,
        "somebody_poor": lambda _: constants.the_poor.rows > 0,
        "positive_total": lambda _: constants.welfare > 0,
        "positive_poor_total": lambda _: constants.the_poor.welfare > 0,
        "nothing_negative": lambda _: constants.negative == 0,
        "nothing_zero": lambda _: constants.zero == 0,
        "positive_poor": lambda _: (constants.the_poor.not_above_zero == 0) | (constants.floor is not None),
        "positive_bottom": lambda measure: bottom(reduced, measure) > 0,
    }


def defined_under(totals: Totals, measure: Measure) -> Mask:
    """In which domains a measure that exists in the sample also exists under the weights of a replicate."""
    known: Mapping[str, Callable[[], NDArray[np.float64]]] = {
        "positive_total": lambda: welfare_left(totals.welfare, totals.sums[DEVIATION]),
        "positive_bottom": lambda: ordinate(totals, measure.percents[-1]).value,
        "somebody_poor": lambda: totals.sums[POOR],
        "positive_poor_total": lambda: welfare_left(totals.poor_welfare, totals.sums[POOR_DEVIATION]),
    }
    exists = np.ones_like(totals.sums[measure.features[0]], dtype=bool)
    for need in measure.needs:
        exists &= known[need]() > 0 if need in known else True
    return exists


def welfare_left(welfare: Linear, deviation: NDArray[np.float64]) -> NDArray[np.float64]:
    """A total of welfare, 0 where *deviation* from the mean takes everything but rounding from it."""
    return np.where(np.abs(welfare.value) <= ROUNDING * np.abs(deviation), 0.0, welfare.value)


def bottom(reduced: Reduced, measure: Measure) -> NDArray[np.float64]:
    """The share of the poorest that a ratio divides by."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return ordinate(reduced.totals, measure.percents[-1]).value


def defined(reduced: Reduced, measure: Measure) -> Mask:
    """In which domains a measure exists."""
    known = conditions(reduced)
    exists: Mask = known["somebody"](measure)
    for need in measure.needs:
        exists = exists & known[need](measure)
    return exists


def reason(
    reduced: Reduced, result: Result, domain: int, freedom: float, *, replicated: bool
) -> Message | None:
    """Why numbers of a row are missing, or None if they are all there."""
    numbers = (result.value, result.se, result.low, result.high)
    if all(np.isfinite(each[domain]) for each in numbers):
        return None
    return missing_value(reduced, result, domain) or missing_error(
        reduced, result, domain, freedom, replicated
    )


def missing_value(reduced: Reduced, result: Result, domain: int) -> Message | None:
    """Why a measure is undefined, or None if it has a value."""
    constants, known = reduced.constants, conditions(reduced)
    for need in ("somebody", *result.measure.needs):
        if not known[need](result.measure)[domain]:
            low = 0 if constants.poor is None else constants.poor.not_above_zero[domain]
            return message(
                f"reason.{need}",
                poor_not_above_zero=f"{low:.0f}",
                negative=f"{constants.negative[domain]:.0f}",
                zero=f"{constants.zero[domain]:.0f}",
            )
    return None


def missing_error(reduced: Reduced, result: Result, domain: int, freedom: float, replicated: bool) -> Message:
    """Why a value has no standard error, or no interval."""
    psus = int(np.diff(reduced.over.starts)[domain])
    if not replicated and psus < LEAST_PSUS:
        return message("reason.one_psu")
    if freedom < 1:
        return message("reason.no_freedom")
    if np.isnan(result.se[domain]):
        return message("reason.quantile_at_end" if result.measure.is_quantile else "reason.all_lonely")
    return message(end_reason(result, reduced, domain))


def end_reason(result: Result, reduced: Reduced, domain: int) -> str:
    """Why an interval has no ends although there is a standard error."""
    if result.measure.is_quantile:
        return "reason.quantile_at_end"
    return "reason.nobody_poor" if reduced.constants.the_poor.rows[domain] == 0 else "reason.everybody_poor"


def settled(reduced: Reduced, measure: Measure) -> Mask:
    """In which domains nobody or everybody is poor, so that an interval would pretend to know something."""
    if not measure.of_poverty:
        return np.zeros(len(reduced.over), dtype=bool)
    poor_rows = reduced.constants.the_poor.rows
    nobody, everybody = poor_rows == 0, poor_rows == reduced.constants.rows
    return np.asarray(nobody | everybody if measure.is_headcount_ratio else nobody)
