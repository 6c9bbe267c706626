"""Why a condition cannot be computed, in our words: those of the engine are English, for programmers."""

from __future__ import annotations

import re
from collections.abc import Callable

from kaltim_poverty.words import Message, message

PATTERNS = {  # of text, as people write what the engine calls otherwise
    "~~": "LIKE",
    "!~~": "NOT LIKE",
    "~~*": "ILIKE",
    "!~~*": "NOT ILIKE",
    "~~~": "GLOB",
    "like_escape": "LIKE",
    "not_like_escape": "NOT LIKE",
    "ilike_escape": "ILIKE",
    "not_ilike_escape": "NOT ILIKE",
    "regexp_full_match": "~",
}
KINDS = (  # by how the engine calls a type
    (re.compile(r".*\[\d*\]|LIST.*|STRUCT.*|MAP.*", re.DOTALL), "value.cell_kind.list"),
    (re.compile(r".*INT.*|HUGE.*|DECIMAL.*|NUMERIC.*|DOUBLE|FLOAT|REAL|BIGNUM"), "value.cell_kind.number"),
    (re.compile(r"VARCHAR|STRING.*|TEXT|ENUM.*"), "value.cell_kind.text"),
    (re.compile(r"DATE|TIME.*|INTERVAL"), "value.cell_kind.date"),
    (re.compile(r"BOOLEAN"), "value.cell_kind.truth"),
)
NO_FUNCTION = re.compile(r"No function matches .*? '([^(]+)\((.*)\)'\.", re.DOTALL)
TWO_KINDS = re.compile(
    r"Cannot (?:compare values|mix values|combine types) of (?:type )?(.+?) and (?:type )?(.+?)(?: in | - |$)"
)
NO_CAST = re.compile(r"Unimplemented type for cast \((.+?) -> (.+?)\)")
BEYOND = re.compile(r"[Oo]verflow|out of range|Could not cast value")


def reason_of(error: object) -> Message:
    """Why a condition cannot be computed.

    Args:
        error: what the engine said.
    """
    line = str(error).splitlines()[0]
    for pattern, reason in REASONS:
        found = pattern.search(line)
        if found is not None:
            return reason(found)
    return message("error.where_values")


def kind(engine_type: str) -> Message:
    """The everyday name of a type of the engine: a number, a text."""
    wanted = engine_type.strip().strip('"').removesuffix("_LITERAL")
    keys = (key for pattern, key in KINDS if pattern.fullmatch(wanted))
    return message(next(keys, "value.cell_kind.other"))


def no_function(found: re.Match[str]) -> Message:
    """The message that a function does not accept its arguments."""
    name, given = found[1].strip(), [kind(each) for each in split_types(found[2])]
    if not given:
        return message("error.where_no_argument", function=name)
    if name in PATTERNS:
        return message("error.where_pattern_of", function=PATTERNS[name], kinds=given)
    return message("error.where_function", function=name, kinds=given)


def split_types(types: str) -> list[str]:
    """The types of a list; that of decimals has a comma of its own."""
    return re.findall(r"(?:[^,(]|\([^)]*\))+", types)


def text_for_number(found: re.Match[str]) -> Message:
    """The message that there is a text where a number is needed."""
    return message("error.where_text", word=found[1])


def different_kinds(found: re.Match[str]) -> Message:
    """The message that two values of different kinds cannot be compared."""
    return message("error.where_kinds", one=kind(found[1]), other=kind(found[2]))


def no_cast(found: re.Match[str]) -> Message:
    """The message that a value of one kind cannot be converted to another."""
    return message("error.where_cast", one=kind(found[1]), other=kind(found[2]))


def not_a_date(found: re.Match[str]) -> Message:
    """The message that a text is not a date."""
    return message("error.where_date", word=found[1])


def not_a_part(found: re.Match[str]) -> Message:
    """The message that a word is not a part of a date."""
    return message("error.where_date_part", word=found[1], parts="year, month, day")


def always(key: str) -> Callable[[re.Match[str]], Message]:
    """A handler that returns one message whatever the match."""
    return lambda _: message(key)


REASONS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Message]], ...] = (
    (re.compile(r"Could not convert string '(.*?)' to"), text_for_number),
    (NO_FUNCTION, no_function),
    (TWO_KINDS, different_kinds),
    (NO_CAST, no_cast),
    (re.compile(r'(?:date|time|timestamp) field value out of range: "(.*?)"'), not_a_date),
    (re.compile(r'invalid (?:date|time|timestamp) field format: "(.*?)"'), not_a_date),
    (re.compile(r'specifier "(.*?)" not recognized'), not_a_part),
    (BEYOND, always("error.where_overflow")),
    (re.compile(r"[Ee]scape string"), always("error.where_escape")),
    (re.compile(r"^Invalid Input Error"), always("error.where_pattern")),
)

__all__ = ["kind", "reason_of"]
