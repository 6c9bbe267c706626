"""How much longer than those of the survey the texts can get that a condition makes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kaltim_poverty.errors import UsageError

MOST = 100  # times; a cell may be two million characters, and the engine makes two thousand texts at once
JOINING = ("concat", "||", "list_value")
Node = dict[str, Any]


def check_growth(clause: Node, option: str) -> None:
    """Refuse a condition whose texts would fill the memory, of which the engine counts nothing.

    Raises:
        UsageError: if it is one.
    """
    if growth(clause) > MOST:
        raise UsageError("where_grows", option=option, most=str(MOST))


def growth(node: Node) -> float:
    """An upper bound on the length of an expression's text, in multiples of the longest cell."""
    parts = [growth(part) for part in parts_of(node)]
    name = str(node.get("function_name", "")).casefold()
    if name in JOINING:
        return sum(parts)
    longest = max(parts, default=1.0)
    return longest * growth_by_replacement(list(parts_of(node))) if name == "replace" else longest


def growth_by_replacement(arguments: list[Node]) -> float:
    """The growth factor of replacing a text by another; unbounded unless both are literals."""
    found, other = [*(constant_length(argument) for argument in arguments[1:3]), None, None][:2]
    return float("inf") if found is None or other is None else max(1.0, other / max(found, 1))


def constant_length(node: Node) -> int | None:
    """The length of a text that is written out, or None."""
    if node["class"] != "CONSTANT":
        return None
    newer, older = node.get("literal", {}), node.get("value", {})  # of the engine
    return len(str(newer.get("text", older.get("value", ""))))


def parts_of(tree: object) -> Iterator[Node]:
    """The expressions directly below one."""
    for branch in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        if isinstance(branch, dict) and "class" in branch:
            yield branch
        else:
            yield from parts_of(branch)
