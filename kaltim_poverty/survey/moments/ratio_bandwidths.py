"""The bandwidth of the density of welfare over line in each domain."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kaltim_poverty.measures.arrays.density import width_of
from kaltim_poverty.measures.constants import DomainConstants
from kaltim_poverty.measures.linear import Array
from kaltim_poverty.survey.moments.poor import line_of_rows
from kaltim_poverty.survey.sample import Sample, Slices


def with_ratio_bandwidth(constants: DomainConstants, sample: Sample, parts: Slices) -> DomainConstants:
    """The constants with the bandwidth of welfare over line, (domains,).

    One line for all divides the bandwidth of welfare. Where rows have different lines that order is not the
    one of welfare, so the ratios of a domain are put in order in memory.

    Raises:
        ValueError: if there is one line and the constants have no bandwidth.
    """
    if isinstance(sample.cells.line, float):
        if constants.bandwidth is None:
            raise ValueError("the constants have no bandwidth")
        return replace(constants, ratio_bandwidth=constants.bandwidth / sample.cells.line)
    return replace(constants, ratio_bandwidth=widths_of_ratios(constants, sample, parts))


def widths_of_ratios(constants: DomainConstants, sample: Sample, parts: Slices) -> Array:
    """The same whatever lines the rows have."""
    widths = np.zeros_like(constants.people)
    for domain, (ratio, weight) in ratios_by_domain(sample, parts).items():
        widths[domain] = width_of(*in_order(ratio, weight))
    return widths


def in_order(ratio: Array, weight: Array) -> tuple[Array, Array]:
    """Both by ratio; as they are where one line for all has left them in order."""
    if (ratio[1:] >= ratio[:-1]).all():
        return ratio, weight
    order = np.argsort(ratio, kind="stable")
    return ratio[order], weight[order]


def ratios_by_domain(sample: Sample, parts: Slices) -> dict[int, tuple[Array, Array]]:
    """Welfare over line, and the weight, of all rows of each domain."""
    found: dict[int, list[tuple[Array, Array]]] = {}
    for part in parts():
        ratio = np.asarray(part.welfare / line_of_rows(sample.cells.line, part))
        found.setdefault(part.domain, []).append((ratio, np.array(part.weight)))
    return {
        domain: (np.concatenate([ratio for ratio, _ in own]), np.concatenate([weight for _, weight in own]))
        for domain, own in found.items()
    }
