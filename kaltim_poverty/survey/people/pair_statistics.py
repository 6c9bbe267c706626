"""Numbers that rest on two surveys: the people of both, and values under the replicates of each."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

import numpy as np

from kaltim_poverty.survey.breakdowns import columns_of
from kaltim_poverty.survey.people.in_lines import people_in_lines
from kaltim_poverty.survey.people.two_surveys import LINES, evidence_of_both, matched_domains
from kaltim_poverty.survey.people.weighted_people import WeightedPeople, values_under_replicates
from kaltim_poverty.survey.sample import people_of
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.measures.linear import Array, Linear
    from kaltim_poverty.survey.infer import Evidence
    from kaltim_poverty.survey.people.two_surveys import Matched, Surveys
    from kaltim_poverty.survey.study import Study

K = TypeVar("K", bound=Hashable)
Both: TypeAlias = tuple[WeightedPeople, WeightedPeople]


class PairOfPeople(NamedTuple):
    """The people of both surveys in the domains that both have.

    Attributes:
        surveys: both.
        matched: the domains that both have, the rows of an answer; and those that only one has.
        both: the people.
        every: the domains of either.
    """

    surveys: Surveys
    matched: Matched
    both: Both
    every: Matched

    def evidence(self) -> Evidence:
        """The evidence behind the sums of both surveys, once all numbers are computed."""
        subsamples = [people.subsample() for people in self.both]
        return evidence_of_both(self.surveys, subsamples, self.matched.places)


def pair_of_people(
    surveys: Surveys, columns: Sequence[str], *, in_lines: bool = True, common: bool = True
) -> PairOfPeople:
    """The people of one breakdown of both surveys.

    Args:
        surveys: both.
        columns: of the breakdown.
        in_lines: whether welfare is over the line of each row; else it is as it is.
        common: whether the rows of the answer are the domains that both have; else those of either.
    """
    peoples = [
        people_of(study.reading.sample, columns_of(study.reading.sample, columns))
        for study in surveys.studies
    ]
    if in_lines:
        peoples = [
            people_in_lines(people, study.asked.floor)
            for people, study in zip(peoples, surveys.studies, strict=True)
        ]
    matched = matched_domains(*(people.over for people in peoples))
    rows = matched.of_common() if common else matched
    first, second = (
        WeightedPeople(
            people,
            place,
            number,
            line=(LINES[number], study.relative.line) if in_lines and study.relative else None,
        )
        for number, (people, place, study) in enumerate(
            zip(peoples, rows.places, surveys.studies, strict=True)
        )
    )
    return PairOfPeople(surveys, rows, (first, second), matched)


def replicates_of_pair(
    surveys: Surveys, both: Both, compute: Callable[[Both], Mapping[K, Linear]]
) -> dict[K, dict[int, Array]]:
    """Numbers under the replicates of each survey, which leave the other as it is.

    Args:
        surveys: both.
        both: their people.
        compute: the numbers.

    Returns:
        for each number by sample the values, (replicates, rows of the answer).
    """
    found: dict[K, dict[int, Array]] = {}
    plain = tuple(people.without_slopes() for people in both)
    for side, study in enumerate(surveys.studies):
        if study.replicates is not None:
            names, values = under_replicates_of(study, side, plain, compute)
            for name, own in zip(names, values, strict=True):
                found.setdefault(name, {})[surveys.samples[side]] = own
    return found


def under_replicates_of(
    study: Study, side: int, plain: Sequence[WeightedPeople], compute: Callable[[Both], Mapping[K, Linear]]
) -> tuple[list[K], list[Array]]:
    """The names of numbers, and their values under the replicates of one of both surveys."""
    names: list[K] = []

    def numbers(people: WeightedPeople) -> list[Linear]:
        found = compute((people, plain[1]) if side == 0 else (plain[0], people))
        names[:] = found
        return list(found.values())

    return names, values_under_replicates(study, plain[side], numbers)


def empty_domains(both: Both) -> dict[int, Message]:
    """The rows of the answer in which one of both surveys has nobody, with that as a reason."""
    empty = np.flatnonzero((both[0].people.value == 0) | (both[1].people.value == 0))
    return dict.fromkeys(empty.tolist(), message("reason.somebody"))


def largest(*sizes: Array) -> Array:
    """The largest absolute value of each row: the size against which an error may be rounding."""
    return np.asarray(np.nan_to_num(np.abs(np.stack(sizes))).max(axis=0))
