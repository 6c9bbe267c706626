"""An answer laid out for people: headings with units, columns, cells, what stands above and below.

The table, Markdown and the workbook all start from here, so that they cannot disagree.
"""

from __future__ import annotations

import re
import textwrap
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.records import cell as cell_of
from kaltim_poverty.render.sections import sections_of
from kaltim_poverty.words import LANGUAGES, Message, Spoken, known, lookup, say
from kaltim_poverty.words.numbers import exact, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.records import Answer
    from kaltim_poverty.render import Style
    from kaltim_poverty.render.sections import Section
    from kaltim_poverty.words import Language

FOCUS = "◀"  # marks the area that a standing is about
MINUS = "\N{MINUS SIGN}"
IN_CAPTION = ("area", "locality", "indicator", "period", "year", "before_period", "after_period")
OF_UNIT = frozenset(
    ["before", "after", "value", "urban", "rural", "province", "nation", "expected", "found"]
)  # numbers in the unit of their row
CHANGES = frozenset(["change", "se", "largest_se", "gap", "gap_change", "change_year", "difference", "pace"])
DIGITS = {
    "change_percent": 2,
    "ratio": 2,
    "urban_share": 2,
    "rural_share": 2,
    "food_share": 2,
    "per_day": 0,
    "pace": 3,
    "pace.idr": 0,
    "share": 1,
    "se": 3,
    "p_value": 3,
    "largest_se": 3,
    "rse": 1,
    "deff": 2,
    "df": 0,
    "t": 2,
    "population": 0,
    "recipients": 0,
    "reached_share": 2,
    "months_of_gap": 2,
    "months_of_line": 2,
    "return_needed": 2,
    "quantity.percent": 2,
    "quantity.months": 2,
    "quantity.households": 0,
    "quantity.idr": 0,
    "quantity.idr_per_year": 0,
    "quantity.idr_per_capita_month": 0,
    "quantity.idr_per_household_month": 0,
}  # quotients: their 15 digits are for machines
DECIMALS = {"percent": 3, "ratio": 4}  # of estimates, by unit; others are whole
OF_ESTIMATES = (
    "rse",
    "deff",
    "df",
    "t",
    "p_value",
    "population",
)  # numbers that are not in the unit of their row
UNSURE = (25.0, 50.0)  # percent of the estimate from which BPS asks for care, and calls it unreliable
LABELLED = ("indicator", "measure")  # names that have the unit beside them
LISTS = ("aliases", "indicators", "applies_to", "source")  # codes with semicolons between
OF_AREAS = ("parent", "component")  # fields whose codes may be areas
LONGEST = 3  # decimals that are printed as they are; a number with more is a quotient
SHORT_UNITS = ("percent", "ratio")  # they stand in headings, longer ones in the caption
SMALLEST_P = Decimal("0.001")
FEW_SOURCES = 3
NARROWEST = 20  # characters; a narrower page is taken for this


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
        [with_minus(note.spoken(language)) for note in answer.notes],
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


def titled(answer: Answer[Any], about: dict[str, Any], language: Language) -> str:
    """What the rows of one table have in common."""
    return " · ".join(about_text(answer, field, value, language) for field, value in about.items())


def about_text(answer: Answer[Any], field: str, value: Any, language: Language) -> str:
    """One part of a caption or title; an indicator with its unit, if that is too long for headings."""
    if (field, value) == ("locality", "total"):
        return lookup(language, "caption.everybody")
    named = answer.name(field, value) if isinstance(value, str) else value
    spoken = (
        named.spoken(language) if isinstance(named, Spoken) else name_of(answer, field, str(value), language)
    )
    units = {row.unit for row in answer} if field == "indicator" and "unit" in answer.fields else set()
    unit = units.pop() if len(units) == 1 else "percent"
    return spoken if unit in SHORT_UNITS else with_unit(spoken, unit, language)


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


def shows_code(answer: Answer[Any], field: str) -> bool:
    """Whether the rows are the very things that a field names, so that people need their codes."""
    return any(isinstance(named, answer.kind) for named in answer.names.get(field, {}).values())


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


def cell_text(answer: Answer[Any], row: object, field: str, style: Style) -> str:
    """One cell: a number in the language's style, a code by its name."""
    value = cell_of(row, field)
    if value is None:
        return ""
    if isinstance(value, float):
        return estimate_text(row, field, value, style)
    if isinstance(value, Decimal):
        return number_text(digits_key(row, field), value, style)
    if isinstance(value, (Message, Spoken)):
        return value.spoken(style.language)
    return name_of(answer, field, str(value), style.language)


def digits_key(row: object, field: str) -> str:
    """By what the decimals of a number are chosen: its field, or its unit where rows are quantities."""
    unit = str(getattr(row, "unit", ""))
    if field == "value" and hasattr(row, "quantity"):
        return f"quantity.{unit}"
    return "pace.idr" if field == "pace" and unit.startswith("idr") else field


def name_of(answer: Answer[Any], field: str, code: str, language: Language) -> str:
    """What a code is called; itself if it has no name or the row is about the code."""
    if shows_code(answer, field):
        return code
    named = answer.name(field, code)
    if named is None and field in OF_AREAS:
        named = answer.name("area", code)
    if named is not None:
        return named.spoken(language)
    key = f"value.{field}.{code}"
    if known(language, key):
        return lookup(language, key)
    return code.replace(";", ", ") if field in LISTS else code


def number_text(field: str, value: Decimal, style: Style) -> str:
    """A number for people, with a true minus sign."""
    if field == "p_value" and value < SMALLEST_P and style.digits is None:
        return f"<{number(SMALLEST_P, style.language)}"
    return number(value, style.language, decimals_of(field, value, style.digits)).replace("-", MINUS)


def estimate_text(row: object, field: str, value: float, style: Style) -> str:
    """A number that was estimated: decimals by its unit, a relative standard error with its flag."""
    decimals = DIGITS.get(field) if field in OF_ESTIMATES else DECIMALS.get(getattr(row, "unit", ""), 0)
    if field == "p_value" and style.digits is None:
        return number_text(field, exact(value), style)
    shown = number(exact(value), style.language, decimals if style.digits is None else style.digits)
    flag = sum(value > limit for limit in UNSURE) * "*" if field == "rse" else ""
    return shown.replace("-", MINUS) + flag


def decimals_of(field: str, value: Decimal, digits: int | None) -> int:
    """How many decimals people see: those asked for, those printed, or for a quotient a few."""
    if digits is not None:
        return digits
    exponent = value.as_tuple().exponent
    printed = max(0, -exponent) if isinstance(exponent, int) else 0
    if field in DIGITS:
        return DIGITS[field]
    return min(printed, LONGEST)


def heading_of(answer: Answer[Any], field: str, constant: dict[str, Any], language: Language) -> str:
    """The heading of a column with its unit, if all rows share it."""
    period = constant.get(f"{field}_period")
    words = period.spoken(language) if period else field_word(answer.question, field, language)
    unit = constant.get("unit")
    if not unit or field not in OF_UNIT | CHANGES:
        return words
    if unit in SHORT_UNITS:
        return with_unit(words, "point" if unit == "percent" and field in CHANGES else unit, language)
    return with_unit(words, "idr", language) if unit.startswith("idr") else words


def field_word(question: str, field: str, language: Language) -> str:
    """What a field is called: in this question, else anywhere."""
    for key in (f"field.{question}.{field}", f"field.{field}"):
        if known(language, key):
            return lookup(language, key)
    return lookup(language, f"field.{field.removesuffix(f'_{language}')}")


def with_unit(words: str, unit: str, language: Language) -> str:
    """Words with a unit behind them; a ratio needs none."""
    return words if unit == "ratio" else f"{words}, {unit_word(unit, language)}"


def unit_word(unit: str, language: Language) -> str:
    """The short form of a unit, nothing for none."""
    return lookup(language, f"value.unit.{unit}") if unit else ""


def caption_of(
    answer: Answer[Any], above: Sequence[str], constant: dict[str, Any], language: Language
) -> str:
    """What the table is about: the question, and all that its rows have in common."""
    parts = [lookup(language, f"caption.{answer.question}")]
    for field in IN_CAPTION:
        value = constant[field] if field in above else only_argument(answer, field)
        if value is None or value == "":
            continue
        spoken = about_text(answer, field, value, language)
        if field == "after_period" and "before_period" in above:
            parts[-1] += f" → {spoken}"
        else:
            parts.append(spoken)
    return " · ".join(parts)


def only_argument(answer: Answer[Any], field: str) -> str | Spoken | None:
    """What was asked for in a field that the rows do not have, if it was one thing."""
    given = answer.arguments.get(field)
    if field in answer.fields or field not in ("area", "locality", "period", "year"):
        return None
    if isinstance(given, Spoken):
        return given if field == "period" else None
    if isinstance(given, int):
        return str(given)
    return str(given[0]) if isinstance(given, list) and len(given) == 1 else None


def source_line(answer: Answer[Any], language: Language, most: int | None = FEW_SOURCES) -> str:
    """The publishers of the figures, official ones first; beyond *most* only how many more there are."""
    if not answer.sources:
        return ""
    ordered = sorted(answer.sources, key=lambda source: source.kind != "official")
    names = list(dict.fromkeys(source.publisher or source.title or source.source for source in ordered))
    more = len(names) - (most or len(names))
    key = "caption.sources_more" if more > 0 else "caption.sources"
    return say(language, key, shown="; ".join(names[:most]), more=str(more))


def with_minus(text: str) -> str:
    """The sentence with true minus signs before its numbers."""
    return re.sub(r"(?<![\w-])-(?=\d)", MINUS, text)


def aligned(column: Column, language: Language) -> list[str]:
    """The cells of a numeric column, padded so that right-aligned they meet at the decimal mark."""
    mark = "," if language == "id" else "."
    tails = [len(cell.partition(mark)[2]) + (mark in cell) for cell in column.cells]
    widest = max(tails, default=0)
    return [
        cell + " " * (widest - tail) if cell else "" for cell, tail in zip(column.cells, tails, strict=True)
    ]


def folded(text: str, width: int, start: str = "", indent: str = "") -> str:
    """A sentence folded to the width; an address stays whole."""
    return (
        textwrap.fill(
            text,
            max(width, NARROWEST),
            initial_indent=start,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        + "\n"
    )
