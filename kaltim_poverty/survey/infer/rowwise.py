"""Values of questions that keep their rows, under the weights of each replicate."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from kaltim_poverty.measures.linear import Array
from kaltim_poverty.measures.quantiles import kernel
from kaltim_poverty.survey.infer.bootstrap import Bootstrap
from kaltim_poverty.survey.infer.reweighted import LineRule, column_of, line_under, scaled_by

if TYPE_CHECKING:
    from kaltim_poverty.survey.infer.replicates import Replicates
    from kaltim_poverty.survey.sample.blocks import Sample
    from kaltim_poverty.survey.sample.design import Design
    from kaltim_poverty.survey.sample.people import People

Compute: TypeAlias = Callable[[Array, float | None], Array]


def density_of_rows(welfare: Array, point: float, width: float) -> Array:
    """The density that each row has at a point, (rows,); 0 where all welfare is equal."""
    return kernel(welfare, point, width) if width > 0 else np.zeros_like(welfare)


def values_by_replicate(
    replicates: Replicates,
    design: Design,
    sample: Sample,
    rule: LineRule | None,
    people: People,
    compute: Compute,
) -> Array:
    """Numbers under the weights of each replicate.

    Args:
        replicates: how many, and whose weights.
        design: of the sample.
        sample: the survey, for a line that is relative.
        rule: how the line follows from the weights, where it does.
        people: the rows.
        compute: the numbers, of any shape, from weights (rows,) and, where it is relative, the line.

    Returns:
        one row a replicate.
    """
    return np.array(
        [compute(*under) for under in weights_and_lines(replicates, design, sample, rule, people)]
    )


def weights_and_lines(
    replicates: Replicates, design: Design, sample: Sample, rule: LineRule | None, people: People
) -> Iterator[tuple[Array, float | None]]:
    """The weights of each replicate, with the line that they make."""
    if replicates.weights is None:
        for place in range(replicates.number):
            line = line_under(sample, rule, partial(column_of, place)) if rule else None
            yield people.replicates[place], line
        return
    for factor in Bootstrap(design, replicates.weights, replicates.number).each():
        by_cell = factor[sample.cells.psu]
        line = line_under(sample, rule, partial(scaled_by, by_cell)) if rule else None
        yield people.weight * factor[people.psu], line
