"""From a table to a sample: columns checked, rows put into cells, sorted by welfare, delivered in blocks.

The engine does the heavy work: it keeps the columns that are needed (``raw``), numbers the cells (``cells``)
and sorts the rows (``sorted``), within its bounds of memory. Equal rows are in an order that does not depend
on its threads.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.blocks import Block, Cells, Sample, Whole
from kaltim_poverty.survey.design import Design
from kaltim_poverty.survey.engine import name
from kaltim_poverty.survey.faults import Faults
from kaltim_poverty.survey.files import NUMBER, TEXT, WHOLE, find_column
from kaltim_poverty.survey.lines import LineKeys, LineSpec, line_keys, lines_of_cells
from kaltim_poverty.survey.order import order_of
from kaltim_poverty.survey.roles import alternatives
from kaltim_poverty.survey.where import check_truth, columns_in, condition

if TYPE_CHECKING:
    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.engine import Engine
    from kaltim_poverty.survey.files import Table
    from kaltim_poverty.survey.roles import Roles

ROWS_OF_BLOCK = 2**20
BYTES_OF_ROW = 50  # in memory: its columns, and once more in order of a breakdown
KEPT_SHARE = 0.4  # of the memory allowed that rows may fill between two readings
Coded = tuple[Whole, Sequence[str]]  # numbers of names, and the names
NOT_BELOW = ("benefit", "received", "members")  # numbers that cannot lie below 0
TRUE, FALSE = "('1', '1.0', 'true')", "('0', '0.0', 'false')"
INVALID = -1.0  # a weight that stands for a negative weight or an impossible size


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


class Counts(NamedTuple):
    """What became of the rows: read, dropped for missing values, with weight 0, outside the subpopulation."""

    rows: int
    dropped: int
    zero_weight: int
    outside: int


class Reading(NamedTuple):
    """A survey that has been read.

    Attributes:
        sample: its rows.
        design: its design.
        columns: which column is what.
        counts: what became of the rows.
        keys: the lines, where they hang on columns.
    """

    sample: Sample
    design: Design
    columns: Columns
    counts: Counts
    keys: LineKeys | None


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
    return find_column(table, alternatives(roles.weight)[0], "--weight"), size


def replicate_columns(table: Table, pattern: str) -> tuple[str, ...]:
    """The columns of replicate weights, in order of their numbers.

    Raises:
        InputError: if fewer than two match.
    """
    wanted = [part.strip().casefold() for part in pattern.split(",")]
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


def read(
    engine: Engine,
    table: Table,
    roles: Roles,
    *,
    by: Sequence[str] = (),
    where: str | None = None,
    spec: LineSpec | None = None,
    missing: str = "error",
    rule: str = "adjust",
    rows_of_block: int | None = None,
    beside: Beside = NOTHING_BESIDE,
) -> Reading:
    """The sample and its design.

    Args:
        engine: what reads and sorts.
        table: the survey.
        roles: which column is what.
        by: the columns of all breakdowns.
        where: the condition of a subpopulation.
        spec: where the line comes from.
        missing: ``error``, or ``drop`` to leave out rows without a value.
        rule: what a stratum with one PSU adds.
        rows_of_block: how many rows a block has, if not as many as memory allows.
        beside: what more is needed of each row.

    Raises:
        InputError: for anything in the file that cannot be right, with file, row, column and value.
    """
    spec = spec or LineSpec()
    keys = line_keys(spec, table, roles)
    columns = with_beside(resolve_columns(table, roles, by, spec, keys), table, beside)
    loader = Loader(engine, table, columns, where, everybody=spec.share is not None)
    counts = loader.load_raw(missing)
    frame = loader.fetch_cells(nest=roles.nest)
    design = design_of(table, columns, frame, rule)
    sample = sample_of(loader, frame, spec, keys, rows_of_block)
    return Reading(sample, design, columns, counts, keys)


def sample_of(
    loader: Loader, frame: Frame, spec: LineSpec, keys: LineKeys | None, rows_of_block: int | None
) -> Sample:
    """The rows of a table whose cells are known, sorted."""
    line = lines_for(loader.table, spec, keys, loader, frame)
    blocks, kept = loader.deliver(loader.rows, rows_of_block)
    cells = Cells(frame.psu, frame.rows, frame.inside, frame.codes, frame.labels, line)
    return Sample(blocks, kept, cells, len(frame.stratum))


class Frame(NamedTuple):
    """The cells as read: PSUs, strata, groups, as numbers with their names.

    Attributes:
        psu: the number of the PSU of each cell; PSUs are numbered by stratum.
        stratum: of each PSU, ascending.
        strata: the strata as written.
        psus: the PSUs as written, of a panel.
        rows: rows with a weight above 0.
        inside: whether in the subpopulation.
        codes: of each cell by column.
        labels: by column.
        fpc: PSUs of the population, of each PSU's stratum; None without.
    """

    psu: Whole
    stratum: Whole
    strata: Sequence[str]
    psus: Sequence[str]
    rows: Whole
    inside: NDArray[np.bool_]
    codes: dict[str, Whole]
    labels: dict[str, Sequence[str]]
    fpc: Array | None


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
        self.engine, self.table, self.columns, self.where = engine, table, columns, where
        self.everybody, self.link = everybody, link
        self.nest = self.psu_is_cell = False
        self.rows = 0
        self.raw, self.cells, self.sorted = (f"{prefix}{name}" for name in ("raw", "cells", "sorted"))
        self.faults = Faults(engine, table, columns, link)
        self.grouped = bool(columns.psu) or bool(columns.replicates)
        self.names = {column: f"k{place}" for place, column in enumerate(columns.keys())}
        if link is not None:  # a linked row gets the design of the first period, but keeps its own groups
            self.names = {
                column: f"d{place}" for place, column in enumerate((*columns.psu, *columns.stratum))
            }
            self.names.update({f"group {column}": f"k{place}" for place, column in enumerate(columns.groups)})

    def load_raw(self, missing: str) -> Counts:
        """Read the columns that are needed, and look for what cannot be right."""
        try:
            source = self.table.sql(self.types())
            if self.columns.eligible is not None:
                check_truth(self.engine, source, self.columns.eligible, "--eligible")
            self.engine.run(f"CREATE TEMP TABLE {self.raw} AS SELECT {self.selection()} FROM {source}")
        except self.engine.errors as error:
            conditions = [each for each in (self.where, self.columns.eligible) if each is not None]
            raise self.faults.explain(error, conditions) from None
        lacking = " OR ".join(
            f"{alias} IS NULL" for alias in ("y", "w", *self.optional(), *self.names.values())
        )
        rows, invalid, lost, empty = self.engine.one(
            f"SELECT count(*), count(*) FILTER ({self.impossible()}), count(*) FILTER ({lacking}), "
            f"count(y) FROM {self.raw}"
        )
        if not rows:
            raise InputError("no_rows", file=self.table.shown)
        if not empty:
            raise InputError("welfare_empty", file=self.table.shown, column=self.columns.welfare)
        if invalid:
            raise self.faults.impossible()
        if lost and missing == "error":
            raise self.faults.missing(lost)
        if lost:
            if lost == rows:
                raise InputError("nothing_left", file=self.table.shown, rows=str(rows))
            self.replace_raw(f"SELECT * FROM {self.raw} WHERE NOT ({lacking})")
        zero, outside = self.engine.one(
            f"SELECT count(*) FILTER (w = 0), count(*) FILTER (w > 0 AND NOT inside) FROM {self.raw}"
        )
        self.rows = rows
        return Counts(rows, lost, zero, outside)

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

    def replace_raw(self, query: str) -> None:
        """Put the result of a query in the place of the rows as read."""
        self.engine.run(f"CREATE TEMP TABLE replacement AS {query}")
        self.engine.run(f"DROP TABLE {self.raw}")
        self.engine.run(f"ALTER TABLE replacement RENAME TO {self.raw}")

    def types(self) -> dict[str, str]:
        """The columns to read, each once, with their types."""
        numbers = dict.fromkeys(self.columns.numbers(), NUMBER)
        named = [*self.columns.keys(), *([self.link] if self.link else [])]
        keys = {key: WHOLE if self.table.kind(key) == WHOLE else TEXT for key in named}
        received = {self.columns.received: TEXT} if self.columns.received else {}
        seen = {}
        for option, given in (("--where", self.where), ("--eligible", self.columns.eligible)):
            if given is not None:
                looked_at = columns_in(self.engine, self.table, given, option)
                seen.update({key: self.table.kind(key) for key in looked_at})
        return {**received, **seen, **keys, **numbers}

    def selection(self) -> str:
        """The expressions of ``raw``."""
        columns, types = self.columns, self.types()
        chosen = [f"{finite(columns.welfare)} AS y", f"{self.weight()} AS w"]
        for named, alias in self.names.items():
            column = named.removeprefix("group ") if self.link else named
            shown = written(column, types[column])
            chosen.append(f"CAST({shown} AS VARCHAR) AS {alias}" if self.link else f"{shown} AS {alias}")
        if self.link:
            chosen.append(f"CAST({name(self.link)} AS VARCHAR) AS id")
        if columns.line:
            chosen.append(f"{finite(columns.line)} AS z")
        if columns.fpc:
            chosen.append(f"{finite(columns.fpc)} AS fpc")
        size = f" * {name(columns.size)}" if columns.size else ""
        chosen += [f"{finite(column)}{size} AS r{place}" for place, column in enumerate(columns.replicates)]
        chosen += [f"{value} AS x_{each}" for each, value in self.values_beside().items()]
        chosen.append(f"{condition(self.where) if self.where else 'true'} AS inside")
        return ", ".join(chosen)

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

    def optional(self) -> list[str]:
        """The names in ``raw`` of columns that only some surveys have."""
        there = [("z", self.columns.line), ("fpc", self.columns.fpc)]
        replicates = [f"r{k}" for k in range(len(self.columns.replicates))]
        beside = [f"x_{each}" for each in self.beside()]
        return [alias for alias, column in there if column] + replicates + beside + self.linked()

    def linked(self) -> list[str]:
        """The name in ``raw`` of the link of a panel."""
        return ["id"] if self.link else []

    def number_cells(self) -> None:
        """Number the cells: what rows share with others of their PSU."""
        every = ", ".join(self.shared())
        self.engine.run(
            f"CREATE TEMP TABLE {self.cells} AS "
            f"SELECT *, CAST(row_number() OVER () - 1 AS INTEGER) AS cell FROM ("
            f"SELECT {every}, count(*) FILTER (w > 0) AS n FROM {self.raw} GROUP BY {every} ORDER BY {every})"
        )

    def shared(self) -> list[str]:
        """The names in ``raw`` of what the rows of a cell share."""
        return [*self.names.values(), *(["fpc"] if self.columns.fpc else []), "inside"]

    def fetch_cells(self, *, nest: bool) -> Frame:
        """The cells as arrays."""
        if self.grouped:
            self.number_cells()
        source = f"{self.cells} ORDER BY cell" if self.grouped else self.raw
        rows = self.column("n" if self.grouped else "w > 0", source).astype(np.intp)
        labels = self.table.labels
        coded = {
            column: coded_column(self.column(alias, source), labels.get(column.removeprefix("group "), {}))
            for column, alias in self.names.items()
        }
        stratum, strata = joint([coded[column] for column in self.columns.stratum], len(rows))
        self.nest = nest
        psu, psus = self.psus(coded, (stratum, strata), nest=nest)
        first = np.zeros(int(psu.max()) + 1, dtype=np.intp)
        self.psu_is_cell = len(first) == len(psu)
        first[psu[::-1]] = np.arange(len(psu))[::-1]
        if self.columns.psu and not nest:
            self.check_strata(psu, stratum, strata, first, coded)
        order, place = by_stratum(stratum[first])
        psu, first = place[psu], first[order]
        psus = [psus[each] for each in order.tolist()] if self.link else ()
        fpc = self.column("fpc", source).astype(np.float64)[first] if self.columns.fpc else None
        groups = {column: coded[f"group {column}" if self.link else column] for column in self.columns.groups}
        return Frame(
            psu,
            stratum[first],
            strata,
            psus,
            rows,
            self.column("inside", source).astype(bool),
            {column: code for column, (code, _) in groups.items()},
            {column: names for column, (_, names) in groups.items()},
            fpc,
        )

    def psus(self, coded: Mapping[str, Coded], stratum: Coded, *, nest: bool) -> tuple[Whole, Sequence[str]]:
        """The number of the PSU of each cell, and the PSUs as written."""
        cells = len(stratum[0])
        if not self.columns.psu:
            return (np.arange(cells) if not self.grouped else np.zeros(cells, dtype=np.intp)), ()
        columns = [coded[column] for column in self.columns.psu]
        return joint([stratum, *columns] if nest else columns, cells)

    def column(self, expression: str, source: str) -> NDArray[Any]:
        """One column of the cells; one at a time, as there may be millions."""
        return self.engine.arrays(f"SELECT {expression} AS v FROM {source}")["v"]

    def check_strata(
        self,
        psu: Whole,
        stratum: Whole,
        strata: Sequence[str],
        first: Whole,
        coded: Mapping[str, Coded],
    ) -> None:
        """Refuse a PSU that lies in two strata.

        Raises:
            InputError: with the PSU and both strata.
        """
        wrong = np.flatnonzero(stratum != stratum[first[psu]])
        if not len(wrong):
            return
        cell = int(wrong[0])
        shown = ", ".join(str(coded[column][1][coded[column][0][cell]]) for column in self.columns.psu)
        both = [strata[stratum[first[psu[cell]]]], strata[stratum[cell]]]
        count = len(np.unique(psu[wrong]))
        raise InputError(
            "psu_in_two_strata",
            file=self.table.shown,
            column=", ".join(self.columns.psu),
            psu=shown,
            strata=both,
            count=str(count),
        )

    def more(self) -> list[str]:
        """The names of what a row has beside welfare, weight and cell."""
        line = ["z"] if self.columns.line else []
        replicates = [f"r{k}" for k in range(len(self.columns.replicates))]
        return [*line, *replicates, *(f"x_{each}" for each in self.beside())]

    def joined(self) -> str:
        """The rows that count, with their cells."""
        inside = "r.inside" if self.grouped else "inside"
        kept = "w > 0" if self.everybody else f"w > 0 AND {inside}"
        source = f"(SELECT *, rowid AS row, rowid AS cell FROM {self.raw})"
        if self.grouped:
            source = f"(SELECT *, rowid AS row FROM {self.raw}) r JOIN {self.cells} c ON {self.matching()}"
        return f"SELECT {', '.join(['y', 'w', 'cell', 'row', *self.more()])} FROM {source} WHERE {kept}"

    def matching(self) -> str:
        """How a row finds its cell: by its PSU alone where each is one cell, else by all that cells are."""
        names = self.shared()
        if self.columns.psu and self.psu_is_cell:
            design = (*self.columns.psu, *(self.columns.stratum if self.nest else ()))
            names = list(dict.fromkeys(self.names[column] for column in design))
        return " AND ".join(f"r.{each} = c.{each}" for each in names)

    def deliver(self, rows: int, rows_of_block: int | None) -> tuple[Callable[[], Iterator[Block]], bool]:
        """What begins to deliver the rows in blocks, and whether these stay in memory.

        Args:
            rows: how many there are at most.
            rows_of_block: how many a block has, if not all or as many as memory allows.
        """
        wide = BYTES_OF_ROW + 16 * (len(self.columns.replicates) + len(self.beside()))
        if rows > ROWS_OF_BLOCK and rows * wide > self.engine.bytes * KEPT_SHARE:
            return self.sorted_by_engine(rows_of_block or ROWS_OF_BLOCK), False
        found = self.engine.arrays(self.joined())
        self.drop()
        order = order_of(found["y"], found.pop("row"))
        for each in found:
            found[each] = found[each][order]
        size = rows_of_block or max(len(order), 1)
        kept = [self.block(found, slice(k, k + size)) for k in range(0, max(len(order), 1), size)]
        return lambda: iter(kept), True

    def sorted_by_engine(self, size: int) -> Callable[[], Iterator[Block]]:
        """Rows that do not fit in memory, sorted on disk where need be."""
        rows = f"SELECT * EXCLUDE row FROM ({self.joined()}) ORDER BY y, row"
        self.engine.run(f"CREATE TEMP TABLE {self.sorted} AS {rows}")
        self.drop()
        count = int(self.engine.one(f"SELECT count(*) FROM {self.sorted}")[0])
        self.engine.shrink()
        return lambda: (self.fetched(start, start + size) for start in range(0, count, size))

    def fetched(self, start: int, end: int) -> Block:
        """The rows between two places."""
        found = self.engine.arrays(f"SELECT * FROM {self.sorted} WHERE rowid >= {start} AND rowid < {end}")
        return self.block(found, slice(None))

    def drop(self) -> None:
        """Forget what is needed no more."""
        self.engine.run(f"DROP TABLE {self.raw}")
        self.engine.run(f"DROP TABLE IF EXISTS {self.cells}")

    def block(self, found: Mapping[str, NDArray[Any]], rows: slice) -> Block:
        """A block of some rows."""
        replicates = [found[f"r{k}"][rows] for k in range(len(self.columns.replicates))]
        return Block(
            np.asarray(found["y"][rows], dtype=np.float64),
            np.asarray(found["w"][rows], dtype=np.float64),
            found["cell"][rows],
            np.asarray(found["z"][rows], dtype=np.float64) if self.columns.line else None,
            np.array(replicates) if replicates else np.empty((0, 0)),
            {each: np.asarray(found[f"x_{each}"][rows], dtype=np.float64) for each in self.beside()},
        )


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
    whole = f"CAST(CAST({name(column)} AS BIGINT) AS VARCHAR)"
    plain = f"{name(column)} = floor({name(column)}) AND abs({name(column)}) < 1e15"
    return f"CASE WHEN {plain} THEN {whole} ELSE CAST({name(column)} AS VARCHAR) END"


class Names(Sequence[str]):
    """The values of a column as written, made into text one by one: a survey can have a million PSUs."""

    def __init__(self, values: NDArray[Any], labels: Mapping[str, str]) -> None:
        self.values, self.labels = values, labels

    def __len__(self) -> int:
        return len(self.values)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        if isinstance(index, slice):
            return Names(self.values[index], self.labels)
        shown = str(self.values[index])
        return self.labels.get(shown, shown)


def coded_column(values: NDArray[Any], labels: Mapping[str, str]) -> Coded:
    """Numbers for the values of a column in their order, and the values as written."""
    found, codes = np.unique(values, return_inverse=True)
    if found.dtype.kind == "O" and all(re.fullmatch(r"-?\d{1,15}", str(value), re.ASCII) for value in found):
        order = np.argsort(found.astype(np.int64), kind="stable")
        rank = np.empty(len(order), dtype=np.intp)
        rank[order] = np.arange(len(order))
        codes, found = rank[codes], found[order]
    return codes.astype(np.int32), Names(found, labels)


def joint(columns: Sequence[tuple[Whole, Sequence[str]]], cells: int) -> tuple[Whole, Sequence[str]]:
    """Several columns of codes as one, with the names joined."""
    if not columns:
        return np.zeros(cells, dtype=np.intp), [""]
    if len(columns) == 1:
        return columns[0]
    code = np.zeros(cells, dtype=np.intp)
    for each, names in columns:
        code = code * len(names) + each
    first, inverse = np.unique(code, return_index=True, return_inverse=True)[1:]
    names = [" / ".join(str(of[each[place]]) for each, of in columns) for place in first.tolist()]
    return inverse.astype(np.intp), names


def by_stratum(stratum: Whole) -> tuple[Whole, Whole]:
    """The PSUs in order of their strata, and the place of each PSU in it."""
    order = np.argsort(stratum, kind="stable")
    place = np.empty(len(order), dtype=np.intp)
    place[order] = np.arange(len(order))
    return order, place


def lines_for(
    table: Table, spec: LineSpec, keys: LineKeys | None, loader: Loader, frame: Frame
) -> Array | float | None:
    """The line of each cell, one for all, or None where rows have their own or there is none yet.

    Raises:
        InputError: for a group without a line, or a line at or below 0 in a column.
    """
    if keys is not None:
        places = [(frame.codes[column], raw_names(loader, column, frame)) for column in keys.columns]
        stacked = np.stack([code for code, _ in places], axis=1)
        found, inverse = np.unique(stacked, axis=0, return_inverse=True)
        groups = [
            [names[code] for code, (_, names) in zip(row, places, strict=True)] for row in found.tolist()
        ]
        lines = lines_of_cells(keys, groups, table)
        return float(lines[0]) if len(lines) == 1 else lines[np.asarray(inverse).reshape(-1)]
    if spec.column is not None and loader.engine.one(f"SELECT count(*) FROM {loader.raw} WHERE z <= 0")[0]:
        raise loader.faults.line_not_above()
    return spec.amount


def raw_names(loader: Loader, column: str, frame: Frame) -> Sequence[str]:
    """The values of a column as the file holds them, without its labels."""
    labels = loader.table.labels.get(column)
    if not labels:
        return frame.labels[column]
    back = {label: value for value, label in labels.items()}
    return [back.get(shown, shown) for shown in frame.labels[column]]


def design_of(table: Table, columns: Columns, frame: Frame, rule: str) -> Design:
    """The design of all PSUs.

    Raises:
        InputError: if the finite population is not one number a stratum, or smaller than its sample, or a
            stratum has one PSU under the rule ``fail``.
    """
    psus = np.bincount(frame.stratum, minlength=len(frame.strata))
    left = np.ones(len(psus))
    if frame.fpc is not None:
        left = population_left(table, columns, frame, psus)
    design = Design(frame.stratum, psus, left, frame.strata, rule)
    if rule == "fail" and len(design.lonely) and not columns.replicates:
        names = [frame.strata[place] for place in design.lonely.tolist()]
        raise InputError("lonely_psu", file=table.shown, count=str(len(names)), strata=", ".join(names[:5]))
    return design


def population_left(table: Table, columns: Columns, frame: Frame, psus: Whole) -> Array:
    """1 − n_h/N_h of each stratum.

    Raises:
        InputError: see `design_of`.
    """
    assert frame.fpc is not None  # noqa: S101 - asked by the caller
    population = np.zeros(len(psus))
    population[frame.stratum] = frame.fpc
    differing = np.flatnonzero(population[frame.stratum] != frame.fpc)
    if len(differing):
        name_ = frame.strata[frame.stratum[differing[0]]]
        raise InputError("fpc_differs", file=table.shown, column=str(columns.fpc), stratum=name_)
    small = np.flatnonzero(population < psus)
    if len(small):
        place = int(small[0])
        raise InputError(
            "fpc_small",
            file=table.shown,
            column=str(columns.fpc),
            stratum=frame.strata[place],
            population=f"{population[place]:g}",
            sampled=str(psus[place]),
        )
    return np.asarray(1.0 - psus / population)
