"""Household surveys: from a sample to a population, every measure with its design-based standard error.

``survey.estimate(data, …)`` answers ``kpov survey estimate FILE …`` with the same records; *data* may also
be a mapping of arrays or a pandas, polars or pyarrow table.
"""

from kaltim_poverty.survey.compare import compare
from kaltim_poverty.survey.describe import describe
from kaltim_poverty.survey.estimate import estimate
from kaltim_poverty.survey.example import example
from kaltim_poverty.survey.simulate import simulate
from kaltim_poverty.survey.targeting import targeting

__all__ = ["compare", "describe", "estimate", "example", "simulate", "targeting"]
