"""Files that other packages read: whatever one stumbles over is a fault of the file."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from kaltim_poverty.errors import KpovError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PANIC = "PanicException"  # of packages written in Rust: it is no `Exception`


@contextlib.contextmanager
def read_by_package(refusal: Callable[[BaseException, str], KpovError]) -> Iterator[None]:
    """Refuse a file over which a package stumbles: damaged ones cause errors of any kind.

    Args:
        refusal: the error for what the package raised, and its first line.

    Raises:
        KpovError: the refusal.
    """
    try:
        yield
    except BaseException as error:
        if not is_of_file(error):
            raise
        raise refusal(error, next(iter(str(error).splitlines()), type(error).__name__)) from None


def is_of_file(error: BaseException) -> bool:
    """Whether an error says something about the file."""
    if isinstance(error, (KpovError, MemoryError)):
        return False
    return isinstance(error, Exception) or type(error).__name__ == PANIC
