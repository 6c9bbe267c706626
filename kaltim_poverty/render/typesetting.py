"""Pages set by typst: accessible (PDF/UA-1) and fit for an archive (PDF/A-2a)."""

from __future__ import annotations

import re

from kaltim_poverty.errors import MissingPackageError, OutputError
from kaltim_poverty.render.charts.fonts import FOLDER

STANDARDS = ["ua-1", "a-2a"]
LACKING = re.compile(r'the text `"(.*?)"` could not be displayed')


def compiled(files: dict[str, bytes]) -> bytes:
    """The PDF of a template and what it reads, by name.

    Only a text in another script than ours is set in a typeface of the machine.

    Raises:
        MissingPackageError: without typst (extra ``report``).
        OutputError: if no typeface has a character.
    """
    try:
        import typst
    except ImportError:
        raise MissingPackageError("missing_package", task=".pdf", package="typst", extra="report") from None
    lacking = ""
    for alone in (True, False):
        try:
            made: bytes = typst.compile(  # type: ignore[call-overload] # its types know no files in memory
                files, font_paths=[FOLDER], ignore_system_fonts=alone, pdf_standards=STANDARDS, timestamp=0
            )
        except typst.TypstError as error:
            match = LACKING.search(str(error))
            if match is None:
                raise
            lacking = match[1]
        else:
            return made
    raise OutputError("no_glyph", text=lacking)
