"""Was a programme enough? Those who got it against those who did not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kaltim_poverty.inputs.numbers import Number
from kaltim_poverty.programme.endline.asked import BEFORE_AFTER, Asked, asked_of
from kaltim_poverty.programme.endline.notes import notes_of
from kaltim_poverty.programme.endline.rows import Rows, rows_of
from kaltim_poverty.programme.endline.shown import (
    Attrition,
    Balance,
    BeforeAfter,
    Effect,
    Enough,
    shown_of,
)
from kaltim_poverty.programme.lists.protection import protected
from kaltim_poverty.programme.lists.table import ListTable, read_list
from kaltim_poverty.records import Answer
from kaltim_poverty.survey.options import check_groups
from kaltim_poverty.words import Message, Spoken, message


def evaluate(
    data: str | Mapping[str, Sequence[str | float]],
    *,
    design: str | None = None,
    outcome: str | Sequence[str] | None = None,
    baseline: str | Sequence[str] | None = None,
    arm: str | None = None,
    comparison: str = "waiting",
    line: Number | None = None,
    line_column: str | None = None,
    stratum: str | Sequence[str] | None = None,
    cluster: str | None = None,
    covariate: str | Sequence[str] | None = None,
    weight: str | None = None,
    size: str | None = None,
    amount: Number | Sequence[str] | Mapping[str, Number] | None = None,
    by: str | Sequence[str] | None = None,
    score: str | None = None,
    cutoff: Number | None = None,
    show: str = "effects",
    seed: int | str = 1,
    draws: int | str = 1999,
    level: Number = 0.95,
) -> Answer[Effect | BeforeAfter | Balance | Attrition | Enough]:
    """Was it enough? On the command line: ``kpov programme evaluate``.

    Args:
        data: a file, or a mapping of columns: a row for each household or person that was drawn.
        design: ``lottery``, ``did``, ``rdd`` or ``before-after``; it is never guessed.
        outcome: columns of what is compared, empty for who was not found again.
        baseline: columns of the same before, one for each outcome.
        arm: the column of who got what.
        comparison: the arm with which others are compared.
        line: a poverty line in the unit of the outcome.
        line_column: a line for each row.
        stratum: columns within which was drawn.
        cluster: the column of what was drawn whole, such as villages.
        covariate: columns of numbers from before.
        weight: the column of weights.
        size: the column of members: then outcomes and lines are per person, and rows count for their members.
        amount: rupiah that each got, by arm: ``ARM=RP``.
        by: breakdowns; a comma joins the columns of one.
        score: the column of the score by which was chosen.
        cutoff: of the score.
        show: ``effects``, ``balance``, ``attrition`` or ``enough``.
        seed: of draws.
        draws: how many, where not all are taken.
        level: of intervals, between 0 and 1.

    Returns:
        a row for each arm, outcome and measure; of ``before-after`` for each outcome and measure; of
        ``balance`` for each variable, of ``attrition`` for each arm, of ``enough`` for each quantity.

    Raises:
        UsageError: without a design, for options that lack, are in conflict or out of range, or without rows
            of the comparison.
        InputError: if the file is refused, or a cluster of a lottery is in two arms.
    """
    arguments = dict(locals())
    with protected():
        asked = asked_of(arguments)
        table = read_list(data, asked.columns())
        asked = with_columns(asked, table)
        rows = rows_of(asked, table)
        shown = shown_of(asked, rows)
        check_groups([name for names in asked.by for name in names], shown.kind)
        notes = tuple(notes_of(asked, rows, table, shown.effects))
    return Answer(
        question="programme evaluate",
        arguments={"file": table.file, **arguments_of(asked)},
        rows=shown.rows,
        notes=notes,
        sources=(),
        names=names_of(asked, rows),
        kind=shown.kind,
        opening=shown.sentence,
        head=None
        if shown.sentence is None
        else Message(f"note.{shown.sentence.code}", shown.sentence.values),
    )


def arguments_of(asked: Asked) -> dict[str, Any]:
    """The arguments of the question with every default, as far as they belong to the design."""
    named = {
        "design": asked.design,
        "outcome": list(asked.outcomes),
        "baseline": list(asked.baselines) or None,
        "arm": asked.arm,
        "comparison": asked.comparison,
        "line": asked.line,
        "line_column": asked.line_column,
        "stratum": list(asked.strata) or None,
        "cluster": asked.cluster,
        "covariate": list(asked.covariates) or None,
        "weight": asked.weight,
        "size": asked.size,
        "amount": dict(asked.amounts) or None,
        "by": [",".join(names) for names in asked.by] or None,
        "score": asked.score,
        "cutoff": asked.cutoff,
        "show": asked.show,
        "seed": asked.seed,
        "draws": asked.draws,
        "level": asked.level,
    }
    left_out = ("show", "seed", "draws") if asked.design == BEFORE_AFTER else ()
    return {name: value for name, value in named.items() if name not in left_out}


def names_of(asked: Asked, rows: Rows) -> dict[str, dict[str, Spoken]]:
    """The names of codes: columns and arms by their own names, which are not translated."""
    own = {
        "outcome": asked.outcomes,
        "arm": rows.arms,
        "variable": (*asked.baselines, *asked.covariates),
    }
    named: dict[str, dict[str, Spoken]] = {
        field: {name: message("value.as_noted", text=name) for name in names} for field, names in own.items()
    }
    return {**named, "quantity": {"gap_closed_share": message("value.gap_closed")}}  # not by a return alone


def with_columns(asked: Asked, table: ListTable) -> Asked:
    """The question with its columns as the file writes them.

    Raises:
        InputError: for one that there is not.
    """

    def each(names: Sequence[str], option: str) -> tuple[str, ...]:
        return tuple(table.column(name, option) for name in names)

    def one(name: str | None, option: str) -> str | None:
        return None if name is None else table.column(name, option)

    return asked._replace(
        outcomes=each(asked.outcomes, "--outcome"),
        baselines=each(asked.baselines, "--baseline"),
        strata=each(asked.strata, "--stratum"),
        covariates=each(asked.covariates, "--covariate"),
        by=tuple(each(names, "--by") for names in asked.by),
        arm=one(asked.arm, "--arm"),
        line_column=one(asked.line_column, "--line-column"),
        cluster=one(asked.cluster, "--cluster"),
        weight=one(asked.weight, "--weight"),
        size=one(asked.size, "--size"),
        score=one(asked.score, "--score"),
    )
