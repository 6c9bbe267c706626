"""The published figures read a second time, with nothing of the package but its files.

Values are fractions, so that what the package computes can be held against exact arithmetic.
"""

from __future__ import annotations

import csv
import random
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DATA = ROOT / "kaltim_poverty" / "published" / "data"
SHARED = ROOT.parent / "shared"
LOCALITIES = ("total", "urban", "rural")


def shared(name: str) -> Path:
    """A file beside the repository; the test is skipped where it is missing."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{path} is not there to compare with")
    return path


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def printed() -> dict[tuple[str, str, str, str], str]:
    """Every figure as printed, by area, period, locality and indicator."""
    return {
        (row["area"], row["period"], row["locality"], row["indicator"]): row["value"]
        for path in sorted((DATA / "figures").glob("*.csv"))
        for row in table(path)
    }


@cache
def sources() -> dict[tuple[str, str, str, str], str]:
    """The source of every figure."""
    return {
        (row["area"], row["period"], row["locality"], row["indicator"]): row["source"]
        for path in sorted((DATA / "figures").glob("*.csv"))
        for row in table(path)
    }


def value(area: str, period: str, locality: str, indicator: str) -> Fraction | None:
    """A figure, or None."""
    text = printed().get((area, period, locality, indicator))
    return None if text is None else Fraction(text)


@cache
def by_area() -> dict[str, list[tuple[str, str, str]]]:
    """Period, locality and indicator of each area's figures."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for area, *rest in printed():
        found.setdefault(area, []).append(tuple(rest))
    return found


def periods(area: str, *, locality: str | None = None, indicator: str | None = None) -> list[str]:
    """The periods of an area's figures."""
    return sorted(
        {
            period
            for period, where, what in by_area()[area]
            if locality in (None, where) and indicator in (None, what)
        }
    )


@cache
def areas() -> dict[str, dict[str, str]]:
    """The areas by code."""
    return {row["area"]: row for row in table(DATA / "areas.csv")}


@cache
def indicators() -> dict[str, dict[str, str]]:
    """The indicators by name, in catalogue order."""
    return {row["indicator"]: row for row in table(DATA / "indicators.csv")}


@cache
def breaks() -> list[dict[str, str]]:
    """The known breaks."""
    return table(DATA / "breaks.csv")


def crossed(area: str, indicator: str, one: str, other: str) -> list[dict[str, str]]:
    """The breaks between two periods: some time of theirs lies in between."""
    early, late = min(one, other), max(one, other)
    return [
        row
        for row in breaks()
        if row["area"] == area
        and (row["indicators"] == "*" or indicator in row["indicators"].split(";"))
        and max(early, row["from_period"]) < min(late, row["to_period"])
    ]


def months(period: str) -> int:
    """Months since the year 0."""
    return int(period[:4]) * 12 + int(period[5:])


def fraction(number: Decimal | None) -> Fraction | None:
    """A number of the package, exactly."""
    return None if number is None else Fraction(number)


def is_rounded(number: Decimal | None, exact: Fraction | None, digits: int = 15) -> bool:
    """Whether *number* is *exact* rounded to so many significant digits."""
    if number is None or exact is None:
        return number is None and exact is None
    if not exact:
        return not number
    if len(number.as_tuple().digits) > digits:
        return False
    unit = Fraction(10) ** (magnitude(exact) - digits + 1)
    return abs(Fraction(number) - exact) * 2 <= unit


def magnitude(exact: Fraction) -> int:
    """The power of ten of the first significant digit."""
    power = 0
    size = abs(exact)
    while size >= 10:
        size /= 10
        power += 1
    while size < 1:
        size *= 10
        power -= 1
    return power


def draws(seed: str, count: int, population: list[str], size: int = 2) -> list[tuple[str, ...]]:
    """Samples that are the same in every run."""
    chance = random.Random(seed)
    return [tuple(chance.sample(population, size)) for _ in range(count)]


def half_up(exact: Fraction) -> int:
    """The nearest whole number, halves upwards (for numbers above 0)."""
    return int(exact + Fraction(1, 2))
