"""TAB in bash, zsh and fish."""

from __future__ import annotations

import pytest
from questions import COMMANDS
from support import shell

SHELLS = ("bash", "zsh", "fish")


def offered(kind, line, **env):
    """What a shell is offered for the last word of a line."""
    words = line.split(" ")
    variables = {"_KPOV_COMPLETE": f"{kind}_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    if kind == "fish":
        variables["COMP_CWORD"] = words[-1]  # fish hands over the word itself
    done = shell("kpov", env={**variables, **env})
    assert done.err == ""
    return names(kind, done.out)


def names(kind, out):
    """The words among the lines of the protocol of a shell."""
    lines = out.splitlines()
    if kind == "zsh":
        return lines[1::3]
    return [line.split(",", 1)[1].split("\t")[0].split("\n")[0] for line in lines if "," in line]


@pytest.mark.parametrize("kind", SHELLS)
def test_commands(kind):
    assert offered(kind, "kpov comp") == ["compare"]
    assert set(COMMANDS) <= set(offered(kind, "kpov "))


@pytest.mark.parametrize("kind", SHELLS)
def test_options(kind):
    assert offered(kind, "kpov compare 2023 2024 --ind") == ["--indicator"]
    assert {"--area", "--locality", "--format", "--lang"} <= set(offered(kind, "kpov compare 2023 2024 --"))


@pytest.mark.parametrize("kind", SHELLS)
def test_areas(kind):
    """Names, short names and codes, in any case; the word before a comma stays."""
    assert "Samarinda" in offered(kind, "kpov compare 2023 2024 --area sam")
    assert "provinces" in offered(kind, "kpov compare 2023 2024 --area pro")
    assert "6472" in offered(kind, "kpov compare 2023 2024 --area 647")
    assert "Samarinda" in offered(kind, "kpov profile Sam")


@pytest.mark.parametrize("kind", ["zsh", "fish"])
def test_lists_with_commas(kind):
    assert "p0,p1" in offered(kind, "kpov compare 2023 2024 --indicator p0,p")


@pytest.mark.parametrize("kind", SHELLS)
def test_indicators(kind):
    assert offered(kind, "kpov trend gin") == ["gini"]
    assert "poor_count" in offered(kind, "kpov compare 2023 2024 --indicator p")


@pytest.mark.parametrize("kind", SHELLS)
def test_periods(kind):
    """Those with figures of the area that is named already."""
    assert "2024" in offered(kind, "kpov compare 2023 202")
    assert "latest" in offered(kind, "kpov brief l")
    assert "2024-09" in offered(kind, "kpov compare 2023 2024-")
    assert "2024-09" not in offered(kind, "kpov compare --area Samarinda 2023 2024-")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("kpov compare 2023 2024 --locality u", ["urban"]),
        ("kpov compare 2023 2024 -f e", ["excel-csv"]),
        ("kpov compare 2023 2024 --lang i", ["id"]),
        ("kpov rank p0 --among d", ["districts"]),
        ("kpov rank p0 --among ka", ["kalimantan"]),
        ("kpov show --area bali_", ["bali_nusa_tenggara"]),
        ("kpov decompose 2023 2024 --over d", ["districts"]),
        ("kpov trend p0 --round s", ["september"]),
        ("kpov list b", ["breaks"]),
        ("kpov help ex", ["explain", "exit-codes"]),
        ("kpov help prof", ["profile"]),
    ],
)
def test_choices(line, expected):
    assert offered("bash", line) == expected


def test_nothing_fits():
    assert offered("bash", "kpov compare 2023 2024 --area zzz") == []


@pytest.mark.parametrize("kind", SHELLS)
def test_the_script_for_a_shell_names_the_program(kind):
    done = shell("kpov", env={"_KPOV_COMPLETE": f"{kind}_source"})
    assert done.code == 0
    assert "_KPOV_COMPLETE" in done.out


def test_bash_itself_completes():
    """The script as ~/.bashrc reads it, and a real call of its function."""
    done = shell(
        'eval "$(_KPOV_COMPLETE=bash_source kpov)"; COMP_WORDS=(kpov decom); COMP_CWORD=1;'
        ' _kpov_completion kpov; echo "${COMPREPLY[@]}"'
    )
    assert done.out == "decompose\n"


def test_broken_own_figures_do_not_disturb():
    """TAB never prints an error into the line that somebody types."""
    assert "2024" in offered("bash", "kpov compare 2023 202", KPOV_FIGURES="nowhere.csv")
