"""The site leaves no page out; its links are checked where it is built (`.ci/run`)."""

from __future__ import annotations

import json
import tomllib

import pytest
import website
from generate import INDONESIAN_PAGES, PAGES
from shell import ROOT

DOCS = ROOT / "docs"


def pages_of(navigation):
    """The pages of a navigation, at any depth."""
    for entry in navigation:
        for page in entry.values():
            yield from [page] if isinstance(page, str) else pages_of(page)


def test_every_page_is_in_the_navigation_once():
    navigation = tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))["project"]["nav"]
    listed = [DOCS / page for page in pages_of(navigation)]
    references = (PAGES, INDONESIAN_PAGES)  # their first pages lead to the others
    written = {page for page in DOCS.rglob("*.md") if page.parent not in references}
    written |= {folder / "README.md" for folder in references}

    assert sorted(listed) == sorted(written)


ENTRIES = [
    {"location": "methods.html#check", "title": "Methods"},
    {"location": "id/methods.html#check", "title": "Metode"},
    {"location": "idle.html", "title": "Idle"},
]


def test_each_language_searches_in_its_own_pages(tmp_path):
    """From where their pages are."""
    (tmp_path / "search.json").write_text(json.dumps({"config": {}, "items": ENTRIES}))
    assert website.write_index(tmp_path, tmp_path / "..", website.indonesian) == 1
    found = json.loads((tmp_path / ".." / "search.json").read_text())
    assert found["items"] == [{"location": "methods.html#check", "title": "Metode"}]
    assert website.write_index(tmp_path, tmp_path, website.english) == 2
    assert json.loads((tmp_path / "search.json").read_text())["items"] == [ENTRIES[0], ENTRIES[2]]


@pytest.mark.parametrize(("base", "expected"), [("..", "."), ("../..", ".."), ("../../..", "../..")])
def test_a_page_in_bahasa_indonesia_finds_the_index_of_its_language(base, expected, tmp_path, monkeypatch):
    page = '<html lang="id"><script id="__config" type="application/json">{"annotate":null,"base":"%s"}'
    monkeypatch.setattr(website, "SITE", tmp_path / "site")
    for name in ("site", "other"):
        (tmp_path / name / "id").mkdir(parents=True)
    (tmp_path / "other" / "id" / "a.html").write_text(page % base)
    assert website.take_pages(tmp_path / "other") == 1
    assert (tmp_path / "site" / "id" / "a.html").read_text() == page % expected


def test_a_page_that_names_another_language_ends_the_build(tmp_path, monkeypatch):
    (tmp_path / "id").mkdir()
    (tmp_path / "id" / "a.html").write_text('<html lang="en">')
    monkeypatch.setattr(website, "SITE", tmp_path)
    with pytest.raises(ValueError, match="which language"):
        website.take_pages(tmp_path)
