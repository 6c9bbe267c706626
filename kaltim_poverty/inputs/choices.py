"""One of a few words, in any case; for a misspelt one the error says what was probably meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaltim_poverty.errors import UsageError, suggestion
from kaltim_poverty.inputs.numbers import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kaltim_poverty.words import Message


def choice(name: str | Message, given: str, known: Iterable[str]) -> str:
    """The choice given for the option *name*.

    Args:
        name: of the option.
        given: as typed.
        known: all choices, in lower case, in the order in which a sentence lists them.

    Raises:
        UsageError: if it is not one of them, with those that are spelt alike.
    """
    choices, chosen = list(known), given.strip().casefold()
    if chosen not in choices:
        hint = suggestion(chosen, choices)
        raise UsageError(
            "unknown_choice", name=name, given=excerpt(given), choices=", ".join(choices), hint=hint
        )
    return chosen


__all__ = ["choice"]
