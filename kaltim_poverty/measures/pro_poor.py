"""Was growth pro-poor: what the poor gained beside what everybody did.

Ravallion and Chen (2003), https://doi.org/10.1016/S0165-1765(02)00205-7; Kakwani and Pernia (2000), What is
pro-poor growth?, Asian Development Review 18, 1-16; Kakwani and Son (2008), Poverty equivalent growth rate,
https://doi.org/10.1111/j.1475-4991.2008.00293.x.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from kaltim_poverty.measures.linear import Linear


def watts_growth(watts_before: Linear, watts_after: Linear, rate_before: Linear, years: float) -> Linear:
    """100·(W₁ − W₂)/P0₁ a year, in percent: the growth of the welfare of the poor, by Watts' index.

    Args:
        watts_before: W₁.
        watts_after: W₂.
        rate_before: P0₁, in percent.
        years: between both.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return (100.0 * 100.0 / years) * ((watts_before - watts_after) / rate_before)


def kakwani_pernia(change: Linear, growth: Linear) -> Linear:
    """The change of poverty over what growth alone would have changed; NaN where that is 0.

    Where the mean grew, above 1 says that the poor gained more than others; where it fell, that they lost
    more.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        found = change / growth
    return found.chain(np.where(growth.value != 0, found.value, np.nan), 1.0)
