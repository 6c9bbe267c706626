"""A line that is a share of the median or mean of everybody, where rows are distributed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kaltim_poverty.survey.distributed.counting import count_views
from kaltim_poverty.survey.distributed.density_pass import densities, with_bandwidths, with_quantiles
from kaltim_poverty.survey.distributed.reduction import rows_of
from kaltim_poverty.survey.distributed.views import View, domains_of
from kaltim_poverty.survey.moments import (
    MEDIAN,
    QUARTILES,
    RelativeLine,
    no_rows_counted,
    share_of_mean,
    share_of_median,
)

if TYPE_CHECKING:
    from kaltim_poverty.measures.constants import DomainConstants
    from kaltim_poverty.survey.sample import Sample


def relative_line(sample: Sample, share: float, to: str) -> RelativeLine:
    """The line as a share of the ``median`` or ``mean`` of the whole file; its PSUs are not listed.

    Args:
        sample: whose rows are distributed.
        share: of the median or mean.
        to: which of both.
    """
    rows, views = rows_of(sample), [everybody(sample)]
    counted = count_views(rows, views, poverty=False)
    if to == "mean":
        return share_of_mean(share, counted[0].constants)
    constants = with_quantiles(rows, views, counted, [MEDIAN, *QUARTILES])
    (known,) = with_bandwidths(rows, views, constants)
    ((at_median,),) = densities(rows, views, [known], [[known.quantiles[MEDIAN]]])
    return share_of_median(share, known, float(at_median[0]))


def everybody(sample: Sample) -> View:
    """All rows, also those outside the subpopulation."""
    return View(domains_of(sample, (), everybody=True))


def everybody_with_line(sample: Sample, relative: RelativeLine) -> tuple[View, DomainConstants]:
    """All rows, with what their influence on the line is computed with."""
    return everybody(sample), replace(no_rows_counted(1, poverty=False), line=relative.influence)
