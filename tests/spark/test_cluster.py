"""Real executors, in processes with memory of their own: one session of Spark for all tests here."""

from __future__ import annotations

import os
import re
import shutil
import signal
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pytest
from survey_rows import DESIGN, FIELDS, check_same, survey

from kaltim_poverty.errors import InputError, OutputError
from kaltim_poverty.inputs import addresses
from kaltim_poverty.survey import compare, deciles, describe, estimate
from kaltim_poverty.survey.sample import SIZES
from kaltim_poverty.survey.spark import new_register, register
from kaltim_poverty.survey.spark.marking_pass import marking_pass
from kaltim_poverty.survey.spark.rows import RowsOfFrame

pytestmark = [
    pytest.mark.skipif(not find_spec("py4j"), reason="pyspark is not installed"),
    pytest.mark.skipif(not shutil.which("java"), reason="there is no Java"),
    pytest.mark.xdist_group("spark"),
]
MASTER = "local-cluster[2,1,1024]"
SETTINGS = {
    "spark.executor.memory": "1g",
    "spark.task.maxFailures": "2",
    "spark.stage.maxConsecutiveAttempts": "2",
}
QUESTION = {"line": 400, "by": ["g"], "measure": ["p0", "gini", "median", "sen"], **DESIGN}


@pytest.fixture(scope="module", autouse=True)
def executors(tmp_path_factory):
    """Two workers whose folders are removed with those of the tests."""
    patch = pytest.MonkeyPatch()
    patch.setenv("SPARK_WORKER_DIR", str(tmp_path_factory.mktemp("work")))
    yield
    if find_spec("py4j"):
        from kaltim_poverty.survey.spark.session import SESSIONS

        SESSIONS.end()
    patch.undo()


def on_cluster(question, *files, **options):
    """The answer of the cluster."""
    return question(*files, engine="spark", spark_master=MASTER, spark_conf=SETTINGS, **options)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("rows") / "s.csv"
    path.write_text(survey(9000), encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def usual(file):
    """What the cluster says when nothing happens to it."""
    return on_cluster(estimate, file, rows_of_block=3000, **QUESTION)


def digits(answer):
    return [tuple(repr(getattr(row, field)) for field in FIELDS) for row in answer.rows]


def test_values_errors_and_notes_are_those_of_one_machine(file, usual):
    check_same(estimate(file, **QUESTION), usual)


def test_executors_draw_the_psus_of_a_bootstrap(file):
    question = {**QUESTION, "measure": ["p0", "gini"], "bootstrap": 5, "psu": "p,q"}
    check_same(estimate(file, **question), on_cluster(estimate, file, rows_of_block=3000, **question))


@pytest.mark.parametrize(("bytes_of_part", "adaptive"), [(2**16, "true"), (2**15, "false")])
def test_digits_do_not_depend_on_partitions(file, usual, bytes_of_part, adaptive):
    from kaltim_poverty.survey.spark.session import SESSIONS

    settings = SESSIONS.held[1].spark.conf
    settings.set("spark.sql.files.maxPartitionBytes", str(bytes_of_part))
    settings.set("spark.sql.files.openCostInBytes", "1")
    settings.set("spark.sql.adaptive.enabled", adaptive)
    assert digits(on_cluster(estimate, file, rows_of_block=3000, **QUESTION)) == digits(usual)


def executor_of_this_process():
    """The number of the Java process that this worker works for."""
    process = os.getpid()
    while b"CoarseGrainedExecutorBackend" not in Path(f"/proc/{process}/cmdline").read_bytes():
        process = int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
    return process


def dying(marker, task, block):
    """A task whose executor dies the first time that any block is looked at; of no marker every time."""
    if marker is None or not os.path.exists(marker):
        if marker is not None:
            Path(marker).touch()
        os.kill(executor_of_this_process(), signal.SIGKILL)
    return task(block)


def with_deaths(monkeypatch, method, marker):
    """Have executors die in tasks of one kind."""
    import sys

    from pyspark import cloudpickle

    cloudpickle.register_pickle_by_value(sys.modules[__name__])
    own = getattr(RowsOfFrame, method)
    monkeypatch.setattr(
        RowsOfFrame, method, lambda rows, task, *others: own(rows, partial(dying, marker, task), *others)
    )


@pytest.mark.parametrize("method", ["each", "by_psu"])
def test_an_executor_that_is_killed_in_the_middle_changes_no_bit(method, file, usual, monkeypatch, tmp_path):
    with_deaths(monkeypatch, method, str(tmp_path / "died"))
    answer = on_cluster(estimate, file, rows_of_block=3000, **QUESTION)
    assert (tmp_path / "died").exists()
    assert digits(answer) == digits(usual)


def test_a_fault_in_the_last_partition(tmp_path):
    content = survey(2000)
    (tmp_path / "1.csv").write_text(content, encoding="utf-8")
    (tmp_path / "2.csv").write_text(content + "x,1,S9,900,P1,north,1,1,400,1,507,1\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"2\.csv, data row 2001, column y: 'x'"):
        on_cluster(estimate, str(tmp_path), line=400, **DESIGN)


def test_a_file_at_an_address(file, usual, monkeypatch, tmp_path):
    """The heads of files, their rows, and what is wrong in one, by way of Spark alone."""
    monkeypatch.setattr(addresses, "ADDRESS", re.compile("file:.*"))
    assert digits(on_cluster(estimate, f"file://{file}", rows_of_block=3000, **QUESTION)) == digits(usual)
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("y\n" + "1\n" * 2000 + "x\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"wrong\.csv, data row 2001, column y: 'x'"):
        on_cluster(estimate, f"file://{wrong}", welfare="y", line=3)


def test_what_is_in_a_file(file):
    assert on_cluster(describe, file, **DESIGN).rows == describe(file, **DESIGN).rows


def marks(folder):
    """What a register says of each row; rows are told apart by all that they have."""
    tables = f"read_parquet('{folder}**/*.parquet', hive_partitioning = true)"
    return duckdb.sql(f'SELECT p, z, g, score, "group" FROM {tables} ORDER BY ALL').fetchall()


def test_a_register_is_written_where_its_rows_are(file, tmp_path, monkeypatch):
    """To a folder of this machine, then to an address, where nothing has another name before."""
    asked = REGISTER
    one = deciles(file, f"{tmp_path}/one/", **asked)
    monkeypatch.setattr(register, "ROWS_OF_BLOCK", 3000)
    two = on_cluster(deciles, file, f"{tmp_path}/two/", **asked)
    assert [row.rows for row in two] == [row.rows for row in one]
    assert marks(f"{tmp_path}/two/") == marks(f"{tmp_path}/one/")
    monkeypatch.setattr(addresses, "ADDRESS", re.compile("file:.*"))
    far = f"file://{tmp_path}/far/"
    on_cluster(deciles, file, far, **asked)
    assert (tmp_path / "far" / "_SUCCESS").exists()
    assert marks(f"{tmp_path}/far/") == marks(f"{tmp_path}/one/")
    with pytest.raises(OutputError, match="--overwrite"):
        on_cluster(deciles, file, far, **asked)
    on_cluster(deciles, file, far, overwrite=True, **{**asked, "groups": 3})
    assert {row[-1] for row in marks(f"{tmp_path}/far/")} == {1, 2, 3}
    (tmp_path / "far" / "letter.docx").touch()
    with pytest.raises(OutputError, match=r"letter\.docx"):
        on_cluster(deciles, file, far, overwrite=True, **asked)


REGISTER = {"score": "y", "id": "p,z", "within": "g", "groups": 7, "missing": "drop"}


def with_deaths_while_writing(monkeypatch, marker):
    """Have executors die when they have written the rows of a batch, once or every time."""
    import sys

    from pyspark import cloudpickle

    cloudpickle.register_pickle_by_value(sys.modules[__name__])
    monkeypatch.setattr(
        new_register, "marking", lambda plan: lambda batches: dying_marks(marker, plan, batches)
    )


def dying_marks(marker, plan, batches):
    """The rows of a register, after which the executor dies."""
    yield from marking_pass(plan, batches)
    dying(marker, str, None)


def test_a_register_is_whole_though_an_executor_is_killed_as_it_writes(file, tmp_path, monkeypatch):
    usual = on_cluster(deciles, file, f"{tmp_path}/usual/", **REGISTER)
    with_deaths_while_writing(monkeypatch, str(tmp_path / "died"))
    found = on_cluster(deciles, file, f"{tmp_path}/out/", **REGISTER)
    assert (tmp_path / "died").exists()
    assert [repr(row) for row in found] == [repr(row) for row in usual]
    assert marks(f"{tmp_path}/out/") == marks(f"{tmp_path}/usual/")


def test_no_register_appears_if_all_executors_die(file, tmp_path, monkeypatch):
    with_deaths_while_writing(monkeypatch, None)
    with pytest.raises(InputError, match="executors of Spark were lost") as lost:
        on_cluster(deciles, file, f"{tmp_path}/out/", **REGISTER)
    assert lost.value.exit_code == 3
    assert list(tmp_path.iterdir()) == []
    from kaltim_poverty.survey.spark.session import SESSIONS

    SESSIONS.held[1].failed = False  # Spark has executors again, and the next test need not begin another


def test_many_domains_are_brought_together(file):
    """With the influence of PSUs on a line that was estimated, which blocks of domains have to be given."""
    question = {**DESIGN, "relative_line": 0.6, "by": "q,u", "measure": ["p0", "median"]}
    sizes = SIZES._replace(rows_of_block=3000, pairs_of_driver=0)
    check_same(estimate(file, **question), on_cluster(estimate, file, sizes=sizes, **question))


def test_two_surveys_at_a_time(file, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text(survey(3000), encoding="utf-8")
    question = {"line": 400, "measure": "p0", **DESIGN}
    one = compare(file, str(other), **question)
    two = on_cluster(compare, file, str(other), **question)
    assert two.rows[0].se == pytest.approx(one.rows[0].se, rel=1e-11)


def test_executors_that_all_die_end_in_a_sentence(file, monkeypatch, tmp_path):
    """The last test: the session has failed, and the next question would begin another."""
    with_deaths(monkeypatch, "each", None)
    with pytest.raises(InputError, match="executors of Spark were lost") as lost:
        on_cluster(estimate, file, temp=str(tmp_path), **QUESTION)
    assert lost.value.exit_code == 3
