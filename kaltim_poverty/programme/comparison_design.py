"""A comparison of those who get a programme with those who do not, and what effect it can see."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.programme.evaluation.power import (
    design_effect,
    detectable,
    detectable_share,
    multiplier,
    variance_factor,
)

if TYPE_CHECKING:
    from kaltim_poverty.programme.evaluation.power import Estimator


class Comparison(NamedTuple):
    """A comparison as described; percent as shares of 1.

    Attributes:
        alpha: of each test, after it was shared among the arms.
        power: of each test.
        arms: tests that share alpha.
        poor: the share of poor in the comparison group, where that is the outcome.
        sd: of the outcome, rupiah a household and month.
        mean: of the outcome in the comparison group.
        correlation: of the outcome of a household between two rounds.
        before: rounds before.
        after: rounds after.
        estimator: how rounds are used.
        size: people of a village, where whole villages are drawn.
        icc: the share of the variance that lies between villages.
        variation: the coefficient of variation of the sizes of villages.
        attrition: the share that will not be found again.
        takers: take-up less contamination.
        amount: rupiah that each of the treated gets.
        overhead: on top of that.
        survey_cost: rupiah for each household and round.
    """

    alpha: float
    power: float
    arms: int
    poor: float | None
    sd: Decimal | None
    mean: Decimal | None
    correlation: float
    before: int
    after: int
    estimator: Estimator
    size: int | None
    icc: float
    variation: float
    attrition: Decimal
    takers: float
    amount: Decimal | None
    overhead: Decimal
    survey_cost: Decimal | None

    @property
    def factor(self) -> float:
        """F, of the rounds."""
        return variance_factor(self.estimator, self.before, self.after, self.correlation)

    @property
    def deff(self) -> float:
        """D, of villages; 1 where people are drawn one by one."""
        return 1.0 if self.size is None else design_effect(self.size, self.icc, self.variation)

    def analysed(self, people: int) -> int:
        """How many of so many are found again."""
        share = Decimal(1) - self.attrition
        return int((Decimal(people) * share).to_integral_value(rounding=ROUND_FLOOR))

    def df(self, treated: int, comparison: int) -> float:
        """Degrees of freedom of so many drawn."""
        found = self.analysed(treated) + self.analysed(comparison)
        return found / (self.size or 1) - 2

    def multiplier(self, treated: int, comparison: int) -> float | None:
        """The multiple of the standard error that is seen."""
        return multiplier(self.alpha, self.power, self.df(treated, comparison))

    def mde_sd(self, treated: int, comparison: int) -> float | None:
        """The smallest effect on a mean that is seen, in standard deviations."""
        multiple, found = self.multiplier(treated, comparison), self.analysed(treated)
        if multiple is None or not found or not self.analysed(comparison):
            return None
        return detectable(multiple, self.factor * self.deff, found, self.analysed(comparison))

    def mde_points(self, treated: int, comparison: int) -> float | None:
        """The smallest fall of the share of poor that is seen, in percentage points."""
        found = self.analysed(treated), self.analysed(comparison)
        if self.poor is None or not all(found):
            return None
        fall = detectable_share(self.poor, self.alpha, self.power, self.factor * self.deff, *found)
        return None if fall is None else 100.0 * fall


class Sizes(NamedTuple):
    """How many are drawn on each side."""

    treated: int
    comparison: int
