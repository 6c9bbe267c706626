"""How many places each stratum has: of arms by Hamilton's method, or as a file says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from kaltim_poverty.errors import InputError, UsageError, suggestion
from kaltim_poverty.inputs.numbers import excerpt
from kaltim_poverty.programme.apportionment import hamilton
from kaltim_poverty.programme.draw.units import Stratum, Unit
from kaltim_poverty.programme.lists.places import place_count
from kaltim_poverty.programme.lists.table import ListTable, read_list

TREATED = "treated"  # the only arm of a file of places
RECIPIENTS = "recipients"  # its column of numbers


def shared_out(
    strata: Mapping[Stratum, Sequence[Unit]], wanted: Mapping[str, int], table: ListTable
) -> dict[Stratum, dict[str, int]]:
    """How many of each stratum get each arm: arm after arm, by units that are still free.

    Raises:
        InputError: if there are more places than units.
    """
    there = sum(map(len, strata.values()))
    if sum(wanted.values()) > there:
        raise InputError(
            "more_places", file=table.file, places=Decimal(sum(wanted.values())), there=Decimal(there)
        )
    free = {stratum: len(units) for stratum, units in strata.items()}
    numbers: dict[Stratum, dict[str, int]] = {stratum: {} for stratum in strata}
    for arm, count in wanted.items():
        for stratum, own in by_free_units(count, free).items():
            numbers[stratum][arm] = own
            free[stratum] -= own
    return numbers


def by_free_units(count: int, free: Mapping[Stratum, int]) -> dict[Stratum, int]:
    """Places by free units (Hamilton); of equal remainders the larger stratum, then the smaller value."""
    strata = sorted(free)
    places = hamilton(count, [Fraction(free[stratum]) for stratum in strata])
    return dict(zip(strata, places, strict=True))


def placed(
    file: str, columns: Sequence[str], strata: Mapping[Stratum, Sequence[Unit]], table: ListTable
) -> dict[Stratum, dict[str, int]]:
    """How many of each stratum are treated, as a file says.

    Raises:
        UsageError: without strata.
        InputError: if the file is refused, has a stratum twice or one that the list lacks, lacks one, or
            has more places than units.
    """
    if not columns:
        raise UsageError("needs_option", option="--places", needed="--stratum")
    plan = read_list(file, [*columns, RECIPIENTS])
    named = [plan.column(name, "--stratum") for name in columns]
    recipients = plan.column(RECIPIENTS, "--places")
    numbers: dict[Stratum, dict[str, int]] = {}
    for row in range(plan.rows):
        stratum = tuple(plan.cells[name][row] for name in named)
        if stratum in numbers:
            raise plan.refuse("stratum_twice", row, named[0], stratum=shown(stratum))
        count = place_count(plan, row, recipients)
        if count and stratum not in strata:
            hint = suggestion(shown(stratum), [shown(each) for each in strata])
            raise plan.refuse(
                "stratum_not_listed", row, named[0], hint, stratum=shown(stratum), list=table.file
            )
        if count > len(strata.get(stratum, ())):
            raise plan.refuse(
                "places_of_stratum", row, recipients, stratum=shown(stratum), there=str(len(strata[stratum]))
            )
        numbers[stratum] = {TREATED: count}
    for stratum in strata:
        if stratum not in numbers:
            hint = suggestion(shown(stratum), [shown(each) for each in numbers])
            raise InputError(
                "stratum_without_places", file=plan.file, stratum=shown(stratum), list=table.file, hint=hint
            )
    return numbers


def shown(stratum: Stratum) -> str:
    """A stratum in a sentence."""
    return excerpt(", ".join(stratum))
