"""A sample: its rows in blocks, its design, its domains and the rows of each.

The reader hands on a `Sample`; `breakdown` makes domains of it, `slices` the rows of these, `chunks` their
own cells (a domain and a PSU) in runs of PSUs. Nothing here knows a file or a measure.
"""

from kaltim_poverty.measures.linear import IntArray
from kaltim_poverty.survey.sample.arrays import (
    factorize,
    first_occurrences,
    pieces,
    put_in_pieces,
    ranks,
    run_lengths,
    summed,
    take_in_pieces,
)
from kaltim_poverty.survey.sample.blocks import Block, Cells, Sample
from kaltim_poverty.survey.sample.breakdown import (
    Breakdown,
    breakdown,
    domain_codes,
    domains,
    over_domains,
    used_cells,
)
from kaltim_poverty.survey.sample.chunks import Chunk, Chunks, chunks
from kaltim_poverty.survey.sample.design import LONELY, Design
from kaltim_poverty.survey.sample.distributed_rows import Distributed, DistributedRows
from kaltim_poverty.survey.sample.lonely import lonely_strata
from kaltim_poverty.survey.sample.partition import partition, slices
from kaltim_poverty.survey.sample.people import People, people_of, people_over
from kaltim_poverty.survey.sample.processes import in_processes, one_by_one
from kaltim_poverty.survey.sample.psu_order import RowsByChunk, rows_by_chunk
from kaltim_poverty.survey.sample.sizes import SIZES, Sizes
from kaltim_poverty.survey.sample.slices import Slice, Slices, Weights
from kaltim_poverty.survey.sample.threads import in_threads

__all__ = [
    "LONELY",
    "SIZES",
    "Block",
    "Breakdown",
    "Cells",
    "Chunk",
    "Chunks",
    "Design",
    "Distributed",
    "DistributedRows",
    "IntArray",
    "People",
    "RowsByChunk",
    "Sample",
    "Sizes",
    "Slice",
    "Slices",
    "Weights",
    "breakdown",
    "chunks",
    "domain_codes",
    "domains",
    "factorize",
    "first_occurrences",
    "in_processes",
    "in_threads",
    "lonely_strata",
    "one_by_one",
    "over_domains",
    "partition",
    "people_of",
    "people_over",
    "pieces",
    "put_in_pieces",
    "ranks",
    "rows_by_chunk",
    "run_lengths",
    "slices",
    "summed",
    "take_in_pieces",
    "used_cells",
]
