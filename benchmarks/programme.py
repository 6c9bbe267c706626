"""What questions about programmes cost: CPU seconds of whole processes, the median of three runs.

    python benchmarks/programme.py

`evaluate` has 3,000 rows, ten outcomes with baselines, two arms, ten strata and 1,999 draws; `plan` and
`allocate` start as fast as `compare`.
"""

from __future__ import annotations

import csv
import os
import resource
import statistics
import subprocess
import sys
import tempfile

import numpy as np

KPOV = [sys.executable, "-m", "kaltim_poverty"]
ROWS, OUTCOMES, STRATA, VILLAGES = 3_000, 10, 10, 100
RUNS = 3


def write_survey(path: str) -> None:
    """Write a made-up survey with two arms, people drawn within strata."""
    random = np.random.default_rng(1)
    village = np.arange(ROWS) * VILLAGES // ROWS
    arm = np.array(["waiting", "goods", "money"])[random.permutation(np.arange(ROWS) % 3)]
    columns: dict[str, list[object]] = {
        "arm": list(arm),
        "stratum": list(np.arange(ROWS) * STRATA // ROWS),
        "village": list(village),
        "village_arm": list(np.array(["waiting", "goods", "money"])[village % 3]),
    }
    for place in range(OUTCOMES):
        before = random.normal(3e6, 1e6, ROWS)
        columns[f"b{place}"] = list(before.round())
        columns[f"y{place}"] = list((0.5 * before + random.normal(2e6, 1e6, ROWS)).round())
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))


def cpu_seconds(command: list[str]) -> float:
    """The CPU time of a process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def commands(file: str) -> dict[str, list[str]]:
    """What is timed."""
    outcomes, baselines = (",".join(f"{name}{place}" for place in range(OUTCOMES)) for name in "yb")
    columns = ["--outcome", outcomes, "--baseline", baselines, "--stratum", "stratum"]
    lottery = [*KPOV, "programme", "evaluate", file, *columns, "--design", "lottery", "--arm"]
    return {
        "compare": [*KPOV, "compare", "2023", "2024"],
        "programme allocate": [*KPOV, "programme", "allocate", "--recipients", "1500"],
        "programme plan": [*KPOV, "programme", "plan", "--effect", "0.1"],
        "programme evaluate, people drawn": [*lottery, "arm"],
        "programme evaluate, villages drawn": [*lottery, "village_arm", "--cluster", "village"],
    }


def main() -> None:
    """Time everything."""
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "survey.csv")
        write_survey(file)
        for what, command in commands(file).items():
            print(f"{what:36} {statistics.median(cpu_seconds(command) for _ in range(RUNS)):6.2f} s CPU")


if __name__ == "__main__":
    main()
