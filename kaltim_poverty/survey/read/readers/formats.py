"""The formats of survey files, told by their endings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaltim_poverty.errors import InputError
from kaltim_poverty.inputs.choices import choice

if TYPE_CHECKING:
    from collections.abc import Sequence

PLAIN_TEXT = (".txt", ".txt.gz")  # may be anything: read only where it is named or nothing else is there
CSV = (".csv", ".tsv", ".csv.gz", ".tsv.gz", *PLAIN_TEXT)
PARQUET = (".parquet", ".pq")
SPSS = (".sav", ".zsav", ".por")
STATA = (".dta",)
TRANSPORT = (".xpt",)
SAS = (".sas7bdat", *TRANSPORT)
DBASE = (".dbf",)
EXCEL = (".xlsx", ".xls", ".xlsb", ".ods")
GZIP = b"\x1f\x8b"  # with which a compressed file begins
FORMATS = (CSV, PARQUET, SPSS, STATA, SAS, DBASE, EXCEL)
ENDINGS = (*CSV, *PARQUET, *STATA, *SPSS, *SAS, *DBASE, *EXCEL)
NAMED = (".csv", ".tsv", PARQUET[0], *STATA, *SPSS, *SAS, *DBASE, *EXCEL)  # that a file may be said to have


def ending(file: str) -> str:
    """The ending of a file, by which it is read.

    Raises:
        InputError: if no reader knows it.
    """
    for known in sorted(ENDINGS, key=len, reverse=True):
        if file.casefold().endswith(known):
            return known
    raise InputError("unknown_survey_ending", file=file, known=", ".join(ENDINGS))


def named_ending(given: str | None) -> str | None:
    """The ending of a format that was named: ``csv`` or ``.csv``; None if none was.

    Raises:
        UsageError: if no reader knows it.
    """
    if given is None:
        return None
    names = [known.removeprefix(".") for known in NAMED]
    return f".{choice('--input-format', given.strip().removeprefix('.'), names)}"


def endings_of(named: str | None) -> tuple[str, ...]:
    """The endings of files of a folder that are read, where a format was named or none."""
    if named is None:
        return ENDINGS
    return tuple(known for known in ENDINGS if known in (named, f"{named}.gz"))


def packed_ending(named: str, start: bytes) -> str:
    """The ending of a format that was named, for a file that begins so: text may be compressed."""
    return f"{named}.gz" if named in CSV and start.startswith(GZIP) else named


def has_tabs(file: str) -> bool:
    """Whether the ending of a file says that tabs are between its cells."""
    return file.casefold().removesuffix(".gz").endswith(".tsv")


def is_gzip(file: str) -> bool:
    """Whether a file is compressed."""
    return file.casefold().endswith(".gz")


def check_same_format(files: Sequence[str]) -> None:
    """Refuse files of several formats: one is often a copy of another, or describes it.

    Raises:
        InputError: with a file of each.
    """
    formats = [next(endings for endings in FORMATS if ending(file) in endings) for file in files]
    for file, endings in zip(files, formats, strict=True):
        if endings is not formats[0]:
            raise InputError("mixed_files", file=files[0], other=file)
