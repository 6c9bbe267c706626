"""As what a column is read: text, a whole number, a number, true or false; named as in SQL."""

from __future__ import annotations

from collections.abc import Iterable

from kaltim_poverty.inputs.numbers import Marks
from kaltim_poverty.survey.read.missing_values import MissingCells
from kaltim_poverty.survey.read.sql import literal
from kaltim_poverty.survey.read.text_cells import as_number, as_whole_number

TEXT = "VARCHAR"
INTEGER = "BIGINT"
NUMBER = "DOUBLE"
BOOLEAN = "BOOLEAN"
AS_WRITTEN = ""
AS_STORED = "stored"
SQL_INTEGERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")
UNSIGNED = {"UTINYINT": INTEGER, "USMALLINT": INTEGER, "UINTEGER": INTEGER, "UBIGINT": "HUGEINT"}
LARGE_INTEGERS = ("UBIGINT", "HUGEINT", "UHUGEINT")
FLOATS = ("DOUBLE", "FLOAT")
WITH_ZONE = "TIMESTAMP WITH TIME ZONE"
TIMES = ("DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", WITH_ZONE)


def kind_of(sql_type: str) -> str:
    """The kind of an SQL type: `INTEGER`, `NUMBER`, `BOOLEAN`, or `TEXT` for everything else."""
    if sql_type in SQL_INTEGERS:
        return INTEGER
    if sql_type == BOOLEAN:
        return BOOLEAN
    is_number = sql_type in (*FLOATS, *LARGE_INTEGERS) or sql_type.startswith("DECIMAL")
    return NUMBER if is_number else TEXT


def common_type(types: Iterable[str]) -> str:
    """The type that holds what several files have in a column: 6471 beside A12 is text."""
    different = set(types)
    if len(different) == 1:
        only = different.pop()
        return UNSIGNED.get(only, only)  # a difference of unsigned numbers may be below 0
    if different <= set(TIMES):  # as texts a day would come before its midnight
        return WITH_ZONE if WITH_ZONE in different else "TIMESTAMP"
    kinds = {kind_of(each) for each in different}
    if len(kinds) == 1:
        return kinds.pop()
    return NUMBER if kinds == {INTEGER, NUMBER} else TEXT


def converted(cell: str, of: str, to: str, marks: Marks, missing: MissingCells) -> str:
    """SQL: a cell of one type as another, NULL where it is missing.

    Args:
        cell: in SQL.
        of: its type.
        to: the type to read it as; `AS_WRITTEN` for its text, whether missing or not, `AS_STORED` for the
            cell with its own type.
        marks: how numbers are written, in text.
        missing: which cells are missing.
    """
    if to == AS_STORED:
        return cell
    if of == TEXT:
        return from_text(cell, to, marks, missing)
    if to in (TEXT, AS_WRITTEN):
        written = code_of(cell, of)
        if to == AS_WRITTEN and marks.decimal != "." and kind_of(of) == NUMBER:
            return f"replace({written}, '.', {literal(marks.decimal)})"
        if to == AS_WRITTEN or not missing.codes:
            return written
        return f"CASE WHEN NOT {missing.in_text(f'({written})')} THEN {written} END"
    value = f"CAST({cell} AS {to})"
    checks = [f"isnan({value})"] if of in FLOATS and to in FLOATS else []
    codes = missing.in_number(cell) if kind_of(of) in (INTEGER, NUMBER) else None
    checks += [codes] if codes else []
    return f"CASE WHEN NOT ({' OR '.join(checks)}) THEN {value} END" if checks else value


def from_text(cell: str, to: str, marks: Marks, missing: MissingCells) -> str:
    """SQL: a cell of text as a type; what is neither missing nor of the type stops the query."""
    if to == AS_WRITTEN:
        return cell
    is_missing = missing.in_text(cell)
    if to == TEXT:
        return f"CASE WHEN NOT {is_missing} THEN {cell} END"
    number = as_whole_number(cell) if to == INTEGER else as_number(cell, marks)
    codes = missing.in_number(number.value)
    coded = f"WHEN {number.holds} AND {codes} THEN NULL " if codes else ""
    return (
        f"CASE {coded}WHEN {number.holds} THEN {number.value} "
        f"WHEN {is_missing} THEN NULL ELSE CAST({cell} || '?' AS {to}) END"
    )


def code_of(cell: str, of: str) -> str:
    """SQL: a value as a code is written: a whole number without decimals, nothing for NaN."""
    expression = f"CAST({cell} AS {TEXT})"
    if of in FLOATS:
        whole = f"CAST(TRY_CAST({cell} AS BIGINT) AS {TEXT})"  # NaN cannot be cast
        is_whole = f"{cell} = floor({cell}) AND abs({cell}) < 9e18"
        return f"CASE WHEN isnan({cell}) THEN NULL WHEN {is_whole} THEN {whole} ELSE {expression} END"
    if of.startswith("DECIMAL"):
        is_whole = f"{cell} = floor({cell})"
        return f"CASE WHEN {is_whole} THEN CAST(CAST({cell} AS HUGEINT) AS {TEXT}) ELSE {expression} END"
    return expression
