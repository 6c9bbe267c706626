"""What kpov says to people, in English and in Bahasa Indonesia.

A sentence has a key such as ``error.unknown_area``; the part before the first dot names the file that
holds it (``words/en/error.py``, ``words/id/error.py``), read when it is first needed.
Values inside a sentence speak for themselves: a number takes the language's number style, a period its
month name, a `Message` its own sentence.
"""

from __future__ import annotations

from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, runtime_checkable

from kaltim_poverty.words.money import currency_code, word_key
from kaltim_poverty.words.numbers import decimals_printed, number, rounded_to, without_zeros
from kaltim_poverty.words.visible import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

Language = Literal["en", "id"]
LONGEST = 500  # characters of a name or a cell that a sentence about a mistake repeats
LARGE_AMOUNTS = ((12, "quantity.idr_trillion"), (9, "quantity.idr_billion"), (6, "quantity.idr_million"))
LANGUAGES: tuple[Language, ...] = ("en", "id")


@runtime_checkable
class Spoken(Protocol):
    """Anything that has a form in each language: a period, an area, an indicator, a message."""

    def spoken(self, language: Language) -> str:
        """The value as words of *language*."""


QUOTING = ("error.", "value.quoted", "value.either")  # sentences that repeat what was typed or is in a file


class Message(NamedTuple):
    """A sentence that waits for its language: a key of the catalogue and the values in it."""

    key: str
    values: Mapping[str, object] = {}

    def spoken(self, language: Language) -> str:
        """The sentence in *language*; one about a mistake shortens long names in it."""
        values = self.values
        if self.key.startswith(QUOTING):
            values = {name: shortened(value) for name, value in values.items()}
        return say(language, self.key, **values)

    def __str__(self) -> str:
        return self.spoken("en")


class Words(str):
    """A value as words; ``{count:row|rows}`` is the noun that a count of one, or another, asks for."""

    __slots__ = ()

    def __format__(self, nouns: str) -> str:
        one, mark, many = nouns.partition("|")
        return (one if self == "1" else many) if mark else super().__format__(nouns)


class Printed(NamedTuple):
    """A published number without its unit, a dropped zero restored: ``59.00`` for 59 percent."""

    value: Decimal
    unit: str

    def spoken(self, language: Language) -> str:
        """The number in the style of *language*."""
        return number(self.value, language, decimals_printed(self.value, self.unit))


class Quantity(NamedTuple):
    """A number with its unit, as people say it: ``5.78 percent``, ``Rp833.955``."""

    value: Decimal
    unit: str

    def spoken(self, language: Language) -> str:
        """The number in the style of *language*, with the unit around it."""
        return lookup(language, f"quantity.{self.unit}").format(Printed(*self).spoken(language))


class Rupiah(NamedTuple):
    """An amount as people say it: ``Rp5 million``, ``Rp7,5 miliar``; all digits where two decimals cut some."""

    value: Decimal

    def spoken(self, language: Language) -> str:
        """The amount in the style of *language*."""
        for power, key in LARGE_AMOUNTS:
            scaled = rounded_to(self.value.scaleb(-power), 2)
            if self.value >= 10**power and scaled.scaleb(power) == self.value:
                return lookup(language, key).format(number(without_zeros(scaled), language))
        return lookup(language, "quantity.idr").format(number(self.value, language))


class Money(NamedTuple):
    """An amount with all its decimals and its unit: ``Rp833,955.50``, ``USD 1.9 per person``."""

    value: Decimal
    unit: str

    def spoken(self, language: Language) -> str:
        """The amount in the style of *language*, with the unit around it."""
        form = lookup(language, f"quantity.{word_key(self.unit)}")
        return form.format(number(self.value, language), currency=currency_code(self.unit))


def message(key: str, **values: object) -> Message:
    """A `Message` with its values by keyword."""
    return Message(key, values)


def lookup(language: Language, key: str) -> str:
    """The unfilled sentence of *key*; KeyError if the catalogue lacks it."""
    return section(language, key.partition(".")[0])[key.partition(".")[2]]


def known(language: Language, key: str) -> bool:
    """Whether the catalogue has *key*."""
    name, _, rest = key.partition(".")
    return rest in section(language, name)


def section(language: Language, name: str) -> Mapping[str, str]:
    """All sentences of one file of the catalogue."""
    words: Mapping[str, str] = import_module(f"kaltim_poverty.words.{language}.{name}").WORDS
    return words


def say(language: Language, key: str, **values: object) -> str:
    """The sentence of *key* in *language*, filled with *values*, whose control characters are visible."""
    return lookup(language, key).format(
        **{name: Words(visible(speak(value, language))) for name, value in values.items()}
    )


def speak(value: object, language: Language) -> str:
    """One value as words: numbers in the language's style, lists with commas, text as it is."""
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return number(value, language)
    if isinstance(value, Spoken):
        return value.spoken(language)
    if isinstance(value, list):
        return listing(value, language)
    return str(value)


def shortened(value: object) -> object:
    """A text of any length as a sentence quotes it: of a long one the beginning and the end."""
    if not isinstance(value, str) or len(value) <= LONGEST:
        return value
    return f"{value[: LONGEST // 2]}…{value[-LONGEST // 2 :]}"


def listing(values: list[object], language: Language) -> str:
    """A list as people write it: ``a, b and c``."""
    spoken = [speak(value, language) for value in values]
    if len(spoken) < 2:  # noqa: PLR2004 - one thing needs no "and"
        return "".join(spoken)
    return f"{', '.join(spoken[:-1])} {lookup(language, 'value.and')} {spoken[-1]}"
