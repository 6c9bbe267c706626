"""The ways to start that the page on registers prints, as far as one machine has them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest
from survey_rows import survey

from kaltim_poverty.survey import estimate

pytestmark = [
    pytest.mark.skipif(not find_spec("py4j"), reason="pyspark is not installed"),
    pytest.mark.skipif(not shutil.which("java"), reason="there is no Java"),
    pytest.mark.xdist_group("spark"),
]
WAIT = 90  # seconds
DESIGN = ["--welfare", "y", "--weight", "w", "--stratum", "s", "--psu", "p", "--line", "400", "-f", "json"]
JOB = "import sys; from kaltim_poverty.cli.main import main; sys.exit(main(sys.argv[1:]))"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "s.csv"
    path.write_text(survey(600), encoding="utf-8")
    return str(path)


def environment(**more):
    return {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable, **more}


def program(name):
    """A program of pyspark."""
    return os.path.join(os.path.dirname(find_spec("pyspark").origin), "bin", name)


def estimates(text):
    return [row["estimate"] for row in json.loads(text)["rows"]]


def check_answer(done, file):
    """The answer of a process is that of one machine, and nothing else is said."""
    assert (done.returncode, done.stderr) == (0, "")
    usual = estimate(file, welfare="y", weight="w", stratum="s", psu="p", line=400)
    assert estimates(done.stdout) == pytest.approx([row.estimate for row in usual.rows], rel=1e-11)


def kpov(*arguments, **more):
    command = [sys.executable, "-m", "kaltim_poverty", "survey", "estimate", *arguments, *DESIGN, "--quiet"]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=3 * WAIT, check=False, env=environment(**more)
    )


def test_on_a_laptop(file, tmp_path):
    check_answer(kpov(file, "--engine", "spark", "--temp", str(tmp_path)), file)
    assert not list(tmp_path.glob("kpov*"))


@pytest.fixture
def daemon(tmp_path):
    """Starts a daemon of Spark, and says at which address it listens."""
    running = []

    def start(kind, *arguments):
        log = tmp_path / f"{kind}.log"
        where = environment(SPARK_LOG_DIR=str(tmp_path), SPARK_WORKER_DIR=str(tmp_path / "work"))
        command = [program("spark-class"), f"org.apache.spark.deploy.{kind.lower()}.{kind}"]
        ports = ["--host", "127.0.0.1", "--webui-port", "0", *arguments]
        with log.open("wb") as said:
            running.append(subprocess.Popen([*command, *ports], stdout=said, stderr=said, env=where))
        return log

    yield start
    for process in running:
        process.terminate()
        process.wait(WAIT)


def said(log: Path, pattern):
    """What a daemon says of itself, once it does."""
    deadline = time.monotonic() + WAIT
    while time.monotonic() < deadline:
        found = re.search(pattern, log.read_text(encoding="utf-8"))
        if found is not None:
            return found[0]
        time.sleep(0.2)
    raise AssertionError(log.read_text(encoding="utf-8"))


def test_on_a_cluster_of_an_office(daemon, file):
    master = said(daemon("Master", "--port", "0"), r"spark://127\.0\.0\.1:\d+")
    said(daemon("Worker", "--cores", "1", "--memory", "1g", master), "Successfully registered with master")
    few = ["--spark-conf", "spark.driver.host=127.0.0.1", "--spark-conf", "spark.executor.memory=512m"]
    check_answer(kpov(file, "--engine", "spark", "--spark-master", master, *few), file)


def test_within_spark_submit(file, tmp_path):
    job = tmp_path / "job.py"
    job.write_text(JOB, encoding="utf-8")
    answer = tmp_path / "answer.json"
    submit = [program("spark-submit"), "--master", "local[1]", str(job), "survey", "estimate", file]
    options = [*DESIGN[:-2], "--engine", "spark", "-o", str(answer)]
    done = subprocess.run(
        [*submit, *options],
        capture_output=True,
        text=True,
        timeout=3 * WAIT,
        check=False,
        env=environment(PYSPARK_DRIVER_PYTHON=sys.executable),
    )
    assert done.returncode == 0, done.stderr
    usual = estimate(file, welfare="y", weight="w", stratum="s", psu="p", line=400)
    found = estimates(answer.read_text(encoding="utf-8"))
    assert found == pytest.approx([row.estimate for row in usual.rows], rel=1e-11)
