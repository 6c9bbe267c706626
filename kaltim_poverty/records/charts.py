"""How an answer is drawn: declared on its record, drawn by every form that has pictures."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from kaltim_poverty.words import Spoken

Mark = Literal["line", "bar", "pair", "steps", "dot", "scatter"]
"""What stands for a number.

``line``: a series a line. ``bar``: a bar a row, in the order of the rows. ``pair``: two numbers and the
distance between them. ``steps``: from one total to another by contributions. ``dot``: an estimate with its
interval. ``scatter``: rows by two numbers.
"""


class Chart(NamedTuple):
    """A picture of an answer, by the names of the fields of its record; the first of a record is the default.

    Attributes:
        mark: what stands for a number.
        x: the field that tells the marks of a series apart; it also labels the rows of a table. Empty where
            the series alone tell them apart. Of a scatter the number across.
        y: the number that is drawn.
        low: the lower end of the interval of that number; of a pair the first of the two; of steps the total
            from which they lead, which the last row has.
        high: the upper end; of a pair the second; of steps the total to which they lead.
        series: the fields that tell series apart.
        facet: the field that tells panels apart.
        shown: the values of that field that are drawn, in order; all if there are none.
        breaks: the field that says where a series must not be joined to what was before.
        more: further numbers of a row, each a series of its own on the same scale, called by its field.
    """

    mark: Mark
    x: str
    y: str
    low: str = ""
    high: str = ""
    series: tuple[str, ...] = ()
    facet: str = ""
    shown: tuple[str, ...] = ()
    breaks: str = ""
    more: tuple[str, ...] = ()


LevelKind = Literal["area", "nation", "target"]
"""Whose number a level is: a larger area, Indonesia, or a target."""


class Level(NamedTuple):
    """A number that stands across a chart for comparison, beside the marks.

    Attributes:
        name: what it is called at its end.
        value: the number, in the unit of the chart.
        kind: whose it is.
        facet: the panel that it belongs to; of a scatter the field that it parts; empty: all.
    """

    name: Spoken
    value: Decimal
    kind: LevelKind
    facet: str = ""
