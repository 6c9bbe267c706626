"""Lines of a table that are written without rich are those that rich writes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaltim_poverty.render import Style
from kaltim_poverty.render import table as tables
from kaltim_poverty.render.layout import Column

CELLS = st.one_of(
    st.text("abcé −–…†▲▼12.,*", max_size=12).map(str.strip),
    st.sampled_from(
        ["", "▲ better", "▼ worse", "東京", "e\u0301", "a\xadb", "a  b", "[bold]x[/bold]", "◀ here"]
    ),
)


def by_rich(console, columns, widths, style, monkeypatch):
    """The same lines, every row left to rich."""
    with monkeypatch.context() as patched:
        patched.setattr(tables, "is_one_line", lambda *_: False)
        return tables.lines_of(console, columns, widths, style)


@settings(max_examples=150, deadline=None)
@given(st.data())
@pytest.mark.parametrize("colour", [False, True])
def test_lines_are_those_of_rich(colour, data):
    style = Style("en", width=200, colour=colour)
    count = data.draw(st.integers(1, 4))
    rows = data.draw(st.lists(st.tuples(*[CELLS] * count), min_size=1, max_size=8))
    numeric = data.draw(st.tuples(*[st.booleans()] * count))
    columns = [
        Column(f"Heading {place}", numeric=number, cells=[row[place] for row in rows])
        for place, number in enumerate(numeric)
    ]
    widths = [data.draw(st.integers(9, 14)) for _ in columns]
    widths = [
        max(width, *map(len, tables.aligned(column, "en"))) if column.numeric else width
        for width, column in zip(widths, columns, strict=True)
    ]
    console = tables.console_of(style)
    with pytest.MonkeyPatch.context() as monkeypatch:
        expected = by_rich(console, columns, widths, style, monkeypatch)
    assert tables.lines_of(console, columns, widths, style) == expected


def test_plain_rows_are_not_left_to_rich(monkeypatch):
    """It takes fifty times as long."""
    asked = []
    real = tables.table_of
    monkeypatch.setattr(
        tables, "table_of", lambda *given, **named: asked.append(len(given[2])) or real(*given, **named)
    )
    cells = [*["plain"] * 500, "too long for the column", *["plain"] * 500]
    columns = [Column("Text", numeric=False, cells=cells)]
    style = Style("en")
    text = tables.lines_of(tables.console_of(style), columns, [10], style)
    assert asked == [1, 1]  # the first row, with the headings, and the one that is folded
    assert text.count("plain\n") == 1000
