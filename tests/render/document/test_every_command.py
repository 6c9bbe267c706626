"""`-o FILE.docx` on every command of published figures: the table that Markdown has, after its chart."""

from __future__ import annotations

import re

import docx
import pytest
from questions import QUESTIONS
from support import call

from kaltim_poverty.render import charts

UNESCAPED = re.compile(r"\\(.)")


def tables_of_markdown(text):
    """The cells of each table."""
    tables, inside = [], False
    for line in text.splitlines():
        if line.startswith("| "):
            if not inside:
                tables.append([])
            if not re.fullmatch(r"[| :-]+", line):
                cells = re.split(r"(?<!\\)\|", line)[1:-1]
                tables[-1].append([UNESCAPED.sub(r"\1", cell).strip() for cell in cells])
        inside = line.startswith("| ")
    return tables


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_a_document_has_the_tables_of_markdown(question, language, tmp_path):
    file = tmp_path / "answer.docx"
    done = call(*question.arguments, "--lang", language, "-o", str(file))
    assert (done.out, done.err) == ("", "")
    made = docx.Document(str(file))
    tables = [
        [[" ".join(cell.text.split()) for cell in row.cells] for row in table.rows] for table in made.tables
    ]
    text = call(*question.arguments, "--lang", language, "-f", "markdown").out
    assert tables == tables_of_markdown(text)
    answer = question.ask()
    if not answer.prose:
        captions = [each.text for each in made.paragraphs if each.style.name == "Caption"]
        marks = answer if answer.drawn is None else answer.drawn
        drawn = any(charts.drawable(marks, chart) for chart in marks.charts)
        assert len(captions) == 1 + drawn == 1 + len(made.inline_shapes)


def test_sentences_are_a_paragraph(tmp_path):
    file = tmp_path / "brief.docx"
    assert call("brief", "2024", "--lang", "id", "-o", str(file)).code == 0
    texts = [each.text for each in docx.Document(str(file)).paragraphs]
    assert any(
        text.startswith("Jumlah penduduk miskin di Kalimantan Timur pada Maret 2024") for text in texts
    )
