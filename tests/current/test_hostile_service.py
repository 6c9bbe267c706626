"""A server that does what nobody expects: a sentence with an exit code, nothing half kept, no token."""

from __future__ import annotations

import base64
import contextlib
import copy
import gc
import gzip
import html
import json
import re
import socket
import struct
import time
import urllib.parse

import pytest
import server as servers
from server import TOKEN
from support import call

from kaltim_poverty import current
from kaltim_poverty.errors import NotFoundError

CODES = {1, 4, 69}
UNCLOSED = r"unclosed <socket.socket \[closed\]"  # by Python 3.11.2 after a proxy that says no
YEARS, DATA = 2, 1  # requests for the list of years of a table, and for a year


def raw(text):
    """Exactly these bytes, and the end."""

    def answer(handler):
        data = text if isinstance(text, bytes) else text.encode("latin-1")
        handler.wfile.write(data)
        handler.wfile.flush()
        handler.close_connection = True

    return answer


def headed(*lines, body="{}", status="200 OK"):
    """An answer with these lines in its head."""
    return raw("\r\n".join([f"HTTP/1.1 {status}", *lines, "", body]))


def redirect(to):
    """A redirect to a place that is none, or that is not to be followed."""
    return headed(f"Location: {to}", "Content-Length: 0", status="302 Found", body="")


def reset(handler):
    """Half an answer, and then the connection is reset, as when a network is unplugged."""
    handler.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{"status":')
    handler.wfile.flush()
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def endless_chunks(handler):
    """Chunks of blanks, until the other end has enough."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(50):
        handler.wfile.write(b"80000\r\n" + b" " * 0x80000 + b"\r\n")
    handler.close_connection = True


def informational(handler):
    """That it goes on, a hundred times and more."""
    with contextlib.suppress(OSError):
        for _ in range(2000):
            handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            handler.wfile.flush()
            time.sleep(0.001)
    handler.close_connection = True


LOUD = f"key/{TOKEN}"
DEEDS = {
    "superscript Retry-After": headed("Retry-After: \xb2", "Content-Length: 2", status="429 Too Many"),
    "endless Retry-After": headed("Retry-After: 9" + "9" * 400, "Content-Length: 2", status="503 Busy"),
    "superscript length": headed("Content-Length: \xb2"),
    "negative length": headed("Content-Length: -5"),
    "two lengths": headed("Content-Length: 2", "Content-Length: 9000"),
    "gzip that nobody asked for": lambda handler: handler.send(
        200, gzip.compress(b'{"status": "OK"}'), Content_Encoding="gzip"
    ),
    "a broken chunk": headed("Transfer-Encoding: chunked", body="zz\r\n{}"),
    "a cut chunk": headed("Transfer-Encoding: chunked", body='ff\r\n{"status"'),
    "endless chunks": endless_chunks,
    "reset in the middle": reset,
    "only that it goes on": informational,
    "no HTTP": raw(f"SSH-2.0-OpenSSH_9.6 {LOUD}\r\n"),
    "a thousand headers": headed(*(f"X-{place}: {LOUD}" for place in range(1000))),
    "a head of a megabyte": headed("X-Long: " + "a" * 2**20),
    "a status of four digits": headed(status="2000 OK"),
    "no content": headed(status="204 No Content", body=""),
    "a part": headed("Content-Length: 2", status="206 Partial Content", body="[]"),
    "not modified": headed(status="304 Not Modified", body=""),
    "a redirect to nowhere": headed("Content-Length: 0", status="302 Found", body=""),
    "a redirect to itself": lambda handler: handler.send(302, b"", Location=handler.path),
    "a redirect to no address": redirect("http://[::1"),
    "a redirect to letters": redirect("/v1/\xe4\xf6 \xfc"),
    "a redirect to a file": redirect("file:///etc/passwd"),
    "a redirect to a host with the token": redirect(f"https://{TOKEN}.example.com/"),
    "a redirect with the token quoted": redirect(
        f"https://example.com/login?next={urllib.parse.quote(f'/v1/{LOUD}', safe='')}"
    ),
    "a redirect with a user": redirect(f"http://{TOKEN}@127.0.0.1:1/"),
    "JSON of numbers": headed(body="[1, 2]"),
    "JSON that is deep": headed(body="[" * 100_000),
    "JSON that is deep inside": headed(body='{"data": ' + "[" * 5000 + "]" * 5000 + "}"),
    "JSON twice": headed(body="{}{}"),
    "UTF-16": raw(b"HTTP/1.1 200 OK\r\n\r\n" + '{"status": "OK"}'.encode("utf-16")),
    "no UTF-8": raw(b'HTTP/1.1 200 OK\r\n\r\n{"status": "\xff"}'),
    "an error with the token": servers.said({"status": "Error", "message": LOUD}, 403),
    "an error with no message": servers.said({"status": "Error"}, 400),
    "an error that is a list": servers.said({"status": "Error", "message": [LOUD, {"a": TOKEN}]}, 400),
    "an error that sets colours": servers.said({"status": "Error", "message": "\x1b[31m\x07 no \u202e"}, 400),
    "a page with the token": headed(f"Set-Cookie: t={TOKEN}", status="500 Oops", body=f"<b>{LOUD}</b>"),
}


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize(
    "after",
    [pytest.param(0, marks=pytest.mark.slow, id="at once"), pytest.param(YEARS, id="after the years")],
)
def test_each_deed_ends_with_a_sentence(bps, tmp_path, deed, after):
    """In time, with an exit code of its own, nothing kept, the token nowhere."""
    bps.misbehaviour = [None] * after
    bps.always = DEEDS[deed]
    start = time.monotonic()
    done = call("fetch", "98", "--years", "2026", "--keep", "all", "--timeout", "2")
    assert time.monotonic() - start < 30
    assert done.code in CODES, done.err
    assert done.err.strip()
    assert "bug in kpov" not in done.err
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", done.err)
    assert not (tmp_path / "data").exists()
    assert hidden(tmp_path, done.out, done.err)


def spellings(token):
    """A token as somebody could write it who repeats it."""
    codes = [ord(each) for each in token]
    yield token
    yield urllib.parse.quote(token, safe="")
    yield "".join(f"%{code:02x}" for code in codes)
    yield "".join(f"\\u{code:04X}" for code in codes)
    yield "".join(f"&#{code};" for code in codes)
    yield html.escape("".join(f"&#x{code:x};" for code in codes))
    yield base64.b64encode(token.encode()).decode().rstrip("=")


def hidden(folder, *texts):
    """Whether the token stands in no text, and in no name and no byte of a file, however it is spelled."""
    found = [str(path) for path in folder.rglob("*")] + list(texts)
    found += [path.read_text("utf-8", errors="replace") for path in folder.rglob("*") if path.is_file()]
    text = "\n".join(found).casefold()
    return not any(spelled.casefold() in text for spelled in spellings(TOKEN))


@pytest.mark.parametrize("place", ["title", "area", "note", "message", "page"])
@pytest.mark.parametrize("spelled", list(spellings(TOKEN)), ids=range(7))
def test_a_token_that_is_repeated_in_another_spelling_is_hidden_too(bps, tmp_path, place, spelled):
    """In a title that is refused, in a label, in what is kept, in an error, in a page."""
    body = copy.deepcopy(bps.data("98", "126"))
    marker = "PLACE"
    if place == "title":
        body["var"][0]["label"] = f"Tabel {marker}"
    elif place == "area":
        body["vervar"][0]["label"] = marker
    elif place == "note":
        body["var"][0]["note"] = marker
    text = json.dumps(body).replace(marker, spelled)
    status = "200 OK"
    if place == "message":
        status, text = "403 Forbidden", '{"status": "Error", "message": "' + spelled + '"}'
    if place == "page":
        text = f"<html><body>{spelled}</body></html>"
    bps.misbehaviour = [None, None]
    bps.always = headed(f"Content-Length: {len(text)}", status=status, body=text)
    done = call("fetch", "98", "--years", "2026", "--keep", "all", "--all", "--timeout", "5")
    assert done.code in {0, *CODES}, done.err
    assert "bug in kpov" not in done.err
    texts = [done.out, done.err]
    texts += [each.out + each.err for each in (call("data", "list"), call("show", "2026", "-f", "json"))]
    assert hidden(tmp_path, *texts)


def test_a_token_between_tags_is_hidden(bps, tmp_path):
    """Labels lose their tags: what is then together is the token."""
    body = copy.deepcopy(bps.data("98", "126"))
    body["var"][0]["label"] = f"Tabel <b>{TOKEN[:7]}</b>{TOKEN[7:]}"
    bps.misbehaviour = [None, None]
    bps.always = servers.said(body)
    done = call("fetch", "98", "--years", "2026", "--keep", "all")
    assert done.code in CODES
    assert hidden(tmp_path, done.out, done.err)


def changed(**changes):
    """The change of a good answer."""

    def change(body):
        body.update(changes)

    return change


def of_variable(**changes):
    """The change of what an answer says its table is."""

    def change(body):
        body["var"][0].update(changes)

    return change


def of_cells(change):
    """The change of each figure of an answer."""

    def changing(body):
        body["datacontent"] = {key: change(value) for key, value in body["datacontent"].items()}

    return changing


def of_year(label):
    """An answer about another year than the one that was asked for."""
    return changed(tahun=[{"val": 126, "label": label}])


WRONG_TABLES = {
    "decimals in words": of_variable(decimal="two"),
    "decimals without end": of_variable(decimal=float("inf")),
    "decimals of a list": of_variable(decimal=[2]),
    "a number of the table that is a list": of_variable(val=[98]),
    "no unit but a list": of_variable(unit=["Persen"]),
    "another unit": of_variable(unit="Persen"),
    "another year": of_year("2025"),
    "a year of no number": of_year("dua ribu"),
    "a year to come": of_year("9999"),
    "figures with underscores": of_cells(lambda _: "0.3_1"),
    "figures in other digits": of_cells(lambda _: "٠.٣١"),
    "figures with commas": of_cells(lambda _: "0,31"),
    "figures that are true": of_cells(lambda _: True),
    "figures that are lists": of_cells(lambda value: [value]),
    "figures without end": of_cells(lambda _: float("inf")),
    "figures that are none": of_cells(lambda _: float("nan")),
    "figures below nothing": of_cells(lambda value: -value),
    "figures beyond all": of_cells(lambda _: 1e300),
    "areas that are text": changed(vervar=["6400"]),
    "areas that are one": changed(vervar={"val": 6400, "label": "KALIMANTAN TIMUR"}),
    "areas without a code": changed(vervar=[{"label": "KALIMANTAN TIMUR"}]),
    "cells that are text": changed(datacontent="0.31"),
    "cells that are a list": changed(datacontent=[0.31, 0.32]),
    "two tables": lambda body: body["var"].append(dict(body["var"][0])),
    "no table": changed(var=[]),
    "another area under the code": lambda body: body["vervar"][0].update(label="KALIMANTAN UTARA"),
}


@pytest.mark.parametrize("wrong", WRONG_TABLES)
def test_a_table_that_cannot_be_right_is_refused(bps, tmp_path, wrong):
    """Not one of its figures is taken, and the sentence names the table."""
    body = copy.deepcopy(bps.data("98", "126"))
    WRONG_TABLES[wrong](body)
    bps.misbehaviour = [None, None]
    bps.always = servers.said(body)
    done = call("fetch", "98", "--years", "2026", "--keep", "all", "--all")
    assert done.code == 1, done.err
    assert "98" in done.err
    assert not (tmp_path / "data" / "figures").exists()


def test_a_cell_that_stands_there_twice_refuses_the_table(bps):
    """JSON takes the last of two; which of them is right nobody knows."""
    text = json.dumps(bps.data("98", "126"))
    key = re.search(r'"(6400984341266?1)": [\d.]+', text)[0]
    text = text.replace(key, f"{key}, {key.partition(':')[0]}: 0.9")
    bps.misbehaviour = [None, None]
    bps.always = headed(f"Content-Length: {len(text)}", body=text)
    done = call("fetch", "98", "--years", "2026", "--keep", "all", "--all")
    assert done.code == 1
    assert "0.9" not in done.out


def years(*entries, **about):
    """The list of the years of a table."""
    head = {"page": 1, "pages": 1, "per_page": 10, "count": 10, "total": len(entries), **about}
    return {"status": "OK", "data-availability": "available", "data": [head, list(entries)]}


LISTS = {
    "pages without end": years({"th_id": 126, "th": "2026"}, pages=10**9),
    "pages of no number": years({"th_id": 126, "th": "2026"}, pages=float("inf")),
    "pages in words": years({"th_id": 126, "th": "2026"}, pages="many"),
    "an id with a path": years({"th_id": "126/../../../x", "th": "2026"}),
    "an id with a line": years({"th_id": "126 HTTP/1.1\r\nX: y", "th": "2026"}),
    "an id in other letters": years({"th_id": "١٢٦", "th": "2026"}),
    "an id of a list": years({"th_id": [126], "th": "2026"}),
    "a year twice": years({"th_id": 126, "th": "2026"}, {"th_id": 125, "th": "2026"}),
    "years that are text": {"status": "OK", "data-availability": "available", "data": ["a", "b"]},
    "years of three parts": {"status": "OK", "data-availability": "available", "data": [{}, [], []]},
    "years that are one": {"status": "OK", "data-availability": "available", "data": [{}, {"th_id": 1}]},
}


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_of_years_that_cannot_be_right_ends_soon(bps, tmp_path, kind):
    """With a sentence, or with figures of that year alone; after a few requests, not hundreds."""

    def answer(handler):
        if "/model/th/" not in handler.path:
            return True
        handler.json(200, LISTS[kind])
        return None

    bps.always = answer
    done = call("fetch", "98", "--years", "2026", "--all", "-f", "csv")
    assert done.code in {0, *CODES}, done.err
    assert "bug in kpov" not in done.err
    assert len(bps.asked) < 10
    assert all(re.fullmatch(r"/v1/api/list/model/[\w/]+/key/\w+", path) for path in bps.asked)
    assert {line.split(",")[2][:4] for line in done.out.splitlines()[1:]} <= {"2026"}


def test_a_network_that_goes_away_between_two_tables_keeps_the_first_alone(bps, tmp_path):
    """The table that was received whole, and exit code 69."""
    number = 126
    bps.cells["98", "2026"] = {f"640098434{number}61": 0.31}
    bps.cells["192", "2026"] = {f"6400192434{number}61": 5.1}
    bps.misbehaviour = [None, None, None]
    bps.always = reset
    done = call("fetch", "98", "192", "--years", "2026", "--area", "64", "--keep", "new", "--timeout", "5")
    assert done.code == 69
    assert "192" in done.err
    assert [row.table for row in current.list_data()] == ["98"]


def test_nothing_is_left_of_a_first_table_that_failed(bps, tmp_path):
    bps.misbehaviour = [None, None]
    bps.always = reset
    assert call("fetch", "98", "--years", "2026", "--keep", "all", "--timeout", "5").code == 69
    with pytest.raises(NotFoundError):
        current.list_data()


@pytest.mark.filterwarnings(f"ignore:{UNCLOSED}:ResourceWarning")
def test_a_password_of_a_proxy_is_in_no_sentence(bps, monkeypatch):
    """A proxy that says no repeats what it was asked, and its address has a password."""
    with servers.running() as proxy:
        port = proxy.server_address[1]
        for name in ("HTTPS_PROXY", "https_proxy"):
            monkeypatch.setenv(name, f"http://user:pa55word@127.0.0.1:{port}")
        monkeypatch.setenv("NO_PROXY", "")
        monkeypatch.setenv("no_proxy", "")
        monkeypatch.setenv("KPOV_BPS_URL", "https://bps.invalid")
        done = call("fetch", "98", "--years", "2026", "--timeout", "2")
    gc.collect()
    assert done.code == 69
    assert "pa55word" not in done.err
    assert TOKEN not in done.err
