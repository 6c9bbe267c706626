"""The numbers that one machine gives PSUs, for a bootstrap: by stratum, and in it in order of codes.

PSUs of a stratum come together on one executor, which puts them in order; the driver gets none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.errors import UsageError
from kaltim_poverty.survey.read.rows.categorical import categorical, is_whole_number
from kaltim_poverty.survey.sample import IntArray, factorize
from kaltim_poverty.survey.spark.buckets import KeyBuckets, places_by_number
from kaltim_poverty.survey.spark.psu_numbers import by_bucket
from kaltim_poverty.survey.spark.records import Record, packed, unpacked

if TYPE_CHECKING:
    from kaltim_poverty.survey.spark.frames import Frame
    from kaltim_poverty.survey.spark.tally import Values

CODES, WHOLE, OF_STRATA, PLACES = 12, 13, 14, 15  # kinds of records
MOST_PSUS = 5_000_000
STRATA_PARTS = 64
UNIT_SEPARATOR = "\x1f"  # between the columns of a code


class PsuCodes(NamedTuple):
    """Some PSUs, each once.

    Attributes:
        keys: of each, (psus,).
        strata: the number of the stratum of each, (psus,).
        texts: the code of each, where keys are not these themselves.
    """

    keys: IntArray
    strata: IntArray
    texts: list[str] | None


def codes_of_bucket(numbers: Mapping[Values, int], records: Iterable[Record]) -> Record:
    """The PSUs of one bucket with their codes.

    Args:
        numbers: of strata.
        records: all of the bucket.
    """
    found: dict[int, tuple[int, str | None]] = {}
    bucket = 0
    for record in records:
        bucket = record.key
        keys, place, strata, texts = unpacked(record.data)
        own = [numbers[strata[each]] for each in place.tolist()]
        found.update(zip(keys.tolist(), zip(own, texts or [None] * len(own), strict=True), strict=True))
    strata, texts = zip(*found.values(), strict=True)
    codes = PsuCodes(
        np.array(list(found), dtype=np.int64),
        np.array(strata, dtype=np.intp),
        None if texts[0] is None else list(texts),
    )
    return Record(CODES, bucket, packed(codes))


def places_of_psus(frame: Frame | None, psus: IntArray, buckets: int) -> Frame:
    """The place of each PSU, as records of `psu_numbers`.

    Args:
        frame: a record of `PsuCodes` a bucket; None where each row is a PSU.
        psus: how many each stratum has, (strata,).
        buckets: how many there are.

    Raises:
        UsageError: if rows are PSUs, or there are too many of these.
    """
    if frame is None or psus.sum() > MOST_PSUS:
        raise UsageError("spark_refuses_psus")
    flags = [unpacked(record.data) for record in frame.mapped(whole_columns).collected()]
    whole = tuple(all(column) for column in zip(*flags, strict=True))
    placed = partial(places_in_strata, np.cumsum(psus) - psus, whole)
    together = frame.mapped(parts_of_strata).gathered(placed, STRATA_PARTS)
    return together.mapped(partial(places_by_bucket, buckets))


def whole_columns(records: Iterable[Record]) -> Iterator[Record]:
    """Whether each column of the codes of a bucket holds whole numbers alone."""
    for record in records:
        columns = columns_of(unpacked(record.data).texts or [])
        flags = [all(map(is_whole_number, column)) for column in columns]
        yield Record(WHOLE, record.key, packed(flags))


def columns_of(texts: list[str]) -> list[tuple[str, ...]]:
    """The columns of codes."""
    return list(zip(*(text.split(UNIT_SEPARATOR) for text in texts), strict=True))


def parts_of_strata(records: Iterable[Record]) -> Iterator[Record]:
    """The PSUs of each bucket, those of a stratum in one part."""
    for record in records:
        codes: PsuCodes = unpacked(record.data)
        for part, places in places_by_number(codes.strata % STRATA_PARTS):
            texts = codes.texts and [codes.texts[place] for place in places.tolist()]
            yield Record(
                OF_STRATA, part, packed(PsuCodes(codes.keys[places], codes.strata[places], texts or None))
            )


def places_in_strata(firsts: IntArray, whole: tuple[bool, ...], records: Iterable[Record]) -> Record:
    """The place of each PSU of some strata.

    Args:
        firsts: the place of the first PSU of each stratum, (strata,).
        whole: whether each column of codes holds whole numbers alone; empty where keys are the codes.
        records: all PSUs of these strata.
    """
    held = list(records)
    parts: list[PsuCodes] = [unpacked(record.data) for record in held]
    keys, strata = (np.concatenate([part[field] for part in parts]) for field in (0, 1))
    texts = [text for part in parts for text in part.texts or ()]
    order = np.lexsort([*(in_order(texts, whole) if texts else [keys])[::-1], strata])
    ordered = strata[order]
    rank = np.arange(len(order)) - np.searchsorted(ordered, ordered)
    return Record(PLACES, held[0].key, packed((keys[order], firsts[ordered] + rank)))


def in_order(texts: list[str], whole: tuple[bool, ...]) -> list[IntArray]:
    """The columns of codes as numbers in order of their values, by size where all of the survey are whole."""
    columns = [np.array(column, dtype=object) for column in columns_of(texts)]
    return [
        categorical(column, {}).codes if by_size else factorize(column)[1]
        for column, by_size in zip(columns, whole, strict=True)
    ]


def places_by_bucket(buckets: int, records: Iterable[Record]) -> Iterator[Record]:
    """The places of PSUs, parted by bucket."""
    for record in records:
        keys, places = unpacked(record.data)
        yield from by_bucket(record.key, {"psu": keys, "t0": places}, KeyBuckets(buckets))
