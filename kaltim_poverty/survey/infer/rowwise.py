"""The rows of a breakdown in memory, for questions whose influence values no sum of features holds.

Each row keeps what is beside its welfare: what it receives, whether it is eligible, its score.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures.linear import Array
from kaltim_poverty.measures.poverty import poor
from kaltim_poverty.survey.infer.bootstrap import Bootstrap
from kaltim_poverty.survey.infer.inference import whole as every_psu
from kaltim_poverty.survey.infer.replicates import column_of, line_under, scaled_by
from kaltim_poverty.survey.sample.blocks import Whole, breakdown
from kaltim_poverty.survey.sample.design import Variance, degrees

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kaltim_poverty.survey.infer.replicates import Replicates
    from kaltim_poverty.survey.sample.blocks import Block, Breakdown, Sample
    from kaltim_poverty.survey.study import Study

LEAST_PSUS = 2


class People(NamedTuple):
    """The rows of a breakdown by domain, in order of welfare within each.

    Attributes:
        over: the domains and their own cells.
        welfare: of each row.
        weight: of persons.
        own: the own cell of each row.
        psu: of each row.
        line: of each row; empty where there is none.
        beside: more numbers of each row by name.
        replicates: replicate weights, one row of numbers each; empty without them.
        starts: where the rows of each domain begin, with their number at the end.
    """

    over: Breakdown
    welfare: Array
    weight: Array
    own: Whole
    psu: Whole
    line: Array
    beside: Mapping[str, Array]
    replicates: Array
    starts: Whole

    def domain(self, number: int) -> slice:
        """The rows of one domain."""
        return slice(int(self.starts[number]), int(self.starts[number + 1]))

    def poor(self, line: float | None = None) -> NDArray[np.bool_]:
        """Whether each row is poor, by its line or by another one for all."""
        return poor(self.welfare, self.line if line is None else line)


def people_of(sample: Sample, columns: tuple[str, ...]) -> People:
    """The rows of one breakdown."""
    over = breakdown(sample, columns)
    blocks = list(sample.blocks())
    cell = np.concatenate([block.cell for block in blocks])
    own = over.cell_of[cell]
    inside = np.flatnonzero(own >= 0)
    domain = over.domain[own[inside]]
    order = inside[np.argsort(domain, kind="stable")] if len(over) > 1 else inside
    replicates = blocks[0].replicates
    if replicates.size:
        replicates = np.concatenate([block.replicates for block in blocks], axis=1)[:, order]
    return People(
        over,
        np.concatenate([block.welfare for block in blocks])[order],
        np.concatenate([block.weight for block in blocks])[order],
        own[order],
        sample.cells.psu[cell[order]],
        lines_of(sample, blocks, cell)[order] if has_line(sample, blocks) else np.empty(0),
        {name: np.concatenate([block.beside[name] for block in blocks])[order] for name in blocks[0].beside},
        replicates,
        np.searchsorted(np.sort(domain), np.arange(len(over) + 1)).astype(np.intp),
    )


def has_line(sample: Sample, blocks: list[Block]) -> bool:
    """Whether rows have a poverty line."""
    return sample.cells.line is not None or blocks[0].line is not None


def lines_of(sample: Sample, blocks: list[Block], cell: Whole) -> Array:
    """The line of each row."""
    own = [block.line for block in blocks if block.line is not None]
    if own:
        return np.concatenate(own)
    line = sample.cells.line
    assert line is not None  # noqa: S101 - asked by the caller
    return line[cell] if isinstance(line, np.ndarray) else np.full(len(cell), line)


class Errors(NamedTuple):
    """How variances of a breakdown are computed.

    Attributes:
        study: the survey.
        people: its rows.
        freedom: degrees of freedom of each domain.
        few: whether each domain has rows in fewer than two PSUs, so that nothing can be compared.
        variance: over the PSUs of the breakdown.
    """

    study: Study
    people: People
    freedom: Array
    few: NDArray[np.bool_]
    variance: Variance

    def of(self, totals: Array, lines: Array) -> Array:
        """The variance in each domain.

        Args:
            totals: Σ w·influence of each own cell.
            lines: slopes in the poverty line of each domain, used where that was estimated.
        """
        relative = self.study.relative
        if relative is None or not lines.any():
            return self.variance.of(totals)
        over, design = self.people.over, self.study.reading.design
        every = Variance(design, every_psu(len(design.stratum)))
        found = np.empty(len(over))
        for domain, slope in enumerate(lines.tolist()):
            own = over.own(domain)
            by_psu = slope * relative.psu
            by_psu[over.psu[own]] += totals[own]
            found[domain] = every.of(by_psu)[0]
        return found


def errors_of(study: Study, people: People) -> Errors:
    """How variances of a breakdown are computed."""
    design, over = study.reading.design, people.over
    replicates = study.replicates
    given = replicates is not None and replicates.weights is None
    freedom = degrees(design, over)
    if replicates is not None and replicates.freedom is not None:
        freedom = np.full(len(over), replicates.freedom)
    few = np.zeros(len(over), dtype=bool) if given else np.diff(over.starts) < LEAST_PSUS
    return Errors(study, people, freedom, few, Variance(design, over))


Compute = Callable[[Array, float | None], Array]


def replicated(study: Study, people: People, full: Array, compute: Compute) -> tuple[Array, Array]:
    """Variances as the spread over replicates, and in how many of these each number does not exist.

    Args:
        study: the survey, with replicates.
        people: its rows.
        full: the numbers under the weights as they are, of any shape.
        compute: the same from other weights and, where the line is relative, the line under them.
    """
    replicates = study.replicates
    assert replicates is not None  # noqa: S101 - asked by the caller
    squares, exist, missing = np.zeros(full.shape), np.zeros(full.shape), np.zeros(full.shape)
    for place, (weight, line) in enumerate(under(study, people, replicates)):
        found = compute(weight, line)
        there = np.isfinite(found)
        away = np.where(there, found - full, 0.0)
        squares += replicates.each[place] * away * away
        exist += there
        missing += ~there & np.isfinite(full)
    if replicates.weights is None:
        return squares * replicates.scale, missing
    return squares / np.maximum(exist, 1), missing


def under(study: Study, people: People, replicates: Replicates) -> Iterator[tuple[Array, float | None]]:
    """The weights of each replicate, with the line that they make."""
    sample, relative = study.reading.sample, study.spec.share is not None
    if replicates.weights is None:
        for place in range(replicates.number):
            line = line_under(sample, study.spec, partial(column_of, place)) if relative else None
            yield people.replicates[place], line
        return
    for factor in Bootstrap(study.reading.design, replicates.weights, replicates.number).each():
        by_cell = factor[sample.cells.psu]
        line = line_under(sample, study.spec, partial(scaled_by, by_cell)) if relative else None
        yield people.weight * factor[people.psu], line
