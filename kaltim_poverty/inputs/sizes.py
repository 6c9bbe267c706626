"""Sizes of memory: ``500MB``, ``2GB`` or a plain number of bytes."""

from __future__ import annotations

import math
import re
from decimal import Decimal

from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.numbers import excerpt

SIZE = re.compile(r"(\d{1,18}(?:\.\d{1,12})?)\s*([kmgt]?)i?b?", re.ASCII | re.IGNORECASE)
UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}
LARGEST = 10**15  # bytes


def bytes_of(name: str, given: object, least: int) -> int:
    """How many bytes a size is.

    Args:
        name: of the option.
        given: as typed.
        least: bytes; less is refused.

    Raises:
        UsageError: if it is not a size, too small to work in, or larger than any machine.
    """
    text = str(given).strip()
    match = SIZE.fullmatch(text)
    if match is None:
        raise UsageError("memory", given=excerpt(text))
    size = int(Decimal(match[1]) * UNITS[match[2].casefold()])
    if size < least:
        raise UsageError("too_small", name=name, low=f"{least // 10**6}MB", given=excerpt(text))
    if size > LARGEST:
        raise UsageError("too_large", name=name, high=f"{LARGEST // 10**12}TB", given=excerpt(text))
    return size


def size_text(size: float) -> str:
    """A size as `bytes_of` reads it, rounded up: ``300MB``, ``20GB``."""
    unit, name = (10**9, "GB") if size >= 10 * 10**9 or size % 10**9 == 0 else (10**6, "MB")
    return f"{math.ceil(size / unit)}{name}"


def address_space() -> int | None:
    """How many bytes of addresses this process may have, or None without a limit."""
    try:
        import resource
    except ImportError:  # on Windows
        return None
    limit = resource.getrlimit(resource.RLIMIT_AS)[0]
    return None if limit == resource.RLIM_INFINITY else limit


__all__ = ["address_space", "bytes_of", "size_text"]
