"""Conditions over the columns of a survey: the expressions of ``--where`` and ``--eligible``."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.read.column_types import BOOLEAN
from kaltim_poverty.survey.read.condition_errors import kind
from kaltim_poverty.survey.read.condition_growth import check_growth
from kaltim_poverty.survey.read.condition_numbers import check_repetition, leave_undefined_unknown
from kaltim_poverty.survey.read.condition_syntax import (
    BEFORE,
    check_allowed,
    nodes,
    parse_expression,
    serialized,
)
from kaltim_poverty.survey.read.sql import IN_CONDITION, identifier, internal_name, literal
from kaltim_poverty.survey.read.table import find_column, first_few

if TYPE_CHECKING:
    from kaltim_poverty.survey.read.engine import Engine
    from kaltim_poverty.survey.read.table import Table


def holds(engine: Engine, table: Table, expression: str) -> str:
    """SQL: whether a condition holds; where it is unknown it does not."""
    return f"coalesce({in_sql(engine, table, expression)}, false)"


def in_sql(engine: Engine, table: Table, expression: str) -> str:
    """SQL: a condition that has been checked, over columns as `identifier` calls them."""
    statement = serialized(engine, expression)
    found = list(nodes(tree_of(statement)))
    for node in found:
        if node["class"] == "COLUMN_REF":
            column = find_column(table, node["column_names"][0], "--where")
            node["column_names"] = [IN_CONDITION + internal_name(column)]
            node.pop("qualified_name", None)
    leave_undefined_unknown(found, lambda part: tree_of(serialized(engine, part)))
    text = json.dumps(statement)
    sql: str = engine.one(f"SELECT json_deserialize_sql(CAST({literal(text)} AS JSON))")[0]
    return sql.removeprefix(BEFORE)


def tree_of(statement: dict[str, Any]) -> dict[str, Any]:
    """The condition in a query that the engine has serialized."""
    tree: dict[str, Any] = statement["statements"][0]["node"]["where_clause"]
    return tree


def columns_in(engine: Engine, table: Table, expression: str, option: str = "--where") -> list[str]:
    """The columns that a condition looks at.

    Args:
        engine: what parses it.
        table: the survey.
        expression: the condition.
        option: where it was given, for messages.

    Raises:
        InputError: if a column is unknown, the expression is not a condition, or it would look at anything
            but the row.
    """
    columns: dict[str, None] = {}
    clause = parse_expression(engine, expression, option, table.columns)
    for node in nodes(clause):
        check_allowed(node, expression, option)
        if node["class"] == "COLUMN_REF":
            columns[column_named(table, node["column_names"][0], expression, option)] = None
    check_growth(clause, option)
    check_repetition(clause, option)
    check_boolean(engine, table, expression, option, list(columns))
    return list(columns)


def column_named(table: Table, name: str, expression: str, option: str) -> str:
    """The column that a condition names.

    Raises:
        InputError: if there is none; a word to the right of ``=`` was perhaps meant as a text.
    """
    try:
        return find_column(table, name, option)
    except InputError as error:
        if error.hint or not re.search(rf"=\s*[\"“”]?{re.escape(name)}\b", expression):
            raise
        columns = first_few(table.columns)
        raise InputError(
            "where_quotes", file=table.display_name, column=name, option=option, columns=columns
        ) from None


def check_boolean(engine: Engine, table: Table, expression: str, option: str, columns: list[str]) -> None:
    """Refuse an expression that is a number or a text: ``urban`` would hold wherever it is not 0.

    Raises:
        InputError: with its type.
    """
    cells = [
        f"CAST(NULL AS {table.type_of(column, IN_CONDITION)}) AS {identifier(column, IN_CONDITION)}"
        for column in columns
    ]
    relation = f"(SELECT {', '.join(cells) or '1 AS nothing'})"
    try:
        result = engine.rows(f"DESCRIBE SELECT {in_sql(engine, table, expression)} FROM {relation}")[0][1]
    except engine.errors:
        return  # the error is explained where the condition is computed
    if result not in (BOOLEAN, '"NULL"'):
        raise InputError("not_truth", option=option, given=expression, kind=kind(result))


def check_computes_boolean(engine: Engine, table: Table, relation: str, expression: str, option: str) -> None:
    """Refuse an expression that is a number or a text, by computing it.

    Raises:
        InputError: with its type.
    """
    rows = engine.rows(f"SELECT typeof({in_sql(engine, table, expression)}) FROM {relation} LIMIT 1")
    if rows and rows[0][0] != BOOLEAN:
        raise InputError("not_truth", option=option, given=expression, kind=kind(rows[0][0]))
