"""Every measure of two surveys and its change: the statistics of ``survey compare``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kaltim_poverty.survey.infer import by_influence, difference, infer
from kaltim_poverty.survey.people.two_surveys import LINES, evidence_of_both

if TYPE_CHECKING:
    from kaltim_poverty.survey.breakdowns import LocalBreakdown
    from kaltim_poverty.survey.distributed import JoinedBreakdowns
    from kaltim_poverty.survey.infer import Result
    from kaltim_poverty.survey.people.two_surveys import Matched, Surveys


def compared(
    surveys: Surveys, breakdowns: Sequence[LocalBreakdown | JoinedBreakdowns], matched: Matched
) -> tuple[list[Result], list[Result], list[Result]]:
    """Every measure before, after, and its change, in the order of the matched domains.

    Independent samples keep their designs, and their variances add. Linked ones share a design, and their PSU
    totals add; there quantiles go by their influence, as inversion knows no covariance.
    """
    subsamples = [each.subsample() for each in breakdowns]
    evidence = evidence_of_both(surveys, subsamples, matched.places)
    own = [
        each.statistics(subsample=side, line=line, sample=surveys.samples[side])
        for side, (each, line) in enumerate(zip(breakdowns, LINES, strict=True))
    ]
    before, after = ([each.at(place) for each in own[side]] for side, place in enumerate(matched.places))
    changed = list(map(difference, before, after))
    if surveys.linked:
        measures = surveys.studies[0].asked.measures
        first, second = (
            [
                by_influence(each, breakdown.reduced, measure).at(place)
                for each, measure in zip(found, measures, strict=True)
            ]
            for found, breakdown, place in zip(own, breakdowns, matched.places, strict=True)
        )
        changed = list(map(difference, first, second))
    results = infer([*before, *after, *changed], evidence, level=surveys.studies[0].asked.level)
    count = len(before)
    return results[:count], results[count : 2 * count], results[2 * count :]
