"""The strata with one PSU that a subpopulation has rows in."""

from __future__ import annotations

from kaltim_poverty.measures.linear import IntArray
from kaltim_poverty.survey.sample.blocks import Sample
from kaltim_poverty.survey.sample.design import Design


def lonely_strata(design: Design, sample: Sample) -> IntArray:
    """Their numbers, ascending; those outside the subpopulation say nothing of it."""
    if sample.distributed is not None:
        return sample.distributed.lonely
    cells = sample.cells
    return design.lonely_of(cells.psu[cells.inside & (cells.rows > 0)])
