"""The site leaves no page out; its links are checked where it is built (`.ci/run`)."""

from __future__ import annotations

import tomllib

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
