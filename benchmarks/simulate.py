"""What twenty scenarios of a transfer cost, over one estimate of the same measures.

    python benchmarks/simulate.py [HOUSEHOLDS ...]        340000 if none are given

Whole processes of one run: reading, ranking, all scenarios with their standard errors, writing. Every line is
the median of five runs, in which all take turns: wall and CPU seconds over those of the estimate; peak memory
in MB. The twenty scenarios share a budget and reach from a sixtieth to a third of all households, once the
poorest, once by a draw; the last line is a draw of so few that most of the work is the same for all.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

from survey import ROLES, rounds

KPOV = [sys.executable, "-m", "kaltim_poverty", "survey"]
SCENARIOS = 20
WEIGHT = 180  # households of the population for each of the synthetic survey
LARGE, SMALL = 3, 800  # one household in so many gets the lowest amount
LOWEST = 1_000_000
MEASURES = ["--measure", "p0,p1,p2,poor_count,gini"]
LINE = ["--line", "833955", "--quiet"]


def commands(file: str, households: int) -> dict[str, list[str]]:
    """What is timed; the first is what the others are measured against."""
    amounts = ",".join(str(LOWEST * (place + 1)) for place in range(SCENARIOS))
    asked = [*KPOV, "simulate", file, *ROLES, *LINE, "--every", "once", "--amount", amounts]

    def under(one_in: int, to: str) -> list[str]:
        return [*asked, "--to", to, "--budget", str(households * WEIGHT // one_in * LOWEST)]

    return {
        "estimate": [*KPOV, "estimate", file, *ROLES, *LINE, *MEASURES],
        "20 scenarios, to the poorest": under(LARGE, "poorest"),
        "20 scenarios, at random": under(LARGE, "random"),
        "20 scenarios, at random, to few": under(SMALL, "random"),
    }


def main() -> None:
    """Time everything for each number of households."""
    for households in [int(float(given)) for given in sys.argv[1:]] or [340_000]:
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "survey.csv")
            make = [*KPOV, "example", "--households", str(households), "-o", file]
            subprocess.run(make, check=True)
            found = rounds(commands(file, households))
        base = found["estimate"]
        print(f"{households:,} households; estimate {base[0]:.2f} s wall, {base[1]:.2f} s CPU")
        for what, (wall, cpu, memory) in found.items():
            print(f"  {what:32} {wall / base[0]:6.2f} wall {cpu / base[1]:6.2f} CPU {memory:8,.0f} MB")


if __name__ == "__main__":
    main()
