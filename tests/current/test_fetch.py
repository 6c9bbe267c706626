"""``kpov fetch`` against a server of our own, good and bad; the token is hunted in all that is left."""

from __future__ import annotations

import ast
import json
import os
import time
import traceback

import pytest
import server as servers
from catalogue import modules
from server import TOKEN
from support import call

from kaltim_poverty import current, show
from kaltim_poverty.current import cache, credentials, service
from kaltim_poverty.errors import NotFoundError, ServiceError, UsageError


def of_gini(answers, year, **cells):
    """Have the server say these figures of Kalimantan Timur: March and September."""
    number = int(year) - 1900
    keys = {"march": f"640098434{number}61", "september": f"640098434{number}62"}
    answers.cells["98", year] = {keys[name]: value for name, value in cells.items()}


def test_a_table_is_read_a_year_a_request(bps):
    rows = current.fetch("192", years="2025..2026", every=True)
    assert {(row.area, row.period.year) for row in rows} == {
        (area, year) for area in ("00", "64") for year in (2025, 2026)
    }
    asked = [path.replace(TOKEN, "T") for path in bps.asked]
    assert asked == [
        "/v1/api/list/model/th/lang/ind/domain/0000/var/192/page/1/key/T",
        "/v1/api/list/model/th/lang/ind/domain/0000/var/192/page/2/key/T",
        "/v1/api/list/model/data/lang/ind/domain/0000/var/192/th/125/key/T",
        "/v1/api/list/model/data/lang/ind/domain/0000/var/192/th/126/key/T",
    ]


def test_without_years_the_last_two_are_asked_for(bps):
    assert {row.period.year for row in current.fetch("98", every=True)} == {2025, 2026}


def test_what_was_kept_answers_and_names_table_and_date(bps):
    of_gini(bps, "2026", march=0.312, september=0.315)
    rows = current.fetch("98", years="2026", area="64", keep="new")
    assert [(str(row.period), str(row.received), row.status) for row in rows] == [
        ("2026-03", "0.312", "new"),
        ("2026-09", "0.315", "new"),
    ]
    answer = show("2026-09", area="64", indicator="gini")
    assert [str(row.value) for row in answer] == ["0.315"]
    assert "(BPS table 98, received " in str(answer.notes[0])
    [source] = answer.sources
    assert (source.kind, source.table, source.updated) == ("fetched", "98", "2026-07-15 11:00:00")
    assert source.url.endswith("/model/data/lang/ind/domain/0000/var/98/th/126/key/***")
    assert [(row.table, row.figures) for row in current.list_data()] == [("98", 2)]


def test_a_day_long_nothing_is_asked_twice_and_that_is_said(bps):
    current.fetch("98", years="2026")
    count = len(bps.asked)
    answer = current.fetch("98", years="2026")
    assert len(bps.asked) == count
    assert "from_cache" in {each.code for each in answer.notes}
    current.fetch("98", years="2026", refresh=True)
    assert len(bps.asked) == 2 * count


def test_an_old_answer_is_asked_for_again_but_serves_offline(bps, tmp_path, monkeypatch):
    current.fetch("98", years="2026")
    count = len(bps.asked)
    for path in (tmp_path / "cache" / "kpov").iterdir():
        os.utime(path, (time.time() - 2 * cache.DAY - 60,) * 2)
    monkeypatch.delenv("KPOV_BPS_TOKEN")
    answer = current.fetch("98", years="2026", offline=True)
    [said] = [each for each in answer.notes if each.code == "from_cache"]
    assert "48 h 1 min" in str(said)
    assert len(bps.asked) == count
    monkeypatch.setenv("KPOV_BPS_TOKEN", TOKEN)
    current.fetch("98", years="2026")
    assert len(bps.asked) == 2 * count


def test_offline_without_an_answer_is_4(bps):
    done = call("fetch", "98", "--offline")
    assert done.code == 4
    assert bps.asked == []


FAULTS = {
    "hang": "service_slow",
    "drip": "service_slow",
    "drip_body": "service_slow",
    "cut": "service_cut",
    "close": "service_cut",
    "too_many": "service_busy",
    "broken": "service_busy",
    "page": "service_not_json",
    "nothing": "service_empty",
    "blanks": "service_too_much",
    "elsewhere": "service_elsewhere",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_ends_within_its_deadline_with_a_sentence_and_nothing_kept(bps, tmp_path, fault, monkeypatch):
    bps.always = getattr(servers, fault)
    start = time.monotonic()
    with pytest.raises(ServiceError) as caught:
        current.fetch("98", years="2026", keep="all", timeout="0.2")
    assert caught.value.key == FAULTS[fault]
    assert caught.value.exit_code == 69
    assert time.monotonic() - start < 8
    assert caught.value.text("id") != str(caught.value)
    assert not (tmp_path / "data").exists()
    assert no_token_in(tmp_path, "".join(traceback.format_exception(caught.value)))


def no_token_in(folder, *texts):
    """Whether the token stands neither in the texts nor in any byte or name of the files."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    data = [path.read_bytes() for path in files] + [text.encode() for text in texts]
    data += [str(path).encode() for path in folder.rglob("*")]
    return not any(TOKEN.encode() in each or TOKEN.lower().encode() in each.lower() for each in data)


@pytest.mark.parametrize("fault", ["too_many", "broken", "cut", "close", "page", "nothing"])
def test_what_goes_wrong_twice_and_then_well_is_well(bps, fault):
    bps.misbehaviour = [getattr(servers, fault)] * 2
    assert len(current.fetch("98", years="2026", every=True)) == 4


def test_other_errors_are_not_tried_again(bps):
    bps.always = servers.said({"status": "Error", "message": "Not a model"}, 400)
    with pytest.raises(ServiceError, match="Not a model"):
        current.fetch("98", years="2026")
    assert len(bps.asked) == 1


def test_a_wrong_token_is_said_without_it(bps, monkeypatch, tmp_path):
    wrong = "wrongT0ken9876543"
    monkeypatch.setenv("KPOV_BPS_TOKEN", wrong)
    done = call("fetch", "--keep", "all")
    assert done.code == 69
    assert "did not accept the token: Invalid API key ***" in done.err
    assert len(bps.asked) == 1
    assert wrong not in done.out + done.err + "".join(map(str, tmp_path.rglob("*")))


def test_three_tables_that_fail_in_a_row_end_the_run(bps):
    bps.always = servers.broken
    done = call("fetch", "--timeout", "1")
    assert done.code == 69
    assert len(bps.asked) == 3 * 4
    assert done.err.count("\n") == 1


def test_tables_that_were_received_are_shown_and_kept_beside_one_that_failed(bps):
    """Each whole or not at all: a table with one year missing is not kept."""
    of_gini(bps, "2026", march=0.312)
    bps.misbehaviour = [None] * 3 + [servers.said({"status": "Error", "message": "no"}, 400)]
    done = call("fetch", "192", "98", "--years", "2025..2026", "--area", "64", "--keep", "new")
    assert done.code == 69
    assert "Table 192 was not received" in done.err
    assert [row.table for row in current.list_data()] == ["98"]


def test_a_redirect_on_the_same_host_is_followed(bps):
    bps.always = servers.moved
    assert len(current.fetch("98", years="2026", every=True)) == 4


NOTHING = {
    "an empty list": {"status": "OK", "data-availability": "available", "datacontent": []},
    "no cells": {"status": "OK", "data-availability": "available", "datacontent": {}},
    "list-not-available": {"status": "OK", "data-availability": "list-not-available"},
    "not-available": {"status": "OK", "data-availability": "not-available"},
}


@pytest.mark.parametrize("kind", NOTHING)
@pytest.mark.parametrize("status", [200, 404])
def test_a_year_without_figures_is_no_fault(bps, kind, status):
    bps.misbehaviour = [None, None, servers.said(NOTHING[kind], status)]
    rows = current.fetch("98", years="2025..2026", every=True)
    assert {row.period.year for row in rows} == {2026}
    assert "table_failed" not in {each.code for each in rows.notes}


def test_that_there_is_nothing_is_not_remembered(bps):
    """The figures may come within the hour."""
    bps.misbehaviour = [None, None, servers.said(NOTHING["not-available"])]
    with pytest.raises(NotFoundError):
        current.fetch("98", years="2026")
    assert len(current.fetch("98", years="2026", every=True)) == 4


def test_a_table_whose_title_changed_is_refused_by_name(bps):
    bps.titles["98"] = ("Indeks Theil Menurut Provinsi", "", 3)
    done = call("fetch", "98", "--years", "2026", "--keep", "all")
    assert done.code == 1
    assert "Table 98 was refused: table 98 is called 'Indeks Theil Menurut Provinsi'" in done.err
    with pytest.raises(NotFoundError):
        current.list_data()


def test_a_cell_without_a_place_refuses_the_table(bps):
    bps.cells["98", "2026"] = {"64009843412661": 0.3, "77": 0.3}
    done = call("fetch", "98", "--years", "2026", "--keep", "all")
    assert (done.code, done.out.count("\n")) == (1, 1)
    assert "belongs to no area" in done.err


def test_an_answer_about_another_table_is_refused(bps):
    bps.misbehaviour = [None, None, servers.said(bps.data("192", "126"))]
    assert "asked for" in call("fetch", "98", "--years", "2026").err


def test_districts_are_read_and_their_province_compared(bps):
    rows = current.fetch("621", years="2026", every=True)
    assert [row.area for row in rows] == ["6472"]


def test_tables_are_found_by_words(bps):
    bps.variables = [
        {"var_id": number, "title": f"Garis Kemiskinan {number}", "unit": "Rupiah", "sub_name": "Kemiskinan"}
        for number in range(1, 24)
    ] + [
        {"var_id": 624, "title": "Garis Kemiskinan Menurut Kabupaten/Kota", "unit": "Rupiah", "sub_name": "K"}
    ]
    done = call("fetch", "--find", "kabupaten GARIS", "-f", "json")
    assert [row["table"] for row in json.loads(done.out)["rows"]] == ["624"]
    assert len(bps.asked) == 3
    assert call("fetch", "--find", "inflasi").code == 4


def test_what_no_table_has_is_said(bps):
    answer = call("fetch", "--years", "2026")
    assert "in no table of the service" in answer.err


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown"])
def test_the_token_is_in_no_output_and_no_file(bps, tmp_path, form):
    """Neither after good answers nor where the service repeats it."""
    bps.cells["98", "2026"] = {"64009843412661": 0.3}
    body = bps.data("98", "126")
    body["related"] = [{"url": f"https://webapi.bps.go.id/v1/api/list/key/{TOKEN}"}]
    bps.misbehaviour = [None, None, servers.said(body)]
    out = tmp_path / "answer.html"
    done = call("fetch", "98", "--years", "2026", "--keep", "all", "--all", "-f", form)
    listed = call("data", "list", "-f", form)
    shown = call("show", "2026", "--indicator", "gini", "-f", form)
    call("data", "export", str(tmp_path / "pack.zip"))
    import zipfile

    with zipfile.ZipFile(tmp_path / "pack.zip") as archive:
        archive.extractall(tmp_path / "pack")
    texts = [each.out + each.err for each in (done, listed, shown)]
    assert done.code == 0
    assert any(path.suffix == ".json" for path in (tmp_path / "pack").rglob("*"))
    assert no_token_in(tmp_path, *texts, str(out))


def test_the_token_is_in_no_traceback(bps, monkeypatch):
    """Whatever goes wrong inside, with all of its causes."""

    def failing(*_, **__):
        raise RuntimeError("deep inside")

    monkeypatch.setattr(service, "limited", failing)
    monkeypatch.setenv("KPOV_DEBUG", "1")
    with pytest.raises(RuntimeError) as caught:
        current.fetch("98", years="2026")
    assert TOKEN not in "".join(traceback.format_exception(caught.value))
    assert TOKEN not in repr(service.Service(TOKEN, 1))


@pytest.mark.parametrize(
    "token",
    [
        "has blank in it",
        "new\nline12345",
        "short",
        "ünïcode-token",
        "a/b?c=d&e1234",
        "abc%2Fdef12345",
        "abc+def/1234==",
        "../../../etc/passwd",
        "tökén%00\x1b[31m1234",
        "9" * 201,
    ],
)
def test_a_token_of_another_shape_is_refused_without_repeating_it(bps, monkeypatch, token):
    monkeypatch.setenv("KPOV_BPS_TOKEN", token)
    with pytest.raises(UsageError) as caught:
        current.fetch("98")
    assert caught.value.key == "malformed_token"
    assert token not in str(caught.value)
    assert bps.asked == []


def test_the_token_is_read_from_a_file_that_nobody_else_can_read(bps, monkeypatch, tmp_path):
    monkeypatch.delenv("KPOV_BPS_TOKEN")
    done = call("fetch", "98")
    assert done.code == 2
    assert "webapi.bps.go.id" in done.err
    file = tmp_path / "config" / "kpov" / "token"
    file.parent.mkdir(parents=True)
    file.write_text(f"\ufeff{TOKEN}\r\n", encoding="utf-8")
    file.chmod(0o644)
    assert "chmod 600" in call("fetch", "98").err
    file.chmod(0o600)
    assert call("fetch", "98", "--years", "2026").code == 0


def test_a_file_of_the_token_that_cannot_be_read_is_named_without_what_is_in_it(bps, monkeypatch, tmp_path):
    monkeypatch.delenv("KPOV_BPS_TOKEN")
    file = tmp_path / "config" / "kpov" / "token"
    file.mkdir(parents=True)
    done = call("fetch", "98")
    assert (done.out, done.code) == ("", 3)
    assert f"{file} cannot be read" in done.err
    file.rmdir()
    file.write_bytes(b"secret\xff12345678")
    file.chmod(0o600)
    done = call("fetch", "98")
    assert (done.out, done.code) == ("", 3)
    assert str(file) in done.err
    assert "UTF-8" in done.err
    assert "secret" not in done.err


@pytest.mark.parametrize(
    ("platform", "variables", "folder"),
    [
        ("linux", {"XDG_CONFIG_HOME": "/etc/mine"}, "/etc/mine/kpov"),
        ("linux", {"XDG_CONFIG_HOME": ""}, "/home/of/.config/kpov"),
        ("darwin", {"XDG_CONFIG_HOME": "/etc/mine"}, "/home/of/Library/Application Support/kpov"),
        ("win32", {"APPDATA": "/mine"}, "/mine/kpov"),
    ],
)
def test_the_token_lies_where_the_system_keeps_settings(platform, variables, folder, monkeypatch):
    monkeypatch.setattr(credentials.sys, "platform", platform)
    monkeypatch.setenv("HOME", "/home/of")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert credentials.config_folder() == folder


def test_what_is_remembered_is_private(bps, tmp_path):
    current.fetch("98", years="2026")
    files = list((tmp_path / "cache" / "kpov").iterdir())
    assert files
    assert {oct(path.stat().st_mode & 0o777) for path in files} == {"0o600"}


@pytest.mark.parametrize(
    "address", ["http://webapi.bps.go.id", "ftp://127.0.0.1", "http://127.0.0.1@evil.org", "x"]
)
def test_only_https_and_loopback_are_asked(bps, monkeypatch, address):
    monkeypatch.setenv("KPOV_BPS_URL", address)
    with pytest.raises(UsageError, match="KPOV_BPS_URL"):
        current.fetch("98")


def test_a_service_that_is_not_there_names_import(bps, monkeypatch):
    monkeypatch.setenv("KPOV_BPS_URL", "http://127.0.0.1:9")
    done = call("fetch", "98")
    assert done.code == 69
    assert "kpov import" in done.err
    assert done.err.count("\n") == 1


WRONG = [
    ("fetch", "abc"),
    ("fetch", "98", "--years", "20x6"),
    ("fetch", "98", "--years", "2026..2020"),
    ("fetch", "98", "--keep", "some"),
    ("fetch", "98", "--timeout", "0"),
    ("fetch", "98", "--timeout", "abc"),
    ("fetch", "98", "--offline", "--refresh"),
    ("fetch", "98", "--find", "x"),
    ("fetch", "--find", "x", "--keep", "new"),
]


@pytest.mark.parametrize("line", WRONG)
def test_a_wrong_command_line_asks_nothing(bps, line):
    assert call(*line).code == 2
    assert bps.asked == []


# To the master that somebody names with --engine spark; a file between Java and Python of this machine.
OF_A_CLUSTER = {"waiting.py", "settings.py"}


def test_no_other_file_opens_a_socket():
    """No telemetry, no look for updates."""
    network = {
        "socket",
        "ssl",
        "http",
        "urllib",
        "ftplib",
        "smtplib",
        "asyncio",
        "requests",
        "httpx",
        "aiohttp",
    }
    found = set()
    for path, tree in modules():
        for node in ast.walk(tree):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) else []
            opens = [name for name in names if name.partition(".")[0] in network]
            found |= {path.name for name in opens if name != "urllib.parse"}
    assert found - OF_A_CLUSTER == {"certificates.py", "service.py"}  # the second says whom the first trusts


def test_a_question_opens_no_socket(monkeypatch):
    import socket

    def opened(*_, **__):
        raise AssertionError("a socket")

    monkeypatch.setattr(socket, "socket", opened)
    for line in (
        ("compare", "2023", "2024"),
        ("--version",),
        ("help", "fetch"),
        ("data", "path"),
        ("list", "areas"),
    ):
        assert call(*line).code in (0, 2)
