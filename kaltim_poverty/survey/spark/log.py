"""What Spark has to say goes to a file, never to the terminal; it is kept where a job failed."""

from __future__ import annotations

import contextlib
import os

from kaltim_poverty.survey.read.spill_folder import SpillFolder

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


class LogFile:
    """The file of the log of Spark.

    Args:
        folder: that it lies in.

    Attributes:
        private: a folder for its configuration and other files of a session, which nobody else can read.
        path: its own.
        configuration: that of Log4j.
    """

    def __init__(self, folder: str) -> None:
        self.private = SpillFolder(folder)
        self.path = os.path.join(os.path.abspath(folder), f"kpov-spark-{os.getpid()}.log")
        self.configuration = os.path.join(self.private.path, "log4j2.properties")

    def begin(self) -> None:
        """Make it, and its configuration.

        Raises:
            OSError: if the system refuses that.
        """
        self.add("")
        with open(self.configuration, "w", encoding="utf-8") as file:
            file.write(CONFIGURATION.format(file=self.path, layout=LAYOUT))

    def add(self, text: str) -> None:
        """Write a text to its end."""
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with open(descriptor, "a", encoding="utf-8") as file:
            file.write(text)

    def end(self) -> None:
        """Remove the private folder; the log of a failure stays."""
        self.private.remove()

    def remove(self) -> None:
        """Remove it: all went well."""
        with contextlib.suppress(OSError):
            os.remove(self.path)
        self.end()

    def text(self) -> str:
        """The content of the log."""
        try:
            with open(self.path, encoding="utf-8", errors="replace") as file:
                return file.read()
        except OSError:
            return ""
