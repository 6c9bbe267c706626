"""Bars: one a row, in the order of the rows; larger areas as uprights across them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kaltim_poverty.render.charts.bars import Bar, bars_of
from kaltim_poverty.render.charts.frame import Panel, Room, at, framed, rectangle, rule, stroked, tidy
from kaltim_poverty.render.charts.labels import Label
from kaltim_poverty.render.charts.levels import Upright, level_text
from kaltim_poverty.render.charts.line import placed_in_rows
from kaltim_poverty.render.charts.scale import scale_of
from kaltim_poverty.render.charts.theme import (
    AXIS_LINE,
    BAR,
    FOCUS,
    GAP,
    GROUND,
    LABEL,
    LEADING,
    LEVEL_STROKES,
    MARGIN,
    TEXT,
)
from kaltim_poverty.render.charts.widths import width_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.charts import Chart
    from kaltim_poverty.render.charts.frame import Layer
    from kaltim_poverty.render.charts.look import Look

STEP = {"wide": 19, "narrow": 34}  # units from bar to bar
THICK = 13  # of a bar
NAME = 15  # of the name above a bar, where it stands there


def specification(answer: Answer[Any], chart: Chart, look: Look) -> dict[str, Any]:
    """The specification of a bar chart."""
    return BarChart(answer, chart, look).specification()


class BarChart:
    """The bars of an answer with all their texts placed.

    Args:
        answer: what is drawn.
        chart: how.
        look: language and size.
    """

    def __init__(self, answer: Answer[Any], chart: Chart, look: Look) -> None:
        self.answer, self.chart, self.look = answer, chart, look
        self.bars = bars_of(answer, chart, look.style)
        self.step = STEP[look.size]
        self.height = self.step * len(self.bars)
        names = max(width_of(bar.name, LABEL, bold=True) for bar in self.bars)
        left = MARGIN if look.is_narrow else MARGIN + GAP + names
        right = MARGIN + GAP + max(width_of(bar.text, LABEL, bold=True) for bar in self.bars)
        self.width = look.width - left - right
        values = [bar.value for bar in self.bars] + [level.value for level in answer.levels]
        self.scale = scale_of(values, self.width, from_zero=True)
        tight = max(*values, values[0] * 0), min(*values, values[0] * 0)
        self.scale = self.scale._replace(low=tight[1], high=tight[0] or self.scale.high)
        self.uprights = self.uprights_of()
        rows = 1 + max((upright.row for upright in self.uprights), default=-1)
        self.room = Room(left, right, GAP + rows * LABEL * LEADING, GAP)

    def specification(self) -> dict[str, Any]:
        """The specification of a bar chart."""
        base = [] if self.look.is_narrow else [self.base()]
        layers = [self.drawn(), *base, *self.upright_lines(), *self.grounds()]
        panel = Panel(self.height, layers, [*self.labels(), *self.words()])
        return framed(self.answer, self.chart, self.look, self.room, [panel])

    def uprights_of(self) -> list[Upright]:
        """Larger areas and targets, with their words in rows where none meets another."""
        found = []
        for level in self.answer.levels:
            name, value = level_text(self.answer, self.chart, level, self.look)
            colour = LEVEL_STROKES[level.kind].colour
            at = self.scale.along(level.value)
            found.append(
                Upright(float(level.value), f"{name} {value}", at, size=LABEL, bold=True, colour=colour)
            )
        return [each.turned(self.width) for each in placed_in_rows(found, self.width)]

    def middle(self, place: int) -> float:
        """Where the middle of a bar lies, in units from the top."""
        offset = NAME + THICK / 2 if self.look.is_narrow else self.step / 2
        return place * self.step + offset

    def drawn(self) -> Layer:
        """The bars, which say what they are."""
        values = [
            {
                "x": float(bar.value),
                "from": 0,
                "y": tidy(self.middle(place) - THICK / 2),
                "y2": tidy(self.middle(place) + THICK / 2),
                "fill": FOCUS if bar.is_focus else BAR,
                "said": bar.description,
            }
            for place, bar in enumerate(self.bars)
        ]
        return {
            "data": {"values": values},
            "mark": {"type": "rect"},
            "encoding": {
                "x": {
                    "field": "x",
                    "type": "quantitative",
                    "scale": {"domain": self.scale.domain, "nice": False, "zero": False},
                    "axis": None,
                },
                "x2": {"field": "from"},
                "y": {"field": "y", "type": "quantitative", "scale": None, "axis": None},
                "y2": {"field": "y2"},
                "fill": {"field": "fill", "type": "nominal", "scale": None},
                "description": {"field": "said", "type": "nominal"},
            },
        }

    def base(self) -> Layer:
        """The line at 0 on which the bars stand."""
        zero = self.scale.along(Decimal(0))
        return rule((zero, 0), (zero, self.height), AXIS_LINE)

    def upright_lines(self) -> Iterator[Layer]:
        """The uprights, which say what they are."""
        for level, upright in zip(self.answer.levels, self.uprights, strict=True):
            yield {
                "data": {"values": [{"x": float(level.value), "said": upright.text}]},
                "mark": {"type": "rule", **stroked(LEVEL_STROKES[level.kind])},
                "encoding": {
                    "x": {"field": "x", "type": "quantitative"},
                    "y": at(self.top_of(upright)),
                    "y2": at(self.height),
                    "description": {"field": "said", "type": "nominal"},
                },
            }

    def top_of(self, upright: Upright) -> float:
        """Where an upright begins, as high as its words."""
        return -GAP - (upright.row + 1) * LABEL * LEADING

    def words(self) -> Iterator[Label]:
        """The names and numbers of the uprights."""
        for upright in self.uprights:
            yield upright.label(self.top_of(upright))

    def labels(self) -> Iterator[Label]:
        """The name of each bar, and its number at its end."""
        for place, bar in enumerate(self.bars):
            yield self.name_label(place, bar)
            yield self.number_label(bar, self.middle(place) + LABEL * 0.35)

    def name_label(self, place: int, bar: Bar) -> Label:
        """The name at the left of a bar, or above it."""
        if self.look.is_narrow:
            return Label(bar.name, 0, place * self.step + LABEL, "left", LABEL, bar.is_focus)
        return Label(bar.name, -GAP, self.middle(place) + LABEL * 0.35, "right", LABEL, bar.is_focus)

    def number_label(self, bar: Bar, base: float) -> Label:
        """The number at the end of a bar: behind it, in it, or behind the upright that leaves no room."""
        end = max(self.scale.along(bar.value), self.scale.along(Decimal(0)))
        behind = Label(
            bar.text, end + GAP, base, "left", LABEL, bar.is_focus, FOCUS if bar.is_focus else TEXT
        )
        inside = behind._replace(x=end - GAP, align="right", colour=GROUND if bar.is_focus else TEXT)
        places = [behind, *([inside] if inside.box.left > self.scale.along(Decimal(0)) else ())]
        places += [behind._replace(x=upright.at + GAP) for upright in self.uprights if upright.at > end]
        return next((place for place in places if not self.is_crossed(place)), behind)

    def is_crossed(self, label: Label) -> bool:
        """Whether an upright runs through a text."""
        box = label.box
        return any(box.left - 2 < upright.at < box.right + 2 for upright in self.uprights)

    def grounds(self) -> Iterator[Layer]:
        """White behind texts that an upright would cross."""
        for label in self.labels():
            if self.is_crossed(label):
                box = label.box
                yield rectangle(box._replace(left=box.left - 2))
