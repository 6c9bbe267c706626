"""What a test of dominance says in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from kaltim_poverty.records import Note, note
from kaltim_poverty.survey.infer.intersection_union import CROSSES
from kaltim_poverty.survey.stochastic_dominance.options import POVERTY
from kaltim_poverty.words import Spoken, message

if TYPE_CHECKING:
    from kaltim_poverty.survey.comparison.groups import GroupPair
    from kaltim_poverty.survey.stochastic_dominance.rows import Dominance

DOMINATES = "_dominates"


def opening_of(rows: Sequence[Dominance], groups: GroupPair | None, *, counted: bool = False) -> Note | None:
    """Who is better at all points, at the lowest order at which somebody is; else whether curves cross.

    Args:
        rows: of the answer.
        groups: both groups, if the survey is one.
        counted: whether everybody is in the files, so that there is no test.
    """
    first = rows[0].groups if rows else {}
    whole = [row for row in rows if row.groups == first and row.verdict is not None and row.lower]
    if not whole:
        return None
    decided = [row for row in whole if str(row.verdict).endswith(DOMINATES)]
    kind = "poverty" if whole[0].curve == POVERTY else "curve"
    if decided:
        row = decided[0]
        winner = str(row.verdict).removesuffix(DOMINATES)
        return note(
            f"says_dominance_{kind}_counted" if counted else f"says_dominance_{kind}",
            winner=called(winner, groups),
            **range_of(row),
            **order_of(row),
            **({} if counted else {"p_value": Decimal(f"{max(row.p_value or 0.0, 0.001):.3f}")}),
        )
    crossing = [row for row in whole if row.verdict == CROSSES]
    row = (crossing or whole)[-1]
    verdict = "crosses" if crossing else "undecided"
    code = f"says_equal_{kind}" if counted and not crossing else f"says_{verdict}_{kind}"
    return note(code, **range_of(row), **order_of(row))


def called(word: str, groups: GroupPair | None) -> Spoken:
    """The name of one of the two distributions in a sentence."""
    if groups is None:
        return message(f"value.survey_of.{word}")
    return message("value.group_of", column=groups.column, value=getattr(groups, word))


def range_of(row: Dominance) -> dict[str, object]:
    """The range of a row, as values of a sentence."""
    return {
        "start": Decimal(f"{row.from_x:.6g}"),
        "end": Decimal(f"{row.to_x:.6g}"),
        "unit": message(f"value.points_of.{'ratio' if row.x_unit == 'ratio' else 'other'}")
        if row.x_unit != "percent"
        else message("value.points_of.percent"),
    }


def order_of(row: Dominance) -> dict[str, object]:
    """The order of the curve of a row, as values of a sentence."""
    name = f"{row.curve}_{row.order}" if row.order else row.curve
    return {"curve": message(f"value.curve.{name}")}
