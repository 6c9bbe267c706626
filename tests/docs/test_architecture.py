"""docs/architecture.md names files that exist, and words that are used."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "kaltim_poverty"
TEXT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
HOMES = (PACKAGE, PACKAGE / "survey", ROOT)  # what paths start from
QUESTIONS = {"NAME": "compare", "programme/NAME": "programme/assess", "survey/NAME": "survey/estimate"}
QUESTIONS |= {"grouped/NAME": "grouped/estimate"}
QUESTIONS |= {"cli/programme_NAME": "cli/programme_assess", "cli/survey_NAME": "cli/survey_estimate"}
PATHS = sorted(set(re.findall(r"`([\w/]+(?:\.py|/))`", TEXT)))
MOST_WORDS = 30


def test_paths_are_many():
    assert len(PATHS) > 100


def test_every_path_exists():
    """From the package, from its survey, or from the top; NAME is that of a command."""
    assert [path for path in PATHS if not exists(path)] == []


def exists(path):
    """Whether there is such a file or folder."""
    for name in sorted(QUESTIONS, key=len, reverse=True):
        path = path.replace(name, QUESTIONS[name])
    return any((home / path).exists() for home in HOMES)


def test_every_file_of_the_survey_is_named():
    files = {str(file.relative_to(PACKAGE)) for file in (PACKAGE / "survey").rglob("*.py")}
    assert {file.replace("/__init__.py", "/") for file in files} <= set(PATHS)


def words():
    """The words that the package gives a meaning of its own."""
    section = TEXT.partition("## Words of the package")[2].partition("\n## ")[0]
    return re.findall(r"^\| ([a-z ]+) \|", section, re.MULTILINE)[1:]


def test_words_of_our_own_are_few():
    assert 0 < len(words()) <= MOST_WORDS


def test_every_word_of_our_own_is_used_in_the_package():
    sources = "".join(file.read_text(encoding="utf-8").lower() for file in PACKAGE.rglob("*.py"))
    assert [word for word in words() if not re.search(rf"\b{word}s?\b", sources)] == []
