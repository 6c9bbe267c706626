"""The rescaling bootstrap: factors by which a replicate multiplies the weights of every PSU.

Rao and Wu (1988), https://doi.org/10.1080/01621459.1988.10478591. Replicates are drawn a batch at a time and
strata a run at a time, few enough to stay in the processor's cache. Each batch of each run has a stream of
random numbers of its own, so that they can be drawn anywhere and in any order. Batches and runs follow from
the number of replicates and of the PSUs in strata alone.

Given their sum, Poisson numbers are as if so many things were drawn with replacement. So most draws come as a
Poisson number for each PSU, which is far faster than to draw one by one, and the rest of the n_h − 1 so.
A stratum in which the numbers came to more than that is drawn one by one as a whole.
"""

from __future__ import annotations

from math import exp, factorial, sqrt
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kaltim_poverty.survey.sample import run_lengths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.sample import Design, IntArray

MOST = 20  # a Poisson number with a mean below 1 is not larger: 1e-20
RARE = 2**16 - 1  # no pair: what is left of the table, drawn from all pairs


class Steps(NamedTuple):
    """How many replicates, PSUs and strata are drawn at a time; other steps give other draws.

    Attributes:
        replicates_of_batch: at most.
        numbers_of_batch: factors of PSUs at most.
        numbers_of_step: that are drawn at a time.
        psus_of_run: whose strata are drawn together.
        spread_to_spare: standard deviations of a Poisson sum that are left to be drawn one by one.
    """

    replicates_of_batch: int = 16
    numbers_of_batch: int = 8_000_000
    numbers_of_step: int = 2**19
    psus_of_run: int = 2**14
    spread_to_spare: float = 3.0


STEPS = Steps()


class Poisson(NamedTuple):
    """A Poisson distribution as a table of 2**16 equally likely pairs of numbers.

    Attributes:
        pairs: the table; `RARE` in the places that are left when every pair has its whole places.
        others: all pairs.
        rest: the probabilities of these, each with those before, in the places that are left.
    """

    pairs: NDArray[np.uint16]
    others: NDArray[np.uint16]
    rest: Array

    def draw(self, stream: np.random.Generator, size: int) -> NDArray[np.uint8]:
        """Some random numbers, exactly of this distribution."""
        bits = stream.integers(0, 2**64, size // 8 + 1, dtype=np.uint64).view(np.uint16)
        found = self.pairs.take(bits)
        rare = np.flatnonzero(found == RARE)
        found[rare] = self.others[np.searchsorted(self.rest, stream.random(len(rare)), side="right")]
        return found.view(np.uint8)[:size]


class Strata(NamedTuple):
    """A run of strata, as replicates are drawn from it.

    Attributes:
        psus: of these strata.
        first: the first PSU of each, counted from the first of the run.
        number: n_h of each.
        scale: n_h/(n_h − 1) of each PSU, or 1.
        most: the distribution of what is not drawn one by one; None where all are.
    """

    psus: slice
    first: IntArray
    number: IntArray
    scale: Array
    most: Poisson | None

    def draw(self, stream: np.random.Generator, replicates: int) -> Array:
        """The factors of some replicates: one row a replicate, one column a PSU."""
        size = replicates * len(self.scale)
        first = np.add.outer(np.arange(replicates) * len(self.scale), self.first).ravel()
        number = np.tile(self.number, replicates)
        counts: NDArray[Any]
        if self.most is None:
            counts = np.bincount(one_by_one(stream, first, number, number - 1), minlength=size)
        else:
            counts = completed(stream, self.most.draw(stream, size), first, number)
        factors: Array = counts.astype(np.float64, copy=False).reshape(replicates, -1)
        factors *= self.scale
        factors[:, self.first[self.number == 1]] = 1.0
        return factors


def completed(
    stream: np.random.Generator, drawn: NDArray[np.uint8], first: IntArray, number: IntArray
) -> Array:
    """The number of times each PSU is drawn, after topping up to n_h − 1 draws a stratum."""
    found = drawn.astype(np.float64)
    missing = number - 1 - np.add.reduceat(found, first).astype(np.intp)
    over = missing < 0
    if over.any():
        found[np.repeat(over, number)] = 0.0
        missing[over] = number[over] - 1
    np.add.at(found, one_by_one(stream, first, number, missing), 1.0)
    return found


class Bootstrap:
    """Draws of n_h − 1 PSUs with replacement in each stratum.

    A PSU drawn k times has the factor k·n_h/(n_h − 1), one that is alone in its stratum 1.
    """

    def __init__(self, design: Design, seed: int, number: int, steps: Steps = STEPS) -> None:
        self.seed, self.psus, self.steps = seed, design.number_of_psus, steps
        size = max(1, min(steps.replicates_of_batch, steps.numbers_of_batch // max(self.psus, 1)))
        self.batches = [range(start, min(start + size, number)) for start in range(0, number, size)]
        first = np.cumsum(design.psus) - design.psus
        starts, strata = run_lengths(first // steps.psus_of_run)
        self.runs = [
            strata_of_run(design.psus[start : start + count], int(first[start]), steps.spread_to_spare)
            for start, count in zip(starts.tolist(), strata.tolist(), strict=True)
        ]

    def drawn(self, batch: int) -> Iterator[tuple[int, Array]]:
        """The number of each run, and the factors in it: one row a replicate, one column a PSU of the run."""
        replicates = len(self.batches[batch])
        for number, run in enumerate(self.runs):
            key = np.random.SeedSequence(self.seed, spawn_key=(batch, number))
            stream = np.random.Generator(np.random.SFC64(key))
            together = max(1, self.steps.numbers_of_step // len(run.scale))
            steps = [min(together, replicates - done) for done in range(0, replicates, together)]
            drawn = [run.draw(stream, step) for step in steps]
            yield number, drawn[0] if len(drawn) == 1 else np.concatenate(drawn)

    def factors(self, batch: int) -> Array:
        """The factors of a batch: one row a replicate, one column a PSU."""
        found = np.empty((len(self.batches[batch]), self.psus))
        for number, factors in self.drawn(batch):
            found[:, self.runs[number].psus] = factors
        return found

    def each(self) -> Iterator[Array]:
        """The factors of one replicate after the other."""
        for batch in range(len(self.batches)):
            yield from self.factors(batch)


def one_by_one(stream: np.random.Generator, first: IntArray, number: IntArray, draws: IntArray) -> IntArray:
    """PSUs drawn one by one: of each stratum its first PSU, how many it has, and how many are drawn."""
    place = stream.random(int(draws.sum()))
    place *= np.repeat(np.nextafter(number, 0.0), draws)  # below n_h, whatever is rounded
    found = place.astype(np.intp)
    found += np.repeat(first, draws)
    return found


def strata_of_run(number: IntArray, start: int, spare: float) -> Strata:
    """The draws from strata of so many PSUs, the first of which is PSU *start*."""
    size, draws = int(number.sum()), number - 1
    mean = 1.0 - spare / sqrt(size / len(number))
    scale = np.where(draws > 0, number / np.maximum(draws, 1), 1.0)
    return Strata(
        slice(start, start + size),
        np.cumsum(number) - number,
        number,
        np.repeat(scale, number),
        poisson(mean) if mean > 0 else None,
    )


def poisson(mean: float) -> Poisson:
    """The table of a Poisson distribution with a mean below 1."""
    single = np.array([exp(-mean) * mean**number / factorial(number) for number in range(MOST)])
    places = 2**16 * np.outer(single, single).ravel()
    pairs = np.add.outer(2**8 * np.arange(MOST), np.arange(MOST)).ravel().astype(np.uint16)
    table = np.full(2**16, RARE, dtype=np.uint16)
    own = np.floor(places)
    table[: int(own.sum())] = np.repeat(pairs, own.astype(np.intp))
    rest = np.cumsum(places - own)
    return Poisson(table, pairs, rest[:-1] / rest[-1])
