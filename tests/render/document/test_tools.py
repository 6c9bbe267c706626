"""Documents opened by the programs that people open them with; where one is missing, the test says so."""

from __future__ import annotations

import re
import shutil
import subprocess

import browser
import pytest

TIMEOUT = 180


def tool(name, package):
    """The path of a program."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed (apt-get install {package})")
    return found


def pdf_text(path):
    """The text of a PDF, its blanks one each."""
    command = [tool("pdftotext", "poppler-utils"), "-layout", path, "-"]
    done = subprocess.run(command, capture_output=True, timeout=TIMEOUT, check=True)
    return " ".join(done.stdout.decode().split())


def pdf_information(path):
    """What a PDF says about itself."""
    command = [tool("pdfinfo", "poppler-utils"), path]
    done = subprocess.run(command, capture_output=True, timeout=TIMEOUT, check=True)
    return dict(re.findall(r"^([\w ]+?): +(.*)$", done.stdout.decode(), re.MULTILINE))


def by_office(file, folder):
    """The PDF that LibreOffice makes of a file, with a profile of its own."""
    office = tool("soffice", "libreoffice-writer libreoffice-calc")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, file]
    subprocess.run(command, capture_output=True, timeout=TIMEOUT, check=True)
    return folder / f"{file.stem}.pdf"


@pytest.fixture
def saved(files, tmp_path):
    """The file of a format."""

    def save(ending):
        path = tmp_path / f"chapter{ending}"
        path.write_bytes(files[ending].data)
        return path

    return save


SAID = (
    "Kemiskinan, Maret 2024",
    "Indikator & <utama>",
    "Tabel 1. Perubahan",
    "Gambar 2. P0 sejak 2015",
    "P0 −0,33 persen. Turun.",
    "221,34",
    "−9,73",
    "Sumber: BPS, Susenas Maret 2015–Maret 2024",
)


def test_typst_gives_an_accessible_pdf_for_the_archive(files):
    """The compiler checks both standards; the file declares them."""
    data = files[".pdf"].data
    assert b"<pdfuaid:part>1</pdfuaid:part>" in data
    assert b"<pdfaid:part>2</pdfaid:part>" in data
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in data
    assert b"/Outlines" in data
    assert b"/Lang(id)" in data


def test_the_pdf_can_be_searched_and_has_tags_and_a_date(saved):
    path = saved(".pdf")
    text, about = pdf_text(path), pdf_information(path)
    for words in SAID:
        assert words in text, words
    assert about["Title"] == "Kemiskinan, Maret 2024"
    assert about["Tagged"] == "yes"
    assert "Jul  1 00:00:00 2024" in about["CreationDate"]


def test_every_font_of_the_pdf_is_embedded(saved):
    command = [tool("pdffonts", "poppler-utils"), saved(".pdf")]
    done = subprocess.run(command, capture_output=True, timeout=TIMEOUT, check=True)
    rows = [line.split() for line in done.stdout.decode().splitlines()[2:]]
    assert rows
    assert {row[-5] for row in rows} == {"yes"}


def test_libreoffice_shows_the_document_of_word(saved, tmp_path):
    text = pdf_text(by_office(saved(".docx"), tmp_path))
    for words in SAID:
        assert words in text, words


def test_libreoffice_prints_every_sheet_of_the_workbook_on_one_page_across(saved, tmp_path):
    """Each has a title, so that a second page across would show none of them."""
    path = by_office(saved(".xlsx"), tmp_path)
    text = pdf_text(path)
    for words in ("Kemiskinan, Maret 2024", "Tabel 1. Perubahan", "Gambar 2. P0 sejak 2015", "Balikpapan"):
        assert words in text, words
    assert int(pdf_information(path)["Pages"]) <= 9


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("dark", [False, True])
def test_the_page_in_a_browser(files, tmp_path, width, dark):
    """No request, no error, no sideways scroll, the right picture, values on hover, no finding of axe."""
    browser.chromium()
    page = files[".html"].data.decode()
    found = browser.opened(page, tmp_path, width=width, dark=dark, script=browser.axe())
    assert found["faults"] == []
    assert found["requests"] == []
    assert (found["width"], found["content"]) == (width, width)
    wide = width > 500
    assert found["shown"] == [wide, not wide, wide, not wide]
    assert found["dark"] is dark
    assert (found["ground"] == "rgb(255, 255, 255)") is not dark
    assert found["value"] == found["asked"] != ""
    assert found["hidden"] is True
    assert found["findings"] == []


def test_the_page_on_paper(saved, tmp_path):
    """A4, every word there, the wide pictures, nothing folded away that is not above."""
    path = browser.printed(saved(".html"), tmp_path)
    text, about = pdf_text(path), pdf_information(path)
    for words in SAID:
        assert words in text, words
    assert "Lompat ke isi" not in text
    assert about["Page size"].startswith(("594.96 x 841.92", "595"))
