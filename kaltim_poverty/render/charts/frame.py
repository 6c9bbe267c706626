"""The frame around the panels of a picture: head, foot, ground, and the texts of every panel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.render.charts import heading
from kaltim_poverty.render.charts.labels import Box, Label
from kaltim_poverty.render.charts.theme import (
    GROUND,
    HEAD,
    LEADING,
    MARGIN,
    MUTED,
    SCHEMA,
    SMALL,
    SUBTITLE,
    Stroke,
    config,
)
from kaltim_poverty.render.charts.widths import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.charts import Chart
    from kaltim_poverty.render.charts.look import Look

Layer = dict[str, Any]


class Panel(NamedTuple):
    """The marks on one pair of axes, and their texts; places in units from the upper left corner."""

    height: float
    layers: list[Layer]
    labels: list[Label]


class Room(NamedTuple):
    """The room around each panel, in units."""

    left: float
    right: float
    above: float
    below: float


class Text(NamedTuple):
    """Lines that stand above or below all panels, each with the height of its line."""

    labels: list[Label]
    height: float


def framed(
    answer: Answer[Any], chart: Chart, look: Look, room: Room, panels: Sequence[Panel], *, key: float = 0
) -> dict[str, Any]:
    """The whole specification: panels below one another, with the text around them.

    Args:
        answer: what is drawn.
        chart: how.
        look: language and size.
        room: around each panel.
        panels: from top to bottom.
        key: units above all of them, for what tells marks apart.
    """
    above, below = head_of(answer, chart, look), foot_of(answer, chart, look)
    spacing = room.above + room.below
    heights = sum(panel.height for panel in panels) + spacing * (len(panels) - 1)
    top = MARGIN + above.height + key + room.above
    total = round(top + heights + room.below + below.height + MARGIN)
    around = [
        *(label._replace(x=label.x - room.left, y=label.y + MARGIN - top) for label in above.labels),
        *(
            label._replace(x=label.x - room.left, y=label.y + total - top - below.height - MARGIN)
            for label in below.labels
        ),
    ]
    width = look.width - room.left - room.right
    first = [
        ground(-room.left, -top, look.width, total),
        *panels[0].layers,
        *texts([*panels[0].labels, *around]),
    ]
    rest = [[*panel.layers, *texts(panel.labels)] for panel in panels[1:]]
    views = [
        {"width": tidy(width), "height": tidy(panel.height), "layer": layers}
        for panel, layers in zip(panels, [first, *rest], strict=True)
    ]
    shared = {
        "$schema": SCHEMA,
        "description": heading.head(answer, chart, look.language),
        "usermeta": {"width": look.width, "height": tidy(total), "left": tidy(room.left), "top": tidy(top)},
    }
    body = views[0] if len(views) == 1 else {"vconcat": views, "spacing": tidy(spacing), "bounds": "flush"}
    return {**shared, "padding": 0, "config": config(look.language), **body}


def head_of(answer: Answer[Any], chart: Chart, look: Look) -> Text:
    """The sentence on top, and below it what the numbers are."""
    if look.bare:
        return Text([], 0)
    sentence = heading.head(answer, chart, look.language)
    about = heading.subtitle(answer, chart, look.language)
    return stacked(
        look, [(sentence, Label("", 0, 0, size=HEAD, bold=True)), (about, muted(SUBTITLE))], MARGIN
    )


def foot_of(answer: Answer[Any], chart: Chart, look: Look) -> Text:
    """Sources and notes."""
    if look.bare:
        return Text([], 0)
    lines = heading.foot(answer, chart, look.language).splitlines()
    return stacked(look, [(line, muted(SMALL)) for line in lines], 0, before=MARGIN)


def muted(size: int) -> Label:
    """How text of less weight looks."""
    return Label("", 0, 0, size=size, colour=MUTED)


def stacked(look: Look, paragraphs: Iterable[tuple[str, Label]], after: float, *, before: float = 0) -> Text:
    """Paragraphs below one another, folded to the width of the picture."""
    labels: list[Label] = []
    height = before
    for text, like in paragraphs:
        for line in folded(text, like.size, look.width - 2 * MARGIN, bold=like.bold) if text else ():
            height += round(like.size * LEADING)
            labels.append(like._replace(text=line, x=MARGIN, y=height - like.size * 0.3))
    return Text(labels, height + after if labels else 0)


def ground(left: float, top: float, width: float, height: float) -> Layer:
    """An area that nobody sees, which gives the picture its size."""
    return rectangle(Box(left, top, left + width, top + height), fillOpacity=0)


def rectangle(box: Box, **look: Any) -> Layer:
    """A rectangle that is no mark of a number."""
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rect", "fill": GROUND, "aria": False, **look},
        "encoding": {
            "x": at(box.left),
            "x2": at(box.right),
            "y": at(box.top),
            "y2": at(box.bottom),
        },
    }


def rule(start: tuple[float, float], end: tuple[float, float], stroke: Stroke) -> Layer:
    """A straight line between two places that is no mark of a number."""
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "aria": False, **stroked(stroke)},
        "encoding": {
            "x": at(start[0]),
            "y": at(start[1]),
            "x2": at(end[0]),
            "y2": at(end[1]),
        },
    }


def stroked(stroke: Stroke) -> dict[str, Any]:
    """Colour, width and dash of a line, as a mark has them."""
    look: dict[str, Any] = {"stroke": stroke.colour, "strokeWidth": stroke.width}
    return {**look, "strokeDash": list(stroke.dash)} if stroke.dash else look


def at(place: float) -> dict[str, float]:
    """A place in units from the corner of the panel, whatever the scale."""
    return {"value": tidy(place)}


def texts(labels: Sequence[Label]) -> list[Layer]:
    """The layers of some texts: one for each way that they look."""
    alike: dict[tuple[object, ...], list[Label]] = {}
    for label in labels:
        alike.setdefault((label.align, label.size, label.bold, label.colour), []).append(label)
    return [text_layer(some) for some in alike.values()]


def text_layer(labels: Sequence[Label]) -> Layer:
    """One layer of texts that look the same."""
    like = labels[0]
    return {
        "data": {"values": [{"x": tidy(each.x), "y": tidy(each.y), "text": each.text} for each in labels]},
        "mark": {
            "type": "text",
            "align": like.align,
            "baseline": "alphabetic",
            "fontSize": like.size,
            "fontWeight": "bold" if like.bold else "normal",
            "fill": like.colour,
            "aria": False,
        },
        "encoding": {
            "x": {"field": "x", "type": "quantitative", "scale": None, "axis": None},
            "y": {"field": "y", "type": "quantitative", "scale": None, "axis": None},
            "text": {"field": "text", "type": "nominal"},
        },
    }


def tidy(number: float) -> float:
    """A place without the noise of the last digits."""
    rounded = round(number, 2)
    return int(rounded) if rounded == int(rounded) else rounded
