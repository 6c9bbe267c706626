"""The measures by name: what each needs, how it is computed, where it is undefined."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from kaltim_poverty.measures import inequality, lorenz, poverty, quantiles
from kaltim_poverty.measures.features import of_the_poor
from kaltim_poverty.measures.linear import Linear
from kaltim_poverty.measures.totals import Totals

SIMPLE = ("gap_poor", "gini_poor", "poor_count", "total_shortfall", "watts", "sen", "sst", "mean", "gini")
POVERTY = ("p0", "p1", "p2", "watts", "sen", "sst", "gap_poor", "gini_poor", "poor_count", "total_shortfall")
INEQUALITY = ("mean", "median", "gini", "theil", "mld", "ge_2", "atkinson_0.5", "atkinson_1", "atkinson_2")
SHARES = {
    "share_bottom40": ("0", "40"),
    "share_middle40": ("40", "80"),
    "share_top20": ("80", "100"),
    "share_top10": ("90", "100"),
    "share_top1": ("99", "100"),
    **{f"share_decile_{k}": (str(10 * k - 10), str(10 * k)) for k in range(1, 11)},
    **{f"share_quintile_{k}": (str(20 * k - 20), str(20 * k)) for k in range(1, 6)},
}
RATIOS = {"palma": ("90", "40"), "s80s20": ("80", "20")}
QUANTILES = ("10", "25", "75", "90")
LORENZ = tuple(str(percent) for percent in range(5, 100, 5))
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
    """

    name: str
    unit: str
    features: tuple[str, ...]
    formula: Callable[[Totals], Linear]
    needs: tuple[str, ...] = ()
    percents: tuple[str, ...] = ()

    @property
    def of_poverty(self) -> bool:
        """Whether it needs a poverty line."""
        return any(map(of_the_poor, self.features))

    @property
    def is_quantile(self) -> bool:
        """Whether it is a quantile, whose standard error is Woodruff's."""
        return self.features[-1].startswith("upto")


def names() -> list[str]:
    """All measures with a name of their own, in the order of an answer to ``all``."""
    listed = [*POVERTY, *INEQUALITY[:5], "ge2", *INEQUALITY[6:], *RATIOS, *SHARES]
    return [*listed, *(f"quantile_{p}" for p in QUANTILES), *(f"lorenz_{p}" for p in LORENZ)]


def measure(name: str) -> Measure | None:
    """The measure of a name, or None if there is none."""
    given = name.strip().casefold()
    meant = SYNONYMS.get(given, given)
    if meant in SHARES or meant in RATIOS:
        return of_lorenz(given)
    family, _, spelled = meant.partition("_")
    if family in PARAMETERS:
        parameter = canonical(spelled)
        shown = given if given in SYNONYMS else f"{family}_{parameter}"
        return None if parameter is None else with_parameter(shown, family, parameter)
    return simple(given) if given in SIMPLE else None


def canonical(spelled: str) -> str | None:
    """A number as features spell it, without needless zeros; None if it is no number."""
    match = SPELLED.fullmatch(spelled)
    if match is None:
        return None
    decimals = (match[3] or "").rstrip("0")
    shown = match[2] + (f".{decimals}" if decimals else "")
    return shown if float(shown) == 0 else match[1] + shown


def with_parameter(name: str, family: str, parameter: str) -> Measure | None:
    """A measure with a number in its name; None if the number is out of its range."""
    value = float(parameter)
    if family == "fgt":
        return fgt(name, parameter) if value >= 0 else None
    if family == "ge":
        return ge(name, parameter)
    if family == "atkinson":
        return atkinson(name, parameter) if value > 0 else None
    if not 0 < value < 100:  # noqa: PLR2004 - percent
        return None
    return quantile(name, parameter) if family == "quantile" else of_lorenz(name)


def fgt(name: str, alpha: str) -> Measure:
    """P_α."""
    return Measure(name, "percent", ("one", f"fgt_{alpha}"), partial(poverty.fgt, alpha=alpha))


def ge(name: str, order: str) -> Measure:
    """GE(a)."""
    needs = ["positive_total"]
    if order != "2":
        needs.append("nothing_negative")
    if float(order) <= 0:
        needs.append("nothing_zero")
    formula = partial(inequality.entropy, order=order)
    return Measure(name, "ratio", ("one", "deviation", f"ge_{order}"), formula, tuple(needs))


def atkinson(name: str, aversion: str) -> Measure:
    """Atkinson's index."""
    needs = ("positive_total", "nothing_negative", *(("nothing_zero",) if float(aversion) >= 1 else ()))
    formula = partial(inequality.atkinson, aversion=aversion)
    return Measure(name, "ratio", ("one", "deviation", f"atkinson_{aversion}"), formula, needs)


def quantile(name: str, percent: str) -> Measure:
    """A quantile; the formula is that of the share of people at or below it."""
    formula = partial(quantiles.share_below, percent=percent)
    return Measure(name, "idr_per_capita_month", ("one", f"upto_{percent}"), formula, (), (percent,))


def of_lorenz(name: str) -> Measure:
    """An ordinate of the Lorenz curve, a share, or a ratio of shares."""
    needs: tuple[str, ...] = ("positive_total",)
    formula: Callable[[Totals], Linear]
    if name in RATIOS:
        top, bottom = percents = RATIOS[name]
        formula = partial(lorenz.top_over_bottom, top=top, bottom=bottom)
        unit, needs = "ratio", (*needs, "positive_bottom")
    elif name in SHARES:
        unit, percents = "percent", SHARES[name]
        formula = partial(lorenz.share, low=percents[0], high=percents[1])
    else:
        unit, percents = "percent", (name.partition("_")[2],) * 2
        formula = partial(lorenz.curve, percent=percents[0])
    cut = tuple(dict.fromkeys(percent for percent in percents if percent not in ("0", "100")))
    return Measure(name, unit, ("one", "deviation", *map(lorenz.feature, cut)), formula, needs, cut)


def simple(name: str) -> Measure:
    """A measure without a parameter."""
    unit, features, formula, needs = {
        "mean": ("idr_per_capita_month", ("one", "deviation"), inequality.mean, ()),
        "gini": ("ratio", ("one", "deviation", "pair"), inequality.gini, ("positive_total",)),
        "watts": ("ratio", ("one", "watts"), poverty.watts, ("positive_poor",)),
        "sen": ("ratio", ("one", "fgt_0", "fgt_1", "sen"), poverty.sen, ()),
        "sst": ("ratio", ("one", "fgt_1", "sst"), poverty.sst, ()),
        "gap_poor": ("percent", ("fgt_0", "fgt_1"), poverty.gap_poor, ("somebody_poor",)),
        "gini_poor": (
            "ratio",
            ("fgt_0", "poor_deviation", "poor_pair"),
            poverty.gini_poor,
            ("somebody_poor", "positive_poor_total"),
        ),
        "poor_count": ("people", ("fgt_0",), poverty.poor_count, ()),
        "total_shortfall": ("idr", ("fgt_0", "shortfall"), poverty.total_shortfall, ()),
    }[name]
    return Measure(name, unit, features, formula, needs)
