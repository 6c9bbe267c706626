"""The columns of a survey that a question needs, by their role, as the file writes them."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.errors import InputError
from kaltim_poverty.inputs.lists import split_commas
from kaltim_poverty.survey.read.roles import alternatives
from kaltim_poverty.survey.read.sql import identifier
from kaltim_poverty.survey.read.table import find_column, has_column

if TYPE_CHECKING:
    from kaltim_poverty.survey.read.engine import Engine
    from kaltim_poverty.survey.read.prices import Prices
    from kaltim_poverty.survey.read.roles import Roles
    from kaltim_poverty.survey.read.score_table import ScoreTable
    from kaltim_poverty.survey.read.table import Table

LEAST_REPLICATES = 2  # one has no spread


class Columns(NamedTuple):
    """The columns by their role.

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
        replicate_factors: whether these multiply the weight.
        constant_replicates: columns that look like them but have one value in all rows.
        weight_is_among_replicates: whether the weight looks like one of them too.
        extra: more numbers, by role.
        received: the column that says whether a row receives.
        eligible: the condition that says whether a row is eligible.
        line_groups: those of the groups on which lines hang.
        with_gaps: the roles of extra numbers that a row may lack.
        deflator: by what welfare and the lines of rows are divided, where it is one number for all.
        score: coefficients of a score: in place of welfare, or beside it where there is a cutoff.
        cutoff: below which score a row is eligible.
        is_full_count: whether everybody is in the file, so that a weight counts identical units.
        handed_on: columns whose cells are handed on as they are, whatever they hold.
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
    replicate_factors: bool = False
    constant_replicates: tuple[str, ...] = ()
    weight_is_among_replicates: bool = False
    extra: Mapping[str, str] = {}
    received: str | None = None
    eligible: str | None = None
    line_groups: tuple[str, ...] = ()
    deflator: float | None = None
    with_gaps: tuple[str, ...] = ()
    handed_on: tuple[str, ...] = ()
    score: ScoreTable | None = None
    cutoff: float | None = None
    is_full_count: bool = False

    @property
    def score_is_welfare(self) -> bool:
        """Whether rows are ordered by the score of a table, and no column is their welfare."""
        return self.score is not None and self.cutoff is None

    def score_texts(self) -> list[str]:
        """The columns that a table of coefficients compares as they are written."""
        return self.score.texts() if self.score else []

    def numbers(self) -> list[str]:
        """The columns that must hold numbers."""
        welfare = None if self.score_is_welfare else self.welfare
        single = (welfare, self.weight, self.size, self.fpc, self.line)
        scored = self.score.numbers() if self.score else ()
        chosen = (*single, *self.replicates, *self.extra.values(), *scored)
        return [column for column in chosen if column is not None]

    def keys(self) -> list[str]:
        """The columns whose values are codes or names."""
        return list(dict.fromkeys([*self.psu, *self.stratum, *self.groups]))


class ExtraColumns(NamedTuple):
    """The columns that a question needs besides welfare, line and design, as options name them.

    Attributes:
        numbers: columns of numbers by role: ``benefit``, ``members``, ``score``.
        received: the column that says whether a row receives.
        eligible: the condition that says whether a row is eligible.
        with_gaps: the roles of numbers that a row may lack without being left out.
        score: coefficients of a score that says who is eligible instead.
        cutoff: below which score a row is.
    """

    numbers: Mapping[str, str] = {}
    received: str | None = None
    eligible: str | None = None
    with_gaps: tuple[str, ...] = ()
    score: ScoreTable | None = None
    cutoff: float | None = None


NO_EXTRA_COLUMNS = ExtraColumns()


def resolve_columns(
    table: Table, roles: Roles, groups: Sequence[str] = (), line: str | None = None
) -> Columns:
    """The columns that options and design files name, found in any case.

    Args:
        table: the survey.
        roles: the columns by role.
        groups: the columns of breakdowns and of lines.
        line: the column with the line of each row.

    Raises:
        InputError: for a name that is not a column.
    """
    if roles.welfare is None and not has_column(table, "welfare"):
        raise InputError("no_welfare", file=table.display_name)
    welfare = find_column(table, roles.welfare or "welfare", "--welfare")
    weight, size = weight_columns(table, roles)
    replicates = replicate_columns(table, roles.replicate_weights) if roles.replicate_weights else ()
    return Columns(
        welfare,
        weight,
        size,
        tuple(find_column(table, column, "--stratum") for column in roles.stratum),
        tuple(find_column(table, column, "--psu") for column in roles.psu),
        find_column(table, roles.fpc, "--fpc") if roles.fpc else None,
        find_column(table, line, "--line-column") if line else None,
        tuple(dict.fromkeys(find_column(table, column, "--by") for column in groups)),
        replicates,
        roles.replicate_factors,
    )


def with_extra(columns: Columns, table: Table, extra: ExtraColumns) -> Columns:
    """The columns with those that a question needs besides, found in any case.

    Raises:
        InputError: for a name that is not a column.
    """
    options = {"members": "--size"}
    numbers = {
        role: find_column(table, column, options.get(role, f"--{role}"))
        for role, column in extra.numbers.items()
    }
    received = find_column(table, extra.received, "--received") if extra.received else None
    return columns._replace(
        extra=numbers,
        received=received,
        eligible=extra.eligible,
        with_gaps=extra.with_gaps,
        score=extra.score,
        cutoff=extra.cutoff,
    )


def with_prices(columns: Columns, table: Table, prices: Prices) -> Columns:
    """The columns with the deflator of each row, or the one of all.

    Raises:
        InputError: for a name that is not a column.
    """
    found = {
        role: find_column(table, column, "--deflator-column") for role, column in prices.columns().items()
    }
    deflator = None if prices.deflator is None else float(prices.deflator)
    return columns._replace(extra={**columns.extra, **found}, deflator=deflator)


def weight_columns(table: Table, roles: Roles) -> tuple[str | None, str | None]:
    """Household weight and size, or the person weight alone where the file has no household weight.

    Raises:
        InputError: if the file has none of the weights that were named.
    """
    size = find_column(table, roles.size, "--size") if roles.size else None
    household = alternatives(roles.weight) if roles.weight is not None else []
    person = [roles.person_weight] if roles.person_weight else []
    for name in household:
        if has_column(table, name):
            return find_column(table, name, "--weight"), size
    for name in person:
        if has_column(table, name):
            return find_column(table, name, "--weight"), None
    if not household and not person:
        return None, size
    weight = find_column(table, " / ".join([*household, *person]), "--weight")
    return weight, size if household else None


def replicate_columns(table: Table, pattern: str) -> tuple[str, ...]:
    """The columns of replicate weights, in order of their numbers.

    Raises:
        InputError: if fewer than two match.
    """
    patterns = [part for part in split_commas(pattern) if part]
    columns = matching(table.columns, patterns) or matching(table.columns, patterns, any_case=True)
    if len(columns) < LEAST_REPLICATES:
        raise InputError("no_replicates", file=table.display_name, pattern=pattern, found=str(len(columns)))
    return tuple(sorted(columns, key=numbers_in))


def matching(columns: Sequence[str], patterns: Sequence[str], *, any_case: bool = False) -> list[str]:
    """The columns whose names match one of the patterns, in the same or in any case."""
    fold = str.casefold if any_case else str
    return [
        column
        for column in columns
        if any(fnmatch.fnmatchcase(fold(column), fold(pattern)) for pattern in patterns)
    ]


def numbers_in(column: str) -> list[int]:
    """The numbers in a name, so that w10 comes after w9."""
    return [int(digits) for digits in re.findall(r"\d+", column)]


def without_weight(table: Table, columns: Columns) -> Columns:
    """The columns without the weight among the replicate weights, as of ``w*`` beside ``w1`` and ``w2``.

    Raises:
        InputError: if fewer than two are left.
    """
    if columns.weight not in columns.replicates:
        return columns
    others = tuple(name for name in columns.replicates if name != columns.weight)
    if len(others) < LEAST_REPLICATES:
        pattern, number = ", ".join(columns.replicates), str(len(others))
        raise InputError("no_replicates", file=table.display_name, pattern=pattern, found=number)
    return columns._replace(replicates=others, weight_is_among_replicates=True)


def without_constants(engine: Engine, table: Table, columns: Columns) -> Columns:
    """The columns without replicate weights that have one value in all rows, where weights differ.

    Raises:
        InputError: if fewer than two are left.
    """
    if not columns.replicates or columns.weight is None:
        return columns
    named = (columns.weight, *columns.replicates)
    ends = ", ".join(f"min({name}) = max({name})" for name in map(identifier, named))
    weight, *same = engine.one(f"SELECT {ends} FROM {table.as_written(named)}")
    constant = [name for name, alike in zip(columns.replicates, same, strict=True) if alike]
    return columns if weight else without_constant(table, columns, constant)


def without_constant(table: Table, columns: Columns, constant: Sequence[str]) -> Columns:
    """The columns without replicate weights that are known to have one value in all rows.

    Raises:
        InputError: if fewer than two are left.
    """
    if not constant:
        return columns
    varying = tuple(name for name in columns.replicates if name not in constant)
    if len(varying) < LEAST_REPLICATES:
        pattern, number = ", ".join(columns.replicates), str(len(varying))
        raise InputError("no_replicates", file=table.display_name, pattern=pattern, found=number)
    return columns._replace(replicates=varying, constant_replicates=tuple(constant))
