"""What stands above and below a table: the question, what its rows have in common, the sources."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kaltim_poverty.records import cell as cell_of
from kaltim_poverty.records import unit_of
from kaltim_poverty.records.fields import ASKED, SUBJECTS
from kaltim_poverty.render.cells import field_word, word_of
from kaltim_poverty.render.units import PERCENT, SHORT, with_unit
from kaltim_poverty.words import Message, Spoken, known, lookup, say, speak
from kaltim_poverty.words.numbers import exact, number
from kaltim_poverty.words.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.records import Answer
    from kaltim_poverty.words import Language

FEW_SOURCES = 3


def constants(answer: Answer[Any]) -> dict[str, Any]:
    """The fields that have one value in all rows, with it."""
    return {
        field: cell_of(answer[0], field) for field in answer.fields if answer and is_constant(answer, field)
    }


def is_constant(answer: Answer[Any], field: str) -> bool:
    """Whether all rows have the same value."""
    first = cell_of(answer[0], field)
    return all(cell_of(row, field) == first for row in answer)


def caption_fields(answer: Answer[Any], constant: dict[str, Any]) -> list[str]:
    """The subjects that all rows share, in the order of a caption."""
    return [field for field in SUBJECTS if field in constant and answer.declaration(field).subject]


def caption_of(
    answer: Answer[Any], above: Sequence[str], constant: dict[str, Any], language: Language
) -> str:
    """The caption of a table: the question, and all that its rows have in common."""
    parts = [title_of(answer, language)]
    before: object = None
    for field in SUBJECTS:
        value = constant[field] if field in above else only_argument(answer, field)
        if value is None or value == "":
            continue
        spoken = about_text(answer, field, value, language)
        if is_period(before) and is_period(value):
            parts[-1] += f" → {spoken}"
        else:
            parts.append(spoken)
        before = value
    return " · ".join(parts)


def title_of(answer: Answer[Any], language: Language) -> str:
    """The title of an answer: its own, else that of its question."""
    if answer.title is not None:
        return visible(answer.title.spoken(language))
    key = f"caption.{answer.question}"
    return lookup(language, key) if known(language, key) else answer.question


def is_period(value: object) -> bool:
    """Whether a value is spoken by itself, as a period is, and no code."""
    return isinstance(value, Spoken) and not isinstance(value, Message)


def only_argument(answer: Answer[Any], field: str) -> object:
    """The single value that was asked for in a field that the rows do not have."""
    given = answer.arguments.get(field)
    if field in answer.fields or field not in ASKED or is_spread(answer, field):
        return None
    one = given[0] if isinstance(given, list) and len(given) == 1 else given
    return one if isinstance(one, ASKED[field]) else None


def is_spread(answer: Answer[Any], field: str) -> bool:
    """Whether the values of a field are columns, which are headed by them."""
    return answer.long is not None and field in answer.long.fields


def titled(answer: Answer[Any], about: dict[str, Any], language: Language) -> str:
    """The title of a table: what its rows have in common."""
    parts = [
        f"{field_word(answer.question, field, language)} {numeric_text(answer, field, value, language)}"
        if isinstance(value, (Decimal, int, float))
        else about_text(answer, field, value, language)
        for field, value in about.items()
    ]
    return " · ".join(parts)


def numeric_text(answer: Answer[Any], field: str, value: Decimal | float, language: Language) -> str:
    """A number that tables are about: as the answer calls it, with its currency, else itself."""
    named = answer.names.get(field, {}).get(str(value))
    return named.spoken(language) if named else number(exact(value), language)


def about_text(answer: Answer[Any], field: str, value: Any, language: Language) -> str:
    """One part of a caption or title; an indicator with its unit, if that is too long for headings."""
    if known(language, f"caption.{field}.{value}"):
        return lookup(language, f"caption.{field}.{value}")
    spoken = called(answer, field, value, language)
    if field not in answer.fields or not answer.names_measure(field):
        return spoken
    units = {unit_of(row) for row in answer}
    unit = units.pop() if len(units) == 1 else PERCENT
    in_headings = unit in SHORT and not any(answer.column_name(each) for each in answer.fields)
    return spoken if in_headings else with_unit(spoken, unit, language)


def called(answer: Answer[Any], field: str, value: Any, language: Language) -> str:
    """The name of a subject, even if the rows show its code or lack the field."""
    named = value if isinstance(value, Spoken) else answer.names.get(field, {}).get(value)
    return visible(named.spoken(language)) if named else word_of(field, str(value), language)


def source_line(answer: Answer[Any], language: Language, most: int | None = FEW_SOURCES) -> str:
    """The publishers of the figures, official ones first; beyond *most* only how many more there are."""
    if not answer.sources:
        return ""
    ordered = sorted(answer.sources, key=lambda source: source.kind != "official")
    named = [source.publisher or source.title or source.source for source in ordered]
    names = list(dict.fromkeys(visible(speak(each, language)) for each in answer.cited or named))
    more = len(names) - (most or len(names))
    key = "caption.sources_more" if more > 0 else "caption.sources"
    return say(language, key, shown="; ".join(names[:most]), more=str(more))
