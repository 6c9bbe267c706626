"""The SVG as a file should have it: named for who cannot see it, without what only Vega needs."""

from __future__ import annotations

import re
from html import escape

from kaltim_poverty.render.charts.theme import GROUND

ROOT = re.compile(r"<svg\b[^>]*>")
BACKGROUND = re.compile(r'<rect width="[^"]*" height="[^"]*" fill="[^"]*"/>')
NOISE = re.compile(
    r' (?:class|aria-roledescription|stroke-miterlimit|xmlns:xlink|version|pointer-events)="[^"]*"'
)
ROLE = re.compile(r' role="graphics-[a-z]+"')
NAMED = re.compile(r" aria-label=")
SYMBOL = ' role="graphics-symbol" aria-label='  # only what has a role may be named
GEOMETRY = re.compile(r' (?:d|transform|[xy][12]?|width|height|viewBox)="[^"]*"')
LONG = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")
NAMESPACE = "http://www.w3.org/2000/svg"


def finished(svg: str, size: tuple[int, int], title: str, description: str) -> str:
    """The SVG with title and description in its root, coordinates of two decimals, marks as named symbols.

    Args:
        svg: as Vega drew it.
        size: width and height in units; Vega, which cannot measure our typeface, has its own idea.
        title: what the numbers say.
        description: its alternative text.
    """
    width, height = size
    body = BACKGROUND.sub("", ROOT.sub("", svg, count=1), count=1)
    body = GEOMETRY.sub(lambda found: LONG.sub(short, found[0]), ROLE.sub("", NOISE.sub("", body)))
    body = NAMED.sub(SYMBOL, body)
    box = f'width="{width}" height="{height}"'
    root = f'<svg xmlns="{NAMESPACE}" role="img" {box} viewBox="0 0 {width} {height}">'
    names = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
    return f'{root}{names}<rect {box} fill="{GROUND}"/>{body}\n'


def short(found: re.Match[str]) -> str:
    """A number with two decimals."""
    rounded = f"{float(found[0]):.2f}".rstrip("0").rstrip(".")
    return "0" if rounded == "-0" else rounded
