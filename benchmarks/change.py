"""What each question about a change costs on two surveys, over one estimate of the default measures of one.

    python benchmarks/change.py [HOUSEHOLDS ...]        340000 in each survey if none are given

Whole processes of one run. Every line is the median of five runs, in which all take turns: wall and CPU
seconds over those of the estimate; peak memory in MB.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

from survey import ROLES, rounds

KPOV = [sys.executable, "-m", "kaltim_poverty", "survey"]
LINE, LINES = "833955", "833955,872000"


def commands(before: str, after: str) -> dict[str, list[str]]:
    """What is timed; the first is what the others are measured against."""
    rest = [*ROLES, "--quiet", "--format", "csv"]
    both = [before, after, *rest, "--line", LINES]
    panel = ["--panel", "household"]
    one = [after, *rest, "--line", LINE]
    return {
        "estimate": [*KPOV, "estimate", *one],
        "compare": [*KPOV, "compare", *both],
        "compare --between": [*KPOV, "compare", *one, "--by", "urban", "--between", "1,2"],
        "decompose into growth": [*KPOV, "decompose", *both],
        "decompose into prices": [*KPOV, "decompose", *both, "--into", "prices"],
        "decompose into groups": [*KPOV, "decompose", *both, "--into", "groups", "--by", "district"],
        "growth at 99 places": [*KPOV, "growth", *both],
        "growth, summed up": [*KPOV, "growth", *both, "--summary"],
        "growth of households": [*KPOV, "growth", *both, *panel, "--by-household"],
        "profile by district": [*KPOV, "profile", *one, "--by", "district"],
        "curve, Lorenz": [*KPOV, "curve", *one, "--curve", "lorenz"],
        "dominance, three orders": [*KPOV, "dominance", *both, "--curve", "poverty"],
    }


def main() -> None:
    """Time everything for each number of households."""
    for households in [int(float(given)) for given in sys.argv[1:]] or [340_000]:
        with tempfile.TemporaryDirectory() as folder:
            files = [os.path.join(folder, f"round_{number}.csv") for number in (1, 2)]
            for number, file in enumerate(files, 1):
                make = [*KPOV, "example", "--households", str(households), "--round", str(number), "-o", file]
                subprocess.run(make, check=True)
            found = rounds(commands(*files))
        base = found["estimate"]
        print(f"{households:,} households twice; estimate {base[0]:.2f} s wall, {base[1]:.2f} s CPU")
        for what, (wall, cpu, memory) in found.items():
            print(f"  {what:26} {wall / base[0]:6.2f} wall {cpu / base[1]:6.2f} CPU {memory:8,.0f} MB")


if __name__ == "__main__":
    main()
