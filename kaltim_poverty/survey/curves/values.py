"""The curves of a distribution as numbers at points, from sums of the rows below a point.

Each curve gives a number for each point, with its slopes: in totals of rows, and in a line that was estimated
and by which all welfare in lines moves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures import incidence
from kaltim_poverty.measures.feature import Feature
from kaltim_poverty.measures.linear import Linear
from kaltim_poverty.measures.quantiles import kernel
from kaltim_poverty.survey.curves.sums_below import sums_below
from kaltim_poverty.survey.people.weighted_people import FAR
from kaltim_poverty.survey.sample import summed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from kaltim_poverty.measures.linear import Array, IntArray
    from kaltim_poverty.survey.curves.sums_below import Below
    from kaltim_poverty.survey.people.weighted_people import WeightedPeople

LORENZ, GENERALISED, CONCENTRATION, TIP = "lorenz", "generalised", "concentration", "tip"
CDF, DEFICIT, QUANTILE, DENSITY = "cdf", "deficit", "quantile", "density"
CURVES = (LORENZ, GENERALISED, CONCENTRATION, TIP, CDF, DEFICIT, QUANTILE, DENSITY)
OF_AMOUNTS = (CDF, DEFICIT, DENSITY)  # the points of the others are percentages of people
BENEFIT, MEMBERS = "benefit", "members"  # the columns of what is concentrated


class Ordinate(NamedTuple):
    """A number of a curve at one point.

    Attributes:
        number: in the rows of the answer; of a quantile the share of people at or below it.
        totals: Σ w·influence of each own cell, (cells,), where no sum of features holds it.
        quantile: the quantile, (rows of the answer,); None for other curves.
    """

    number: Linear
    totals: Array | None = None
    quantile: Array | None = None


def counted(place: int) -> Feature:
    """The key under which the people below a point are summed."""
    return Feature("column", float(place), "below")


def lacking(place: int) -> Feature:
    """The key under which the gaps to a point are summed."""
    return Feature("column", float(place), "lacking")


def people_of_domains(people: WeightedPeople) -> Array:
    """The number of people of each domain, (domains,)."""
    return people.sum(np.ones_like(people.weight))


def quantiles_of(people: WeightedPeople, percents: Array) -> Array:
    """The quantiles at percentages of people, (domains, points)."""
    return people.quantiles(np.tile(percents / 100.0, (len(people.all.over), 1)))


def welfare_of_poorest(people: WeightedPeople, percents: Array) -> Iterator[Linear]:
    """Σ wy of the poorest p, the row at the boundary split: p·q·N − Σ w(q − y)[y < q], q the quantile p.

    Langel and Tillé (2011), https://doi.org/10.1016/j.jspi.2011.05.008.
    """
    quantiles, size = quantiles_of(people, percents), people_of_domains(people)
    for place, below in enumerate(sums_below(people, quantiles, 2)):
        level = np.nan_to_num(percents[place] / 100.0 * quantiles[:, place])
        moved = level * size - below.domains[1]
        short = people.total_of_cells(lacking(place), below.cells[1], below.domains[1], -moved)
        yield people.of_rows(level) * people.people - short


def lorenz(people: WeightedPeople, percents: Array) -> Iterator[Ordinate]:
    """The share of welfare of the poorest p, in percent."""
    everything = people.mean * people.people
    for part in welfare_of_poorest(people, percents):
        yield Ordinate(100.0 * (part / everything))


def generalised(people: WeightedPeople, percents: Array) -> Iterator[Ordinate]:
    """The generalised Lorenz ordinate, μL(p): Shorrocks (1983), https://doi.org/10.2307/2554117."""
    for part in welfare_of_poorest(people, percents):
        yield Ordinate(part / people.people)


def tip(people: WeightedPeople, percents: Array) -> Iterator[Ordinate]:
    """The gaps of the poorest p over all people, percent.

    (Σ w max(g − g_q, 0) + p·g_q·N)/N, g = max(1 − u, 0), g_q that of the quantile p of u.
    Jenkins and Lambert (1997), Oxford Economic Papers 49, 317-327.
    """
    quantiles, size = quantiles_of(people, percents), people_of_domains(people)
    highest = np.minimum(quantiles, 1.0)
    for place, below in enumerate(sums_below(people, highest, 2)):
        p, x = percents[place] / 100.0, np.nan_to_num(highest[:, place])
        count, short = below.domains
        moved = np.where(quantiles[:, place] < 1.0, p * x * size - short, count - short)
        gaps = people.total_of_cells(lacking(place), below.cells[1], short, -moved)
        yield Ordinate(100.0 * ((gaps + people.of_rows(p * (1.0 - x)) * people.people) / people.people))


def cdf(people: WeightedPeople, points: Array) -> Iterator[Ordinate]:
    """The share of people below a point, strictly, in percent."""
    for count in counts_below(people, np.tile(points, (len(people.all.over), 1)), included=False):
        yield Ordinate(100.0 * (count / people.people))


def counts_below(people: WeightedPeople, points: Array, *, included: bool) -> Iterator[Linear]:
    """The people below points, or at them too; an estimated line moves as many as are dense there."""
    estimated = people.line is not None and people.slopes
    crowd = np.zeros(points.shape)
    if estimated:
        crowd = points * people.densities(points) * people_of_domains(people)[:, None]
    for place, below in enumerate(sums_below(people, points, 1, included=included)):
        yield people.total_of_cells(
            counted(place), below.cells[0], below.domains[0], -np.nan_to_num(crowd[:, place])
        )


def deficit(people: WeightedPeople, points: Array) -> Iterator[Ordinate]:
    """The mean deficit to a point, over all people: the mean of max(x − y, 0)."""
    for place, below in enumerate(sums_below(people, np.tile(points, (len(people.all.over), 1)), 2)):
        yield Ordinate(deficit_at(people, place, points[place], below) / people.people)


def deficit_at(people: WeightedPeople, place: int, point: float, below: Below) -> Linear:
    """Σ w max(x − y, 0), which falls by Σ w y[y < x] where all welfare grows."""
    count, short = below.domains[:2]
    return people.total_of_cells(lacking(place), below.cells[1], short, -(point * count - short))


def quantile(people: WeightedPeople, percents: Array) -> Iterator[Ordinate]:
    """The quantile p, whose error follows from that of the share of people at or below it."""
    quantiles = quantiles_of(people, percents)
    for place, count in enumerate(counts_below(people, quantiles, included=True)):
        yield Ordinate(count / people.people, quantile=people.of_rows(quantiles[:, place]))


def density(people: WeightedPeople, points: Array) -> Iterator[Ordinate]:
    """Σ w K_h(x − y)/N with a Gaussian kernel, whose bandwidth h is held fixed.

    Silverman (1986), Density Estimation for Statistics and Data Analysis, section 3.4.2.
    """
    for place, point in enumerate(points.tolist()):
        rows = rows_near(people, point)
        width, away = people.widths[people.domain[rows]], point - people.welfare[rows]
        near = kernel(-away / width, 0.0, 1.0) / width
        moved = None
        if people.line is not None and people.slopes:
            moved = people.sum(people.welfare[rows] * away / (width * width) * near, rows)
        crowd = people.total(Feature("column", float(place), "near"), near, rows, elasticity=moved)
        yield Ordinate(crowd / people.people)


def rows_near(people: WeightedPeople, point: float) -> IntArray:
    """The rows whose kernel at a point is more than 1e-18; none of a domain in which all welfare is equal."""
    found = []
    for number, own in people.domain_rows():
        reach = FAR * float(people.widths[number])
        if reach > 0:
            ends = np.searchsorted(people.welfare[own], (point - reach, point + reach)) + own.start
            found.append(np.arange(*ends.tolist()))
    return np.concatenate(found) if found else np.empty(0, dtype=np.intp)


def amounts_of(people: WeightedPeople) -> Array:
    """The amount of each person of a row, (rows,): that of the row over its members where these are known."""
    return np.asarray(people.column(BENEFIT) / people.all.columns.get(MEMBERS, 1.0))


def concentration(people: WeightedPeople, percents: Array) -> Iterator[Ordinate]:
    """The share of something that the poorest p get, percent; people of equal welfare are pooled.

    Kakwani, Wagstaff and van Doorslaer (1997), https://doi.org/10.1016/S0304-4076(96)01807-6; the influence
    is that of `measures.share_of_benefit`.
    """
    amounts = amounts_of(people)
    ranked = {
        number: incidence.rank_rows(people.welfare[own], people.weight[own])
        for number, own in people.domain_rows()
    }
    for percent in percents.tolist():
        values, influence = np.full(len(people.all.over), np.nan), np.zeros(len(people.weight))
        for number, own in people.domain_rows():
            every = incidence.total(ranked[number], amounts[own])
            if every.value > 0:
                share = 100.0 * (
                    incidence.benefit_below(ranked[number], percent / 100.0, amounts[own]) / every
                )
                values[number], influence[own] = share.value, share.influence
        totals = None
        if people.slopes:
            totals = summed(people.all.own, people.weight * influence, len(people.all.over.domain))
        yield Ordinate(Linear(np.append(values, np.nan)[people.places], {}), totals)


FORMULAS: Mapping[str, Callable[[WeightedPeople, Array], Iterator[Ordinate]]] = {
    LORENZ: lorenz,
    GENERALISED: generalised,
    CONCENTRATION: concentration,
    TIP: tip,
    CDF: cdf,
    DEFICIT: deficit,
    QUANTILE: quantile,
    DENSITY: density,
}
