"""What a journalist gets who opens the page on a phone."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from kaltim_poverty.render import Style, document

VOID = {"meta", "link", "br", "img", "input", "hr"}


class Tree(HTMLParser):
    """Every element with its attributes, and the texts of those that are asked for."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.open, self.texts = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(("/".join(self.open), data.strip()))

    def of(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]

    def said(self, tag):
        return [text for path, text in self.texts if path.endswith(f"/{tag}") and text]


@pytest.fixture(scope="module")
def text(files):
    return files[".html"].data.decode()


@pytest.fixture(scope="module")
def tree(text):
    found = Tree(text)
    assert found.open == []  # what is opened is closed
    return found


def test_the_page_has_a_language_landmarks_and_one_title(tree):
    assert tree.of("html") == [{"lang": "id"}]
    for landmark in ("header", "nav", "main"):
        assert len(tree.of(landmark)) == 1
    assert tree.said("h1") == tree.said("title")[:1] == ["Kemiskinan, Maret 2024"]
    assert tree.said("h2") == ["Ringkasan", "Indikator & <utama>", "Lampiran", "Metode"]
    assert tree.said("h3") == ["Posisi"]


def test_the_first_link_skips_to_the_text_and_all_links_lead_somewhere(tree):
    places = {attributes["id"] for _, attributes in tree.elements if "id" in attributes}
    links = [attributes["href"] for attributes in tree.of("a")]
    assert links[0] == "#main"
    assert {link.removeprefix("#") for link in links} <= places
    assert len(links) == 6


def test_no_name_of_an_element_is_there_twice(tree):
    names = [attributes["id"] for _, attributes in tree.elements if "id" in attributes]
    assert len(names) == len(set(names))


def test_nothing_is_asked_for_from_elsewhere(text, tree):
    """All that is loaded lies in the page."""
    loaded = [each.get("src") for each in tree.of("script") + tree.of("img")]
    loaded += [each.get("href") for each in tree.of("link")]
    assert [each for each in loaded if each and not each.startswith("data:")] == []
    assert set(re.findall(r"url\((\w+:)", text)) == {"data:"}
    assert "@import" not in text
    assert len(text) < 2_000_000


def test_each_figure_has_both_sizes_and_its_numbers_folded(tree, text):
    figures = re.findall(r"<figure.*?</figure>", text, re.DOTALL)
    assert len(figures) == 2
    for figure in figures:
        assert figure.count("<svg ") == 2
        assert re.search(
            r'<details class="numbers">\s*<summary>Angka dalam gambar ini</summary>.*<table>',
            figure,
            re.DOTALL,
        )
    assert "Kalimantan Timur" in figures[1].partition("<table>")[2]
    assert tree.said("figcaption") == ["Gambar 1. P0 menurut kabupaten", "Gambar 2. P0 sejak 2015"]


def test_every_table_tells_headings_of_columns_and_rows(text):
    for table in re.findall(r"<table>.*?</table>", text, re.DOTALL):
        head, body = table.split("<tbody>")
        assert head.count('<th scope="col"') == head.count("<th ") > 1
        assert body.count('<th scope="row"') == body.count("<tr>") > 0


def test_numbers_are_those_of_the_other_formats(tree):
    assert "221,34" in tree.said("td")
    assert "−9,73" in tree.said("td")


def test_text_of_data_is_no_markup(chapter):
    """Names of areas and columns come from files of others."""
    from dataclasses import replace

    from kaltim_poverty.records.blocks import Paragraph
    from kaltim_poverty.words import message

    evil = message("note.line", text="<script>alert(1)</script>&amp;")
    made = document.write(replace(chapter, title=evil, blocks=(Paragraph((evil,)),)), ".html", Style("en"))
    assert b"<script>alert" not in made.data
    assert made.data.count(b"&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;") == 3
