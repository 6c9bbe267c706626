"""The answer of an evaluation in one sentence."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from kaltim_poverty.records import Note, note
from kaltim_poverty.words import Message, Money, message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.programme.endline.asked import Asked
    from kaltim_poverty.programme.endline.enough import Quantity
    from kaltim_poverty.programme.endline.estimates import Estimated
    from kaltim_poverty.programme.endline.paired import Paired
    from kaltim_poverty.programme.endline.rows import Rows

SURE_BELOW = 0.05
LARGE = 1000  # from which on decimals say nothing


def of_verdict(asked: Asked, rows: Rows, quantities: Sequence[Quantity]) -> Note | None:
    """Whether the amount was enough; None where nothing says so."""
    own = [
        each for each in quantities if not each.groups and each.outcome == asked.outcomes[0] and each.arm == 1
    ]
    by_name = {each.name: each for each in own}
    found, needed = by_name.get("return_found"), by_name.get("return_needed")
    amount = rows.amounts[1] if len(rows.amounts) > 1 else None
    if found is None or needed is None or not found.verdict or amount is None:
        return None
    return note(
        f"evaluated_{found.verdict}",
        arm=rows.arms[1],
        amount=Money(amount, "idr"),
        found=tenth(found.value),
        low=tenth(found.low),
        high=tenth(found.high),
        needed=tenth(needed.value),
        level=percent(asked),
    )


def of_effect(asked: Asked, rows: Rows, found: Sequence[Estimated]) -> Note | None:
    """The sentence on the effect of the first arm, and on chance."""
    first = next(iter(found), None)
    if first is None or first.effect.value is None:
        return None
    values = {
        "arm": rows.arms[first.arm],
        "comparison": rows.arms[0],
        "outcome": first.outcome,
        "effect": rounded(abs(first.effect.value)),
        "level": percent(asked),
        "beside": rounded(first.comparison),
    }
    way = "more" if first.effect.value > 0 else "less"
    if first.effect.p_value is None or first.effect.low is None:
        return note(f"evaluated_{way}_unknown", **values)
    sure = "sure" if first.effect.p_value < SURE_BELOW else "chance"
    ends = {"low": rounded(first.effect.low), "high": rounded(first.effect.high)}
    return note(f"evaluated_{way}_{sure}", **values, **ends)


def of_change(asked: Asked, found: Sequence[Paired]) -> Note | None:
    """The sentence on a change without a comparison, which has no causal reading."""
    first = next(iter(found), None)
    if first is None or first.before is None or first.after is None:
        return None
    return note(
        "evaluated_before_after",
        outcome=asked.outcomes[0],
        before=rounded(first.before),
        after=rounded(first.after),
    )


def rounded(value: float | None) -> Decimal | Message:
    """A number in a sentence: whole where it is large, else three digits."""
    if value is None:
        return message("basis.nothing")
    return Decimal(f"{value:.0f}") if abs(value) >= LARGE else plain(Decimal(f"{value:.3g}"))


def tenth(value: float | None) -> Decimal | Message:
    """A percentage in a sentence, with one decimal."""
    return message("basis.nothing") if value is None else Decimal(f"{value:.1f}")


def plain(value: Decimal) -> Decimal:
    """The number without an exponent."""
    return Decimal(f"{value:f}")


def percent(asked: Asked) -> Decimal:
    """The level of intervals in percent."""
    return plain(Decimal(f"{100 * asked.level:.4g}"))


__all__ = ["of_change", "of_effect", "of_verdict"]
