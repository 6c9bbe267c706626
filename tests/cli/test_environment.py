"""Language, format and figures by option, variable and locale; options before and behind the command."""

from __future__ import annotations

import json
import os

import pytest
from support import call, run

QUESTION = ("compare", "2023", "2024", "-f", "table")
HEADER = "area,period,locality,indicator,value,source\n"


def speaks(result):
    """The language of a table."""
    return "id" if "Perubahan" in result.out else "en"


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "id_ID.UTF-8"}, "id"),
        ({"LANG": "id"}, "id"),
        ({"LANG": "ID_ID"}, "id"),
        ({"LANG": "id_ID.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "id_ID.UTF-8"}, "id"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "id_ID.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "id"),
        ({"LANG": "id_ID.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "id_ID.UTF-8", "LC_ALL": ""}, "id"),
        ({"LANG": "idx_XX.UTF-8"}, "en"),
        ({"LANG": "ms_MY.UTF-8"}, "en"),
        ({"LANG": ""}, "en"),
        ({"LANG": "id_ID.UTF-8", "KPOV_LANG": "en"}, "en"),
        ({"LANG": "en_US.UTF-8", "KPOV_LANG": "id"}, "id"),
        ({"LANG": "id_ID.UTF-8", "KPOV_LANG": ""}, "id"),
        ({"KPOV_LANG": "ID"}, "id"),
    ],
)
def test_language_of_the_environment(variables, language, monkeypatch):
    """KPOV_LANG, then LC_ALL, LC_MESSAGES, LANG: the first that is set and not empty decides."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert speaks(call(*QUESTION)) == language


@pytest.mark.parametrize(
    "arguments",
    [
        ("--lang", "id", *QUESTION),
        (*QUESTION, "--lang", "id"),
        (*QUESTION, "--lang=id"),
        ("compare", "--lang", "id", "2023", "2024", "-f", "table"),
        ("--lang", "en", *QUESTION, "--lang", "id"),
        (*QUESTION, "--lang", "ID"),
    ],
)
def test_lang_wins_wherever_it_stands(arguments, monkeypatch):
    """Before or behind the command, over KPOV_LANG; of two, the one behind the command."""
    monkeypatch.setenv("KPOV_LANG", "en")
    assert speaks(call(*arguments)) == "id"


@pytest.mark.parametrize(
    "arguments", [("--lang", "id", "--help"), ("--help", "--lang", "id"), ("compare", "-h", "--lang", "id")]
)
def test_lang_holds_for_help_too(arguments):
    """Help is printed while the options are read, so its language may stand behind it."""
    assert call(*arguments).out.startswith("Pemakaian: kpov")


def test_an_unknown_language_is_refused_in_the_language_of_the_locale(monkeypatch):
    monkeypatch.setenv("LANG", "id_ID.UTF-8")
    assert call(*QUESTION, "--lang", "jv") == (
        "",
        "kpov: --lang tidak dapat berisi 'jv': pilih dari en, id\n",
        2,
    )
    monkeypatch.setenv("KPOV_LANG", "jv")
    assert call(*QUESTION) == ("", "kpov: KPOV_LANG tidak dapat berisi 'jv': pilih dari en, id\n", 2)


def test_a_language_does_not_stay_for_the_next_call():
    """Python programs call main more than once."""
    assert speaks(call(*QUESTION, "--lang", "id")) == "id"
    assert speaks(call(*QUESTION)) == "en"


@pytest.mark.parametrize("form", ["csv", "json", "ndjson", "markdown", "table", "tsv", "excel-csv"])
def test_kpov_format_is_what_the_option_is(form, monkeypatch):
    asked = call("compare", "2023", "2024", "-f", form)
    monkeypatch.setenv("KPOV_FORMAT", form)
    assert call("compare", "2023", "2024") == asked


def test_the_option_wins_over_kpov_format(monkeypatch):
    monkeypatch.setenv("KPOV_FORMAT", "json")
    assert call("compare", "2023", "2024", "-f", "csv").out.startswith("area,")


def test_kpov_format_holds_for_a_brief(monkeypatch):
    monkeypatch.setenv("KPOV_FORMAT", "json")
    assert json.loads(call("brief", "2024").out)["question"] == "brief"


def test_an_unknown_kpov_format_is_named_as_what_it_is(monkeypatch):
    monkeypatch.setenv("KPOV_FORMAT", "cvs")
    done = call("compare", "2023", "2024")
    assert done.code == 2
    assert done.err.startswith("kpov: KPOV_FORMAT cannot be 'cvs'")
    assert "Did you mean 'csv'" in done.err


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        (("-f", "json"), ()),
        (("--format", "json"), ()),
        (("-f", "csv"), ("-f", "json")),
        ((), ("--format=json",)),
        ((), ("-fjson",)),
    ],
)
def test_common_options_stand_before_or_behind_the_command(before, behind):
    assert json.loads(call(*before, "compare", "2023", "2024", *behind).out)["question"] == "compare"


def test_every_common_option_may_stand_before_the_command(tmp_path):
    file = tmp_path / "answer.md"
    done = call(
        "-f", "markdown", "-o", str(file), "--lang", "id", "--digits", "1", "-q", "compare", "2023", "2024"
    )
    assert done == ("", "", 0)
    assert "| 231,1 | 221,3 | −9,7 |" in file.read_text()


@pytest.mark.parametrize("place", ["before", "behind"])
def test_quiet_before_and_behind(place):
    arguments = ("-q", "compare", "2023", "2024") if place == "before" else ("compare", "2023", "2024", "-q")
    assert call(*arguments).err == ""


def own(write, value, name="own.csv", area="64"):
    return write(f"{HEADER}{area},2024-03,total,p0,{value},mine\n", name)


def changed(arguments=()):
    found = json.loads(call("show", "2024", "--indicator", "p0", "-f", "json", *arguments).out)
    return found["rows"][0]["value"], [note["code"] for note in found["notes"]]


def test_kpov_figures_are_read_like_the_option(write, monkeypatch):
    monkeypatch.setenv("KPOV_FIGURES", own(write, "5.00"))
    assert changed() == (5.00, ["replaced_figures"])


def test_kpov_figures_may_be_several_files(write, monkeypatch):
    files = [own(write, "5.00", "a.csv"), own(write, "4.00", "b.csv", "6472")]
    monkeypatch.setenv("KPOV_FIGURES", os.pathsep.join(files))
    found = json.loads(call("show", "2024", "--indicator", "p0", "--area", "64,6472", "-f", "json").out)
    assert [row["value"] for row in found["rows"]] == [5.00, 4.00]


def test_the_option_wins_over_kpov_figures(write, monkeypatch):
    monkeypatch.setenv("KPOV_FIGURES", own(write, "5.00", "a.csv"))
    assert changed(("--figures", own(write, "4.00", "b.csv")))[0] == 4.00


def test_a_missing_file_of_kpov_figures_is_named(monkeypatch):
    monkeypatch.setenv("KPOV_FIGURES", "nowhere.csv")
    assert call("show", "2024") == ("", "kpov: nowhere.csv does not exist\n", 3)


def test_kpov_figures_do_not_stop_commands_without_figures(monkeypatch):
    monkeypatch.setenv("KPOV_FIGURES", "nowhere.csv")
    assert call("help", "formats").code == 0


def test_repeatable_options_take_lists_with_commas():
    one = call("show", "2024", "--area", "64,Samarinda", "--indicator", "p0,gk", "--locality", "all")
    two = call(
        "show",
        "2024",
        *["--area", "64", "--area", "Samarinda", "--indicator", "p0", "--indicator", "GK"],
        *["--locality", "total", "--locality", "urban,rural"],
    )
    assert one == two
    assert len(one.out.splitlines()) > 5


@pytest.mark.parametrize(
    "name", ["64", "Kalimantan Timur", "East Kalimantan", "Kaltim", "kaltim", "KALTIM", " Kaltim "]
)
def test_an_area_answers_to_all_its_names(name):
    assert call("compare", "2023", "2024", "--area", name) == call("compare", "2023", "2024")


def test_own_variables_of_other_programs_do_not_disturb():
    """Python's own switches change nothing in what is printed."""
    for env in (
        {"PYTHONUNBUFFERED": "1"},
        {"PYTHONUTF8": "0"},
        {"PYTHONOPTIMIZE": "2"},
        {"PYTHONWARNINGS": "error"},
    ):
        assert run("compare", "2023", "2024", env=env) == run("compare", "2023", "2024")
