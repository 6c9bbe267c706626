"""Office files are zip files: the same bytes for the same contents."""

from __future__ import annotations

import io
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

FIRST_DATE = (1980, 1, 1, 0, 0, 0)  # the first that a zip file can have


def with_fixed_dates(data: bytes) -> bytes:
    """A zip file without the times at which its entries were written."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = ZipInfo(name, FIRST_DATE)
            entry.compress_type = ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()
