"""How an answer is drawn: declared on its record, drawn by every form that has pictures."""

from __future__ import annotations

from typing import Literal, NamedTuple

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
        x: the field that tells the marks of a series apart; it also labels the rows of a table.
        y: the number that is drawn.
        low: the lower end of the interval of that number; of a pair the first of the two.
        high: the upper end; of a pair the second.
        series: the fields that tell series apart.
        facet: the field that tells panels apart.
        shown: the values of that field that are drawn, in order; all if there are none.
        breaks: the field that says where a series must not be joined to what was before.
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
