"""The catalogue of words as data, and what the code takes from it: for the guards."""

from __future__ import annotations

import ast
import importlib
import os
import re
import string
from functools import cache
from pathlib import Path

import kaltim_poverty

PACKAGE = Path(kaltim_poverty.__file__).parent
SECTIONS = sorted(name.removesuffix(".py") for name in os.listdir(PACKAGE / "words" / "en") if name[0] != "_")
SECTIONS = [name for name in SECTIONS if name.isidentifier()]
SPEAKING = {  # calls that take a key: where it stands among the arguments, and what stands before it
    "message": (0, ""),
    "Message": (0, ""),
    "lookup": (1, ""),
    "say": (1, ""),
    "known": (1, ""),
    "note": (0, "note."),
    "word": (0, "help."),
    "words": (0, "report."),
    "heading": (0, "report.heading."),
    "refuse": (0, "error."),
    "KpovError": (0, "error."),
    "UsageError": (0, "error."),
    "InputError": (0, "error."),
    "NotFoundError": (0, "error."),
    "OutputError": (0, "error."),
    "ServiceError": (0, "error."),
    "MissingPackageError": (0, "error."),
}


@cache
def words(language):
    """Every sentence by its full key."""
    return {
        f"{section}.{key}": text
        for section in SECTIONS
        for key, text in importlib.import_module(f"kaltim_poverty.words.{language}.{section}").WORDS.items()
    }


def placeholders(text):
    """The names in braces."""
    return sorted({name for _, name, _, _ in string.Formatter().parse(text) if name is not None})


@cache
def modules():
    """Every file of the package but the catalogue itself, parsed."""
    paths = [path for path in sorted(PACKAGE.rglob("*.py")) if path.parent.name not in ("en", "id")]
    return [(path, ast.parse(path.read_text())) for path in paths]


def patterns(node):
    """The keys that an expression can be, as regular expressions; nothing where it is a variable."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [re.escape(node.value)]
    if isinstance(node, ast.JoinedStr):
        pieces = [
            re.escape(piece.value) if isinstance(piece, ast.Constant) else ".+" for piece in node.values
        ]
        return ["".join(pieces)]
    if isinstance(node, ast.IfExp):
        return [*patterns(node.body), *patterns(node.orelse)]
    return []


@cache
def asked_keys():
    """Each key that a call asks the catalogue for, with the place where it does: patterns of full keys."""
    return tuple(find_asked_keys())


def find_asked_keys():
    """Look through all calls."""
    for path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                for pattern in patterns_of_call(node, path):
                    yield f"{path.relative_to(PACKAGE)}:{node.lineno}", pattern


def patterns_of_call(node, path):
    """The patterns of the key argument of a call, if it is one that speaks."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    place, prefix = SPEAKING.get(name, (None, ""))
    if name == "say" and isinstance(node.func, ast.Attribute):
        place, prefix = 0, "brief."
    if place is None or len(node.args) <= place:
        return []
    return [re.escape(prefix) + pattern for pattern in patterns(node.args[place])]


@cache
def spoken_constants():
    """Every string that stands in the code: a key that is none of them can't be asked for by its name."""
    return {
        node.value
        for _, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
