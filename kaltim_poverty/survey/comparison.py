"""Every measure of two surveys and its change: the statistics of ``survey compare``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.survey.breakdowns import sample_design, statistics_of
from kaltim_poverty.survey.infer import (
    Evidence,
    by_influence,
    difference,
    infer,
    subsample_of,
    subsample_of_line,
)

if TYPE_CHECKING:
    from kaltim_poverty.survey.infer import Result
    from kaltim_poverty.survey.moments import Reduced
    from kaltim_poverty.survey.read import Table
    from kaltim_poverty.survey.sample import IntArray
    from kaltim_poverty.survey.study import Study


class Surveys(NamedTuple):
    """Both surveys, read and asked the same."""

    tables: tuple[Table, Table]
    studies: tuple[Study, Study]


class Matched(NamedTuple):
    """The domains of both surveys in one order: those of the first, then those that only the second has.

    Attributes:
        columns: of the breakdown.
        labels: of each domain.
        places: where each is in both surveys, -1 where it is not, two arrays (domains,).
    """

    columns: tuple[str, ...]
    labels: list[tuple[str, ...]]
    places: tuple[IntArray, IntArray]

    @property
    def common(self) -> IntArray:
        """The numbers of the domains that both have."""
        return np.flatnonzero((self.places[0] >= 0) & (self.places[1] >= 0))


def matched_domains(reductions: Sequence[Reduced]) -> Matched:
    """The domains of one breakdown of both surveys."""
    first, second = (each.over.labels for each in reductions)
    labels = list(dict.fromkeys([*first, *second]))
    before, after = (
        np.array([place.get(each, -1) for each in labels], dtype=np.intp)
        for place in ({each: number for number, each in enumerate(own)} for own in (first, second))
    )
    return Matched(reductions[0].over.columns, labels, (before, after))


def compared(
    surveys: Surveys, reductions: Sequence[Reduced], matched: Matched, *, linked: bool
) -> tuple[list[Result], list[Result], list[Result]]:
    """Every measure before, after, and its change, in the order of the matched domains.

    Independent samples keep their designs, and their variances add. Linked ones share a design, and their PSU
    totals add; there quantiles go by their influence, as inversion knows no covariance.
    """
    evidence, lines = evidence_of(surveys, reductions, matched, linked=linked)
    own = [
        list(statistics_of(study, reduced, subsample=side, line=line, sample=0 if linked else side))
        for side, (study, reduced, line) in enumerate(zip(surveys.studies, reductions, lines, strict=True))
    ]
    before, after = ([each.at(place) for each in own[side]] for side, place in enumerate(matched.places))
    changed = list(map(difference, before, after))
    if linked:
        measures = surveys.studies[0].asked.measures
        first, second = (
            [
                by_influence(each, reduced, measure).at(place)
                for each, measure in zip(found, measures, strict=True)
            ]
            for found, reduced, place in zip(own, reductions, matched.places, strict=True)
        )
        changed = list(map(difference, first, second))
    results = infer([*before, *after, *changed], evidence, level=surveys.studies[0].asked.level)
    count = len(before)
    return results[:count], results[count : 2 * count], results[2 * count :]


def evidence_of(
    surveys: Surveys, reductions: Sequence[Reduced], matched: Matched, *, linked: bool
) -> tuple[Evidence, tuple[int, int]]:
    """Both surveys as subsamples 0 and 1, then their lines where these were estimated, with their numbers."""
    samples = (0, 0) if linked else (0, 1)
    subsamples = [
        replace(subsample_of(reduced, sample), domain=place)
        for reduced, sample, place in zip(reductions, samples, matched.places, strict=True)
    ]
    lines = [
        subsample_of_line(sample, study.relative.psu, len(matched.labels))
        for study, sample in zip(surveys.studies, samples, strict=True)
        if study.relative is not None
    ]
    designs = [sample_design(study) for study in surveys.studies][: max(samples) + 1]
    return Evidence(tuple(designs), (*subsamples, *lines)), (2, 3)
