"""Text of files that do not say how it is written, or say it wrongly.

Such files are read as Latin-1 first, in which every byte is a character and none is lost; what the bytes mean
is decided here, for all cells of a column together: different bytes stay different texts.
"""

from __future__ import annotations

import codecs
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from kaltim_poverty.errors import InputError
from kaltim_poverty.records import Note, note

BYTE_BY_BYTE = "latin-1"
UTF8 = "utf-8"
WINDOWS = "cp1252"  # of what is not UTF-8
LATIN = (WINDOWS, "iso8859-1", "iso8859-15", "ascii", "cp437", "cp850", None)  # often said of UTF-8
AS_ESCAPES = "backslashreplace"  # of bytes that an encoding lacks


class TextDecoder:
    """Decides how the text of a file is written.

    Args:
        file: for sentences.
        given: the encoding that was named.
        declared: the encoding that the file names.

    Attributes:
        notes: how text was read where the file did not say so, or not rightly.
    """

    def __init__(self, file: str, given: str | None = None, declared: str | None = None) -> None:
        self.file, self.given, self.declared = file, given, declared
        self.notes: list[Note] = []

    def decode(self, texts: Iterable[object]) -> list[Any]:
        """Texts that were read byte by byte, as what they say; what is no text stays as it is.

        Raises:
            InputError: if they are not written in the encoding that was named.
        """
        cells = list(texts)
        foreign = {cell for cell in cells if isinstance(cell, str) and not cell.isascii()}
        written = {cell: cell.encode(BYTE_BY_BYTE) for cell in foreign}
        if not written:
            return cells
        meant = self.meanings(written)
        return [meant.get(cell, cell) if isinstance(cell, str) else cell for cell in cells]

    def meanings(self, written: Mapping[str, bytes]) -> dict[str, str]:
        """The decoded text of each distinct text, by how it looks byte by byte."""
        if self.given is not None:
            return {cell: self.as_given(data) for cell, data in written.items()}
        encoding = self.usual(written.values())
        return {cell: decoded(data, encoding) for cell, data in written.items()}

    def usual(self, texts: Collection[bytes]) -> str:
        """The encoding of most texts; said where the file does not name it, or not rightly.

        Text that is UTF-8 throughout is hardly anything else.
        """
        declared = self.declared
        is_utf8 = declared in LATIN and all_in(UTF8, texts)
        encoding = UTF8 if is_utf8 else declared or WINDOWS
        if declared is None:
            self.add_note(note("text_encoding", file=self.file, encoding=encoding))
        elif is_utf8 or not all_in(declared, texts):
            self.note_damage(UTF8 if is_utf8 else WINDOWS)
        return encoding

    def note_damage(self, read_as: str = WINDOWS) -> None:
        """Say that some text is not written as the file says."""
        self.add_note(note("text_damaged", file=self.file, encoding=self.declared, read_as=read_as))

    def as_given(self, data: bytes) -> str:
        """The text of bytes in the encoding that was named.

        Raises:
            InputError: if it is not.
        """
        encoding = str(self.given)
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            byte = f"0x{error.object[error.start]:02x}"
            raise InputError("text_not_in", file=self.file, byte=byte, encoding=encoding) from None

    def add_note(self, added: Note) -> None:
        """Add a note once."""
        if added not in self.notes:
            self.notes.append(added)


def all_in(encoding: str, texts: Iterable[bytes]) -> bool:
    """Whether all texts can be written in an encoding."""
    return all(is_in(encoding, data) for data in texts)


def is_in(encoding: str, data: bytes) -> bool:
    """Whether bytes are text in an encoding."""
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def decoded(data: bytes, usual: str) -> str:
    """One text among others that are mostly in the usual encoding."""
    return data.decode(usual if is_in(usual, data) else WINDOWS, AS_ESCAPES)


def codec(name: str) -> str | None:
    """The codec of text that a name means, if there is one."""
    try:
        "".encode(name)
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
