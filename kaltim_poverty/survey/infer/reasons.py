"""Why a number of a result is missing: one reason a row, the first that holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from kaltim_poverty.survey.infer.result import Result
    from kaltim_poverty.survey.infer.statistic import Mask, Statistic

ENDS = (0.0, 100.0)  # of a percentage


def reasons(statistic: Statistic, result: Result, few: Mask, without_freedom: Mask) -> dict[int, Message]:
    """Why numbers are missing, by row; rows in which none is missing are left out.

    Args:
        statistic: with its own reasons for having no value or no interval.
        result: what became of it.
        few: whether a domain has rows in fewer than two PSUs, (rows,).
        without_freedom: whether there is no degree of freedom, (rows,).
    """
    numbers = (result.value, result.se, result.low, result.high)
    missing = ~np.isfinite(numbers).all(axis=0)
    found = {}
    for row in np.flatnonzero(missing).tolist():
        if row in statistic.undefined:
            found[row] = statistic.undefined[row]
        elif few[row]:
            found[row] = message("reason.one_psu")
        elif without_freedom[row]:
            found[row] = message("reason.no_freedom")
        elif row in statistic.unmeasured:
            found[row] = statistic.unmeasured[row]
        else:
            found[row] = without_error(statistic, row, float(result.value[row]), float(result.se[row]))
    return found


def without_error(statistic: Statistic, row: int, value: float, se: float) -> Message:
    """Why a value that could be measured has no standard error, or no interval."""
    if not np.isfinite(value):
        return message("reason.too_large")
    if np.isnan(se):
        return message("reason.quantile_at_end" if statistic.quantiles else "reason.all_lonely")
    if row in statistic.degenerate:
        return statistic.degenerate[row]
    if se == 0 and row in statistic.constant:
        return statistic.constant[row]
    if statistic.is_proportion and value in ENDS:
        return message("reason.all_or_none")  # log odds do not exist
    return message("reason.quantile_at_end")
