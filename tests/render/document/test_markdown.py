"""Markdown as GitHub shows it, with the pictures beside it."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

import kaltim_poverty
from kaltim_poverty.render import Style, document


def test_the_text_refers_to_every_picture_and_to_no_other(files):
    made = files[".md"]
    text = made.data.decode()
    assert re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text) == [f"chapter_files/{name}" for name in made.beside]
    assert list(made.beside) == ["01-p0-menurut-kabupaten.svg", "02-p0-sejak-2015.svg"]
    assert all(data.startswith(b"<svg ") for data in made.beside.values())


def test_headings_captions_and_escapes(files):
    lines = files[".md"].data.decode().splitlines()
    assert lines[0] == "# Kemiskinan, Maret 2024"
    assert [line for line in lines if line.startswith("##")] == [
        "## Ringkasan",
        "## Indikator \\& \\<utama\\>",
        "### Posisi",
        "## Lampiran",
        "## Metode",
    ]
    assert "**Tabel 1. Perubahan**" in lines
    assert "*Gambar 2. P0 sejak 2015*" in lines
    assert "> Rata-rata anggota: tidak ada." in lines


def rows_of(text):
    """The cells of each line of a table, escapes undone."""
    for line in text.splitlines():
        if line.startswith("| "):
            yield [cell.replace("\\", "").strip() for cell in line.strip("|").split("|")]


@pytest.mark.parametrize(("language", "thousands", "mark"), [("en", ",", "."), ("id", ".", ",")])
def test_the_numbers_read_back_are_those_of_the_answer(chapter, language, thousands, mark):
    text = document.write(chapter, ".md", Style(language), name="x").data.decode()
    read = {tuple(cells[:2]) for cells in rows_of(text)}
    for row in kaltim_poverty.show("2024", area="districts"):
        shown = (
            f"{row.value:,f}"
            if row.unit.startswith("idr")
            else f"{row.value:,.{max(2, -row.value.as_tuple().exponent)}f}"
        )
        shown = shown.translate(str.maketrans({",": thousands, ".": mark}))
        assert (row.area_name, shown) in read
    assert Decimal("5.78") in [row.value for row in kaltim_poverty.show("2024", indicator="p0")]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("P0 / P1: 5,78 persen", "p0-p1-5-78-persen"),
        ("…", "figure"),
        ("kata " * 20, "kata-kata-kata-kata-kata-kata-kata-kata"),
    ],
)
def test_a_title_becomes_a_name_for_every_file_system(title, expected):
    from kaltim_poverty.render.document.markdown import file_name

    assert file_name(title) == expected
