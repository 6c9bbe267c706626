"""Full counts: where everybody is in the file nothing is estimated, so that no number has a sampling error.

A sample that is a full count contributes no variance and no degrees of freedom to a statistic. One that rests
on full counts alone is a value, and nothing else; beside a survey all of its error is that of the survey.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kaltim_poverty.survey.infer.result import Result
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from kaltim_poverty.survey.infer.evidence import Evidence
    from kaltim_poverty.survey.infer.statistic import Statistic

FULL_COUNT = message("reason.full_count")


def sampled(evidence: Evidence) -> list[int]:
    """The numbers of the samples that contribute a variance."""
    return [number for number, each in enumerate(evidence.designs) if not each.design.is_full_count]


def counted(statistic: Statistic) -> Result:
    """The result of a statistic that rests on full counts alone: its value, without error."""
    value = np.where(statistic.exists, statistic.value, np.nan)
    nothing = np.full(len(value), np.nan)
    return Result(
        statistic.name,
        statistic.unit,
        value,
        se=nothing,
        low=nothing,
        high=nothing,
        df=nothing,
        deff=nothing,
        reasons={row: why(statistic, row, each) for row, each in enumerate(value.tolist())},
        is_full_count=True,
    )


def why(statistic: Statistic, row: int, value: float) -> Message:
    """The reason why the value of a row, or its error alone, is missing."""
    if np.isfinite(value):
        return FULL_COUNT
    return statistic.undefined.get(row, message("reason.too_large"))
