"""What the poor are like: means and shares of columns among the poor, the others, and their difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.errors import UsageError
from kaltim_poverty.measures.feature import ONE, Feature
from kaltim_poverty.survey.breakdowns import columns_of, sample_design
from kaltim_poverty.survey.infer import (
    Evidence,
    Result,
    Statistic,
    Subsample,
    difference,
    infer,
    weights_and_lines,
)
from kaltim_poverty.survey.people.subpopulations import Rowwise, domains_of_rows
from kaltim_poverty.survey.read import INTEGER, NUMBER, find_column, kind_of
from kaltim_poverty.survey.sample import chunks, people_of, summed
from kaltim_poverty.words import message

if TYPE_CHECKING:
    from kaltim_poverty.measures.linear import Array, IntArray
    from kaltim_poverty.survey.infer.statistic import Mask
    from kaltim_poverty.survey.read import Table
    from kaltim_poverty.survey.sample import Chunk, People
    from kaltim_poverty.survey.study import Study

ALL, POOR, NOT_POOR, DIFFERENCE = "all", "poor", "not_poor", "difference"
STATES = (ALL, POOR, NOT_POOR)
MOST_VALUES = 1000  # of a column whose values are counted
ROLE = "of_"  # before the number of a column, among the extra numbers of rows


class Wanted(NamedTuple):
    """The columns that are asked for, in the order of an answer.

    Attributes:
        columns: all of them.
        shares: those whose values are counted.
    """

    columns: tuple[str, ...]
    shares: tuple[str, ...]

    @property
    def numbers(self) -> dict[str, str]:
        """The columns of which means are taken, by their role."""
        return {f"{ROLE}{place}": each for place, each in enumerate(self.columns) if each not in self.shares}


class Described(NamedTuple):
    """One column among the people of each domain.

    Attributes:
        column: its name.
        category: one of its values; empty for the mean.
        results: of all, the poor, the others, and the difference.
        rows: how many rows each of the first three has, (3, domains).
    """

    column: str
    category: str
    results: dict[str, Result]
    rows: Array


class ValuesOfRows(NamedTuple):
    """The values of a column in rows of domains.

    Attributes:
        people: the rows.
        labels: of each domain.
        domain: of each row, (rows,).
        values: of each row by category: a number, or 1 and 0, (rows,).
        known: whether a row has a value, (rows,).
        factor: 100 for shares.
    """

    people: People
    labels: Sequence[tuple[str, ...]]
    domain: IntArray
    values: Mapping[str, Array]
    known: Mask
    factor: float


def wanted_columns(table: Table, of: Sequence[str], shares: Sequence[str]) -> Wanted:
    """The columns as the file writes them; text has shares, numbers a mean unless shares are asked for.

    Raises:
        InputError: for a name that is not a column.
    """
    counted = [find_column(table, each, "--shares") for each in shares]
    named = [find_column(table, each, "--of") for each in of]
    text = [each for each in named if kind_of(table.type_of(each)) not in (INTEGER, NUMBER)]
    columns = tuple(dict.fromkeys([*named, *counted]))
    return Wanted(columns, tuple(each for each in columns if each in (*counted, *text)))


def characteristics(study: Study, by: Sequence[str], wanted: Wanted) -> Iterator[Described]:
    """Every column in the domains of one breakdown.

    Raises:
        UsageError: for a column with too many values.
    """
    for place, column in enumerate(wanted.columns):
        if column in wanted.shares:
            rows = categories_of_rows(study, by, column)
        else:
            rows = numbers_of_rows(study, by, f"{ROLE}{place}")
        yield from described(study, column, rows)


def labels_of(study: Study, by: Sequence[str]) -> list[tuple[str, ...]]:
    """The domains of a breakdown, whether a column is known in them or not."""
    return list(people_of(study.reading.sample, columns_of(study.reading.sample, by)).over.labels)


def numbers_of_rows(study: Study, by: Sequence[str], role: str) -> ValuesOfRows:
    """A column of numbers."""
    people = people_of(study.reading.sample, columns_of(study.reading.sample, by))
    values = people.columns[role]
    known = np.isfinite(values)
    domain = np.repeat(np.arange(len(people.over)), np.diff(people.starts))
    return ValuesOfRows(people, people.over.labels, domain, {"": np.where(known, values, 0.0)}, known, 1.0)


def categories_of_rows(study: Study, by: Sequence[str], column: str) -> ValuesOfRows:
    """A column of categories: domains with a category are those of one more column.

    Raises:
        UsageError: for more values than somebody reads.
    """
    sample = study.reading.sample
    categories = sample.cells.labels[column]
    if len(categories) > MOST_VALUES:
        raise UsageError("too_many_values", column=column, count=str(len(categories)), most=str(MOST_VALUES))
    people = people_of(sample, (*columns_of(sample, by), column))
    labels = labels_of(study, by)
    place = {label: number for number, label in enumerate(labels)}
    domains = np.array([place[each[:-1]] for each in people.over.labels], dtype=np.intp)
    joint = np.repeat(np.arange(len(people.over)), np.diff(people.starts))
    of_domain = np.array([each[-1] for each in people.over.labels])
    values = {each: (of_domain == each).astype(np.float64)[joint] for each in categories if each in of_domain}
    known = np.ones(len(people.weight), dtype=bool)
    return ValuesOfRows(people, labels, domains[joint], values, known, 100.0)


def described(study: Study, column: str, rows: ValuesOfRows) -> Iterator[Described]:
    """The means or shares of one column."""
    is_poor = rows.people.poor()
    inside = {ALL: rows.known, POOR: rows.known & is_poor, NOT_POOR: rows.known & ~is_poor}
    states = [domains_of_rows(rows.domain, rows.people.psu, inside[state], rows.labels) for state in STATES]
    counts = np.array([np.bincount(rows.domain[each.rows], minlength=len(rows.labels)) for each in states])
    under = values_under_replicates(study, rows, states)
    statistics: list[Statistic] = []
    for place, (category, values) in enumerate(rows.values.items()):
        own = [
            statistic_of(state, number, rows, states[number], category, values, under, place)
            for number, state in enumerate(STATES)
        ]
        statistics += [*own, difference(own[2], own[1])]
    results = infer(
        statistics,
        evidence_of(study, rows, states),
        level=study.asked.level,
        interval=study.asked.interval,
    )
    for place, category in enumerate(rows.values):
        found = dict(zip((*STATES, DIFFERENCE), results[4 * place : 4 * place + 4], strict=True))
        yield Described(column, category, found, counts)


def statistic_of(
    state: str,
    number: int,
    rows: ValuesOfRows,
    inside: Rowwise,
    category: str,
    values: Array,
    under: Array | None,
    place: int,
) -> Statistic:
    """The mean, or a share, among the people of one state in each domain.

    Args:
        state: all, the poor, or the others.
        number: of their subsample.
        rows: of everybody.
        inside: those of the state.
        category: whose share it is.
        values: of the column, (rows,).
        under: values under replicates, (replicates, categories, states, domains).
        place: of the category.
    """
    people, value = ratios(rows, inside, values, rows.people.weight)
    exists = people > 0
    slope = np.divide(rows.factor, people, out=np.zeros_like(people), where=exists)
    slopes = {
        (number, feature_of(category)): slope,
        (number, ONE): np.where(exists, -value / np.where(exists, people, 1.0), 0.0),
    }
    ends = rows.factor > 1
    return Statistic(
        name=state,
        unit="percent" if ends else "own",
        value=value,
        exists=exists,
        subsamples=(number,),
        slopes=slopes,
        replicates={} if under is None else {0: under[:, place, number]},
        scale=np.maximum(np.abs(np.nan_to_num(value)), rows.factor if ends else 0.0),
        undefined=dict.fromkeys(np.flatnonzero(~exists).tolist(), message("reason.somebody")),
        constant={
            row: message("reason.all_or_none" if ends and each in (0, 100) else "reason.nothing_varies")
            for row, each in enumerate(value.tolist())
        },
        is_proportion=ends,
    )


def ratios(rows: ValuesOfRows, inside: Rowwise, values: Array, weight: Array) -> tuple[Array, Array]:
    """People and the mean of values in each domain, both (domains,); NaN where there is nobody."""
    domain, own = rows.domain[inside.rows], weight[inside.rows]
    people = summed(domain, own, len(rows.labels))
    total = summed(domain, own * values[inside.rows], len(rows.labels))
    mean = np.divide(rows.factor * total, people, out=np.full(len(people), np.nan), where=people > 0)
    return people, mean


def feature_of(category: str) -> Feature:
    """The feature that counts a category among the sums of a subsample."""
    return Feature("column", None, category)


def evidence_of(study: Study, rows: ValuesOfRows, states: Sequence[Rowwise]) -> Evidence:
    """All, the poor and the others, each a subsample with the domains of the answer."""
    return Evidence((sample_design(study),), tuple(subsample_of(rows, each) for each in states))


def subsample_of(rows: ValuesOfRows, inside: Rowwise) -> Subsample:
    """The people of one state."""
    weight = rows.people.weight[inside.rows]
    tables = {ONE: inside.cell_sums(weight)}
    for category, values in rows.values.items():
        tables[feature_of(category)] = inside.cell_sums(weight * values[inside.rows])
    domains = np.arange(len(rows.labels))
    return Subsample(0, inside.over, chunks(inside.over), partial(sums_of_chunk, tables), domains)


def sums_of_chunk(tables: Mapping[Feature, Array], chunk: Chunk) -> Mapping[Feature, Array]:
    """The sums of some own cells."""
    return {feature: chunk.of(values) for feature, values in tables.items()}


def values_under_replicates(study: Study, rows: ValuesOfRows, states: Sequence[Rowwise]) -> Array | None:
    """All values under the weights of each replicate, (replicates, categories, states, domains)."""
    if study.replicates is None:
        return None
    reading = study.reading
    under = weights_and_lines(study.replicates, reading.design, reading.sample, None, rows.people)
    return np.array(
        [
            [[ratios(rows, each, values, weight)[1] for each in states] for values in rows.values.values()]
            for weight, _ in under
        ]
    )
