"""Randomisation inference: how often would other draws have given as large a t?

Arms are drawn again as they were drawn, within strata and by whole clusters; the statistic is |CR2 t|, which
keeps its meaning where arms have different spreads. Young (2019), https://doi.org/10.1093/qje/qjy029.
"""

from __future__ import annotations

import math
from itertools import combinations, product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.programme.evaluation.least_squares import DEPENDENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    IntArray = NDArray[np.intp]

MOST_ENUMERATED = 5_000  # draws
AS_LARGE = 1.0 - 1e-9  # t of the same draw, computed in another order
CELLS_OF_CHUNK = 32_768  # rows × draws × arms at a time: more do not fit the cache
DECIDED = 1e-10  # 1 − leverage of a row that nothing is left of


class Draws(NamedTuple):
    """Draws of arms.

    Attributes:
        arms: the arm of each unit in each draw, 0 the comparison, (draws, units).
        complete: whether these are all that are possible, each once.
    """

    arms: NDArray[np.int8]
    complete: bool


def redraws(arm: NDArray[np.int8], stratum: IntArray, draws: int, random: np.random.Generator) -> Draws:
    """Re-randomisations of the arms within strata; all of them where they are few.

    Args:
        arm: of each unit, (units,).
        stratum: of each unit, from 0 on, (units,).
        draws: how many, where not all are taken.
        random: where draws come from.
    """
    strata = [np.flatnonzero(stratum == each) for each in range(int(stratum.max(initial=-1)) + 1)]
    if math.prod(arrangements(arm[units]) for units in strata) <= MOST_ENUMERATED:
        return Draws(every_draw(arm, strata), complete=True)
    drawn = np.empty((draws, len(arm)), dtype=np.int8)
    for units in strata:
        drawn[:, units] = random.permuted(np.broadcast_to(arm[units], (draws, len(units))), axis=1)
    return Draws(drawn, complete=False)


def arrangements(arm: NDArray[np.int8]) -> int:
    """In how many ways the arms of a stratum can be given to its units."""
    left, ways = len(arm), 1
    for count in np.bincount(arm).tolist():
        ways *= math.comb(left, count)
        left -= count
    return ways


def every_draw(arm: NDArray[np.int8], strata: Sequence[IntArray]) -> NDArray[np.int8]:
    """All draws, (draws, units)."""
    of_strata = [list(arrangements_of(arm[units])) for units in strata]
    drawn = np.empty((math.prod(map(len, of_strata)), len(arm)), dtype=np.int8)
    for place, chosen in enumerate(product(*of_strata)):
        for units, arms in zip(strata, chosen, strict=True):
            drawn[place, units] = arms
    return drawn


def arrangements_of(arm: NDArray[np.int8]) -> Iterator[NDArray[np.int8]]:
    """Every way to give the arms of a stratum to its units."""
    last = int(arm.max(initial=0))
    if last == 0:
        yield arm.copy()
        return
    for chosen in combinations(range(len(arm)), int((arm == last).sum())):
        free = np.ones(len(arm), dtype=bool)
        free[list(chosen)] = False
        for rest in arrangements_of(arm[arm != last]):
            arms = np.full(len(arm), last, dtype=np.int8)
            arms[free] = rest
            yield arms


def share_as_large(observed: Array, drawn: Array, *, complete: bool) -> Array:
    """The p-value of each arm, (arms,); NaN where its own t does not exist.

    Args:
        observed: |t| of each arm, (arms,).
        drawn: of each draw, (draws, arms).
        complete: whether these are all draws: then the share, else (1 + count)/(draws + 1).
    """
    extreme = (drawn >= observed * AS_LARGE).sum(axis=0)
    share = extreme / len(drawn) if complete else (1 + extreme) / (len(drawn) + 1)
    return np.asarray(np.where(np.isnan(observed), np.nan, share))


def t_of_rows(
    controls: Array, outcome: Array, arms: NDArray[np.int8], count: int, weight: Array | None = None
) -> Array:
    """|t| with HC2 of each arm in each draw, (draws, arms): each row drawn alone.

    The controls are taken out of outcome and arms once (Frisch and Waugh), many draws at a time.

    Args:
        controls: independent columns that no draw changes, (rows, columns).
        outcome: (rows,).
        arms: of each row in each draw, 0 the comparison, (draws, rows).
        count: how many arms there are besides the comparison.
        weight: of the rows, (rows,).
    """
    root = np.ones(len(outcome)) if weight is None else np.sqrt(weight)
    basis = np.linalg.qr(controls * root[:, None])[0]
    rest = outcome * root - basis @ (basis.T @ (outcome * root))
    leverage = np.square(basis).sum(axis=1)
    size = max(1, CELLS_OF_CHUNK // (len(outcome) * count))
    chunks = [arms[start : start + size] for start in range(0, len(arms), size)]
    return np.concatenate([t_of_chunk(basis, rest, leverage, root, chunk, count) for chunk in chunks])


def t_of_chunk(
    basis: Array, rest: Array, leverage: Array, root: Array, arms: NDArray[np.int8], count: int
) -> Array:
    """|t| of some draws, (draws, arms); see `t_of_rows`."""
    given = np.stack([(arms == arm) * root for arm in range(1, count + 1)])  # (arms, draws, rows)
    left = given - (given @ basis) @ basis.T
    squares = np.einsum("adn,bdn->dab", left, left)
    inverse = np.linalg.pinv(squares, rcond=DEPENDENT, hermitian=True)
    effects = np.einsum("dab,bd->da", inverse, left @ rest)
    turned = np.einsum("dab,bdn->adn", inverse, left)
    residuals = rest - np.einsum("da,adn->dn", effects, left)
    freedom = 1.0 - leverage - np.einsum("adn,adn->dn", turned, left)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(freedom > DECIDED, np.square(residuals) / freedom, 0.0)
        variance = np.einsum("adn,dn->da", np.square(turned), share)
        t = np.abs(effects) / np.sqrt(variance)
    return np.asarray(np.where(np.einsum("daa->da", squares) > DEPENDENT, t, 0.0))


__all__ = ["Draws", "redraws", "share_as_large", "t_of_rows"]
