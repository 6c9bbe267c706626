"""Conditions over the columns: an SQL expression that can see the columns of the row and nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.read.engine import name, text
from kaltim_poverty.survey.read.kinds import TRUTH
from kaltim_poverty.survey.read.table import find_column, first_few
from kaltim_poverty.words import message

if TYPE_CHECKING:
    from kaltim_poverty.survey.read.engine import Engine
    from kaltim_poverty.survey.read.table import Table
    from kaltim_poverty.words import Message

EXPRESSIONS = frozenset(
    [
        "COLUMN_REF",
        "CONSTANT",
        "COMPARISON",
        "CONJUNCTION",
        "OPERATOR",
        "BETWEEN",
        "CASE",
        "CAST",
        "TYPE",
        "FUNCTION",
    ]
)
FUNCTIONS = frozenset(
    """+ - * / % // ** ^ || ~~ !~~ ~~* !~~* ~~~ abs ceil ceiling coalesce concat contains ends_with even exp
    floor isfinite isinf isnan left length ln log log10 lower ltrim mod nullif power pow prefix
    regexp_matches replace right round rtrim sign sqrt starts_with substr substring suffix trim trunc upper
    year month day list_value ilike_escape like_escape not_like_escape not_ilike_escape greatest
    least""".split()  # noqa: SIM905 - a list of forty lines
)
PLAIN: dict[str, object] = {
    "group_expressions": [],
    "group_sets": [],
    "having": None,
    "sample": None,
    "qualify": None,
    "modifiers": [],
}


def columns_in(engine: Engine, table: Table, expression: str, option: str = "--where") -> list[str]:
    """The columns that a condition looks at.

    Raises:
        InputError: if a column is unknown, it is no expression, or it would look at anything but the row: a
            subquery, a file, a function that is not known to be harmless.
    """
    tree = parsed(engine, expression, option)
    found: dict[str, None] = {}
    for node in expressions(tree):
        check_node(node, expression, option)
        if node["class"] == "COLUMN_REF":
            names = node["column_names"]
            if len(names) != 1:
                raise InputError("where_forbidden", option=option, given=expression, what=".".join(names))
            found[column_of(table, names[0], expression, option)] = None
    check_kind(engine, table, expression, option, list(found))
    return list(found)


def column_of(table: Table, given: str, expression: str, option: str) -> str:
    """The column that a condition names.

    Raises:
        InputError: if there is none; what stands right of ``=`` was perhaps meant as a text.
    """
    try:
        return find_column(table, given, option)
    except InputError as error:
        if error.hint or not re.search(rf"=\s*[\"“”]?{re.escape(given)}\b", expression):
            raise
        known = first_few(table.columns)
        raise InputError(
            "where_quotes", file=table.shown, column=given, option=option, columns=known
        ) from None


def check_kind(engine: Engine, table: Table, expression: str, option: str, columns: list[str]) -> None:
    """Refuse an expression that is a number or a text: ``urban`` would hold wherever it is not 0.

    Raises:
        InputError: with its type.
    """
    cells = [f"CAST(NULL AS {table.kind(column)}) AS {name(column)}" for column in columns]
    source = f"(SELECT {', '.join(cells) or '1 AS nothing'})"
    try:
        found = engine.rows(f"DESCRIBE SELECT (\n{expression}\n) FROM {source}")[0][1]
    except engine.errors:
        return  # whatever is wrong is said where it is computed
    if found not in (TRUTH, '"NULL"'):
        raise InputError("not_truth", option=option, given=expression, kind=found)


def check_truth(engine: Engine, source: str, expression: str, option: str) -> None:
    """Refuse an expression that is a number or a text.

    Raises:
        InputError: with its type.
    """
    found = engine.rows(f"SELECT typeof((\n{expression}\n)) FROM {source} LIMIT 1")
    if found and found[0][0] != TRUTH:
        raise InputError("not_truth", option=option, given=expression, kind=found[0][0])


def parsed(engine: Engine, expression: str, option: str) -> dict[str, Any]:
    """The syntax tree of an expression that is one expression indeed.

    Raises:
        InputError: if it is not.
    """
    if not expression.strip():
        raise InputError("where_empty", option=option)
    query = f"SELECT 1 FROM t WHERE (\n{expression}\n)"
    try:
        answer = json.loads(engine.one(f"SELECT json_serialize_sql({text(query)})")[0])
    except engine.errors as error:
        raise InputError(
            "where_malformed", option=option, given=expression, reason=malformed(error, expression)
        ) from None
    if answer.get("error"):
        said = malformed(answer.get("error_message"), expression)
        raise InputError("where_malformed", option=option, given=expression, reason=said)
    statements = answer["statements"]
    node = statements[0]["node"] if len(statements) == 1 else {}
    plain = node.get("type") == "SELECT_NODE" and not any(node.get(key) for key in PLAIN)
    one = plain and len(node["select_list"]) == 1 and node["from_table"]["type"] == "BASE_TABLE"
    if not one or node.get("cte_map", {}).get("map") or node["where_clause"] is None:
        raise InputError("where_forbidden", option=option, given=expression, what=expression)
    clause: dict[str, Any] = node["where_clause"]
    return clause


def malformed(error: object, expression: str) -> str | Message:
    """Why an expression cannot be read, in our words where they are known."""
    said = first_line(error)
    if "Chained comparisons" in said:
        return message("error.where_chain", example="urban = 2 AND size > 4")
    near = re.search(r'at or near "(.*)"$', said)
    ends = near and near[1] == ")" and expression.count("(") >= expression.count(")")
    if ends or "end of input" in said:
        return message("error.where_ends")
    return message("error.where_near", word=near[1]) if near else said


def uncomputed(error: object) -> str | Message:
    """Why a condition cannot be computed, in our words where they are known."""
    said = first_line(error)
    text_cell = re.search(r"Could not convert string '(.*?)' to", said)
    return message("error.where_text", word=text_cell[1]) if text_cell else said


def first_line(error: object) -> str:
    """The first line of what the engine says."""
    return str(error).splitlines()[0]


def expressions(node: object) -> Iterator[dict[str, Any]]:
    """All expressions inside a tree."""
    if isinstance(node, dict):
        if "class" in node:
            yield node
        for each in node.values():
            yield from expressions(each)
    elif isinstance(node, list):
        for each in node:
            yield from expressions(each)


def check_node(node: dict[str, Any], expression: str, option: str) -> None:
    """Refuse what is not known to be harmless.

    Raises:
        InputError: with its name.
    """
    kind = node["class"]
    if kind not in EXPRESSIONS:
        raise InputError(
            "where_forbidden", option=option, given=expression, what=str(node.get("type", kind)).casefold()
        )
    if kind == "FUNCTION":
        function = str(node.get("function_name", "")).casefold()
        if function == "row":
            said = message("error.where_comma")
            raise InputError("where_malformed", option=option, given=expression, reason=said)
        if function not in FUNCTIONS or node.get("schema") or node.get("catalog"):
            raise InputError("where_forbidden", option=option, given=expression, what=f"{function}()")
    if any(key in node for key in ("subquery", "from_table")):
        raise InputError("where_forbidden", option=option, given=expression, what="subquery")


def condition(expression: str) -> str:
    """The condition in SQL; where it is unknown it does not hold."""
    return f"coalesce((\n{expression}\n), false)"
