"""The estimates of one machine where rows stay on the executors of a cluster: only sums travel.

Rows come in blocks that follow from the data (`block_of`); what computes over them goes to them through
`DistributedRows`, which an engine implements. Each pass runs the code of one machine on a block and adds up
what comes back in the order of blocks, so that digits do not depend on how many executors there are.
"""

from kaltim_poverty.survey.distributed.blocks import RangeRows, block_of, pack, rows_at, rows_in, unpack
from kaltim_poverty.survey.distributed.counting import Counted, count_views
from kaltim_poverty.survey.distributed.density_pass import with_bandwidths, with_quantiles
from kaltim_poverty.survey.distributed.domain_blocks import (
    DomainBlocks,
    RowsOfBlock,
    SmallDomains,
    parted,
    view_in,
    with_codes,
)
from kaltim_poverty.survey.distributed.estimation import (
    JoinedBreakdowns,
    Survey,
    estimated,
    joined_breakdowns,
)
from kaltim_poverty.survey.distributed.psu_totals import (
    Columns,
    cells_of_line,
    cells_of_line_alone,
    columns_of_cells,
    end_to_end,
    line_of_psus,
)
from kaltim_poverty.survey.distributed.reduction import Question, line_of, number_of_domains, rows_of
from kaltim_poverty.survey.distributed.relative import everybody, everybody_with_line, relative_line
from kaltim_poverty.survey.distributed.replicates import (
    drawn_of,
    lines_of_replicates,
    lines_under,
    summary_of_replicates,
    with_places,
)
from kaltim_poverty.survey.distributed.rows import BlockRows
from kaltim_poverty.survey.distributed.stratum_errors import StratumErrors
from kaltim_poverty.survey.distributed.stratum_sums import StratumSums, no_sums, sums_of_domains, sums_of_psus
from kaltim_poverty.survey.distributed.survey import Combinations, distributed_design, distributed_sample
from kaltim_poverty.survey.distributed.together import Together
from kaltim_poverty.survey.distributed.views import (
    NO_CHUNKS,
    BlockView,
    Drawn,
    View,
    block_views,
    domains_of,
    without_cells,
)

__all__ = [
    "NO_CHUNKS",
    "BlockRows",
    "BlockView",
    "Columns",
    "Combinations",
    "Counted",
    "DomainBlocks",
    "Drawn",
    "JoinedBreakdowns",
    "Question",
    "RangeRows",
    "RowsOfBlock",
    "SmallDomains",
    "StratumErrors",
    "StratumSums",
    "Survey",
    "Together",
    "View",
    "block_of",
    "block_views",
    "cells_of_line",
    "cells_of_line_alone",
    "columns_of_cells",
    "count_views",
    "distributed_design",
    "distributed_sample",
    "domains_of",
    "drawn_of",
    "end_to_end",
    "estimated",
    "everybody",
    "everybody_with_line",
    "joined_breakdowns",
    "line_of",
    "line_of_psus",
    "lines_of_replicates",
    "lines_under",
    "no_sums",
    "number_of_domains",
    "pack",
    "parted",
    "relative_line",
    "rows_at",
    "rows_in",
    "rows_of",
    "summary_of_replicates",
    "sums_of_domains",
    "sums_of_psus",
    "unpack",
    "view_in",
    "with_bandwidths",
    "with_codes",
    "with_places",
    "with_quantiles",
    "without_cells",
]
