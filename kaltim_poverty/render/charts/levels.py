"""What stands across a chart: uprights with their words, and the numbers of larger areas and targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.records import cell as cell_of
from kaltim_poverty.records import unit_of
from kaltim_poverty.render.cells import MINUS, number_text
from kaltim_poverty.render.charts.labels import Align, Label
from kaltim_poverty.render.charts.theme import GAP, MUTED, SMALL
from kaltim_poverty.render.charts.widths import width_of
from kaltim_poverty.words.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.charts import Chart, Level
    from kaltim_poverty.render.charts.look import Look

BESIDE = 4  # units from an upright to its words


class Upright(NamedTuple):
    """A vertical line with words beside its upper end.

    Attributes:
        place: along the axis.
        text: the words.
        at: units from the left edge of the panel.
        row: of the words, counted upwards from the panel.
        left: whether they stand at the left of the line, as the right has no room.
        size: of the words.
        bold: in the bold weight.
        colour: of the words.
    """

    place: float
    text: str
    at: float
    row: int = 0
    left: bool = False
    size: int = SMALL
    bold: bool = False
    colour: str = MUTED

    def span(self, width: float) -> tuple[float, float]:
        """Where the words begin and end, in a panel of some width."""
        long = width_of(self.text, self.size, bold=self.bold) + BESIDE + GAP
        return (self.at - long, self.at) if self.turned(width).left else (self.at, self.at + long)

    def turned(self, width: float) -> Upright:
        """The upright with its label on the side that has room."""
        long = width_of(self.text, self.size, bold=self.bold) + BESIDE
        return self._replace(left=self.at + long > width and self.at - long > width - self.at - long)

    def label(self, top: float) -> Label:
        """The words beside the upper end of the line."""
        side = -BESIDE if self.left else BESIDE
        align: Align = "right" if self.left else "left"
        return Label(
            self.text, self.at + side, top + self.size * 0.75, align, self.size, self.bold, self.colour
        )


def levels_of_panel(answer: Answer[Any], chart: Chart, rows: Sequence[object]) -> tuple[Level, ...]:
    """The levels that belong to the panel of some rows."""
    panel = str(cell_of(rows[0], chart.facet)) if chart.facet and rows else ""
    return tuple(level for level in answer.levels if level.facet in ("", panel))


def level_text(answer: Answer[Any], chart: Chart, level: Level, look: Look) -> tuple[str, str]:
    """The name of a level and its number, as the numbers of the chart are written."""
    unit = unit_of(answer[0]) if len(answer) else ""
    shown = number_text(answer.declaration(chart.y), level.value, unit, look.style)
    return visible(level.name.spoken(look.language)), shown.replace("-", MINUS)
