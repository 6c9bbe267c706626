"""A PDF of a picture: a page of its size, drawn by typst around the SVG."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from kaltim_poverty.errors import MissingPackageError
from kaltim_poverty.render.charts.fonts import FAMILY, FOLDER

if TYPE_CHECKING:
    from kaltim_poverty.words import Language

POINTS = 0.75  # a unit
PAGE = """
#set document(title: {title}, date: none)
#set page(width: {width}pt, height: {height}pt, margin: 0pt)
#set text(lang: {language}, font: {family})
#image("picture.svg", width: 100%, alt: {description})
"""
WIDE, HIGH = re.compile(r'<svg[^>]* width="([\d.]+)"'), re.compile(r'<svg[^>]* height="([\d.]+)"')


def paper(svg: str, title: str, description: str, language: Language) -> bytes:
    """The PDF around a picture.

    Args:
        svg: the picture.
        title: in the properties of the file.
        description: for who cannot see it.
        language: of the text.

    Raises:
        MissingPackageError: without typst (extra ``report``).
    """
    try:
        import typst
    except ImportError:
        raise MissingPackageError("missing_package", task=".pdf", package="typst", extra="report") from None
    width, height = (float(pattern.search(svg)[1]) * POINTS for pattern in (WIDE, HIGH))  # type: ignore[index] # every picture has both
    page = PAGE.format(
        title=json.dumps(title, ensure_ascii=False),
        width=width,
        height=height,
        language=json.dumps(language),
        family=json.dumps(FAMILY),
        description=json.dumps(description, ensure_ascii=False),
    )
    files: Any = {"main.typ": page.encode(), "picture.svg": svg.encode()}
    made: bytes = typst.compile(files, font_paths=[FOLDER], ignore_system_fonts=True)
    return made
