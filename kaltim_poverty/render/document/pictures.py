"""The pictures of a document: drawn one after another, and made pixels all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaltim_poverty.errors import MissingPackageError
from kaltim_poverty.render.charts.drawing import SCALE
from kaltim_poverty.render.charts.fonts import FOLDER
from kaltim_poverty.render.charts.widths import table
from kaltim_poverty.render.document.numbered import Figure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from kaltim_poverty.render import Style
    from kaltim_poverty.render.charts import Size
    from kaltim_poverty.render.document.numbered import Part

UNITS_AN_INCH = 96
PAGE = '#page(width: auto, height: auto, margin: 0pt, image("{name}"))'


def drawn(
    parts: Iterable[Part],
    style: Style,
    size: Size = "wide",
    advance: Callable[[int, int], None] | None = None,
) -> dict[int, str]:
    """The SVG of each figure by its number.

    Args:
        parts: of a document, figures and others.
        style: language and decimals.
        size: of the pictures.
        advance: is told after each picture how many are drawn, and of how many.

    Raises:
        MissingPackageError: without vl-convert (extra ``report``).
    """
    figures = [part for part in parts if isinstance(part, Figure)]
    pictures: dict[int, str] = {}
    for figure in figures:
        pictures[figure.caption.number] = figure.svg(style, size)
        if advance is not None:
            advance(len(pictures), len(figures))
    return pictures


def rasters(svgs: Mapping[int, str]) -> dict[int, bytes]:
    """The PNG of each picture by its number, as many pixels a unit as a chart in a file of its own has.

    typst draws all in one go, in half the time of one after another, and its files are a third as large.

    Raises:
        MissingPackageError: without typst (extra ``report``).
    """
    try:
        import typst
    except ImportError:
        raise MissingPackageError("missing_package", task=".docx", package="typst", extra="report") from None
    if not svgs:
        return {}
    pictures = {f"{number}.svg": svg.encode() for number, svg in svgs.items()}
    pages = "\n".join(PAGE.format(name=name) for name in pictures)
    files: Any = {"main.typ": pages.encode(), **pictures}
    made: Any = typst.compile(
        files,
        format="png",
        ppi=UNITS_AN_INCH * SCALE,
        font_paths=[FOLDER],
        ignore_system_fonts=not any(map(needs_other_fonts, svgs.values())),
    )
    return dict(zip(svgs, made if isinstance(made, list) else [made], strict=True))


def needs_other_fonts(svg: str) -> bool:
    """Whether a picture has characters that our typeface lacks."""
    return not table("regular").keys() >= {*svg} - {"\n"}


__all__ = ["drawn", "rasters"]
