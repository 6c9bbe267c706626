"""What growth says in a sentence, and what must be said under it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kaltim_poverty.records import Note, note
from kaltim_poverty.survey.comparison.notes import design_notes, left_out, notes_of_both
from kaltim_poverty.survey.growth_incidence.statistics import (
    BOTTOM_GROWTH,
    MEAN_GROWTH,
    PREMIUM,
    RAVALLION_CHEN,
)
from kaltim_poverty.survey.infer import significance
from kaltim_poverty.survey.notes import name_of
from kaltim_poverty.survey.sentences import decimals_for, quantity
from kaltim_poverty.words import message

if TYPE_CHECKING:
    from kaltim_poverty.survey.people.two_surveys import Matched, Surveys

PLACES = (10.0, 50.0, 90.0)  # of a sentence, where they are among those asked for
POINTS_OF_SENTENCE = 3


class NoteContext(NamedTuple):
    """The options and results that the notes are about.

    Attributes:
        nominal: whether welfare is as it is.
        summary: whether rates are summed up.
        by_household: whether linked households are followed.
        years: between both surveys.
        matched: the domains of each breakdown.
        undefined: in how many replicates a rate does not exist, by its name.
        unlinked: rows of the first survey without another.
        groups: of households.
    """

    nominal: bool
    summary: bool
    by_household: bool
    years: float
    matched: Sequence[Matched]
    undefined: Mapping[str, int]
    unlinked: int = 0
    groups: str = ""


def notes_of_growth(surveys: Surveys, context: NoteContext, panel: str | None) -> Iterator[Note]:
    """The notes of both surveys, then those of growth."""
    yield from notes_of_both(surveys)
    yield note("growth_nominal" if context.nominal else "growth_real")
    if context.years != 1:
        yield note("growth_yearly", years=decimals_for(context.years))
    if context.by_household:
        yield note("growth_of_households", column=str(panel))
        if context.unlinked:
            yield note("households_unlinked", rows=Decimal(context.unlinked))
        if not context.summary:
            yield note(f"growth_{context.groups}")
        return
    yield note("place_is_no_household")
    for each in context.matched:
        yield from left_out(each)
    for name, count in context.undefined.items():
        yield note("replicates_undefined", measure=name_of(name), count=Decimal(count))
    yield from design_notes(surveys, panel)
    given = {study.prices.given for study in surveys.studies}
    if len(given) > 1:
        yield note("several_prices")


def opening_of_points(rows: Sequence[Any], mean: float, context: NoteContext) -> Note | None:
    """How fast the mean of everybody grew, and a low, a middle and a high place."""
    known = {row.p: row.growth_percent for row in rows if not row.groups}
    places = [p for p in PLACES if p in known] or list(known)[:POINTS_OF_SENTENCE]
    ends = [known[p] for p in (min(known), max(known))]
    if not np.isfinite(mean) or any(known[p] is None for p in places) or None in ends:
        return None
    if context.by_household:
        low, high = (quantity(end, "percent", signed=True) for end in ends)
        return note("says_growth_households", mean=quantity(mean, "percent", signed=True), low=low, high=high)
    return note(
        f"says_growth_{'fell' if mean < 0 else 'rose'}{'_nominal' if context.nominal else ''}",
        mean=quantity(mean, "percent"),
        places=[
            message("value.growth_at", rate=decimals_for(known[p]), p=decimals_for_place(p)) for p in places
        ],
    )


def decimals_for_place(p: float) -> Decimal:
    """A place as a sentence writes it."""
    return Decimal(repr(p)).normalize() if p % 1 else Decimal(int(p))


def opening_of_summary(rows: Sequence[Any], *, counted: bool = False) -> Note | None:
    """How fast the mean and the poorest grew, and whether the difference can be context from zero."""
    own = {row.measure: row for row in rows if not row.groups}
    wanted = [MEAN_GROWTH, *([BOTTOM_GROWTH, PREMIUM] if PREMIUM in own else [RAVALLION_CHEN])]
    known = [own[name] for name in wanted if name in own]
    if len(known) < len(wanted) or any(row.estimate is None for row in known):
        return None
    mean, second, *premium = known
    if counted:
        return note(
            "says_premium_counted" if premium else "says_growth_of_poor_counted",
            mean=quantity(mean.estimate, "percent", signed=True),
            other=quantity(second.estimate, "percent", signed=True),
            **({"premium": quantity(premium[0].estimate, "point", signed=True)} if premium else {}),
        )
    if any(row.se is None for row in known):
        return None
    values = {
        "mean": quantity(mean.estimate, "percent", signed=True),
        "mean_se": decimals_for(mean.se),
        "other": quantity(second.estimate, "percent", signed=True),
        "other_se": decimals_for(second.se),
    }
    if not premium:
        return note("says_growth_of_poor", **values)
    context = "significant" if is_significant(premium[0]) else "not_significant"
    return note(
        f"says_premium_{context}",
        **values,
        premium=quantity(premium[0].estimate, "point", signed=True),
        premium_se=decimals_for(premium[0].se),
    )


def is_significant(row: Any) -> bool:
    """Whether a rate differs from 0 at 5 percent."""
    return significance(row.estimate, row.se, row.df or 0).verdict == "significant"
