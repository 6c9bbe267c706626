"""What a document is made of: blocks that hold answers and messages, and know no language or format.

A section of a report gives blocks (`report/`); a format draws each kind of block (`render/document/`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from kaltim_poverty.records import Answer, Source
    from kaltim_poverty.records.charts import Chart
    from kaltim_poverty.words import Spoken


@dataclass(frozen=True)
class Heading:
    """A heading: level 1 for a section, 2 for a part of it."""

    level: int
    text: Spoken


@dataclass(frozen=True)
class Paragraph:
    """Sentences of one paragraph, in order."""

    messages: tuple[Spoken, ...]


@dataclass(frozen=True)
class Table:
    """The rows of an answer; *wide* names the key whose values become the columns, if any."""

    title: Spoken
    answer: Answer[Any]
    wide: str = ""


@dataclass(frozen=True)
class Picture:
    """A chart of an answer; it says in words what it shows to who cannot see it."""

    title: Spoken
    answer: Answer[Any]
    chart: Chart


@dataclass(frozen=True)
class Note:
    """Remarks that stand apart from the text, such as what a report lacks."""

    messages: tuple[Spoken, ...]


@dataclass(frozen=True)
class Page:
    """A new page, on its side or upright; it holds until the next one."""

    landscape: bool = False


Block = Heading | Paragraph | Table | Picture | Note | Page


@dataclass(frozen=True)
class Document:
    """Blocks under a title.

    Attributes:
        title: what stands on top, and in the properties of a file.
        blocks: what follows, in order.
        dated: the date in the properties of a file, so that its bytes depend on the question alone.
        sources: every source behind its answers, with the copies that were read.
    """

    title: Spoken
    blocks: tuple[Block, ...]
    dated: date
    sources: tuple[Source, ...] = ()


__all__ = ["Block", "Document", "Heading", "Note", "Page", "Paragraph", "Picture", "Table"]
