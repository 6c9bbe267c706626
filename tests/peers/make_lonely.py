"""Writes ``lonely.csv``: strata of which three have one PSU, and domains that lie in some of them only.

Domain ``a`` has rows in every stratum, ``b`` in none with one PSU, ``c`` in one of them, and ``d`` in such
strata alone. ``rw_1`` … are bootstrap weights that belong to no particular scale.
"""

from __future__ import annotations

import csv
import os
import random

HERE = os.path.dirname(os.path.abspath(__file__))
PSUS = (5, 1, 3, 1, 4, 2, 1)
DOMAINS = ("abc", "ad", "ab", "ad", "abc", "ab", "acd")
REPLICATES = 15


def rows():
    """The rows, the same every time."""
    draw = random.Random(1987)
    psu = 0
    for stratum, (number, domains) in enumerate(zip(PSUS, DOMAINS, strict=True), 1):
        for _ in range(number):
            psu += 1
            level = draw.gauss(5, 0.3)
            factors = [draw.choice((0.25, 0.5, 1, 1.5, 2)) for _ in range(REPLICATES)]
            for place in range(draw.randint(6, 10)):
                weight = draw.randint(2, 40) / 4
                yield {
                    "stratum": stratum,
                    "psu": psu,
                    "group": domains[place % len(domains)],
                    "weight": weight,
                    "income": round(draw.lognormvariate(level, 0.6)),
                    "line": (130, 150, 170)[stratum % 3],
                    **{f"rw_{k + 1}": weight * factor for k, factor in enumerate(factors)},
                }


def main():
    """Write the file."""
    made = list(rows())
    with open(os.path.join(HERE, "lonely.csv"), "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(made[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(made)


if __name__ == "__main__":
    main()
