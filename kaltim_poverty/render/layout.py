"""An answer laid out for people: headings with units, columns, cells, what stands above and below.

The table, Markdown and the workbook all start from here, so that they cannot disagree.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.records import Declaration, unit_of
from kaltim_poverty.records import cell as cell_of
from kaltim_poverty.render.captions import (
    FEW_SOURCES,
    caption_fields,
    caption_of,
    constants,
    source_line,
    titled,
)
from kaltim_poverty.render.cells import DAGGER, cell_text, field_word
from kaltim_poverty.render.folding import with_minus
from kaltim_poverty.render.sections import sections_of
from kaltim_poverty.render.units import PERCENT, POINT, heading_unit, with_unit
from kaltim_poverty.words import LANGUAGES, say, speak
from kaltim_poverty.words.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.records import Answer, ColumnName
    from kaltim_poverty.render import Style
    from kaltim_poverty.render.sections import Section
    from kaltim_poverty.words import Language

FOCUS = "◀"  # marks the rows of a ranking that were asked for


class Column(NamedTuple):
    """One column: its heading, the cells as text, and what its field is declared to be."""

    heading: str
    numeric: bool
    cells: list[str]
    declared: Declaration = Declaration()
    drawn: bool = False  # cells of blocks, which cannot be folded
    values: tuple[Any, ...] = ()  # what the cells were made of, for programs that compute with numbers


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
    opening: str = ""


def lay_out(answer: Answer[Any], style: Style, *, most_sources: int | None = FEW_SOURCES) -> Sheet:
    """The sheet of an answer in the language and with the decimals of *style*."""
    language = style.language
    constant = constants(answer)
    above = caption_fields(answer, constant)
    tables = [table_of(section, above, style) for section in sections_of(answer)]
    return Sheet(
        caption_of(answer, above, constant, language),
        tables,
        [*legend(tables, language), *(with_minus(visible(each.spoken(language))) for each in answer.remarks)],
        source_line(answer, language, most_sources),
        opening_of(answer, language),
    )


def opening_of(answer: Answer[Any], language: Language) -> str:
    """The sentence that answers the question, if the answer begins with one."""
    return with_minus(visible(answer.opening.spoken(language))) if answer.opening else ""


def legend(tables: Sequence[Table], language: Language) -> list[str]:
    """The explanation of a dagger, if there is one."""
    cells = (cell for table in tables for column in table.columns for cell in column.cells)
    return [say(language, "caption.behind_break")] if any(cell.endswith(DAGGER) for cell in cells) else []


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
    beside_names = units_beside_names(answer)
    if any(answer.names_measure(field) for field in answer.fields if field not in above):
        constant.pop(answer.unit_field, None)  # then it stands beside each indicator
    hidden = {*above, *repeated_fields(answer)}
    if beside_names or constant.get(answer.unit_field):
        hidden.add(answer.unit_field)
    fields = [field for field in answer.fields if field not in hidden and in_language(field, style.language)]
    columns = [column_of(answer, field, constant, style) for field in fields]
    return [column for column in columns if any(cell != column.declared.missing for cell in column.cells)]


def repeated_fields(answer: Answer[Any]) -> list[str]:
    """Fields that another column says already, such as the name of a named area, or the source line."""
    declared = {field: answer.declaration(field) for field in answer.fields}
    return [field for field, what in declared.items() if what.cited or what.repeats in declared]


def units_beside_names(answer: Answer[Any]) -> bool:
    """Whether the unit of a row stands beside the name of what was measured."""
    return any(answer.names_measure(field) for field in answer.fields)


def in_language(field: str, language: Language) -> bool:
    """Whether a field is not the words of another language."""
    return not any(field.endswith(f"_{other}") for other in LANGUAGES if other != language)


def column_of(answer: Answer[Any], field: str, constant: dict[str, Any], style: Style) -> Column:
    """One column."""
    declared = answer.declaration(field)
    values = [cell_of(row, field) for row in answer]
    cells = [cell_text(answer, row, field, style) for row in answer]
    asked = asked_in(answer, field)
    if asked and not asked.issuperset(values):
        cells = [
            f"{cell} {FOCUS}" if code in asked else cell for cell, code in zip(cells, values, strict=True)
        ]
    if answer.names_measure(field) and answer.unit_field not in constant:
        cells = [
            with_unit(cell, unit_of(row), style.language) for cell, row in zip(cells, answer, strict=True)
        ]
    numeric = any(isinstance(value, (Decimal, int, float)) for value in values)
    heading = heading_of(answer, field, constant, style.language)
    return Column(heading, numeric, cells, declared, values=tuple(values))


def asked_in(answer: Answer[Any], field: str) -> set[Any]:
    """The values of a field that were asked for in a ranking; none for other fields."""
    is_ranked = bool(answer.charts) and answer.charts[0].mark == "bar" and answer.charts[0].x == field
    asked = answer.arguments.get(field, ()) if is_ranked else ()
    return {asked} if isinstance(asked, str) else set(asked)


def only_unit(answer: Answer[Any]) -> str:
    """The unit of all rows of a kind that has no column for it; empty if there is none, or several."""
    units = {unit_of(row) for row in answer}
    return units.pop() if len(units) == 1 else ""


def heading_of(answer: Answer[Any], field: str, constant: dict[str, Any], language: Language) -> str:
    """The heading of a column with its unit, if all rows share it."""
    if answer.is_group(field):
        return visible(field)
    declared = answer.declaration(field)
    words = words_of_heading(answer, field, constant, language)
    if named := answer.column_name(field):
        return heading_of_code(declared, named, words, constant.get(answer.unit_field), language)
    unit = constant.get(answer.unit_field) if answer.unit_field else only_unit(answer)
    if not unit or not declared.in_row_unit:
        return words
    shown = heading_unit(unit, of_change=declared.kind in ("change", "error"))
    return with_unit(words, shown, language) if shown else words


def words_of_heading(answer: Answer[Any], field: str, constant: dict[str, Any], language: Language) -> str:
    """The heading of a column: the period of its values, else its word."""
    declared = answer.declaration(field)
    period = constant.get(declared.headed_by)
    name = declared.heading or declared.origin or field
    return visible(period.spoken(language)) if period else field_word(answer.question, name, language)


def heading_of_code(
    declared: Declaration, named: ColumnName, words: str, unit: str | None, language: Language
) -> str:
    """The heading of a column that is named by a code: its unit, if it has one of its own or is a change."""
    called = visible(speak(named.name, language))
    if not named.alone:
        called = f"{called}: {words}"
    if not declared.in_row_unit:
        return called
    is_change = declared.kind in ("change", "error")
    if declared.of_unit:
        return with_unit(
            called, POINT if is_change and declared.of_unit == PERCENT else declared.of_unit, language
        )
    return with_unit(called, POINT, language) if is_change and unit == PERCENT else called


def aligned(column: Column, language: Language) -> list[str]:
    """The cells of a numeric column, padded so that right-aligned they meet at the decimal mark."""
    mark = "," if language == "id" else "."
    tails = [len(cell.partition(mark)[2]) + (mark in cell) for cell in column.cells]
    widest = max(tails, default=0)
    return [
        cell + " " * (widest - tail) if cell else "" for cell, tail in zip(column.cells, tails, strict=True)
    ]
