"""Manual pages and completion put in their places: ``help man -o``, ``help completion --install``."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from support import TIMEOUT, call, shell

from kaltim_poverty.cli.table import pages
from kaltim_poverty.published import data_folder

SHELLS = ("bash", "zsh", "fish", "powershell")


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home of one's own."""
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "ZDOTDIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("language", ["en", "id"])
def test_every_command_has_a_manual_page(tmp_path, language):
    folder = tmp_path / "man"
    done = call("help", "man", "-o", str(folder), "--lang", language)
    assert done.code == 0
    wanted = {"kpov.1", *(f"kpov-{name.replace(' ', '-')}.1" for name in pages())}
    assert {path.name for path in folder.iterdir()} == wanted


def test_a_page_has_what_the_help_has(tmp_path):
    """Options, examples, and no request of roff in a text."""
    call("help", "man", "-o", str(tmp_path))
    text = (tmp_path / "kpov-compare.1").read_text()
    assert text.startswith('.TH "KPOV-COMPARE" 1')
    assert "\\fB\\-\\-locality LOCALITY\\fR" in text
    assert "kpov compare 2023 2024 \\-\\-area districts" in text
    assert text.isascii()


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
@pytest.mark.parametrize("language", ["en", "id"])
def test_groff_has_nothing_to_complain_of(tmp_path, language):
    call("help", "man", "-o", str(tmp_path), "--lang", language)
    files = sorted(map(str, tmp_path.glob("*.1")))
    done = subprocess.run(
        ["groff", "-man", "-ww", "-Tutf8", *files], capture_output=True, timeout=TIMEOUT, check=True
    )
    assert done.stderr == b""
    assert "kpov" in done.stdout.decode()


@pytest.mark.parametrize("name", SHELLS)
def test_completion_is_installed_once(home, name):
    """A second time changes nothing, and what stands in the settings stays."""
    (home / ".bashrc").write_text("alias ll='ls -l'")
    (home / ".zshrc").write_text("setopt autocd\n")
    first = call("help", "completion", "--install", name)
    assert first.code == 0
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    assert call("help", "completion", "--install", name).out == first.out
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before
    assert (home / ".bashrc").read_text().startswith("alias ll='ls -l'")
    assert sum(b"kpov" in data for data in before.values()) >= 1


def test_the_installed_script_completes_in_bash(home):
    call("help", "completion", "--install", "bash")
    asked = "COMP_WORDS=(kpov comp); COMP_CWORD=1; _kpov_completion kpov"
    script = f'source ~/.bashrc; {asked}; echo "${{COMPREPLY[@]}}"'
    done = shell(script, env={"HOME": str(home)})
    assert done.out.strip() == "compare"


def test_powershell_is_answered_with_help_behind_a_tab(monkeypatch):
    monkeypatch.setenv("_KPOV_COMPLETE", "powershell_complete")
    monkeypatch.setenv("COMP_WORDS", "kpov comp")
    monkeypatch.setenv("COMP_CWORD", "comp")
    assert call().out == "compare\twhat changed between two periods?\n"
    monkeypatch.setenv("COMP_WORDS", "kpov rank ")
    monkeypatch.setenv("COMP_CWORD", "")
    assert "p0\t" in call().out.splitlines()


def test_what_is_installed_is_no_data_folder(home, monkeypatch):
    """Nor is a folder of its name that others have made damage."""
    monkeypatch.delenv("KPOV_DATA")
    call("help", "completion", "--install", "bash")
    assert data_folder.opened() is None
    (home / ".local" / "share" / "kpov").mkdir(parents=True)
    (home / ".local" / "share" / "kpov" / "notes.txt").write_text("mine")
    assert data_folder.opened() is None


@pytest.mark.parametrize(
    "line",
    [
        ("help", "completion", "--install", "tcsh"),
        ("help", "compare", "--install", "bash"),
        ("help", "compare", "-o", "x"),
        ("help", "-o", "x"),
    ],
)
def test_what_does_not_go_together_is_refused(line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert call(*line).code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_74(tmp_path):
    (tmp_path / "file").write_text("")
    assert call("help", "man", "-o", str(tmp_path / "file")).code == 74
