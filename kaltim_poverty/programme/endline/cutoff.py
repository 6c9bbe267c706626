"""Who got the programme by a cutoff of a score: both sides of it, and the jump between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.programme.evaluation.design_matrix import filled
from kaltim_poverty.programme.evaluation.discontinuity import jump
from kaltim_poverty.programme.evaluation.effects import Effect

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kaltim_poverty.programme.endline.asked import Asked
    from kaltim_poverty.programme.endline.rows import Rows

    Array = NDArray[np.float64]
    IntArray = NDArray[np.intp]

HALF = 0.5


class Sides(NamedTuple):
    """Which side got it, and how many rows say otherwise.

    Attributes:
        below: whether those below the cutoff did.
        low_at_cutoff: whether those exactly at it are as those below it.
        otherwise: rows that got it on the other side, or did not on this one.
    """

    below: bool
    low_at_cutoff: bool
    otherwise: int


class AtCutoff(NamedTuple):
    """The jump as an effect, the level beside it, and the rows within the bandwidth."""

    effect: Effect
    beside: float | None
    n: int
    bandwidth: float | None


def sides_of(asked: Asked, rows: Rows) -> Sides:
    """Which side of the cutoff got the programme, as most rows say."""
    assert rows.score is not None  # noqa: S101 - of this design
    assert asked.cutoff is not None  # noqa: S101 - of this design
    cutoff, treated = float(asked.cutoff), rows.arm > 0
    low, at, high = rows.score < cutoff, rows.score == cutoff, rows.score > cutoff
    below = share(treated, low) > share(treated, high)
    low_at_cutoff = bool(at.any()) and (share(treated, at) > HALF) == below
    side = low | at if low_at_cutoff else low
    return Sides(below, low_at_cutoff, int((treated != (side if below else ~side)).sum()))


def share(treated: NDArray[np.bool_], chosen: NDArray[np.bool_]) -> float:
    """The share of the treated among some rows; 0 of none."""
    return float(treated[chosen].mean()) if chosen.any() else 0.0


def at_cutoff(
    asked: Asked, rows: Rows, used: IntArray, values: Array, start: Array | None, weight: Array | None
) -> AtCutoff:
    """The jump of an outcome at the cutoff.

    Args:
        asked: the question.
        rows: of the file.
        used: those whose outcome is known.
        values: the outcome, of all rows.
        start: its baseline, of all rows.
        weight: of all rows.
    """
    assert rows.score is not None  # noqa: S101 - of this design
    assert asked.cutoff is not None  # noqa: S101 - of this design
    sides = sides_of(asked, rows)
    sign = -1.0 if sides.low_at_cutoff else 1.0  # to rdrobust those at the cutoff are above it
    own = None if weight is None else weight[used]
    explaining = [each[used] for each in (*([] if start is None else [start]), *rows.covariates.values())]
    columns = [column for each in explaining for column in filled(each, own)]
    found = jump(
        values[used],
        sign * rows.score[used],
        sign * float(asked.cutoff),
        asked.level,
        below=sides.below != sides.low_at_cutoff,
        covariates=np.column_stack(columns) if columns else None,
        weight=own,
        cluster=None if rows.cluster is None else rows.cluster[used],
    )
    if found is None:
        return AtCutoff(Effect(None, reason="few_at_cutoff"), None, len(used), None)
    effect = Effect(found.value, found.se, found.low, found.high, None, found.p_value)
    return AtCutoff(effect, found.beside, found.n, found.bandwidth)


__all__ = ["AtCutoff", "Sides", "at_cutoff", "sides_of"]
