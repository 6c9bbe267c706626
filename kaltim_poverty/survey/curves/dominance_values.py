"""The curves of poverty by order, at many lines: D_s(x), the mean of max(x − u, 0)^(s − 1)/(s − 1)!."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kaltim_poverty.measures.feature import Feature
from kaltim_poverty.survey.curves.sums_below import sums_below
from kaltim_poverty.survey.curves.values import Ordinate, people_of_domains

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.people.weighted_people import WeightedPeople

ORDERS = (1, 2, 3)
FACTOR = {1: 1.0, 2: 1.0, 3: 0.5}  # 1/(s − 1)!


def poverty_curve(people: WeightedPeople, points: Array, order: int) -> Iterator[Ordinate]:
    """D_s at each point; of order 1 the share below it, strictly.

    Davidson and Duclos (2000), https://doi.org/10.1111/1468-0262.00167.
    """
    every = np.tile(points, (len(people.all.over), 1))
    estimated = people.line is not None and people.slopes
    crowd = np.zeros(every.shape)
    if estimated and order == 1:
        crowd = every * people.densities(every) * people_of_domains(people)[:, None]
    for place, below in enumerate(sums_below(people, every, order)):
        power, sums = order - 1, below.domains
        moved = crowd[:, place] if power == 0 else power * (points[place] * sums[power - 1] - sums[power])
        total = people.total_of_cells(
            Feature("column", float(place), f"power {power}"), below.cells[power], sums[power], -moved
        )
        yield Ordinate(FACTOR[order] * (total / people.people))
