"""What Spark raises, as people read it: a sentence with what to do, an exit code, where the log is."""

from __future__ import annotations

import pytest

from kaltim_poverty.survey.spark.failures import failure_of
from kaltim_poverty.survey.spark.java import VERSION
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
