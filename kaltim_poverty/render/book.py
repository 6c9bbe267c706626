"""An Excel file made in memory: the same bytes for the same contents. Only this file imports xlsxwriter."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from kaltim_poverty.errors import MissingPackageError

if TYPE_CHECKING:
    from collections.abc import Callable

UNDATED = date(1980, 1, 1)  # the first that a zip file can have
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def book_of(write: Callable[[Any], None], dated: date = UNDATED, title: str = "") -> bytes:
    """The bytes of a workbook.

    Args:
        write: fills the workbook.
        dated: the date in its properties.
        title: the title in its properties.

    Raises:
        MissingPackageError: without xlsxwriter (extra ``excel``).
    """
    try:
        import xlsxwriter
    except ImportError:
        raise MissingPackageError(
            "missing_package", task=".xlsx", package="xlsxwriter", extra="excel"
        ) from None
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        book.set_properties({"title": title, "created": datetime.combine(dated, time())})
        write(book)
    return file.getvalue()
