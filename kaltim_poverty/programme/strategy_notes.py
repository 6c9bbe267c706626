"""What must be known where ways to spend a budget are compared."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from kaltim_poverty.programme.budgets import whole_rupiah
from kaltim_poverty.programme.reference import HOUSEHOLD, poor_of
from kaltim_poverty.programme.strategy_options import CAPITAL, GROUP, TRANSFER
from kaltim_poverty.published.exact import difference, half_up, product
from kaltim_poverty.records import Note, note
from kaltim_poverty.words import Message, Rupiah, message
from kaltim_poverty.words.numbers import rounded_to

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from kaltim_poverty.programme.reference import Reference
    from kaltim_poverty.programme.strategy_options import Options, Way
    from kaltim_poverty.records import Answer


R = TypeVar("R")
SPOKEN = {TRANSFER: "value.as_transfer", CAPITAL: "value.as_capital", GROUP: "value.as_group"}


def strategy_notes(asked: Options, reference: Reference, break_even: Sequence[Decimal | None]) -> list[Note]:
    """The assumptions, where no return breaks even, what is left, and where there are not so many poor.

    Args:
        asked: what is compared.
        reference: the figures of the area.
        break_even: the return at which each way breaks even.
    """
    gap = reference.gap(HOUSEHOLD)
    if gap is None:
        return [note("nobody_poor", area=reference.area, period=reference.period)]
    return [
        note("strategies_assume", gap=half_up(gap), horizon=str(asked.horizon)),
        *([note("survival_seems_share", survival=asked.survival)] if asked.survival <= 1 else []),
        *break_even_notes(asked, break_even),
        *budget_notes(asked),
        *crowded_notes(asked, reference),
    ]


def with_opening(answer: Answer[R], asked: Options, per_rupiah: Sequence[Decimal | None]) -> Answer[R]:
    """The answer with the sentence on what closes most of the gap for each rupiah, and what least."""
    ranked = [(closed, way) for closed, way in zip(per_rupiah, asked.ways, strict=True) if closed is not None]
    if not ranked:
        return answer
    most, least = max(ranked, key=lambda pair: pair[0]), min(ranked, key=lambda pair: pair[0])
    values: dict[str, object] = {
        "horizon": str(asked.horizon),
        "most": spoken_way(most[1]),
        "largest": rounded_to(most[0], 2),
    }
    head = message("chart.head.closes_most", **values)
    if most[0] == least[0]:
        return replace(answer, opening=note("closes_alone", **values), head=head)
    values |= {"least": spoken_way(least[1]), "smallest": rounded_to(least[0], 2)}
    return replace(answer, opening=note("closes_most", **values), head=head)


def spoken_way(way: Way) -> Message:
    """A way to spend a budget as a sentence names it."""
    return message(
        SPOKEN[way.strategy],
        amount=Rupiah(way.price),
        households=str(way.households),
        rate=way.monthly_return,
    )


def break_even_notes(asked: Options, break_even: Sequence[Decimal | None]) -> list[Note]:
    """Which capital can't break even with the transfer, because it would have to earn more than the gap."""
    if asked.transfer is None:
        return [note("no_transfer")]
    pairs = zip(asked.ways, break_even, strict=True)
    never = dict.fromkeys(way.price for way, rate in pairs if way.strategy != TRANSFER and rate is None)
    amounts: list[object] = [message("value.rupiah", amount=price) for price in never]
    return [note("never_breaks_even", amounts=amounts)] if amounts else []


def budget_notes(asked: Options) -> list[Note]:
    """The notes on the rest of the budget, and on amounts too large for a single recipient."""
    paid = {way.price: way for way in asked.ways}.values()
    left = [(way, difference(asked.budget, way.cost(way.units(asked.budget)))) for way in paid]
    parts: list[object] = [
        message("value.rest_at", rest=whole_rupiah(rest), amount=way.price)
        for way, rest in left
        if rest and way.units(asked.budget)
    ]
    nobody: list[object] = [
        message("value.rupiah", amount=way.price) for way in paid if not way.units(asked.budget)
    ]
    notes = [note("budget_left", parts=parts)] if parts else []
    return [*notes, *([note("nobody_paid", budget=asked.budget, amounts=nobody)] if nobody else [])]


def crowded_notes(asked: Options, reference: Reference) -> list[Note]:
    """The ways that reach more households than are poor."""
    poor = reference.poor_units(HOUSEHOLD)
    numbers = dict.fromkeys(households_of(way, asked) for way in asked.ways)
    many: list[object] = [number for number in numbers if poor is not None and number > poor]
    if not many or poor is None:
        return []
    return [note("crowded_options", recipients=many, poor=half_up(poor), units=poor_of(HOUSEHOLD))]


def households_of(way: Way, asked: Options) -> Decimal:
    """How many households a way reaches."""
    from decimal import Decimal

    return product(way.units(asked.budget), Decimal(way.households))


__all__ = ["strategy_notes", "with_opening"]
