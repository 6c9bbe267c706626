"""What the search for unseen faults tries, and that what it leaves out is no code."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from mutation.mutants import mutants

PACKAGE = Path(__file__).parent.parent.parent / "kaltim_poverty"


def texts(source):
    """The source under each fault."""
    return [each.applied(source) for each in mutants(source)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a < b", ["(a <= b)", "(a > b)"]),
        ("a is None", ["(a is not None)"]),
        ("a + b", ["(a - b)", "(a)", "(b)"]),
        ("a / b", ["(a * b)", "(a)"]),
        ("-a", ["(a)"]),
        ("a and b", ["(a or b)", "(b)", "(a)"]),
        ("a if b else c", ["(c if b else a)"]),
        ("[a for a in b if c]", ["([a for a in b])"]),
        ("x = f(a, b)", ["x = (f(b, a))"]),
        ("x = min(a)", ["x = (max(a))"]),
        ("x = 3", ["x = 4", "x = (2)"]),
        ("x = 0.5", ["x = 1.0"]),
        ("x = True", ["x = False"]),
        ("x += y", ["pass", "x -= y"]),
        ("raise E", ["pass"]),
        ("if a:\n    b()", ["if not a:\n    b()", "if a:\n    pass"]),
    ],
)
def test_every_kind_of_fault(source, expected):
    assert texts(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        "x: int | None = y",
        "X: TypeAlias = int | str",
        "x = f(a, a)",
        "x = f(*a, b)",
        "x = np.add(a, b)",
        "def f(a: int | None) -> int | None: ...",
        "'text, not a number'",
        "f'{a + b}'",
        "@d(1)\ndef f(): ...",
        "if TYPE_CHECKING:\n    a = 1",
    ],
)
def test_what_has_no_fault(source):
    assert texts(source) == []


def test_bytes_before_a_fault_are_counted():
    assert texts("é = 'ü' * 2")[0] == "é = ('ü' / 2)"


def test_every_fault_of_a_file_is_python():
    source = (PACKAGE / "published" / "rank.py").read_text(encoding="utf-8")
    for text in texts(source):
        ast.parse(text)
        assert text != source
