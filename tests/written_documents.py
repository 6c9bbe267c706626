"""What the files of a document hold, read back without the package: tables, texts, the names of marks."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from decimal import Decimal
from html.parser import HTMLParser
from typing import NamedTuple
from xml.etree import ElementTree as ET

import pytest

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NUMBER = re.compile(r"[−-]?\d[\d.,]*\d|[−-]?\d")
WHOLE_CELL = re.compile(r"(?:<|Rp)?([−-]?\d[\d.,]*)[*†]*")
MARKS = {"en": (",", "."), "id": (".", ",")}  # of thousands and of decimals


class Table(NamedTuple):
    """A table: its number, what stands between the caption and it, and its rows with the heading row."""

    number: int
    title: str
    rows: list[list[str]]


def number(text: str, language: str) -> Decimal | None:
    """The number of a cell, None if it is no number."""
    found = WHOLE_CELL.fullmatch(text)
    thousands, mark = MARKS[language]
    return (
        Decimal(found[1].replace(thousands, "").replace(mark, ".").replace("−", "-"))
        if found and not found[1].endswith((".", ","))
        else None
    )


def numbers(text: str) -> list[str]:
    """Everything in a text that looks like a number, as it is written."""
    return NUMBER.findall(text)


def of_markdown(data: bytes) -> list[Table]:
    """The tables of a Markdown file."""
    tables: list[Table] = []
    count, title, rows = 0, "", list[list[str]]()
    for line in [*data.decode().splitlines(), ""]:
        if line.startswith("|"):
            cells = [spaced(unescaped(cell)) for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            rows += [] if cells[0] and set(cells[0]) <= {"-", ":"} else [cells]
            continue
        if rows:
            tables.append(Table(count, title, rows))
            title, rows = "", []
        if found := re.fullmatch(r"\*\*(?:Table|Tabel) (\d+)\. .*\*\*", line):
            count, title = int(found[1]), ""
        elif found := re.fullmatch(r"\*\*(.*)\*\*", line):
            title = unescaped(found[1])
    return tables


def spaced(text: str) -> str:
    """A text with plain single blanks."""
    return " ".join(text.split())


def unescaped(text: str) -> str:
    """A text of Markdown without its backslashes."""
    return re.sub(r"\\(.)", r"\1", text)


def of_word(data: bytes) -> list[list[list[str]]]:
    """The tables of a Word document."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        body = ET.fromstring(file.read("word/document.xml"))
    return [
        [
            [
                spaced("".join(text.text or "" for text in cell.iter(f"{WORD}t")))
                for cell in row.iter(f"{WORD}tc")
            ]
            for row in table.iter(f"{WORD}tr")
        ]
        for table in body.iter(f"{WORD}tbl")
    ]


class Page(HTMLParser):
    """The tables of a page: those in the text, and those folded below figures with their captions."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[list[list[str]]] = []
        self.folded: list[tuple[str, list[list[str]]]] = []
        self.names: list[tuple[str, str]] = []  # of marks, with the id of their figure
        self.captions: dict[str, str] = {}  # of figures, by their ids
        self.figure, self.caption, self.inside, self.text = "", "", False, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row, a cell."""
        given = dict(attrs)
        self.figure = str(given.get("id", "")) if tag == "figure" else self.figure
        self.inside = self.inside or (tag == "details" and given.get("class") == "numbers")
        if tag == "table":
            self.rows: list[list[str]] = []
        elif tag == "tr":
            self.rows.append([])
        if tag in ("td", "th", "caption", "figcaption"):
            self.text = ""
        if given.get("role") == "graphics-symbol":
            self.names.append((self.figure, str(given["aria-label"])))

    def handle_data(self, data: str) -> None:
        """Text of a cell."""
        self.text += data

    def handle_endtag(self, tag: str) -> None:
        """End what was begun."""
        if tag in ("td", "th"):
            self.rows[-1].append(spaced(self.text))
        elif tag == "caption":
            self.caption = self.text
        elif tag == "figcaption":
            self.captions[self.figure] = spaced(self.text)
        elif tag == "table" and self.inside:
            self.folded.append((self.caption, self.rows))
        elif tag == "table":
            self.shown.append(self.rows)
        elif tag == "details":
            self.inside = False


def of_page(data: bytes) -> Page:
    """The tables of an HTML page, and the names of its marks."""
    page = Page()
    page.feed(data.decode())
    return page


def of_pdf(data: bytes) -> str:
    """The text of a PDF; without poppler the test says so."""
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext is not installed (apt-get install poppler-utils)")
    done = subprocess.run(
        [program, "-layout", "-", "-"], input=data, capture_output=True, timeout=60, check=True
    )
    return done.stdout.decode()


def of_workbook(data: bytes) -> dict[str, list[list[object]]]:
    """The rows of each sheet of a workbook."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
