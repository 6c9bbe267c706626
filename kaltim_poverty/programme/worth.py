"""What a yearly benefit is worth to a household: its share of the line and of the average gap."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from kaltim_poverty.errors import NotFoundError
from kaltim_poverty.programme.reference import HOUSEHOLD, NEEDED, TOTAL, YEAR, Reference, required_figure
from kaltim_poverty.published.exact import half_up, product, quotient
from kaltim_poverty.published.figures import named_list
from kaltim_poverty.published.periods import MARCH, Period, nearest
from kaltim_poverty.records import Note, note
from kaltim_poverty.words import message
from kaltim_poverty.words.numbers import rounded_to

if TYPE_CHECKING:
    from kaltim_poverty.published.selection import Selection

LARGEST_FAMILY = 30
SIZE = "poor_household_size"
HUNDRED = Decimal(100)


def worth(selection: Selection, benefit: Decimal, year: int, size: Decimal | None, people: int) -> list[Note]:
    """The sum of a benefit, and its share of the household line and of the average gap of the March round.

    Raises:
        NotFoundError: if neither a size is given nor one published for that round.
    """
    notes = [note("benefit_total", total=benefit, month=half_up(quotient(benefit, YEAR) or Decimal(0)))]
    period, area = Period(year, MARCH), selection.area
    needed = [name for name in NEEDED if name != SIZE]
    missing = [name for name in needed if not selection.figures.has(area.area, period, TOTAL, name)]
    if missing:
        return [*notes, note("no_worth", area=area, period=period, figures=named_list(missing))]
    reference = reference_with(selection, period, size)
    if size is None and people > reference.size:
        notes.append(note("more_people", people=str(people), size=reference.size))
    return [*notes, *shares(benefit, reference)]


def reference_with(selection: Selection, period: Period, size: Decimal | None) -> Reference:
    """The figures of a round, with the size that was given or the published one.

    Raises:
        NotFoundError: if there is neither, naming the nearest rounds with a size.
    """
    area = selection.area
    count, p0, p1, line = (required_figure(selection, period, name) for name in NEEDED if name != SIZE)
    if size is None:
        size = selection.figures.value(area.area, period, TOTAL, SIZE)
    if size is None:
        raise no_size(selection, period)
    return Reference(area, period, count, p0, p1, line, size)


def no_size(selection: Selection, period: Period) -> NotFoundError:
    """The error for a round without a household size."""
    area, hint = selection.area, message("error.try_family_size")
    having = selection.figures.periods(area.area, localities=[TOTAL], indicators=[SIZE])
    near = [str(known) for known in nearest(period, having)]
    if not near:
        return NotFoundError("never_complete", area=area, figures=named_list([SIZE]), hint=hint)
    return NotFoundError(
        "incomplete_period",
        area=area,
        period=period,
        figures=named_list([SIZE]),
        nearest=near,
        hint=hint,
    )


def shares(benefit: Decimal, reference: Reference) -> list[Note]:
    """The benefit of a month ÷ the line of the household, and ÷ its average gap."""
    line = reference.line_of(HOUSEHOLD)
    of_line = quotient(product(benefit, HUNDRED), product(line, YEAR))
    of_gap = reference.divided(
        product(benefit, HUNDRED, reference.p0), product(reference.gap_times_p0(HOUSEHOLD), YEAR)
    )
    values = {"size": reference.size, "period": reference.period, "area": reference.area}
    notes = [note("line_share", share=two_decimals(of_line), line=line, **values)]
    gap = reference.gap(HOUSEHOLD)
    if of_gap is not None and gap is not None:
        notes.append(note("gap_share", share=two_decimals(of_gap), gap=half_up(gap), **values))
    return notes


def two_decimals(value: Decimal | None) -> Decimal:
    """A percentage as a sentence says it."""
    return rounded_to(value or Decimal(0), 2)
