"""Writes ``designs.csv`` and the replicate weights beside it: a made-up survey that fits any design.

Five strata; the last has one PSU, of which it is all (`fpc` 1). Groups cut across PSUs; ``c`` lies in two of
the strata. Replicate weights leave out one PSU after the other (``jk1``: of all, ``jkn``: of its
stratum), or one of each pair of PSUs (``jk2``, ``brr``, ``fay``).
"""

from __future__ import annotations

import csv
import os
import random

HERE = os.path.dirname(os.path.abspath(__file__))
PSUS = (6, 4, 8, 2, 1)
FPC = (40, 25, 31, 9, 1)
RHO = 0.3
HADAMARD = 8


def rows():
    """The rows, the same every time."""
    draw = random.Random(1936)
    psu = 0
    for stratum, number in enumerate(PSUS, 1):
        for _ in range(number):
            psu += 1
            level = draw.gauss(5 + stratum / 8, 0.2)
            for _ in range(draw.randint(4, 9)):
                income = round(draw.lognormvariate(level, 0.5))
                group = "c" if stratum <= 2 and draw.random() < 0.3 else draw.choice("ab")
                weight = round(draw.uniform(0.5, 4) * stratum, 2)
                yield {
                    "stratum": stratum,
                    "psu": psu,
                    "fpc": FPC[stratum - 1],
                    "fpc_rows": 50 * FPC[stratum - 1],
                    "group": group,
                    "weight": weight,
                    "income": income,
                    "line": (130, 150, 170)[stratum % 3],
                }


def sign(row, column):
    """An entry of the Hadamard matrix of Sylvester: the parity of the bits that both numbers have."""
    return -1 if (row & column).bit_count() % 2 else 1


def left_out(rows, among):
    """Weights without each PSU in turn, those of the others *among* which it is raised for it."""
    found = {}
    for out in sorted({row["psu"] for row in rows}):
        of = next(row for row in rows if row["psu"] == out)
        others = {row["psu"] for row in rows if among(row, of)}
        raised = len(others) / (len(others) - 1)
        found[out] = [
            0.0 if row["psu"] == out else row["weight"] * (raised if among(row, of) else 1.0) for row in rows
        ]
    return list(found.values())


def halves(rows, factor):
    """Weights times *factor*(stratum, replicate) in the first PSU of a stratum, 2 less that in the other."""
    found = []
    for replicate in range(HADAMARD):
        first = {row["stratum"]: row["psu"] for row in reversed(rows)}
        found.append(
            [
                row["weight"]
                * (
                    factor(row["stratum"], replicate)
                    if row["psu"] == first[row["stratum"]]
                    else 2 - factor(row["stratum"], replicate)
                )
                for row in rows
            ]
        )
    return found


def replicate_files(rows):
    """The rows of each set of replicate weights, and the weights."""
    several = [row for row in rows if row["stratum"] < len(PSUS)]
    first = {stratum: min(row["psu"] for row in rows if row["stratum"] == stratum) for stratum in range(1, 6)}
    pairs = [row for row in several if row["psu"] <= first[row["stratum"]] + 1]
    yield "jk1", rows, left_out(rows, lambda *_: True)
    yield "jkn", several, left_out(several, lambda row, of: row["stratum"] == of["stratum"])
    yield "jk2", pairs, halves(pairs, lambda stratum, k: 2 * (k % 2) if stratum == 1 + k // 2 else 1)
    yield "brr", pairs, halves(pairs, lambda stratum, k: 1 + sign(stratum, k))
    yield "fay", pairs, halves(pairs, lambda stratum, k: 1 + (1 - RHO) * sign(stratum, k))


def write(name, rows):
    """Write a file of rows."""
    with open(os.path.join(HERE, name), "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main():
    """Write all files."""
    made = list(rows())
    write("designs.csv", made)
    for name, some, weights in replicate_files(made):
        if name == "jk2":
            weights = weights[::2]  # noqa: PLW2901 - one replicate a pair
        replicates = [
            {**row, **{f"rw_{k + 1}": f"{each[place]:.15g}" for k, each in enumerate(weights)}}
            for place, row in enumerate(some)
        ]
        write(f"designs_{name}.csv", replicates)


if __name__ == "__main__":
    main()
