"""stdin, stdout and stderr: their encoding, and what stands for one that is closed."""

from __future__ import annotations

import codecs
import os
import sys
from typing import TextIO

from kaltim_poverty.words.visible import REPLACEMENT

PLAIN = {
    "−": "-",
    "–": "-",
    "▲": "^",
    "▼": "v",
    "◀": "<",
    "→": "->",
    "·": "-",
    "─": "-",
    "…": "...",
    "×": "x",
    "÷": "/",
    "≤": "<=",
    "≥": ">=",
    "√": "sqrt",
    "\N{NO-BREAK SPACE}": " ",
    "←": "<-",
    "↑": "^",
    "●": "*",
    "○": "o",
    "◆": "x",
    "▒": "%",
    **dict.fromkeys("▁▂▃▄▅▆▇█▏▎▍▌▋▊▉▐", "#"),
    **dict.fromkeys("│├┤┆┊╎", "|"),
    **dict.fromkeys("┄┈╌", "-"),
    "└": "+",
    "░": ".",
}


def prepare_streams() -> None:
    """UTF-8 in pipes, replacements on terminals that lack a character, something where a stream is closed."""
    codecs.register_error("kpov", stand_in)
    if sys.stdout is None:
        sys.stdout = unwritable(1)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - open until the end
    reconfigure(sys.stdout)
    if hasattr(sys.stderr, "reconfigure"):
        sys.stderr.reconfigure(errors="kpov")


def unwritable(number: int) -> TextIO:
    """A stand-in for a closed stream: writing fails, and no file reuses its descriptor."""
    descriptor = os.open(os.devnull, os.O_RDONLY)
    if descriptor != number:
        os.dup2(descriptor, number)
        os.close(descriptor)
    return open(number, "w", encoding="utf-8")


def reconfigure(stream: TextIO) -> None:
    """Set the encoding of stdout."""
    if not hasattr(stream, "reconfigure"):
        return
    if stream.isatty():
        stream.reconfigure(errors="kpov")
    else:
        stream.reconfigure(encoding="utf-8", errors="kpov", newline="\n")


def stand_in(error: UnicodeError) -> tuple[str | bytes, int]:
    """The replacements of characters that an encoding lacks."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    if error.encoding == "utf-8":  # it lacks halves of characters only, and takes bytes alone
        return REPLACEMENT.encode() * len(lacking), error.end
    return "".join(PLAIN.get(character, "?") for character in lacking), error.end
