"""Texts in other scripts: set in a typeface of the machine, or refused with the character that has none."""

from __future__ import annotations

from datetime import date

import pytest

from kaltim_poverty.errors import OutputError
from kaltim_poverty.records.blocks import Document, Paragraph
from kaltim_poverty.render import Style, document
from kaltim_poverty.words import message


def pdf_of(text):
    """A document with nothing but a text."""
    words = message("note.line", text=text)
    return document.write(Document(words, (Paragraph((words,)),), date(2024, 7, 1)), ".pdf", Style("en")).data


def test_the_signs_of_tables_have_a_typeface():
    """Ours lacks arrows; one that travels with typst has them."""
    assert pdf_of("▲ better ▼ worse ◀ † −5.78 – 1,234").startswith(b"%PDF-1.7")


def test_a_character_without_a_typeface_is_named():
    with pytest.raises(OutputError) as error:
        pdf_of("Kutai 𒀀")
    assert str(error.value).startswith("no font on this machine has the characters 𒀀, so no PDF was written")
    assert error.value.exit_code == 74
