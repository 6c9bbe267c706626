"""From files, arrays or a frame to a sample: the only room that knows DuckDB and the formats of survey files.

`open_table` opens a survey, `read` hands on its sample, design and lines; a panel goes the same way in steps
(`Loader`, `check_link`, `adopt_design`, `sample_of`), because linked rows have one design. What is wrong in a
file is an `InputError` with file, row, column and value.

Inside, what is read goes through these steps: which files (`files`, `formats`), one source of rows each
(`source`, by format), all as one `table`; the `columns` that are needed; rows as SQL (`row_expressions`,
`raw_rows`), looked through for `faults`; cells and rows in order (`loader`). Rules about the text of a cell,
such as what is a number, are in `text_cells`.
"""

from __future__ import annotations

from kaltim_poverty.survey.read.categorical import ranks
from kaltim_poverty.survey.read.cell_table import CodedCells
from kaltim_poverty.survey.read.column_summary import ColumnSummary, column_summaries, row_count
from kaltim_poverty.survey.read.column_types import INTEGER, NUMBER, kind_of
from kaltim_poverty.survey.read.columns import NO_EXTRA_COLUMNS, Columns, ExtraColumns, resolve_columns
from kaltim_poverty.survey.read.design_files import design_file_text, roles_of
from kaltim_poverty.survey.read.engine import Engine
from kaltim_poverty.survey.read.lines import (
    LineKeys,
    LineSpec,
    decimal,
    line_keys,
    line_note,
    line_spec,
    sources_of,
)
from kaltim_poverty.survey.read.loader import Loader
from kaltim_poverty.survey.read.opening import open_table
from kaltim_poverty.survey.read.panel_link import adopt_design, check_link
from kaltim_poverty.survey.read.raw_rows import Counts
from kaltim_poverty.survey.read.reading import Reading, check_lonely_psus, read, sample_of
from kaltim_poverty.survey.read.roles import Roles, alternatives, check_conflicts
from kaltim_poverty.survey.read.table import Table, find_column, has_column

__all__ = [
    "INTEGER",
    "NO_EXTRA_COLUMNS",
    "NUMBER",
    "CodedCells",
    "ColumnSummary",
    "Columns",
    "Counts",
    "Engine",
    "ExtraColumns",
    "LineKeys",
    "LineSpec",
    "Loader",
    "Reading",
    "Roles",
    "Table",
    "adopt_design",
    "alternatives",
    "check_conflicts",
    "check_link",
    "check_lonely_psus",
    "column_summaries",
    "decimal",
    "design_file_text",
    "find_column",
    "has_column",
    "kind_of",
    "line_keys",
    "line_note",
    "line_spec",
    "open_table",
    "ranks",
    "read",
    "resolve_columns",
    "roles_of",
    "row_count",
    "sample_of",
    "sources_of",
]
