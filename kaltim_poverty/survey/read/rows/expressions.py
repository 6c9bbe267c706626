"""What is made of the columns of a row, in SQL.

Names: ``y`` welfare, ``w`` weight, ``z`` line, ``k0`` … what a cell shares (``d0`` … for the design of a
panel), ``r0`` … replicate weights, ``x_…`` extra columns, ``id`` the link of a panel, ``inside`` whether the
row belongs to the subpopulation.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kaltim_poverty.survey.read.conditions import columns_in, holds
from kaltim_poverty.survey.read.sql import INTEGER, NUMBER, TEXT, cast, identifier

if TYPE_CHECKING:
    from kaltim_poverty.survey.read.columns import Columns
    from kaltim_poverty.survey.read.engine import Engine
    from kaltim_poverty.survey.read.table import Table

NOT_NEGATIVE = ("benefit", "received", "members")  # extra columns that cannot be below 0
TRUE, FALSE = "('1', '1.0', 'true')", "('0', '0.0', 'false')"
INVALID = -1.0  # in place of a negative weight, an impossible size, an answer that is neither yes nor no
GROUP = "group "  # before a column of groups of a panel, which may also be one of the design


class RowExpressions:
    """The expressions of one survey.

    Args:
        columns: the columns by their role.
        where: the condition of a subpopulation.
        link: the column that links the rows of a panel. A linked row gets the design of the first period,
            but keeps its own groups.

    Attributes:
        aliases: the SQL names of what the rows of a cell share, by column.
    """

    def __init__(self, columns: Columns, where: str | None, link: str | None) -> None:
        self.columns, self.where, self.link = columns, where, link
        self.aliases = {column: f"k{place}" for place, column in enumerate(columns.keys())}
        if link is not None:
            design = {column: f"d{place}" for place, column in enumerate((*columns.psu, *columns.stratum))}
            groups = {f"{GROUP}{column}": f"k{place}" for place, column in enumerate(columns.groups)}
            self.aliases = {**design, **groups}

    def extra(self) -> list[str]:
        """The roles of extra columns."""
        received = ["received"] if self.columns.received else []
        return [*self.columns.extra, *received, *(["eligible"] if self.columns.eligible else [])]

    def row_columns(self) -> list[str]:
        """The names of what each row has besides welfare, weight and cell."""
        line = ["z"] if self.columns.line else []
        replicates = [f"r{place}" for place in range(len(self.columns.replicates))]
        return [*line, *replicates, *(f"x_{role}" for role in self.extra())]

    def cell_columns(self) -> list[str]:
        """The names of what the rows of a cell share."""
        return [*self.aliases.values(), *(["fpc"] if self.columns.fpc else []), "inside"]

    def types(self, engine: Engine, table: Table) -> dict[str, str]:
        """The columns to read, each once, with their types."""
        numbers = dict.fromkeys(self.columns.numbers(), NUMBER)
        codes = [*self.columns.keys(), *([self.link] if self.link else [])]
        keys = {column: INTEGER if table.type_of(column) == INTEGER else TEXT for column in codes}
        received = {self.columns.received: TEXT} if self.columns.received else {}
        in_conditions = {}
        for option, expression in (("--where", self.where), ("--eligible", self.columns.eligible)):
            if expression is not None:
                columns = columns_in(engine, table, expression, option)
                in_conditions.update({column: table.type_of(column) for column in columns})
        return {**received, **in_conditions, **keys, **numbers}

    def selected(self, types: Mapping[str, str]) -> str:
        """SQL: everything about a row, from columns of these types."""
        columns = self.columns
        selected = [f"{finite(columns.welfare)} AS y", f"{self.weight()} AS w", *self.keys(types)]
        if columns.line:
            selected.append(f"{finite(columns.line)} AS z")
        if columns.fpc:
            selected.append(f"{finite(columns.fpc)} AS fpc")
        size = f" * {identifier(columns.size)}" if columns.size else ""
        selected += [f"{finite(column)}{size} AS r{place}" for place, column in enumerate(columns.replicates)]
        selected += [f"{value} AS x_{role}" for role, value in self.extra_values().items()]
        selected.append(f"{holds(self.where) if self.where else 'true'} AS inside")
        return ", ".join(selected)

    def keys(self, types: Mapping[str, str]) -> list[str]:
        """SQL: what the rows of a cell share; of a panel as text, as two files may write it in two ways."""
        if self.link is None:
            return [f"{as_code(column, types[column])} AS {alias}" for column, alias in self.aliases.items()]
        columns = {alias: column.removeprefix(GROUP) for column, alias in self.aliases.items()}
        selected = [
            f"CAST({as_code(column, types[column])} AS VARCHAR) AS {alias}"
            for alias, column in columns.items()
        ]
        return [*selected, f"CAST({identifier(self.link)} AS VARCHAR) AS id"]

    def weight(self) -> str:
        """SQL: the person weight, missing or `INVALID` where weight or size is."""
        columns = self.columns
        weight = identifier(columns.weight) if columns.weight else "1.0"
        if not columns.size:
            valid = f"CASE WHEN {weight} >= 0 THEN CAST({weight} AS DOUBLE) ELSE {INVALID} END"
            return f"CASE WHEN isfinite({weight}) THEN {valid} END"
        size = identifier(columns.size)
        possible = f"{weight} >= 0 AND {is_household_size(size)}"
        valid = f"CASE WHEN {possible} THEN {weight} * {size} ELSE {INVALID} END"
        return f"CASE WHEN isfinite({weight}) AND isfinite({size}) THEN {valid} END"

    def extra_values(self) -> dict[str, str]:
        """SQL: extra columns by role: numbers, and 1 or 0 for true or false."""
        columns = self.columns
        values = {role: finite(column) for role, column in columns.extra.items()}
        if columns.received:
            values["received"] = yes_or_no(columns.received)
        if columns.eligible:
            values["eligible"] = f"CASE WHEN {holds(columns.eligible)} THEN 1.0 ELSE 0.0 END"
        if "members" in columns.extra:
            size = identifier(columns.extra["members"])
            valid = f"CASE WHEN {is_household_size(size)} THEN {size} ELSE {INVALID} END"
            values["members"] = f"CASE WHEN isfinite({size}) THEN {valid} END"
        return values

    def is_impossible(self) -> str:
        """SQL: whether a row holds what no row may hold, such as a negative weight or benefit."""
        replicates = [f"r{place} < 0" for place in range(len(self.columns.replicates))]
        extra = [f"x_{role} < 0" for role in self.extra() if role in NOT_NEGATIVE]
        both = {"benefit", "received"} <= set(self.extra())
        benefit = ["(x_received = 0 AND x_benefit > 0)"] if both else []
        return " OR ".join(["w < 0", *replicates, *extra, *benefit])

    def is_incomplete(self) -> str:
        """SQL: whether a row lacks a value."""
        optional = [
            *(["fpc"] if self.columns.fpc else []),
            *(["id"] if self.link else []),
            *self.row_columns(),
        ]
        return " OR ".join(f"{alias} IS NULL" for alias in ("y", "w", *optional, *self.aliases.values()))


def finite(column: str) -> str:
    """SQL: a number, missing where it is not finite."""
    return f"CASE WHEN isfinite({identifier(column)}) THEN {identifier(column)} END"


def is_household_size(size: str) -> str:
    """SQL: whether a finite number can be a count of members."""
    return f"{size} >= 1 AND {size} = floor({size})"


def yes_or_no(column: str) -> str:
    """SQL: 1 or 0 of a column of 0, 1, false, true; missing where it is, `INVALID` for anything else."""
    cell = identifier(column)
    answer = f"lower(trim(CAST({cell} AS VARCHAR)))"
    return (
        f"CASE WHEN {cell} IS NULL THEN NULL "
        f"WHEN {answer} IN {TRUE} THEN 1.0 WHEN {answer} IN {FALSE} THEN 0.0 ELSE {INVALID} END"
    )


def as_code(column: str, read_as: str) -> str:
    """SQL: a code; of a column that is also needed as a number, the number as it is written."""
    return cast(column, NUMBER, TEXT) if read_as == NUMBER else identifier(column)
