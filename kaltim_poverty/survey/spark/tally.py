"""What executors count in the rows as they read them, and how the counts of batches add up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

import numpy as np

if TYPE_CHECKING:
    from kaltim_poverty.survey.spark.histogram import Histogram

Values = tuple[Any, ...]  # of columns of codes: whole numbers, texts, None where there is none

FEW = 1_000  # strata and combinations of groups, which every task may send to the driver
KEYS = 16  # by which tallies of many tasks are brought together before the driver gets them


class Failure(NamedTuple):
    """A batch that could not be read.

    Attributes:
        said: what the engine said.
        not_numbers: columns of numbers that hold something else.
        not_whole: columns of codes that seemed whole numbers and are not.
        others: columns of conditions that seemed numbers, with whether they are numbers at all.
    """

    said: str
    not_numbers: frozenset[str]
    not_whole: frozenset[str]
    others: dict[str, bool]


@dataclass
class Stratum:
    """The counts of one stratum.

    Attributes:
        rows: in it.
        inside: rows with a weight above 0 in the subpopulation.
        least: the smallest number of PSUs of its population that a row tells; None without.
        most: the largest.
    """

    rows: int = 0
    inside: int = 0
    least: float | None = None
    most: float | None = None

    def add(self, other: Stratum) -> None:
        """Add what another batch has of it."""
        self.rows += other.rows
        self.inside += other.inside
        if other.least is not None and other.most is not None:
            self.least = other.least if self.least is None else min(self.least, other.least)
            self.most = other.most if self.most is None else max(self.most, other.most)


@dataclass
class Tally:
    """The counts of some rows.

    Attributes:
        counts: by name, as `RowPlan` names them.
        headers: how often each line was left out that is a header.
        ends: the first and last text of columns.
        highest: the largest welfare, and the next, with how many rows have them.
        welfare: how many rows are used by welfare.
        strata: by their values.
        combinations: rows with a weight above 0 by the values of groups and whether they are inside.
        failures: batches that could not be read.
    """

    counts: Counter[str] = field(default_factory=Counter)
    headers: Counter[str] = field(default_factory=Counter)
    ends: dict[str, tuple[str, str]] = field(default_factory=dict)
    highest: Counter[float] = field(default_factory=Counter)
    welfare: Histogram | None = None
    strata: dict[Values, Stratum] = field(default_factory=dict)
    combinations: Counter[Values] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Add what was counted in other rows."""
        for mine, others in (
            (self.counts, other.counts),
            (self.headers, other.headers),
            (self.combinations, other.combinations),
        ):
            add_counts(mine, others)
        for column, (first, last) in other.ends.items():
            mine_first, mine_last = self.ends.get(column, (first, last))
            self.ends[column] = (min(first, mine_first), max(last, mine_last))
        self.highest = two_highest([*self.highest.items(), *other.highest.items()])
        for values, stratum in other.strata.items():
            self.strata.setdefault(values, Stratum()).add(stratum)
        if other.welfare is not None:
            self.welfare = other.welfare if self.welfare is None else self.welfare.added(other.welfare)
        self.failures += other.failures


def add_counts(mine: Counter[Any], others: Counter[Any]) -> None:
    """Add counts, and keep those that are 0: a combination without used rows is one."""
    for name, count in others.items():
        mine[name] += count


def two_highest(numbers: Iterable[tuple[float, int]]) -> Counter[float]:
    """The largest number and the next, with the sum of their counts."""
    found: Counter[float] = Counter()
    for number, count in numbers:
        found[number] += count
    return Counter({number: found[number] for number in sorted(found)[-2:]})


def highest_in(numbers: np.ndarray[Any, np.dtype[np.float64]]) -> Counter[float]:
    """The largest of some numbers and the next, with how many there are of each."""
    known = numbers[~np.isnan(numbers)]
    if not len(known):
        return Counter()
    first = known.max()
    below = known[known < first]
    tops = [first] if not len(below) else [first, below.max()]
    return Counter({float(top): int(np.count_nonzero(known == top)) for top in tops})


def by_key(tally: Tally, few: int = FEW) -> Iterator[tuple[int, Tally]]:
    """A tally in parts that are brought together by key, so that the driver gets each value of many once.

    Args:
        tally: of one task.
        few: strata and combinations of groups that stay with the rest.
    """
    rest = replace(tally, strata={}, combinations=Counter())
    if len(tally.strata) + len(tally.combinations) <= few:
        rest, parts = tally, {}
    else:
        parts = parts_by_value(tally)
    yield crc32(repr(sorted(tally.counts.items())).encode()) % KEYS, rest
    for key, part in parts.items():
        yield KEYS + key, part


def parts_by_value(tally: Tally) -> dict[int, Tally]:
    """The strata and combinations of groups of a tally, those of the same values with the same key."""
    parts: defaultdict[int, Tally] = defaultdict(Tally)
    for values, stratum in tally.strata.items():
        parts[crc32(repr(values).encode()) % KEYS].strata[values] = stratum
    for values, rows in tally.combinations.items():
        parts[crc32(repr(values).encode()) % KEYS].combinations[values] = rows
    return parts


def total(tallies: Iterable[Tally]) -> Tally:
    """The counts of all batches together."""
    found = Tally()
    for each in tallies:
        found.add(each)
    return found
