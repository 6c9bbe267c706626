"""What other programs do otherwise: the catalogue behind ``kpov explain``, and behind the methods pages.

A choice is a place where a definition can be read in two ways. What kpov does stands in `here`, what others
do in `alternatives`; `peers` says which program does which. ``ran`` is known from running the program beside
kpov (script, output and version stand beside the test), ``documented`` from its manual or source.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kaltim_poverty.errors import UsageError
from kaltim_poverty.measures.catalogue import Measure, measure
from kaltim_poverty.measures.feature import POOR
from kaltim_poverty.words import Language, lookup, say

RAN, DOCUMENTED = "ran", "documented"
PEERS = ("convey", "survey", "laeken", "pip", "dasp", "stata")


class Choice(NamedTuple):
    """A place where definitions differ.

    Attributes:
        name: of the choice.
        here: what kpov does.
        alternatives: what others do.
        peers: the alternative of each program that has one.
        of_errors: whether it is about standard errors and intervals, and not the value.
    """

    name: str
    here: str
    alternatives: tuple[str, ...]
    peers: Mapping[str, str]
    of_errors: bool = False


class Switch(NamedTuple):
    """A choice made in another way.

    Attributes:
        choice: its name.
        there: the alternative.
    """

    choice: str
    there: str


CHOICES = {
    choice.name: choice
    for choice in (
        Choice("poor_if", "below", ("at_or_below",), {"convey": "at_or_below"}),
        Choice("persons", "weight_times_size", ("weight_alone",), {}),
        Choice("gini", "trapezoid", ("rows_as_units", "n_minus_1"), {"convey": "rows_as_units"}),
        Choice("quantile", "share_at_least_p", ("share_above_p",), {"laeken": "share_above_p"}),
        Choice(
            "s80s20",
            "exact_fifths",
            ("whole_rows", "whole_rows_at_least_p"),
            {"laeken": "whole_rows", "convey": "whole_rows_at_least_p"},
        ),
        Choice(
            "watts_zero",
            "undefined",
            ("adds_0", "row_dropped"),
            {"pip": "adds_0", "dasp": "row_dropped", "convey": "row_dropped"},
        ),
        Choice("negative", "kept", ("dropped",), {"pip": "dropped"}),
        Choice(
            "interval", "t_or_logit", ("normal",), {"survey": "normal", "convey": "normal"}, of_errors=True
        ),
        Choice("lonely_psu", "adjust", ("fail",), {"survey": "fail"}, of_errors=True),
        Choice(
            "unit", "percent", ("fraction",), {"convey": "fraction", "stata": "fraction", "pip": "fraction"}
        ),
    )
}
RUN = ("survey", "laeken")  # programs that were run beside kpov: tests/peers


def evidence(peer: str) -> str:
    """How what a program does is known."""
    return RAN if peer in RUN else DOCUMENTED


def concerns(choice: str, name: str) -> bool:
    """Whether a choice can move a measure.

    Args:
        choice: its name.
        name: of the measure.
    """
    known = measure(name)
    if known is None:
        return False
    return {
        "poor_if": POOR in known.features and known.name != "total_shortfall",  # else rows on the line add 0
        "gini": known.name == "gini",
        "quantile": known.is_quantile,
        "interval": not known.is_quantile,
        "s80s20": known.name == "s80s20",
        "watts_zero": known.name == "watts",
        "unit": known.unit == "percent",
    }.get(choice, True)


def switches_of(peer: str, name: str) -> list[Switch]:
    """The choices that a program makes differently where a measure is concerned.

    Raises:
        UsageError: if there is no such program.
    """
    return [
        Switch(choice.name, choice.peers[peer])
        for choice in CHOICES.values()
        if peer in choice.peers and concerns(choice.name, name)
    ]


def choices_of(name: str) -> list[Choice]:
    """The choices that can move a measure."""
    return [choice for choice in CHOICES.values() if concerns(choice.name, name)]


def sentence_of(choice: Choice, language: Language) -> str:
    """The sentence on a choice: kpov's way, the other way and who uses it."""
    return say(
        language,
        "help.explained",
        choice=lookup(language, f"value.choice.{choice.name}"),
        here=lookup(language, f"value.here.{choice.here}"),
        others="; ".join(_other(choice, there, language) for there in choice.alternatives),
    )


def _other(choice: Choice, there: str, language: Language) -> str:
    """The clause on the other way, and who uses it."""
    spoken = lookup(language, f"value.there.{there}")
    named = ", ".join(peer for peer, alternative in choice.peers.items() if alternative == there)
    key = "help.explained_other" if named else "help.explained_other_alone"
    return say(language, key, there=spoken, peers=named)


def required(name: str) -> Measure:
    """The measure of a name.

    Raises:
        UsageError: if there is none.
    """
    known = measure(name)
    if known is None:
        raise UsageError("unknown_measure", given=name)
    return known


__all__ = [
    "CHOICES",
    "PEERS",
    "Choice",
    "Switch",
    "choices_of",
    "concerns",
    "evidence",
    "sentence_of",
    "switches_of",
]
