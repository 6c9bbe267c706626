"""Sentences folded to a page, with true minus signs."""

from __future__ import annotations

import re
import textwrap

from kaltim_poverty.render.cells import MINUS

NARROWEST = 20  # characters; a narrower page is taken for this


def with_minus(text: str) -> str:
    """The sentence with true minus signs before its numbers."""
    return re.sub(r"(?<![\w-])-(?=\d)", MINUS, text)


def folded(text: str, width: int, start: str = "", indent: str = "") -> str:
    """A sentence folded to the width; an address stays whole."""
    return (
        textwrap.fill(
            text,
            max(width, NARROWEST),
            initial_indent=start,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        + "\n"
    )
