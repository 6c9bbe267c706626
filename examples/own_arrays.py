"""Poverty and inequality of arrays of one's own, with standard errors from influence values.

usage: python own_arrays.py [LINE]
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kaltim_poverty import measures

SURVEY = Path(__file__).with_name("survey.csv")


def standard_error(totals: NDArray[np.float64], stratum: list[str], psu: list[str]) -> float:
    """Of a total: the spread of the PSUs within each stratum, drawn with replacement."""
    clusters, cluster = np.unique(
        [f"{h}/{i}" for h, i in zip(stratum, psu, strict=True)], return_inverse=True
    )
    sums = np.bincount(cluster, totals)
    strata = np.array([name.partition("/")[0] for name in clusters.tolist()])
    groups = [sums[strata == name] for name in np.unique(strata)]
    return float(np.sqrt(sum(len(group) * group.var(ddof=1) for group in groups)))


def main(line: str = "800000") -> None:
    """Print three measures with their standard errors."""
    with SURVEY.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    welfare = np.array([float(row["percapita"]) for row in rows])
    weight = np.array([float(row["weight"]) * float(row["size"]) for row in rows])
    results = {
        "P0, percent": measures.fgt(welfare, weight, float(line), 0, influence=True),
        "P1, percent": measures.fgt(welfare, weight, float(line), 1, influence=True),
        "Gini": measures.gini(welfare, weight, influence=True),
    }
    for name, result in results.items():
        error = standard_error(
            weight * result.influence, [row["stratum"] for row in rows], [row["psu"] for row in rows]
        )
        print(f"{name:<12} {result.value:8.4f}  se {error:.4f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
