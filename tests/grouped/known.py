"""Groups of published surveys, and distributions whose groups are known."""

from __future__ import annotations

import json

import numpy as np
from reference import shared

from kaltim_poverty.grouped.groups import Groups

DECILES = "3.5 4.6 5.5 6.4 7.3 8.4 9.7 11.6 14.9 28.1"


def golden(name):
    """A file of published numbers; the test is skipped where it is missing."""
    return json.loads(shared(f"golden/{name}.json").read_text())


def groups(shares, weights=None):
    """Groups with exact shares of income, amounts over the mean."""
    shares = np.asarray(shares, dtype=float) / np.sum(shares)
    count = len(shares)
    weight = np.full(count, 1 / count) if weights is None else np.asarray(weights, dtype=float)
    nothing, zeros = np.full(count, np.nan), np.zeros(count)
    return Groups(weight, shares / weight, nothing, nothing, zeros, zeros, np.zeros((2, count)), np.nan)


def classes(weights, means, limits):
    """Classes with exact limits and means, (groups,) and (groups + 1,), amounts over the mean."""
    weight, mean = np.asarray(weights, dtype=float), np.asarray(means, dtype=float)
    limits = np.asarray(limits, dtype=float) / (weight @ mean)
    zeros = np.zeros(len(weight))
    return Groups(
        weight, mean / (weight @ mean), limits[:-1], limits[1:], zeros, zeros, np.zeros((2, len(weight))), 1.0
    )


def text(shares=DECILES, heading="share"):
    """A file with a share a line."""
    return "\n".join([heading, *shares.split()])
