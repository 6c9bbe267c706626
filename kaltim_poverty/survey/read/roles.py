"""Roles: which column of a survey is welfare, weight, stratum, PSU …, as options or a design file name it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from kaltim_poverty.errors import UsageError

ALTERNATIVE = "|"  # between names of which a file has one
READ_OPTIONS = ("missing_values", "delimiter", "encoding", "sheet", "input_format", "decimal")


@dataclass(frozen=True)
class Roles:
    """The columns of a survey by their role; None where no option and no design file names one.

    `weight` is the household weight where `size` is given, else the person weight; `person_weight` is taken
    where the file has no `weight`. `province` and `urban` find a published line; `urban` is 1 urban, 2 rural.
    `currency` is that of all amounts, a code of three letters. The others say how the file is read.
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
    replicate_rscales: str | None = None
    replicate_factors: bool = False
    province: str | None = None
    urban: str | None = None
    currency: str | None = None
    missing_values: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    input_format: str | None = None
    decimal: str | None = None
    design: str | None = None

    def columns(self) -> list[str] | None:
        """The columns that are named, alternatives joined; None if the file must be seen to know them."""
        if self.replicate_weights is not None or self.welfare is None:
            return None
        single = (self.welfare, self.size, self.fpc, self.province, self.urban)
        weights = ALTERNATIVE.join(name for name in (self.weight, self.person_weight) if name is not None)
        return [name for name in (*single, weights, *self.stratum, *self.psu) if name]

    def reading(self) -> dict[str, Any]:
        """How the file is read, by the names of the options."""
        return {name: getattr(self, name) for name in READ_OPTIONS}

    def named(self) -> dict[str, Any]:
        """The roles that are named, as a design file holds them."""
        return {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if field.name != "design" and getattr(self, field.name) not in (None, (), False)
        }


def check_conflicts(roles: Roles, *, bootstrap: bool) -> None:
    """Refuse options that cannot be combined.

    Raises:
        UsageError: with both.
    """
    if roles.replicate_weights:
        others = {
            "--stratum": roles.stratum,
            "--psu": roles.psu,
            "--fpc": roles.fpc,
            "--bootstrap": bootstrap,
        }
        for option, given in others.items():
            if given and not (roles.design and option in ("--stratum", "--psu")):
                raise UsageError("conflict", one="--replicate-weights", other=option)
    if bootstrap and roles.fpc:
        raise UsageError("conflict", one="--bootstrap", other="--fpc")
    if roles.nest and not (roles.stratum and roles.psu):
        raise UsageError("needs_option", option="--nest", needed="--stratum, --psu")


def alternatives(given: str) -> Sequence[str]:
    """The names between which a file chooses: the first that it has."""
    return given.split(ALTERNATIVE)
