"""What Spark raises, as people read it: a sentence with what to do, an exit code, where the log is."""

from __future__ import annotations

import signal
import subprocess
from types import SimpleNamespace

import pytest

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.spark.failures import failure_of, failure_to_start
from kaltim_poverty.survey.spark.java import VERSION, check_java
from kaltim_poverty.survey.spark.versions import differing, versions_here

JAVA = """An error occurred while calling o12.collectToPython.
: org.apache.spark.SparkException: Exception thrown in awaitResult:
\tat org.apache.spark.util.SparkThreadUtils$.awaitResult(SparkThreadUtils.scala:53)
Caused by: {cause}
\tat org.apache.spark.scheduler.DAGScheduler.abortStage(DAGScheduler.scala:2973)
"""
FAILURES = {
    "no room": ("java.io.IOException: No space left on device", "spark_no_space", 74),
    "dead": (
        "org.apache.spark.ExecutorDeadException: The relative remote executor is dead",
        "spark_executors_lost",
        3,
    ),
    "killed": (
        "org.apache.spark.SparkException: ExecutorLostFailure (executor 1 exited)",
        "spark_executors_lost",
        3,
    ),
    "memory": ("java.lang.OutOfMemoryError: Java heap space", "spark_no_memory", 3),
    "stopped": (
        "org.apache.spark.SparkException: Job 3 cancelled because SparkContext was shut down",
        "spark_lost",
        3,
    ),
    "block": (
        "org.apache.arrow.vector.util.OversizedAllocationException: overflow or more than max allowed",
        "spark_block_too_large",
        3,
    ),
    "other": ("java.lang.IllegalStateException: the moon is full", "spark_failed", 3),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_is_a_sentence_without_its_stack(name):
    cause, key, code = FAILURES[name]
    error = failure_of(RuntimeError(JAVA.format(cause=cause)), "/tmp/spark.log")
    assert (error.key, error.exit_code) == (key, code)
    assert "/tmp/spark.log" in str(error)
    assert "\n" not in str(error)
    assert "scala" not in str(error)


def test_what_nobody_knows_is_told_as_spark_says_it():
    error = failure_of(RuntimeError(JAVA.format(cause=FAILURES["other"][0])), "x.log")
    assert "the moon is full" in str(error)


def test_what_executors_say_of_a_file_is_told():
    text = (
        "Traceback (most recent call last):\n  File x\nkaltim_poverty.errors.InputError: a.csv is cut short\n"
    )
    assert "could not finish: a.csv is cut short;" in str(failure_of(RuntimeError(text), "x.log"))


def test_other_versions_are_named():
    import json

    here = versions_here()
    there = {**here, "numpy": "0.1", "duckdb": ""}
    told = [json.dumps(here), json.dumps(there)]
    assert differing(told) == [("numpy", here["numpy"], "0.1"), ("duckdb", here["duckdb"], "")]


@pytest.mark.parametrize(
    ("said", "version"),
    [('openjdk version "17.0.15" 2025-04-15', 17), ('java version "1.8.0_292"', 8), ('version "21"', 21)],
)
def test_the_version_of_java(said, version):
    found = VERSION.search(said)
    assert int(found[1]) == version


def test_a_signal_ends_java_and_removes_the_files_of_a_session(monkeypatch, tmp_path):
    """At once: a process that stands for Java, the log and the private folder."""
    pytest.importorskip("pyspark")
    from kaltim_poverty.cli import signals
    from kaltim_poverty.survey.spark import session, starting
    from kaltim_poverty.survey.spark.log import LogFile

    monkeypatch.setattr("atexit._run_exitfuncs", lambda: None)
    java = subprocess.Popen(["sleep", "100"], process_group=0)
    monkeypatch.setattr(starting, "JAVAS", [SimpleNamespace(proc=java)])
    monkeypatch.setattr(session, "SESSIONS", session.Sessions())
    session.SESSIONS.log = LogFile(str(tmp_path))
    session.SESSIONS.log.begin()
    assert len(list(tmp_path.iterdir())) == 2
    signals.clean()
    assert java.wait(10) == -signal.SIGKILL
    assert list(tmp_path.iterdir()) == []


JAVA_SAYS = """WARNING: Using incubator modules: jdk.incubator.vector
12:00:00 WARN Utils: Your hostname resolves to a loopback address
{line}
Error: A fatal exception has occurred.
"""


@pytest.mark.parametrize(
    ("line", "raised", "key", "code"),
    [
        ("Invalid maximum heap size: -Xmxabc", "[JAVA_GATEWAY_EXITED]", "spark_not_started", 3),
        ("java.lang.OutOfMemoryError: Java heap space", "[JAVA_GATEWAY_EXITED]", "spark_no_memory", 3),
        ("ERROR DiskBlockManager: Failed to create any local dir.", "gone", "spark_no_folder", 74),
        ("java.io.IOException: No space left on device", "gone", "spark_no_space", 74),
        ("nothing", "Could not parse Master URL: 'local[x]'", "spark_no_master", 3),
        ("nothing", "Asked to run locally with 0 threads", "spark_not_started", 3),
    ],
)
def test_why_spark_does_not_start_is_told(line, raised, key, code, tmp_path):
    from kaltim_poverty.survey.spark.log import LogFile

    log = LogFile(str(tmp_path))
    log.add(JAVA_SAYS.format(line=line))
    error = failure_to_start(RuntimeError(raised), "local[x]", log)
    assert (error.key, error.exit_code) == (key, code)
    said = {"[JAVA_GATEWAY_EXITED]": line}.get(raised, raised)
    assert said in str(error) or key not in ("spark_not_started", "spark_no_master")
    log.remove()


@pytest.mark.parametrize(
    ("script", "key"),
    [
        ("echo 'openjdk version \"1.8.0_292\"' >&2", "spark_old_java"),
        ("kill -SEGV $$", "spark_java_fails"),
        ("true", "spark_java_fails"),
    ],
)
def test_a_java_that_is_old_or_does_not_run(script, key, tmp_path, monkeypatch):
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text(f"#!/bin/sh\n{script}\n")
    java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(InputError) as error:
        check_java()
    assert error.value.key == key
