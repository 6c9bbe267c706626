"""The track record in the bundle: how large errors were, and the mean change known at each period.

`data/backtest.csv` is what `kpov scenario --backtest -f csv` gives of the bundle, and `data/drift.csv` the
mean of the yearly changes of ln P0 that were known at each round. Both are written by ``python -m
kaltim_poverty.grouped.track_record``, and a test computes them again by another program.
"""

from __future__ import annotations

import csv
import os
from functools import cache

from kaltim_poverty.grouped.backtest import (
    HORIZONS,
    Backtested,
    Drift,
    Published,
    backtested,
    drift_known,
    yearly_changes,
)
from kaltim_poverty.published import catalogue
from kaltim_poverty.published.figures import Figures
from kaltim_poverty.published.periods import Period, as_period
from kaltim_poverty.records import cells, columns

FOLDER = os.path.join(os.path.dirname(__file__), "data")
FEWEST_ERRORS = 20  # for an interval


@cache
def stored() -> dict[tuple[str, int, str], Backtested]:
    """The stored rows by kind of area, horizon and basis."""
    return {
        (row[0], int(row[1]), row[2]): Backtested(
            row[0], int(row[1]), row[2], int(row[3]), *map(float, row[4:])
        )
        for row in rows_of("backtest")
    }


@cache
def drifts() -> dict[Period, Drift]:
    """The mean change known at each round."""
    return {as_period(period): Drift(int(pairs), float(mean)) for period, pairs, mean in rows_of("drift")}


def rows_of(name: str) -> list[list[str]]:
    """The rows of a stored table without its header."""
    with open(os.path.join(FOLDER, f"{name}.csv"), encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def drift_at(period: Period) -> Drift | None:
    """The mean change known at a period: of the last stored round that was over; None if there is none."""
    known = [each for each in drifts() if each <= period]
    return drifts()[max(known)] if known else None


def horizon_of(years: int) -> int | None:
    """The horizon of the back-test that is meant: the next longer one; None beyond the longest."""
    return next((horizon for horizon in HORIZONS if horizon >= years), None)


def write() -> None:
    """Write both tables anew from the bundled figures."""
    figures, areas = Figures(), list(catalogue.areas().values())
    rows, _ = backtested(figures, areas)
    changes = yearly_changes(Published(figures, areas))
    rounds = sorted({period for period, _ in changes})
    known = [(period, drift) for period in rounds if (drift := drift_known(changes, period)) is not None]
    write_table("backtest", [list(columns(Backtested)), *(cells(row) for row in rows)])
    write_table("drift", [["period", "pairs", "mean"], *([str(period), *drift] for period, drift in known)])


def write_table(name: str, rows: list[list[object]]) -> None:
    """Write a stored table."""
    with open(os.path.join(FOLDER, f"{name}.csv"), "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


if __name__ == "__main__":
    write()
