"""What the lines of a survey depend on, and what is said about where they come from."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING

from kaltim_poverty.records import Note, Source, note
from kaltim_poverty.survey.read.lines.published import published_lines
from kaltim_poverty.survey.read.lines.table import lines_from_table
from kaltim_poverty.words import Money
from kaltim_poverty.words.numbers import rounded_to

if TYPE_CHECKING:
    from kaltim_poverty.survey.read.lines.by_group import LinesByGroup
    from kaltim_poverty.survey.read.lines.spec import LineSpec
    from kaltim_poverty.survey.read.roles import Roles
    from kaltim_poverty.survey.read.table import Table


def lines_by_group(spec: LineSpec, table: Table, roles: Roles) -> LinesByGroup | None:
    """The lines that follow from groups, or None if all rows share one or each has its own."""
    if spec.table is not None:
        return lines_from_table(spec.table, table)
    return None if spec.published is None else published_lines(spec, table, roles)


def sources_of(lines: LinesByGroup | None) -> tuple[Source, ...]:
    """The published sources of the lines that were used."""
    return lines.sources() if lines is not None else ()


def line_note(
    spec: LineSpec,
    lines: LinesByGroup | None,
    relative_line: float | None,
    unit: str,
    *,
    counted: bool = False,
) -> Note | None:
    """Where the line comes from.

    Args:
        spec: what was asked for.
        lines: by group, if they follow from groups.
        relative_line: the line that was estimated, if it is relative.
        unit: of welfare.
        counted: whether everybody is in the file, so that a relative line has no sampling error.
    """
    if lines is not None:
        return lines.note
    if spec.amount is not None:
        return note("line_amount", line=Money(decimal(spec.amount), unit))
    if spec.column is not None:
        return note("line_column", column=spec.column)
    if spec.share is None or relative_line is None:
        return None
    code = f"line_relative_{spec.to}_counted" if counted else f"line_relative_{spec.to}"
    return note(code, share=decimal(100 * spec.share), line=Money(decimal(relative_line), unit))


def decimal(value: float) -> Decimal:
    """A number for a sentence, with two decimals where it has more."""
    exact = Decimal(repr(value))
    return rounded_to(exact, 0 if value == math.floor(value) else 2)
