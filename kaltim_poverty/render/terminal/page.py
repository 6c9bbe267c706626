"""What a chart on the terminal is made of: panels of lines, and lines of texts with their styles."""

from __future__ import annotations

from typing import NamedTuple

Line = tuple[tuple[str, str], ...]
"""The texts of a line, each with its style."""

COLOUR = "cyan"
GAP = "  "
LEAST = 12  # characters for the marks of a row, before something else gives way


class Panel(NamedTuple):
    """One pair of axes.

    Attributes:
        title: above it; empty if there is nothing to be told apart.
        lines: what is drawn.
        brackets: whether numbers have their intervals in brackets behind them.
        unbracketed: whether there was no room for these brackets.
    """

    title: str
    lines: list[Line]
    brackets: bool = False
    unbracketed: bool = False


def plain(text: str) -> Line:
    """A line without a style."""
    return ((text, ""),)
