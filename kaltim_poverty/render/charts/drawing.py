"""A specification drawn: as SVG, as PNG from that SVG, as PDF around it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from kaltim_poverty.errors import MissingPackageError
from kaltim_poverty.render.charts.fonts import FAMILIES, FAMILY, FOLDER

if TYPE_CHECKING:
    from types import ModuleType

GRAMMAR = "6.1"  # of Vega-Lite, so that the bytes stay the same
SCALE = 2  # pixels a unit


def draw(specification: dict[str, Any]) -> str:
    """The SVG of a specification, as Vega draws it: its corner where our own measures put it.

    Raises:
        MissingPackageError: without vl-convert (extra ``report``).
    """
    size = specification["usermeta"]
    padding = {"left": size["left"], "top": size["top"], "right": 0, "bottom": 0}
    placed = {
        **specification,
        "autosize": {"type": "none"},
        "padding": padding,
        "config": in_one_family(specification["config"]),
    }
    drawn: str = converter().vegalite_to_svg(
        placed, vl_version=GRAMMAR, allowed_base_urls=[], show_warnings=False
    )
    return drawn.replace(f'font-family="{FAMILY}"', f'font-family="{FAMILIES}"')


def in_one_family(config: dict[str, Any]) -> dict[str, Any]:
    """Settings that name our typeface alone.

    Vega opens the file of every family once more for each text that it measures, a third of the time of a
    drawing; where texts stand was decided before, so that the picture is the same.
    """
    return {
        name: in_one_family(value) if isinstance(value, dict) else FAMILY if value == FAMILIES else value
        for name, value in config.items()
    }


def pixels(svg: str) -> bytes:
    """The PNG of an SVG.

    Raises:
        MissingPackageError: without vl-convert (extra ``report``).
    """
    image: bytes = converter().svg_to_png(svg, scale=SCALE)
    return image


@cache
def converter() -> ModuleType:
    """The package that draws, which knows our typeface from now on.

    Raises:
        MissingPackageError: if it is not installed.
    """
    try:
        import vl_convert
    except ImportError:
        raise MissingPackageError(
            "missing_package", task=".svg, .png", package="vl-convert-python", extra="report"
        ) from None
    vl_convert.register_font_directory(FOLDER)
    return vl_convert
