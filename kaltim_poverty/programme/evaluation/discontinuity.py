"""A cutoff of a score: those just on one side against those just on the other, by rdrobust.

Calonico, Cattaneo and Titiunik (2015), https://doi.org/10.32614/RJ-2015-004. The package is large and
imported only here (extra ``rdd``).
"""

from __future__ import annotations

import contextlib
import io
import math
import warnings
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.errors import InputError, MissingPackageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

LEAST_ROWS = 10  # on each side


class Jump(NamedTuple):
    """The jump at the cutoff, with the robust bias-corrected interval around another point.

    Attributes:
        value: the conventional estimate.
        se: robust.
        low: of the robust interval.
        high: of the robust interval.
        p_value: robust.
        beside: the level at the cutoff of those who did not get it.
        bandwidth: of the score.
        n: rows within it.
    """

    value: float
    se: float
    low: float
    high: float
    p_value: float
    beside: float
    bandwidth: float
    n: int


def jump(
    outcome: Array,
    score: Array,
    cutoff: float,
    level: float,
    *,
    below: bool,
    covariates: Array | None = None,
    weight: Array | None = None,
    cluster: NDArray[np.intp] | None = None,
) -> Jump | None:
    """The jump at a cutoff; None where one side has too few rows.

    Args:
        outcome: (rows,).
        score: (rows,).
        cutoff: of the score; who is exactly there belongs to those above it.
        level: of the interval, between 0 and 1.
        below: whether those below the cutoff got it.
        covariates: (rows, columns).
        weight: (rows,).
        cluster: (rows,).

    Raises:
        MissingPackageError: without rdrobust.
        InputError: if it cannot find a bandwidth.
    """
    try:
        from rdrobust import rdrobust
    except ImportError:
        raise MissingPackageError(
            "missing_package", task="--design rdd", package="rdrobust", extra="rdd"
        ) from None
    if min((score < cutoff).sum(), (score >= cutoff).sum()) < LEAST_ROWS:
        return None
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):  # it prints remarks
            warnings.simplefilter("ignore")
            found = rdrobust(
                outcome,
                score,
                c=cutoff,
                covs=covariates,
                weights=weight,
                cluster=cluster,
                level=100.0 * level,
            )
    except Exception as error:  # noqa: BLE001 - whatever the package makes of such data
        raise InputError("rdd_failed", reason=type(error).__name__) from None
    side = -1.0 if below else 1.0
    ends = sorted(side * float(end) for end in found.ci.iloc[2])
    levels = [float(np.ravel(each)[0]) for each in (found.beta_p_l, found.beta_p_r)]
    value, se = side * float(found.coef.iloc[0, 0]), float(found.se.iloc[2, 0])
    if not math.isfinite(se):
        return None
    return Jump(
        value,
        se,
        ends[0],
        ends[1],
        float(found.pv.iloc[2, 0]),
        levels[1 if below else 0],
        float(found.bws.iloc[0, 0]),
        int(sum(found.N_h)),
    )


__all__ = ["Jump", "jump"]
