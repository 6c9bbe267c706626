"""Write explain_samples.csv: small samples with ties on line and quantiles, zeros, negatives, split rows."""

from __future__ import annotations

import csv
import os
import random

HERE = os.path.dirname(os.path.abspath(__file__))
SAMPLES = 24
VALUES = (0, 300, 500, 699, 700, 700, 701, 900, 900, 1200, 1500, 2100, 4000)


def rows():
    """Rows of each sample; weights are whole, so that shares of people are the same in every program."""
    random.seed(29)
    for sample in range(SAMPLES):
        choices = (*VALUES, -50, -20) if sample % 3 == 0 else VALUES[2 * (sample % 3 - 1) :]
        for _ in range(random.choice((5, 10, 20, 40))):
            welfare, weight = random.choice(choices), random.choice((1, 1, 2, 4))
            for _ in range(random.choice((1, 1, 1, 2))):  # a row, or its two halves
                yield sample, welfare, weight


with open(os.path.join(HERE, "explain_samples.csv"), "w", encoding="utf-8", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(("sample", "welfare", "weight"))
    writer.writerows(rows())
