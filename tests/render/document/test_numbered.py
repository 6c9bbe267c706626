"""Tables and figures are numbered once for all formats, and what must be said is said once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

import kaltim_poverty
from kaltim_poverty.records import Source
from kaltim_poverty.records.blocks import Document, Picture, Table
from kaltim_poverty.render import Style
from kaltim_poverty.render.document import of_answer
from kaltim_poverty.render.document.numbered import Figure, Heading, Remark, Tabulated, Text, numbered
from kaltim_poverty.words import message


@pytest.mark.parametrize(
    ("language", "table", "figure"), [("en", "Table", "Figure"), ("id", "Tabel", "Gambar")]
)
def test_tables_and_figures_count_apart(chapter, language, table, figure):
    found = numbered(chapter, Style(language))
    captions = [str(part.caption) for part in found if isinstance(part, (Tabulated, Figure))]
    assert captions == [
        f"{table} 1. Perubahan",
        f"{figure} 1. P0 menurut kabupaten",
        f"{figure} 2. P0 sejak 2015",
        f"{table} 2. P0 sejak 2015",
        f"{table} 3. Kabupaten",
    ]


def test_anchors_differ(chapter):
    """A link leads to one place."""
    found = numbered(chapter, Style("id"))
    anchors = [part.anchor for part in found if isinstance(part, Heading)]
    anchors += [part.caption.anchor for part in found if isinstance(part, (Tabulated, Figure))]
    assert len(set(anchors)) == len(anchors) == 10


def test_sentences_become_a_paragraph_and_get_a_true_minus(chapter):
    """Of a `Paragraph` and of an answer that reads as one."""
    texts = [part.text for part in numbered(chapter, Style("id")) if isinstance(part, Text)]
    assert texts[0].startswith(
        "Jumlah penduduk miskin di Kalimantan Timur pada Maret 2024 sebesar 221,34 ribu orang"
    )
    assert texts[1] == "P0 −0,33 persen. Turun."
    remarks = [part.sentences for part in numbered(chapter, Style("id")) if isinstance(part, Remark)]
    assert remarks == [("Rata-rata anggota: tidak ada.",)]


def test_a_note_of_neighbours_stands_below_the_last():
    answer = kaltim_poverty.trend("p0", "2010..2024")
    assert answer.remarks
    figure, table = numbered(of_answer(answer), Style("en"))
    assert figure.notes == ()
    assert [note.spoken("en").replace("-0", "−0") for note in answer.remarks] == list(table.notes)
    assert figure.source == table.source != ""


def test_a_picture_of_nothing_is_a_sentence():
    answer = replace(kaltim_poverty.trend("p0", "2015..2024"), rows=())
    picture = Picture(message("document.figure"), answer, answer.charts[0])
    document = Document(
        message("document.contents"), (picture, Table(message("document.table"), answer)), date(2024, 7, 1)
    )
    text, table = numbered(document, Style("en"))
    assert text == Text("No figure is drawn for: Figure. There are too few numbers.")
    assert table.tables == ()


def test_a_document_of_an_answer_has_its_chart_and_its_table():
    drawn = of_answer(kaltim_poverty.trend("p0", "2015..2024"))
    assert [type(block).__name__ for block in drawn.blocks] == ["Picture", "Table"]
    listed = of_answer(kaltim_poverty.show("2024"))
    assert [type(block).__name__ for block in listed.blocks] == ["Table"]
    assert listed.title.spoken("en").startswith("Figures · East Kalimantan")
    told = of_answer(kaltim_poverty.brief("2024"))
    assert isinstance(told.blocks[0], Table)
    assert len(told.blocks) == 1 + len(kaltim_poverty.brief("2024").remarks)


@pytest.mark.parametrize(
    ("released", "expected"),
    [
        (("2024-07-01", "2023"), date(2024, 7, 1)),
        (("2023-04", ""), date(2023, 4, 30)),
        (("2022",), date(2022, 12, 31)),
        (("",), date(2024, 3, 31)),
        ((), date(2024, 3, 31)),
    ],
)
def test_the_date_is_the_newest_release_or_the_end_of_the_period(released, expected):
    """It never depends on the day of the run."""
    sources = tuple(Source("s", "official", "BPS", "", "", each) for each in released)
    assert of_answer(replace(kaltim_poverty.show("2024"), sources=sources)).dated == expected
