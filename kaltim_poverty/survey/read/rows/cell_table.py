"""The cells of a survey: combinations of stratum, PSU and groups, numbered, as arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kaltim_poverty.errors import InputError
from kaltim_poverty.inputs.sizes import size_text
from kaltim_poverty.survey.read.column_types import TEXT
from kaltim_poverty.survey.read.rows.categorical import (
    Categorical,
    categorical,
    combined,
    with_gaps,
)
from kaltim_poverty.survey.read.rows.expressions import GROUP
from kaltim_poverty.survey.read.table import find_column
from kaltim_poverty.survey.sample import first_occurrences, ranks

if TYPE_CHECKING:
    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.read.rows.raw_rows import RawRows
    from kaltim_poverty.survey.sample import IntArray


BYTES_OF_CELL = 100  # measured, where each has one row


class CodedCells(NamedTuple):
    """The cells with their PSUs, strata and groups as codes.

    Attributes:
        psu: the PSU of each cell, (cells,); PSUs are numbered by stratum.
        stratum: of each PSU, ascending, (psus,).
        strata: the strata as written.
        psus: the PSUs as written, of a panel; else empty.
        rows: rows with a weight above 0 in each cell, (cells,).
        inside: whether a cell belongs to the subpopulation, (cells,).
        codes: the groups of each cell by column, (cells,).
        labels: the groups as written by column, in order of their codes.
        fpc: PSUs of the population in the stratum of each PSU, (psus,); None without.
    """

    psu: IntArray
    stratum: IntArray
    strata: Sequence[str]
    psus: Sequence[str]
    rows: IntArray
    inside: NDArray[np.bool_]
    codes: dict[str, IntArray]
    labels: dict[str, Sequence[str]]
    fpc: Array | None


class CellTable:
    """The cells of rows, numbered by the engine; of a sample without design and replicates each row is one.

    Args:
        raw: the rows.
        name: of the temporary table.
    """

    def __init__(self, raw: RawRows, name: str) -> None:
        self.raw, self.name = raw, name
        self.columns, self.aliases = raw.columns, raw.expressions.aliases
        columns = raw.columns
        self.rows_share_cells = bool(columns.psu or columns.replicates or columns.is_full_count)
        self.nest = self.psu_is_cell = False

    def fetch(self, *, nest: bool) -> CodedCells:
        """Number the cells and code what their rows share.

        Args:
            nest: whether PSUs are numbered anew in each stratum.

        Raises:
            InputError: for a PSU in two strata.
        """
        self.nest = nest
        if self.rows_share_cells:
            self.create()
        self.check_memory()
        rows = self.column("n" if self.rows_share_cells else "w > 0").astype(np.intp)
        coded = self.coded_columns()
        strata = combined([coded[column] for column in self.columns.stratum], len(rows))
        psus = self.coded_psus(coded, strata)
        first_cell = first_occurrences(psus.codes)
        self.psu_is_cell = len(first_cell) == len(psus.codes)
        if self.columns.psu and not nest:
            self.check_strata(psus.codes, strata, first_cell, coded)
        return self.by_stratum(rows, coded, strata, psus, first_cell)

    def check_memory(self) -> None:
        """Refuse more cells than there is memory for: unlike rows they never go to disk.

        Raises:
            InputError: with the memory that they need.
        """
        name = self.name if self.rows_share_cells else self.raw.name
        count = int(self.raw.engine.one(f"SELECT count(*) FROM {name}")[0])
        needed = count * BYTES_OF_CELL
        if needed > self.raw.engine.bytes:
            key = "memory_of_psus" if self.rows_share_cells else "memory_of_rows"
            raise InputError(
                key, file=self.raw.table.display_name, count=Decimal(count), needed=size_text(needed)
            )

    def by_stratum(
        self,
        rows: IntArray,
        coded: Mapping[str, Categorical],
        strata: Categorical,
        psus: Categorical,
        first_cell: IntArray,
    ) -> CodedCells:
        """The cells, with PSUs numbered in order of their strata."""
        order = np.argsort(strata.codes[first_cell], kind="stable")
        first_cell = first_cell[order]
        in_panel = self.raw.link is not None
        groups = {column: coded[f"{GROUP}{column}" if in_panel else column] for column in self.columns.groups}
        return CodedCells(
            ranks(order)[psus.codes],
            strata.codes[first_cell],
            strata.names,
            [psus.names[psu] for psu in order.tolist()] if in_panel else (),
            rows,
            self.column("inside").astype(bool),
            {column: group.codes for column, group in groups.items()},
            {column: group.names for column, group in groups.items()},
            self.column("fpc").astype(np.float64)[first_cell] if self.columns.fpc else None,
        )

    def create(self) -> None:
        """Put the cells in order of what their rows share; their numbers are those of rows of the table."""
        shared = ", ".join(self.raw.expressions.cell_columns())
        self.raw.engine.run(
            f"CREATE TEMP TABLE {self.name} AS SELECT {shared}, count(*) FILTER (w > 0) AS n "
            f"FROM {self.raw.name} GROUP BY {shared} ORDER BY {shared}"
        )

    def drop(self) -> None:
        """Give their memory back to the engine."""
        self.raw.engine.run(f"DROP TABLE IF EXISTS {self.name}")

    def column(self, expression: str) -> NDArray[Any]:
        """One column of the cells, (cells,); one at a time, as they are many."""
        relation = self.name if self.rows_share_cells else self.raw.name
        return self.raw.engine.arrays(f"SELECT {expression} AS v FROM {relation}")["v"]

    def coded_columns(self) -> dict[str, Categorical]:
        """The columns that rows of a cell share, as codes, with labels where the file has them."""
        labels = self.raw.table.labels
        coded = {}
        for column, alias in self.aliases.items():
            names = labels.get(column.removeprefix(GROUP), {})
            gaps = self.column(f"{alias} IS NULL") if self.raw.has_gaps else np.empty(0, dtype=bool)
            if gaps.any():
                text = self.column(f"coalesce(CAST({alias} AS VARCHAR), '')")
                coded[column] = with_gaps(text, gaps.astype(bool), names)
            else:
                coded[column] = categorical(self.column(alias), names)
        return coded

    def coded_psus(self, coded: Mapping[str, Categorical], strata: Categorical) -> Categorical:
        """The PSU of each cell; without a design each row is one, with replicates or everybody all are."""
        cells = len(strata.codes)
        if not self.columns.psu:
            codes = np.zeros(cells, dtype=np.intp) if self.rows_share_cells else np.arange(cells)
            return Categorical(codes, ())
        columns = [coded[column] for column in self.columns.psu]
        return combined([strata, *columns] if self.nest else columns, cells)

    def code_texts(self, by: Sequence[str]) -> list[list[str]]:
        """The codes of each column of the design and of breakdowns as written; none of whole numbers."""
        prefix = "" if self.raw.link is None else GROUP
        groups = [prefix + find_column(self.raw.table, column, "--by") for column in by]
        columns = (*self.columns.stratum, *self.columns.psu, *groups)
        return [self.distinct_texts(self.aliases[column]) for column in columns]

    def distinct_texts(self, alias: str) -> list[str]:
        """The different texts in a column; none if it holds numbers."""
        engine, name = self.raw.engine, self.raw.name
        if (
            engine.one(f"SELECT any_value(typeof({alias})) FROM (SELECT {alias} FROM {name} LIMIT 1)")[0]
            != TEXT
        ):
            return []
        codes = engine.arrays(f"SELECT DISTINCT {alias} AS v FROM {name} WHERE {alias} IS NOT NULL")["v"]
        return list(codes.tolist())

    def key_columns(self) -> list[str]:
        """By what a row finds its cell: its PSU where each is one cell, else all that a cell shares."""
        if not (self.columns.psu and self.psu_is_cell):
            return self.raw.expressions.cell_columns()
        design = (*self.columns.psu, *(self.columns.stratum if self.nest else ()))
        return list(dict.fromkeys(self.aliases[column] for column in design))

    def check_strata(
        self, psu: IntArray, strata: Categorical, first_cell: IntArray, coded: Mapping[str, Categorical]
    ) -> None:
        """Refuse a PSU that lies in two strata.

        Raises:
            InputError: with the PSU and both strata.
        """
        first_stratum = strata.codes[first_cell[psu]]
        wrong = np.flatnonzero(strata.codes != first_stratum)
        if not len(wrong):
            return
        count = len(np.unique(psu[wrong]))
        if self.raw.link is None:
            raise self.raw.faults.psu_in_two_strata(count)
        cell = int(wrong[0])  # of a panel, where rows have the stratum of the first period
        columns = [coded[column] for column in self.columns.psu]
        raise InputError(
            "psu_in_two_strata",
            file=self.raw.table.display_name,
            column=", ".join(self.columns.psu),
            psu=", ".join(str(names[codes[cell]]) for codes, names in columns),
            strata=[strata.names[first_stratum[cell]], strata.names[strata.codes[cell]]],
            count=str(count),
        )
