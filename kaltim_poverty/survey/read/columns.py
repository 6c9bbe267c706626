"""Which column of a survey is what: the columns that were named, found in the file."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.errors import InputError
from kaltim_poverty.inputs.lists import split_commas
from kaltim_poverty.survey.read.files import find_column
from kaltim_poverty.survey.read.roles import alternatives

if TYPE_CHECKING:
    from kaltim_poverty.survey.read.files import Table
    from kaltim_poverty.survey.read.lines import LineKeys, LineSpec
    from kaltim_poverty.survey.read.roles import Roles


class Columns(NamedTuple):
    """The columns of the survey by what they are, as the file writes them.

    Attributes:
        welfare: consumption or income per person.
        weight: household weight with `size`, else person weight.
        size: members of the household.
        stratum: of the design.
        psu: of the design.
        fpc: PSUs of the population in each stratum.
        line: the line of each row.
        groups: columns of breakdowns and of lines.
        replicates: replicate weights.
        beside: more numbers, by what they are.
        received: the column that says whether a row receives.
        eligible: the condition that says whether a row is eligible.
    """

    welfare: str
    weight: str | None
    size: str | None
    stratum: tuple[str, ...]
    psu: tuple[str, ...]
    fpc: str | None
    line: str | None
    groups: tuple[str, ...]
    replicates: tuple[str, ...]
    beside: Mapping[str, str] = {}
    received: str | None = None
    eligible: str | None = None

    def numbers(self) -> list[str]:
        """The columns that must hold numbers."""
        single = (self.welfare, self.weight, self.size, self.fpc, self.line)
        chosen = (*single, *self.replicates, *self.beside.values())
        return [column for column in chosen if column is not None]

    def keys(self) -> list[str]:
        """The columns whose values are names."""
        return list(dict.fromkeys([*self.psu, *self.stratum, *self.groups]))


class Beside(NamedTuple):
    """Columns and a condition that are needed beside welfare and the design, as somebody named them.

    Attributes:
        numbers: columns of numbers not below 0, by what they are: ``benefit``, ``members``, ``score``.
        received: the column that says whether a row receives.
        eligible: the condition that says whether a row is eligible.
    """

    numbers: Mapping[str, str] = {}
    received: str | None = None
    eligible: str | None = None


NOTHING_BESIDE = Beside()


def resolve_columns(
    table: Table, roles: Roles, by: Sequence[str], spec: LineSpec, keys: LineKeys | None
) -> Columns:
    """The columns that were named, in any case.

    Raises:
        InputError: for a name that is no column.
    """
    if roles.welfare is None:
        folded = [column.casefold() for column in table.columns]
        if "welfare" not in folded:
            raise InputError("no_welfare", file=table.shown)
    welfare = find_column(table, roles.welfare or "welfare", "--welfare")
    weight, size = weight_columns(table, roles)
    groups = [find_column(table, column, "--by") for column in by]
    return Columns(
        welfare,
        weight,
        size,
        tuple(find_column(table, column, "--stratum") for column in roles.stratum),
        tuple(find_column(table, column, "--psu") for column in roles.psu),
        find_column(table, roles.fpc, "--fpc") if roles.fpc else None,
        find_column(table, spec.column, "--line-column") if spec.column else None,
        tuple(dict.fromkeys([*groups, *(keys.columns if keys else ())])),
        replicate_columns(table, roles.replicate_weights) if roles.replicate_weights else (),
    )


def with_beside(columns: Columns, table: Table, beside: Beside) -> Columns:
    """The columns with those beside them, in any case.

    Raises:
        InputError: for a name that is no column.
    """
    named = {"members": "--size"}
    numbers = {
        key: find_column(table, each, named.get(key, f"--{key}")) for key, each in beside.numbers.items()
    }
    received = find_column(table, beside.received, "--received") if beside.received else None
    return columns._replace(beside=numbers, received=received, eligible=beside.eligible)


def weight_columns(table: Table, roles: Roles) -> tuple[str | None, str | None]:
    """Household weight and size, or the person weight alone where the file has no household weight."""
    size = find_column(table, roles.size, "--size") if roles.size else None
    if roles.weight is None:
        return (
            (None, size)
            if roles.person_weight is None
            else (find_column(table, roles.person_weight, "--weight"), None)
        )
    folded = {column.casefold(): column for column in table.columns}
    for given in alternatives(roles.weight):
        if given.casefold() in folded:
            return folded[given.casefold()], size
    if roles.person_weight and roles.person_weight.casefold() in folded:
        return folded[roles.person_weight.casefold()], None
    every = [*alternatives(roles.weight), *([roles.person_weight] if roles.person_weight else [])]
    return find_column(table, " / ".join(every), "--weight"), size


def replicate_columns(table: Table, pattern: str) -> tuple[str, ...]:
    """The columns of replicate weights, in order of their numbers.

    Raises:
        InputError: if fewer than two match.
    """
    wanted = [part.casefold() for part in split_commas(pattern)]
    found = [
        column
        for column in table.columns
        if any(fnmatch.fnmatchcase(column.casefold(), part) for part in wanted)
    ]
    if len(found) < 2:  # noqa: PLR2004 - one replicate has no spread
        raise InputError("no_replicates", file=table.shown, pattern=pattern, found=str(len(found)))
    return tuple(
        sorted(
            found,
            key=lambda column: [int(part) if part.isdigit() else -1 for part in re.findall(r"\d+", column)],
        )
    )
