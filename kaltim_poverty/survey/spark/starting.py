"""A session whose driver runs in a Java that this process starts."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from kaltim_poverty.errors import InputError, KpovError
from kaltim_poverty.survey.spark.failures import failure_to_start
from kaltim_poverty.survey.spark.java import check_java
from kaltim_poverty.survey.spark.options import DEFAULT_MASTER
from kaltim_poverty.survey.spark.settings import settings
from kaltim_poverty.survey.spark.waiting import SECONDS_FOR_MASTER, check_listening, within

if TYPE_CHECKING:
    from kaltim_poverty.survey.spark.log import LogFile
    from kaltim_poverty.survey.spark.options import SparkOptions

JAVAS: list[Any] = []  # the ways to those that run
SECONDS_FOR_JAVA, SECONDS_TO_END = 180.0, 10.0  # which a busy machine may take
WORKERS = "SPARK_WORKER_DIR"  # the folder in which workers of this machine have theirs


def start(options: SparkOptions, log: LogFile) -> tuple[Any, Callable[[bool], None]]:
    """A session, and what ends it, told whether something failed.

    Raises:
        KpovError: if there is no Java, it does not start, or there is no master.
    """
    master = options.master or DEFAULT_MASTER
    check_java()
    if master.startswith("spark://"):
        check_listening(master, "spark")
    log.begin()
    try:
        started = begun(options, master, log)
    except TimeoutError:
        kill_java()
        log.remove()
        raise InputError("spark_no_master", address=master, reason=f"{SECONDS_FOR_MASTER:g} s") from None
    except KpovError:
        raise
    except Exception as error:  # noqa: BLE001 - of pyspark, py4j
        failure = failure_to_start(error, master, log)  # which Java tells
        end_java()
        raise failure from None
    return started, partial(stop, started, log)


def begun(options: SparkOptions, master: str, log: LogFile) -> Any:
    """A session in a new Java.

    Args:
        options: how Spark is reached.
        master: where executors are.
        log: where Java writes.

    Raises:
        TimeoutError: if the master does not answer.
    """
    from pyspark import SparkConf, SparkContext
    from pyspark.sql import SparkSession

    conf = SparkConf(loadDefaults=False).setAll(list(settings(options, log).items())).setMaster(master)
    with environment_of_java(options, log):
        JAVAS.append(launched(conf, log))
    SparkContext._ensure_initialized(gateway=JAVAS[-1])  # noqa: SLF001 - it has no public name
    seconds = None if options.is_local else SECONDS_FOR_MASTER
    return within(seconds, lambda: SparkSession.builder.config(conf=conf).getOrCreate())


@contextlib.contextmanager
def environment_of_java(options: SparkOptions, log: LogFile) -> Iterator[None]:
    """Have workers of this machine run this Python, and keep their files in the private folder."""
    if options.is_local:
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.pop("SPARK_REMOTE", None)  # which pyspark would take for another master
    own = options.is_local and WORKERS not in os.environ
    if own:
        os.environ[WORKERS] = log.private.path
    try:
        yield
    finally:
        if own:
            del os.environ[WORKERS]


def launched(conf: Any, log: LogFile) -> Any:
    """The way to a new Java, which writes to the log.

    It and its executors are a group of processes of their own: signals of a terminal are for this one.

    Raises:
        InputError: if it does not begin to answer.
    """
    from pyspark.java_gateway import launch_gateway

    try:
        with open(log.path, "ab") as streams:
            process = {"stdout": streams, "stderr": streams, "process_group": 0}
            return within(SECONDS_FOR_JAVA, lambda: launch_gateway(conf, process))
    except TimeoutError:
        raise InputError("spark_not_started", reason=f"{SECONDS_FOR_JAVA:g} s", log=log.path) from None


def stop(spark: Any, log: LogFile, failed: bool) -> None:
    """End a session, and the Java that it runs in; the log of a failure stays."""
    with contextlib.suppress(Exception):
        spark.stop()
    end_java()
    if not failed:
        log.remove()


def end_java() -> None:
    """End the Java of a session, so that the next one starts its own."""
    for gateway in JAVAS:
        with contextlib.suppress(Exception):
            gateway.shutdown()
        with contextlib.suppress(Exception):
            gateway.proc.stdin.close()  # which ends it
            gateway.proc.wait(SECONDS_TO_END)
    kill_java()


def kill_java() -> None:
    """End the Java of a session and its executors at once: nothing writes any more."""
    from pyspark import SparkContext

    for gateway in JAVAS:
        if gateway.proc.poll() is None:
            with contextlib.suppress(OSError):
                end_group(gateway.proc)
    JAVAS.clear()
    SparkContext._gateway = SparkContext._jvm = None  # noqa: SLF001 - they have no public names
    SparkContext._active_spark_context = None  # noqa: SLF001 - of a session that did not begin


def end_group(process: Any) -> None:
    """End a process that leads a group, with its group.

    Raises:
        OSError: if it has ended.
    """
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
