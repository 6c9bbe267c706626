"""Small faults that a source could have: an operator, a comparison, a constant, a term, an order.

Annotations, decorators, f-strings, and what only type checkers read are left alone.
"""

from __future__ import annotations

import ast
import copy
from typing import NamedTuple

OPERATORS = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Mult,),
    ast.Mod: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
    ast.BitXor: (ast.BitAnd,),
    ast.LShift: (ast.RShift,),
    ast.RShift: (ast.LShift,),
}
COMPARISONS = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
TERMS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.BitAnd, ast.BitOr)
COMMUTATIVE = (
    "min",
    "max",
    "minimum",
    "maximum",
    "add",
    "multiply",
    "product",
    "total",
    "dot",
    "weighted_sum",
)
OTHER_FUNCTION = {"min": "max", "max": "min", "any": "all", "all": "any"}
OTHER_METHOD = {
    "any": "all",
    "all": "any",
    "minimum": "maximum",
    "maximum": "minimum",
    "min": "max",
    "max": "min",
}


class Mutant(NamedTuple):
    """One fault.

    Attributes:
        line: where it is, counted from 1.
        start: of what is replaced, in bytes.
        end: of the same.
        text: what stands there instead.
        kind: of fault.
        was: what is replaced.
    """

    line: int
    start: int
    end: int
    text: str
    kind: str
    was: str

    def applied(self, source):
        """The source with this fault."""
        data = source.encode()
        return (data[: self.start] + self.text.encode() + data[self.end :]).decode()

    def __str__(self):
        return f"{self.kind}: {self.was} -> {self.text.partition(chr(10))[0]}"


def mutants(source):
    """Every fault, in the order of the lines."""
    starts = [0]
    for line in source.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    found = []
    for node in visited(ast.parse(source)):
        start, end = (
            starts[line - 1] + column
            for line, column in ((node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset))
        )
        was = ast.unparse(node).partition("\n")[0]
        for kind, other in of_node(node):
            text = other if isinstance(other, str) else f"({ast.unparse(other)})"
            found.append(Mutant(node.lineno, start, end, text, kind, was))
    return sorted(found, key=lambda each: each[:2])


def visited(node):
    """The nodes that can have a fault."""
    if isinstance(node, ast.JoinedStr) or of_types(node):
        return
    if hasattr(node, "lineno"):
        yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from visited(child)


def of_types(node):
    """Whether only type checkers read it."""
    if isinstance(node, ast.AnnAssign):
        return ast.unparse(node.annotation) == "TypeAlias"
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def of_node(node):
    """The kind of each fault of a node, and what stands there instead."""
    kinds = (arithmetic, comparison, condition, constant, call, statement)
    return [found for kind in kinds for found in kind(node)]


def changed(node, **fields):
    """A copy with other fields."""
    other = copy.copy(node)
    for name, value in fields.items():
        setattr(other, name, value)
    return other


def arithmetic(node):
    """Another operator, or a term or factor less."""
    if isinstance(node, ast.BinOp):
        for operator in OPERATORS[type(node.op)]:
            yield "operator", changed(node, op=operator())
        if isinstance(node.op, TERMS):
            yield "term dropped", node.left
            if isinstance(node.op, (ast.Add, ast.BitAnd, ast.BitOr)):
                yield "term dropped", node.right
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.Not, ast.Invert)):
        yield "sign dropped", node.operand


def comparison(node):
    """Another comparison."""
    if isinstance(node, ast.Compare):
        for place, old in enumerate(node.ops):
            for new in COMPARISONS[type(old)]:
                yield "comparison", changed(node, ops=[*node.ops[:place], new(), *node.ops[place + 1 :]])


def condition(node):
    """Another connective, a part less, or the contrary."""
    if isinstance(node, ast.BoolOp):
        yield "connective", changed(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
        for place in range(len(node.values)):
            left = [*node.values[:place], *node.values[place + 1 :]]
            yield "condition dropped", changed(node, values=left) if len(left) > 1 else left[0]
    elif isinstance(node, ast.IfExp):
        yield "negated", changed(node, body=node.orelse, orelse=node.body)
    elif isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)):
        for place, part in enumerate(node.generators):
            if part.ifs:
                without = changed(part, ifs=[])
                rest = [*node.generators[:place], without, *node.generators[place + 1 :]]
                yield "filter dropped", changed(node, generators=rest)


def constant(node):
    """Another number."""
    if not isinstance(node, ast.Constant) or isinstance(node.value, (str, bytes)):
        return
    value = node.value
    if isinstance(value, bool):
        yield "constant", repr(not value)
    elif isinstance(value, int):
        yield "constant", repr(value + 1)
        yield "constant", f"({value - 1})"
    elif isinstance(value, float):
        yield "constant", repr(2 * value if value else 1.0)


def call(node):
    """Two arguments swapped, or the contrary function."""
    if not isinstance(node, ast.Call):
        return
    function = node.func
    if len(node.args) > 1 and matters(function, *node.args[:2]):
        yield "swapped", changed(node, args=[node.args[1], node.args[0], *node.args[2:]])
    if isinstance(function, ast.Name) and function.id in OTHER_FUNCTION:
        yield "function", changed(node, func=ast.Name(OTHER_FUNCTION[function.id]))
    if isinstance(function, ast.Attribute) and function.attr in OTHER_METHOD:
        yield "function", changed(node, func=changed(function, attr=OTHER_METHOD[function.attr]))


def matters(function, one, two):
    """Whether the order of two arguments does."""
    name = ast.unparse(function).rpartition(".")[2]
    starred = isinstance(one, ast.Starred) or isinstance(two, ast.Starred)
    return not (starred or name in COMMUTATIVE or ast.dump(one) == ast.dump(two))


def statement(node):
    """A statement less, another one, or the contrary of its condition."""
    if isinstance(node, (ast.If, ast.While)):
        test = changed(node, test=ast.UnaryOp(ast.Not(), node.test), body=node.body, orelse=node.orelse)
        yield "negated", indented(test, node.col_offset)
    elif isinstance(node, ast.AugAssign):
        yield "statement dropped", "pass"
        for operator in OPERATORS[type(node.op)]:
            yield "operator", ast.unparse(changed(node, op=operator()))
    elif isinstance(node, (ast.Raise, ast.Continue, ast.Break)) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    ):
        yield "statement dropped", "pass"


def indented(node, column):
    """A compound statement as text that stands at a column."""
    return ast.unparse(node).replace("\n", "\n" + " " * column)
