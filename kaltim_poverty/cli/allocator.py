"""How the C library keeps memory that arrays give back, as the next arrays need it at once."""

from __future__ import annotations

TRIM_THRESHOLD, TOP_PAD, MMAP_THRESHOLD = -1, -2, -3  # of mallopt, glibc
MIB = 2**20


def keep_freed_memory() -> None:
    """Keep freed memory, so that the system need not clear the same pages again; only glibc does.

    Left to itself glibc gives the pages of large arrays back and takes them anew by the thousand. See
    mallopt(3).
    """
    import ctypes

    try:
        adjust = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return
    adjust(MMAP_THRESHOLD, 32 * MIB)  # the most that is allowed
    adjust(TRIM_THRESHOLD, 128 * MIB)
    adjust(TOP_PAD, 16 * MIB)
