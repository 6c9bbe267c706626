"""The same rupiah spent in different ways: monthly transfers, capital for each, capital for groups."""

from __future__ import annotations

from decimal import Context, Decimal
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from kaltim_poverty.inputs.numbers import normalized
from kaltim_poverty.programme.assess import reached
from kaltim_poverty.programme.budgets import factor
from kaltim_poverty.programme.reference import HOUSEHOLD, Reference, chosen, reference_of, resolved
from kaltim_poverty.programme.strategy_notes import strategy_notes, with_opening
from kaltim_poverty.programme.strategy_options import TRANSFER, Options, Way, options_of
from kaltim_poverty.published import catalogue
from kaltim_poverty.published.exact import product, significant
from kaltim_poverty.published.periods import LATEST, PeriodLike, require_written
from kaltim_poverty.records import Answer
from kaltim_poverty.records.charts import Chart
from kaltim_poverty.records.fields import column, record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kaltim_poverty.inputs.amounts import Numbers
    from kaltim_poverty.inputs.named_percents import NamedPercents
    from kaltim_poverty.inputs.numbers import Number
    from kaltim_poverty.published.selection import Names

PRECISE = Context(prec=60)  # a root has no end: digits enough that the fifteenth is right
ZERO, ONE, HUNDRED, YEAR = Decimal(0), Decimal(1), Decimal(100), Decimal(12)


@record
class Strategy:
    """One way to spend a budget, over the months of the horizon.

    `amount` is rupiah for a household in all, `return` percent a month of the capital. `gap_closed` is rupiah
    over the horizon, `gap_share` its percentage of the gap of those reached, `per_rupiah` the same ÷ cost,
    `last_month` what is closed in the last month. With `break_even_return` percent a month the capital would
    close as much for each rupiah as the transfer.
    """

    charts: ClassVar[tuple[Chart, ...]] = (
        Chart("bar", x="amount", y="per_rupiah", series=("strategy", "return")),
    )

    strategy: str = column("group")
    amount: Decimal = column("value", decimals=0)
    return_: Decimal | None = column("share", decimals=2)
    households: Decimal = column("value", decimals=0)
    cost: Decimal = column("value", decimals=0, gives_way=1)
    reached_share: Decimal | None = column("share", decimals=2, gives_way=1)
    gap_closed: Decimal | None = column("value", decimals=0, gives_way=2)
    gap_share: Decimal | None = column("share", decimals=2, gives_way=3)
    per_rupiah: Decimal | None = column("value", decimals=2)
    last_month: Decimal | None = column("value", decimals=0, gives_way=1)
    break_even_return: Decimal | None = column("share", decimals=2)


class Closing(NamedTuple):
    """The part of a household's gap that a strategy closes, in rupiah, with 60 digits.

    Attributes:
        month: in a month in which it closes any, at most the gap.
        months: in how many such months, each counted with the share of businesses that are alive.
        last: the share that is alive in the last month; of a transfer whether it is still paid then.
    """

    month: Decimal
    months: Decimal
    last: Decimal


def strategies(
    budget: Number,
    *,
    transfer: Number | None = None,
    months: Number | None = None,
    capital: Numbers | None = None,
    group: str | Iterable[str] | None = None,
    monthly_return: Numbers | None = None,
    horizon: Number = 24,
    survival: Number = 100,
    overhead: NamedPercents | None = None,
    period: PeriodLike = LATEST,
    area: Names = catalogue.HOME,
    figures: Names = (),
    areas: Names | None = None,
) -> Answer[Strategy]:
    """The same rupiah spent in different ways. On the command line: ``kpov programme strategies``.

    With g the average gap of a poor household a month, T the horizon, s the yearly survival to the power of
    1/12 and S = Σ_{m=1..T} s^(m−1), a transfer of t in M months closes M·min(t, g) for a household, capital K
    with a return r closes S·min(K·r, g). The budget pays as many households or whole groups as it can.
    Capital breaks even at a return of (what the transfer closes for a rupiah)·(1 + overhead) ÷ S.

    Args:
        budget: rupiah in all, above 0, such as ``"7.5miliar"``.
        transfer: rupiah a month for a household.
        months: in how many months it is paid, 12 if None, at most the horizon.
        capital: rupiah of capital for a household, one or several.
        group: capital of a group and its members, such as ``20jt/5``, one or several.
        monthly_return: percent a month that capital earns, one or several, above 0, at most 100.
        horizon: months over which all are compared, 1 to 600.
        survival: percent of businesses that are alive after a year, above 0.
        overhead: what delivery costs on top by strategy, such as ``transfer=5,capital=10,group=15``.
        period: ``2024``, ``2024-09`` or ``latest``: the last with P0, P1, count, line and household size.
        area: the code or name of one area.
        figures: files of one's own figures.
        areas: a file that names areas of one's own.

    Returns:
        a row for the transfer, then for each capital, then for each group, with each return.

    Raises:
        UsageError: for a number out of range, or an option that needs another.
        NotFoundError: for an unknown area, or a period that lacks one of the figures.
        InputError: if a file is refused.
    """
    asked = options_of(
        budget,
        transfer=transfer,
        months=months,
        capital=capital,
        group=group,
        monthly_return=monthly_return,
        horizon=horizon,
        survival=survival,
        overhead=overhead,
    )
    require_written(period)
    selection = chosen(area, figures, areas)
    reference = reference_of(selection, period)
    rows = [strategy_row(asked, way, reference) for way in asked.ways]
    more = {**asked._asdict(), "period": reference.period}
    del more["ways"]
    more |= {name: texts for name, texts in arguments_of(asked).items() if texts}
    answer = selection.figures.answer(
        "programme strategies",
        Strategy,
        rows,
        arguments=resolved(selection, **more),
        notes=strategy_notes(asked, reference, [row.break_even_return for row in rows]),
    )
    return with_opening(answer, asked, [row.per_rupiah for row in rows])


def arguments_of(asked: Options) -> dict[str, list[object]]:
    """The amounts and returns of capital as they were asked for, each once."""
    of_capital = [way for way in asked.ways if way.strategy == "capital"]
    of_groups = [way for way in asked.ways if way.strategy == "group"]
    rates = [way.monthly_return for way in asked.ways if way.monthly_return is not None]
    return {
        "capital": list(dict.fromkeys(way.price for way in of_capital)),
        "group": list(dict.fromkeys(f"{way.price:f}/{way.households}" for way in of_groups)),
        "return": list(dict.fromkeys(rates)),
    }


def strategy_row(asked: Options, way: Way, reference: Reference) -> Strategy:
    """One row."""
    units = way.units(asked.budget)
    households, cost = product(units, Decimal(way.households)), way.cost(units)
    gap = precise_gap(reference)
    closing = None if gap is None else closing_of(asked, way, gap)
    closed = None if closing is None else product_of(households, closing.month, closing.months)
    lacking = None if gap is None else product_of(households, gap, Decimal(asked.horizon))
    return Strategy(
        way.strategy,
        shown(amount_of(way)),
        way.monthly_return,
        normalized(households),
        cost,
        reached(households, HOUSEHOLD, reference),
        None if closed is None else shown(closed),
        share(closed, lacking),
        ratio(closed, cost),
        None if closing is None else shown(product_of(households, closing.month, closing.last)),
        None if gap is None else break_even(asked, way, gap),
    )


def amount_of(way: Way) -> Decimal:
    """Rupiah for a household: a part of what a group gets."""
    return PRECISE.divide(way.price, Decimal(way.households))


def precise_gap(reference: Reference) -> Decimal | None:
    """The average gap of a poor household a month; None where nobody is poor."""
    if not reference.p0:
        return None
    return PRECISE.divide(reference.gap_times_p0(HOUSEHOLD), reference.p0)


def closing_of(asked: Options, way: Way, gap: Decimal) -> Closing:
    """The part of a household's gap that a strategy closes."""
    if way.monthly_return is None:
        assert asked.transfer is not None  # noqa: S101 - it is the transfer
        months = Decimal(asked.months)
        return Closing(min(asked.transfer, gap), months, ONE if asked.months == asked.horizon else ZERO)
    earned = PRECISE.divide(product_of(amount_of(way), way.monthly_return), HUNDRED)
    return Closing(min(earned, gap), alive_months(asked), alive_in(asked, asked.horizon))


def alive_in(asked: Options, month: int) -> Decimal:
    """The share of businesses that are alive in a month, all of them in the first: s^(m−1)."""
    yearly = PRECISE.divide(asked.survival, HUNDRED)
    return PRECISE.power(yearly, PRECISE.divide(Decimal(month - 1), YEAR))


def alive_months(asked: Options) -> Decimal:
    """S, the sum of those shares over the horizon."""
    whole = ZERO
    for month in range(1, asked.horizon + 1):
        whole = PRECISE.add(whole, alive_in(asked, month))
    return whole


def break_even(asked: Options, way: Way, gap: Decimal) -> Decimal | None:
    """The percent a month at which capital closes as much for a rupiah as the transfer.

    None of the transfer itself, without one, and where more than the gap would have to be earned.
    """
    transfer = next((each for each in asked.ways if each.strategy == TRANSFER), None)
    if transfer is None or way.monthly_return is None:
        return None
    closing = closing_of(asked, transfer, gap)
    price = product(transfer.price, factor(transfer.overhead))
    per_rupiah = PRECISE.divide(product_of(closing.month, closing.months), price)
    rate = PRECISE.divide(product_of(per_rupiah, factor(way.overhead)), alive_months(asked))
    return None if product_of(amount_of(way), rate) > gap else significant(product_of(HUNDRED, rate))


def product_of(*factors: Decimal) -> Decimal:
    """A product with 60 digits."""
    result = ONE
    for each in factors:
        result = PRECISE.multiply(result, each)
    return result


def shown(value: Decimal) -> Decimal:
    """A number with the 15 digits of an answer, without zeros behind the point."""
    return normalized(significant(value).normalize())


def ratio(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """A quotient with 15 digits; None where there is nothing to divide, or by."""
    return None if part is None or not whole else shown(PRECISE.divide(part, whole))


def share(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """A ratio in percent."""
    return None if part is None else ratio(product_of(HUNDRED, part), whole)


__all__ = ["Strategy", "strategies"]
