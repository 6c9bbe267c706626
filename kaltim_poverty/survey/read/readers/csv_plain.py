"""A CSV file as the engine can read it: in UTF-8, with line ends of one kind.

Others are copied into a private folder first: the engine stops where line feeds and carriage returns are
mixed, and knows few encodings.
"""

from __future__ import annotations

import codecs
from typing import IO, TYPE_CHECKING, NamedTuple

from kaltim_poverty.errors import InputError, UsageError
from kaltim_poverty.survey.read.readers.csv_dialect import UTF16, opened
from kaltim_poverty.survey.read.readers.typed_numbers import has_plain_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaltim_poverty.survey.read.engine import Engine

BYTES_OF_PIECE = 2**20


class PlainCsv(NamedTuple):
    """A CSV file as the engine can read it.

    Attributes:
        path: of the file or of its copy.
        plain_numbers: whether it is known that no number is written in a way that the engine alone takes.
    """

    path: str
    plain_numbers: bool = False


def plain_csv(engine: Engine, file: str, encoding: str | None = None) -> PlainCsv:
    """A file, or a copy of it, in UTF-8 with line ends of one kind.

    Args:
        engine: in whose private folder copies live.
        file: its path.
        encoding: how its text is written; UTF-8, or UTF-16 where it begins with its mark, if None.

    Raises:
        UsageError: for an unknown encoding.
        InputError: if it cannot be read, or is not text in this encoding.
    """
    known = known_encoding(encoding) or encoding_marked(file)
    if known is None:
        mixed, plain_numbers = looked_through(file)
        if not mixed:
            return PlainCsv(file, plain_numbers)
    with engine.spill.new_file(".csv") as copy, opened(file, file) as source:
        for text in with_line_feeds(decoded(source, file, known or "utf-8-sig")):
            copy.write(text.encode())
    return PlainCsv(copy.path)


def known_encoding(given: str | None) -> str | None:
    """The encoding that was named; None for UTF-8, which needs no copy.

    Raises:
        UsageError: if Python knows none of that name, or it is not one of text.
    """
    if given is None:
        return None
    try:
        information = codecs.lookup(given)
        "".encode(given)
    except (LookupError, ValueError):
        raise UsageError("unknown_encoding", given=given) from None
    return None if information.name in ("utf-8", "utf-8-sig") else information.name


def encoding_marked(file: str) -> str | None:
    """The encoding that a mark at the beginning of a file tells, if it is not UTF-8."""
    with opened(file, file) as stream:
        return UTF16.get(stream.read(2))


def looked_through(file: str) -> tuple[bool, bool]:
    """What all bytes of a file show: whether line ends are neither pairs nor of one kind; plain numbers."""
    returns = feeds = pairs = 0
    last, plain_numbers = b"", True
    with opened(file, file) as stream:
        while piece := stream.read(BYTES_OF_PIECE):
            plain_numbers = plain_numbers and has_plain_numbers(piece, first=not last)
            if b"\r" in piece or last == b"\r":
                returns += piece.count(b"\r")
                pairs += piece.count(b"\r\n") + (last == b"\r" and piece.startswith(b"\n"))
                feeds += piece.count(b"\n")
            else:
                feeds += b"\n" in piece  # one without a return is enough to know
            last = piece[-1:]
    return returns > 0 and not returns == feeds == pairs, plain_numbers


def decoded(stream: IO[bytes], file: str, encoding: str) -> Iterator[str]:
    """The text of a file in pieces.

    Raises:
        InputError: if it is not text in this encoding.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    while True:
        piece = stream.read(BYTES_OF_PIECE)
        try:
            text = decoder.decode(piece, final=not piece)
        except UnicodeError as error:
            byte = f"0x{error.object[error.start]:02x}" if isinstance(error, UnicodeDecodeError) else "?"
            raise InputError(
                "not_in_encoding", file=file, line=str(line), byte=byte, encoding=encoding
            ) from None
        line += text.count("\n")
        yield text
        if not piece:
            return


def with_line_feeds(pieces: Iterator[str]) -> Iterator[str]:
    """The text with line feeds at the ends of lines; inside quotes it stays as it is."""
    quoted, held = False, ""
    for piece in pieces:
        parts = (held + piece).split('"')
        held = "\r" if piece and not quoted ^ (len(parts) % 2 == 0) and parts[-1].endswith("\r") else ""
        parts[-1] = parts[-1].removesuffix(held) if held else parts[-1]
        for place, part in enumerate(parts):
            if place % 2 == quoted:
                parts[place] = part.replace("\r\n", "\n").replace("\r", "\n")
        quoted ^= len(parts) % 2 == 0
        yield '"'.join(parts)
