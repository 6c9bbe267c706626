"""What went wrong with Spark, as a sentence: never its stack trace, but where that is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaltim_poverty.errors import InputError, KpovError, OutputError
from kaltim_poverty.inputs.numbers import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator

NO_SPACE = ("No space left on device", "Disk quota exceeded")
LOST = (
    "Connection refused",
    "failed to connect to all addresses",
    "Py4JNetworkError",
    "Answer from Java side is empty",
    "An error occurred while trying to connect to the Java server",
    "Connection reset by peer",
    "StatusCode.UNAVAILABLE",
    "SparkContext was shut down",
    "cancelled because SparkContext",
    "SparkContext is stopped",
    "stopped SparkContext",
    "All masters are unresponsive",
    "Master removed our application",
)
EXECUTORS_LOST = (
    "ExecutorLostFailure",
    "ExecutorDeadException",
    "FetchFailed",
    "Missing an output location for shuffle",
    "exited caused by one of the running tasks",
)
TOO_LARGE = (
    "OversizedAllocationException",
    "overflow or more than max allowed",
    "exceeds size limitation",
)
NO_MEMORY = ("java.lang.OutOfMemoryError", "MemoryError", "Cannot allocate memory")
OF_KPOV = re.compile(r"kaltim_poverty\.errors\.\w+: (.+)")
LAST_LINE = re.compile(r"^(?:\w+\.)*\w*(?:Error|Exception|Interrupt): .+$", re.MULTILINE)  # of a traceback
CAUSE = re.compile(r"^(?:Caused by)?: (?:[\w$]+\.)+[\w$]+: (\S.*)$", re.MULTILINE)  # of a stack of Java
KNOWN: tuple[tuple[tuple[str, ...], type[KpovError], str], ...] = (
    (TOO_LARGE, InputError, "spark_block_too_large"),
    (NO_SPACE, OutputError, "spark_no_space"),
    (EXECUTORS_LOST, InputError, "spark_executors_lost"),
    (NO_MEMORY, InputError, "spark_no_memory"),
    (LOST, InputError, "spark_lost"),
)
ENGINE_FAILURES = frozenset(("spark_failed", *(key for _, _, key in KNOWN)))  # that say nothing of a survey
FRAME = re.compile(r"\s+(at |File |\^)|Traceback|\s*$|JVM stacktrace|Driver stacktrace")


def failure_of(error: BaseException, log: str) -> KpovError:
    """The error for what Spark raised.

    Args:
        error: of pyspark, py4j, grpc or the system.
        log: the file with the log of Spark, or whatever else people should look at.
    """
    text = f"{type(error).__name__}: {error}"
    if isinstance(error, KpovError):
        return error
    for words, kind, key in KNOWN:
        if any(each in text for each in words):
            return kind(key, log=log)
    return InputError("spark_failed", reason=reason_of(text), log=log)


def reason_of(text: str) -> str:
    """The useful part of an exception: kpov's own sentence in it, or its first line."""
    own = OF_KPOV.search(text)
    if own is not None:
        return own[1].strip()
    raised = LAST_LINE.findall(text.partition("\n")[2]) or CAUSE.findall(text)
    return excerpt(raised[-1] if raised else next(lines_of(text), text.strip())).rstrip(".")


def lines_of(text: str) -> Iterator[str]:
    """The lines of an exception that are no part of a stack trace."""
    return (line.strip() for line in text.splitlines() if not FRAME.match(line))
