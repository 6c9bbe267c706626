"""A score from a table of coefficients, such as a proxy means test: what each column of a row adds to it.

A term without a level adds its coefficient times the number in its column; one with a level adds its
coefficient where the cell, as it is written, is that level. Further columns of the table choose the model by
the cells of the columns of their names, so that each district may have its own. Terms are added in the order
of the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.errors import InputError
from kaltim_poverty.inputs.tables import Row, open_table
from kaltim_poverty.survey.read.table import find_column
from kaltim_poverty.survey.read.text_cells import number_in

if TYPE_CHECKING:
    from kaltim_poverty.survey.read.table import Table

TERM, LEVEL, COEFFICIENT = "term", "level", "coefficient"
INTERCEPT = "(intercept)"
OPTION = "--score-table"
Model = tuple[str, ...]


class Term(NamedTuple):
    """The coefficients of one column.

    Attributes:
        column: as the survey writes it; empty for the intercept.
        by_level: whether its cells are levels rather than numbers.
        coefficients: by model and level; the level is empty of a number.
    """

    column: str
    by_level: bool
    coefficients: dict[tuple[Model, str], float]

    def models(self) -> set[Model]:
        """The models that have it."""
        return {model for model, _ in self.coefficients}

    def levels(self) -> list[str]:
        """Its levels in any model, in their order."""
        return list(dict.fromkeys(level for _, level in self.coefficients))


class ScoreTable(NamedTuple):
    """Coefficients of one model or several.

    Attributes:
        choosers: the columns whose cells choose the model.
        models: the cells of these for each.
        terms: in the order in which they are added.
        exponential: whether the score is the exponential of the sum: an amount rather than its logarithm.
    """

    choosers: tuple[str, ...]
    models: tuple[Model, ...]
    terms: tuple[Term, ...]
    exponential: bool

    def numbers(self) -> list[str]:
        """The columns that must hold numbers."""
        return list(dict.fromkeys(term.column for term in self.terms if term.column and not term.by_level))

    def texts(self) -> list[str]:
        """The columns whose cells are compared as they are written."""
        levels = (term.column for term in self.terms if term.by_level)
        return list(dict.fromkeys([*self.choosers, *levels]))


def read_score_table(file: str, table: Table, *, exponential: bool = False) -> ScoreTable:
    """The coefficients in a file.

    Args:
        file: with the columns ``term``, ``level`` (which may be missing), ``coefficient``, and those that
            choose the model.
        table: the survey, whose columns the terms are.
        exponential: whether the score is the exponential of the sum.

    Raises:
        InputError: if it cannot be read, names a column that the survey lacks, has a coefficient that is not
            a number, a term twice in a model, or a model without a term.
    """
    small = open_table(file, (TERM, COEFFICIENT))
    headings = [heading for heading in small.headings if heading]
    choosing = [heading for heading in headings if heading.casefold() not in (TERM, LEVEL, COEFFICIENT)]
    choosers = tuple(find_column(table, heading, OPTION) for heading in choosing)
    names = {heading.casefold(): heading for heading in headings}
    for column in (TERM, COEFFICIENT):
        if column not in names:
            needed = f"{TERM}, {COEFFICIENT}"
            line = str(small.line)
            raise InputError("missing_column", file=small.file, line=line, column=column, columns=needed)
    terms: dict[tuple[str, bool], Term] = {}
    models: dict[Model, None] = {}
    for row in small.rows([heading or None for heading in small.headings]):
        model = tuple(row.cells[heading] for heading in choosing)
        models[model] = None
        add_term(terms, model, row, names, table)
    if not terms:
        raise InputError("score_table_empty", file=small.file)
    return ScoreTable(choosers, tuple(models), tuple(terms.values()), exponential)


def add_term(
    terms: dict[tuple[str, bool], Term], model: Model, row: Row, names: Mapping[str, str], table: Table
) -> None:
    """Add one row of the file to the terms.

    Raises:
        InputError: for a column that is not there, a coefficient that is no number, or a term that is there.
    """
    written, level = row.cells[names[TERM]], row.cells[names[LEVEL]] if LEVEL in names else ""
    is_intercept = written.casefold() == INTERCEPT
    column = "" if is_intercept else find_column(table, written, OPTION)
    if is_intercept and level:
        raise row.refuse("score_table_intercept", names[LEVEL])
    term = terms.setdefault((column, bool(level)), Term(column, bool(level), {}))
    if (model, level) in term.coefficients:
        raise row.refuse("score_table_twice", names[TERM])
    term.coefficients[model, level] = coefficient(row, names[COEFFICIENT])


def coefficient(row: Row, column: str) -> float:
    """The number in a cell.

    Raises:
        InputError: if it is none.
    """
    text = row.cells[column]
    value = number_in(text, row.marks_of(column))
    if value is None:
        raise row.refuse("survey_text" if text else "empty_cell", column)
    return value


def levels_of_models(term: Term, models: Sequence[Model]) -> Iterator[tuple[int, str, float | None]]:
    """The coefficient of each level in each model that has the term; 0 in others, None where it is not there.

    Args:
        term: by level.
        models: in the order in which they are numbered, from 0.
    """
    having = term.models()
    for place, model in enumerate(models):
        for level in term.levels():
            absent = None if model in having else 0.0
            yield place, level, term.coefficients.get((model, level), absent)
