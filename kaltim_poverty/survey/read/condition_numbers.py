"""Numbers that do not exist in a condition: what is divided by 0, the root of a number below 0.

The engine takes them as infinite or as larger than all others, so that ``food / total > 0.5`` would hold
where both are 0. Here they are unknown, as what is missing.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from typing import Any

from kaltim_poverty.errors import UsageError
from kaltim_poverty.survey.read.condition_growth import parts_of

DIVISIONS = frozenset(["/", "//", "%", "mod"])
PARTIAL = frozenset(["sqrt", "ln", "log", "log10", "pow", "power", "**", "^"])  # not defined everywhere
UNLESS_ZERO, UNLESS_UNDEFINED = "nullif(1, 0)", "nullif(1, CAST('NaN' AS DOUBLE))"
MOST = 50_000  # parts once the engine has written out each `nullif`, which repeats what it is given
Node = dict[str, Any]


def name_of(node: Node) -> str:
    """The function that a node calls, or nothing."""
    return str(node.get("function_name", "")).casefold()


def leave_undefined_unknown(found: Iterable[Node], parsed: Callable[[str], Node]) -> None:
    """Change the expressions of a condition so that a number that does not exist is NULL.

    Args:
        found: the expressions, each after those in which it is.
        parsed: what makes a tree of an expression.
    """
    for node in reversed(list(found)):
        if name_of(node) in DIVISIONS:
            for divisor in list(parts_of(node))[1:2]:  # none where people forgot it
                enclose(divisor, parsed(UNLESS_ZERO))
        elif name_of(node) in PARTIAL:
            enclose(node, parsed(UNLESS_UNDEFINED))


def enclose(node: Node, outer: Node) -> None:
    """Put an expression in place of the first argument of another, and that in its place."""
    inner, outer = dict(node), copy.deepcopy(outer)
    argument = next(iter(parts_of(outer)))
    argument.clear()
    argument.update(inner)
    node.clear()
    node.update(outer)


def check_repetition(clause: Node, option: str) -> None:
    """Refuse a condition that would keep the engine busy for hours before it looks at a row.

    Raises:
        UsageError: if it is one.
    """
    if size(clause) > MOST:
        raise UsageError("where_deep", option=option)


def size(node: Node) -> int:
    """The parts of an expression once what is repeated in it is written out."""
    parts = [size(part) for part in parts_of(node)]
    name = name_of(node)
    if name in DIVISIONS:
        return 1 + sum(parts) + sum(parts[1:])
    return (1 + sum(parts)) * (2 if name in PARTIAL or name == "nullif" else 1)
