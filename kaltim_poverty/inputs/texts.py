"""The text of a small file: by path, from a pipe or stdin, packed by gzip, in UTF-8 or by its mark UTF-16."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from kaltim_poverty.errors import InputError, suggestion, system_reason
from kaltim_poverty.inputs.file_state import check_unchanged, state_of
from kaltim_poverty.inputs.streams import display_name, is_stream, opened

if TYPE_CHECKING:
    from typing import BinaryIO

MOST_BYTES = 64 * 2**20  # of a small table, unpacked: a guard against devices and bombs, no promise
GZIP = b"\x1f\x8b"
UTF16 = (b"\xff\xfe", b"\xfe\xff")


class HeldFile(str):
    """The name of a pipe that was read already, because it can be read only once."""

    __slots__ = ("data",)
    data: bytes


def held(file: str) -> str:
    """A name under which a file can be read twice; a pipe or stdin is read now.

    Raises:
        InputError: if that fails.
    """
    if not is_stream(file):
        return file
    name = HeldFile(file)
    name.data = read_bytes(file)
    return name


def read_text(file: str) -> tuple[str, str]:
    """The file's name for sentences and its whole text.

    Args:
        file: a path; ``-`` is stdin.

    Raises:
        InputError: if it cannot be read, is too large, or is not text in UTF-8 or UTF-16.
    """
    name = display_name(file)
    return name, decoded(name, read_bytes(file))


def read_bytes(file: str) -> bytes:
    """The bytes of a file or of stdin, unpacked.

    Raises:
        InputError: if it cannot be read, is cut short, is too large, or changes meanwhile.
    """
    if isinstance(file, HeldFile):
        return file.data
    name, state = display_name(file), None if is_stream(file) else state_of(file)
    try:
        with opened(file) as stream:
            data = limited(name, stream)
    except FileNotFoundError:
        raise missing_file(name) from None
    except (OSError, ValueError) as error:
        raise InputError("unreadable", file=name, reason=system_reason(error)) from None
    if state is not None:
        check_unchanged(file, state)
    return unpacked(name, data) if data.startswith(GZIP) else data


def unpacked(name: str, data: bytes) -> bytes:
    """The bytes that gzip compressed.

    Raises:
        InputError: if it is damaged, cut short, or too large.
    """
    import gzip
    import io
    import zlib

    try:
        with gzip.open(io.BytesIO(data)) as packed:
            return limited(name, packed)  # type: ignore[arg-type]
    except EOFError:
        raise InputError("cut_short", file=name) from None
    except (OSError, zlib.error):
        raise InputError("malformed_gzip", file=name) from None


def limited(name: str, stream: BinaryIO) -> bytes:
    """All bytes of something that is open.

    Raises:
        InputError: if there are more than a small table has.
    """
    data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise InputError("not_small", file=name, most=f"{MOST_BYTES // 2**20} MB")
    return data


def decoded(name: str, data: bytes) -> str:
    """The text of bytes.

    Raises:
        InputError: if they are neither UTF-8 nor, by their mark, UTF-16, or have a NUL.
    """
    encoding = "utf-16" if data.startswith(UTF16) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = str(data.count(b"\n", 0, error.start) + 1)
        byte = f"0x{data[error.start]:02x}"
        key = "not_utf16" if encoding == "utf-16" else "not_utf8"
        raise InputError(key, file=name, line=line, byte=byte) from None
    if "\0" in text:
        raise InputError("nul_byte", file=name, line=str(text.count("\n", 0, text.index("\0")) + 1))
    return text


def missing_file(path: str) -> InputError:
    """The error for a path without a file, with what was probably meant."""
    folder = os.path.dirname(path) or "."
    name, near = os.path.basename(path), os.listdir(folder) if os.path.isdir(folder) else []
    others = [each for each in near if each != name]  # a link that leads nowhere has this name
    return InputError("no_file", file=path, hint=suggestion(name, others))


__all__ = ["decoded", "held", "missing_file", "read_bytes", "read_text"]
