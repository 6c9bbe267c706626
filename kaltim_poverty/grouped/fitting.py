"""Least squares by Levenberg and Marquardt, from several starts at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

NUDGE = 1e-6  # of a parameter, for slopes
FIRST_ROUNDS, ROUNDS = 6, 24  # of all starts, of the best
SMALL_GAIN = 1e-9  # of the sum of squares in a round: enough
LOWEST, HIGHEST = -3.0, 6.0  # of parameters, which are logarithms
HIGHEST_POWER = 3.0  # of the first, the logarithm of a: beyond, curves have corners that no nodes resolve
FIRST_DAMPING, MOST_DAMPING = 1e-3, 1e6
EASIER, HARDER = 5.0, 5.0
TINY = 1e-300  # keeps a flat direction solvable


def least_squares(residuals: Callable[[Array], Array], starts: Array) -> Array:
    """The parameters with the smallest sum of squared residuals.

    Args:
        residuals: of parameters (sets, parameters): (sets, residuals).
        starts: parameters to begin from, (starts, parameters).
    """
    begun, squares = improved(residuals, starts, FIRST_ROUNDS)
    best = begun[np.argmin(squares)][None, :]
    return np.asarray(improved(residuals, best, ROUNDS)[0][0])


def improved(residuals: Callable[[Array], Array], starts: Array, rounds: int) -> tuple[Array, Array]:
    """The parameters after at most so many rounds, with their sums of squares.

    A step is taken where it makes the sum smaller; else the next one is shorter and steeper.
    """
    highest = np.array([HIGHEST_POWER, *[HIGHEST] * (starts.shape[1] - 1)])
    points, damping = starts.copy(), np.full(len(starts), FIRST_DAMPING)
    squares = np.full(len(starts), np.inf)
    for _ in range(rounds):
        here, slopes = with_slopes(residuals, points)
        squares = (here**2).sum(axis=1)
        candidates = np.clip(points + steps(here, slopes, damping), LOWEST, highest)
        tried = (residuals(candidates) ** 2).sum(axis=1)
        better = tried < squares
        gained = np.where(better, squares - tried, 0.0)
        points, squares = np.where(better[:, None], candidates, points), np.where(better, tried, squares)
        damping = np.where(better, damping / EASIER, damping * HARDER)
        if np.all(np.where(better, gained <= SMALL_GAIN * squares, damping > MOST_DAMPING)):
            break
    return points, squares


def with_slopes(residuals: Callable[[Array], Array], points: Array) -> tuple[Array, Array]:
    """The residuals, (sets, residuals), and their slopes, (sets, parameters, residuals), by differences."""
    sets, count = points.shape
    nudges = np.vstack([np.zeros(count), NUDGE * np.eye(count)])
    moved = residuals((points[:, None] + nudges).reshape(-1, count)).reshape(sets, count + 1, -1)
    return moved[:, 0], (moved[:, 1:] - moved[:, :1]) / NUDGE


def steps(here: Array, slopes: Array, damping: Array) -> Array:
    """The damped steps of Gauss and Newton, (sets, parameters), none longer than 1 in a parameter."""
    curvature = slopes @ slopes.transpose(0, 2, 1)
    gradient = slopes @ here[:, :, None]
    diagonal = np.einsum("ijj->ij", curvature) + TINY
    damped = curvature + (damping[:, None] * diagonal)[:, :, None] * np.eye(slopes.shape[1])
    return np.clip(-np.linalg.solve(damped, gradient)[..., 0], -1, 1)
