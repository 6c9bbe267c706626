"""Sources: what was published, and the copies that were read, with their addresses."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.records import Answer
from kaltim_poverty.records.fields import column, record
from kaltim_poverty.report.sections.shared import paragraph, table
from kaltim_poverty.report.subject import words
from kaltim_poverty.words import known, message, speak

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kaltim_poverty.records import Source
    from kaltim_poverty.records.blocks import Block
    from kaltim_poverty.words import Language, Spoken

REPOSITORY = re.compile(r"https://github\.com/([^/]+/[^/]+)")
DETAIL = re.compile(r" \[.*| \((?:\d+ (?:csv|xlsx?)|BPS var \d+)\)$")
"""Files inside a repository and numbers of tables, which the address leads to."""
ORDER = ("official", "repository")  # of kinds, before all others
PARTED = "; "


class Several(NamedTuple):
    """Titles or dates, each once, one after the other."""

    parts: tuple[Spoken | str, ...]

    def spoken(self, language: Language) -> str:
        """All of them in *language*."""
        return PARTED.join(dict.fromkeys(speak(part, language) for part in self.parts if part))


@record
class Copy:
    """A source that was read: a repository, a release, or an own file."""

    publisher: Spoken | str = column("words")
    title: Several = column("words")
    released: Several = column("words")
    url: str = column("words")


def sources(cited: Iterable[Spoken | str], copies: Iterable[Source]) -> list[Block]:
    """The section.

    Args:
        cited: what was published, as a line below a table cites it.
        copies: every source that was read.
    """
    rows = [copy_of(group) for group in grouped(copies)]
    answer = Answer("report", {}, tuple(rows), (), (), {}, Copy)
    published: list[object] = [*cited]
    blocks: list[Block] = [paragraph(words("published", sources=published))] if published else []
    return [*blocks, paragraph(words("copies")), table(answer, "copies")] if rows else blocks


def grouped(copies: Iterable[Source]) -> list[list[Source]]:
    """The copies, those of one repository together: official ones first, press last."""
    groups: dict[str, list[Source]] = {}
    for each in sorted(copies, key=lambda copy: place_of(copy.kind)):
        groups.setdefault(repository_of(each) or each.source, []).append(each)
    return [*groups.values()]


def place_of(kind: str) -> int:
    """Where the copies of a kind stand."""
    return ORDER.index(kind) if kind in ORDER else len(ORDER)


def repository_of(copy: Source) -> str:
    """Owner and name of the repository that holds a copy; empty for others."""
    found = REPOSITORY.match(copy.url) if copy.kind == "repository" else None
    return found[1] if found else ""


def copy_of(group: Sequence[Source]) -> Copy:
    """A row of copies at one place."""
    first = group[0]
    return Copy(
        publisher_of(first),
        Several(tuple(map(title_of, group))),
        Several(tuple(each.released for each in group)),
        common_address([each.url for each in group]),
    )


def publisher_of(copy: Source) -> Spoken | str:
    """Who published a copy, in the words of each language where the data has those of one."""
    if repository_of(copy):
        return message("copies.in_repository")
    return translated("publisher", copy.source) or copy.publisher or copy.source


def title_of(copy: Source) -> Spoken | str:
    """The title of a source, without the names of files."""
    return translated("title", copy.source) or DETAIL.sub("", copy.title)


def translated(kind: str, source: str) -> Spoken | None:
    """The words of the catalogue for a source, if it has some."""
    key = f"copies.{kind}.{source}"
    return message(key) if known("en", key) else None


def common_address(addresses: Sequence[str]) -> str:
    """The address of all, or of the folder that holds all."""
    parts = zip(*(each.split("/") for each in addresses), strict=False)
    alike = takewhile(lambda places: len(set(places)) == 1, parts)
    return "/".join(places[0] for places in alike)


__all__ = ["Copy", "sources"]
