"""The formats of survey files, told by their endings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaltim_poverty.errors import InputError

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
FORMATS = (CSV, PARQUET, SPSS, STATA, SAS, DBASE, EXCEL)
ENDINGS = (*CSV, *PARQUET, *STATA, *SPSS, *SAS, *DBASE, *EXCEL)


def ending(file: str) -> str:
    """The ending of a file, by which it is read.

    Raises:
        InputError: if no reader knows it.
    """
    for known in sorted(ENDINGS, key=len, reverse=True):
        if file.casefold().endswith(known):
            return known
    raise InputError("unknown_survey_ending", file=file, known=", ".join(ENDINGS))


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
