"""Links between documents lead somewhere."""

from __future__ import annotations

import re

from generate import documents
from shell import ROOT

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
DOCUMENTS = [*documents(), ROOT / "CHANGELOG.md"]


def anchors(text):
    """The anchors of a document's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links():
    """The links of all documents inside the project, with the document and the file that each names."""
    for document in DOCUMENTS:
        for link in LINK.findall(FENCE.sub("", document.read_text(encoding="utf-8"))):
            if not link.startswith(("https://", "http://")):
                name, _, anchor = link.partition("#")
                target = (document.parent / name).resolve() if name else document
                yield f"{document.relative_to(ROOT)}: {link}", target, anchor


def test_links_resolve():
    """A link names a file of the project, and its anchor a heading in it."""
    found = list(links())
    headings = {target: anchors_of(target) for _, target, anchor in found if anchor}

    assert len(found) > 500
    assert [link for link, target, _ in found if not target.exists()] == []
    assert [link for link, target, anchor in found if anchor and anchor not in headings[target]] == []


def anchors_of(file):
    """The anchors of a file; none if there is no such file."""
    return anchors(file.read_text(encoding="utf-8")) if file.exists() else set()
