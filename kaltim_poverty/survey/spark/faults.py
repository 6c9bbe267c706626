"""What is wrong in files that executors read: they tell that something is, this machine says what.

The first fault is looked for by the code of one machine, file by file, so that it says the same sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.read.column_types import NUMBER, TEXT
from kaltim_poverty.survey.read.faults import RetypeColumnError
from kaltim_poverty.survey.read.prices import DEFLATOR
from kaltim_poverty.survey.read.sql import AS_CODE, IN_CONDITION, identifier
from kaltim_poverty.survey.spark.parsing import LINE_BREAK
from kaltim_poverty.survey.spark.reading_pass import TALLY, tally_of_all
from kaltim_poverty.survey.spark.records import unpacked
from kaltim_poverty.survey.spark.tally import Tally, total

if TYPE_CHECKING:
    from kaltim_poverty.survey.read.rows.raw_rows import RawRows
    from kaltim_poverty.survey.spark.file_groups import FileGroup
    from kaltim_poverty.survey.spark.frames import Frame

PLACE = "place_of_row"
OF_CSV = "CSV Error"  # in what the engine says of lines
TALLY_TASKS = 4  # that add up what was counted, of which there is little unless there are many groups


def tally_of(frame: Frame, check: Callable[[], None]) -> Tally:
    """What was counted in all rows.

    Args:
        frame: the records of the first pass.
        check: refuses what this machine cannot read either: Sail ends a pass where bytes are no text.

    Raises:
        InputError: if the pass fails.
    """
    try:
        tallies = frame.of_kind(TALLY).gathered(tally_of_all, TALLY_TASKS).collected()
        return total(unpacked(record.data) for record in tallies)
    except InputError as error:
        if error.key == "spark_not_text":
            check()
        raise


def retyped(raw: RawRows, tally: Tally) -> bool:
    """Whether a column is not what the head of its file made think, and can be read as something else.

    Where a cell of numbers is none, too, that is what is wrong.
    """
    if not tally.failures or any(each.not_numbers or each.said == LINE_BREAK for each in tally.failures):
        return False
    before, table = dict(raw.table.retyped), raw.table
    for failure in tally.failures:
        for column in failure.not_whole:
            table.retyped[column, AS_CODE] = TEXT
        for column, is_number in failure.others.items():
            known = table.retyped.get((column, IN_CONDITION))
            table.retyped[column, IN_CONDITION] = NUMBER if is_number and known != TEXT else TEXT
    return table.retyped != before


def check_tally(raw: RawRows, tally: Tally, groups: Sequence[FileGroup]) -> None:
    """Refuse what could not be read.

    Raises:
        InputError: for the first cell or line.
    """
    if not tally.failures:
        check_headers(raw, tally, groups)
        return
    said = next((each.said for each in tally.failures if each.said != LINE_BREAK), LINE_BREAK)
    if said == LINE_BREAK or OF_CSV in said:
        check_readable(raw)
        raise InputError("spark_line_break", file=raw.table.display_name)
    conditions = [each for each in (raw.expressions.where, raw.columns.eligible) if each is not None]
    error = raw.engine.errors(said)
    fault = raw.faults.unreadable(error, raw.expressions, conditions)
    if isinstance(fault, RetypeColumnError):  # that was not it, as executors have seen all cells
        fault = raw.faults.unreadable(error, raw.expressions, conditions)
    raise fault


def check_readable(raw: RawRows) -> None:
    """Refuse what this machine cannot read either: a file that is no table, a cell that is no number.

    Raises:
        InputError: with its line or row.
    """
    try:
        fault = raw.faults.text_for_number()
        needs = raw.expressions.needs(raw.engine, raw.table)
        columns = list(dict.fromkeys(need.column for need in needs))
        counts = ", ".join(f"count({identifier(column)})" for column in columns)
        for _, rows in raw.table.files_as_written(columns):
            raw.engine.run(f"SELECT {counts} FROM {rows}")
    except raw.engine.errors as error:
        raise raw.faults.malformed(error) from None
    if fault is not None:
        raise fault


def check_headers(raw: RawRows, tally: Tally, groups: Sequence[FileGroup]) -> None:
    """Refuse a row that is written as a header, and files that no executor has read.

    Raises:
        InputError: for its first cell that is no number.
    """
    if headers_too_many(tally, groups, raw.table.display_name):
        fault = raw.faults.text_for_number()
        raise fault or InputError("spark_header_row", file=raw.table.display_name)


def headers_too_many(tally: Tally, groups: Sequence[FileGroup], file: str) -> bool:
    """Whether more lines are headers than there are files of lines.

    Args:
        tally: what was counted.
        groups: of files.
        file: what messages call them.

    Raises:
        InputError: if there are fewer, as where a server finds no file of some name.
    """
    expected = sum(len(group.files) for group in groups if group.csv is not None)
    found = sum(tally.headers.values())
    if found < expected:
        raise InputError("spark_files_not_read", file=file)
    return found > expected


def check_rows(raw: RawRows, tally: Tally, missing: str) -> None:
    """Refuse rows that cannot be used.

    Args:
        raw: the columns and what is made of them.
        tally: what was counted.
        missing: ``error``, or ``drop`` to leave out rows without a value.

    Raises:
        InputError: if there are some and they may not be left out, if none is left, or for a row with a
            value that cannot be right.
    """
    counts, file = tally.counts, raw.table.display_name
    if not counts["rows"]:
        raise InputError("no_rows", file=file)
    if not counts["with_welfare"] and DEFLATOR not in raw.columns.extra:
        raise InputError("welfare_empty", file=file, column=raw.columns.welfare)
    if counts["impossible"]:
        raise unscored(raw) or raw.faults.impossible()
    if counts["without_value"] and missing == "error":
        raise first_incomplete(raw, counts)
    if counts["lacking"] == counts["rows"]:
        raise InputError("nothing_left", file=file, rows=str(counts["rows"]))


def first_incomplete(raw: RawRows, counts: Counter[str]) -> InputError:
    """The error for the first row that lacks a value."""
    expressions = raw.expressions
    ungrouped = f"(inside AND {expressions.lacks_group()})"
    condition = f"{expressions.lacks_place()} OR {raw.incomplete()} OR {ungrouped}"
    place, inside = first_place(raw, condition)
    return raw.faults.missing(
        place, counts["without_value"], inside=inside, welfare=inside or raw.welfare_of_all
    )


def unscored(raw: RawRows) -> InputError | None:
    """The error for the first row whose cells have no coefficients, if there is one."""
    scores = raw.columns.score
    if scores is None:
        return None
    found = places(raw, "unscored")
    return raw.faults.unscored(scores, found[0][0]) if found else None


def first_place(raw: RawRows, condition: str) -> tuple[int, bool]:
    """The place of the first row with a condition among those of all files, and whether it is inside."""
    return places(raw, condition)[0]


def places(raw: RawRows, condition: str) -> list[tuple[int, bool]]:
    """The place of the first row with a condition, if there is one, and whether it is inside.

    Rows are read one after the other, and none is held.
    """
    relation = raw.table.relation(raw.expressions.needs(raw.engine, raw.table))
    selected = raw.expressions.selected(raw.engine, raw.table)
    numbered = f"SELECT *, row_number() OVER () - 1 AS {PLACE} FROM (SELECT {selected} FROM {relation})"
    found = raw.engine.rows(
        f"SELECT {PLACE}, inside FROM ({numbered}) WHERE {condition} ORDER BY {PLACE} LIMIT 1"
    )
    return [(int(place), bool(inside)) for place, inside in found]
