"""What a terminal shows while a question takes its time."""

from __future__ import annotations

import pytest

from kaltim_poverty.cli import language
from kaltim_poverty.cli.progress import Stage


@pytest.fixture(params=["en", "id"])
def spoken(request, monkeypatch):
    monkeypatch.setattr(language, "_current", [request.param])
    return request.param


def test_a_question_in_one_piece_shows_the_seconds(spoken):
    expected = {"en": "working, 2 s ...", "id": "sedang bekerja, 2 d ..."}
    assert Stage().line(2.4) == expected[spoken]


def test_a_question_in_parts_shows_a_bar_that_grows(spoken):
    """By sections while figures are asked for, by charts while they are drawn."""
    stage = Stage()
    stage.counted_as("report.sections_done")(5, 15)
    bar = "#" * 10 + "." * 20
    expected = {"en": f"{bar} 5 of 15 sections, 1 s", "id": f"{bar} 5 dari 15 bagian, 1 d"}
    assert stage.line(1.2) == expected[spoken]
    stage.counted_as("document.parts_drawn")(34, 34)
    bar = "#" * 30
    expected = {"en": f"{bar} 34 of 34 drawn, 3 s", "id": f"{bar} 34 dari 34 digambar, 3 d"}
    assert stage.line(3) == expected[spoken]
