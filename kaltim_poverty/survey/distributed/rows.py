"""The rows of one block, as a function that goes to them gets them."""

from __future__ import annotations

from typing import Any, NamedTuple

from numpy.typing import NDArray

from kaltim_poverty.measures.linear import Array, IntArray
from kaltim_poverty.survey.sample import Sample


class BlockRows(NamedTuple):
    """The rows of one block, with the cells that they share.

    A block is a range of welfare (or of welfare over line) that follows from the data alone; equal values
    never lie in two.

    Attributes:
        number: of the block, from 0 on, in the order that it is ranked by.
        sample: one block in memory, whose rows have a weight above 0. Its cells have codes of groups of the
            whole survey and PSUs numbered from 0 on in this block alone; neither labels nor lines.
        psu: the key of each PSU of this block in the whole survey, whole numbers or text, (psus,); None where
            each row is a PSU, so that none has rows in another block.
        stratum: the number of the stratum of each PSU of this block in the whole survey, (psus,).
        place: the number of each PSU of this block in the whole survey: by stratum, and within it in order of
            codes, with PSUs that have no row here; (psus,). For a bootstrap alone, else None.
        line_totals: Σ w·(influence on a line that was estimated) of all rows of each PSU of this block in the
            whole survey, (psus,); None unless these rows are not all that its PSUs have.
    """

    number: int
    sample: Sample
    psu: NDArray[Any] | None
    stratum: IntArray
    place: IntArray | None = None
    line_totals: Array | None = None
