"""What a field is stands on the field: no renderer knows the fields of a question by name."""

from __future__ import annotations

import ast
import importlib
import inspect
from dataclasses import fields, is_dataclass
from typing import get_args

import pytest
from catalogue import PACKAGE, modules

from kaltim_poverty.records.charts import Mark
from kaltim_poverty.records.fields import DECLARATION, GROUPS, SUBJECTS, UNIT, columns, declarations

ROOMS = ("published", "current", "programme", "survey", "grouped")


def records():
    """Every record of a question: the dataclasses whose fields are declared."""
    for path, _ in modules():
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if parts[0] in ROOMS and parts[-1] != "__init__":
            module = importlib.import_module(".".join(["kaltim_poverty", *parts]))
            for value in vars(module).values():
                own = inspect.isclass(value) and value.__module__ == module.__name__
                if (
                    own
                    and is_dataclass(value)
                    and any(DECLARATION in each.metadata for each in fields(value))
                ):
                    yield value


RECORDS = [pytest.param(kind, id=kind.__name__) for kind in records()]
NAMES = {name for kind in records() for name in columns(kind)}


def test_the_guard_sees_the_records():
    """Of both kinds of question."""
    found = {kind.__name__ for kind in records()}
    assert {"Comparison", "GapInSeries", "ListedArea", "Assessed", "Estimate", "Simulated"} <= found
    assert {"before_period", "rse", "months_of_gap", "problem"} <= NAMES


def literals(tree):
    """Every text in a file that is neither a docstring nor a kind with which a declaration is compared."""
    ignored = {id(node) for place in ast.walk(tree) if is_no_name(place) for node in ast.walk(place)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in ignored:
            yield node.value, node.lineno


def is_no_name(node):
    """Whether what stands in a place can be the name of no field: a docstring, ``kind == "value"``."""
    if isinstance(node, ast.Compare):
        return isinstance(node.left, ast.Attribute) and node.left.attr == "kind"
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def attributes_of_rows(tree):
    """What a file asks of a variable named ``row``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "row":
            yield node.attr, node.lineno


OF_OTHER_PROGRAMS = ("book", "native_chart")  # files that name what Excel calls "line" and "title"
VEGA = {"value", "text", "area", "rule", "title"}  # words of the grammar of graphics
MARKS = set(get_args(Mark))  # a field may be called as a mark is: line
OTHER_WORDS = {  # a unit may be called as a field is, and so may a form
    "units": {"percent", "point", "ratio", "idr", "density"},
    "forms": {"table"},
}
LANGUAGE = {"id"}  # Bahasa Indonesia, and what tells findings apart
FORMS_OF_RENDER = [
    pytest.param(path, tree, id=str(path.relative_to(PACKAGE / "render")))
    for path, tree in modules()
    if path.is_relative_to(PACKAGE / "render")
]


@pytest.mark.parametrize(("path", "tree"), FORMS_OF_RENDER)
def test_no_renderer_names_a_field(path, tree):
    """A list of names here would have to grow with every question."""
    names = NAMES - LANGUAGE - MARKS - OTHER_WORDS.get(path.stem, set())
    names = names - VEGA if path.parent.name == "charts" else names
    if path.parent.name != "render" or path.stem in OF_OTHER_PROGRAMS:
        names = {name for name in names if "_" in name}
    named = [(name, line) for name, line in literals(tree) if name in names]
    assert named == []
    assert list(attributes_of_rows(tree)) == []


def test_the_guard_sees_a_name():
    """It would fail on the line that it forbids."""
    tree = ast.parse('"""value"""\nWIDE = ("ci_low", a.kind == "value")\nfor row in answer: row.unit')
    assert [name for name, _ in literals(tree) if name in NAMES] == ["ci_low"]
    assert [name for name, _ in attributes_of_rows(tree)] == ["unit"]


@pytest.mark.parametrize("kind", RECORDS)
def test_every_field_of_a_record_says_what_it_is(kind):
    """And where it has decimals by its unit there is one, in a column or as a property of the row."""
    undeclared = [each.name for each in fields(kind) if DECLARATION not in each.metadata]
    assert undeclared == []
    has_unit = UNIT in columns(kind) or hasattr(kind, UNIT)
    for declared in declarations(kind).values():
        assert has_unit or isinstance(declared.decimals, (int, type(None)))


@pytest.mark.parametrize("kind", RECORDS)
def test_declarations_name_fields_that_there_are(kind):
    """A wrong name would be seen by the first user only."""
    known = columns(kind)
    for name, declared in declarations(kind).items():
        assert {declared.repeats, declared.headed_by} <= {"", *known}
        assert not declared.subject or name in SUBJECTS
        assert not declared.with_unit or declared.kind in ("key", "group")
    assert (UNIT in known) or not any(each.headed_by for each in declarations(kind).values())
    assert getattr(kind, "prose", known[0]) in known
    for chart in getattr(kind, "charts", ()):
        named = {chart.x, chart.y, chart.low, chart.high, *chart.series, chart.facet, chart.breaks}
        assert named <= {"", *known}
        assert bool(chart.facet) or not chart.shown


def test_a_breakdown_is_a_group():
    """Of it no more is known than what its field says; groups of areas are names in one cell."""
    declared = [found for kind in records() if (found := declarations(kind).get(GROUPS))]
    assert declared
    assert all(each.kind == "group" or each.several for each in declared)
