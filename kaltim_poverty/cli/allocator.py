"""How the C library keeps memory that arrays give back, as the next arrays need it at once."""

from __future__ import annotations

TRIM_THRESHOLD, TOP_PAD, MMAP_THRESHOLD, ARENA_MAX = -1, -2, -3, -8  # of mallopt, glibc
MIB = 2**20


def keep_freed_memory() -> None:
    """Spare the system from clearing the same pages again and again; without effect beside glibc.

    Left to itself glibc gives the pages of large arrays back and takes them anew by the thousand, and what
    one thread gives back does not serve the other. See mallopt(3).
    """
    import ctypes

    try:
        adjust = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return
    adjust(ARENA_MAX, 1)
    adjust(MMAP_THRESHOLD, 32 * MIB)  # the most that is allowed
    adjust(TRIM_THRESHOLD, 128 * MIB)
    adjust(TOP_PAD, 16 * MIB)
