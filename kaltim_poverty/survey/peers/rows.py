"""Estimates with the choices of another program: ``--like`` of ``kpov survey estimate``."""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.records import Note, note
from kaltim_poverty.survey.peers.choices import CHOICES, Switch, switches_of
from kaltim_poverty.survey.peers.values import PERCENT, rows_of, value_of
from kaltim_poverty.words import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kaltim_poverty.survey.study import Study

USUAL_RULE, USUAL_INTERVAL = "adjust", "logit"  # of kpov, if nothing else is chosen


class Numbers(NamedTuple):
    """The numbers of an estimate; None where there is none.

    Attributes:
        unit: of the estimate.
        estimate: the value.
        se: its standard error.
        rse: the relative one, in percent.
        ci_low: the lower end of the interval.
        ci_high: the upper end.
    """

    unit: str
    estimate: float | None
    se: float | None
    rse: float | None
    ci_low: float | None
    ci_high: float | None


def lonely_rule(peer: str | None, given: str | None) -> str:
    """The rule for strata with one PSU: the one that was chosen, else that of a program, else kpov's."""
    return given or CHOICES["lonely_psu"].peers.get(peer or "", USUAL_RULE)


def like_peer(
    name: str, own: Numbers, groups: Mapping[str, str], study: Study, peer: str, *, by_t: bool = False
) -> Numbers:
    """The numbers of an estimate as a program gives them; standard errors are those of kpov, in its unit.

    Args:
        name: of the measure.
        own: kpov's numbers.
        groups: the values of columns by which the domain is defined; none for everybody.
        study: the survey.
        peer: the program.
        by_t: whether an option asked for an interval by t, which stays.
    """
    switches = switched(name, peer, by_t=by_t)
    names = {each.choice for each in switches}
    moving = [each for each in switches if not CHOICES[each.choice].of_errors and each.choice != "unit"]
    value = own.estimate
    if moving:
        value = value_of(name, rows_of(study.reading.sample, groups), moving, study.asked.floor)
    moved = with_value(own, value)
    if "interval" in names:
        moved = with_normal_interval(moved, study.asked.level)
    return as_fraction(moved) if "unit" in names else moved


def switched(name: str, peer: str, *, by_t: bool = False) -> list[Switch]:
    """The choices of a program that concern a measure; an interval that an option asked for stays."""
    return [each for each in switches_of(peer, name) if not (each.choice == "interval" and by_t)]


def with_value(own: Numbers, value: float | None) -> Numbers:
    """The numbers with another value, its interval as wide as before."""
    if value is None or own.estimate is None:
        unknown = own._replace(estimate=value, rse=None, ci_low=None, ci_high=None)
        return own if value is own.estimate else unknown
    shift = value - own.estimate
    low, high = (None if end is None else end + shift for end in (own.ci_low, own.ci_high))
    rse = None if own.rse is None or not value else own.rse * abs(own.estimate / value)
    return own._replace(estimate=value, rse=rse, ci_low=low, ci_high=high)


def with_normal_interval(own: Numbers, level: float) -> Numbers:
    """The numbers with the interval of a normal distribution."""
    if own.estimate is None or own.se is None:
        return own
    reach = NormalDist().inv_cdf((1 + level) / 2) * own.se
    return own._replace(ci_low=own.estimate - reach, ci_high=own.estimate + reach)


def as_fraction(own: Numbers) -> Numbers:
    """Percentages as fractions."""
    numbers = (own.estimate, own.se, own.ci_low, own.ci_high)
    value, se, low, high = (None if number is None else number / PERCENT for number in numbers)
    return Numbers("ratio", value, se, own.rse, low, high)


def choices_note(names: Iterable[str], peer: str, *, by_t: bool = False) -> Note:
    """Which choices were made as a program makes them."""
    switches = {switch: None for name in names for switch in switched(name, peer, by_t=by_t)}
    if not switches:
        return note("nothing_otherwise", peer=peer)
    said: list[object] = [
        message(
            "value.switched",
            choice=message(f"value.choice.{each.choice}"),
            there=message(f"value.there.{each.there}"),
        )
        for each in switches
    ]
    return note("like_peer", peer=peer, choices=said)


__all__ = ["USUAL_INTERVAL", "Numbers", "choices_note", "like_peer", "lonely_rule", "switched"]
