"""Pictures in documents: drawn by the commands that the documents show, kept in a folder beside them.

Documents call `picture` and `page_of_report` from their cog blocks; what was drawn waits in `PICTURES` until
it is written, or compared with what is there.
"""

from __future__ import annotations

import html
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from shell import INDONESIAN, ROOT, block, session_of

if TYPE_CHECKING:
    from kaltim_poverty.words import Language

PICTURES: dict[Path, bytes] = {}
DESCRIPTION = re.compile(r"<desc\b[^>]*>(.*?)</desc>", re.DOTALL)
PIXELS_PER_INCH = 96  # of the picture of a page


def picture(command: str) -> None:
    """Print a command that ends with ``-o NAME.svg`` and the picture that it draws; for cog blocks."""
    import cog

    document, name = cog.inFile, command.rpartition(" -o ")[2]
    session = session_of(document)
    cog.out(block(session, command))
    drawn = (session.folder / name).read_bytes()
    found = DESCRIPTION.search(drawn.decode())
    if found is None:
        raise ValueError(f"{name} says nothing to those who do not see it")
    cog.out(shown(document, name, drawn, html.unescape(found[1])))


def page_of_report(period: str, language: Language, number: int, alternative: str) -> None:
    """Print a page of a report as a picture, by its number; for cog blocks."""
    import cog
    import typst

    from kaltim_poverty import report
    from kaltim_poverty.render import Style
    from kaltim_poverty.render.charts.fonts import FOLDER
    from kaltim_poverty.render.document.pdf import sources

    files = sources(report.report(period), Style(language))
    pages: list[bytes] = typst.compile(  # type: ignore[call-overload] # as in render/typesetting.py
        files, font_paths=[FOLDER], ignore_system_fonts=True, format="png", ppi=PIXELS_PER_INCH
    )
    cog.out(shown(cog.inFile, f"chapter-{language}.png", pages[number - 1], alternative))


def shown(document: str, name: str, drawn: bytes, alternative: str) -> str:
    """Remember a picture of a document; the line of Markdown that shows it."""
    folder = ROOT / "docs" / (INDONESIAN if INDONESIAN in Path(document).parts else "") / "pictures"
    file = folder / f"{Path(document).stem.lower()}-{name}"
    PICTURES[file] = drawn
    link = os.path.relpath(file, (ROOT / document).parent).replace(os.sep, "/")
    escaped = re.sub(r"([][])", r"\\\1", alternative)
    return f"\n![{escaped}]({link})\n"


def is_current(file: Path) -> bool:
    """Whether a picture lies in its file as it was drawn."""
    return file.exists() and file.read_bytes() == PICTURES[file]
