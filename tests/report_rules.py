"""The rules behind the words once more, from the tables alone: nothing of it is shared with the package.

Values are whole numbers of a millionth, years are whole, a slope is compared by its numerator.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

DATA = Path(__file__).parents[1] / "kaltim_poverty" / "published" / "data"
MILLION = 6
COARSE = ("p0", "poor_count")  # published to a hundredth, whatever zeros a source drops
DOWN = ("p0", "poor_count", "p1", "p2", "gini")
INDICATORS = (*DOWN[:2], "poverty_line", *DOWN[2:])


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def millionths(text: str) -> int:
    """A decimal number in millionths."""
    whole, _, decimals = text.partition(".")
    return int(whole + decimals.ljust(MILLION, "0"))


def step(text: str, indicator: str) -> int:
    """The step in which a number is published, in millionths."""
    places = 2 if indicator in COARSE else len(text.partition(".")[2])
    return int("1" + "0" * (MILLION - places))


class Table:
    """Every figure of urban and rural areas together, as it was written, and the breaks."""

    def __init__(self) -> None:
        self.text: dict[tuple[str, str], dict[tuple[int, int], str]] = defaultdict(dict)
        for path in sorted((DATA / "figures").glob("*.csv")):
            for row in rows(path):
                if row["locality"] == "total":
                    year, month = map(int, row["period"].split("-"))
                    self.text[row["area"], row["indicator"]][year, month] = row["value"]
        self.breaks = rows(DATA / "breaks.csv")

    def broken(self, area: str, indicator: str, year: int, month: int) -> bool:
        """Whether the series breaks between a round and the same a year later."""
        one, other = f"{year}-{month:02}", f"{year + 1}-{month:02}"
        return any(
            row["area"] == area
            and (row["indicators"] == "*" or indicator in row["indicators"].split(";"))
            and one < row["to_period"]
            and other > row["from_period"]
            for row in self.breaks
        )

    def run(self, area: str, indicator: str, year: int, month: int) -> list[tuple[int, str]]:
        """Years and numbers as written, up to a round, as far back as nothing is missing or broken."""
        series, found = self.text[area, indicator], []
        while (year, month) in series:
            found.append((year, series[year, month]))
            year -= 1
            if self.broken(area, indicator, year, month):
                break
        return found[::-1]


def way(one: str, other: str, indicator: str) -> str:
    """``+``, ``-``, or ``0`` for no change or one of rounding."""
    off = millionths(other) - millionths(one)
    rounding = step(one, indicator) + step(other, indicator)
    if off == 0 or (indicator in DOWN and 2 * abs(off) <= rounding):
        return "0"
    return "+" if off > 0 else "-"


def ways(run: list[tuple[int, str]], indicator: str) -> str:
    """The ways of all steps, a letter each."""
    return "".join(way(run[i - 1][1], run[i][1], indicator) for i in range(1, len(run)))


def changed(run: list[tuple[int, str]], indicator: str) -> str:
    """Change over time."""
    run = run[-11:]
    steps = ways(run, indicator)
    if len(steps) < 3:
        return "cannot_be_judged"
    whole = way(run[0][1], run[-1][1], indicator)
    counted = len(steps) - steps.count("0")
    for sign, word in (("-", "falling"), ("+", "rising")):
        if whole == sign and steps.count(sign) / counted >= 2 / 3:
            return word
    by_size = sorted((text for _, text in run), key=millionths)
    return "fluctuating" if way(by_size[0], by_size[-1], indicator) != "0" else "unchanged"


def relevant(run: list[tuple[int, str]], larger: list[tuple[int, str]], indicator: str) -> str:
    """Relevance to a larger area."""
    years = {year for year, _ in run} & {year for year, _ in larger}
    last = sorted(years)[-6:]
    own, other = ([row for row in each if row[0] in last] for each in (run, larger))
    pairs = [
        pair for pair in zip(ways(own, indicator), ways(other, indicator), strict=True) if "0" not in pair
    ]
    if len(pairs) < 3:
        return "cannot_be_judged"
    agree = len([pair for pair in pairs if pair[0] == pair[1]]) / len(pairs)
    if agree <= 1 / 2:
        return "not_relevant"
    ends = {way(each[0][1], each[-1][1], indicator) for each in (own, other)}
    return "relevant" if agree >= 3 / 4 and ends in ({"+"}, {"-"}) else "partly_relevant"


def tilt(run: list[tuple[int, str]]) -> int:
    """The sign of n·Σxy − Σx·Σy, which is that of the slope."""
    xs, ys = [year for year, _ in run], [millionths(text) for _, text in run]
    over = len(run) * sum(x * y for x, y in zip(xs, ys, strict=True)) - sum(xs) * sum(ys)
    return 0 if over == 0 else 1 if over > 0 else -1


def effective(run: list[tuple[int, str]], indicator: str) -> str:
    """Effectiveness."""
    run = run[-5:]
    if len(run) < 4:
        return "cannot_be_judged"
    if indicator not in DOWN:
        return "neither_better"
    lines = {tilt(run)} | {tilt(run[:i] + run[i + 1 :]) for i in range(len(run))}
    last = way(run[-2][1], run[-1][1], indicator)
    if lines == {-1} and last != "+":
        return "effective"
    if lines == {1} and last != "-":
        return "not_effective"
    return "less_effective"


def quadrant(first: int, second: int, upright: int, level: int, half_steps: tuple[int, int]) -> str:
    """The quadrant of two numbers; empty within half a step of a line."""
    right, high = first - upright, second - level
    if abs(right) <= half_steps[0] or abs(high) <= half_steps[1]:
        return ""
    return {(True, True): "I", (False, True): "II", (False, False): "III", (True, False): "IV"}[
        right > 0, high > 0
    ]


def rank(text: str, peers: list[str], indicator: str) -> int:
    """The place of a number among those of all peers; equals share it."""
    better = [
        peer
        for peer in peers
        if (millionths(peer) < millionths(text) if indicator in DOWN else millionths(peer) > millionths(text))
    ]
    return 1 + len(better)


def half_steps(one: str, other: str, indicator: str, *, printed: bool) -> int:
    """Half a printed step of a number, or of a printed line if that is coarser, in millionths."""
    return max(step(one, indicator), step(other, indicator) if printed else 0) // 2
