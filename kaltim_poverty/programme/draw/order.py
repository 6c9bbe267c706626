"""The order of a draw that anybody can repeat, and what each unit has drawn by it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from kaltim_poverty.programme.draw.units import Stratum, Unit

WAITING = "waiting"


class Place(NamedTuple):
    """The place of a unit in a draw."""

    arm: str
    order: int
    probability: float


def ordered(units: Sequence[Unit], seed: str) -> dict[Stratum, list[Unit]]:
    """The units of each stratum in the order of the draw, strata by their values."""
    strata: dict[Stratum, list[Unit]] = defaultdict(list)
    for unit in units:
        strata[unit.stratum].append(unit)
    return {
        stratum: sorted(strata[stratum], key=lambda unit: hashed(seed, unit.name))
        for stratum in sorted(strata)
    }


def hashed(seed: str, name: str) -> tuple[str, str]:
    """The hexadecimal SHA-256 by which units ascend; of equal ones, which nobody has seen, the name."""
    return sha256(f"{seed}|{name}".encode()).hexdigest(), name


def draw(
    strata: Mapping[Stratum, Sequence[Unit]], numbers: Mapping[Stratum, Mapping[str, int]]
) -> dict[str, Place]:
    """The place that each unit drew, by its name."""
    drawn: dict[str, Place] = {}
    for stratum, units in strata.items():
        arms = [arm for arm, count in numbers[stratum].items() for _ in range(count)]
        arms += [WAITING] * (len(units) - len(arms))
        share = {arm: count / len(units) for arm, count in Counter(arms).items()}
        for order, (unit, arm) in enumerate(zip(units, arms, strict=True), 1):
            drawn[unit.name] = Place(arm, order, share[arm])
    return drawn
