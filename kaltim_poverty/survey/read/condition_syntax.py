"""The syntax of conditions: one SQL expression over the cells of a row that is known to be harmless."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kaltim_poverty.errors import InputError, KpovError, UsageError
from kaltim_poverty.survey.read.sql import literal
from kaltim_poverty.words import message

if TYPE_CHECKING:
    from kaltim_poverty.survey.read.engine import Engine
    from kaltim_poverty.words import Message

ALLOWED_NODES = frozenset(
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
ALLOWED_FUNCTIONS = frozenset(
    """+ - * / % // ** ^ || ~~ !~~ ~~* !~~* ~~~ abs ceil ceiling coalesce concat contains ends_with even exp
    floor isfinite isinf isnan left length ln log log10 lower ltrim mod nullif power pow prefix
    regexp_matches replace right round rtrim sign sqrt starts_with substr substring suffix trim trunc upper
    year month day date_part list_value ilike_escape like_escape not_like_escape not_ilike_escape greatest
    least""".split()  # noqa: SIM905 - a list of forty lines
)
ALLOWED_TYPES = frozenset(
    """bool boolean logical tinyint smallint integer bigint hugeint int int1 int2 int4 int8 signed short long
    utinyint usmallint uinteger ubigint float float4 float8 real double decimal numeric dec varchar char
    bpchar text string date time timestamp datetime""".split()  # noqa: SIM905 - a list of forty lines
)
MOST_CHARACTERS = 10_000  # of an expression
BEFORE = "SELECT 1 FROM t WHERE "
MOST_NESTED = 600  # levels of the tree of an expression: some 200 of what people write
EMPTY_CLAUSES = ("group_expressions", "group_sets", "having", "sample", "qualify", "modifiers")


def serialized(engine: Engine, expression: str) -> dict[str, Any]:
    """A query with an expression as its condition, as the engine serializes it."""
    query = f"{BEFORE}(\n{expression}\n)"
    tree: dict[str, Any] = json.loads(engine.one(f"SELECT json_serialize_sql({literal(query)})")[0])
    return tree


def parse_expression(
    engine: Engine, expression: str, option: str, columns: Sequence[str] = ()
) -> dict[str, Any]:
    """The syntax tree of an expression, as the engine serializes it.

    Args:
        engine: what parses it.
        expression: the condition.
        option: where it was given, for messages.
        columns: of the survey; one whose name is a word of SQL is quoted in the message.

    Raises:
        UsageError: if it is too long, or nested too deeply.
        InputError: if it cannot be parsed, or is more than one expression.
    """
    if not expression.strip():
        raise InputError("where_empty", option=option)
    if len(expression) > MOST_CHARACTERS:
        raise UsageError("where_long", option=option, length=str(len(expression)), most=str(MOST_CHARACTERS))
    engine.seal()
    try:
        answer = serialized(engine, expression)
    except engine.errors as error:
        answer = {"error": True, "error_message": str(error)}
    except RecursionError:
        raise UsageError("where_deep", option=option) from None
    if answer.get("error"):
        raise not_parsed(answer.get("error_message"), expression, option, columns)
    clause = where_clause(answer["statements"])
    if clause is None:
        raise InputError("where_forbidden", option=option, given=expression, what=expression)
    check_depth(clause, option)
    return clause


def check_depth(clause: dict[str, Any], option: str) -> None:
    """Refuse an expression that is nested deeper than its parts can be looked at.

    Raises:
        UsageError: if it is.
    """
    level: list[Any] = [clause]
    for _ in range(MOST_NESTED):
        if not level:
            return
        branches = (each.values() if isinstance(each, dict) else each for each in level)
        level = [part for parts in branches for part in parts if isinstance(part, (dict, list))]
    raise UsageError("where_deep", option=option)


def not_parsed(error: object, expression: str, option: str, columns: Sequence[str]) -> KpovError:
    """The error for an expression that the engine cannot parse."""
    if "expression depth" in str(error):
        return UsageError("where_deep", option=option)
    reason = syntax_error(error, expression, columns)
    return InputError("where_malformed", option=option, given=expression, reason=reason)


def where_clause(statements: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The WHERE clause; None if the expression closed it and began something else."""
    node = statements[0]["node"] if len(statements) == 1 else {}
    if node.get("type") != "SELECT_NODE" or any(node.get(clause) for clause in EMPTY_CLAUSES):
        return None
    one_table = len(node["select_list"]) == 1 and node["from_table"]["type"] == "BASE_TABLE"
    if not one_table or node.get("cte_map", {}).get("map"):
        return None
    clause: dict[str, Any] | None = node["where_clause"]
    return clause


def nodes(tree: object) -> Iterator[dict[str, Any]]:
    """All expressions inside a tree."""
    if isinstance(tree, dict):
        if "class" in tree:
            yield tree
        for branch in tree.values():
            yield from nodes(branch)
    elif isinstance(tree, list):
        for branch in tree:
            yield from nodes(branch)


def check_allowed(node: dict[str, Any], expression: str, option: str) -> None:
    """Refuse what might look at anything but the row: a subquery, a file, a function not known as harmless.

    Raises:
        InputError: with its name.
    """
    if node["class"] not in ALLOWED_NODES:
        what = str(node.get("type", node["class"])).casefold()
        raise InputError("where_forbidden", option=option, given=expression, what=what)
    if node["class"] == "COLUMN_REF" and len(node["column_names"]) != 1:
        what = ".".join(node["column_names"])
        raise InputError("where_forbidden", option=option, given=expression, what=what)
    if node["class"] == "FUNCTION":
        check_function(node, expression, option)
    if node["class"] in ("CAST", "TYPE"):
        check_type(node, expression, option)
    if any(key in node for key in ("subquery", "from_table")):
        raise InputError("where_forbidden", option=option, given=expression, what="subquery")


def check_function(node: dict[str, Any], expression: str, option: str) -> None:
    """Refuse a function that is not known to be harmless.

    Raises:
        InputError: with its name.
    """
    function = str(node.get("function_name", "")).casefold()
    if function == "row":  # what the engine makes of a decimal comma
        reason = message("error.where_comma")
        raise InputError("where_malformed", option=option, given=expression, reason=reason)
    if function not in ALLOWED_FUNCTIONS or node.get("schema") or node.get("catalog"):
        raise InputError("where_forbidden", option=option, given=expression, what=f"{function}()")


def check_type(node: dict[str, Any], expression: str, option: str) -> None:
    """Refuse a type that is no number, text, truth or date.

    Raises:
        InputError: with its name.
    """
    given = node.get("type_name") or node.get("cast_type", {}).get("id")
    if given is None:
        return  # its type is a node of its own
    if str(given).casefold() not in ALLOWED_TYPES or node.get("schema") or node.get("catalog"):
        raise InputError("where_forbidden", option=option, given=expression, what=given)


def syntax_error(error: object, expression: str, columns: Sequence[str] = ()) -> Message:
    """Why an expression cannot be parsed, in our words."""
    reason = str(error).splitlines()[0]
    if "Chained comparisons" in reason:
        return message("error.where_chain", example="urban = 2 AND size > 4")
    near = re.search(r'at or near "(.*)"$', reason)
    ends = near and near[1] == ")" and expression.count("(") >= expression.count(")")
    if ends or "end of input" in reason:
        return message("error.where_ends")
    reserved = [column for column in columns if near and column.casefold() == near[1].casefold()]
    if reserved:
        return message("error.where_reserved", column=reserved[0])
    return message("error.where_near", word=near[1]) if near else message("error.where_syntax")
