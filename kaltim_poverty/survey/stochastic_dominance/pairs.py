"""Two distributions side by side: of two surveys, or of two groups of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.survey.breakdowns import columns_of, sample_design
from kaltim_poverty.survey.comparison.groups import GroupPair, matched_groups
from kaltim_poverty.survey.curves.statistics import Side
from kaltim_poverty.survey.infer import Evidence, subsample_of_line
from kaltim_poverty.survey.people.in_lines import people_in_lines
from kaltim_poverty.survey.people.pair_statistics import pair_of_people
from kaltim_poverty.survey.people.subpopulations import people_of_some
from kaltim_poverty.survey.people.weighted_people import WeightedPeople
from kaltim_poverty.survey.sample import people_of

if TYPE_CHECKING:
    from kaltim_poverty.survey.people.two_surveys import Surveys
    from kaltim_poverty.survey.sample import IntArray, People
    from kaltim_poverty.survey.study import Study

FIRST, SECOND, LINE = 0, 1, 2  # the numbers of the subsamples of two groups


class PairOfSides(NamedTuple):
    """Two distributions in the domains that both have.

    Attributes:
        sides: both.
        labels: the groups of each domain.
        evidence: gives what their sums rest on so far.
        lacking: the domains that one of them lacks.
        linked: whether both visited the same households.
    """

    sides: tuple[Side, Side]
    labels: list[Mapping[str, str]]
    evidence: Callable[[], Evidence]
    lacking: list[str]
    linked: bool = False


def pair_of_surveys(surveys: Surveys, columns: Sequence[str], *, in_lines: bool) -> PairOfSides:
    """The people of one breakdown of two surveys."""
    pair = pair_of_people(surveys, columns, in_lines=in_lines)
    first, second = (
        Side(study, people, sample)
        for study, people, sample in zip(surveys.studies, pair.both, surveys.samples, strict=True)
    )
    labels: list[Mapping[str, str]] = [
        dict(zip(pair.matched.columns, each, strict=True)) for each in pair.matched.labels
    ]
    return PairOfSides((first, second), labels, pair.evidence, pair.every.alone, surveys.linked)


def pair_of_groups(study: Study, columns: Sequence[str], groups: GroupPair, *, in_lines: bool) -> PairOfSides:
    """Two groups of one survey, whose covariance counts, in the domains of the other columns."""
    sample = study.reading.sample
    people = people_of(sample, columns_of(sample, columns))
    people = people_in_lines(people) if in_lines else people
    matched = matched_groups(people.over, groups)
    first, second = (
        Side(study, group_of(study, people, place, number, in_lines=in_lines), 0)
        for number, place in enumerate(matched.places)
    )
    rows = len(matched.labels)

    def evidence() -> Evidence:
        own = (first.people.subsample(), second.people.subsample())
        lines = [] if study.relative is None else [subsample_of_line(0, study.relative.psu, rows)]
        return Evidence((sample_design(study),), (*own, *lines))

    labels: list[Mapping[str, str]] = [dict(zip(columns[:-1], each, strict=True)) for each in matched.labels]
    return PairOfSides((first, second), labels, evidence, matched.lacking, linked=True)


def group_of(study: Study, people: People, place: IntArray, number: int, *, in_lines: bool) -> WeightedPeople:
    """The people of one of both groups."""
    line = (LINE, study.relative.line) if study.relative and in_lines else None
    return WeightedPeople(people_of_some(people, place), np.arange(len(place)), number, line=line)
