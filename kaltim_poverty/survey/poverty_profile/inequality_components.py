"""Inequality within and between the groups of a breakdown: its components as statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures import subgroups
from kaltim_poverty.survey.breakdowns import sample_design
from kaltim_poverty.survey.infer import (
    Evidence,
    Result,
    Statistic,
    infer,
    subsample_of_totals,
    weights_and_lines,
)
from kaltim_poverty.survey.people.in_lines import AMOUNT, domain_of_rows
from kaltim_poverty.survey.people.subpopulations import Whole, whole_population
from kaltim_poverty.survey.sample import summed
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.measures.subgroups import Component, Groups
    from kaltim_poverty.survey.sample import People
    from kaltim_poverty.survey.study import Study

PARTS = {
    "theil": ("within", "between"),
    "mld": ("within", "between"),
    "gini": ("within", "between", "overlap"),
}
FORMULAS: Mapping[str, Callable[[Groups], dict[str, Component]]] = {
    "theil": subgroups.theil,
    "mld": subgroups.mld,
    "gini": subgroups.gini,
}


class SharedComponent(NamedTuple):
    """A component with its share of all inequality in percent; NaN where there is none."""

    result: Result
    share: float


class GroupedPeople(NamedTuple):
    """The people of a breakdown, as components are computed from them.

    Attributes:
        people: by group, in lines.
        whole: everybody.
    """

    people: People
    whole: Whole

    def components(self, measure: str, weight: Array) -> dict[str, Component]:
        """The components of a measure under some weights."""
        group = domain_of_rows(self.people)
        amount = self.people.columns[AMOUNT]
        rows = subgroups.groups_of(amount, weight, group, len(self.people.over))
        with np.errstate(divide="ignore", invalid="ignore"):
            return FORMULAS[measure](rows)

    def totals(self, influence: Array) -> Array:
        """Σ w·influence of each own cell of the whole."""
        own = summed(self.people.own, self.people.weight * influence, len(self.people.over.domain))
        return self.whole.cell_sums(own)


def components_of(study: Study, people: People) -> list[SharedComponent]:
    """The components of inequality of welfare, in the order of an answer.

    Args:
        study: the survey.
        people: by group, in lines.
    """
    grouped = GroupedPeople(people, whole_population(people.over))
    reasons = {measure: why_undefined(measure, people) for measure in PARTS}
    existing = [measure for measure, reason in reasons.items() if reason is None]
    under = values_under_replicates(study, grouped, existing)
    statistics, shares = [], []
    for measure, reason in reasons.items():
        found = {} if reason else grouped.components(measure, people.weight)
        total = sum(value for value, _ in found.values())
        for part in PARTS[measure]:
            name = f"{measure}_{part}"
            statistics.append(
                without_value(name, reason)
                if reason
                else statistic_of(name, found[part], grouped, total, under.get(name))
            )
            shares.append(100.0 * found[part][0] / total if found and total > 0 else np.nan)
    evidence = Evidence((sample_design(study),), (subsample_of_totals(0, grouped.whole.over),))
    results = infer(statistics, evidence, level=study.asked.level)
    return list(map(SharedComponent, results, shares))


def statistic_of(
    name: str, component: Component, grouped: GroupedPeople, total: float, under: Array | None
) -> Statistic:
    """The statistic of one component."""
    value, influence = component
    return Statistic(
        name=name,
        unit="ratio",
        value=np.array([value]),
        exists=np.array([np.isfinite(value)]),
        totals={0: grouped.totals(influence)},
        replicates={} if under is None else {0: under},
        scale=np.array([total]),
        undefined={} if np.isfinite(value) else {0: message("reason.too_large")},
        constant={0: message("reason.nothing_varies")},
    )


def without_value(name: str, reason: Message) -> Statistic:
    """A component that does not exist."""
    nothing = np.array([np.nan])
    return Statistic(name=name, unit="ratio", value=nothing, exists=np.array([False]), undefined={0: reason})


def why_undefined(measure: str, people: People) -> Message | None:
    """Why a measure of inequality does not exist for everybody in a breakdown; None where it does."""
    amount = people.columns[AMOUNT]
    negative, zero = int(np.count_nonzero(amount < 0)), int(np.count_nonzero(amount == 0))
    if not float(np.dot(people.weight, amount)) > 0:
        return message("reason.positive_total")
    if measure != "gini" and negative:
        return message("reason.nothing_negative", negative=str(negative))
    if measure == "mld" and zero:
        return message("reason.nothing_zero", zero=str(zero))
    return None


def values_under_replicates(study: Study, grouped: GroupedPeople, measures: list[str]) -> dict[str, Array]:
    """Every component under the weights of each replicate, by name, each (replicates, 1)."""
    if study.replicates is None:
        return {}
    reading = study.reading
    under = weights_and_lines(study.replicates, reading.design, reading.sample, None, grouped.people)
    found: dict[str, list[list[float]]] = {}
    for weight, _ in under:
        for name, value in named_values(grouped, measures, weight):
            found.setdefault(name, []).append([value])
    return {name: np.array(values) for name, values in found.items()}


def named_values(grouped: GroupedPeople, measures: list[str], weight: Array) -> Iterator[tuple[str, float]]:
    """The components under some weights, by name."""
    for measure in measures:
        for part, (value, _) in grouped.components(measure, weight).items():
            yield f"{measure}_{part}", value
