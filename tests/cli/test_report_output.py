"""What the report prints beside its file."""

from __future__ import annotations

import contextlib

import kaltim_poverty.report
from kaltim_poverty.cli import report


class Recorder:
    """An output that remembers in which order it is used."""

    quiet = False

    def __init__(self):
        self.order = []

    def write(self, document, _advance):
        self.order.append(f"write {document}")

    def say_what_is_missing(self, document):
        self.order.append(f"say of {document}")


def test_what_is_missing_is_said_when_the_sign_of_life_is_wiped(monkeypatch):
    """A note behind `working, 2 s ...` would stand on its line."""
    output = Recorder()

    @contextlib.contextmanager
    def progress(_output, _stage):
        yield
        output.order.append("wipe")

    monkeypatch.setattr(report, "progress", progress)
    monkeypatch.setattr(kaltim_poverty.report, "report", lambda **_question: "document")

    report.ask(output, period="2024")

    assert output.order == ["write document", "wipe", "say of document"]
