"""Every command is documented, and its page and its function name each other."""

from __future__ import annotations

import inspect

import pytest
from generate import INDONESIAN_PAGES, PAGES, called, current, file_of, function_of, records_of
from shell import ROOT

import kaltim_poverty
from kaltim_poverty.cli.command import python_home
from kaltim_poverty.cli.table import COMMANDS, GROUPS, pages
from kaltim_poverty.records import columns

OF_OPTIONS = {
    "wide",
    "rankings",
    "current.find_tables",
}  # what --wide does with the answers of several commands
QUESTIONS = [name for name in pages() if name != "help" and name not in GROUPS]


@pytest.mark.parametrize("name", COMMANDS)
def test_commands_are_documented(name):
    """A command has a page and a row in the index and in the README."""
    assert current(PAGES / f"{name}.md").startswith("<!-- Written by docs/generate.py")
    assert f"[`kpov {name}`]({name}.md)" in current(PAGES / "README.md")
    assert f"[`kpov {name}`](docs/commands/{name}.md)" in current(ROOT / "README.md")


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_command_has_a_page_in_bahasa_indonesia(name):
    """With the help, and every field with its heading; each page leads to the other."""
    page = current(INDONESIAN_PAGES / file_of(name))
    headed = {line.split(" | ")[0] for line in page.splitlines() if line.startswith("| `")}
    fields = {f"| `{field}`" for kind in records_of(function_of(name)) for field in columns(kind)}

    assert f"$ kpov {name} --help\nPemakaian: " in page
    assert fields <= headed
    assert f"](../../commands/{file_of(name)})" in page
    assert f"](../id/commands/{file_of(name)})" in current(PAGES / file_of(name))


@pytest.mark.parametrize("group", GROUPS)
def test_groups_name_their_commands(group):
    """The page of a group leads to the pages of its commands."""
    for name in GROUPS[group]:
        assert f"[`kpov {group} {name}`]({group}-{name}.md)" in current(PAGES / f"{group}.md")


@pytest.mark.parametrize("name", QUESTIONS)
def test_pages_and_functions_name_each_other(name):
    """The page names the function, and the function's docstring the command."""
    function = function_of(name)
    written = f"from {python_home(name)['module']} import {function.__name__}"

    assert written in current(PAGES / file_of(name))
    assert f"``kpov {name}``" in inspect.getdoc(function)


@pytest.mark.parametrize("name", QUESTIONS)
def test_fields_are_documented_in_both_languages(name):
    """Each field of each kind of row stands on the page with a heading in English and Bahasa Indonesia."""
    page = current(PAGES / file_of(name))

    for kind in records_of(function_of(name)):
        for field in columns(kind):
            row = next(line for line in page.splitlines() if line.startswith(f"| `{field}` |"))
            assert all(cell.strip() for cell in row.strip("|").split("|")), row


def test_public_functions_are_commands():
    """Nothing public is left without a command."""
    rooms = {
        "": kaltim_poverty,
        **{f"{name}.": getattr(kaltim_poverty, name) for name in {*GROUPS, "report", "current"} - {"data"}},
    }
    functions = {
        prefix + name
        for prefix, room in rooms.items()
        for name in room.__all__
        if inspect.isfunction(getattr(room, name))
    }

    assert functions - OF_OPTIONS == {called(name) for name in QUESTIONS}


def test_a_page_has_the_exit_codes_of_its_function():
    """Codes come from what the function says that it raises."""
    assert "| 1 | a rule fails |" in current(PAGES / "check.md")
    assert "| 1 |" not in current(PAGES / "gap.md")
