"""Design files in TOML, bundled or written by people: the roles of columns, and how the file is read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from kaltim_poverty.errors import InputError, UsageError, suggestion
from kaltim_poverty.inputs.lists import split_commas
from kaltim_poverty.inputs.numbers import excerpt
from kaltim_poverty.inputs.texts import read_text
from kaltim_poverty.survey.read.roles import Roles

BUNDLED = ("susenas",)
BUNDLED_FOLDER = os.path.join(os.path.dirname(os.path.dirname(__file__)), "data")
LISTS = ("stratum", "psu")
SWITCHES = ("nest", "replicate_factors")
LETTERS = 3  # of a currency


def roles_of(design: str | os.PathLike[str] | None, options: Mapping[str, Any]) -> Roles:
    """The roles of a design file, or those of options in their place.

    Args:
        design: a design file, or the name of a bundled one.
        options: columns by role.

    Raises:
        InputError: if the design file is missing or refused.
        UsageError: for a currency that is no code of three letters.
    """
    design = os.fspath(design) if design else None
    roles = read_design(design) if design else Roles()
    given = {key: role_value(key, value) for key, value in options.items() if value not in (None, ())}
    if "currency" in given and not is_currency(given["currency"]):
        raise UsageError("currency", given=excerpt(str(options["currency"])))
    return replace(roles, **given, design=design)


def role_value(key: str, value: Any) -> Any:
    """The value of a role: a list of columns as a tuple, a number as text."""
    if key in LISTS:
        is_one = isinstance(value, (str, int, float))
        columns = split_commas(str(value)) if is_one else map(str.strip, value)
        return tuple(filter(None, columns))
    if key in SWITCHES:
        return bool(value)
    if key == "currency":
        return str(value).strip().upper()
    several = isinstance(value, Iterable) and not isinstance(value, str)
    return ",".join(map(str, value)) if several else str(value)


def is_currency(code: str) -> bool:
    """Whether a text is a code of three letters, as ISO 4217 has them."""
    return len(code) == LETTERS and code.isascii() and code.isalpha()


def read_design(design: str) -> Roles:
    """The roles in a design file, or in the bundled one of that name.

    Raises:
        InputError: if it cannot be read, is not TOML, or has a key or value that no role has.
    """
    import tomllib

    bundled = design.casefold() in BUNDLED
    path = os.path.join(BUNDLED_FOLDER, f"{design.casefold()}.toml") if bundled else design
    if not os.path.exists(path):
        raise InputError(
            "no_design", file=design, known=", ".join(BUNDLED), hint=suggestion(design, list(BUNDLED))
        )
    _, text = read_text(path)
    try:
        entries = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError("malformed_design", file=design, reason=str(error)) from None
    check_entries(design, entries)
    return Roles(**{key: role_value(key, value) for key, value in entries.items()})


def check_entries(design: str, entries: Mapping[str, object]) -> None:
    """Refuse a key that is not a role, or a value of another kind.

    Raises:
        InputError: with the key.
    """
    known = [field.name for field in fields(Roles) if field.name != "design"]
    for key, value in entries.items():
        if key not in known:
            hint = suggestion(key, known)
            raise InputError("design_key", file=design, entry=key, known=", ".join(known), hint=hint)
        kinds = (str, int, float) if key == "missing_values" else (str,)
        is_list = isinstance(value, list) and all(isinstance(item, kinds) for item in value)
        is_value = isinstance(value, (str, int, float)) or (key in (*LISTS, "missing_values") and is_list)
        if not is_value or (key == "currency" and not is_currency(role_value(key, value))):
            raise InputError("design_value", file=design, entry=key)


def design_file_text(roles: Roles) -> str:
    """The roles as a design file."""
    lines = ["# Which column is what; read with --design FILE."]
    for key, value in roles.named().items():
        if isinstance(value, tuple):
            text = "[" + ", ".join(map(quoted, value)) + "]" if len(value) > 1 else quoted(value[0])
        else:
            text = "true" if value is True else quoted(value)
        lines.append(f"{key} = {text}")
    return "\n".join(lines) + "\n"


def quoted(value: str) -> str:
    """A text as a TOML string."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
