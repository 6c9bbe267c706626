"""How scenarios would have done: every basis against what was published one to five years later."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kaltim_poverty.grouped.lognormal_model import model_of
from kaltim_poverty.published import catalogue
from kaltim_poverty.published.catalogue import Area
from kaltim_poverty.published.figures import Figures
from kaltim_poverty.published.periods import Period
from kaltim_poverty.records.fields import column, record

HORIZONS = (1, 2, 3, 5)
CALCULATION, RECORD, UNCHANGED = BASES = ("calculation", "record", "unchanged")
TYPES = {"province": "province", "country": "nation"}  # kinds of area by their level
TOTAL = "total"
LEAST_PAIRS = 30  # for the mean change of the record
QUANTILE = 0.9
NEEDED = ("p0", "gini", "mean_expenditure", "poverty_line")


@record
class Backtested:
    """The errors of a basis, predicted less published, in percentage points of P0.

    `unchanged_mean_absolute_error` is that of "nothing changes" on the same pairs of rounds.
    """

    area_type: str = column("group")
    horizon: int = column("group")
    basis: str = column("group")
    n: int = column("count")
    mean_error: float = column("share", decimals=3)
    mean_absolute_error: float = column("share", decimals=3)
    p90_absolute_error: float = column("share", decimals=3)
    unchanged_mean_absolute_error: float = column("share", decimals=3)


class Tried(NamedTuple):
    """A prediction that can be held against what was published.

    Attributes:
        error: predicted less published, percentage points.
        unchanged: the same of "nothing changes".
    """

    error: float
    unchanged: float


class Pairs(NamedTuple):
    """The pairs of rounds of one kind of area and horizon, by basis, and how many a break has parted."""

    tried: dict[str, list[Tried]]
    parted: int


class Published:
    """The figures of provinces and the nation that the back-test looks at, as floats."""

    def __init__(self, figures: Figures, areas: Iterable[Area]) -> None:
        self.areas = [area for area in areas if area.level in TYPES]
        self.values: dict[tuple[str, str], dict[Period, float]] = {}
        for area in self.areas:
            for (period, locality, indicator), figure in figures.of(area.area).items():
                if locality == TOTAL and indicator in NEEDED:
                    self.values.setdefault((area.area, indicator), {})[period] = float(figure.value)

    def of(self, area: str, indicator: str) -> dict[Period, float]:
        """One series."""
        return self.values.get((area, indicator), {})


def later(period: Period, years: int) -> Period:
    """The period of the same round, some years later."""
    return Period(period.year + years, period.month)


def is_parted(area: str, before: Period, after: Period) -> bool:
    """Whether a break of P0 lies between two rounds."""
    return any(
        each.concerns("p0") and each.from_period >= before and each.to_period <= after
        for each in catalogue.breaks_of(area)
    )


def yearly_changes(published: Published) -> list[tuple[Period, float]]:
    """ln(P0 a year later/P0) of every area, with the later round, where no break lies between."""
    found = []
    for area in published.areas:
        series = published.of(area.area, "p0")
        for period, value in series.items():
            after = later(period, 1)
            if (
                after in series
                and value > 0
                and series[after] > 0
                and not is_parted(area.area, period, after)
            ):
                found.append((after, math.log(series[after] / value)))
    return sorted(found)


class Drift(NamedTuple):
    """The mean yearly change of ln P0 that was known at a period, and of how many pairs."""

    pairs: int
    mean: float


def drift_known(changes: Sequence[tuple[Period, float]], period: Period) -> Drift | None:
    """The mean of the changes that were known at a period; None if there are too few."""
    known = [change for later_round, change in changes if later_round <= period]
    return Drift(len(known), math.fsum(known) / len(known)) if len(known) >= LEAST_PAIRS else None


def pairs_of(published: Published, level: str, years: int, drifts: dict[Period, Drift | None]) -> Pairs:
    """Every prediction of one kind of area and horizon."""
    tried: dict[str, list[Tried]] = {basis: [] for basis in BASES}
    parted = 0
    for area in published.areas:
        series = published.of(area.area, "p0") if area.level == level else {}
        for period, value in series.items():
            after = later(period, years)
            if after not in series:
                continue
            if is_parted(area.area, period, after):
                parted += 1
                continue
            truth = series[after]
            tried[UNCHANGED].append(Tried(value - truth, value - truth))
            drift = drifts[period]
            if drift is not None:
                tried[RECORD].append(Tried(value * math.exp(years * drift.mean) - truth, value - truth))
            calculated = calculated_later(published, area.area, period, after)
            if calculated is not None:
                tried[CALCULATION].append(Tried(calculated - truth, value - truth))
    return Pairs(tried, parted)


def calculated_later(published: Published, area: str, period: Period, after: Period) -> float | None:
    """P0 of the calculation, given the growth of mean and line that came true; None where figures lack."""
    p0, gini = published.of(area, "p0")[period], published.of(area, "gini").get(period)
    growth = factor(published.of(area, "mean_expenditure"), period, after)
    line_growth = factor(published.of(area, "poverty_line"), period, after)
    if gini is None or growth is None or line_growth is None or not 0 < p0 < 100:  # noqa: PLR2004 - percent
        return None
    return 100 * model_of(p0 / 100, gini).after(growth, line_growth, gini).fgt(0)


def factor(series: dict[Period, float], before: Period, after: Period) -> float | None:
    """The factor by which a figure has grown; None where one is missing."""
    return series[after] / series[before] if before in series and after in series else None


def backtested(figures: Figures, areas: Sequence[Area]) -> tuple[list[Backtested], int]:
    """The rows of the back-test of some areas, and how many pairs a break has parted.

    The record is that of all provinces and the nation, whichever areas are looked at.
    """
    known = [area for area in catalogue.areas().values() if area.level in TYPES]
    changes = yearly_changes(Published(figures, known))
    published = Published(figures, areas)
    periods = {period for series in published.values.values() for period in series}
    drifts = {period: drift_known(changes, period) for period in periods}
    rows: list[Backtested] = []
    parted = 0
    for level, name in TYPES.items():
        for years in HORIZONS:
            pairs = pairs_of(published, level, years, drifts)
            parted += pairs.parted
            rows += rows_of(name, years, pairs)
    return rows, parted


def rows_of(name: str, years: int, pairs: Pairs) -> Iterator[Backtested]:
    """A row for each basis that has predictions."""
    for basis, tried in pairs.tried.items():
        if tried:
            sizes = sorted(abs(each.error) for each in tried)
            yield Backtested(
                name,
                years,
                basis,
                len(tried),
                mean([each.error for each in tried]),
                mean(sizes),
                linear_quantile(sizes, QUANTILE),
                mean([abs(each.unchanged) for each in tried]),
            )


def mean(values: Sequence[float]) -> float:
    """The mean."""
    return math.fsum(values) / len(values)


def linear_quantile(ordered: Sequence[float], share: float) -> float:
    """The quantile between two ordered values, linearly: type 7 of Hyndman and Fan (1996)."""
    place = share * (len(ordered) - 1)
    first = int(place)
    last = min(first + 1, len(ordered) - 1)
    return ordered[first] + (place - first) * (ordered[last] - ordered[first])


__all__ = ["BASES", "CALCULATION", "RECORD", "UNCHANGED", "Backtested", "backtested"]
