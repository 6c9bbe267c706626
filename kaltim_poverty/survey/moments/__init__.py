"""Rows to moments: sums of w·feature by domain, and by domain and PSU.

`reduce` makes of a sample and some measures a `Reduced`: constants of domains, `Moments` (arrays that can be
added to those of other rows), totals as formulas take them. `fold` is the pass behind it, over any blocks.
"""

from kaltim_poverty.survey.moments.accumulator import Accumulator, Folded
from kaltim_poverty.survey.moments.carry import Carry
from kaltim_poverty.survey.moments.finest import FinestSums, finest_sums
from kaltim_poverty.survey.moments.fold import (
    fold,
    fold_blocks,
    running_sums,
    weight_of,
)
from kaltim_poverty.survey.moments.moments import CellSums, Moments, added_up, all_cell_sums
from kaltim_poverty.survey.moments.plan import Plan, plan_of
from kaltim_poverty.survey.moments.poor import line_of_rows, poor_rows
from kaltim_poverty.survey.moments.quantiles import quantiles_at
from kaltim_poverty.survey.moments.reduced import Reduced, plan_for, reduce, totals_under
from kaltim_poverty.survey.moments.relative import LineRule, RelativeLine, line_under, relative_line

__all__ = [
    "Accumulator",
    "Carry",
    "CellSums",
    "FinestSums",
    "Folded",
    "LineRule",
    "Moments",
    "Plan",
    "Reduced",
    "RelativeLine",
    "added_up",
    "all_cell_sums",
    "finest_sums",
    "fold",
    "fold_blocks",
    "line_of_rows",
    "line_under",
    "plan_for",
    "plan_of",
    "poor_rows",
    "quantiles_at",
    "reduce",
    "relative_line",
    "running_sums",
    "totals_under",
    "weight_of",
]
