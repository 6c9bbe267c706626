"""Rows of a sheet with an error such as #N/A in a cell, which python-calamine takes for an empty one."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from itertools import count
from typing import IO, TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
RELATION_OF_SHEET = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_RELATION_OF_SHEET = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
ERROR = "e"  # the type of a cell


def rows_with_errors(opened: IO[bytes], sheet: str) -> set[int] | None:
    """The numbers of the rows that have an error in a cell, from 1.

    Args:
        opened: a workbook that has been checked for its size.
        sheet: the name of a sheet.

    Returns:
        the rows; None where the workbook has another format than .xlsx, so that they cannot be known.

    Raises:
        zipfile.BadZipFile: if it is damaged.
        xml.etree.ElementTree.ParseError: if a part of it is.
    """
    if not zipfile.is_zipfile(opened):
        return None
    with zipfile.ZipFile(opened) as archive:
        if WORKBOOK not in archive.namelist():
            return None
        with archive.open(part_of(archive, sheet)) as part:
            return {number for number, row in rows_of(part) if has_error(row)}


def part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """The name of the part of a workbook that holds a sheet."""
    named = {each.get("name"): relation_of(each) for each in parsed(archive, WORKBOOK) if is_(each, "sheet")}
    targets = {each.get("Id"): each.get("Target") for each in parsed(archive, RELATIONS)}
    return posixpath.join("/xl", str(targets[named[sheet]])).lstrip("/")


def parsed(archive: zipfile.ZipFile, part: str) -> Iterator[Element]:
    """The elements of a small part."""
    return ET.fromstring(archive.read(part)).iter()  # noqa: S314 - expat bounds what entities become


def relation_of(sheet: Element) -> str | None:
    """The name of the relation that leads to a sheet."""
    return sheet.get(RELATION_OF_SHEET) or sheet.get(STRICT_RELATION_OF_SHEET)


def rows_of(part: IO[bytes]) -> Iterator[tuple[int, Element]]:
    """The rows of a sheet with their numbers, one after the other in memory."""
    following = count(1)
    for _, element in ET.iterparse(part):  # noqa: S314 - as above
        if is_(element, "row"):
            number = int(element.get("r") or next(following))
            following = count(number + 1)
            yield number, element
            element.clear()


def has_error(row: Element) -> bool:
    """Whether a cell of a row holds an error."""
    return any(is_(cell, "c") and cell.get("t") == ERROR for cell in row)


def is_(element: Element, name: str) -> bool:
    """Whether an element has a name, in whatever name space."""
    return element.tag.rpartition("}")[2] == name


__all__ = ["rows_with_errors"]
