"""Poverty lines from a file, joined on the columns that it shares with the survey."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kaltim_poverty.errors import InputError
from kaltim_poverty.inputs.amounts import read_amount
from kaltim_poverty.inputs.numbers import POINT, Fault
from kaltim_poverty.inputs.tables import Row, open_table
from kaltim_poverty.records import Note, note
from kaltim_poverty.survey.read.lines.by_group import LinesByGroup, group_code
from kaltim_poverty.survey.read.table import find_column, has_column
from kaltim_poverty.survey.read.text_cells import why_not_a_number

if TYPE_CHECKING:
    from kaltim_poverty.survey.read.table import Table

LINE = "line"  # the heading that says which column is the line


def lines_from_table(file: str, table: Table) -> LinesByGroup:
    """The lines in a file.

    Args:
        file: its path.
        table: the survey.

    Raises:
        InputError: if it shares no column with the survey, has no line column, a bad number, or a group
            twice.
    """
    small = open_table(file)
    file = small.file
    header = [heading for heading in small.headings if heading]
    shared, line = columns_in(file, header, table)
    if table.marks.certain:
        small = small._replace(marks=table.marks)
    lines: dict[tuple[str, ...], float] = {}
    for row in small.rows([heading or None for heading in small.headings]):
        group = tuple(group_code(row.cells[column]) for column in shared)
        if group in lines:
            raise InputError("line_table_twice", file=small.file, line=str(row.line), group=", ".join(group))
        lines[group] = line_cell(row, line)
    columns = tuple(find_column(table, column, "--line-table") for column in shared)
    unused = [column for column in header if column not in (*shared, line)]
    return LinesByGroup(columns, lines, file, table_note(file, columns, unused))


def columns_in(file: str, header: Sequence[str], table: Table) -> tuple[list[str], str]:
    """The columns that a file shares with the survey, and that of the line.

    Raises:
        InputError: if there is none of either, or several could be the line.
    """
    shared = [column for column in header if has_column(table, column)]
    others = [column for column in header if column not in shared]
    named = [column for column in header if column.casefold() == LINE]
    if len(others) != 1 and named:
        shared, others = [column for column in shared if column not in named], named
    if not others:
        raise InputError("line_table_no_line", file=file, survey=table.display_name)
    if len(others) != 1:
        raise InputError("line_table_columns", file=file, rest=", ".join(others), survey=table.display_name)
    if not shared:
        raise InputError(
            "line_table_unjoined", file=file, columns=", ".join(header), survey=table.display_name
        )
    return shared, others[0]


def line_cell(row: Row, column: str) -> float:
    """The line in a cell.

    Raises:
        InputError: if it is not a number above 0, or one that may be read in two ways.
    """
    text, marks = row.cells[column], row.marks_of(column)
    value = read_amount(text, marks)
    if isinstance(value, Fault):
        if value.kind == "grouped":
            raise row.refuse("grouped_line", column, meant=value.meant, other=value.other)
        marks = marks if marks.certain else POINT
        raise row.refuse(why_not_a_number(text, marks) if text else "empty_cell", column)
    if value <= 0:
        raise row.refuse("line_cell", column)
    return float(value)


def table_note(file: str, columns: Sequence[str], unused: Sequence[str]) -> Note:
    """Where the lines come from, and which columns of their file are not used."""
    if unused:
        return note("line_table_beside", file=file, columns=list(columns), unused=list(unused))
    return note("line_table", file=file, columns=list(columns))
