"""Documents print what the program prints."""

from __future__ import annotations

import doctest

import pytest
from generate import INDONESIAN_PAGES, PAGES, current, documents, pages, wanted
from pictures import PICTURES, is_current
from shell import ROOT, Session, missing_tools, sessions

WITH_EXAMPLES = [document for document in documents() if sessions(current(document))]


def name_of(document):
    """A document's path in the project."""
    return str(document.relative_to(ROOT))


def needs_terminal(text):
    """Skip where the commands of a document can't run."""
    pytest.importorskip("pty", reason="needs a pseudo-terminal")
    if lacking := missing_tools(text):
        pytest.skip(f"a command uses {' and '.join(lacking)}, which is not installed")


@pytest.mark.parametrize("document", documents(), ids=name_of)
def test_what_a_program_writes_is_current(document):
    """`python docs/generate.py` would change nothing."""
    needs_terminal(current(document))

    assert current(document) == wanted(document)
    assert [file.name for file in PICTURES if not is_current(file)] == []


@pytest.mark.parametrize("document", WITH_EXAMPLES, ids=name_of)
def test_console_examples_print_what_they_are_said_to(document):
    """Each command of a console block, typed in order, prints what stands below it."""
    text = current(document)
    needs_terminal(text)
    session = Session(str(document))

    for example in sessions(text):
        assert session.run(example.command) == example.printed, example.command


@pytest.mark.parametrize("name", ["README.md", "docs/python.md"])
def test_python_examples_print_what_they_are_said_to(name, monkeypatch):
    """Each pycon block is a doctest."""
    monkeypatch.chdir(ROOT)

    result = doctest.testfile(str(ROOT / name), module_relative=False)

    assert result.attempted > 0
    assert result.failed == 0


def test_no_page_is_left_over():
    """A command that is gone takes its page with it."""
    assert sorted([*PAGES.glob("*"), *INDONESIAN_PAGES.glob("*")]) == sorted(pages())


def test_console_blocks_are_found():
    """The parser of documents reads commands, continued lines and output."""
    text = "```console\n$ one | \\\n> two\nout\n\n$ three\n```\n"

    assert [tuple(example) for example in sessions(text)] == [("one | \\\ntwo", "out\n\n"), ("three", "")]
