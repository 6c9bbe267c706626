"""What every format of a document draws: its blocks in one language, tables and figures numbered."""

from __future__ import annotations

from itertools import count, takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.records import blocks
from kaltim_poverty.records.wide import widened
from kaltim_poverty.render import charts
from kaltim_poverty.render.captions import source_line
from kaltim_poverty.render.cells import cell_text
from kaltim_poverty.render.charts import Look
from kaltim_poverty.render.folding import with_minus
from kaltim_poverty.render.layout import lay_out, legend
from kaltim_poverty.words import lookup, say
from kaltim_poverty.words.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.blocks import Block, Document
    from kaltim_poverty.render import Style
    from kaltim_poverty.render.charts import Size
    from kaltim_poverty.render.layout import Column, Table
    from kaltim_poverty.words import Language, Spoken

MOST_COLUMNS = 14  # of a table on a page


class Heading(NamedTuple):
    """A heading, and the name under which links find it."""

    level: int
    text: str
    anchor: str


class Text(NamedTuple):
    """A paragraph."""

    text: str


class Remark(NamedTuple):
    """Sentences that stand apart from the text."""

    sentences: tuple[str, ...]


class Caption(NamedTuple):
    """``Table 3. The poor by district``: what it is called, its number, and its title."""

    label: str
    number: int
    title: str
    anchor: str
    language: Language

    def __str__(self) -> str:
        words = {"label": self.label, "number": str(self.number), "title": self.title}
        return say(self.language, "document.caption", **words)


class Tabulated(NamedTuple):
    """The tables of an answer under one number, what must be said about them, and their source."""

    caption: Caption
    tables: tuple[Table, ...]
    notes: tuple[str, ...]
    source: str
    block: blocks.Table


class Figure(NamedTuple):
    """A picture with the text around it, and the same numbers as tables.

    Attributes:
        caption: below it.
        head: what the numbers say, above it.
        subtitle: what was measured, where, when and in which unit.
        alternative: what it shows, for who cannot see it.
        tables: its numbers.
        notes: what must be said about it.
        source: its source line.
        block: what is drawn.
    """

    caption: Caption
    head: str
    subtitle: str
    alternative: str
    tables: tuple[Table, ...]
    notes: tuple[str, ...]
    source: str
    block: blocks.Picture

    def svg(self, style: Style, size: Size = "wide") -> str:
        """The picture without the text around it."""
        return charts.svg(self.block.answer, self.block.chart, self.look(style, size))

    @staticmethod
    def look(style: Style, size: Size) -> Look:
        """How it is drawn in a document."""
        return Look(style.language, size, style.digits, bare=True)


class Page(NamedTuple):
    """A new page, on its side or upright."""

    landscape: bool


Part = Heading | Text | Remark | Tabulated | Figure | Page


def numbered(document: Document, style: Style) -> list[Part]:
    """The parts of a document in the language of *style*, in order."""
    return said_once(list(Numbering(style).parts(document.blocks)))


class Numbering:
    """Counts tables, figures and headings of one document."""

    def __init__(self, style: Style) -> None:
        self.style, self.language = style, style.language
        self.counters = {"table": count(1), "figure": count(1), "section": count(1)}

    def parts(self, of: Iterable[Block]) -> Iterator[Part]:
        """The part of each block."""
        for block in of:
            yield self.part(block)

    def part(self, block: Block) -> Part:
        """The part of a block."""
        match block:
            case blocks.Heading(level, text):
                return Heading(level, self.spoken(text), f"section-{next(self.counters['section'])}")
            case blocks.Paragraph(messages):
                return Text(" ".join(map(self.spoken, messages)))
            case blocks.Note(messages):
                return Remark(tuple(map(self.spoken, messages)))
            case blocks.Page(landscape):
                return Page(landscape)
            case blocks.Picture():
                return self.figure(block)
            case blocks.Table():
                return self.tabulated(block)

    def tabulated(self, block: blocks.Table) -> Tabulated | Text:
        """The tables of a block; the sentences of an answer that reads as a paragraph."""
        answer = block.answer
        if answer.prose:
            return Text(" ".join(cell_text(answer, row, answer.prose, self.style) for row in answer))
        caption = self.caption("table", block.title)
        tables = self.tables(widened(answer, block.wide) if block.wide else answer)
        shown = tuple(table._replace(columns=fitting(table.columns)) for table in tables)
        notes = (*legend(shown, self.language), *self.left_out(tables, shown), *self.notes(answer))
        return Tabulated(caption, shown, notes, self.source(answer), block)

    def left_out(self, tables: Sequence[Table], shown: Sequence[Table]) -> list[str]:
        """Which columns the page has no room for, if there are any."""
        headings, there = (
            dict.fromkeys(column.heading for table in each for column in table.columns)
            for each in (tables, shown)
        )
        missing: list[object] = [heading for heading in headings if heading not in there]
        return [say(self.language, "document.left_out", columns=missing)] if missing else []

    def figure(self, block: blocks.Picture) -> Figure | Text:
        """The figure of a block; a sentence where there is nothing to draw."""
        answer, chart, language = block.answer, block.chart, self.language
        if not charts.drawable(answer, chart):
            return Text(say(language, "document.not_drawn", title=self.spoken(block.title)))
        return Figure(
            self.caption("figure", block.title),
            charts.head(answer, chart, language) if answer.head else "",
            charts.subtitle(answer, chart, language),
            charts.alternative_text(answer, chart, language),
            self.tables(answer),
            self.notes(answer),
            self.source(answer),
            block,
        )

    def caption(self, kind: str, title: Spoken) -> Caption:
        """The next caption of a kind."""
        number = next(self.counters[kind])
        label = lookup(self.language, f"document.{kind}")
        return Caption(label, number, self.spoken(title), f"{kind}-{number}", self.language)

    def tables(self, answer: Answer[Any]) -> tuple[Table, ...]:
        """The tables of an answer that have rows."""
        return tuple(table for table in lay_out(answer, self.style).tables if table.columns)

    def notes(self, answer: Answer[Any]) -> tuple[str, ...]:
        """The notes on an answer."""
        return tuple(map(self.spoken, answer.remarks))

    def source(self, answer: Answer[Any]) -> str:
        """The source line of an answer."""
        return source_line(answer, self.language, None)

    def spoken(self, words: Spoken) -> str:
        """Words of the language, with true minus signs, and nothing that cannot be seen."""
        return with_minus(visible(words.spoken(self.language)))


def fitting(columns: list[Column]) -> list[Column]:
    """The columns that a page has room for: of too many, those that give way first are left out first."""
    turns = range(max((column.declared.gives_way for column in columns), default=0) + 1)
    shown = ([each for each in columns if not 0 < each.declared.gives_way <= turn] for turn in turns)
    fewer = list(shown)
    return next((each for each in fewer if len(each) <= MOST_COLUMNS), fewer[-1])


def said_once(parts: list[Part]) -> list[Part]:
    """The parts, without the notes that the next part has as well."""
    following = [*parts[1:], None]
    return [
        part._replace(notes=tuple(note for note in part.notes if note not in notes_of(after)))
        if isinstance(part, (Tabulated, Figure))
        else part
        for part, after in zip(parts, following, strict=True)
    ]


def notes_of(part: Part | None) -> tuple[str, ...]:
    """The notes of a part, if it can have any."""
    return part.notes if isinstance(part, (Tabulated, Figure)) else ()


def on_top(parts: Iterable[Part]) -> list[Part]:
    """The remarks with which a document begins, which stand above its contents."""
    return [*takewhile(lambda part: isinstance(part, Remark), parts)]


def headings(parts: Iterable[Part]) -> list[Heading]:
    """The headings of the table of contents."""
    return [part for part in parts if isinstance(part, Heading)]
