"""The numbers that one machine gives PSUs, for a bootstrap: by stratum, and in it in order of codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.errors import UsageError
from kaltim_poverty.survey.read.rows.categorical import categorical, ranks
from kaltim_poverty.survey.sample import IntArray
from kaltim_poverty.survey.spark.records import Record, packed, unpacked

if TYPE_CHECKING:
    from kaltim_poverty.survey.distributed import BlockRows
    from kaltim_poverty.survey.spark.frames import Frame
    from kaltim_poverty.survey.spark.tally import Values

CODES = 12  # a kind of records
MOST_PSUS = 5_000_000
UNIT_SEPARATOR = "\x1f"  # between the columns of a code


class PsuCodes(NamedTuple):
    """The PSUs of a bucket, each once.

    Attributes:
        keys: of each, (psus,).
        strata: the number of the stratum of each, (psus,).
        texts: the code of each, where keys are not these themselves.
    """

    keys: IntArray
    strata: IntArray
    texts: list[str] | None


class PsuPlaces(NamedTuple):
    """The place of each PSU of a survey, with those that have no row in a block.

    Attributes:
        keys: of the PSUs, ascending, (psus,).
        places: of each of them, (psus,).
    """

    keys: IntArray
    places: IntArray

    def of(self, block: BlockRows) -> BlockRows:
        """A block that knows the places of its PSUs."""
        assert block.psu is not None  # noqa: S101 - there are none without keys
        return block._replace(place=self.places[np.searchsorted(self.keys, block.psu)])


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


def places_of_psus(frame: Frame | None, psus: int) -> PsuPlaces:
    """The place of each PSU.

    Args:
        frame: a record of `PsuCodes` a bucket; None where each row is a PSU.
        psus: how many there are.

    Raises:
        UsageError: if rows are PSUs, or there are too many of these.
    """
    if frame is None or psus > MOST_PSUS:
        raise UsageError("spark_refuses_psus")
    parts: list[PsuCodes] = [unpacked(record.data) for record in frame.collected()]
    keys = np.concatenate([part.keys for part in parts])
    strata = np.concatenate([part.strata for part in parts])
    texts = [text for part in parts for text in part.texts or ()]
    by_code = columns_in_order(texts) if texts else [keys]
    place = ranks(np.lexsort([*by_code[::-1], strata]))
    order = np.argsort(keys)
    return PsuPlaces(keys[order], place[order])


def columns_in_order(texts: list[str]) -> list[IntArray]:
    """The columns of codes as numbers in order of their values: whole numbers by size, even as text."""
    columns = zip(*(text.split(UNIT_SEPARATOR) for text in texts), strict=True)
    return [categorical(np.array(column, dtype=object), {}).codes for column in columns]
