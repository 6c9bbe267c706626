"""A server on loopback that answers as BPS's service does, and misbehaves on request."""

from __future__ import annotations

import contextlib
import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOKEN = "s3cretT0kenOfMine123"
TITLES = {
    "192": ("Persentase Penduduk Miskin (P0) Menurut Provinsi dan Daerah", "Persen", 2),
    "185": ("Jumlah Penduduk Miskin (Ribu Jiwa) Menurut Provinsi dan Daerah", "Ribu Jiwa", 2),
    "98": ("Gini Ratio Menurut Provinsi dan Daerah", "", 3),
    "621": ("Persentase Penduduk Miskin (P0) Menurut Kabupaten/Kota", "Persen", 2),
}
AREAS = [{"val": 6400, "label": "KALIMANTAN TIMUR"}, {"val": 9999, "label": "INDONESIA"}]
DISTRICTS = [{"val": 6400, "label": "<b>KALIMANTAN TIMUR</b>"}, {"val": 6472, "label": "Samarinda"}]
ROUNDS = [{"val": 61, "label": "Semester 1 (Maret)"}, {"val": 62, "label": "Semester 2 (September)"}]
YEARS = {year - 1900: str(year) for year in range(2007, 2027)}
PER_PAGE = 10
PATH = re.compile(r"/v1/api/list/model/(\w+)/(.*)/key/([^/]*)$")


def figure(table, area, year, part):
    """A figure of the bundle's size, which differs from year to year."""
    base = {"192": 5, "185": 220, "98": 0.3, "621": 3}[table]
    return round(base + (year - 2007) * 0.001 + part * 0.002 + area * 0.0000001, TITLES[table][2])


class Answers:
    """What the service knows; tests change it.

    Attributes:
        misbehaviour: for each request in turn what it does to the handler; None for nothing.
        asked: the paths, in order.
        cells: for tests: figures by table and year in place of made-up ones.
    """

    def __init__(self):
        self.misbehaviour = []
        self.always = None
        self.asked = []
        self.cells = {}
        self.titles = dict(TITLES)
        self.variables = []

    def of(self, model, rest):
        """The body of a good answer."""
        given = dict(zip(*[iter(rest.split("/"))] * 2, strict=False))
        if model == "th":
            return self.years(given)
        if model == "var":
            return paged(self.variables, given)
        return self.data(given["var"], given["th"])

    def years(self, given):
        """A page of the years of a table."""
        if given["var"] not in self.titles:
            return {"status": "OK", "data-availability": "list-not-available", "message": ""}
        return paged([{"th_id": number, "th": year} for number, year in reversed(YEARS.items())], given)

    def data(self, table, number):
        """A year of a table."""
        title, unit, decimal = self.titles[table]
        districts = table == "621"
        areas = DISTRICTS if districts else AREAS
        kinds = [{"val": 0, "label": "Tidak ada"}] if districts else [{"val": 434, "label": "Jumlah"}]
        parts = [{"val": 0, "label": "Tahun"}] if districts else ROUNDS
        cells = {
            f"{area['val']}{table}{kind['val']}{number}{part['val']}": figure(
                table, area["val"], int(number) + 1900, place
            )
            for area in areas
            for kind in kinds
            for place, part in enumerate(parts)
        }
        return {
            "status": "OK",
            "data-availability": "available",
            "last_update": "2026-07-15 11:00:00",
            "var": [
                {"val": int(table), "label": title, "unit": unit, "decimal": decimal, "def": "", "note": ""}
            ],
            "turvar": kinds,
            "labelvervar": "Kabupaten/Kota" if districts else "38 Provinsi",
            "vervar": areas,
            "tahun": [{"val": int(number), "label": YEARS[int(number)]}],
            "turtahun": parts,
            "datacontent": self.cells.get((table, YEARS[int(number)]), cells),
            "related": [],
        }


def paged(items, given):
    """A page of a list, as the service has it."""
    page = int(given.get("page", 1))
    pages = max(1, -(-len(items) // PER_PAGE))
    about = {"page": page, "pages": pages, "per_page": PER_PAGE, "count": PER_PAGE, "total": len(items)}
    return {
        "status": "OK",
        "data-availability": "available",
        "data": [about, items[(page - 1) * PER_PAGE : page * PER_PAGE]],
    }


class Handler(BaseHTTPRequestHandler):
    """Answers a request, or does what it was told to."""

    def do_GET(self):
        answers = self.server.answers
        answers.asked.append(self.path)
        deed = answers.misbehaviour.pop(0) if answers.misbehaviour else answers.always
        with contextlib.suppress(OSError):
            if deed is not None and deed(self) is not True:
                return
            self.answer()

    def answer(self):
        """A good answer."""
        found = PATH.search(self.path)
        if found is None:
            return self.send(404, b"<html>Not Found</html>", "text/html")
        if found[3] != TOKEN:
            return self.json(401, {"status": "Error", "message": f"Invalid API key {found[3]}"})
        return self.json(200, self.server.answers.of(found[1], found[2]))

    def json(self, status, body, **headers):
        """An answer in JSON."""
        self.send(status, json.dumps(body).encode(), "application/json", **headers)

    def send(self, status, body, kind="application/json", length=None, **headers):
        """Any answer."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""


def hang(handler):
    """Answer nothing until the other end has gone."""
    handler.server.released.wait(20)


def drip(handler):
    """A byte of the head at a time."""
    for byte in b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 500:
        handler.wfile.write(bytes([byte]))
        handler.wfile.flush()
        if handler.server.released.wait(0.05):
            return


def drip_body(handler):
    """A byte of the body at a time."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    for _ in range(500):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        if handler.server.released.wait(0.05):
            return


def cut(handler):
    """Less than was promised."""
    handler.send(200, b'{"status": "OK", "data', length=5000)
    handler.close_connection = True


def close(handler):
    """Close at once."""
    handler.close_connection = True
    handler.connection.close()


def too_many(handler):
    """HTTP 429, to be asked again in a second."""
    handler.json(429, {"status": "Error", "message": "Too many requests"}, Retry_After="1")


def broken(handler):
    """HTTP 500."""
    handler.send(500, b"<h1>Server Error</h1>", "text/html")


def page(handler):
    """HTML instead of JSON, which repeats the address."""
    handler.send(200, f"<html><title>Maintenance</title>{handler.path}</html>".encode(), "text/html")


def nothing(handler):
    """An empty body."""
    handler.send(200, b"")


def blanks(handler):
    """More than twenty megabytes of blanks."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(22):
        handler.wfile.write(b" " * 2**20)
    handler.close_connection = True


def elsewhere(handler):
    """A redirect to another host."""
    handler.send(302, b"", Location=f"https://example.com{handler.path}")


def moved(handler):
    """A redirect to another path of the same host, once."""
    if "moved" in handler.path:
        return True
    handler.send(302, b"", Location=f"/moved{handler.path}")
    return None


def said(body, status=200):
    """A certain answer."""
    return lambda handler: handler.json(status, body)


@contextlib.contextmanager
def running():
    """The server, its address and its answers."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.answers = Answers()
    server.released = threading.Event()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join(5)
        time.sleep(0)
