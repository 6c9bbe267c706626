"""Remarks of a few rows, told below a table that has no room for them beside the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaltim_poverty.render.folding import folded

if TYPE_CHECKING:
    from kaltim_poverty.render.layout import Column


def marked(columns: list[Column]) -> list[Column]:
    """The columns, with a mark instead of each remark where most rows have none."""
    return [column._replace(cells=marks(column.cells)) if is_rare(column) else column for column in columns]


def footnotes(columns: list[Column], width: int) -> str:
    """The explanations of the marks of `marked`, a line each."""
    return "".join(
        folded(text, width, f"{mark(number)} ", "    ")
        for column in columns
        if is_rare(column)
        for number, text in enumerate(distinct(column.cells), start=1)
    )


def is_rare(column: Column) -> bool:
    """Whether a column holds remarks, and most of its cells are empty."""
    return column.declared.remark and 2 * sum(map(bool, column.cells)) < len(column.cells)


def marks(cells: list[str]) -> list[str]:
    """A mark for each remark: the same for the same."""
    numbers = {text: mark(number) for number, text in enumerate(distinct(cells), start=1)}
    return [numbers.get(cell, "") for cell in cells]


def mark(number: int) -> str:
    """A number in brackets, which is no footnote of Markdown and no number of the table."""
    return f"({number})"


def distinct(cells: list[str]) -> list[str]:
    """Each remark once, in the order of the rows."""
    return list(dict.fromkeys(filter(None, cells)))
