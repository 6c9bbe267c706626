"""The worked pages in the two languages run the same commands, so that neither falls behind."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support import call

DOCS = Path(__file__).parents[2] / "docs"
COMMAND = re.compile(r"^\$ (?:for .* do )?kpov (.*)$", re.MULTILINE)


def commands(page):
    """The commands of a page without its language, the word for a note, and the names of its own files."""
    found = COMMAND.findall((DOCS / page).read_text(encoding="utf-8"))
    return [re.sub(r" --lang id|\w+\.csv|/\^(note|catatan):/", "", command) for command in found]


def test_the_pages_run_the_same_commands():
    assert commands("programmes.md") == commands("id/programmes.md")
    assert len(commands("programmes.md")) > 8


@pytest.mark.parametrize("language", ["en", "id"])
def test_an_assessment_is_a_table_on_a_page_of_80_columns(language, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    asked = ["programme", "assess", "--period", "2024", "--amount", "5jt", "--recipients", "1500"]
    lines = call(*asked, "--lang", language, "-f", "table").out.splitlines()
    assert "─" * 80 in lines
    assert max(map(len, lines)) <= 80
