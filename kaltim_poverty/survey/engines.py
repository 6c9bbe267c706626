"""What runs where: over rows that are here, or over rows that stay on the executors of a cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaltim_poverty.survey import moments

if TYPE_CHECKING:
    from kaltim_poverty.survey.moments import RelativeLine
    from kaltim_poverty.survey.sample import Sample


def is_elsewhere(sample: Sample) -> bool:
    """Whether the rows of a sample stay on a cluster."""
    return sample.distributed is not None


def relative_line(sample: Sample, share: float, to: str) -> RelativeLine:
    """The line as a share of the ``median`` or ``mean`` of the whole file."""
    if not is_elsewhere(sample):
        return moments.relative_line(sample, share, to)
    from kaltim_poverty.survey import distributed

    return distributed.relative_line(sample, share, to)
