"""Groups of equal weight by a score, such as deciles, for each row of a file.

A row is in group 1 + the number of k = 1 … G − 1 for which the weight strictly before it, in order of the
score within its part of the file, is at least k/G of the weight of that part, less a tolerance. Rows with
equal scores have one weight before them, and so one group.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.survey.read.sql import literal, quoted

if TYPE_CHECKING:
    from kaltim_poverty.survey.read.rows.raw_rows import RawRows

TOLERANCE_OF_GROUPS = 1e-10  # of all weight, within which a row is at a quantile
RANKED = "ranked"
FILE_OF_FOLDER = "part-0.parquet"


class GroupSummary(NamedTuple):
    """One group of one part.

    Attributes:
        part: the codes of the part, in order of its columns.
        group: its number, from 1.
        lowest: score.
        highest: score.
        rows: in it.
        people: the weight of its rows.
        total: the sum of weight times score.
    """

    part: tuple[str, ...]
    group: int
    lowest: float
    highest: float
    rows: int
    people: float
    total: float


class ScoreGroups:
    """The groups of rows that have been read.

    Args:
        raw: the rows; their score stands in ``y``, what orders ties among the extra columns, the part of the
            file among the columns of groups.
        groups: how many.
    """

    def __init__(self, raw: RawRows, groups: int) -> None:
        self.raw, self.engine, self.groups = raw, raw.engine, groups
        self.parts = [raw.expressions.group(column) for column in raw.columns.groups]
        self.keys = [*self.parts, "y", *(f"x_{role}" for role in raw.expressions.extra())]
        self.counted = f"inside AND NOT {raw.dropped} AND NOT {raw.expressions.lacks_group()}"
        self.engine.run(f"CREATE TEMP TABLE {RANKED} AS {self.ranked()}")

    def ranked(self) -> str:
        """SQL: the group of each score of each part."""
        keys = ", ".join(self.keys)
        part = f"PARTITION BY {', '.join(self.parts)}" if self.parts else ""
        order = ", ".join(self.keys[len(self.parts) :])
        before = f"{part} ORDER BY {order} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING"
        return (
            f"WITH scores AS (SELECT {keys}, fsum(w) AS w FROM {self.raw.name} WHERE {self.counted} "
            f"GROUP BY {keys}), "
            f"sums AS (SELECT {keys}, coalesce(sum(w) OVER ({before}), 0.0) AS below, "
            f"sum(w) OVER ({part}) AS weight FROM scores) "
            f"SELECT {keys}, CASE WHEN weight > 0 THEN 1 + CAST(least({self.groups - 1}, "
            f"floor((below / weight + {TOLERANCE_OF_GROUPS}) * {self.groups})) AS INTEGER) END AS number "
            f"FROM sums"
        )

    def joined(self) -> str:
        """SQL: the rows with their groups, NULL where they have none."""
        same = " AND ".join(f"read.{key} = {RANKED}.{key}" for key in self.keys)
        rows = f"SELECT *, rowid AS place, {self.counted} AS counted FROM {self.raw.name}"
        return f"({rows}) AS read LEFT JOIN {RANKED} ON counted AND {same}"

    def summaries(self) -> Iterator[GroupSummary]:
        """Each group that has rows, part by part."""
        by = ", ".join([*(f"read.{part}" for part in self.parts), "number"])
        rows = self.engine.rows(
            f"SELECT {by}, min(read.y), max(read.y), count(*), fsum(w), fsum(w * read.y) "
            f"FROM {self.joined()} WHERE number IS NOT NULL GROUP BY {by} ORDER BY {by}"
        )
        for *part, number, lowest, highest, count, people, total in rows:
            codes = tuple(map(str, part))
            yield GroupSummary(codes, number, lowest, highest, count, people, total)

    def without_group(self) -> int:
        """How many rows have no group."""
        return int(self.engine.one(f"SELECT count(*) FROM {self.joined()} WHERE number IS NULL")[0])

    def write(self, path: str, names: tuple[str, str], *, in_folders: bool) -> None:
        """Write a row for each that was read: what is handed on, its part, its score, its group.

        Args:
            path: of a new Parquet file, or of a folder.
            names: of the columns of scores and of groups.
            in_folders: whether it is a folder, with one for each part if there are parts.

        Raises:
            OSError: if it cannot be written.
        """
        hive = ""
        if in_folders and self.parts:
            hive = f", PARTITION_BY ({', '.join(map(quoted, self.raw.columns.groups))})"
        elif in_folders:
            os.mkdir(path)
            path = os.path.join(path, FILE_OF_FOLDER)
        self.engine.write(
            path,
            f"COPY (SELECT {self.columns_written(names)} FROM {self.joined()} ORDER BY place) "
            f"TO {literal(path)} (FORMAT parquet{hive})",
        )

    def columns_written(self, names: tuple[str, str]) -> str:
        """SQL: the columns of the new file."""
        handed_on, groups = self.raw.columns.handed_on, self.raw.columns.groups
        columns = [f"h{place} AS {quoted(name)}" for place, name in enumerate(handed_on)]
        columns += [
            f"read.{part} AS {quoted(name)}"
            for part, name in zip(self.parts, groups, strict=True)
            if name not in handed_on
        ]
        score, group = map(quoted, names)
        return ", ".join([*columns, f"read.y AS {score}", f"number AS {group}"])
