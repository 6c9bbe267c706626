"""The pages of methods leave no measure out, and say of each family what a reader must know."""

from __future__ import annotations

import re

import pytest
from shell import ROOT

from kaltim_poverty.measures.catalogue import PARAMETERS, measure, names
from kaltim_poverty.survey.peers.choices import CHOICES, sentence_of

PAGES = {
    name: (ROOT / "docs" / "methods" / f"{name}.md").read_text(encoding="utf-8")
    for name in ("poverty", "inequality", "shares", "relative", "errors", "changes")
}
ABOUT_MEASURES = ("poverty", "inequality", "shares")
FAMILIES = [
    (name, part) for name in ABOUT_MEASURES for part in re.split(r"^## ", PAGES[name], flags=re.MULTILINE)[1:]
]


def named(text):
    """The measures that stand in the tables of a text, as somebody would type them."""
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    return set(re.findall(r"`([a-z0-9_.]+)`", " ".join(row.partition(" | ")[0] for row in rows)))


def test_every_measure_of_the_catalogue_has_a_formula():
    documented = set().union(*(named(PAGES[name]) for name in ABOUT_MEASURES))
    assert set(names()) <= documented
    assert [name for name in documented if measure(name) is None] == []


def test_every_family_with_a_parameter_has_a_formula():
    text = " ".join(PAGES[name] for name in ABOUT_MEASURES)
    for family in PARAMETERS:
        assert re.search(rf"`{family}_[A-Z]`", text), family


@pytest.mark.parametrize(("page", "part"), FAMILIES, ids=[part.partition("\n")[0] for _, part in FAMILIES])
def test_every_family_says_what_a_reader_must_know(page, part):
    """The rule at the boundary, the variance, and why another program may print another number."""
    for needed in ("**Boundary.**", "**Variance.**"):
        assert needed in part
    assert "### Why does it not equal" in part or part.startswith("The Gini of the poor")
    assert "https://doi.org/" in part or "Survey Methodology" in part or part.startswith("The gap in rupiah")


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_references_that_can_be_found(name):
    """A DOI, or a journal with its volume and pages."""
    assert re.search(r"https://doi\.org/10\.\d+/\S+", PAGES[name])
    assert "Why does it not equal" in PAGES[name]


@pytest.mark.parametrize(
    ("folder", "heading"), [("", "Why does it not equal"), ("id", "Mengapa tidak sama dengan")]
)
def test_pages_print_every_choice_of_the_catalogue(folder, heading):
    """In the section that says why another program prints another number, in the words of `kpov explain`."""
    pages = [ROOT / "docs" / folder / "methods" / f"{name}.md" for name in PAGES]
    parts = [
        part for page in pages for part in re.split(r"^##+ ", page.read_text("utf-8"), flags=re.MULTILINE)
    ]
    printed = "".join(part for part in parts if part.startswith(heading))
    for choice in CHOICES.values():
        assert f"- {sentence_of(choice, folder or 'en')}\n" in printed, choice.name


def test_units_are_those_of_the_catalogue():
    """A page says percent, ratio or rupiah of the measures whose unit it names."""
    words = {"percent": "percent", "ratio": "ratio", "people": "people"}
    for name in ("poverty", "shares"):
        for line in PAGES[name].splitlines():
            cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("|"))]
            if len(cells) == 3 and cells[0].startswith("`"):
                for code in re.findall(r"`([a-z0-9_.]+)`", cells[0]):
                    unit = measure(code).unit
                    assert words.get(unit, "rupiah") in cells[2], code
