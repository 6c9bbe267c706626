"""A CSV file as the engine can read it: in UTF-8, with line ends of one kind.

Others are copied into a private folder first: the engine stops where line feeds and carriage returns are
mixed, and knows few encodings.
"""

from __future__ import annotations

import codecs
from typing import IO, TYPE_CHECKING, NamedTuple

from kaltim_poverty.errors import InputError, UsageError
from kaltim_poverty.survey.read.readers.csv_dialect import UTF16, opened
from kaltim_poverty.survey.read.readers.stream_format import marked_ending
from kaltim_poverty.survey.read.readers.typed_numbers import has_plain_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaltim_poverty.survey.read.engine import Engine

BYTES_OF_PIECE = 2**20
BYTES_OF_MARKS = 1_000
ARCHIVES = ".xlsx/.zip"  # which begin alike
UTF8_MARKED = "utf-8-sig"


class PlainCsv(NamedTuple):
    """A CSV file as the engine can read it.

    Attributes:
        path: of the file, or of a copy of it, in UTF-8 with line ends of one kind.
        plain_numbers: whether it is known that no number is written in a way that the engine alone takes.
        looks_like_utf8: whether it was read in another encoding that was named, and yet seems to be UTF-8.
    """

    path: str
    plain_numbers: bool = False
    looks_like_utf8: bool = False


def plain_csv(engine: Engine, file: str, encoding: str | None = None) -> PlainCsv:
    """A file, or a copy of it, in UTF-8 with line ends of one kind.

    Args:
        engine: in whose private folder copies live.
        file: its path.
        encoding: how its text is written, where it does not begin with a mark; UTF-8 if None.

    Raises:
        UsageError: for an unknown encoding.
        InputError: if it cannot be read, or is not text in this encoding.
    """
    known = encoding_marked(file) or known_encoding(encoding)
    if known in (None, UTF8_MARKED):
        mixed, plain_numbers = scanned(file)
        if not mixed:
            return PlainCsv(file, plain_numbers)
    looks_like_utf8 = known not in (None, UTF8_MARKED, *UTF16.values()) and is_foreign_utf8(file)
    with engine.spill.new_file(".csv") as copy, opened(file, file) as source:
        for text in with_line_feeds(decoded(source, file, known or UTF8_MARKED)):
            copy.write(text.encode())
    return PlainCsv(copy.path, looks_like_utf8=looks_like_utf8)


def is_foreign_utf8(file: str) -> bool:
    """Whether a file has characters beyond ASCII, and all its bytes are UTF-8: hardly anything else is."""
    decoder, foreign = codecs.getincrementaldecoder("utf-8")(), False
    with opened(file, file) as stream:
        while piece := stream.read(BYTES_OF_PIECE):
            try:
                decoder.decode(piece)
            except UnicodeDecodeError:
                return False
            foreign = foreign or not piece.isascii()
    return foreign


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
    return None if information.name in ("utf-8", UTF8_MARKED) else information.name


def encoding_marked(file: str) -> str | None:
    """The encoding that a byte order mark declares; files of one table may differ.

    Raises:
        InputError: if its mark is that of another format.
    """
    with opened(file, file) as stream:
        start = stream.read(BYTES_OF_MARKS)
    check_is_text(start, file)
    return UTF8_MARKED if start.startswith(codecs.BOM_UTF8) else UTF16.get(start[:2])


def check_is_text(start: bytes, display_name: str) -> None:
    """Refuse a file of another format, which its name hides.

    Args:
        start: its first bytes.
        display_name: what messages call it.

    Raises:
        InputError: with the format.
    """
    ending = marked_ending(start)
    if ending is not None:
        name = "csv" if ending == ".csv.gz" else ending.removeprefix(".")
        shown = ARCHIVES if ending == ".xlsx" else ending
        raise InputError("other_format", file=display_name, ending=shown, name=name)


def scanned(file: str) -> tuple[bool, bool]:
    """A scan of all bytes of a file: its line ends, and whether its numbers are plain."""
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
