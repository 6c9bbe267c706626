"""Sail, which is Spark's protocol without Java: a server on this machine, and the same tests."""

from __future__ import annotations

import atexit
import re
import shutil
import socket
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.util import find_spec

import duckdb
import local_frames
import pytest
from cluster_cases import FAULTS, QUESTIONS
from survey_rows import DESIGN, check_same, survey

from kaltim_poverty.errors import InputError, OutputError
from kaltim_poverty.inputs import addresses
from kaltim_poverty.survey import compare, deciles, describe, estimate, targeting
from kaltim_poverty.survey.spark import register

pytestmark = [
    pytest.mark.skipif(not shutil.which("sail"), reason="there is no sail on the path (pip install pysail)"),
    pytest.mark.skipif(not find_spec("grpc"), reason="pyspark[connect] is not installed"),
    pytest.mark.xdist_group("sail"),
]


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def listens(port):
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The address of a server, which ends with the last of these tests."""
    port = free_port()
    with open(tmp_path_factory.mktemp("sail") / "log", "wb") as log:
        command = ["sail", "spark", "server", "--port", str(port)]
        running = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        while not listens(port):
            assert running.poll() is None
            time.sleep(0.05)
        yield f"sc://127.0.0.1:{port}"
    finally:
        from kaltim_poverty.survey.spark.session import SESSIONS

        SESSIONS.end()
        running.terminate()
        running.wait(10)


@pytest.fixture
def on_sail(server):
    """Ask the server instead of this machine."""

    def ask(question, *files, **options):
        return question(*files, engine="spark", spark_remote=server, **options)

    return ask


@pytest.mark.parametrize("name", QUESTIONS)
def test_values_errors_and_notes_are_those_of_one_machine(name, on_sail, write):
    file, question = write(survey()), QUESTIONS[name]
    check_same(estimate(file, **question), on_sail(estimate, file, rows_of_block=800, **question))


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_in_the_last_partition_is_named_with_file_and_row(name, on_sail, tmp_path):
    line, question = FAULTS[name]
    content = survey(1500)
    (tmp_path / "1.csv").write_text(content, encoding="utf-8")
    line = line if isinstance(line, bytes) else line.encode()
    (tmp_path / "2.csv").write_bytes(content.encode() + line + b"\n")
    question = {"line": 400, **DESIGN, **question}
    with pytest.raises(InputError) as one:
        estimate(str(tmp_path), **question)
    with pytest.raises(InputError) as other:
        on_sail(estimate, str(tmp_path), **question)
    assert str(other.value) == str(one.value)


def test_digits_are_those_of_spark(on_sail, write, monkeypatch):
    """To the last bit, as the passes do them in this process."""
    file, question = write(survey()), QUESTIONS["all measures"]
    found = on_sail(estimate, file, rows_of_block=800, **question)
    local_frames.use(monkeypatch, rows=700)
    here = estimate(file, engine="spark", rows_of_block=800, **question)
    assert [repr(row) for row in found.rows] == [repr(row) for row in here.rows]


def test_a_change_between_two_surveys(on_sail, write):
    files = write(survey(), "a.csv"), write(survey(2000), "b.csv")
    question = {"line": 400, "by": ["u"], "measure": ["p0", "median"], **DESIGN}
    one, other = compare(*files, **question), on_sail(compare, *files, **question)
    assert [row.change for row in other] == pytest.approx([row.change for row in one], rel=1e-11)
    assert [row.se for row in other] == pytest.approx([row.se for row in one], rel=1e-11)
    assert other.notes == one.notes


def test_who_receives(on_sail, write):
    question = {"line": 400, "benefit": "h", "by": ["u"], "missing": "drop", **DESIGN}
    file = write(survey())
    check_same(targeting(file, **question), on_sail(targeting, file, **question))


def test_what_is_in_a_file(on_sail, write):
    file = write(survey(1500))
    assert on_sail(describe, file, **DESIGN).rows == describe(file, **DESIGN).rows


def marks(folder):
    tables = f"read_parquet('{folder}**/*.parquet', hive_partitioning = true)"
    return duckdb.sql(f'SELECT p, z, g, score, "group" FROM {tables} ORDER BY ALL').fetchall()


def test_a_register(on_sail, write, tmp_path, monkeypatch):
    monkeypatch.setattr(register, "ROWS_OF_BLOCK", 800)
    asked = {"score": "y", "id": "p,z", "within": "g", "groups": 7, "missing": "drop"}
    file = write(survey())
    one = deciles(file, f"{tmp_path}/one/", **asked)
    two = on_sail(deciles, file, f"{tmp_path}/two/", **asked)
    assert [row.rows for row in two] == [row.rows for row in one]
    assert marks(f"{tmp_path}/two/") == marks(f"{tmp_path}/one/")
    with pytest.raises(OutputError, match="--overwrite"):
        on_sail(deciles, file, f"{tmp_path}/two/", **asked)


def test_a_file_at_an_address(on_sail, write, monkeypatch, tmp_path):
    file, question = write(survey()), QUESTIONS["a subpopulation"]
    usual = on_sail(estimate, file, rows_of_block=800, **question)
    monkeypatch.setattr(addresses, "ADDRESS", re.compile("file:.*"))
    found = on_sail(estimate, f"file://{file}", rows_of_block=800, **question)
    assert [repr(row) for row in found.rows] == [repr(row) for row in usual.rows]
    far = f"file://{tmp_path}/far/"
    asked = {"score": "y", "id": "p,z", "within": "g", "missing": "drop"}
    on_sail(deciles, file, far, **asked)
    with pytest.raises(OutputError, match="--overwrite"):
        on_sail(deciles, file, far, **asked)
    on_sail(deciles, file, far, overwrite=True, **asked)


class Silent(BaseHTTPRequestHandler):
    """A server of the web, which does not know this protocol."""

    def log_message(self, *given):
        pass


def test_a_server_of_something_else_is_a_sentence_and_asked_nothing_at_the_end(write, monkeypatch):
    from kaltim_poverty.survey.spark import session

    session.SESSIONS.end()
    forgotten, own = [], atexit.unregister
    monkeypatch.setattr(session, "SECONDS_FOR_MASTER", 1.0)
    monkeypatch.setattr(atexit, "unregister", lambda function: (forgotten.append(function), own(function)))
    with HTTPServer(("127.0.0.1", 0), Silent) as web:
        threading.Thread(target=web.serve_forever, daemon=True).start()
        address = f"sc://127.0.0.1:{web.server_port}"
        with pytest.raises(InputError, match=f"no server of Spark Connect at {address}") as error:
            estimate(write("y\n1\n"), welfare="y", line=3, engine="spark", spark_remote=address)
        web.shutdown()
    assert error.value.exit_code == 3
    assert [each.__name__ for each in forgotten] == ["_on_exit"]
