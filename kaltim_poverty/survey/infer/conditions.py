"""Where a measure exists in a sample, and why it does not elsewhere."""

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
    from kaltim_poverty.survey.moments import Reduced

Mask = NDArray[np.bool_]
ROUNDING = 1e-14  # of a sum


def conditions(reduced: Reduced) -> Mapping[str, Callable[[Measure], Mask]]:
    """In which domains each condition holds."""
    constants = reduced.constants
    return {
        "somebody": lambda _: constants.people > 0,
        "somebody_poor": lambda _: constants.of_poor.rows > 0,
        "anybody_poor": lambda _: constants.of_poor.rows > 0,
        "positive_total": lambda _: constants.welfare > 0,
        "positive_poor_total": lambda _: constants.of_poor.welfare > 0,
        "nothing_negative": lambda _: constants.negative == 0,
        "nothing_zero": lambda _: constants.zero == 0,
        "positive_poor": lambda _: (constants.of_poor.not_above_zero == 0) | (constants.floor is not None),
        "positive_bottom": lambda measure: lowest_ordinate(reduced, measure) > 0,
        "positive_quantile": lambda measure: constants.quantiles[measure.percents[-1]] > 0,
    }


def defined_under(totals: Totals, measure: Measure) -> Mask:
    """In which domains a measure that exists in the sample also exists under the weights of a replicate."""
    known: Mapping[str, Callable[[], NDArray[np.float64]]] = {
        "positive_total": lambda: welfare_left(totals.welfare, totals.sums[DEVIATION]),
        "positive_bottom": lambda: ordinate(totals, measure.percents[-1]).value,
        "somebody_poor": lambda: totals.sums[POOR],
        "anybody_poor": lambda: totals.sums[POOR],
        "positive_quantile": lambda: totals.constants.quantiles[measure.percents[-1]],
        "positive_poor_total": lambda: welfare_left(totals.poor_welfare, totals.sums[POOR_DEVIATION]),
    }
    exists = np.ones_like(totals.sums[measure.features[0]], dtype=bool)
    for need in measure.needs:
        exists &= known[need]() > 0 if need in known else True
    return exists


def welfare_left(welfare: Linear, deviation: NDArray[np.float64]) -> NDArray[np.float64]:
    """A total of welfare, 0 where it is rounding error beside its *deviation* from the mean."""
    return np.where(np.abs(welfare.value) <= ROUNDING * np.abs(deviation), 0.0, welfare.value)


def lowest_ordinate(reduced: Reduced, measure: Measure) -> NDArray[np.float64]:
    """The Lorenz ordinate of the poorest in the denominator of a ratio such as s80s20."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return ordinate(reduced.totals, measure.percents[-1]).value


def defined(reduced: Reduced, measure: Measure) -> Mask:
    """In which domains a measure exists."""
    known = conditions(reduced)
    exists: Mask = known["somebody"](measure)
    for need in measure.needs:
        exists = exists & known[need](measure)
    return exists


def undefined(reduced: Reduced, measure: Measure) -> dict[int, Message]:
    """Why a measure has no value, by domain: the first of its conditions that fails."""
    constants, known = reduced.constants, conditions(reduced)
    found: dict[int, Message] = {}
    for need in ("somebody", *measure.needs):
        for domain in np.flatnonzero(~known[need](measure)).tolist():
            low = 0 if constants.poor is None else constants.poor.not_above_zero[domain]
            why = message(
                f"reason.{need}",
                poor_not_above_zero=f"{low:.0f}",
                negative=f"{constants.negative[domain]:.0f}",
                zero=f"{constants.zero[domain]:.0f}",
            )
            found.setdefault(domain, why)
    return found


def degenerate(reduced: Reduced, measure: Measure) -> dict[int, Message]:
    """The domains where nobody is poor, or of P0 everybody, and an interval of width 0 would mislead."""
    if not measure.of_poverty:
        return {}
    poor_rows = reduced.constants.of_poor.rows
    nobody, everybody = poor_rows == 0, poor_rows == reduced.constants.rows
    found = dict.fromkeys(np.flatnonzero(nobody).tolist(), message("reason.nobody_poor"))
    if measure.is_headcount_ratio or measure.times_people:
        rows = np.flatnonzero(everybody & ~nobody).tolist()
        found.update(dict.fromkeys(rows, message("reason.everybody_poor")))
    return found
