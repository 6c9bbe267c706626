"""The options of a check of recipients that need each other, and the programmes of `--overlap`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.amounts import parse_amount
from kaltim_poverty.inputs.lists import split_list
from kaltim_poverty.inputs.numbers import Number, excerpt, number
from kaltim_poverty.programme.lists.identities import holds_identity

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal


def options_of(
    score: str | None,
    cutoff: Number | None,
    value: str | None,
    amount: Number | None,
    overlap: str | Sequence[str] | None,
    plan: str | None,
    district: str | None,
) -> tuple[Decimal | None, Decimal | None, dict[str, str]]:
    """Cutoff, amount and the columns of other programmes.

    Raises:
        UsageError: for an option that lacks another, or an overlap without a name.
    """
    for one, given, other, needed in (
        ("--score", score, cutoff, "--cutoff"),
        ("--cutoff", cutoff, score, "--score"),
        ("--value", value, amount, "--amount"),
        ("--amount", amount, value, "--value"),
        ("--plan", plan, district, "--district"),
    ):
        if given is not None and other is None:
            raise UsageError("needs_option", option=one, needed=needed)
    limit = None if cutoff is None else number("--cutoff", cutoff)
    worth = None if amount is None else parse_amount("--amount", amount)
    return limit, worth, overlaps_of(overlap)


def overlaps_of(given: str | Sequence[str] | None) -> dict[str, str]:
    """The columns of other programmes by their names.

    Raises:
        UsageError: for an item without a name or a column, or a name twice.
    """
    named: dict[str, str] = {}
    for item in [] if given is None else split_list(given):
        name, mark, column_ = (part.strip() for part in item.partition("="))
        if not mark or not name or not column_ or holds_identity(name):
            raise UsageError("malformed_overlap", given=excerpt(item))
        if name.casefold() in map(str.casefold, named):
            raise UsageError("overlap_twice", name=excerpt(name))
        named[name] = column_
    return named
