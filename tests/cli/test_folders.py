"""A file and the folder beside it appear together or not at all."""

from __future__ import annotations

import os

import pytest

from kaltim_poverty.cli import folders
from kaltim_poverty.cli.folders import write_with_folder
from kaltim_poverty.errors import OutputError

PICTURES = {"01-one.svg": b"<svg/>", "02-two.svg": b"<svg />"}


def tree(folder):
    """Every file below a folder, by its name there."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_both_appear(tmp_path):
    write_with_folder(str(tmp_path / "chapter.md"), b"text", PICTURES)
    assert tree(tmp_path) == {
        "chapter.md": b"text",
        "chapter_files/01-one.svg": b"<svg/>",
        "chapter_files/02-two.svg": b"<svg />",
    }


def test_without_pictures_there_is_no_folder(tmp_path):
    """One of an earlier run goes."""
    write_with_folder(str(tmp_path / "chapter.md"), b"text", PICTURES)
    write_with_folder(str(tmp_path / "chapter.md"), b"new", {})
    assert tree(tmp_path) == {"chapter.md": b"new"}


def test_pictures_of_an_earlier_run_go_and_files_of_others_stay(tmp_path):
    write_with_folder(str(tmp_path / "chapter.md"), b"text", PICTURES)
    (tmp_path / "chapter_files" / "photo.jpg").write_bytes(b"mine")
    write_with_folder(str(tmp_path / "chapter.md"), b"new", {"01-other.svg": b"<svg>"})
    assert tree(tmp_path) == {
        "chapter.md": b"new",
        "chapter_files/01-other.svg": b"<svg>",
        "chapter_files/photo.jpg": b"mine",
    }
    write_with_folder(str(tmp_path / "chapter.md"), b"newer", {})
    assert tree(tmp_path) == {"chapter.md": b"newer", "chapter_files/photo.jpg": b"mine"}


@pytest.mark.parametrize("fails", ["write_file", "exchange", "fill"])
@pytest.mark.parametrize("older", [True, False])
def test_after_a_failure_all_is_as_it_was(tmp_path, monkeypatch, fails, older):
    if older:
        write_with_folder(str(tmp_path / "chapter.md"), b"text", PICTURES)
    before = tree(tmp_path)

    def fail(*_arguments):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(folders, fails, fail)
    with pytest.raises((OutputError, OSError)):
        write_with_folder(str(tmp_path / "chapter.md"), b"new", {"01-other.svg": b"<svg>"})
    assert tree(tmp_path) == before


@pytest.mark.parametrize("name", ["missing/chapter.md", "folder"])
def test_what_cannot_be_written_is_named(tmp_path, name):
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputError, match="cannot write"):
        write_with_folder(str(tmp_path / name), b"text", PICTURES)
    assert tree(tmp_path) == {}
