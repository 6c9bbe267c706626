"""What stands above and below a table: the question, what its rows have in common, the sources."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kaltim_poverty.render.cells import field_word, name_of, with_unit
from kaltim_poverty.words import Spoken, lookup, say, speak
from kaltim_poverty.words.numbers import exact, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.records import Answer
    from kaltim_poverty.words import Language

IN_CAPTION = ("area", "locality", "indicator", "period", "year", "before_period", "after_period")
SHORT_UNITS = ("percent", "ratio")  # they stand in headings, longer ones in the caption
FEW_SOURCES = 3


def caption_of(
    answer: Answer[Any], above: Sequence[str], constant: dict[str, Any], language: Language
) -> str:
    """What the table is about: the question, and all that its rows have in common."""
    title = answer.title
    parts = [title.spoken(language) if title else lookup(language, f"caption.{answer.question}")]
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


def titled(answer: Answer[Any], about: dict[str, Any], language: Language) -> str:
    """What the rows of one table have in common."""
    parts = [
        f"{field_word(answer.question, field, language)} {number(exact(value), language)}"
        if isinstance(value, (Decimal, int, float))
        else about_text(answer, field, value, language)
        for field, value in about.items()
    ]
    return " · ".join(parts)


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


def source_line(answer: Answer[Any], language: Language, most: int | None = FEW_SOURCES) -> str:
    """The publishers of the figures, official ones first; beyond *most* only how many more there are."""
    if not answer.sources:
        return ""
    ordered = sorted(answer.sources, key=lambda source: source.kind != "official")
    named = [source.publisher or source.title or source.source for source in ordered]
    names = list(dict.fromkeys(speak(each, language) for each in answer.cited or named))
    more = len(names) - (most or len(names))
    key = "caption.sources_more" if more > 0 else "caption.sources"
    return say(language, key, shown="; ".join(names[:most]), more=str(more))
