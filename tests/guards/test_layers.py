"""Which part of the package may know which other: seen in the source, at any depth of nesting."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from functools import cache

import pytest
from catalogue import PACKAGE, modules

import kaltim_poverty
from kaltim_poverty import survey

NAME = "kaltim_poverty"
MAY_KNOW = {  # part: the parts that it may import, besides itself
    "words": set(),
    "deprecated": set(),
    "parts": set(),
    "errors": {"words", "parts"},
    "records": {"deprecated", "errors", "words"},
    "inputs": {"records", "errors", "words"},
    "published": {"inputs", "errors", "records", "words"},
    "current": {"deprecated", "inputs", "errors", "records", "words", "published"},
    "render": {"errors", "records", "words"},
    "programme": {"deprecated", "inputs", "errors", "records", "words", "published", "measures", "survey"},
    "measures": {"deprecated"},
    "survey": {"deprecated", "inputs", "errors", "records", "words", "published", "measures"},
    "grouped": {"deprecated", "inputs", "errors", "records", "words", "published", "measures"},
    "report": {"inputs", "errors", "records", "words", "published", "programme", "survey"},
    "cli": {
        "deprecated",
        "inputs",
        "errors",
        "records",
        "words",
        "published",
        "current",
        "programme",
        "measures",
        "survey",
        "grouped",
        "report",
        "render",
        "__init__",
    },
    "__main__": {"cli"},
    "__init__": {
        "deprecated",
        "errors",
        "records",
        "measures",
        "published",
        "current",
        "programme",
        "survey",
        "grouped",
        "report",
    },
}


def part_of(path):
    """The part of the package that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(tree):
    """Every module that a file imports, with a line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole path"
            yield node.module, node.lineno


@cache
def imports():
    """Every import of the package: the file, the line, the module. One test looks at all of them."""
    return [(path, line, module) for path, tree in modules() for module, line in imported(tree)]


def test_imports_are_found():
    """At the top of a file, inside a function, below a condition."""
    assert len({path for path, _, _ in imports()}) > 500
    found = imported(ast.parse("import a\ndef f():\n    if f:\n        from b.c import d"))
    assert list(found) == [("a", 1), ("b.c", 4)]


def test_a_part_knows_only_what_lies_below_it():
    above = [
        f"{path}:{line} imports {module}"
        for path, line, module in imports()
        if module.split(".")[0] == NAME
        and (*module.split("."), "__init__")[1] not in MAY_KNOW[part_of(path)] | {part_of(path)}
    ]
    assert above == []


INNER = {  # room of the survey: the inner rooms that it may import, besides itself
    "sample": set(),
    "read": {"sample"},
    "moments": {"sample"},
    "infer": {"moments", "sample"},
    "distributed": {"sample", "moments", "infer"},
    "spark": {"distributed", "read", "sample"},
}


def inner_room(module):
    """The inner room of the survey that a module is in; None for a question or another part."""
    parts = module.split(".")
    return parts[2] if parts[:2] == [NAME, "survey"] and len(parts) > 2 and parts[2] in INNER else None


def test_inner_rooms_of_the_survey_import_one_way():
    """Questions → infer → moments → sample ← read: an inner room knows no question either."""
    rooms = {path: inner_room(module_of(path)) for path, _ in modules()}
    above = [
        f"{path}:{line} imports {module}"
        for path, line, module in imports()
        if (room := rooms[path])
        and module.startswith(f"{NAME}.survey")
        and inner_room(module) not in INNER[room] | {room}
    ]
    assert above == []
    assert set(rooms.values()) == {None, *INNER}


QUESTIONS_OVER = {  # room of the parts of a question: the other such rooms that it may import
    "people": set(),
    "benefit_incidence": set(),
    "peers": set(),
    "simulation": set(),
    "comparison": {"people"},
    "poverty_profile": {"people"},
    "curves": {"comparison", "people"},
    "decomposition": {"comparison", "people"},
    "growth_incidence": {"benefit_incidence", "comparison", "decomposition", "people"},
    "stochastic_dominance": {"comparison", "curves", "people"},
}


def test_rooms_of_questions_about_surveys_import_one_way():
    """None imports the question itself, which is a file beside them."""
    questions = {path.stem for path in (PACKAGE / "survey").glob("*.py")} & set(survey.__all__)
    above = [
        f"{path}:{line} imports {module}"
        for path, line, module in imports()
        if (room := path.parent.name) in QUESTIONS_OVER
        and path.parents[1].name == "survey"
        and module.startswith(f"{NAME}.survey.")
        and (other := module.split(".")[2]) != room
        and (other in questions or other in QUESTIONS_OVER.keys() - QUESTIONS_OVER[room])
    ]
    assert above == []
    rooms = {path.parent.name for path in (PACKAGE / "survey").glob("*/__init__.py")}
    assert rooms == {*QUESTIONS_OVER, *INNER}


def module_of(path):
    """The name under which a file is imported."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def arrows():
    """Every module with the modules of the package that it imports, anywhere in its source."""
    trees = {module_of(path): tree for path, tree in modules()}
    found = {}
    for module, tree in trees.items():
        walked = list(ast.walk(tree))
        names = {alias.name for node in walked if isinstance(node, ast.Import) for alias in node.names}
        for node in walked:
            if isinstance(node, ast.ImportFrom):  # a name of a package may be one of its modules
                inside = [f"{node.module}.{alias.name}" for alias in node.names]
                names |= {name if name in trees else node.module for name in inside}
        found[module] = (names & set(trees)) - {module}
    return found


def test_no_module_imports_itself_through_others():
    """What nobody imports, or what imports nothing, is taken away until nothing is left but cycles."""
    left = arrows()
    while left:
        wanted = set().union(*left.values())
        free = [module for module, own in left.items() if module not in wanted or not own & set(left)]
        if not free:
            break
        for module in free:
            del left[module]
    assert not left, f"cycle among {sorted(left)}"


def test_other_packages_have_one_home_each():
    """click belongs to the command line, rich to tables, xlsxwriter to books."""
    homes = {
        "click": "cli/",
        "rich": "render/table.py",
        "xlsxwriter": "render/book.py",
        "docx": "render/document/word",
        "jinja2": "render/document/page.py",
        "typst": "render/",
        "vl_convert": "render/charts/",
        "duckdb": "survey/read/duckdb_extension.py",
        "_duckdb": "survey/read/duckdb_extension.py",
        "scipy": "grouped/",
        "pyreadstat": "survey/read/readers/statistical_files.py",
        "dbfread": "survey/read/readers/dbase",
        "rdrobust": "programme/evaluation/discontinuity.py",
        "pyspark": "survey/spark/",
        "pyarrow": "survey/spark/",
    }
    away = [
        f"{path}:{line} imports {module}"
        for path, line, module in imports()
        if (home := homes.get(module.split(".")[0])) is not None
        and not str(path.relative_to(PACKAGE)).startswith(home)
    ]
    assert away == []


READS_TOO = f"{NAME}.survey.spark."  # does on executors, step by step, what `read` does on one machine
ROOMS_WITH_A_DOOR = ("survey.read",)  # others import from the room what its __all__ lists, not its files


@pytest.mark.parametrize("room", [f"{NAME}.{room}" for room in ROOMS_WITH_A_DOOR])
def test_a_room_is_entered_by_its_door(room):
    door = importlib.import_module(room)
    inside = (f"{room}.", READS_TOO)
    outside = [tree for path, tree in modules() if not f"{module_of(path)}.".startswith(inside)]
    into = [
        node
        for tree in outside
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and f"{node.module}.".startswith(f"{room}.")
    ]
    assert into
    assert {node.module for node in into} == {room}
    assert {alias.name for node in into for alias in node.names} <= set(door.__all__)


def test_every_module_class_and_function_has_a_docstring():
    """What a name means stands where it is defined; short inner functions and __str__ need none."""
    silent = [
        f"{path}:{getattr(node, 'lineno', 1)}"
        for path, tree in modules()
        for node in [tree, *public_definitions(tree)]
        if not ast.get_docstring(node)
    ]
    assert silent == []


def public_definitions(tree):
    """Classes and functions of a module, and the methods of classes, that have public names."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef)):
            for child in node.body:
                public = isinstance(child, (ast.ClassDef, ast.FunctionDef)) and child.name[0] != "_"
                if public and "overload" not in ast.dump(ast.Module(child.decorator_list, [])):
                    yield child


def test_public_names_can_be_imported():
    for name in kaltim_poverty.__all__:
        assert getattr(kaltim_poverty, name) is not None


def test_the_package_lists_its_public_names():
    assert dir(kaltim_poverty) == sorted(kaltim_poverty.__all__)
    with pytest.raises(AttributeError, match="nonsense"):
        kaltim_poverty.nonsense  # noqa: B018 - asking is the point


def test_the_version_is_written_once():
    """As a literal, which the build reads without importing the package."""
    text = (PACKAGE / "__init__.py").read_text()
    assert re.search(r'^__version__ = "\d+\.\d+\.\d+"$', text, re.MULTILINE)
    assert sum("__version__ =" in path.read_text() for path in PACKAGE.rglob("*.py")) == 1


QUESTIONS = (
    "brief",
    "check",
    "compare",
    "decompose",
    "gap",
    "listing",
    "profile",
    "rank",
    "show",
    "target",
    "threshold",
    "trend",
)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_in_python_names_its_command(name):
    """Who finds one finds the other."""
    command = {"listing": "list"}.get(name, name)
    function = getattr(kaltim_poverty, name)
    assert f"``kpov {command}``" in inspect.getdoc(function).partition("\n\n")[0]
    assert all(section in inspect.getdoc(function) for section in ("Args:", "Raises:"))


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_in_python_describes_every_argument(name):
    function = getattr(kaltim_poverty, name)
    for argument in inspect.signature(function).parameters:
        assert re.search(rf"^\s+{argument}: ", function.__doc__, re.MULTILINE), argument


@pytest.mark.parametrize("name", QUESTIONS)
def test_options_and_arguments_of_python_have_the_same_names(name):
    """Except those that Python, what all share, pictures or functions of their own (`wide`) have taken."""
    command = importlib.import_module(f"kaltim_poverty.cli.{name}").COMMAND
    common = {"format", "output", "lang", "digits", "print", "quiet", "version", "wide", "cell"}
    common |= {"chart", "chart_size", "bundle_only"}
    options = {parameter.name for parameter in command.params} - common - {"place"}
    assert options == set(inspect.signature(getattr(kaltim_poverty, name)).parameters)
