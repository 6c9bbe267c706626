"""What Spark has to say goes to a file, never to the terminal; it is kept where a job failed."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator

LAYOUT = "%d{HH:mm:ss} %p %c{1}: %m%n%ex"
CONFIGURATION = """\
rootLogger.level = warn
rootLogger.appenderRef.file.ref = file
appender.file.type = File
appender.file.name = file
appender.file.fileName = {file}
appender.file.layout.type = PatternLayout
appender.file.layout.pattern = {layout}
"""
STREAMS = (1, 2)


class LogFile:
    """The file of the log of Spark.

    Args:
        folder: that it lies in.
        private: a folder for its configuration, which is removed.

    Attributes:
        path: its own.
        configuration: that of Log4j.
    """

    def __init__(self, folder: str, private: str) -> None:
        self.path = os.path.join(os.path.abspath(folder), f"kpov-spark-{os.getpid()}.log")
        self.configuration = os.path.join(os.path.abspath(private), "log4j2.properties")
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.close(descriptor)
        with open(self.configuration, "w", encoding="utf-8") as file:
            file.write(CONFIGURATION.format(file=self.path, layout=LAYOUT))

    @contextlib.contextmanager
    def instead_of_streams(self) -> Iterator[None]:
        """Have processes that are started meanwhile write into it what they would write to the terminal."""
        sys.stdout.flush()
        sys.stderr.flush()
        own = [os.dup(stream) for stream in STREAMS]
        log = os.open(self.path, os.O_WRONLY | os.O_APPEND)
        try:
            for stream in STREAMS:
                os.dup2(log, stream)
            yield
        finally:
            for stream, before in zip(STREAMS, own, strict=True):
                os.dup2(before, stream)
                os.close(before)
            os.close(log)

    def remove(self) -> None:
        """Remove it: all went well."""
        with contextlib.suppress(OSError):
            os.remove(self.path)

    def text(self) -> str:
        """What is in it."""
        try:
            with open(self.path, encoding="utf-8", errors="replace") as file:
                return file.read()
        except OSError:
            return ""
