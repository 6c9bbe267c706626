"""What is said of a sharing: the sentence that answers, and what must be known beside the numbers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from kaltim_poverty.programme.allocation_rules import RATE, SHORTFALL
from kaltim_poverty.programme.budgets import whole_rupiah
from kaltim_poverty.programme.dispersion import dispersion
from kaltim_poverty.published.exact import quotient
from kaltim_poverty.records import Note, note
from kaltim_poverty.words import Message, message
from kaltim_poverty.words.numbers import rounded_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.programme.allocation_plan import Plan
    from kaltim_poverty.programme.allocation_rules import Figured, Rule
    from kaltim_poverty.programme.apportionment import Apportionment

PERCENT = 100


def opening_of(plan: Plan, areas: Sequence[Figured], places: Sequence[int], equal: Sequence[int]) -> Note:
    """How the recipients are shared, and how far that is from the same chance for all poor people."""
    values = {
        "recipients": Decimal(plan.recipients),
        "areas": str(len(areas)),
        "rule": plan.rule.spoken_name(),
        **extremes(areas, places),
    }
    people = [each.poor_people for each in areas]
    if any(each is None for each in people) or not any(people):
        return note("allocated", **values)
    known = [each or Fraction(0) for each in people]
    moved = {"moved": moving(places, known)}
    if tuple(places) == tuple(equal):
        return note("allocated_equally", **values, **moved)
    return note("allocated_unequally", **values, **moved, moved_equal=moving(equal, known))


def extremes(areas: Sequence[Figured], places: Sequence[int]) -> dict[str, object]:
    """Where most and fewest go."""
    pairs = list(zip(places, areas, strict=True))
    most, fewest = max(pairs, key=lambda pair: pair[0]), min(pairs, key=lambda pair: pair[0])
    return {
        "most": most[1].area,
        "most_places": Decimal(most[0]),
        "fewest": fewest[1].area,
        "fewest_places": Decimal(fewest[0]),
    }


def moving(places: Sequence[int], people: Sequence[Fraction]) -> Decimal:
    """The percentage of recipients that would have to move, as a sentence says it."""
    return in_percent(dispersion(places, people).dissimilarity)


def in_percent(part: Fraction) -> Decimal:
    """A part of a whole as a sentence says it."""
    share = PERCENT * part
    return rounded_to(quotient(Decimal(share.numerator), Decimal(share.denominator)) or Decimal(0), 2)


def extremes_of_rules(
    plan: Plan, rules: Sequence[Rule], places: Sequence[Sequence[int]], people: Sequence[Fraction]
) -> dict[str, object]:
    """The rules that come nearest to the same chance for all poor people, and that stay farthest from it."""
    moved = {
        rule: dispersion(shares, people).dissimilarity for rule, shares in zip(rules, places, strict=True)
    }
    nearest, farthest = min(rules, key=moved.__getitem__), max(rules, key=moved.__getitem__)
    return {
        "recipients": Decimal(plan.recipients),
        "nearest": nearest.spoken_name(),
        "moved": in_percent(moved[nearest]),
        "farthest": farthest.spoken_name(),
        "most_moved": in_percent(moved[farthest]),
    }


def head_of(plan: Plan, areas: Sequence[Figured], places: Sequence[int]) -> Message:
    """The headline of a chart of the allocation."""
    return message(
        "chart.head.allocated",
        recipients=Decimal(plan.recipients),
        rule=plan.rule.spoken_name(),
        **extremes(areas, places),
    )


def allocation_notes(plan: Plan, areas: Sequence[Figured], found: Apportionment) -> list[Note]:
    """The notes on the rule, the minimum, the chances and the budget."""
    return [
        *rule_notes(plan),
        *minimum_notes(plan, areas, found),
        *chance_notes(areas, found.places),
        *budget_notes(plan),
    ]


def comparison_notes(plan: Plan) -> list[Note]:
    """The notes where rules are compared."""
    notes = [note("minimum_everywhere", minimum=Decimal(plan.minimum))] if plan.minimum else []
    return [note("p0_blind"), note("noisy_depth"), *notes, note("people_not_households"), note("most_chance")]


def rule_notes(plan: Plan) -> list[Note]:
    """The notes on what a rule ignores."""
    blind = [note("p0_blind")] if plan.rule.uses(RATE) else []
    noisy = [note("noisy_depth")] if plan.rule.uses(SHORTFALL) else []
    return [*blind, *noisy]


def minimum_notes(plan: Plan, areas: Sequence[Figured], found: Apportionment) -> list[Note]:
    """Which areas are raised to the minimum."""
    shares = plan.rule.shares(areas) or []
    raised: list[object] = [
        each.area
        for each, share, quota in zip(areas, shares, found.quotas, strict=True)
        if quota == plan.minimum > plan.recipients * share
    ]
    return [note("raised_to_minimum", minimum=Decimal(plan.minimum), areas=raised)] if raised else []


def chance_notes(areas: Sequence[Figured], places: Sequence[int]) -> list[Note]:
    """The notes on the chance of poor people to receive."""
    unknown: list[object] = [each.area for each in areas if each.poor_people is None]
    crowded: list[object] = [
        each.area
        for each, share in zip(areas, places, strict=True)
        if each.poor_people is not None and share > each.poor_people
    ]
    notes = [note("people_not_households"), note("most_chance")] if len(unknown) < len(areas) else []
    notes += [note("no_poor_count", areas=unknown)] if unknown else []
    return [*notes, *([note("crowded_areas", areas=crowded)] if crowded else [])]


def budget_notes(plan: Plan) -> list[Note]:
    """The note on the rest of the budget."""
    if not plan.rest or plan.amount is None:
        return []
    parts: list[object] = [message("value.rest_at", rest=whole_rupiah(plan.rest), amount=plan.amount)]
    return [note("budget_left", parts=parts)]


__all__ = ["allocation_notes", "comparison_notes", "extremes_of_rules", "head_of", "opening_of"]
