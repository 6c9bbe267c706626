"""The estimates of one machine where rows stay on the executors of a cluster: only sums travel.

Rows come in blocks that follow from the data (`block_of`); what computes over them goes to them through
`DistributedRows`, which an engine implements. Each pass runs the code of one machine on a block and adds up
what comes back in the order of blocks, so that digits do not depend on how many executors there are.
"""

from kaltim_poverty.survey.distributed.blocks import RangeRows, block_of, pack, unpack
from kaltim_poverty.survey.distributed.estimation import (
    JoinedBreakdowns,
    Survey,
    estimated,
    joined_breakdowns,
)
from kaltim_poverty.survey.distributed.reduction import Question, number_of_domains
from kaltim_poverty.survey.distributed.relative import relative_line
from kaltim_poverty.survey.distributed.replicates import summary_of_replicates
from kaltim_poverty.survey.distributed.rows import BlockRows
from kaltim_poverty.survey.distributed.survey import Combinations, distributed_design, distributed_sample

__all__ = [
    "BlockRows",
    "Combinations",
    "JoinedBreakdowns",
    "Question",
    "RangeRows",
    "Survey",
    "block_of",
    "distributed_design",
    "distributed_sample",
    "estimated",
    "joined_breakdowns",
    "number_of_domains",
    "pack",
    "relative_line",
    "summary_of_replicates",
    "unpack",
]
