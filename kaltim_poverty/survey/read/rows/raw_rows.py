"""The rows of a survey with what a question needs of each, as a temporary table of the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.read.conditions import check_computes_boolean
from kaltim_poverty.survey.read.faults import Faults, RetypeColumnError
from kaltim_poverty.survey.read.rows.expressions import RowExpressions

if TYPE_CHECKING:
    from kaltim_poverty.survey.read.columns import Columns
    from kaltim_poverty.survey.read.engine import Engine
    from kaltim_poverty.survey.read.table import Table


class Counts(NamedTuple):
    """What became of the rows: read, dropped for missing values, with weight 0, outside the subpopulation."""

    rows: int
    dropped: int
    zero_weight: int
    outside: int


class RawRows:
    """The rows as read, in the order of the files.

    Args:
        engine: what reads and holds them.
        table: the survey.
        columns: the columns by their role.
        where: the condition of a subpopulation.
        name: of the temporary table.
        link: the column that links the rows of a panel.

    Attributes:
        count: how many there are once they are loaded.
    """

    def __init__(
        self,
        engine: Engine,
        table: Table,
        columns: Columns,
        where: str | None,
        *,
        name: str = "raw",
        link: str | None = None,
    ) -> None:
        self.engine, self.table, self.columns = engine, table, columns
        self.name, self.link = name, link
        self.count = 0
        self.faults = Faults(engine, table, columns, link)
        self.expressions = RowExpressions(columns, where, link)

    def load(self, missing: str) -> Counts:
        """Read the rows, and look for what cannot be right.

        Args:
            missing: ``error``, or ``drop`` to leave out rows without a value.

        Raises:
            InputError: for the first fault.
        """
        try:
            self.create()
        except RetypeColumnError:
            self.create()
        dropped = self.drop_incomplete(missing)
        zero_weight, outside = self.engine.one(
            f"SELECT count(*) FILTER (w = 0), count(*) FILTER (w > 0 AND NOT inside) FROM {self.name}"
        )
        return Counts(self.count + dropped, dropped, zero_weight, outside)

    def create(self) -> None:
        """Read the columns that are needed.

        Raises:
            RetypeColumnError: if a column of codes must be read as text.
            InputError: for text where a number should be, or a condition that is not one.
        """
        eligible = self.columns.eligible
        try:
            types = self.expressions.types(self.engine, self.table)
            relation = self.table.relation(types)
            if eligible is not None:
                check_computes_boolean(self.engine, relation, eligible, "--eligible")
            selected = self.expressions.selected(types)
            self.engine.run(f"CREATE TEMP TABLE {self.name} AS SELECT {selected} FROM {relation}")
        except self.engine.errors as error:
            conditions = [each for each in (self.expressions.where, eligible) if each is not None]
            raise self.faults.unreadable(error, conditions) from None

    def drop_incomplete(self, missing: str) -> int:
        """Leave out rows that lack a value, and say how many.

        Raises:
            InputError: if there are some and they may not be left out, if none is left, or for a row with a
                value that cannot be right.
        """
        incomplete = self.expressions.is_incomplete()
        rows, impossible, lacking, with_welfare = self.engine.one(
            f"SELECT count(*), count(*) FILTER ({self.expressions.is_impossible()}), "
            f"count(*) FILTER ({incomplete}), count(y) FROM {self.name}"
        )
        if not rows:
            raise InputError("no_rows", file=self.table.shown)
        if not with_welfare:
            raise InputError("welfare_empty", file=self.table.shown, column=self.columns.welfare)
        if impossible:
            raise self.faults.impossible()
        if lacking and missing == "error":
            raise self.faults.missing(lacking)
        if lacking == rows:
            raise InputError("nothing_left", file=self.table.shown, rows=str(rows))
        if lacking:
            self.replace(f"SELECT * FROM {self.name} WHERE NOT ({incomplete})")
        self.count = rows - lacking
        return int(lacking)

    def replace(self, query: str) -> None:
        """Put the result of a query in the place of the rows."""
        self.engine.run(f"CREATE TEMP TABLE replacement AS {query}")
        self.drop()
        self.engine.run(f"ALTER TABLE replacement RENAME TO {self.name}")

    def drop(self) -> None:
        """Give their memory back to the engine."""
        self.engine.run(f"DROP TABLE {self.name}")
