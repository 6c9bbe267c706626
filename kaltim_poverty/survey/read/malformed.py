"""What the engine says of a file that is no table, as a sentence with the line."""

from __future__ import annotations

import re

from kaltim_poverty.errors import InputError

LINE = re.compile(r"Line:? (\d+)")
WIDTH = re.compile(r"Expected Number of Columns: (\d+) Found: (\d+)")
KNOWN = {
    "unterminated quote": "quote_open",
    "not utf-8": "not_utf8_line",
    "Unexpected end of GZIP": "cut_short",
}


def malformed(file: str, error: Exception) -> InputError:
    """The error for a file that the engine could not read."""
    said = str(error)
    line, width = LINE.search(said), WIDTH.search(said)
    if line is not None and width is not None and int(width[2]) > int(width[1]):  # it stops counting there
        return InputError("too_wide", file=file, line=line[1], expected=width[1])
    if line is not None and width is not None:
        return InputError("wrong_width", file=file, line=line[1], found=width[2], expected=width[1])
    for part, key in KNOWN.items():
        if part in said:
            return InputError(key, file=file, line=line[1] if line else "1")
    reason = said.splitlines()[0]
    if line is not None:
        return InputError("malformed_csv", file=file, line=line[1], reason=reason)
    return InputError("unreadable", file=file, reason=reason)
