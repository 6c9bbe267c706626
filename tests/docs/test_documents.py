"""Documents print what the program prints."""

from __future__ import annotations

import doctest
import re

import pytest
from generate import INDONESIAN_PAGES, PAGES, REFERENCE, current, documents, pages, wanted
from pictures import PICTURES, is_current
from shell import ROOT, missing_tools, sessions

WRITTEN = re.compile(r"<!-- \[\[\[cog .*?<!-- \[\[\[end\]\]\] -->", re.DOTALL)


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


def test_every_console_block_is_written_by_a_program():
    """So that each prints what its command prints: the test above has typed it, in order."""
    shown = [document for document in documents() if document.parent not in REFERENCE]
    by_hand = {name_of(document): sessions(WRITTEN.sub("", current(document))) for document in shown}

    assert {name: examples for name, examples in by_hand.items() if examples} == {}
    assert sum(len(sessions(current(document))) for document in shown) > 100


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
