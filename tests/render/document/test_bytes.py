"""Bytes depend on the question alone, whichever day it is asked."""

from __future__ import annotations

import io
import zipfile

import pytest

from kaltim_poverty.render import Style, document


@pytest.mark.parametrize("ending", document.FORMATS)
def test_the_same_question_gives_the_same_bytes(chapter, files, ending):
    again = document.write(chapter, ending, Style("id"), name="chapter_files")
    assert again == files[ending]


@pytest.mark.parametrize("ending", [".docx", ".xlsx"])
def test_office_files_carry_the_date_of_the_document_alone(files, parts, ending):
    """And of no zip entry, whose time would be that of the run."""
    with zipfile.ZipFile(io.BytesIO(files[ending].data)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    core = parts(files[ending].data)["docProps/core.xml"]
    assert core.count("2024-07-01T00:00:00Z") == 2
    assert "python-docx" not in core
    assert "Kemiskinan, Maret 2024" in core
