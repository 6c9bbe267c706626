"""A document as one HTML page that asks for nothing: for a phone, a desk, in the dark, on paper."""

from __future__ import annotations

import base64
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from kaltim_poverty.errors import MissingPackageError
from kaltim_poverty.render.charts.fonts import FAMILY, FILES, path_of
from kaltim_poverty.render.document.numbered import headings, numbered, on_top
from kaltim_poverty.render.document.pictures import drawn
from kaltim_poverty.render.layout import titled_once
from kaltim_poverty.words import lookup

if TYPE_CHECKING:
    from collections.abc import Callable

    from kaltim_poverty.records.blocks import Document
    from kaltim_poverty.render import Style
    from kaltim_poverty.render.document.numbered import Part

WEIGHTS = {"regular": 400, "bold": 600}
TEMPLATES = resources.files(__package__) / "templates"


def render(document: Document, style: Style, advance: Callable[[int, int], None] | None = None) -> bytes:
    """The page.

    Args:
        document: its blocks.
        style: language and decimals.
        advance: is told after each picture how many are drawn, and of how many.

    Raises:
        MissingPackageError: without jinja2 (extra ``report``).
    """
    try:
        from jinja2 import Environment, FunctionLoader, StrictUndefined
        from markupsafe import Markup
    except ImportError:
        raise MissingPackageError("missing_package", task=".html", package="jinja2", extra="report") from None
    environment = Environment(
        loader=FunctionLoader(template),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["svg"] = Markup  # drawn here, no text of others
    parts = numbered(document, style)
    page: str = environment.get_template("page.html").render(
        document=document,
        language=style.language,
        title=document.title.spoken(style.language),
        on_top=(first := on_top(parts)),
        parts=parts[len(first) :],
        kind=kind,
        contents=headings(parts),
        pictures=pictures(parts, style, advance),
        titled_once=titled_once,
        word=lambda key: lookup(style.language, f"document.{key}"),
        fonts=fonts(),
    )
    return page.encode()


@cache
def fonts() -> list[tuple[str, int, str]]:
    """The typeface of the pictures, for the text as well: name, weight and file in base64."""
    return [(FAMILY, WEIGHTS[name], encoded(path_of(file))) for name, file in FILES.items()]


def encoded(path: str) -> str:
    """A file in base64."""
    with open(path, "rb") as opened:
        return base64.b64encode(opened.read()).decode()


@cache
def template(name: str) -> str:
    """The text of a template."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


def kind(part: Part) -> str:
    """The kind of a part, for the template."""
    return type(part).__name__


def pictures(
    parts: list[Part], style: Style, advance: Callable[[int, int], None] | None
) -> dict[int, tuple[str, str]]:
    """Both sizes of the pictures, by the numbers of the figures."""
    narrow = drawn(parts, style, "narrow", half(advance, 0))
    wide = drawn(parts, style, "wide", half(advance, 1))
    return {number: (wide[number], narrow[number]) for number in wide}


def half(advance: Callable[[int, int], None] | None, which: int) -> Callable[[int, int], None] | None:
    """CSS that holds for one of two sizes, written for both."""
    return None if advance is None else lambda done, of: advance(done + which * of, 2 * of)
