"""What a profile of the poor says in a sentence, and what must be said under it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from kaltim_poverty.records import Note, note
from kaltim_poverty.survey.infer import significance
from kaltim_poverty.survey.infer.significance import SIGNIFICANT_BELOW
from kaltim_poverty.survey.notes import name_of, survey_notes
from kaltim_poverty.survey.poverty_profile.characteristics import (
    ALL,
    DIFFERENCE,
    NOT_POOR,
    POOR,
    ROLE,
    Wanted,
)
from kaltim_poverty.survey.poverty_profile.groups import PROPORTIONS
from kaltim_poverty.survey.sentences import quantity, with_error
from kaltim_poverty.words import message

if TYPE_CHECKING:
    from kaltim_poverty.survey.infer import Result
    from kaltim_poverty.survey.poverty_profile.rows import Characteristic, GroupShare
    from kaltim_poverty.survey.read import Table
    from kaltim_poverty.survey.study import Study


FIXED = {f"line_relative_{to}": f"line_fixed_{to}" for to in ("median", "mean")}
"""Notes on a relative line, where that is held fixed."""


def opening_of_groups(rows: Sequence[GroupShare]) -> Note | None:
    """Where most of the poor are, and how large their risk is; of the first breakdown."""
    own = [row for row in rows if row.breakdown == rows[0].breakdown and row.groups]
    shares = [row for row in own if row.measure == "poor_share" and row.estimate is not None]
    if not shares:
        return None
    largest = max(shares, key=lambda row: row.estimate or 0.0)
    of_group = {row.measure: row for row in own if row.groups == largest.groups}
    people, risk = of_group["population_share"], of_group["relative_risk"]
    if people.estimate is None or risk.estimate is None or largest.estimate is None:
        return None
    p_value = np.nan
    if risk.se is not None and risk.df is not None:
        p_value = significance(risk.estimate - 1.0, risk.se, risk.df).p_value
    verdict = "unknown" if np.isnan(p_value) else "differs" if p_value < SIGNIFICANT_BELOW else "alike"
    return note(
        f"says_where_poor_{verdict}",
        group=", ".join(f"{name} {value}" for name, value in largest.groups.items()),
        poor=with_error(largest.estimate, largest.se, "percent"),
        people=quantity(people.estimate, "percent"),
        risk=with_error(risk.estimate, risk.se, "ratio"),
    )


def opening_of_characteristics(rows: Sequence[Characteristic]) -> Note | None:
    """How the poor differ in the first column; where values are counted, in that which differs most."""
    own = [row for row in rows if not row.groups and row.column == rows[0].column]
    differences = [row for row in own if row.group == DIFFERENCE and row.estimate is not None]
    if not differences:
        return None
    largest = max(differences, key=lambda row: abs(row.estimate or 0.0))
    found = {row.group: row for row in own if row.category == largest.category}
    values = {name: found[name].estimate for name in (POOR, NOT_POOR, DIFFERENCE)}
    numbers = {name: value for name, value in values.items() if value is not None}
    if len(numbers) < len(values):
        return None
    kind = "mean" if largest.unit == "own" else "share"
    verdict = (
        "unknown"
        if largest.p_value is None
        else "differs"
        if largest.p_value < SIGNIFICANT_BELOW
        else "alike"
    )
    difference_unit = "own" if kind == "mean" else "point"
    return note(
        f"says_{kind}_{verdict}",
        column=largest.column,
        category=largest.category,
        poor=with_error(numbers[POOR], found[POOR].se, largest.unit),
        others=with_error(numbers[NOT_POOR], found[NOT_POOR].se, largest.unit),
        difference=with_error(numbers[DIFFERENCE], largest.se, difference_unit),
    )


def notes_of_groups(study: Study, table: Table, results: Sequence[Result]) -> Iterator[Note]:
    """The notes on the survey, then those of a profile by group."""
    yield from survey_notes(study, table)
    yield note("profile_everybody_counted" if study.asked.full_count else "profile_everybody")
    yield note("components_of_welfare")
    yield from error_notes(study, results, PROPORTIONS)


def notes_of_characteristics(
    study: Study, table: Table, wanted: Wanted, results: Sequence[Result]
) -> Iterator[Note]:
    """The notes on the survey, then those of means and shares among the poor."""
    for each in survey_notes(study, table):
        if each.code in FIXED:
            yield note(FIXED[each.code], **each.values)
        elif each.code != "line_density":
            yield each
    yield note("difference_of_poor_counted" if study.asked.full_count else "difference_of_poor")
    yield from gap_notes(study, wanted)
    yield from error_notes(study, results, (ALL, POOR, NOT_POOR) if wanted.shares else ())


def gap_notes(study: Study, wanted: Wanted) -> Iterator[Note]:
    """The rows that lack a column and are left out of that column alone."""
    sample = study.reading.sample
    cells = sample.cells
    for place, column in enumerate(wanted.columns):
        if column in wanted.shares:
            lacking = int(cells.rows[cells.inside & (cells.groups[column] < 0)].sum())
        else:
            lacking = sum(
                int(np.count_nonzero(np.isnan(block.columns[f"{ROLE}{place}"]) & cells.inside[block.cell]))
                for block in sample.blocks()
            )
        if lacking:
            yield note("column_gaps", rows=Decimal(lacking), column=column)


def error_notes(study: Study, results: Sequence[Result], proportions: Sequence[str]) -> Iterator[Note]:
    """Replicates without a value, and how intervals were made."""
    undefined: Counter[str] = Counter()
    for each in results:
        undefined[each.name] += each.undefined
    for name, count in (+undefined).items():
        yield note("replicates_undefined", measure=name_of(name), count=Decimal(count))
    if study.asked.interval == "logit" and proportions and not study.asked.full_count:
        known = (
            [message("value.shares_of_people")] if proportions[0] == ALL else list(map(name_of, proportions))
        )
        yield note("interval_logit", measures=known)
