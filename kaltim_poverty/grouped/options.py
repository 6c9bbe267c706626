"""What was asked of groups: options of the command line or arguments of Python, checked."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TypeAlias

from kaltim_poverty.errors import UsageError, suggestion
from kaltim_poverty.grouped.methods import DEFAULT, METHODS
from kaltim_poverty.inputs.amounts import Numbers, parse_amount, parse_amounts
from kaltim_poverty.inputs.choices import choice
from kaltim_poverty.inputs.lists import split_list
from kaltim_poverty.inputs.numbers import COMMA, Number, between, excerpt
from kaltim_poverty.measures.catalogue import PARAMETERS, Measure, measure, names

ALL = "all"
WITH_LINE = ("p0", "p1", "p2", "gini")
WITHOUT_LINE = ("mean", "median", "gini")
OF_PEOPLE = ("poor_count", "total_shortfall")  # measures that need the number of people
LETTERS = 3  # of a currency

Names: TypeAlias = str | Iterable[str]


def chosen_methods(given: Names | None) -> list[str]:
    """The methods by name, each once, in the order asked for.

    Raises:
        UsageError: if one is unknown.
    """
    asked = [name for name in split_list(given or ()) if name] or [DEFAULT]
    chosen = [choice("--method", name, (*METHODS, ALL)) for name in asked]
    return list(dict.fromkeys(name for each in chosen for name in (METHODS if each == ALL else (each,))))


def chosen_measures(given: Names | None, *, has_line: bool, has_people: bool) -> list[Measure]:
    """The measures by name, each once, in the order asked for.

    Raises:
        UsageError: if one is unknown, or lacks the line or the number of people that it needs.
    """
    asked = [name for name in split_list(given or ()) if name] or list(
        WITH_LINE if has_line else WITHOUT_LINE
    )
    everything = [
        name
        for name in names()
        if (has_line or not measure_named(name).of_poverty) and (has_people or name not in OF_PEOPLE)
    ]
    expanded = [name for part in asked for name in (everything if part.casefold() == ALL else [part])]
    chosen = {each.name: each for each in map(measure_named, expanded)}
    for each in chosen.values():
        if each.of_poverty and not has_line:
            raise UsageError("needs_option", option=each.name, needed="--line")
        if each.name in OF_PEOPLE and not has_people:
            raise UsageError("needs_option", option=each.name, needed="--population")
    return list(chosen.values())


def measure_named(name: str) -> Measure:
    """The measure of a name.

    Raises:
        UsageError: if there is none.
    """
    known = measure(name)
    if known is None and name.partition("_")[0].casefold() in PARAMETERS:
        raise UsageError("measure_parameter", given=name)
    if known is None:
        raise UsageError("unknown_measure", given=name, hint=suggestion(name, [*names(), ALL]))
    return known


def chosen_lines(given: Numbers | None) -> list[Decimal]:
    """The poverty lines, each once, in the order given.

    Raises:
        UsageError: if one is no number above 0.
    """
    for text in [given] if isinstance(given, str) else given if isinstance(given, (list, tuple)) else ():
        if isinstance(text, str) and COMMA.fullmatch(text.strip()):
            one, other = text.split(",")
            apart = f"--line {one} --line {other}"
            raise UsageError(
                "one_or_several", name="--line", given=excerpt(text), meant=f"{one}.{other}", apart=apart
            )
    return [] if given is None else parse_amounts("--line", given)


def parse_mean(given: Number | None) -> float | None:
    """The mean of all.

    Raises:
        UsageError: if it is no number above 0.
    """
    return None if given is None else float(parse_amount("--mean", given))


def parse_gini(given: Number | None) -> float | None:
    """A Gini ratio.

    Raises:
        UsageError: if it is not between 0 and 1.
    """
    return None if given is None else float(between("--gini", given, 0, 1))


def parse_people(given: Number | None) -> float | None:
    """The number of people.

    Raises:
        UsageError: if it is no number above 0.
    """
    return None if given is None else float(parse_amount("--population", given))


def parse_currency(given: str | None) -> str | None:
    """The code of a currency.

    Raises:
        UsageError: if it is no code of three letters.
    """
    if given is None:
        return None
    code = given.strip().upper()
    if len(code) != LETTERS or not (code.isascii() and code.isalpha()):
        raise UsageError("currency", given=excerpt(given))
    return code
