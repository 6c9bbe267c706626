"""What all questions about groups check and need of a curve."""

from __future__ import annotations

from dataclasses import fields

from kaltim_poverty.errors import UsageError
from kaltim_poverty.grouped.curves.distribution import Distribution
from kaltim_poverty.inputs.lists import split_commas


def check_by(by: str | None, kind: type) -> None:
    """Refuse a breakdown by a column that is named like a field of the answer.

    Raises:
        UsageError: with the column.
    """
    taken = {field.name for field in fields(kind)}
    for name in split_commas(by or ""):
        if name.casefold() in taken:
            raise UsageError("group_named_like_field", column=name, fields=", ".join(sorted(taken)))


def scale_of(curve: Distribution) -> float:
    """The mean of a curve over the unit of its groups: 1 but of classes without means."""
    return float(getattr(curve, "scale", 1.0))
