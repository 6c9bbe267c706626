"""Names, texts and types in SQL.

A column is read as text, a whole number, a number, or true and false.
"""

from __future__ import annotations

from collections.abc import Iterable

TEXT = "VARCHAR"
INTEGER = "BIGINT"
NUMBER = "DOUBLE"
BOOLEAN = "BOOLEAN"
SQL_INTEGERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")


def identifier(column: str) -> str:
    """A column's name."""
    return '"' + column.replace('"', '""') + '"'


def literal(value: str) -> str:
    """A text."""
    return "'" + value.replace("'", "''") + "'"


def column_type(sql_type: str) -> str:
    """As what a column of an SQL type is read where it makes groups or is part of a condition."""
    if sql_type in SQL_INTEGERS:
        return INTEGER
    if sql_type == BOOLEAN:
        return BOOLEAN
    return NUMBER if sql_type in ("DOUBLE", "FLOAT") or sql_type.startswith("DECIMAL") else TEXT


def common_type(types: Iterable[str]) -> str:
    """The type that holds what several files have in a column: 6471 beside A12 is text."""
    different = set(types)
    if len(different) == 1:
        return different.pop()
    return NUMBER if different == {INTEGER, NUMBER} else TEXT


def cast(column: str, of: str, to: str) -> str:
    """SQL: a column of one type as another; a number without decimals is written without them."""
    cell = identifier(column)
    expression = f"CAST({cell} AS {to})"
    if to != TEXT or of != NUMBER:
        return expression
    whole = f"CAST(TRY_CAST({cell} AS BIGINT) AS VARCHAR)"  # NaN cannot be cast
    is_whole = f"{cell} = floor({cell}) AND abs({cell}) < 1e15"
    return f"CASE WHEN {is_whole} THEN {whole} ELSE {expression} END"
