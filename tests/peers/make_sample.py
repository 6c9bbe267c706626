"""Writes ``sample.csv``: a small survey with ties, zeros, a domain across strata and one PSU alone."""

from __future__ import annotations

import csv
import os

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))


def rows():
    """The rows, the same every time."""
    random = np.random.default_rng(20240301)
    identity = 0
    for stratum in range(1, 8):
        for psu in range(1, (1 if stratum == 7 else 6 + stratum) + 1):
            shift = random.normal(0, 0.25)
            for _ in range(int(random.integers(5, 14))):
                identity += 1
                welfare = round(float(np.exp(13.9 + shift + random.normal(0, 0.6))), -3)
                if random.random() < 0.01:
                    welfare = 0.0
                weight = round(float(np.exp(random.normal(4.5, 0.8))), 3)
                size = int(random.integers(1, 9))
                line = (650_000, 720_000, 700_000)[stratum % 3]
                domain = "a" if random.random() < 0.4 else "b"
                yield identity, stratum, psu, 40 + stratum, domain, size, weight, welfare, line


def main():
    """Write the file."""
    with open(os.path.join(HERE, "sample.csv"), "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", "stratum", "psu", "fpc", "domain", "size", "weight", "welfare", "line"])
        writer.writerows(rows())


if __name__ == "__main__":
    main()
