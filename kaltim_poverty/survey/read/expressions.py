"""What is made of the columns of a row, as expressions of the engine.

Names: ``y`` welfare, ``w`` weight, ``z`` line, ``k0`` … what a cell shares (``d0`` … for the design of a
panel), ``r0`` … replicate weights, ``x_…`` what is needed beside, ``id`` the link of a panel, ``inside``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kaltim_poverty.survey.read.engine import name
from kaltim_poverty.survey.read.files import NUMBER, TEXT, WHOLE
from kaltim_poverty.survey.read.where import columns_in, condition

if TYPE_CHECKING:
    from kaltim_poverty.survey.read.columns import Columns
    from kaltim_poverty.survey.read.engine import Engine
    from kaltim_poverty.survey.read.files import Table

NOT_BELOW = ("benefit", "received", "members")  # numbers that cannot lie below 0
TRUE, FALSE = "('1', '1.0', 'true')", "('0', '0.0', 'false')"
INVALID = -1.0  # a weight that stands for a negative weight or an impossible size
GROUP = "group "  # before a column of groups of a panel, which may also be one of the design


class Expressions:
    """The expressions of one survey.

    Args:
        columns: which column is what.
        where: the condition of a subpopulation.
        link: the column that links the rows of a panel. A linked row gets the design of the first period,
            but keeps its own groups.
    """

    def __init__(self, columns: Columns, where: str | None, link: str | None) -> None:
        self.columns, self.where, self.link = columns, where, link
        self.names = {column: f"k{place}" for place, column in enumerate(columns.keys())}
        if link is not None:
            design = {column: f"d{place}" for place, column in enumerate((*columns.psu, *columns.stratum))}
            groups = {f"{GROUP}{column}": f"k{place}" for place, column in enumerate(columns.groups)}
            self.names = {**design, **groups}

    def impossible(self) -> str:
        """What no row may be: a weight below 0, for which also an impossible size stands, and such things."""
        replicates = [f"r{place} < 0" for place in range(len(self.columns.replicates))]
        beside = [f"x_{each} < 0" for each in self.beside() if each in NOT_BELOW]
        both = {"benefit", "received"} <= set(self.beside())
        unreceived = ["(x_received = 0 AND x_benefit > 0)"] if both else []
        return " OR ".join(["w < 0", *replicates, *beside, *unreceived])

    def beside(self) -> list[str]:
        """What is needed of each row beside welfare and the design."""
        received = ["received"] if self.columns.received else []
        return [*self.columns.beside, *received, *(["eligible"] if self.columns.eligible else [])]

    def types(self, engine: Engine, table: Table) -> dict[str, str]:
        """The columns to read, each once, with their types."""
        numbers = dict.fromkeys(self.columns.numbers(), NUMBER)
        named = [*self.columns.keys(), *([self.link] if self.link else [])]
        keys = {key: WHOLE if table.kind(key) == WHOLE else TEXT for key in named}
        received = {self.columns.received: TEXT} if self.columns.received else {}
        seen = {}
        for option, given in (("--where", self.where), ("--eligible", self.columns.eligible)):
            if given is not None:
                looked_at = columns_in(engine, table, given, option)
                seen.update({key: table.kind(key) for key in looked_at})
        return {**received, **seen, **keys, **numbers}

    def expressions(self, types: Mapping[str, str]) -> str:
        """The expressions of a row, from columns of these types."""
        columns = self.columns
        chosen = [f"{finite(columns.welfare)} AS y", f"{self.weight()} AS w", *self.keys(types)]
        if columns.line:
            chosen.append(f"{finite(columns.line)} AS z")
        if columns.fpc:
            chosen.append(f"{finite(columns.fpc)} AS fpc")
        size = f" * {name(columns.size)}" if columns.size else ""
        chosen += [f"{finite(column)}{size} AS r{place}" for place, column in enumerate(columns.replicates)]
        chosen += [f"{value} AS x_{each}" for each, value in self.values_beside().items()]
        chosen.append(f"{condition(self.where) if self.where else 'true'} AS inside")
        return ", ".join(chosen)

    def keys(self, types: Mapping[str, str]) -> list[str]:
        """What the rows of a cell share; of a panel as text, as two files may write it in two ways."""
        if self.link is None:
            return [f"{written(column, types[column])} AS {alias}" for column, alias in self.names.items()]
        plain = {alias: column.removeprefix(GROUP) for column, alias in self.names.items()}
        chosen = [
            f"CAST({written(column, types[column])} AS VARCHAR) AS {alias}" for alias, column in plain.items()
        ]
        return [*chosen, f"CAST({name(self.link)} AS VARCHAR) AS id"]

    def values_beside(self) -> dict[str, str]:
        """The SQL of what is needed beside: numbers, and truths as 1 and 0."""
        columns = self.columns
        found = {each: finite(column) for each, column in columns.beside.items()}
        if columns.received:
            found["received"] = truth(columns.received)
        if columns.eligible:
            found["eligible"] = f"CASE WHEN {condition(columns.eligible)} THEN 1.0 ELSE 0.0 END"
        if "members" in columns.beside:
            size = name(columns.beside["members"])
            right = f"{size} >= 1 AND {size} = floor({size})"
            found["members"] = (
                f"CASE WHEN isfinite({size}) THEN CASE WHEN {right} THEN {size} ELSE {INVALID} END END"
            )
        return found

    def weight(self) -> str:
        """The person weight in SQL: missing, or below 0 where weight or size cannot be right."""
        columns = self.columns
        weight = name(columns.weight) if columns.weight else "1.0"
        if not columns.size:
            right = f"CASE WHEN {weight} >= 0 THEN CAST({weight} AS DOUBLE) ELSE {INVALID} END"
            return f"CASE WHEN isfinite({weight}) THEN {right} END"
        size = name(columns.size)
        right = f"{weight} >= 0 AND {size} >= 1 AND {size} = floor({size})"
        both = f"isfinite({weight}) AND isfinite({size})"
        return f"CASE WHEN {both} THEN CASE WHEN {right} THEN {weight} * {size} ELSE {INVALID} END END"

    def lacking(self) -> str:
        """The condition that a row lacks a value."""
        optional = [*(["fpc"] if self.columns.fpc else []), *(["id"] if self.link else []), *self.more()]
        return " OR ".join(f"{alias} IS NULL" for alias in ("y", "w", *optional, *self.names.values()))

    def shared(self) -> list[str]:
        """The names of what the rows of a cell share."""
        return [*self.names.values(), *(["fpc"] if self.columns.fpc else []), "inside"]

    def more(self) -> list[str]:
        """The names of what a row has beside welfare, weight and cell."""
        line = ["z"] if self.columns.line else []
        replicates = [f"r{k}" for k in range(len(self.columns.replicates))]
        return [*line, *replicates, *(f"x_{each}" for each in self.beside())]


def truth(column: str) -> str:
    """1 or 0 of a column of 0, 1, false, true; missing where it is, `INVALID` for anything else."""
    text_of = f"lower(trim(CAST({name(column)} AS VARCHAR)))"
    return (
        f"CASE WHEN {name(column)} IS NULL THEN NULL "
        f"WHEN {text_of} IN {TRUE} THEN 1.0 WHEN {text_of} IN {FALSE} THEN 0.0 ELSE {INVALID} END"
    )


def finite(column: str) -> str:
    """A number in SQL, missing where it is not finite."""
    return f"CASE WHEN isfinite({name(column)}) THEN {name(column)} END"


def written(column: str, kind: str) -> str:
    """A name in SQL; of a column that is also needed as a number, the number as it is written."""
    if kind != NUMBER:
        return name(column)
    whole = f"CAST(TRY_CAST({name(column)} AS BIGINT) AS VARCHAR)"
    plain = f"{name(column)} = floor({name(column)}) AND abs({name(column)}) < 1e15"
    return f"CASE WHEN {plain} THEN {whole} ELSE CAST({name(column)} AS VARCHAR) END"
