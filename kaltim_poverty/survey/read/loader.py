"""From a table to sorted rows: columns read and checked, cells numbered, rows delivered in blocks.

The engine does the heavy work within its bounds of memory: it keeps the columns that are needed (``raw``),
numbers the cells (``cells``) and sorts the rows that do not fit in memory (``sorted``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.read.cells import (
    Coded,
    Frame,
    by_stratum,
    coded_column,
    first_places,
    joint,
    lookup,
)
from kaltim_poverty.survey.read.expressions import GROUP, Expressions
from kaltim_poverty.survey.read.faults import Faults
from kaltim_poverty.survey.read.order import order_of
from kaltim_poverty.survey.read.where import check_truth
from kaltim_poverty.survey.sample.blocks import Block, Whole
from kaltim_poverty.survey.sample.spare import Spare
from kaltim_poverty.survey.sample.threads import in_threads

if TYPE_CHECKING:
    from kaltim_poverty.survey.read.columns import Columns
    from kaltim_poverty.survey.read.engine import Engine
    from kaltim_poverty.survey.read.files import Table

ROWS_OF_BLOCK = 2**20
BYTES_OF_ROW = 50  # in memory: its columns, and once more in order of a breakdown
PLACES_OF_ROW = 2  # of a table of cells by their keys
KEPT_SHARE = 0.4  # of the memory allowed that rows may fill between two readings


class Counts(NamedTuple):
    """What became of the rows: read, dropped for missing values, with weight 0, outside the subpopulation."""

    rows: int
    dropped: int
    zero_weight: int
    outside: int


class Loader:
    """The steps from a table to sorted rows, each a statement of the engine."""

    def __init__(
        self,
        engine: Engine,
        table: Table,
        columns: Columns,
        where: str | None,
        *,
        everybody: bool,
        prefix: str = "",
        link: str | None = None,
    ) -> None:
        self.engine, self.table, self.columns = engine, table, columns
        self.everybody, self.link = everybody, link
        self.nest = self.psu_is_cell = False
        self.rows = 0
        self.found: dict[str, NDArray[Any]] = {}
        self.ordered: dict[str, NDArray[Any]] = {}
        self.order: Whole = np.empty(0, dtype=np.intp)
        self.spare = Spare()
        self.raw, self.cells, self.sorted = (f"{prefix}{name}" for name in ("raw", "cells", "sorted"))
        self.faults = Faults(engine, table, columns, link)
        self.grouped = bool(columns.psu) or bool(columns.replicates)
        self.made = Expressions(columns, where, link)

    def load_raw(self, missing: str) -> Counts:
        """Read the columns that are needed, and look for what cannot be right.

        Raises:
            InputError: for the first fault.
        """
        self.create_raw()
        lacking = self.made.lacking()
        rows, invalid, lost, filled = self.engine.one(
            f"SELECT count(*), count(*) FILTER ({self.made.impossible()}), count(*) FILTER ({lacking}), "
            f"count(y) FROM {self.raw}"
        )
        if not rows:
            raise InputError("no_rows", file=self.table.shown)
        if not filled:
            raise InputError("welfare_empty", file=self.table.shown, column=self.columns.welfare)
        if invalid:
            raise self.faults.impossible()
        if lost and missing == "error":
            raise self.faults.missing(lost)
        if lost == rows:
            raise InputError("nothing_left", file=self.table.shown, rows=str(rows))
        if lost:
            self.replace_raw(f"SELECT * FROM {self.raw} WHERE NOT ({lacking})")
        zero, outside = self.engine.one(
            f"SELECT count(*) FILTER (w = 0), count(*) FILTER (w > 0 AND NOT inside) FROM {self.raw}"
        )
        self.rows = rows - lost
        return Counts(rows, lost, zero, outside)

    def create_raw(self) -> None:
        """Read the columns that are needed.

        Raises:
            InputError: for text where a number should be, or a condition that is none.
        """
        eligible = self.columns.eligible
        try:
            types = self.made.types(self.engine, self.table)
            source = self.table.sql(types)
            if eligible is not None:
                check_truth(self.engine, source, eligible, "--eligible")
            chosen = self.made.expressions(types)
            self.engine.run(f"CREATE TEMP TABLE {self.raw} AS SELECT {chosen} FROM {source}")
        except self.engine.errors as error:
            conditions = [each for each in (self.made.where, eligible) if each is not None]
            raise self.faults.explain(error, conditions) from None

    def replace_raw(self, query: str) -> None:
        """Put the result of a query in the place of the rows as read."""
        self.engine.run(f"CREATE TEMP TABLE replacement AS {query}")
        self.engine.run(f"DROP TABLE {self.raw}")
        self.engine.run(f"ALTER TABLE replacement RENAME TO {self.raw}")

    def number_cells(self) -> None:
        """Number the cells: what rows share with others of their PSU."""
        every = ", ".join(self.made.shared())
        self.engine.run(
            f"CREATE TEMP TABLE {self.cells} AS "
            f"SELECT *, CAST(row_number() OVER () - 1 AS INTEGER) AS cell FROM ("
            f"SELECT {every}, count(*) FILTER (w > 0) AS n FROM {self.raw} GROUP BY {every} ORDER BY {every})"
        )

    def fetch_cells(self, *, nest: bool) -> Frame:
        """The cells as arrays.

        Raises:
            InputError: for a PSU in two strata.
        """
        if self.grouped:
            self.number_cells()
        self.nest = nest
        rows = self.column("n" if self.grouped else "w > 0").astype(np.intp)
        coded = self.coded()
        strata = joint([coded[column] for column in self.columns.stratum], len(rows))
        numbered, psus = self.psus(coded, strata)
        first = first_places(numbered)
        self.psu_is_cell = len(first) == len(numbered)
        if self.columns.psu and not nest:
            self.check_strata(numbered, strata, first, coded)
        order, place = by_stratum(strata[0][first])
        first = first[order]
        groups = [coded[f"{GROUP}{column}" if self.link else column] for column in self.columns.groups]
        return Frame(
            place[numbered],
            strata[0][first],
            strata[1],
            [psus[each] for each in order.tolist()] if self.link else (),
            rows,
            self.column("inside").astype(bool),
            dict(zip(self.columns.groups, (codes for codes, _ in groups), strict=True)),
            dict(zip(self.columns.groups, (names for _, names in groups), strict=True)),
            self.column("fpc").astype(np.float64)[first] if self.columns.fpc else None,
        )

    def coded(self) -> dict[str, Coded]:
        """What the rows of a cell share, as numbers and names, with labels where the file has them."""
        labels = self.table.labels
        return {
            column: coded_column(self.column(alias), labels.get(column.removeprefix(GROUP), {}))
            for column, alias in self.made.names.items()
        }

    def psus(self, coded: Mapping[str, Coded], stratum: Coded) -> Coded:
        """The number of the PSU of each cell, and the PSUs as written."""
        cells = len(stratum[0])
        if not self.columns.psu:
            return (np.arange(cells) if not self.grouped else np.zeros(cells, dtype=np.intp)), ()
        columns = [coded[column] for column in self.columns.psu]
        return joint([stratum, *columns] if self.nest else columns, cells)

    def column(self, expression: str) -> NDArray[Any]:
        """One column of the cells (or of the rows, if each is a cell); one at a time, as they are many."""
        source = f"{self.cells} ORDER BY cell" if self.grouped else self.raw
        return self.engine.arrays(f"SELECT {expression} AS v FROM {source}")["v"]

    def check_strata(self, psu: Whole, strata: Coded, first: Whole, coded: Mapping[str, Coded]) -> None:
        """Refuse a PSU that lies in two strata.

        Raises:
            InputError: with the PSU and both strata.
        """
        stratum, named = strata
        wrong = np.flatnonzero(stratum != stratum[first[psu]])
        if not len(wrong):
            return
        count = len(np.unique(psu[wrong]))
        if self.link is None:
            raise self.faults.two_strata(count)
        cell = int(wrong[0])  # of a panel, where rows have the stratum of the first period
        shown = ", ".join(str(coded[column][1][coded[column][0][cell]]) for column in self.columns.psu)
        both = [named[stratum[first[psu[cell]]]], named[stratum[cell]]]
        columns = ", ".join(self.columns.psu)
        raise InputError(
            "psu_in_two_strata",
            file=self.table.shown,
            column=columns,
            psu=shown,
            strata=both,
            count=str(count),
        )

    def kept(self, inside: str) -> str:
        """The condition of the rows that count."""
        return "w > 0" if self.everybody else f"w > 0 AND {inside}"

    def of_rows(self, columns: Sequence[str]) -> str:
        """Columns of the rows that count, in the order of the file."""
        return f"SELECT {', '.join(columns)} FROM {self.raw} WHERE {self.kept('inside')}"

    def joined(self, columns: Sequence[str]) -> str:
        """Columns of the rows that count in any order, with ``cell`` and the place in the file, ``row``."""
        if not self.grouped:
            return self.of_rows([*columns, "rowid AS cell", "rowid AS row"])
        matched = " AND ".join(f"r.{each} = c.{each}" for each in self.matching())
        source = f"(SELECT *, rowid AS row FROM {self.raw}) r JOIN {self.cells} c ON {matched}"
        return f"SELECT {', '.join([*columns, 'cell', 'row'])} FROM {source} WHERE {self.kept('r.inside')}"

    def matching(self) -> list[str]:
        """By what a row finds its cell: its PSU alone where each is one cell, else all that cells are."""
        if not (self.columns.psu and self.psu_is_cell):
            return self.made.shared()
        design = (*self.columns.psu, *(self.columns.stratum if self.nest else ()))
        return list(dict.fromkeys(self.made.names[column] for column in design))

    def cell_of_rows(self) -> NDArray[Any]:
        """The cell of each row that counts, in the order of the file."""
        if not self.grouped:
            return self.engine.arrays(self.of_rows(["rowid"]))["rowid"]
        keys = self.matching()
        known = lookup([self.column(each) for each in keys], PLACES_OF_ROW * self.rows)
        if known is not None:
            return known.of(self.engine.arrays(self.of_rows([f"{known.place(keys)} AS place"]))["place"])
        found = self.engine.arrays(self.joined([]))
        cell = np.full(self.rows, -1, dtype=np.int32)
        cell[found["row"]] = found["cell"]
        return cell[cell >= 0]

    def fits(self, rows_of_block: int | None) -> bool:
        """Whether the rows fit in memory, or in one block."""
        wide = BYTES_OF_ROW + 16 * (len(self.columns.replicates) + len(self.made.beside()))
        return (
            self.rows <= (rows_of_block or ROWS_OF_BLOCK)
            or self.rows * wide <= self.engine.bytes * KEPT_SHARE
        )

    def fetch(self, *, nest: bool, rows_of_block: int | None) -> Frame:
        """The cells as arrays; rows that fit in memory are put in order of welfare at the same time.

        Raises:
            InputError: for a PSU in two strata.
        """
        if not self.fits(rows_of_block):
            return self.fetch_cells(nest=nest)
        self.fetch_rows()
        frames: list[Frame] = []
        in_threads([self.sort_rows, lambda: frames.append(self.fetch_cells(nest=nest))])
        return frames[0]

    def fetch_rows(self) -> None:
        """The rows in the order of the file."""
        self.found = self.engine.arrays(self.of_rows(["y", "w", *self.made.more()]))

    def sort_rows(self) -> None:
        """The same in order of welfare."""
        names = ["y", *(name for name in self.found if name != "y")]
        self.order, columns = order_of(*(self.found[name] for name in names))
        self.ordered = dict(zip(names, columns, strict=True))

    def deliver(self, rows_of_block: int | None) -> tuple[Callable[[], Iterator[Block]], bool]:
        """What begins to deliver the rows in blocks, and whether these stay in memory.

        Args:
            rows_of_block: how many a block has, if not all or as many as memory allows.
        """
        if not self.fits(rows_of_block):
            return self.sorted_by_engine(rows_of_block or ROWS_OF_BLOCK), False
        if not self.found:
            self.fetch_rows()
            self.sort_rows()
        cell = self.cell_of_rows()
        ordered, order = {**self.ordered, "cell": cell.take(self.order)}, self.order
        self.drop()
        size = rows_of_block or max(len(order), 1)
        kept = [self.block(ordered, slice(k, k + size), k) for k in range(0, max(len(order), 1), size)]
        return lambda: iter(kept), True

    def sorted_by_engine(self, size: int) -> Callable[[], Iterator[Block]]:
        """Rows that do not fit in memory, sorted on disk where need be."""
        source = self.joined(["y", "w", *self.made.more()])
        rows = f"SELECT * EXCLUDE row FROM ({source}) ORDER BY y, row"
        self.engine.run(f"CREATE TEMP TABLE {self.sorted} AS {rows}")
        self.drop()
        count = int(self.engine.one(f"SELECT count(*) FROM {self.sorted}")[0])
        self.engine.shrink()
        return lambda: (self.fetched(start, start + size) for start in range(0, count, size))

    def fetched(self, start: int, end: int) -> Block:
        """The rows between two places."""
        found = self.engine.arrays(f"SELECT * FROM {self.sorted} WHERE rowid >= {start} AND rowid < {end}")
        return self.block(found, slice(None), start)

    def drop(self) -> None:
        """Forget what is needed no more."""
        self.spare.give([*(self.found[name] for name in "yw" if name in self.found), self.order])
        self.found, self.ordered, self.order = {}, {}, np.empty(0, dtype=np.intp)
        self.engine.run(f"DROP TABLE {self.raw}")
        self.engine.run(f"DROP TABLE IF EXISTS {self.cells}")

    def block(self, found: Mapping[str, NDArray[Any]], rows: slice, start: int) -> Block:
        """A block of some rows, of which the first is the *start*-th of all."""
        replicates = [found[f"r{k}"][rows] for k in range(len(self.columns.replicates))]
        return Block(
            np.asarray(found["y"][rows], dtype=np.float64),
            np.asarray(found["w"][rows], dtype=np.float64),
            found["cell"][rows],
            np.asarray(found["z"][rows], dtype=np.float64) if self.columns.line else None,
            np.array(replicates) if replicates else np.empty((0, 0)),
            start,
            {each: np.asarray(found[f"x_{each}"][rows], dtype=np.float64) for each in self.made.beside()},
        )
