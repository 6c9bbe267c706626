"""What rows of changes and of differences between groups share: reasons, and adjusted p-values."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from kaltim_poverty.survey.infer.holm import holm
from kaltim_poverty.survey.infer.significance import verdict_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.survey.infer import Result
    from kaltim_poverty.words import Message

Adjusted = TypeVar("Adjusted")


def note_of(first: Result, second: Result, difference: Result, row: int) -> Message | None:
    """The reason why a number of a row is missing; first, why a value does not exist."""
    for own in (first, second):
        if row in own.reasons and not np.isfinite(own.value[row]):
            return own.reasons[row]
    return difference.reasons.get(row)


def adjusted(rows: Sequence[Any], kind: type[Adjusted]) -> list[Adjusted]:
    """The rows with p-values adjusted for all of them (Holm), and verdicts by these.

    Args:
        rows: records with ``p_value`` and ``verdict``.
        kind: the record with ``p_holm``, too.
    """
    found = []
    for row, p_holm in zip(rows, holm([row.p_value for row in rows]), strict=True):
        values = {field.name: getattr(row, field.name) for field in fields(row)}
        verdict = row.verdict if p_holm is None else verdict_of(p_holm)
        found.append(kind(**{**values, "p_holm": p_holm, "verdict": verdict}))
    return found
