"""Steps: from one total to the other by contributions."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kaltim_poverty.records import cell as cell_of
from kaltim_poverty.render.charts.across import Across, Group, Place, Row, bar, mark
from kaltim_poverty.render.charts.frame import rule
from kaltim_poverty.render.charts.key import keyed, worse_key
from kaltim_poverty.render.charts.pair import name_of_end
from kaltim_poverty.render.charts.quantities import for_the_worse, number_of, spoken_quantity, text_of
from kaltim_poverty.render.charts.rows import label_of, title_of_panel
from kaltim_poverty.render.charts.series import key_of
from kaltim_poverty.render.charts.theme import BREAK_LINE, FOCUS, GROUND, NATION, TEXT
from kaltim_poverty.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.charts import Chart
    from kaltim_poverty.render.charts.frame import Layer
    from kaltim_poverty.render.charts.labels import Label
    from kaltim_poverty.render.charts.look import Look
    from kaltim_poverty.render.charts.scale import Scale

THICK, SIZE = 13, 80
ROUNDING = Decimal("1e-6")  # of a total, that sums of binary numbers are off by
SIGNED = "+"
OUTLINE = {"fill": GROUND, "stroke": NATION, "strokeWidth": 1.5}  # of what is for the worse


def specification(answer: Answer[Any], chart: Chart, look: Look) -> dict[str, Any]:
    """The specification of a chart of steps."""
    across = Across(answer, chart, look, groups_of(answer, chart, look))

    def draw(place: Place, scale: Scale) -> tuple[list[Layer], list[Label]]:
        entry, encoding = place.entry, across.encoding(scale)
        if entry.bold:
            dot = mark(encoding, place.middle, entry.values[0], entry.said, size=SIZE, filled=True, fill=TEXT)
            return [dot], across.ends(place, scale, TEXT)
        start, end = entry.values
        span = (place.middle - THICK / 2, place.middle + THICK / 2)
        fill = OUTLINE if entry.worse else {"fill": FOCUS}
        to = across.along(scale, end)
        joint = rule((to, span[1]), (to, span[1] + across_gap(across)), BREAK_LINE)
        layers = [*([] if look.is_narrow else [joint]), bar(encoding, span, (start, end), entry.said, **fill)]
        return layers, across.ends(place, scale, NATION if entry.worse else FOCUS)

    outline = {"shape": "square", "filled": True, **OUTLINE}
    return across.framed(draw, keyed(across, look, worse_key(across, outline)))


def across_gap(across: Across) -> float:
    """Units from the bar of a row to that of the next."""
    places = across.places(across.groups[0])
    return places[1].middle - places[0].middle - THICK


def groups_of(answer: Answer[Any], chart: Chart, look: Look) -> list[Group]:
    """A panel for each change that is taken apart; rows that do not add up to one have none."""
    changes: dict[tuple[object, ...], list[object]] = {}
    for row in answer:
        facet = cell_of(row, chart.facet) if chart.facet else ""
        changes.setdefault((facet, *key_of(row, chart)), []).append(row)
    return [
        Group(
            title_of_panel(answer, chart, rows[0], look.style, always=True),
            steps_of(answer, chart, rows, look),
        )
        for rows in changes.values()
        if add_up(chart, rows)
    ]


def add_up(chart: Chart, rows: Sequence[object]) -> bool:
    """Whether some rows are contributions that add up to the difference between both totals of the last."""
    *parts, whole = rows
    before, after = number_of(whole, chart.low), number_of(whole, chart.high)
    if before is None or after is None or not parts:
        return False
    found = sum((value for row in parts if (value := number_of(row, chart.y)) is not None), Decimal(0))
    return abs(before + found - after) <= ROUNDING * max(abs(before), abs(after), abs(found))


def steps_of(answer: Answer[Any], chart: Chart, rows: list[object], look: Look) -> list[Row]:
    """The total before, each contribution from where the one before it ended, the total after."""
    *parts, whole = rows
    running = number_of(whole, chart.low)
    assert running is not None  # noqa: S101 - the last row has both totals
    found = [total_of(answer, chart.low, whole, look)]
    for row in parts:
        value = number_of(row, chart.y)
        if value is None:
            continue
        found.append(step_of(answer, chart, row, (running, running + value), look))
        running += value
    return [*found, total_of(answer, chart.high, whole, look)]


def total_of(answer: Answer[Any], field: str, row: object, look: Look) -> Row:
    """One of the two totals."""
    value = number_of(row, field)
    assert value is not None  # noqa: S101 - the last row has both totals
    name = name_of_end(answer, field, row, look)
    quantity = spoken_quantity(answer, row, field, look.style)
    said = say(look.language, "chart.bar_mark", name=name, quantity=quantity)
    return Row(name, (value,), "", text_of(answer, row, field, look.style), said, bold=True)


def step_of(answer: Answer[Any], chart: Chart, row: object, ends: tuple[Decimal, Decimal], look: Look) -> Row:
    """One contribution."""
    name = label_of(answer, chart._replace(series=()), row, look.style._replace(digits=None))
    text = text_of(answer, row, chart.y, look.style)
    signed = f"{SIGNED}{text}" if ends[1] > ends[0] else text
    quantity = spoken_quantity(answer, row, chart.y, look.style)
    said = say(look.language, "chart.bar_mark", name=name, quantity=quantity)
    worse = for_the_worse(answer, chart, row, ends[1] - ends[0])
    return Row(name, ends, "", signed, said, worse=worse)
