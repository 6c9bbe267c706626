"""What scripts rest on, a line for each thing: options, fields, exit codes, public names, codes of notes.

``python tests/interface.py`` writes it to ``tests/interface.txt``, which a test compares.
"""

from __future__ import annotations

import importlib
import inspect
import sys
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path

import click
from catalogue import PACKAGE, modules, words

import kaltim_poverty
from kaltim_poverty import errors
from kaltim_poverty.cli.root import ROOT
from kaltim_poverty.cli.run import DONE, FAULT, READER_GONE
from kaltim_poverty.cli.table import pages
from kaltim_poverty.records.fields import DECLARATION, columns

FILE = Path(__file__).with_suffix(".txt")
ROOMS = ("", *kaltim_poverty.ROOMS)
OF_ROOMS = ("published", *kaltim_poverty.ROOMS)
ENDINGS = {DONE: "done", FAULT: "fault of kpov", READER_GONE: "reader gone"}


def options():
    """The arguments and options of each command, with the word for their value."""
    for question in pages():
        command = ROOT
        for part in question.split():
            command = command.get_command(click.Context(ROOT), part)
        yield f"command {question}"
        for parameter in command.params:
            names = " ".join(parameter.opts if isinstance(parameter, click.Option) else [parameter.metavar])
            takes = "" if getattr(parameter, "is_flag", True) else f" {parameter.metavar}"
            yield f"option {question} {names}{takes}"


def records():
    """The fields of each class of rows, in order."""
    for path, _ in modules():
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if parts[0] not in OF_ROOMS or parts[-1] == "__init__":
            continue
        module = importlib.import_module(".".join(["kaltim_poverty", *parts]))
        for kind in vars(module).values():
            own = inspect.isclass(kind) and kind.__module__ == module.__name__ and is_dataclass(kind)
            if own and any(DECLARATION in field.metadata for field in fields(kind)):
                yield f"fields {parts[0]} {kind.__name__}: {' '.join(columns(kind))}"


def exit_codes():
    """The exit codes, and what ends with them."""
    for kind in vars(errors).values():
        if inspect.isclass(kind) and issubclass(kind, errors.KpovError):
            yield f"exit {kind.exit_code} {kind.__name__}"
    for code, ending in ENDINGS.items():
        yield f"exit {code} {ending}"


def public():
    """The names in ``__all__`` of each room, with the arguments of functions in order."""
    for room in ROOMS:
        module = importlib.import_module(f"kaltim_poverty.{room}".rstrip("."))
        for name in module.__all__:
            value = getattr(module, name)
            path = f"{room}.{name}".lstrip(".")
            yield f"public {path}{arguments(value) if inspect.isfunction(value) else ''}"


def arguments(function):
    """The arguments of a function, those that are given by name alone behind a star."""
    spelled = []
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and "*" not in spelled:
            spelled.append("*")
        spelled.append(parameter.name + ("" if parameter.default is parameter.empty else "=…"))
    return f"({', '.join(spelled)})"


def notes():
    """The codes that notes have in JSON."""
    for key in words("en"):
        section, _, code = key.partition(".")
        if section == "note":
            yield f"note {code}"


@cache
def interface():
    """All lines, in order."""
    return sorted({*options(), *records(), *exit_codes(), *public(), *notes()})


def read():
    """The lines that stand in the file."""
    return FILE.read_text(encoding="utf-8").splitlines() if FILE.exists() else []


def advice(before, now):
    """What to do about a change of the interface; empty if there is none."""
    added, gone = sorted(set(now) - set(before)), sorted(set(before) - set(now))
    if not added and not gone:
        return ""
    return "\n".join(
        [
            "The interface has changed:",
            *(f"  + {line}" for line in added),
            *(f"  - {line}" for line in gone),
            "Scripts rest on it (docs/versions.md). If that was not meant, take it back.",
            "If only something new came: python tests/interface.py, and a line in CHANGELOG.md.",
            "If something went, was renamed, moved or got another meaning: leave the old beside the new,",
            "enter it in kaltim_poverty/deprecated.py, and take it away two minor versions later; then",
            "python tests/interface.py.",
        ]
    )


def write():
    """Write the lines, and say what is new."""
    now = interface()
    said = advice(read(), now)
    FILE.write_text("".join(f"{line}\n" for line in now), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{said or 'Nothing has changed.'}\n")


if __name__ == "__main__":
    write()
