"""Poverty lines by groups: the line of a row follows from its values in some columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.errors import InputError
from kaltim_poverty.records import Note, Source

if TYPE_CHECKING:
    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.published.periods import Period
    from kaltim_poverty.survey.read.table import Table

LOCALITIES = {"1": "urban", "2": "rural"}


class LinesByGroup(NamedTuple):
    """Lines by the values of columns of the survey.

    Attributes:
        columns: the columns.
        lines: the line by their values, as `group_code` writes them.
        source: what messages call the lines.
        note: where the lines come from.
        locality_column: the column that must be 1 (urban) or 2 (rural), if one must.
        sources: the published sources of the lines that were used.
        folder_notes: that lines which were used are from the data folder.
    """

    columns: tuple[str, ...]
    lines: Mapping[tuple[str, ...], float]
    source: str | Period
    note: Note
    locality_column: str | None = None
    sources: Callable[[], tuple[Source, ...]] = tuple
    folder_notes: Callable[[], tuple[Note, ...]] = tuple


def group_code(cell: str) -> str:
    """A value in the form in which groups are compared: whole numbers without leading zeros."""
    code = cell.strip()
    return code.lstrip("0") or "0" if code.isascii() and code.isdigit() else code


def lines_of_groups(lines: LinesByGroup, groups: Sequence[Sequence[str]], table: Table) -> Array:
    """The line of each combination of groups, (groups,).

    Args:
        lines: by group.
        groups: the values of the columns, one list a combination.
        table: the survey, for messages.

    Raises:
        InputError: for a group without a line.
    """
    line = np.empty(len(groups))
    for place, group in enumerate(groups):
        try:
            line[place] = lines.lines[tuple(map(group_code, group))]
        except KeyError:
            raise group_without_line(lines, group, table) from None
    return line


def group_without_line(lines: LinesByGroup, group: Sequence[str], table: Table) -> InputError:
    """The error for a group that has no line."""
    values = dict(zip(lines.columns, group, strict=True))
    listed = ", ".join(f"{column} {value}" for column, value in values.items())
    locality = lines.locality_column
    if locality is not None and group_code(values[locality]) not in LOCALITIES:
        return InputError("urban_code", file=table.display_name, group=listed, column=locality)
    return InputError("group_without_line", file=table.display_name, group=listed, source=lines.source)
