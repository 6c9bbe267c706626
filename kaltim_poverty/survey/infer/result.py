"""What becomes of a statistic: an estimate with its errors, in each row of an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from kaltim_poverty.measures.linear import Array, IntArray
    from kaltim_poverty.words import Message


@dataclass(frozen=True)
class Result:
    """A statistic with its errors; NaN where a number does not exist, all arrays (rows,).

    Attributes:
        name: of the statistic.
        unit: of its value.
        value: the estimate.
        se: its standard error.
        low: the lower end of the interval.
        high: the upper end.
        df: degrees of freedom.
        deff: design effect.
        reasons: why numbers are missing, by row.
        undefined: in how many replicates the statistic does not exist, over all rows.
        is_full_count: whether it rests on full counts alone, so that it has no error.
    """

    name: str
    unit: str
    value: Array
    se: Array
    low: Array
    high: Array
    df: Array
    deff: Array
    reasons: Mapping[int, Message] = field(default_factory=dict)
    undefined: int = 0
    is_full_count: bool = False

    @property
    def rse(self) -> Array:
        """The standard error in percent of the estimate; NaN where that is 0."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.value != 0, 100.0 * self.se / np.abs(self.value), np.nan)

    def at(self, rows: IntArray) -> Result:
        """The results of some rows, in their order."""
        arrays = {name: getattr(self, name)[rows] for name in ("value", "se", "low", "high", "df", "deff")}
        numbers = enumerate(rows.tolist())
        reasons = {place: self.reasons[row] for place, row in numbers if row in self.reasons}
        return replace(self, **arrays, reasons=reasons)
