"""The quantities of a planned comparison, each with the formula in words that it follows from."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from kaltim_poverty.inputs.numbers import normalized
from kaltim_poverty.records.fields import column, record
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from kaltim_poverty.programme.comparison_design import Comparison, Sizes

HUNDRED = Decimal(100)
DECIMALS = {"percent": 2, "ratio": 4, "total": 1}  # for people; of people, villages and rupiah none
DIGITS = 15  # of a quotient or root


@record
class Planned:
    """One quantity of a comparison in its unit; `basis` says the formula in words with the numbers in it."""

    quantity: str = column("group")
    value: Decimal | None = column("value", decimals=DECIMALS)
    unit: str = column("code", repeats="quantity")
    basis: Message = column("words")


def exact(value: float) -> Decimal:
    """A computed number with 15 digits."""
    return normalized(Decimal(f"{value:.{DIGITS}g}"))


def row(quantity: str, value: float | Decimal | None, unit: str, **numbers: object) -> Planned:
    """A row with the formula in words; where there is no value it says so."""
    formula = message(f"basis.plan_{quantity}", **numbers)
    if value is None:
        return Planned(quantity, None, unit, message("basis.plan_none", formula=formula))
    return Planned(quantity, value if isinstance(value, Decimal) else exact(value), unit, formula)


def shown(value: float, digits: int = 4) -> Decimal:
    """A number inside a formula."""
    return normalized(Decimal(f"{value:.{digits}g}"))


def rows_of(described: Comparison, sizes: Sizes, goal: Decimal | None) -> list[Planned]:
    """The quantities in the order in which people read them."""
    rows = [*basic_rows(described, sizes), *effect_rows(described, sizes)]
    if goal is not None:
        rows += [
            row("treated_needed", Decimal(sizes.treated), "people", effect=goal),
            row("comparison_needed", Decimal(sizes.comparison), "people", effect=goal),
        ]
        if described.size is not None:
            clusters = Decimal((sizes.treated + sizes.comparison) // described.size)
            rows.append(
                row(
                    "clusters_needed",
                    clusters,
                    "clusters",
                    people=Decimal(sum(sizes)),
                    size=Decimal(described.size),
                )
            )
    return [*rows, *cost_rows(described, sizes)]


def basic_rows(described: Comparison, sizes: Sizes) -> list[Planned]:
    """The rows that every plan has."""
    return [
        *analysed_rows(described, sizes),
        *variance_rows(described),
        *rows_of_test(described, sizes),
        smallest_effect(described, sizes),
    ]


def analysed_rows(described: Comparison, sizes: Sizes) -> list[Planned]:
    """How many of each side are found again."""
    attrition = normalized(described.attrition * HUNDRED)
    return [
        row(
            f"{side}_analysed",
            Decimal(described.analysed(people)),
            "people",
            people=Decimal(people),
            attrition=attrition,
        )
        for side, people in sizes._asdict().items()
    ]


def variance_rows(described: Comparison) -> list[Planned]:
    """The rows on the design effect of villages and of several survey rounds."""
    drawn = {"icc": shown(described.icc), "variation": shown(described.variation)}
    deff = (
        Planned("design_effect", Decimal(1), "ratio", message("basis.plan_people_drawn"))
        if described.size is None
        else row("design_effect", described.deff, "ratio", size=Decimal(described.size), **drawn)
    )
    rounds = message(
        f"basis.plan_{described.estimator}",
        before=Decimal(described.before),
        after=Decimal(described.after),
        correlation=shown(described.correlation),
    )
    return [deff, Planned("variance_factor", exact(described.factor), "ratio", rounds)]


def rows_of_test(described: Comparison, sizes: Sizes) -> list[Planned]:
    """The level of each test, its degrees of freedom, and the multiple of the standard error that it sees."""
    each = 100 * described.alpha
    found = Decimal(sum(map(described.analysed, sizes)))
    villages = "" if described.size is None else "_villages"
    of_df = message(f"basis.plan_df{villages}", people=found, size=Decimal(described.size or 1))
    multiple, power = described.multiplier(*sizes), shown(100 * described.power)
    return [
        row(
            "alpha_each",
            each,
            "percent",
            alpha=shown(each * described.arms),
            arms=Decimal(described.arms),
        ),
        Planned("df", exact(described.df(*sizes)), "total", of_df),
        row("multiplier", multiple, "ratio", alpha=shown(each), power=power),
    ]


def smallest_effect(described: Comparison, sizes: Sizes) -> Planned:
    """The smallest effect that is seen, in standard deviations."""
    return row(
        "mde_sd",
        described.mde_sd(*sizes),
        "ratio",
        multiplier=shown(described.multiplier(*sizes) or 0.0),
        variance=shown(described.factor * described.deff),
        treated=Decimal(described.analysed(sizes.treated)),
        comparison=Decimal(described.analysed(sizes.comparison)),
    )


def effect_rows(described: Comparison, sizes: Sizes) -> list[Planned]:
    """The smallest effect in other units, as far as these are known."""
    rows = []
    small, sd = described.mde_sd(*sizes), described.sd
    if sd is not None:
        mde = None if small is None else small * float(sd)
        rows.append(row("mde", mde, "idr_per_household_month", mde=shown(small or 0.0), sd=sd))
        if described.mean is not None:
            share = None if mde is None else 100.0 * mde / float(described.mean)
            rows.append(row("mde_percent", share, "percent", mde=shown(mde or 0.0, 6), mean=described.mean))
    if described.poor is not None:
        rows.append(
            row("mde_points", described.mde_points(*sizes), "percent", poor=shown(100.0 * described.poor))
        )
    if described.takers < 1:
        takers = None if small is None else small / described.takers
        rows.append(
            row(
                "mde_takers", takers, "ratio", mde=shown(small or 0.0), takers=shown(100.0 * described.takers)
            )
        )
    if sd is not None and described.amount is not None:
        mde = None if small is None else small * float(sd)
        rate = None if mde is None else 100.0 * mde / float(described.amount)
        rows.append(
            row("detectable_return", rate, "percent", mde=shown(mde or 0.0, 6), amount=described.amount)
        )
    return rows


def cost_rows(described: Comparison, sizes: Sizes) -> list[Planned]:
    """The rows on the cost of programme and surveys, where one of them is known."""
    amount, survey = described.amount or Decimal(0), described.survey_cost or Decimal(0)
    if described.amount is None and described.survey_cost is None:
        return []
    rounds = Decimal(described.before + described.after)
    programme = amount * sizes.treated * (1 + described.overhead)
    surveys = survey * sum(sizes) * rounds
    return [
        row(
            "cost",
            normalized(programme + surveys),
            "idr",
            programme=normalized(programme),
            surveys=normalized(surveys),
        )
    ]
