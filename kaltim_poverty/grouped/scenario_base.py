"""The published figures from which a scenario starts."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from kaltim_poverty.errors import NotFoundError, UsageError
from kaltim_poverty.grouped.lognormal_model import Model, Transfer, model_of
from kaltim_poverty.grouped.scenario_options import Paid
from kaltim_poverty.published.catalogue import Area
from kaltim_poverty.published.exact import half_up
from kaltim_poverty.published.figures import named_list
from kaltim_poverty.published.periods import Period, is_latest, nearest, parse_period
from kaltim_poverty.published.selection import Selection
from kaltim_poverty.words import message

NEEDED = ["p0", "poverty_line", "gini"]
ALSO = ["poor_count", "p1", "p2", "mean_expenditure", "poor_household_size"]
THOUSAND, HUNDRED, MONTHS = Decimal(1000), Decimal(100), Decimal(12)


class Base(NamedTuple):
    """The figures of an area and period; P0 to P2 in percent, None where one is not published.

    Attributes:
        values: by indicator.
    """

    area: Area
    period: Period
    locality: str
    values: dict[str, Decimal | None]

    def need(self, indicator: str) -> Decimal:
        """A figure that is known to be there."""
        value = self.values[indicator]
        assert value is not None  # noqa: S101 - the caller has looked
        return value

    @property
    def population(self) -> Decimal | None:
        """The people behind the rate: count ÷ P0; None without a count."""
        count = self.values["poor_count"]
        return None if count is None else count * THOUSAND * HUNDRED / self.need("p0")

    @property
    def model(self) -> Model:
        """The lognormal with the published Gini ratio and P0."""
        return model_of(float(self.need("p0")) / 100, float(self.need("gini")))

    @property
    def shortfall_year(self) -> Decimal | None:
        """P1 · line · people · 12."""
        p1, people = self.values["p1"], self.population
        return (
            None
            if p1 is None or people is None
            else p1 / HUNDRED * self.need("poverty_line") * people * MONTHS
        )


def base_of(selection: Selection, area: Area, given: object, *, with_size: bool) -> Base | None:
    """The figures of a period; ``latest`` is the last that has P0, line and Gini. None where they lack.

    Raises:
        UsageError: if the period is malformed.
    """
    needed = [*NEEDED, *(["poor_count", "poor_household_size"] if with_size else [])]
    complete = selection.figures.complete_periods(area.area, selection.localities, needed)
    if not complete:
        return None
    period = selection.figures.past_periods(complete)[-1] if is_latest(given) else parse_period(given)
    if period not in complete:
        return None
    [locality] = selection.localities
    values = {name: selection.figures.value(area.area, period, locality, name) for name in (*NEEDED, *ALSO)}
    p0 = values["p0"]
    return Base(area, period, locality, values) if p0 is not None and 0 < p0 < HUNDRED else None


def missing_figures(selection: Selection, given: object, *, with_size: bool) -> NotFoundError:
    """The error where no area has what a scenario needs."""
    needed = [*NEEDED, *(["poor_count", "poor_household_size"] if with_size else [])]
    area, figures = selection.areas[0], selection.figures
    complete = figures.complete_periods(area.area, selection.localities, needed)
    if is_latest(given) or not complete:
        places = selection.localities
        never = [
            name for name in needed if not figures.periods(area.area, localities=places, indicators=[name])
        ]
        hint = message("error.own_figures", area=area.area, indicator=(never or needed)[-1])
        return NotFoundError("never_complete", area=area, figures=named_list(never or needed), hint=hint)
    period, [locality] = parse_period(given), selection.localities
    missing = [name for name in needed if not figures.has(area.area, period, locality, name)]
    near = [str(known) for known in nearest(period, complete)]
    return NotFoundError(
        "incomplete_period", area=area, period=period, figures=named_list(missing), nearest=near
    )


class Payment(NamedTuple):
    """A transfer: households that get it, its cost, the share of people, rupiah a person and month."""

    households: Decimal
    cost: Decimal
    people: Decimal
    a_month: Decimal

    def over(self, line: float) -> Transfer:
        """The transfer as a share of a line in rupiah."""
        return Transfer(float(self.people), float(self.a_month) / line)


def payment_of(base: Base, paid: Paid) -> Payment:
    """A transfer on the people of an area.

    Raises:
        UsageError: if there are more recipients than households.
    """
    people, size = base.population, base.need("poor_household_size")
    assert people is not None  # noqa: S101 - count and size were needed
    households = paid.recipients
    if households is None:
        households = half_up(people * (paid.poorest or 0) / HUNDRED / size)
    share = households * size / people
    if share > 1:
        raise UsageError("more_than_people", given=households, people=half_up(people), area=base.area)
    return Payment(households, households * paid.amount, share, paid.amount / (MONTHS * size))
