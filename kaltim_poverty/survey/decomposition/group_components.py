"""Which part of a change of poverty lies within groups: of each group, and added up over all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kaltim_poverty.measures.feature import ONE
from kaltim_poverty.measures.group_effects import Groups, group_effects
from kaltim_poverty.measures.growth_redistribution import METHODS, TOTAL
from kaltim_poverty.measures.linear import Linear
from kaltim_poverty.survey.decomposition.components import AFTER, BEFORE, OWN, Component, unscaled
from kaltim_poverty.survey.decomposition.scaled_poverty import ScaledPoverty
from kaltim_poverty.survey.decomposition.statistics import component, why_undefined, without_rounding
from kaltim_poverty.survey.infer import Evidence
from kaltim_poverty.survey.people.pair_statistics import largest, replicates_of_pair
from kaltim_poverty.survey.people.two_surveys import LINES
from kaltim_poverty.survey.people.weighted_people import WeightedPeople
from kaltim_poverty.survey.sample import Breakdown, factorize, summed

if TYPE_CHECKING:
    from kaltim_poverty.measures.catalogue import Measure
    from kaltim_poverty.measures.linear import Array, IntArray
    from kaltim_poverty.survey.infer import Statistic, Subsample
    from kaltim_poverty.survey.people.pair_statistics import Both, PairOfPeople
    from kaltim_poverty.survey.sample import People

SHARE = "share"  # of all people, of a group
EVERYBODY = (4, 5)  # the numbers of the subsamples of everybody, after both surveys and their lines


class GroupComponents(NamedTuple):
    """The effects of groups, and their sums.

    Attributes:
        groups: each effect, a row a group.
        sums: each sum with the total, one row.
        levels: the measure before and after and the share of people, a number a group.
        total_levels: the measure of everybody before and after.
        evidence: what the effects of groups rest on.
        evidence_of_sums: what their sums rest on.
    """

    groups: Mapping[Component, Statistic]
    sums: Mapping[Component, Statistic]
    levels: Mapping[Component, Array]
    total_levels: Mapping[Component, Array]
    evidence: Evidence
    evidence_of_sums: Evidence


def effects_of_groups(pair: PairOfPeople, measures: Sequence[Measure]) -> GroupComponents:
    """The effects of all groups on the change of each measure, and their sums."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        numbers = numbers_of_groups(pair.both, measures)
    under = replicates_of_pair(pair.surveys, pair.both, lambda both: numbers_of_groups(both, measures))
    levels = {key: number.value for key, number in numbers.items() if not key.method}
    wholes = [
        whole_survey(people, sample) for people, sample in zip(pair.both, pair.surveys.samples, strict=True)
    ]
    own: dict[Component, Statistic] = {}
    sums: dict[Component, Statistic] = {}
    totals: dict[Component, Array] = {}
    for measure in measures:
        whole = {end: poverty_of_everybody(levels, measure.name, end) for end in (BEFORE, AFTER)}
        totals.update({Component(measure.name, "", end): value for end, value in whole.items()})
        size = largest(*whole.values())
        reasons = why_undefined(pair.both, measure)
        for key in (key for key in numbers if key.measure == measure.name and key.method):
            sizes = np.full(len(pair.matched.labels), size[0])
            effect = component(key, measure, numbers[key], sizes, under.get(key, {}), reasons)
            sums[key] = summed_over_groups(pair, wholes, effect, size)
            if key.component != TOTAL:
                own[key] = of_group_and_everybody(effect)
    evidence = evidence_of_groups(pair, wholes)
    return GroupComponents(own, sums, levels, totals, evidence, evidence_of_sums(evidence))


def of_group_and_everybody(effect: Statistic) -> Statistic:
    """An effect that names its group and everybody, also where a survey lacks the group."""
    nothing = {(number, ONE): np.zeros(len(effect.value)) for number in EVERYBODY}
    return replace(effect, subsamples=(0, 1, *EVERYBODY), slopes={**nothing, **effect.slopes})


def poverty_of_everybody(levels: Mapping[Component, Array], measure: str, end: str) -> Array:
    """The measure of all groups together, (1,)."""
    share, rate = levels[Component("", "", f"{SHARE}_{end}")], levels[Component(measure, "", end)]
    return np.array([np.where(share > 0, share * rate, 0.0).sum()])


def numbers_of_groups(both: Both, measures: Sequence[Measure]) -> Mapping[Component, Linear]:
    """The effects of each group on the change of each measure, and what they are made of.

    A group that one survey lacks has share 0 there, and the rate of the other.
    """
    shares = [people.people / everybody_of(people).people for people in both]
    there = [people.people.value > 0 for people in both]
    found = {
        Component("", "", f"{SHARE}_{end}"): share for end, share in zip((BEFORE, AFTER), shares, strict=True)
    }
    own = [ScaledPoverty(people, unscaled(people), OWN) for people in both]
    for measure in measures:
        before, after = (poverty.of(measure) for poverty in own)
        rates = chosen(there[0], before, after), chosen(there[1], after, before)
        effects = group_effects(Groups((shares[0], shares[1]), rates))
        for method in METHODS:
            own_effects = {key: number for key, number in effects.items() if key[0] == method}
            found.update({Component(measure.name, *key): number for key, number in own_effects.items()})
            found[Component(measure.name, method, TOTAL)] = added(list(own_effects.values()))
        for end, rate in zip((BEFORE, AFTER), rates, strict=True):
            found[Component(measure.name, "", end)] = rate
    return found


def added(numbers: Sequence[Linear]) -> Linear:
    """The sum of several numbers."""
    return reduce(Linear.__add__, numbers)


def chosen(condition: NDArray[np.bool_], one: Linear, other: Linear) -> Linear:
    """One number where a condition holds, else another."""
    slopes = {key: np.where(condition, slope, 0.0) for key, slope in one.slopes.items()}
    for key, slope in other.slopes.items():
        slopes[key] = slopes.get(key, 0.0) + np.where(condition, 0.0, slope)
    return Linear(np.where(condition, one.value, other.value), slopes)


def everybody_of(people: WeightedPeople) -> WeightedPeople:
    """The people of all groups together, for each row of the answer."""
    places = np.zeros(len(people.places), dtype=np.intp)
    number = EVERYBODY[people.number]
    return WeightedPeople(
        as_one_domain(people.all), places, number, weight=people.weight, slopes=people.slopes
    )


def as_one_domain(people: People) -> People:
    """The same people in one domain, no longer in order of welfare."""
    psus, place = factorize(people.over.psu)
    cells, nobody = len(psus), np.empty(0, dtype=np.intp)
    over = Breakdown((), [()], nobody, np.zeros(cells, dtype=np.intp), psus, np.array([0, cells]))
    return people._replace(over=over, own=place[people.own], starts=np.array([0, len(people.weight)]))


class Whole(NamedTuple):
    """All groups of one survey together.

    Attributes:
        people: as one domain.
        place: the PSU among those of everybody of each own cell of a group.
        subsample: what sums over everybody rest on.
    """

    people: WeightedPeople
    place: IntArray
    subsample: Subsample


def whole_survey(people: WeightedPeople, sample: int) -> Whole:
    """All groups of a survey together, with the sum of their weights by PSU."""
    everybody = everybody_of(people)
    _ = everybody.people  # which adds them up
    _, place = factorize(people.all.over.psu)
    return Whole(everybody, place, everybody.subsample(sample))


def evidence_of_groups(pair: PairOfPeople, wholes: Sequence[Whole]) -> Evidence:
    """The groups of both surveys, their lines, and everybody."""
    evidence = pair.evidence()
    return replace(evidence, subsamples=(*evidence.subsamples, *(whole.subsample for whole in wholes)))


def evidence_of_sums(evidence: Evidence) -> Evidence:
    """Everybody of both surveys, and their lines, in one row."""
    only = np.zeros(1, dtype=np.intp)
    subsamples = [replace(evidence.subsamples[each], domain=only) for each in (*EVERYBODY, *LINES)]
    return replace(evidence, subsamples=tuple(subsamples))


def summed_over_groups(pair: PairOfPeople, wholes: Sequence[Whole], own: Statistic, size: Array) -> Statistic:
    """The sum of a statistic over its rows, whose PSU totals are those of everybody.

    Args:
        pair: the groups of both surveys.
        wholes: all groups together.
        own: the statistic, a row a group.
        size: of the measure itself, (1,).
    """
    lines = {key: np.array([slope.sum()]) for key, slope in own.slopes.items() if key[0] in LINES}
    value = without_rounding(np.array([own.value.sum()]), size)
    return replace(
        own,
        value=value,
        exists=np.isfinite(value),
        subsamples=(0, 1),
        slopes=lines,
        totals={
            side: totals_of_everybody(people, whole, own)
            for side, (people, whole) in enumerate(zip(pair.both, wholes, strict=True))
        },
        replicates={sample: values.sum(axis=1, keepdims=True) for sample, values in own.replicates.items()},
        scale=size,
        undefined=dict(enumerate(list(own.undefined.values())[:1])),
        constant={0: own.constant[0]},
    )


def totals_of_everybody(people: WeightedPeople, whole: Whole, own: Statistic) -> Array:
    """Σ w·influence of the PSUs of everybody in one survey, of a sum over groups."""
    cells, domain = len(whole.people.all.over.psu), people.all.over.domain
    found = np.zeros(cells)
    for (number, feature), slope in own.slopes.items():
        if number == people.number:
            of_cells = np.nan_to_num(people.of_domains(slope))[domain]  # 0 of groups without a row
            found += summed(whole.place, of_cells * people.features[feature], cells)
        elif number == whole.people.number:
            found += slope.sum() * whole.people.features[ONE]
    return found
