"""Every measure of every group as a statistic: from what people receive to what has an error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures.feature import LINE
from kaltim_poverty.survey.benefit_incidence.receipts import Group, GroupMeasure, measures_of_groups, receipts
from kaltim_poverty.survey.currency import SUM
from kaltim_poverty.survey.infer import Statistic, values_by_replicate
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.infer import Evidence
    from kaltim_poverty.survey.sample import Breakdown, People
    from kaltim_poverty.survey.study import Study

UNITS = {"benefit_per_recipient": SUM, "targeting_ratio": "ratio", "concentration_index": "ratio"}
PROPORTIONS = ("coverage", "share_of_recipients", "exclusion_error", "inclusion_error")
WHOLE = {"percent": 100.0, "ratio": 1.0}  # beside which rounding is measured, even where a value is 0
ROUNDING = 1e-13  # of the whole
NOBODY_THERE = 1e-12  # of all people: a group below it is empty


class GroupsReceived(NamedTuple):
    """The groups of one breakdown, before their errors are measured.

    Attributes:
        over: its domains.
        groups: the group of each statistic.
        sizes: of the groups of each domain.
        statistics: every measure of every group.
        evidence: what they rest on.
        anybody: whether anybody receives.
    """

    over: Breakdown
    groups: Sequence[str]
    sizes: Sequence[Mapping[str, Group]]
    statistics: Iterable[Statistic]
    evidence: Evidence
    anybody: bool


def statistics_of_groups(
    study: Study,
    everybody: float,
    found: Sequence[Sequence[GroupMeasure]],
    sizes: Sequence[Mapping[str, Group]],
    under: Array | None,
) -> Iterator[Statistic]:
    """Every measure of every group, in all domains.

    Args:
        study: the survey.
        everybody: Σ w of all domains.
        found: the measures of each domain.
        sizes: of the groups of each domain.
        under: the measures under each replicate, (replicates, domains, measures); None for linearisation.
    """
    nobody = NOBODY_THERE * everybody
    for place, measures in enumerate(zip(*found, strict=True)):
        measure = measures[0].measure
        value = np.array([each.value for each in measures])
        value = at_ends(value) if measure in PROPORTIONS else value
        lines = np.nan_to_num(np.array([each.line for each in measures]))
        unit = study.unit(unit_of(measure))
        yield Statistic(
            name=measure,
            unit=unit,
            value=value,
            exists=np.isfinite(value),
            slopes={(1, LINE): lines} if study.relative is not None and lines.any() else {},
            totals={0: np.concatenate([each.totals for each in measures])},
            replicates={} if under is None else {0: under[:, :, place]},
            spread=np.array([each.spread for each in measures]),
            undefined={
                row: why_undefined(each, empty=sizes[row][each.group].people <= nobody)
                for row, each in enumerate(measures)
                if not np.isfinite(each.value)
            },
            scale=np.maximum(np.abs(np.nan_to_num(value)), WHOLE.get(unit, 0.0)),
            is_proportion=measure in PROPORTIONS,
            constant=dict(enumerate(why_constant(each, unit) for each in at_ends(value).tolist())),
        )


def at_ends(percent: Array) -> Array:
    """Percentages, 0 or 100 where they differ from that by rounding alone."""
    for end in (0.0, WHOLE["percent"]):
        percent = np.where(np.abs(percent - end) <= ROUNDING * WHOLE["percent"], end, percent)
    return percent


def values_under_replicates(study: Study, people: People, kind: str) -> Array:
    """Every measure of every domain under the weights of each replicate, (replicates, domains, measures)."""
    assert study.replicates is not None  # noqa: S101 - asked by the caller

    def compute(weight: Array, line: float | None) -> Array:
        found = (receipts(people, each, weight, study.relative, line) for each in range(len(people.over)))
        return np.array([[value.value for _, _, value in measures_of_groups(each, kind)] for each in found])

    reading = study.reading
    return values_by_replicate(
        study.replicates, reading.design, reading.sample, study.line_rule, people, compute
    )


def why_undefined(found: GroupMeasure, *, empty: bool) -> Message:
    """Why a measure of a group has no value."""
    if empty:
        return message("reason.somebody")
    meant = found.measure == "exclusion_error"
    return message("reason.nobody_meant" if meant else "reason.nobody_receives")


def why_constant(value: float, unit: str) -> Message:
    """Why a measure without any error has no interval."""
    ends = unit == "percent" and value in (0.0, 100.0)
    return message("reason.all_or_none" if ends else "reason.nothing_varies")


def unit_of(measure: str) -> str:
    """The unit of a measure."""
    return UNITS.get(measure, "percent")
