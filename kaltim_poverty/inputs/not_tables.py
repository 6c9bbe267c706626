"""What people hand over in the place of a table: answers of BPS's API, web pages, tables of BPS's website."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

JSON = re.compile(r'\s*(\{\s*"|\[\s*[\[{])')
API = re.compile(r'"(data-availability|datacontent|vervar)"')
HTML = re.compile(r"\s*(<!doctype html|<\?xml|<html|<head|<body|<table|<!--)", re.IGNORECASE)
AREAS = re.compile(r"(\d+ )?(nama )?(provinsi|kabupaten|kota|wilayah)\b.*", re.IGNORECASE)
SEEN = 65_536  # characters
OWN_COLUMNS = 2  # a table with that many of those that are needed lacks one of them


def kind_of_text(text: str) -> str | None:
    """The key of the sentence about a text that is no table; None where it may be one."""
    beginning = text[:SEEN]
    if JSON.match(beginning):
        return "bps_api" if API.search(beginning) else "json_file"
    return "html_file" if HTML.match(beginning) else None


def is_bps_table(headings: Sequence[str], columns: Collection[str]) -> bool:
    """Whether a table has areas in its rows, and years or indicators in its columns.

    Args:
        headings: as written.
        columns: those among the needed ones that headings name.
    """
    return len(columns) < OWN_COLUMNS and bool(headings) and bool(AREAS.fullmatch(headings[0].strip()))


__all__ = ["is_bps_table", "kind_of_text"]
