"""The text around a chart: what the numbers say, what they are, where they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaltim_poverty.records import cell as cell_of
from kaltim_poverty.render import Style
from kaltim_poverty.render.captions import called, caption_fields, constants, is_period, source_line, title_of
from kaltim_poverty.render.charts.indexed import indexed
from kaltim_poverty.render.charts.quantities import unit_of_field, unit_words
from kaltim_poverty.render.charts.rows import PAIR
from kaltim_poverty.render.charts.series import series_of
from kaltim_poverty.render.folding import with_minus
from kaltim_poverty.render.units import PURE
from kaltim_poverty.words import known, say
from kaltim_poverty.words.visible import visible

if TYPE_CHECKING:
    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.charts import Chart
    from kaltim_poverty.words import Language

INTERVALS = {"line": "chart.interval_line", "dot": "chart.interval_dot"}  # by the marks that have them


def head(answer: Answer[Any], _chart: Chart, language: Language) -> str:
    """The headline of a chart: its own, else the sentence that answers the question."""
    sentence = answer.head or answer.opening
    if sentence is None:
        return title_of(answer, language)
    return with_minus(visible(sentence.spoken(language)))


def subtitle(answer: Answer[Any], chart: Chart, language: Language) -> str:
    """The subtitle of a chart: indicator, area, period, unit, and the meaning of its intervals."""
    what = ", ".join(filter(None, (*subjects(answer, chart, language), measured(answer, chart, language))))
    return "; ".join(filter(None, (what, intervals(answer, chart, language))))


def intervals(answer: Answer[Any], chart: Chart, language: Language) -> str:
    """The meaning of the lines or bands around the numbers; empty if there are none."""
    if answer.level is None or chart.mark not in INTERVALS or not has_intervals(answer, chart):
        return ""
    what = say(language, "caption.interval", level=(answer.level * 100).normalize())
    return say(language, INTERVALS[chart.mark], what=what)


def has_intervals(answer: Answer[Any], chart: Chart) -> bool:
    """Whether a number of the chart has an interval."""
    ends = (chart.low, chart.high)
    return all(ends) and any(all(cell_of(row, end) is not None for end in ends) for row in answer)


def subjects(answer: Answer[Any], chart: Chart, language: Language) -> list[str]:
    """The attributes that all marks have in common, the indicator first."""
    constant = constants(answer)
    fields = sorted(caption_fields(answer, constant), key=lambda field: not answer.names_measure(field))
    parts: list[str] = []
    before: object = None
    for field in fields:
        value = constant[field]
        if known(language, f"caption.{field}.{value}"):
            continue  # the usual, which goes without saying
        spoken = called(answer, field, value, language)
        if is_period(before) and is_period(value):
            parts[-1] += f"–{spoken}"
        else:
            parts.append(spoken)
        before = value
    return [*parts, *(range_of(answer, chart, language) if chart.x not in constant else ())]


def range_of(answer: Answer[Any], chart: Chart, language: Language) -> list[str]:
    """The periods that the axis covers, if it has periods."""
    found = {cell_of(row, chart.x) for row in answer} if chart.x in answer.fields else set()
    if not found or not all(hasattr(value, "months") for value in found):
        return []
    first, last = min(found), max(found)
    same_month = first.month == last.month
    start = first.spoken(language)
    return [f"{start}–{last.year if same_month else last.spoken(language)}"]


def measured(answer: Answer[Any], chart: Chart, language: Language) -> str:
    """The unit of the numbers, if all have one; of an index what is 100."""
    if chart.mark == "scatter" or (chart.facet and len({cell_of(row, chart.facet) for row in answer}) > 1):
        return ""  # each panel or axis says its own
    if chart.mark == "line":
        base = indexed(series_of(answer, chart, Style(language)), language).base
        if base is not None:
            return say(language, "chart.index", base=base.when)
    shown = chart.low if chart.mark == PAIR else chart.y
    units = {unit_of_field(answer, row, shown) for row in answer}
    unit = units.pop() if len(units) == 1 else PURE
    return "" if unit == PURE else unit_words(unit, language)


def foot(answer: Answer[Any], _chart: Chart, language: Language) -> str:
    """Where the numbers come from, then notes, a line each."""
    notes = [with_minus(visible(note.spoken(language))) for note in answer.remarks]
    return "\n".join(filter(None, (source_line(answer, language), *notes)))
