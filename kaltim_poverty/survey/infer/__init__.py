"""From statistics to standard errors, intervals and reasons: one path for every question about a survey.

A question makes a `Statistic` of whatever it computes: a value in each row of its answer with its influence,
as slopes in sums over domains, as totals by PSU, or as values under replicates. `Evidence` says what these
rest on: independent samples, and `Subsample`s, each a reduction of a sample with the domain that each row
refers to. So a statistic may rest on a domain, on two of them (`difference`, with their covariance), on a
domain and everybody, on two surveys, or on two waves of a panel, which share a design. A line that was
estimated is one more subsample. `infer` makes `Result`s of them.

Inside: `measured` makes statistics of the measures of a breakdown, `conditions` says where they exist;
`reweighted` and `rowwise` give values under replicates; `by_sample` puts variances together from
`linearisation` (with `influence` and `variance`) and `replicates`; `full_count` says which samples have none.
`degrees`, `interval`, `woodruff`, `design_effect`, `significance` and `reasons` each hold one rule.
"""

from kaltim_poverty.survey.infer.bootstrap import Bootstrap
from kaltim_poverty.survey.infer.conditions import defined_under
from kaltim_poverty.survey.infer.degrees import runs
from kaltim_poverty.survey.infer.design_effect import spread_of_rows
from kaltim_poverty.survey.infer.domain_strata import DomainStrata
from kaltim_poverty.survey.infer.evidence import (
    DistributedTotals,
    Evidence,
    SampleDesign,
    Subsample,
    subsample_of_line,
    subsample_of_totals,
)
from kaltim_poverty.survey.infer.inference import infer
from kaltim_poverty.survey.infer.influence import Influence, totals_of_chunk
from kaltim_poverty.survey.infer.measured import by_influence, measured, subsample_of
from kaltim_poverty.survey.infer.poor_psus import are_alike, extremes_of_factors
from kaltim_poverty.survey.infer.replicates import (
    BlockSummary,
    Replicates,
    ReplicateSummary,
    summary_of_block,
    summary_of_replicates,
)
from kaltim_poverty.survey.infer.result import Result
from kaltim_poverty.survey.infer.reweighted import (
    Reweighted,
    column_of,
    moves_with_ranks,
    scaled_by,
    value_under,
)
from kaltim_poverty.survey.infer.rowwise import density_of_rows, values_by_replicate, weights_and_lines
from kaltim_poverty.survey.infer.significance import significance, significance_of_row
from kaltim_poverty.survey.infer.statistic import Quantile, Statistic, difference
from kaltim_poverty.survey.infer.variance import StratumVariance, squares_between, sums_of_runs

__all__ = [
    "BlockSummary",
    "Bootstrap",
    "DistributedTotals",
    "DomainStrata",
    "Evidence",
    "Influence",
    "Quantile",
    "ReplicateSummary",
    "Replicates",
    "Result",
    "Reweighted",
    "SampleDesign",
    "Statistic",
    "StratumVariance",
    "Subsample",
    "are_alike",
    "by_influence",
    "column_of",
    "defined_under",
    "density_of_rows",
    "difference",
    "extremes_of_factors",
    "infer",
    "measured",
    "moves_with_ranks",
    "runs",
    "scaled_by",
    "significance",
    "significance_of_row",
    "spread_of_rows",
    "squares_between",
    "subsample_of",
    "subsample_of_line",
    "subsample_of_totals",
    "summary_of_block",
    "summary_of_replicates",
    "sums_of_runs",
    "totals_of_chunk",
    "value_under",
    "values_by_replicate",
    "weights_and_lines",
]
