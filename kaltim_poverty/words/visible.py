"""Text from outside as people may safely see it: what a terminal would obey or hide is a symbol."""

from __future__ import annotations

HIDDEN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))  # controls, formats (bidi, zero width), surrogates, ends
SYMBOLS = {**{code: chr(0x2400 + code) for code in range(0x20)}, 0x7F: "\N{SYMBOL FOR DELETE}"}
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def visible(text: str, *, keep: str = "") -> str:
    """The text with a symbol for each character that would steer a terminal or stay unseen.

    Args:
        text: a name, a cell, a path, an argument.
        keep: characters that stay, such as the line ends of our own sentences.

    Returns:
        ``␛`` for an escape, ``<U+202E>`` for a mark of direction, ``�`` for half a character.
    """
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() or character in keep else symbol(character) for character in text
    )


def symbol(character: str) -> str:
    """What stands for a character that is not printable; itself if it does no harm, such as a wide blank."""
    import unicodedata

    code = ord(character)
    if unicodedata.category(character) not in HIDDEN:
        return character
    if code in SYMBOLS:
        return SYMBOLS[code]
    return REPLACEMENT if is_surrogate(character) else f"<U+{code:04X}>"


def is_surrogate(character: str) -> bool:
    """Whether it is half a character, as in file names that are not UTF-8, which no encoding can write."""
    return "\ud800" <= character <= "\udfff"
