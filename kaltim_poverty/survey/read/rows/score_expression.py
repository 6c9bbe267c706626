"""The score of a row by a table of coefficients, in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.survey.read.score_table import levels_of_models
from kaltim_poverty.survey.read.sql import AS_NUMBER, AS_TEXT, identifier, literal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kaltim_poverty.survey.read.score_table import ScoreTable, Term
    from kaltim_poverty.survey.read.table import Table

SEPARATOR = "\x1f"  # between the cells that choose a model


class Scored(NamedTuple):
    """SQL: the score of a row, and why there may be none.

    Attributes:
        value: the score; NULL where a cell is missing, or holds what the table does not know.
        unknown: whether some cell holds what the table does not know.
    """

    value: str
    unknown: str


def scored(scores: ScoreTable, table: Table) -> Scored:
    """The score of a row.

    Args:
        scores: the coefficients.
        table: the survey, which knows what is missing.
    """

    def is_missing(column: str) -> str:
        cell = identifier(column, AS_TEXT)
        return f"({cell} IS NULL OR {table.missing(column).in_text(cell)})"

    model = model_of(scores)
    added = [value_of(term, scores, model) for term in scores.terms]
    total = " + ".join(f"({each})" for each in added)
    unknown = [f"({each}) IS NULL" for each in levels_of(scores, model, is_missing)]
    if scores.choosers:
        there = " AND ".join(f"NOT {is_missing(column)}" for column in scores.choosers)
        unknown.append(f"({there} AND {model} IS NULL)")
    return Scored(f"exp({total})" if scores.exponential else total, f"({' OR '.join(unknown) or 'false'})")


def model_of(scores: ScoreTable) -> str:
    """The number of the model of a row, from 1; NULL if the table has none for it."""
    if not scores.choosers:
        return "1"
    keys = ", ".join(literal(SEPARATOR.join(model)) for model in scores.models)
    cells = f" || {literal(SEPARATOR)} || ".join(identifier(column, AS_TEXT) for column in scores.choosers)
    return f"list_position([{keys}], {cells})"


def value_of(term: Term, scores: ScoreTable, model: str) -> str:
    """SQL: the contribution of a term to the score."""
    if term.by_level:
        return coefficient_of_level(term, scores, model)
    coefficients = [term.coefficients.get((each, ""), 0.0) for each in scores.models]
    factor = chosen(coefficients, model)
    return f"{factor} * {identifier(term.column, AS_NUMBER)}" if term.column else factor


def coefficient_of_level(term: Term, scores: ScoreTable, model: str) -> str:
    """The coefficient of the level of a row in its model; NULL if there is none."""
    levels = ", ".join(map(literal, term.levels()))
    place = f"list_position([{levels}], {identifier(term.column, AS_TEXT)})"
    coefficients = [value for _, _, value in levels_of_models(term, scores.models)]
    return chosen(coefficients, f"({model} - 1) * {len(term.levels())} + {place}")


def levels_of(scores: ScoreTable, model: str, is_missing: Callable[[str], str]) -> list[str]:
    """SQL: for each term with levels a number, NULL where a cell that is present is none of them."""
    terms = [term for term in scores.terms if term.by_level]
    return [
        f"CASE WHEN {is_missing(term.column)} OR {model} IS NULL THEN 0.0 "
        f"ELSE {coefficient_of_level(term, scores, model)} END"
        for term in terms
    ]


def chosen(values: Sequence[float | None], place: str) -> str:
    """SQL: one of several numbers by its place, from 1; of one alone that one."""
    numbers = ["NULL" if value is None else f"CAST('{value!r}' AS DOUBLE)" for value in values]
    return numbers[0] if set(numbers) == {numbers[0]} and place == "1" else f"[{', '.join(numbers)}][{place}]"
