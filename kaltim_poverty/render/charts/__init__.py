"""Pictures of answers: the declaration of a chart drawn as a Vega-Lite specification, SVG, PNG or PDF.

A file a mark (`line.py`, `bar.py`, …) makes the specification; texts are placed before anything is drawn
(`labels.py`), so that none lies on another. Colours and sizes stand in `theme.py`.
"""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

from kaltim_poverty.render import Size
from kaltim_poverty.render.charts.alternative import alternative_text
from kaltim_poverty.render.charts.heading import foot, head, subtitle
from kaltim_poverty.render.charts.look import SIZES, Look

if TYPE_CHECKING:
    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.charts import Chart


def drawable(answer: Answer[Any], chart: Chart) -> bool:
    """Whether there is a number to draw."""
    from kaltim_poverty.records import cell

    return any(cell(row, field) is not None for row in answer for field in (chart.y, *chart.more))


def drawn_on_one_scale(answer: Answer[Any], chart: Chart) -> bool:
    """Whether there is a number to draw, all have one unit, and each mark has but one of them."""
    from kaltim_poverty.records import cell, unit_of

    telling = [field for field in (chart.facet, *chart.series, chart.x) if field]
    marks = {tuple(str(cell(row, field)) for field in telling) for row in answer}
    one_scale = len({unit_of(row) for row in answer}) == 1 and len(marks) == len(answer)
    return one_scale and drawable(answer, chart)


def picture_of(answer: Answer[Any]) -> tuple[Answer[Any], Chart] | None:
    """The picture of an answer: its first chart with a number to draw; None if there is none.

    The rows of some answers are no marks; another answer is drawn in their place, and of a wide one the long
    one whose key became its columns, if its numbers have one scale.
    """
    shown = answer if answer.drawn is None else replace(answer.drawn, notes=answer.notes)
    shown = shown if answer.long is None else replace(answer.long, notes=answer.notes)
    is_drawn = drawable if answer.long is None else drawn_on_one_scale
    found = next((chart for chart in shown.charts if is_drawn(shown, chart)), None)
    return None if found is None else (shown, found)


def specification(answer: Answer[Any], chart: Chart, look: Look) -> dict[str, Any]:
    """The Vega-Lite specification of a chart: a plain dict, with its data and the number locale.

    Args:
        answer: what is drawn.
        chart: how; one of those that its record declares, or another over its fields.
        look: language and size.
    """
    mark = import_module(f"kaltim_poverty.render.charts.{chart.mark}")
    made: dict[str, Any] = mark.specification(answer, chart, look)
    return made


def svg(answer: Answer[Any], chart: Chart, look: Look) -> str:
    """The picture as SVG, with its headline and alternative text for who cannot see it.

    Raises:
        MissingPackageError: without vl-convert (extra ``report``).
    """
    from kaltim_poverty.render.charts.drawing import draw
    from kaltim_poverty.render.charts.markup import finished

    title = head(answer, chart, look.language)
    described = alternative_text(answer, chart, look.language)
    made = specification(answer, chart, look)
    size = (made["usermeta"]["width"], made["usermeta"]["height"])
    return finished(draw(made), size, title, described)


def png(answer: Answer[Any], chart: Chart, look: Look) -> bytes:
    """The picture as PNG, two pixels a unit.

    Raises:
        MissingPackageError: without vl-convert (extra ``report``).
    """
    from kaltim_poverty.render.charts.drawing import pixels

    return pixels(svg(answer, chart, look))


def pdf(answer: Answer[Any], chart: Chart, look: Look) -> bytes:
    """The picture as PDF on a page of its size: accessible (PDF/UA-1) and for an archive (PDF/A-2a).

    Raises:
        MissingPackageError: without vl-convert or typst (extra ``report``).
    """
    from kaltim_poverty.render.charts.paper import paper
    from kaltim_poverty.render.dates import date_of

    title = head(answer, chart, look.language)
    described = alternative_text(answer, chart, look.language)
    return paper(svg(answer, chart, look), title, described, look.language, date_of(answer))


__all__ = [
    "SIZES",
    "Look",
    "Size",
    "alternative_text",
    "drawable",
    "drawn_on_one_scale",
    "foot",
    "head",
    "pdf",
    "picture_of",
    "png",
    "specification",
    "subtitle",
    "svg",
]
