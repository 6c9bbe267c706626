"""An answer laid out for people: headings with units, columns, cells, what stands above and below.

The table, Markdown and the workbook all start from here, so that they cannot disagree.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.records import cell as cell_of
from kaltim_poverty.render.captions import (
    FEW_SOURCES,
    IN_CAPTION,
    SHORT_UNITS,
    caption_of,
    source_line,
    titled,
)
from kaltim_poverty.render.cells import cell_text, field_word, shows_code, with_unit
from kaltim_poverty.render.folding import with_minus
from kaltim_poverty.render.sections import sections_of
from kaltim_poverty.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.records import Answer
    from kaltim_poverty.render import Style
    from kaltim_poverty.render.sections import Section
    from kaltim_poverty.words import Language

FOCUS = "◀"  # marks the area that a standing is about
OF_UNIT = frozenset(
    ["before", "after", "value", "urban", "rural", "province", "nation", "expected", "found"]
)  # numbers in the unit of their row
CHANGES = frozenset(["change", "se", "largest_se", "gap", "gap_change", "change_year", "difference", "pace"])
LABELLED = ("indicator", "measure")  # names that have the unit beside them


class Column(NamedTuple):
    """One column: its field, heading, and the cells as text."""

    field: str
    heading: str
    numeric: bool
    cells: list[str]


class Table(NamedTuple):
    """Some rows of an answer, with what they are about if there are other tables."""

    title: str
    columns: list[Column]


class Sheet(NamedTuple):
    """An answer as people read it."""

    caption: str
    tables: list[Table]
    notes: list[str]
    source: str


def lay_out(answer: Answer[Any], style: Style, *, most_sources: int | None = FEW_SOURCES) -> Sheet:
    """The sheet of an answer in the language and with the decimals of *style*."""
    language = style.language
    constant = constants(answer)
    above = [field for field in IN_CAPTION if field in constant]
    return Sheet(
        caption_of(answer, above, constant, language),
        [table_of(section, above, style) for section in sections_of(answer)],
        [with_minus(note.spoken(language)) for note in answer.remarks],
        source_line(answer, language, most_sources),
    )


def constants(answer: Answer[Any]) -> dict[str, Any]:
    """The fields that have one value in all rows, with it."""
    return {
        field: cell_of(answer[0], field) for field in answer.fields if answer and is_constant(answer, field)
    }


def table_of(section: Section, above: Sequence[str], style: Style) -> Table:
    """One table with its title, if there are several."""
    known_above = [*above, *section.about]
    title = titled(section.rows, section.about, style.language)
    return Table(title, columns_of(section.rows, known_above, style))


def titled_once(tables: list[Table]) -> list[Table]:
    """The tables, a title only above the first that has it."""
    before = ["", *(table.title for table in tables)]
    return [
        table._replace(title="" if table.title == previous else table.title)
        for table, previous in zip(tables, before, strict=False)
    ]


def columns_of(answer: Answer[Any], above: Sequence[str], style: Style) -> list[Column]:
    """The columns that are not in the caption, without empty ones."""
    constant = constants(answer)
    hidden = {*above, *hidden_fields(answer, constant)}
    if any(label in answer.fields and label not in above for label in LABELLED):
        constant.pop("unit", None)  # then it stands beside each indicator
    fields = [field for field in answer.fields if field not in hidden and in_language(field, style.language)]
    columns = [column_of(answer, field, constant, style) for field in fields]
    return [column for column in columns if any(column.cells)]


def hidden_fields(answer: Answer[Any], constant: dict[str, Any]) -> list[str]:
    """Fields that another column says already: a unit in a heading or label, the name of a named area."""
    hidden = []
    labelled = any(label in answer.fields and not shows_code(answer, label) for label in LABELLED)
    if constant.get("unit") or labelled:
        hidden.append("unit")
    if by_quantity(answer):
        hidden.append("unit")
    if "area" in answer.fields:
        hidden.append("area_name")
    return hidden


def by_quantity(answer: Answer[Any]) -> bool:
    """Whether each row is a quantity, whose name says its unit and whose place is part of the answer."""
    return "quantity" in answer.fields


def in_language(field: str, language: Language) -> bool:
    """Whether a field is not the words of another language."""
    return not any(field.endswith(f"_{other}") for other in LANGUAGES if other != language)


def is_constant(answer: Answer[Any], field: str) -> bool:
    """Whether all rows have the same value."""
    first = cell_of(answer[0], field)
    return all(cell_of(row, field) == first for row in answer)


def column_of(answer: Answer[Any], field: str, constant: dict[str, Any], style: Style) -> Column:
    """One column."""
    values = [cell_of(row, field) for row in answer]
    cells = [cell_text(answer, row, field, style) for row in answer]
    if field == "area" and "rank" in answer.fields:
        cells = [
            f"{cell} {FOCUS}" if row.area in answer.arguments["area"] else cell
            for cell, row in zip(cells, answer, strict=True)
        ]
    if field in LABELLED and "unit" in hidden_fields(answer, constant) and "unit" not in constant:
        cells = [with_unit(cell, row.unit, style.language) for cell, row in zip(cells, answer, strict=True)]
    numeric = any(isinstance(value, (Decimal, int, float)) for value in values)
    return Column(field, heading_of(answer, field, constant, style.language), numeric, cells)


def heading_of(answer: Answer[Any], field: str, constant: dict[str, Any], language: Language) -> str:
    """The heading of a column with its unit, if all rows share it."""
    if answer.is_group(field):
        return field
    period = constant.get(f"{field}_period")
    words = period.spoken(language) if period else field_word(answer.question, field, language)
    unit = constant.get("unit")
    if not unit or field not in OF_UNIT | CHANGES:
        return words
    if unit in SHORT_UNITS:
        return with_unit(words, "point" if unit == "percent" and field in CHANGES else unit, language)
    return with_unit(words, "idr", language) if unit.startswith("idr") else words


def aligned(column: Column, language: Language) -> list[str]:
    """The cells of a numeric column, padded so that right-aligned they meet at the decimal mark."""
    mark = "," if language == "id" else "."
    tails = [len(cell.partition(mark)[2]) + (mark in cell) for cell in column.cells]
    widest = max(tails, default=0)
    return [
        cell + " " * (widest - tail) if cell else "" for cell, tail in zip(column.cells, tails, strict=True)
    ]
