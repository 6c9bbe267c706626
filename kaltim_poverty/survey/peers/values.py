"""The value that a measure has where choices are made in another way, on the rows of a sample.

What a choice changes in the rows (a line, a weight, who is in) is changed there, and the measure is kpov's
own; only the formulas that differ as such are written out: the Gini ratio, quantiles, S80/S20.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from kaltim_poverty.errors import UsageError
from kaltim_poverty.measures.by_name import value_by_name
from kaltim_poverty.measures.catalogue import measure
from kaltim_poverty.measures.poverty import ON_LINE, on_line
from kaltim_poverty.survey.peers.choices import Switch

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.sample import Sample

PERCENT = 100.0
FIFTHS = (0.2, 0.8)
JUST_ABOVE = 4 * ON_LINE  # of a line, relative: nearer to it welfare is the line itself


class Rows(NamedTuple):
    """The rows of a domain; arrays of shape (rows,), in order of welfare.

    Attributes:
        welfare: of each row.
        weight: of persons, above 0.
        line: of each row; None without one.
    """

    welfare: Array
    weight: Array
    line: Array | None

    def chosen(self, rows: NDArray[np.bool_]) -> Rows:
        """The rows that a mask chooses."""
        line = None if self.line is None else self.line[rows]
        return Rows(self.welfare[rows], self.weight[rows], line)


def rows_of(sample: Sample, groups: Mapping[str, str] | None = None) -> Rows:
    """The rows of the subpopulation of a sample, or of one of its domains.

    Args:
        sample: that was read.
        groups: the values of columns that the rows of the domain have, as written; empty ones are of all.

    Raises:
        UsageError: if the rows stay on a cluster.
    """
    if sample.distributed is not None:
        raise UsageError("conflict", one="--like", other="--engine spark")
    blocks = list(sample.blocks())
    cell = np.concatenate([block.cell for block in blocks])
    line: Array | None
    if any(block.line is not None for block in blocks):
        line = np.concatenate([np.asarray(block.line) for block in blocks])
    elif sample.cells.line is None:
        line = None
    else:
        of_cells = np.asarray(sample.cells.line, dtype=np.float64)
        line = np.broadcast_to(of_cells, sample.cells.psu.shape)[cell]
    rows = Rows(
        np.concatenate([block.welfare for block in blocks]),
        np.concatenate([block.weight for block in blocks]),
        line,
    )
    inside = sample.cells.inside.copy()
    for column, label in (groups or {}).items():
        if label:
            code = list(sample.cells.labels[column]).index(label)
            inside &= np.asarray(sample.cells.groups[column]) == code
    return rows.chosen(inside[cell])


def value_of(name: str, rows: Rows, switches: Collection[Switch], floor: float | None) -> float | None:
    """The value of a measure.

    Args:
        name: of the measure.
        rows: of the domain; with the choice ``persons`` those whose weight is the weight alone.
        switches: the choices that are made in another way.
        floor: what welfare at or below 0 becomes for Watts.

    Returns:
        the value in the unit of the measure, or as a fraction with the choice ``unit``; None where there is
        none.
    """
    there = dict(switches)
    if "negative" in there:
        rows = rows.chosen(rows.welfare >= 0)
    if "poor_if" in there and rows.line is not None:
        above = np.where(on_line(rows.welfare, rows.line), rows.line * (1 + JUST_ABOVE), rows.line)
        rows = rows._replace(line=above)
    value = formula_of(name, rows, there, floor)
    if value is None or "unit" not in there:
        return value
    return value / PERCENT


def formula_of(name: str, rows: Rows, there: dict[str, str], floor: float | None) -> float | None:
    """The value by the formula that the choices mean."""
    known = measure(name)
    if known is None or not rows.weight.size:
        return None
    if "gini" in there:
        return gini(rows, there["gini"])
    if "quantile" in there:
        return first_value(rows, known.percents[0] / PERCENT, "right")
    if "s80s20" in there:
        return whole_rows_ratio(rows, "left" if there["s80s20"] == "whole_rows_at_least_p" else "right")
    if "watts_zero" in there and rows.line is not None:
        rows = without_zero(rows, rows.line, there["watts_zero"])
    return value_by_name(known.name, rows.welfare, rows.weight, rows.line, floor)


def without_zero(rows: Rows, line: Array, there: str) -> Rows:
    """Rows of which none has welfare at or below 0: dropped, or at the line, where they add nothing."""
    at_zero = rows.welfare <= 0
    if there == "row_dropped":
        return rows.chosen(~at_zero)
    return rows._replace(welfare=np.where(at_zero, line, rows.welfare))


def gini(rows: Rows, there: str) -> float | None:
    """The Gini ratio in another way.

    ``rows_as_units``: (2 Σ w r y − Σ w y)/(N Y) − 1 with r the running sum of weights, as if each row were
    one unit (Osier 2009, https://doi.org/10.18148/srm/2009.v3i3.369); ``n_minus_1``: times n/(n − 1).
    """
    own = value_by_name("gini", rows.welfare, rows.weight, None)
    if own is None:
        return None
    if there == "n_minus_1":
        count = rows.weight.size
        return own * count / (count - 1) if count > 1 else None
    income = rows.weight * rows.welfare
    people, total = rows.weight.sum(), income.sum()
    return float((2 * (income * np.cumsum(rows.weight)).sum() - income.sum()) / (people * total) - 1)


def first_value(rows: Rows, p: float, side: Literal["left", "right"]) -> float:
    """The first value with a running share of people of at least *p* (left), or above it (right)."""
    share = np.cumsum(rows.weight) / rows.weight.sum()
    place = min(int(np.searchsorted(share, p, side=side)), share.size - 1)
    return float(rows.welfare[place])


def whole_rows_ratio(rows: Rows, side: Literal["left", "right"]) -> float | None:
    """S80/S20 of the rows above and up to the quantiles, none of them split; below 0 as other programs do."""
    low, high = (first_value(rows, p, side) for p in FIFTHS)
    income = rows.weight * rows.welfare
    bottom = income[rows.welfare <= low].sum()
    return float(income[rows.welfare > high].sum() / bottom) if bottom else None


__all__ = ["Rows", "rows_of", "value_of"]
