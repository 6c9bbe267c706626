"""Addresses of object stores and tables of catalogs: names that only Spark can open."""

from __future__ import annotations

import glob
import os
import re

SCHEMES = ("s3", "s3a", "abfss", "gs", "hdfs", "dbfs")
ADDRESS = re.compile(rf"({'|'.join(SCHEMES)}):.*", re.IGNORECASE | re.DOTALL)
IDENTIFIER = r"(?:[^\W\d]\w*|`[^`]+`)"  # without backquotes it begins with a letter or an underscore
ENDINGS = tuple(  # of names of files, which may be missing
    f".{ending}"
    for ending in (
        *("csv", "tsv", "txt", "gz", "parquet", "pq", "dta", "sav", "zsav", "por", "xpt", "sas7bdat"),
        *("dbf", "xlsx", "xls", "xlsb", "ods", "json", "zip", "zst", "bz2", "xz", "feather", "orc"),
    )
)
TABLE_OF_CATALOG = re.compile(rf"{IDENTIFIER}\.{IDENTIFIER}\.{IDENTIFIER}")


def is_address(given: str) -> bool:
    """Whether a name is written as an address, such as ``s3://bucket/folder`` or ``dbfs:/folder``."""
    return ADDRESS.fullmatch(given) is not None


def is_table_of_catalog(given: str) -> bool:
    """Whether a name is written as ``catalog.schema.table``."""
    return TABLE_OF_CATALOG.fullmatch(given) is not None and not given.casefold().endswith(ENDINGS)


def is_for_spark(given: str) -> bool:
    """Whether only Spark opens what a name means; what exists here under it, or fits it, comes first.

    Args:
        given: as typed.
    """
    if not (is_address(given) or is_table_of_catalog(given)):
        return False
    return not os.path.lexists(given) and not glob.glob(given, recursive=True)


__all__ = ["is_address", "is_for_spark", "is_table_of_catalog"]
