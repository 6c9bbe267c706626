"""A document with every kind of block, and what the parts of its files hold."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

import kaltim_poverty
from kaltim_poverty.records.blocks import Document, Heading, Note, Page, Paragraph, Picture, Table
from kaltim_poverty.render import Style, document


class Words(str):
    """A text that is the same in both languages."""

    __slots__ = ()

    def spoken(self, _language):
        return str(self)


@pytest.fixture(scope="session")
def chapter():
    """Blocks of each kind: long and wide tables, pictures, a page on its side."""
    trend = kaltim_poverty.trend("p0", "2015..2024", area=["64", "indonesia"])
    compared = kaltim_poverty.compare("2023", "2024")
    ranked = kaltim_poverty.rank("p0", "2024", among="districts")
    blocks = (
        Note((Words("Rata-rata anggota: tidak ada."),)),
        Heading(1, Words("Ringkasan")),
        Table(Words("Ringkasan"), kaltim_poverty.brief("2024")),
        Heading(1, Words("Indikator & <utama>")),
        Table(Words("Perubahan"), compared),
        Heading(2, Words("Posisi")),
        Paragraph((Words("P0 -0,33 persen."), Words("Turun."))),
        Picture(Words("P0 menurut kabupaten"), ranked, ranked.charts[0]),
        Picture(Words("P0 sejak 2015"), trend, trend.charts[0]),
        Table(Words("P0 sejak 2015"), trend),
        Page(landscape=True),
        Heading(1, Words("Lampiran")),
        Table(Words("Kabupaten"), kaltim_poverty.show("2024", area="districts")),
        Page(),
        Heading(1, Words("Metode")),
        Paragraph((Words("Angka tercetak."),)),
    )
    return Document(Words("Kemiskinan, Maret 2024"), blocks, date(2024, 7, 1), trend.sources)


@pytest.fixture(scope="session")
def files(chapter):
    """The bytes of the document in each format, Indonesian."""
    style = Style("id")
    return {
        ending: document.write(chapter, ending, style, name="chapter_files") for ending in document.FORMATS
    }


@pytest.fixture(scope="session")
def parts():
    """The parts of an Office file as text, by name."""

    def read(data):
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            return {
                name: file.read(name).decode() for name in file.namelist() if name.endswith((".xml", ".rels"))
            }

    return read


@pytest.fixture(scope="session")
def sheets():
    """The cells of each sheet of a workbook, by name."""

    def read(data):
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}

    return read
