"""Excel workbooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.read.readers.formats import ending
from kaltim_poverty.survey.read.readers.package_files import PackageFile, missing_package, whole_table
from kaltim_poverty.survey.read.readers.typed_columns import columns_of_rows

if TYPE_CHECKING:
    from kaltim_poverty.survey.read.readers.read_options import ReadOptions


def excel_file(file: str, options: ReadOptions) -> PackageFile:
    """The first sheet of a workbook.

    Raises:
        InputError: if it cannot be read.
        MissingPackageError: without python-calamine.
    """
    try:
        import python_calamine as calamine
    except ImportError:
        raise missing_package(ending(file), "python-calamine", "excel") from None
    try:
        rows = calamine.CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    except (OSError, ValueError, calamine.CalamineError) as error:
        raise InputError("unreadable", file=file, reason=str(error)) from None
    return whole_table(columns_of_rows(file, rows))
