"""Write explain.csv: ties on line and quantiles, zeros, a negative value, split rows, a lonely stratum."""

from __future__ import annotations

import csv
import os
import random

HERE = os.path.dirname(os.path.abspath(__file__))
LINE = 700
CHOICES = (0, 300, 500, 700, 700, 900, 1200, 1500, 2100, 4000)


def rows():
    """Rows with whole weights, so that shares of people are the same in every program."""
    random.seed(15)
    for stratum in range(4):
        for psu in range(1 if stratum == 3 else 4):
            for _ in range(6):
                welfare = random.choice(CHOICES) + random.choice((0, 0, random.randint(1, 99)))
                weight, size = random.choice((1, 2, 4)), random.choice((1, 2, 4))
                yield stratum, psu, welfare, weight, size
    yield 0, 0, 700, 3, 1  # a row, and its two halves
    yield 1, 1, 650, 2, 1
    yield 1, 1, 650, 2, 1
    yield 2, 2, -50, 1, 2


with open(os.path.join(HERE, "explain.csv"), "w", encoding="utf-8", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(("stratum", "psu", "welfare", "weight", "size"))
    writer.writerows(rows())
