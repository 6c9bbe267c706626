"""What runs where: over rows that are here, or over rows that stay on the executors of a cluster."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from kaltim_poverty.errors import UsageError
from kaltim_poverty.survey import infer, moments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.survey.infer import ReplicateSummary
    from kaltim_poverty.survey.moments import RelativeLine
    from kaltim_poverty.survey.sample import Sample

MOST_DOMAINS = 2_000_000
MOST_PAIRS = 5_000_000  # of a domain and a block


def is_elsewhere(sample: Sample) -> bool:
    """Whether the rows of a sample stay on a cluster."""
    return sample.distributed is not None


def check_domains(sample: Sample, breakdowns: Sequence[Sequence[str]]) -> None:
    """Refuse more domains than the driver of a cluster holds; it knows each in every block.

    Raises:
        UsageError: with how many there are.
    """
    from kaltim_poverty.survey import distributed

    assert sample.distributed is not None  # noqa: S101 - the caller looked
    count = sum(distributed.number_of_domains(sample, columns) for columns in breakdowns)
    blocks = sample.distributed.rows.blocks
    most = min(MOST_DOMAINS, MOST_PAIRS // max(blocks, 1))
    if count > most:
        raise UsageError(
            "spark_refuses_domains", count=Decimal(count), most=Decimal(most), blocks=Decimal(blocks)
        )


def relative_line(sample: Sample, share: float, to: str) -> RelativeLine:
    """The line as a share of the ``median`` or ``mean`` of the whole file."""
    if not is_elsewhere(sample):
        return moments.relative_line(sample, share, to)
    from kaltim_poverty.survey import distributed

    return distributed.relative_line(sample, share, to)


def summary_of_replicates(sample: Sample) -> ReplicateSummary:
    """What the columns of replicate weights of a survey are like."""
    if not is_elsewhere(sample):
        return infer.summary_of_replicates(sample)
    from kaltim_poverty.survey import distributed

    return distributed.summary_of_replicates(sample)
