"""Too little memory as a sentence, whoever lacks it: Python, numpy, the engine, the system."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator

from kaltim_poverty.errors import InputError
from kaltim_poverty.inputs.sizes import address_space

LEAST = 400  # million bytes of addresses: with less the system ends a process in which the engine starts
MILLION = 10**6
ARENA_MAX = -8  # of mallopt(3): how many pools of memory threads have
SAID = ("can't start new thread", "failed to map segment", "cannot allocate memory", "allocation failed")


def check_address_space() -> None:
    """Refuse to begin with a survey where the libraries that read it would end the process.

    Raises:
        InputError: with what is needed and what there is.
    """
    limit = address_space()
    if limit is not None and limit < LEAST * MILLION:
        raise InputError("address_space", least=f"{LEAST}MB", given=f"{limit // MILLION}MB")
    if limit is not None:
        share_one_arena()


def share_one_arena() -> None:
    """Have glibc reserve no addresses for each thread; other allocators do not know how."""
    import ctypes

    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(ARENA_MAX, 1)


def is_lack_of_memory(error: BaseException) -> bool:
    """Whether something failed for want of memory: itself, or what it was made from."""
    return any(lacks_memory(each) for each in chain(error))


def lacks_memory(error: BaseException) -> bool:
    """Whether this very error says so."""
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryException":
        return True
    if isinstance(error, OSError) and error.errno == errno.ENOMEM:
        return True
    text = str(error).casefold()
    return isinstance(error, (ImportError, RuntimeError, OSError)) and any(words in text for words in SAID)


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error and those from which it came."""
    seen: list[BaseException] = []
    while error is not None and error not in seen:
        seen.append(error)
        yield error
        error = error.__cause__ or error.__context__
