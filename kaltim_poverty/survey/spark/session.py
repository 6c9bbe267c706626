"""A session of Spark: the one that is running, one of a server, or one that is started."""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import socket
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urlsplit

from kaltim_poverty.errors import InputError, KpovError, MissingPackageError
from kaltim_poverty.inputs.steps import STEPS, Tasks
from kaltim_poverty.survey.spark import versions
from kaltim_poverty.survey.spark.failures import failure_of
from kaltim_poverty.survey.spark.java import check_java
from kaltim_poverty.survey.spark.log import LogFile
from kaltim_poverty.survey.spark.options import DEFAULT_MASTER, SparkOptions

Found = TypeVar("Found")
SECONDS_FOR_MASTER = 60.0
SECONDS_FOR_EXECUTORS = 300.0
PORTS = {"spark": 7077, "sc": 15002}
OURS = {  # settings of a session; those of people come after
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
    """

    def __init__(self) -> None:
        self.held: tuple[SparkOptions, Session] | None = None

    def of(self, options: SparkOptions, folder: str, private: str) -> Session:
        """The session that is reached so."""
        if self.held is not None and self.held[0] == options and self.held[1].is_alive():
            return self.held[1]
        self.end()
        with without_warnings():
            opened = open_session(options, folder, private)
            self.held = options, opened
            check_executors(opened, over_connect=is_remote(opened.spark))
        return opened

    def end(self) -> None:
        """End the session, if it was begun here."""
        if self.held is not None:
            with without_warnings():
                self.held[1].stop()
        self.held = None


SESSIONS = Sessions()
atexit.register(SESSIONS.end)


def session_for(options: SparkOptions, folder: str, private: str) -> Session:
    """A session of Spark, which stays for the next question.

    Args:
        options: how Spark is reached.
        folder: in which its log lies.
        private: a folder for files of this process alone.

    Raises:
        MissingPackageError: if pyspark or what it needs is not installed.
        InputError: if Spark cannot be reached, or executors have other versions.
    """
    return SESSIONS.of(options, folder, private)


def open_session(options: SparkOptions, folder: str, private: str) -> Session:
    """The session that is running, one of a server, or one that is started."""
    check_packages(options)
    log = LogFile(folder, private)
    running = running_session() if options.remote is None else None
    if running is not None:
        with_settings(running, options)
        return Session(running, log, leave_running)
    if options.remote is not None:
        return remote_session(options, log)
    check_java()
    log.begin()
    return started_session(options, log)


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
        return SparkSession.builder.getOrCreate()
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
        spark = SparkSession.builder.remote(address).create()
    except Exception as error:  # noqa: BLE001 - of pyspark, grpc
        raise InputError("spark_no_server", address=address, reason=failure_reason(error)) from None
    with contextlib.suppress(Exception):  # which would write how far it is
        spark.clearProgressHandlers()
    with_settings(spark, options)

    def stop(failed: bool) -> None:
        del failed
        with contextlib.suppress(Exception):
            spark.stop()

    return Session(spark, log, stop)


def check_listening(address: str, scheme: str) -> None:
    """Refuse an address at which no server listens.

    Raises:
        InputError: with the reason.
    """
    parts = urlsplit(address.split(";", maxsplit=1)[0].split(",", maxsplit=1)[0])
    try:
        port = parts.port or PORTS[scheme]
        with socket.create_connection((parts.hostname or "", port), timeout=SECONDS_FOR_MASTER):
            return
    except (OSError, ValueError) as error:
        key = "spark_no_server" if scheme == "sc" else "spark_no_master"
        raise InputError(
            key, address=address, reason=getattr(error, "strerror", None) or str(error)
        ) from None


def started_session(options: SparkOptions, log: LogFile) -> Session:
    """A session with a driver in a Java that this process starts.

    Raises:
        InputError: if Java does not start, or there is no master.
    """
    from pyspark import SparkConf, SparkContext
    from pyspark.java_gateway import launch_gateway
    from pyspark.sql import SparkSession

    master = options.master or DEFAULT_MASTER
    if master.startswith("spark://"):
        check_listening(master, "spark")
    if options.is_local:
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.pop("SPARK_REMOTE", None)  # which pyspark would take for another master
    conf = SparkConf(loadDefaults=False).setAll(list(settings(options, log).items())).setMaster(master)
    before = signal.getsignal(signal.SIGINT)
    try:
        with open(log.path, "ab") as streams:
            gateway = launch_gateway(conf, {"stdout": streams, "stderr": streams})
        SparkContext._ensure_initialized(gateway=gateway)  # noqa: SLF001 - it has no public name
        started = within(
            None if options.is_local else SECONDS_FOR_MASTER,
            lambda: SparkSession.builder.config(conf=conf).getOrCreate(),
        )
    except TimeoutError:
        gateway.proc.kill()
        raise InputError("spark_no_master", address=master, reason=f"{SECONDS_FOR_MASTER:g} s") from None
    except Exception as error:  # noqa: BLE001 - of pyspark, py4j
        raise not_started(error, master, log) from None
    finally:
        restore(before)
    return Session(started, log, lambda failed: stop(started, gateway, log, failed=failed))


def settings(options: SparkOptions, log: LogFile) -> dict[str, str]:
    """The settings of a session that is started."""
    own = {**OURS, **OF_MASTER, **(OF_LOCAL_MASTER if options.is_local else {})}
    given = dict(options.settings)
    java = f"-Dlog4j2.configurationFile=file:{log.configuration}"
    options_of_java = f"{java} {given.pop('spark.driver.extraJavaOptions', '')}".strip()
    return {**own, "spark.driver.extraJavaOptions": options_of_java, **given}


def within(seconds: float | None, action: Callable[[], Found]) -> Found:
    """The result of an action, with a timeout.

    Raises:
        TimeoutError: if it takes longer.
    """
    found: list[Found] = []
    failed: list[BaseException] = []

    def work() -> None:
        try:
            found.append(action())
        except BaseException as error:  # noqa: BLE001 - raised again below
            failed.append(error)

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    worker.join(seconds)
    if failed:
        raise failed[0]
    if not found:
        raise TimeoutError
    return found[0]


def restore(handler: Any) -> None:
    """Restore the handler of Ctrl-C that pyspark replaced."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, handler)


def not_started(error: Exception, master: str, log: LogFile) -> KpovError:
    """The error for a session that did not begin."""
    text = f"{error}\n{log.text()}"
    if "UnsupportedClassVersionError" in text:
        return InputError("spark_old_java", java="java", version="?")
    if "All masters are unresponsive" in text or "Could not parse Master URL" in text:
        return InputError("spark_no_master", address=master, reason=failure_reason(error))
    return failure_of(error, log.path)


def stop(spark: Any, gateway: Any, log: LogFile, *, failed: bool) -> None:
    """End a session that was started here, and the Java that it runs in; the log of a failure stays."""
    from pyspark import SparkContext

    with contextlib.suppress(Exception):
        spark.stop()
    with contextlib.suppress(Exception):
        gateway.shutdown()
    SparkContext._gateway = SparkContext._jvm = None  # noqa: SLF001 - so that the next session starts its own
    with contextlib.suppress(Exception):
        gateway.proc.stdin.close()  # which ends it
        gateway.proc.wait(10)
    if not failed:
        log.remove()


def check_executors(opened: Session, *, over_connect: bool) -> None:
    """Refuse executors that have other versions than this process; over Connect, kpov is sent along.

    Raises:
        InputError: with what differs.
    """
    wrong = differing(opened)
    if over_connect and any(name == "kaltim_poverty" for name, _, _ in wrong):
        from kaltim_poverty.survey.spark.shipping import send_kpov

        opened.running(lambda: send_kpov(opened.spark))
        wrong = differing(opened)
    if wrong:
        name, here, there = wrong[0]
        key = "spark_version" if there else "spark_lacks"
        name = "kpov" if name == "kaltim_poverty" else name
        raise InputError(key, package=name, here=here, there=there)


def differing(opened: Session) -> list[tuple[str, str, str]]:
    """The packages that executors lack, or have in other versions.

    Raises:
        InputError: if no executor answers.
    """
    from pyspark import cloudpickle

    cloudpickle.register_pickle_by_value(versions)
    try:
        frame = opened.spark.range(0, 2, 1, 2).mapInArrow(versions.versions_of_batches, versions.SCHEMA)
        told = opened.running(lambda: within(SECONDS_FOR_EXECUTORS, frame.toArrow))
    except TimeoutError:
        raise InputError(
            "spark_no_executors", seconds=f"{SECONDS_FOR_EXECUTORS:g}", log=opened.log.path
        ) from None
    finally:
        cloudpickle.unregister_pickle_by_value(versions)
    return versions.differing(told.column("versions").to_pylist())
