"""The cells of a table for people: numbers in the style of the language, codes by their names."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kaltim_poverty.records import cell as cell_of
from kaltim_poverty.words import Message, Spoken, known, lookup
from kaltim_poverty.words.numbers import decimals_printed, exact, number

if TYPE_CHECKING:
    from kaltim_poverty.records import Answer
    from kaltim_poverty.render import Style
    from kaltim_poverty.words import Language

MINUS = "\N{MINUS SIGN}"
IN_UNIT = (
    *("before", "after", "change", "value", "difference", "expected", "found", "contribution"),
    *("urban", "rural", "gap", "gap_change", "change_year", "province", "nation"),
)  # numbers of published figures in the unit of their row
PACES = ("needed", "so_far", "best_five_years")  # values on a path
DIGITS = {
    "change_percent": 2,
    "ratio": 2,
    "urban_share": 2,
    "rural_share": 2,
    "food_share": 2,
    "per_day": 0,
    "pace": 3,
    "pace.idr": 0,
    "pace.ratio": 4,
    "share": 1,
    "share.thousand": 2,
    **{f"{basis}{kind}": 3 + bool(kind) for basis in PACES for kind in ("", ".ratio")},
    "se": 3,
    "p_value": 3,
    "largest_se": 3,
    "largest_se.ratio": 4,
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
COUNTS = ("n", "df", "missing", "distinct")  # of a survey, which may have millions of rows
UNSURE = (25.0, 50.0)  # percent of the estimate from which BPS asks for care, and calls it unreliable
OF_COMPONENTS = ("applies_to",)  # lists of codes that the field component names
LISTS = ("aliases", "indicators", "applies_to", "source")  # codes with semicolons between
OF_AREAS = ("parent", "component")  # fields whose codes may be areas
LONGEST = 3  # decimals that are printed as they are; a number with more is a quotient
SMALLEST_P = Decimal("0.001")


def cell_text(answer: Answer[Any], row: object, field: str, style: Style) -> str:
    """One cell: a number in the language's style, a code by its name."""
    value = cell_of(row, field)
    if value is None:
        return ""
    if isinstance(value, float):
        return estimate_text(row, field, value, style)
    if isinstance(value, int) and field in COUNTS:
        return number(Decimal(value), style.language, 0)
    if isinstance(value, Decimal):
        unit = unit_of(answer, row)
        return number_text(digits_key(row, field, unit), value, style, unit)
    if isinstance(value, (Message, Spoken)):
        return value.spoken(style.language)
    if field.startswith("reason_") and isinstance(row, Spoken):
        return row.spoken(style.language)
    return name_of(answer, field, str(value), style.language)


def unit_of(answer: Answer[Any], row: object) -> str:
    """The unit of a row: its own, else that of its indicator."""
    of_indicator = answer.name("indicator", str(getattr(row, "indicator", "")))
    return str(getattr(row, "unit", "") or getattr(of_indicator, "unit", ""))


def digits_key(row: object, field: str, unit: str) -> str:
    """By what the decimals of a number are chosen: its field, or its unit where rows are quantities."""
    if field == "value" and hasattr(row, "quantity"):
        return f"quantity.{unit}"
    kind = unit.partition("_")[0]
    return f"{field}.{kind}" if f"{field}.{kind}" in DIGITS else field


def name_of(answer: Answer[Any], field: str, code: str, language: Language) -> str:
    """What a code is called; itself if it has no name or the row is about the code."""
    if shows_code(answer, field) or answer.is_group(field):
        return code
    named = answer.name(field, code)
    if named is None and field in OF_AREAS:
        named = answer.name("area", code)
    if named is not None:
        return named.spoken(language)
    key = f"value.{field}.{code}"
    if known(language, key):
        return lookup(language, key)
    if field in OF_COMPONENTS:
        return ", ".join(spoken_code(answer, "component", each, language) for each in code.split(";"))
    return code.replace(";", ", ") if field in LISTS else code


def spoken_code(answer: Answer[Any], field: str, code: str, language: Language) -> str:
    """The name of a code of another field; itself if it has none."""
    named = answer.name(field, code)
    return code if named is None else named.spoken(language)


def shows_code(answer: Answer[Any], field: str) -> bool:
    """Whether the rows are the very things that a field names, so that people need their codes."""
    return any(isinstance(named, answer.kind) for named in answer.names.get(field, {}).values())


def number_text(field: str, value: Decimal, style: Style, unit: str = "") -> str:
    """A number for people, with a true minus sign."""
    if field == "p_value" and value < SMALLEST_P and style.digits is None:
        return f"<{number(SMALLEST_P, style.language)}"
    decimals = decimals_of(field, value, style.digits, unit)
    return number(value, style.language, decimals).replace("-", MINUS)


def estimate_text(row: object, field: str, value: float, style: Style) -> str:
    """A number that was estimated: decimals by its unit, a relative standard error with its flag."""
    decimals = DIGITS.get(field) if field in OF_ESTIMATES else DECIMALS.get(getattr(row, "unit", ""), 0)
    if field == "p_value" and style.digits is None:
        return number_text(field, exact(value), style)
    shown = number(exact(value), style.language, decimals if style.digits is None else style.digits)
    flag = sum(value > limit for limit in UNSURE) * "*" if field == "rse" else ""
    return shown.replace("-", MINUS) + flag


def decimals_of(field: str, value: Decimal, digits: int | None, unit: str = "") -> int:
    """How many decimals people see: those asked for, those printed, or for a quotient a few.

    Of a number in a *unit* of published figures, a zero that was dropped in print is there again.
    """
    if digits is not None:
        return digits
    exponent = value.as_tuple().exponent
    printed = max(0, -exponent) if isinstance(exponent, int) else 0
    if field in DIGITS:
        return DIGITS[field]
    return min(decimals_printed(value, unit) if unit and field in IN_UNIT else printed, LONGEST)


def with_unit(words: str, unit: str, language: Language) -> str:
    """Words with a unit behind them; a ratio needs none."""
    return words if unit == "ratio" else f"{words}, {unit_word(unit, language)}"


def unit_word(unit: str, language: Language) -> str:
    """The short form of a unit, nothing for none."""
    return lookup(language, f"value.unit.{unit}") if unit else ""


def field_word(question: str, field: str, language: Language) -> str:
    """What a field is called: in this question, else anywhere."""
    for key in (f"field.{question}.{field}", f"field.{field}"):
        if known(language, key):
            return lookup(language, key)
    return lookup(language, f"field.{field.removesuffix(f'_{language}')}")
