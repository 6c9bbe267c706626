"""Files of other programs, made byte by byte so that they can be wrong in a chosen place."""

from __future__ import annotations

import struct

import pyreadstat


def dbf(path, rows, fields=(("KAB", "C", 8, 0), ("Y", "N", 12, 2)), *, page=0, count=None, end=b"\x1a"):
    """A table of dBase; a row is its cells as bytes, after a mark of its own or none."""
    length = 1 + sum(width for _, _, width, _ in fields)
    count = len(rows) if count is None else count
    header = struct.pack("<BBBBLHH17sB2s", 3, 124, 1, 1, count, 33 + 32 * len(fields), length, b"", page, b"")
    described = b"".join(
        struct.pack("<11sc4sBB14s", name.encode(), kind.encode(), b"", width, decimals, b"")
        for name, kind, width, decimals in fields
    )
    cells = b"".join(row_of(row, fields) for row in rows)
    path.write_bytes(header + described + b"\r" + cells + end)
    return str(path)


def row_of(row, fields):
    """A row, which begins with a blank, or a mark of its own as one cell more."""
    mark, *cells = row if len(row) > len(fields) else (b" ", *row)
    padded = (
        cell.ljust(width) if kind == "C" else cell.rjust(width)
        for cell, (_, kind, width, _) in zip(cells, fields, strict=True)
    )
    return mark + b"".join(padded)


def written(path, frame, **options):
    """A frame in the format that the ending of the path names."""
    write = {".sav": "sav", ".zsav": "sav", ".dta": "dta", ".xpt": "xport", ".por": "por"}[path.suffix]
    compress = {"compress": True} if path.suffix == ".zsav" else {}
    getattr(pyreadstat, f"write_{write}")(frame, str(path), **compress, **options)
    return str(path)


def replaced(path, old, new):
    """The file with some bytes in the place of as many others."""
    data = path.read_bytes()
    assert old in data
    assert len(old) == len(new)
    path.write_bytes(data.replace(old, new))
    return str(path)
