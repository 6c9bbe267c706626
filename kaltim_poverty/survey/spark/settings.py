"""The settings of a session of Spark; those of people come after."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from kaltim_poverty.survey.spark.log import LogFile
    from kaltim_poverty.survey.spark.options import SparkOptions

OURS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.caseSensitive": "true",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",  # which says that times are in UTC
    "spark.sql.execution.arrow.maxBytesPerBatch": str(2**26),
}
OF_MASTER = {
    "spark.app.name": "kpov",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.execution.pyspark.udf.simplifiedTraceback.enabled": "false",
}
OF_LOCAL_MASTER = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}


def settings(options: SparkOptions, log: LogFile) -> dict[str, str]:
    """The settings of a session that is started."""
    own = {**OURS, **OF_MASTER}
    if options.is_local:
        folder = log.private.path
        own |= {**OF_LOCAL_MASTER, "spark.local.dir": folder, **sockets_in(folder), **codec_in(folder)}
    given = dict(options.settings)
    java = (
        f'"-Dlog4j2.configurationFile={log.configuration}"',  # in quotes for blanks in paths
        f'"-Djava.io.tmpdir={log.private.path}"',
        given.pop("spark.driver.extraJavaOptions", ""),
    )
    return {**own, "spark.driver.extraJavaOptions": " ".join(java).strip(), **given}


def sockets_in(folder: str) -> dict[str, str]:
    """Settings that let Java and its Pythons talk through files in a folder, which Spark knows from 4.1 on.

    Over TCP a task waits for acknowledgements that the system delays by 40 ms: passes over 5 million rows
    took 8 percent longer. The path must be short, and not every file system has such files: so one is tried.
    """
    path = os.path.join(folder, f".socket-{uuid4()}")  # longer than the names that Spark chooses
    try:
        with socket.socket(socket.AF_UNIX) as tried:
            tried.bind(path)
        os.remove(path)
    except (AttributeError, OSError):  # Windows has none
        return {}
    names = ("enabled", "true"), ("dir", folder)
    return {f"spark.python.unix.domain.socket.{name}": value for name, value in names}


def codec_in(folder: str) -> dict[str, str]:
    """The setting of a codec that makes shuffled rows smaller, if Java may load it from its temporary folder.

    Of 50 million rows it leaves 61 bytes each, the usual one 71; of 5 million 42 and 51. Passes take 4
    percent longer.
    """
    if hasattr(os, "statvfs") and os.statvfs(folder).f_flag & getattr(os, "ST_NOEXEC", 0):
        return {}
    return {"spark.io.compression.codec": "zstd"}
