"""``--hide-below``: the numbers of domains with few rows are shown nowhere.

Rows are emptied before anything is made of them, so that no sentence, chart, heading or note can know what
they held. What a row is about stays: its groups, measure, unit, and the point of a curve.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np

from kaltim_poverty.records import Note, note
from kaltim_poverty.records.fields import declarations
from kaltim_poverty.survey.infer.significance import UNKNOWN
from kaltim_poverty.survey.sample import breakdown
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from kaltim_poverty.survey.sample import Sample
    from kaltim_poverty.survey.study import Study

R = TypeVar("R")

SMALL_CELL = message("reason.small_cell")
ABOUT = ("key", "group")  # kinds of fields that say what a row is about
POINTS = ("unit", "first_group", "second_group", "x_unit", "x", "p", "order", "from_x", "to_x")
"""Fields that say so too."""
VALUES_OF_ROWS = ("rows", "used", "count", "psus")  # of a note, that follow from how many rows there are
Groups = Mapping[str, str]


class Shown(NamedTuple):
    """Rows as they may be shown.

    Attributes:
        rows: those of small domains without numbers.
        hidden: how many these are.
        below: of fewer rows than that; 0 where all are shown.
        nobody: whether everybody together are fewer.
    """

    rows: list[Any]
    hidden: int
    below: int
    nobody: bool

    def notes(self, notes: Iterable[Note]) -> tuple[Note, ...]:
        """The notes on an answer, with one on what is hidden; none that says how many rows are."""
        said = [each for each in notes if not (self.nobody and tells_rows(each))]
        own = (
            [note("small_cells", count=Decimal(self.hidden), below=Decimal(self.below))] if self.below else []
        )
        return (*said, *own)


def shown(
    rows: Sequence[R],
    studies: Sequence[Study],
    *,
    domains: Callable[[R], Iterable[Groups]] | None = None,
    sizes: Sequence[Iterable[int]] = (),
) -> Shown:
    """Rows without the numbers of small domains.

    Args:
        rows: of an answer, each with its `groups`.
        studies: the surveys that they are about; a domain is small if it is in one of them.
        domains: that a row rests on; the one of its groups if not given.
        sizes: of what else each row rests on, in rows of the file.
    """
    below = studies[0].asked.hide_below
    if not below:
        return Shown(list(rows), 0, 0, nobody=False)
    known = Sizes(studies)

    def is_small(row: Any, counts: Iterable[int]) -> bool:
        named = (row.groups,) if domains is None else domains(row)
        of_row = [*counts, *([row.n] if hasattr(row, "n") else [])]
        return any(count < below for count in (*of_row, *map(known.smallest, named)))

    small = [is_small(row, counts) for row, counts in zip(rows, sizes or [()] * len(rows), strict=True)]
    found = [emptied(row) if hide else row for row, hide in zip(rows, small, strict=True)]
    return Shown(found, sum(small), below, nobody=known.smallest({}) < below)


class Sizes:
    """How many rows domains have in some surveys."""

    def __init__(self, studies: Sequence[Study]) -> None:
        self.samples = [study.reading.sample for study in studies]
        self.known: dict[tuple[str, ...], list[Mapping[tuple[str, ...], int]]] = {}

    def smallest(self, groups: Groups) -> float:
        """The rows of a domain in the survey that has fewest of those that have it at all."""
        columns = tuple(groups)
        if columns not in self.known:
            self.known[columns] = [rows_of_domains(sample, columns) for sample in self.samples]
        labels = tuple(groups.values())
        return min((own[labels] for own in self.known[columns] if labels in own), default=np.inf)


def rows_of_domains(sample: Sample, columns: tuple[str, ...]) -> Mapping[tuple[str, ...], int]:
    """Rows with a weight above 0 of each domain of a breakdown, by its labels."""
    over = breakdown(sample, columns)
    domain = over.values_of_cells(over.domain, outside=-1)
    inside = domain >= 0
    counts = np.bincount(domain[inside], sample.cells.rows[inside], len(over))
    return dict(zip(over.labels, counts.astype(int).tolist(), strict=True))


def emptied(row: Any) -> Any:
    """A row with what it is about, and nothing else."""
    declared = declarations(type(row))
    numbers: dict[str, Any] = {
        field.name: None
        for field in fields(row)
        if declared[field.name].kind not in ABOUT and field.name not in POINTS
    }
    if "note" in numbers:
        numbers["note"] = SMALL_CELL
    if numbers.get("verdict", "") is None:
        numbers["verdict"] = UNKNOWN
    return replace(row, **numbers)


def tells_rows(said: Note) -> bool:
    """Whether a note says how many rows there are, or what a relative line comes to."""
    quoted = said.values.get("text")
    values = quoted.values if isinstance(quoted, Message) else said.values
    key = quoted.key if isinstance(quoted, Message) else said.code
    return "line_relative" in key or any(name in values for name in VALUES_OF_ROWS)
