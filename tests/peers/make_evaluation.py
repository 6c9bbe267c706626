"""Writes ``evaluation.csv``: made-up rows after a programme, in villages of unequal sizes."""

from __future__ import annotations

import csv
import os

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
VILLAGES = 14


def rows():
    """The rows, the same every time; four of fourteen villages are treated, two arms differ by district."""
    random = np.random.default_rng(20241129)
    sizes = random.integers(2, 17, VILLAGES)
    treated = np.isin(np.arange(VILLAGES), (1, 5, 8, 12))
    number = 0
    for village, size in enumerate(sizes.tolist()):
        effect = random.normal(0.0, 0.4)
        for _ in range(size):
            number += 1
            before = random.normal(10.0, 2.0)
            yield {
                "row": number,
                "village": f"v{village:02}",
                "district": "abc"[village % 3],
                "arm": "treated" if treated[village] else "waiting",
                "drawn": "treated" if random.random() < 0.4 else "waiting",
                "sex": "LP"[int(random.random() < 0.5)],
                "weight": round(float(random.uniform(0.5, 3.0)), 3),
                "before": round(float(before), 4),
                "after": round(
                    float(0.6 * before + 0.8 * treated[village] + effect + random.normal(0, 1.5)), 4
                ),
            }


def main():
    """Write the file."""
    found = list(rows())
    with open(os.path.join(HERE, "evaluation.csv"), "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(found[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)


if __name__ == "__main__":
    main()
