"""``kpov report``: what is refused before anything is written, and a file that stays as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import call, run

FILE = "chapter.docx"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["2024"], 2, "add -o FILE.docx"),
        (["2024", "-o", "-"], 2, "add -o FILE.docx"),
        (["2024", "-o", "chapter.docx", "-f", "csv"], 2, "-f csv"),
        (["2024", "-o", "chapter.odt"], 2, "chapter.odt"),
        (["2024", "-o", "chapter"], 2, "chapter"),
        (["2024", "-o", FILE, "--area", "districts"], 2, "one area"),
        (["2024", "-o", FILE, "--amount", "5jt"], 2, "--recipients"),
        (["2024", "-o", FILE, "--recipients", "10"], 2, "--amount"),
        (["2024", "-o", FILE, "--welfare", "percapita"], 2, "--survey"),
        (["2024", "-o", FILE, "--target", "4.5"], 2, "4.5,2029"),
        (["2024", "-o", FILE, "--target", "4.5,2010"], 2, "2010"),
        (["2024", "-o", FILE, "--outline", "novel"], 2, "novel"),
        (["2024", "-o", FILE, "--years", "2"], 2, "--years"),
        (["2024", "-o", "chapter.pdf", "--template", "letterhead.docx"], 2, "--template"),
        (["2024", "-o", FILE, "--print"], 2, "--print"),
        (["-o", FILE], 2, "PERIOD"),
        (["1990", "-o", FILE], 4, "1990"),
        (["2024", "-o", FILE, "--area", "Atlantis"], 4, "Atlantis"),
        (["2024", "-o", FILE, "--template", "no-such.docx"], 3, "no-such.docx"),
        (["2024", "-o", FILE, "--figures", "no-such.csv"], 3, "no-such.csv"),
        (["2024", "-o", FILE, "--survey", "no-such.csv", "--welfare", "x", "--line", "1"], 3, "no-such.csv"),
    ],
)
def test_bad_input_is_refused_and_an_older_file_stays(
    arguments: list[str], code: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The exit code, a sentence that names what is wrong, and not a byte written."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / FILE).write_text("older")
    done = call("report", *arguments, "--lang", "en")
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert (tmp_path / FILE).read_text() == "older"
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_a_folder_that_is_not_there_cannot_be_written_to(tmp_path: Path) -> None:
    """The exit code of what cannot be written."""
    pytest.importorskip("xlsxwriter")
    done = call("report", "2024", "-o", str(tmp_path / "nowhere" / "chapter.xlsx"))
    assert done.code == 74
    assert "nowhere" in done.err


def test_what_is_missing_is_said_on_stderr_too(tmp_path: Path) -> None:
    """The report is written all the same."""
    pytest.importorskip("xlsxwriter")
    file = tmp_path / "chapter.xlsx"
    done = run("report", "2024", "--area", "Mahakam Ulu", "-o", str(file), "--lang", "en")
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("note: This report is incomplete. No figures are available for Mahakam Ulu")
    assert file.read_bytes()[:2] == b"PK"
    quiet = run("report", "2024", "--area", "Mahakam Ulu", "-o", str(file), "-q")
    assert (quiet.code, quiet.err) == (0, "")
