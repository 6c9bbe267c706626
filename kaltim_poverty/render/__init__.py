"""Answers in every form: plain rows, tables, documents. Nothing is computed here."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kaltim_poverty.records import Answer
    from kaltim_poverty.words import Language

HOMES = {
    "table": "table",
    "tsv": "plain",
    "csv": "plain",
    "json": "plain",
    "ndjson": "plain",
    "markdown": "markdown",
    "excel-csv": "plain",
}
FORMATS = tuple(HOMES)
CHART = "chart"  # what --chart draws in the place of a table; no format that -f knows
WITH_NOTES = ("table", CHART, "markdown", "json", "xlsx")  # the others leave notes to stderr
ENDINGS = {
    ".tsv": "tsv",
    ".csv": "csv",
    ".json": "json",
    ".ndjson": "ndjson",
    ".md": "markdown",
    ".xlsx": "xlsx",
}
PARAGRAPH = "paragraph"  # what a brief is on a terminal and in a pipe, unless rows are asked for


class Style(NamedTuple):
    """How a form for people looks: its language, decimals, width, colour, and whether it is a terminal."""

    language: Language
    digits: int | None = None
    width: int = 80
    colour: bool = False
    terminal: bool = False


def render(answer: Answer[Any], form: str, style: Style) -> Iterator[str]:
    """The pieces of text that, joined, are *answer* in one of the `FORMATS`, or a chart."""
    spoken = "text" in answer.fields and form in (PARAGRAPH, "table", "markdown")
    renderer: Callable[[Answer[Any], str, Style], Iterator[str]]
    home = "paragraph" if spoken else CHART if form == CHART else HOMES[form]
    renderer = import_module(f"kaltim_poverty.render.{home}").render
    return renderer(answer, form, style)
