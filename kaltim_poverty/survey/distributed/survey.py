"""A survey whose rows are distributed, as `Reading` takes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kaltim_poverty.measures.linear import Array, IntArray
from kaltim_poverty.survey.sample import SIZES, Block, Cells, Design, Distributed, Sample, Sizes


class Combinations(NamedTuple):
    """The combinations of groups that rows with a weight above 0 have anywhere; arrays (combinations,).

    Attributes:
        codes: of the groups by column, for breakdowns and lines; -1 where rows lack the group.
        labels: the groups as written by column, in order of their codes: that of one machine (`categorical`).
        inside: whether the combination is of rows of the subpopulation.
        rows: how many rows have it.
    """

    codes: Mapping[str, IntArray]
    labels: Mapping[str, Sequence[str]]
    inside: NDArray[np.bool_]
    rows: IntArray


def distributed_sample(
    distributed: Distributed,
    combinations: Combinations,
    psus: int,
    line: float | None = None,
    sizes: Sizes = SIZES,
    *,
    full_count: bool = False,
) -> Sample:
    """A sample without blocks of its own, whose cells are combinations of groups.

    Args:
        distributed: its rows.
        combinations: of groups. Where there are no groups: one, or two with rows outside the subpopulation.
        psus: of the whole design, with those without a row here.
        line: one for all; None where rows have their own, or there is none (yet).
        sizes: of the steps in which rows are handled.
        full_count: whether everybody is in the file: then no pass goes over PSUs.
    """
    cells = Cells(
        np.zeros(len(combinations.rows), dtype=np.intp),
        combinations.rows,
        combinations.inside,
        combinations.codes,
        combinations.labels,
        line,
    )
    return Sample(
        no_blocks,
        in_memory=False,
        cells=cells,
        psus=psus,
        sizes=sizes,
        is_full_count=full_count,
        distributed=distributed,
    )


def no_blocks() -> Iterator[Block]:
    """No blocks: the rows are distributed."""
    return iter(())


def distributed_design(
    psus: IntArray, fraction_left: Array, names: Sequence[str], rule: str, *, full_count: bool = False
) -> Design:
    """A design whose PSUs are not listed.

    Args:
        psus: n_h, all PSUs of each stratum, with those that have no row here, (strata,).
        fraction_left: 1 - n_h/N_h of each stratum; 1 without a finite population correction, (strata,).
        names: the strata as written, in order of their numbers.
        rule: what a stratum with one PSU adds.
        full_count: whether everybody is in the file.
    """
    return Design(np.empty(0, dtype=np.intp), psus, fraction_left, names, rule, full_count)
