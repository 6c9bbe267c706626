"""The numbers of a chart as a table has them, and with their units as a sentence has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaltim_poverty.records import cell as cell_of
from kaltim_poverty.records import unit_of
from kaltim_poverty.render.cells import cell_text, field_word
from kaltim_poverty.render.units import PERCENT, POINT, unit_word, with_unit
from kaltim_poverty.words import known, lookup
from kaltim_poverty.words.money import currency_code, word_key
from kaltim_poverty.words.numbers import exact

if TYPE_CHECKING:
    from decimal import Decimal

    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.charts import Chart
    from kaltim_poverty.render import Style
    from kaltim_poverty.words import Language


def number_of(row: object, field: str) -> Decimal | None:
    """The number of a row; None where it has none."""
    value = cell_of(row, field)
    return None if value is None else exact(value)


def for_the_worse(answer: Answer[Any], chart: Chart, row: object, change: Decimal) -> bool:
    """Whether a number moved to where its indicator is worse, if a direction of it is better."""
    if not chart.facet or not change:
        return False
    code = cell_of(row, chart.facet)
    if code in answer.declaration(chart.facet).worse_when_higher:
        return change > 0
    better = getattr(answer.names_of(chart.facet).get(code), "direction", "")
    return bool(better) and (change > 0) != (better == "up")


def text_of(answer: Answer[Any], row: object, field: str, style: Style) -> str:
    """The number of a row as a table has it."""
    return cell_text(answer, row, field, style)


def spoken_quantity(answer: Answer[Any], row: object, field: str, style: Style) -> str:
    """The number of a row with its unit, as a sentence has it."""
    return with_words(text_of(answer, row, field, style), unit_of_field(answer, row, field), style.language)


def unit_of_field(answer: Answer[Any], row: object, field: str) -> str:
    """The unit of a number: its own, else that of its row; points of the change of a percentage."""
    declared = answer.declaration(field)
    own = declared.unit or (str(cell_of(row, declared.unit_field)) if declared.unit_field else "")
    unit = own or (unit_of(row) if declared.in_row_unit else "")
    return POINT if unit == PERCENT and declared.kind in ("change", "error") else unit


def with_words(number: str, unit: str, language: Language) -> str:
    """A number as written, with the words of its unit around it."""
    key = f"quantity.{word_key(unit)}"
    if not known(language, key):
        return number
    return lookup(language, key).format(number, currency=currency_code(unit))


def title_of_number(answer: Answer[Any], field: str, language: Language) -> str:
    """The title of an axis of numbers, with its unit."""
    named = next((names[field] for names in answer.names.values() if field in names), None)
    name = named.spoken(language) if named else field_word(answer.question, field, language)
    return with_unit(name, unit_of_field(answer, answer[0], field), language)


def unit_words(unit: str, language: Language) -> str:
    """A unit in words, as it stands below a headline."""
    key = f"chart.unit.{unit}"
    return lookup(language, key) if known(language, key) else unit_word(unit, language)
