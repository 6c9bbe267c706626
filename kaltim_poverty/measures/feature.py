"""The type of a feature: what each row contributes to one total, named by a family and its parameter."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

Family: TypeAlias = Literal[
    "one",
    "deviation",
    "pair",
    "ge",
    "below",
    "above",
    "up_to",
    "line",
    "fgt",
    "watts",
    "shortfall",
    "sen",
    "sst",
    "poor_pair",
    "poor_deviation",
    "column",
    "below_mean",
    "under_mean",
    "at_quantile",
    "ratio",
    "at_line",
    "tilt_at_line",
]
OF_THE_POOR: frozenset[Family] = frozenset(
    ("fgt", "watts", "shortfall", "sen", "sst", "poor_pair", "poor_deviation")
)
RANKED_BY_GAP: frozenset[Family] = frozenset(("sen", "sst"))
OVER_PAIRS: frozenset[Family] = frozenset(("pair", "poor_pair", "sen", "sst"))
OF_A_CUT: frozenset[Family] = frozenset(("below", "above", "up_to", "at_quantile"))
OF_ITS_MEAN: frozenset[Family] = frozenset(("below_mean", "under_mean"))
UP_TO_A_QUANTILE: frozenset[Family] = frozenset(("below", "at_quantile"))
OF_A_RATIO: frozenset[Family] = frozenset(("ratio", "at_line", "tilt_at_line"))
OF_A_RATIO_DENSITY: frozenset[Family] = frozenset(("at_line", "tilt_at_line"))


class Feature(NamedTuple):
    """A number that each row has; Σ w·feature over the rows of a domain is a total.

    Attributes:
        family: what is computed (see `measures.evaluate`).
        parameter: its order, aversion, or the percent of its quantile; None for a family without one.
        column: the name of the column that it is, of the family ``column``.
    """

    family: Family
    parameter: float | None = None
    column: str | None = None

    @property
    def number(self) -> float:
        """The parameter of a family that has one.

        Raises:
            ValueError: if there is none.
        """
        if self.parameter is None:
            raise ValueError(self.family)
        return self.parameter

    @property
    def of_the_poor(self) -> bool:
        """Whether it is 0 for everybody who is not poor."""
        return self.family in OF_THE_POOR

    @property
    def over_pairs(self) -> bool:
        """Whether it is a sum over all other rows, so that rows must come in order."""
        return self.family in OVER_PAIRS

    @property
    def ranked_by_gap(self) -> bool:
        """Whether that order is one of welfare over line, among the poor."""
        return self.family in RANKED_BY_GAP

    @property
    def of_a_cut(self) -> bool:
        """Whether it is made of the rows on one side of a quantile."""
        return self.family in OF_A_CUT

    @property
    def of_a_ratio(self) -> bool:
        """Whether it is a number of welfare over line that everybody has, poor or not."""
        return self.family in OF_A_RATIO

    @property
    def of_a_ratio_density(self) -> bool:
        """Whether it is made with the bandwidth of the density of welfare over line."""
        return self.family in OF_A_RATIO_DENSITY

    @property
    def moves_with_its_domain(self) -> bool:
        """Whether it depends on a mean or a quantile of the domain by more than a centre."""
        return self.family in OF_ITS_MEAN or self.family in UP_TO_A_QUANTILE

    @property
    def moves_with_line(self) -> bool:
        """Whether its total changes with an estimated line."""
        return self.of_the_poor or self.family in ("ratio", "at_line")


ONE = Feature("one")
DEVIATION = Feature("deviation")
PAIR = Feature("pair")
LINE = Feature("line")  # also the key of slopes in an estimated poverty line
POOR = Feature("fgt", 0.0)
GAP = Feature("fgt", 1.0)
WATTS = Feature("watts")
SHORTFALL = Feature("shortfall")
SEN = Feature("sen")
SST = Feature("sst")
POOR_PAIR = Feature("poor_pair")
POOR_DEVIATION = Feature("poor_deviation")
BELOW_MEAN = Feature("below_mean")
UNDER_MEAN = Feature("under_mean")
RATIO = Feature("ratio")
AT_LINE = Feature("at_line")
TILT_AT_LINE = Feature("tilt_at_line")
