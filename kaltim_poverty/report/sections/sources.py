"""Sources: what was published, and the copies that were read, with their addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaltim_poverty.records import Answer
from kaltim_poverty.records.fields import column, record
from kaltim_poverty.report.sections.shared import paragraph, table
from kaltim_poverty.report.subject import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kaltim_poverty.records import Source
    from kaltim_poverty.records.blocks import Block
    from kaltim_poverty.words import Spoken


@record
class Copy:
    """What was read: the copy of a release, or a file of one's own."""

    publisher: str = column("words")
    title: str = column("words")
    released: str = column("words")
    url: str = column("words")


def sources(cited: Iterable[Spoken | str], copies: Iterable[Source]) -> list[Block]:
    """The section.

    Args:
        cited: what was published, as a line below a table cites it.
        copies: every source that was read.
    """
    rows = [Copy(each.publisher or each.source, each.title, each.released, each.url) for each in copies]
    answer = Answer("report", {}, tuple(rows), (), (), {}, Copy)
    published: list[object] = [*cited]
    blocks: list[Block] = [paragraph(words("published", sources=published))] if published else []
    return [*blocks, paragraph(words("copies")), table(answer, "copies")] if rows else blocks


__all__ = ["Copy", "sources"]
