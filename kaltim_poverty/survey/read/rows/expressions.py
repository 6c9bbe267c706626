"""What is made of the columns of a row, in SQL.

Names: ``y`` welfare, ``w`` weight, ``z`` line, ``k0`` … what a cell shares (``d0`` … for the design of a
panel), ``r0`` … replicate weights, ``x_…`` extra columns, ``id`` the link of a panel, ``h0`` … what is
handed on, ``inside`` whether the row belongs to the subpopulation.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kaltim_poverty.survey.read.column_types import AS_WRITTEN, NUMBER, TEXT
from kaltim_poverty.survey.read.conditions import columns_in, holds, in_sql
from kaltim_poverty.survey.read.prices import DEFLATOR
from kaltim_poverty.survey.read.reader import Need
from kaltim_poverty.survey.read.rows.score_expression import scored
from kaltim_poverty.survey.read.sql import (
    AS_ANSWER,
    AS_CODE,
    AS_NUMBER,
    AS_TEXT,
    HANDED_ON,
    IN_CONDITION,
    identifier,
)

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
        return [*self.columns.extra, *received, *(["eligible"] if self.has_eligible else [])]

    @property
    def has_eligible(self) -> bool:
        """Whether it is said who is eligible: by a condition or a score."""
        return self.columns.eligible is not None or self.columns.cutoff is not None

    @property
    def uncertain(self) -> str:
        """SQL: whether the condition of the subpopulation is neither true nor false."""
        return "uncertain" if self.where else "false"

    def row_columns(self) -> list[str]:
        """The names of what each row has besides welfare, weight and cell."""
        line = ["z"] if self.columns.line else []
        replicates = [f"r{place}" for place in range(len(self.columns.replicates))]
        return [*line, *replicates, *(f"x_{role}" for role in self.extra())]

    def cell_columns(self) -> list[str]:
        """The names of what the rows of a cell share."""
        return [*self.aliases.values(), *(["fpc"] if self.columns.fpc else []), "inside"]

    def codes(self) -> list[str]:
        """The columns whose cells are codes."""
        return list(dict.fromkeys([*self.columns.keys(), *([self.link] if self.link else [])]))

    def conditions(self) -> list[tuple[str, str]]:
        """The conditions with the options that gave them."""
        given = (("--where", self.where), ("--eligible", self.columns.eligible))
        return [(option, expression) for option, expression in given if expression is not None]

    def in_conditions(self, engine: Engine, table: Table) -> list[str]:
        """The columns that conditions look at."""
        columns = [
            column
            for option, expression in self.conditions()
            for column in columns_in(engine, table, expression, option)
        ]
        return list(dict.fromkeys(columns))

    def needs(self, engine: Engine, table: Table) -> list[Need]:
        """The columns to read, once for each way in which they are used."""
        received = [Need(self.columns.received, TEXT, AS_ANSWER)] if self.columns.received else []
        return [
            *(Need(column, NUMBER, AS_NUMBER) for column in dict.fromkeys(self.columns.numbers())),
            *(Need(column, table.code_type(column, AS_CODE), AS_CODE) for column in self.codes()),
            *(
                Need(column, table.type_of(column, IN_CONDITION), IN_CONDITION)
                for column in self.in_conditions(engine, table)
            ),
            *received,
            *(Need(column, AS_WRITTEN, AS_TEXT) for column in self.columns.score_texts()),
            *(Need(column, table.copied_type(column), HANDED_ON) for column in self.columns.handed_on),
        ]

    def selected(self, engine: Engine, table: Table) -> str:
        """SQL: everything about a row."""
        columns = self.columns
        selected = [f"{self.welfare(table)} AS y", f"{self.weight()} AS w", *self.keys()]
        if columns.line:
            selected.append(f"{self.deflated(columns.line)} AS z")
        if columns.fpc:
            selected.append(f"{finite(columns.fpc)} AS fpc")
        size = f" * {number(columns.size)}" if columns.size else ""
        factor = f" * {self.weight()}" if columns.replicate_factors else size
        selected += [
            f"{finite(column)}{factor} AS r{place}" for place, column in enumerate(columns.replicates)
        ]
        selected += [f"{value} AS x_{role}" for role, value in self.extra_values(engine, table).items()]
        selected.append(f"{holds(engine, table, self.where) if self.where else 'true'} AS inside")
        if self.where:
            selected.append(f"{in_sql(engine, table, self.where)} IS NULL AS {self.uncertain}")
        selected += [
            f"{identifier(column, HANDED_ON)} AS h{place}" for place, column in enumerate(columns.handed_on)
        ]
        if columns.eligible:
            selected.append(f"{in_sql(engine, table, columns.eligible)} IS NULL AS undecided")
        if columns.score:
            selected.append(f"inside AND {scored(columns.score, table).unknown} AS unscored")
        return ", ".join(selected)

    def welfare(self, table: Table) -> str:
        """SQL: welfare in the prices of the base, or the score in its place."""
        if self.columns.score is None or not self.columns.score_is_welfare:
            return self.deflated(self.columns.welfare)
        score = scored(self.columns.score, table).value
        return f"CASE WHEN isfinite({score}) THEN {score} END"

    def deflated(self, column: str) -> str:
        """SQL: an amount in the prices of the base, missing where the amount or the deflator is."""
        amount, deflator = finite(column), self.deflator()
        return amount if deflator is None else f"CASE WHEN {deflator} > 0 THEN {amount} / {deflator} END"

    def deflator(self) -> str | None:
        """SQL: the deflator of a row, or None if amounts are not deflated."""
        if DEFLATOR in self.columns.extra:
            return f"({finite(self.columns.extra[DEFLATOR])})"
        return None if self.columns.deflator is None else f"CAST({self.columns.deflator!r} AS DOUBLE)"

    def keys(self) -> list[str]:
        """SQL: what the rows of a cell share; of a panel as text, as two files may write it in two ways."""
        if self.link is None:
            return [f"{identifier(column, AS_CODE)} AS {alias}" for column, alias in self.aliases.items()]
        columns = {alias: column.removeprefix(GROUP) for column, alias in self.aliases.items()}
        selected = [
            f"CAST({identifier(column, AS_CODE)} AS VARCHAR) AS {alias}" for alias, column in columns.items()
        ]
        return [*selected, f"CAST({identifier(self.link, AS_CODE)} AS VARCHAR) AS id"]

    def weight(self) -> str:
        """SQL: the person weight, missing or `INVALID` where weight or size is."""
        columns = self.columns
        weight = number(columns.weight) if columns.weight else "1.0"
        is_count = f" AND {weight} = floor({weight})" if columns.is_full_count else ""
        if not columns.size:
            valid = f"CASE WHEN {weight} >= 0{is_count} THEN CAST({weight} AS DOUBLE) ELSE {INVALID} END"
            return f"CASE WHEN isfinite({weight}) THEN {valid} END"
        size = number(columns.size)
        possible = f"{weight} >= 0{is_count} AND {is_household_size(size)}"
        valid = f"CASE WHEN {possible} THEN {weight} * {size} ELSE {INVALID} END"
        return f"CASE WHEN isfinite({weight}) AND isfinite({size}) THEN {valid} END"

    def extra_values(self, engine: Engine, table: Table) -> dict[str, str]:
        """SQL: extra columns by role: numbers, and 1 or 0 for true or false."""
        columns = self.columns
        values = {role: finite(column) for role, column in columns.extra.items()}
        if columns.received:
            values["received"] = yes_or_no(columns.received)
        if columns.score and columns.cutoff is not None:
            score = scored(columns.score, table).value
            below = f"{score} < CAST('{columns.cutoff!r}' AS DOUBLE)"
            values["eligible"] = f"CASE WHEN {below} THEN 1.0 WHEN isfinite({score}) THEN 0.0 END"
        if columns.eligible:
            values["eligible"] = f"CASE WHEN {holds(engine, table, columns.eligible)} THEN 1.0 ELSE 0.0 END"
        if "members" in columns.extra:
            size = number(columns.extra["members"])
            valid = f"CASE WHEN {is_household_size(size)} THEN {size} ELSE {INVALID} END"
            values["members"] = f"CASE WHEN isfinite({size}) THEN {valid} END"
        return values

    def is_impossible(self) -> str:
        """SQL: whether a row holds what no row may hold, such as a negative weight or benefit."""
        replicates = [f"r{place} < 0" for place in range(len(self.columns.replicates))]
        extra = [f"x_{role} < 0" for role in self.extra() if role in NOT_NEGATIVE]
        both = {"benefit", "received"} <= set(self.extra())
        benefit = ["(x_received = 0 AND x_benefit > 0)"] if both else []
        deflator = [f"x_{DEFLATOR} <= 0"] if DEFLATOR in self.extra() else []
        too_large = (
            [] if self.deflator() is None else ["isinf(y)", *(["isinf(z)"] if self.columns.line else [])]
        )
        unscored = ["unscored"] if self.columns.score else []
        return " OR ".join(["w < 0", *replicates, *extra, *benefit, *deflator, *too_large, *unscored])

    def lacks_place(self) -> str:
        """SQL: whether it is unknown where a row is in the design, or in the panel."""
        design = [self.aliases[column] for column in (*self.columns.psu, *self.columns.stratum)]
        fpc, link = ["fpc"] if self.columns.fpc else [], ["id"] if self.link else []
        return any_missing([*design, *fpc, *link])

    def lacks_weight(self) -> str:
        """SQL: whether a row has no weight."""
        return any_missing(["w", *(f"r{place}" for place in range(len(self.columns.replicates)))])

    def lacks_value(self) -> str:
        """SQL: whether a row lacks what an estimate of its subpopulation needs."""
        line = ["z"] if self.columns.line else []
        extra = [f"x_{role}" for role in self.extra() if role not in self.columns.with_gaps]
        return any_missing(["y", *line, *extra, *map(self.group, self.columns.line_groups)])

    def lacks_group(self) -> str:
        """SQL: whether a row lacks the value of some breakdown."""
        others = [column for column in self.columns.groups if column not in self.columns.line_groups]
        return any_missing([self.group(column) for column in others])

    def group(self, column: str) -> str:
        """The SQL name of a column of groups."""
        return self.aliases[column if self.link is None else f"{GROUP}{column}"]


def any_missing(names: Sequence[str]) -> str:
    """SQL: whether one of several is missing."""
    return f"({' OR '.join(f'{name} IS NULL' for name in names) or 'false'})"


def number(column: str) -> str:
    """SQL: the number in a column."""
    return identifier(column, AS_NUMBER)


def finite(column: str) -> str:
    """SQL: a number, missing where it is not finite."""
    return f"CASE WHEN isfinite({number(column)}) THEN {number(column)} END"


def is_household_size(size: str) -> str:
    """SQL: whether a finite number can be a count of members."""
    return f"{size} >= 1 AND {size} = floor({size})"


def yes_or_no(column: str) -> str:
    """SQL: 1 or 0 of a column of 0, 1, false, true; missing where it is, `INVALID` for anything else."""
    cell = identifier(column, AS_ANSWER)
    answer = f"lower(trim({cell}))"
    return (
        f"CASE WHEN {cell} IS NULL THEN NULL "
        f"WHEN {answer} IN {TRUE} THEN 1.0 WHEN {answer} IN {FALSE} THEN 0.0 ELSE {INVALID} END"
    )
