"""The format of a survey that comes without a name, told by its first bytes."""

from __future__ import annotations

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.read.readers.csv_dialect import UTF16

BYTES_OF_START = 65_536
BEGINNINGS = {  # where a file of each format says what it is: how, and after how many bytes
    ".parquet": (b"PAR1", 0),
    ".csv.gz": (b"\x1f\x8b", 0),
    ".sav": (b"$FL2", 0),
    ".zsav": (b"$FL3", 0),
    ".por": (b"SPSSPORT", None),
    ".dta": (b"<stata_dta>", 0),
    ".xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0),
    ".sas7bdat": (b"\xc2\xea\x81\x60\xb3\x14\x11\xcf\xbd\x92\x08\x00\x09\xc7\x31\x8c\x18\x1f\x10\x11", 12),
    ".xpt": (b"HEADER RECORD*******LIB", 0),
    ".xlsx": (b"PK\x03\x04", 0),
}
START_OF_PORTABLE = 1_000  # bytes among which it says that it is
OLD_STATA = range(103, 116)  # releases, in the first byte
ORDERS_OF_BYTES, STATA_FILE = (1, 2), 1  # in the next two
DBASE = {0x02, 0x03, 0x04, 0x05, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8B, 0x8E, 0xCB, 0xE5, 0xF5, 0xFB}
LAST_MONTH, LAST_DAY = 12, 31
SHORTEST_DBASE = 32
ZIPPED = {"xl/workbook.bin": ".xlsb", "xl/workbook.xml": ".xlsx", "content.xml": ".ods"}


def ending_of(start: bytes, file: str, *, is_text: bool) -> str:
    """The ending that a file with this beginning would have.

    Args:
        start: its first bytes.
        file: what messages call it.
        is_text: whether somebody said how its text is written.

    Raises:
        InputError: if it is empty, or none that can be read.
    """
    if not start:
        raise InputError("empty_survey", file=file)
    marked = marked_ending(start)
    if marked is not None:
        return marked
    if is_text or start.startswith(tuple(UTF16)):
        return ".csv"
    if is_old_stata(start):
        return ".dta"
    if is_dbase(start):
        return ".dbf"
    if b"\0" in start:
        raise InputError("stream_format", file=file)
    return ".csv"


def marked_ending(start: bytes) -> str | None:
    """The ending of the format that the first bytes of a file name, or None: text has no mark of its own."""
    for ending, (mark, place) in BEGINNINGS.items():
        if mark in start[:START_OF_PORTABLE] if place is None else start.startswith(mark, place):
            return ending
    return None


def is_old_stata(start: bytes) -> bool:
    """Whether it is a file of Stata before release 13."""
    release, order, kind = (*start[:3], 0, 0, 0)[:3]
    return release in OLD_STATA and order in ORDERS_OF_BYTES and kind == STATA_FILE


def is_dbase(start: bytes) -> bool:
    """Whether it is a table of dBase: its kind, a date and lengths."""
    if len(start) < SHORTEST_DBASE or start[0] not in DBASE:
        return False
    header, row = (int.from_bytes(start[place : place + 2], "little") for place in (8, 10))
    return start[2] <= LAST_MONTH and start[3] <= LAST_DAY and header > SHORTEST_DBASE and row > 0


def ending_of_zip(path: str, file: str) -> str:
    """The ending of a workbook, which is a ZIP archive of parts.

    Args:
        path: where it lies.
        file: what messages call it.

    Raises:
        InputError: if it is another archive, or damaged.
    """
    import zipfile

    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (OSError, zipfile.BadZipFile):
        raise InputError("malformed_workbook", file=file) from None
    for part, ending in ZIPPED.items():
        if part in names:
            return ending
    raise InputError("stream_format", file=file)
