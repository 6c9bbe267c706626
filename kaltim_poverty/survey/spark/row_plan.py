"""What executors do with the rows of some files: the SQL of one machine, and what to hand on of each row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

from kaltim_poverty.survey.read.column_types import AS_WRITTEN, INTEGER, NUMBER, kind_of
from kaltim_poverty.survey.read.reader import Need
from kaltim_poverty.survey.read.rows.expressions import any_missing
from kaltim_poverty.survey.read.sql import AS_CODE, IN_CONDITION, identifier
from kaltim_poverty.survey.read.text_cells import as_whole_number

if TYPE_CHECKING:
    from kaltim_poverty.survey.read.faults import Faults
    from kaltim_poverty.survey.read.rows.raw_rows import RawRows

ROWS = "rows_of_the_batch"  # in SQL, in the place of the rows that an executor holds
WRITTEN = "written "  # before the name of a column as it is written
BETWEEN = "chr(31)"  # the values of several columns that make one code: a mark that parts units


class CsvShape(NamedTuple):
    """How the lines of some files part into cells.

    Attributes:
        columns: of each line.
        delimiter: between them.
        headers: the first lines of the files, to be left out.
    """

    columns: int
    delimiter: str
    headers: tuple[str, ...]


class Probe(NamedTuple):
    """SQL: the diagnosis of a batch in which some cell could not be read.

    Attributes:
        cells: the query of the cells as written.
        not_numbers: by column of numbers, whether a cell is neither a number nor missing.
        not_whole: by column of codes that seemed whole numbers, whether some cell is not.
        others: by column of conditions that seemed numbers, whether some cell is no number, and no whole one.
    """

    cells: str
    not_numbers: Mapping[str, str]
    not_whole: Mapping[str, str]
    others: Mapping[str, tuple[str, str]]


class RowPlan(NamedTuple):
    """The plan of reading rows, for files read alike.

    Attributes:
        reading: a name of its own, or Spark would hand on what it holds of files that have changed since.
        csv: how lines part into cells; None where rows come in typed columns.
        source: the query of the columns that are needed, from `ROWS`.
        selected: everything about a row.
            counted: what is counted in the rows as read, by name.
        replaced: what takes the place of columns where rows without a value are left out.
        nowhere: whether it is unknown where a row is in the design.
        counted_after: what is counted after that, by name.
        used: whether a row is used.
        numbers: the numbers of a row that are handed on, by name.
        stratum: the SQL names of the columns that make a stratum.
        groups: the SQL names of the columns of groups.
        psu: the code of the PSU of a row; None without.
        psu_is_text: whether that is text.
        alike: columns of PSUs whose codes may look alike, by place.
        fpc: whether rows say how many PSUs their stratum has.
        ends: columns whose first and last text are wanted.
        probe: for a batch that cannot be read.
    """

    reading: str
    csv: CsvShape | None
    source: str
    selected: str
    counted: Mapping[str, str]
    replaced: str
    nowhere: str
    counted_after: Mapping[str, str]
    used: str
    numbers: Sequence[str]
    stratum: Sequence[str]
    groups: Sequence[str]
    psu: str | None
    psu_is_text: bool
    alike: Sequence[str]
    fpc: bool
    ends: Sequence[str]
    probe: Probe


def row_plan(
    raw: RawRows,
    source: str,
    written: str,
    csv: CsvShape | None,
    *,
    everybody: bool,
    nest: bool,
) -> RowPlan:
    """The plan by which executors read rows of files read alike.

    Args:
        raw: the columns and what is made of them.
        source: the query of the columns that are needed, from `ROWS`.
        written: the query of all these columns as they are written, from `ROWS`.
        csv: how lines part into cells; None where rows come in typed columns.
        everybody: whether rows outside the subpopulation are needed too.
        nest: whether codes of PSUs are repeated in other strata.
    """
    columns, expressions, table = raw.columns, raw.expressions, raw.table
    nowhere, incomplete = expressions.lacks_place(), raw.incomplete()
    ungrouped = f"(inside AND {expressions.lacks_group()})"
    aliases = expressions.aliases
    psu = [*(columns.stratum if nest else ()), *columns.psu]
    whole = len(psu) == 1 and table.code_type(psu[0], AS_CODE) == INTEGER
    as_written = "".join(f", {identifier(column, WRITTEN)}" for column in weights_of(raw))
    return RowPlan(
        uuid4().hex,
        csv,
        source,
        f"{expressions.selected(raw.engine, table)}, false AS dropped{as_written}",
        {
            "rows": "count(*)",
            "impossible": f"count(*) FILTER ({expressions.is_impossible()})",
            "nowhere": f"count(*) FILTER ({nowhere})",
            "lacking": f"count(*) FILTER ({nowhere} OR {incomplete})",
            "without_value": f"count(*) FILTER ({nowhere} OR {incomplete} OR {ungrouped})",
            "with_welfare": "count(y)",
        },
        f"CASE WHEN {incomplete} THEN 0.0 ELSE w END AS w, "
        f"inside AND NOT {incomplete} AS inside, {incomplete} AS dropped",
        nowhere,
        {
            "zero_weight": "count(*) FILTER (w = 0 AND NOT dropped)",
            "outside": "count(*) FILTER (w > 0 AND NOT inside)",
            "without_group": f"count(*) FILTER (w > 0 AND inside AND {expressions.lacks_group()})",
            "uncertain": f"count(*) FILTER ({expressions.uncertain} AND NOT dropped)",
            "undecided": undecided(raw),
            "gaps": f"count(*) FILTER ({any_missing(list(aliases.values()))})",
            "line_not_above_zero": "count(*) FILTER (z <= 0)" if columns.line else "0",
        },
        "w > 0" if everybody else "w > 0 AND inside",
        expressions.row_columns(),
        [aliases[column] for column in columns.stratum],
        [aliases[column] for column in columns.groups],
        code_of_psu([aliases[column] for column in psu], whole=whole) if columns.psu else None,
        not whole,
        [aliases[column] for column in psus_of_texts(raw)],
        columns.fpc is not None,
        weights_of(raw),
        probe_of(raw, written),
    )


def psus_of_texts(raw: RawRows) -> list[str]:
    """The columns of PSUs whose codes are texts, which may look alike; whole numbers never do."""
    return [column for column in raw.columns.psu if raw.table.code_type(column, AS_CODE) != INTEGER]


def weights_of(raw: RawRows) -> list[str]:
    """The weights among which replicate weights may be constant."""
    weight, replicates = raw.columns.weight, raw.columns.replicates
    return [weight, *replicates] if replicates and weight is not None else []


def undecided(raw: RawRows) -> str:
    """SQL: how many rows of the subpopulation are neither eligible nor not."""
    return "count(*) FILTER (inside AND undecided AND NOT dropped)" if raw.columns.eligible else "0"


def code_of_psu(aliases: Sequence[str], *, whole: bool) -> str:
    """SQL: the code of a PSU: a whole number, or the text of all columns that make it."""
    if whole:
        return aliases[0]
    texts = [f"CAST({alias} AS VARCHAR)" for alias in aliases]
    return texts[0] if len(texts) == 1 else f" || {BETWEEN} || ".join(texts)


def probe_of(raw: RawRows, written: str) -> Probe:
    """The diagnosis of a batch in which some cell could not be read."""
    faults, table = raw.faults, raw.table
    codes = [column for column in raw.expressions.codes() if table.code_type(column, AS_CODE) == INTEGER]
    in_conditions = [
        column
        for column in raw.expressions.in_conditions(raw.engine, table)
        if kind_of(table.type_of(column, IN_CONDITION)) in (INTEGER, NUMBER)
    ]
    return Probe(
        written,
        {column: not_number(faults, column) for column in raw.columns.numbers()},
        {column: not_whole(faults, column) for column in codes},
        {column: (not_number(faults, column), not_whole(faults, column)) for column in in_conditions},
    )


def not_number(faults: Faults, column: str) -> str:
    """SQL: whether a cell is neither a number nor missing."""
    return f"{faults.number(column)} IS NULL AND NOT {faults.missing_mark(column)}"


def not_whole(faults: Faults, column: str) -> str:
    """SQL: whether a cell is neither a whole number without another spelling nor missing."""
    number = as_whole_number(identifier(column)).or_null()
    return f"({number}) IS NULL AND NOT {faults.missing_mark(column)}"


def needs_of(raw: RawRows) -> list[Need]:
    """The columns to read, once for each way in which they are used."""
    needs = raw.expressions.needs(raw.engine, raw.table)
    return [*needs, *(Need(column, AS_WRITTEN, WRITTEN) for column in weights_of(raw))]
