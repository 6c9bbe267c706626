"""What must be said under an evaluation: how it was read, what was assumed, how sure it is."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from kaltim_poverty.programme.endline.asked import BEFORE_AFTER, DID, LOTTERY, RDD, Asked
from kaltim_poverty.programme.endline.cutoff import sides_of
from kaltim_poverty.programme.endline.estimates import DIFFERENCE, Estimated, drawn_again
from kaltim_poverty.programme.evaluation.wild_bootstrap import MOST_ENUMERATED
from kaltim_poverty.records import Note, note

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kaltim_poverty.programme.endline.rows import Rows
    from kaltim_poverty.programme.lists.table import ListTable

SHARED = 0.8  # distinct scores for each row: with fewer rdrobust warns of mass points
UNEQUAL = 0.01  # between the smallest and largest share of an arm in a stratum


def notes_of(asked: Asked, rows: Rows, table: ListTable, found: Sequence[Estimated]) -> Iterator[Note]:
    """All notes."""
    yield note("evaluated", file=table.file, rows=Decimal(rows.read), used=Decimal(rows.used))
    yield from not_found(asked, rows)
    yield from of_design(asked, rows)
    yield from of_values(asked, rows)
    if asked.show == "effects" and asked.design != BEFORE_AFTER:
        yield from of_errors(asked, rows, found)
    elif asked.show == "effects":
        yield standard_errors(asked, rows)
    if asked.show == "attrition":
        yield note("lee_bounds")
    if asked.show == "balance":
        yield note("balance_tested")
    if asked.show == "enough":
        yield from of_verdicts(asked)


def not_found(asked: Asked, rows: Rows) -> Iterator[Note]:
    """How many were not found again."""
    for name in asked.outcomes:
        missing = int(np.isnan(rows.outcomes[name]).sum())
        key = "not_asked_again" if asked.design == BEFORE_AFTER else "not_found_again"
        yield note(key, column=name, rows=Decimal(missing))
    if asked.design in (DID, BEFORE_AFTER):
        for name, own in zip(asked.outcomes, asked.baselines, strict=True):
            alone = ~np.isnan(rows.outcomes[name]) & np.isnan(rows.baselines[name])
            yield note("without_baseline", column=own, rows=Decimal(int(alone.sum())))


def of_design(asked: Asked, rows: Rows) -> Iterator[Note]:
    """The notes on the assumptions of the design."""
    if asked.design == BEFORE_AFTER:
        yield note("before_after_alone")
        left = int((rows.arm == 0).sum()) if asked.arm is not None else 0
        yield note("comparison_left_out", rows=Decimal(left))
        return
    compared = {"comparison": rows.arms[0], "arms": list(rows.arms[1:])}
    if asked.design == LOTTERY:
        yield note("design_lottery", **compared)
    elif asked.design == DID:
        yield note("design_did", **compared)
    else:
        assert asked.cutoff is not None  # noqa: S101 - of this design
        assert rows.score is not None  # noqa: S101 - of this design
        sides = sides_of(asked, rows)
        key = "design_rdd_below" if sides.below else "design_rdd_above"
        yield note(key, score=str(asked.score), cutoff=asked.cutoff, comparison=rows.arms[0])
        yield note("rdd_otherwise", rows=Decimal(sides.otherwise))
        distinct = len(np.unique(rows.score))
        if distinct < SHARED * rows.used:
            yield note("rdd_shared_scores", distinct=Decimal(distinct), rows=Decimal(rows.used))
    yield from of_baseline(asked, rows)
    if asked.design == LOTTERY and rows.stratum is not None and is_unequal(rows):
        yield note("unequal_probabilities")


def of_baseline(asked: Asked, rows: Rows) -> Iterator[Note]:
    """How baselines that lack are filled."""
    if asked.design == DID:
        return
    for name, own in zip(asked.outcomes, asked.baselines, strict=False):
        lacking = np.isnan(rows.baselines[name]) & ~np.isnan(rows.outcomes[name])
        yield note("baseline_filled", column=own, rows=Decimal(int(lacking.sum())))


def is_unequal(rows: Rows) -> bool:
    """Whether the shares of arms differ between strata by more than rounding."""
    assert rows.stratum is not None  # noqa: S101 - the caller asked
    units = np.arange(rows.used) if rows.cluster is None else np.unique(rows.cluster, return_index=True)[1]
    stratum, arm = rows.stratum[units], rows.arm[units]
    counts = np.bincount(stratum)
    for each in range(1, len(rows.arms)):
        own = np.bincount(stratum[arm == each], minlength=len(counts))
        there = counts > 0
        whole = own[there].sum() / counts.sum()
        if (np.abs(own[there] - whole * counts[there]) > 1.0 + UNEQUAL * counts[there]).any():
            return True
    return False


def of_values(asked: Asked, rows: Rows) -> Iterator[Note]:
    """Line and weights."""
    if asked.line is not None:
        yield note("line_amount_of_rows", line=asked.line)
    elif asked.line_column is not None:
        yield note("line_column", column=asked.line_column)
    if rows.weight is not None or rows.size is not None:
        yield note(
            "evaluation_weights" if rows.size is None else "evaluation_weights_people",
            weight=str(asked.weight or "1"),
            size=str(asked.size),
        )
        yield note("weight_zero_rows", rows=Decimal(rows.read - rows.used))


def of_errors(asked: Asked, rows: Rows, found: Sequence[Estimated]) -> Iterator[Note]:
    """How standard errors and p-values were computed."""
    if asked.design == RDD:
        yield note("rdd_errors")
        return
    yield standard_errors(asked, rows)
    if len(rows.arms) > 2 or asked.by:  # noqa: PLR2004 - the comparison and one arm
        yield note("holm_of_arms")
    if any(each.groups and set(each.groups.values()) == {DIFFERENCE} for each in found):
        yield note("difference_of_groups")
    drawn = drawn_again(asked, rows) if any(each.p_randomisation is not None for each in found) else None
    if drawn is not None:
        key = "randomisation_all" if drawn.draws.complete else "randomisation_draws"
        yield note(key, count=Decimal(len(drawn.draws.arms)), seed=str(asked.seed))
    if any(each.p_wild is not None for each in found):
        few = all((each.clusters or each.n) <= MOST_ENUMERATED for each in found if each.p_wild is not None)
        yield note("wild_all" if few else "wild_draws", count=Decimal(asked.draws), seed=str(asked.seed))


def standard_errors(asked: Asked, rows: Rows) -> Note:
    """At which level they are computed."""
    if rows.cluster is None:
        return note("errors_by_row")
    return note("errors_by_cluster", column=str(asked.cluster), count=Decimal(len(np.unique(rows.cluster))))


def of_verdicts(asked: Asked) -> Iterator[Note]:
    """The notes on the assumptions of the verdict."""
    yield note("enough_known")
    if asked.amounts:
        yield note("enough_household" if asked.size is None else "enough_household_of_members")
    if asked.design == RDD:
        yield note("enough_at_cutoff")


__all__ = ["notes_of"]
