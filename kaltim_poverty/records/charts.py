"""How an answer is drawn: declared on its record, drawn by every form that has pictures.

A series of periods, one line an area, which stops at a break:

    Chart("line", x="period", y="value", series=("area", "locality"), breaks="series_break")

A curve over numbers (``p`` from 1 to 99, an amount), with its interval as a band behind it, a panel a curve,
a line a group and survey. The unit of ``x`` is that of its field, or stands in another field of the row
(``column("value", unit_field="x_unit")``); the word for the field is written along the axis:

    Chart(
        "line", x="x", y="estimate", low="ci_low", high="ci_high", series=("groups", "survey"), facet="curve"
    )

Estimates or differences as dots with their intervals, a panel a measure; 0 is marked where it is in sight:

    Chart("dot", x="", y="estimate", low="ci_low", high="ci_high", series=("groups",), facet="measure")

Contributions from one total to the other, a panel a series and measure; the last row of each has both totals
in *low* and *high*, and rows that do not add up to their difference are not drawn:

    Chart(
        "steps",
        x="component",
        y="contribution",
        low="before",
        high="after",
        series=("groups", "method"),
        facet="measure",
    )

What stands across all marks is no row but a `Level` of the answer (``replace(answer, levels=(...,))``): the
mean growth, the rate of a larger area, the line of equality beside a Lorenz curve:

    Level(message("chart.mean_growth"), Decimal("2.4"), "reference")
    Level(message("chart.equality"), Decimal(100), "reference", "lorenz", ends=((0, 0), (100, 100)))

The sentence above the picture is the ``head`` of the answer; the marks that it is about are its ``focus``.
"""

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
        dashed: of the codes that tell series apart those of what is not observed, as the path to a target.
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
    dashed: tuple[str, ...] = ()


LevelKind = Literal["area", "nation", "target", "reference"]
"""Whose number a level is: a larger area, Indonesia, a target, or what the marks are held against."""


class Level(NamedTuple):
    """A number that stands across a chart for comparison, beside the marks.

    Attributes:
        name: what it is called at its end.
        value: the number, in the unit of the chart.
        kind: whose it is.
        facet: the panel that it belongs to; of a scatter the field that it parts; empty: all.
        ends: of a straight line that is not level, from where to where it leads: twice a place of a numeric
            axis and a number; then only its name is written, at its end.
    """

    name: Spoken
    value: Decimal
    kind: LevelKind
    facet: str = ""
    ends: tuple[tuple[float, float], ...] = ()
