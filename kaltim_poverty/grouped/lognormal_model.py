"""A lognormal distribution that has the published Gini ratio and P0, and what happens to it.

Incomes are over the poverty line, u = y/z: ln u is normal with deviation σ, and its mean is set so that P0 of
all are below 1. So the line of the model is the published one times a factor, and no mean is needed.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import NamedTuple

STANDARD = NormalDist()
CROWD = 20_000  # people whose Gini ratio is taken


class Transfer(NamedTuple):
    """A transfer to the poorest.

    Attributes:
        people: the share of all people who get it, from the poorest on.
        amount: over the poverty line, a person and month.
    """

    people: float
    amount: float


NOTHING = Transfer(0.0, 0.0)


class Model(NamedTuple):
    """Lognormal incomes over the line.

    Attributes:
        sigma: the standard deviation of ln u.
        log_mean: the logarithm of the mean of u.
    """

    sigma: float
    log_mean: float

    def after(self, growth: float, line_growth: float, gini: float) -> Model:
        """When all incomes grow by one factor, the line by another, and the Gini ratio is a third.

        Args:
            growth: of incomes, a factor.
            line_growth: of the line, a factor.
            gini: the new Gini ratio.
        """
        return Model(deviation_of(gini), self.log_mean + math.log(growth / line_growth))

    def standard(self, income: float) -> float:
        """The standard normal place of an income over the line."""
        if income <= 0:
            return -math.inf
        return (math.log(income) - self.log_mean + self.sigma**2 / 2) / self.sigma

    def moment(self, place: float, power: int) -> float:
        """∫ u^power over the people below a standard normal place."""
        shift = power * self.sigma
        scale = math.exp(power * self.log_mean + (power * power - power) * self.sigma**2 / 2)
        return scale * below(place - shift)

    def fgt(self, alpha: int, transfer: Transfer = NOTHING) -> float:
        """P_α for α 0, 1 or 2, as a fraction, when a transfer has been paid."""
        reached = quantile(transfer.people)
        recipients = min(reached, self.standard(1 - transfer.amount))
        others = self.standard(1.0)
        found = self.gap(alpha, 1 - transfer.amount, recipients)
        if others > reached:
            found += self.gap(alpha, 1.0, others) - self.gap(alpha, 1.0, reached)
        return found

    def gap(self, alpha: int, line: float, place: float) -> float:
        """∫ (line − u)^α over the people below a standard normal place."""
        if place == -math.inf:
            return 0.0
        if alpha == 0:
            return below(place)
        if alpha == 1:
            return line * below(place) - self.moment(place, 1)
        return line * line * below(place) - 2 * line * self.moment(place, 1) + self.moment(place, 2)

    def gini_change(self, transfer: Transfer) -> float:
        """By how much a transfer changes the Gini ratio: of 20,000 people before and after."""
        if not transfer.people:
            return 0.0
        import numpy as np

        from kaltim_poverty.grouped.curves import normal
        from kaltim_poverty.measures import gini

        ranks = (np.arange(CROWD) + 0.5) / CROWD
        incomes = np.exp(self.log_mean + self.sigma * normal.quantile(ranks, 1 - ranks) - self.sigma**2 / 2)
        cut = np.clip(transfer.people * CROWD - np.arange(CROWD), 0.0, 1.0)  # the last one in part
        return gini(incomes + cut * transfer.amount) - gini(incomes)


def deviation_of(gini: float) -> float:
    """σ = √2·Φ⁻¹((1 + G)/2). Aitchison and Brown (1957), The Lognormal Distribution, chapter 11."""
    return math.sqrt(2) * STANDARD.inv_cdf((1 + gini) / 2)


def below(place: float) -> float:
    """Φ."""
    return math.erfc(-place / math.sqrt(2)) / 2


def quantile(share: float) -> float:
    """Φ⁻¹, infinite at the ends."""
    if share <= 0:
        return -math.inf
    return math.inf if share >= 1 else STANDARD.inv_cdf(share)


def model_of(p0: float, gini: float) -> Model:
    """The model with a P0 as a fraction, strictly between 0 and 1, and a Gini ratio."""
    sigma = deviation_of(gini)
    return Model(sigma, sigma**2 / 2 - sigma * quantile(p0))


__all__ = ["NOTHING", "Model", "Transfer", "model_of"]
