"""Writes ``receipt.csv``: the rows of ``sample.csv`` with a programme, its amounts, and who is eligible."""

from __future__ import annotations

import csv
import os

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))


def rows():
    """The rows, the same every time: the poor receive more often, and welfare has many ties."""
    random = np.random.default_rng(20240302)
    with open(os.path.join(HERE, "sample.csv"), encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            welfare = float(row["welfare"])
            received = int(random.random() < (0.45 if welfare < 1_000_000 else 0.12))
            amount = received * int(random.integers(1, 9)) * 150_000
            yield {**row, "received": received, "amount": amount, "old": int(random.random() < 0.3)}


def main():
    """Write the file."""
    found = list(rows())
    with open(os.path.join(HERE, "receipt.csv"), "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(found[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)


if __name__ == "__main__":
    main()
