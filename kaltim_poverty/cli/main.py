"""The console script. It handles signals before it imports anything that takes time."""

from __future__ import annotations

import os
import sys

from kaltim_poverty.cli.signals import signals_handled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

LACKS_MEMORY = 3
NO_SENTENCE = "kpov: there is not enough memory\n"  # for the sentence in the language of the run


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code.

    Args:
        arguments: those of the process if None, which then ends on signals; else another program's, which
            handles them.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small arrays gain nothing from threads
    if arguments is not None:
        return code_of(list(arguments))
    with signals_handled() as ending:
        ending.code = code_of(sys.argv[1:])
    return leave(ending.code)


def leave(code: int) -> NoReturn:
    """End the process without taking the interpreter apart.

    Libraries may lack memory for that, and it takes 15 of the 92 ms of CPU of a question in a pipe.
    """
    import atexit

    atexit._run_exitfuncs()  # noqa: SLF001 - it has no public name
    os._exit(code)


def code_of(arguments: list[str]) -> int:
    """Import what answers and let it; its exit code, with or without memory for all of that."""
    try:
        from kaltim_poverty.cli.run import run

        return run(arguments)  # whose own sentence may not fit into what is left
    except (MemoryError, ImportError, OSError):
        if not address_space_is_limited():
            raise
        sys.stderr.write(NO_SENTENCE)
        return LACKS_MEMORY


def address_space_is_limited() -> bool:
    """Whether this process may have less memory than there is."""
    try:
        import resource
    except ImportError:  # on Windows, or for want of memory
        return sys.platform != "win32"
    return resource.getrlimit(resource.RLIMIT_AS)[0] != resource.RLIM_INFINITY
