"""The rows of an answer as panels of a chart, and what rows and panels are called, whatever draws them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kaltim_poverty.records import cell as cell_of
from kaltim_poverty.records import unit_of
from kaltim_poverty.records.fields import GROUPS
from kaltim_poverty.render.captions import constants
from kaltim_poverty.render.cells import cell_text, field_word
from kaltim_poverty.render.charts.quantities import unit_of_field, unit_words
from kaltim_poverty.render.layout import heading_of
from kaltim_poverty.render.sections import varies
from kaltim_poverty.render.units import PURE, with_unit
from kaltim_poverty.words import Message, known, lookup
from kaltim_poverty.words.visible import visible

if TYPE_CHECKING:
    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.charts import Chart
    from kaltim_poverty.render import Style

PAIR, STEPS = "pair", "steps"
OF_ONE_NUMBER = ("line", "dot")  # marks that show a change itself, not the numbers that it lies between
EVERYBODY = "value.group.all"  # what a row is called that no breakdown concerns


def faceted(answer: Answer[Any], chart: Chart) -> list[list[object]]:
    """The rows of each panel: of the values that are shown, or of all in order of appearance."""
    by_value: dict[object, list[object]] = {value: [] for value in chart.shown}
    for row in answer:
        by_value.setdefault(cell_of(row, chart.facet) if chart.facet else "", []).append(row)
    return [by_value[value] for value in chart.shown or by_value]


def title_of(answer: Answer[Any], chart: Chart, row: object, style: Style) -> str:
    """The title of a panel: what it is about, and the number that is drawn."""
    if chart.facet:
        heading = field_word(answer.question, chart.y, style.language)
        plain = f"{labelled(answer, row, chart.facet, style)}: {heading}"
    else:
        plain = heading_of(answer, chart.y, constants(answer), style.language)
    return spoken(answer, "panel", row, style, plain)


def label_of(answer: Answer[Any], chart: Chart, row: object, style: Style) -> str:
    """The words of a bar: what it is, and of which series if there are several."""
    telling = [field for field in chart.series if varies(answer, field)]
    if not telling and not chart.x and GROUPS in chart.series:
        telling = [GROUPS]
    fields = [*telling, *([chart.x] if chart.x else [])]
    plain = ", ".join(filter(None, (labelled(answer, row, field, style) for field in fields)))
    return spoken(answer, "bar", row, style, plain)


def interval_of(answer: Answer[Any], chart: Chart, row: object, style: Style) -> tuple[str, str]:
    """Both ends of the interval of a number; empty where there is none. Pairs and steps have none."""
    if chart.mark in (PAIR, STEPS) or not (chart.low and chart.high):
        return "", ""
    return cell_text(answer, row, chart.low, style), cell_text(answer, row, chart.high, style)


def spoken(answer: Answer[Any], key: str, row: object, style: Style, plain: str, **more: str) -> str:
    """A caption of the question, filled with the cells of a row; *plain* for a question that has none."""
    key = f"caption.{key}.{answer.question}"
    if not known(style.language, key):
        return plain
    cells = {field: labelled(answer, row, field, style) for field in answer.fields}
    return Message(key, {**cells, **more}).spoken(style.language)


def labelled(answer: Answer[Any], row: object, field: str, style: Style) -> str:
    """A cell, with the unit of its row if it names what was measured; of a breakdown all its values."""
    if field == GROUPS:
        groups: Mapping[str, str] = cell_of(row, field)
        words = (f"{visible(group)} {cell_text(answer, row, group, style)}" for group in groups)
        return ", ".join(filter(None, words)) or lookup(style.language, EVERYBODY)
    text = cell_text(answer, row, field, style)
    return with_unit(text, unit_of(row), style.language) if answer.names_measure(field) else text


def title_of_panel(
    answer: Answer[Any], chart: Chart, row: object, style: Style, *, always: bool = False
) -> str:
    """The title of a panel, with its unit; empty if there is but one, unless it is wanted *always*.

    Args:
        answer: what is drawn.
        chart: how.
        row: one of the panel.
        style: of its words.
        always: name the series too, if there are several.
    """
    fields = [*(chart.series if always else ()), chart.facet]
    telling = [field for field in fields if field and varies(answer, field)]
    plain = style._replace(digits=None)
    if telling and chart.mark in OF_ONE_NUMBER and answer.declaration(chart.y).kind == "change":
        return title_of_change(answer, chart, row, telling, plain)
    return ", ".join(labelled(answer, row, field, plain) for field in telling)


def title_of_change(
    answer: Answer[Any], chart: Chart, row: object, telling: Sequence[str], style: Style
) -> str:
    """The title of a panel of changes: the measure, that it is a change, its unit."""
    language = style.language
    measured = ", ".join(cell_text(answer, row, field, style) for field in telling)
    change = field_word(answer.question, chart.y, language)
    unit = unit_of_field(answer, row, chart.y)
    words = "" if unit == PURE else unit_words(unit, language)
    return ", ".join(filter(None, (f"{measured}: {change[:1].lower()}{change[1:]}", words)))
