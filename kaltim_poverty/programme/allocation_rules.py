"""By what a total is shared over areas: equally, by poor people, by what they lack, by the rate, or a mix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.inputs.choices import choice
from kaltim_poverty.inputs.named_percents import parse_shares
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from decimal import Decimal

    from kaltim_poverty.inputs.named_percents import NamedPercents
    from kaltim_poverty.published.catalogue import Area

EQUAL, POOR, SHORTFALL, RATE = "equal", "poor", "shortfall", "p0"
COUNT = "poor_count"
NEEDED = {
    EQUAL: (),
    POOR: (COUNT,),
    SHORTFALL: (COUNT, "p0", "p1", "poverty_line"),
    RATE: ("p0",),
}  # by rule: the figures that it needs
RULES = tuple(NEEDED)
THOUSAND, HUNDRED = 1000, 100


class Figured(NamedTuple):
    """An area with its figures of a period: the count in thousand people, P0 and P1 in percent, the line."""

    area: Area
    values: Mapping[str, Decimal]

    def number(self, indicator: str) -> Fraction:
        """A figure that is known to be there, exactly."""
        return Fraction(self.values[indicator])

    @property
    def poor_people(self) -> Fraction | None:
        """The number of poor people; None where it is not published."""
        return self.number(COUNT) * THOUSAND if COUNT in self.values else None


class Rule(NamedTuple):
    """A rule: one, or several with the percentage of each."""

    parts: tuple[tuple[str, Decimal], ...]

    @property
    def name(self) -> str:
        """The name of the rule as it is typed: ``poor``, or ``poor=50,equal=50``."""
        names = [name for name, _ in self.parts]
        return names[0] if len(names) == 1 else ",".join(f"{name}={share:f}" for name, share in self.parts)

    @property
    def needed(self) -> list[str]:
        """The figures that it needs, each once."""
        return list(dict.fromkeys(figure for name, _ in self.parts for figure in NEEDED[name]))

    def uses(self, name: str) -> bool:
        """Whether that rule is it, or a part of it."""
        return any(name == part for part, _ in self.parts)

    def spoken_name(self) -> Message:
        """The name of the rule in a sentence."""
        if len(self.parts) == 1:
            return message(f"value.rule.{self.parts[0][0]}")
        parts: list[object] = [
            message("value.share_of_rule", share=share, rule=message(f"value.rule.{name}"))
            for name, share in self.parts
        ]
        return message("value.mixed_rule", parts=parts)

    def shares(self, areas: Sequence[Figured]) -> list[Fraction] | None:
        """The exact share of each area, adding up to 1; None where a part has nobody to share it.

        Of a mix it is the mean of the shares of its rules, weighted by their percentages.
        """
        mixed = [Fraction(0)] * len(areas)
        for name, share in self.parts:
            weights = [weight_of(name, area) for area in areas]
            whole = sum(weights, Fraction(0))
            if not whole:
                return None
            mixed = [
                before + Fraction(share) / HUNDRED * weight / whole
                for before, weight in zip(mixed, weights, strict=True)
            ]
        return mixed


def weight_of(rule: str, area: Figured) -> Fraction:
    """By what one of the plain rules shares: of `shortfall` what all poor people lack, P1·line·count ÷ P0."""
    if rule == EQUAL:
        return Fraction(1)
    if rule == SHORTFALL:
        rate, lack = area.number("p0"), area.number("p1") * area.number("poverty_line")
        return lack * area.number(COUNT) / rate if rate else Fraction(0)
    return area.number(COUNT if rule == POOR else "p0")


def plain_rule(name: str) -> Rule:
    """One of the plain rules."""
    from decimal import Decimal

    return Rule(((name, Decimal(HUNDRED)),))


def parse_rule(given: NamedPercents) -> Rule:
    """The rule as typed: a name, or several with percentages that sum to 100.

    Raises:
        UsageError: for an unknown or repeated name, or percentages that do not sum to 100.
    """
    if isinstance(given, str) and "=" not in given:
        return plain_rule(choice("--rule", given, RULES))
    return Rule(tuple(parse_shares("--rule", given, RULES).items()))


__all__ = ["COUNT", "RULES", "Figured", "Rule", "parse_rule", "plain_rule"]
