"""Help: every command explains itself, and its examples work as printed."""

from __future__ import annotations

import re
import shutil

import pytest
from questions import COMMANDS
from support import call, shell

from kaltim_poverty.words import LANGUAGES


def examples(page, language="en"):
    """The command lines of a page of help."""
    text = (
        call("help", page, "--lang", language).out
        if page != "kpov"
        else call("--help", "--lang", language).out
    )
    return re.findall(
        r"^  (kpov .*)$", text.partition("Example" if language == "en" else "Contoh")[2], re.MULTILINE
    )


EXAMPLES = sorted({line for page in ("kpov", *COMMANDS) for line in examples(page)})


@pytest.mark.parametrize("page", ["kpov", *COMMANDS])
def test_every_page_has_an_example_of_its_own(page):
    assert examples(page)
    assert page == "kpov" or all(f"kpov {page}" in line for line in examples(page))


@pytest.mark.parametrize("page", ["kpov", *COMMANDS])
def test_examples_are_the_same_in_both_languages(page):
    """Commands have one name, and so do their results."""
    assert examples(page) == examples(page, "id")


@pytest.mark.parametrize("line", EXAMPLES)
def test_an_example_works_as_printed(line, tmp_path):
    """With something to read, and without an error; a check may find its contradiction."""
    if "jq" in line and not shutil.which("jq"):
        pytest.skip("jq is not installed")
    done = shell(f"set -o pipefail; {line}", cwd=tmp_path)
    assert done.code in (0, 1)
    assert done.code == 0 or "check" in line
    assert "kpov: " not in done.err
    assert done.out or list(tmp_path.iterdir())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_explained(command, language):
    """In both languages, on the page of its command."""
    text = call("help", command, "--lang", language).out
    options = text.partition("Options:" if language == "en" else "Opsi:")[2]
    named = re.findall(r"^  (-.*?)(?:  +(.*))?$", options, re.MULTILINE)
    assert named
    lines = options.splitlines()
    for number, line in enumerate(lines):
        if re.match(r"  -", line):
            following = lines[number + 1] if number + 1 < len(lines) else ""
            assert re.search(r"\S  +\S", line.strip()) or following.startswith("      "), line


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_lists_every_command_with_its_question(language):
    text = call("--help", "--lang", language).out
    for command in COMMANDS:
        assert re.search(rf"^  {command}  +\S", text, re.MULTILINE)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", ["", *COMMANDS, "exit-codes", "formats", "environment", "completion"])
def test_help_fits_80_columns(page, language):
    text = call("help", *([page] if page else []), "--lang", language).out
    wide = [line for line in text.splitlines() if len(line) > 80]
    assert [line for line in wide if "kpov " not in line] == []


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "help"])
def test_the_page_of_a_command_names_its_python_function(command):
    text = call("help", command).out
    assert f"from kaltim_poverty import {'listing' if command == 'list' else command}\n" in text


def test_the_page_of_exit_codes_names_all_of_them():
    codes = re.findall(r"^  (\d+) ", call("help", "exit-codes").out, re.MULTILINE)
    assert codes == ["0", "1", "2", "3", "4", "69", "70", "74", "130", "141"]


def test_the_page_of_formats_names_all_of_them():
    from kaltim_poverty.render.forms import ON_STDOUT

    text = call("help", "formats").out
    for form in (*ON_STDOUT, ".xlsx"):
        assert re.search(rf"^  {re.escape(form)}  +\S", text, re.MULTILINE)


def test_the_page_of_the_environment_names_every_variable_of_ours():
    """Those that the code looks at."""
    from catalogue import spoken_constants

    ours = {name for name in spoken_constants() if re.fullmatch(r"KPOV_[A-Z]+|NO_COLOR|FORCE_COLOR", name)}
    assert len(ours) > 4
    for name in ours:
        assert name in call("help", "environment").out
