"""As what a column is read: text, a whole number, a number, a truth."""

from __future__ import annotations

from collections.abc import Iterable

from kaltim_poverty.survey.read.engine import name

TEXT = "VARCHAR"
WHOLE = "BIGINT"
NUMBER = "DOUBLE"
TRUTH = "BOOLEAN"
GROUPED = r"\s*[+-]?\d{1,3}(\.\d{3})+(,\d*)?\s*"  # dots that part thousands, beside a decimal comma
INTEGERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")


def kind_of(sql_type: str) -> str:
    """As what a column of that type is read where it makes groups or stands in a condition."""
    if sql_type in INTEGERS:
        return WHOLE
    if sql_type == TRUTH:
        return TRUTH
    return NUMBER if sql_type in ("DOUBLE", "FLOAT") or sql_type.startswith("DECIMAL") else TEXT


def common(kinds: Iterable[str]) -> str:
    """The kind that holds what several files have in a column: 6471 beside A12 is text."""
    found = set(kinds)
    if len(found) == 1:
        return found.pop()
    return NUMBER if found == {WHOLE, NUMBER} else TEXT


def cast(column: str, kind: str, wanted: str) -> str:
    """A column of one kind as another; a number without decimals is written without them."""
    expression = f"CAST({name(column)} AS {wanted})"
    if wanted != TEXT or kind != NUMBER:
        return expression
    whole = f"CAST(TRY_CAST({name(column)} AS BIGINT) AS VARCHAR)"  # NaN has no whole
    plain = f"{name(column)} = floor({name(column)}) AND abs({name(column)}) < 1e15"
    return f"CASE WHEN {plain} THEN {whole} ELSE {expression} END"


def with_point(column: str, decimal: str) -> str:
    """The text of a number with a point for decimals; 1.5 beside a decimal comma becomes no number at all."""
    cell = name(column)
    if decimal == ".":
        return cell
    wrong = f"contains({cell}, '.') AND NOT regexp_full_match({cell}, '{GROUPED}')"
    return f"CASE WHEN {wrong} THEN {cell} || '?' ELSE replace(replace({cell}, '.', ''), ',', '.') END"
