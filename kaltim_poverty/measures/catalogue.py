"""The measures by name: what each needs, how it is computed, where it is undefined."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from kaltim_poverty.measures import (
    elasticities,
    hoover_index,
    inequality,
    lorenz,
    poverty,
    quantile_ratios,
    quantiles,
    wolfson,
)
from kaltim_poverty.measures.feature import (
    AT_LINE,
    BELOW_MEAN,
    DEVIATION,
    GAP,
    ONE,
    PAIR,
    POOR,
    POOR_DEVIATION,
    POOR_PAIR,
    RATIO,
    SEN,
    SHORTFALL,
    SST,
    UNDER_MEAN,
    WATTS,
    Feature,
)
from kaltim_poverty.measures.linear import Linear
from kaltim_poverty.measures.totals import Totals

POVERTY = ("p0", "p1", "p2", "watts", "sen", "sst", "gap_poor", "gini_poor", "poor_count", "total_shortfall")
INEQUALITY = ("mean", "median", "gini", "theil", "mld", "ge_2", "atkinson_0.5", "atkinson_1", "atkinson_2")
SHARES = {
    "share_bottom40": (0.0, 40.0),
    "share_middle40": (40.0, 80.0),
    "share_top20": (80.0, 100.0),
    "share_top10": (90.0, 100.0),
    "share_top1": (99.0, 100.0),
    **{f"share_decile_{k}": (10.0 * k - 10.0, 10.0 * k) for k in range(1, 11)},
    **{f"share_quintile_{k}": (20.0 * k - 20.0, 20.0 * k) for k in range(1, 6)},
}
RATIOS = {"palma": (90.0, 40.0), "s80s20": (80.0, 20.0)}
QUANTILES = ("10", "25", "75", "90")
LORENZ = tuple(str(percent) for percent in range(5, 100, 5))
GROWTH_ELASTICITIES = {f"growth_elasticity_p{alpha}": float(alpha) for alpha in range(3)}
INEQUALITY_ELASTICITIES = {f"inequality_elasticity_p{alpha}": float(alpha) for alpha in range(3)}
QUANTILE_RATIOS = {"p90p10": (90.0, 10.0), "p75p25": (75.0, 25.0), "p50p10": (50.0, 10.0)}
PARAMETERS = ("quantile", "lorenz", "atkinson", "ge", "fgt")
SYNONYMS = {
    "p0": "fgt_0",
    "p1": "fgt_1",
    "p2": "fgt_2",
    "theil": "ge_1",
    "mld": "ge_0",
    "ge2": "ge_2",
    "median": "quantile_50",
}
SPELLED = re.compile(r"(-?)0*(\d+)(?:\.(\d+))?")


class Measure(NamedTuple):
    """A measure.

    Attributes:
        name: as asked for.
        unit: of its value.
        features: the totals it is made of.
        formula: its value and slopes from the totals; of a quantile the share of people below it.
        needs: conditions without which it is undefined (see `survey.reasons`).
        percents: the quantiles that its features use, in percent.
        times_people: whether the number of people, taken as known, multiplies the percentage of the formula.
    """

    name: str
    unit: str
    features: tuple[Feature, ...]
    formula: Callable[[Totals], Linear]
    needs: tuple[str, ...] = ()
    percents: tuple[float, ...] = ()
    times_people: bool = False

    @property
    def of_poverty(self) -> bool:
        """Whether it needs a poverty line."""
        return any(feature.of_the_poor for feature in self.features)

    @property
    def is_quantile(self) -> bool:
        """Whether it is a quantile, whose standard error is Woodruff's."""
        return self.features[-1].family == "up_to"

    @property
    def is_headcount_ratio(self) -> bool:
        """Whether it is P0, the share of people who are poor."""
        return self.features == (ONE, POOR) and not self.times_people

    @property
    def is_among_the_poor(self) -> bool:
        """Whether the poor are its population, so that it says nothing of anybody else."""
        return "somebody_poor" in self.needs

    @property
    def is_poor_count(self) -> bool:
        """Whether it is the number of people who are poor."""
        return self.features == (POOR,) or self.times_people


def names() -> list[str]:
    """All measures with a name of their own, in the order of an answer to ``all``."""
    listed = [*POVERTY, *INEQUALITY[:5], "ge2", *INEQUALITY[6:], *RATIOS, *SHARES]
    listed += [*(f"quantile_{p}" for p in QUANTILES), *(f"lorenz_{p}" for p in LORENZ)]
    elasticity = [*GROWTH_ELASTICITIES, *INEQUALITY_ELASTICITIES]
    return [*listed, *elasticity, "polarisation", "hoover", *QUANTILE_RATIOS]


def measure(name: str) -> Measure | None:
    """The measure of a name, or None if there is none."""
    given = name.strip().casefold()
    meant = SYNONYMS.get(given, given)
    if meant in SHARES:
        return share(given)
    if meant in RATIOS:
        return ratio(given)
    if meant in QUANTILE_RATIOS:
        return quantile_ratio(given)
    family, _, spelled = meant.partition("_")
    if family in PARAMETERS:
        parameter = canonical(spelled)
        shown = given if given in SYNONYMS else f"{family}_{parameter}"
        return None if parameter is None else with_parameter(shown, family, float(parameter))
    return SIMPLE.get(given)


def canonical(spelled: str) -> str | None:
    """A number as names of measures spell it, without needless zeros; None if it is no number."""
    match = SPELLED.fullmatch(spelled)
    if match is None:
        return None
    decimals = (match[3] or "").rstrip("0")
    shown = match[2] + (f".{decimals}" if decimals else "")
    return shown if float(shown) == 0 else match[1] + shown


def with_parameter(name: str, family: str, parameter: float) -> Measure | None:
    """A measure with a number in its name; None if the number is out of its range."""
    if family == "fgt":
        return fgt(name, parameter) if parameter >= 0 else None
    if family == "ge":
        return ge(name, parameter)
    if family == "atkinson":
        return atkinson(name, parameter) if parameter > 0 else None
    if not 0 < parameter < 100:  # noqa: PLR2004 - percent
        return None
    return quantile(name, parameter) if family == "quantile" else ordinate(name, parameter)


def fgt(name: str, alpha: float) -> Measure:
    """The poverty measure P_α of Foster, Greer and Thorbecke."""
    return Measure(name, "percent", (ONE, Feature("fgt", alpha)), partial(poverty.fgt, alpha=alpha))


def ge(name: str, order: float) -> Measure:
    """The generalised entropy index GE(a)."""
    needs = ["positive_total"]
    if order != 2:  # noqa: PLR2004 - the square, which negative welfare has too
        needs.append("nothing_negative")
    if order <= 0:
        needs.append("nothing_zero")
    formula = partial(inequality.entropy, order=order)
    return Measure(name, "ratio", (ONE, DEVIATION, Feature("ge", order)), formula, tuple(needs))


def atkinson(name: str, aversion: float) -> Measure:
    """Atkinson's index."""
    needs = ("positive_total", "nothing_negative", *(("nothing_zero",) if aversion >= 1 else ()))
    formula = partial(inequality.atkinson, aversion=aversion)
    return Measure(name, "ratio", (ONE, DEVIATION, Feature("ge", 1.0 - aversion)), formula, needs)


def quantile(name: str, percent: float) -> Measure:
    """A quantile; the formula is that of the share of people at or below it."""
    formula = partial(quantiles.share_below, percent=percent)
    return Measure(name, "idr_per_capita_month", (ONE, Feature("up_to", percent)), formula, (), (percent,))


def ordinate(name: str, percent: float) -> Measure:
    """An ordinate of the Lorenz curve."""
    return cut(name, "percent", partial(lorenz.curve, percent=percent), (percent,))


def share(name: str) -> Measure:
    """The share of welfare between two percentages of people."""
    low, high = SHARES[name]
    return cut(name, "percent", partial(lorenz.share, low=low, high=high), (low, high))


def ratio(name: str) -> Measure:
    """The ratio of the shares of the richest and the poorest."""
    top, bottom = RATIOS[name]
    formula = partial(lorenz.top_over_bottom, top=top, bottom=bottom)
    return cut(name, "ratio", formula, (top, bottom), ("positive_bottom",))


def quantile_ratio(name: str) -> Measure:
    """The ratio of two quantiles."""
    upper, lower = QUANTILE_RATIOS[name]
    features = (ONE, *(Feature("at_quantile", percent) for percent in (upper, lower)))
    formula = partial(quantile_ratios.quantile_ratio, upper=upper, lower=lower)
    return Measure(name, "ratio", features, formula, ("positive_quantile",), (upper, lower))


def elasticity(name: str) -> Measure:
    """The elasticity of P_α in growth, or in inequality."""
    in_growth = name in GROWTH_ELASTICITIES
    alpha = GROWTH_ELASTICITIES[name] if in_growth else INEQUALITY_ELASTICITIES[name]
    formula = elasticities.growth_elasticity if in_growth else elasticities.inequality_elasticity
    rates = [Feature("fgt", each) for each in (alpha - 1.0, alpha) if each >= 0]
    others = [*([AT_LINE] if alpha == 0 else []), *([] if in_growth else [RATIO])]
    features = (ONE, *dict.fromkeys([POOR, *rates, *others]))
    return Measure(name, "ratio", features, partial(formula, alpha=alpha), ("anybody_poor",))


def cut(
    name: str,
    unit: str,
    formula: Callable[[Totals], Linear],
    percents: tuple[float, ...],
    needs: tuple[str, ...] = (),
) -> Measure:
    """A measure made of the Lorenz curve at some percentages of people."""
    inner = tuple(percent for percent in percents if 0 < percent < lorenz.ALL)
    features = (ONE, DEVIATION, *map(lorenz.feature, inner))
    return Measure(name, unit, features, formula, ("positive_total", *needs), inner)


POOR_COUNT_OF_KNOWN_PEOPLE = fgt("poor_count", 0.0)._replace(unit="people", times_people=True)
MEAN = Measure("mean", "idr_per_capita_month", (ONE, DEVIATION), inequality.mean)
SIMPLE: Mapping[str, Measure] = {
    each.name: each
    for each in (
        MEAN,
        Measure("gini", "ratio", (ONE, DEVIATION, PAIR), inequality.gini, ("positive_total",)),
        Measure("watts", "ratio", (ONE, WATTS), poverty.watts, ("positive_poor",)),
        Measure("sen", "ratio", (ONE, POOR, GAP, SEN), poverty.sen),
        Measure("sst", "ratio", (ONE, GAP, SST), poverty.sst),
        Measure("gap_poor", "percent", (POOR, GAP), poverty.gap_poor, ("somebody_poor",)),
        Measure(
            "gini_poor",
            "ratio",
            (POOR, POOR_DEVIATION, POOR_PAIR),
            poverty.gini_poor,
            ("somebody_poor", "positive_poor_total"),
        ),
        *map(elasticity, (*GROWTH_ELASTICITIES, *INEQUALITY_ELASTICITIES)),
        Measure(
            "polarisation",
            "ratio",
            (ONE, DEVIATION, PAIR, wolfson.BELOW_MEDIAN, Feature("at_quantile", wolfson.MIDDLE)),
            wolfson.polarisation,
            ("positive_total", "positive_quantile"),
            (wolfson.MIDDLE,),
        ),
        Measure(
            "hoover",
            "ratio",
            (ONE, DEVIATION, BELOW_MEAN, UNDER_MEAN),
            hoover_index.hoover,
            ("positive_total",),
        ),
        Measure("poor_count", "people", (POOR,), poverty.poor_count),
        Measure("total_shortfall", "idr", (POOR, SHORTFALL), poverty.total_shortfall),
    )
}
