"""Which poverty line the options ask for."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import NamedTuple

from kaltim_poverty.errors import UsageError, share_meant
from kaltim_poverty.inputs.amounts import parse_amount
from kaltim_poverty.inputs.choices import choice
from kaltim_poverty.inputs.numbers import within

RELATIVE_TO = ("median", "mean")
LARGEST_SHARE = 10


class LineSpec(NamedTuple):
    """The poverty line that was asked for, in one way at most.

    Attributes:
        amount: one line for all.
        column: a column with the line of each row.
        table: a file of lines.
        published: a period.
        locality: ``total`` for the published line of urban and rural together.
        share: of the median or mean.
        to: ``median`` or ``mean``.
    """

    amount: float | None = None
    column: str | None = None
    table: str | None = None
    published: str | None = None
    locality: str | None = None
    share: float | None = None
    to: str | None = None

    @property
    def given(self) -> bool:
        """Whether there is a line."""
        ways = (self.amount, self.column, self.table, self.published, self.share)
        return any(way is not None for way in ways)

    @property
    def has_own_prices(self) -> bool:
        """Whether the line of a row is in the prices of the row: of a column, a table or a publication."""
        return any(way is not None for way in (self.column, self.table, self.published))


def line_spec(
    *,
    line: object = None,
    line_column: str | None = None,
    line_table: str | os.PathLike[str] | None = None,
    published_line: object = None,
    line_locality: str | None = None,
    relative_line: object = None,
    relative_to: str | None = None,
) -> LineSpec:
    """The line that options ask for.

    Args:
        line: an amount.
        line_column: a column with the line of each row.
        line_table: a file of lines.
        published_line: a period.
        line_locality: ``total``, with *published_line*.
        relative_line: a share of the median or mean, such as 0.6.
        relative_to: ``median`` or ``mean``, with *relative_line*.

    Raises:
        UsageError: for two lines, an option without the one that it requires, or a number out of range.
    """
    options = {
        "--line": line,
        "--line-column": line_column,
        "--line-table": line_table,
        "--published-line": published_line,
        "--relative-line": relative_line,
    }
    given = [option for option, value in options.items() if value is not None]
    if len(given) > 1:
        raise UsageError("conflict", one=given[0], other=given[1])
    if line_locality is not None:
        line_locality = dependent_choice(
            "--line-locality", line_locality, ("total",), "--published-line", published_line
        )
    if relative_to is not None:
        relative_to = dependent_choice(
            "--relative-to", relative_to, RELATIVE_TO, "--relative-line", relative_line
        )
    return LineSpec(
        None if line is None else float(parse_amount("--line", line)),
        line_column,
        None if line_table is None else os.fspath(line_table),
        None if published_line is None else str(published_line),
        line_locality,
        None if relative_line is None else relative_share(relative_line),
        relative_to or ("median" if relative_line is not None else None),
    )


def relative_share(given: object) -> float:
    """The share of the median or mean that a relative line is: 0.6, not 60.

    Raises:
        UsageError: if it is not a number, or out of bounds.
    """
    try:
        return float(within("--relative-line", given, above=0, at_most=LARGEST_SHARE))
    except UsageError as error:
        if error.key == "too_large":
            error.hint = share_meant(float(str(given)))
        raise


def dependent_choice(option: str, given: str, choices: Sequence[str], required: str, value: object) -> str:
    """The choice of an option that requires another one.

    Raises:
        UsageError: with the option.
    """
    chosen = choice(option, given, choices)
    if value is None:
        raise UsageError("needs_option", option=option, needed=required)
    return chosen
