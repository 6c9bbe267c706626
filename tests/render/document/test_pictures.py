"""The pictures of a document are drawn once, in sight of who waits, and their pixels are all made at once."""

from __future__ import annotations

import struct

import pytest

from kaltim_poverty.render import Style, document
from kaltim_poverty.render.charts.drawing import in_one_family
from kaltim_poverty.render.charts.fonts import FAMILIES, FAMILY
from kaltim_poverty.render.charts.theme import config
from kaltim_poverty.render.document.numbered import numbered
from kaltim_poverty.render.document.pictures import drawn, needs_other_fonts, rasters

PICTURES = {
    number: f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="10" viewBox="0 0 {width} 10">'
    f'<rect width="{width}" height="10" fill="#0B4F8A"/></svg>'
    for number, width in ((3, 40), (1, 680))
}


@pytest.mark.parametrize(
    ("ending", "charts_or_sheets"), [(".docx", 2), (".pdf", 2), (".html", 4), (".md", 2), (".xlsx", 5)]
)
def test_each_format_tells_how_much_is_drawn(chapter, ending, charts_or_sheets):
    """A page draws each chart wide and narrow; a workbook counts sheets."""
    told = []
    document.write(chapter, ending, Style("id"), name="x", advance=lambda *so_far: told.append(so_far))
    assert told == [(done, charts_or_sheets) for done in range(1, charts_or_sheets + 1)]


def test_pixels_are_two_a_unit_and_stay_with_their_number():
    found = rasters(PICTURES)
    sizes = {number: struct.unpack(">II", data[16:24]) for number, data in found.items()}
    assert sizes == {3: (80, 20), 1: (1360, 20)}


def test_a_document_without_pictures_needs_no_pixels():
    assert rasters({}) == {}


def test_a_single_picture_is_one_too():
    assert struct.unpack(">II", rasters({7: PICTURES[3]})[7][16:24]) == (80, 20)


@pytest.mark.parametrize(("text", "needed"), [("Kukar −0,33 ≤ “x”", False), ("ا", True), ("中", True)])
def test_typefaces_of_the_machine_are_read_for_other_scripts_alone(text, needed):
    assert needs_other_fonts(f"<text>{text}</text>\n") is needed


def test_vega_measures_one_typeface_and_the_picture_names_those_that_stand_in(chapter):
    """Each further one would be opened again for every text: a third of the time of a drawing."""
    settings = config("id")
    assert FAMILIES in str(settings)
    assert FAMILIES not in str(in_one_family(settings))
    assert in_one_family(settings)["axis"]["labelFont"] == FAMILY
    svg = drawn(numbered(chapter, Style("id")), Style("id"))[1]
    assert f'font-family="{FAMILIES}"' in svg
    assert f'font-family="{FAMILY}"' not in svg
