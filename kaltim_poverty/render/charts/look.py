"""How a picture is wanted: language, size, decimals, with or without the text around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, get_args

from kaltim_poverty.render import Size, Style

if TYPE_CHECKING:
    from kaltim_poverty.words import Language

SIZES: tuple[Size, ...] = get_args(Size)
UNITS = {"wide": 680, "narrow": 340}


class Look(NamedTuple):
    """How a picture is wanted.

    Attributes:
        language: of its words and numbers.
        size: ``wide`` or ``narrow``.
        digits: decimals of its numbers; None: as a table has them.
        bare: without head and foot, which a document has as text around it.
    """

    language: Language
    size: Size = "wide"
    digits: int | None = None
    bare: bool = False

    @property
    def style(self) -> Style:
        """How the cells of a table look in the same way."""
        return Style(self.language, self.digits)

    @property
    def width(self) -> int:
        """Units from side to side."""
        return UNITS[self.size]

    @property
    def is_narrow(self) -> bool:
        """Whether it is for a column or a phone."""
        return self.size == "narrow"
