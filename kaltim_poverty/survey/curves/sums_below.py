"""Sums of rows below some points, of all points in one pass: people, what they lack to the point, its square.

Rows come in order of welfare. What is below a point is what was below the one before, seen from the new
point, and the rows between: sums of one sign, so that nothing is lost in rounding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from kaltim_poverty.survey.sample import summed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaltim_poverty.measures.linear import Array, IntArray
    from kaltim_poverty.survey.people.weighted_people import WeightedPeople


class Below(NamedTuple):
    """Σ w(x − y)^k of the rows below x, k from 0 on.

    Attributes:
        cells: of each own cell, each (cells,); of each domain where nobody asked for slopes.
        domains: of each domain, each (domains,).
    """

    cells: tuple[Array, ...]
    domains: tuple[Array, ...]


def sums_below(
    people: WeightedPeople, points: Array, powers: int, *, included: bool = False
) -> Iterator[Below]:
    """The sums below each point, one point after the other.

    Args:
        people: the rows.
        points: ascending, of each domain, (domains, points); NaN for a domain without people.
        powers: how many powers of what is lacking are summed up, 1 to 3.
        included: whether rows that are equal to the point count, which lack nothing.
    """
    domains = np.arange(len(people.all.over))
    cells, cell_domain = (
        (people.all.own, people.all.over.domain) if people.slopes else (people.domain, domains)
    )
    interval = intervals_of_rows(people, points, included=included)
    order = np.argsort(interval, kind="stable")
    bounds = np.searchsorted(interval[order], np.arange(points.shape[1] + 1))
    sums = [np.zeros(len(cell_domain)) for _ in range(powers)]
    before = points[:, 0]
    for place in range(points.shape[1]):
        here = points[:, place]
        sums = seen_from(sums, np.nan_to_num(here - before)[cell_domain])
        rows = order[bounds[place] : bounds[place + 1]]
        weight, lacking = people.weight[rows], here[people.domain[rows]] - people.welfare[rows]
        for power in range(powers):
            sums[power] = sums[power] + summed(cells[rows], weight * lacking**power, len(cell_domain))
        before = here
        yield Below(tuple(sums), tuple(by_domain(each, cell_domain, people) for each in sums))


def by_domain(sums: Array, cell_domain: IntArray, people: WeightedPeople) -> Array:
    """Sums of own cells by domain, whose cells are runs; of domains as they are."""
    if len(sums) == len(people.all.over):
        return summed(cell_domain, sums, len(sums))
    starts = people.all.over.starts
    if (np.diff(starts) == 0).any():
        return summed(cell_domain, sums, len(people.all.over))
    return np.asarray(np.add.reduceat(sums, starts[:-1]))


def intervals_of_rows(people: WeightedPeople, points: Array, *, included: bool) -> IntArray:
    """The first point below which each row is, (rows,); the number of points where it is below none."""
    side: Literal["left", "right"] = "left" if included else "right"
    found = np.zeros(len(people.weight), dtype=np.intp)
    for number, own in people.domain_rows():
        found[own] = np.searchsorted(points[number], people.welfare[own], side=side)
    return found


def seen_from(sums: list[Array], step: Array) -> list[Array]:
    """The sums of the same rows from a point that is higher by a step."""
    moved = list(sums)
    if len(sums) > 1:
        moved[1] = sums[1] + step * sums[0]
    if len(sums) > 2:  # noqa: PLR2004 - squares
        moved[2] = sums[2] + step * (2.0 * sums[1] + step * sums[0])
    return moved
