"""Rows to moments: sums of w·feature by domain, and by domain and PSU.

`reduce` makes of a sample and some measures a `Reduced`: constants of domains, `Moments` (arrays that can be
added to those of other rows), totals as formulas take them. `fold` is the pass behind it, over any blocks.
"""

from kaltim_poverty.survey.moments.accumulator import Accumulator, Folded
from kaltim_poverty.survey.moments.carry import Carry, centres_of, no_carry
from kaltim_poverty.survey.moments.counts import count, no_rows_counted, rolled_up
from kaltim_poverty.survey.moments.cuts import RunSums
from kaltim_poverty.survey.moments.densities import (
    QUARTILES,
    kernel_sums,
    squares_from_mean,
    with_bandwidth_of,
)
from kaltim_poverty.survey.moments.finest import FinestSums, finest_sums
from kaltim_poverty.survey.moments.fold import (
    fold,
    fold_blocks,
    running_sums,
    weight_of,
)
from kaltim_poverty.survey.moments.fold_slices import by_welfare
from kaltim_poverty.survey.moments.moments import CellSums, Moments, added_up, all_cell_sums
from kaltim_poverty.survey.moments.plan import Plan, plan_of
from kaltim_poverty.survey.moments.poor import Lines, line_of_rows, poor_rows
from kaltim_poverty.survey.moments.quantiles import quantile_in, quantiles_at
from kaltim_poverty.survey.moments.reduced import (
    Reduced,
    percents_of,
    percents_with_density,
    plan_for,
    reduce,
    totals_under,
)
from kaltim_poverty.survey.moments.relative import (
    MEDIAN,
    LineRule,
    RelativeLine,
    line_under,
    relative_line,
    share_of_mean,
    share_of_median,
)

__all__ = [
    "MEDIAN",
    "QUARTILES",
    "Accumulator",
    "Carry",
    "CellSums",
    "FinestSums",
    "Folded",
    "LineRule",
    "Lines",
    "Moments",
    "Plan",
    "Reduced",
    "RelativeLine",
    "RunSums",
    "added_up",
    "all_cell_sums",
    "by_welfare",
    "centres_of",
    "count",
    "finest_sums",
    "fold",
    "fold_blocks",
    "kernel_sums",
    "line_of_rows",
    "line_under",
    "no_carry",
    "no_rows_counted",
    "percents_of",
    "percents_with_density",
    "plan_for",
    "plan_of",
    "poor_rows",
    "quantile_in",
    "quantiles_at",
    "reduce",
    "relative_line",
    "rolled_up",
    "running_sums",
    "share_of_mean",
    "share_of_median",
    "squares_from_mean",
    "totals_under",
    "weight_of",
    "with_bandwidth_of",
]
