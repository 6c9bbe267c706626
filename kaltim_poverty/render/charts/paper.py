"""A PDF of a picture: a page of its size, drawn by typst around the SVG."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from kaltim_poverty.render.charts.fonts import FAMILY
from kaltim_poverty.render.typesetting import compiled

if TYPE_CHECKING:
    from datetime import date

    from kaltim_poverty.words import Language

POINTS = 0.75  # a unit
PAGE = """
#set document(title: {title}, date: datetime(year: {year}, month: {month}, day: {day}))
#set page(width: {width}pt, height: {height}pt, margin: 0pt)
#set text(lang: {language}, font: {family})
#image("picture.svg", width: 100%, alt: {description})
"""
WIDE, HIGH = re.compile(r'<svg[^>]* width="([\d.]+)"'), re.compile(r'<svg[^>]* height="([\d.]+)"')


def paper(svg: str, title: str, description: str, language: Language, dated: date) -> bytes:
    """The PDF around a picture.

    Args:
        svg: the picture.
        title: in the properties of the file.
        description: for who cannot see it.
        language: of the text.
        dated: the date in the properties of the file.

    Raises:
        MissingPackageError: without typst (extra ``report``).
    """
    width, height = (float(pattern.search(svg)[1]) * POINTS for pattern in (WIDE, HIGH))  # type: ignore[index] # every picture has both
    page = PAGE.format(
        year=dated.year,
        month=dated.month,
        day=dated.day,
        title=json.dumps(title, ensure_ascii=False),
        width=width,
        height=height,
        language=json.dumps(language),
        family=json.dumps(FAMILY),
        description=json.dumps(description, ensure_ascii=False),
    )
    return compiled({"main": page.encode(), "picture.svg": svg.encode()})
