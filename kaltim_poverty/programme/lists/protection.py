"""Sentences about a list never quote an identity number, whatever column was named by mistake."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from kaltim_poverty.errors import KpovError
from kaltim_poverty.programme.lists.identities import EXPONENT, HIDDEN, without_identities
from kaltim_poverty.words import Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@contextlib.contextmanager
def protected() -> Iterator[None]:
    """Keep identity numbers out of the message of any error raised inside.

    Raises:
        KpovError: whatever the task raises, without them.
    """
    try:
        yield
    except KpovError as error:
        error.message = hidden_in(error.message)
        error.hint = None if error.hint is None else hidden_in(error.hint)
        raise error from None


def hidden_in(message: Message) -> Message:
    """The sentence without identity numbers."""
    return Message(message.key, hidden_values(message.values))


def hidden_values(values: Mapping[str, object]) -> dict[str, object]:
    """The values of a sentence without identity numbers, at any depth."""
    return {name: hidden(value) for name, value in values.items()}


def hidden(value: object) -> object:
    """One value without them."""
    if isinstance(value, Message):
        return hidden_in(value)
    if isinstance(value, str):
        return HIDDEN if EXPONENT.fullmatch(value.strip()) else without_identities(value)
    if isinstance(value, list):
        return [hidden(each) for each in value]
    return value


__all__ = ["hidden", "protected"]
