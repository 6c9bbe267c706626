"""The measures of a distribution: integrals over its quantile function, to a relative 1e-10."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from kaltim_poverty.grouped.curves.distribution import Array, Distribution
from kaltim_poverty.grouped.quadrature import Nodes, piece
from kaltim_poverty.measures.catalogue import (
    GROWTH_ELASTICITIES,
    INEQUALITY_ELASTICITIES,
    QUANTILE_RATIOS,
    RATIOS,
    SHARES,
    SYNONYMS,
)

NEGLIGIBLE = 1e-12  # a share of people whose income is too small for a number
MIDDLE = 50.0  # percent
CERTAIN = 0.04  # how far from its limit a power must be for the nodes to hold an integral


class UndefinedError(Exception):
    """A measure does not exist: *key* says why, in `words/*/reason.py`."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class People:
    """The poorest people up to a share, as nodes and weights; arrays of shape (nodes,).

    Attributes:
        rank: the share of all people before each.
        income: over the mean of all.
        weight: the share of people that each stands for.
    """

    def __init__(self, curve: Distribution, nodes: Nodes, incomes: Array) -> None:
        self._curve, self._nodes = curve, nodes
        self.rank, self.income = curve.people(nodes.place), incomes
        self.weight = nodes.weight * curve.rate(nodes.place)

    def mean_of(self, values: Array) -> float:
        """Σ w·value."""
        return float(self.weight @ values)

    def mean_of_logarithms(self, function: Callable[[Array], Array]) -> float:
        """Σ w·function(ln y), with logarithms of incomes that are smaller than any number.

        Raises:
            UndefinedError: if more than rounding have no income.
        """
        logarithms = self._curve.log_income(self._nodes.place, self._nodes.rest)
        some = np.isfinite(logarithms)
        if self.weight[~some].sum() > NEGLIGIBLE:
            raise UndefinedError("income_zero")
        return float(self.weight[some] @ function(logarithms[some]))


def everybody(curve: Distribution) -> People:
    """All people."""
    return People(curve, curve.nodes, curve.incomes)


def the_poor(curve: Distribution, place: float) -> People:
    """The people before a place: whole pieces from the nodes of everybody, and a part of one."""
    start = curve.knots[curve.knots < place][-1]
    whole = curve.nodes.place < start
    part = piece(float(start), place)
    nodes = Nodes(
        *(np.concatenate([each[whole], more]) for each, more in zip(curve.nodes, part, strict=True))
    )
    incomes = np.concatenate([curve.incomes[whole], curve.income(part.place, part.rest)])
    return People(curve, nodes, incomes)


class Poverty:
    """The poor of a curve below a line over the mean of all."""

    def __init__(self, curve: Distribution, line: float) -> None:
        self.line = line
        self.place = curve.place_at(line)
        at = np.array([self.place])
        self.headcount = float(curve.people(at)[0])
        self.share = float(curve.lorenz(at)[0]) if self.place > 0 else 0.0
        self.curve = curve
        self._poor: People | None = None

    @property
    def poor(self) -> People:
        """The poor.

        Raises:
            UndefinedError: if nobody is.
        """
        if not self.headcount > 0:
            raise UndefinedError("somebody_poor")
        if self._poor is None:
            self._poor = the_poor(self.curve, self.place)
        return self._poor

    def gaps(self) -> Array:
        """1 − y/z of the poor."""
        return 1 - self.poor.income / self.line

    def fgt(self, alpha: float) -> float:
        """P_α, as a fraction."""
        if alpha == 0 or not self.headcount > 0:
            return self.headcount
        if alpha == 1:
            return self.headcount - self.share / self.line
        gaps = self.gaps() if alpha == 2 else np.maximum(self.gaps(), 0.0)  # noqa: PLR2004
        return self.poor.mean_of(gaps**alpha)

    def watts(self) -> float:
        """∫ ln(z/y) over the poor."""
        if not self.headcount > 0:
            return 0.0
        return self.poor.mean_of_logarithms(lambda logarithm: math.log(self.line) - logarithm)

    def gap_poor(self) -> float:
        """P1/P0."""
        if not self.headcount > 0:
            raise UndefinedError("somebody_poor")
        return self.fgt(1) / self.headcount

    def gini_poor(self) -> float:
        """The Gini ratio among the poor: 2·∫ y·rank/(mean·P0²) − 1."""
        poor, total = self.poor, self.poor.mean_of(self.poor.income)
        if not total > 0:
            raise UndefinedError("positive_poor_total")
        return 2 * poor.mean_of(poor.income * poor.rank) / (total * self.headcount) - 1

    def sen(self) -> float:
        """P0·(I + (1 − I)·G_poor)."""
        if not self.headcount > 0:
            return 0.0
        gap = self.gap_poor()
        return self.headcount * (gap + (1 - gap) * (self.gini_poor() if gap < 1 else 0.0))

    def sst(self) -> float:
        """2·∫ gap·(1 − rank)."""
        return 2 * self.poor.mean_of(self.gaps() * (1 - self.poor.rank)) if self.headcount > 0 else 0.0


def tail_powers(curve: Distribution) -> tuple[float, float]:
    """β and κ: near 0 incomes go as rank^β, near 1 as (1 − rank)^−κ."""
    nodes = curve.nodes
    far = 8  # nodes between two that are compared
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = curve.log_income(nodes.place, nodes.rest)
        low = (logs[far] - logs[0]) / np.log(nodes.place[far] / nodes.place[0])
        high = (logs[-1] - logs[-1 - far]) / np.log(nodes.rest[-1 - far] / nodes.rest[-1])
    return tuple(float(each) if np.isfinite(each) else 0.0 for each in (low, high))  # type: ignore[return-value]


def check_moment(curve: Distribution, power: float) -> None:
    """Refuse a moment ∫ y^power that diverges.

    Raises:
        UndefinedError: if it does.
    """
    low, high = tail_powers(curve)
    if power * high > 1 - CERTAIN or -power * low > 1 - CERTAIN:
        raise UndefinedError("diverges")


def gini(curve: Distribution) -> float:
    """1 − 2·∫ L, which a heavy tail does not make harder."""
    nodes = curve.nodes
    return 1 - 2 * float((nodes.weight * curve.rate(nodes.place)) @ curve.lorenz(nodes.place))


def entropy(curve: Distribution, order: float) -> float:
    """GE(order)."""
    check_moment(curve, order)
    people = everybody(curve)
    if order == 0:
        return people.mean_of_logarithms(np.negative)
    if order == 1:
        return people.mean_of_logarithms(lambda logarithm: np.exp(logarithm) * logarithm)
    return (moment(people, order) - 1) / (order * (order - 1))


def moment(people: People, order: float) -> float:
    """Σ w·y^order."""
    if order > 0:
        return people.mean_of(np.maximum(people.income, 0.0) ** order)
    return people.mean_of_logarithms(lambda logarithm: np.exp(order * logarithm))


def atkinson(curve: Distribution, aversion: float) -> float:
    """1 − the equally distributed income over the mean; 1 where that is 0."""
    if aversion == 1:
        return 1 - math.exp(-entropy(curve, 0))
    check_moment(curve, 1 - aversion)
    return 1 - float(moment(everybody(curve), 1 - aversion) ** (1 / (1 - aversion)))


def share_of(curve: Distribution, low: float, high: float) -> float:
    """The share of all income between two percentages of people."""
    places = curve.place_of(np.array([low, high]) / 100)
    first, last = (float(each) for each in curve.lorenz(places))
    return (1.0 if high >= 100 else last) - (0.0 if low <= 0 else first)  # noqa: PLR2004


def ratio_of(curve: Distribution, top: float, bottom: float) -> float:
    """The share of all above a percentage over that of all below another."""
    below = share_of(curve, 0, bottom)
    if not below > 0:
        raise UndefinedError("positive_bottom")
    return share_of(curve, top, 100) / below


def quantile(curve: Distribution, percent: float) -> float:
    """The income over the mean below which so many people are."""
    place = curve.place_of(np.array([percent / 100]))
    return float(curve.income(place, 1 - place)[0])


def density_at_line(poverty: Poverty) -> float:
    """The density of y/z at 1."""
    place = np.array([poverty.place])
    if not 0 < poverty.place < 1:
        raise UndefinedError("somebody_poor")
    return poverty.line / float(poverty.curve.slope(place, 1 - place)[0])


def growth_elasticity(poverty: Poverty, alpha: float) -> float:
    """The change of P_α in percent when all incomes grow by 1 percent."""
    if not poverty.headcount > 0:
        raise UndefinedError("somebody_poor")
    if alpha == 0:
        return -density_at_line(poverty) / poverty.headcount
    return alpha - alpha * poverty.fgt(alpha - 1) / poverty.fgt(alpha)


def inequality_elasticity(poverty: Poverty, alpha: float) -> float:
    """The change of P_α in percent when the Gini ratio grows by 1 percent, by y + λ(y − μ)."""
    mean = 1 / poverty.line
    growth = growth_elasticity(poverty, alpha)
    if alpha == 0:
        return (1 - mean) * growth
    return growth + alpha * mean * poverty.fgt(alpha - 1) / poverty.fgt(alpha)


def polarisation(curve: Distribution) -> float:
    """2·(2·(0.5 − L(0.5)) − G)·μ/m. Wolfson (1994), American Economic Review 84, 353-358."""
    return 2 * (1 - 2 * share_of(curve, 0, MIDDLE) - gini(curve)) / positive_quantile(curve, MIDDLE)


def positive_quantile(curve: Distribution, percent: float) -> float:
    """A quantile above 0.

    Raises:
        UndefinedError: if it is not.
    """
    value = quantile(curve, percent)
    if not value > 0:
        raise UndefinedError("income_zero")
    return value


def hoover(curve: Distribution) -> float:
    """The share of all income that would have to change hands: rank − L where incomes reach the mean."""
    return Poverty(curve, 1.0).fgt(1)


POOR = {
    "watts": Poverty.watts,
    "sen": Poverty.sen,
    "sst": Poverty.sst,
    "gap_poor": Poverty.gap_poor,
    "gini_poor": Poverty.gini_poor,
}
ALONE: dict[str, Callable[[Distribution], float]] = {
    "mean": lambda _: 1.0,
    "gini": gini,
    "hoover": hoover,
    "polarisation": polarisation,
}
FAMILIES: dict[str, Callable[[Distribution, float], float]] = {
    "ge": entropy,
    "atkinson": atkinson,
    "quantile": quantile,
}


def poverty_value(poverty: Poverty, name: str) -> float:
    """A measure of poverty as a fraction, by its name.

    Raises:
        UndefinedError: if it does not exist.
    """
    if name in GROWTH_ELASTICITIES:
        return growth_elasticity(poverty, GROWTH_ELASTICITIES[name])
    if name in INEQUALITY_ELASTICITIES:
        return inequality_elasticity(poverty, INEQUALITY_ELASTICITIES[name])
    if name in POOR:
        return float(POOR[name](poverty))
    meant = {"poor_count": "p0", "total_shortfall": "p1"}.get(name, name)
    return poverty.fgt(float(SYNONYMS.get(meant, meant).partition("_")[2]))


def inequality_value(curve: Distribution, name: str) -> float:
    """A measure of everybody by its name: shares as fractions, amounts over the mean.

    Raises:
        UndefinedError: if it does not exist.
    """
    meant = SYNONYMS.get(name, name)
    if meant in ALONE:
        return ALONE[meant](curve)
    if meant in QUANTILE_RATIOS:
        upper, lower = QUANTILE_RATIOS[meant]
        return quantile(curve, upper) / positive_quantile(curve, lower)
    if meant in SHARES:
        return share_of(curve, *SHARES[meant])
    if meant in RATIOS:
        return ratio_of(curve, *RATIOS[meant])
    family, _, parameter = meant.partition("_")
    if family == "lorenz":
        return share_of(curve, 0, float(parameter))
    return FAMILIES[family](curve, float(parameter))
