"""An expression sees its row and nothing else: no file, no setting, no environment, no clock, no network."""

from __future__ import annotations

import socket
import sys

import pytest
from support import call, run

from kaltim_poverty import survey
from kaltim_poverty.cli.table import GROUPS, pages
from kaltim_poverty.errors import KpovError
from kaltim_poverty.survey.read.condition_syntax import MOST_CHARACTERS
from kaltim_poverty.survey.read.engine import Engine

FORBIDDEN = [
    "(SELECT count(*) FROM read_text('{secret}')) > 0",
    "y IN (FROM read_csv('{secret}'))",
    "EXISTS (FROM '{secret}')",
    "read_text('{secret}') = 'x'",
    "getenv('HOME') = 'x'",
    "current_setting('memory_limit') = 'x'",
    "getvariable('x') = 1",
    "nextval('x') > 0",
    "sleep(5)",
    "sleep_ms(5000) IS NULL",
    "random() < 0.5",
    "now() > '2024-01-01'",
    "query('SELECT 1') = 1",
    "len(range(1000000000)) > 1",
    "repeat('a', 1000000000) = 'x'",
    "rpad('a', 1000000000, 'b') = 'x'",
    "CAST(y AS BLOB) = 'x'",
    "CAST(y AS main.integer) = 1",
    "y::json = '1'",
    "y::STRUCT(a INT) IS NULL",
    "y::INT[] IS NULL",
    "y::ENUM('a') = 'a'",
    "CAST('{secret}' AS regclass) IS NULL",
    "y = 1) UNION SELECT 1 FROM read_text('{secret}') WHERE (true",
    "true); COPY (SELECT 1) TO '{secret}.out'; SELECT (true",
    "true); SET memory_limit = '1GB'; SELECT (true",
    "true); INSTALL httpfs; SELECT (true",
    "$1 = 1",
    "list_transform([1], lambda x: x) IS NULL",
]
ALLOWED = [
    "y > 1",
    "CAST(y AS integer) > 1",
    "try_cast(y AS double) > 1",
    "y::decimal(10, 2) > 1",
    "CAST(y AS varchar) NOT LIKE '1%'",
    "date '2024-01-01' < date '2024-02-02' AND y > 1",
]


@pytest.fixture
def people(tmp_path):
    file = tmp_path / "people.csv"
    file.write_text("y\n" + "".join(f"{y}\n" for y in range(1, 9)))
    return file


def asked(file, where):
    return survey.estimate(str(file), welfare="y", measure="mean", where=where)


@pytest.mark.parametrize("where", FORBIDDEN)
def test_what_looks_beyond_the_row_is_refused(where, people, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("1\n")
    with pytest.raises(KpovError) as refused:
        asked(people, where.format(secret=secret))
    assert refused.value.exit_code in (2, 3)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["people.csv", "secret"]


@pytest.mark.parametrize("where", ALLOWED)
def test_plain_conditions_hold(where, people):
    assert asked(people, where)[0].n == 7


@pytest.mark.parametrize("language", ["en", "id"])
def test_an_expression_has_bounds(language, people):
    line = ("survey", "estimate", str(people), "--welfare", "y", "--measure", "mean", "--lang", language)
    long = " or ".join(["y=1"] * (MOST_CHARACTERS // 7 + 9))
    for where in (long, "not " * 600 + "y=1", "+".join(["y"] * 600) + "=1", "(" * 1100 + "y=1" + ")" * 1100):
        done = call(*line, "--where", where)
        assert done.code == 2, done.err
        assert len(done.err.splitlines()) == 1
        assert len(done.err) < 200
    assert call(*line, "--where", long[: MOST_CHARACTERS - 100].rpartition(" or ")[0] + " or y > 1").code == 0


GROWING = [
    "length(replace(replace(replace(y::text, '1', 'xxxxxxxxxx'), 'x', 'yyyyyyyyyy'), 'y', 'zz')) > 1",
    "replace(y::text, '1', y::text) = 'x'",
    "replace(y::text, y::text, '1') = 'x'",
    f"concat({', '.join(['y'] * 101)}) = 'x'",
    f"{' || '.join(['y::text'] * 101)} = 'x'",
    f"replace({' || '.join(['y::text'] * 60)}, '1', '22') = 'x'",
    f"list_value({', '.join(['y'] * 101)}) = list_value(1)",
    f"CASE WHEN y = 1 THEN concat({', '.join(['y'] * 101)}) ELSE 'x' END = 'x'",
]
NOT_GROWING = [
    "replace(y::text, '1', '') <> ''",
    "replace(y::text, '', 'xxxxxxxxxxxxx') <> '1'",
    "y > 1 and replace(replace(y::text, '1', '2'), '2', 'tiga') <> 'x'",
    f"y > 1 and ({' or '.join(['concat(y, y) <> 1::text'] * 200)})",
    f"y > 1 and concat({', '.join(['y'] * 100)}) <> 'x'",
]


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("where", GROWING)
def test_texts_that_would_fill_the_memory_are_refused(where, language, people):
    """The engine does not count them as memory, and does not stop while it makes one."""
    line = ("survey", "estimate", str(people), "--welfare", "y", "--measure", "mean", "--lang", language)
    done = call(*line, "--where", where)
    assert (done.out, done.code) == ("", 2)
    assert "100" in done.err
    assert (
        call("survey", "simulate", *line[2:5], "--line", "3", "--amount", "1", "--eligible", where).code == 2
    )


@pytest.mark.parametrize("where", NOT_GROWING)
def test_texts_may_be_changed(where, people):
    assert asked(people, where)[0].n >= 7


@pytest.fixture
def sealed(people):
    engine = Engine()
    engine.allow([str(people)])
    engine.seal()
    yield engine
    engine.close()


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM glob('/etc/*')",
        "SET threads = 1",
        "SET enable_external_access = true",
        "SET allowed_directories = ['/']",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SELECT * FROM read_csv('s3://a/b.csv')",
        "SELECT * FROM read_csv('http://127.0.0.1:9/b.csv')",
        "COPY (SELECT 1) TO '/etc/kpov-test'",
        "ATTACH '/etc/kpov-test.db'",
    ],
)
def test_a_sealed_engine_reads_only_the_survey(statement, sealed, people):
    """Behind the list of what an expression may hold, a second wall."""
    with pytest.raises(sealed.errors):
        sealed.rows(statement)
    assert sealed.rows(f"SELECT sum(y) FROM read_csv('{people}')") == [(36,)]
    sealed.shrink()


def test_extensions_are_never_fetched():
    engine = Engine()
    names = ("autoinstall_known_extensions", "autoload_known_extensions", "allow_community_extensions")
    for name in names:
        assert str(engine.one(f"SELECT current_setting('{name}')")[0]).casefold() == "false"
    engine.close()


@pytest.mark.parametrize(
    "name", ["~/x.csv", "s3:x.csv", "http:x.csv", "x*.csv", "a'b.csv", "[a].csv", "s3:/b/x.csv"]
)
def test_names_are_names(name, tmp_path, monkeypatch):
    """A folder may be called ``~``, ``s3:`` or ``http:``."""
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("y\n1\n2\n")
    monkeypatch.chdir(tmp_path)
    assert survey.estimate(name, welfare="y", measure="mean", where="y > 0")[0].estimate == 1.5


NO_SOCKETS = """
import socket, sys
def refuse(*_, **__):
    print("SOCKET", file=sys.stderr)
    raise SystemExit(99)
socket.socket = socket.getaddrinfo = socket.create_connection = socket.gethostbyname = refuse
import _socket
_socket.socket = _socket.getaddrinfo = _socket.gethostbyname = refuse
def audit(event, _):
    if event.startswith("socket."):
        refuse()
sys.addaudithook(audit)
"""


OFFLINE = [
    "compare 2023 2024",
    "gap 2024",
    "threshold 2024",
    "profile",
    "show 2024",
    "trend p0",
    "rank p0 2024",
    "decompose 2023 2024",
    "target 4.0 2029",
    "check",
    "brief",
    "list areas",
    "programme list",
    "programme assess --amount 5jt --recipients 1500",
    "survey describe people.csv --welfare y",
    "survey estimate people.csv --welfare y --measure mean --where y>1",
    "survey estimate http://127.0.0.1:9/x.csv --welfare y",
    "survey estimate s3://bucket/x.parquet --welfare y",
    "show 2024 --figures http://127.0.0.1:9/x.csv",
    "survey example -o made.csv",
    "survey decompose people.csv people.csv --welfare y --line 2",
    "survey growth people.csv people.csv --welfare y --nominal",
    "survey curve people.csv --welfare y --curve lorenz",
    "survey dominance people.csv people.csv --welfare y --line 2 --grid 3",
    "survey profile people.csv --welfare y --line 2 --by y",
    "survey deciles people.csv --welfare y -o deciles.parquet",
    "explain gini",
    "import people.csv --indicator p0",
    "data list",
    "data path",
    "data forget all",
    "data undo",
    "data export pack.zip",
    "scenario 2024",
    "grouped estimate --gini 0.3 --mean 2 --line 1",
    "grouped curve --gini 0.3 --mean 2",
    "grouped fit --gini 0.3 --mean 2",
    "programme allocate --recipients 1500",
    "programme strategies --budget 7.5miliar --transfer 200rb --capital 5jt --return 5",
    "programme evidence",
    "programme options --budget 7.5miliar --amount 3jt",
    "programme benefit elderly=1 --year 2025",
    "programme plan --treated 15 --comparison 15",
    "programme assign people.csv --arm treated=1 --seed 1",
    "programme monitor people.csv --received y",
    "programme evaluate people.csv --design lottery --outcome y --arm y --comparison 1",
    "programme example -o made",
    "survey compare people.csv people.csv --welfare y --measure mean",
    "survey targeting people.csv --welfare y --received y --where y<1.5 --line 3",
    (
        "survey simulate people.csv --welfare y --line 3 --amount 1 --recipients 2 --per person --every once"
        " --to poorest"
    ),
    "help formats",
    "report 2024 -o chapter.html",
]


def test_every_command_is_tried():
    """All but the one that asks the service of BPS, which has a server of its own in its tests."""
    tried = {" ".join(line.split()[: 2 if line.split()[0] in GROUPS else 1]) for line in OFFLINE}
    assert tried == {*pages()} - {*GROUPS, "fetch"}


@pytest.mark.parametrize("line", OFFLINE)
def test_no_command_opens_a_socket(line, people, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(NO_SOCKETS)
    done = run(
        *line.split(), cwd=tmp_path, env={"PYTHONPATH": str(tmp_path), "KPOV_DATA": str(tmp_path / "data")}
    )
    assert "SOCKET" not in done.err
    assert done.code in (0, 1, 2, 3, 4), done.err


def test_the_guard_against_sockets_works(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(NO_SOCKETS)
    import os
    import subprocess

    done = subprocess.run(
        [sys.executable, "-c", "import socket; socket.create_connection(('127.0.0.1', 9))"],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 99
    assert socket.socket
