"""How near each method comes to surveys whose households are known, from ten or five shares.

    python benchmarks/grouped.py [FOLDER]        ../shared/golden if none is given

The folder has `grouped_dev.json`, `pip_indonesia.json` and `pip_world.json`, which are their publishers'.
Every line is the mean and the worst absolute error of P0 in percentage points, where P0 is between 1 and 90
percent; then P1, P2 and Gini of the first set, and the widths of the bounds with how many truths are outside.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kaltim_poverty.grouped.backtest import Published, calculated_later, is_parted, later
from kaltim_poverty.grouped.bounded import gaps
from kaltim_poverty.grouped.bounds import bounds_of_gini, bounds_of_headcount, bounds_of_sum
from kaltim_poverty.grouped.groups import Groups
from kaltim_poverty.grouped.lognormal_model import Model, deviation_of
from kaltim_poverty.grouped.measured import Poverty, gini
from kaltim_poverty.grouped.methods import METHODS, OF_GINI, Fitted, fit_gini, fit_groups
from kaltim_poverty.published import catalogue
from kaltim_poverty.published.figures import Figures

Array = NDArray[np.float64]
FOLDER = Path(__file__).parent.parent.parent / "shared" / "golden"
LEAST, MOST = 0.01, 0.9  # of P0
DECILES = 10


class Survey(NamedTuple):
    """Ten shares of a survey, its Gini ratio, and the share of people below lines over the mean."""

    shares: Array
    gini: float
    headcounts: list[tuple[float, float]]


def by_area(folder: Path) -> Iterator[Survey]:
    """Indonesia by urban and rural areas: one line each."""
    for each in json.loads((folder / "grouped_dev.json").read_text())["surveys"]:
        inputs, truth = each["inputs"], each["truth"]
        shares = np.array(inputs["decile_shares_pct"])
        pair = (inputs["line"] / inputs["mean"], truth["headcount"])
        yield Survey(shares / shares.sum(), truth["gini"], [pair])


def of_pip(folder: Path, name: str) -> Iterator[Survey]:
    """Surveys of PIP with microdata behind them: nine lines each."""
    for row in json.loads((folder / f"{name}.json").read_text())["rows"]:
        if row["distribution"] == "micro":
            pairs = [(float(line) / row["mean"], share / 100) for line, share in row["headcount"].items()]
            shares = np.array(row["decile_shares"])
            yield Survey(
                shares / shares.sum(), row["gini"], [each for each in pairs if LEAST <= each[1] <= MOST]
            )


def groups(shares: Array, weight: Array) -> Groups:
    """Groups with exact shares."""
    nothing, zeros = np.full(len(shares), np.nan), np.zeros(len(shares))
    return Groups(weight, shares / weight, nothing, nothing, zeros, zeros, np.zeros((2, len(shares))), np.nan)


def cut(shares: Array, sizes: tuple[int, ...]) -> Groups:
    """Deciles joined into groups of so many."""
    ends = np.cumsum(sizes)[:-1]
    return groups(np.array([part.sum() for part in np.split(shares, ends)]), np.array(sizes) / DECILES)


def errors(fitted: Fitted, survey: Survey) -> list[float]:
    """The errors of P0 in percentage points; where a method has no curve 100."""
    found = []
    for line, share in survey.headcounts:
        curve = fitted.at_line(line)
        found.append(100.0 if curve is None else 100 * abs(Poverty(curve, line).headcount - share))
    return found


def line_of(name: str, found: list[float]) -> str:
    """A line of the table."""
    return f"{name:<28}{len(found):>6}{np.mean(found):>9.3f}{np.max(found):>9.3f}"


def report(name: str, surveys: list[Survey]) -> None:
    """All methods on one set of surveys."""
    print(f"\n{name}: {len(surveys)} surveys\n{'':<28}{'pairs':>6}{'mean':>9}{'worst':>9}")
    for title, sizes in (("deciles", (1,) * 10), ("quintiles", (2,) * 5), ("40, 40, 20", (4, 4, 2))):
        for method in METHODS:
            began = time.process_time()
            found = [
                each
                for survey in surveys
                for each in errors(fit_groups(method, cut(survey.shares, sizes)), survey)
            ]
            spent = (time.process_time() - began) / len(surveys)
            print(line_of(f"{title}, {method}", found), f"{1000 * spent:8.1f} ms")
    for method in OF_GINI:
        found = [each for survey in surveys for each in errors(fit_gini(method, survey.gini), survey)]
        print(line_of(f"Gini alone, {method}", found))


def others(folder: Path) -> None:
    """P1, P2 and Gini of the surveys by area, and the bounds."""
    found, widths, outside = [], [], 0
    for each in json.loads((folder / "grouped_dev.json").read_text())["surveys"]:
        truth, line = each["truth"], each["inputs"]["line"] / each["inputs"]["mean"]
        own = cut(np.array(each["inputs"]["decile_shares_pct"]) / 100, (1,) * 10)
        own = groups(own.weight * own.mean / (own.weight @ own.mean), own.weight)
        fitted = fit_groups("gb2", own).curve
        assert fitted is not None  # noqa: S101 - the default has a curve
        poverty = Poverty(fitted, line)
        truths = [truth["headcount"], truth["p1"], truth["p2"], truth["gini"]]
        estimates = [poverty.fgt(0), poverty.fgt(1), poverty.fgt(2), gini(fitted)]
        bounds = [
            bounds_of_headcount(own, line),
            *(bounds_of_sum(own, gaps(line, alpha)) for alpha in (1, 2)),
        ]
        bounds.append(bounds_of_gini(own))
        ends = [(float(low or 0), float(high or 0)) for low, high in bounds]
        outside += sum(
            not low - 1e-4 <= true <= high + 1e-4 for (low, high), true in zip(ends, truths, strict=True)
        )
        found.append(100 * np.abs(np.subtract(estimates, truths)))
        widths.append([100 * (high - low) for low, high in ends])
    print("\nIndonesia by area, deciles, gb2:  P0, P1, P2, Gini (points)")
    print("mean error ", np.round(np.mean(found, axis=0), 4))
    print("worst error", np.round(np.max(found, axis=0), 4))
    print("bounds' mean width", np.round(np.mean(widths, axis=0), 2), " outside:", outside)


def scenarios() -> None:
    """Other calculations of P0 a year later than that of `kpov scenario`, of provinces, on the same pairs."""
    figures, provinces = Figures(), [area for area in catalogue.areas().values() if area.level == "province"]
    published = Published(figures, provinces)
    found: dict[str, list[float]] = {
        "lognormal, line scaled": [],
        "elasticity": [],
        "lognormal, line unscaled": [],
    }
    for area in provinces:
        series = published.of(area.area, "p0")
        for period, p0 in series.items():
            after = later(period, 1)
            if after not in series or is_parted(area.area, period, after):
                continue
            calculated = calculated_later(published, area.area, period, after)
            depth = figures.of(area.area).get((period, "total", "p1"))
            if calculated is None or depth is None:
                continue
            mean, line = published.of(area.area, "mean_expenditure"), published.of(area.area, "poverty_line")
            growth = mean[after] / mean[period] / (line[after] / line[period]) - 1
            elastic = p0 * (1 - (p0 / float(depth.value) - 1) * growth)
            sigma = deviation_of(published.of(area.area, "gini")[period])
            plain = Model(sigma, float(np.log(mean[after] / line[after])))
            for name, value in zip(found, (calculated, elastic, 100 * plain.fgt(0)), strict=True):
                found[name].append(abs(value - series[after]))
    print("\nP0 of provinces a year later, given the growth that came true")
    for name, errors_found in found.items():
        print(line_of(name, errors_found))


def main(arguments: list[str]) -> None:
    """Print all tables."""
    folder = Path(arguments[0]) if arguments else FOLDER
    report("Indonesia by urban and rural area", list(by_area(folder)))
    report("Indonesia in PIP", list(of_pip(folder, "pip_indonesia")))
    report("Other countries in PIP", list(of_pip(folder, "pip_world")))
    others(folder)
    scenarios()


if __name__ == "__main__":
    main(sys.argv[1:])
