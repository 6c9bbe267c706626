"""The groups of a breakdown as shares of everybody, of the poor and of all gaps: who are the poor?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from kaltim_poverty.measures.feature import LINE, Feature
from kaltim_poverty.measures.linear import Linear
from kaltim_poverty.survey.breakdowns import sample_design
from kaltim_poverty.survey.infer import (
    Evidence,
    Statistic,
    Subsample,
    infer,
    subsample_of_line,
)
from kaltim_poverty.survey.people.subpopulations import whole_population
from kaltim_poverty.survey.people.weighted_people import WELFARE, WeightedPeople, values_under_replicates
from kaltim_poverty.survey.sample import chunks
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.infer import Result
    from kaltim_poverty.survey.sample import Chunk, People
    from kaltim_poverty.survey.study import Study

GROUPS, EVERYBODY, LINE_OF_ALL = 0, 1, 2  # the numbers of the subsamples
POOR, GAP = Feature("column", None, "poor"), Feature("column", None, "gap")
OF_GROUP = ("p0", "p1")  # whose degrees of freedom are those of the group
PROPORTIONS = ("population_share", "p0", "poor_share")
UNITS = {"relative_risk": "ratio", "mean_ratio": "ratio"}
WHOLE = {"percent": 100.0, "ratio": 1.0}  # beside which rounding is measured


def measures_of_groups(study: Study, people: People) -> list[Result]:
    """Every measure of every group."""
    line = None if study.relative is None else (LINE_OF_ALL, study.relative.line)
    weighted = WeightedPeople(people, np.arange(len(people.over)), GROUPS, line=line)
    numbers = numbers_of_groups(weighted)
    under = None
    if study.replicates is not None:
        under = values_under_replicates(study, weighted, lambda own: list(numbers_of_groups(own).values()))
    poor, everybody = weighted.sum(is_poor(weighted)), weighted.sum(np.ones_like(weighted.weight))
    statistics = [
        statistic_of_group(name, number, None if under is None else under[place], poor, everybody)
        for place, (name, number) in enumerate(numbers.items())
    ]
    return infer(
        statistics,
        evidence_of_groups(study, weighted),
        level=study.asked.level,
        interval=study.asked.interval,
    )


def is_poor(people: WeightedPeople) -> Array:
    """Whether each row is poor, 1 or 0."""
    return people.all.poor(1.0 / people.moved).astype(np.float64)


def numbers_of_groups(people: WeightedPeople) -> dict[str, Linear]:
    """Every measure of every group, of people whose welfare is in lines."""
    poor = is_poor(people)
    gaps = poor * (1.0 - people.welfare)
    at_line = people.line is not None and people.slopes
    entering = -people.sum(np.ones_like(poor)) * crowd_at_line(people) if at_line else None
    size, rate, gap, mean = (
        people.people,
        people.total(POOR, poor, elasticity=entering),
        people.total(GAP, gaps, elasticity=-people.sum(poor * people.welfare) if at_line else None),
        people.total(WELFARE, people.welfare, elasticity=people.sum(people.welfare) if at_line else None),
    )
    sizes, rates, gap_of_all, means = map(of_everybody, (size, rate, gap, mean))
    return {
        "population_share": 100.0 * (size / sizes),
        "p0": 100.0 * (rate / size),
        "p1": 100.0 * (gap / size),
        "poor_share": 100.0 * (rate / rates),
        "gap_share": 100.0 * (gap / gap_of_all),
        "relative_risk": (rate / size) / (rates / sizes),
        "mean_ratio": (mean / size) / (means / sizes),
    }


def crowd_at_line(people: WeightedPeople) -> Array:
    """The density of welfare in lines at 1, of each group."""
    return people.densities(np.ones(len(people.all.over)))


def of_everybody(total: Linear) -> Linear:
    """The total of all groups beside each of them."""
    value = np.full_like(total.value, total.value.sum())
    slopes = {}
    for (number, feature), slope in total.slopes.items():
        whole = slope if feature != LINE else np.full_like(slope, slope.sum())
        slopes[number if feature == LINE else EVERYBODY, feature] = whole
    return Linear(value, slopes)


def statistic_of_group(
    name: str, number: Linear, under: Array | None, poor: Array, everybody: Array
) -> Statistic:
    """One measure of every group."""
    unit = UNITS.get(name, "percent")
    certain = {}
    if name == "p0":
        certain = dict.fromkeys(np.flatnonzero(poor == 0).tolist(), message("reason.nobody_poor"))
        all_poor = np.flatnonzero(poor == everybody).tolist()
        certain.update(dict.fromkeys(all_poor, message("reason.everybody_poor")))
    elif name == "p1":
        certain = dict.fromkeys(np.flatnonzero(poor == 0).tolist(), message("reason.nobody_poor"))
    known = np.ones_like(number.value)
    known[list(certain) if name == "p0" else []] = 0.0
    return Statistic(
        name=name,
        unit=unit,
        value=number.value,
        exists=np.isfinite(number.value),
        subsamples=(GROUPS,) if name in OF_GROUP else (EVERYBODY,),
        slopes={key: known * slope for key, slope in number.slopes.items()},
        replicates={} if under is None else {0: np.where(known > 0, under, number.value)},
        scale=np.maximum(np.abs(np.nan_to_num(number.value)), WHOLE[unit]),
        undefined=dict.fromkeys(
            np.flatnonzero(~np.isfinite(number.value)).tolist(), message("reason.anybody_poor")
        ),
        degenerate=certain,
        constant={row: why_constant(value, unit) for row, value in enumerate(number.value.tolist())},
        is_proportion=name in PROPORTIONS,
    )


def why_constant(value: float, unit: str) -> Message:
    """Why a number without any error has no interval."""
    ends = unit == "percent" and value in (0.0, 100.0)
    return message("reason.all_or_none" if ends else "reason.nothing_varies")


def evidence_of_groups(study: Study, people: WeightedPeople) -> Evidence:
    """The groups, everybody in them, and the line where it was estimated."""
    rows = len(people.places)
    whole, features = whole_population(people.all.over), people.features

    def sums(chunk: Chunk) -> Mapping[Feature, Array]:
        return {feature: chunk.of(whole.cell_sums(values)) for feature, values in features.items()}

    everybody = Subsample(0, whole.over, chunks(whole.over), sums, np.zeros(rows, dtype=np.intp))
    lines = () if study.relative is None else (subsample_of_line(0, study.relative.psu, rows),)
    return Evidence((sample_design(study),), (people.subsample(), everybody, *lines))
