"""The rows of a survey with what a question needs of each, as a temporary table of the engine."""

from __future__ import annotations

from math import ceil, isfinite
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.errors import InputError
from kaltim_poverty.inputs.steps import SORTING, STEPS
from kaltim_poverty.survey.read.conditions import check_computes_boolean
from kaltim_poverty.survey.read.faults import Faults, RetypeColumnError
from kaltim_poverty.survey.read.prices import DEFLATOR
from kaltim_poverty.survey.read.rows.expressions import RowExpressions, any_missing

if TYPE_CHECKING:
    from kaltim_poverty.survey.read.columns import Columns
    from kaltim_poverty.survey.read.engine import Engine
    from kaltim_poverty.survey.read.table import Table

SECONDS = 60.0  # for conditions of few rows
SECONDS_OF_ROW = 60e-6  # besides; half a microsecond is usual


class Counts(NamedTuple):
    """How many rows were read, used and left out.

    Attributes:
        rows: read.
        dropped: left out for missing values.
        zero_weight: with weight 0.
        outside: outside the subpopulation.
        uncertain: outside, as the condition of the subpopulation is neither true nor false.
        without_group: left out of some breakdown alone, for lack of its group.
        undecided: in the subpopulation but not eligible, as that condition is neither true nor false.
    """

    rows: int
    dropped: int
    zero_weight: int
    outside: int
    without_group: int = 0
    uncertain: int = 0
    undecided: int = 0


class RawRows:
    """The rows as read, in the order of the files.

    Args:
        engine: what reads and holds them.
        table: the survey.
        columns: the columns by their role.
        where: the condition of a subpopulation.
        name: of the temporary table.
        link: the column that links the rows of a panel.
        welfare_of_all: whether rows outside the subpopulation need welfare.
        seconds: for conditions to be computed, with the reading; by the number of rows if None.

    Attributes:
        count: how many there are once they are loaded.
        has_gaps: whether some lack a group.
        dropped: in SQL, whether a row is left out: a column only where some are (a constant one takes time).
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
        welfare_of_all: bool = False,
        seconds: float | None = None,
    ) -> None:
        self.engine, self.table, self.columns = engine, table, columns
        self.name, self.link = name, link
        self.rows = self.count = 0
        self.has_gaps, self.dropped = False, "false"
        self.welfare_of_all, self.seconds = welfare_of_all, seconds
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
        undecided = f"inside AND undecided AND NOT {self.dropped}" if self.columns.eligible else "false"
        zero_weight, outside, without_group, uncertain, undecided_rows, gaps = self.engine.one(
            f"SELECT count(*) FILTER (w = 0 AND NOT {self.dropped}), count(*) FILTER (w > 0 AND NOT inside), "
            f"count(*) FILTER (w > 0 AND inside AND {self.expressions.lacks_group()}), "
            f"count(*) FILTER ({self.expressions.uncertain} AND NOT {self.dropped}), "
            f"count(*) FILTER ({undecided}), "
            f"count(*) FILTER ({any_missing(list(self.expressions.aliases.values()))}) FROM {self.name}"
        )
        self.has_gaps = bool(gaps)
        return Counts(self.rows, dropped, zero_weight, outside, without_group, uncertain, undecided_rows)

    def create(self) -> None:
        """Read the columns that are needed.

        Raises:
            RetypeColumnError: if a column of codes must be read as text.
            InputError: for text where a number should be, or a condition that is not one or takes too long.
        """
        conditions = [each for each in (self.expressions.where, self.columns.eligible) if each is not None]
        try:
            if not conditions:
                self.read()
                return
            seconds = time_allowed(self.table.rows_at_most()) if self.seconds is None else self.seconds
            with self.engine.within_time(seconds):
                self.read()
        except self.engine.errors as error:
            raise self.faults.unreadable(error, self.expressions, conditions) from None
        except TimeoutError:
            given = " / ".join(conditions)
            raise InputError("where_slow", given=given, seconds=str(ceil(seconds))) from None

    def read(self) -> None:
        """Make the temporary table, of numbers as the engine reads them unless there is text among them."""
        needs = self.expressions.needs(self.engine, self.table)
        relation, typed = self.table.relation(needs), self.table.relation(needs, typed=True)
        if self.columns.eligible is not None:
            check_computes_boolean(self.engine, self.table, relation, self.columns.eligible, "--eligible")
        selected = self.expressions.selected(self.engine, self.table)
        self.engine.begin_reading()
        make = f"CREATE TEMP TABLE {self.name} AS SELECT {selected} FROM"
        try:
            self.engine.run(f"{make} {typed}")
        except self.engine.errors:
            if typed == relation:
                raise
            self.engine.run(f"{make} {relation}")
        STEPS.begin(SORTING)

    def incomplete(self) -> str:
        """SQL: whether a row cannot be used for lack of a value; outside the subpopulation few are needed."""
        needed = "(inside OR y IS NULL)" if self.welfare_of_all else "inside"
        return f"({self.expressions.lacks_weight()} OR ({needed} AND {self.expressions.lacks_value()}))"

    def drop_incomplete(self, missing: str) -> int:
        """Leave out rows that lack a value, and say how many.

        They stay in the design with weight 0, unless their place in it is unknown.

        Raises:
            InputError: if there are some and they may not be left out, if none is left, or for a row with a
                value that cannot be right.
        """
        nowhere, incomplete = self.expressions.lacks_place(), self.incomplete()
        ungrouped = f"(inside AND {self.expressions.lacks_group()})"
        self.rows, impossible, homeless, lacking, without_group, with_welfare, weight = self.engine.one(
            f"SELECT count(*), count(*) FILTER ({self.expressions.is_impossible()}), "
            f"count(*) FILTER ({nowhere}), count(*) FILTER ({nowhere} OR {incomplete}), "
            f"count(*) FILTER ({nowhere} OR {incomplete} OR {ungrouped}), count(y), sum(w) FROM {self.name}"
        )
        if not self.rows:
            raise InputError("no_rows", file=self.table.display_name)
        if not with_welfare and DEFLATOR not in self.columns.extra:
            raise InputError("welfare_empty", file=self.table.display_name, column=self.columns.welfare)
        if impossible:
            raise self.unscored() or self.faults.impossible()
        if weight is not None and not isfinite(weight):
            raise InputError("weights_too_large", file=self.table.display_name)
        if without_group and missing == "error":
            raise self.first_incomplete(f"{nowhere} OR {incomplete} OR {ungrouped}", without_group)
        if lacking == self.rows:
            raise InputError("nothing_left", file=self.table.display_name, rows=str(self.rows))
        if lacking:
            self.replace(
                f"SELECT * REPLACE (CASE WHEN {incomplete} THEN 0.0 ELSE w END AS w, "
                f"inside AND NOT {incomplete} AS inside), {incomplete} AS dropped "
                f"FROM {self.name} WHERE NOT {nowhere}"
            )
            self.dropped = "dropped"
        self.count = self.rows - homeless
        return int(lacking)

    def unscored(self) -> InputError | None:
        """The error for the first row whose cells have no coefficients, if there is one."""
        if self.columns.score is None:
            return None
        place = self.engine.one(f"SELECT min(rowid) FROM {self.name} WHERE unscored")[0]
        return None if place is None else self.faults.unscored(self.columns.score, place)

    def first_incomplete(self, condition: str, count: int) -> InputError:
        """The error for the first row that lacks a value."""
        place, inside = self.engine.one(
            f"SELECT rowid, inside FROM {self.name} WHERE {condition} ORDER BY rowid LIMIT 1"
        )
        return self.faults.missing(place, count, inside=inside, welfare=inside or self.welfare_of_all)

    def add_number(self, role: str) -> None:
        """Register a number that was joined to the rows as one of their columns."""
        self.columns = self.columns._replace(extra={**self.columns.extra, role: str(self.link)})
        self.expressions.columns = self.columns

    def replace(self, query: str) -> None:
        """Put the result of a query in the place of the rows."""
        self.engine.run(f"CREATE TEMP TABLE replacement AS {query}")
        self.drop()
        self.engine.run(f"ALTER TABLE replacement RENAME TO {self.name}")

    def drop(self) -> None:
        """Give their memory back to the engine."""
        self.engine.run(f"DROP TABLE {self.name}")


def time_allowed(rows: int) -> float:
    """The seconds that conditions may take over so many rows: a minute, and one more for each million."""
    return SECONDS + SECONDS_OF_ROW * rows
