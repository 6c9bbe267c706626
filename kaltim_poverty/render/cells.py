"""The cells of a table for people: numbers in the style of the language, codes by their names."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kaltim_poverty.records import cell as cell_of
from kaltim_poverty.records import is_behind_break, unit_of
from kaltim_poverty.render.units import unit_of_decimals
from kaltim_poverty.words import Spoken, known, lookup
from kaltim_poverty.words.money import currency_code, word_key
from kaltim_poverty.words.numbers import decimals_of_figure, decimals_printed, exact, number
from kaltim_poverty.words.visible import visible

if TYPE_CHECKING:
    from kaltim_poverty.records import Answer, Declaration
    from kaltim_poverty.render import Style
    from kaltim_poverty.words import Language

MINUS = "\N{MINUS SIGN}"
MOST_PRINTED = 6  # decimals of a published figure; a number with more was divided
LONGEST = 3  # decimals of a number that was divided
ASTERISK = "*"  # a number that asks for caution
DAGGER = "†"  # a number behind a break of its series
SMALLEST_P = Decimal("0.001")


def cell_text(answer: Answer[Any], row: object, field: str, style: Style) -> str:
    """One cell: a number in the language's style, a code by its name."""
    value, declared = cell_of(row, field), answer.declaration(field)
    if value is None or (declared.missing and value == ""):
        return ASTERISK if rests_on_little(declared, row) else declared.missing
    named = answer.names.get(field, {}).get(str(value)) if declared.kind == "key" else None
    if isinstance(value, Decimal) and named is not None:
        return named.spoken(style.language)
    if isinstance(value, (Decimal, float)):
        unit, few = unit_of_number(declared, row), rests_on_little(declared, row)
        behind = DAGGER if is_behind_break(row, field) else ""
        return number_text(declared, exact(value), unit, style, few=few) + behind
    if isinstance(value, int) and declared.kind == "count":
        return number(Decimal(value), style.language, 0)
    if not isinstance(value, str) and isinstance(value, Spoken):  # a protocol is slow to ask for
        return visible(value.spoken(style.language))
    return name_of(answer, field, str(value), style.language)


def unit_of_number(declared: Declaration, row: object) -> str:
    """The unit by which a number is written: of its column, of its own field of the row, else of the row."""
    if declared.of_unit or not declared.unit_field:
        return declared.of_unit or unit_of(row)
    return str(cell_of(row, declared.unit_field))


def rests_on_little(declared: Declaration, row: object) -> bool:
    """Whether the row of a number has too little behind it, whatever the number; a full count never has.

    Where one of the fields that say so is missing, there is no error to doubt.
    """
    if declared.doubtful_of and cell_of(row, declared.doubtful_of) is None:
        return False
    behind = [(cell_of(row, field), limit) for field, limit in declared.doubtful_below]
    known = all(value is not None for value, _ in behind)
    return known and any(value < limit for value, limit in behind)


def number_text(declared: Declaration, value: Decimal, unit: str, style: Style, *, few: bool = False) -> str:
    """A number for people, with a true minus sign.

    It has an asterisk for each limit that it exceeds, and at least one where it rests on little.
    """
    if declared.kind == "p_value" and value < SMALLEST_P and style.digits is None:
        return f"<{number(SMALLEST_P, style.language)}"
    decimals = decimals_of(declared, value, unit) if style.digits is None else style.digits
    asterisks = ASTERISK * max(int(few), sum(value > Decimal(limit) for limit in declared.doubtful_above))
    return number(value, style.language, decimals).replace("-", MINUS) + asterisks


def decimals_of(declared: Declaration, value: Decimal, unit: str) -> int:
    """How many decimals people see: those declared, by the unit or for all, else those printed.

    Of a published figure in its unit, a zero that was dropped in print is there again; a quotient has no
    more decimals than figures usually have.
    """
    if declared.decimals is None:
        own = declared.unit if declared.kind == "value" else ""
        in_unit = bool(own) or (declared.in_row_unit and bool(unit))
        printed = decimals_printed(value, own or unit) if in_unit else decimals_of_figure(value)
        return printed if printed <= MOST_PRINTED else LONGEST
    if isinstance(declared.decimals, int):
        return declared.decimals
    return declared.decimals.get(unit_of_decimals(unit), 0)


def name_of(answer: Answer[Any], field: str, code: str, language: Language) -> str:
    """The name of a code: from the answer, the catalogue of words, else the code itself."""
    if answer.is_group(field):
        return visible(code)
    names = answer.names_of(field)
    declared = answer.declaration(field)
    codes = code.split(";") if declared.several else [code]
    return ", ".join(
        visible(names[each].spoken(language))
        if each in names
        else word_of(declared.origin or field, each, language)
        for each in codes
    )


def word_of(field: str, code: str, language: Language) -> str:
    """The word of the catalogue for a code of a field; the code itself if it has none.

    Units of currencies share their words.
    """
    for each in (code, word_key(code)):
        if known(language, key := f"value.{field}.{each}"):
            return lookup(language, key).format(currency=currency_code(code))
    return visible(code)


def field_word(question: str, field: str, language: Language) -> str:
    """The heading of a field: in this question, else anywhere, else its name."""
    for key in (f"field.{question}.{field}", f"field.{field}", f"field.{field.removesuffix(f'_{language}')}"):
        if known(language, key):
            return lookup(language, key)
    return visible(field)
