"""Every sentence is there in both languages, with the same values in it."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from string import Formatter

import pytest
import reference

FOLDER = reference.ROOT / "kaltim_poverty" / "words"
FILES = sorted(path.stem for path in (FOLDER / "en").glob("*.py") if path.stem != "__init__")


def words(language: str, name: str) -> dict[str, object]:
    return import_module(f"kaltim_poverty.words.{language}.{name}").WORDS


def test_both_languages_have_the_same_files():
    def names(language: str) -> set[str]:
        return {path.name for path in Path(FOLDER / language).glob("*.py")}

    assert names("en") == names("id")


@pytest.mark.parametrize("name", FILES)
def test_both_languages_have_the_same_sentences(name):
    assert set(words("en", name)) == set(words("id", name))


def places(sentence: object) -> set[str | None]:
    if not isinstance(sentence, str):
        return set()
    return {field for _, field, _, _ in Formatter().parse(sentence) if field is not None}


@pytest.mark.parametrize("name", [name for name in FILES if name not in {"page", "help"}])
def test_a_sentence_takes_the_same_values_in_both_languages(name):
    for key, sentence in words("en", name).items():
        assert places(sentence) == places(words("id", name)[key]), key


@pytest.mark.parametrize("name", ["brief", "note", "quantity"])
def test_no_sentence_has_a_stray_blank(name):
    for language in ("en", "id"):
        for key, sentence in words(language, name).items():
            assert not re.search(r"  |\s$| [,.;]", sentence), (language, key)
