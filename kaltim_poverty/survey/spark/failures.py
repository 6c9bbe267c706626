"""What went wrong with Spark, as a sentence: never its stack trace, but where that is."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

from kaltim_poverty.errors import InputError, KpovError, OutputError
from kaltim_poverty.words.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaltim_poverty.survey.spark.log import LogFile

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
CAUSE = re.compile(  # of a stack of Java; one word alone says nothing without its class
    r"^(?:Caused by)?: (?:[\w$]+\.)+(?:[\w$]+: (?=\S+ ))?(\S.*)$", re.MULTILINE
)
NOT_TEXT = ("invalid UTF-8",)  # as Sail says it; Spark hands all bytes on
NO_SESSION = ("invalid argument: session",)  # as Sail says it
NO_MASTER = ("All masters are unresponsive", "Could not parse Master URL")
NO_FOLDER = (
    "Failed to create any local dir",
    "Failed to create local dir",
    "Failed to create a temp directory",
)
GATEWAY = "JAVA_GATEWAY_EXITED"  # Java has ended, and told why in its log alone
OF_JAVA = re.compile(r"^(?!WARNING|\d\d:|\s|$).+", re.MULTILINE)  # a line of its log
MOST_CAUSES = 9
Known = tuple[tuple[str, ...], type[KpovError], str]
KNOWN_OF_SPACE: Known = (NO_SPACE, OutputError, "spark_no_space")
KNOWN_OF_MEMORY: Known = (NO_MEMORY, InputError, "spark_no_memory")
KNOWN: tuple[Known, ...] = (
    (TOO_LARGE, InputError, "spark_block_too_large"),
    (NOT_TEXT, InputError, "spark_not_text"),
    (NO_SESSION, InputError, "spark_no_session"),
    KNOWN_OF_SPACE,
    (EXECUTORS_LOST, InputError, "spark_executors_lost"),
    KNOWN_OF_MEMORY,
    (LOST, InputError, "spark_lost"),
)
ENGINE_FAILURES = frozenset(("spark_failed", *(key for _, _, key in KNOWN)))  # that say nothing of a survey
SHOWN = 160  # characters of what Spark says that a sentence quotes
FRAME = re.compile(r"\s+(at |File |\^)|Traceback|\s*$|JVM stacktrace|Driver stacktrace")


def failure_of(error: BaseException, log: str) -> KpovError:
    """The error for what Spark raised.

    Args:
        error: of pyspark, py4j, grpc or the system.
        log: the file with the log of Spark, or whatever else people should look at.
    """
    if isinstance(error, KpovError):
        return error
    text = with_causes(error)
    for words, kind, key in KNOWN:
        if any(each in text for each in words):
            return kind(key, log=log)
    return InputError("spark_failed", reason=reason_of(text), log=log)


def failure_to_start(error: BaseException, master: str, log: LogFile) -> KpovError:
    """The error for a session that did not begin.

    Args:
        error: of pyspark, py4j or the system.
        master: where executors would be.
        log: what Java said.
    """
    said = log.text()
    text = f"{with_causes(error)}\n{said}"
    if "UnsupportedClassVersionError" in text:
        return InputError("spark_old_java", java="java", version="?")
    if any(words in text for words in NO_MASTER):
        return InputError("spark_no_master", address=master, reason=reason_of(with_causes(error)))
    if any(words in text for words in NO_FOLDER):
        return OutputError("spark_no_folder", log=log.path)
    for words, kind, key in (KNOWN_OF_SPACE, KNOWN_OF_MEMORY):
        if any(each in text for each in words):
            return kind(key, log=log.path)
    reason = OF_JAVA.search(said) if GATEWAY in text else None
    return InputError(
        "spark_not_started",
        reason=reason_of(with_causes(error)) if reason is None else shortened(reason[0]),
        log=log.path,
    )


def with_causes(error: BaseException) -> str:
    """What an exception of Spark says, and those that caused it."""
    texts: list[str] = []
    cause: object = error
    while isinstance(cause, BaseException) and len(texts) < MOST_CAUSES:
        texts.append(type(cause).__name__)
        with contextlib.suppress(Exception):  # a Java that has ended does not tell
            texts[-1] += f": {cause}"
        cause = getattr(cause, "_cause", None)
    return "\n".join(texts)


def reason_of(text: str) -> str:
    """The useful part of an exception: kpov's own sentence in it, or its first line."""
    own = OF_KPOV.search(text)
    if own is not None:
        return own[1].strip()
    raised = LAST_LINE.findall(text.partition("\n")[2]) or CAUSE.findall(text)
    return shortened(raised[-1] if raised else next(lines_of(text), text.strip()))


def shortened(text: str) -> str:
    """A line of what Spark says, as a sentence quotes it."""
    line = visible(text.strip())
    return (line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…").rstrip(".")


def lines_of(text: str) -> Iterator[str]:
    """The lines of an exception that are no part of a stack trace."""
    return (line.strip() for line in text.splitlines() if not FRAME.match(line))
