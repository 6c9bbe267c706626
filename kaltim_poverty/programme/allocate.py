"""How many for each district?"""

from __future__ import annotations

from dataclasses import make_dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from kaltim_poverty.programme.allocation_areas import Sharing, sharing
from kaltim_poverty.programme.allocation_notes import (
    allocation_notes,
    comparison_notes,
    extremes_of_rules,
    head_of,
    opening_of,
)
from kaltim_poverty.programme.allocation_plan import PAYERS, Plan, plan_of
from kaltim_poverty.programme.allocation_rules import EQUAL, RULES, Rule, plain_rule
from kaltim_poverty.programme.apportionment import Apportionment, hamilton
from kaltim_poverty.programme.dispersion import Dispersion, dispersion
from kaltim_poverty.programme.reference import resolved
from kaltim_poverty.published import catalogue
from kaltim_poverty.published.exact import EXACT, QUOTIENT, product, unit_in_last_place
from kaltim_poverty.published.periods import LATEST, Period, PeriodLike, require_written
from kaltim_poverty.published.selection import Names, Selection, select
from kaltim_poverty.records import Answer, note
from kaltim_poverty.records.charts import Chart
from kaltim_poverty.records.fields import AREA, AREA_NAME, PERIOD, column, record
from kaltim_poverty.words import message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.inputs.named_percents import NamedPercents
    from kaltim_poverty.inputs.numbers import Number
    from kaltim_poverty.programme.allocation_rules import Figured

HUNDRED, TEN_THOUSAND = 100, 10_000
COST = "cost_"  # how the columns of those who pay begin


@record
class Allocated:
    """One area's allocation: `weight` is its share in percent, `quota` the recipients it is due.

    `chance` is recipients for 10,000 poor people, `equal` what the area would get if all got the same, and
    `difference` is recipients − equal.
    """

    charts: ClassVar[tuple[Chart, ...]] = (Chart("bar", x="area", y="recipients"),)

    area: str = column(AREA)
    area_name: str = column(AREA_NAME)
    period: Period = column(PERIOD)
    weight: Decimal = column("share", decimals=2, gives_way=1)
    quota: Decimal = column("value", decimals=2, gives_way=2)
    recipients: int = column("count")
    cost: Decimal | None = column("value", decimals=0)
    poor_count: Decimal | None = column("value", decimals=0, gives_way=1)
    chance: Decimal | None = column("value", decimals=2, gives_way=3)
    equal: int = column("count", gives_way=2)
    difference: Decimal = column("change", decimals=0, gives_way=3)


@record
class AllocatedBySource(Allocated):
    """The same with the rupiah that each source pays; a source that pays nothing has no column."""

    cost_central: Decimal | None = column("value", decimals=0)
    cost_province: Decimal | None = column("value", decimals=0)
    cost_district: Decimal | None = column("value", decimals=0)


@record
class RuleCompared:
    """How far a rule is from the same chance for all poor people.

    `dissimilarity` is ½Σ|a/A − c/C| in percent, the recipients that would have to move; `gini` is that of the
    chance over poor people. Chances are recipients for 10,000 poor people of an area, `ratio` the largest ÷
    the smallest.
    """

    charts: ClassVar[tuple[Chart, ...]] = (Chart("bar", x="rule", y="dissimilarity"),)

    rule: str = column("group")
    dissimilarity: Decimal | None = column("share", decimals=2)
    gini: Decimal | None = column("share", decimals=4)
    chance_smallest: Decimal | None = column("value", decimals=2)
    chance_largest: Decimal | None = column("value", decimals=2)
    ratio: Decimal | None = column("share", decimals=2)


def allocate(
    *,
    recipients: Number | None = None,
    budget: Number | None = None,
    amount: Number | None = None,
    rule: NamedPercents = "poor",
    minimum: Number = 0,
    rounding: str = "hamilton",
    source: NamedPercents | None = None,
    compare: bool = False,
    overhead: Number = 0,
    period: PeriodLike = LATEST,
    area: Names = catalogue.HOME,
    figures: Names = (),
    areas: Names | None = None,
) -> Answer[Any]:
    """How many for each district? On the command line: ``kpov programme allocate``.

    Args:
        recipients: how many there are to share, a whole number above 0.
        budget: rupiah in all instead; with *amount* it gives ⌊budget/(amount·(1 + overhead))⌋ recipients.
        amount: rupiah for each; without it there is no cost.
        rule: ``equal``, ``poor`` (by the number of poor people), ``shortfall`` (by what they lack), ``p0``
            (by the rate), or a mix such as ``poor=50,equal=50``.
        minimum: the least that an area gets.
        rounding: ``hamilton`` (largest remainders) or ``webster`` (never fewer when there are more to share).
        source: who pays which percentage of the cost, such as ``province=70,district=30``.
        compare: a row for each rule instead, with how unequal it makes the chances of poor people.
        overhead: what delivery costs on top, in percent of the amount, 0 to 1000.
        period: ``2024``, ``2024-09`` or ``latest``: the last in which most areas have what the rule needs.
        area: one area, whose parts share, or several that share.
        figures: files of one's own figures.
        areas: a file that names areas of one's own.

    Returns:
        a row for each area, by code (`Allocated`), or for each rule (`RuleCompared`).

    Raises:
        UsageError: for numbers out of range, percentages that do not sum to 100, a minimum that the total
            does not reach, an unknown choice or options in conflict.
        NotFoundError: for an unknown area, one without parts, or a figure that the rule needs and lacks.
        InputError: if a file is refused.
    """
    plan = plan_of(
        recipients, budget, amount, overhead, rule=rule, minimum=minimum, rounding=rounding, source=source
    )
    require_written(period)
    selection = select(area=area, locality="total", figures=figures, areas=areas)
    rules = compared_rules(plan.rule) if compare else [plan.rule]
    needed = list(dict.fromkeys(figure for each in rules for figure in each.needed))
    shared = sharing(selection, area, period, needed)
    found = [plan.shared_by(each, shared.areas) for each in rules]
    if compare:
        return comparison(selection, plan, shared, rules, found)
    return shares(selection, plan, shared, found[0])


def shares(selection: Selection, plan: Plan, shared: Sharing, found: Apportionment) -> Answer[Allocated]:
    """A row for each area."""
    equal = plan.shared_by(plain_rule(EQUAL), shared.areas)
    rows = rows_of(plan, shared, found, equal)
    answer = selection.figures.answer(
        "programme allocate",
        kind_of(tuple(plan.source)),
        rows,
        arguments=arguments_of(selection, plan, shared, compare=False),
        notes=[*shared.notes, *allocation_notes(plan, shared.areas, found)],
        title=message("caption.allocated_in", area=selection.area) if len(selection.areas) == 1 else None,
    )
    return replace(
        answer,
        opening=opening_of(plan, shared.areas, found.places, equal.places),
        head=head_of(plan, shared.areas, found.places),
    )


def rows_of(plan: Plan, shared: Sharing, found: Apportionment, equal: Apportionment) -> list[Allocated]:
    """The rows, by the code of the area."""
    kind, weights = kind_of(tuple(plan.source)), plan.rule.shares(shared.areas) or []
    numbers = zip(shared.areas, weights, found.quotas, found.places, equal.places, strict=True)
    return [
        kind(
            area=each.area.area,
            area_name=each.area.name,
            period=shared.period,
            weight=decimal(HUNDRED * weight),
            quota=decimal(quota),
            recipients=places,
            cost=plan.cost_of(places),
            poor_count=None if each.poor_people is None else decimal(each.poor_people),
            chance=chance(places, each),
            equal=even,
            difference=Decimal(places - even),
            **paid_by(plan, places),
        )
        for each, weight, quota, places, even in numbers
    ]


@cache
def kind_of(payers: tuple[str, ...]) -> type[Allocated]:
    """The record of a row, with a column for each source that pays."""
    if not payers:
        return Allocated
    if payers == PAYERS:
        return AllocatedBySource
    more = [(f"{COST}{payer}", Decimal, column("value", decimals=0)) for payer in payers]
    return make_dataclass(AllocatedBySource.__name__, more, bases=(Allocated,), frozen=True)


def paid_by(plan: Plan, places: int) -> dict[str, Decimal]:
    """Each source's share of the cost of an area, in whole rupiah that add up to it (Hamilton).

    A cost with parts of a rupiah is shared in its smallest part.
    """
    cost = plan.cost_of(places)
    if cost is None or not plan.source:
        return {}
    step = unit_in_last_place(cost)
    percents = [Fraction(share) for share in plan.source.values()]
    parts = hamilton(int(EXACT.divide_int(cost, step)), percents)
    return {
        f"{COST}{payer}": product(Decimal(part), step) for payer, part in zip(plan.source, parts, strict=True)
    }


def chance(places: int, area: Figured) -> Decimal | None:
    """Recipients for 10,000 poor people; None where nobody is poor, or nobody knows how many."""
    return decimal(TEN_THOUSAND * places / area.poor_people) if area.poor_people else None


def decimal(value: Fraction) -> Decimal:
    """An exact number as a decimal one with 15 digits."""
    return QUOTIENT.divide(Decimal(value.numerator), Decimal(value.denominator))


def compared_rules(rule: Rule) -> list[Rule]:
    """The plain rules, and the one asked for if it is another."""
    plain = [plain_rule(name) for name in RULES]
    return plain if rule in plain else [*plain, rule]


def comparison(
    selection: Selection, plan: Plan, shared: Sharing, rules: Sequence[Rule], found: Sequence[Apportionment]
) -> Answer[RuleCompared]:
    """A row for each rule."""
    people = [each.poor_people or Fraction(0) for each in shared.areas]
    rows = [
        compared(rule, dispersion(shares.places, people) if any(people) else None)
        for rule, shares in zip(rules, found, strict=True)
    ]
    answer = selection.figures.answer(
        "programme allocate",
        RuleCompared,
        rows,
        arguments=arguments_of(selection, plan, shared, compare=True),
        notes=[*shared.notes, *comparison_notes(plan)],
        names={"rule": {rule.name: rule.spoken_name() for rule in rules}},
    )
    if not any(people):
        return answer
    values = extremes_of_rules(plan, rules, [shares.places for shares in found], people)
    return replace(
        answer, opening=note("compared_rules", **values), head=message("chart.head.compared_rules", **values)
    )


def compared(rule: Rule, found: Dispersion | None) -> RuleCompared:
    """One row; without poor people there is nothing to measure."""
    if found is None:
        return RuleCompared(rule.name, None, None, None, None, None)
    return RuleCompared(
        rule.name,
        decimal(HUNDRED * found.dissimilarity),
        None if found.gini is None else decimal(found.gini),
        decimal(TEN_THOUSAND * found.smallest),
        decimal(TEN_THOUSAND * found.largest),
        None if found.ratio is None else decimal(found.ratio),
    )


def arguments_of(selection: Selection, plan: Plan, shared: Sharing, *, compare: bool) -> dict[str, object]:
    """The arguments of the question, with the totals."""
    return resolved(
        selection,
        recipients=Decimal(plan.recipients),
        budget=plan.budget,
        amount=plan.amount,
        overhead=plan.overhead,
        rule=plan.rule.name,
        minimum=plan.minimum,
        rounding=plan.rounding,
        source=plan.source or None,
        compare=compare,
        period=shared.period,
    )


__all__ = ["Allocated", "AllocatedBySource", "RuleCompared", "allocate"]
