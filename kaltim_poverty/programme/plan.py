"""How many must be compared with how many, to see what effect?"""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.amounts import parse_amount, parse_whole_amount
from kaltim_poverty.inputs.choices import choice
from kaltim_poverty.inputs.numbers import Number, between, fraction, number, whole_number, within
from kaltim_poverty.programme.comparison_design import Comparison, Sizes
from kaltim_poverty.programme.evaluation.power import smallest
from kaltim_poverty.programme.plan_rows import Planned, exact, rows_of
from kaltim_poverty.records import Answer, Note, note

if TYPE_CHECKING:
    from kaltim_poverty.programme.evaluation.power import Estimator

ESTIMATORS = ("ancova", "difference", "after")
OUTCOMES = ("mean", "poor")
MOST_ROUNDS, MOST_ARMS, MOST_SIZE = 100, 100, 100_000
MOST_OVERHEAD = 1000  # percent
MOST_RATIO = 1000
HUNDRED = Decimal(100)


def plan(
    *,
    treated: Number | None = None,
    comparison: Number | None = None,
    effect: Number | None = None,
    ratio: Number = 1,
    power: Number = 80,
    alpha: Number = 5,
    arms: int | str = 1,
    outcome: str = "mean",
    poor_share: Number | None = None,
    sd: Number | None = None,
    mean: Number | None = None,
    correlation: Number | None = None,
    before: int | str = 1,
    after: int | str = 1,
    estimator: str = "ancova",
    cluster_size: int | str | None = None,
    icc: Number | None = None,
    cluster_cv: Number | None = None,
    attrition: Number = 0,
    take_up: Number = 100,
    contamination: Number = 0,
    amount: Number | None = None,
    overhead: Number = 0,
    survey_cost: Number | None = None,
) -> Answer[Planned]:
    """How many to compare, to see what effect? On the command line: ``kpov programme plan``.

    Args:
        treated: how many get the programme, a whole number above 0.
        comparison: how many do not; both are given, or `effect`.
        effect: the smallest effect to see: standard deviations, or points of the share of poor.
        ratio: treated for each one compared, where numbers are looked for.
        power: percent of such effects that are seen, above 0 and below 100.
        alpha: percent of tests that are wrong if there is no effect, above 0 and below 100.
        arms: programmes that are each compared; they share alpha.
        outcome: ``mean``, or ``poor`` for the share of poor.
        poor_share: percent of the comparison group that is poor.
        sd: standard deviation of the outcome, rupiah a household and month.
        mean: mean of the outcome in the comparison group.
        correlation: of the outcome between two rounds, from 0 to below 1; 0 if None.
        before: rounds before the programme.
        after: rounds after it.
        estimator: ``ancova``, ``difference`` or ``after``.
        cluster_size: people of a village, where whole villages are drawn.
        icc: share of the variance that lies between villages, 0 to 1.
        cluster_cv: coefficient of variation of the sizes of villages.
        attrition: percent that will not be found again.
        take_up: percent of the treated that really get it.
        contamination: percent of the comparison that get it too.
        amount: rupiah for each of the treated.
        overhead: what delivery costs on top, in percent of the amount.
        survey_cost: rupiah for each household and round.

    Returns:
        a row for each quantity, with its unit.

    Raises:
        UsageError: for a number out of range or options in conflict.
    """
    asked = dict(locals())
    check_sides(treated, comparison, effect)
    described = comparison_of(asked)
    goal = None if effect is None else parse_effect(effect, described)
    sizes = (
        Sizes(whole("--treated", treated), whole("--comparison", comparison))
        if goal is None
        else needed(described, goal, within("--ratio", ratio, above=0, at_most=MOST_RATIO))
    )
    return Answer(
        question="programme plan",
        arguments={**asked, **sizes._asdict()},
        rows=tuple(rows_of(described, sizes, goal)),
        notes=tuple(notes_of(described, correlation_given=correlation is not None)),
        sources=(),
        names={},
        kind=Planned,
    )


def check_sides(treated: object, comparison: object, effect: object) -> None:
    """Both numbers are given, or the effect.

    Raises:
        UsageError: otherwise.
    """
    given = [
        name for name, value in (("--treated", treated), ("--comparison", comparison)) if value is not None
    ]
    if effect is not None and given:
        raise UsageError("conflict", one="--effect", other=given[0])
    if effect is None and len(given) == 1:
        other = {"--treated": "--comparison", "--comparison": "--treated"}[given[0]]
        raise UsageError("needs_option", option=given[0], needed=other)
    if effect is None and not given:
        raise UsageError("plan_needs")


def whole(name: str, given: object) -> int:
    """A number of people."""
    return int(parse_whole_amount(name, given))


def comparison_of(given: dict[str, object]) -> Comparison:
    """The comparison as the options describe it.

    Raises:
        UsageError: for a number out of range or options in conflict.
    """
    arms = whole_number("--arms", given["arms"], 1, MOST_ARMS)
    estimator = cast("Estimator", choice("--estimator", str(given["estimator"]), ESTIMATORS))
    before = whole_number("--before", given["before"], 0, MOST_ROUNDS)
    if estimator == "difference" and before == 0:
        raise UsageError("too_small", name="--before", given="0", low="1")
    size, icc, variation = villages(given)
    return Comparison(
        alpha=float(between("--alpha", given["alpha"], 0, 100)) / 100.0 / arms,
        power=float(between("--power", given["power"], 0, 100)) / 100.0,
        arms=arms,
        poor=poor_of(given),
        sd=amount_or_none("--sd", given["sd"]),
        mean=amount_or_none("--mean", given["mean"]),
        correlation=0.0
        if given["correlation"] is None
        else float(fraction("--correlation", given["correlation"])),
        before=before,
        after=whole_number("--after", given["after"], 1, MOST_ROUNDS),
        estimator=estimator,
        size=size,
        icc=icc,
        variation=variation,
        attrition=percent_below("--attrition", given["attrition"]) / HUNDRED,
        takers=takers_of(given),
        amount=amount_or_none("--amount", given["amount"]),
        overhead=within("--overhead", given["overhead"], at_least=0, at_most=MOST_OVERHEAD) / HUNDRED,
        survey_cost=amount_or_none("--survey-cost", given["survey_cost"]),
    )


def amount_or_none(name: str, given: object) -> Decimal | None:
    """An amount, if one was given."""
    return None if given is None else parse_amount(name, given)


def percent_below(name: str, given: object) -> Decimal:
    """Percent from 0 on and below 100.

    Raises:
        UsageError: if it is not.
    """
    value = within(name, given, at_least=0)
    if value >= HUNDRED:
        raise UsageError("not_between", name=name, given=str(given).strip(), low="0", high="100")
    return value


def villages(given: dict[str, object]) -> tuple[int | None, float, float]:
    """Size, share of the variance and variation of sizes of villages; no size where none are drawn.

    Raises:
        UsageError: for one of them without the others, or out of range.
    """
    pairs = (
        ("--icc", "icc", "cluster_size", "--cluster-size"),
        ("--cluster-size", "cluster_size", "icc", "--icc"),
    )
    for option, name, other, needed_option in (*pairs, ("--cluster-cv", "cluster_cv", "icc", "--icc")):
        if given[name] is not None and given[other] is None:
            raise UsageError("needs_option", option=option, needed=needed_option)
    if given["cluster_size"] is None:
        return None, 0.0, 0.0
    size = whole_number("--cluster-size", given["cluster_size"], 1, MOST_SIZE)
    icc = within("--icc", given["icc"], at_least=0, at_most=1)
    variation = within("--cluster-cv", given["cluster_cv"] or 0, at_least=0, at_most=10)
    return size, float(icc), float(variation)


def poor_of(given: dict[str, object]) -> float | None:
    """The share of poor in the comparison group, where that is the outcome.

    Raises:
        UsageError: if it lacks, or is given for another outcome.
    """
    outcome = choice("--outcome", str(given["outcome"]), OUTCOMES)
    if outcome == "poor" and given["poor_share"] is None:
        raise UsageError("needs_option", option="--outcome poor", needed="--poor-share")
    if outcome != "poor" and given["poor_share"] is not None:
        raise UsageError("needs_option", option="--poor-share", needed="--outcome poor")
    return None if outcome != "poor" else float(between("--poor-share", given["poor_share"], 0, 100)) / 100.0


def takers_of(given: dict[str, object]) -> float:
    """Take-up less contamination, 0 to 1.

    Raises:
        UsageError: if nobody more takes it up than in the comparison group.
    """
    take_up = within("--take-up", given["take_up"], above=0, at_most=100)
    contamination = within("--contamination", given["contamination"], at_least=0, at_most=100)
    if take_up <= contamination:
        raise UsageError("take_up_contamination", take_up=take_up, contamination=contamination)
    return float(take_up - contamination) / 100.0


def parse_effect(given: object, described: Comparison) -> Decimal:
    """The effect to see: standard deviations, or points of the share of poor, at most that share.

    Raises:
        UsageError: if it is not above 0, or more than all of the poor.
    """
    value = number("--effect", given)
    poor = described.poor
    if value <= 0:
        raise UsageError("not_above", name="--effect", given=str(given).strip(), low="0")
    if poor is not None and value > exact(100.0 * poor):
        raise UsageError("too_large", name="--effect", given=str(given).strip(), high=f"{100.0 * poor:g}")
    return value


def needed(described: Comparison, goal: Decimal, ratio: Decimal) -> Sizes:
    """The smallest numbers that see an effect.

    Raises:
        UsageError: if no numbers do.
    """

    def sizes(comparison: int) -> Sizes:
        step = described.size or 1
        treated = math.ceil(ratio * comparison / step) * step
        return Sizes(treated, comparison)

    def is_enough(comparison: int) -> bool:
        seen = described.mde_sd if described.poor is None else described.mde_points
        value = seen(*sizes(comparison))
        return value is not None and value <= float(goal)

    found = smallest(is_enough, described.size or 1)
    if found is None:
        raise UsageError("never_seen", effect=goal)
    return sizes(found)


def notes_of(described: Comparison, *, correlation_given: bool) -> list[Note]:
    """The notes on assumptions."""
    notes = []
    if not correlation_given and described.estimator != "after":
        notes.append(note("plan_correlation"))
    if described.poor is not None:
        notes.append(note("plan_poor"))
    if described.arms > 1:
        notes.append(note("plan_arms", arms=Decimal(described.arms)))
    notes.append(note("plan_villages" if described.size is not None else "plan_people"))
    return notes
