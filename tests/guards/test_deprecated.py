"""What will be taken away is announced everywhere for two minor versions, and then it goes."""

from __future__ import annotations

import inspect
import json
import re
import warnings
from importlib import import_module

import click
import interface
import pytest
from support import call

import kaltim_poverty
from kaltim_poverty import __version__, deprecated
from kaltim_poverty.cli.root import ROOT
from kaltim_poverty.deprecated import DEPRECATED, Deprecated
from kaltim_poverty.records.fields import column, record

OPTION = Deprecated("compare --area", "0.1.0", "--areas")
FIELD = Deprecated("Comparison.before", "0.1.0", "Comparison.earlier")
FUNCTION = Deprecated("gap", "0.1.0", "kaltim_poverty.distance")
ARGUMENT = Deprecated("measures.gini(weight)", "0.1.0", "weights")
CODE = "deprecated"


@pytest.fixture
def announced(monkeypatch):
    """Four made-up entries, and rooms that offer their names afresh."""
    monkeypatch.setattr(deprecated, "DEPRECATED", (OPTION, FIELD, FUNCTION, ARGUMENT))
    for room, name in ((kaltim_poverty, "gap"), (kaltim_poverty.measures, "gini")):
        monkeypatch.delitem(vars(room), name, raising=False)
        # what is offered below goes with the entries
        monkeypatch.setitem(vars(room), name, room.__getattr__(name))


def test_no_entry_is_older_than_two_minor_versions():
    overdue = [entry.name for entry in DEPRECATED if entry.overdue(__version__)]
    assert overdue == [], "announced for long enough: take away both the thing and its entry"


def test_every_entry_is_about_something_that_is_there():
    gone = [entry.name for entry in DEPRECATED if not is_there(entry.name)]
    assert gone == [], "gone: take the entry away"


@pytest.mark.parametrize(
    ("name", "there"),
    [
        (OPTION.name, True),
        ("compare --regions", False),
        ("survey estimate --like", True),
        (FIELD.name, True),
        ("Comparison.earlier", False),
        (FUNCTION.name, True),
        ("survey.estimate", True),
        ("survey.estimates", False),
        (ARGUMENT.name, True),
        ("measures.gini(weights)", False),
    ],
)
def test_what_is_there_is_known(name, there):
    assert is_there(name) == there


def is_there(name):
    """Whether an option, a field, a function or an argument exists."""
    if " --" in name:
        question, _, option = name.rpartition(" ")
        command = ROOT
        for part in question.split():
            command = command.get_command(click.Context(ROOT), part)
        return any(option in parameter.opts for parameter in command.params)
    if name[0].isupper():
        kind, _, field = name.partition(".")
        named = (line.split() for line in interface.records())
        return any(words[2] == f"{kind}:" and field in words[3:] for words in named)
    path, _, argument = name.rstrip(")").partition("(")
    room, _, function = path.rpartition(".")
    found = getattr(import_module(f"kaltim_poverty.{room}".rstrip(".")), function, None)
    return found is not None and (not argument or argument in inspect.signature(found).parameters)


@pytest.mark.parametrize(
    ("since", "version", "overdue"),
    [
        ("1.4.0", "1.4.0", False),
        ("1.4.0", "1.5.9", False),
        ("1.4.0", "1.6.0", True),
        ("1.4.2", "1.6.0", True),
        ("0.9.0", "0.10.3", False),
        ("0.9.0", "0.11.0", True),
        ("1.9.0", "2.0.0", True),
    ],
)
def test_two_minor_versions_are_two_minor_versions(since, version, overdue):
    assert Deprecated("x", since, "y").overdue(version) == overdue


@pytest.mark.usefixtures("announced")
@pytest.mark.parametrize("language", ["en", "id"])
def test_an_option_and_a_field_are_said_on_the_command_line(language):
    done = call("compare", "2023", "2024", "--area", "Kaltim", "--lang", language)
    assert done.code == 0
    said = [line for line in done.err.splitlines() if "0.3.0" in line]
    assert [OPTION.instead in said[0], FIELD.instead in said[1]] == [True, True]
    without = call("compare", "2023", "2024", "--lang", language)
    assert done.out == without.out
    assert OPTION.instead not in without.err.replace(FIELD.instead, "")


@pytest.mark.usefixtures("announced")
def test_both_are_notes_with_a_code_in_json():
    done = call("compare", "2023", "2024", "--area", "Kaltim", "-f", "json")
    notes = [note["text"] for note in json.loads(done.out)["notes"] if note["code"] == CODE]
    assert [text.split()[0] for text in notes] == ["compare", "Comparison.before"]
    assert call("compare", "2023", "2024", "--area", "Kaltim", "-q").err == ""


@pytest.mark.usefixtures("announced")
def test_an_option_of_a_command_without_rows_is_said_too(monkeypatch, tmp_path):
    monkeypatch.setattr(deprecated, "DEPRECATED", (Deprecated("report --area", "0.1.0", "--areas"),))
    done = call("report", "2024", "--area", "Samarinda", "-o", str(tmp_path / "report.md"))
    assert "report --area" in done.err


@pytest.mark.usefixtures("announced")
def test_a_function_and_an_argument_warn_at_the_line_that_uses_them():
    with pytest.warns(DeprecationWarning, match=re.escape("kaltim_poverty.distance")) as said:
        answer = kaltim_poverty.gap("2024")
    assert said[0].filename == __file__
    assert answer.rows
    with pytest.warns(DeprecationWarning, match=re.escape("measures.gini(weight)")):
        assert kaltim_poverty.measures.gini([1.0, 2.0], [1.0, 1.0]) > 0
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert kaltim_poverty.measures.gini([1.0, 2.0]) > 0


def test_a_field_warns_where_somebody_reads_it(monkeypatch):
    """Not where kpov does, whose forms read every field."""
    monkeypatch.setattr(deprecated, "DEPRECATED", (Deprecated("Row.old", "0.1.0", "Row.new"),))

    @record
    class Row:
        old: int = column("count")
        new: int = column("count")

    row = Row(1, 2)
    with pytest.warns(DeprecationWarning, match=re.escape("Row.new")) as said:
        assert row.old == 1
    assert said[0].filename == __file__
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert row.new == 2
        assert row == Row(1, 2)
        assert "old=1" in repr(row)


def test_nothing_is_said_where_nothing_will_go():
    """Neither a note nor a warning, and a room offers the function itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert CODE not in {note.code for note in kaltim_poverty.compare("2023", "2024").notes}
    assert kaltim_poverty.compare.__module__ == "kaltim_poverty.published.compare"
    assert not hasattr(kaltim_poverty.compare, "__wrapped__")
