"""The published figures that a transfer is measured against, and what follows from them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.errors import NotFoundError, UsageError
from kaltim_poverty.inputs.choices import choice
from kaltim_poverty.published.exact import half_up, product, quotient
from kaltim_poverty.published.figures import named_list
from kaltim_poverty.published.periods import Period, is_latest, nearest, parse_period
from kaltim_poverty.published.selection import Names, Selection, select
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from kaltim_poverty.published.catalogue import Area

HOUSEHOLD, PERSON = "household", "person"
NEEDED = ["poor_count", "p0", "p1", "poverty_line", "poor_household_size"]
TOTAL = "total"
THOUSAND = Decimal(1000)
HUNDRED = Decimal(100)
YEAR = Decimal(12)  # months


class Reference(NamedTuple):
    """The figures of an area and period: P0 and P1 in percent, the line in rupiah a person and month."""

    area: Area
    period: Period
    poor_count: Decimal  # thousand people
    p0: Decimal
    p1: Decimal
    line: Decimal
    size: Decimal  # people in a poor household

    def members(self, per: str) -> Decimal:
        """How many people a receiving unit has."""
        return self.size if per == HOUSEHOLD else Decimal(1)

    def poor_people(self) -> Decimal:
        """The number of poor people."""
        return product(self.poor_count, THOUSAND)

    def poor_units(self, per: str) -> Decimal | None:
        """The number of poor households or people."""
        return quotient(self.poor_people(), self.members(per))

    def population(self) -> Decimal | None:
        """The people behind the rate: count ÷ P0, the base of the survey, not a projection."""
        return quotient(product(self.poor_people(), HUNDRED), self.p0)

    def line_of(self, per: str) -> Decimal:
        """The line of a unit in rupiah a month, of a household rounded half up to the rupiah."""
        return half_up(product(self.line, self.size)) if per == HOUSEHOLD else self.line

    def gap_times_p0(self, per: str) -> Decimal:
        """P1 · line · members, which divided by P0 is the average gap of a poor unit a month."""
        return product(self.p1, self.line, self.members(per))

    def gap(self, per: str) -> Decimal | None:
        """The average gap of a poor person or household, (P1/P0)·line·members, rupiah a month."""
        return self.divided(self.gap_times_p0(per), self.p0)

    def lack_year(self) -> Decimal:
        """P1 · line · poor people · 12, which divided by P0 is the yearly shortfall."""
        return product(self.p1, self.line, self.poor_people(), YEAR)

    def divided(self, numerator: Decimal, denominator: Decimal) -> Decimal | None:
        """The quotient to 15 significant digits; None where nobody is poor or the denominator is 0."""
        return quotient(numerator, denominator) if self.p0 else None


def chosen(area: Names, figures: Names, areas: Names | None) -> Selection:
    """The one area whose figures are needed.

    Raises:
        UsageError: if several are named.
        NotFoundError: for an unknown area.
        InputError: if an own file is refused.
    """
    selection = select(area=area, locality=TOTAL, indicator=NEEDED, figures=figures, areas=areas)
    _ = selection.area
    return selection


def reference_of(selection: Selection, given: object) -> Reference:
    """The figures of a period; ``latest`` is the last that has all of them.

    Raises:
        NotFoundError: if a figure is missing, naming it and the nearest complete periods.
    """
    area, figures = selection.area, selection.figures
    complete = figures.complete_periods(area.area, [TOTAL], NEEDED)
    if not complete:
        raise no_complete_period(selection)
    period = figures.past_periods(complete)[-1] if is_latest(given) else parse_period(given)
    if period not in complete:
        raise incomplete_period(selection, period, complete)
    return Reference(area, period, *(required_figure(selection, period, name) for name in NEEDED))


def required_figure(selection: Selection, period: Period, indicator: str) -> Decimal:
    """A figure that is known to be there."""
    value = selection.figures.value(selection.area.area, period, TOTAL, indicator)
    assert value is not None  # noqa: S101 - the caller has looked
    return value


def no_complete_period(selection: Selection) -> NotFoundError:
    """The error for an area that lacks one of the figures in every period."""
    area, figures = selection.area, selection.figures
    never = [name for name in NEEDED if not figures.periods(area.area, localities=[TOTAL], indicators=[name])]
    hint = message("error.own_figures", area=area.area, indicator=(never or NEEDED)[-1])
    return NotFoundError("never_complete", area=area, figures=named_list(never or NEEDED), hint=hint)


def incomplete_period(selection: Selection, period: Period, complete: list[Period]) -> NotFoundError:
    """The error for a period that lacks some of the figures."""
    area, figures = selection.area, selection.figures
    missing = [name for name in NEEDED if not figures.has(area.area, period, TOTAL, name)]
    near = [str(known) for known in nearest(period, complete)]
    return NotFoundError(
        "incomplete_period", area=area, period=period, figures=named_list(missing), nearest=near
    )


def parse_per(given: str) -> str:
    """Whether households or persons receive.

    Raises:
        UsageError: if it is neither.
    """
    return choice("--per", given, (HOUSEHOLD, PERSON))


def poor_of(per: str) -> Message:
    """The name of poor units: people or households."""
    return message("basis.poor_households_counted" if per == HOUSEHOLD else "basis.poor_people_counted")


def check_people(reference: Reference, recipients: Decimal) -> None:
    """Refuse more recipients than the area has people.

    Raises:
        UsageError: with the number of people in the figures.
    """
    people = reference.population()
    if people is not None and recipients > half_up(people):
        raise UsageError("more_than_people", given=recipients, people=half_up(people), area=reference.area)


def resolved(selection: Selection, **question: object) -> dict[str, object]:
    """The arguments of an answer: those of the question, the area and the files."""
    arguments = selection.arguments(**question)
    return {name: value for name, value in arguments.items() if name not in ("locality", "indicator")}


def needed_return(amount: Decimal, per: str, reference: Reference) -> Decimal | None:
    """Percent a month that an amount must earn to close the average gap."""
    return reference.divided(product(HUNDRED, reference.gap_times_p0(per)), product(reference.p0, amount))


def rounded(value: Decimal | None) -> Decimal | Message:
    """A number inside a sentence, rounded to a whole."""
    return message("basis.nothing") if value is None else half_up(value)
