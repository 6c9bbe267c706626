"""Which column is what: by options, by a design file, options first."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from kaltim_poverty.errors import InputError, UsageError, suggestion

BUNDLED = ("susenas",)
BUNDLED_FOLDER = os.path.join(os.path.dirname(os.path.dirname(__file__)), "data")
ALTERNATIVE = "|"
SEVERAL = ("stratum", "psu")
SWITCHES = ("nest",)


@dataclass(frozen=True)
class Roles:
    """The columns of a survey by what they are, as named in options or a design file; None where not named.

    `weight` is the household weight where `size` is given, else the person weight; `person_weight` is taken
    where the file has no `weight`. `province` and `urban` find a published line; `urban` is 1 urban, 2 rural.
    """

    welfare: str | None = None
    weight: str | None = None
    person_weight: str | None = None
    size: str | None = None
    stratum: tuple[str, ...] = ()
    psu: tuple[str, ...] = ()
    nest: bool = False
    fpc: str | None = None
    replicate_weights: str | None = None
    replicate_method: str | None = None
    fay_rho: str | None = None
    replicate_scale: str | None = None
    province: str | None = None
    urban: str | None = None
    design: str | None = None

    def columns(self) -> list[str] | None:
        """The columns that are named, alternatives joined; None where they are not all known by name."""
        if self.replicate_weights is not None or self.welfare is None:
            return None
        single = (self.welfare, self.size, self.fpc, self.province, self.urban)
        weights = ALTERNATIVE.join(name for name in (self.weight, self.person_weight) if name is not None)
        return [name for name in (*single, weights, *self.stratum, *self.psu) if name]

    def named(self) -> dict[str, Any]:
        """What is named, as a design file holds it."""
        return {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if field.name != "design" and getattr(self, field.name) not in (None, (), False)
        }


def roles_of(design: str | None, options: Mapping[str, Any]) -> Roles:
    """The roles of a design file with options in their place.

    Raises:
        InputError: if the design file is missing or refused.
    """
    base = read_design(design) if design else Roles()
    given = {key: tidy(key, value) for key, value in options.items() if value is not None}
    return replace(base, **given, design=design)


def tidy(key: str, value: Any) -> Any:
    """A list of columns as a tuple, a number as text."""
    if key in SEVERAL:
        parts = value.split(",") if isinstance(value, str) else list(value)
        return tuple(part.strip() for part in parts if part.strip())
    return bool(value) if key in SWITCHES else str(value)


def read_design(design: str) -> Roles:
    """The roles in a design file, or in the bundled one of that name.

    Raises:
        InputError: if it cannot be read, is no TOML, or has a key or value that no role has.
    """
    import tomllib

    bundled = design.casefold() in BUNDLED
    path = os.path.join(BUNDLED_FOLDER, f"{design.casefold()}.toml") if bundled else design
    if not os.path.exists(path):
        raise InputError(
            "no_design", file=design, known=", ".join(BUNDLED), hint=suggestion(design, list(BUNDLED))
        )
    try:
        with open(path, "rb") as opened:
            found = tomllib.load(opened)
    except OSError as error:
        raise InputError("unreadable", file=design, reason=error.strerror or str(error)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError("malformed_design", file=design, reason=str(error)) from None
    check_keys(design, found)
    return Roles(**{key: tidy(key, value) for key, value in found.items()})


def check_keys(design: str, found: Mapping[str, object]) -> None:
    """Refuse a key that is no role, or a value of another kind.

    Raises:
        InputError: with the key.
    """
    known = [field.name for field in fields(Roles) if field.name != "design"]
    for key, value in found.items():
        if key not in known:
            hint = suggestion(key, known)
            raise InputError("design_key", file=design, entry=key, known=", ".join(known), hint=hint)
        texts = isinstance(value, list) and all(isinstance(each, str) for each in value)
        if not (isinstance(value, (str, int, float)) or (key in SEVERAL and texts)):
            raise InputError("design_value", file=design, entry=key)


def written_design(roles: Roles) -> str:
    """The roles as a design file."""
    lines = ["# Which column is what; read with --design FILE."]
    for key, value in roles.named().items():
        if isinstance(value, tuple):
            shown = "[" + ", ".join(map(quoted, value)) + "]" if len(value) > 1 else quoted(value[0])
        else:
            shown = "true" if value is True else quoted(value)
        lines.append(f"{key} = {shown}")
    return "\n".join(lines) + "\n"


def quoted(value: str) -> str:
    """A text in TOML."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def check_conflicts(roles: Roles, *, bootstrap: bool) -> None:
    """Refuse options that cannot stand together.

    Raises:
        UsageError: with both.
    """
    if roles.replicate_weights:
        for option, there in (
            ("--stratum", roles.stratum),
            ("--psu", roles.psu),
            ("--fpc", roles.fpc),
            ("--bootstrap", bootstrap),
        ):
            if there and not (roles.design and option in ("--stratum", "--psu")):
                raise UsageError("conflict", one="--replicate-weights", other=option)
    if bootstrap and roles.fpc:
        raise UsageError("conflict", one="--bootstrap", other="--fpc")
    if roles.nest and not (roles.stratum and roles.psu):
        raise UsageError("needs_option", option="--nest", needed="--stratum, --psu")


def alternatives(given: str) -> Sequence[str]:
    """The names of which the first that a file has is taken."""
    return given.split(ALTERNATIVE)
