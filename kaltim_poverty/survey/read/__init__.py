"""From files, arrays or a frame to a sample: the only room that knows DuckDB and the formats of survey files.

`open_table` opens a survey, `read` hands on its sample, design and lines; a panel goes the same way in steps
(`Loader`, `check_link`, `adopt_design`, `sample_of`), because linked rows have one design. What is wrong in a
file is an `InputError` with file, row, column and value.

Inside, imports go one way:

- `readers` knows the formats: which files there are, and how to select columns from each;
- `table` is all of them as one; `opening` opens it; `text_cells` says what is a number, `missing_values`
  which cell is missing, `column_types` as what a column is read, `sql` how it is called;
- `roles`, `design_files` and `columns` say which column is what, `conditions` which rows, `lines` where the
  poverty line comes from;
- `rows` reads these columns, numbers the cells and puts the rows in order; `faults` says what is wrong;
- `reading` puts all of it together.
"""

from __future__ import annotations

from kaltim_poverty.survey.read.code_spellings import alike_in_columns, quoted_code
from kaltim_poverty.survey.read.column_summary import ColumnSummary, column_summaries, row_count
from kaltim_poverty.survey.read.column_types import INTEGER, NUMBER, kind_of
from kaltim_poverty.survey.read.columns import (
    NO_EXTRA_COLUMNS,
    Columns,
    ExtraColumns,
    resolve_columns,
    with_prices,
)
from kaltim_poverty.survey.read.design_files import design_file_text, roles_of
from kaltim_poverty.survey.read.engine import Engine
from kaltim_poverty.survey.read.likely_codes import has_nines, is_likely_code, number_text
from kaltim_poverty.survey.read.lines.by_group import LinesByGroup
from kaltim_poverty.survey.read.lines.origin import decimal, line_note, lines_by_group, sources_of
from kaltim_poverty.survey.read.lines.spec import LineSpec, line_spec
from kaltim_poverty.survey.read.new_output import check_output_name, is_folder_name, new_output
from kaltim_poverty.survey.read.opening import open_table
from kaltim_poverty.survey.read.prices import NOMINAL, Prices, deflator_pair, prices_of
from kaltim_poverty.survey.read.readers.files import input_holding
from kaltim_poverty.survey.read.reading import Reading, check_lonely_psus, listed_strata, read, sample_of
from kaltim_poverty.survey.read.register import Register, read_register
from kaltim_poverty.survey.read.roles import READ_OPTIONS, Roles, alternatives, check_conflicts
from kaltim_poverty.survey.read.rows.cell_table import CodedCells
from kaltim_poverty.survey.read.rows.loader import Loader
from kaltim_poverty.survey.read.rows.panel_link import LINK, adopt_design, check_link, number_links
from kaltim_poverty.survey.read.rows.raw_rows import Counts
from kaltim_poverty.survey.read.rows.score_groups import TOLERANCE_OF_GROUPS, GroupSummary
from kaltim_poverty.survey.read.score_table import read_score_table
from kaltim_poverty.survey.read.table import Table, columns_fitting, find_column, has_column
from kaltim_poverty.survey.read.text_cells import number_in, why_not_a_number
from kaltim_poverty.survey.read.text_of_rows import cells_as_written, is_missing_mark
from kaltim_poverty.survey.read.thousands import Thousands

__all__ = [
    "INTEGER",
    "LINK",
    "NOMINAL",
    "NO_EXTRA_COLUMNS",
    "NUMBER",
    "READ_OPTIONS",
    "TOLERANCE_OF_GROUPS",
    "CodedCells",
    "ColumnSummary",
    "Columns",
    "Counts",
    "Engine",
    "ExtraColumns",
    "GroupSummary",
    "LineSpec",
    "LinesByGroup",
    "Loader",
    "Prices",
    "Reading",
    "Register",
    "Roles",
    "Table",
    "Thousands",
    "adopt_design",
    "alike_in_columns",
    "alternatives",
    "cells_as_written",
    "check_conflicts",
    "check_link",
    "check_lonely_psus",
    "check_output_name",
    "column_summaries",
    "columns_fitting",
    "decimal",
    "deflator_pair",
    "design_file_text",
    "find_column",
    "has_column",
    "has_nines",
    "input_holding",
    "is_folder_name",
    "is_likely_code",
    "is_missing_mark",
    "kind_of",
    "line_note",
    "line_spec",
    "lines_by_group",
    "listed_strata",
    "new_output",
    "number_in",
    "number_links",
    "number_text",
    "open_table",
    "prices_of",
    "quoted_code",
    "read",
    "read_register",
    "read_score_table",
    "resolve_columns",
    "roles_of",
    "row_count",
    "sample_of",
    "sources_of",
    "why_not_a_number",
    "with_prices",
]
