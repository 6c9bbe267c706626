"""Pairs: two dots of a row, joined; a panel an indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaltim_poverty.records import cell as cell_of
from kaltim_poverty.render.captions import constants
from kaltim_poverty.render.charts.across import Across, Group, Place, Row, bar, mark
from kaltim_poverty.render.charts.key import KeyEntry, keyed, worse_key
from kaltim_poverty.render.charts.quantities import for_the_worse, number_of, spoken_quantity, text_of
from kaltim_poverty.render.charts.rows import faceted, label_of, title_of_panel
from kaltim_poverty.render.charts.theme import FOCUS, GROUND, PEER, TEXT
from kaltim_poverty.render.layout import heading_of
from kaltim_poverty.words import say

if TYPE_CHECKING:
    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.charts import Chart
    from kaltim_poverty.render.charts.frame import Layer
    from kaltim_poverty.render.charts.labels import Label
    from kaltim_poverty.render.charts.look import Look
    from kaltim_poverty.render.charts.scale import Scale

SIZE, THIN = 70, 3
WORSE = {"fill": GROUND, "strokeWidth": 2}
SECOND = {"fill": FOCUS, "stroke": GROUND, "strokeWidth": 1.5}  # told from a first dot that it covers


def specification(answer: Answer[Any], chart: Chart, look: Look) -> dict[str, Any]:
    """The specification of a chart of pairs."""
    across = Across(answer, chart, look, groups_of(answer, chart, look), from_zero=True)

    def draw(place: Place, scale: Scale) -> tuple[list[Layer], list[Label]]:
        entry, encoding = place.entry, across.encoding(scale)
        first, second = entry.values
        between = (place.middle - THIN / 2, place.middle + THIN / 2)
        fill = {**WORSE, "stroke": FOCUS} if entry.worse else SECOND
        said_first, said_second = entry.said.split("\n")
        layers = [
            bar(encoding, between, (first, second), "", fill=PEER, fillOpacity=0.6),
            mark(encoding, place.middle, first, said_first, size=SIZE, fill=PEER, filled=True),
            mark(encoding, place.middle, second, said_second, size=SIZE, filled=True, **fill),
        ]
        return layers, across.ends(place, scale, TEXT)

    return across.framed(draw, key_of(answer, chart, look, across))


def groups_of(answer: Answer[Any], chart: Chart, look: Look) -> list[Group]:
    """The panels; a row without both numbers is left out."""
    found = []
    for rows in faceted(answer, chart):
        drawn = [row_of(answer, chart, row, look) for row in rows if is_whole(chart, row)]
        if drawn:
            found.append(Group(title_of_panel(answer, chart, rows[0], look.style), drawn))
    return found


def is_whole(chart: Chart, row: object) -> bool:
    """Whether a row has both numbers."""
    return cell_of(row, chart.low) is not None and cell_of(row, chart.high) is not None


def row_of(answer: Answer[Any], chart: Chart, row: object, look: Look) -> Row:
    """One row, the smaller number at the left."""
    fields = (chart.low, chart.high)
    values = [number_of(row, field) for field in fields]
    texts = [text_of(answer, row, field, look.style) for field in fields]
    name = label_of(answer, chart, row, look.style._replace(digits=None))
    said = [
        say(
            look.language,
            "chart.mark" if name else "chart.bar_mark",
            name=name or called,
            when=called,
            quantity=spoken_quantity(answer, row, field, look.style),
        )
        for field in fields
        for called in [name_of_end(answer, field, row, look)]
    ]
    first, second = (value for value in values if value is not None)
    ends = texts if first <= second else texts[::-1]
    is_change = bool(answer.declaration(chart.high).headed_by)
    worse = is_change and for_the_worse(answer, chart, row, second - first)
    before, after = ends
    return Row(name, (first, second), before, after, "\n".join(said), worse=worse)


def name_of_end(answer: Answer[Any], field: str, row: object, look: Look) -> str:
    """The name of one of the two numbers: its period where it has one."""
    period = answer.declaration(field).headed_by
    if period:
        spoken: str = cell_of(row, period).spoken(look.language)
        return spoken
    return heading_of(answer, field, {}, look.language)


def names_of_ends(answer: Answer[Any], chart: Chart, look: Look) -> list[str]:
    """The names of both dots: their periods where all rows share them."""
    shared, row = constants(answer), answer[0]
    names = []
    for field in (chart.low, chart.high):
        period = answer.declaration(field).headed_by
        varying = period and period not in shared
        words = (
            heading_of(answer, field, {}, look.language) if varying else name_of_end(answer, field, row, look)
        )
        names.append(words)
    return names


def key_of(
    answer: Answer[Any], chart: Chart, look: Look, across: Across
) -> list[tuple[list[Layer], list[Label]]]:
    """The legend of both dots, and of an outlined one, in a line above the panels."""
    entries = [
        KeyEntry(words, {"fill": colour, "filled": True})
        for words, colour in zip(names_of_ends(answer, chart, look), (PEER, FOCUS), strict=True)
    ]
    return keyed(across, look, [*entries, *worse_key(across, {**WORSE, "filled": True, "stroke": FOCUS})])
