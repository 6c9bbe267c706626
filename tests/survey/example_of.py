"""A small random survey with strata, PSUs and two groups that cut across them."""

from __future__ import annotations

import numpy as np


def some_survey(seed, lowest=1.0, rows=160):
    """Welfare ``y``, weights ``w``, strata ``h``, PSUs ``c``, groups ``a`` and ``b``, lines ``z``."""
    random = np.random.default_rng(seed)
    psu = np.sort(random.integers(0, 12, rows))
    return {
        "y": np.round(random.lognormal(4.3, 0.5, rows)) + (lowest - 1.0) * random.integers(0, 2, rows),
        "w": random.uniform(0.5, 20.0, rows),
        "h": psu // 4,
        "c": psu,
        "a": psu % 3,
        "b": random.integers(0, 2, rows),
        "z": 55.0 + 10.0 * (psu % 2),
    }
