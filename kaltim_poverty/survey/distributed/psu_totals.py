"""What blocks emit of PSUs: Σ w·(influence value) of own cells (a domain and a PSU), of each influence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from kaltim_poverty.measures.feature import LINE, POOR
from kaltim_poverty.survey.distributed.views import BlockView, View, block_views, poor_of
from kaltim_poverty.survey.infer import Influence, Subsample, totals_of_chunk
from kaltim_poverty.survey.moments import Plan, fold
from kaltim_poverty.survey.sample import chunks

if TYPE_CHECKING:
    from kaltim_poverty.measures.constants import DomainConstants
    from kaltim_poverty.measures.feature import Feature
    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.distributed.rows import BlockRows
    from kaltim_poverty.survey.moments import Carry, Moments

Columns: TypeAlias = dict[str, NDArray[Any]]

OF_LINE = -1  # in place of a domain: the influence of PSUs on a line that was estimated


class Emission(NamedTuple):
    """The plan of what blocks emit about PSUs.

    Attributes:
        views: of the breakdowns; a domain is numbered on from those of the views before.
        constants: of the domains of each view.
        influences: with slopes of features, (domains of all views,), and no totals.
        starts: the running sums before each block, by block and view.
        by_ratio: whether the rows of blocks are in order of welfare over line.
        with_poor: whether the poor of own cells are wanted too.
        line: everybody, and the constants of that domain, where the line was estimated.
    """

    views: tuple[View, ...]
    constants: tuple[DomainConstants, ...]
    influences: tuple[Influence, ...]
    starts: Sequence[Sequence[Carry]]
    by_ratio: bool
    with_poor: bool
    line: tuple[View, DomainConstants] | None = None

    @property
    def names(self) -> list[str]:
        """The names of the columns of totals."""
        names = [f"t{place}" for place in range(len(self.influences))]
        return [*names, "poor"] if self.with_poor else names

    @property
    def features(self) -> tuple[Feature, ...]:
        """All that have a slope, each once."""
        slopes = (feature for influence in self.influences for _, feature in influence.slopes)
        return tuple(dict.fromkeys([*slopes, *([POOR] if self.with_poor else [])]))


@np.errstate(divide="ignore", invalid="ignore", over="ignore")  # where a measure does not exist
def emitted(emission: Emission, block: BlockRows) -> Columns:
    """The own cells of a block, one after the other.

    Returns:
        ``psu``, ``domain``, ``stratum``, then ``t0``, ``t1``, … of each influence (of a line its own as
        ``t0``), and ``poor``, the weight of the poor, if that is wanted.
    """
    found, first = [], 0
    views = block_views(block, emission.views, with_psus=True)
    of_views = zip(views, emission.constants, emission.starts[block.number], strict=True)
    for view, constants, start in of_views:
        found.append(cells_of_view(emission, block, view, constants, start, first))
        first += len(view.over)
    if emission.line is not None:
        found.append(cells_of_line(block, emission.line, emission.names))
    return end_to_end(found)


def cells_of_view(
    emission: Emission,
    block: BlockRows,
    view: BlockView,
    constants: DomainConstants,
    start: Carry,
    first: int,
) -> Columns:
    """The own cells of one view, whose domains are numbered from *first* on."""
    domains = slice(first, first + len(view.over))
    influences = [
        Influence({key: slope[domains] for key, slope in influence.slopes.items()}, {})
        for influence in emission.influences
    ]
    moments = moments_of_cells(emission, view, constants, start)
    totals = np.zeros((len(influences), len(view.over.domain)))
    within = chunks(view.over)
    own = Subsample(0, view.over, within, moments.cells, np.arange(len(view.over)))
    there = [place for place, influence in enumerate(influences) if influence.slopes]
    for chunk in within.every.values():
        of_chunk = totals_of_chunk(chunk, own, [influences[place] for place in there])
        for place, values in zip(there, of_chunk, strict=True):
            totals[place, chunk.cells] = values
    poor = [moments.cell_sums[POOR]] if emission.with_poor else []
    named = dict(zip(emission.names, [*totals, *poor], strict=True))
    return columns_of_cells(block, view, first + view.over.domain, named)


def moments_of_cells(
    emission: Emission, view: BlockView, constants: DomainConstants, start: Carry
) -> Moments:
    """The sums of own cells, of every feature that has a slope."""
    features = emission.features
    if not emission.by_ratio:
        return folded(view, features, constants, start, of_poor=False)
    poor = tuple(feature for feature in features if feature.of_the_poor)
    others = tuple(feature for feature in features if not feature.of_the_poor)
    of_poor = folded(view, poor, constants, start, of_poor=True)
    return folded(view, others, constants, start, of_poor=False).with_features_of(of_poor)


def folded(
    view: BlockView, features: tuple[Feature, ...], constants: DomainConstants, start: Carry, *, of_poor: bool
) -> Moments:
    """The sums of own cells of some features."""
    parts = poor_of(view.parts) if of_poor else view.parts()
    plan = Plan(features, ())
    line, sizes = view.line, view.sample.sizes
    own = start._replace(sums={each: sums for each, sums in start.sums.items() if each in features})
    return fold(parts, view.over, plan, constants, lines=line, start=own, sizes=sizes).moments


def cells_of_line(block: BlockRows, line: tuple[View, DomainConstants], names: Sequence[str]) -> Columns:
    """The influence on the line of each PSU of a block, in the first of some columns.

    Args:
        block: the rows.
        line: everybody, and the constants of that domain.
        names: of the columns of totals, in which others are 0.
    """
    everybody, constants = line
    (view,) = block_views(block, [everybody], with_psus=True)
    if block.line_totals is None:
        (sums,) = fold(view.parts(), view.over, Plan((LINE,), ()), constants).moments.cell_sums.values()
    else:
        sums = block.line_totals[view.over.psu]
    values = dict.fromkeys(names, np.zeros(len(sums)))
    return columns_of_cells(block, view, np.full(len(sums), OF_LINE), {**values, names[0]: sums})


def cells_of_line_alone(line: tuple[View, DomainConstants], block: BlockRows) -> Columns:
    """The influence on the line of each PSU of a block, as the only one."""
    return cells_of_line(block, line, ["t0"])


def line_of_psus(line: tuple[View, DomainConstants], block: BlockRows) -> Columns:
    """The influence on the line of each PSU of a block, by its key."""
    columns = cells_of_line_alone(line, block)
    return {name: columns[name] for name in ("psu", "t0")}


def columns_of_cells(
    block: BlockRows, view: BlockView, domain: NDArray[Any], totals: Mapping[str, Array]
) -> Columns:
    """The columns of some own cells."""
    psu = view.over.psu
    return {
        "psu": psu if block.psu is None else block.psu[psu],
        "domain": domain.astype(np.int32),
        "stratum": block.stratum[psu].astype(np.int32),
        **totals,
    }


def end_to_end(columns: Sequence[Columns]) -> Columns:
    """The own cells of several views, one after the other."""
    return {name: np.concatenate([own[name] for own in columns]) for name in columns[0]}
