"""A session of Spark: the one that is running, one of a server, or one that is started."""

from __future__ import annotations

import atexit
import contextlib
import os
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, TypeVar

from kaltim_poverty.errors import InputError, MissingPackageError
from kaltim_poverty.inputs.steps import STEPS, Tasks
from kaltim_poverty.survey.spark import versions
from kaltim_poverty.survey.spark.failures import failure_of
from kaltim_poverty.survey.spark.log import LogFile
from kaltim_poverty.survey.spark.options import SparkOptions
from kaltim_poverty.survey.spark.settings import OURS
from kaltim_poverty.survey.spark.starting import kill_java, start
from kaltim_poverty.survey.spark.waiting import SECONDS_FOR_MASTER, check_listening, within

Found = TypeVar("Found")
SECONDS_FOR_WORKERS = 120.0  # of this machine
SECONDS_TO_LEAVE = 5.0
SECONDS_FOR_EXECUTORS = 300.0  # which a cluster may have to start
NAMES = {"py4j": "pyspark", "grpc": "pyspark-client"}  # of packages, by what only they bring
LOGGERS = ("SQLQueryContextLogger", "DataFrameQueryContextLogger")


class Session:
    """A session of Spark.

    Args:
        spark: of pyspark.
        log: where to look if something fails.
        stop: what ends it, if it is ours, told whether something failed.
    """

    def __init__(self, spark: Any, log: LogFile, stop: Callable[[bool], None]) -> None:
        self.spark, self.log, self.end = spark, log, stop
        self.failed, self.passes = False, 0

    def is_alive(self) -> bool:
        """Whether nothing has failed in it: what comes after a failure begins anew."""
        return not self.failed

    def stop(self) -> None:
        """End it, if it was begun here."""
        self.end(self.failed)

    def running(self, action: Callable[[], Found]) -> Found:
        """The result of what asks Spark for something.

        Raises:
            KpovError: for what went wrong with it.
        """
        try:
            with without_warnings():
                return action()
        except Exception as error:  # noqa: BLE001 - of pyspark, py4j, grpc, the system
            self.failed = True
            with contextlib.suppress(OSError):
                self.log.add(f"{error}\n")
            raise failure_of(error, self.log.path) from None

    def passing(self, action: Callable[[], Found]) -> Found:
        """The result of a pass over rows, which a terminal may show.

        Raises:
            KpovError: for what went wrong with it.
        """
        self.passes += 1
        STEPS.begin_pass(self.passes, partial(tasks_running, self.spark))
        return self.running(action)


def tasks_running(spark: Any) -> Tasks:
    """Progress of the stages that are running; 0 of 0 over Connect, which does not report it."""
    try:
        tracker = spark.sparkContext.statusTracker()
        stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
        running = [stage for stage in stages if stage is not None]
    except Exception:  # noqa: BLE001 - of pyspark, py4j: a sign of life must not end anything
        return Tasks(0, 0)
    return Tasks(sum(stage.numCompletedTasks for stage in running), sum(stage.numTasks for stage in running))


@contextlib.contextmanager
def without_warnings() -> Iterator[None]:
    """No warnings of pyspark about other packages on stderr."""
    import logging

    for name in LOGGERS:
        logging.getLogger(name).disabled = True
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


class Sessions:
    """The session that calls share: what has begun serves the next question too, until the process ends.

    Attributes:
        held: the session, with how it is reached.
        log: its log, from before it begins.
    """

    def __init__(self) -> None:
        self.held: tuple[SparkOptions, Session] | None = None
        self.log: LogFile | None = None

    def of(self, options: SparkOptions, folder: str) -> Session:
        """The session that is reached so."""
        if self.held is not None and self.held[0] == options and self.held[1].is_alive():
            return self.held[1]
        self.end()
        self.log = LogFile(folder)
        with without_warnings():
            opened = open_session(options, self.log)
            self.held = options, opened
            check_executors(opened, options)
        return opened

    def end(self) -> None:
        """End the session, if it was begun here."""
        if self.held is not None:
            with without_warnings():
                self.held[1].stop()
        if self.log is not None:
            self.log.end()
        self.held = self.log = None

    def abandon(self) -> None:
        """End the session at once, and remove its files: the process ends."""
        kill_java()
        if self.log is not None:
            self.log.remove()
        self.held = self.log = None


SESSIONS = Sessions()
atexit.register(SESSIONS.end)


def session_for(options: SparkOptions, folder: str) -> Session:
    """A session of Spark, which stays for the next question.

    Args:
        options: how Spark is reached.
        folder: in which its log lies.

    Raises:
        MissingPackageError: if pyspark or what it needs is not installed.
        InputError: if Spark cannot be reached, or executors have other versions.
    """
    return SESSIONS.of(options, folder)


def open_session(options: SparkOptions, log: LogFile) -> Session:
    """The session that is running, one of a server, or one that is started."""
    check_packages(options)
    running = running_session() if options.remote is None else None
    if running is not None:
        with_settings(running, options)
        return Session(running, log, leave_running)
    if options.remote is not None:
        return remote_session(options, log)
    started, stop = start(options, log)
    return Session(started, log, stop)


def leave_running(failed: bool) -> None:
    """Do nothing: the session was begun by others and is left running."""
    del failed


def check_packages(options: SparkOptions) -> None:
    """Refuse to begin without the packages.

    Raises:
        MissingPackageError: with what installs them.
    """
    from importlib.util import find_spec

    extra = "spark" if options.remote is None else "spark-connect"
    needed = ("pyspark", "py4j" if options.remote is None else "grpc", "pyarrow", "pandas")
    lacking = [name for name in needed if find_spec(name) is None]
    if lacking:
        package = NAMES.get(lacking[0], lacking[0])
        raise MissingPackageError("missing_package", task="--engine spark", package=package, extra=extra)


def running_session() -> Any:
    """The session that a notebook, a job or another call has begun, or None."""
    from pyspark.sql import SparkSession

    if "PYSPARK_GATEWAY_PORT" in os.environ:  # inside spark-submit
        return within(None, SparkSession.builder.getOrCreate)  # or Ctrl-C would mean something else
    with contextlib.suppress(Exception):  # pyspark-client knows no session of its own kind
        return SparkSession.getActiveSession()
    return None


def is_remote(spark: Any) -> bool:
    """Whether a session is one of Spark Connect."""
    return "connect" in type(spark).__module__


def with_settings(spark: Any, options: SparkOptions) -> None:
    """Give settings to a session that has begun.

    Raises:
        InputError: for one that it does not take.
    """
    for name, value in OURS.items():
        with contextlib.suppress(Exception):  # that a server lacks or forbids
            spark.conf.set(name, value)
    for name, value in options.settings:
        try:
            spark.conf.set(name, value)
        except Exception as error:  # noqa: BLE001 - of pyspark, py4j, grpc
            raise InputError("spark_setting", name=name, reason=failure_reason(error)) from None


def failure_reason(error: Exception) -> str:
    """The first line of what Spark says."""
    return str(error).strip().partition("\n")[0].rstrip(".")


def remote_session(options: SparkOptions, log: LogFile) -> Session:
    """A session of a server of Spark Connect.

    Raises:
        InputError: if there is no server.
    """
    from pyspark.sql import SparkSession

    address = str(options.remote)
    check_listening(address, "sc")
    try:
        spark = within(SECONDS_FOR_MASTER, SparkSession.builder.remote(address).create)
        check_answers(spark)
    except TimeoutError:
        raise InputError("spark_no_server", address=address, reason=f"{SECONDS_FOR_MASTER:g} s") from None
    except Exception as error:  # noqa: BLE001 - of pyspark, grpc
        raise InputError("spark_no_server", address=address, reason=failure_reason(error)) from None
    with contextlib.suppress(Exception):  # which would write how far it is
        spark.clearProgressHandlers()
    with_settings(spark, options)

    return Session(spark, log, partial(leave_server, spark))


def check_answers(spark: Any) -> None:
    """Ask a server something: pyspark would ask what is no Spark again and again for minutes.

    Raises:
        TimeoutError: if it does not answer.
    """
    try:
        within(SECONDS_FOR_MASTER, partial(spark.conf.get, "spark.sql.session.timeZone", "UTC"))
    except TimeoutError:
        forget(spark)
        raise


def leave_server(spark: Any, failed: bool) -> None:
    """End a session of a server, which may be gone."""
    del failed
    with contextlib.suppress(Exception):
        within(SECONDS_TO_LEAVE, spark.stop)
    forget(spark)


def forget(spark: Any) -> None:
    """Have pyspark ask a server nothing when the process ends: that too could take minutes."""
    with contextlib.suppress(Exception):
        atexit.unregister(spark.client._on_exit)  # noqa: SLF001 - it has no public name


def check_executors(opened: Session, options: SparkOptions) -> None:
    """Refuse executors that have other versions than this process; over Connect, kpov is sent along.

    Raises:
        InputError: with what differs.
    """
    seconds = SECONDS_FOR_WORKERS if options.is_local else SECONDS_FOR_EXECUTORS
    wrong = differing(opened, seconds)
    if is_remote(opened.spark) and any(name == "kaltim_poverty" for name, _, _ in wrong):
        from kaltim_poverty.survey.spark.shipping import send_kpov

        send_kpov(opened.spark)
        wrong = differing(opened, seconds)
    if wrong:
        name, here, there = wrong[0]
        key = "spark_version" if there else "spark_lacks"
        name = "kpov" if name == "kaltim_poverty" else name
        raise InputError(key, package=name, here=here, there=there)


def differing(opened: Session, seconds: float) -> list[tuple[str, str, str]]:
    """The packages that executors lack, or have in other versions.

    Raises:
        InputError: if no executor answers.
    """
    from pyspark import cloudpickle

    cloudpickle.register_pickle_by_value(versions)

    def told_by_executors() -> Any:
        frame = opened.spark.range(0, 2, 1, 2).mapInArrow(versions.versions_of_batches, versions.SCHEMA)
        return within(seconds, frame.toArrow)

    try:
        told = opened.running(told_by_executors)
    except TimeoutError:
        raise InputError("spark_no_executors", seconds=f"{seconds:g}", log=opened.log.path) from None
    finally:
        cloudpickle.unregister_pickle_by_value(versions)
    return versions.differing(told.column("versions").to_pylist())
