"""On an executor: how many PSUs each stratum has, counted where all records of a PSU come together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from kaltim_poverty.survey.read.code_spellings import alike
from kaltim_poverty.survey.sample import IntArray, factorize, run_lengths
from kaltim_poverty.survey.spark.records import Record, packed, unpacked
from kaltim_poverty.survey.spark.tally import Values

DESIGN, ALIKE = 10, 11  # kinds of records
FEW = 6  # groups of codes that look alike: sentences name five


class PsuCounts(NamedTuple):
    """The PSUs of a bucket, counted by stratum.

    Attributes:
        psus: of each stratum, (strata,).
        in_two_strata: PSUs that are in another stratum too.
        same_key: whether two texts have the same key.
    """

    psus: IntArray
    in_two_strata: int
    same_key: bool


def psus_of_bucket(numbers: Mapping[Values, int], records: Iterable[Record]) -> Record:
    """The PSUs of one bucket by stratum.

    Args:
        numbers: of strata.
        records: all of the bucket.
    """
    parts = [(record.key, *unpacked(record.data)) for record in records]
    bucket = parts[0][0]
    keys = np.concatenate([part[1] for part in parts])
    strata = np.concatenate(
        [np.array([numbers[values] for values in part[3]], dtype=np.int64)[part[2]] for part in parts]
    )
    pairs = factorize(factorize(keys)[1] * len(numbers) + strata)[0]
    psu, stratum = np.divmod(pairs, len(numbers))
    first, strata_of_psu = run_lengths(psu)
    counts = PsuCounts(
        np.bincount(stratum[first], minlength=len(numbers)),
        int(np.count_nonzero(strata_of_psu > 1)),
        has_same_key(parts),
    )
    return Record(DESIGN, bucket, packed(counts))


def has_same_key(parts: Iterable[tuple[int, IntArray, IntArray, list[Values], list[str] | None]]) -> bool:
    """Whether two PSUs with different texts collide in the same hash."""
    texts: dict[int, str] = {}
    for _, keys, _, _, own in parts:
        for key, text in zip(keys.tolist(), own or (), strict=bool(own)):
            if texts.setdefault(key, text) != text:
                return True
    return False


def alike_of_bucket(records: Iterable[Record]) -> Record:
    """The first few groups of codes in a bucket that look alike."""
    held = list(records)
    codes = {code for record in held for code in unpacked(record.data)}
    return Record(ALIKE, held[0].key, packed(alike(codes)[:FEW]))
